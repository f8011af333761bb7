//! One visit on two phones, from the task to the ledger, through the seam alone.

use crate::{District, attachment, code, enrol_input, judged, open};
use zhian_bindings::view::{AnswerStanding, Judgement, PersonRole};
use zhian_bindings::{
    AnswerInput, BundleInput, FieldInput, FilesRule, Language, PartySignatureInput, TaskFilter,
};

fn counted(visit: &str, batches: &str) -> AnswerInput {
    let field = FieldInput { field: "batches".to_owned(), text: batches.to_owned() };
    AnswerInput { fields: vec![field], ..judged(visit, "T01-3", Judgement::Meets) }
}

fn party(district: &mut District) -> PartySignatureInput {
    let handwriting = district.picture("party.jpg");
    PartySignatureInput {
        visit: district.visit.clone(),
        name: "王示例".to_owned(),
        role: PersonRole::SiteRepresentative,
        opinion: "以上笔录看过，属实。".to_owned(),
        handwriting: handwriting.to_str().unwrap().to_owned(),
    }
}

#[test]
fn two_phones_fill_a_visit_offline_settle_what_differs_and_hold_the_same_sealed_bytes() {
    let mut district = District::new(41);
    district.arrive();
    let visit = district.visit.clone();
    let picture = district.picture("gate.jpg");
    let photo = district.lin.attach(attachment(&visit, "T01-1", &picture), None, None).unwrap();
    assert!(!photo.safe && photo.readable && photo.maker.known);
    district.lin.answer(judged(&visit, "T01-1", Judgement::Meets)).unwrap();
    district.lin.answer(counted(&visit, "12")).unwrap();
    district.lin.answer(judged(&visit, "T01-4", Judgement::Meets)).unwrap();
    district.chen.answer(judged(&visit, "T01-2", Judgement::Meets)).unwrap();
    district.chen.answer(judged(&visit, "T01-4", Judgement::NotApplicable)).unwrap();

    // Chen hands his work over by file, since there is no network.
    let bundle = district.folder.path().join("chen.zhian");
    let input = BundleInput {
        visits: vec![visit.clone()],
        with_evidence: true,
        to: bundle.to_str().unwrap().to_owned(),
    };
    assert!(district.chen.export_bundle(input, None, None).unwrap().parcels > 0);
    let taken = district.lin.import_bundle(bundle.to_str().unwrap().to_owned(), None, None).unwrap();
    assert!(taken.changes > 0 && taken.quarantined == 0, "{taken:?}");
    let both = district.lin.item(visit.clone(), "T01-4".to_owned()).unwrap();
    assert_eq!((both.standing, both.answers.len()), (AnswerStanding::Differing, 2));
    assert_eq!(code(district.lin.sign(visit.clone(), None)), "engine.unsettled");
    let settled = district.lin.settle(judged(&visit, "T01-4", Judgement::Meets)).unwrap();
    assert_eq!(settled.answers[0].settles.len(), 2);

    for phone in [&district.lin, &district.chen, &district.lin] {
        phone.sync(FilesRule::Always, None, None).unwrap();
    }
    assert!(district.chen.visit(visit.clone()).unwrap().open.is_empty());
    district.lin.sign(visit.clone(), None).unwrap();
    district.lin.sync(FilesRule::Always, None, None).unwrap();
    district.chen.sync(FilesRule::Always, None, None).unwrap();
    district.chen.sign(visit.clone(), None).unwrap();
    assert!(!district.chen.signing(visit.clone()).unwrap().can_be_sealed);
    let input = party(&mut district);
    district.chen.sign_party(input).unwrap();
    assert!(district.chen.signing(visit.clone()).unwrap().can_be_sealed);
    let sealed = district.chen.seal(visit.clone()).unwrap();
    for phone in [&district.chen, &district.lin, &district.chen] {
        phone.sync(FilesRule::Always, None, None).unwrap();
    }

    let (one, other) = (
        district.lin.sealed_bytes(visit.clone()).unwrap(),
        district.chen.sealed_bytes(visit.clone()).unwrap(),
    );
    assert_eq!((&one.payload, &one.digest), (&other.payload, &sealed.seal.unwrap().digest));
    let entries = district.world.office.sealed_entries(visit.parse().unwrap());
    assert_eq!(entries.len(), 1, "the ledger holds it once");
    let screen = district.chen.sealed_visit(visit.clone()).unwrap();
    assert!(screen.seal.ledger_position.is_some() && screen.late.is_empty());
    assert!(district.chen.verify(visit.clone(), None, None).unwrap().problems.is_empty());
    assert!(district.chen.history(visit.clone()).unwrap().iter().any(|event| event.what == "封存"));
    assert!(district.chen.sync_status().unwrap().not_safe.all_safe);
    assert!(district.chen.purge(visit).unwrap().files > 0);
}

#[test]
fn what_was_answered_is_there_after_the_app_is_closed_and_opened_again() {
    let district = District::new(42);
    district.arrive();
    let visit = district.visit.clone();
    district.lin.answer(judged(&visit, "T01-4", Judgement::DoesNotMeet)).unwrap();
    district.lin.type_note(visit.clone(), "T01-4".to_owned(), "栏杆松".to_owned()).unwrap();
    district.lin.choose_language(Language::En).unwrap();
    district.lin.shut().unwrap();
    assert_eq!(code(district.chen.shut().and_then(|()| district.chen.home())), "engine.closed");

    let mut request = crate::request(&district.folder.path().join("lin"));
    request.language = None;
    let again =
        zhian_bindings::Engine::open(request, Some(crate::Key::of(1)), None, None, None, None).unwrap();
    let item = again.item(visit.clone(), "T01-4".to_owned()).unwrap();
    assert_eq!(item.answers[0].judged, Some(Judgement::DoesNotMeet));
    assert_eq!(item.answers[0].judged_text, "fails", "the language that was chosen is kept");
    assert_eq!(item.note_draft.as_deref(), Some("栏杆松"));
    assert_eq!(again.commit_note(visit, "T01-4".to_owned()).unwrap().note, "栏杆松");
}

#[test]
fn the_first_screen_lists_what_is_to_be_done_what_is_begun_and_what_is_not_safe() {
    let district = District::new(43);
    let before = district.lin.home().unwrap();
    assert_eq!((before.open_tasks, before.drafts.len()), (1, 0));
    assert!(before.identity.is_some_and(|one| one.officer.name == "林晓"));
    district.arrive();
    let home = district.lin.home().unwrap();
    assert_eq!(home.drafts[0].visit, district.visit);
    assert_eq!(home.tasks.rows[0].counts.unwrap().items, 4);
    assert!(!home.sync.not_safe.all_safe && home.sync.not_safe.changes > 0);
    assert!(home.sync.last_ended.is_some() && home.sync.last_problem.is_none());
    assert_eq!(district.lin.find_tasks(TaskFilter::All, "阀门".to_owned(), 10).unwrap().len(), 1);
    assert!(district.lin.find_tasks(TaskFilter::All, "水泵".to_owned(), 10).unwrap().is_empty());
    assert_eq!(district.lin.search_directory("阀门".to_owned(), 10).unwrap().len(), 1);
    let in_who = district.lin.who_is_in(district.visit.clone()).unwrap();
    assert!(in_who.participants.iter().any(|one| one.silent), "nothing of Chen's is here yet");
    let second = open(&district.folder.path().join("third"), 9, &district.world.office.door()).unwrap();
    assert_eq!(code(second.enrol(enrol_input("none"), None)), "auth.refused");
}
