//! Everything that one file names stands in another: articles, items, media, products.

use crate::{each_object, folder, json, published};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::media::{MEDIA_V1, MediaManifest};

/// Kinds of product that lists, questions, overlays and media may name.
fn products() -> BTreeSet<String> {
    let list = json("products.v1.json")["products"].as_array().unwrap().clone();
    list.iter().map(|product| product["id"].as_str().unwrap().to_owned()).collect()
}

fn articles() -> BTreeSet<String> {
    let list = json("law/articles.v1.json")["articles"].as_array().unwrap().clone();
    list.iter().map(|article| article["id"].as_str().unwrap().to_owned()).collect()
}

/// Ids of every item of every checklist.
fn items() -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for below in [".", "overlays", "conduct"] {
        for (_, text) in published(below) {
            let value: Value = serde_json::from_str(&text).unwrap();
            each_object(&value, &mut |members| {
                if members.contains_key("ask") {
                    items.insert(members["id"].as_str().unwrap().to_owned());
                }
            });
        }
    }
    items
}

#[test]
fn every_citation_of_rules_risks_and_questions_stands_in_the_articles_of_law() {
    let articles = articles();
    let mut cited = 0;
    for below in ["rules", "risks", "quiz"] {
        for (name, text) in published(below) {
            let value: Value = serde_json::from_str(&text).unwrap();
            each_object(&value, &mut |members| {
                let basis = members.get("basis").and_then(Value::as_array).into_iter().flatten();
                for id in basis.chain(members.get("article")) {
                    cited += 1;
                    let id = id.as_str().unwrap();
                    assert!(articles.contains(id), "{below}/{name} cites {id}, which no article explains");
                }
            });
        }
    }
    assert!(cited > 300, "only {cited} citations were seen: the search is broken");
}

#[test]
fn every_product_of_a_part_list_or_question_has_a_name_and_every_name_is_used() {
    let mut named = BTreeSet::new();
    for below in [".", "overlays", "risks", "quiz"] {
        for (_, text) in published(below) {
            let value: Value = serde_json::from_str(&text).unwrap();
            each_object(&value, &mut |members| {
                let products = members.get("products").and_then(Value::as_array).into_iter().flatten();
                let products = products.filter(|one| one.is_string());
                named.extend(
                    products.chain(members.get("product")).map(|one| one.as_str().unwrap().to_owned()),
                );
            });
        }
    }
    assert_eq!(named, products());
    assert!(named.len() >= 10);
}

#[test]
fn every_medium_is_there_byte_for_byte_and_no_file_lies_beside_the_manifest() {
    let manifest = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap();
    for medium in &manifest.media {
        let bytes = std::fs::read(folder().join("media").join(&medium.file)).unwrap();
        assert_eq!(medium.check(&bytes), Ok(()));
    }
    let listed: BTreeSet<String> = manifest.media.iter().map(|medium| medium.file.clone()).collect();
    let found: BTreeSet<String> = std::fs::read_dir(folder().join("media/files"))
        .unwrap()
        .map(|entry| format!("files/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    assert_eq!(found, listed);
    assert!(manifest.media.iter().any(|medium| medium.kind.is_clip()), "no clip proves the path");
}

#[test]
fn every_item_that_a_medium_explains_exists() {
    let items = items();
    assert!(items.len() > 100, "only {} items were seen: the search is broken", items.len());
    let manifest = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap();
    for medium in &manifest.media {
        for item in &medium.items {
            assert!(items.contains(item.as_str()), "{} explains {item}, which no checklist asks", medium.id);
        }
    }
}

#[test]
fn every_item_that_always_demands_a_photograph_has_a_picture() {
    let manifest = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap();
    let drawn: BTreeSet<&str> =
        manifest.media.iter().flat_map(|medium| medium.items.iter().map(|item| item.as_str())).collect();
    let mut demanded = 0;
    for below in [".", "overlays"] {
        for (name, text) in published(below) {
            let value: Value = serde_json::from_str(&text).unwrap();
            each_object(&value, &mut |members| {
                let evidence = members.get("evidence").filter(|_| members.contains_key("ask"));
                let always = evidence.is_some_and(|one| one["when"] == "always" && one["method"] == "photo");
                if always {
                    demanded += 1;
                    let id = members["id"].as_str().unwrap();
                    assert!(drawn.contains(id), "{name}: {id} demands a photograph and shows no picture");
                }
            });
        }
    }
    assert!(demanded >= 10, "only {demanded} such items were seen: the search is broken");
}

#[test]
fn every_medium_that_an_item_names_is_in_the_manifest() {
    let manifest = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap();
    for below in [".", "overlays", "conduct"] {
        for (name, text) in published(below) {
            let value: Value = serde_json::from_str(&text).unwrap();
            each_object(&value, &mut |members| {
                let named = members.get("media").filter(|_| members.contains_key("ask"));
                for medium in named.and_then(Value::as_array).into_iter().flatten() {
                    let medium = medium.as_str().unwrap();
                    assert!(
                        manifest.get(medium).is_some(),
                        "{name} names {medium}, which is not in the manifest"
                    );
                }
            });
        }
    }
}

#[test]
fn every_article_that_penalties_consequences_and_deadlines_cite_stands_in_the_law() {
    let articles = articles();
    let mut cited = BTreeSet::new();
    for (below, name) in [("law/penalties.v1.json", "articles"), ("legend.v2.json", "basis")] {
        each_object(&json(below), &mut |members| {
            let list = members.get(name).and_then(Value::as_array).into_iter().flatten();
            cited.extend(list.map(|id| id.as_str().unwrap().to_owned()));
        });
    }
    each_object(&json("rules/deadlines.v1.json"), &mut |members| {
        cited.extend(members.get("article").map(|id| id.as_str().unwrap().to_owned()));
    });
    assert!(cited.len() > 50, "only {} citations were seen: the search is broken", cited.len());
    assert_eq!(cited.difference(&articles).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// `S`, `P`, `M`, `U`: the later, the less is known.
fn standing(of: &Value) -> usize {
    "SPMU".find(of.as_str().unwrap()).unwrap()
}

#[test]
fn nothing_claims_to_be_better_known_than_the_articles_it_rests_on() {
    let law = json("law/articles.v1.json");
    let levels: BTreeMap<&str, usize> = law["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| (article["id"].as_str().unwrap(), standing(&article["verified"]["level"])))
        .collect();
    let mut compared = 0;
    for (file, list, basis) in [
        ("quiz/quiz.v1.json", "questions", "basis"),
        ("law/penalties.v1.json", "penalties", "articles"),
        ("rules/deadlines.v1.json", "deadlines", "article"),
    ] {
        for one in json(file)[list].as_array().unwrap() {
            let cited = one[basis].as_array().cloned().unwrap_or_else(|| vec![one[basis].clone()]);
            let weakest = cited.iter().map(|id| levels[id.as_str().unwrap()]).max().unwrap();
            compared += 1;
            assert!(standing(&one["verified"]) >= weakest, "{file}: {} rests on {cited:?}", one["id"]);
        }
    }
    assert!(compared > 150, "only {compared} were compared: the search is broken");
}

#[test]
fn no_citation_of_the_first_lists_became_better_known_on_its_way_into_the_law_records() {
    let mut before: BTreeMap<String, usize> = BTreeMap::new();
    for below in ["p75.v1.json", "s76.v1.json"] {
        each_object(&json(below), &mut |members| {
            if !members.contains_key("instrument") {
                return;
            }
            let text = |name: &str| members[name].as_str().unwrap();
            let (instrument, article) = (text("instrument"), text("article").replace('*', "whole"));
            // A run of articles, such as 10 to 12, is three records now.
            let articles = match article.as_str() {
                "10-12" => vec!["10".to_owned(), "11".to_owned(), "12".to_owned()],
                _ => vec![article],
            };
            for article in articles {
                let level = standing(&members["verified"]);
                // Items knew one article differently well; the record may be as good as the best of them.
                let best = before.entry(format!("{instrument}-{article}")).or_insert(level);
                *best = level.min(*best);
            }
        });
    }
    assert!(before.len() > 40, "only {} articles were cited: the search is broken", before.len());
    for article in json("law/articles.v1.json")["articles"].as_array().unwrap() {
        let id = article["id"].as_str().unwrap();
        if let Some(best) = before.remove(id) {
            assert!(standing(&article["verified"]["level"]) >= best, "{id}");
        }
    }
    assert_eq!(before, BTreeMap::new(), "these have no record");
}

#[test]
fn no_code_of_an_instrument_can_be_taken_for_a_part_or_an_item() {
    let law = json("law/articles.v1.json");
    let codes: BTreeSet<&str> =
        law["instruments"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(codes.len() > 30);
    let begins: BTreeSet<String> = items()
        .iter()
        .map(|id| id.rsplit_once('-').map_or(id.as_str(), |(begin, _)| begin).to_owned())
        .collect();
    assert!(begins.contains("OGS") && begins.contains("A"), "{begins:?}");
    assert_eq!(
        begins.iter().filter(|one| codes.contains(one.as_str())).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}
