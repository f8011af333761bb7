//! Files and functions that a person can hold in mind. There are no exceptions.

use crate::assert_clean;
use crate::tokens::{self, Kind};
use crate::tree::{self, Source};

/// Longest file without its tests, lines.
const FILE_LINES_MAX: usize = 400;
/// Longest file that is test code as a whole, lines.
const TEST_FILE_LINES_MAX: usize = 600;
/// Longest function, lines from `fn` to its closing brace.
const FUNCTION_LINES_MAX: usize = 70;
/// Longest function of test code, lines: a story is read from top to bottom.
const TEST_FUNCTION_LINES_MAX: usize = 120;
/// Longest test module inside a file, lines; a longer one gets a file of its own.
const INLINE_TEST_LINES_MAX: usize = 200;

fn faults(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let is_test = source.is_test || source.path.starts_with("tests/");
    let inline: usize = source.test_lines.iter().map(|(first, last)| last + 1 - first).sum();
    let own = if is_test { source.lines } else { source.lines - inline };
    let file_lines_max = if is_test { TEST_FILE_LINES_MAX } else { FILE_LINES_MAX };
    if own > file_lines_max {
        found.push(format!("{}: {own} lines, at most {file_lines_max}", source.path));
    }
    if !is_test && inline > INLINE_TEST_LINES_MAX {
        found.push(format!(
            "{}: {inline} lines of tests inside, at most {INLINE_TEST_LINES_MAX}",
            source.path
        ));
    }
    for function in tokens::functions(&source.tokens) {
        let in_tests = source.test_lines.iter().any(|(first, last)| (first..=last).contains(&&function.line));
        let lines_max = if is_test || in_tests { TEST_FUNCTION_LINES_MAX } else { FUNCTION_LINES_MAX };
        if function.lines > lines_max {
            let (path, line, name) = (&source.path, function.line, &function.name);
            found.push(format!("{path}:{line}: {name} has {} lines, at most {lines_max}", function.lines));
        }
    }
    found
}

/// Work left lying about: marks of unfinished code, and tests that do not run.
fn leftovers(source: &Source, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for path in tokens::paths(&source.tokens) {
        let last = path.segments.last().map(String::as_str);
        if path.is_macro && matches!(last, Some("todo" | "unimplemented")) {
            found.push(format!("{}:{}: {}!", source.path, path.line, path.text()));
        }
    }
    for three in source.tokens.windows(3) {
        let attribute = three[0].is(Kind::Mark, "#") && three[1].is(Kind::Open, "[");
        if attribute && three[2].is(Kind::Word, "ignore") {
            found.push(format!("{}:{}: an ignored test", source.path, three[0].line));
        }
    }
    // Spelt in halves, or this file would name itself.
    for mark in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")] {
        for (index, line) in text.lines().enumerate() {
            let mut words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            if words.any(|word| word == mark) {
                found.push(format!("{}:{}: {mark}", source.path, index + 1));
            }
        }
    }
    found
}

#[test]
fn files_and_functions_can_be_held_in_mind() {
    let found: Vec<String> = tree::sources().iter().flat_map(faults).collect();
    assert_clean("size", &found);
}

#[test]
fn no_work_is_left_lying_about_and_every_test_runs() {
    let found: Vec<String> =
        tree::sources().iter().flat_map(|source| leftovers(source, &tree::text(&source.path))).collect();
    assert_clean("leftovers", &found);
}

#[test]
fn a_long_file_a_long_function_and_long_inline_tests_are_noticed() {
    let noticed = |text: &str| faults(&Source::sample("core/a/src/a.rs", text)).len();
    assert_eq!(noticed(&"const A: u8 = 1;\n".repeat(400)), 0);
    assert_eq!(noticed(&"const A: u8 = 1;\n".repeat(401)), 1);
    assert_eq!(noticed(&format!("fn f() {{\n{}}}", "g();\n".repeat(68))), 0);
    assert_eq!(noticed(&format!("fn f() {{\n{}}}", "g();\n".repeat(69))), 1);
    let story = |lines| {
        faults(&Source::sample("tests/a.rs", &format!("fn f() {{\n{}}}", "g();\n".repeat(lines)))).len()
    };
    assert_eq!((story(118), story(119)), (0, 1));
    let tests = |lines| format!("#[cfg(test)]\nmod tests {{\n{}}}", "const A: u8 = 1;\n".repeat(lines));
    assert_eq!(noticed(&tests(197)), 0);
    assert_eq!(noticed(&tests(198)), 1);
}

#[test]
fn work_left_lying_about_is_noticed() {
    let noticed = |text: &str| leftovers(&Source::sample("a.rs", text), text).len();
    assert_eq!(noticed("fn f() { todo!() }"), 1);
    assert_eq!(noticed(&format!("// {} later", concat!("FIX", "ME"))), 1);
    assert_eq!(noticed("#[test]\n#[ignore]\nfn f() {}"), 1);
    assert_eq!(noticed("fn todo_list() {}"), 0);
}
