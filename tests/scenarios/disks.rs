//! Full disks, lost power, torn commits, damaged databases.

use std::fs;
use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_domain::evidence::EvidencePurpose;
use zhian_domain::id::{TaskId, VisitId};
use zhian_domain::person::PersonRole;
use zhian_engine::view::{AnswerView, VisitStanding, VisitView};
use zhian_engine::{
    AnswerRequest, Engine, EngineError, NoteRequest, OpenFindingRequest, PartySignatureRequest,
    SettleRequest, SignRequest, Watch,
};
use zhian_tests::deeds::{arrival, item, judged, picture_of, refused};
use zhian_tests::{Attempt, DiskPlan, Phone, World};

type Act<'a> = &'a dyn Fn(&Engine) -> Result<(), EngineError>;

/// More writes than any one deed needs: a loop that gets here would not end.
const WRITES_MAX: u64 = 200;

/// Deeds of many steps: every step that was done stays, and doing them again goes on.
const MANY_STEPS: [&str; 4] = ["import", "second import", "sync", "purge"];

/// What must survive: everything the visit's screens show.
fn seen(phone: &Phone, visit: VisitId) -> Option<VisitView> {
    phone.engine().visit(&visit).ok()
}

/// Does one deed while its first write has no room, then its second, and so on, until it goes through.
fn does_with_a_full_disk(phone: &mut Phone, visit: VisitId, name: &str, act: Act<'_>) {
    for nth in 1..WRITES_MAX {
        let before = seen(phone, visit);
        phone.disk_plans(DiskPlan::FullAt(nth));
        match phone.attempt(act) {
            Attempt::Done(()) => {
                phone.disk_plans(DiskPlan::Sound);
                return;
            }
            Attempt::Refused(cause) => {
                assert_eq!(cause.code(), "store.disk-full", "{name}, write {nth}: {cause}");
                phone.disk_plans(DiskPlan::Sound);
                if MANY_STEPS.contains(&name) {
                    // An exchange goes step by step, and every step that was done stays.
                    assert_grew(name, before.as_ref(), seen(phone, visit).as_ref());
                } else {
                    assert_eq!(seen(phone, visit), before, "{name} left something behind at write {nth}");
                }
            }
            Attempt::PowerLost => panic!("nobody pulled the plug"),
        }
    }
    panic!("{name} never went through");
}

/// Does one deed while power is lost at its first write, then at its second, and so on.
fn does_with_failing_power(phone: &mut Phone, visit: VisitId, name: &str, act: Act<'_>) {
    does_while_power_fails(phone, visit, name, act, DiskPlan::LosesPowerAt);
}

/// Does one deed while power is lost in the middle of its first commit, then of its second, and so on.
fn does_with_torn_commits(phone: &mut Phone, visit: VisitId, name: &str, act: Act<'_>) {
    does_while_power_fails(phone, visit, name, act, DiskPlan::TearsCommit);
}

/// Whole or absent, every time; in the end it is there.
fn does_while_power_fails(
    phone: &mut Phone,
    visit: VisitId,
    name: &str,
    act: Act<'_>,
    plan: fn(u64) -> DiskPlan,
) {
    for nth in 1..WRITES_MAX {
        let before = seen(phone, visit);
        let safety = phone.engine().not_safe().unwrap();
        let plan = plan(nth);
        phone.disk_plans(plan);
        match phone.attempt(act) {
            Attempt::Done(()) => {
                phone.disk_plans(DiskPlan::Sound);
                return;
            }
            Attempt::Refused(cause) => panic!("{name}, {plan:?}: {} ({cause})", cause.code()),
            Attempt::PowerLost => {
                phone.restarts();
                let opened = phone.engine().opened();
                assert_eq!((opened.damaged_kept_as, opened.restored), (None, false), "{name}, {plan:?}");
                let after = seen(phone, visit);
                if after != before || phone.engine().not_safe().unwrap() != safety {
                    assert_grew(name, before.as_ref(), after.as_ref());
                    if !MANY_STEPS.contains(&name) {
                        // It is there whole: the deed was done before the power went, and is not done twice.
                        return;
                    }
                }
            }
        }
    }
    panic!("{name} never went through");
}

fn assert_grew(name: &str, before: Option<&VisitView>, after: Option<&VisitView>) {
    let (Some(before), Some(after)) = (before, after) else {
        assert!(before.is_none(), "{name}: the visit is gone");
        return;
    };
    assert!(after.counts.answered >= before.counts.answered, "{name}");
    assert!(after.counts.evidence >= before.counts.evidence, "{name}");
    assert!(after.findings.len() >= before.findings.len(), "{name}");
    assert!(after.signatures.officers.len() >= before.signatures.officers.len(), "{name}");
    let sealed = |view: &VisitView| matches!(view.standing, VisitStanding::Sealed(_));
    assert!(sealed(after) || !sealed(before), "{name}: the seal is gone");
}

/// A whole visit on Lin's phone, deed by deed, each done by `does`. Chen's phone is sound.
fn whole_visit(world: &mut World, does: fn(&mut Phone, VisitId, &str, Act<'_>)) {
    let (mut lin, mut chen, task) = world.pair_with_task();
    lin.line.is_online(false);
    chen.line.is_online(false);
    let visit = chen.starts(task);
    fills_on_lins_phone(&mut lin, task, visit, does);

    chen.answers(visit, "T01-2", DoesNotMeet);
    chen.photographs(visit, "T01-2");
    let bundle = chen.bundles(&[visit]);
    does(&mut lin, visit, "import", &|engine| engine.import_bundle(&bundle, &Watch::quiet()).map(drop));
    let agreed = SettleRequest { visit, item: item("T01-2"), value: judged(DoesNotMeet) };
    does(&mut lin, visit, "settle", &|engine| engine.settle(&agreed).map(drop));
    let handwriting = lin.takes_picture(500);
    does(&mut lin, visit, "sign", &|engine| engine.sign(&SignRequest { visit, handwriting: None }).map(drop));
    let party = PartySignatureRequest {
        visit,
        name: "现场负责人甲".to_owned(),
        role: PersonRole::SiteRepresentative,
        opinion: "属实。".to_owned(),
        handwriting,
    };
    does(&mut lin, visit, "party signature", &|engine| engine.take_party_signature(&party).map(drop));
    lin.hands_over(&[visit], &chen);
    chen.signs(visit);
    let bundle = chen.bundles(&[visit]);
    does(&mut lin, visit, "second import", &|engine| {
        engine.import_bundle(&bundle, &Watch::quiet()).map(drop)
    });
    does(&mut lin, visit, "seal", &|engine| engine.seal(&visit).map(drop));
    lin.line.is_online(true);
    does(&mut lin, visit, "sync", &|engine| engine.sync(&Watch::quiet()).map(drop));
    world.sync_until_quiet(&[&lin]);
    does(&mut lin, visit, "purge", &|engine| engine.purge(&visit).map(drop));

    chen.line.is_online(true);
    world.sync_until_quiet(&[&chen, &lin]);
    assert_eq!(world.office.sealed_entries(visit).len(), 1);
    assert!(lin.is_all_safe() && chen.is_all_safe());
    let counts = lin.sees(visit).counts;
    assert_eq!((counts.answered, counts.evidence, counts.findings), (4, 3, 1));
    assert_eq!(counts, chen.sees(visit).counts);
    let summary = world.office.summary(visit).unwrap();
    assert_eq!((summary.evidence_expected, summary.evidence_arrived, summary.late_changes), (3, 3, 0));
    assert_eq!(world.office.quarantine(), vec![]);
}

fn fills_on_lins_phone(
    lin: &mut Phone,
    task: TaskId,
    visit: VisitId,
    does: fn(&mut Phone, VisitId, &str, Act<'_>),
) {
    does(lin, visit, "check in", &|engine| engine.check_in(&arrival(task)).map(drop));
    for view in lin.items(visit) {
        let value = zhian_tests::deeds::met(&view.item);
        let answer = AnswerRequest { visit, item: view.item.id.clone(), value };
        does(lin, visit, "answer", &|engine| engine.answer(&answer).map(drop));
    }
    let typed = NoteRequest { visit, item: item("T01-3"), text: "抽查三批。".to_owned() };
    does(lin, visit, "type note", &|engine| engine.type_note(&typed));
    does(lin, visit, "commit note", &|engine| engine.commit_note(&visit, &typed.item).map(drop));
    let finding = OpenFindingRequest {
        visit,
        item: item("T01-2"),
        severity: None,
        text: "验收记录缺签字。".to_owned(),
        evidence: Vec::new(),
    };
    does(lin, visit, "finding", &|engine| engine.open_finding(&finding).map(drop));
    let source = lin.takes_picture(70_000);
    let picture = picture_of(visit, EvidencePurpose::Item(item("T01-1")), source);
    does(lin, visit, "photo", &|engine| engine.attach(&picture, &Watch::quiet()).map(drop));
}

#[test]
fn a_disk_that_is_full_at_any_write_of_a_whole_visit_loses_nothing_and_work_goes_on_when_there_is_room() {
    whole_visit(&mut World::seeded(40), does_with_a_full_disk);
}

#[test]
fn power_lost_at_any_write_of_a_whole_visit_leaves_each_deed_whole_or_absent() {
    whole_visit(&mut World::seeded(41), does_with_failing_power);
}

#[test]
fn a_commit_that_is_torn_by_a_loss_of_power_is_there_whole_or_not_at_all() {
    for seed in [42, 43, 44] {
        whole_visit(&mut World::seeded(seed), does_with_torn_commits);
    }
}

#[test]
fn a_disk_that_stays_full_still_shows_everything_and_takes_up_work_when_space_returns() {
    let mut world = World::seeded(45);
    let (mut lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    let before = lin.sees(visit);
    lin.disk_plans(DiskPlan::FullFrom(1));
    let answer = AnswerRequest { visit, item: item("T01-4"), value: judged(Meets) };
    for _ in 0..5 {
        assert_eq!(refused(lin.engine().answer(&answer)), "store.disk-full");
        assert_eq!(lin.sees(visit), before);
    }
    let picture = picture_of(visit, EvidencePurpose::Scene, lin.takes_picture(500));
    assert_eq!(refused(lin.engine().attach(&picture, &Watch::quiet())), "store.disk-full");
    lin.disk_plans(DiskPlan::Sound);
    lin.engine().answer(&answer).unwrap();
    lin.engine().attach(&picture, &Watch::quiet()).unwrap();
    lin.restarts();
    assert!(matches!(lin.sees_item(visit, "T01-4").answer, AnswerView::One(_)));
    assert_eq!(lin.sees(visit).scene.len(), 1);
}

#[test]
fn a_second_program_on_the_same_folder_is_told_so_and_harms_nothing() {
    let mut world = World::seeded(46);
    let (lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    let second = Engine::open(lin.config(&lin.folder()));
    assert_eq!(refused(second), "store.in-use");
    lin.answers(visit, "T01-2", Meets);
    assert!(matches!(lin.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
}

#[test]
fn a_damaged_database_is_set_aside_read_out_and_made_whole_again_by_the_office() {
    let mut world = World::seeded(47);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    lin.photographs(visit, "T01-1");
    lin.notes(visit, "T01-2", "一切正常。");
    world.sync_until_quiet(&[&lin, &chen]);
    let before = lin.sees(visit);
    let size = fs::metadata(lin.folder().join("visits.db")).unwrap().len();
    for page in [1, size / 4096 / 2, size / 4096 - 1] {
        lin.while_off(|folder| overwrite_page(folder, page));
        if let Some(kept) = lin.engine().opened().damaged_kept_as {
            let kept = lin.folder().join(kept);
            assert!(kept.exists(), "the damaged database is kept as {}", kept.display());
        }
        if lin.engine().identity().unwrap().is_none() {
            // The page with the device's identity is gone: the officer enrols again, with the same key.
            lin.enrols(&world.office.code_for(lin.inspector));
        }
        world.sync_until_quiet(&[&lin, &chen]);
        let after = lin.sees(visit);
        assert_eq!(after.counts, before.counts, "after damage to page {page}");
        assert_eq!(lin.sees_item(visit, "T01-2").note, "一切正常。");
        assert!(lin.is_all_safe(), "{:?}", lin.engine().not_safe());
    }
    assert!(
        lin.engine()
            .alerts(10)
            .unwrap()
            .iter()
            .any(|alert| alert.code.contains("salvage") || alert.code.contains("damage"))
    );
    // Work goes on, and no sequence number is used twice.
    lin.answers(visit, "T01-4", Meets);
    world.sync_until_quiet(&[&lin, &chen]);
    assert!(matches!(chen.sees_item(visit, "T01-4").answer, AnswerView::One(_)));
    assert_eq!(world.office.quarantine(), vec![]);
}

fn overwrite_page(folder: &std::path::Path, page: u64) {
    let path = folder.join("visits.db");
    let mut bytes = fs::read(&path).unwrap();
    let start = (page * 4096) as usize;
    bytes[start..start + 4096].fill(0xa5);
    fs::write(&path, bytes).unwrap();
}
