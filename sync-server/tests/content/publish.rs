//! Published whole or not at all, never twice, never changed.

use crate::desk::{Desk, shipped, text_of};
use serde_json::Value;

#[test]
fn everything_that_is_shipped_is_checked_without_a_fault_and_published_in_one_go() {
    let desk = Desk::without_office();
    // On any desk, before there is an office.
    let checked = desk.said(&["checklist", "check", text_of(&shipped())]);
    assert_eq!(checked["faults"].as_array().unwrap().len(), 0);
    let files = checked["files"].as_array().unwrap().len();
    assert!(files > 40, "{files}");

    let desk = Desk::new();
    let done = desk.publishes_all();
    let published = done["published"].as_array().unwrap();
    assert_eq!(published.len(), files);
    let sequences: Vec<u64> = published.iter().map(|one| one["sequence"].as_u64().unwrap()).collect();
    assert_eq!(sequences, (1..=files as u64).collect::<Vec<_>>());
    for one in published {
        assert_eq!(one["hash"].as_str().unwrap().len(), 64, "{one}");
    }
    assert!(done["media"].as_u64().unwrap() > 100);

    // Again: nothing new, and it is said so.
    let standing = desk.standing();
    let again = desk.publishes_all();
    assert_eq!(again["published"].as_array().unwrap().len(), 0);
    assert_eq!(again["skipped"].as_array().unwrap().len(), files);
    assert_eq!(again["media"], 0);
    assert_eq!(desk.standing(), standing);
    let told = desk.told("zh", &["checklist", "publish", text_of(&shipped())]);
    assert!(told.contains("早已发布，内容相同，跳过"), "{told}");

    let list = desk.said(&["checklist", "list"]);
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), files);
    assert!(list.iter().any(|one| one["kind"] == "calendar" && one["id"] == "calendar-2026"));
}

#[test]
fn one_bad_file_keeps_every_other_from_being_published() {
    let desk = Desk::new();
    desk.publishes_all();
    let standing = desk.standing();
    let good =
        desk.changed("overlays/oeb.v1.json", "new/oeb.v2.json", &[("\"version\": 1", "\"version\": 2")]);
    desk.changed(
        "overlays/ogs.v1.json",
        "new/ogs.v2.json",
        &[("\"version\": 1", "\"version\": 2"), ("\"severity\": \"A\"", "\"severity\": \"X\"")],
    );
    let folder = desk.path("new");
    let error = desk.refused(&["checklist", "publish", text_of(&folder)]);
    assert_eq!(error["code"], "admin.content");
    let faults = error["faults"].as_array().unwrap();
    assert_eq!(faults.len(), 1, "{error}");
    assert_eq!(
        (faults[0]["file"].as_str(), faults[0]["code"].as_str()),
        (Some("ogs.v2.json"), Some("checklist.unknown-code"))
    );
    assert_eq!(desk.standing(), standing, "nothing is half published");
    // Without it the good one goes out, with the next number.
    let done = desk.said(&["checklist", "publish", &good]);
    let next = standing.0.as_u64().unwrap() + 1;
    assert_eq!((done["version"].as_u64(), done["sequence"].as_u64()), (Some(2), Some(next)));
}

#[test]
fn what_is_published_is_never_changed_and_no_older_version_follows() {
    let desk = Desk::new();
    desk.publishes_all();
    let standing = desk.standing();
    let same_version = desk.changed(
        "overlays/oeb.v1.json",
        "oeb.json",
        &[("\"title\": {\"zh\": \"", "\"title\": {\"zh\": \"新")],
    );
    let faults = desk.faults(&[&same_version]);
    assert_eq!(faults[0]["code"], "admin.content-other-bytes");
    assert_eq!(
        desk.refused(&["checklist", "publish", &same_version])["faults"][0]["code"],
        "admin.content-other-bytes"
    );
    let third = desk.changed("overlays/oeb.v1.json", "oeb.v3.json", &[("\"version\": 1", "\"version\": 3")]);
    let second = desk.changed("overlays/oeb.v1.json", "oeb.v2.json", &[("\"version\": 1", "\"version\": 2")]);
    desk.said(&["checklist", "publish", &third]);
    assert_eq!(desk.faults(&[&second])[0]["code"], "admin.content-old-version");
    assert_eq!(
        desk.refused(&["checklist", "publish", &second])["faults"][0]["code"],
        "admin.content-old-version"
    );
    let (contents, _) = desk.standing();
    assert_eq!(contents.as_u64(), standing.0.as_u64().map(|before| before + 1));
}

#[test]
fn references_are_looked_up_in_what_is_given_and_in_what_is_published() {
    let desk = Desk::new();
    let overlay = shipped().join("overlays/oeb.v1.json");
    // Alone: law, legend, media and product names are nowhere.
    let faults = desk.faults(&[text_of(&overlay)]);
    let absent: Vec<&str> = faults.iter().filter_map(|one| one["code"].as_str()).collect();
    assert!(absent.iter().all(|code| *code == "admin.content-absent") && absent.len() >= 3, "{faults:?}");
    desk.publishes_all();
    assert_eq!(desk.said(&["checklist", "check", text_of(&overlay)])["faults"].as_array().unwrap().len(), 0);

    // Several wrong references are told at once, each with its item.
    let json = std::fs::read_to_string(&overlay).unwrap();
    let mut value: Value = serde_json::from_str(&json).unwrap();
    value["version"] = 2.into();
    let items = value["sections"][1]["items"].as_array_mut().unwrap();
    items[0]["basis"] = serde_json::json!(["PQL-999"]);
    items[1]["media"] = serde_json::json!(["no-such-picture"]);
    items[2]["consequences"] = serde_json::json!(["L99"]);
    // A row that cannot be read does not hide what the others refer to.
    value["sections"][0]["items"][0]["severity"] = "Z".into();
    value["applies"]["products"] = serde_json::json!(["flying-carpet"]);
    let bad = desk.write("oeb.v2.json", &value.to_string());
    let faults = desk.faults(&[&bad]);
    let told = serde_json::to_string(&faults).unwrap();
    for named in ["PQL-999", "no-such-picture", "L99", "flying-carpet", "\"Z\\\""] {
        assert!(told.contains(named), "{named}: {told}");
    }
    assert_eq!(faults.len(), 5, "{told}");
    let zh = String::from_utf8(desk.run("zh", &["checklist", "check", &bad]).stdout).unwrap();
    assert!(
        zh.contains("“PQL-999”不在法律条文记录中") && zh.contains("“flying-carpet”不在产品名称表中"),
        "{zh}"
    );
}

#[test]
fn faults_of_several_items_are_told_together_and_none_that_is_only_an_echo() {
    let desk = Desk::new();
    desk.publishes_all();
    let json = std::fs::read_to_string(shipped().join("overlays/oeb.v1.json")).unwrap();
    let mut value: Value = serde_json::from_str(&json).unwrap();
    value["version"] = 2.into();
    value["sections"][0]["items"][0]["severity"] = "Z".into();
    value["sections"][0]["items"][1]["ask"]["zh"] = "".into();
    value["sections"][1]["items"][0]["when"] = "answers['OEB-01'].judgement == 'meets'".into();
    let bad = desk.write("oeb.v2.json", &value.to_string());
    let faults = desk.faults(&[&bad]);
    assert_eq!(
        faults.len(),
        2,
        "the condition reads an item that is at fault, and is no fault itself: {faults:?}"
    );
}

#[test]
fn a_missing_or_altered_picture_stops_its_manifest() {
    let desk = Desk::new();
    let manifest = shipped().join("media/manifest.v1.json");
    desk.changed("media/manifest.v1.json", "media/manifest.v1.json", &[]);
    let files = desk.path("media/files");
    std::fs::create_dir_all(&files).unwrap();
    for entry in std::fs::read_dir(manifest.parent().unwrap().join("files")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), files.join(entry.file_name())).unwrap();
    }
    std::fs::remove_file(files.join("oeb-04-weighing.svg")).unwrap();
    std::fs::write(files.join("oeb-07-controller.svg"), "another picture").unwrap();
    let folder = desk.path("media");
    let faults = desk.faults(&[text_of(&folder)]);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults.iter().all(|one| one["code"] == "admin.content-medium"), "{faults:?}");
    assert_eq!(desk.refused(&["checklist", "publish", text_of(&folder)])["code"], "admin.content");
    assert_eq!(desk.standing().0, 0);
}

#[test]
fn versions_are_compared_in_words_of_both_languages() {
    let desk = Desk::new();
    desk.publishes_all();
    let new = desk.changed(
        "overlays/oeb.v1.json",
        "oeb.v2.json",
        &[("\"version\": 1", "\"version\": 2"), ("\"severity\": \"A\"", "\"severity\": \"B\"")],
    );
    let told = desk.told("zh", &["checklist", "diff", "OEB@1", &new]);
    assert!(told.contains("严重程度由 A 改为 B"), "{told}");
    assert!(desk.told("en", &["checklist", "diff", "OEB@1", &new]).contains("severity from A to B"));
    // Rows of everything else are told by id.
    let law = desk.changed(
        "law/articles.v1.json",
        "articles.v2.json",
        &[("\"version\": 1", "\"version\": 2"), ("\"id\": \"PQL-15\"", "\"id\": \"PQL-15-9\"")],
    );
    let value = desk.said(&["checklist", "diff", "law@1", &law]);
    let rows: Vec<&str> =
        value[0]["differences"].as_array().unwrap().iter().filter_map(|one| one["row"].as_str()).collect();
    assert_eq!(rows, ["PQL-15-9", "PQL-15"], "{value}");
    assert_eq!(desk.refused(&["checklist", "diff", "OEB@9", &new])["code"], "admin.not-found");
}
