//! Files that are not JSON, not of the published shape, or too large.

use super::*;

#[test]
fn a_file_that_is_not_json_is_refused_with_line_and_column() {
    let broken = P75_V1.replacen("\"schema\": 1,", "\"schema\": 1", 1);
    let error = load("p75.v1.json", &broken).unwrap_err();
    assert_eq!(error.code(), "checklist.syntax");
    assert_eq!(error.to_string(), "p75.v1.json: line 3, column 3: not JSON: expected `,` or `}`");
    assert_eq!(load("p75.v1.json", "").unwrap_err().code(), "checklist.syntax");
    let cut: String = P75_V1.chars().take(2000).collect();
    assert_eq!(load("p75.v1.json", &cut).unwrap_err().code(), "checklist.syntax");
    let twice = format!("{P75_V1}{P75_V1}");
    assert_eq!(load("p75.v1.json", &twice).unwrap_err().code(), "checklist.syntax");
    let deep = format!("{{\"id\": {}", "[".repeat(100_000));
    assert!(load("p75.v1.json", &deep).is_err(), "depth is limited");
}

#[test]
fn a_byte_order_mark_in_front_is_no_fault() {
    assert_eq!(load("p75.v1.json", &format!("\u{feff}{P75_V1}")), Ok(shipped(P75_V1)));
}

#[test]
fn a_file_at_the_size_limit_is_read_and_one_byte_more_is_refused() {
    let padded = |bytes: usize| format!("{P75_V1}{}", " ".repeat(bytes - P75_V1.len()));
    assert!(load("p75.v1.json", &padded(FILE_BYTES_MAX)).is_ok());
    let error = load("p75.v1.json", &padded(FILE_BYTES_MAX + 1)).unwrap_err();
    assert_eq!(
        (error.code(), error.to_string()),
        ("checklist.too-large", "p75.v1.json: has 1048577 bytes, at most 1048576 are read".into())
    );
}

#[test]
fn a_missing_unknown_repeated_or_mistyped_member_is_refused_with_file_item_field_and_line() {
    for (from, to, message) in [
        ("\"severity\": \"B\",\n", "\n", "item P75-01: line 40, column 9: missing field `severity`"),
        (
            "\"severity\"",
            "\"severety\"",
            "item P75-01: line 38, column 20: unknown field `severety`, expected one of `id`, `ask`, `how`, `basis`, `judgement`, `fields`, `evidence`, `severity`, `consequences`",
        ),
        (
            "\"count\": 1}",
            "\"count\": \"one\"}",
            "item P75-01: line 37, column 74: invalid type: string \"one\", expected u32",
        ),
        (
            "\"kind\": \"document\"",
            "\"kind\": 7",
            "item P75-01: field \"document\": line 33, column 23: invalid type: integer `7`, expected a string",
        ),
        (
            "\"max\": 10000",
            "\"max\": 0.5",
            "item P75-08: field \"officers\": line 193, column 24: invalid type: floating point `0.5`, expected a whole number, or a decimal number as text such as \"0.5\"",
        ),
        (
            "\"max\": 10000",
            "\"max\": null",
            "item P75-08: field \"officers\": line 193, column 25: invalid type: null, expected a whole number, or a decimal number as text such as \"0.5\"",
        ),
        ("\"schema\": 1,", "\"schema\": 1, \"schema\": 1,", "line 2, column 23: duplicate field `schema`"),
        (
            "\"version\": 1,",
            "\"version\": -1,",
            "line 4, column 15: invalid value: integer `-1`, expected u32",
        ),
    ] {
        let damaged = P75_V1.replacen(from, to, 1);
        assert_ne!(damaged, P75_V1, "{from} stands nowhere");
        let error = load("p75.v1.json", &damaged).unwrap_err();
        assert_eq!((error.code(), error.to_string()), ("checklist.shape", format!("p75.v1.json: {message}")));
    }
}

#[test]
fn a_list_in_place_of_an_object_is_refused_although_its_members_could_be_read_by_position() {
    for (pointer, value, place) in [
        ("", json!([1, "P75", 1, {"zh": "检查表", "en": "Checklist"}, []]), ""),
        ("/title", json!(["检查表", "Checklist"]), "title"),
        ("/sections/0/items/0/ask", json!(["有制度", "Is there a system?"]), "item P75-01: ask"),
        ("/sections/0/items/0/evidence", json!(["always", "photo", 1]), "item P75-01: evidence"),
        (
            "/sections/2/items/3/fields/0/label",
            json!(["天数", "Days"]),
            "item P75-16: field \"expected\": label",
        ),
    ] {
        let expected = format!("p75.v1.json: {place}: is a list, an object is needed").replace(": : ", ": ");
        assert_eq!(refused(pointer, set(value)), ("checklist.list", expected));
    }
}

#[test]
fn a_file_of_another_schema_or_without_a_version_is_refused() {
    let expected = (
        "checklist.schema",
        "p75.v1.json: schema: follows schema 3, this program reads schemas up to 2".into(),
    );
    assert_eq!(refused("/schema", set(json!(3))), expected);
    assert_eq!(
        refused("/version", set(json!(0))),
        ("checklist.bounds", "p75.v1.json: version: must be at least 1".into())
    );
}

#[test]
fn every_limit_holds_at_the_limit_and_refuses_one_more() {
    let field = |number: usize| json!({"id": format!("f{number}"), "label": {"zh": "备注", "en": "Note"}, "kind": "text", "required": false});
    let option = |number: usize| json!({"code": format!("c{number}"), "label": {"zh": "项", "en": "Option"}});
    let citation =
        |number: usize| json!({"instrument": "R75", "article": (number + 1).to_string(), "verified": "M"});
    let law = |number: usize| json!(format!("L{}", number + 1));
    let list = |make: &dyn Fn(usize) -> Value, count: usize| Value::Array((0..count).map(make).collect());
    let item = serde_json::from_str::<Value>(P75_V1).unwrap()["sections"][0]["items"][0].clone();
    let items = |number: usize| {
        let mut item = item.clone();
        item["id"] = json!(format!("P75-A{number}"));
        item["fields"] = json!([]);
        item
    };
    let section = |number: usize| json!({"id": format!("s{number}"), "title": {"zh": "部分", "en": "Section"}, "items": [items(number)]});
    type Make<'a> = &'a dyn Fn(usize) -> Value;
    let cases: [(&str, Make, usize, &str); 8] = [
        ("/sections/0/items/0/fields", &|count| list(&field, count), FIELDS_MAX, "fields"),
        ("/sections/2/items/1/fields/0/options", &|count| list(&option, count), OPTIONS_MAX, "options"),
        ("/sections/0/items/0/basis", &|count| list(&citation, count), BASIS_MAX, "citations"),
        ("/sections/0/items/0/consequences", &|count| list(&law, count), CONSEQUENCES_MAX, "consequences"),
        ("/sections/0/items/0/ask/zh", &|count| json!("字".repeat(count)), TEXT_CHARS_MAX, "characters"),
        (
            "/sections/0/items/0/evidence/count",
            &|count| json!(count),
            EVIDENCE_COUNT_MAX as usize,
            "pieces of evidence",
        ),
        ("/sections", &|count| list(&section, count), SECTIONS_MAX, "sections"),
        // The other 34 items of the file stay.
        ("/sections/0/items", &|count| list(&items, count - 34), ITEMS_MAX, "items"),
    ];
    for (pointer, make, limit, unit) in cases {
        let mut value: Value = serde_json::from_str(P75_V1).unwrap();
        *value.pointer_mut(pointer).unwrap() = make(limit);
        assert_eq!(load("p75.v1.json", &value.to_string()).map(drop), Ok(()), "{unit}");
        let (code, message) = refused(pointer, set(make(limit + 1)));
        assert_eq!(code, "checklist.too-many");
        assert!(
            message.ends_with(&format!("has {} {unit}, at most {limit} are allowed", limit + 1)),
            "{message}"
        );
    }
}

mod chance {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_file_damaged_anywhere_is_read_or_refused_but_never_breaks_the_reader(
            at in 0..P75_V1.chars().count(), by in prop::option::of(any::<char>())
        ) {
            let damaged: String = P75_V1.chars().enumerate()
                .filter_map(|(index, old)| if index == at { by } else { Some(old) }).collect();
            if let Err(error) = load("p75.v1.json", &damaged) {
                prop_assert!(error.to_string().starts_with("p75.v1.json: "));
                prop_assert!(ChecklistError::CODES.contains(&error.code()));
            }
        }
    }
}
