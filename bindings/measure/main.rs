//! `zhian-seam-measure DIR VISIT ITEM`: what the seam costs without a language around it.
//!
//! The programs of Kotlin and Swift do the very same and print the very same line:
//! `{"call_p50_us":…,"answer_p50_us":…,"answer_p95_us":…,"item_p50_us":…,"first_screen_ms":…}`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement prints its figures and stops at the first thing that goes wrong"
)]

use std::time::{Duration, Instant};
use zhian_bindings::view::Judgement;
use zhian_bindings::{AnswerInput, Engine, Language, OpenRequest};

const CALLS: usize = 1_000;
const ANSWERS: usize = 500;
/// Calls before any that count.
const WARM: usize = 100;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [dir, visit, item] = words.as_slice() else {
        println!("usage: zhian-seam-measure DIR VISIT ITEM");
        std::process::exit(2);
    };
    let start = Instant::now();
    let request = OpenRequest {
        dir: dir.clone(),
        app: "measure 1".to_owned(),
        language: Some(Language::Zh),
        zone_minutes: 480,
    };
    let engine = Engine::open(request, None, None, None, None, None).unwrap();
    assert!(!engine.home().unwrap().drafts.is_empty());
    let first_screen = start.elapsed();

    let calls = timed(CALLS, |_| drop(engine.settings().unwrap()));
    let answers = timed(ANSWERS, |round| {
        // Another answer each time, so that each is a change.
        let judgement = if round % 2 == 0 { Judgement::DoesNotMeet } else { Judgement::Meets };
        let input = AnswerInput {
            visit: visit.clone(),
            item: item.clone(),
            judgement: Some(judgement),
            fields: Vec::new(),
        };
        engine.answer(input).unwrap();
    });
    let items = timed(CALLS, |_| drop(engine.item(visit.clone(), item.clone()).unwrap()));
    engine.shut().unwrap();
    println!(
        "{{\"call_p50_us\":{:.1},\"answer_p50_us\":{:.1},\"answer_p95_us\":{:.1},\"item_p50_us\":{:.1},\
         \"first_screen_ms\":{:.2}}}",
        us(&calls, 50),
        us(&answers, 50),
        us(&answers, 95),
        us(&items, 50),
        first_screen.as_secs_f64() * 1e3,
    );
}

/// How long each call took, shortest first; the first [`WARM`] do not count.
fn timed(count: usize, mut call: impl FnMut(usize)) -> Vec<Duration> {
    let time = |round| {
        let start = Instant::now();
        call(round);
        start.elapsed()
    };
    let mut times: Vec<Duration> = (0..WARM + count).map(time).skip(WARM).collect();
    times.sort_unstable();
    times
}

fn us(times: &[Duration], share: usize) -> f64 {
    times[(times.len() - 1) * share / 100].as_secs_f64() * 1e6
}
