//! Where the outside world may be touched: disk, network, clock, chance, terminal, SQL.

use crate::assert_clean;
use crate::tokens::{self, Kind, Path};
use crate::tree::{self, Source};

/// Something of the outside world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// Files, sockets, processes, threads, environment.
    Io,
    /// The machine's clock.
    Clock,
    /// The machine's random source.
    Chance,
    /// Waiting for time to pass.
    Sleep,
    /// The process environment.
    Environment,
    /// The terminal.
    Print,
}

/// What may not be touched in which folder.
const CLOSED: &[(&str, &[Touch])] = &[
    ("core/domain/src/", &[Touch::Io, Touch::Clock, Touch::Chance, Touch::Print]),
    ("core/protocol/src/", &[Touch::Io, Touch::Clock, Touch::Chance, Touch::Print]),
    ("core/draft/src/", &[Touch::Io, Touch::Clock, Touch::Chance, Touch::Print]),
    ("core/store/src/", &[Touch::Clock, Touch::Chance, Touch::Sleep, Touch::Environment, Touch::Print]),
    ("core/engine/src/", &[Touch::Clock, Touch::Chance, Touch::Sleep, Touch::Environment, Touch::Print]),
    ("bindings/src/", &[Touch::Io, Touch::Clock, Touch::Chance, Touch::Print]),
    ("sync-server/src/", &[Touch::Clock, Touch::Chance, Touch::Sleep]),
    ("tests/harness/", &[Touch::Clock, Touch::Chance, Touch::Sleep, Touch::Environment]),
    ("tests/scenarios/", &[Touch::Clock, Touch::Chance, Touch::Sleep]),
    ("tests/simulation/", &[Touch::Clock, Touch::Chance, Touch::Sleep]),
    ("tests/contract/", &[Touch::Clock, Touch::Chance, Touch::Sleep]),
];

/// Files that read the machine's clock or random source, or wait, and why. Each must exist and still need it.
pub const ADAPTERS: &[(&str, &str)] = &[
    ("core/engine/src/adapter/clock.rs", "the clock port of a device"),
    ("core/engine/src/adapter/entropy.rs", "the entropy port of a device"),
    ("sync-server/src/ports.rs", "the clock and entropy ports of the office"),
    ("sync-server/src/routes/serve.rs", "the grace period at shutdown"),
    ("sync-server/src/routes/talk.rs", "how long an answer took, for /metrics; decides nothing"),
    ("tests/simulation/main.rs", "how long all worlds took, printed at the end; decides nothing"),
];

fn touch_of(path: &Path) -> Option<Touch> {
    let first = path.segments.first().map(String::as_str);
    let last = path.segments.last().map(String::as_str);
    if path.is_macro && matches!(last, Some("print" | "println" | "eprint" | "eprintln" | "dbg")) {
        return Some(Touch::Print);
    }
    if ["SystemTime", "Instant"].iter().any(|clock| path.has(clock))
        || path.starts_with("chrono::Local")
        || (last == Some("now") && path.segments.len() > 1)
    {
        return Some(Touch::Clock);
    }
    if ["getrandom", "OsRng", "SysRng", "thread_rng", "ThreadRng", "from_os_rng", "from_entropy"]
        .iter()
        .any(|source| path.has(source))
        || (first == Some("rand") && path.segments.len() > 1)
    {
        return Some(Touch::Chance);
    }
    if last == Some("sleep") || path.has("sleep_until") || path.starts_with("tokio::time::interval") {
        return Some(Touch::Sleep);
    }
    if path.starts_with("std::env") {
        return Some(Touch::Environment);
    }
    let io = [
        "std::fs",
        "std::net",
        "std::process",
        "std::thread",
        "std::os",
        "tokio",
        "reqwest",
        "rusqlite",
        "axum",
    ];
    let stdio = ["std::io::stdin", "std::io::stdout", "std::io::stderr"];
    // `use std as other` would hide what follows.
    let whole = path.text() == "std";
    (whole || io.iter().chain(&stdio).any(|outside| path.starts_with(outside))).then_some(Touch::Io)
}

fn is_closed(path: &str, touch: Touch) -> bool {
    // Where IO is closed as a whole, waiting and the environment are closed with it.
    let part_of_io = matches!(touch, Touch::Sleep | Touch::Environment);
    CLOSED.iter().any(|(folder, closed)| {
        path.starts_with(folder) && (closed.contains(&touch) || (part_of_io && closed.contains(&Touch::Io)))
    })
}

fn faults(source: &Source) -> Vec<String> {
    // What the test package holds is all test code: it is checked whole.
    let tokens = if source.path.starts_with("tests/") { &source.tokens } else { &source.shipped };
    tokens::paths(tokens)
        .iter()
        .filter_map(|path| {
            let touch = touch_of(path)?;
            is_closed(&source.path, touch)
                .then(|| format!("{}:{}: {} touches {touch:?}", source.path, path.line, path.text()))
        })
        .collect()
}

/// SQL in a string outside the folders that own a database.
fn sql_faults(source: &Source) -> Vec<String> {
    let owners = ["core/store/", "sync-server/src/db/", "tests/"];
    if source.is_in(&owners) {
        return Vec::new();
    }
    // Our SQL is written in capitals; a sentence for people is not.
    let is_sql = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().take(3).collect();
        matches!(
            words.as_slice(),
            ["SELECT", _, _]
                | ["INSERT", "INTO" | "OR", _]
                | ["DELETE", "FROM", _]
                | ["CREATE", "TABLE" | "INDEX" | "TRIGGER" | "VIEW", _]
                | ["UPDATE", _, "SET"]
                | ["PRAGMA", ..]
        )
    };
    source
        .shipped
        .iter()
        .filter(|token| tokens::string_of(token).is_some_and(is_sql))
        .map(|token| format!("{}:{}: SQL outside the database folders", source.path, token.line))
        .collect()
}

fn unsafe_faults(source: &Source) -> Vec<String> {
    let found = source.tokens.iter().filter(|token| token.is(Kind::Word, "unsafe"));
    found.map(|token| format!("{}:{}: unsafe", source.path, token.line)).collect()
}

#[test]
fn the_outside_world_is_touched_through_ports_only() {
    let found: Vec<String> = tree::sources()
        .iter()
        .filter(|source| !ADAPTERS.iter().any(|(adapter, _)| source.path == *adapter))
        .flat_map(faults)
        .collect();
    assert_clean("purity", &found);
}

#[test]
fn every_adapter_exists_and_is_still_needed() {
    let sources = tree::sources();
    for (adapter, _) in ADAPTERS {
        let source = sources.iter().find(|source| source.path == *adapter);
        let source = source.unwrap_or_else(|| panic!("{adapter} is listed as an adapter and does not exist"));
        assert!(!faults(source).is_empty(), "{adapter} touches nothing: take it off the list");
    }
}

#[test]
fn sql_stands_beside_its_database() {
    let found: Vec<String> = tree::sources().iter().flat_map(sql_faults).collect();
    assert_clean("SQL", &found);
}

#[test]
fn no_source_is_unsafe() {
    let found: Vec<String> = tree::sources().iter().flat_map(unsafe_faults).collect();
    assert_clean("unsafe", &found);
}

#[test]
fn every_touch_of_the_outside_world_is_noticed() {
    let noticed = |path, text| !faults(&Source::sample(path, text)).is_empty();
    for bad in [
        "use std::fs;",
        "use std::{collections::BTreeMap, net::TcpStream};",
        "fn f() { std::env::var(\"HOME\"); }",
        "fn f() { std::process::exit(1) }",
        "use std::time::SystemTime;",
        "fn f() { let x = Instant::now(); }",
        "fn f() { chrono::Utc::now() }",
        "fn f() { getrandom::fill(&mut x) }",
        "use rand::Rng;",
        "fn f() { println!(\"x\") }",
        "fn f() { m!(std::fs::read(x)) }",
        "use std as s;",
    ] {
        assert!(noticed("core/domain/src/a.rs", bad), "{bad}");
    }
    let test_only = "#[cfg(test)] mod tests { use std::fs; }";
    assert!(!noticed("core/domain/src/a.rs", test_only));
    assert!(!noticed(
        "core/domain/src/a.rs",
        "// std::fs\nuse std::collections::BTreeMap; fn f() { x.now(); }"
    ));
    assert!(!noticed("core/store/src/a.rs", "use std::fs;"));
    assert!(noticed("core/store/src/a.rs", "use std::time::Instant;"));
    assert!(noticed("tests/scenarios/a.rs", "#[test] fn f() { std::thread::sleep(x) }"));
    assert!(noticed("tests/harness/a.rs", "fn f() { std::env::var(x) }"));
}

#[test]
fn sql_in_a_route_is_noticed() {
    let noticed = |path, text| !sql_faults(&Source::sample(path, text)).is_empty();
    assert!(noticed("sync-server/src/routes/sync.rs", "const Q: &str = \"SELECT seq FROM feed\";"));
    assert!(noticed("core/engine/src/answer.rs", "fn f() { tx.run(r#\"INSERT INTO outbox VALUES (1)\"#) }"));
    assert!(!noticed("core/cli/src/main.rs", "const HELP: &str = \"Select a task\";"));
    assert!(!noticed("core/store/src/a.rs", "const Q: &str = \"SELECT seq FROM feed\";"));
}

#[test]
fn unsafe_code_is_noticed() {
    assert_eq!(unsafe_faults(&Source::sample("a.rs", "fn f() { unsafe { g() } }")).len(), 1);
    assert_eq!(unsafe_faults(&Source::sample("a.rs", "// unsafe\n#![forbid(unsafe_code)]")).len(), 0);
}
