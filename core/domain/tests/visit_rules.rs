//! What is open, what follows, and what stands between a visit and its seal.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use zhian_domain::answer::{Answer, AnswerState, AnswerValue, Conformity, FieldValue};
use zhian_domain::checklist::{
    Bilingual, Checklist, ConsequenceCode, EvidenceDemand, EvidenceWhen, Field, FieldKind, Item, Judgement,
    Origin, PercentWhole, Section, Severity, Verified,
};
use zhian_domain::completeness::{FieldProblem, LackingEvidence, completeness, conformity, number_of};
use zhian_domain::evidence::{CaptureMethod, Evidence, EvidencePurpose};
use zhian_domain::id::{
    AuthorityId, ContentHash, DeviceId, EnterpriseId, EvidenceHash, InspectorId, ItemId, SiteId, Sm3Hash,
    TaskId,
};
use zhian_domain::outcome::outcome;
use zhian_domain::person::PersonRole;
use zhian_domain::seal::{SealObstacle, seal};
use zhian_domain::signature::{OfficerSignature, PartySignature};
use zhian_domain::task::{Task, TaskKind, TaskStanding};
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_domain::visit::{CheckIn, VisitContent};

fn officer(byte: u8) -> InspectorId {
    InspectorId::from_bytes([byte; 16])
}

fn at(ms: i64) -> ClockReading {
    ClockReading { device: Timestamp::from_unix_ms(ms), offset_minutes: 480, monotonic_ms: 0, gnss: None }
}

fn id(text: &str) -> ItemId {
    ItemId::new(text).unwrap()
}

fn words(text: &str) -> Bilingual {
    Bilingual { zh: text.into(), en: text.into() }
}

fn item(name: &str, severity: Severity, when: EvidenceWhen) -> Item {
    Item {
        id: id(name),
        ask: words(name),
        how: vec![words("看")],
        basis: vec![],
        judgement: Judgement::Entered {
            values: vec![Conformity::Meets, Conformity::DoesNotMeet, Conformity::NotApplicable],
        },
        fields: vec![],
        evidence: EvidenceDemand { when, method: CaptureMethod::Photo, count: 1 },
        severity,
        consequences: vec![ConsequenceCode("R2".into())],
        limits: vec![],
        media: vec![],
        when: None,
        note: None,
        gate: None,
    }
}

/// A: always a photo. B: a photo on failure. C: daily records present of expected, computed.
fn checklist() -> Checklist {
    let number = |name: &str| Field {
        id: name.into(),
        label: words(name),
        kind: FieldKind::Number { min: Some(0.into()), max: Some(31.into()) },
        required: true,
        unit: None,
        constraint: None,
    };
    let percent = Field {
        id: "percent".into(),
        label: words("percent"),
        kind: FieldKind::Percent { part: "present".into(), whole: PercentWhole::Field("expected".into()) },
        required: false,
        unit: None,
        constraint: None,
    };
    let mut records = item("C", Severity::General, EvidenceWhen::Never);
    records.fields = vec![number("expected"), number("present"), percent];
    records.judgement =
        Judgement::Computed { field: "percent".into(), at_least: 100.into(), verified: Verified::Unsure };
    let items = vec![
        item("A", Severity::Main, EvidenceWhen::Always),
        item("B", Severity::Key, EvidenceWhen::OnFailure),
        records,
    ];
    let section = Section { id: "one".into(), title: words("一"), items };
    Checklist {
        id: "T".into(),
        version: 1,
        title: words("试"),
        sections: vec![section],
        origin: Origin::Written,
    }
}

fn task() -> Task {
    Task {
        id: TaskId::from_bytes([1; 16]),
        revision: 1,
        authority: AuthorityId::from_bytes([2; 16]),
        title: "日常检查".into(),
        kind: TaskKind::Routine,
        enterprise: EnterpriseId::from_bytes([3; 16]),
        enterprise_name: "示例厂".into(),
        site: SiteId::from_bytes([4; 16]),
        site_address: "示例路1号".into(),
        checklist: ContentHash::from_bytes([5; 32]),
        inspectors: vec![officer(1), officer(2)],
        due: Timestamp::from_unix_ms(0),
        approval_number: None,
        notice_number: None,
        standing: TaskStanding::Active,
    }
}

fn answer(conformity: Option<Conformity>, fields: &[(&str, i64)]) -> Answer {
    let fields = fields
        .iter()
        .map(|(name, number)| ((*name).to_owned(), FieldValue::Number((*number).into())))
        .collect();
    Answer {
        value: AnswerValue { conformity, fields },
        by: officer(1),
        device: DeviceId::from_bytes([1; 16]),
        at: at(1),
        settles: vec![],
    }
}

fn photo(content: &mut VisitContent, byte: u8, purpose: EvidencePurpose) -> EvidenceHash {
    let hash = EvidenceHash::from_bytes([byte; 32]);
    content.evidence.insert(
        hash,
        Evidence {
            hash,
            sm3: Sm3Hash::from_bytes([byte; 32]),
            bytes: 1,
            media_type: "image/jpeg".into(),
            purpose,
            method: CaptureMethod::Photo,
            maker: officer(1),
            second_officer: None,
            device: DeviceId::from_bytes([1; 16]),
            app: "test".into(),
            at: at(1),
            position: None,
            original: true,
            derived_from: None,
            previous: None,
            readable: true,
            caption: String::new(),
        },
    );
    hash
}

fn put(content: &mut VisitContent, item: &str, answer: Answer) {
    content.answers.insert(id(item), AnswerState::One(answer));
}

fn complete() -> VisitContent {
    let mut content = VisitContent::empty(task().id, task().checklist);
    put(&mut content, "A", answer(Some(Conformity::Meets), &[]));
    put(&mut content, "B", answer(Some(Conformity::Meets), &[]));
    put(&mut content, "C", answer(None, &[("expected", 22), ("present", 22)]));
    photo(&mut content, 1, EvidencePurpose::Item(id("A")));
    content
}

fn signed(digest: ContentHash) -> VisitContent {
    let mut content = complete();
    for byte in [1, 2] {
        content.check_ins.push(CheckIn {
            inspector: officer(byte),
            device: DeviceId::from_bytes([byte; 16]),
            at: at(1),
            position: None,
            credential_number: "0001".into(),
            rights_told: true,
        });
        content.officer_signatures.push(OfficerSignature {
            inspector: officer(byte),
            device: DeviceId::from_bytes([byte; 16]),
            over: digest,
            at: at(10),
            signature: vec![0; 64],
            handwriting: None,
        });
    }
    let handwriting = photo(&mut content, 9, EvidencePurpose::Signature);
    content.party_signatures.push(PartySignature {
        name: "赵示例".into(),
        role: PersonRole::Principal,
        opinion: "属实".into(),
        over: digest,
        taken_by: officer(1),
        device: DeviceId::from_bytes([1; 16]),
        at: at(20),
        handwriting,
    });
    content
}

fn obstacles(content: VisitContent, digest: ContentHash) -> Vec<SealObstacle> {
    seal(content, digest, vec![], &checklist(), &task()).unwrap_err().reasons
}

#[test]
fn an_empty_visit_has_every_item_open() {
    let found = completeness(&checklist(), &VisitContent::empty(task().id, task().checklist));
    assert_eq!(found.open, [id("A"), id("B"), id("C")]);
    assert!(!found.is_complete());
}

#[test]
fn a_full_visit_is_complete() {
    assert!(completeness(&checklist(), &complete()).is_complete());
}

#[test]
fn an_item_that_always_demands_a_photo_lacks_it_even_when_it_meets() {
    let mut content = complete();
    content.evidence.clear();
    let lacking = completeness(&checklist(), &content).lacking_evidence;
    assert_eq!(lacking, [LackingEvidence { item: id("A"), needed: 1, have: 0 }]);
    put(&mut content, "A", answer(Some(Conformity::NotApplicable), &[]));
    assert!(completeness(&checklist(), &content).is_complete());
}

#[test]
fn a_failed_item_demands_its_photo_and_a_met_one_does_not() {
    let mut content = complete();
    put(&mut content, "B", answer(Some(Conformity::DoesNotMeet), &[]));
    let lacking = completeness(&checklist(), &content).lacking_evidence;
    assert_eq!(lacking, [LackingEvidence { item: id("B"), needed: 1, have: 0 }]);
    photo(&mut content, 2, EvidencePurpose::Item(id("B")));
    assert!(completeness(&checklist(), &content).is_complete());
}

#[test]
fn a_computed_item_is_judged_by_its_numbers_and_rounds_down() {
    let checklist = checklist();
    let records = checklist.item(&id("C")).unwrap();
    let judge = |expected, present| {
        let value = answer(None, &[("expected", expected), ("present", present)]).value;
        (number_of(records, &value, "percent").map(|number| number.to_string()), conformity(records, &value))
    };
    assert_eq!(judge(22, 22), (Some("100".into()), Some(Conformity::Meets)));
    assert_eq!(judge(30, 29), (Some("96".into()), Some(Conformity::DoesNotMeet)));
    assert_eq!(judge(0, 0), (None, None));
    assert_eq!(judge(20, 21), (None, None));
}

#[test]
fn a_percentage_that_cannot_be_is_named_and_keeps_the_item_open() {
    let mut content = complete();
    put(&mut content, "C", answer(None, &[("expected", 0), ("present", 0)]));
    let found = completeness(&checklist(), &content);
    assert_eq!(found.open, [id("C")]);
    assert_eq!(found.bad_fields.len(), 1);
    assert_eq!(found.bad_fields[0].problem, FieldProblem::Impossible);
}

#[test]
fn fields_out_of_bounds_of_the_wrong_kind_and_unknown_are_named() {
    let mut content = complete();
    let mut odd = answer(None, &[("expected", 32), ("surprise", 1)]);
    odd.value.fields.insert("present".into(), FieldValue::Text("many".into()));
    put(&mut content, "C", odd);
    let problems: BTreeMap<String, FieldProblem> = completeness(&checklist(), &content)
        .bad_fields
        .into_iter()
        .map(|bad| (bad.field, bad.problem))
        .collect();
    assert_eq!(problems["expected"], FieldProblem::OutOfBounds);
    assert_eq!(problems["present"], FieldProblem::WrongKind);
    assert_eq!(problems["surprise"], FieldProblem::Unknown);
}

#[test]
fn differing_answers_are_a_conflict_and_not_an_open_item() {
    let mut content = complete();
    let both = vec![answer(Some(Conformity::Meets), &[]), answer(Some(Conformity::DoesNotMeet), &[])];
    content.answers.insert(id("A"), AnswerState::Differing(both));
    let found = completeness(&checklist(), &content);
    assert_eq!((found.conflicts, found.open), (vec![id("A")], vec![]));
    assert_eq!(outcome(&checklist(), &content).undecided, 1);
}

#[test]
fn an_answer_to_an_item_the_checklist_does_not_have_is_shown_and_not_dropped() {
    let mut content = complete();
    put(&mut content, "Z", answer(Some(Conformity::Meets), &[]));
    assert_eq!(completeness(&checklist(), &content).unknown_items, [id("Z")]);
}

#[test]
fn failures_are_listed_gravest_first_with_what_may_follow() {
    let mut content = complete();
    put(&mut content, "A", answer(Some(Conformity::DoesNotMeet), &[]));
    put(&mut content, "B", answer(Some(Conformity::DoesNotMeet), &[]));
    let out = outcome(&checklist(), &content);
    let order: Vec<_> = out.failed.iter().map(|failed| failed.item.clone()).collect();
    assert_eq!(order, [id("B"), id("A")]);
    assert_eq!(out.consequences(), [ConsequenceCode("R2".into())]);
    assert!(out.needs_formal_handling());
    assert_eq!((out.meets, out.undecided), (1, 0));
}

#[test]
fn a_complete_and_signed_visit_is_sealed_at_its_last_signature() {
    let digest = ContentHash::of(b"content");
    let sealed = seal(signed(digest), digest, vec![digest, digest], &checklist(), &task()).unwrap();
    assert_eq!(sealed.sealed_at(), &at(20));
    assert_eq!(sealed.heads(), [digest]);
}

#[test]
fn one_officer_alone_cannot_seal() {
    let digest = ContentHash::of(b"content");
    let mut content = signed(digest);
    content.check_ins.pop();
    let found = obstacles(content, digest);
    assert_eq!(found[0], SealObstacle::TooFewCheckedIn { found: 1 });
    let stale = vec![officer(2)];
    assert_eq!(found[1], SealObstacle::TooFewOfficerSignatures { found: 1, stale });
}

#[test]
fn one_officer_with_two_devices_is_still_one_officer() {
    let digest = ContentHash::of(b"content");
    let mut content = signed(digest);
    content.check_ins[1].inspector = officer(1);
    content.officer_signatures[1].inspector = officer(1);
    let codes: Vec<_> = obstacles(content, digest).iter().map(SealObstacle::code).collect();
    assert_eq!(codes, ["seal.too-few-checked-in", "seal.too-few-signatures"]);
}

#[test]
fn an_officer_who_is_not_named_by_the_task_does_not_count() {
    let digest = ContentHash::of(b"content");
    let mut content = signed(digest);
    content.check_ins[1].inspector = officer(7);
    content.officer_signatures[1].inspector = officer(7);
    assert!(obstacles(content, digest).contains(&SealObstacle::TooFewCheckedIn { found: 1 }));
}

#[test]
fn a_signature_over_older_content_must_be_given_again() {
    let digest = ContentHash::of(b"content");
    let found = obstacles(signed(ContentHash::of(b"older")), digest);
    let stale = vec![officer(1), officer(2)];
    assert_eq!(found[0], SealObstacle::TooFewOfficerSignatures { found: 0, stale });
    assert_eq!(found[1], SealObstacle::PartyHasNotSigned);
}

#[test]
fn handwriting_that_the_visit_does_not_hold_is_an_obstacle() {
    let digest = ContentHash::of(b"content");
    let mut content = signed(digest);
    content.evidence.remove(&EvidenceHash::from_bytes([9; 32]));
    assert_eq!(obstacles(content, digest), [SealObstacle::SignatureEvidenceMissing]);
}

#[test]
fn every_obstacle_is_told_at_once() {
    let digest = ContentHash::of(b"content");
    let content = VisitContent::empty(TaskId::from_bytes([8; 16]), ContentHash::from_bytes([5; 32]));
    let codes: Vec<_> = obstacles(content, digest).iter().map(SealObstacle::code).collect();
    let expected = [
        "seal.wrong-task",
        "seal.incomplete",
        "seal.too-few-checked-in",
        "seal.too-few-signatures",
        "seal.party-has-not-signed",
    ];
    assert_eq!(codes, expected);
}
