//! What a checklist of parts costs, each figure beside its limit where there is one. `cargo bench -p zhian-domain`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::time::Instant;
use zhian_domain::answer::{Answer, AnswerState, AnswerValue, Conformity, FieldValue};
use zhian_domain::asked::not_asked;
use zhian_domain::checklist::shipped::{P75_V1, P75_V2, PARTS};
use zhian_domain::checklist::{Checklist, Part, load, load_part};
use zhian_domain::completeness::completeness;
use zhian_domain::compose::{PRODUCTS_V1, Sources, compose, load_products};
use zhian_domain::enterprise::UnitKind;
use zhian_domain::facts::{Facts, ProductKind};
use zhian_domain::id::{ContentHash, DeviceId, InspectorId, ItemId, TaskId};
use zhian_domain::law::{ARTICLES_V1, load_articles};
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_domain::versions::{diff, plan};
use zhian_domain::visit::VisitContent;

/// Nanoseconds this thread has had a processor; 0 where the system does not tell.
fn processor_ns() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or(0.0)
}

/// Microseconds of processor time per run, on average; of the clock, by median, where the system does not tell.
fn cost(runs: usize, mut work: impl FnMut()) -> f64 {
    work();
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

fn line(name: &str, us: f64, limit: &str) {
    println!("{name:<66}{us:>10.1} us   {limit}");
}

/// A part of 60 items of which all but the first ask only if something else was answered.
fn conditional(condition: impl Fn(usize) -> Option<String>) -> Part {
    let mut value: Value = serde_json::from_str(PARTS[3].1).unwrap();
    let mut item = value["sections"][0]["items"][0].clone();
    item["fields"] =
        json!([{"id": "n", "label": {"zh": "数", "en": "Number"}, "kind": "number", "required": true}]);
    item["media"] = json!([]);
    let items: Vec<Value> = (0..60)
        .map(|number| {
            let mut item = item.clone();
            item["id"] = json!(format!("T-{number:02}"));
            item["when"] = json!(condition(number));
            item
        })
        .collect();
    value["id"] = json!("T");
    value["sections"] = json!([{"id": "one", "title": {"zh": "一", "en": "One"}, "items": items}]);
    load_part("t.v1.json", &value.to_string()).unwrap()
}

fn answer(content: &mut VisitContent, item: ItemId, number: i64) {
    let at =
        ClockReading { device: Timestamp::from_unix_ms(1), offset_minutes: 480, monotonic_ms: 1, gnss: None };
    let (by, device) = (InspectorId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
    let fields = BTreeMap::from([("n".to_owned(), FieldValue::Number(number.into()))]);
    let value = AnswerValue { conformity: Some(Conformity::DoesNotMeet), fields };
    let one = Answer { value, by, device, at, settles: Vec::new() };
    content.answers.insert(item, AnswerState::One(one));
}

fn filled(checklist: &Checklist) -> VisitContent {
    let mut content = VisitContent::empty(TaskId::from_bytes([1; 16]), ContentHash::of(b"bench"));
    checklist.items().for_each(|item| answer(&mut content, item.id.clone(), 5));
    content
}

fn evaluates(name: &str, part: &Part, limit: &str) {
    let mut content = filled(part.checklist());
    let first = ItemId::new("T-00").unwrap();
    let mut number = 0;
    let us = cost(400, || {
        number += 1;
        answer(&mut content, first.clone(), 3 + number % 4);
        black_box(not_asked(part.checklist(), &content));
    });
    line(name, us, limit);
}

fn main() {
    let parts: Vec<Part> = PARTS.iter().map(|(file, json)| load_part(file, json).unwrap()).collect();
    let law = load_articles("articles.v1.json", ARTICLES_V1).unwrap();
    let products = load_products("products.v1.json", PRODUCTS_V1).unwrap();
    let sources = Sources { parts: &parts, law: &law, products: &products };
    let facts = |kind, codes: &[&str]| Facts {
        kind,
        size: None,
        classes: None,
        products: codes.iter().map(|code| ProductKind::new(code).unwrap()).collect::<BTreeSet<_>>(),
    };
    let day = "2026-11-21".parse().unwrap();
    let shop = facts(UnitKind::Retailer, &["electric-bicycle", "power-bank", "fire-extinguisher"]);
    let made = compose(&shop, &sources, day).unwrap();
    println!("composed: {} items, {} bytes", made.checklist.items().count(), made.json.len());
    line(
        "compose base, three overlays and conduct",
        cost(200, || drop(black_box(compose(&shop, &sources, day)))),
        "(5,000)",
    );
    let codes: Vec<&str> = products.names.keys().map(ProductKind::as_str).collect();
    let all = facts(UnitKind::ProducerAndSeller, &codes);
    line("compose every part", cost(100, || drop(black_box(compose(&all, &sources, day)))), "");
    line("read the composed file", cost(200, || drop(black_box(load("c.json", &made.json)))), "");
    line("read P75, version 1", cost(200, || drop(black_box(load("p75.v1.json", P75_V1)))), "");
    line("read P75, version 2", cost(200, || drop(black_box(load("p75.v2.json", P75_V2)))), "");
    line("read the law records", cost(50, || drop(black_box(load_articles("a", ARTICLES_V1)))), "");

    let chained = conditional(|number| {
        let before = number.checked_sub(1)?;
        Some(format!(
            "answers['T-{before:02}'].judgement == 'does-not-meet' && answers['T-00'].fields['n'] >= {}",
            number % 5
        ))
    });
    evaluates("60 items, 59 conditions in one chain, after one answer", &chained, "(2,000)");
    let words: Vec<String> = (0..12).map(|number| format!("'{number}'")).collect();
    let looped = conditional(|number| {
        let before = number.checked_sub(1)?;
        let list = words.join(",");
        Some(format!(
            "answers['T-{before:02}'].fields['n'] > 0 && !([{list}].exists(a, [{list}].exists(b, a == 'x' && b == 'y')))"
        ))
    });
    evaluates("60 items, 59 conditions with loops of 144 steps each", &looped, "(2,000)");
    let list = (0..27).map(|number| format!("'{number}'")).collect::<Vec<_>>().join(",");
    let longest = conditional(|number| {
        (number == 1).then(|| format!("[{list}].exists(a, [{list}].exists(b, a == 'x'))"))
    });
    evaluates("the longest single expression that is published", &longest, "");
    let content = filled(chained.checklist());
    line(
        "completeness of that visit",
        cost(400, || drop(black_box(completeness(chained.checklist(), &content)))),
        "",
    );

    let (old, new) = (load("p75.v1.json", P75_V1).unwrap(), load("p75.v2.json", P75_V2).unwrap());
    line("differences between two versions of P75", cost(200, || drop(black_box(diff(&old, &new)))), "");
    let content = filled(&old);
    line("plan of a move with 40 answers", cost(200, || drop(black_box(plan(&old, &new, &content)))), "");
}
