//! A regulator in the pretended world: publishes through the office, with the office's key, what comes with the program.

use super::office::{Office, authority};
use super::phone::{Phone, task};
use crate::*;
use chrono::NaiveDate;
use ed25519_dalek::{Signer, SigningKey};
use std::collections::BTreeSet;
use std::sync::Arc;
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue};
use zhian_domain::checklist::{FieldKind, Judgement, Part, load_part, shipped::PARTS};
use zhian_domain::compose::{Composed, PRODUCTS_V1, Sources, compose, load_products};
use zhian_domain::content::{ContentKind, shipped};
use zhian_domain::enterprise::UnitKind;
use zhian_domain::evidence::{CaptureMethod, EvidencePurpose};
use zhian_domain::facts::{Facts, ProductKind};
use zhian_domain::id::{ContentHash, ItemId, VisitId};
use zhian_domain::law::{ARTICLES_V1, load_articles};
use zhian_domain::task::Task;
use zhian_protocol::content::ContentRecord;
use zhian_protocol::parcel::Suite;
use zhian_protocol::sync::FeedKind;

/// An overlay with a conditional item, a constraint, a computed number, a period and an identifier.
const TRIAL: &str = include_str!("small.part.json");

pub(super) fn key() -> SigningKey {
    SigningKey::from_bytes(&[0x0f; 32])
}

pub(super) fn public_key() -> Vec<u8> {
    key().verifying_key().to_bytes().to_vec()
}

/// A record as the office signs it.
pub(super) fn record(kind: &str, id: &str, version: u32, file: &str) -> ContentRecord {
    let mut record = ContentRecord {
        kind: kind.to_owned(),
        id: id.to_owned(),
        version,
        sequence: 1,
        published_unix_ms: 1,
        file: file.as_bytes().to_vec(),
        suite: Suite::Ed25519Sha256.byte(),
        signature: Vec::new(),
        office_key: None,
    };
    sign(&mut record, &key());
    record
}

pub(super) fn sign(record: &mut ContentRecord, key: &SigningKey) {
    record.signature = key.sign(&record.signed_message()).to_bytes().to_vec();
}

impl Office {
    pub(super) fn publishes_record(&self, record: &ContentRecord) {
        self.publish(FeedKind::Content, &record.write().unwrap());
    }

    /// Everything that comes with the program.
    pub(super) fn publishes_everything(&self) {
        for file in shipped::all() {
            let content = zhian_domain::content::read(file.kind, file.file, file.json).unwrap();
            self.publishes_record(&record(file.kind.code(), &content.id(), content.version(), file.json));
        }
    }

    pub(super) fn has_a_key(&self) {
        self.with(|books| books.office_key = Some(public_key()));
    }
}

/// The checklist of a maker of lithium batteries, with the trial items.
pub(super) fn composed() -> Composed {
    let mut parts: Vec<Part> = PARTS.iter().map(|(file, json)| load_part(file, json).unwrap()).collect();
    parts.push(load_part("tst.v1.json", TRIAL).unwrap());
    let facts = Facts {
        kind: UnitKind::Producer,
        size: None,
        classes: Some(BTreeSet::new()),
        products: [ProductKind::new("lithium-battery").unwrap()].into(),
    };
    let law = load_articles("articles.v1.json", ARTICLES_V1).unwrap();
    let products = load_products("products.v1.json", PRODUCTS_V1).unwrap();
    let sources = Sources { parts: &parts, law: &law, products: &products };
    compose(&facts, &sources, NaiveDate::from_ymd_opt(2027, 1, 15).unwrap()).unwrap()
}

pub(super) fn composed_task() -> Task {
    Task { checklist: composed().hash, ..task() }
}

/// An office that has published everything, and two enrolled phones with the composed task.
pub(super) fn composed_district() -> (Arc<Office>, Phone, Phone) {
    let office = Office::new();
    office.has_a_key();
    office.hires(2, "林一");
    office.hires(3, "周二");
    office.publishes_everything();
    let composed = composed();
    office.publish(FeedKind::Checklist, composed.json.as_bytes());
    office.publishes_task(&composed_task());
    let (lin, zhou) = (Phone::new(&office, 2), Phone::new(&office, 3));
    lin.enrols();
    zhou.enrols();
    lin.syncs();
    zhou.syncs();
    (office, lin, zhou)
}

pub(super) fn id(name: &str) -> ItemId {
    ItemId::new(name).unwrap()
}

impl Phone {
    pub(super) fn gives(&self, visit: &VisitId, name: &str, value: AnswerValue) -> view::ItemView {
        self.answer(&AnswerRequest { visit: *visit, item: id(name), value }).unwrap()
    }

    pub(super) fn judges(&self, visit: &VisitId, name: &str, judged: Conformity) -> view::ItemView {
        self.gives(visit, name, AnswerValue { conformity: Some(judged), ..AnswerValue::default() })
    }

    /// Everything that is asked and not answered yet: not applicable where that is offered, else it meets.
    pub(super) fn answers_what_is_left(&self, visit: &VisitId) {
        let view = self.visit(visit).unwrap();
        let items = view.sections.into_iter().flat_map(|section| section.items);
        for shown in items.filter(|shown| shown.asked && shown.open) {
            let item = &shown.item;
            let judged = match &item.judgement {
                Judgement::Computed { .. } => Conformity::NotApplicable,
                Judgement::Entered { values } if values.contains(&Conformity::NotApplicable) => {
                    Conformity::NotApplicable
                }
                Judgement::Entered { .. } => Conformity::Meets,
            };
            let needed = item.fields.iter().filter(|field| field.required);
            let fields = needed.map(|field| {
                let value = match &field.kind {
                    FieldKind::Number { min, .. } => FieldValue::Number(min.unwrap_or_default()),
                    FieldKind::Choice { options } => FieldValue::Choice(options[0].0.clone()),
                    _ => FieldValue::Text("无".to_owned()),
                };
                (field.id.clone(), value)
            });
            let fields = if judged == Conformity::Meets { fields.collect() } else { Default::default() };
            let name = item.id.to_string();
            let after = self.gives(visit, &name, AnswerValue { conformity: Some(judged), fields });
            for number in 0..after.evidence_needed {
                let file = format!("{name}-{number}.bin");
                let request = AttachRequest {
                    visit: *visit,
                    source: self.file(&file, file.as_bytes()),
                    media_type: None,
                    purpose: EvidencePurpose::Item(item.id.clone()),
                    method: CaptureMethod::Photo,
                    position: None,
                    second_officer: None,
                    original: true,
                    derived_from: None,
                    caption: String::new(),
                };
                self.attach(&request, &Watch::quiet()).unwrap();
            }
        }
    }
}

#[test]
fn the_regulators_pieces_fit_together() {
    let composed = composed();
    assert!(composed.checklist.item(&id("TST-02")).is_some());
    assert_eq!(ContentHash::of(composed.json.as_bytes()), composed.hash);
    assert_eq!(ContentKind::from_code("law"), Some(ContentKind::Law));
    assert_eq!(composed_task().authority, authority());
}
