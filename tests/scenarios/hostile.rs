//! Devices that send what they may not.

use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_domain::checklist;
use zhian_domain::id::{ContentHash, InspectorId, TaskId, VisitId};
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_draft::{Author, Draft, Edit, Genesis};
use zhian_engine::view::AnswerView;
use zhian_protocol::sync::Outcome;
use zhian_tests::deeds::{item, judged};
use zhian_tests::{Phone, SMALL_V1, World};

/// Changes of a tampered program on `phone`: an answer in the name of `claimed`.
fn crafted(phone: &Phone, task: TaskId, list: ContentHash, claimed: InspectorId) -> Vec<Vec<u8>> {
    let genesis = Genesis::of(task, list, &checklist::load("small", SMALL_V1).unwrap());
    let mut draft = Draft::start(&genesis).unwrap();
    let at =
        ClockReading { device: Timestamp::from_unix_ms(1), offset_minutes: 480, monotonic_ms: 1, gnss: None };
    let actor = phone.hostile_actor(genesis.visit());
    let author = Author { actor, inspector: claimed, device: phone.device() };
    let edit = Edit::Answer { item: item("T01-2"), value: judged(DoesNotMeet), at, settle: false };
    let change = draft.record(&author, &edit).unwrap().unwrap();
    vec![change.bytes]
}

fn quarantined_code(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Quarantined { code, .. } => code,
        other => panic!("it should have been set aside: {other:?}"),
    }
}

/// Three officers on one visit, and a second visit of the third one. Wang's phone is the tampered one.
fn three(seed: u64) -> (World, Phone, Phone, Phone, TaskId, TaskId) {
    let mut world = World::seeded(seed);
    let (lin, chen, wang) = (world.phone("林晓"), world.phone("陈默"), world.phone("王强"));
    let task = world.publishes_task("虚构玩具厂", &[&lin, &chen, &wang]);
    let other = world.publishes_task("虚构灯具厂", &[&chen, &wang]);
    for phone in [&lin, &chen, &wang] {
        phone.syncs();
    }
    (world, lin, chen, wang, task, other)
}

fn everything_else_flows_on(
    world: &World,
    lin: &Phone,
    wang: &Phone,
    chen: &Phone,
    visit: VisitId,
    other: TaskId,
) {
    // The colleague's work on the same visit.
    lin.answers(visit, "T01-4", Meets);
    // The tampered device's other visit.
    let elsewhere = wang.starts(other);
    wang.answers(elsewhere, "T01-2", Meets);
    world.sync_until_quiet(&[lin, wang, chen]);
    assert!(lin.is_all_safe() || lin.engine().not_safe().unwrap().changes == 0);
    assert!(matches!(chen.sees_item(visit, "T01-4").answer, AnswerView::One(_)));
    assert!(matches!(chen.sees_item(elsewhere, "T01-2").answer, AnswerView::One(_)));
    world.office.holds_the_same_draft_as(chen, visit);
    world.office.holds_the_same_draft_as(chen, elsewhere);
}

#[test]
fn a_change_in_another_officers_name_is_set_aside_with_its_true_author_and_both_sides_see_it() {
    let (world, lin, chen, wang, task, other) = three(90);
    let visit = lin.starts(task);
    let changes = crafted(&wang, task, world.small_checklist(), lin.inspector);
    let parcel = wang.signs_changes(task, world.small_checklist(), &changes);
    let told = wang.pushes(vec![parcel]);
    let code = quarantined_code(&told.receipts[0].outcome).to_owned();

    let kept = world.office.quarantine();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].author, kept[0].visit, &kept[0].code), (Some(wang.device()), Some(visit), &code));
    world.sync_until_quiet(&[&lin, &wang]);
    for phone in [&lin, &wang] {
        let notices = phone.engine().quarantine().unwrap();
        let notice = notices
            .iter()
            .find(|one| one.code == code)
            .unwrap_or_else(|| panic!("{} sees nothing", phone.name));
        assert_eq!((notice.visit, notice.device), (Some(visit), Some(wang.device())));
    }
    assert!(matches!(lin.sees_item(visit, "T01-2").answer, AnswerView::None), "the forged answer is nowhere");
    everything_else_flows_on(&world, &lin, &wang, &chen, visit, other);
}

#[test]
fn a_change_that_would_break_the_document_is_set_aside_and_harms_nothing() {
    let (world, lin, chen, wang, task, other) = three(91);
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    let changes = crafted(&wang, task, world.small_checklist(), wang.inspector);
    let mut chance = zhian_tests::Chance::seeded(91, "crafted");
    let mut refused = 0;
    for _ in 0..20 {
        let mut broken = changes[0].clone();
        let at = chance.below(broken.len());
        broken[at] ^= 1 << chance.below(8);
        let parcel = wang.signs_changes(task, world.small_checklist(), &[broken]);
        let told = wang.pushes(vec![parcel]);
        refused += usize::from(matches!(told.receipts[0].outcome, Outcome::Quarantined { .. }));
    }
    assert_eq!(refused, 20, "every broken change is set aside");
    everything_else_flows_on(&world, &lin, &wang, &chen, visit, other);
    assert!(matches!(lin.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
}

#[test]
fn a_parcel_in_another_devices_name_is_set_aside_and_the_named_device_suffers_nothing() {
    let (world, lin, chen, wang, task, other) = three(92);
    let visit = lin.starts(task);
    let forged = wang.signs_parcel(lin.device(), b"whatever");
    let told = wang.pushes(vec![forged]);
    assert_eq!(quarantined_code(&told.receipts[0].outcome), "parcel.bad-signature");
    lin.answers(visit, "T01-2", Meets);
    everything_else_flows_on(&world, &lin, &wang, &chen, visit, other);
    assert!(world.office.draft_changes_of(visit, lin.device()) >= 3);
}

#[test]
fn one_bad_parcel_in_the_middle_of_a_push_does_not_stop_the_others() {
    let (world, lin, _chen, wang, task, _other) = three(93);
    let visit = lin.starts(task);
    let list = world.small_checklist();
    let changes = crafted(&wang, task, list, wang.inspector);
    let good = wang.signs_changes(task, list, &changes);
    let told = wang.pushes(vec![vec![1, 2, 3], good.clone(), b"ZP".to_vec(), good]);
    let outcomes: Vec<_> = told.receipts.iter().map(|receipt| &receipt.outcome).collect();
    assert!(matches!(outcomes[0], Outcome::Quarantined { .. }), "{outcomes:?}");
    assert!(matches!(outcomes[1], Outcome::Durable(_)), "{outcomes:?}");
    assert!(matches!(outcomes[2], Outcome::Quarantined { .. }), "{outcomes:?}");
    assert!(matches!(outcomes[3], Outcome::Known(_) | Outcome::Durable(_)), "{outcomes:?}");
    world.sync_until_quiet(&[&lin]);
    assert!(matches!(lin.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
}

#[test]
fn a_parcel_that_came_too_early_waits_for_what_it_builds_on() {
    let (world, lin, _chen, wang, task, _other) = three(94);
    let list = world.small_checklist();
    let genesis = Genesis::of(task, list, &checklist::load("small", SMALL_V1).unwrap());
    let mut draft = Draft::start(&genesis).unwrap();
    let at =
        ClockReading { device: Timestamp::from_unix_ms(1), offset_minutes: 480, monotonic_ms: 1, gnss: None };
    let author = Author {
        actor: wang.hostile_actor(genesis.visit()),
        inspector: wang.inspector,
        device: wang.device(),
    };
    let mut parcels = Vec::new();
    for value in [Meets, DoesNotMeet] {
        let edit = Edit::Answer { item: item("T01-2"), value: judged(value), at, settle: false };
        let change = draft.record(&author, &edit).unwrap().unwrap();
        parcels.push(match parcels.len() {
            0 => wang.signs_changes(task, list, &[change.bytes]),
            _ => wang.signs_more_changes(genesis.visit(), &[change.bytes]),
        });
    }
    let told = wang.pushes(vec![parcels[1].clone()]);
    assert_eq!(told.receipts[0].outcome, Outcome::MissingDependencies);
    let told = wang.pushes(vec![parcels[0].clone(), parcels[1].clone()]);
    assert!(
        told.receipts.iter().all(|receipt| matches!(receipt.outcome, Outcome::Durable(_))),
        "{:?}",
        told.receipts
    );
    world.sync_until_quiet(&[&lin]);
    let AnswerView::One(answer) = lin.sees_item(genesis.visit(), "T01-2").answer else {
        panic!("one answer")
    };
    assert_eq!(answer.value.conformity, Some(DoesNotMeet));
    assert_eq!(world.office.quarantine(), vec![]);
}
