//! What is refused, each with its code and sentence, and nothing lost by it.

use crate::{District, Key, arrival, attachment, code, judged, open, request};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use zhian_bindings::view::{CaptureMethod, Judgement, PersonRole, RefusalKind};
use zhian_bindings::{
    AnswerInput, CancelToken, CheckInInput, Engine, FieldInput, FindingInput, PartySignatureInput,
    PositionFix, PositionProvider, RefusalInput, TaskFilter, TaskQuery,
};

const NOBODY: &str = "00000000000000000000000000000000";
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn open_plain(dir: &Path) -> Result<Arc<Engine>, zhian_bindings::ZhianError> {
    Engine::open(request(dir), Some(Key::of(1)), None, None, None, None)
}

#[test]
fn a_folder_that_cannot_be_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    fs::write(&file, b"not a folder").unwrap();
    assert_eq!(code(open_plain(&file)), "store.file");
    assert_eq!(code(open_plain(&file.join("below"))), "store.file");
    assert_eq!(code(open_plain(Path::new(""))), "store.file");
    assert_eq!(code(open_plain(Path::new("/tmp/\0"))), "store.file");
    assert_eq!(fs::read(&file).unwrap(), b"not a folder");
}

#[test]
fn a_folder_in_use_is_refused_and_free_once_it_is_shut() {
    let folder = tempfile::tempdir().unwrap();
    let first = open_plain(folder.path()).unwrap();
    assert_eq!(code(open_plain(folder.path())), "store.in-use");
    first.shut().unwrap();
    first.shut().unwrap();
    assert_eq!(code(first.home()), "engine.closed");
    open_plain(folder.path()).unwrap();
}

#[test]
fn a_database_of_a_newer_app_is_left_as_it_is() {
    for database in ["visits.db", "directory.db"] {
        let folder = tempfile::tempdir().unwrap();
        open_plain(folder.path()).unwrap().shut().unwrap();
        let path = folder.path().join(database);
        let mut bytes = fs::read(&path).unwrap();
        // The version of the schema stands in the header of the file, big endian.
        bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
        fs::write(&path, &bytes).unwrap();
        assert_eq!(code(open_plain(folder.path())), "store.from-newer-app", "{database}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn another_key_than_the_enrolled_one_is_refused() {
    let district = District::new(51);
    district.lin.shut().unwrap();
    let dir = district.folder.path().join("lin");
    assert_eq!(code(open(&dir, 7, &district.world.office.door())), "engine.other-key");
    open(&dir, 1, &district.world.office.door()).unwrap();
}

#[test]
fn ids_that_are_none_or_of_something_else_are_refused_by_every_screen() {
    let district = District::new(52);
    district.arrive();
    let (lin, visit) = (&district.lin, district.visit.clone());
    let text = str::to_owned;
    for bad in ["", "zz", "0", "０１", "\0", &"f".repeat(31), &"字".repeat(32), &"a".repeat(1_000_000)] {
        assert_eq!(code(lin.visit(text(bad))), "engine.bad-id");
        assert_eq!(code(lin.task(text(bad))), "engine.bad-id");
        assert_eq!(code(lin.enterprise(text(bad))), "engine.bad-id");
        assert_eq!(code(lin.evidence(visit.clone(), text(bad))), "engine.bad-id");
        assert_eq!(code(lin.check_in(arrival(bad))), "engine.bad-id");
    }
    for bad in ["", "T01 4", "T01-4\0", &"A".repeat(65)] {
        assert_eq!(code(lin.item(visit.clone(), text(bad))), "engine.bad-id");
    }
    assert_eq!(code(lin.item(visit.clone(), text("T01-99"))), "engine.unknown-item");
    assert_eq!(code(lin.evidence(visit.clone(), text(NOTHING))), "engine.unknown-evidence");
    assert_eq!(code(lin.task(text(NOBODY))), "engine.unknown-task");
    assert_eq!(lin.enterprise(text(NOBODY)).unwrap(), None);
    type Screen<'a> = &'a dyn Fn(String) -> String;
    let screens: [Screen<'_>; 10] = [
        &|id| code(lin.visit(id)),
        &|id| code(lin.who_is_in(id)),
        &|id| code(lin.signing(id)),
        &|id| code(lin.sealed_visit(id)),
        &|id| code(lin.sealed_bytes(id)),
        &|id| code(lin.history(id)),
        &|id| code(lin.seal(id)),
        &|id| code(lin.purge(id)),
        &|id| code(lin.verify(id, None, None)),
        &|id| code(lin.sign(id, None)),
    ];
    for screen in screens {
        assert_eq!(screen(text(NOBODY)), "engine.unknown-visit");
    }
    assert_eq!(code(lin.sealed_visit(visit.clone())), "engine.visit-not-sealed");
    assert_eq!(code(lin.purge(visit)), "engine.visit-not-sealed");
    let query = TaskQuery {
        filter: TaskFilter::Open,
        after: Some(zhian_bindings::view::TaskCursor { due_unix_ms: 0, task: text("?") }),
        limit: 1,
    };
    assert_eq!(code(lin.tasks(query)), "engine.bad-id");
}

#[test]
fn a_finding_and_a_file_of_another_visit_are_refused() {
    let mut district = District::new(53);
    let (first, second) = (district.world.phone("林晓"), district.world.phone("陈默"));
    let other = district.world.publishes_task("虚构水泵有限公司", &[&first, &second]).to_string();
    district.lin.sync(zhian_bindings::FilesRule::Never, None, None).unwrap();
    district.arrive();
    let elsewhere = district.lin.check_in(arrival(&other)).unwrap().visit;
    let (lin, visit) = (Arc::clone(&district.lin), district.visit.clone());
    let picture = district.picture("gate.jpg");
    let photo = lin.attach(attachment(&visit, "T01-1", &picture), None, None).unwrap();
    let finding = FindingInput {
        visit: visit.clone(),
        item: "T01-4".to_owned(),
        severity: None,
        text: "防护罩缺失".to_owned(),
        evidence: vec![photo.hash.clone()],
    };
    let found = lin.open_finding(finding.clone()).unwrap();
    assert_eq!(found.evidence, std::slice::from_ref(&photo.hash));
    assert_eq!(
        code(lin.revise_finding(elsewhere.clone(), found.id.clone(), "x".to_owned())),
        "engine.unknown-finding"
    );
    assert_eq!(code(lin.withdraw_finding(elsewhere.clone(), found.id.clone())), "engine.unknown-finding");
    assert_eq!(code(lin.evidence(elsewhere.clone(), photo.hash.clone())), "engine.unknown-evidence");
    assert_eq!(
        code(lin.link_evidence(visit.clone(), found.id, NOTHING.to_owned())),
        "engine.unknown-evidence"
    );
    let again = lin.attach(attachment(&elsewhere, "T01-1", &picture), None, None);
    assert_eq!(code(again), "engine.evidence-elsewhere");
    assert_eq!(
        code(lin.open_finding(FindingInput { visit: elsewhere, ..finding })),
        "engine.unknown-evidence"
    );
    assert_eq!(code(district.chen.commit_note(visit, "T01-99".to_owned())), "engine.unknown-item");
}

#[test]
fn texts_that_cannot_be_recorded_are_refused_and_what_stood_before_stays() {
    let district = District::new(54);
    district.arrive();
    let (lin, visit) = (&district.lin, district.visit.clone());
    let (item, text) = ("T01-4".to_owned(), str::to_owned);
    lin.type_note(visit.clone(), item.clone(), text("门锁坏")).unwrap();
    let large = "字".repeat(400_000);
    for (bad, expected) in
        [("锈\0蚀", "engine.bad-text"), ("\u{1b}[2J", "engine.bad-text"), (&large, "draft.too-long")]
    {
        assert_eq!(code(lin.type_note(visit.clone(), item.clone(), text(bad))), expected);
        assert_eq!(code(lin.note(visit.clone(), item.clone(), text(bad))), expected);
        let finding = FindingInput {
            visit: visit.clone(),
            item: item.clone(),
            severity: None,
            text: text(bad),
            evidence: Vec::new(),
        };
        assert_eq!(code(lin.open_finding(finding)), expected);
    }
    assert_eq!(lin.item(visit.clone(), item.clone()).unwrap().note_draft.as_deref(), Some("门锁坏"));
    let empty = FindingInput { visit, item, severity: None, text: text(" \n"), evidence: Vec::new() };
    assert_eq!(code(lin.open_finding(empty)), "engine.empty");
    assert!(lin.search_directory(large, 10).unwrap().is_empty());
    assert!(lin.find_tasks(TaskFilter::All, text("\0"), 10).unwrap().is_empty());
}

#[test]
fn answers_that_an_item_does_not_take_are_refused_and_name_the_field() {
    let district = District::new(55);
    district.arrive();
    let (lin, visit) = (&district.lin, district.visit.as_str());
    let with = |fields: &[(&str, &str)]| {
        let field = |(field, text): &(&str, &str)| FieldInput {
            field: (*field).to_owned(),
            text: (*text).to_owned(),
        };
        AnswerInput { fields: fields.iter().map(field).collect(), ..judged(visit, "T01-3", Judgement::Meets) }
    };
    for bad in
        [("batches", "many"), ("batches", "101"), ("batches", "-1"), ("colour", "red"), ("batches", "1e9999")]
    {
        assert_eq!(code(lin.answer(with(&[bad]))), "engine.bad-answer", "{bad:?}");
    }
    assert_eq!(code(lin.answer(with(&[("batches", "1"), ("batches", "2")]))), "engine.bad-answer");
    assert_eq!(code(lin.answer(judged(visit, "T01-4", Judgement::Defective))), "engine.bad-answer");
    assert_eq!(code(lin.answer(judged(visit, "T01-99", Judgement::Meets))), "engine.unknown-item");
    assert_eq!(code(lin.settle(judged(visit, "T01-4", Judgement::Meets))), "engine.nothing-to-settle");
    assert_eq!(lin.answer(with(&[("batches", " 12.50 ")])).unwrap().answers[0].fields[0].value, "12.5");
    assert!(lin.answer(with(&[("batches", "")])).unwrap().open, "an emptied field that is required is open");
}

#[test]
fn acts_before_an_arrival_and_without_rights_told_are_refused() {
    let district = District::new(56);
    let lin = &district.lin;
    let untold = CheckInInput { rights_told: false, ..arrival(&district.task) };
    assert_eq!(code(lin.check_in(untold)), "engine.rights-not-told");
    let off_earth = PositionFix {
        latitude_e7: 900_000_001,
        longitude_e7: 0,
        accuracy_m: 5,
        provider: PositionProvider::Gnss,
        mock: false,
    };
    let lost = CheckInInput { position: Some(off_earth), ..arrival(&district.task) };
    assert_eq!(code(lin.check_in(lost)), "engine.bad-position");
    assert_eq!(code(lin.visit(district.visit.clone())), "engine.unknown-visit");
    lin.check_in(arrival(&district.task)).unwrap();
    assert_eq!(code(lin.check_in(arrival(&district.task))), "engine.already-checked-in");
}

#[test]
fn files_that_are_none_and_signatures_without_names_are_refused() {
    let mut district = District::new(57);
    district.arrive();
    let (lin, visit) = (Arc::clone(&district.lin), district.visit.clone());
    let (empty, folder) = (district.file("empty.jpg", b""), district.folder.path().to_owned());
    let attach = |path: &Path| code(lin.attach(attachment(&visit, "T01-1", path), None, None));
    assert_eq!(attach(Path::new("/nowhere/photo.jpg")), "engine.source");
    assert_eq!(attach(&folder), "engine.source");
    assert_eq!(attach(&empty), "engine.source-size");
    let picture = district.picture("hand.jpg").to_str().unwrap().to_owned();
    let cancelled = CancelToken::new().unwrap();
    cancelled.cancel().unwrap();
    assert!(cancelled.is_cancelled().unwrap());
    let stopped = lin.attach(attachment(&visit, "T01-1", Path::new(&picture)), None, Some(cancelled));
    assert_eq!(code(stopped), "engine.cancelled");
    assert!(lin.visit(visit.clone()).unwrap().counts.evidence == 0);
    let nameless = PartySignatureInput {
        visit: visit.clone(),
        name: "　".to_owned(),
        role: PersonRole::Principal,
        opinion: String::new(),
        handwriting: picture.clone(),
    };
    assert_eq!(code(lin.sign_party(nameless)), "engine.empty");
    let refusal = RefusalInput {
        visit: visit.clone(),
        kind: RefusalKind::Refused,
        name: "王示例".to_owned(),
        reason: "对结果有异议".to_owned(),
        recording: picture,
        method: CaptureMethod::Photo,
        witness: None,
    };
    assert_eq!(code(lin.refuse(refusal.clone())), "engine.not-a-recording");
    assert_eq!(code(lin.refuse(RefusalInput { reason: String::new(), ..refusal })), "engine.empty");
    assert_eq!(code(lin.seal(visit)), "engine.seal");
    let bundle = district.file("not.zhian", b"no bundle at all");
    assert_eq!(code(lin.import_bundle(bundle.to_str().unwrap().to_owned(), None, None)), "engine.bundle");
    assert_eq!(code(lin.import_bundle("/nowhere".to_owned(), None, None)), "engine.bundle-file");
}
