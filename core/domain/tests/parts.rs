//! The regulator's content itself: every part that comes with Zhian, and the rules that hold between them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use zhian_domain::answer::{Answer, AnswerState, AnswerValue, Conformity, FieldValue};
use zhian_domain::asked::not_asked;
use zhian_domain::checklist::shipped::*;
use zhian_domain::checklist::*;
use zhian_domain::completeness::{FieldProblem, bad_fields, completeness, conformity, number_of, period_of};
use zhian_domain::compose::*;
use zhian_domain::enterprise::UnitKind;
use zhian_domain::facts::{Facts, ProductKind};
use zhian_domain::id::{ContentHash, DeviceId, InspectorId, ItemId, TaskId};
use zhian_domain::law::*;
use zhian_domain::outcome::outcome;
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_domain::visit::VisitContent;

static ALL: LazyLock<Vec<Part>> =
    LazyLock::new(|| PARTS.iter().map(|(file, json)| load_part(file, json).unwrap()).collect());
static LAW: LazyLock<Law> = LazyLock::new(|| load_articles("articles.v1.json", ARTICLES_V1).unwrap());

fn id(text: &str) -> ItemId {
    ItemId::new(text).unwrap()
}

fn part(id: &str) -> &'static Part {
    ALL.iter().find(|part| part.checklist().id == id).unwrap()
}

fn item(of: &str) -> Item {
    ALL.iter().find_map(|part| part.checklist().item(&id(of))).unwrap().clone()
}

fn composed(kind: UnitKind, products: &[&str]) -> Checklist {
    let names = load_products("products.v1.json", PRODUCTS_V1).unwrap();
    let products = products.iter().map(|code| ProductKind::new(code).unwrap()).collect();
    let facts = Facts { kind, size: None, classes: None, products };
    let sources = Sources { parts: &ALL, law: &LAW, products: &names };
    compose(&facts, &sources, "2026-11-21".parse().unwrap()).unwrap().checklist
}

fn answered(value: AnswerValue) -> AnswerState {
    let at =
        ClockReading { device: Timestamp::from_unix_ms(1), offset_minutes: 480, monotonic_ms: 1, gnss: None };
    let (by, device) = (InspectorId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
    AnswerState::One(Answer { value, by, device, at, settles: Vec::new() })
}

fn judged(conformity: Conformity) -> AnswerValue {
    AnswerValue { conformity: Some(conformity), fields: BTreeMap::new() }
}

fn empty() -> VisitContent {
    VisitContent::empty(TaskId::from_bytes([1; 16]), ContentHash::of(b"composed"))
}

#[test]
fn every_part_is_named_after_its_id_and_version_and_all_ids_are_unique() {
    let mut items = BTreeSet::new();
    let mut parts = BTreeSet::new();
    for ((file, _), part) in PARTS.iter().zip(ALL.iter()) {
        let name = match part.kind() {
            PartKind::Conduct => "conduct".to_owned(),
            _ => part.checklist().id.to_lowercase(),
        };
        assert_eq!(*file, format!("{name}.v{}.json", part.checklist().version));
        assert!(parts.insert(part.checklist().id.clone()), "{file}");
        for item in part.checklist().items() {
            assert!(items.insert(item.id.clone()), "{} stands twice", item.id);
        }
        if part.kind() == PartKind::Overlay {
            assert!(part.checklist().items().count() >= 6, "{file} has fewer than six items");
            assert!(!part.applies().products.is_empty(), "{file} is for no product");
        }
    }
    assert_eq!(part("A").checklist().items().count(), 14);
}

#[test]
fn ids_are_permanent_what_version_1_asked_version_2_asks_in_the_same_words() {
    for (old, new) in [(P75_V1, part("P75")), (S76_V1, part("S76"))] {
        let old = load("v1", old).unwrap();
        let new = new.checklist();
        let ids = |of: &Checklist| of.items().map(|item| item.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&old), ids(new));
        for (before, after) in old.items().zip(new.items()) {
            assert_eq!(
                (&before.ask, before.severity, &before.evidence),
                (&after.ask, after.severity, &after.evidence)
            );
            assert_eq!(before.consequences, after.consequences, "{}", before.id);
        }
    }
}

#[test]
fn every_article_consequence_and_medium_that_an_item_names_is_there() {
    let legend = load_legend("legend.v2.json", LEGEND_V2).unwrap();
    let manifest: Value =
        serde_json::from_str(include_str!("../../checklists/media/manifest.v1.json")).unwrap();
    let media: BTreeSet<String> = manifest["media"]
        .as_array()
        .unwrap()
        .iter()
        .map(|medium| medium["id"].as_str().unwrap().to_owned())
        .collect();
    let references = References { law: &LAW, legend: &legend, media: &media };
    let mut missing: Vec<String> = Vec::new();
    for ((file, _), part) in PARTS.iter().zip(ALL.iter()) {
        let found = references.unresolved(file, part.checklist());
        missing.extend(found.iter().map(ToString::to_string));
    }
    for (code, consequence) in &legend.consequences {
        let articles = consequence.basis.iter().map(LegalBasis::article_id);
        missing.extend(
            articles.filter(|id| !LAW.articles.contains_key(id)).map(|id| format!("{}: {id}", code.0)),
        );
    }
    assert_eq!(missing, Vec::<String>::new());

    let nothing = References { media: &BTreeSet::new(), ..references };
    let told = nothing.unresolved("p75.v2.json", part("P75").checklist());
    assert!(told.len() > 5, "all at once");
    assert_eq!(
        told[0].to_string(),
        "p75.v2.json: item P75-01: media: \"p75-01-approval-page\" is not a picture or clip of the manifest"
    );
}

#[test]
fn every_item_that_always_demands_evidence_on_a_product_or_paper_shows_a_picture() {
    let demanding = ALL.iter().filter(|part| part.kind() != PartKind::Conduct);
    let without: Vec<String> = demanding
        .flat_map(|part| part.checklist().items())
        .filter(|item| item.evidence.when == EvidenceWhen::Always && item.media.is_empty())
        .map(|item| item.id.to_string())
        .collect();
    assert_eq!(without, Vec::<String>::new());
}

#[test]
fn every_file_follows_its_published_schema() {
    let files = [
        (include_str!("../../checklists/schema/articles.schema.json"), ARTICLES_V1),
        (include_str!("../../checklists/schema/penalties.schema.json"), PENALTIES_V1),
        (include_str!("../../checklists/schema/legend.v2.schema.json"), LEGEND_V2),
        (include_str!("../../checklists/schema/products.schema.json"), PRODUCTS_V1),
    ];
    let composition = {
        let names = load_products("products.v1.json", PRODUCTS_V1).unwrap();
        let facts = Facts {
            kind: UnitKind::ProducerAndSeller,
            size: None,
            classes: Some(BTreeSet::new()),
            products: [ProductKind::new("toy").unwrap()].into(),
        };
        let sources = Sources { parts: &ALL, law: &LAW, products: &names };
        compose(&facts, &sources, "2026-11-21".parse().unwrap()).unwrap().json
    };
    let checklist = include_str!("../../checklists/schema/checklist.v2.schema.json");
    let parts = PARTS.iter().map(|(_, json)| (checklist, *json)).chain([(checklist, composition.as_str())]);
    for (schema, json) in files.into_iter().chain(parts) {
        let validator = jsonschema::draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap();
        let value: Value = serde_json::from_str(json).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{} {}: {error}", value["id"], error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_a_schema_can_see() {
    let schema =
        serde_json::from_str(include_str!("../../checklists/schema/checklist.v2.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let daily = "/sections/2/items/3/fields/0";
    for (pointer, value) in [
        ("/schema".to_owned(), json!(1)),
        ("/kind".to_owned(), json!("composed")),
        ("/applies".to_owned(), Value::Null),
        ("/applies/units".to_owned(), json!(["importer"])),
        ("/sections/0/items/0/how".to_owned(), json!([])),
        ("/sections/0/items/0/basis".to_owned(), json!(["第三条"])),
        (format!("{daily}/unit"), json!("year")),
        (format!("{daily}/count"), Value::Null),
        (format!("{daily}/kind"), json!("text")),
    ] {
        let mut damaged: Value = serde_json::from_str(P75_V2).unwrap();
        assert!(validator.is_valid(&damaged));
        *damaged.pointer_mut(&pointer).unwrap() = value;
        assert!(!validator.is_valid(&damaged), "{pointer}");
        assert!(load_part("p75.v2.json", &damaged.to_string()).is_err(), "{pointer}: the loader sees it too");
    }
}

#[test]
fn completeness_of_records_is_computed_from_dates_and_lists_the_missing_ones() {
    for (of, entry, percent, missing) in [
        ("P75-16", "2026-10-22..2026-11-20;2026-10-24,2026-11-07", 93, vec!["2026-10-24", "2026-11-07"]),
        ("S76-14", "2026-11-02..2026-11-20", 100, vec![]),
        ("P75-18", "2026-W40..2026-W47;2026-W41", 87, vec!["2026-W41"]),
        ("S76-16", "2026-W40..2026-W47", 100, vec![]),
        ("P75-20", "2026-08..2026-10;2026-09", 66, vec!["2026-09"]),
        ("S76-17", "2026-08..2026-10", 100, vec![]),
    ] {
        let item = item(of);
        let FieldKind::Period { unit, .. } = item.field("records").unwrap().kind else { panic!("{of}") };
        let fields = BTreeMap::from([("records".to_owned(), FieldValue::Text(entry.to_owned()))]);
        let value = AnswerValue { conformity: None, fields };
        assert_eq!(bad_fields(&item, &value), [], "{of}");
        assert_eq!(number_of(&item, &value, "records"), Some(percent.into()), "{of}");
        assert_eq!(period_of(&item, &value, "records").unwrap().missing_words(unit), missing, "{of}");
        let expected = if percent == 100 { Conformity::Meets } else { Conformity::DoesNotMeet };
        assert_eq!(conformity(&item, &value), Some(expected), "{of}");
    }
    let mut value = AnswerValue::default();
    value.fields.insert("records".into(), FieldValue::Text("2026-01-01,2026-11-20".into()));
    let problems = bad_fields(&item("P75-16"), &value);
    assert_eq!(problems.iter().map(|one| &one.problem).collect::<Vec<_>>(), [&FieldProblem::BadPeriod]);
    assert_eq!(conformity(&item("P75-16"), &value), None);
}

#[test]
fn identifiers_are_checked_by_their_check_digits() {
    let wrong = |text: &str| {
        let fields = BTreeMap::from([("licence-number".to_owned(), FieldValue::Text(text.to_owned()))]);
        let value = AnswerValue { conformity: Some(Conformity::Meets), fields };
        bad_fields(&item("OCP-01"), &value).into_iter().map(|one| one.problem).collect::<Vec<_>>()
    };
    assert_eq!(wrong("(津)XK12-345-67890"), []);
    assert_eq!(wrong("XK12-345-6789"), [FieldProblem::BadIdentifier]);
}

#[test]
fn an_item_that_is_not_asked_is_demanded_nowhere_and_its_earlier_answer_stays() {
    let checklist = composed(UnitKind::Retailer, &["fire-extinguisher"]);
    let (gate, conditional) = (id("OFS-07"), id("OFS-08"));
    let mut content = empty();
    assert!(completeness(&checklist, &content).open.contains(&conditional), "asked from the start");

    content.answers.insert(conditional.clone(), answered(judged(Conformity::DoesNotMeet)));
    content.answers.insert(gate.clone(), answered(judged(Conformity::NotApplicable)));
    let found = completeness(&checklist, &content);
    assert_eq!(found.not_asked, std::slice::from_ref(&conditional));
    assert!(
        !found.open.contains(&conditional)
            && found.lacking_evidence.iter().all(|one| one.item != conditional)
    );
    assert_eq!(found.unknown_items, []);
    let result = outcome(&checklist, &content);
    assert_eq!((result.not_asked, result.failed.len()), (1, 0), "a failure that is not asked counts nowhere");
    assert!(content.answers.contains_key(&conditional), "the answer stays in the record");

    content.answers.insert(gate, answered(judged(Conformity::Meets)));
    assert_eq!(not_asked(&checklist, &content), BTreeSet::new());
    assert_eq!(outcome(&checklist, &content).failed.len(), 1, "and counts again once the item is asked");
}

#[test]
fn what_is_due_after_the_seal_does_not_stand_in_its_way() {
    let checklist = composed(UnitKind::Retailer, &[]);
    let found = completeness(&checklist, &empty());
    assert_eq!(found.later, [id("A-13"), id("A-14")]);
    assert!(found.open.contains(&id("A-08")) && !found.open.contains(&id("A-13")));
}

/// Conditions that build on each other: B asks if A fails, C asks if B fails and D's sum is above its limit.
fn chained() -> Part {
    let mut value: Value = serde_json::from_str(PARTS[3].1).unwrap();
    value["id"] = json!("T");
    let mut base = value["sections"][0]["items"][0].clone();
    base["fields"] = json!([]);
    base["media"] = json!([]);
    let mut items = Vec::new();
    let number = |id: &str| json!({"id": id, "label": {"zh": "数", "en": "Number"}, "kind": "number", "required": true});
    for (name, when, fields) in [
        (
            "T-C",
            json!("answers['T-B'].judgement == 'does-not-meet' && answers['T-D'].fields['sum'] > 10"),
            json!([]),
        ),
        ("T-B", json!("answers['T-A'].judgement == 'does-not-meet'"), json!([])),
        ("T-A", Value::Null, json!([])),
        (
            "T-D",
            Value::Null,
            json!([
                number("a"),
                {"id": "b", "label": {"zh": "数", "en": "Number"}, "kind": "number", "required": true, "constraint": "value >= fields['a']"},
                {"id": "sum", "label": {"zh": "和", "en": "Sum"}, "kind": "computed", "required": false, "value": "fields['a'] + fields['b']"},
            ]),
        ),
    ] {
        let mut item = base.clone();
        item["id"] = json!(name);
        item["when"] = when;
        item["fields"] = fields;
        items.push(item);
    }
    value["sections"] = json!([{"id": "one", "title": {"zh": "一", "en": "One"}, "items": items}]);
    load_part("t.v1.json", &value.to_string()).unwrap()
}

#[test]
fn conditions_build_on_each_other_and_an_answer_that_is_not_asked_feeds_none() {
    let part = chained();
    let checklist = part.checklist();
    let mut content = empty();
    let answer = |content: &mut VisitContent, of: &str, value| {
        content.answers.insert(id(of), answered(value));
    };
    let numbers = |a: i64, b: i64| AnswerValue {
        conformity: Some(Conformity::Meets),
        fields: [("a", a), ("b", b)].map(|(id, n)| (id.to_owned(), FieldValue::Number(n.into()))).into(),
    };
    let out = |content: &VisitContent| {
        not_asked(checklist, content).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(out(&content), ["T-B", "T-C"]);
    answer(&mut content, "T-A", judged(Conformity::DoesNotMeet));
    answer(&mut content, "T-B", judged(Conformity::DoesNotMeet));
    assert_eq!(out(&content), ["T-C"], "the sum is not known");
    answer(&mut content, "T-D", numbers(5, 6));
    assert_eq!(out(&content), Vec::<String>::new());
    answer(&mut content, "T-A", judged(Conformity::Meets));
    assert_eq!(out(&content), ["T-B", "T-C"], "B's failure is not asked for and asks for nothing");

    let last = checklist.item(&id("T-D")).unwrap();
    assert_eq!(number_of(last, &numbers(5, 6), "sum"), Some(11.into()));
    let problems =
        |a, b| bad_fields(last, &numbers(a, b)).into_iter().map(|one| one.problem).collect::<Vec<_>>();
    assert_eq!((problems(5, 6), problems(6, 5)), (vec![], vec![FieldProblem::Constraint]));
}

fn any_answer(item: &Item) -> BoxedStrategy<AnswerValue> {
    let conformity = match &item.judgement {
        Judgement::Entered { values } => {
            proptest::option::of(proptest::sample::select(values.clone())).boxed()
        }
        Judgement::Computed { .. } => proptest::option::of(Just(Conformity::NotApplicable)).boxed(),
    };
    let fields: Vec<_> = item.fields.iter().filter_map(any_field).collect();
    (conformity, fields)
        .prop_map(|(conformity, fields)| AnswerValue {
            conformity,
            fields: fields.into_iter().flatten().collect(),
        })
        .boxed()
}

fn any_field(field: &Field) -> Option<BoxedStrategy<Option<(String, FieldValue)>>> {
    let value = match &field.kind {
        FieldKind::Number { min, max } => {
            let ends = [*min, *max].into_iter().flatten().chain([1.into(), 0.into()]).collect::<Vec<_>>();
            proptest::sample::select(ends).prop_map(FieldValue::Number).boxed()
        }
        FieldKind::Choice { options } => {
            let codes: Vec<String> = options.iter().map(|(code, _)| code.clone()).collect();
            proptest::sample::select(codes).prop_map(FieldValue::Choice).boxed()
        }
        FieldKind::Text | FieldKind::Identifier(_) => {
            "[甲乙丙0-9A-Z]{0,12}".prop_map(FieldValue::Text).boxed()
        }
        FieldKind::Date => (0_u64..400)
            .prop_map(|days| {
                FieldValue::Date(chrono::NaiveDate::default() + chrono::Days::new(20_000 + days))
            })
            .boxed(),
        FieldKind::Period { .. } => Just(FieldValue::Text("2026-10-22;2026-10-22".into())).boxed(),
        FieldKind::Percent { .. } | FieldKind::Document | FieldKind::Computed { .. } => return None,
    };
    let id = field.id.clone();
    Some(proptest::option::of(value).prop_map(move |value| value.map(|value| (id.clone(), value))).boxed())
}

fn any_visit(checklist: &Checklist) -> impl Strategy<Value = VisitContent> + use<> {
    let answers: Vec<_> = checklist
        .items()
        .map(|item| {
            let id = item.id.clone();
            proptest::option::of(any_answer(item))
                .prop_map(move |value| value.map(|value| (id.clone(), value)))
        })
        .collect();
    answers.prop_map(|answers| {
        let mut content = empty();
        content.answers.extend(answers.into_iter().flatten().map(|(id, value)| (id, answered(value))));
        content
    })
}

static EVERYTHING: LazyLock<Checklist> = LazyLock::new(|| {
    let names = load_products("products.v1.json", PRODUCTS_V1).unwrap();
    let codes: Vec<&str> = names.names.keys().map(ProductKind::as_str).collect();
    composed(UnitKind::ProducerAndSeller, &codes)
});
static CHAINED: LazyLock<Part> = LazyLock::new(chained);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_condition_evaluates_on_generated_answers_and_every_item_is_counted_once(
        content in any_visit(&EVERYTHING),
        small in any_visit(CHAINED.checklist()),
    ) {
        for (checklist, content) in [(&*EVERYTHING, &content), (CHAINED.checklist(), &small)] {
            let found = completeness(checklist, content);
            prop_assert_eq!(&found.unknown_items, &[]);
            let result = outcome(checklist, content);
            let counted = result.meets + result.not_applicable + result.undecided + result.not_asked
                + u32::try_from(result.failed.len()).unwrap();
            prop_assert_eq!(counted as usize, checklist.items().count());
            prop_assert_eq!(result.not_asked as usize, found.not_asked.len());
            let skipped = not_asked(checklist, content);
            prop_assert!(found.open.iter().chain(&found.later).all(|item| !skipped.contains(item)));
            prop_assert!(result.failed.iter().all(|failed| !skipped.contains(&failed.item)));
            // Only items with a condition can be left unasked.
            prop_assert!(checklist.items().all(|item| item.when.is_some() || !skipped.contains(&item.id)));
        }
    }
}
