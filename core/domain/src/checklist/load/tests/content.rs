//! Files of the right shape with a wrong content: minimally damaged copies of the shipped ones.

use super::*;

#[test]
fn empty_texts_and_empty_lists_are_refused() {
    for (pointer, value, place) in [
        ("/sections", json!([]), "sections"),
        ("/title/zh", json!(""), "title.zh"),
        ("/sections/0/items", json!([]), "section responsibility: items"),
        ("/sections/0/title/en", json!(""), "section responsibility: title.en"),
        ("/sections/0/items/0/ask/en", json!(""), "item P75-01: ask.en"),
        ("/sections/0/items/0/how/zh", json!(""), "item P75-01: how.zh"),
        ("/sections/0/items/0/basis", json!([]), "item P75-01: basis"),
        ("/sections/0/items/0/basis/1/article", json!(""), "item P75-01: basis 2: article"),
        ("/sections/0/items/0/judgement/entered", json!([]), "item P75-01: judgement"),
        ("/sections/0/items/0/consequences", json!([]), "item P75-01: consequences"),
        ("/sections/0/items/0/fields/0/label/en", json!(""), "item P75-01: field \"document\": label.en"),
    ] {
        assert_eq!(
            refused(pointer, set(value)),
            ("checklist.empty", format!("p75.v1.json: {place}: is empty"))
        );
    }
    let no_items = refused("/sections", |sections| {
        for section in sections.as_array_mut().unwrap() {
            section["items"] = json!([]);
        }
    });
    assert_eq!(no_items, ("checklist.empty", "p75.v1.json: items: is empty".into()));
}

#[test]
fn an_id_that_stands_twice_is_refused() {
    for (pointer, value, place, id) in [
        ("/sections/1/id", json!("responsibility"), "section responsibility", "responsibility"),
        ("/sections/1/items/0/id", json!("P75-01"), "item P75-01", "P75-01"),
        ("/sections/2/items/3/fields/1/id", json!("expected"), "item P75-16: field \"expected\"", "expected"),
        (
            "/sections/0/items/0/basis/1",
            json!({"instrument": "R75", "article": "3", "verified": "M"}),
            "item P75-01: basis",
            "R75-3",
        ),
        ("/sections/2/items/3/consequences", json!(["R2", "R2"]), "item P75-16: consequences", "R2"),
        (
            "/sections/0/items/0/judgement/entered",
            json!(["meets", "meets"]),
            "item P75-01: judgement",
            "meets",
        ),
        (
            "/sections/2/items/1/fields/0/options/1/code",
            json!("no-gap"),
            "item P75-14: field \"comparison\": options",
            "no-gap",
        ),
    ] {
        let expected = format!("p75.v1.json: {place}: {id:?} stands here twice");
        assert_eq!(refused(pointer, set(value)), ("checklist.duplicate", expected));
    }
}

#[test]
fn an_id_that_is_not_made_as_ids_are_made_is_refused() {
    let own = "is not the id of the checklist, a hyphen, and more of A-Z, a-z, 0-9 and hyphen";
    let small = "is not 1 to 32 of a-z, 0-9 and hyphen, beginning with a letter";
    let capital = "is not 1 to 16 of A-Z and 0-9, beginning with a letter";
    for (pointer, value, place, expected) in [
        ("/id", "p75", "id", capital),
        ("/sections/0/id", "Responsibility", "section Responsibility", small),
        ("/sections/0/items/0/id", "S76-01", "item S76-01", own),
        ("/sections/0/items/0/id", "P75-", "item P75-", own),
        ("/sections/0/items/0/id", "P75-0 1", "item P75-0 1", own),
        ("/sections/2/items/3/fields/0/id", "1st", "item P75-16: field \"1st\"", small),
        ("/sections/0/items/0/basis/0/instrument", "r75", "item P75-01: basis 1: instrument", capital),
        (
            "/sections/2/items/1/fields/0/options/1/code",
            "",
            "item P75-14: field \"comparison\": options",
            small,
        ),
    ] {
        let expected = format!("p75.v1.json: {place}: {value:?} {expected}");
        assert_eq!(refused(pointer, set(json!(value))), ("checklist.bad-id", expected));
    }
}

#[test]
fn a_code_that_stands_for_nothing_is_refused() {
    for (pointer, value, place) in [
        (
            "/sections/0/items/0/basis/0/verified",
            "X",
            "basis 1: verified: \"X\" is not S (source), P (partly), M (memory) or U (unsure)",
        ),
        (
            "/sections/0/items/0/basis/0/article",
            "12-10",
            "basis 1: article: \"12-10\" is not an article: a number, two with a hyphen, or * for the whole instrument",
        ),
        (
            "/sections/0/items/0/judgement/entered/0",
            "ok",
            "judgement: \"ok\" is not meets, does-not-meet, defective or not-applicable",
        ),
        (
            "/sections/0/items/0/evidence/when",
            "sometimes",
            "evidence.when: \"sometimes\" is not never, on-failure or always",
        ),
        (
            "/sections/0/items/0/evidence/method",
            "painting",
            "evidence.method: \"painting\" is not photo, video, audio, scan, screenshot or copy",
        ),
        ("/sections/0/items/0/severity", "D", "severity: \"D\" is not A (key), B (main) or C (general)"),
        (
            "/sections/0/items/0/consequences/0",
            "R7",
            "consequences: \"R7\" is not a consequence: R1 to R6, or L, X, C, M or S with an article, e.g. L49",
        ),
        (
            "/sections/0/items/0/fields/0/kind",
            "photo",
            "field \"document\": kind: \"photo\" is not number, percent, text, date, document or choice",
        ),
    ] {
        let expected = format!("p75.v1.json: item P75-01: {place}");
        assert_eq!(refused(pointer, set(json!(value))), ("checklist.unknown-code", expected));
    }
    daily(
        "/judgement/computed/verified",
        json!("?"),
        "checklist.unknown-code",
        "judgement: \"?\" is not S (source), P (partly), M (memory) or U (unsure)",
    );
}

#[test]
fn a_text_in_the_wrong_language_or_with_marks_of_the_wrong_width_is_refused() {
    let place = |member: &str| format!("p75.v1.json: item P75-01: {member}");
    for (member, text, code, message) in [
        ("ask/zh", "Is there a system?", "checklist.language", "ask.zh: is not Chinese"),
        ("ask/en", "有制度", "checklist.language", "ask.en: is not English"),
        ("ask/en", "Is there a system？", "checklist.language", "ask.en: is not English"),
        (
            "ask/zh",
            "有制度,在用",
            "checklist.typography",
            "ask.zh: has ',' at position 4, where Chinese text needs the full-width mark",
        ),
        (
            "ask/zh",
            "有制度(在用）",
            "checklist.typography",
            "ask.zh: has '(' at position 4, where Chinese text needs the full-width mark",
        ),
        (
            "ask/zh",
            "查 CCC 证书.",
            "checklist.typography",
            "ask.zh: has '.' at position 9, where Chinese text needs the full-width mark",
        ),
        ("how/zh", "查制度 ", "checklist.typography", "how.zh: has ' ' at position 4, a blank at an end"),
        (
            "how/zh",
            "抽３份",
            "checklist.typography",
            "how.zh: has '３' at position 2, where the half-width character is needed",
        ),
        (
            "how/en",
            "Read\u{7} it",
            "checklist.typography",
            "how.en: has '\\u{7}' at position 5, which is a control character",
        ),
        (
            "how/en",
            "Read\u{200b} it",
            "checklist.typography",
            "how.en: has '\\u{200b}' at position 5, which cannot be seen",
        ),
    ] {
        let found = refused(&format!("/sections/0/items/0/{member}"), set(json!(text)));
        assert_eq!(found, (code_of(code), place(message)));
    }
}

#[test]
fn a_decimal_point_between_digits_and_a_ratio_are_no_slips() {
    let text = "电压不超过 48.5 V，比例 1:2，误差 0.5 以内";
    let mut value: Value = serde_json::from_str(P75_V1).unwrap();
    value["sections"][0]["items"][0]["how"]["zh"] = json!(text);
    assert!(load("p75.v1.json", &value.to_string()).is_ok());
}

#[test]
fn a_reference_to_a_field_that_does_not_exist_is_refused() {
    daily(
        "/fields/2/part",
        json!("presnt"),
        "checklist.reference",
        "field \"percent\": refers to the number field \"presnt\", which does not exist",
    );
    daily(
        "/fields/2/whole",
        json!("missing-days"),
        "checklist.reference",
        "field \"percent\": refers to the number field \"missing-days\", which does not exist",
    );
    daily(
        "/judgement/computed/field",
        json!("percentage"),
        "checklist.reference",
        "judgement: refers to the number or percent field \"percentage\", which does not exist",
    );
    daily(
        "/judgement/computed/field",
        json!("missing-days"),
        "checklist.reference",
        "judgement: refers to the number or percent field \"missing-days\", which does not exist",
    );
}

#[test]
fn bounds_that_contradict_each_other_or_a_percentage_are_refused() {
    daily(
        "/fields/0/min",
        json!(31),
        "checklist.bounds",
        "field \"expected\": has a least value above its greatest",
    );
    daily(
        "/fields/0/min",
        json!(0),
        "checklist.bounds",
        "field \"percent\": has a whole that may be 0: give it a least value above 0",
    );
    daily(
        "/fields/1/min",
        json!(-1),
        "checklist.bounds",
        "field \"percent\": has a part that may be negative: give the part a least value of 0",
    );
    daily(
        "/fields/2/whole",
        json!(8),
        "checklist.bounds",
        "field \"percent\": has a part that may exceed the whole: give the part the whole as greatest value",
    );
    daily(
        "/judgement/computed/at_least",
        json!(101),
        "checklist.bounds",
        "judgement: has a threshold outside the bounds of its field",
    );
    daily(
        "/judgement/computed/at_least",
        json!("-0.5"),
        "checklist.bounds",
        "judgement: has a threshold outside the bounds of its field",
    );
    let quiz = refused("/sections/1/items/2/fields/0/max", set(json!(59)));
    assert_eq!(
        quiz,
        (
            "checklist.bounds",
            "p75.v1.json: item P75-09: judgement: has a threshold outside the bounds of its field".into()
        )
    );
}

#[test]
fn members_that_contradict_each_other_are_refused() {
    let open = "is computed from a field that is not required, so it could stay open unseen";
    let never_entered =
        "is required, but a percentage is never entered and a document is evidence, not a value";
    for (pointer, value, message) in [
        (
            "/sections/2/items/3/fields/1/required",
            json!(false),
            format!("item P75-16: field \"percent\": {open}"),
        ),
        ("/sections/1/items/2/fields/0/required", json!(false), format!("item P75-09: judgement: {open}")),
        (
            "/sections/2/items/3/fields/2/required",
            json!(true),
            format!("item P75-16: field \"percent\": required: {never_entered}"),
        ),
        (
            "/sections/0/items/0/fields/0/required",
            json!(true),
            format!("item P75-01: field \"document\": required: {never_entered}"),
        ),
        (
            "/sections/0/items/0/evidence/count",
            json!(0),
            "item P75-01: evidence.count: demands evidence but none of it: the count must be at least 1"
                .into(),
        ),
        (
            "/sections/0/items/0/evidence/when",
            json!("never"),
            "item P75-01: evidence.count: demands evidence that is never demanded: the count must be 0"
                .into(),
        ),
        (
            "/sections/0/items/0/judgement/entered",
            json!(["meets", "not-applicable"]),
            "item P75-01: judgement: must offer both meets and does-not-meet".into(),
        ),
    ] {
        assert_eq!(
            refused(pointer, set(value)),
            ("checklist.contradiction", format!("p75.v1.json: {message}"))
        );
    }
    let single = refused("/sections/2/items/1/fields/0/options", |options| {
        options.as_array_mut().unwrap().truncate(1)
    });
    assert_eq!(single, ("checklist.contradiction", "p75.v1.json: item P75-14: field \"comparison\": options: offers a single option, which is no choice".into()));
}

#[test]
fn a_member_that_does_not_belong_to_the_kind_of_field_is_refused() {
    for (field, kind, message) in [
        (0, "text", "field \"expected\": a field of kind text cannot have \"min\""),
        (2, "date", "field \"percent\": a field of kind date cannot have \"part\""),
        (1, "percent", "field \"present\": a field of kind percent cannot have \"min\""),
        (3, "choice", "field \"missing-days\": a field of kind choice needs \"options\""),
        (3, "percent", "field \"missing-days\": a field of kind percent needs \"part\""),
    ] {
        daily(&format!("/fields/{field}/kind"), json!(kind), "checklist.kind-member", message);
    }
}

#[test]
fn a_damaged_legend_is_refused() {
    let damaged = |pointer: &str, value: Value| {
        refused_in(LEGEND_V1, pointer, set(value), |json| load_legend("legend.v1.json", json).map(drop))
    };
    for (pointer, value, code, message) in [
        (
            "/schema",
            json!(9),
            "checklist.schema",
            "schema: follows schema 9, this program reads schemas up to 2",
        ),
        ("/version", json!(0), "checklist.bounds", "version: must be at least 1"),
        ("/instruments", json!([]), "checklist.empty", "instruments: is empty"),
        (
            "/instruments/1/code",
            json!("R75"),
            "checklist.duplicate",
            "instrument \"R75\": \"R75\" stands here twice",
        ),
        ("/instruments/0/name/en", json!(""), "checklist.empty", "instrument \"R75\".en: is empty"),
        (
            "/consequences/1/code",
            json!("R1"),
            "checklist.duplicate",
            "consequence \"R1\": \"R1\" stands here twice",
        ),
        (
            "/consequences/0/code",
            json!("Q1"),
            "checklist.unknown-code",
            "consequence \"Q1\": \"Q1\" is not a consequence: R1 to R6, or L, X, C, M or S with an article, e.g. L49",
        ),
        (
            "/consequences/2/basis/0/instrument",
            json!("ABC"),
            "checklist.unknown-code",
            "consequence \"R3\": \"ABC\" is not an instrument of this legend",
        ),
        (
            "/consequences/0/text/zh",
            json!("提醒,改正"),
            "checklist.typography",
            "consequence \"R1\".zh: has ',' at position 3, where Chinese text needs the full-width mark",
        ),
    ] {
        assert_eq!(damaged(pointer, value), (code_of(code), format!("legend.v1.json: {message}")));
    }
}

#[test]
fn a_checklist_with_a_code_that_the_legend_does_not_explain_is_refused() {
    let legend = load_legend("legend.v1.json", LEGEND_V1).unwrap();
    let explained = |json: &str| legend.explains("p75.v1.json", &load("p75.v1.json", json)?);
    let found = refused_in(P75_V1, "/sections/0/items/0/basis/0/instrument", set(json!("ABC")), explained);
    assert_eq!(
        found,
        (
            "checklist.unknown-code",
            "p75.v1.json: item P75-01: basis: \"ABC\" is not explained in the legend".into()
        )
    );
    let found = refused_in(P75_V1, "/sections/0/items/0/consequences/0", set(json!("L999")), explained);
    assert_eq!(
        found,
        (
            "checklist.unknown-code",
            "p75.v1.json: item P75-01: consequences: \"L999\" is not explained in the legend".into()
        )
    );
}
