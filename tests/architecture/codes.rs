//! Every error a person can meet has a stable code and a sentence in both languages.

use crate::assert_clean;
use crate::tokens::{Kind, Token, behind_group, string_of};
use crate::tree::{self, Source};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A sentence of the catalogue.
#[derive(Deserialize)]
struct Sentence {
    zh: String,
    en: String,
}

/// Looks like `store.disk-full`: at least two parts of small letters, digits and hyphens.
fn is_code(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    text.contains('.') && text.split('.').all(is_part)
}

fn codes_in(tokens: &[Token]) -> impl Iterator<Item = String> + '_ {
    tokens.iter().filter_map(string_of).filter(|text| is_code(text)).map(str::to_owned)
}

/// Codes listed in a constant named `…CODES` and codes returned by `fn code`, of one file.
fn codes_of(source: &Source) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut listed, mut returned) = (BTreeSet::new(), BTreeSet::new());
    for (index, pair) in source.shipped.windows(2).enumerate() {
        if pair[0].is(Kind::Word, "const") && pair[1].text.ends_with("CODES") {
            let rest = &source.shipped[index..];
            let end = rest.iter().position(|token| token.is(Kind::Mark, ";")).unwrap_or(rest.len());
            listed.extend(codes_in(&rest[..end]));
        }
        if pair[0].is(Kind::Word, "fn") && pair[1].is(Kind::Word, "code") {
            let rest = &source.shipped[index..];
            let open = rest.iter().position(|token| token.is(Kind::Open, "{")).unwrap_or(0);
            returned.extend(codes_in(&rest[open..behind_group(rest, open)]));
        }
    }
    (listed, returned)
}

fn faults<'a>(sources: impl IntoIterator<Item = &'a Source>, catalogue: &str) -> Vec<String> {
    let sentences: BTreeMap<String, Sentence> = match serde_json::from_str(catalogue) {
        Ok(sentences) => sentences,
        Err(cause) => return vec![format!("core/protocol/messages.json: {cause}")],
    };
    let mut found = Vec::new();
    let sources: Vec<&Source> = sources.into_iter().collect();
    let literals: BTreeSet<String> = sources.iter().flat_map(|source| codes_in(&source.shipped)).collect();
    let all_listed: BTreeSet<String> = sources.iter().flat_map(|source| codes_of(source).0).collect();
    for source in sources {
        let (listed, returned) = codes_of(source);
        // A boundary may answer with the code of a crate below it, so any list will do.
        for code in returned.difference(&all_listed) {
            found.push(format!("{}: {code} is returned and stands in no list of CODES", source.path));
        }
        for code in listed {
            let said = sentences.get(&code).is_some_and(|one| !one.zh.is_empty() && !one.en.is_empty());
            if !said {
                found.push(format!("{}: {code} has no sentence in both languages", source.path));
            }
        }
    }
    for (code, sentence) in &sentences {
        let whole = sentence.zh.ends_with('。') && sentence.en.ends_with('.');
        if !whole {
            found.push(format!("{code}: a sentence ends with a full stop in both languages"));
        }
        if code != "unknown" && !literals.contains(code) {
            found.push(format!("{code} has a sentence and no source names it"));
        }
    }
    found
}

#[test]
fn every_code_has_a_sentence_in_chinese_and_english() {
    let shipped: Vec<&Source> = tree::sources()
        .iter()
        .filter(|source| source.is_in(&["core/", "bindings/", "sync-server/"]))
        .collect();
    let count: usize = shipped.iter().map(|source| codes_of(source).0.len()).sum();
    assert!(count > 10, "only {count} codes were found: the search is broken");
    assert_clean("codes", &faults(shipped, &tree::text("core/protocol/messages.json")));
}

#[test]
fn a_code_without_a_sentence_and_a_sentence_without_a_code_are_noticed() {
    let list = "impl E { pub const CODES: &'static [&'static str] = &[\"a.b\"]; fn code(&self) -> &str { \"a.b\" } }";
    let source = || [Source::sample("core/a/src/a.rs", list)];
    let whole = r#"{"a.b": {"zh": "好。", "en": "Good."}}"#;
    assert_eq!(faults(&source(), whole), Vec::<String>::new());
    assert_eq!(faults(&source(), "{}").len(), 1);
    assert_eq!(faults(&source(), r#"{"a.b": {"zh": "", "en": "Good."}}"#).len(), 2);
    let orphan = r#"{"a.b": {"zh": "好。", "en": "Good."}, "a.c": {"zh": "好。", "en": "Good."}}"#;
    assert_eq!(faults(&source(), orphan).len(), 1);
    let unlisted = [Source::sample("core/a/src/a.rs", "impl E { fn code(&self) -> &str { \"a.b\" } }")];
    assert_eq!(faults(&unlisted, whole).len(), 1);
}
