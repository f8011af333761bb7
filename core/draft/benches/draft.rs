//! What a draft costs, each figure beside its limit where there is one. `cargo bench -p zhian-draft`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::Instant;
use support::*;
use zhian_domain::answer::Conformity;
use zhian_draft::*;

/// A visit of 40 items on which two officers made 400 changes.
fn full_visit(genesis: &Genesis) -> (Phone, Phone) {
    let (mut li, mut wang) = (Phone::new(1, genesis), Phone::new(2, genesis));
    li.arrives();
    wang.arrives();
    for number in 1..=40 {
        let phone = if number % 2 == 0 { &mut li } else { &mut wang };
        phone.answers(number, Conformity::Meets);
        if number <= 30 {
            let text = "车间内原料与成品混放，未见隔离标识；现场负责人称当日盘点，已要求立即整改并拍照留存。";
            let chars: Vec<char> = text.chars().collect();
            for end in [10, 20, 30, chars.len()] {
                phone.notes(number, &chars[..end].iter().collect::<String>());
            }
        }
    }
    for number in 1..=12 {
        li.photographs(number, &[u8::try_from(number).unwrap(); 40]);
    }
    for number in 1..=5_u8 {
        wang.finds(number, usize::from(number), "成品标签未标注生产许可证编号");
    }
    let mut round = 0;
    while li.made.len() + wang.made.len() < 400 {
        round += 1;
        let conformity = if round % 2 == 0 { Conformity::Meets } else { Conformity::DoesNotMeet };
        let number = 1 + round % 40;
        let phone = if number % 2 == 0 { &mut li } else { &mut wang };
        phone.answers(number, conformity);
        phone.notes(number, &format!("第{round}次核对。"));
    }
    (li, wang)
}

fn bytes_of(changes: &[Change]) -> Vec<&[u8]> {
    changes.iter().map(|change| &change.bytes[..]).collect()
}

/// Nanoseconds this thread has had a processor; 0 where the system does not tell.
fn processor_ns() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or(0.0)
}

/// Microseconds of processor time per run, on average; of the clock, by median, where the system does not tell.
///
/// Processor time, because other work on the machine must not be mistaken for ours.
fn cost(runs: usize, mut work: impl FnMut()) -> f64 {
    let before = processor_ns();
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    let spent = (processor_ns() - before) / 1e3 / runs as f64;
    times.sort_by(f64::total_cmp);
    if spent > 0.0 { spent } else { times[runs / 2] }
}

fn main() {
    let genesis = genesis(40);
    let (li, wang) = full_visit(&genesis);
    let mut merged = li.clone();
    merged.receives(&wang);
    let draft = merged.draft.clone();
    let (heads, snapshot) = (draft.heads(), draft.snapshot().unwrap());
    let log: Vec<Vec<u8>> = draft.changes().unwrap().into_iter().map(|change| change.bytes).collect();
    println!("a visit of 40 items, {} changes, snapshot {} bytes", log.len(), snapshot.len());

    let line = |name: &str, us: f64, limit: &str| println!("{name:<58}{us:>10.1} us   {limit}");
    line("start a visit", cost(400, || drop(black_box(Draft::start(&genesis)))), "");
    line("clone a draft", cost(20_000, || drop(black_box(draft.clone()))), "");
    line("read the whole content", cost(400, || drop(black_box(draft.content()))), "");
    line("write a snapshot and read it back", cost(200, || drop(black_box(draft.snapshot()))), "");
    let restored = || Draft::restore(&genesis, &snapshot, &heads).unwrap();
    line("restore from a snapshot", cost(200, || drop(black_box(restored()))), "(open a visit: 10,000)");
    line("replay 400 changes", cost(40, || drop(black_box(Draft::replay(&genesis, &log)))), "");

    let mut phone = Phone { draft: draft.clone(), ..Phone::new(3, &genesis) };
    phone.arrives();
    let mut number = 0;
    let us = cost(400, || {
        number += 1;
        let conformity = if number % 80 < 40 { Conformity::Defective } else { Conformity::Meets };
        black_box(phone.answers(1 + number % 40, conformity));
    });
    line("one answer, as a change", us, "");
    let us = cost(200, || {
        number += 1;
        black_box(phone.notes(1 + number % 40, &format!("第{number}次核对，已改。")));
    });
    line("one note, as a change", us, "");

    let mut sender = Phone { draft: draft.clone(), ..Phone::new(4, &genesis) };
    sender.made.clear();
    for number in 1..=10 {
        sender.answers(number, Conformity::NotApplicable);
    }
    let ten = bytes_of(&sender.made);
    let us = cost(200, || drop(black_box(draft.admit(&sender.author.actor, &ten).unwrap())));
    line("gate: 10 changes on 400", us, &format!("{:.0}/s on one core (500/s on two)", 1e6 / us));
    let us = cost(200, || drop(black_box(restored().admit(&sender.author.actor, &ten).unwrap())));
    line("gate: 10 changes on 400, from a snapshot", us, &format!("{:.0}/s on one core", 1e6 / us));
    let (first, second) = (bytes_of(&li.made), bytes_of(&wang.made));
    let us = cost(40, || {
        let one = Draft::start(&genesis).unwrap().admit(&li.author.actor, &first).unwrap().draft;
        black_box(one.admit(&wang.author.actor, &second).unwrap());
    });
    line(
        "gate: a whole visit of 400, two phones",
        us,
        &format!("{:.0}/s on one core (120/s on two)", 1e6 / us),
    );
    let us = cost(400, || drop(black_box(draft.admit(&li.author.actor, &first).unwrap())));
    line(&format!("gate: {} changes known already", first.len()), us, "");

    sizes(&genesis, &ten, &first);
}

fn sizes(genesis: &Genesis, ten: &[&[u8]], half: &[&[u8]]) {
    println!("\nbytes                               raw    packed   zstd 3  zstd 19");
    let mut li = Phone::new(1, genesis);
    li.arrives();
    for number in 1..=40 {
        let conformity = Conformity::ALL[(number * 7 / 3) % 4];
        li.answers(number, conformity);
    }
    let new = bytes_of(&li.made);
    let mut later = li.clone();
    later.answers(7, Conformity::Defective);
    let one = [&later.made[later.made.len() - 1].bytes[..]];
    let mut photo = li.clone();
    photo.photographs(1, b"photo");
    let one_photo = [&photo.made[photo.made.len() - 1].bytes[..]];
    for (name, changes, limit) in [
        ("new visit, 1 arrival, 40 answers", &new[..], "(2,048 with everything)"),
        ("one changed answer", &one[..], "(450 with signature and headers)"),
        ("one photo record", &one_photo[..], ""),
        ("10 answers", ten, ""),
        ("half of a 400-change visit", half, ""),
    ] {
        let raw: usize = changes.iter().map(|bytes| bytes.len()).sum();
        let parcel = pack(changes);
        assert_eq!(unpack(&parcel, changes.len()).unwrap(), changes);
        let fast = zstd::bulk::compress(&parcel, 3).unwrap().len();
        let small = zstd::bulk::compress(&parcel, 19).unwrap().len();
        println!("{name:<34}{raw:>6}{:>9}{fast:>9}{small:>9}   {limit}", parcel.len());
    }
}
