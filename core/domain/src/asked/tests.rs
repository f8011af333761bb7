use super::*;
use crate::answer::{AnswerValue, Conformity, FieldValue};
use crate::checklist::shipped::PARTS;
use crate::checklist::{Field, FieldKind, Judgement, Part, load_part};
use crate::enterprise::UnitKind;
use crate::facts::{Facts, SizeClass};
use crate::product::ProductClass;
use proptest::prelude::*;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Vec<Part>> =
    LazyLock::new(|| PARTS.iter().map(|(file, json)| load_part(file, json).unwrap()).collect());

/// A value for a field, so that nothing an expression reads is lacking; `choice` picks among several.
fn value(field: &Field, choice: usize) -> Option<FieldValue> {
    Some(match &field.kind {
        FieldKind::Number { min, max } => {
            let ends: Vec<_> = [*min, *max].into_iter().flatten().chain([1.into()]).collect();
            FieldValue::Number(ends[choice % ends.len()])
        }
        FieldKind::Choice { options } => FieldValue::Choice(options[choice % options.len()].0.clone()),
        FieldKind::Text => FieldValue::Text("文字".to_owned()),
        FieldKind::Identifier(_) => FieldValue::Text("2026010101000001".to_owned()),
        FieldKind::Date => FieldValue::Date("2026-11-21".parse().unwrap()),
        FieldKind::Period { .. } => FieldValue::Text("2026-10-22..2026-11-20".to_owned()),
        FieldKind::Percent { .. } | FieldKind::Document | FieldKind::Computed { .. } => return None,
    })
}

fn answered(item: &Item, choice: usize) -> AnswerValue {
    let conformity = match &item.judgement {
        Judgement::Entered { values } => Some(values[choice % values.len()]),
        Judgement::Computed { .. } => Some(Conformity::NotApplicable).filter(|_| choice.is_multiple_of(2)),
    };
    let fields = item.fields.iter().filter_map(|field| Some((field.id.clone(), value(field, choice)?)));
    AnswerValue { conformity, fields: fields.collect() }
}

prop_compose! {
    fn known_facts()(
        kind in proptest::sample::select(UnitKind::ALL.to_vec()),
        size in proptest::sample::select(SizeClass::ALL.to_vec()),
        classes in proptest::sample::subsequence(ProductClass::ALL.to_vec(), 0..=3),
    ) -> Facts {
        Facts { kind, size: Some(size), classes: Some(classes.into_iter().collect()), products: BTreeSet::new() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// An evaluation that fails counts as "does not hold", so a failure would hide an item. Here nothing is lacking: every
    /// expression must come to a value.
    #[test]
    fn every_condition_constraint_and_value_of_the_content_comes_to_a_value_once_everything_is_known(
        facts in known_facts(),
        choices in proptest::collection::vec(0_usize..12, 12),
    ) {
        let mut seen = 0;
        for part in SHIPPED.iter() {
            let items: Vec<&Item> = part.checklist().items().collect();
            let choice = |at: usize| choices[at % choices.len()];
            let values: Vec<AnswerValue> =
                items.iter().enumerate().map(|(at, item)| answered(item, choice(at))).collect();
            let mut answers = BTreeMap::new();
            for (item, value) in items.iter().zip(&values) {
                let judged = conformity(item, value).unwrap_or(Conformity::DoesNotMeet);
                answers.insert(item.id.clone(), AnswerFacts::new(judged.code(), readable_fields(item, value, None)));
            }
            for (item, value) in items.iter().zip(&values) {
                if let Some(when) = &item.when {
                    seen += 1;
                    let found = when.holds(&Surroundings::Condition { answers: &answers, facts: Some(&facts) });
                    prop_assert!(found.is_some(), "{}: {}", item.id, when.source());
                }
                for field in &item.fields {
                    let fields = readable_fields(item, value, None);
                    if let FieldKind::Computed { value } = &field.kind {
                        seen += 1;
                        prop_assert!(value.number(&Surroundings::Item { fields: fields.clone(), value: None }).is_some(), "{}", item.id);
                    }
                    if let Some(constraint) = &field.constraint {
                        seen += 1;
                        let entered = readable_fields(item, value, Some(&[field.id.clone()].into()));
                        let cel::Value::Map(entered) = entered else { panic!("fields are a map") };
                        let own = entered.map.values().next().cloned();
                        prop_assert!(constraint.holds(&Surroundings::Item { fields, value: own }).is_some(), "{}", item.id);
                    }
                }
            }
        }
        prop_assert!(seen >= 5, "only {} expressions were seen: the search is broken", seen);
    }
}
