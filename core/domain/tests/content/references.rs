//! Everything that one file names stands in another: articles, items, media, products.

use crate::{each_object, folder, json, published};
use serde_json::Value;
use std::collections::BTreeSet;
use zhian_domain::media::{MEDIA_V1, MediaManifest};

/// Product kinds that lists and questions may name; overlays are written for the same ones.
const PRODUCTS: [&str; 20] = [
    "electric-bicycle",
    "electric-bicycle-charger",
    "lithium-battery",
    "power-bank",
    "gas-cooker",
    "gas-water-heater",
    "gas-hose",
    "gas-regulator",
    "wire-cable",
    "hazardous-chemical",
    "chemical-packaging",
    "toy",
    "childrens-vehicle",
    "fire-extinguisher",
    "fire-product",
    "cement",
    "helmet",
    "food-plastic",
    "socket-switch",
    "electric-blanket",
];

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
fn every_product_of_a_list_or_question_is_a_known_one() {
    let mut named = BTreeSet::new();
    for below in ["risks", "quiz"] {
        for (_, text) in published(below) {
            let value: Value = serde_json::from_str(&text).unwrap();
            each_object(&value, &mut |members| {
                let products = members.get("products").and_then(Value::as_array).into_iter().flatten();
                named.extend(
                    products.chain(members.get("product")).map(|one| one.as_str().unwrap().to_owned()),
                );
            });
        }
    }
    let unknown: Vec<&String> = named.iter().filter(|one| !PRODUCTS.contains(&one.as_str())).collect();
    assert_eq!(unknown, Vec::<&String>::new());
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
