//! Schema 2: minimally damaged copies of a shipped part.

use super::*;
use crate::checklist::shipped::{CONDUCT_V1, LEGEND_V2, P75_V2, PARTS};
use crate::checklist::{PartKind, load_part};

const DAILY: &str = "/sections/2/items/3";

fn refused(pointer: &str, change: impl FnOnce(&mut Value)) -> (&'static str, String) {
    refused_in(P75_V2, pointer, change, |json| load_part("p75.v2.json", json).map(drop))
}

fn with(pointer: &str, value: Value) -> (&'static str, String) {
    refused(pointer, set(value))
}

/// Adds or replaces a member of the object at `pointer`.
fn member(pointer: &str, name: &str, value: Value) -> (&'static str, String) {
    refused(pointer, |object| drop(object.as_object_mut().unwrap().insert(name.to_owned(), value)))
}

#[test]
fn every_shipped_part_is_read_and_reads_as_a_checklist_too() {
    for (file, json) in PARTS {
        let part = load_part(file, json).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(load(file, json).as_ref(), Ok(part.checklist()));
        let steps: usize = part.checklist().items().map(|item| item.how.len()).sum();
        assert!(steps > part.checklist().items().count(), "{file}: steps are split");
    }
    let conduct = load_part("conduct.v1.json", CONDUCT_V1).unwrap();
    assert_eq!(conduct.kind(), PartKind::Conduct);
    assert!(conduct.checklist().items().all(|item| item.gate.is_some()));
}

#[test]
fn files_of_schema_1_stay_readable_and_are_no_parts() {
    assert_eq!(shipped(P75_V1).items().count(), 40);
    let error = load_part("p75.v1.json", P75_V1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "p75.v1.json: schema: follows schema 1, this program reads schemas up to 2"
    );
    assert_eq!(load_legend("legend.v2.json", LEGEND_V2).unwrap().version, 2);
}

#[test]
fn several_steps_are_numbered_as_one_text_and_a_single_one_is_not() {
    let first = shipped(P75_V2).items().next().unwrap().how_text();
    assert_eq!(first.zh, "1．看制度的批准页、版本和实施日期。2．与在产产品逐一对照。");
    assert!(first.en.starts_with("1. Look at the approval page"), "{}", first.en);
    assert!(shipped(P75_V1).items().next().unwrap().how_text().zh.starts_with("看制度"));
}

#[test]
fn citations_of_a_part_are_unsure_until_they_are_composed() {
    let part = shipped(P75_V2);
    assert!(part.items().flat_map(|item| &item.basis).all(|one| one.verified == Verified::Unsure));
}

#[test]
fn what_contradicts_itself_is_refused_with_item_and_field() {
    let item = "p75.v2.json: item P75-16: ";
    let daily = |at: &str, name: &str, value: Value, code: &str, message: &str| {
        let found = member(&format!("{DAILY}{at}"), name, value);
        assert_eq!(found, (code_of(code), format!("{item}{message}")));
    };
    daily("", "how", json!([]), "checklist.empty", "how: is empty");
    daily(
        "",
        "basis",
        json!(["R75"]),
        "checklist.bad-id",
        "basis 1: \"R75\" is not the id of an article, e.g. R75-10",
    );
    daily(
        "",
        "basis",
        json!(["R75-10", "R75-10"]),
        "checklist.duplicate",
        "basis: \"R75-10\" stands here twice",
    );
    daily(
        "",
        "media",
        json!(["A b"]),
        "checklist.bad-id",
        "media: \"A b\" is not 1 to 64 of a-z, 0-9 and hyphen, beginning with a letter",
    );
    daily("", "consequences", json!([]), "checklist.empty", "consequences: is empty");
    daily(
        "/fields/0",
        "unit",
        json!("year"),
        "checklist.unknown-code",
        "field \"records\": unit: \"year\" is not day, week or month",
    );
    daily(
        "/fields/0",
        "count",
        json!(0),
        "checklist.bounds",
        "field \"records\": count: must be at least 1 and at most two years",
    );
    daily(
        "/fields/0",
        "check",
        json!("ccc"),
        "checklist.kind-member",
        "field \"records\": a field of kind period cannot have \"check\"",
    );
    daily(
        "/fields/0",
        "required",
        json!(false),
        "checklist.contradiction",
        "judgement: is computed from a field that is not required, so it could stay open unseen",
    );
    daily(
        "",
        "because",
        json!({"zh": "因为", "en": "because"}),
        "checklist.contradiction",
        "because: gives the reason of a composition, which only a composed checklist has",
    );
    daily(
        "",
        "gate",
        json!({"stage": "later"}),
        "checklist.unknown-code",
        "gate: \"later\" is not before-check-in, at-check-in, during, before-seal or after",
    );
    daily(
        "/how/0",
        "zh",
        json!("看标签,再看证书。"),
        "checklist.typography",
        "how 1.zh: has ',' at position 4, where Chinese text needs the full-width mark",
    );
}

#[test]
fn parts_say_whom_they_apply_to_and_only_compositions_hold_facts() {
    assert_eq!(with("/applies", Value::Null).0, "checklist.empty");
    assert_eq!(with("/applies/units", json!(["importer"])).0, "checklist.unknown-code");
    assert_eq!(with("/kind", json!("conduct")).0, "checklist.contradiction");
    assert_eq!(with("/kind", json!("composed")).0, "checklist.contradiction");
    assert_eq!(with("/kind", json!("other")).0, "checklist.unknown-code");
    assert_eq!(member("", "facts", json!({"kind": "retailer", "products": []})).0, "checklist.contradiction");
    assert_eq!(member("", "sections", json!({"id": "one"})).0, "checklist.shape");
    let how = member(DAILY, "how", json!({"zh": "看", "en": "Look"}));
    assert_eq!(how.0, "checklist.shape");
    let list = with("/title", json!(["标题", "Title"]));
    assert_eq!(list, ("checklist.list", "p75.v2.json: title: is a list, an object is needed".into()));
}

#[test]
fn expressions_are_refused_with_the_item_and_the_reason() {
    let when = |source: &str| member("/sections/0/items/1", "when", json!(source));
    assert_eq!(
        when("answers['P75-41'].judgement == 'meets'"),
        (
            "expression.unknown-name",
            "p75.v2.json: item P75-02: when: names item \"P75-41\", which is not known here".into()
        )
    );
    assert_eq!(
        when("answers['P75-02'].judgement == 'meets'"),
        (
            "expression.cycle",
            "p75.v2.json: item P75-02: when: depends on itself by way of P75-02 → P75-02".into()
        )
    );
    let circle = refused("/sections/0/items", |items| {
        items[0]["when"] = json!("answers['P75-03'].judgement == 'meets'");
        items[1]["when"] = json!("answers['P75-01'].judgement == 'meets'");
        items[2]["when"] = json!("unit.sells || answers['P75-02'].judgement == 'meets'");
    });
    assert_eq!(
        circle,
        (
            "expression.cycle",
            "p75.v2.json: item P75-01: when: depends on itself by way of P75-01 → P75-03 → P75-02 → P75-01"
                .into()
        )
    );
}

#[test]
fn computed_values_and_constraints_stay_within_their_item() {
    let fields = |change: fn(&mut Value)| {
        refused("/sections/0/items/1/fields", |fields| {
            let number = |id: &str| json!({"id": id, "label": {"zh": "数", "en": "Number"}, "kind": "number", "required": true});
            let computed = json!({"id": "sum", "label": {"zh": "和", "en": "Sum"}, "kind": "computed", "required": false, "value": "fields['a'] + fields.b"});
            *fields = json!([number("a"), number("b"), computed]);
            change(fields);
        })
    };
    for (code, words, change) in [
        (
            "expression.unknown-name",
            "value: names field \"c\"",
            (|f| f[2]["value"] = json!("fields['c']")) as fn(&mut Value),
        ),
        ("expression.unknown-name", "names unit", |f| f[2]["value"] = json!("unit.sells ? 1 : 2")),
        ("expression.type", "has true or false where a number is needed", |f| {
            f[2]["value"] = json!("fields.a > 1")
        }),
        ("expression.cycle", "sum → sum", |f| f[2]["value"] = json!("fields.sum + 1")),
        ("checklist.contradiction", "nobody enters it", |f| f[2]["constraint"] = json!("value > 1")),
        ("expression.type", "a number where true or false", |f| f[0]["constraint"] = json!("value + 1")),
        ("checklist.kind-member", "needs \"value\"", |f| f[2]["value"] = Value::Null),
        ("checklist.contradiction", "is required", |f| f[2]["required"] = json!(true)),
        ("checklist.typography", "unit", |f| f[0]["unit"] = json!(" mm")),
    ] {
        let (found, message) = fields(change);
        assert_eq!(found, code, "{message}");
        assert!(message.contains(words), "{message}");
        assert!(message.starts_with("p75.v2.json: item P75-02: field "), "{message}");
    }
}
