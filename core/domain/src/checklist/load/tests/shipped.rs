//! The files that come with Zhian.

use super::*;

#[test]
fn the_shipped_checklists_hold_forty_and_thirty_eight_items_numbered_without_a_gap() {
    for (json, id, items) in [(P75_V1, "P75", 40), (S76_V1, "S76", 38)] {
        let checklist = shipped(json);
        assert_eq!((checklist.id.as_str(), checklist.version), (id, 1));
        let found: Vec<String> = checklist.items().map(|item| item.id.to_string()).collect();
        let expected: Vec<String> = (1..=items).map(|number| format!("{id}-{number:02}")).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn the_shipped_files_are_named_after_their_id_and_version_and_the_legend_explains_them() {
    let legend = load_legend("legend.v1.json", LEGEND_V1).unwrap();
    assert_eq!(legend.version, 1);
    for (name, json) in CHECKLISTS {
        let checklist = load(name, json).unwrap();
        assert_eq!(name, format!("{}.v{}.json", checklist.id.to_lowercase(), checklist.version));
        assert_eq!(legend.explains(name, &checklist), Ok(()));
    }
}

#[test]
fn every_legend_entry_is_used_by_a_shipped_checklist_or_by_the_legend_itself() {
    let legend = load_legend("legend.v1.json", LEGEND_V1).unwrap();
    let items: Vec<Item> =
        CHECKLISTS.iter().flat_map(|(_, json)| shipped(json).items().cloned().collect::<Vec<_>>()).collect();
    for code in legend.consequences.keys() {
        assert!(items.iter().any(|item| item.consequences.contains(code)), "{code:?} follows from nothing");
    }
    for code in legend.instruments.keys() {
        assert!(
            items.iter().any(|item| item.basis.iter().any(|basis| &basis.instrument == code)),
            "{code} is never cited"
        );
    }
}

#[test]
fn the_shipped_files_follow_their_published_schema() {
    const SCHEMA: &str = include_str!("../../../../../checklists/schema/checklist.schema.json");
    const LEGEND_SCHEMA: &str = include_str!("../../../../../checklists/schema/legend.schema.json");
    for (schema, json) in [(SCHEMA, P75_V1), (SCHEMA, S76_V1), (LEGEND_SCHEMA, LEGEND_V1)] {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let value: Value = serde_json::from_str(json).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_a_schema_can_see() {
    let schema =
        serde_json::from_str(include_str!("../../../../../checklists/schema/checklist.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for (pointer, value) in [
        ("/sections/2/items/3/fields/2/required", json!(true)),
        ("/sections/2/items/3/fields/0/whole", json!("present")),
        ("/sections/2/items/3/evidence/count", json!(0)),
        ("/sections/0/items/0/judgement/entered", json!(["meets", "not-applicable"])),
        ("/sections/0/items/0/consequences", json!(["R7"])),
        ("/sections/0/items/0/severity", json!("D")),
        ("/version", json!(0)),
    ] {
        let mut damaged: Value = serde_json::from_str(P75_V1).unwrap();
        assert!(validator.is_valid(&damaged));
        match damaged.pointer_mut(pointer) {
            Some(old) => *old = value,
            None => drop(
                damaged
                    .pointer_mut("/sections/2/items/3/fields/0")
                    .unwrap()
                    .as_object_mut()
                    .unwrap()
                    .insert("whole".into(), value),
            ),
        }
        assert!(!validator.is_valid(&damaged), "{pointer}");
    }
}

#[test]
fn the_confidence_of_citations_survives_from_the_file() {
    let tags = |id| -> Vec<(String, Verified)> {
        let item = shipped_item(if id < "S" { P75_V1 } else { S76_V1 }, id);
        item.basis
            .into_iter()
            .map(|basis| (format!("{}-{}", basis.instrument, basis.article), basis.verified))
            .collect()
    };
    assert_eq!(tags("P75-01"), [("R75-3".into(), Verified::Source), ("PQL-3".into(), Verified::Source)]);
    assert_eq!(tags("P75-06"), [("R75-16".into(), Verified::Memory)]);
    assert_eq!(tags("P75-23"), [("R75-10-12".into(), Verified::Partly)]);
    assert_eq!(tags("P75-30"), [("XK-26".into(), Verified::Source), ("CCCR-24".into(), Verified::Partly)]);
    assert_eq!(tags("P75-38"), [("R75-9".into(), Verified::Partly), ("RECALL-*".into(), Verified::Memory)]);
    assert_eq!(tags("S76-07"), [("R76-5".into(), Verified::Unsure)]);
    let all: Vec<Item> =
        CHECKLISTS.iter().flat_map(|(_, json)| shipped(json).items().cloned().collect::<Vec<_>>()).collect();
    let printable =
        all.iter().flat_map(|item| &item.basis).filter(|basis| basis.verified.is_printable()).count();
    assert_eq!(printable, 53, "a citation changed its confidence");
}

#[test]
fn judgements_fields_and_evidence_arrive_as_the_file_says() {
    let daily = shipped_item(P75_V1, "P75-16");
    let expected = Judgement::Computed {
        field: "percent".into(),
        at_least: Decimal::ONE_HUNDRED,
        verified: Verified::Unsure,
    };
    assert_eq!(daily.judgement, expected);
    assert_eq!((daily.evidence.when, daily.evidence.count), (EvidenceWhen::OnFailure, 1));
    let kinds: Vec<&FieldKind> = daily.fields.iter().map(|field| &field.kind).collect();
    let bounds = |min: i64, max: i64| FieldKind::Number { min: Some(min.into()), max: Some(max.into()) };
    let percent =
        FieldKind::Percent { part: "present".into(), whole: PercentWhole::Field("expected".into()) };
    assert_eq!(kinds, [&bounds(1, 30), &bounds(0, 30), &percent, &FieldKind::Text]);

    let weekly = shipped_item(S76_V1, "S76-16");
    let percent = FieldKind::Percent { part: "present".into(), whole: PercentWhole::Fixed(8.into()) };
    assert!(weekly.fields.iter().any(|field| field.kind == percent));
    assert_eq!((weekly.evidence.when, weekly.evidence.count), (EvidenceWhen::Never, 0));

    let first = shipped_item(P75_V1, "P75-01");
    let values = vec![Conformity::Meets, Conformity::DoesNotMeet, Conformity::NotApplicable];
    assert_eq!(first.judgement, Judgement::Entered { values });
    assert_eq!((first.evidence.when, first.severity), (EvidenceWhen::Always, Severity::Main));
    assert_eq!(first.fields.first().map(|field| &field.kind), Some(&FieldKind::Document));
}

#[test]
fn nobody_is_driven_to_invent_a_date_for_something_that_does_not_exist() {
    for (_, json) in CHECKLISTS {
        for item in shipped(json).items() {
            for field in item.fields.iter().filter(|field| field.kind == FieldKind::Date) {
                assert!(!field.required, "{} demands the date {}", item.id, field.id);
            }
        }
    }
}

#[test]
fn counts_of_severity_and_evidence_are_those_of_the_source_tables() {
    let count = |json: &str, keep: fn(&Item) -> bool| shipped(json).items().filter(|item| keep(item)).count();
    for (json, key, main, general, always, on_failure) in
        [(P75_V1, 10, 25, 5, 7, 15), (S76_V1, 13, 19, 6, 6, 12)]
    {
        assert_eq!(count(json, |item| item.severity == Severity::Key), key);
        assert_eq!(count(json, |item| item.severity == Severity::Main), main);
        assert_eq!(count(json, |item| item.severity == Severity::General), general);
        assert_eq!(count(json, |item| item.evidence.when == EvidenceWhen::Always), always);
        assert_eq!(count(json, |item| item.evidence.when == EvidenceWhen::OnFailure), on_failure);
    }
}

#[test]
fn a_published_version_is_never_edited() {
    // A failure here means: undo the edit and publish the next version beside this one.
    for (json, hash) in [
        (P75_V1, "c7ace5f580e51f49a3b36dbf5fdf2ecd6c87f2ce29059e8f76cb48b58a214483"),
        (S76_V1, "a85793bda3c23173351bc7ea69134708f26da0abafde5cf073d15cec1683a377"),
        (LEGEND_V1, "b76bae127800939baab4f8096c4b771ff1a90b257d2fee5aacbd8105d9630f2f"),
    ] {
        assert_eq!(crate::id::ContentHash::of(json.as_bytes()).to_string(), hash);
    }
}
