//! What goes into a workbook comes out of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test stops at the first surprise"
)]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::*;
use zhian_workbook::{FileKind, Part, export, import};

/// Leaves out what says nothing: `null`, and lists that may be missing.
fn without_nothing(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .filter(|(name, value)| {
                    let is_empty = value.as_array().is_some_and(Vec::is_empty);
                    !(value.is_null() || *name == "limits" && is_empty)
                })
                .map(|(name, value)| (name.clone(), without_nothing(value)))
                .collect(),
        ),
        Value::Array(all) => all.iter().map(without_nothing).collect(),
        // A whole number may be written as text: it is the same number.
        Value::String(text) if text.parse::<i64>().is_ok_and(|number| number.to_string() == *text) => {
            text.parse::<i64>().unwrap().into()
        }
        other => other.clone(),
    }
}

#[test]
fn every_shipped_file_says_the_same_once_it_is_put_in_order() {
    for (name, json) in shipped() {
        let part = Part::read(&name, &json).unwrap_or_else(|errors| panic!("{name}: {errors:#?}"));
        let (before, after): (Value, Value) =
            (serde_json::from_str(&json).unwrap(), serde_json::from_str(&part.json()).unwrap());
        assert_eq!(without_nothing(&before), without_nothing(&after), "{name}");
        assert_eq!(
            Part::read(&name, &part.json()).unwrap().json(),
            part.json(),
            "{name}: one content has one form"
        );
        assert_eq!(part.file(), name);
    }
}

#[test]
fn files_that_were_laid_out_with_lines_of_120_characters_keep_every_byte() {
    let kept: Vec<String> = shipped()
        .into_iter()
        .filter(|(name, json)| Part::read(name, json).unwrap().json() == *json)
        .map(|(name, _)| name)
        .collect();
    for name in
        ["overlays/ocp.v1.json", "overlays/ofm.v1.json", "overlays/ogs.v1.json", "overlays/ots.v1.json"]
    {
        assert!(kept.iter().any(|kept| kept == name), "{name} is not among {kept:?}");
    }
}

#[test]
fn the_whole_shipped_content_goes_through_a_workbook_without_losing_a_byte() {
    let parts = shipped_parts();
    assert!(parts.len() >= 30 && parts.iter().any(|part| part.kind() == FileKind::Quiz));
    let bytes = export(&parts).unwrap();
    let imported = import(&bytes).unwrap_or_else(|errors| panic!("{:#?}", told(&errors)));
    assert_eq!(imported.parts.len(), parts.len());
    for (before, after) in parts.iter().zip(&imported.parts) {
        assert_eq!(after.json(), before.json(), "{}", before.file());
        assert_eq!(after, before);
    }
    assert_eq!(imported.remarks, []);
}

#[test]
fn the_same_parts_give_the_same_workbook_byte_for_byte() {
    let parts = shipped_parts();
    assert_eq!(export(&parts).unwrap(), export(&parts).unwrap());
}

#[test]
fn an_empty_workbook_is_a_template_that_reads_as_nothing() {
    let imported = import(&export(&[]).unwrap()).unwrap();
    assert!(imported.parts.is_empty());
}

#[test]
fn a_fault_that_a_check_finds_in_the_content_is_brought_back_to_its_cell() {
    let parts = [part("OEB"), part("RL-EB-S"), part("quiz")];
    let imported = import(&export(&parts).unwrap()).unwrap();
    let book = Book::of(&parts);
    let at = |part: &str, row: Option<&str>, member: &str| imported.place(part, row, member).unwrap();
    let items = "检查项 items";
    assert_eq!(at("OEB", Some("OEB-01"), "ask.zh").row, 3);
    assert_eq!(at("OEB", Some("OEB-01"), "ask.zh").column, book.column(items, "ask.zh"));
    assert_eq!(at("OEB", Some("OEB-02"), "how 2.en").column, book.column(items, "how.en"));
    assert_eq!(at("OEB", Some("OEB-01"), "basis 3").column, book.column(items, "basis"));
    assert_eq!(at("OEB", Some("OEB-01"), "when").column, book.column(items, "when"));
    assert_eq!(at("OEB", Some("OEB-01"), "evidence.when").column, book.column(items, "evidence.when"));
    let field = at("OEB", Some("OEB-02/standing"), "options valid.label.en");
    assert_eq!(
        (field.sheet.as_str(), field.column),
        ("字段 fields", book.column("字段 fields", "options.en"))
    );
    assert_eq!(at("RL-EB-S", Some("RL-EB-S-02"), "role").sheet, "风险清单 risks");
    assert_eq!(at("quiz", Some("Q-003"), "right").row, 5);
    assert_eq!(at("OEB", None, "title.en").sheet, "文件 files");
    assert_eq!(imported.place("OEB", Some("OEB-99"), "ask"), None);
}

/// A text that a cell must give back unchanged, with everything that spreadsheets are known to meddle with.
fn texts() -> impl Strategy<Value = String> {
    let tricky = prop::sample::select(vec![
        "001",
        "=1+1",
        "'quoted",
        "TRUE",
        "1e5",
        "2023-05-05",
        "_x0041_",
        "_x000D_",
        "a|b",
        "<b>&amp;</b>",
        "#REF!",
        "@sum",
        "-1",
        "½",
        "“引号”",
        "50%",
        "\u{1F600}",
        "a\u{301}",
        "1,000",
        "&#10;",
        "]]>",
        "\\n",
        "x  y",
    ]);
    let free =
        "[A-Za-z0-9一-龥，。：；、“”（）<>&'\"=+@#|_ %-]{1,40}".prop_map(|text| text.trim().to_owned());
    prop_oneof![tricky.prop_map(str::to_owned), free.prop_filter("not blank", |text| !text.is_empty())]
}

fn both() -> impl Strategy<Value = Value> {
    (texts(), texts()).prop_map(|(zh, en)| json!({"zh": zh, "en": en}))
}

fn maybe<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(of)
}

fn exact() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-1_000_000_000_000_i64..1_000_000_000_000).prop_map(Value::from),
        "-?[0-9]{1,8}\\.[0-9]{1,6}".prop_map(Value::from),
    ]
}

prop_compose! {
    fn fields()(
        index in 0..1000_u32, label in both(), unit in maybe("[a-z/%]{1,6}"), required: bool,
        min in maybe(exact()), max in maybe(exact()), constraint in maybe(texts()), value in maybe(texts()),
        options in prop::collection::vec(both(), 1..4), kind in 0..5_usize,
    ) -> Value {
        let mut field = json!({"id": format!("f{index}"), "label": label, "required": required, "constraint": constraint});
        let members = field.as_object_mut().unwrap();
        let options: Vec<Value> =
            options.into_iter().enumerate().map(|(index, label)| json!({"code": format!("c{index}"), "label": label})).collect();
        match kind {
            0 => members.extend([
                ("kind".to_owned(), json!("number")), ("unit".to_owned(), json!(unit)),
                ("min".to_owned(), json!(min)), ("max".to_owned(), json!(max)),
            ]),
            1 => members.extend([("kind".to_owned(), json!("choice")), ("options".to_owned(), json!(options))]),
            2 => members.extend([("kind".to_owned(), json!("computed")), ("value".to_owned(), json!(value))]),
            3 => members.extend([
                ("kind".to_owned(), json!("period")), ("unit".to_owned(), json!("week")), ("count".to_owned(), json!(8)),
            ]),
            _ => members.extend([
                ("kind".to_owned(), json!("percent")), ("part".to_owned(), json!("f1")),
                ("whole".to_owned(), if required { json!("f2") } else { json!(30) }),
            ]),
        }
        field
    }
}

prop_compose! {
    fn items()(
        ask in both(), how in prop::collection::vec(both(), 0..4), fields in prop::collection::vec(fields(), 0..4),
        limits in prop::collection::vec((both(), exact(), texts()), 0..3), when in maybe(texts()), note in maybe(both()),
        computed: bool, media in prop::collection::vec("[a-z]{1,6}-[0-9]{2}", 0..3), gate: bool, at_least in exact(),
    ) -> Value {
        let mut seen = std::collections::BTreeSet::new();
        let fields: Vec<Value> = fields.into_iter().filter(|field| seen.insert(field["id"].to_string())).collect();
        let limits: Vec<Value> = limits.into_iter().map(|(name, value, standard)| {
            json!({"name": name, "value": value, "unit": "mm", "standard": standard, "verified": "U"})
        }).collect();
        let mut item = json!({
            "ask": ask, "how": how, "basis": ["PQL-33", "R75-10"], "fields": fields, "limits": limits,
            "evidence": {"when": "always", "method": "photo", "count": 2}, "severity": "A", "consequences": ["R2"],
            "media": media, "when": when, "note": note,
            "judgement": if computed {
                json!({"computed": {"field": "f1", "at_least": at_least, "verified": "U"}})
            } else {
                json!({"entered": ["meets", "does-not-meet"]})
            },
        });
        if gate {
            item["gate"] = json!({"stage": "during"});
        }
        item
    }
}

prop_compose! {
    fn checklists()(sections in prop::collection::vec((both(), prop::collection::vec(items(), 0..4)), 1..4), title in both()) -> Value {
        let mut number = 0;
        let sections: Vec<Value> = sections.into_iter().enumerate().map(|(index, (title, items))| {
            let items: Vec<Value> = items.into_iter().map(|mut item| {
                number += 1;
                item["id"] = json!(format!("T-{number:03}"));
                item
            }).collect();
            json!({"id": format!("s{index}"), "title": title, "items": items})
        }).collect();
        json!({
            "schema": 2, "id": "T", "version": 3, "kind": "overlay", "title": title,
            "applies": {"units": ["seller"], "products": ["toy", "helmet"]}, "sections": sections,
        })
    }
}

prop_compose! {
    fn others()(
        category in both(), evidence in maybe(both()), summary in both(), paragraph in maybe("[0-9]{3}"), note in maybe(both()),
        from in maybe(0..20_000_i32), range in maybe((exact(), exact())), options in prop::collection::vec(both(), 1..5),
    ) -> Vec<Value> {
        let day = from.map(|days| (chrono::NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(u64::try_from(days).unwrap())).to_string());
        let options: Vec<Value> =
            options.into_iter().enumerate().map(|(index, text)| json!({"code": format!("{index:03}"), "text": text})).collect();
        vec![
            json!({"schema": 2, "id": "RL-T", "version": 1, "sample": true, "title": category, "unit": "seller", "product": "novelty",
                "rows": [{"id": "RL-T-01", "stage": "sale", "category": category, "indicator": summary, "measure": category,
                    "mode": "daily", "role": "officer", "frequency": category, "basis": [], "verified": "M", "evidence": evidence}]}),
            json!({"schema": 2, "version": 1, "instruments": [], "articles": [{"id": "R75-010", "instrument": "R75", "article": "010",
                "paragraph": paragraph, "summary": summary, "in_force_from": day, "in_force_to": null, "superseded_by": null,
                "verified": {"level": "P", "by": "x", "on": "2026-11-21", "note": note}}]}),
            json!({"schema": 2, "version": 1, "penalties": [{"id": "L49", "articles": ["PQL-49"], "condition": summary, "measures": category,
                "range": range.map(|(min, max)| json!({"basis": "fixed", "min": min, "max": max, "unit": "CNY"})), "verified": "S"}]}),
            json!({"schema": 2, "version": 1, "questions": [{"id": "Q-001", "kind": "single", "units": [], "products": [], "ask": summary,
                "options": options, "right": ["001"], "basis": [], "explanation": category, "verified": "P", "difficulty": 1}]}),
        ]
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_content_is_generated_comes_back_byte_for_byte(checklist in checklists(), others in others()) {
        let parts: Vec<Part> = std::iter::once(&checklist)
            .chain(&others)
            .map(|value| Part::read("generated", &value.to_string()).unwrap())
            .collect();
        let imported = import(&export(&parts).unwrap()).map_err(|errors| TestCaseError::fail(told(&errors).join("\n")))?;
        for (before, after) in parts.iter().zip(&imported.parts) {
            prop_assert_eq!(before.json(), after.json());
        }
        prop_assert_eq!(imported.parts.len(), parts.len());
    }
}
