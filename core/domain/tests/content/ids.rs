//! Ids are permanent: every id that was ever published stands in a list with what it meant, and goes on meaning it.

use crate::everything;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One line for each id: kind, id, and what it stands for, with tabs between. Lines are added and never taken away.
const IDS: &str = include_str!("ids.txt");

/// Least likeness, in percent, of what an id says now and what it said when it was listed. A wording may be mended; an id
/// that says something else was reused.
const ALIKE_MIN: usize = 40;

/// Member that holds a list, kind of its entries, member with the id, member with the words.
const LISTS: [(&str, &str, &str, &str); 10] = [
    ("instruments", "instrument", "code", "name"),
    ("articles", "article", "id", "summary"),
    ("penalties", "penalty", "id", "condition"),
    ("consequences", "consequence", "code", "text"),
    ("products", "product", "id", "name"),
    ("media", "medium", "id", "caption"),
    ("deadlines", "deadline", "id", "event"),
    ("rows", "risk", "id", "indicator"),
    ("questions", "question", "id", "ask"),
    ("schemes", "scheme", "id", "name"),
];

type Named = (String, String);

fn text(of: &Value) -> String {
    of.as_str().unwrap().to_owned()
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// Every id of a file by its kind, with what it stands for: of a field its kind, of anything else its Chinese words.
fn ids_of(file: &Value) -> Vec<(Named, String)> {
    let mut found = Vec::new();
    let mut add = |kind: &str, id: String, words: String| found.push(((kind.to_owned(), id), words));
    for own in ["sections", "rows"] {
        if file.get(own).is_some() {
            add(if own == "rows" { "list" } else { "part" }, text(&file["id"]), text(&file["title"]["zh"]));
        }
    }
    for item in list(file, "sections").flat_map(|section| list(section, "items")) {
        add("item", text(&item["id"]), text(&item["ask"]["zh"]));
        for field in list(item, "fields") {
            add("field", format!("{}.{}", text(&item["id"]), text(&field["id"])), text(&field["kind"]));
        }
    }
    for (member, kind, id, words) in LISTS {
        for one in list(file, member) {
            add(kind, text(&one[id]), text(&one[words]["zh"]));
        }
    }
    found
}

fn listed() -> BTreeMap<Named, String> {
    let mut found = BTreeMap::new();
    for line in IDS.lines() {
        let [kind, id, words] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let before = found.insert((kind.to_owned(), id.to_owned()), words.to_owned());
        assert_eq!(before, None, "{id} is listed twice");
    }
    found
}

/// Share of pairs of characters that two texts have in common, in percent.
fn likeness(one: &str, other: &str) -> usize {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(2).map(|two| (two[0], two[1])).collect::<BTreeSet<_>>()
    };
    let (one, other) = (pairs(one), pairs(other));
    if one.is_empty() && other.is_empty() {
        return 100;
    }
    one.intersection(&other).count() * 200 / (one.len() + other.len())
}

fn faults(listed: &BTreeMap<Named, String>, files: &[(String, String, u32, Value)]) -> Vec<String> {
    let mut found = Vec::new();
    let mut newest: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, stem, version, _) in files {
        let known = newest.entry(stem).or_default();
        *known = (*version).max(*known);
    }
    let mut in_use: BTreeSet<Named> = BTreeSet::new();
    for (path, stem, version, value) in files {
        let mut own = BTreeSet::new();
        for (named, words) in ids_of(value) {
            let (kind, id) = &named;
            if !own.insert(named.clone()) {
                found.push(format!("{path}: {kind} {id} stands twice"));
            }
            let Some(meant) = listed.get(&named) else {
                found.push(format!("{path}: not listed yet: {kind}\t{id}\t{words}"));
                continue;
            };
            let same = if kind == "field" { *meant == words } else { likeness(meant, &words) >= ALIKE_MIN };
            if !same {
                found.push(format!("{path}: {kind} {id} meant {meant:?} and is used for {words:?}"));
            }
            if newest.get(stem.as_str()) == Some(version) && !in_use.insert(named.clone()) {
                found.push(format!("{path}: {kind} {id} stands in another file too"));
            }
        }
    }
    // A field may give way to another one, as counts gave way to dates; its id is then never used for another kind.
    let gone = listed.keys().filter(|named| named.0 != "field" && !in_use.contains(*named));
    found.extend(gone.map(|(kind, id)| format!("{kind} {id} was published and is gone")));
    found
}

#[test]
fn every_id_that_was_ever_published_is_still_there_and_means_what_it_meant() {
    assert!(listed().len() > 1_400, "only {} ids are listed", listed().len());
    assert_eq!(faults(&listed(), &everything()), Vec::<String>::new());
}

#[test]
fn an_id_that_is_removed_reused_or_doubled_is_noticed() {
    let change = |change: &dyn Fn(&mut Value)| {
        let mut files = everything();
        let (.., part) = files.iter_mut().find(|(path, ..)| path == "./p75.v2.json").unwrap();
        change(part);
        faults(&listed(), &files)
    };
    let items = |part: &mut Value, work: &dyn Fn(&mut Vec<Value>)| {
        work(part["sections"][0]["items"].as_array_mut().unwrap());
    };
    let removed = change(&|part| items(part, &|items| drop(items.remove(1))));
    assert_eq!(removed, ["item P75-02 was published and is gone"]);
    let reused = change(&|part| items(part, &|items| items[1]["ask"] = items[4]["ask"].clone()));
    assert!(reused.len() == 1 && reused[0].contains("P75-02 meant"), "{reused:?}");
    let doubled = change(&|part| items(part, &|items| items.push(items[1].clone())));
    assert!(doubled[0].contains("P75-02 stands twice"), "{doubled:?}");
    let fresh = change(&|part| items(part, &|items| items[1]["id"] = "P75-99".into()));
    assert!(fresh[0].contains("not listed yet: item\tP75-99\t"), "{fresh:?}");
    let mended = change(&|part| {
        items(part, &|items| {
            let ask = items[1]["ask"]["zh"].as_str().unwrap().replace("写明", "书面写明");
            items[1]["ask"]["zh"] = ask.into();
        });
    });
    assert_eq!(mended, Vec::<String>::new(), "a better wording is no other question");
}
