//! The simulation: random plans of a few phones and an office, with faults everywhere, and an oracle that knows what
//! must hold afterwards. Real engines, real server.
//!
//! `cargo test -p zhian-tests --test simulation` plays the seeds of `make test`;
//! `ZHIAN_SEED=17` plays one of them, `ZHIAN_SEED=1..2000` plays a range.

mod memory;
mod oracle;
mod plan;
mod run;
mod sabotage;
mod tally;

use plan::Plan;
use sabotage::Sabotage;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tally::Tally;

/// Seeds played by `make test`.
const SEEDS: u64 = 500;

fn main() -> ExitCode {
    let seeds = match std::env::var("ZHIAN_SEED") {
        Ok(asked) => range(&asked),
        Err(_) => 1..SEEDS + 1,
    };
    let one = seeds.end - seeds.start == 1;
    if !one {
        // Panics are gathered and told once, with their plan.
        std::panic::set_hook(Box::new(|_| {}));
        if !the_oracle_can_fail() {
            return ExitCode::FAILURE;
        }
    }
    let begun = Instant::now();
    let next = AtomicU64::new(seeds.start);
    let results: Mutex<(Tally, Vec<(u64, String)>)> = Mutex::default();
    // Worlds wait for the disk half of their time, so there are more of them at once than cores.
    let threads = 2 * std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= seeds.end {
                        return;
                    }
                    let outcome = play(seed, Sabotage::None);
                    let mut results = results.lock().expect("no thread dies with the lock");
                    match outcome {
                        Ok(tally) => results.0.add(&tally),
                        Err(reason) => results.1.push((seed, reason)),
                    }
                }
            });
        }
    });
    let (tally, mut failures) = results.into_inner().expect("every thread is done");
    println!("simulation: seeds {seeds:?} in {:.1} s: {tally}", begun.elapsed().as_secs_f64());
    failures.sort();
    for (seed, reason) in failures.iter().take(3) {
        println!(
            "\nFAILED {}{reason}\nreplay: ZHIAN_SEED={seed} cargo test -p zhian-tests --test simulation",
            Plan::of(*seed)
        );
    }
    if !failures.is_empty() {
        let list: Vec<u64> = failures.iter().map(|(seed, _)| *seed).collect();
        println!("\n{} seeds failed: {list:?}", failures.len());
        return ExitCode::FAILURE;
    }
    if seeds.end - seeds.start >= SEEDS && !tally.is_worth_something() {
        println!("the plans no longer reach what they are for");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn range(asked: &str) -> std::ops::Range<u64> {
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("ZHIAN_SEED={asked} is no seed"));
    match asked.split_once("..") {
        Some((from, to)) => number(from)..number(to),
        None => number(asked)..number(asked) + 1,
    }
}

fn play(seed: u64, sabotage: Sabotage) -> Result<Tally, String> {
    let plan = Plan::of(seed);
    catch_unwind(AssertUnwindSafe(|| run::run(&plan, sabotage))).map_err(|cause| {
        let text = cause.downcast_ref::<String>().cloned();
        text.or_else(|| cause.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
    })
}

/// Worlds that really lose something: the oracle must say so in most of them, and for the right reason.
fn the_oracle_can_fail() -> bool {
    for sabotage in
        [Sabotage::FalseReceipts, Sabotage::PhoneForgets, Sabotage::OfficeForgets, Sabotage::FileAltered]
    {
        let caught: Vec<String> = (1..=8).filter_map(|seed| play(seed, sabotage).err()).collect();
        println!("oracle, {sabotage:?}: caught in {} of 8 worlds", caught.len());
        if caught.len() < 4 {
            println!("a world that loses something passed: the oracle is blind");
            return false;
        }
    }
    true
}
