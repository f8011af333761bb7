//! Evaluating a checked expression. No clock, no chance, no effect; a missing value gives none.

use super::{Expression, UnitFact};
use crate::facts::Facts;
use crate::id::ItemId;
use cel::objects::{Key, Map};
use cel::{Context, Env, ExecutionError, Value};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

/// Built once: it registers every operator.
static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// What is known of one item's answer: its judgement (empty if none) and the fields that have a value.
#[derive(Debug, Clone)]
pub(crate) struct AnswerFacts(Value);

impl AnswerFacts {
    pub(crate) fn new(judgement: &str, fields: Value) -> Self {
        Self(map([("judgement", text(judgement)), ("fields", fields)]))
    }

    /// An item without an answer.
    pub(crate) fn none() -> Self {
        Self::new("", fields(std::iter::empty()))
    }
}

/// What surrounds an expression.
pub(crate) enum Surroundings<'a> {
    /// For a condition.
    Condition { answers: &'a BTreeMap<ItemId, AnswerFacts>, facts: Option<&'a Facts> },
    /// For a computed value or a constraint.
    Item { fields: Value, value: Option<Value> },
}

impl Expression {
    /// Whether it holds; `None` if that depends on something missing.
    pub(crate) fn holds(&self, surroundings: &Surroundings<'_>) -> Option<bool> {
        match self.value(surroundings)? {
            Value::Bool(holds) => Some(holds),
            _ => None,
        }
    }

    /// The number it gives, rounded to 15 significant digits; `None` if something is missing or the number is none,
    /// such as after a division by zero.
    pub(crate) fn number(&self, surroundings: &Surroundings<'_>) -> Option<Decimal> {
        match self.value(surroundings)? {
            Value::Float(number) if number.is_finite() => {
                Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|found| found.normalize())
            }
            Value::Int(count) => Some(count.into()),
            _ => None,
        }
    }

    fn value(&self, surroundings: &Surroundings<'_>) -> Option<Value> {
        let mut context = Context::with_env(Arc::clone(&ENV));
        match surroundings {
            Surroundings::Condition { answers, facts } => {
                let read = self.reads.items.iter().map(|id| {
                    let answer = answers.get(id).map_or_else(AnswerFacts::none, Clone::clone);
                    (id.as_str(), answer.0)
                });
                context.add_variable_from_value("answers", map(read));
                context.add_variable_from_value("unit", unit(*facts));
            }
            Surroundings::Item { fields, value } => {
                context.add_variable_from_value("fields", fields.clone());
                if let Some(value) = value {
                    context.add_variable_from_value("value", value.clone());
                }
            }
        }
        if self.reads.days {
            // Refused only if the name is taken, and the standard library has no such name.
            context.add_function("days", days).ok()?;
        }
        Value::resolve(&self.tree, &context).ok()
    }

    /// Whether it reads a fact of the unit that nobody knows.
    pub(crate) fn lacks_facts(&self, facts: Option<&Facts>) -> bool {
        self.reads.unit.iter().any(|fact| match (fact, facts) {
            (_, None) => true,
            (UnitFact::Size, Some(facts)) => facts.size.is_none(),
            (UnitFact::Classes, Some(facts)) => facts.classes.is_none(),
            (UnitFact::Makes | UnitFact::Sells | UnitFact::Products, Some(_)) => false,
        })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the interpreter hands over what it owns")]
fn days(from: Arc<String>, to: Arc<String>) -> Result<f64, ExecutionError> {
    let day = |text: &str| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| ExecutionError::function_error("days", text))
    };
    let between = day(&to)?.signed_duration_since(day(&from)?).num_days();
    // Days of the calendar fit into 32 bits.
    Ok(f64::from(i32::try_from(between).unwrap_or(i32::MAX)))
}

fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let map: HashMap<Key, Value> =
        entries.into_iter().map(|(name, value)| (Key::String(Arc::new(name.to_owned())), value)).collect();
    Value::Map(Map { map: Arc::new(map) })
}

fn text(text: &str) -> Value {
    Value::String(Arc::new(text.to_owned()))
}

/// The fields that have a value, by id: numbers, texts and codes. Dates are texts.
pub(crate) fn fields<'a>(known: impl Iterator<Item = (&'a str, FieldFact)>) -> Value {
    map(known.map(|(id, fact)| (id, fact.value())))
}

/// A value of a field as expressions see it.
pub(crate) enum FieldFact {
    /// A number.
    Number(Decimal),
    /// A text, a code or a day.
    Text(String),
}

impl FieldFact {
    pub(crate) fn value(self) -> Value {
        match self {
            Self::Number(number) => Value::Float(number_of_text(&number.to_string())),
            Self::Text(text) => Value::String(Arc::new(text)),
        }
    }
}

/// The floating-point number nearest to a decimal text. Read from the text, because that rounds once and correctly.
fn number_of_text(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

fn unit(facts: Option<&Facts>) -> Value {
    let Some(facts) = facts else { return map(std::iter::empty()) };
    let mut known = vec![
        ("makes", Value::Bool(facts.makes())),
        ("sells", Value::Bool(facts.sells())),
        ("products", Value::List(Arc::new(facts.products.iter().map(|one| text(one.as_str())).collect()))),
    ];
    if let Some(size) = facts.size {
        known.push(("size", text(size.code())));
    }
    if let Some(classes) = &facts.classes {
        let classes = classes.iter().map(|class| text(class.code())).collect();
        known.push(("classes", Value::List(Arc::new(classes))));
    }
    map(known)
}
