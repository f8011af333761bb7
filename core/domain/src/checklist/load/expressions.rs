//! Expressions of a published file: read once everything that they may name is known.

use super::error::{ChecklistError, Fault, Place};
use crate::checklist::{Field, FieldKind, Item, Judgement, Section};
use crate::expression::{Expression, ExpressionFault, Names, Shape, Type};
use crate::id::ItemId;
use std::collections::{BTreeMap, BTreeSet};

/// Reads the computed values and constraints of one item's fields: `sources` in the order of the fields.
pub(super) fn of_fields(
    place: &Place,
    fields: &mut [Field],
    sources: Vec<(Option<String>, Option<String>)>,
) -> Result<(), ChecklistError> {
    if sources.iter().all(|(value, constraint)| value.is_none() && constraint.is_none()) {
        return Ok(());
    }
    let types: BTreeMap<String, Type> =
        fields.iter().map(|field| (field.id.clone(), type_of(&field.kind))).collect();
    for (field, (value, constraint)) in fields.iter_mut().zip(sources) {
        let place = place.field(&field.id);
        let refused = |member: &str, fault| place.member(member).refused(Fault::Expression(fault));
        if let Some(source) = value {
            let value = Expression::read(&source, &Names::Computed(&types), &Type::Number)
                .map_err(|fault| refused("value", fault))?;
            field.kind = FieldKind::Computed { value };
        }
        if let Some(source) = constraint {
            if !field.kind.is_entered() {
                let problem = "is constrained, but nobody enters it";
                return Err(place.member("constraint").refused(Fault::Contradiction { problem }));
            }
            let names = Names::Constraint(&types, types.get(&field.id).unwrap_or(&Type::Unreadable));
            let constraint = Expression::read(&source, &names, &Type::Bool)
                .map_err(|fault| refused("constraint", fault))?;
            field.constraint = Some(constraint);
        }
    }
    let edges: BTreeMap<&str, Vec<&str>> = fields
        .iter()
        .filter_map(|field| match &field.kind {
            FieldKind::Computed { value } => {
                Some((field.id.as_str(), value.reads().fields.iter().map(String::as_str).collect()))
            }
            _ => None,
        })
        .collect();
    match cycle(&edges) {
        None => Ok(()),
        Some(by) => {
            let first = by.first().copied().unwrap_or_default();
            let fault = ExpressionFault::Cycle { by: by.join(" → ") };
            Err(place.field(first).member("value").refused(Fault::Expression(fault)))
        }
    }
}

/// Reads the conditions of the items of a whole file.
pub(super) fn of_items(
    place: &Place,
    sections: &mut [Section],
    sources: &BTreeMap<ItemId, String>,
) -> Result<(), ChecklistError> {
    if sources.is_empty() {
        return Ok(());
    }
    let items = sections.iter().flat_map(|section| &section.items);
    let shapes: BTreeMap<ItemId, Shape> = items.map(|item| (item.id.clone(), shape_of(item))).collect();
    for item in sections.iter_mut().flat_map(|section| &mut section.items) {
        let Some(source) = sources.get(&item.id) else { continue };
        let read = Expression::read(source, &Names::Condition(&shapes), &Type::Bool);
        let place = place.item(item.id.as_str()).member("when");
        item.when = Some(read.map_err(|fault| place.refused(Fault::Expression(fault)))?);
    }
    let items = sections.iter().flat_map(|section| &section.items);
    let edges: BTreeMap<&str, Vec<&str>> = items
        .filter_map(|item| {
            let reads = item.when.as_ref()?.reads();
            Some((item.id.as_str(), reads.items.iter().map(ItemId::as_str).collect()))
        })
        .collect();
    match cycle(&edges) {
        None => Ok(()),
        Some(by) => {
            let first = by.first().copied().unwrap_or_default();
            let fault = ExpressionFault::Cycle { by: by.join(" → ") };
            Err(place.item(first).member("when").refused(Fault::Expression(fault)))
        }
    }
}

/// What expressions see in a field of this kind.
fn type_of(kind: &FieldKind) -> Type {
    match kind {
        FieldKind::Number { .. }
        | FieldKind::Percent { .. }
        | FieldKind::Period { .. }
        | FieldKind::Computed { .. } => Type::Number,
        FieldKind::Text | FieldKind::Identifier(_) => Type::Text,
        FieldKind::Date => Type::Date,
        FieldKind::Document => Type::Unreadable,
        FieldKind::Choice { options } => Type::Code(options.iter().map(|(code, _)| code.clone()).collect()),
    }
}

fn shape_of(item: &Item) -> Shape {
    let mut judgements = vec![String::new()];
    match &item.judgement {
        Judgement::Entered { values } => judgements.extend(values.iter().map(|one| one.code().to_owned())),
        Judgement::Computed { .. } => {
            judgements.extend(["meets", "does-not-meet", "not-applicable"].map(str::to_owned));
        }
    }
    let fields = item.fields.iter().map(|field| (field.id.clone(), type_of(&field.kind))).collect();
    Shape { judgements, fields }
}

/// A way from something back to itself, or `None`. Without recursion: files may hold hundreds of items.
fn cycle<'a>(edges: &BTreeMap<&'a str, Vec<&'a str>>) -> Option<Vec<&'a str>> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in edges.keys() {
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((at, next)) = way.last_mut() {
            let to = edges.get(*at).and_then(|ways| ways.get(*next)).copied();
            *next += 1;
            match to {
                None => {
                    done.insert(*at);
                    way.pop();
                }
                Some(to) if way.iter().any(|(before, _)| *before == to) => {
                    let mut by: Vec<&str> =
                        way.iter().map(|(one, _)| *one).skip_while(|one| *one != to).collect();
                    by.push(to);
                    return Some(by);
                }
                Some(to) if done.contains(to) => {}
                Some(to) => way.push((to, 0)),
            }
        }
    }
    None
}
