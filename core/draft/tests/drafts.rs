//! What two officers with two phones can rely on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod support;

use support::*;
use zhian_domain::answer::{AnswerState, Conformity};
use zhian_domain::finding::FindingStatus;
use zhian_domain::id::*;
use zhian_draft::limits::{ITEMS_MAX, TEXT_CHARS_MAX};
use zhian_draft::*;

#[test]
fn everything_an_officer_records_is_read_back_as_recorded() {
    let genesis = genesis(5);
    let li = busy(1, &genesis);
    let content = li.draft.content().unwrap();
    assert_eq!(content.visit, genesis.visit());
    assert_eq!(content.check_ins.len(), 1);
    assert_eq!(content.check_ins[0].position, Some(place()));
    assert_eq!(content.answers.len(), 2);
    let answer = content.answers[&item(2)].settled().unwrap();
    assert_eq!(answer.value, with_fields(Conformity::DoesNotMeet));
    assert_eq!((answer.by, answer.device), (li.author.inspector, li.author.device));
    assert_eq!(content.notes[&item(2)], "地面有大量积水，消防通道被货物堵住。😀");
    assert_eq!(content.notes.len(), 1);
    let finding = &content.findings[&FindingId::from_bytes([1; 16])];
    assert_eq!(finding.text, "消防通道被货物堵住约两米");
    assert_eq!(finding.status, FindingStatus::Open);
    assert!(finding.evidence.contains(&EvidenceHash::of(&[1, 1, 2, 3])));
    assert_eq!(content.findings[&FindingId::from_bytes([0x41; 16])].status, FindingStatus::Withdrawn);
    assert_eq!(content.officer_signatures[0].signature, vec![0xa5; 64]);
    assert_eq!(content.party_signatures[0].opinion, "以上笔录看过，属实。");
    assert_eq!(content.refusals[0].witness.as_ref().unwrap().affiliation, "居委会");
    assert_eq!(content.evidence[&EvidenceHash::of(&[1, 1, 2, 3])].caption, "灭火器箱");
}

#[test]
fn a_record_of_evidence_comes_back_equal_in_every_part() {
    let genesis = genesis(2);
    let mut li = Phone::new(1, &genesis);
    let mut photo = li.photo(1, b"one");
    li.edit(Edit::Evidence(photo.clone()));
    assert_eq!(li.draft.content().unwrap().evidence[&photo.hash], photo);
    photo = zhian_domain::evidence::Evidence {
        purpose: zhian_domain::evidence::EvidencePurpose::Refusal,
        method: zhian_domain::evidence::CaptureMethod::Audio,
        second_officer: None,
        position: None,
        original: false,
        derived_from: Some(photo.hash),
        previous: Some(photo.hash),
        readable: false,
        caption: String::new(),
        ..li.photo(1, b"two")
    };
    photo.at.gnss = Some(zhian_domain::time::Timestamp::from_unix_ms(-5));
    li.edit(Edit::Evidence(photo.clone()));
    assert_eq!(li.draft.content().unwrap().evidence[&photo.hash], photo);
}

#[test]
fn two_phones_that_started_the_same_task_without_a_network_end_with_the_same_visit() {
    let genesis = genesis(5);
    let (mut li, mut wang) = (busy(1, &genesis), busy(2, &genesis));
    li.receives(&wang);
    wang.receives(&li);
    assert_eq!(li.draft.heads(), wang.draft.heads());
    assert_eq!(li.draft.content().unwrap(), wang.draft.content().unwrap());
    let content = li.draft.content().unwrap();
    assert!(matches!(content.answers[&item(1)], AnswerState::One(_)), "both answered alike");
    assert_eq!(content.findings.len(), 4);
    assert_eq!(content.check_ins.len(), 2);
    assert_eq!(li.draft.authors().unwrap()[&wang.author.actor], (wang.author.inspector, wang.author.device));
}

#[test]
fn differing_answers_stand_side_by_side_until_people_settle_them() {
    let genesis = genesis(3);
    let (mut li, mut wang) = (Phone::new(1, &genesis), Phone::new(2, &genesis));
    li.answers(1, Conformity::Meets);
    wang.answers(1, Conformity::DoesNotMeet);
    li.receives(&wang);
    wang.receives(&li);
    let (here, there) = (li.draft.content().unwrap(), wang.draft.content().unwrap());
    assert_eq!(here, there, "in the same order on both phones");
    assert!(here.answers[&item(1)].settled().is_none());
    assert_eq!(here.answers[&item(1)].all().len(), 2);

    let at = li.now();
    let plain = Edit::Answer { item: item(1), value: judged(Conformity::Meets), at, settle: false };
    let error = li.draft.record(&li.author, &plain).unwrap_err();
    assert_eq!(error.code(), "draft.unsettled");
    li.edit(Edit::Answer { item: item(1), value: judged(Conformity::Meets), at, settle: true }).unwrap();
    wang.receives(&li);
    let content = wang.draft.content().unwrap();
    let answer = content.answers[&item(1)].settled().unwrap();
    assert_eq!(answer.by, li.author.inspector);
    let replaced: Vec<_> = answer.settles.iter().map(|one| (one.by, one.value.conformity.unwrap())).collect();
    assert!(replaced.contains(&(li.author.inspector, Conformity::Meets)));
    assert!(replaced.contains(&(wang.author.inspector, Conformity::DoesNotMeet)));
    assert_eq!(replaced.len(), 2);
}

#[test]
fn an_answer_that_did_not_know_of_a_settlement_is_a_new_difference() {
    let genesis = genesis(3);
    let (mut li, mut wang) = (Phone::new(1, &genesis), Phone::new(2, &genesis));
    li.answers(1, Conformity::Meets);
    wang.answers(1, Conformity::DoesNotMeet);
    li.receives(&wang);
    let at = li.now();
    li.edit(Edit::Answer { item: item(1), value: judged(Conformity::Meets), at, settle: true }).unwrap();
    wang.answers(1, Conformity::NotApplicable);
    wang.receives(&li);
    let content = wang.draft.content().unwrap();
    assert_eq!(content.answers[&item(1)].all().len(), 2);
}

#[test]
fn notes_written_by_two_at_the_same_time_are_both_kept() {
    let genesis = genesis(3);
    let (mut li, mut wang) = (Phone::new(1, &genesis), Phone::new(2, &genesis));
    li.notes(1, "一楼：无异常。");
    wang.receives(&li);
    li.notes(1, "一楼：无异常。二楼：积水。");
    wang.notes(1, "门口：已拍照。一楼：无异常。");
    li.receives(&wang);
    assert_eq!(li.draft.content().unwrap().notes[&item(1)], "门口：已拍照。一楼：无异常。二楼：积水。");
}

#[test]
fn an_edit_that_changes_nothing_makes_no_change() {
    let genesis = genesis(3);
    let mut li = busy(1, &genesis);
    let heads = li.draft.heads();
    assert_eq!(li.answers(1, Conformity::Meets), None);
    assert_eq!(li.notes(2, "地面有大量积水，消防通道被货物堵住。😀"), None);
    assert_eq!(li.notes(1, ""), None);
    let (id, at) = (FindingId::from_bytes([0x41; 16]), li.now());
    assert_eq!(li.edit(Edit::WithdrawFinding { id, at }), None);
    let finding = FindingId::from_bytes([1; 16]);
    assert_eq!(li.edit(Edit::LinkEvidence { finding, evidence: EvidenceHash::of(&[1, 1, 2, 3]), at }), None);
    assert_eq!(li.draft.heads(), heads);
    // Not even a declaration: the phone has made no change at all.
    assert_eq!(Phone::new(2, &genesis).notes(1, ""), None);
}

#[test]
fn an_edit_that_cannot_be_made_says_why_and_leaves_the_draft_as_it_was() {
    let genesis = genesis(3);
    let mut li = busy(1, &genesis);
    let (heads, at) = (li.draft.heads(), li.now());
    let fails = |edit: Edit, author: &Author, code: &str| {
        let mut draft = li.draft.clone();
        assert_eq!(draft.record(author, &edit).unwrap_err().code(), code);
        assert_eq!(draft.heads(), heads);
        assert_eq!(draft.content().unwrap(), li.draft.content().unwrap());
    };
    let me = li.author;
    let value = judged(Conformity::Meets);
    fails(Edit::Answer { item: item(4), value, at, settle: false }, &me, "draft.unknown-item");
    fails(Edit::Note { item: item(4), text: "x".into(), at }, &me, "draft.unknown-item");
    let id = FindingId::from_bytes([0x99; 16]);
    fails(Edit::ReviseFinding { id, text: "x".into(), at }, &me, "draft.unknown-finding");
    fails(Edit::WithdrawFinding { id, at }, &me, "draft.unknown-finding");
    let text = "字".repeat(TEXT_CHARS_MAX + 1);
    fails(Edit::Note { item: item(1), text, at }, &me, "draft.too-long");
    let other = Author { inspector: InspectorId::from_bytes([2; 16]), ..me };
    fails(Edit::Note { item: item(1), text: "x".into(), at }, &other, "draft.not-the-author");
    let id = FindingId::from_bytes([1; 16]);
    let colleague = Phone::new(2, &genesis).author;
    fails(Edit::WithdrawFinding { id, at }, &colleague, "draft.not-the-author");
    let finding = li.draft.content().unwrap().findings[&id].clone();
    let mut again = zhian_domain::finding::Finding { evidence: Default::default(), ..finding };
    fails(Edit::OpenFinding(again.clone()), &me, "draft.already-recorded");
    again.by = InspectorId::from_bytes([2; 16]);
    fails(Edit::OpenFinding(again), &me, "draft.not-the-author");
    let mut evidence = li.draft.content().unwrap().evidence[&EvidenceHash::of(&[1, 1, 2, 3])].clone();
    evidence.caption = "别的".to_owned();
    fails(Edit::Evidence(evidence.clone()), &me, "draft.already-recorded");
    evidence.caption = "字".repeat(6_000);
    evidence.hash = EvidenceHash::of(b"other");
    fails(Edit::Evidence(evidence), &me, "draft.inadmissible");
}

#[test]
fn a_note_of_the_longest_length_can_be_written_and_rewritten() {
    let genesis = genesis(1);
    let (mut li, mut wang) = (Phone::new(1, &genesis), Phone::new(2, &genesis));
    assert!(li.notes(1, &"甲".repeat(TEXT_CHARS_MAX)).is_some());
    assert!(li.notes(1, &"乙".repeat(TEXT_CHARS_MAX)).is_some());
    wang.receives(&li);
    assert_eq!(wang.draft.content().unwrap().notes[&item(1)], "乙".repeat(TEXT_CHARS_MAX));
}

#[test]
fn a_draft_is_the_same_from_its_log_and_from_its_snapshot() {
    let genesis = genesis(5);
    let mut li = busy(1, &genesis);
    li.receives(&busy(2, &genesis));
    let log: Vec<_> = li.draft.changes().unwrap().into_iter().map(|change| change.bytes).collect();
    let replayed = Draft::replay(&genesis, &log).unwrap();
    let snapshot = li.draft.snapshot().unwrap();
    let mut backwards = li.draft.heads();
    backwards.reverse();
    let restored = Draft::restore(&genesis, &snapshot, &backwards).unwrap();
    for draft in [&replayed, &restored] {
        assert_eq!(draft.heads(), li.draft.heads());
        assert_eq!(draft.content().unwrap(), li.draft.content().unwrap());
        assert_eq!(by_hash(draft), by_hash(&li.draft));
    }
    // A restored draft goes on: own edits and a colleague's.
    let mut phone = Phone { draft: restored, ..li.clone() };
    phone.answers(3, Conformity::Meets).unwrap();
    phone.receives(&busy(4, &genesis));
}

/// The order of a draft's changes is one of several in which each follows what it depends on.
fn by_hash(draft: &Draft) -> Vec<ChangeHash> {
    let mut hashes: Vec<_> = draft.changes().unwrap().into_iter().map(|change| change.hash).collect();
    hashes.sort_unstable();
    hashes
}

#[test]
fn a_damaged_log_names_the_first_change_that_does_not_apply() {
    let genesis = genesis(5);
    let li = busy(1, &genesis);
    let mut log: Vec<_> = li.made.iter().map(|change| change.bytes.clone()).collect();
    log[3][40] ^= 1;
    let error = Draft::replay(&genesis, &log).unwrap_err();
    let DraftError::Log { position, cause, .. } = error else { panic!("{error}") };
    assert_eq!((position, cause.code()), (3, "gate.checksum"));
    let mut log: Vec<_> = li.made.iter().map(|change| change.bytes.clone()).collect();
    log.remove(2);
    let error = Draft::replay(&genesis, &log).unwrap_err();
    let DraftError::Log { position, hash, cause } = error else { panic!("{error}") };
    assert_eq!((position, hash), (2, Some(li.made[3].hash)));
    assert_eq!(cause.missing_dependencies(), Some(&[li.made[2].hash][..]));
}

#[test]
fn a_snapshot_that_is_not_what_it_should_be_is_not_used() {
    let (genesis, other) = (genesis(5), genesis(6));
    let li = busy(1, &genesis);
    let (heads, snapshot) = (li.draft.heads(), li.draft.snapshot().unwrap());
    let code = |genesis, bytes: &[u8], heads: &[ChangeHash]| {
        Draft::restore(genesis, bytes, heads).map(|_| ()).unwrap_err().code()
    };
    assert_eq!(code(&genesis, &snapshot, &[li.made[0].hash]), "draft.snapshot-heads");
    assert_eq!(code(&genesis, &snapshot, &[]), "draft.snapshot-heads");
    assert_eq!(code(&other, &snapshot, &heads), "draft.snapshot");
    assert_eq!(code(&genesis, &[], &heads), "draft.snapshot");
    for position in (0..snapshot.len()).step_by(7) {
        let mut damaged = snapshot.clone();
        damaged[position] ^= 0x10;
        assert!(Draft::restore(&genesis, &damaged, &heads).is_err(), "byte {position}");
        assert!(Draft::restore(&genesis, &snapshot[..position], &heads).is_err(), "cut at {position}");
    }
}

#[test]
fn what_arrived_after_a_moment_can_be_told_from_what_came_before() {
    let genesis = genesis(5);
    let (mut li, wang) = (busy(1, &genesis), busy(2, &genesis));
    let sealed = li.draft.heads();
    let before = li.made.clone();
    li.receives(&wang);
    let after = li.draft.changes_after(&sealed).unwrap();
    assert_eq!(after, wang.made);
    assert!(before.iter().all(|change| li.draft.is_within(&change.hash, &sealed).unwrap()));
    assert!(wang.made.iter().all(|change| !li.draft.is_within(&change.hash, &sealed).unwrap()));
    assert!(li.draft.is_within(&genesis.hash().unwrap(), &sealed).unwrap());
    let unknown = ChangeHash::from_bytes([0xee; 32]);
    assert_eq!(li.draft.changes_after(&[unknown]).unwrap_err().code(), "draft.unreadable");
    assert!(li.draft.is_within(&unknown, &sealed).is_err());
    assert!(!li.draft.contains(&unknown));
}

#[test]
fn changes_may_come_again_in_any_order_and_in_pieces() {
    let genesis = genesis(5);
    let li = busy(1, &genesis);
    let office = Draft::start(&genesis).unwrap();
    let mut reversed: Vec<_> = li.made.iter().map(|change| &change.bytes[..]).collect();
    reversed.reverse();
    let actor = &li.author.actor;
    let all = office.admit(actor, &reversed).unwrap();
    assert_eq!(all.accepted, li.made);
    let again = all.draft.admit(actor, &reversed).unwrap();
    assert!(again.accepted.is_empty());
    assert_eq!(again.known.len(), li.made.len());
    let half = office.admit(actor, &reversed[5..]).unwrap();
    let rest = half.draft.admit(actor, &reversed).unwrap();
    assert_eq!(rest.known.len() + rest.accepted.len(), li.made.len());
    assert_eq!(rest.draft.heads(), li.draft.heads());
    // Without the ones before, they wait.
    let refusal = office.admit(actor, &reversed[..5]).map(|_| ()).unwrap_err();
    assert!(refusal.missing_dependencies().is_some());
}

#[test]
fn a_checklist_that_cannot_carry_a_draft_is_refused() {
    let of = |items| Genesis::new(TaskId::from_bytes([7; 16]), ContentHash::of(b"x"), items);
    let code = |items| Draft::start(&of(items)).map(|_| "fine").unwrap_or_else(|error| error.code());
    let many = |count: usize| (0..count).map(|number| ItemId::new(&format!("P-{number}")).unwrap()).collect();
    assert_eq!(code(many(ITEMS_MAX)), "fine");
    assert_eq!(code(many(ITEMS_MAX + 1)), "draft.genesis");
    assert_eq!(code(Vec::new()), "draft.genesis");
    assert_eq!(code(vec![item(1), item(1)]), "draft.genesis");
}

#[test]
fn genesis_is_derived_from_task_checklist_and_items_alone() {
    let one = genesis(3).hash().unwrap();
    assert_eq!(genesis(3).hash().unwrap(), one);
    assert_ne!(genesis(4).hash().unwrap(), one);
    let other =
        Genesis::new(TaskId::from_bytes([8; 16]), genesis(3).checklist(), genesis(3).items().to_vec());
    assert_ne!(other.hash().unwrap(), one);
}

#[test]
fn a_draft_goes_to_another_thread() {
    fn is_send<T: Send + 'static>(_: &T) {}
    let draft = Draft::start(&genesis(1)).unwrap();
    is_send(&draft);
    let heads = draft.heads();
    assert_eq!(std::thread::spawn(move || draft.heads()).join().unwrap(), heads);
}

#[test]
fn every_code_is_listed_once() {
    let all = [DraftError::CODES, Refusal::CODES, PackError::CODES].concat();
    let unique: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(unique.len(), all.len());
    let refusals = [Refusal::Malformed, Refusal::Unsettled, Refusal::OwnDraft(Box::new(Refusal::Empty))];
    assert!(refusals.iter().all(|refusal| Refusal::CODES.contains(&refusal.code())));
}
