use super::*;
use crate::checklist::Bilingual;
use proptest::prelude::*;

type Row = (String, Bilingual, u64);

fn load(json: &str) -> Result<Vec<Row>, ContentError> {
    read("f.json", json, |root| {
        root.objects("rows", (1, 3), |row| {
            let id = row.id("id", capital_id, Phrase::new("编号", "an id"));
            let (text, count) = (row.bilingual("text"), row.number("count", 1, 9));
            Some((id?, text?, count?))
        })
    })
}

fn with(row: &str) -> String {
    format!("{{\"schema\": 2, \"rows\": [{row}]}}")
}

fn refused(json: &str) -> String {
    let error = load(json).unwrap_err();
    assert!(ContentError::CODES.contains(&error.code()));
    error.to_string()
}

const GOOD: &str = r#"{"id": "A-1", "text": {"zh": "好。", "en": "Good."}, "count": 3}"#;

#[test]
fn a_good_file_is_read_with_or_without_a_byte_order_mark() {
    assert_eq!(load(&with(GOOD)).unwrap().len(), 1);
    assert_eq!(load(&format!("\u{feff}{}", with(GOOD))).unwrap().len(), 1);
}

#[test]
fn all_faults_of_a_file_are_told_at_once_with_row_and_field() {
    let rows = r#"{"id": "a", "text": {"zh": "好,", "en": ""}, "count": 10, "extra": 1}, {"id": "B"}, 5"#;
    assert_eq!(
        refused(&with(rows)),
        [
            "f.json: a: id: \"a\" is not an id",
            "f.json: a: text.zh: has ',' at position 2, where Chinese text needs the full-width mark",
            "f.json: a: text.en: is empty",
            "f.json: a: count: 10 is not between 1 and 9",
            "f.json: a: extra: is no known member",
            "f.json: B: text: is missing",
            "f.json: B: count: is missing",
            "f.json: number 3: rows: must be an object",
        ]
        .join("\n")
    );
    let error = load(&with(rows)).unwrap_err();
    assert_eq!(error.faults()[3].words().zh, "a，count：10不在1至9之间");
}

#[test]
fn a_member_that_stands_twice_is_refused_with_its_line() {
    let twice = GOOD.replace("\"count\": 3", "\"count\": 3,\n\"count\": 4");
    assert_eq!(refused(&with(&twice)), "f.json: line 2, column 7: member \"count\" stands here twice");
}

#[test]
fn a_list_in_place_of_an_object_is_refused() {
    let listed = GOOD.replace(r#"{"zh": "好。", "en": "Good."}"#, r#"["好。", "Good."]"#);
    assert_eq!(refused(&with(&listed)), "f.json: A-1: text: must be an object");
    assert_eq!(refused("[]"), "f.json: file: must be an object");
}

#[test]
fn numbers_of_another_type_are_never_rounded() {
    for (number, problem) in [
        ("3.0", "must be a whole number"),
        ("-1", "must be a whole number"),
        ("\"3\"", "must be a whole number"),
        ("0", "0 is not between 1 and 9"),
    ] {
        let row = GOOD.replace("\"count\": 3", &format!("\"count\": {number}"));
        assert_eq!(refused(&with(&row)), format!("f.json: A-1: count: {problem}"));
    }
}

#[test]
fn texts_that_would_look_wrong_are_refused() {
    for (zh, problem) in [
        ("好 ", "has ' ' at position 2, a blank at an end"),
        ("第１条", "has '１' at position 2, where the half-width character is needed"),
        ("好\\u200b的", "has '\\u{200b}' at position 2, which cannot be seen"),
        ("good", "is not Chinese"),
        ("待补充", "\"待补充\" is a placeholder"),
        ("甲\\n乙", "has '\\n' at position 2, which is a control character"),
    ] {
        let row = GOOD.replace("好。", zh);
        assert_eq!(refused(&with(&row)), format!("f.json: A-1: text.zh: {problem}"));
    }
    assert_eq!(refused(&with(&GOOD.replace("Good.", "Good。"))), "f.json: A-1: text.en: is not English");
    let longest = |count: usize| load(&with(&GOOD.replace("好。", &"好".repeat(count))));
    assert!(longest(TEXT_CHARS_MAX).is_ok() && longest(TEXT_CHARS_MAX + 1).is_err());
}

#[test]
fn another_schema_and_too_many_bytes_rows_or_faults_are_refused() {
    assert_eq!(refused(&with(GOOD).replace("2,", "3,")), "f.json: schema: 3 is not between 2 and 2");
    assert_eq!(refused(&with(&[GOOD; 4].join(","))), "f.json: rows: has 4 entries, at most 3 are allowed");
    assert_eq!(refused(&with("")), "f.json: rows: is empty");
    let large = |bytes: usize| format!("{}{}", with(GOOD), " ".repeat(bytes - with(GOOD).len()));
    assert!(load(&large(FILE_BYTES_MAX)).is_ok());
    assert_eq!(load(&large(FILE_BYTES_MAX + 1)).unwrap_err().code(), "content.too-large");
    let members: Vec<String> = (0..FAULTS_MAX + 7).map(|number| format!("\"m{number}\": 0")).collect();
    let error = load(&format!("{{\"schema\": 2, \"rows\": [{GOOD}], {}}}", members.join(","))).unwrap_err();
    assert!(matches!(error, ContentError::Faults { faults, more: 7, .. } if faults.len() == FAULTS_MAX));
}

#[test]
fn deep_nesting_is_refused_and_breaks_nothing() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(load(&deep).unwrap_err().code(), "content.syntax");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(text in ".{0,200}", at in 0_usize..80, with_text in "[\\x00-\\x7f]{0,3}") {
        let _ = load(&text);
        let mut damaged = with(GOOD);
        if damaged.is_char_boundary(at) {
            damaged.insert_str(at, &with_text);
        }
        if let Err(error) = load(&damaged) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
