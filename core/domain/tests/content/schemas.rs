//! Every shipped file follows its published schema, and the schemas refuse what a schema can see.

use crate::{json, published};
use serde_json::{Value, json};

const SCHEMAS: [&str; 8] = ["size", "director", "deadlines", "grading", "calendar", "risks", "quiz", "media"];

fn validator(schema: &str) -> jsonschema::Validator {
    jsonschema::draft202012::new(&json(&format!("schema/{schema}.schema.json"))).unwrap()
}

/// Every shipped file with the name of its schema.
fn files() -> Vec<(String, String, Value)> {
    let mut files = Vec::new();
    for (below, schema) in
        [("rules", None), ("risks", Some("risks")), ("quiz", Some("quiz")), ("media", Some("media"))]
    {
        for (name, text) in published(below) {
            let own = name.split(['.', '-']).next().unwrap().to_owned();
            let schema = schema.map_or(own, str::to_owned);
            files.push((schema, format!("{below}/{name}"), serde_json::from_str(&text).unwrap()));
        }
    }
    files
}

#[test]
fn every_shipped_file_follows_its_published_schema() {
    let files = files();
    for schema in SCHEMAS {
        assert!(files.iter().any(|(own, ..)| own == schema), "no file follows {schema}");
        let validator = validator(schema);
        for (_, name, value) in files.iter().filter(|(own, ..)| own == schema) {
            let errors: Vec<String> = validator
                .iter_errors(value)
                .map(|error| format!("{name}{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(errors, Vec::<String>::new());
        }
    }
    assert!(files.iter().all(|(own, ..)| SCHEMAS.contains(&own.as_str())));
}

#[test]
fn the_schemas_refuse_what_a_schema_can_see() {
    for (schema, file, pointer, value) in [
        ("size", "rules/size.v1.json", "/kinds/0/large/0/at_least", json!(0)),
        ("size", "rules/size.v1.json", "/kinds/0/kind", json!("shop")),
        ("director", "rules/director.v1.json", "/seller/variants/0/director_when/0/classes", json!([])),
        ("director", "rules/director.v1.json", "/seller/jurisdictions/0/region", json!("21")),
        ("deadlines", "rules/deadlines.v1.json", "/deadlines/0/unit", json!("week")),
        ("deadlines", "rules/deadlines.v1.json", "/deadlines/0/article", json!("18")),
        ("grading", "rules/grading.v1.json", "/ceiling/period", json!("month")),
        ("calendar", "rules/calendar-2025.v1.json", "/working_days/0", json!("26.1.2025")),
        ("calendar", "rules/calendar-2025.v1.json", "/announced", json!("yes")),
        ("risks", "risks/rl-eb-s.v1.json", "/rows/0/role", json!("principal")),
        ("risks", "risks/rl-eb-s.v1.json", "/rows/0/basis", json!([])),
        ("risks", "risks/rl-eb-s.v1.json", "/rows/0/measure/zh", json!("English")),
        ("quiz", "quiz/quiz.v1.json", "/questions/0/right", json!(["A", "B"])),
        ("quiz", "quiz/quiz.v1.json", "/questions/0/verified", json!("X")),
        ("media", "media/manifest.v1.json", "/media/0/file", json!("../x.svg")),
        ("media", "media/manifest.v1.json", "/media/0/sha256", json!("00")),
    ] {
        let validator = validator(schema);
        let mut damaged = json(file);
        assert!(validator.is_valid(&damaged), "{file}");
        *damaged.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&damaged), "{file}{pointer}");
    }
}

#[test]
fn every_schema_refuses_another_version_of_the_format_and_a_member_it_does_not_know() {
    for (schema, name, mut value) in files() {
        let validator = validator(&schema);
        value["extra"] = json!(1);
        assert!(!validator.is_valid(&value), "{name}");
        value.as_object_mut().unwrap().remove("extra");
        value["schema"] = json!(1);
        assert!(!validator.is_valid(&value), "{name}");
    }
}
