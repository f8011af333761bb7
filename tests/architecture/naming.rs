//! Names that say what a thing holds, and rules at the top of each folder.

use crate::assert_clean;
use crate::tokens::{Kind, Token};
use crate::tree::{self, Source};

/// Names under which anything may hide.
const SAYS_NOTHING: &[&str] =
    &["util", "utils", "common", "manager", "managers", "helper", "helpers", "misc", "shared"];

/// Fewest words of a test's name: it is a sentence.
const TEST_NAME_WORDS_MIN: usize = 4;

fn module_faults(source: &Source) -> Vec<String> {
    let parts = source.path.trim_end_matches(".rs").split('/');
    parts.filter(|part| SAYS_NOTHING.contains(part)).map(|part| format!("{}: {part}", source.path)).collect()
}

fn is_test_attribute(tokens: &[Token]) -> bool {
    matches!(tokens, [mark, open, .., word, close]
        if mark.is(Kind::Mark, "#") && open.is(Kind::Open, "[") && word.is(Kind::Word, "test") && close.is(Kind::Close, "]"))
}

/// Names of functions that carry `#[test]` or `#[…::test]`.
pub fn tests_in(source: &Source) -> Vec<(String, usize)> {
    let tokens = &source.tokens;
    let mut found = Vec::new();
    for start in 0..tokens.len() {
        let ends = [start + 4, start + 7];
        if !ends.iter().any(|end| tokens.get(start..*end).is_some_and(is_test_attribute)) {
            continue;
        }
        let name = tokens[start..].windows(2).find(|pair| pair[0].is(Kind::Word, "fn"));
        found.extend(name.map(|pair| (pair[1].text.clone(), pair[1].line)));
    }
    found
}

fn test_name_faults(source: &Source) -> Vec<String> {
    tests_in(source)
        .into_iter()
        .filter(|(name, _)| name.split('_').count() < TEST_NAME_WORDS_MIN)
        .map(|(name, line)| format!("{}:{line}: {name} is no sentence", source.path))
        .collect()
}

/// Where a package says what one may and may not do in it: its README, or the doc of its root.
fn rules_faults(folder: &str, texts: &[String]) -> Option<String> {
    let told = texts.iter().any(|text| {
        let text = text.to_lowercase();
        text.contains("you may ") && text.contains("you may not")
    });
    (!told).then(|| format!("{folder} does not say what one may and may not do in it"))
}

#[test]
fn modules_are_named_after_what_they_hold() {
    let found: Vec<String> = tree::sources().iter().flat_map(module_faults).collect();
    assert_clean("module names", &found);
}

#[test]
fn names_of_tests_are_sentences() {
    let sources = tree::sources();
    let found: Vec<String> = sources.iter().flat_map(test_name_faults).collect();
    assert_clean("test names", &found);
    let count: usize = sources.iter().map(|source| tests_in(source).len()).sum();
    assert!(count > 100, "only {count} tests were found: the search is broken");
}

#[test]
fn every_folder_says_what_one_may_do_in_it() {
    let files = tree::files();
    let folders = [
        "core/checklists",
        "core/domain",
        "core/draft",
        "core/protocol",
        "core/store",
        "core/engine",
        "core/cli",
        "bindings",
        "sync-server",
        "tests",
        "docs/adr",
    ];
    let found: Vec<String> = folders
        .iter()
        .filter_map(|folder| {
            let roots = ["README.md", "src/lib.rs", "src/main.rs"].map(|name| format!("{folder}/{name}"));
            let texts: Vec<String> =
                roots.iter().filter(|path| files.contains(path)).map(|path| tree::text(path)).collect();
            rules_faults(folder, &texts)
        })
        .collect();
    assert_clean("folder rules", &found);
}

#[test]
fn names_that_say_nothing_are_noticed() {
    assert_eq!(module_faults(&Source::sample("core/engine/src/utils.rs", "")).len(), 1);
    assert_eq!(module_faults(&Source::sample("core/common/src/seal.rs", "")).len(), 1);
    assert_eq!(module_faults(&Source::sample("core/engine/src/seal.rs", "")).len(), 0);
    let short = Source::sample("a.rs", "#[test]\nfn it_works() {}\n#[tokio::test]\nasync fn roundtrip() {}");
    assert_eq!(test_name_faults(&short).len(), 2);
    let sentence = Source::sample("a.rs", "#[test]\nfn a_photo_is_stored_once() {}");
    assert_eq!(test_name_faults(&sentence).len(), 0);
    assert!(rules_faults("core/a", &["//! A crate.".to_owned()]).is_some());
    assert!(rules_faults("core/a", &["| you may | you may not |".to_owned()]).is_none());
}
