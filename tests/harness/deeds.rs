//! What officers do with their phones, in their words. Every deed must succeed; what may fail is tried with
//! [`Phone::attempt`] or on [`Phone::engine`].

use crate::phone::Phone;
use rust_decimal::Decimal;
use std::path::PathBuf;
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue};
use zhian_domain::checklist::{EvidenceWhen, FieldKind, IdentifierCheck, Item, Judgement};
use zhian_domain::evidence::{CaptureMethod, EvidencePurpose};
use zhian_domain::id::{EvidenceHash, FindingId, ItemId, TaskId, VisitId};
use zhian_domain::person::PersonRole;
use zhian_domain::place::{Position, PositionProvider};
use zhian_domain::signature::{RefusalKind, Witness};
use zhian_engine::view::{AnswerView, ItemView, SyncEnd, SyncReport, VisitView};
use zhian_engine::{
    AnswerRequest, AttachRequest, CheckInRequest, Engine, EngineError, EnrolRequest, ExportRequest,
    ImportReport, NoteRequest, OpenFindingRequest, PartySignatureRequest, RefuseRequest, SettleRequest,
    SignRequest, Watch,
};

/// The item with this id.
#[must_use]
pub fn item(id: &str) -> ItemId {
    ItemId::new(id).expect("an item id")
}

/// An answer that is a judgement and nothing else.
#[must_use]
pub fn judged(conformity: Conformity) -> AnswerValue {
    AnswerValue { conformity: Some(conformity), ..AnswerValue::default() }
}

/// An answer that every item accepts as met: required fields filled in, computed ones reaching their threshold.
#[must_use]
pub fn met(item: &Item) -> AnswerValue {
    let conformity = match item.judgement {
        Judgement::Entered { .. } => Some(Conformity::Meets),
        Judgement::Computed { .. } => None,
    };
    let fields = item.fields.iter().filter(|field| field.required).filter_map(|field| {
        let value = match &field.kind {
            FieldKind::Number { max, .. } => FieldValue::Number(max.unwrap_or(Decimal::ONE)),
            FieldKind::Text => FieldValue::Text("已核对。".to_owned()),
            FieldKind::Date => FieldValue::Date(chrono::NaiveDate::from_ymd_opt(2026, 11, 20)?),
            FieldKind::Choice { options } => FieldValue::Choice(options.first()?.0.clone()),
            FieldKind::Period { unit, .. } => {
                let start = unit.start(chrono::NaiveDate::from_ymd_opt(2026, 11, 20)?);
                FieldValue::Text(unit.write(start))
            }
            FieldKind::Identifier(check) => FieldValue::Text(
                match check {
                    IdentifierCheck::Uscc => "91350100M000100Y43",
                    IdentifierCheck::Licence => "XK16-001-00001",
                    IdentifierCheck::Ccc => "2020010201234567",
                }
                .to_owned(),
            ),
            FieldKind::Percent { .. } | FieldKind::Document | FieldKind::Computed { .. } => return None,
        };
        Some((field.id.clone(), value))
    });
    AnswerValue { conformity, fields: fields.collect() }
}

/// A request to attach a picture.
#[must_use]
pub fn picture_of(visit: VisitId, purpose: EvidencePurpose, source: PathBuf) -> AttachRequest {
    AttachRequest {
        visit,
        source,
        media_type: None,
        purpose,
        method: CaptureMethod::Photo,
        position: position(),
        second_officer: None,
        original: true,
        derived_from: None,
        caption: String::new(),
    }
}

fn position() -> Option<Position> {
    Position::new(399_000_000, 1_163_000_000, 8, PositionProvider::Gnss, false).ok()
}

/// An arrival with certificate shown and rights told.
#[must_use]
pub fn arrival(task: TaskId) -> CheckInRequest {
    CheckInRequest { task, position: position(), rights_told: true }
}

impl Phone {
    /// Enrols with a one-time code.
    pub fn enrols(&self, code: &str) {
        let request = EnrolRequest {
            code: code.to_owned(),
            label: format!("{} 的手机", self.name),
            server_url: "http://127.0.0.1:1".to_owned(),
            server_roots_pem: String::new(),
        };
        self.must("enrol", self.engine().enrol(&request, &zhian_engine::Watch::quiet()));
    }

    /// Exchanges with the office until it is complete. Panics if the line was cut.
    pub fn syncs(&self) -> SyncReport {
        let report = self.must("sync", self.engine().sync(&Watch::quiet()));
        assert_eq!(report.end, SyncEnd::Complete, "the exchange of {} was not complete", self.name);
        report
    }

    /// Exchanges with the office as far as the line lets it.
    pub fn tries_to_sync(&self) -> SyncReport {
        self.must("sync", self.engine().sync(&Watch::quiet()))
    }

    /// Checks in.
    pub fn starts(&self, task: TaskId) -> VisitId {
        self.must("check in", self.engine().check_in(&arrival(task))).visit
    }

    /// Answers with a judgement.
    pub fn answers(&self, visit: VisitId, id: &str, conformity: Conformity) -> ItemView {
        self.answers_with(visit, id, judged(conformity))
    }

    /// Answers with a whole value.
    pub fn answers_with(&self, visit: VisitId, id: &str, value: AnswerValue) -> ItemView {
        self.must("answer", self.engine().answer(&AnswerRequest { visit, item: item(id), value }))
    }

    /// Settles a difference.
    pub fn settles(&self, visit: VisitId, id: &str, conformity: Conformity) -> ItemView {
        let request = SettleRequest { visit, item: item(id), value: judged(conformity) };
        self.must("settle", self.engine().settle(&request))
    }

    /// Writes a note.
    pub fn notes(&self, visit: VisitId, id: &str, text: &str) -> ItemView {
        let request = NoteRequest { visit, item: item(id), text: text.to_owned() };
        self.must("note", self.engine().note(&request))
    }

    /// Opens a finding.
    pub fn finds(&self, visit: VisitId, id: &str, text: &str) -> FindingId {
        let request = OpenFindingRequest {
            visit,
            item: item(id),
            severity: None,
            text: text.to_owned(),
            evidence: Vec::new(),
        };
        self.must("finding", self.engine().open_finding(&request)).finding.id
    }

    /// Photographs something about an item: a small picture.
    pub fn photographs(&mut self, visit: VisitId, id: &str) -> EvidenceHash {
        self.photographs_large(visit, id, 600)
    }

    /// Photographs something about an item: a picture of about so many bytes.
    pub fn photographs_large(&mut self, visit: VisitId, id: &str, bytes: usize) -> EvidenceHash {
        let picture = self.takes_picture(bytes);
        let request = picture_of(visit, EvidencePurpose::Item(item(id)), picture);
        self.must("attach", self.engine().attach(&request, &Watch::quiet())).evidence.hash
    }

    /// Answers every item of the visit that stands open, as met, with a picture wherever one is demanded.
    pub fn answers_the_rest(&mut self, visit: VisitId) {
        let open: Vec<ItemView> = self.items(visit).into_iter().filter(|view| view.open).collect();
        for view in open {
            if matches!(view.answer, AnswerView::None) {
                self.answers_with(visit, view.item.id.as_str(), met(&view.item));
            }
            if view.item.evidence.when == EvidenceWhen::Always && view.evidence.is_empty() {
                self.photographs(visit, view.item.id.as_str());
            }
        }
    }

    /// Signs what the visit holds now.
    pub fn signs(&self, visit: VisitId) {
        self.must("sign", self.engine().sign(&SignRequest { visit, handwriting: None }));
    }

    /// Has the enterprise's representative sign what the visit holds now.
    pub fn takes_signature(&mut self, visit: VisitId, name: &str) {
        let request = PartySignatureRequest {
            visit,
            name: name.to_owned(),
            role: PersonRole::SiteRepresentative,
            opinion: "以上笔录看过，属实。".to_owned(),
            handwriting: self.takes_picture(500),
        };
        self.must("party signature", self.engine().take_party_signature(&request));
    }

    /// Notes that the representative refuses to sign.
    pub fn notes_refusal(&mut self, visit: VisitId, name: &str) {
        let request = RefuseRequest {
            visit,
            kind: RefusalKind::Refused,
            name: name.to_owned(),
            reason: "称须先请示总公司。".to_owned(),
            recording: self.records_sound(700),
            method: CaptureMethod::Audio,
            witness: Some(Witness {
                name: "居委会见证人甲".to_owned(),
                affiliation: "虚构社区居委会".to_owned(),
            }),
        };
        self.must("refusal", self.engine().refuse(&request));
    }

    /// Seals the visit.
    pub fn seals(&self, visit: VisitId) -> VisitView {
        self.must("seal", self.engine().seal(&visit))
    }

    /// The visit as its screens show it.
    #[must_use]
    pub fn sees(&self, visit: VisitId) -> VisitView {
        self.must("visit", self.engine().visit(&visit))
    }

    /// Every item of the visit.
    #[must_use]
    pub fn items(&self, visit: VisitId) -> Vec<ItemView> {
        self.sees(visit).sections.into_iter().flat_map(|section| section.items).collect()
    }

    /// One item.
    #[must_use]
    pub fn sees_item(&self, visit: VisitId, id: &str) -> ItemView {
        self.must("item", self.engine().item(&visit, &item(id)))
    }

    /// Writes a bundle of these visits, evidence included.
    pub fn bundles(&mut self, visits: &[VisitId]) -> PathBuf {
        let to = self.free_path("zhian");
        let request = ExportRequest { visits: visits.to_vec(), with_evidence: true, to: to.clone() };
        self.must("export", self.engine().export_bundle(&request, &Watch::quiet()));
        to
    }

    /// Hands these visits to a colleague standing beside, without a network.
    pub fn hands_over(&mut self, visits: &[VisitId], to: &Phone) -> ImportReport {
        let bundle = self.bundles(visits);
        to.must("import", to.engine().import_bundle(&bundle, &Watch::quiet()))
    }

    /// Whether losing this phone now would lose nothing.
    #[must_use]
    pub fn is_all_safe(&self) -> bool {
        self.must("safety", self.engine().not_safe()).is_all_safe()
    }

    fn must<T>(&self, what: &str, outcome: Result<T, EngineError>) -> T {
        outcome.unwrap_or_else(|cause| {
            panic!("{what} on the phone of {}: {} ({cause})", self.name, cause.code())
        })
    }
}

/// The code of a refusal. Panics if it was none.
pub fn refused<T>(outcome: Result<T, EngineError>) -> &'static str {
    match outcome {
        Ok(_) => panic!("this should have been refused"),
        Err(cause) => cause.code(),
    }
}

/// Calls the engine's seal and lists the codes of the obstacles.
pub fn obstacles(engine: &Engine, visit: VisitId) -> Vec<&'static str> {
    match engine.seal(&visit) {
        Err(EngineError::Seal(cause)) => {
            cause.reasons.iter().map(zhian_domain::seal::SealObstacle::code).collect()
        }
        Err(cause) => panic!("another refusal: {cause}"),
        Ok(_) => panic!("the visit was sealed"),
    }
}
