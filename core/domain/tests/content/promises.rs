//! What was promised of the parts and rules is there: overlays by product and side, gates of conduct, deadlines.

use crate::{everything, json};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::media::{MEDIA_V1, MediaManifest, MediaType};

fn items(part: &Value) -> Vec<&Value> {
    let sections = part["sections"].as_array().unwrap();
    sections.iter().flat_map(|section| section["items"].as_array().unwrap()).collect()
}

#[test]
fn every_promised_kind_of_product_has_an_overlay_of_six_items_or_more_for_each_promised_side() {
    let overlays: Vec<Value> = everything()
        .into_iter()
        .filter(|(path, ..)| path.starts_with("overlays/"))
        .map(|(.., value)| value)
        .collect();
    for (product, sides) in [
        ("electric-bicycle", &["seller"][..]),
        ("gas-cooker", &["producer", "seller"]),
        ("gas-water-heater", &["producer", "seller"]),
        ("gas-hose", &["producer", "seller"]),
        ("gas-regulator", &["producer", "seller"]),
        ("wire-cable", &["producer", "seller"]),
        ("hazardous-chemical", &["producer", "seller"]),
        ("chemical-packaging", &["producer", "seller"]),
        ("power-bank", &["producer", "seller"]),
        ("lithium-battery", &["producer", "seller"]),
        ("toy", &["producer", "seller"]),
        ("childrens-vehicle", &["producer", "seller"]),
        ("fire-extinguisher", &["producer", "seller"]),
        ("fire-product", &["producer", "seller"]),
    ] {
        for side in sides {
            let has = |part: &Value, name: &str, code: &str| {
                part["applies"][name].as_array().unwrap().iter().any(|one| one == code)
            };
            let fits =
                overlays.iter().filter(|part| has(part, "units", side) && has(part, "products", product));
            let most = fits.map(|part| items(part).len()).max();
            assert!(most >= Some(6), "{product} has no overlay of six items for the {side}: {most:?}");
        }
    }
}

#[test]
fn every_item_says_how_it_is_checked_what_it_demands_how_grave_it_is_and_what_may_follow() {
    let mut seen = 0;
    for (path, .., value) in everything() {
        if value.get("sections").is_none() || value["schema"] == 1 {
            continue;
        }
        for item in items(&value) {
            seen += 1;
            let filled = |name: &str| item[name].as_array().is_some_and(|list| !list.is_empty());
            let id = &item["id"];
            assert!(filled("how") && filled("basis"), "{path}: {id}");
            assert!(["A", "B", "C"].contains(&item["severity"].as_str().unwrap()), "{path}: {id}");
            assert!(item["evidence"]["when"].is_string(), "{path}: {id}");
            // Rules of conduct bind the inspector: nothing follows for the enterprise.
            assert_eq!(filled("consequences"), value["kind"] != "conduct", "{path}: {id}");
        }
    }
    assert!(seen > 200, "only {seen} items were seen: the search is broken");
}

#[test]
fn every_item_on_goods_or_papers_that_always_demands_evidence_has_a_drawn_picture() {
    let manifest = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap();
    let drawn: BTreeSet<&str> = manifest
        .media
        .iter()
        .filter(|medium| medium.kind == MediaType::Svg)
        .flat_map(|medium| medium.items.iter().map(|item| item.as_str()))
        .collect();
    let mut demanding = 0;
    for (path, .., value) in everything() {
        // What the rules of conduct demand are papers of the office itself.
        if value.get("sections").is_none() || value["kind"] == "conduct" {
            continue;
        }
        for item in items(&value).into_iter().filter(|item| item["evidence"]["when"] == "always") {
            demanding += 1;
            let id = item["id"].as_str().unwrap();
            assert!(drawn.contains(id), "{path}: {id} always demands evidence and shows no drawing");
        }
    }
    assert!(demanding > 60, "only {demanding} such items were seen: the search is broken");
}

#[test]
fn the_rules_of_conduct_are_the_fourteen_gates() {
    let part = json("conduct/conduct.v1.json");
    let found: BTreeSet<&str> = items(&part).iter().map(|item| item["id"].as_str().unwrap()).collect();
    let promised: Vec<String> = (1..=14).map(|number| format!("A-{number:02}")).collect();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), promised);
    assert!(items(&part).iter().all(|item| item["gate"].is_object()), "a gate stops something");
}

#[test]
fn every_deadline_of_the_procedure_is_there_with_its_length_unit_extension_and_article() {
    let rules = json("rules/deadlines.v1.json");
    let found: BTreeMap<&str, &Value> =
        rules["deadlines"].as_array().unwrap().iter().map(|one| (one["id"].as_str().unwrap(), one)).collect();
    for (id, length, unit, extension, article) in [
        ("file-decision", 15, "working-day", Some(15), "PR-18"),
        ("preservation-report", 24, "hour", None, "PR-33"),
        ("seizure-report", 24, "hour", None, "PR-36"),
        ("compulsion-report", 24, "hour", None, "ACL-19"),
        ("preserved-evidence", 7, "working-day", None, "PR-35"),
        ("preserved-evidence-law", 7, "working-day", None, "APL-56"),
        ("seizure-end", 30, "day", Some(30), "PR-38"),
        ("seizure-end-law", 30, "day", Some(30), "ACL-25"),
        ("review", 10, "working-day", None, "PR-55"),
        ("statement-defence", 5, "working-day", None, "PR-57"),
        ("decision", 90, "day", Some(30), "PR-64"),
        ("on-the-spot-file", 7, "working-day", None, "PR-70"),
        ("pay-fine", 15, "day", None, "PR-72"),
        ("serve-absent", 7, "working-day", None, "PR-81"),
        ("public-notice-service", 30, "day", None, "PR-82"),
        ("demand", 10, "working-day", None, "PR-76"),
        ("court-enforcement", 3, "month", None, "PR-76"),
        ("close-case", 15, "working-day", None, "PR-77"),
        ("publish-penalty", 20, "working-day", None, "PUB-9"),
        ("push-penalty", 10, "working-day", None, "PUB-10"),
        ("publish-pushed-penalty", 10, "working-day", None, "PUB-10"),
        ("withdraw-publication", 3, "working-day", None, "PUB-11"),
        ("publication-low", 3, "month", None, "PUB-13"),
        ("publication-other", 36, "month", None, "PUB-13"),
        ("reconsideration", 60, "day", None, "AR-20"),
        ("lawsuit", 6, "month", None, "AL-46"),
        ("lawsuit-after-reconsideration", 15, "day", None, "AL-45"),
        ("recheck", 10, "working-day", None, "SEI-29"),
        ("publish-inspection", 20, "working-day", None, "FIM-39"),
        ("sampling-recheck-request", 15, "day", None, "PQL-15"),
    ] {
        let one = found.get(id).unwrap_or_else(|| panic!("{id} is missing"));
        let own = (&one["length"], &one["unit"], &one["extension"]["length"], &one["article"]);
        let extension = extension.map_or(Value::Null, Value::from);
        assert_eq!(own, (&length.into(), &unit.into(), &extension, &article.into()), "{id}");
    }
}
