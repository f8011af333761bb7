use super::*;
use crate::facts::{Facts, ProductKind, SizeClass};
use crate::product::ProductClass;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn id(text: &str) -> ItemId {
    ItemId::new(text).unwrap()
}

fn shapes() -> BTreeMap<ItemId, Shape> {
    let judgements = ["", "meets", "does-not-meet", "not-applicable"].map(str::to_owned).to_vec();
    let fields = [
        ("n".to_owned(), Type::Number),
        ("day".to_owned(), Type::Date),
        ("text".to_owned(), Type::Text),
        ("kind".to_owned(), Type::Code(vec!["plan".to_owned(), "clue".to_owned()])),
        ("paper".to_owned(), Type::Unreadable),
    ];
    BTreeMap::from([(id("T-1"), Shape { judgements, fields: BTreeMap::from(fields) })])
}

fn condition(source: &str) -> Result<Expression, ExpressionFault> {
    Expression::read(source, &Names::Condition(&shapes()), &Type::Bool)
}

fn computed(source: &str) -> Result<Expression, ExpressionFault> {
    let fields = BTreeMap::from([("a".to_owned(), Type::Number), ("b".to_owned(), Type::Number)]);
    Expression::read(source, &Names::Computed(&fields), &Type::Number)
}

fn facts() -> Facts {
    Facts {
        kind: crate::enterprise::UnitKind::Retailer,
        size: Some(SizeClass::Medium),
        classes: Some([ProductClass::Ccc].into()),
        products: ["toy", "power-bank"].iter().map(|code| ProductKind::new(code).unwrap()).collect(),
    }
}

fn answered(judgement: &str, fields: Vec<(&'static str, FieldFact)>) -> BTreeMap<ItemId, AnswerFacts> {
    BTreeMap::from([(id("T-1"), AnswerFacts::new(judgement, fields_of(fields.into_iter())))])
}

fn holds(source: &str, answers: &BTreeMap<ItemId, AnswerFacts>) -> Option<bool> {
    let facts = facts();
    condition(source).unwrap().holds(&Surroundings::Condition { answers, facts: Some(&facts) })
}

fn number(source: &str, a: &str, b: &str) -> Option<String> {
    let fact = |text: &str| FieldFact::Number(text.parse().unwrap());
    let fields = fields_of([("a", fact(a)), ("b", fact(b))].into_iter());
    let found = computed(source).unwrap().number(&Surroundings::Item { fields, value: None });
    found.map(|number| number.to_string())
}

#[test]
fn conditions_hold_as_they_read() {
    let some = answered(
        "does-not-meet",
        vec![
            ("n", FieldFact::Number("0.3".parse().unwrap())),
            ("day", FieldFact::Text("2026-11-01".into())),
            ("kind", FieldFact::Text("plan".into())),
        ],
    );
    for (source, expected) in [
        ("answers['T-1'].judgement == 'does-not-meet'", Some(true)),
        ("answers['T-1'].judgement in ['meets', 'not-applicable']", Some(false)),
        ("answers['T-1'].fields['n'] == 0.3", Some(true)),
        ("answers['T-1'].fields.n < 1 && answers['T-1'].fields['n'] > 0", Some(true)),
        ("answers['T-1'].fields['day'] < '2026-11-21'", Some(true)),
        ("days(answers['T-1'].fields['day'], '2026-11-21') == 20", Some(true)),
        ("answers['T-1'].fields['kind'] != 'clue'", Some(true)),
        ("'n' in answers['T-1'].fields", Some(true)),
        ("'text' in answers['T-1'].fields", Some(false)),
        ("unit.classes.exists(c, c == 'ccc')", Some(true)),
        ("unit.products.all(p, p.startsWith('toy'))", Some(false)),
        ("size(unit.products) >= 2", Some(true)),
        ("unit.size == 'medium' ? unit.sells : unit.makes", Some(true)),
        ("!unit.makes", Some(true)),
    ] {
        assert_eq!(holds(source, &some), expected, "{source}");
    }
}

#[test]
fn a_missing_answer_gives_no_result_unless_the_rest_decides() {
    let none = BTreeMap::new();
    for (source, expected) in [
        ("answers['T-1'].judgement == ''", Some(true)),
        ("answers['T-1'].judgement != 'not-applicable'", Some(true)),
        ("answers['T-1'].fields['n'] > 1", None),
        ("answers['T-1'].fields['kind'] != 'plan'", None),
        ("answers['T-1'].fields['n'] > 1 || unit.sells", Some(true)),
        ("unit.makes && answers['T-1'].fields['n'] > 1", Some(false)),
        ("'n' in answers['T-1'].fields && answers['T-1'].fields['n'] > 1", Some(false)),
    ] {
        assert_eq!(holds(source, &none), expected, "{source}");
    }
}

#[test]
fn numbers_are_decimals_and_come_back_with_fifteen_digits() {
    for (source, a, b, expected) in [
        ("fields['a'] * 100 / fields['b']", "1", "3", Some("33.3333333333333")),
        ("fields.a + fields.b", "0.1", "0.2", Some("0.3")),
        ("1 / 2", "0", "0", Some("0.5")),
        ("-fields.a - 1", "2.5", "0", Some("-3.5")),
        ("fields.a > fields.b ? fields.a : fields.b", "7", "9", Some("9")),
        ("fields.a / fields.b", "1", "0", None),
        ("fields.a * fields.b * fields.a * fields.b", "79228162514264337593543950335", "9e0", None),
    ] {
        let b = if b == "9e0" { "9" } else { b };
        assert_eq!(number(source, a, b).as_deref(), expected, "{source}");
    }
}

#[test]
fn what_cannot_mean_anything_is_refused_with_its_reason() {
    let long = format!("unit.sells{}", " ".repeat(SOURCE_CHARS_MAX));
    let deep = format!("{}unit.sells{}", "(".repeat(NESTING_MAX + 1), ")".repeat(NESTING_MAX + 1));
    let three = "unit.products.exists(a, unit.products.exists(b, unit.products.exists(c, c == b)))";
    for (source, code) in [
        ("unit.sells &&", "expression.syntax"),
        ("", "expression.syntax"),
        ("单位销售", "expression.syntax"),
        ("now() > 1", "expression.not-allowed"),
        ("seller", "expression.unknown-name"),
        ("unit.turnover > 1", "expression.unknown-name"),
        ("answers['T-2'].judgement == 'meets'", "expression.unknown-name"),
        ("answers['T-1'].fields['m'] > 1", "expression.unknown-name"),
        ("answers['T-1'].comment == ''", "expression.unknown-name"),
        ("fields['n'] > 1", "expression.unknown-name"),
        ("answers['T-1'].fields['paper'] == ''", "expression.type"),
        ("answers['T-1'].fields['n']", "expression.type"),
        ("answers['T-1'].fields['n'] == 'a'", "expression.type"),
        ("answers['T-1'].fields['n'] && unit.sells", "expression.type"),
        ("unit.sells + 1 > 0", "expression.type"),
        ("unit.sells < unit.makes", "expression.type"),
        ("size(unit.products) + 1 > 0", "expression.type"),
        ("answers['T-1'].fields['text'] + 'a' == 'ba'", "expression.type"),
        ("answers['T-1'].judgement == 'meet'", "expression.never-equal"),
        ("answers['T-1'].judgement in ['meets', 'ok']", "expression.never-equal"),
        ("answers['T-1'].fields['kind'] == 'plans'", "expression.never-equal"),
        ("answers['T-1'].fields['day'] < '2026-11-1'", "expression.never-equal"),
        ("unit.size == 'huge'", "expression.never-equal"),
        ("answers['T' + '-1'].judgement == ''", "expression.not-allowed"),
        ("unit.products[0] == 'toy'", "expression.not-allowed"),
        ("has(unit.size)", "expression.not-allowed"),
        ("size(unit.products.map(p, p)) > 0", "expression.not-allowed"),
        ("size(unit.products.filter(p, p == 'toy')) > 0", "expression.not-allowed"),
        ("unit.products.exists_one(p, p == 'toy')", "expression.not-allowed"),
        ("{'a': 1}.a == 1", "expression.not-allowed"),
        ("null == null", "expression.not-allowed"),
        ("1u == 1u", "expression.not-allowed"),
        ("7 % 2 == 1", "expression.not-allowed"),
        ("9999999999999999 > 1", "expression.not-allowed"),
        ("answers.all(a, a == '')", "expression.type"),
        (long.as_str(), "expression.too-much"),
        (deep.as_str(), "expression.too-much"),
        (three, "expression.too-much"),
    ] {
        let fault = condition(source).unwrap_err();
        assert_eq!(fault.code(), code, "{source}: {fault}");
    }
}

#[test]
fn an_expression_that_would_take_too_many_steps_is_refused_and_the_longest_allowed_ends_soon() {
    let loops = |inner: &str| format!("unit.products.exists(a, unit.products.exists(b, {inner}))");
    assert_eq!(condition(&loops("a == b && b == a")).unwrap_err().code(), "expression.too-much");
    let list = |count: usize| (0..count).map(|at| format!("'{at}'")).collect::<Vec<_>>().join(",");
    let allowed = format!("[{0}].exists(a, [{0}].exists(b, a == 'x'))", list(8));
    let longest = condition(&allowed).unwrap();
    assert_eq!(
        longest.holds(&Surroundings::Condition { answers: &BTreeMap::new(), facts: None }),
        Some(false)
    );
    let one_more = format!("[{0}].exists(a, [{0}].exists(b, a == 'x'))", list(12));
    assert_eq!(condition(&one_more).unwrap_err().code(), "expression.too-much");
}

#[test]
fn an_expression_tells_what_it_reads() {
    let found = condition("unit.size == 'large' && answers['T-1'].fields['n'] > 1").unwrap();
    assert_eq!(found.reads().items, [id("T-1")].into());
    assert_eq!(found.reads().unit, [UnitFact::Size].into());
    assert_eq!(computed("fields.a + 1").unwrap().reads().fields, ["a".to_owned()].into());
}

#[test]
fn unknown_facts_are_told_from_missing_answers() {
    let found = condition("unit.size == 'large'").unwrap();
    assert!(found.lacks_facts(None));
    assert!(found.lacks_facts(Some(&Facts { size: None, ..facts() })));
    assert!(!found.lacks_facts(Some(&facts())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_that_is_typed_makes_the_reader_panic(source in "\\PC{0,60}") {
        drop(condition(&source));
    }

    #[test]
    fn pieces_in_any_order_are_read_or_refused_and_what_is_read_can_be_evaluated(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "answers['T-1']", ".judgement", ".fields", "['n']", "['day']", "unit", ".classes", ".sells", "==", "!=", "<",
            "&&", "||", "!", "(", ")", "'meets'", "1", "0.5", "-", "+", "*", "/", "?", ":", ".exists(c, c == 'ccc')", " in ",
            "['a']", "size(", "days(", ",", "@result", "true", "\"", "'", "\\",
        ]), 0..14),
    ) {
        if let Ok(read) = condition(&pieces.concat()) {
            let facts = facts();
            let answers = BTreeMap::new();
            for facts in [Some(&facts), None] {
                let _ = read.holds(&Surroundings::Condition { answers: &answers, facts });
            }
        }
    }

    #[test]
    fn an_entered_number_equals_the_literal_with_the_same_digits(number in -999_999_999_999_i64..999_999_999_999, scale in 0_u32..6) {
        let decimal = rust_decimal::Decimal::new(number, scale);
        let answers = answered("", vec![("n", FieldFact::Number(decimal))]);
        prop_assert_eq!(holds(&format!("answers['T-1'].fields['n'] == {decimal}"), &answers), Some(true));
        prop_assert_eq!(holds(&format!("answers['T-1'].fields['n'] < {decimal}"), &answers), Some(false));
    }
}
