//! From the published members of a field to a [`Field`], with every check.

use super::error::{ChecklistError, Fault, Place};
use super::format::{OptionFormat, WholeFormat};
use super::second::format::FieldFormat;
use super::text::{Seen, bilingual, count, small_id};
use super::{FIELDS_MAX, OPTIONS_MAX, UNIT_CHARS_MAX, expressions};
use crate::checklist::{Bilingual, Field, FieldKind, IdentifierCheck, PercentWhole};
use crate::expression::Reads;
use crate::period::{COUNT_MAX, PeriodUnit};
use rust_decimal::Decimal;

/// Checks the fields of one item, then the expressions among them.
pub(super) fn fields(
    place: &Place,
    from: Vec<FieldFormat>,
    schema: u32,
) -> Result<Vec<Field>, ChecklistError> {
    if from.len() > FIELDS_MAX {
        let fault = Fault::TooMany { unit: "fields", found: from.len(), limit: FIELDS_MAX };
        return Err(place.member("fields").refused(fault));
    }
    let mut seen = Seen::default();
    let mut fields = Vec::with_capacity(from.len());
    let mut sources = Vec::with_capacity(from.len());
    for mut field in from {
        let place = place.field(&field.id);
        small_id(&place, &field.id)?;
        seen.add(&place, &field.id)?;
        sources.push((field.value.clone(), field.constraint.take()));
        fields.push(self::field(&place, field, schema)?);
    }
    for field in &fields {
        if let FieldKind::Percent { part, whole } = &field.kind {
            percent(&place.field(&field.id), part, whole, &fields)?;
        }
    }
    expressions::of_fields(place, &mut fields, sources)?;
    Ok(fields)
}

/// Kinds of field, with the members that each may and must have.
type Kind = (&'static str, &'static [&'static str], &'static [&'static str]);
const KINDS: [Kind; 6] = [
    ("number", &["min", "max", "unit"], &[]),
    ("percent", &["part", "whole"], &["part", "whole"]),
    ("text", &[], &[]),
    ("date", &[], &[]),
    ("document", &[], &[]),
    ("choice", &["options"], &["options"]),
];
const KINDS_OF_SCHEMA_2: [Kind; 3] = [
    ("identifier", &["check"], &["check"]),
    ("period", &["unit", "count"], &["unit", "count"]),
    ("computed", &["value", "unit"], &["value"]),
];

fn kind_of(place: &Place, code: String, schema: u32) -> Result<Kind, ChecklistError> {
    let known = KINDS.iter().chain(KINDS_OF_SCHEMA_2.iter().filter(|_| schema > 1));
    known.copied().find(|(kind, ..)| *kind == code).ok_or_else(|| {
        let expected = match schema {
            1 => "number, percent, text, date, document or choice",
            _ => "number, percent, text, date, document, choice, identifier, period or computed",
        };
        place.member("kind").refused(Fault::UnknownCode { code, expected })
    })
}

fn field(place: &Place, from: FieldFormat, schema: u32) -> Result<Field, ChecklistError> {
    let label = bilingual(place, "label", from.label)?;
    let given = [
        ("min", from.min.is_some()),
        ("max", from.max.is_some()),
        ("part", from.part.is_some()),
        ("whole", from.whole.is_some()),
        ("options", from.options.is_some()),
        ("unit", from.unit.is_some()),
        ("check", from.check.is_some()),
        ("count", from.count.is_some()),
        ("value", from.value.is_some()),
    ];
    let (kind, allowed, needed) = kind_of(place, from.kind, schema)?;
    for (member, is_given) in given {
        if is_given && !allowed.contains(&member) {
            return Err(place.refused(Fault::KindMember { kind, verb: "cannot have", member }));
        }
        if !is_given && needed.contains(&member) {
            return Err(place.refused(Fault::KindMember { kind, verb: "needs", member }));
        }
    }
    if from.required && matches!(kind, "percent" | "document" | "computed") {
        let problem =
            "is required, but a percentage is never entered and a document is evidence, not a value";
        return Err(place.member("required").refused(Fault::Contradiction { problem }));
    }
    let (unit, period_unit) = if kind == "period" { (None, from.unit) } else { (from.unit, None) };
    let kind = match (kind, from.part, from.whole) {
        ("percent", Some(part), Some(whole)) => {
            let whole = match whole {
                WholeFormat::Field(id) => PercentWhole::Field(id),
                WholeFormat::Fixed(number) => PercentWhole::Fixed(number),
            };
            FieldKind::Percent { part, whole }
        }
        // What it computes is put in once every field is known.
        ("number" | "computed", ..) => number(place, from.min.map(|min| min.0), from.max.map(|max| max.0))?,
        ("date", ..) => FieldKind::Date,
        ("document", ..) => FieldKind::Document,
        ("choice", ..) => FieldKind::Choice { options: options(place, from.options.unwrap_or_default())? },
        ("identifier", ..) => FieldKind::Identifier(identifier(place, &from.check.unwrap_or_default())?),
        ("period", ..) => period(place, &period_unit.unwrap_or_default(), from.count.unwrap_or_default())?,
        _ => FieldKind::Text,
    };
    if let Some(unit) = &unit {
        measure(&place.member("unit"), unit)?;
    }
    Ok(Field { id: from.id, label, kind, required: from.required, unit, constraint: None })
}

fn identifier(place: &Place, code: &str) -> Result<IdentifierCheck, ChecklistError> {
    IdentifierCheck::from_code(code).ok_or_else(|| {
        let expected = "uscc, licence or ccc";
        place.member("check").refused(Fault::UnknownCode { code: code.to_owned(), expected })
    })
}

fn period(place: &Place, unit: &str, count: u32) -> Result<FieldKind, ChecklistError> {
    let unit = PeriodUnit::from_code(unit).ok_or_else(|| {
        let expected = "day, week or month";
        place.member("unit").refused(Fault::UnknownCode { code: unit.to_owned(), expected })
    })?;
    if count == 0 || count > COUNT_MAX {
        let problem = "must be at least 1 and at most two years";
        return Err(place.member("count").refused(Fault::Bounds { problem }));
    }
    Ok(FieldKind::Period { unit, count })
}

/// A unit of measurement: short, and without blanks at its ends.
pub(super) fn measure(place: &Place, unit: &str) -> Result<(), ChecklistError> {
    let found = unit.chars().count();
    if found > UNIT_CHARS_MAX {
        return Err(place.refused(Fault::TooMany { unit: "characters", found, limit: UNIT_CHARS_MAX }));
    }
    if unit.is_empty() {
        return Err(place.refused(Fault::Empty));
    }
    match unit.chars().position(|letter| letter.is_control() || letter.is_whitespace()) {
        Some(index) => {
            let found = unit.chars().nth(index).unwrap_or(' ');
            let problem = "which a unit of measurement cannot have";
            Err(place.refused(Fault::Typography { found, position: index + 1, problem }))
        }
        None => Ok(()),
    }
}

/// What is judged by must be known once the item is answered: everything it reads is entered and required.
pub(super) fn is_never_open(place: &Place, reads: &Reads, fields: &[Field]) -> Result<(), ChecklistError> {
    for field in fields.iter().filter(|field| reads.fields.contains(&field.id)) {
        match &field.kind {
            FieldKind::Computed { value } => is_never_open(place, value.reads(), fields)?,
            FieldKind::Percent { .. } | FieldKind::Document => {}
            _ if field.required => {}
            _ => {
                let problem = "is computed from a field that is not required, so it could stay open unseen";
                return Err(place.refused(Fault::Contradiction { problem }));
            }
        }
    }
    Ok(())
}

fn number(place: &Place, min: Option<Decimal>, max: Option<Decimal>) -> Result<FieldKind, ChecklistError> {
    if let (Some(least), Some(greatest)) = (min, max)
        && least > greatest
    {
        return Err(place.refused(Fault::Bounds { problem: "has a least value above its greatest" }));
    }
    Ok(FieldKind::Number { min, max })
}

fn options(place: &Place, from: Vec<OptionFormat>) -> Result<Vec<(String, Bilingual)>, ChecklistError> {
    let place = place.member("options");
    count(&place, from.len(), OPTIONS_MAX, "options")?;
    if from.len() == 1 {
        let problem = "offers a single option, which is no choice";
        return Err(place.refused(Fault::Contradiction { problem }));
    }
    let mut seen = Seen::default();
    let mut options = Vec::with_capacity(from.len());
    for option in from {
        small_id(&place, &option.code)?;
        seen.add(&place, &option.code)?;
        let label = bilingual(&place, &option.code, option.label)?;
        options.push((option.code, label));
    }
    Ok(options)
}

/// The part and the whole must be entered, and the whole can never be zero.
fn percent(place: &Place, part: &str, whole: &PercentWhole, fields: &[Field]) -> Result<(), ChecklistError> {
    let number = |id: &str| {
        let found = fields.iter().find(|field| field.id == id);
        match found.map(|field| (&field.kind, field.required)) {
            Some((FieldKind::Number { min, max }, true)) => Ok((*min, *max)),
            Some((FieldKind::Number { .. }, false)) => {
                let problem = "is computed from a field that is not required, so it could stay open unseen";
                Err(place.refused(Fault::Contradiction { problem }))
            }
            _ => Err(place.refused(Fault::Reference { kind: "number", id: id.to_owned() })),
        }
    };
    let (part_min, part_max) = number(part)?;
    if part_min.is_none_or(|min| min < Decimal::ZERO) {
        let problem = "has a part that may be negative: give the part a least value of 0";
        return Err(place.refused(Fault::Bounds { problem }));
    }
    let whole_min = match whole {
        PercentWhole::Field(id) => number(id)?.0,
        PercentWhole::Fixed(fixed) => {
            if part_max.is_none_or(|max| max > *fixed) {
                let problem =
                    "has a part that may exceed the whole: give the part the whole as greatest value";
                return Err(place.refused(Fault::Bounds { problem }));
            }
            Some(*fixed)
        }
    };
    if whole_min.is_none_or(|min| min <= Decimal::ZERO) {
        let problem = "has a whole that may be 0: give it a least value above 0";
        return Err(place.refused(Fault::Bounds { problem }));
    }
    Ok(())
}
