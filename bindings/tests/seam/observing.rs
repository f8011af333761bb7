//! Who wants to be told is told, whoever changed something, and the last state always arrives.

use crate::{District, attachment, judged};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use zhian_bindings::view::Judgement;
use zhian_bindings::{Change, ChangeListener, FilesRule, HostError, Progress, ProgressObserver, Stage};

struct Ear(Mutex<Sender<Change>>);

impl ChangeListener for Ear {
    fn on_change(&self, change: Change) -> Result<(), HostError> {
        let _ = self.0.lock().unwrap().send(change);
        Err(HostError::Failed { detail: "what a listener throws is of no consequence".to_owned() })
    }
}

fn ear() -> (Arc<Ear>, Receiver<Change>) {
    let (heard, hears) = channel();
    (Arc::new(Ear(Mutex::new(heard))), hears)
}

fn until(hears: &Receiver<Change>, wanted: impl Fn(&Change) -> bool) -> Change {
    loop {
        let change = hears.recv().expect("what is waited for is told");
        if wanted(&change) {
            return change;
        }
    }
}

#[test]
fn a_listener_hears_of_the_own_answer_and_of_a_colleagues_that_a_sync_brought() {
    let district = District::new(71);
    district.arrive();
    let (listener, hears) = ear();
    let _listening = district.lin.observe(listener).unwrap();
    district.lin.answer(judged(&district.visit, "T01-4", Judgement::Meets)).unwrap();
    let own = until(&hears, |change| change.visits.contains(&district.visit));
    assert!(own.home && own.sync);
    district.chen.answer(judged(&district.visit, "T01-2", Judgement::Meets)).unwrap();
    district.chen.sync(FilesRule::Always, None, None).unwrap();
    district.lin.sync(FilesRule::Always, None, None).unwrap();
    let brought = until(&hears, |change| change.every_visit);
    assert!(brought.version > own.version);
    let seen = district.lin.item(district.visit.clone(), "T01-2".to_owned()).unwrap();
    assert_eq!(seen.answers[0].by.name, "陈默");
}

#[test]
fn many_changes_arrive_in_order_and_the_last_one_arrives() {
    let district = District::new(72);
    district.arrive();
    let (listener, hears) = ear();
    let listening = district.lin.observe(listener).unwrap();
    for round in 0..200 {
        let judgement = if round % 2 == 0 { Judgement::Meets } else { Judgement::DoesNotMeet };
        district.lin.answer(judged(&district.visit, "T01-4", judgement)).unwrap();
    }
    district.lin.shut().unwrap();
    drop(listening);
    let versions: Vec<u64> = hears.iter().map(|change| change.version).collect();
    assert!(versions.is_sorted() && !versions.is_empty() && versions.len() <= 200, "{versions:?}");
}

#[test]
fn a_stopped_listener_hears_nothing_more() {
    let district = District::new(73);
    district.arrive();
    let (listener, hears) = ear();
    let listening = district.lin.observe(listener).unwrap();
    listening.stop().unwrap();
    listening.stop().unwrap();
    district.lin.answer(judged(&district.visit, "T01-4", Judgement::Meets)).unwrap();
    district.lin.shut().unwrap();
    assert!(hears.recv().is_err(), "the listener is gone and was told nothing");
}

struct Bar(Mutex<Sender<Progress>>);

impl ProgressObserver for Bar {
    fn on_progress(&self, progress: Progress) -> Result<(), HostError> {
        let _ = self.0.lock().unwrap().send(progress);
        Ok(())
    }
}

#[test]
fn progress_is_told_and_never_runs_over_its_total() {
    let district = District::new(74);
    district.arrive();
    let large = district.file("film.mp4", &vec![7; 3_000_000]);
    let (told, hears) = channel();
    let bar: Arc<dyn ProgressObserver> = Arc::new(Bar(Mutex::new(told)));
    district.lin.attach(attachment(&district.visit, "T01-1", &large), Some(bar), None).unwrap();
    district.lin.shut().unwrap();
    let steps: Vec<Progress> = hears.iter().collect();
    assert!(steps.iter().all(|step| step.stage == Stage::Capture && step.done <= step.total));
    assert_eq!(steps.last().map(|step| step.done), Some(3_000_000), "the last state always arrives");
}

#[test]
fn eight_threads_work_on_one_engine_and_closing_it_meanwhile_is_safe() {
    let district = District::new(75);
    district.arrive();
    let workers: Vec<_> = (0..8)
        .map(|number| {
            let (lin, visit) = (Arc::clone(&district.lin), district.visit.clone());
            std::thread::spawn(move || {
                let mut done = 0;
                loop {
                    let item = ["T01-1", "T01-2", "T01-4"][number % 3];
                    match lin
                        .answer(judged(&visit, item, Judgement::Meets))
                        .and_then(|_| lin.visit(visit.clone()))
                    {
                        Ok(_) => done += 1,
                        Err(refused) => return (done, refused.code().to_owned()),
                    }
                }
            })
        })
        .collect();
    while district.lin.visit(district.visit.clone()).unwrap().counts.answered < 3 {}
    district.lin.shut().unwrap();
    for worker in workers {
        let (_, ended_with) = worker.join().unwrap();
        assert_eq!(ended_with, "engine.closed");
    }
    let again = crate::open(&district.folder.path().join("lin"), 1, &district.world.office.door()).unwrap();
    assert_eq!(again.visit(district.visit.clone()).unwrap().counts.answered, 3);
}
