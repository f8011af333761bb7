//! Documents speak of what is there: every path, test, type and table they name exists.

use crate::assert_clean;
use crate::naming::tests_in;
use crate::tokens::{Kind, behind_group, functions, names_after};
use crate::tree::{self, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Endings by which a word in a document is known to be a file.
const ENDINGS: &[&str] = &[".rs", ".md", ".toml", ".sql", ".json", ".sh", ".svg", ".hex", ".csv"];

/// A text between backticks or a link's target, with its line.
fn quoted(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        found.extend(line.split('`').skip(1).step_by(2).map(|one| (index + 1, one.to_owned())));
    }
    found
}

fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for rest in line.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") {
                found.push((index + 1, target.to_owned()));
            }
        }
    }
    found
}

/// What exists: files, and every folder above them.
struct Existing {
    paths: BTreeSet<String>,
    made: BTreeSet<String>,
}

impl Existing {
    fn new(files: &[String], made: BTreeSet<String>) -> Self {
        let mut paths: BTreeSet<String> = files.iter().cloned().collect();
        for file in files {
            let parts: Vec<&str> = file.split('/').collect();
            paths.extend((1..parts.len()).map(|count| parts[..count].join("/")));
        }
        Self { paths, made }
    }

    fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let top = path.split('/').next().unwrap_or_default();
        self.made.iter().any(|made| made == top || path.starts_with(made.as_str()))
            || self.paths.contains(path)
    }

    /// `core/*/src` stands for every folder that fits; at least one must.
    fn fits(&self, pattern: &str) -> bool {
        let pattern: Vec<&str> = pattern.trim_end_matches('/').split('/').collect();
        self.paths.iter().any(|path| {
            let parts: Vec<&str> = path.split('/').collect();
            parts.len() == pattern.len()
                && parts.iter().zip(&pattern).all(|(part, want)| segment_fits(part, want))
        })
    }
}

fn segment_fits(part: &str, want: &str) -> bool {
    match want.split_once('*') {
        None => part == want,
        Some((front, back)) => {
            part.len() >= front.len() + back.len() && part.starts_with(front) && part.ends_with(back)
        }
    }
}

/// Whether a quoted text claims to be a path of this repository.
fn is_path(text: &str, existing: &Existing, folder: &str) -> bool {
    let plain = !text.is_empty()
        && !text.starts_with(['/', '-', '.'])
        && !text.contains(|c: char| c.is_whitespace() || "<>{}()|=,:;\"'$…".contains(c));
    let top = text.split('/').next().unwrap_or_default();
    let known_top = text.contains('/') && (existing.has(top) || existing.has(&join(folder, top)));
    plain && (known_top || ENDINGS.iter().any(|ending| text.ends_with(ending)))
}

fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// A folder and every one above it, down to the root.
fn above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
        Some((up, _)) => Some(up),
        None if folder.is_empty() => None,
        None => Some(""),
    })
}

fn path_faults(document: &str, text: &str, existing: &Existing) -> Vec<String> {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for (line, target) in links(text) {
        if !existing.has(&join(folder, &target)) {
            found.push(format!("{document}:{line}: the link {target} leads nowhere"));
        }
    }
    for (line, quoted) in quoted(text) {
        let there = |path: &str| if path.contains('*') { existing.fits(path) } else { existing.has(path) };
        // A document may name a path from the root, from its own folder, or from one above it.
        let from_any = || above(folder).any(|folder| there(&join(folder, &quoted)));
        if is_path(&quoted, existing, folder) && !from_any() {
            found.push(format!("{document}:{line}: {quoted} does not exist"));
        }
    }
    found
}

/// An invariant is a row `| sentence | guarded by |`; a guard is `file` with one or more tests of that file.
fn invariant_faults(text: &str, tests: &BTreeMap<String, BTreeSet<String>>) -> (usize, Vec<String>) {
    let (mut rows, mut found) = (0, Vec::new());
    for (index, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [sentence, guard] = cells.as_slice() else {
            found.push(format!("line {}: a row has a sentence and its guards, and nothing else", index + 1));
            continue;
        };
        if sentence.starts_with("---") || *guard == "guarded by" {
            continue;
        }
        rows += 1;
        let mut file = None;
        let mut guards = 0;
        for name in guard.split('`').skip(1).step_by(2) {
            if name.ends_with(".rs") {
                file = Some(name);
                continue;
            }
            guards += 1;
            let held = file.and_then(|file| tests.get(file)).is_some_and(|held| held.contains(name));
            if !held {
                found.push(format!("line {}: no test {name} in {}", index + 1, file.unwrap_or("no file")));
            }
        }
        if guards == 0 {
            found.push(format!("line {}: no test guards: {sentence}", index + 1));
        }
    }
    (rows, found)
}

/// Names that may guard an invariant: tests, and in the suites that bring their own runner every function.
fn guards_in(source: &Source) -> BTreeSet<String> {
    let own_runner = source.is_in(&["tests/simulation/", "tests/contract/"]);
    let every = functions(&source.tokens).into_iter().filter(|_| own_runner).map(|function| function.name);
    tests_in(source).into_iter().map(|(name, _)| name).chain(every).collect()
}

/// A row of the glossary is `| noun | type | table | zh | en |`; types in backticks, tables in backticks or a dash.
fn glossary_faults(text: &str, types: &BTreeSet<String>, tables: &BTreeSet<String>) -> (usize, Vec<String>) {
    let (mut rows, mut found) = (0, Vec::new());
    for (index, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [noun, named_types, named_tables, zh, en] = cells.as_slice() else {
            found.push(format!("line {}: a row has five cells", index + 1));
            continue;
        };
        if noun.starts_with("---") || *noun == "noun" {
            continue;
        }
        rows += 1;
        if zh.is_empty() || en.is_empty() {
            found.push(format!("line {}: {noun} has no label in both languages", index + 1));
        }
        for (cell, known, kind) in [(named_types, types, "type"), (named_tables, tables, "table")] {
            let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
            if names.is_empty() && *cell != "–" {
                found.push(format!("line {}: {noun} names no {kind}; write – if it has none", index + 1));
            }
            for name in names {
                let last = name.rsplit([':', '.']).next().unwrap_or(name);
                if !known.contains(last) {
                    found.push(format!("line {}: there is no {kind} {name}", index + 1));
                }
            }
        }
    }
    (rows, found)
}

/// Identifiers of fixed length are declared by a macro: `fixed_id!(/** doc */ TaskId, 16, "task")`.
fn identifiers_by_macro(source: &Source) -> Vec<String> {
    let calls = source.tokens.windows(3).enumerate().filter(|(_, three)| {
        three[0].text == "fixed_id" && three[1].text == "!" && three[2].is(Kind::Open, "(")
    });
    let inside = calls.map(|(index, _)| &source.tokens[index + 3..behind_group(&source.tokens, index + 2)]);
    // The name is the first word that a comma follows; the words before it are the doc.
    let names = inside.filter_map(|call| {
        call.windows(2)
            .find(|pair| pair[0].kind == Kind::Word && pair[1].text == ",")
            .map(|pair| pair[0].text.clone())
    });
    names.collect()
}

/// Names of tables that SQL files create.
fn tables_of(sql: &str) -> Vec<String> {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let mut rest = words[index + 1..].iter().filter(|word| !matches!(**word, "IF" | "NOT" | "EXISTS"));
        if *word == "TABLE" && index > 0 && matches!(words[index - 1], "CREATE" | "VIRTUAL") {
            found.extend(rest.next().map(|name| name.split('(').next().unwrap_or(name).to_owned()));
        }
    }
    found
}

/// Places of a workplace that readers of this repository do not have. Spelt in halves, or this file would name them.
fn mention_faults(path: &str, text: &str) -> Vec<String> {
    let never = [concat!("/wo", "rk/"), concat!("../sha", "red"), concat!("DEVELO", "PERS.md")];
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for mention in never.iter().filter(|mention| line.contains(**mention)) {
            found.push(format!("{path}:{}: {mention}", index + 1));
        }
    }
    found
}

fn documents() -> Vec<String> {
    tree::files().into_iter().filter(|path| path.ends_with(".md")).collect()
}

#[test]
fn every_path_named_in_a_document_exists() {
    let existing = Existing::new(&tree::files(), tree::made());
    let documents = documents();
    assert!(documents.len() > 10, "only {} documents found", documents.len());
    let found: Vec<String> =
        documents.iter().flat_map(|path| path_faults(path, &tree::text(path), &existing)).collect();
    assert_clean("paths in documents", &found);
}

#[test]
fn every_invariant_is_guarded_by_a_test_that_exists() {
    let tests = tree::sources().iter().map(|source| (source.path.clone(), guards_in(source))).collect();
    let (rows, found) = invariant_faults(&tree::text("docs/invariants.md"), &tests);
    assert_clean("invariants", &found);
    assert!(rows > 20, "only {rows} invariants were read");
}

#[test]
fn every_type_and_table_of_the_glossary_exists() {
    let sources = tree::sources();
    let shipped: Vec<&Source> =
        sources.iter().filter(|source| source.is_in(&["core/", "sync-server/"])).collect();
    let mut types = BTreeSet::new();
    for source in shipped {
        for keyword in ["struct", "enum", "type"] {
            types.extend(names_after(&source.tokens, keyword).map(str::to_owned));
        }
        types.extend(identifiers_by_macro(source));
    }
    let tables: BTreeSet<String> = tree::files()
        .iter()
        .filter(|path| path.ends_with(".sql"))
        .flat_map(|path| tables_of(&tree::text(path)))
        .collect();
    let (rows, found) = glossary_faults(&tree::text("docs/glossary.md"), &types, &tables);
    assert_clean("glossary", &found);
    assert!(rows > 20, "only {rows} rows were read");
}

#[test]
fn nothing_mentions_a_place_that_readers_do_not_have() {
    let mut found = Vec::new();
    for path in tree::files() {
        // Files that are no text hold no prose.
        if let Ok(text) = std::fs::read_to_string(tree::root().join(&path)) {
            found.extend(mention_faults(&path, &text));
        }
    }
    assert_clean("mentions", &found);
}

#[test]
fn a_path_that_does_not_exist_is_noticed() {
    let files = ["core/domain/src/id.rs", "docs/a.md", "docs/b.md", "Makefile"].map(str::to_owned);
    let existing = Existing::new(&files, BTreeSet::from(["target".to_owned()]));
    let noticed = |text| path_faults("docs/a.md", text, &existing).len();
    for good in [
        "`core/domain/src/id.rs`, `core/domain/`, `core/*/src`, `b.md`, `target/release/zhian`",
        "[b](b.md), [id](../core/domain/src/id.rs#L1), [web](https://example.org/x.md)",
        "`POST /v1/sync`, `image/jpeg`, `2/3`, `/v1/sync`",
        "```\ncore/no.rs `core/no.rs`\n```",
        "`a.md` from here, `Makefile` from above",
    ] {
        assert_eq!(noticed(good), 0, "{good}");
    }
    for bad in
        ["`core/domain/src/no.rs`", "`core/store/`", "`no.md`", "[b](no.md)", "`core/*/no`", "`old/place.rs`"]
    {
        assert_eq!(noticed(bad), 1, "{bad}");
    }
}

#[test]
fn an_invariant_without_its_test_is_noticed() {
    let held = BTreeSet::from(["nothing_is_lost_ever".to_owned()]);
    let tests = BTreeMap::from([("tests/a.rs".to_owned(), held)]);
    let check = |row: &str| invariant_faults(&format!("| sentence | guarded by |\n|---|---|\n{row}"), &tests);
    assert_eq!(check("| It is so. | `tests/a.rs` `nothing_is_lost_ever` |"), (1, vec![]));
    for bad in [
        "| It is so. | `tests/a.rs` `another_test_name_here` |",
        "| It is so. | `tests/b.rs` `nothing_is_lost_ever` |",
        "| It is so. | `nothing_is_lost_ever` |",
        "| It is so. | people |",
        "| It is so. |",
    ] {
        assert_eq!(check(bad).1.len(), 1, "{bad}");
    }
}

#[test]
fn a_glossary_row_that_names_nothing_real_is_noticed() {
    let types = BTreeSet::from(["Task".to_owned()]);
    let tables = BTreeSet::from(["task".to_owned()]);
    let check = |row: &str| glossary_faults(row, &types, &tables).1.len();
    assert_eq!(check("| task | `task::Task` | `task` | 任务 | task |"), 0);
    assert_eq!(check("| task | `Task` | – | 任务 | task |"), 0);
    assert_eq!(check("| task | `Job` | `task` | 任务 | task |"), 1);
    assert_eq!(check("| task | `Task` | `job` | 任务 | task |"), 1);
    assert_eq!(check("| task | `Task` | `task` |  | task |"), 1);
    assert_eq!(check("| task | Task | `task` | 任务 | task |"), 1);
    assert_eq!(check("| task | `Task` |"), 1);
    assert_eq!(
        tables_of("CREATE TABLE task(\n x); CREATE VIRTUAL TABLE IF NOT EXISTS name USING fts5"),
        ["task", "name"]
    );
}

#[test]
fn a_mention_of_a_workplace_is_noticed() {
    assert_eq!(mention_faults("a.md", concat!("see ../sha", "red/design.md")).len(), 1);
    assert_eq!(mention_faults("a.md", concat!("cd /wo", "rk/main")).len(), 1);
    assert_eq!(mention_faults("a.md", "the network works/fails").len(), 0);
}
