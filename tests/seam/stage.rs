//! A phone after some months of work, for whoever measures what an inspector waits for.

use crate::deeds::{arrival, met};
use crate::network::Line;
use crate::{Phone, World};
use std::path::Path;
use zhian_domain::answer::{AnswerValue, Conformity};
use zhian_domain::checklist::{Checklist, Item, Judgement, load, shipped::P75_V1};
use zhian_domain::id::{ContentHash, ItemId, TaskId, VisitId};
use zhian_engine::adapter::{Parts, standard};
use zhian_engine::view::SyncEnd;
use zhian_engine::{AnswerRequest, Engine, EngineError, EnrolRequest, NoteRequest, Watch};

/// Visits on the phone, sealed or being filled.
pub const VISITS: usize = 500;

/// Of them, sealed with a colleague and taken in from the office.
const SEALED: usize = 40;

/// Tasks that nobody has begun.
const WAITING: usize = 60;

/// Items that have a note in the visit that is looked at.
const NOTES: usize = 30;

/// What was prepared.
pub struct Staged {
    /// A visit being filled on the 40 items of p75, each of them answered.
    pub visit: VisitId,
    /// One of its items, which takes "meets" and "does not meet" and nothing else.
    pub item: ItemId,
}

/// Prepares `dir`: a device with its key in the folder, [`VISITS`] visits in every state, half of what is being filled
/// not yet at the office, and one visit that is answered throughout. It needs no network afterwards.
pub fn stage(dir: &Path) -> Staged {
    let mut world = World::seeded(500);
    let p75 = world.publishes_base_checklist("p75.v1.json");
    let checklist = load("p75.v1.json", P75_V1).expect("the shipped checklist");
    let (mut lin, mut chen) = (world.phone("林晓"), world.phone("陈默"));
    let small = world.small_checklist();
    let sealed = publish(&mut world, small, SEALED, &lin, &chen);
    for phone in [&lin, &chen] {
        phone.syncs();
    }
    for task in sealed {
        world.fills_and_seals(&mut lin, &mut chen, task);
    }
    world.sync_until_quiet(&[&lin, &chen]);
    let begun = publish(&mut world, p75, VISITS - SEALED, &lin, &chen);
    publish(&mut world, p75, WAITING, &lin, &chen);
    let engine = enrolled(&world, dir, &world.office.code_for(lin.inspector)).expect("a device is enrolled");
    let (at_office, only_here) = begun.split_at(begun.len() / 2);
    fill(&engine, at_office, &checklist);
    sync(&engine);
    fill(&engine, only_here, &checklist);
    let item = checklist.items().find(|item| is_plain(item)).expect("an item with two plain judgements");
    let first = only_here.first().expect("a visit that is only here");
    Staged { visit: whole(&engine, *first, &checklist), item: item.id.clone() }
}

/// Opens and closes a copy of what was prepared: the first start in a copied folder begins a new installation, which is
/// no ordinary start.
pub fn settle(dir: &Path) {
    let config = standard(dir, "stage 1", 480, Parts::default()).expect("a key in the folder");
    drop(Engine::open(config).expect("a prepared folder"));
}

fn publish(
    world: &mut World,
    checklist: ContentHash,
    count: usize,
    lin: &Phone,
    chen: &Phone,
) -> Vec<TaskId> {
    (0..count)
        .map(|number| {
            world.publishes_task_on(checklist, &format!("虚构阀门制造有限公司 {number}"), &[lin, chen])
        })
        .collect()
}

fn enrolled(world: &World, dir: &Path, code: &str) -> Result<Engine, EngineError> {
    let line = Line::to(world.office.door());
    let parts = Parts { transport: Some(line), ..Parts::default() };
    let engine = Engine::open(standard(dir, "stage 1", 480, parts)?)?;
    let request = EnrolRequest {
        code: code.to_owned(),
        label: "量测用手机".to_owned(),
        server_url: "http://127.0.0.1:1".to_owned(),
        server_roots_pem: String::new(),
    };
    engine.enrol(&request, &Watch::quiet())?;
    sync(&engine);
    Ok(engine)
}

fn sync(engine: &Engine) {
    let report = engine.sync(&Watch::quiet()).expect("an exchange");
    assert_eq!(report.end, SyncEnd::Complete, "the exchange was not complete");
}

/// Begins each visit and answers the first items of it: none of the first visit, one of the second, and so on.
fn fill(engine: &Engine, tasks: &[TaskId], checklist: &Checklist) {
    let items = checklist.items().count();
    for (number, task) in tasks.iter().enumerate() {
        let visit = engine.check_in(&arrival(*task)).expect("an arrival").visit;
        for item in checklist.items().take(number % items) {
            answer(engine, visit, item);
        }
    }
}

fn answer(engine: &Engine, visit: VisitId, item: &Item) {
    let request = AnswerRequest { visit, item: item.id.clone(), value: met(item) };
    engine.answer(&request).expect("an answer");
}

/// Answers every item of a visit that was begun, and writes notes.
fn whole(engine: &Engine, task: TaskId, checklist: &Checklist) -> VisitId {
    let begun = engine.task(&task).expect("a task").visit.expect("it was begun");
    checklist.items().for_each(|item| answer(engine, begun.visit, item));
    for item in checklist.items().take(NOTES) {
        let text = "车间东侧货架无标识，已当场提醒负责人，三日内改正并上报照片".to_owned();
        engine.note(&NoteRequest { visit: begun.visit, item: item.id.clone(), text }).expect("a note");
    }
    begun.visit
}

fn is_plain(item: &Item) -> bool {
    let both = [Conformity::Meets, Conformity::DoesNotMeet];
    let offers = match &item.judgement {
        Judgement::Entered { values } => both.iter().all(|one| values.contains(one)),
        Judgement::Computed { .. } => false,
    };
    offers && met(item) == AnswerValue { conformity: Some(Conformity::Meets), ..AnswerValue::default() }
}
