//! What the seam adds to the engine: the same calls through both, interleaved, on two copies of a folder with 500
//! visits. Run with `cargo bench -p zhian-bindings --bench seam`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement prints its figures and stops at the first thing that goes wrong"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zhian_bindings::view::Judgement;
use zhian_bindings::{AnswerInput, Language, OpenRequest};
use zhian_domain::answer::{AnswerValue, Conformity};
use zhian_engine::adapter::{Parts, standard};
use zhian_engine::{AnswerRequest, Engine};
use zhian_tests::seam::{self, Staged};

const ROUNDS: usize = 1_000;
const OPENINGS: usize = 15;
/// A whole item screen, in the middle of a visit with 40 answered items.
const ITEM_MS_MAX: f64 = 2.0;
/// Opening and home, as the strictest app has it.
const FIRST_SCREEN_MS_MAX: f64 = 60.0;

fn seam_on(dir: &Path) -> Arc<zhian_bindings::Engine> {
    let request = OpenRequest {
        dir: dir.to_str().unwrap().to_owned(),
        app: "bench 1".to_owned(),
        language: Some(Language::Zh),
        zone_minutes: 480,
    };
    zhian_bindings::Engine::open(request, None, None, None, None, None).unwrap()
}

fn engine_on(dir: &Path) -> Engine {
    Engine::open(standard(dir, "bench 1", 480, Parts::default()).unwrap()).unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn time(call: impl FnOnce()) -> Duration {
    let start = Instant::now();
    call();
    start.elapsed()
}

fn at(times: &mut [Duration], share: usize) -> f64 {
    times.sort_unstable();
    times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3
}

fn verdict(holds: bool) -> &'static str {
    if holds { "holds" } else { "MISSED" }
}

/// Runs both ways of one call in turn and prints them side by side; the seam's median in milliseconds.
fn compare(
    name: &str,
    rounds: usize,
    mut through_seam: impl FnMut(usize),
    mut direct: impl FnMut(usize),
) -> f64 {
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        ours.push(time(|| through_seam(round)));
        bare.push(time(|| direct(round)));
    }
    let (p50, direct_p50) = (at(&mut ours, 50), at(&mut bare, 50));
    let (p95, direct_p95) = (at(&mut ours, 95), at(&mut bare, 95));
    println!("  {name:<34} {p50:>8.3} {direct_p50:>8.3}   {p95:>8.3} {direct_p95:>8.3}");
    p50
}

fn calls(seam: &zhian_bindings::Engine, engine: &Engine, staged: &Staged) -> f64 {
    let (visit, item) = (staged.visit.to_string(), staged.item.as_str().to_owned());
    compare("settings", ROUNDS, |_| drop(seam.settings().unwrap()), |_| drop(engine.settings().unwrap()));
    compare("home", 100, |_| drop(seam.home().unwrap()), |_| drop(engine.home().unwrap()));
    compare(
        "visit of 40 items",
        200,
        |_| drop(seam.visit(visit.clone()).unwrap()),
        |_| drop(engine.visit(&staged.visit).unwrap()),
    );
    compare(
        "answer, durable",
        ROUNDS,
        |round| {
            let judgement = if round % 2 == 0 { Judgement::DoesNotMeet } else { Judgement::Meets };
            let input = AnswerInput {
                visit: visit.clone(),
                item: item.clone(),
                judgement: Some(judgement),
                fields: Vec::new(),
            };
            seam.answer(input).unwrap();
        },
        |round| {
            let judged = if round % 2 == 0 { Conformity::DoesNotMeet } else { Conformity::Meets };
            let value = AnswerValue { conformity: Some(judged), ..AnswerValue::default() };
            engine.answer(&AnswerRequest { visit: staged.visit, item: staged.item.clone(), value }).unwrap();
        },
    );
    compare(
        "item of a visit of 40",
        ROUNDS,
        |_| drop(seam.item(visit.clone(), item.clone()).unwrap()),
        |_| drop(engine.item(&staged.visit, &staged.item).unwrap()),
    )
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let [ours, bare] = ["seam", "engine"].map(|name| folder.path().join(name));
    let staged = seam::stage(&ours);
    copy(&ours, &bare);
    println!("the seam on {} visits; milliseconds", seam::VISITS);
    println!("  {:<34} {:>8} {:>8}   {:>8} {:>8}", "", "seam p50", "bare", "p95", "bare");
    let first = compare(
        "open and home, warm disk",
        OPENINGS,
        |_| drop(seam_on(&ours).home().unwrap()),
        |_| drop(engine_on(&bare).home().unwrap()),
    );
    let (seam, engine) = (seam_on(&ours), engine_on(&bare));
    let item = calls(&seam, &engine, &staged);
    println!("  item       limit {ITEM_MS_MAX:>5} ms   {}", verdict(item <= ITEM_MS_MAX));
    println!("  first      limit {FIRST_SCREEN_MS_MAX:>5} ms   {}", verdict(first <= FIRST_SCREEN_MS_MAX));
}
