//! What was asked for, read into the engine's own requests. What cannot be read is refused with its code.

use super::{
    AnswerInput, AttachInput, BundleInput, CheckInInput, EnrolInput, EvidencePurposeInput, FilesRule,
    FindingInput, PartySignatureInput, PositionFix, PositionProvider, RefusalInput, TaskFilter, TaskQuery,
};
use zhian_domain::answer::Conformity;
use zhian_domain::checklist::Severity as GivenSeverity;
use zhian_domain::evidence::{CaptureMethod as GivenMethod, EvidencePurpose};
use zhian_domain::id::ItemId;
use zhian_domain::place::{Position, PositionProvider as GivenProvider};
use zhian_domain::signature::Witness;
use zhian_engine::view::TaskCursor as GivenCursor;
use zhian_engine::{self as engine, EngineError};

impl TryFrom<PositionFix> for Position {
    type Error = EngineError;

    fn try_from(fix: PositionFix) -> Result<Self, EngineError> {
        let provider = match fix.provider {
            PositionProvider::Gnss => GivenProvider::Gnss,
            PositionProvider::Network => GivenProvider::Network,
            PositionProvider::Fused => GivenProvider::Fused,
            PositionProvider::Manual => GivenProvider::Manual,
        };
        Ok(Self::new(fix.latitude_e7, fix.longitude_e7, fix.accuracy_m, provider, fix.mock)?)
    }
}

impl From<Position> for PositionFix {
    fn from(position: Position) -> Self {
        Self {
            latitude_e7: position.latitude_e7(),
            longitude_e7: position.longitude_e7(),
            accuracy_m: position.accuracy_m,
            provider: match position.provider {
                GivenProvider::Gnss => PositionProvider::Gnss,
                GivenProvider::Network => PositionProvider::Network,
                GivenProvider::Fused => PositionProvider::Fused,
                GivenProvider::Manual => PositionProvider::Manual,
            },
            mock: position.mock,
        }
    }
}

impl From<FilesRule> for engine::FilesRule {
    fn from(rule: FilesRule) -> Self {
        match rule {
            FilesRule::Always => Self::Always,
            FilesRule::WhenCheap => Self::WhenCheap,
            FilesRule::Never => Self::Never,
        }
    }
}

impl From<EnrolInput> for engine::EnrolRequest {
    fn from(input: EnrolInput) -> Self {
        Self {
            code: input.code,
            label: input.label,
            server_url: input.server_url,
            server_roots_pem: input.server_roots_pem,
        }
    }
}

impl TryFrom<TaskQuery> for engine::TaskQuery {
    type Error = EngineError;

    fn try_from(query: TaskQuery) -> Result<Self, EngineError> {
        let after = query.after.map(GivenCursor::try_from).transpose()?;
        Ok(Self { filter: query.filter.into(), after, limit: query.limit })
    }
}

impl From<TaskFilter> for engine::view::TaskFilter {
    fn from(filter: TaskFilter) -> Self {
        match filter {
            TaskFilter::Open => Self::Open,
            TaskFilter::Overdue => Self::Overdue,
            TaskFilter::Done => Self::Done,
            TaskFilter::Withdrawn => Self::Withdrawn,
            TaskFilter::All => Self::All,
        }
    }
}

impl TryFrom<CheckInInput> for engine::CheckInRequest {
    type Error = EngineError;

    fn try_from(input: CheckInInput) -> Result<Self, EngineError> {
        let position = input.position.map(Position::try_from).transpose()?;
        Ok(Self { task: input.task.parse()?, position, rights_told: input.rights_told })
    }
}

impl TryFrom<AnswerInput> for engine::TypedAnswer {
    type Error = EngineError;

    fn try_from(input: AnswerInput) -> Result<Self, EngineError> {
        Ok(Self {
            visit: input.visit.parse()?,
            item: ItemId::new(&input.item)?,
            conformity: input.judgement.map(Conformity::from),
            fields: input.fields.into_iter().map(|one| (one.field, one.text)).collect(),
        })
    }
}

impl TryFrom<FindingInput> for engine::OpenFindingRequest {
    type Error = EngineError;

    fn try_from(input: FindingInput) -> Result<Self, EngineError> {
        Ok(Self {
            visit: input.visit.parse()?,
            item: ItemId::new(&input.item)?,
            severity: input.severity.map(GivenSeverity::from),
            text: input.text,
            evidence: input.evidence.iter().map(|hash| hash.parse()).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<EvidencePurposeInput> for EvidencePurpose {
    type Error = EngineError;

    fn try_from(input: EvidencePurposeInput) -> Result<Self, EngineError> {
        Ok(match input {
            EvidencePurposeInput::Item { item } => Self::Item(ItemId::new(&item)?),
            EvidencePurposeInput::Scene => Self::Scene,
        })
    }
}

impl TryFrom<AttachInput> for engine::AttachRequest {
    type Error = EngineError;

    fn try_from(input: AttachInput) -> Result<Self, EngineError> {
        Ok(Self {
            visit: input.visit.parse()?,
            source: input.path.into(),
            media_type: input.media_type,
            purpose: input.purpose.try_into()?,
            method: input.method.into(),
            position: input.position.map(Position::try_from).transpose()?,
            second_officer: input.second_officer.map(|id| id.parse()).transpose()?,
            original: input.original,
            derived_from: input.derived_from.map(|hash| hash.parse()).transpose()?,
            caption: input.caption,
        })
    }
}

impl TryFrom<PartySignatureInput> for engine::PartySignatureRequest {
    type Error = EngineError;

    fn try_from(input: PartySignatureInput) -> Result<Self, EngineError> {
        Ok(Self {
            visit: input.visit.parse()?,
            name: input.name,
            role: input.role.into(),
            opinion: input.opinion,
            handwriting: input.handwriting.into(),
        })
    }
}

impl TryFrom<RefusalInput> for engine::RefuseRequest {
    type Error = EngineError;

    fn try_from(input: RefusalInput) -> Result<Self, EngineError> {
        let witness = input.witness.map(|one| Witness { name: one.name, affiliation: one.affiliation });
        Ok(Self {
            visit: input.visit.parse()?,
            kind: input.kind.into(),
            name: input.name,
            reason: input.reason,
            recording: input.recording.into(),
            method: GivenMethod::from(input.method),
            witness,
        })
    }
}

impl TryFrom<BundleInput> for engine::ExportRequest {
    type Error = EngineError;

    fn try_from(input: BundleInput) -> Result<Self, EngineError> {
        Ok(Self {
            visits: input.visits.iter().map(|visit| visit.parse()).collect::<Result<_, _>>()?,
            with_evidence: input.with_evidence,
            to: input.to.into(),
        })
    }
}
