//! What is still open in a visit. Pure: the same content gives the same answer on every device.

use crate::answer::{AnswerState, AnswerValue, Conformity, FieldValue};
use crate::asked::not_asked;
use crate::checklist::{Checklist, EvidenceWhen, Field, FieldKind, Item, Judgement, PercentWhole, Stage};
use crate::evidence::EvidencePurpose;
use crate::expression::{FieldFact, Surroundings, fields_of};
use crate::id::ItemId;
use crate::period::PeriodEntry;
use crate::visit::VisitContent;
use rust_decimal::Decimal;
use rust_decimal::prelude::RoundingStrategy;
use std::collections::{BTreeMap, BTreeSet};

/// An item that demands more evidence than it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LackingEvidence {
    /// The item.
    pub item: ItemId,
    /// How many files it demands.
    pub needed: u32,
    /// How many it has.
    pub have: u32,
}

/// An entered value that the item's field does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadField {
    /// The item.
    pub item: ItemId,
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    /// The item has no such field.
    Unknown,
    /// The value is of another kind than the field.
    WrongKind,
    /// A number is outside its bounds.
    OutOfBounds,
    /// The choice is not offered.
    NotOffered,
    /// A percentage would divide by zero, or its part is larger than its whole.
    Impossible,
    /// An identifier fails its check.
    BadIdentifier,
    /// An entry of a period is not written as the field asks for it, or contradicts itself.
    BadPeriod,
    /// The value breaks the constraint of its field.
    Constraint,
}

impl FieldProblem {
    /// Every code.
    pub const CODES: &'static [&'static str] = &[
        "field.unknown",
        "field.wrong-kind",
        "field.out-of-bounds",
        "field.not-offered",
        "field.impossible",
        "field.bad-identifier",
        "field.bad-period",
        "field.constraint",
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "field.unknown",
            Self::WrongKind => "field.wrong-kind",
            Self::OutOfBounds => "field.out-of-bounds",
            Self::NotOffered => "field.not-offered",
            Self::Impossible => "field.impossible",
            Self::BadIdentifier => "field.bad-identifier",
            Self::BadPeriod => "field.bad-period",
            Self::Constraint => "field.constraint",
        }
    }
}

/// Everything that keeps a visit from being complete, and what does not. Complete means that every list is empty but the
/// last two.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completeness {
    /// Items without an answer, or with a required field missing, in checklist order.
    pub open: Vec<ItemId>,
    /// Items whose demanded evidence is missing, in checklist order.
    pub lacking_evidence: Vec<LackingEvidence>,
    /// Items with differing answers that people must settle, in checklist order.
    pub conflicts: Vec<ItemId>,
    /// Values that do not fit their field, in checklist order.
    pub bad_fields: Vec<BadField>,
    /// Answered items that the checklist does not have: the wrong checklist version was loaded.
    pub unknown_items: Vec<ItemId>,
    /// Items that are not asked under the present answers. Nothing is demanded for them: an answer given before stays in
    /// the record and counts nowhere.
    pub not_asked: Vec<ItemId>,
    /// Items still open that are due after the seal only: they do not stand in its way.
    pub later: Vec<ItemId>,
}

impl Completeness {
    /// Whether nothing is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.open.is_empty()
            && self.lacking_evidence.is_empty()
            && self.conflicts.is_empty()
            && self.bad_fields.is_empty()
            && self.unknown_items.is_empty()
    }
}

/// What is missing from `content` under `checklist`.
#[must_use]
pub fn completeness(checklist: &Checklist, content: &VisitContent) -> Completeness {
    let mut found = Completeness::default();
    let evidence = evidence_by_item(content);
    let skipped = not_asked(checklist, content);
    let mut asked = 0;
    for item in checklist.items() {
        let state = content.answers.get(&item.id);
        asked += usize::from(state.is_some());
        if skipped.contains(&item.id) {
            found.not_asked.push(item.id.clone());
            continue;
        }
        match state {
            None if item.gate == Some(Stage::After) => found.later.push(item.id.clone()),
            None => found.open.push(item.id.clone()),
            Some(AnswerState::Differing(_)) => found.conflicts.push(item.id.clone()),
            Some(AnswerState::One(answer)) => {
                let have = evidence.get(&item.id).copied().unwrap_or(0);
                judge_item(item, &answer.value, have, &mut found);
            }
        }
    }
    // Items are unique in a checklist: with as many answers found as there are, none is left over.
    if asked < content.answers.len() {
        let known: BTreeSet<&ItemId> = checklist.items().map(|item| &item.id).collect();
        found.unknown_items = content.answers.keys().filter(|id| !known.contains(id)).cloned().collect();
    }
    found
}

/// How many files each item has: counted once, since a visit may hold hundreds of both.
fn evidence_by_item(content: &VisitContent) -> BTreeMap<&ItemId, u32> {
    let mut counts = BTreeMap::new();
    for evidence in content.evidence.values() {
        if let EvidencePurpose::Item(item) = &evidence.purpose {
            let count: &mut u32 = counts.entry(item).or_default();
            *count = count.saturating_add(1);
        }
    }
    counts
}

fn judge_item(item: &Item, value: &AnswerValue, have: u32, found: &mut Completeness) {
    found.bad_fields.extend(bad_fields(item, value));
    let judged = conformity(item, value);
    let skipped = judged == Some(Conformity::NotApplicable);
    let field_missing =
        item.fields.iter().any(|field| field.required && !value.fields.contains_key(&field.id));
    let is_later = item.gate == Some(Stage::After);
    if judged.is_none() || (field_missing && !skipped) {
        let list = if is_later { &mut found.later } else { &mut found.open };
        list.push(item.id.clone());
    }
    let needed = evidence_needed(item, judged);
    if have < needed && !is_later {
        found.lacking_evidence.push(LackingEvidence { item: item.id.clone(), needed, have });
    }
}

/// How many evidence files an item demands under a judgement.
#[must_use]
pub fn evidence_needed(item: &Item, judged: Option<Conformity>) -> u32 {
    let demanded = match (item.evidence.when, judged) {
        (EvidenceWhen::Never, _) | (EvidenceWhen::Always, Some(Conformity::NotApplicable)) => false,
        (EvidenceWhen::Always, _) => true,
        (EvidenceWhen::OnFailure, judged) => judged.is_some_and(Conformity::is_failure),
    };
    if demanded { item.evidence.count } else { 0 }
}

/// The judgement on an item: entered, or computed from its fields. `None` while it cannot be told.
#[must_use]
pub fn conformity(item: &Item, value: &AnswerValue) -> Option<Conformity> {
    match &item.judgement {
        Judgement::Entered { values } => value.conformity.filter(|entered| values.contains(entered)),
        Judgement::Computed { field, at_least, .. } => {
            if value.conformity == Some(Conformity::NotApplicable) {
                return Some(Conformity::NotApplicable);
            }
            let reached = number_of(item, value, field)? >= *at_least;
            Some(if reached { Conformity::Meets } else { Conformity::DoesNotMeet })
        }
    }
}

/// The number in a field, entered or computed; `None` if it is missing or impossible.
#[must_use]
pub fn number_of(item: &Item, value: &AnswerValue, field: &str) -> Option<Decimal> {
    let entered = |id: &str| match value.fields.get(id) {
        Some(FieldValue::Number(number)) => Some(*number),
        _ => None,
    };
    match &item.field(field)?.kind {
        FieldKind::Number { .. } => entered(field),
        FieldKind::Percent { part, whole } => {
            let part = entered(part)?;
            let whole = match whole {
                PercentWhole::Field(id) => entered(id)?,
                PercentWhole::Fixed(number) => *number,
            };
            let possible = whole > Decimal::ZERO && part >= Decimal::ZERO && part <= whole;
            let share = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
            possible.then(|| share.round_dp_with_strategy(0, RoundingStrategy::ToZero))
        }
        FieldKind::Period { .. } => period_of(item, value, field)?.percent().map(Into::into),
        FieldKind::Computed { value: computed } => {
            let fields = readable_fields(item, value, Some(&computed.reads().fields));
            computed.number(&Surroundings::Item { fields, value: None })
        }
        FieldKind::Text
        | FieldKind::Date
        | FieldKind::Document
        | FieldKind::Choice { .. }
        | FieldKind::Identifier(_) => None,
    }
}

/// What was entered for a period: the expected records and the missing ones; `None` if nothing readable was.
#[must_use]
pub fn period_of(item: &Item, value: &AnswerValue, field: &str) -> Option<PeriodEntry> {
    match (&item.field(field)?.kind, value.fields.get(field)?) {
        (FieldKind::Period { unit, count }, FieldValue::Text(text)) => {
            PeriodEntry::read(text, *unit, *count).ok()
        }
        _ => None,
    }
}

/// The fields that have a value, as expressions read them: all of them, or those in `only`.
pub(crate) fn readable_fields(
    item: &Item,
    value: &AnswerValue,
    only: Option<&BTreeSet<String>>,
) -> cel::Value {
    let wanted = item.fields.iter().filter(|field| only.is_none_or(|only| only.contains(&field.id)));
    fields_of(wanted.filter_map(|field| Some((field.id.as_str(), fact(item, field, value)?))))
}

fn fact(item: &Item, field: &Field, value: &AnswerValue) -> Option<FieldFact> {
    match (&field.kind, value.fields.get(&field.id)) {
        (FieldKind::Text | FieldKind::Identifier(_), Some(FieldValue::Text(text)))
        | (FieldKind::Choice { .. }, Some(FieldValue::Choice(text))) => Some(FieldFact::Text(text.clone())),
        (FieldKind::Date, Some(FieldValue::Date(day))) => Some(FieldFact::Text(day.to_string())),
        _ => number_of(item, value, &field.id).map(FieldFact::Number),
    }
}

/// What an item's fields do not allow in an answer.
#[must_use]
pub fn bad_fields(item: &Item, value: &AnswerValue) -> Vec<BadField> {
    let bad = |field: &str, problem| BadField { item: item.id.clone(), field: field.to_owned(), problem };
    let mut found: Vec<BadField> = value
        .fields
        .iter()
        .filter_map(|(id, entered)| {
            let problem = match item.fields.iter().find(|field| &field.id == id) {
                None => Some(FieldProblem::Unknown),
                Some(field) => {
                    field_problem(field, entered).or_else(|| constraint_problem(item, field, value))
                }
            };
            problem.map(|problem| bad(id, problem))
        })
        .collect();
    // A percentage that both numbers were entered for and that still cannot be computed is impossible.
    found.extend(item.fields.iter().filter_map(|field| {
        let FieldKind::Percent { part, whole } = &field.kind else { return None };
        let whole_entered = match whole {
            PercentWhole::Field(id) => value.fields.contains_key(id),
            PercentWhole::Fixed(_) => true,
        };
        let entered = value.fields.contains_key(part) && whole_entered;
        (entered && number_of(item, value, &field.id).is_none())
            .then(|| bad(&field.id, FieldProblem::Impossible))
    }));
    found
}

fn field_problem(field: &Field, entered: &FieldValue) -> Option<FieldProblem> {
    match (&field.kind, entered) {
        (FieldKind::Number { min, max }, FieldValue::Number(number)) => {
            let below = min.is_some_and(|min| *number < min);
            let above = max.is_some_and(|max| *number > max);
            (below || above).then_some(FieldProblem::OutOfBounds)
        }
        (FieldKind::Choice { options }, FieldValue::Choice(code)) => {
            (!options.iter().any(|(offered, _)| offered == code)).then_some(FieldProblem::NotOffered)
        }
        (FieldKind::Identifier(check), FieldValue::Text(text)) => {
            (!check.passes(text)).then_some(FieldProblem::BadIdentifier)
        }
        (FieldKind::Period { unit, count }, FieldValue::Text(text)) => {
            PeriodEntry::read(text, *unit, *count).is_err().then_some(FieldProblem::BadPeriod)
        }
        (FieldKind::Text, FieldValue::Text(_)) | (FieldKind::Date, FieldValue::Date(_)) => None,
        _ => Some(FieldProblem::WrongKind),
    }
}

/// A constraint that cannot be told yet, because it reads a field that is not filled, is not broken.
fn constraint_problem(item: &Item, field: &Field, value: &AnswerValue) -> Option<FieldProblem> {
    let constraint = field.constraint.as_ref()?;
    let fields = readable_fields(item, value, Some(&constraint.reads().fields));
    let entered = fact(item, field, value).map(FieldFact::value);
    let holds = constraint.holds(&Surroundings::Item { fields, value: entered });
    (holds == Some(false)).then_some(FieldProblem::Constraint)
}
