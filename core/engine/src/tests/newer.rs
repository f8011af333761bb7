//! The checklist gets newer versions while two officers fill the visit, one of them without a network.

use super::office::Office;
use super::phone::*;
use crate::view::{AnswerView, KeptItem, VersionStanding, VisitStanding};
use crate::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use zhian_domain::answer::Conformity::{self, DoesNotMeet, Meets, NotApplicable};
use zhian_domain::answer::{AnswerValue, FieldValue};
use zhian_domain::evidence::EvidencePurpose;
use zhian_domain::id::{ContentHash, InspectorId, VisitId};
use zhian_domain::person::PersonRole;
use zhian_domain::task::Task;
use zhian_domain::versions::{Carry, Change};
use zhian_protocol::sync::FeedKind;

/// A later version of the checklist of these tests.
fn version(number: u32, change: impl FnOnce(&mut Vec<Value>)) -> String {
    let mut list: Value = serde_json::from_str(CHECKLIST).unwrap();
    list["version"] = json!(number);
    change(list["sections"][0]["items"].as_array_mut().unwrap());
    list.to_string()
}

fn added(items: &mut Vec<Value>) {
    let mut item = items[0].clone();
    item["id"] = json!("T-4");
    item["ask"] = json!({"zh": "有台账", "en": "Is there a ledger?"});
    items.push(item);
}

/// N+1: the first item reads differently, and a fourth is added.
fn second() -> String {
    version(2, |items| {
        items[0]["ask"]["zh"] = json!("有成文的制度");
        added(items);
    })
}

/// N+3: the second item is gone, and the third cannot hold what was entered.
fn fourth() -> String {
    version(4, |items| {
        items[0]["ask"]["zh"] = json!("有成文的制度");
        added(items);
        items[2]["fields"][0]["max"] = json!(5);
        items[2]["judgement"]["computed"]["at_least"] = json!(4);
        items.remove(1);
    })
}

fn task_on(revision: u32, checklist: &str) -> Task {
    Task { revision, checklist: ContentHash::of(checklist.as_bytes()), ..task() }
}

impl Office {
    fn asks_for(&self, revision: u32, checklist: &str) -> VisitId {
        let task = task_on(revision, checklist);
        self.publish(FeedKind::Checklist, checklist.as_bytes());
        self.publishes_task(&task);
        task.visit()
    }
}

impl Phone {
    fn tries_to_judge(
        &self,
        visit: VisitId,
        name: &str,
        conformity: Conformity,
    ) -> Result<view::ItemView, EngineError> {
        let value = AnswerValue { conformity: Some(conformity), ..AnswerValue::default() };
        self.answer(&AnswerRequest { visit, item: item(name), value })
    }

    fn standing(&self, visit: &VisitId, name: &str) -> AnswerView {
        self.item(visit, &item(name)).unwrap().answer
    }

    fn judged_by(&self, visit: &VisitId, name: &str) -> (Option<Conformity>, InspectorId) {
        match self.standing(visit, name) {
            AnswerView::One(given) => (given.value.conformity, given.by.id),
            other => panic!("{name}: {other:?}"),
        }
    }

    fn kept(&self, visit: &VisitId) -> Vec<String> {
        self.kept_under_old(visit).unwrap().iter().map(|one| one.item.item.id.to_string()).collect()
    }
}

fn exchange(one: &Phone, other: &Phone) {
    one.syncs();
    other.syncs();
    one.syncs();
}

/// Both at work on version N: 林 judged the first, 周 failed the second with a photograph, a finding and a note, and counted the
/// third; both have it all.
fn at_work() -> (Arc<Office>, Phone, Phone, VisitId) {
    let (office, lin, zhou) = district();
    let visit = lin.checks_in();
    zhou.checks_in();
    lin.answers("T-1", Meets);
    zhou.answers("T-2", DoesNotMeet);
    zhou.attaches("records.bin", b"the missing records");
    let evidence = *zhou.item(&visit, &item("T-2")).unwrap().evidence[0].evidence.hash.as_bytes();
    let finding = OpenFindingRequest {
        visit,
        item: item("T-2"),
        severity: None,
        text: "没有九月的记录".to_owned(),
        evidence: vec![zhian_domain::id::EvidenceHash::from_bytes(evidence)],
    };
    zhou.open_finding(&finding).unwrap();
    zhou.note(&NoteRequest { visit, item: item("T-2"), text: "柜子上锁".to_owned() }).unwrap();
    zhou.answers_number(9);
    exchange(&zhou, &lin);
    (office, lin, zhou, visit)
}

#[test]
fn a_visit_stays_on_its_version_and_says_that_a_newer_one_is_asked_for() {
    let (office, lin, _, visit) = at_work();
    assert_eq!(lin.visit(&visit).unwrap().version, VersionStanding::Current);
    assert_eq!(lin.newer_version(&visit).unwrap_err().code(), "engine.no-newer-version");
    let to = office.asks_for(2, &second());
    lin.syncs();
    assert_eq!(lin.visit(&visit).unwrap().version, VersionStanding::NewerAsked);
    assert_eq!(lin.visits().unwrap()[0].version, VersionStanding::NewerAsked);
    // It goes on as it is: nothing moves by itself.
    lin.answers("T-1", DoesNotMeet);
    let preview = lin.newer_version(&visit).unwrap();
    assert_eq!((preview.to, preview.older_version, preview.version), (to, 1, 2));
    let told: Vec<_> =
        preview.differences.iter().map(|one| (one.item.to_string(), one.words.zh.clone())).collect();
    assert!(told.iter().any(|(item, words)| item == "T-1" && words.starts_with("措辞改变")), "{told:?}");
    assert!(preview.differences.iter().any(|one| one.item == item("T-4") && one.change == Change::Added));
    let answers: Vec<_> =
        preview.answers.iter().map(|one| (one.item.to_string(), one.own, one.carry.clone())).collect();
    assert_eq!(
        answers,
        [
            ("T-1".to_owned(), true, Carry::Over { reworded: true }),
            ("T-2".to_owned(), false, Carry::Over { reworded: false }),
            ("T-3".to_owned(), false, Carry::Over { reworded: false }),
        ]
    );
    assert_eq!(preview.to_answer, [item("T-4")]);
    assert_eq!(lin.visits().unwrap().len(), 1, "a preview changes nothing");
}

#[test]
fn who_moves_takes_along_their_own_work_and_speaks_for_nobody_else() {
    let (office, mut lin, zhou, visit) = at_work();
    office.asks_for(2, &second());
    lin.syncs();
    let at = match lin.standing(&visit, "T-1") {
        AnswerView::One(given) => given.at,
        other => panic!("{other:?}"),
    };
    let newer = lin.move_to_newer(&visit).unwrap();
    assert_ne!(newer.visit, visit);
    assert_eq!(
        (newer.version, newer.checklist),
        (VersionStanding::Current, ContentHash::of(second().as_bytes()))
    );
    assert_eq!(newer.participants.iter().filter(|one| !one.check_ins.is_empty()).count(), 1);
    let AnswerView::One(given) = lin.standing(&newer.visit, "T-1") else { panic!("it was carried over") };
    assert_eq!((given.at, given.by.id), (at, lin.me_id()), "it was answered when it was answered");
    let kept = lin.kept_under_old(&newer.visit).unwrap();
    assert_eq!(kept.iter().map(|one| one.item.item.id.to_string()).collect::<Vec<_>>(), ["T-2", "T-3"]);
    let KeptItem { item: left, because, version, .. } = &kept[0];
    assert_eq!((because.zh.as_str(), *version), ("周二还没有把它转到新版本。", 1));
    assert_eq!((left.evidence.len(), left.findings.len(), left.note.as_str()), (1, 1, "柜子上锁"));

    // The older visit is read, no longer written, and not begun any more.
    lin.opens();
    for refused in [
        lin.tries_to_judge(visit, "T-1", DoesNotMeet).unwrap_err(),
        lin.move_to_newer(&visit).unwrap_err(),
        lin.seal(&visit).unwrap_err(),
        lin.type_note(&NoteRequest { visit, item: item("T-1"), text: "又".to_owned() }).unwrap_err(),
        lin.attach(&lin.attach_request("late.bin", b"late"), &Watch::quiet()).unwrap_err(),
    ] {
        assert_eq!(refused.code(), "engine.moved-on");
    }
    assert_eq!(lin.visit(&visit).unwrap().version, VersionStanding::MovedOn { to: newer.visit });
    assert_eq!(lin.home().unwrap().drafts.iter().map(|row| row.visit).collect::<Vec<_>>(), [newer.visit]);

    // The colleague's phone was offline and works on; then it moves too, and everything is there.
    zhou.answers_number(7);
    exchange(&zhou, &lin);
    let preview = zhou.newer_version(&visit).unwrap();
    assert_eq!(preview.begun_by.iter().map(|one| one.id).collect::<Vec<_>>(), [lin.me_id()]);
    zhou.move_to_newer(&visit).unwrap();
    exchange(&zhou, &lin);
    for phone in [&lin, &zhou] {
        assert_eq!(phone.kept(&newer.visit), [""; 0]);
        assert_eq!(phone.judged_by(&newer.visit, "T-2"), (Some(DoesNotMeet), zhou.me_id()));
        let second = phone.item(&newer.visit, &item("T-2")).unwrap();
        assert_eq!((second.note.as_str(), second.evidence.len(), second.findings.len()), ("柜子上锁", 1, 1));
        assert_eq!(second.findings[0].finding.evidence.len(), 1, "the finding still names its photograph");
        assert_eq!(phone.visit(&newer.visit).unwrap().open.open, [item("T-4")]);
        assert!(phone.not_safe().unwrap().is_all_safe());
    }
}

#[test]
fn a_move_that_was_made_without_hearing_of_the_other_keeps_a_difference_a_difference() {
    let (office, lin, zhou) = district();
    let visit = lin.checks_in();
    zhou.checks_in();
    lin.answers("T-1", Meets);
    zhou.answers("T-1", DoesNotMeet);
    lin.answers("T-2", Meets);
    zhou.answers("T-2", Meets);
    let newer = office.asks_for(2, &second());
    for phone in [&lin, &zhou] {
        phone.syncs();
    }
    lin.move_to_newer(&visit).unwrap();
    // 周 hears of 林's move before moving: what 林 answered there must not be replaced unseen.
    exchange(&lin, &zhou);
    zhou.move_to_newer(&visit).unwrap();
    exchange(&zhou, &lin);
    for phone in [&lin, &zhou] {
        let AnswerView::Differing(answers) = phone.standing(&newer, "T-1") else { panic!("they differ") };
        assert_eq!(answers.iter().map(|one| one.by.id).collect::<BTreeSet<_>>().len(), 2);
        assert_eq!(phone.judged_by(&newer, "T-2").0, Some(Meets));
        assert_eq!(phone.kept(&newer), [""; 0]);
    }
}

#[test]
fn who_has_begun_on_the_newer_version_keeps_what_they_answered_there() {
    let (office, lin, _, visit) = at_work();
    let newer = office.asks_for(2, &second());
    lin.syncs();
    // 林 checks in anew instead of moving, answers, and moves later.
    assert_eq!(lin.checks_in(), newer);
    lin.tries_to_judge(newer, "T-1", NotApplicable).unwrap();
    lin.move_to_newer(&visit).unwrap();
    assert_eq!(lin.judged_by(&newer, "T-1").0, Some(NotApplicable));
    assert_eq!(
        lin.visit(&newer).unwrap().participants.iter().map(|one| one.check_ins.len()).sum::<usize>(),
        1
    );
}

#[test]
fn n_to_n_plus_1_to_n_plus_3_with_one_phone_offline_ends_in_one_sealed_visit_and_loses_nothing() {
    let (office, lin, zhou, first) = at_work();
    let one = office.asks_for(2, &second());
    lin.syncs();
    lin.move_to_newer(&first).unwrap();
    lin.tries_to_judge(one, "T-4", Meets).unwrap();
    // 周 is in the cellar, on the first version still, and changes an answer there.
    zhou.answers_number(4);
    let two = office.asks_for(3, &version(3, added));
    let three = office.asks_for(4, &fourth());
    assert_ne!(two, three);
    lin.syncs();
    lin.move_to_newer(&one).unwrap();
    assert_eq!(lin.judged_by(&three, "T-4"), (Some(Meets), lin.me_id()), "answered under N+1");
    assert_eq!(lin.judged_by(&three, "T-1"), (Some(Meets), lin.me_id()), "answered under N");

    zhou.syncs();
    zhou.move_to_newer(&first).unwrap();
    exchange(&zhou, &lin);
    for phone in [&lin, &zhou] {
        let kept = phone.kept_under_old(&three).unwrap();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert_eq!(kept[0].item.item.id, item("T-2"));
        assert_eq!(kept[0].because.zh, "新版本没有这一项。");
        assert_eq!((kept[0].item.evidence.len(), kept[0].item.findings.len()), (1, 1));
        assert!(
            matches!(phone.standing(&three, "T-3"), AnswerView::One(given) if given.by.id == zhou.me_id())
        );
    }
    sealed_on(&lin, &zhou, three);
    assert!(matches!(lin.visit(&three).unwrap().standing, VisitStanding::Sealed(_)));
    assert_eq!(lin.sealed_bytes(&three).unwrap().payload, zhou.sealed_bytes(&three).unwrap().payload);
    for phone in [&lin, &zhou] {
        assert!(phone.verify(&three, &Watch::quiet()).unwrap().problems.is_empty());
        // What was answered under the old version is still there to read, and the office has it.
        assert_eq!(phone.kept(&three), ["T-2"]);
        assert_eq!(phone.judged_by(&first, "T-2").0, Some(DoesNotMeet));
        assert!(phone.not_safe().unwrap().is_all_safe());
    }
}

fn sealed_on(lin: &Phone, zhou: &Phone, visit: VisitId) {
    for phone in [lin, zhou] {
        phone.sign(&SignRequest { visit, handwriting: None }).unwrap();
    }
    let request = PartySignatureRequest {
        visit,
        name: "王示例".to_owned(),
        role: PersonRole::SiteRepresentative,
        opinion: "以上笔录看过，属实".to_owned(),
        handwriting: zhou.file("party.png", b"strokes of the party"),
    };
    zhou.take_party_signature(&request).unwrap();
    exchange(zhou, lin);
    lin.seal(&visit).unwrap();
    exchange(lin, zhou);
}

#[test]
fn a_photograph_that_moved_is_announced_for_the_newer_visit_and_freed_with_it() {
    let (office, lin, zhou, visit) = at_work();
    assert!(zhou.not_safe().unwrap().is_all_safe());
    let newer = office.asks_for(2, &second());
    zhou.syncs();
    zhou.move_to_newer(&visit).unwrap();
    assert!(!zhou.not_safe().unwrap().is_all_safe(), "the office does not know yet where it belongs");
    zhou.syncs();
    assert!(zhou.not_safe().unwrap().is_all_safe());
    // The same file again is the same evidence.
    let again = AttachRequest { visit: newer, ..zhou.attach_request("again.bin", b"the missing records") };
    zhou.attach(&again, &Watch::quiet()).unwrap();
    assert_eq!(zhou.visit(&newer).unwrap().counts.evidence, 1);
    lin.syncs();
    lin.move_to_newer(&visit).unwrap();
    lin.tries_to_judge(newer, "T-4", Meets).unwrap();
    exchange(&lin, &zhou);
    sealed_on(&lin, &zhou, newer);
    assert_eq!(zhou.purge(&newer).unwrap().files, 2);
}

#[test]
fn a_move_is_refused_while_something_typed_is_not_recorded_or_the_newer_checklist_has_not_come() {
    let (office, lin, _, visit) = at_work();
    office.publishes_task(&task_on(2, &second()));
    lin.syncs();
    assert_eq!(lin.newer_version(&visit).unwrap_err().code(), "engine.unknown-checklist");
    assert_eq!(lin.move_to_newer(&visit).unwrap_err().code(), "engine.unknown-checklist");
    office.publish(FeedKind::Checklist, second().as_bytes());
    lin.syncs();
    lin.type_note(&NoteRequest { visit, item: item("T-1"), text: "半句".to_owned() }).unwrap();
    assert_eq!(lin.move_to_newer(&visit).unwrap_err().code(), "engine.typed-text");
    lin.commit_note(&visit, &item("T-1")).unwrap();
    let newer = lin.move_to_newer(&visit).unwrap().visit;
    assert_eq!(lin.item(&newer, &item("T-1")).unwrap().note, "半句");
}

#[test]
fn a_full_disk_leaves_the_visit_where_it_was() {
    let (office, lin, _, visit) = at_work();
    office.asks_for(2, &second());
    lin.syncs();
    *lin.disk.full_for_rows.lock().unwrap() = true;
    assert_eq!(lin.move_to_newer(&visit).unwrap_err().code(), "store.disk-full");
    *lin.disk.full_for_rows.lock().unwrap() = false;
    assert_eq!(lin.visits().unwrap().len(), 1);
    lin.answers("T-1", DoesNotMeet);
    lin.move_to_newer(&visit).unwrap();
}

/// What officers do on the first version, by whom.
#[derive(Debug, Clone)]
enum Act {
    Judge(&'static str, Conformity),
    Count(u32),
    Note(&'static str),
    Photo(u8),
}

fn act() -> impl Strategy<Value = (bool, Act)> {
    let name = prop_oneof![Just("T-1"), Just("T-2")];
    let judged = prop_oneof![Just(Meets), Just(DoesNotMeet)];
    let act = prop_oneof![
        (name.clone(), judged).prop_map(|(name, judged)| Act::Judge(name, judged)),
        (0_u32..11).prop_map(Act::Count),
        name.prop_map(Act::Note),
        any::<u8>().prop_map(Act::Photo),
    ];
    (any::<bool>(), act)
}

fn does(phone: &Phone, visit: VisitId, act: &Act) {
    match act {
        // A difference is settled by people; here it is left.
        Act::Judge(name, judged) => drop(phone.tries_to_judge(visit, name, *judged)),
        Act::Count(number) => {
            let fields = [("share".to_owned(), FieldValue::Number((*number).into()))].into();
            let value = AnswerValue { conformity: None, fields };
            drop(phone.answer(&AnswerRequest { visit, item: item("T-3"), value }));
        }
        Act::Note(name) => {
            let text = format!("备注{}", phone.me_id());
            phone.note(&NoteRequest { visit, item: item(name), text }).unwrap();
        }
        Act::Photo(byte) => {
            let request = AttachRequest {
                purpose: EvidencePurpose::Item(item("T-2")),
                ..phone.attach_request(&format!("{byte}.bin"), &[*byte, phone.me_id().as_bytes()[0]])
            };
            phone.attach(&request, &Watch::quiet()).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_was_recorded_is_on_the_newer_visit_or_kept_under_the_old_version(
        acts in proptest::collection::vec(act(), 0..12),
        met_at in 0_usize..12,
        both_move in any::<bool>(),
        gone in any::<bool>(),
    ) {
        let (office, lin, zhou) = district();
        let visit = lin.checks_in();
        zhou.checks_in();
        for (number, (is_lin, act)) in acts.iter().enumerate() {
            if number == met_at {
                exchange(&lin, &zhou);
            }
            does(if *is_lin { &lin } else { &zhou }, visit, act);
        }
        exchange(&zhou, &lin);
        let newer = office.asks_for(2, &if gone { fourth() } else { second() });
        exchange(&zhou, &lin);
        lin.move_to_newer(&visit).unwrap();
        if both_move {
            zhou.move_to_newer(&visit).unwrap();
        }
        exchange(&zhou, &lin);
        let old = lin.visit(&visit).unwrap();
        let kept = lin.kept_under_old(&newer).unwrap();
        for before in old.sections.iter().flat_map(|section| &section.items) {
            let id = &before.item.id;
            let now = lin.item(&newer, id).ok();
            let kept = kept.iter().find(|one| one.item.item.id == *id).map(|one| &one.item);
            for answer in given(&before.answer) {
                let there = now.iter().chain(kept).flat_map(|view| given(&view.answer)).any(|one| one == answer);
                prop_assert!(there, "{} of {} is lost", answer, id);
            }
            let noted = |view: &view::ItemView| view.note.contains(&before.note);
            prop_assert!(before.note.is_empty() || now.iter().chain(kept).any(noted), "the note of {} is lost", id);
            for file in &before.evidence {
                let has = |view: &view::ItemView| view.evidence.iter().any(|one| one.evidence.hash == file.evidence.hash);
                prop_assert!(now.iter().chain(kept).any(has), "a photograph of {} is lost", id);
            }
        }
        if both_move && !gone {
            prop_assert!(kept.is_empty(), "{:?}", kept);
        }
    }
}

fn given(answer: &AnswerView) -> Vec<String> {
    let one = |given: &view::GivenAnswer| format!("{:?}", given.value);
    match answer {
        AnswerView::None => Vec::new(),
        AnswerView::One(answer) => vec![one(answer)],
        AnswerView::Differing(answers) => answers.iter().map(one).collect(),
    }
}
