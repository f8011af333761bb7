//! The main job of Zhian, whole.

use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_engine::Watch;
use zhian_engine::view::{AnswerView, FilePlace, SyncEnd, VisitStanding};
use zhian_tests::deeds::obstacles;
use zhian_tests::{Mishap, To, World};

#[test]
fn two_officers_inspect_a_factory_without_a_network_and_the_ledger_holds_it() {
    let mut world = World::seeded(1);
    let mut lin = world.phone("林晓");
    let mut chen = world.phone("陈默");
    let producers = world.publishes_base_checklist("p75.v1.json");
    let task = world.publishes_task_on(producers, "虚构五金制品有限公司", &[&lin, &chen]);
    lin.syncs();
    chen.syncs();

    // Inside the hall there is no network.
    lin.line.is_online(false);
    chen.line.is_online(false);
    let visit = lin.starts(task);
    assert_eq!(chen.starts(task), visit, "both phones start the same visit");

    // Lin takes the first half, Chen everything else; on one item they do not agree.
    let mut photos = Vec::new();
    for id in ["P75-01", "P75-27"] {
        lin.answers(visit, id, Meets);
        photos.push(lin.photographs_large(visit, id, 90_000));
    }
    lin.answers(visit, "P75-02", Meets);
    lin.notes(visit, "P75-02", "名册与在岗人员一致。");
    chen.answers(visit, "P75-02", DoesNotMeet);
    photos.push(chen.photographs_large(visit, "P75-02", 700_000));
    chen.finds(visit, "P75-02", "质量安全员一人已离职，未补。");
    chen.answers_the_rest(visit);

    // They stand side by side and exchange by file, in both directions.
    let from_lin = lin.hands_over(&[visit], &chen);
    assert!(from_lin.changes > 0 && from_lin.quarantined == 0, "{from_lin:?}");
    chen.hands_over(&[visit], &lin);
    for phone in [&lin, &chen] {
        let AnswerView::Differing(answers) = phone.sees_item(visit, "P75-02").answer else {
            panic!("{} does not see the difference", phone.name)
        };
        let names: Vec<_> = answers.iter().filter_map(|answer| answer.by.name.as_deref()).collect();
        assert!(names.contains(&"林晓") && names.contains(&"陈默"), "{names:?}");
    }
    assert!(obstacles(lin.engine(), visit).contains(&"seal.incomplete"));

    // They look again, together, and agree. What was set aside stays in the record.
    lin.settles(visit, "P75-02", DoesNotMeet);
    let AnswerView::One(agreed) = lin.sees_item(visit, "P75-02").answer else { panic!("it is settled") };
    assert_eq!(agreed.settles.len(), 2);
    lin.answers_the_rest(visit);
    assert!(lin.sees(visit).open.is_complete(), "{:?}", lin.sees(visit).open);

    // Signatures: Lin, then the representative on Lin's phone, then Chen on the own phone.
    lin.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    lin.hands_over(&[visit], &chen);
    chen.signs(visit);
    let sealed = chen.seals(visit);
    let VisitStanding::Sealed(seal) = sealed.standing else { panic!("it is sealed") };
    assert_eq!(seal.ledger_position, None, "the office knows nothing yet");
    assert!(!chen.is_all_safe());

    // Outside there is a bad line. It breaks in the middle of the large photo, and again.
    for phone in [&lin, &chen] {
        phone.line.is_online(true);
        phone.line.next(To::Chunk, Mishap::CutsBodyAfter(5_000));
        phone.line.next(To::Chunk, Mishap::LosesAnswer);
        phone.line.next(To::Sync, Mishap::LosesAnswer);
    }
    world.sync_until_quiet(&[&lin, &chen]);
    assert_eq!(lin.tries_to_sync().end, SyncEnd::Complete);

    // The office holds it: one seal in the ledger, every file as it was captured, on every side the same.
    let sealed_lines = world.office.sealed_entries(visit);
    assert_eq!(sealed_lines.len(), 1);
    assert_eq!(sealed_lines[0].digest, seal.digest);
    world.office.ledger_is_whole();
    for phone in [&lin, &chen] {
        assert!(phone.is_all_safe(), "{:?}", phone.engine().not_safe());
        let VisitStanding::Sealed(known) = phone.sees(visit).standing else { panic!("sealed everywhere") };
        assert_eq!(known.digest, seal.digest);
        assert_eq!(known.ledger_position, Some(sealed_lines[0].position));
        let verified = phone.engine().verify(&visit, &Watch::quiet()).unwrap();
        assert!(verified.problems.is_empty(), "{:?}", verified.problems);
        assert_eq!(verified.signatures, 2);
    }
    for hash in photos {
        let at_office = world.office.file(&hash).expect("the office has the photo");
        let holder = [&lin, &chen].into_iter().find_map(|phone| {
            let view = phone
                .items(visit)
                .into_iter()
                .flat_map(|item| item.evidence)
                .find(|one| one.evidence.hash == hash)?;
            match view.file {
                FilePlace::Here { path } => std::fs::read(path).ok(),
                FilePlace::Absent | FilePlace::Purged => None,
            }
        });
        assert_eq!(holder.expect("a phone has the photo"), at_office);
    }
    let summary = world.office.summary(visit).expect("a summary");
    assert!(summary.sealed && summary.evidence_expected == summary.evidence_arrived && summary.findings == 1);
    assert_eq!(world.office.quarantine(), vec![]);
    world.office.rebuilt_projections_are_equal();
}
