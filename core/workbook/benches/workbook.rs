//! What a workbook costs, each figure beside its limit where there is one. `cargo bench -p zhian-workbook`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;
use zhian_workbook::{Part, export, import};

/// A checklist of `items` items with one field each, and a risk list of `risks` rows.
fn content(items: usize, risks: usize) -> Vec<Part> {
    let (mut all, mut rows) = (String::new(), String::new());
    for number in 1..=items {
        let comma = if number > 1 { "," } else { "" };
        write!(
            all,
            r#"{comma}{{"id":"T-{number:05}","ask":{{"zh":"第{number}项：在售产品的标识、合格证与实物一致，标识清晰，无涂改","en":"Item {number}: do marks and certificate agree with the product?"}},
            "how":[{{"zh":"核对合格证与实物。","en":"Compare certificate and product."}},{{"zh":"拍摄标识。","en":"Photograph the mark."}}],
            "basis":["PQL-33","CCC-27"],"judgement":{{"entered":["meets","does-not-meet","not-applicable"]}},
            "fields":[{{"id":"count","label":{{"zh":"抽查数量","en":"Number checked"}},"kind":"number","unit":"件","required":true,"min":0,"max":1000,"constraint":"value <= 100"}}],
            "limits":[],"evidence":{{"when":"always","method":"photo","count":1}},"severity":"A","consequences":["R2","L49"],"media":[],"when":null,"note":null}}"#
        )
        .unwrap();
    }
    for number in 1..=risks {
        let comma = if number > 1 { "," } else { "" };
        write!(
            rows,
            r#"{comma}{{"id":"RL-T-{number:05}","stage":"sale","category":{{"zh":"标识","en":"Marking"}},"indicator":{{"zh":"标识缺失或者与实物不符","en":"Marks missing or wrong"}},
            "measure":{{"zh":"逐件核对，不符的下架","en":"Check each and take it off the shelf"}},"mode":"daily","role":"officer","frequency":{{"zh":"每日一次","en":"Daily"}},
            "basis":["PQL-33"],"verified":"M","evidence":null}}"#
        )
        .unwrap();
    }
    let checklist = format!(
        r#"{{"schema":2,"id":"T","version":1,"kind":"base","title":{{"zh":"测试","en":"Test"}},"applies":{{"units":["seller"]}},"sections":[{{"id":"all","title":{{"zh":"全部","en":"All"}},"items":[{all}]}}]}}"#
    );
    let list = format!(
        r#"{{"schema":2,"id":"RL-T","version":1,"sample":true,"title":{{"zh":"示例","en":"Sample"}},"unit":"seller","product":"toy","rows":[{rows}]}}"#
    );
    [checklist, list].iter().map(|json| Part::read("bench", json).unwrap()).collect()
}

/// Milliseconds of the quickest of several runs: other work on the machine must not be mistaken for ours.
fn cost(mut work: impl FnMut()) -> f64 {
    let run = |_| {
        let started = Instant::now();
        work();
        started.elapsed().as_secs_f64() * 1e3
    };
    (0..7).map(run).fold(f64::INFINITY, f64::min)
}

fn main() {
    let line = |name: &str, ms: f64, limit: &str| println!("{name:<58}{ms:>10.1} ms   {limit}");
    for (name, items, risks, limit) in
        [("2,000 rows", 750, 498, "limit 2,000 ms"), ("10,000 rows", 4_000, 1_990, "")]
    {
        let parts = content(items, risks);
        let bytes = export(&parts).unwrap();
        println!("{name}: {} items with a field each, {risks} risks, {} bytes", items, bytes.len());
        line("  export", cost(|| drop(black_box(export(&parts)))), "");
        line("  import", cost(|| drop(black_box(import(&bytes).unwrap()))), limit);
    }
}
