//! Filling a visit.

use super::phone::*;
use crate::view::AnswerView;
use crate::*;
use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_domain::finding::FindingStatus;

fn visit() -> zhian_domain::id::VisitId {
    task().visit()
}

#[test]
fn an_answer_is_durable_before_the_screen_says_so() {
    let (_, mut lin, _) = district();
    lin.checks_in();
    let shown = lin.answers("T-1", Meets);
    lin.opens();
    assert_eq!(lin.item(&visit(), &item("T-1")).unwrap(), shown);
    let AnswerView::One(given) = shown.answer else { panic!("one answer stands") };
    assert_eq!((given.by.name.as_deref(), given.judged), (Some("林一"), Some(Meets)));
    assert_eq!(lin.tasks(&TaskQuery::default()).unwrap().rows[0].started.unwrap().counts.answered, 1);
}

#[test]
fn what_is_kept_in_memory_after_each_edit_is_what_the_document_holds() {
    let (_, lin, _) = district();
    let id = lin.checks_in();
    let same = |step: &str| {
        let held = lin.held(&lin.visit_row(&id).unwrap()).unwrap();
        assert_eq!(*held.content, held.draft.content().unwrap(), "{step}");
    };
    lin.answers("T-1", Meets);
    same("a first answer");
    lin.answers("T-1", DoesNotMeet);
    same("another answer");
    lin.answers("T-1", DoesNotMeet);
    same("the same answer again");
    lin.answers_number(9);
    same("a number");
    lin.note(&NoteRequest { visit: id, item: item("T-1"), text: "墙面有裂缝".to_owned() }).unwrap();
    same("a note");
    lin.attaches("a.bin", b"evidence");
    same("evidence");
}

#[test]
fn typed_text_survives_a_crash_and_is_recorded_when_the_field_is_left() {
    let (_, mut lin, _) = district();
    let id = lin.checks_in();
    let typed = NoteRequest { visit: id, item: item("T-1"), text: "裂".to_owned() };
    lin.type_note(&typed).unwrap();
    lin.opens();
    let shown = lin.item(&id, &item("T-1")).unwrap();
    assert_eq!((shown.note.as_str(), shown.note_draft.as_deref()), ("", Some("裂")));
    let shown = lin.commit_note(&id, &item("T-1")).unwrap();
    assert_eq!((shown.note.as_str(), shown.note_draft), ("裂", None));
    assert_eq!(lin.commit_note(&id, &item("T-1")).unwrap().note, "裂", "leaving again changes nothing");
}

#[test]
fn a_finding_is_opened_with_its_evidence_revised_and_taken_back_by_its_author_only() {
    let (_, lin, zhou) = district();
    let id = lin.checks_in();
    let photo = lin.attaches("a.bin", b"evidence").evidence.hash;
    let request = OpenFindingRequest {
        visit: id,
        item: item("T-2"),
        severity: None,
        text: "无检验记录".to_owned(),
        evidence: vec![photo],
    };
    let finding = lin.open_finding(&request).unwrap().finding;
    assert!(finding.evidence.contains(&photo));
    assert_eq!(
        lin.revise_finding(&id, &finding.id, "无出厂检验记录").unwrap().finding.text,
        "无出厂检验记录"
    );
    lin.syncs();
    zhou.syncs();
    zhou.checks_in();
    assert_eq!(zhou.withdraw_finding(&id, &finding.id).unwrap_err().code(), "draft.not-the-author");
    let withdrawn = lin.withdraw_finding(&id, &finding.id).unwrap().finding;
    assert_eq!(withdrawn.status, FindingStatus::Withdrawn);
    assert_eq!(lin.visit(&id).unwrap().counts.findings, 0);
}

#[test]
fn a_task_started_on_both_phones_offline_is_one_visit_and_differing_answers_are_settled_by_people() {
    let (_, lin, zhou) = district();
    let id = lin.checks_in();
    assert_eq!(zhou.checks_in(), id);
    lin.answers("T-1", Meets);
    zhou.answers("T-1", DoesNotMeet);
    lin.syncs();
    zhou.syncs();
    lin.syncs();
    for phone in [&lin, &zhou] {
        let AnswerView::Differing(both) = phone.item(&id, &item("T-1")).unwrap().answer else {
            panic!("the answers differ")
        };
        let names: Vec<_> = both.iter().map(|given| given.by.name.clone().unwrap()).collect();
        assert_eq!(both.len(), 2);
        assert!(names.contains(&"林一".to_owned()) && names.contains(&"周二".to_owned()));
        assert!(both.iter().all(|given| given.at.device.unix_ms() > 0));
    }
    assert_eq!(zhou.tries_to_answer("T-1", Meets).unwrap_err().code(), "draft.unsettled");
    let value = zhian_domain::answer::AnswerValue { conformity: Some(DoesNotMeet), ..Default::default() };
    let settled = zhou.settle(&SettleRequest { visit: id, item: item("T-1"), value }).unwrap();
    let AnswerView::One(given) = &settled.answer else { panic!("one answer stands") };
    assert_eq!(given.settles.len(), 2);
    zhou.syncs();
    lin.syncs();
    assert_eq!(lin.visit(&id).unwrap().sections, zhou.visit(&id).unwrap().sections);
}

#[test]
fn a_failed_write_leaves_draft_and_database_as_they_were() {
    let (_, mut lin, _) = district();
    let id = lin.checks_in();
    lin.answers("T-1", Meets);
    let before = lin.visit(&id).unwrap();
    *lin.disk.full_for_rows.lock().unwrap() = true;
    assert_eq!(lin.tries_to_answer("T-1", DoesNotMeet).unwrap_err().code(), "store.disk-full");
    assert_eq!(lin.visit(&id).unwrap(), before);
    *lin.disk.full_for_rows.lock().unwrap() = false;
    assert_eq!(lin.visit(&id).unwrap(), before);
    lin.answers("T-1", DoesNotMeet);
    lin.opens();
    let AnswerView::One(given) = lin.item(&id, &item("T-1")).unwrap().answer else {
        panic!("one answer stands")
    };
    assert_eq!(given.judged, Some(DoesNotMeet));
}

#[test]
fn a_check_in_that_could_not_be_stored_leaves_no_visit() {
    let (_, lin, _) = district();
    *lin.disk.full_for_rows.lock().unwrap() = true;
    let request = CheckInRequest { task: task().id, position: None, rights_told: true };
    assert_eq!(lin.check_in(&request).unwrap_err().code(), "store.disk-full");
    *lin.disk.full_for_rows.lock().unwrap() = false;
    assert_eq!(lin.visit(&visit()).unwrap_err().code(), "engine.unknown-visit");
    lin.check_in(&request).unwrap();
}

#[test]
fn a_long_log_is_read_through_a_snapshot_and_gives_the_same() {
    let (_, mut lin, _) = district();
    let id = lin.checks_in();
    for round in 0..140 {
        lin.answers("T-1", if round % 2 == 0 { Meets } else { DoesNotMeet });
    }
    let before = lin.visit(&id).unwrap();
    lin.opens();
    assert_eq!(lin.visit(&id).unwrap(), before);
    assert!(lin.store.snapshot(&id).unwrap().is_some());
    lin.answers("T-1", Meets);
    let before = lin.visit(&id).unwrap();
    lin.opens();
    assert_eq!(lin.visit(&id).unwrap(), before);
}
