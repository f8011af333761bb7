//! People, phones and a small checklist for the tests of drafts.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue};
use zhian_domain::checklist::Severity;
use zhian_domain::evidence::{CaptureMethod, Evidence, EvidencePurpose};
use zhian_domain::finding::{Finding, FindingStatus};
use zhian_domain::id::*;
use zhian_domain::person::PersonRole;
use zhian_domain::place::{Position, PositionProvider};
use zhian_domain::signature::*;
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_domain::visit::CheckIn;
use zhian_draft::*;

/// 2026-11-21 09:00 in Beijing.
pub const MORNING_MS: i64 = 1_795_222_800_000;

/// A visit of `count` items.
pub fn genesis(count: usize) -> Genesis {
    let items = (1..=count).map(item).collect();
    Genesis::new(TaskId::from_bytes([7; 16]), ContentHash::of(b"checklist P75 version 1"), items)
}

pub fn item(number: usize) -> ItemId {
    ItemId::new(&format!("P75-{number:02}")).unwrap()
}

/// An officer with a phone and the draft on it.
#[derive(Clone)]
pub struct Phone {
    pub author: Author,
    pub draft: Draft,
    pub made: Vec<Change>,
    pub tick: i64,
}

impl Phone {
    pub fn new(number: u8, genesis: &Genesis) -> Self {
        let author = Author {
            actor: ActorId::of(&[number; 32], &genesis.visit(), &[1; 16]),
            inspector: InspectorId::from_bytes([number; 16]),
            device: DeviceId::from_bytes([number | 0x80; 16]),
        };
        Self { author, draft: Draft::start(genesis).unwrap(), made: Vec::new(), tick: 0 }
    }

    pub fn now(&mut self) -> ClockReading {
        self.tick += 1;
        clock(i64::from(self.author.inspector.as_bytes()[0]) * 100 + self.tick * 41_237)
    }

    pub fn edit(&mut self, edit: Edit) -> Option<Change> {
        let change = self.draft.record(&self.author, &edit).unwrap();
        self.made.extend(change.clone());
        change
    }

    pub fn answers(&mut self, number: usize, conformity: Conformity) -> Option<Change> {
        let at = self.now();
        self.edit(Edit::Answer { item: item(number), value: judged(conformity), at, settle: false })
    }

    pub fn notes(&mut self, number: usize, text: &str) -> Option<Change> {
        let at = self.now();
        self.edit(Edit::Note { item: item(number), text: text.to_owned(), at })
    }

    pub fn finds(&mut self, id: u8, number: usize, text: &str) -> Option<Change> {
        let finding = Finding {
            id: FindingId::from_bytes([id; 16]),
            item: item(number),
            severity: Severity::Key,
            text: text.to_owned(),
            status: FindingStatus::Open,
            evidence: BTreeSet::new(),
            by: self.author.inspector,
            device: self.author.device,
            at: self.now(),
        };
        self.edit(Edit::OpenFinding(finding))
    }

    pub fn photographs(&mut self, number: usize, content: &[u8]) -> Option<Change> {
        let edit = Edit::Evidence(self.photo(number, content));
        self.edit(edit)
    }

    pub fn photo(&mut self, number: usize, content: &[u8]) -> Evidence {
        Evidence {
            hash: EvidenceHash::of(content),
            sm3: Sm3Hash::from_bytes([3; 32]),
            bytes: content.len() as u64,
            media_type: "image/jpeg".to_owned(),
            purpose: EvidencePurpose::Item(item(number)),
            method: CaptureMethod::Photo,
            maker: self.author.inspector,
            second_officer: Some(InspectorId::from_bytes([9; 16])),
            device: self.author.device,
            app: "zhian 0.1.0".to_owned(),
            at: self.now(),
            position: Some(place()),
            original: true,
            derived_from: None,
            previous: None,
            readable: true,
            caption: "灭火器箱".to_owned(),
        }
    }

    pub fn arrives(&mut self) -> Option<Change> {
        let one = CheckIn {
            inspector: self.author.inspector,
            device: self.author.device,
            at: self.now(),
            position: Some(place()),
            credential_number: "苏-2026-000123".to_owned(),
            rights_told: true,
        };
        self.edit(Edit::CheckIn(one))
    }

    pub fn signs(&mut self, over: ContentHash) -> Option<Change> {
        let one = OfficerSignature {
            inspector: self.author.inspector,
            device: self.author.device,
            over,
            at: self.now(),
            signature: vec![0xa5; 64],
            handwriting: None,
        };
        self.edit(Edit::SignOfficer(one))
    }

    pub fn takes_signature(&mut self, over: ContentHash) -> Option<Change> {
        let one = PartySignature {
            name: "张三（示例）".to_owned(),
            role: PersonRole::QsDirector,
            opinion: "以上笔录看过，属实。".to_owned(),
            over,
            taken_by: self.author.inspector,
            device: self.author.device,
            at: self.now(),
            handwriting: EvidenceHash::of(b"handwriting"),
        };
        self.edit(Edit::SignParty(one))
    }

    pub fn notes_refusal(&mut self, over: ContentHash) -> Option<Change> {
        let one = SignatureRefusal {
            kind: RefusalKind::Refused,
            name: "李四（示例）".to_owned(),
            reason: "对第三项有异议。".to_owned(),
            recording: EvidenceHash::of(b"recording"),
            witness: Some(Witness {
                name: "王五（示例）".to_owned(), affiliation: "居委会".to_owned()
            }),
            over,
            noted_by: self.author.inspector,
            device: self.author.device,
            at: self.now(),
        };
        self.edit(Edit::Refuse(one))
    }

    /// Lets in everything a colleague's phone made.
    pub fn receives(&mut self, from: &Phone) {
        let bytes: Vec<_> = from.made.iter().map(|change| &change.bytes[..]).collect();
        self.draft = self.draft.admit(&from.author.actor, &bytes).unwrap().draft;
    }
}

pub fn clock(after_ms: i64) -> ClockReading {
    ClockReading {
        device: Timestamp::from_unix_ms(MORNING_MS + after_ms),
        offset_minutes: 480,
        monotonic_ms: 5_000_000 + u64::try_from(after_ms).unwrap(),
        gnss: None,
    }
}

pub fn place() -> Position {
    Position::new(312_345_678, 1_207_654_321, 12, PositionProvider::Gnss, false).unwrap()
}

pub fn judged(conformity: Conformity) -> AnswerValue {
    AnswerValue { conformity: Some(conformity), fields: BTreeMap::new() }
}

pub fn with_fields(conformity: Conformity) -> AnswerValue {
    let fields = BTreeMap::from([
        ("count".to_owned(), FieldValue::Number("12.50".parse().unwrap())),
        ("day".to_owned(), FieldValue::Date(chrono_day())),
        ("kind".to_owned(), FieldValue::Choice("a".to_owned())),
        ("remark".to_owned(), FieldValue::Text("见照片".to_owned())),
    ]);
    AnswerValue { conformity: Some(conformity), fields }
}

fn chrono_day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

/// A phone that did one of each kind of thing.
pub fn busy(number: u8, genesis: &Genesis) -> Phone {
    let mut phone = Phone::new(number, genesis);
    phone.arrives();
    phone.answers(1, Conformity::Meets);
    let at = phone.now();
    phone.edit(Edit::Answer {
        item: item(2),
        value: with_fields(Conformity::DoesNotMeet),
        at,
        settle: false,
    });
    phone.notes(2, "地面有积水，通道被货物堵住。");
    phone.notes(2, "地面有大量积水，消防通道被货物堵住。😀");
    phone.finds(number, 2, "消防通道被堵");
    phone.photographs(2, &[number, 1, 2, 3]);
    let id = FindingId::from_bytes([number; 16]);
    let at = phone.now();
    phone.edit(Edit::LinkEvidence { finding: id, evidence: EvidenceHash::of(&[number, 1, 2, 3]), at });
    phone.edit(Edit::ReviseFinding { id, text: "消防通道被货物堵住约两米".to_owned(), at });
    phone.signs(ContentHash::of(b"content"));
    phone.takes_signature(ContentHash::of(b"content"));
    phone.notes_refusal(ContentHash::of(b"content"));
    phone.finds(number | 0x40, 3, "误记");
    phone.edit(Edit::WithdrawFinding { id: FindingId::from_bytes([number | 0x40; 16]), at });
    phone
}
