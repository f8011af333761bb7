//! Parts of the app that keep the engine waiting: which calls wait with them, and which go on.

use crate::{District, Key, arrival, attachment, code, judged, request};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use zhian_bindings::view::Judgement;
use zhian_bindings::{
    Change, ChangeListener, Engine, FilesRule, HostError, Location, PositionFix, PositionProvider, Signer,
    Subscription,
};

const HERE: PositionFix = PositionFix {
    latitude_e7: 389_012_345,
    longitude_e7: 1_182_012_345,
    accuracy_m: 12,
    provider: PositionProvider::Gnss,
    mock: false,
};

/// Something that says when it is asked, and answers when it is let.
struct Gate {
    asked: Mutex<Sender<()>>,
    may: Mutex<Receiver<()>>,
}

impl Gate {
    fn new() -> (Self, Receiver<()>, Sender<()>) {
        let ((asked, hears), (let_go, may)) = (channel(), channel());
        (Self { asked: Mutex::new(asked), may: Mutex::new(may) }, hears, let_go)
    }

    fn wait(&self) {
        let _ = self.asked.lock().unwrap().send(());
        let _ = self.may.lock().unwrap().recv();
    }
}

struct SlowPlace(Gate);

impl Location for SlowPlace {
    fn fix(&self) -> Result<Option<PositionFix>, HostError> {
        self.0.wait();
        Ok(Some(HERE))
    }
}

fn with_place(dir: &Path, place: Arc<dyn Location>) -> Arc<Engine> {
    Engine::open(request(dir), Some(Key::of(1)), None, None, Some(place), None).unwrap()
}

/// Screens that must not wait for a part of the app.
fn screens_go_on(engine: &Engine) {
    engine.home().unwrap();
    engine.settings().unwrap();
    engine.sync_status().unwrap();
    engine.search_directory("虚构".to_owned(), 5).unwrap();
    engine.quarantine().unwrap();
}

#[test]
fn while_the_place_is_not_told_every_other_call_goes_on() {
    let mut district = District::new(81);
    let (first, second) = (district.world.phone("林晓"), district.world.phone("陈默"));
    let other = district.world.publishes_task("虚构水泵有限公司", &[&first, &second]).to_string();
    district.lin.sync(FilesRule::Never, None, None).unwrap();
    district.arrive();
    district.lin.shut().unwrap();
    let (gate, asked, let_go) = Gate::new();
    let lin = with_place(&district.folder.path().join("lin"), Arc::new(SlowPlace(gate)));
    let (arriving, task) = (Arc::clone(&lin), other.clone());
    let arrival = std::thread::spawn(move || arriving.check_in(arrival(&task)));
    asked.recv().unwrap();
    screens_go_on(&lin);
    let visit = district.visit.clone();
    lin.answer(judged(&visit, "T01-4", Judgement::DoesNotMeet)).unwrap();
    assert_eq!(lin.visit(visit.clone()).unwrap().counts.answered, 1);
    assert!(lin.task(other).unwrap().visit != visit);
    lin.sign(visit, None).unwrap();
    let_go.send(()).unwrap();
    let begun = arrival.join().unwrap().unwrap();
    let own = begun.participants.iter().flat_map(|one| &one.check_ins).next().unwrap();
    assert_eq!(own.position, Some(HERE));
}

#[test]
fn a_place_that_never_answers_costs_one_wait_and_not_one_for_each_photograph() {
    let mut district = District::new(82);
    district.lin.shut().unwrap();
    let (gate, asked, _never) = Gate::new();
    let lin = with_place(&district.folder.path().join("lin"), Arc::new(SlowPlace(gate)));
    let begun = lin.check_in(arrival(&district.task)).unwrap();
    assert!(begun.participants.iter().flat_map(|one| &one.check_ins).all(|one| one.position.is_none()));
    for number in 0..12 {
        let picture = district.picture(&format!("{number}.jpg"));
        let attached = lin.attach(attachment(&district.visit, "T01-1", &picture), None, None).unwrap();
        assert_eq!(attached.position, None);
    }
    assert_eq!(asked.try_iter().count(), 1, "a silent part of the app is not asked again");
    let alerts = lin.doctor(None, None).unwrap().alerts;
    assert_eq!(alerts.iter().filter(|one| one.what.code == "host.failed").count(), 13, "each is on record");
}

/// Answers at once, one way and the other.
struct Quick(AtomicU32);

impl Location for Quick {
    fn fix(&self) -> Result<Option<PositionFix>, HostError> {
        match self.0.fetch_add(1, Ordering::Relaxed) % 4 {
            0 => Ok(Some(HERE)),
            1 => Err(HostError::Failed { detail: "java.lang.SecurityException: no".to_owned() }),
            2 => Ok(None),
            _ => panic!("a defect in the app"),
        }
    }
}

/// Hears, and reads what it is not meant to read there.
struct Reading(OnceLock<Arc<Engine>>);

impl ChangeListener for Reading {
    fn on_change(&self, _: Change) -> Result<(), HostError> {
        if let Some(engine) = self.0.get() {
            let _ = engine.home();
        }
        Ok(())
    }
}

#[test]
fn a_thousand_arrivals_at_once_with_a_place_that_answers_or_throws_at_once_all_end() {
    const THREADS: u32 = 4;
    const ROUNDS: u32 = 250;
    let district = District::new(83);
    district.lin.shut().unwrap();
    let place = Arc::new(Quick(AtomicU32::new(0)));
    let lin = with_place(&district.folder.path().join("lin"), place.clone());
    let ear = Arc::new(Reading(OnceLock::new()));
    let listening = lin.observe(ear.clone()).unwrap();
    let _ = ear.0.set(Arc::clone(&lin));
    let arrivals = (0..THREADS).map(|_| {
        let (lin, task, visit) = (Arc::clone(&lin), district.task.clone(), district.visit.clone());
        std::thread::spawn(move || {
            let mut begun = 0;
            for round in 0..ROUNDS {
                match lin.check_in(arrival(&task)) {
                    Ok(_) => begun += 1,
                    Err(refused) => assert_eq!(refused.code(), "engine.already-checked-in"),
                }
                if round % 16 == 0 {
                    lin.answer(judged(&visit, "T01-4", Judgement::Meets)).unwrap();
                    screens_go_on(&lin);
                }
            }
            begun
        })
    });
    let arrivals: Vec<_> = arrivals.collect();
    let begun: u32 = arrivals.into_iter().map(|one| one.join().unwrap()).sum();
    assert_eq!(begun, 1, "one arrival is recorded, whoever was first");
    assert_eq!(place.0.load(Ordering::Relaxed), THREADS * ROUNDS, "each arrival asked once");
    listening.stop().unwrap();
    lin.shut().unwrap();
}

/// A key that asks the person first.
struct SlowKey {
    gate: Gate,
    key: Arc<Key>,
}

impl Signer for SlowKey {
    fn public_key(&self) -> Result<Vec<u8>, HostError> {
        self.key.public_key()
    }
    fn suite(&self) -> Result<u8, HostError> {
        self.key.suite()
    }
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, HostError> {
        self.gate.wait();
        self.key.sign(message)
    }
}

#[test]
fn while_a_person_is_asked_to_unlock_the_key_home_and_what_needs_no_visit_go_on() {
    let district = District::new(84);
    district.arrive();
    district.lin.shut().unwrap();
    let (gate, asked, let_go) = Gate::new();
    let key = Arc::new(SlowKey { gate, key: Key::of(1) });
    let dir = district.folder.path().join("lin");
    let lin = Engine::open(request(&dir), Some(key), None, None, None, None).unwrap();
    let (signing, visit) = (Arc::clone(&lin), district.visit.clone());
    let signature = std::thread::spawn(move || signing.sign(visit, None));
    asked.recv().unwrap();
    screens_go_on(&lin);
    let (answering, visit) = (Arc::clone(&lin), district.visit.clone());
    let answer = std::thread::spawn(move || answering.answer(judged(&visit, "T01-4", Judgement::Meets)));
    let_go.send(()).unwrap();
    assert_eq!(signature.join().unwrap().unwrap().officers.len(), 1);
    answer.join().unwrap().unwrap();
    let after = lin.signing(district.visit.clone()).unwrap().signatures.officers;
    assert!(after.iter().all(|one| !one.current), "the answer came after the signature, and is not under it");
}

struct Stuck(Gate);

impl ChangeListener for Stuck {
    fn on_change(&self, _: Change) -> Result<(), HostError> {
        self.0.wait();
        Ok(())
    }
}

#[test]
fn a_listener_that_never_returns_holds_up_no_call_and_no_end() {
    let district = District::new(85);
    district.arrive();
    let (gate, asked, let_go) = Gate::new();
    let listening = district.lin.observe(Arc::new(Stuck(gate))).unwrap();
    district.lin.answer(judged(&district.visit, "T01-4", Judgement::Meets)).unwrap();
    asked.recv().unwrap();
    for _ in 0..50 {
        district.lin.answer(judged(&district.visit, "T01-4", Judgement::DoesNotMeet)).unwrap();
    }
    screens_go_on(&district.lin);
    listening.stop().unwrap();
    district.lin.shut().unwrap();
    let dir = district.folder.path().join("lin");
    let again = crate::open(&dir, 1, &district.world.office.door()).unwrap();
    assert_eq!(again.visit(district.visit.clone()).unwrap().counts.answered, 1);
    drop(let_go);
}

/// Stops itself, and closes the engine, from inside its own call.
struct Ending {
    engine: Arc<Engine>,
    own: Mutex<Option<Arc<Subscription>>>,
    heard: Mutex<Sender<bool>>,
}

impl ChangeListener for Ending {
    fn on_change(&self, _: Change) -> Result<(), HostError> {
        let own = self.own.lock().unwrap().take();
        let stopped = own.is_some_and(|own| own.stop().is_ok());
        let ended = stopped && self.engine.shut().is_ok();
        let _ = self.heard.lock().unwrap().send(ended);
        Ok(())
    }
}

#[test]
fn a_listener_may_stop_itself_and_close_the_engine_inside_its_call() {
    let district = District::new(86);
    district.arrive();
    let (heard, hears) = channel();
    let ending = Arc::new(Ending {
        engine: Arc::clone(&district.lin),
        own: Mutex::default(),
        heard: Mutex::new(heard),
    });
    let listening = district.lin.observe(ending.clone()).unwrap();
    *ending.own.lock().unwrap() = Some(listening);
    district.lin.answer(judged(&district.visit, "T01-4", Judgement::Meets)).unwrap();
    assert!(hears.recv().unwrap());
    assert_eq!(code(district.lin.home()), "engine.closed");
}
