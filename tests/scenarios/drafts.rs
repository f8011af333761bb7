//! A visit while it is being filled.

use zhian_domain::answer::Conformity::{DoesNotMeet, Meets, NotApplicable};
use zhian_engine::view::{AnswerView, ChecklistStanding};
use zhian_tests::deeds::{arrival, refused};
use zhian_tests::{SMALL_V2, World};

#[test]
fn the_same_task_started_on_both_phones_offline_becomes_one_visit() {
    let mut world = World::seeded(2);
    let (mut lin, mut chen, task) = world.pair_with_task();
    lin.line.is_online(false);
    chen.line.is_online(false);
    let visit = lin.starts(task);
    assert_eq!(visit, chen.starts(task));
    lin.answers(visit, "T01-2", Meets);
    lin.photographs(visit, "T01-1");
    chen.answers(visit, "T01-4", NotApplicable);
    chen.photographs(visit, "T01-2");

    lin.line.is_online(true);
    chen.line.is_online(true);
    world.sync_until_quiet(&[&lin, &chen]);
    let seen = lin.sees(visit);
    assert_eq!(seen.sections, chen_sees_as_lin(&chen, &lin, visit));
    assert_eq!(seen.counts.answered, 2);
    assert_eq!(seen.counts.evidence, 2);
    assert_eq!(seen.participants.iter().filter(|one| one.check_ins.len() == 1).count(), 2);
    world.office.holds_the_same_draft_as(&lin, visit);
    world.office.holds_the_same_draft_as(&chen, visit);
}

/// Chen's sections with the standing of files as on Lin's phone: bytes and receipts differ, content may not.
fn chen_sees_as_lin(
    chen: &zhian_tests::Phone,
    lin: &zhian_tests::Phone,
    visit: zhian_domain::id::VisitId,
) -> Vec<zhian_engine::view::SectionView> {
    let standing: std::collections::BTreeMap<_, _> = lin
        .items(visit)
        .into_iter()
        .flat_map(|item| item.evidence)
        .map(|one| (one.evidence.hash, one))
        .collect();
    let mut sections = chen.sees(visit).sections;
    for view in sections.iter_mut().flat_map(|section| &mut section.items).flat_map(|item| &mut item.evidence)
    {
        let lins = &standing[&view.evidence.hash];
        assert_eq!(view.evidence, lins.evidence);
        *view = lins.clone();
    }
    sections
}

#[test]
fn two_different_answers_are_shown_to_both_and_settled_by_people_not_by_a_counter() {
    let mut world = World::seeded(3);
    let (lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.answers(visit, "T01-2", Meets);
    chen.answers(visit, "T01-2", Meets);
    chen.answers(visit, "T01-2", DoesNotMeet);
    chen.answers(visit, "T01-2", DoesNotMeet);
    world.sync_until_quiet(&[&lin, &chen]);
    for phone in [&lin, &chen] {
        let AnswerView::Differing(answers) = phone.sees_item(visit, "T01-2").answer else {
            panic!("no difference")
        };
        assert_eq!(answers.len(), 2);
    }
    assert_eq!(refused(sign(&lin, visit)), "engine.unsettled");
    chen.settles(visit, "T01-2", Meets);
    world.sync_until_quiet(&[&chen, &lin]);
    let AnswerView::One(settled) = lin.sees_item(visit, "T01-2").answer else { panic!("settled") };
    assert_eq!(settled.by.id, chen.inspector);
    let kept: Vec<_> = settled.settles.iter().map(|one| (one.by, one.value.conformity)).collect();
    assert!(
        kept.contains(&(lin.inspector, Some(Meets))) && kept.contains(&(chen.inspector, Some(DoesNotMeet)))
    );
}

fn sign(
    phone: &zhian_tests::Phone,
    visit: zhian_domain::id::VisitId,
) -> Result<zhian_engine::view::SignaturesView, zhian_engine::EngineError> {
    phone.engine().sign(&zhian_engine::SignRequest { visit, handwriting: None })
}

#[test]
fn the_same_answer_from_both_phones_is_no_quarrel_that_stops_the_seal() {
    let mut world = World::seeded(4);
    let (lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.answers(visit, "T01-4", Meets);
    chen.answers(visit, "T01-4", Meets);
    world.sync_until_quiet(&[&lin, &chen]);
    match lin.sees_item(visit, "T01-4").answer {
        AnswerView::One(_) => {}
        // Shown as two equal answers it may be, but then settling must be possible.
        AnswerView::Differing(_) => {
            lin.settles(visit, "T01-4", Meets);
        }
        AnswerView::None => panic!("the answer is lost"),
    }
}

#[test]
fn notes_written_by_both_at_the_same_time_are_both_in_the_merged_note() {
    let mut world = World::seeded(5);
    let (lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.notes(visit, "T01-2", "仓库干燥。");
    chen.notes(visit, "T01-2", "标签齐全。");
    world.sync_until_quiet(&[&lin, &chen]);
    let note = lin.sees_item(visit, "T01-2").note;
    assert!(note.contains("仓库干燥。") && note.contains("标签齐全。"), "{note}");
    assert_eq!(note, chen.sees_item(visit, "T01-2").note);
}

#[test]
fn keystrokes_survive_a_restart_before_they_are_recorded() {
    let mut world = World::seeded(6);
    let (mut lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    let typed =
        zhian_engine::NoteRequest {
            visit, item: zhian_tests::deeds::item("T01-2"), text: "半句".to_owned()
        };
    lin.engine().type_note(&typed).unwrap();
    lin.restarts();
    assert_eq!(lin.sees_item(visit, "T01-2").note_draft.as_deref(), Some("半句"));
    lin.engine().commit_note(&visit, &typed.item).unwrap();
    let seen = lin.sees_item(visit, "T01-2");
    assert_eq!((seen.note.as_str(), seen.note_draft), ("半句", None));
}

#[test]
fn checking_in_twice_on_one_phone_is_refused_and_changes_nothing() {
    let mut world = World::seeded(7);
    let (lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-4", Meets);
    let before = lin.sees(visit);
    assert_eq!(refused(lin.engine().check_in(&arrival(task))), "engine.already-checked-in");
    assert_eq!(lin.sees(visit), before);
}

#[test]
fn a_task_whose_checklist_was_not_pulled_can_be_seen_and_not_started_until_it_is() {
    let mut world = World::seeded(8);
    let lin = world.phone("林晓");
    let chen = world.phone("陈默");
    // Lin's line hides checklists, as an office that answers in pages may.
    world.hides_checklists_from(&lin, true);
    let list = world.publishes_checklist(SMALL_V2);
    let task = world.publishes_task_on(list, "虚构食品机械厂", &[&lin, &chen]);
    lin.tries_to_sync();
    let seen = lin.engine().task(&task).unwrap();
    assert!(matches!(seen.checklist, ChecklistStanding::Unknown { hash } if hash == list));
    assert_eq!(refused(lin.engine().check_in(&arrival(task))), "engine.unknown-checklist");

    // A colleague's work on it comes by bundle and waits; nothing of it is lost.
    let mut chen = chen;
    chen.syncs();
    let visit = chen.starts(task);
    chen.answers(visit, "T01-2", Meets);
    let report = chen.hands_over(&[visit], &lin);
    assert_eq!((report.quarantined, report.changes), (0, 0), "{report:?}");
    assert!(report.waiting > 0);

    world.hides_checklists_from(&lin, false);
    world.sync_until_quiet(&[&lin]);
    lin.starts(task);
    assert!(matches!(lin.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
}

#[test]
fn a_task_withdrawn_before_it_was_started_cannot_be_started() {
    let mut world = World::seeded(9);
    let (lin, _chen, task) = world.pair_with_task();
    world.office.withdraws(task, "企业已注销");
    lin.syncs();
    assert_eq!(refused(lin.engine().check_in(&arrival(task))), "engine.task-withdrawn");
}

#[test]
fn a_task_withdrawn_in_the_middle_of_a_visit_keeps_every_bit_of_the_work_and_it_still_travels() {
    let mut world = World::seeded(10);
    let (mut lin, chen, task) = world.pair_with_task();
    lin.line.is_online(false);
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    world.office.withdraws(task, "改为联合检查");
    // Lin does not know yet and works on.
    let photo = lin.photographs(visit, "T01-1");
    lin.line.is_online(true);
    world.sync_until_quiet(&[&lin, &chen]);
    assert_eq!(lin.sees(visit).withdrawn.as_deref(), Some("改为联合检查"));
    assert!(lin.is_all_safe(), "{:?}", lin.engine().not_safe());
    assert!(world.office.file(&photo).is_some());
    assert_eq!(world.office.quarantine(), vec![]);
    assert!(matches!(chen.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
    // What was begun can be finished: a note after the withdrawal is kept as well.
    lin.notes(visit, "T01-2", "撤回前已完成。");
    world.sync_until_quiet(&[&lin, &chen]);
    assert_eq!(chen.sees_item(visit, "T01-2").note, "撤回前已完成。");
}

#[test]
fn a_visit_finished_offline_after_its_task_was_withdrawn_is_still_taken_in() {
    let mut world = World::seeded(11);
    let (mut lin, mut chen, task) = world.pair_with_task();
    lin.line.is_online(false);
    chen.line.is_online(false);
    let visit = world.fills_and_seals(&mut lin, &mut chen, task);
    world.office.withdraws(task, "重复派发");
    lin.line.is_online(true);
    chen.line.is_online(true);
    world.sync_until_quiet(&[&lin, &chen]);
    assert_eq!(world.office.sealed_entries(visit).len(), 1);
    assert!(lin.is_all_safe() && chen.is_all_safe());
}

#[test]
fn a_checklist_version_published_in_the_middle_of_a_visit_leaves_the_visit_on_its_own() {
    let mut world = World::seeded(12);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.answers(visit, "T01-2", Meets);
    let newer = world.publishes_checklist(SMALL_V2);
    world.office.revises(task, |record| record.checklist = newer);
    world.sync_until_quiet(&[&lin, &chen]);
    let seen = lin.sees(visit);
    assert_eq!(seen.checklist, world.small_checklist());
    assert!(matches!(lin.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
    // The pinned visit can be brought to its end, by both.
    world.fills(&mut lin, &mut chen, visit);
    world.signs_and_seals(&mut lin, &mut chen, visit);
    world.sync_until_quiet(&[&lin, &chen]);
    assert_eq!(world.office.sealed_entries(visit).len(), 1);
    assert_eq!(world.office.quarantine(), vec![]);
}
