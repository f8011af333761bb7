//! A visit as its screen shows it: sections, progress, open points.

use super::code::{Judgement, Severity};
use super::evidence::{EvidenceView, evidence};
use super::guide::{CompositionView, composition};
use super::item::{AnswerStanding, FindingView, answers, finding, judgement_text};
use super::newer::VersionStanding;
use super::{Moment, OfficerView, Sentence};
use crate::reader::{Reader, moment};
use crate::request::PositionFix;
use zhian_engine::{view, words};

/// Figures of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct CountsView {
    /// Items of the checklist.
    pub items: u32,
    /// Items with an answer, differing ones included.
    pub answered: u32,
    /// Items without an answer or with a required field missing.
    pub open_items: u32,
    /// Items with differing answers.
    pub conflicts: u32,
    /// Findings that stand.
    pub findings: u32,
    /// Evidence files.
    pub evidence: u32,
}

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SealView {
    /// SHA-256 of the sealed visit's bytes, hexadecimal: what the ledger names.
    pub digest: String,
    /// Digest that the signatures cover, hexadecimal.
    pub content_digest: String,
    /// When the last signature was given.
    pub at: Moment,
    /// Position in the office's ledger, once the office has it.
    pub ledger_position: Option<u64>,
}

/// An arrival.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CheckInView {
    /// With which device.
    pub device: String,
    /// When.
    pub at: Moment,
    /// Where, if a fix was known.
    pub position: Option<PositionFix>,
    /// Number of the certificate that was shown.
    pub credential_number: String,
}

/// An officer who takes part.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ParticipantView {
    /// Who.
    pub officer: OfficerView,
    /// Whether the task names them.
    pub on_task: bool,
    /// Their arrivals, one per device.
    pub check_ins: Vec<CheckInView>,
}

/// One line of a section.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ItemRowView {
    /// The item.
    pub item: String,
    /// The question.
    pub ask: String,
    /// How grave a failure is.
    pub severity: Severity,
    /// Whether it is asked under the present answers.
    pub asked: bool,
    /// How many answers stand.
    pub standing: AnswerStanding,
    /// The judgement that stands; none while there is none or it cannot be told.
    pub judged: Option<Judgement>,
    /// Its name; empty without one.
    pub judged_text: String,
    /// Whether a note is recorded or typed.
    pub has_note: bool,
    /// Evidence files on it.
    pub evidence: u32,
    /// How many it demands under the present answer.
    pub evidence_needed: u32,
    /// Findings on it, withdrawn ones included.
    pub findings: u32,
    /// Whether something about it keeps the visit from being sealed.
    pub open: bool,
}

/// A section with its items.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SectionView {
    /// Its id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Its items.
    pub items: Vec<ItemRowView>,
}

/// One thing that keeps a visit from being complete.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OpenPointView {
    /// The item.
    pub item: String,
    /// What kind: `answer`, `evidence`, `differing`, `field` or `unknown-item`.
    pub kind: String,
    /// What is to be done, in one line.
    pub text: String,
}

/// A failed item.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FailedItemView {
    /// The item.
    pub item: String,
    /// How it failed.
    pub judged: Judgement,
    /// Name of that.
    pub judged_text: String,
    /// How grave that is.
    pub severity: Severity,
    /// Name of that.
    pub severity_text: String,
    /// Codes of what may follow.
    pub consequences: Vec<String>,
}

/// How a visit comes out.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OutcomeView {
    /// Items that meet.
    pub meets: u32,
    /// Items that do not apply.
    pub not_applicable: u32,
    /// Items without a settled judgement.
    pub undecided: u32,
    /// Failed items, gravest first.
    pub failed: Vec<FailedItemView>,
    /// Whether a key item failed: formal handling follows.
    pub needs_formal_handling: bool,
}

/// A visit as its screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VisitView {
    /// The visit.
    pub visit: String,
    /// Its task.
    pub task: String,
    /// Title of the task.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// Address of the site.
    pub site_address: String,
    /// Why the task was taken back, if it was.
    pub withdrawn: Option<String>,
    /// Hash of the checklist version it is pinned to.
    pub checklist: String,
    /// Title of the checklist.
    pub checklist_title: String,
    /// What the checklist is made of; none where somebody wrote it as it is.
    pub composition: Option<CompositionView>,
    /// Items that are asked under the present answers.
    pub items_asked: u32,
    /// Items that the answers take out: nothing is demanded for them.
    pub items_not_asked: u32,
    /// Items still open that are due after sealing only.
    pub items_later: u32,
    /// How it stands to the version that its task names.
    pub version: VersionStanding,
    /// Its seal, once it is closed for good.
    pub seal: Option<SealView>,
    /// Officers of the task and everyone who checked in.
    pub participants: Vec<ParticipantView>,
    /// Sections with their items.
    pub sections: Vec<SectionView>,
    /// Evidence of the scene in general.
    pub scene: Vec<EvidenceView>,
    /// Findings, withdrawn ones included.
    pub findings: Vec<FindingView>,
    /// Its figures.
    pub counts: CountsView,
    /// What keeps it from being complete.
    pub open: Vec<OpenPointView>,
    /// What stands between it and its seal, each in one line.
    pub obstacles: Vec<Sentence>,
    /// How it comes out.
    pub outcome: OutcomeView,
    /// Changes that arrived after sealing and are kept beside it.
    pub late_changes: u32,
}

/// A visit's screen.
pub(crate) fn visit(reader: Reader, shown: &view::VisitView) -> VisitView {
    VisitView {
        visit: shown.visit.to_string(),
        task: shown.task.to_string(),
        title: shown.title.clone(),
        enterprise_name: shown.enterprise_name.clone(),
        site_address: shown.site_address.clone(),
        withdrawn: shown.withdrawn.clone(),
        checklist: shown.checklist.to_string(),
        checklist_title: reader.of(&shown.checklist_title),
        composition: shown.composition.as_ref().map(|one| composition(reader, one)),
        items_asked: shown.asked.asked,
        items_not_asked: shown.asked.not_asked,
        items_later: shown.asked.later,
        version: super::newer::standing(shown.version),
        seal: match &shown.standing {
            view::VisitStanding::Draft => None,
            view::VisitStanding::Sealed(sealed) => Some(seal(sealed)),
        },
        participants: shown.participants.iter().map(|one| participant(reader, one)).collect(),
        sections: shown.sections.iter().map(|one| section(reader, one)).collect(),
        scene: shown.scene.iter().map(|one| evidence(reader, one)).collect(),
        findings: shown.findings.iter().map(|one| finding(reader, one)).collect(),
        counts: counts(&shown.counts),
        open: words::open_points(reader.language, &shown.open).into_iter().map(open_point).collect(),
        obstacles: obstacles(reader, &shown.obstacles),
        outcome: outcome(reader, &shown.outcome),
        late_changes: shown.late_changes,
    }
}

pub(super) fn obstacles(reader: Reader, found: &[zhian_domain::seal::SealObstacle]) -> Vec<Sentence> {
    let said = |one: &zhian_domain::seal::SealObstacle| Sentence {
        code: one.code().to_owned(),
        text: words::obstacle(reader.language, one),
    };
    found.iter().map(said).collect()
}

fn open_point(one: words::OpenPoint) -> OpenPointView {
    OpenPointView { item: one.item.to_string(), kind: one.kind.to_owned(), text: one.text }
}

pub(super) fn seal(sealed: &view::SealView) -> SealView {
    SealView {
        digest: sealed.digest.to_string(),
        content_digest: sealed.content_digest.to_string(),
        at: moment(&sealed.sealed_at),
        ledger_position: sealed.ledger_position,
    }
}

pub(super) const fn counts(shown: &view::VisitCounts) -> CountsView {
    CountsView {
        items: shown.items,
        answered: shown.answered,
        open_items: shown.open_items,
        conflicts: shown.conflicts,
        findings: shown.findings,
        evidence: shown.evidence,
    }
}

pub(super) fn participant(reader: Reader, shown: &view::ParticipantView) -> ParticipantView {
    let check_in = |one: &view::CheckInView| CheckInView {
        device: one.check_in.device.to_string(),
        at: moment(&one.check_in.at),
        position: one.check_in.position.map(PositionFix::from),
        credential_number: one.check_in.credential_number.clone(),
    };
    ParticipantView {
        officer: reader.officer(&shown.officer),
        on_task: shown.on_task,
        check_ins: shown.check_ins.iter().map(check_in).collect(),
    }
}

fn section(reader: Reader, shown: &view::SectionView) -> SectionView {
    SectionView {
        id: shown.id.clone(),
        title: reader.of(&shown.title),
        items: shown.items.iter().map(|one| item_row(reader, one)).collect(),
    }
}

fn item_row(reader: Reader, shown: &view::ItemView) -> ItemRowView {
    let (standing, given) = answers(shown);
    let judged = match given {
        [only] => only.judged,
        _ => None,
    };
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    ItemRowView {
        item: shown.item.id.to_string(),
        ask: reader.of(&shown.item.ask),
        severity: shown.item.severity.into(),
        asked: shown.asked,
        standing,
        judged: judged.map(Judgement::from),
        judged_text: judgement_text(reader, judged),
        has_note: !shown.note.is_empty() || shown.note_draft.is_some(),
        evidence: count(shown.evidence.len()),
        evidence_needed: shown.evidence_needed,
        findings: count(shown.findings.len()),
        open: shown.open,
    }
}

pub(super) fn outcome(reader: Reader, shown: &zhian_domain::outcome::Outcome) -> OutcomeView {
    let failed = |one: &zhian_domain::outcome::FailedItem| FailedItemView {
        item: one.item.to_string(),
        judged: one.conformity.into(),
        judged_text: words::conformity(reader.language, one.conformity).to_owned(),
        severity: one.severity.into(),
        severity_text: words::severity(reader.language, one.severity).to_owned(),
        consequences: one.consequences.iter().map(|code| code.0.clone()).collect(),
    };
    OutcomeView {
        meets: shown.meets,
        not_applicable: shown.not_applicable,
        undecided: shown.undecided,
        failed: shown.failed.iter().map(failed).collect(),
        needs_formal_handling: shown.needs_formal_handling(),
    }
}
