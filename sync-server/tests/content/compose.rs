//! A checklist for one enterprise: shown, and published with a task.

use crate::desk::{Desk, shipped};

/// A shop for electric bicycles and a plant that nobody has heard of; both made up.
const DISTRICT: &str = "名称,统一社会信用代码,单位类型,行政区划代码,地址,法定代表人,电话,产品
示例电动车行,USCC1,零售,120199,示例路1号,,,电动自行车；儿童玩具；飞毯
";

fn furnished(desk: &Desk) -> String {
    let sample = desk.path("sample.csv");
    desk.said(&["directory", "sample", "--count", "1", "--seed", "5", "--out", sample.to_str().unwrap()]);
    let line = std::fs::read_to_string(&sample).unwrap();
    let uscc = line.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    let csv = desk.write("district.csv", &DISTRICT.replace("USCC1", &uscc));
    desk.said(&["directory", "import", &csv]);
    for name in ["示一", "例二"] {
        desk.said(&["officer", "add", "--name", name, "--certificate", "示例-1"]);
    }
    uscc
}

#[test]
fn compose_shows_parts_items_and_what_is_left_out_each_with_its_reason_and_publishes_nothing() {
    let desk = Desk::new();
    let uscc = furnished(&desk);
    assert_eq!(
        desk.refused(&["checklist", "compose", &uscc])["code"],
        "admin.not-found",
        "nothing is published"
    );
    desk.publishes_all();
    let standing = desk.standing();
    let made = desk.said(&["checklist", "compose", &uscc, "--size", "small-or-micro", "--day", "2026-12-01"]);
    let parts: Vec<&str> =
        made["parts"].as_array().unwrap().iter().map(|part| part["id"].as_str().unwrap()).collect();
    assert!(
        parts.contains(&"S76") && parts.contains(&"OEB") && parts.contains(&"OTS") && !parts.contains(&"P75"),
        "{parts:?}"
    );
    assert_eq!((made["day"].as_str(), made["law_version"].as_u64()), (Some("2026-12-01"), Some(1)));
    assert_eq!(made["unknown_products"], serde_json::json!(["飞毯"]), "told, not dropped");
    let left = made["left_out"].as_array().unwrap();
    assert!(left.iter().any(|one| one["id"] == "P75" && !one["zh"].as_str().unwrap().is_empty()), "{left:?}");
    assert_eq!(desk.standing(), standing);
    assert_eq!(
        made["hash"],
        desk.said(&["checklist", "compose", &uscc, "--size", "small-or-micro", "--day", "2026-12-01"])["hash"]
    );
    let more = desk.said(&["checklist", "compose", &uscc, "--product", "移动电源"]);
    assert!(more["parts"].to_string().contains("OLS"), "{}", more["parts"]);
    for (args, what) in [
        (["--size", "huge"], "small-or-micro"),
        (["--classes", "x"], "mandatory-standard"),
        (["--product", "飞毯"], "飞毯"),
        (["--day", "tomorrow"], "2026-12-31"),
    ] {
        let error = desk.refused(&[&["checklist", "compose", &uscc], args.as_slice()].concat());
        assert_eq!(error["code"], "admin.invalid");
        assert!(error["exactly"]["zh"].as_str().unwrap().contains(what), "{error}");
    }
    let told = desk.told("zh", &["checklist", "compose", &uscc]);
    assert!(told.contains("由以下部分组成") && told.contains("未列入") && told.contains("飞毯"), "{told}");
}

#[test]
fn a_task_without_a_checklist_gets_one_composed_for_the_enterprise_and_a_revision_gets_todays_parts() {
    let desk = Desk::new();
    let uscc = furnished(&desk);
    desk.publishes_all();
    let publish =
        ["task", "publish", "--enterprise", &uscc, "--officers", "示一,例二", "--due", "2027-12-31"];
    let standing = desk.standing();
    // An officer who does not exist: neither task nor checklist is published.
    let bad = ["task", "publish", "--enterprise", &uscc, "--officers", "无名", "--due", "2027-12-31"];
    assert_eq!(desk.refused(&bad)["code"], "admin.not-found");
    assert_eq!(desk.standing(), standing);
    let task = desk.said(&publish);
    assert!(task["composed"]["items"].as_array().unwrap().len() > 40, "{task}");
    assert_eq!(task["composed"]["hash"], task["checklist"]);
    let both = ["--size", "large", "--checklist", "S76"];
    assert!(
        !desk.run("en", &[publish.as_slice(), &both].concat()).status.success(),
        "a named one is not composed"
    );

    let new = desk.changed("overlays/oeb.v1.json", "oeb.v2.json", &[("\"version\": 1", "\"version\": 2")]);
    desk.said(&["checklist", "publish", &new]);
    let revised = desk.said(&[publish.as_slice(), &["--revises", task["id"].as_str().unwrap()]].concat());
    assert_eq!((&revised["id"], revised["revision"].as_u64()), (&task["id"], Some(2)));
    assert_ne!(revised["checklist"], task["checklist"], "composed anew with today's parts");
    let told = desk.told("zh", &publish);
    assert!(told.contains("由以下部分组成") && told.contains("OEB 第 2 版"), "{told}");

    // The composed file is one like any other: it can be handed on, and published again without a change.
    let known = shipped().join("p75.v1.json");
    desk.said(&["checklist", "publish", known.to_str().unwrap()]);
    let named = desk.said(&[publish.as_slice(), &["--checklist", "P75"]].concat());
    assert_eq!(named["composed"], serde_json::Value::Null);
}
