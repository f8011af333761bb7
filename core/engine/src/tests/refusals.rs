//! What use cases refuse, and with which code.

use super::office::Office;
use super::phone::*;
use crate::*;
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue};
use zhian_domain::evidence::{CaptureMethod, EvidencePurpose};
use zhian_domain::id::{EvidenceHash, FindingId, InspectorId, TaskId, VisitId};
use zhian_domain::signature::RefusalKind;
use zhian_domain::task::{Task, TaskStanding};

fn code<T: std::fmt::Debug>(result: Result<T, EngineError>) -> &'static str {
    result.unwrap_err().code()
}

fn arrival(task: TaskId, rights_told: bool) -> CheckInRequest {
    CheckInRequest { task, position: None, rights_told }
}

#[test]
fn a_device_without_an_officer_does_nothing_but_enrol() {
    let office = Office::new();
    let phone = Phone::new(&office, 2);
    assert_eq!(phone.identity().unwrap(), None);
    assert_eq!(code(phone.sync(&Watch::quiet())), "engine.not-enrolled");
    assert_eq!(code(phone.check_in(&arrival(task().id, true))), "engine.not-enrolled");
}

#[test]
fn an_enrolment_is_checked_and_happens_once() {
    let office = Office::new();
    let phone = Phone::new(&office, 2);
    let request = |code: &str, label: &str| EnrolRequest {
        code: code.to_owned(),
        label: label.to_owned(),
        server_url: String::new(),
        server_roots_pem: String::new(),
    };
    assert_eq!(code(phone.enrol(&request(" ", "手机"), &Watch::quiet())), "engine.code-length");
    assert_eq!(code(phone.enrol(&request(&"7".repeat(65), "手机"), &Watch::quiet())), "engine.code-length");
    assert_eq!(code(phone.enrol(&request("2", ""), &Watch::quiet())), "engine.label-length");
    assert_eq!(code(phone.enrol(&request("2", &"a".repeat(201)), &Watch::quiet())), "engine.label-length");
    phone.enrol(&request(" 2 ", &"a".repeat(200)), &Watch::quiet()).unwrap();
    assert_eq!(code(phone.enrol(&request("2", "手机"), &Watch::quiet())), "engine.already-enrolled");
}

#[test]
fn a_data_folder_opens_with_its_own_key_only() {
    let (_, mut lin, zhou) = district();
    lin.engine = None;
    let config = zhou.config(&lin.dir.path().join("data"));
    assert_eq!(Engine::open(config).map(drop).unwrap_err().code(), "engine.other-key");
}

#[test]
fn a_visit_begins_only_as_the_law_and_the_task_say() {
    let (office, lin, _) = district();
    let publish = |byte: u8, change: fn(&mut Task)| {
        let mut other = task();
        other.id = TaskId::from_bytes([byte; 16]);
        change(&mut other);
        office.publishes_task(&other);
        other.id
    };
    let withdrawn =
        publish(1, |one| one.standing = TaskStanding::Withdrawn { reason: "企业已停产".to_owned() });
    let foreign = publish(2, |one| one.inspectors = vec![InspectorId::from_bytes([3; 16])]);
    let unlisted = publish(3, |one| one.checklist = zhian_domain::id::ContentHash::of(b"not published"));
    lin.syncs();
    assert_eq!(code(lin.check_in(&arrival(task().id, false))), "engine.rights-not-told");
    assert_eq!(code(lin.check_in(&arrival(TaskId::from_bytes([0xee; 16]), true))), "engine.unknown-task");
    assert_eq!(code(lin.check_in(&arrival(foreign, true))), "engine.not-on-task");
    assert_eq!(code(lin.check_in(&arrival(unlisted, true))), "engine.unknown-checklist");
    let refused = lin.check_in(&arrival(withdrawn, true)).unwrap_err();
    assert_eq!(refused.code(), "engine.task-withdrawn");
    assert_eq!(refused.params(), vec![("reason", "企业已停产".to_owned())]);
    // They can all be looked at.
    assert!(matches!(lin.task(&unlisted).unwrap().checklist, view::ChecklistStanding::Unknown { .. }));
    assert_eq!(
        lin.tasks(&TaskQuery { filter: view::TaskFilter::All, ..TaskQuery::default() }).unwrap().rows.len(),
        4
    );
    lin.check_in(&arrival(task().id, true)).unwrap();
    assert_eq!(code(lin.check_in(&arrival(task().id, true))), "engine.already-checked-in");
}

#[test]
fn an_officer_works_on_a_visit_only_after_arriving() {
    let (_, lin, zhou) = district();
    assert_eq!(code(lin.tries_to_answer("T-1", Conformity::Meets)), "engine.unknown-visit");
    lin.checks_in();
    lin.syncs();
    zhou.syncs();
    assert_eq!(code(zhou.tries_to_answer("T-1", Conformity::Meets)), "engine.not-checked-in");
    assert_eq!(code(zhou.attach(&zhou.attach_request("a", b"a"), &Watch::quiet())), "engine.not-checked-in");
}

#[test]
fn an_answer_that_the_item_does_not_offer_is_refused_and_changes_nothing() {
    let (_, lin, _) = district();
    let visit = lin.checks_in();
    let before = lin.visit(&visit).unwrap();
    let answer =
        |name: &str, value: AnswerValue| lin.answer(&AnswerRequest { visit, item: item(name), value });
    let judged = |one| AnswerValue { conformity: Some(one), ..AnswerValue::default() };
    let share =
        |value: FieldValue| AnswerValue { conformity: None, fields: [("share".to_owned(), value)].into() };
    assert_eq!(code(answer("T-9", judged(Conformity::Meets))), "engine.unknown-item");
    assert_eq!(code(answer("T-2", judged(Conformity::NotApplicable))), "engine.bad-answer");
    assert_eq!(code(answer("T-3", judged(Conformity::Meets))), "engine.bad-answer");
    assert_eq!(code(answer("T-3", share(FieldValue::Number(11.into())))), "engine.bad-answer");
    assert_eq!(code(answer("T-3", share(FieldValue::Text("8".to_owned())))), "engine.bad-answer");
    assert_eq!(lin.visit(&visit).unwrap(), before);
    answer("T-3", judged(Conformity::NotApplicable)).unwrap();
    let value = judged(Conformity::Meets);
    let settle = SettleRequest { visit, item: item("T-1"), value };
    assert_eq!(code(lin.settle(&settle)), "engine.nothing-to-settle");
}

#[test]
fn findings_need_words_and_evidence_that_exists() {
    let (_, lin, _) = district();
    let visit = lin.checks_in();
    let request = |name: &str, text: &str, evidence: Vec<EvidenceHash>| OpenFindingRequest {
        visit,
        item: item(name),
        severity: None,
        text: text.to_owned(),
        evidence,
    };
    let nothing = EvidenceHash::of(b"nothing");
    assert_eq!(code(lin.open_finding(&request("T-1", "  ", Vec::new()))), "engine.empty");
    assert_eq!(code(lin.open_finding(&request("T-9", "x", Vec::new()))), "engine.unknown-item");
    assert_eq!(code(lin.open_finding(&request("T-1", "x", vec![nothing]))), "engine.unknown-evidence");
    assert_eq!(code(lin.open_finding(&request("T-1", &"长".repeat(2001), Vec::new()))), "draft.too-long");
    assert!(lin.visit(&visit).unwrap().findings.is_empty());
    let unknown = FindingId::from_bytes([0; 16]);
    assert_eq!(code(lin.withdraw_finding(&visit, &unknown)), "engine.unknown-finding");
    assert_eq!(code(lin.revise_finding(&visit, &unknown, "x")), "engine.unknown-finding");
    assert_eq!(code(lin.link_evidence(&visit, &unknown, &nothing)), "engine.unknown-finding");
}

#[test]
fn a_refusal_to_sign_has_a_reason_a_recording_and_a_named_witness() {
    let (_, lin, _) = district();
    let visit = lin.checks_in();
    let good = RefuseRequest {
        visit,
        kind: RefusalKind::Refused,
        name: "王示例".to_owned(),
        reason: "不认可".to_owned(),
        recording: lin.file("refusal.m4a", b"\0\0\0\x18ftypM4A sound"),
        method: CaptureMethod::Audio,
        witness: Some(zhian_domain::signature::Witness {
            name: "赵见证".to_owned(),
            affiliation: "示例社区".to_owned(),
        }),
    };
    assert_eq!(code(lin.refuse(&RefuseRequest { reason: " ".to_owned(), ..good.clone() })), "engine.empty");
    assert_eq!(
        code(lin.refuse(&RefuseRequest { method: CaptureMethod::Photo, ..good.clone() })),
        "engine.not-a-recording"
    );
    let nameless = zhian_domain::signature::Witness { name: String::new(), affiliation: String::new() };
    assert_eq!(code(lin.refuse(&RefuseRequest { witness: Some(nameless), ..good.clone() })), "engine.empty");
    let shown = lin.refuse(&good).unwrap();
    assert!(shown.refusals[0].current);
    let file = &lin.visit(&visit).unwrap().signature_files[0].evidence;
    assert_eq!((file.media_type.as_str(), &file.purpose), ("audio/mp4", &EvidencePurpose::Refusal));
}

#[test]
fn nothing_is_signed_over_open_text_or_differing_answers() {
    let (_, lin, zhou) = district();
    let visit = lin.checks_in();
    lin.type_note(&NoteRequest { visit, item: item("T-1"), text: "半".to_owned() }).unwrap();
    let sign = SignRequest { visit, handwriting: None };
    let refused = lin.sign(&sign).unwrap_err();
    assert_eq!((refused.code(), refused.params()), ("engine.typed-text", vec![("items", "T-1".to_owned())]));
    assert_eq!(code(lin.seal(&visit)), "engine.typed-text");
    lin.commit_note(&visit, &item("T-1")).unwrap();
    zhou.checks_in();
    lin.answers("T-1", Conformity::Meets);
    zhou.answers("T-1", Conformity::DoesNotMeet);
    zhou.syncs();
    lin.syncs();
    assert_eq!(code(lin.sign(&sign)), "engine.unsettled");
    assert_eq!(code(lin.purge(&visit)), "engine.visit-not-sealed");
    assert_eq!(code(lin.verify(&visit, &Watch::quiet())), "engine.visit-not-sealed");
    assert_eq!(code(lin.status(&VisitId::from_bytes([0; 16]))), "engine.unknown-visit");
}

#[test]
fn every_code_of_this_crate_has_a_sentence() {
    let adapters =
        [adapter::HttpTransportError::CODES, port::TransportError::CODES, port::SignerError::CODES];
    let all = adapters.iter().copied().flatten().chain(EngineError::CODES).chain(ALERT_CODES);
    for one in all {
        assert!(zhian_protocol::explain::is_known(one), "{one} has no sentence");
    }
}
