//! Ports of an app that fail, answer rubbish, panic, or never answer.

use crate::{District, Key, Line, arrival, attachment, code, enrol_input, judged, request};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use zhian_bindings::view::Judgement;
use zhian_bindings::{
    CancelToken, Conditions, Engine, FilesRule, HostError, HttpReply, HttpRequest, KeyStore, Location,
    Network, PositionFix, PositionProvider, Signer, Surroundings, Transport, ZhianError, view,
};

fn failed<T>() -> Result<T, HostError> {
    Err(HostError::Failed { detail: "java.lang.SecurityException: no".to_owned() })
}

/// A key that goes wrong in one way once it is told to.
struct Moody {
    key: Arc<Key>,
    mood: Mutex<Mood>,
}

#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Good,
    Throws,
    Short,
    Wrong,
    Panics,
    NoSuite,
}

impl Moody {
    fn new(mood: Mood) -> Arc<Self> {
        Arc::new(Self { key: Key::of(1), mood: Mutex::new(mood) })
    }

    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap()
    }
}

impl Signer for Moody {
    fn public_key(&self) -> Result<Vec<u8>, HostError> {
        match self.mood() {
            Mood::Throws => failed(),
            Mood::Short => Ok(vec![1; 31]),
            _ => self.key.public_key(),
        }
    }
    fn suite(&self) -> Result<u8, HostError> {
        Ok(if self.mood() == Mood::NoSuite { 200 } else { 1 })
    }
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, HostError> {
        match self.mood() {
            Mood::Good | Mood::NoSuite => self.key.sign(message),
            Mood::Throws => failed(),
            Mood::Short => Ok(vec![0; 3]),
            Mood::Wrong => Ok(vec![7; 64]),
            Mood::Panics => panic!("a defect in the app"),
        }
    }
}

fn with_key(
    dir: &Path,
    signer: Arc<dyn Signer>,
    line: Option<Arc<dyn Transport>>,
) -> Result<Arc<Engine>, ZhianError> {
    Engine::open(request(dir), Some(signer), None, line, None, None)
}

#[test]
fn a_key_that_fails_or_lies_stops_the_signature_and_nothing_else() {
    let district = District::new(61);
    district.arrive();
    district.lin.shut().unwrap();
    let (dir, visit) = (district.folder.path().join("lin"), district.visit.clone());
    for (mood, expected) in
        [(Mood::Throws, "signer.unavailable"), (Mood::Short, "signer.wrong"), (Mood::NoSuite, "signer.wrong")]
    {
        assert_eq!(code(with_key(&dir, Moody::new(mood), None)), expected);
    }
    let signer = Moody::new(Mood::Good);
    let lin = with_key(&dir, signer.clone(), None).unwrap();
    for (mood, expected) in [
        (Mood::Throws, "signer.unavailable"),
        (Mood::Short, "signer.wrong"),
        (Mood::Wrong, "signer.wrong"),
        (Mood::Panics, "engine.panicked"),
    ] {
        signer.is(mood);
        assert_eq!(code(lin.sign(visit.clone(), None)), expected);
        assert!(lin.signing(visit.clone()).unwrap().signatures.officers.is_empty());
        // An answer needs no signature, and the engine goes on after a defect.
        lin.answer(judged(&visit, "T01-4", Judgement::Meets)).unwrap();
    }
    signer.is(Mood::Good);
    assert_eq!(lin.sign(visit, None).unwrap().officers.len(), 1);
}

#[test]
fn after_a_defect_the_next_start_is_clean_and_nothing_is_lost() {
    let district = District::new(62);
    district.arrive();
    district.lin.shut().unwrap();
    let dir = district.folder.path().join("lin");
    let signer = Moody::new(Mood::Good);
    let lin = with_key(&dir, signer.clone(), None).unwrap();
    lin.answer(judged(&district.visit, "T01-4", Judgement::DoesNotMeet)).unwrap();
    signer.is(Mood::Panics);
    assert_eq!(code(lin.sign(district.visit.clone(), None)), "engine.panicked");
    lin.shut().unwrap();
    signer.is(Mood::Good);
    let again = with_key(&dir, signer, None).unwrap();
    let opened = again.home().unwrap().opened;
    assert!(opened.damaged_kept_as.is_none() && !opened.restored);
    let item = again.item(district.visit.clone(), "T01-4".to_owned()).unwrap();
    assert_eq!(item.answers[0].judged, Some(Judgement::DoesNotMeet));
}

/// A network that never answers until it is let.
struct Deaf {
    asked: Sender<()>,
    may: Mutex<Receiver<()>>,
}

impl Transport for Deaf {
    fn turn_to(&self, _: String, _: String) -> Result<(), HostError> {
        Ok(())
    }
    fn send(&self, _: HttpRequest) -> Result<HttpReply, HostError> {
        self.asked.send(()).unwrap();
        let _ = self.may.lock().unwrap().recv();
        failed()
    }
}

#[test]
fn an_exchange_over_a_dead_line_stops_when_it_is_asked_to() {
    let district = District::new(63);
    district.arrive();
    district.lin.shut().unwrap();
    let ((asked, hears), (_never, may)) = (channel(), channel());
    let line: Arc<dyn Transport> = Arc::new(Deaf { asked, may: Mutex::new(may) });
    let lin = with_key(&district.folder.path().join("lin"), Key::of(1), Some(line)).unwrap();
    let cancel = CancelToken::new().unwrap();
    let (working, stops) = (Arc::clone(&lin), Arc::clone(&cancel));
    let exchange = std::thread::spawn(move || working.sync(FilesRule::Always, None, Some(stops)));
    hears.recv().unwrap();
    assert!(lin.sync_status().unwrap().running);
    assert_eq!(code(lin.sync(FilesRule::Always, None, None)), "engine.exchange-running");
    lin.answer(judged(&district.visit, "T01-4", Judgement::Meets)).unwrap();
    cancel.cancel().unwrap();
    let report = exchange.join().unwrap().unwrap();
    assert_eq!(report.end, view::SyncEnd::Cancelled);
    assert!(!lin.sync_status().unwrap().running);
}

type Answer = fn() -> Result<HttpReply, HostError>;

/// A network whose answers are of one kind.
struct Odd(Answer);

impl Transport for Odd {
    fn turn_to(&self, _: String, _: String) -> Result<(), HostError> {
        Ok(())
    }
    fn send(&self, _: HttpRequest) -> Result<HttpReply, HostError> {
        (self.0)()
    }
}

#[test]
fn a_network_that_throws_or_answers_rubbish_ends_the_exchange_and_loses_nothing() {
    let district = District::new(64);
    district.arrive();
    district.lin.shut().unwrap();
    let dir = district.folder.path().join("lin");
    let ends: [(Answer, &str); 3] = [
        (failed, "transport.unreachable"),
        (|| Err(HostError::Untrusted { detail: "another root".to_owned() }), "transport.untrusted"),
        (
            || Ok(HttpReply { status: 200, headers: Vec::new(), body: vec![0; 5 << 20] }),
            "transport.too-large",
        ),
    ];
    for (answer, expected) in ends {
        let lin = with_key(&dir, Key::of(1), Some(Arc::new(Odd(answer)))).unwrap();
        let report = lin.sync(FilesRule::Always, None, None).unwrap();
        let view::SyncEnd::Cut { reason, .. } = report.end else { panic!("{:?}", report.end) };
        assert_eq!(reason.code, expected);
        assert!(report.not_safe.changes > 0);
        assert_eq!(lin.sync_status().unwrap().last_problem.unwrap().code, expected);
        lin.shut().unwrap();
    }
    let rubbish: [Answer; 2] = [
        || Ok(HttpReply { status: 200, headers: Vec::new(), body: b"<html>".to_vec() }),
        || Ok(HttpReply { status: 0, headers: Vec::new(), body: Vec::new() }),
    ];
    for answer in rubbish {
        let lin = with_key(&dir, Key::of(1), Some(Arc::new(Odd(answer)))).unwrap();
        let refused = code(lin.sync(FilesRule::Always, None, None));
        assert!(refused.starts_with("frame.") || refused == "unknown", "{refused}");
        lin.shut().unwrap();
    }
    let defect = with_key(&dir, Key::of(1), Some(Arc::new(Odd(|| panic!("a defect in the app"))))).unwrap();
    assert_eq!(code(defect.sync(FilesRule::Always, None, None)), "engine.panicked");
    assert!(!defect.sync_status().unwrap().running);
}

/// Place, network and battery of whatever kind.
struct Told(fn() -> Result<Option<PositionFix>, HostError>, fn() -> Result<Conditions, HostError>);

impl Location for Told {
    fn fix(&self) -> Result<Option<PositionFix>, HostError> {
        (self.0)()
    }
}

impl Surroundings for Told {
    fn conditions(&self) -> Result<Conditions, HostError> {
        (self.1)()
    }
}

const HERE: PositionFix = PositionFix {
    latitude_e7: 399_042_000,
    longitude_e7: 1_164_074_000,
    accuracy_m: 8,
    provider: PositionProvider::Fused,
    mock: false,
};

#[test]
fn place_and_battery_are_recorded_where_they_are_told_and_missed_by_nobody_where_not() {
    let mut district = District::new(65);
    let picture = district.picture("gate.jpg");
    district.lin.shut().unwrap();
    let dir = district.folder.path().join("lin");
    let on_mobile =
        || Ok(Conditions { network: Network::Metered, charging: true, battery_percent: Some(80) });
    let with = |told: Told| {
        let told = Arc::new(told);
        let line: Arc<dyn Transport> = Arc::new(Line(district.world.office.door()));
        Engine::open(request(&dir), Some(Key::of(1)), None, Some(line), Some(told.clone()), Some(told))
            .unwrap()
    };
    let lin = with(Told(|| Ok(Some(HERE)), on_mobile));
    let view = lin.check_in(arrival(&district.task)).unwrap();
    assert_eq!(view.participants.iter().flat_map(|one| &one.check_ins).next().unwrap().position, Some(HERE));
    lin.attach(attachment(&district.visit, "T01-1", &picture), None, None).unwrap();
    let report = lin.sync(FilesRule::WhenCheap, None, None).unwrap();
    assert!(report.files_held_back && report.not_safe.files == 1 && report.not_safe.changes == 0);
    lin.shut().unwrap();
    let off_earth = || Ok(Some(PositionFix { latitude_e7: i32::MAX, ..HERE }));
    for told in
        [Told(failed, failed), Told(off_earth, failed), Told(|| panic!("a defect"), || panic!("a defect"))]
    {
        let lin = with(told);
        let more = district.file("more.wav", b"RIFF another file of evidence");
        let attached = lin.attach(attachment(&district.visit, "T01-1", &more), None, None).unwrap();
        assert_eq!(attached.position, None);
        let alerts = lin.doctor(None, None).unwrap().alerts;
        assert_eq!(alerts[0].what.code, "host.failed");
        lin.shut().unwrap();
    }
    let lin = with(Told(|| Ok(None), failed));
    let report = lin.sync(FilesRule::WhenCheap, None, None).unwrap();
    assert!(!report.files_held_back && report.not_safe.all_safe, "where nobody tells, work is not kept here");
}

/// A key store of whatever kind.
#[derive(Default)]
struct Keys {
    kept: Mutex<Option<Vec<u8>>>,
    throws: bool,
}

impl KeyStore for Keys {
    fn load(&self) -> Result<Option<Vec<u8>>, HostError> {
        if self.throws { failed() } else { Ok(self.kept.lock().unwrap().clone()) }
    }
    fn save(&self, key: Vec<u8>) -> Result<(), HostError> {
        *self.kept.lock().unwrap() = Some(key);
        Ok(())
    }
}

fn with_keys(dir: &Path, keys: Arc<Keys>) -> Result<Arc<Engine>, ZhianError> {
    Engine::open(request(dir), Some(Key::of(1)), Some(keys), None, None, None)
}

#[test]
fn a_key_store_that_throws_or_gives_rubbish_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        code(with_keys(folder.path(), Arc::new(Keys { throws: true, ..Keys::default() }))),
        "host.failed"
    );
    let rubbish = Keys { kept: Mutex::new(Some(vec![1, 2, 3])), throws: false };
    assert_eq!(code(with_keys(folder.path(), Arc::new(rubbish))), "host.bad-key");
    assert!(!folder.path().join("visits.db").exists());
}

#[cfg(not(feature = "sqlcipher"))]
#[test]
fn a_build_without_a_cipher_refuses_a_key_store() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(with_keys(folder.path(), Arc::default())), "store.no-cipher");
    assert!(!folder.path().join("visits.db").exists());
}

#[cfg(feature = "sqlcipher")]
#[test]
fn an_encrypted_folder_opens_with_its_key_and_with_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Arc::new(Keys::default());
    with_keys(folder.path(), keys.clone()).unwrap().shut().unwrap();
    assert_eq!(keys.kept.lock().unwrap().as_ref().unwrap().len(), 32);
    let other = Keys { kept: Mutex::new(Some(vec![9; 32])), throws: false };
    assert_eq!(code(with_keys(folder.path(), Arc::new(other))), "store.wrong-key");
    assert_eq!(code(with_keys(folder.path(), Arc::default())), "store.key-missing");
    let plain = Engine::open(request(folder.path()), Some(Key::of(1)), None, None, None, None);
    assert_eq!(code(plain), "store.key-missing");
    assert!(with_keys(folder.path(), keys).unwrap().settings().unwrap().encrypted);
}

#[test]
fn a_device_without_an_officer_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let engine = with_key(folder.path(), Key::of(3), Some(Arc::new(Odd(failed)))).unwrap();
    assert!(engine.home().unwrap().identity.is_none());
    assert_eq!(code(engine.sync(FilesRule::Always, None, None)), "engine.not-enrolled");
    assert_eq!(code(engine.enrol(enrol_input("12345"), None)), "transport.unreachable");
    assert_eq!(code(engine.enrol(enrol_input(""), None)), "engine.code-length");
}
