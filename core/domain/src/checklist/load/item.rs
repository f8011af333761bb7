//! From the published members of an item to an [`Item`], with every check.

use super::error::{ChecklistError, Fault, Place};
use super::format::{EvidenceFormat, FieldFormat, ItemFormat, JudgementFormat, OptionFormat, WholeFormat};
use super::text::{Seen, basis, bilingual, consequence, count, small_id, verified};
use super::{CONSEQUENCES_MAX, EVIDENCE_COUNT_MAX, FIELDS_MAX, OPTIONS_MAX};
use crate::answer::Conformity;
use crate::checklist::{
    Bilingual, ConsequenceCode, EvidenceDemand, EvidenceWhen, Field, FieldKind, Item, Judgement,
    PercentWhole, Severity,
};
use crate::evidence::CaptureMethod;
use crate::id::ItemId;
use rust_decimal::Decimal;

/// Checks one item. `place` names the file and the item.
pub(super) fn item(place: &Place, id: ItemId, from: ItemFormat) -> Result<Item, ChecklistError> {
    let ask = bilingual(place, "ask", from.ask)?;
    let how = bilingual(place, "how", from.how)?;
    if from.basis.is_empty() {
        return Err(place.member("basis").refused(Fault::Empty));
    }
    let basis = basis(place, from.basis)?;
    let fields = fields(place, from.fields)?;
    let judgement = judgement(&place.member("judgement"), from.judgement, &fields)?;
    let evidence = evidence(place, &from.evidence)?;
    let severity = Severity::from_code(&from.severity).ok_or_else(|| {
        let expected = "A (key), B (main) or C (general)";
        place.member("severity").refused(Fault::UnknownCode { code: from.severity.clone(), expected })
    })?;
    let consequences = consequences(&place.member("consequences"), from.consequences)?;
    Ok(Item { id, ask, how, basis, judgement, fields, evidence, severity, consequences })
}

fn consequences(place: &Place, codes: Vec<String>) -> Result<Vec<ConsequenceCode>, ChecklistError> {
    count(place, codes.len(), CONSEQUENCES_MAX, "consequences")?;
    let mut seen = Seen::default();
    codes
        .into_iter()
        .map(|code| {
            consequence(place, &code)?;
            seen.add(place, &code)?;
            Ok(ConsequenceCode(code))
        })
        .collect()
}

fn evidence(place: &Place, from: &EvidenceFormat) -> Result<EvidenceDemand, ChecklistError> {
    let unknown = |member: &str, code: &str, expected| {
        place
            .member(format!("evidence.{member}"))
            .refused(Fault::UnknownCode { code: code.to_owned(), expected })
    };
    let when = match from.when.as_str() {
        "never" => EvidenceWhen::Never,
        "on-failure" => EvidenceWhen::OnFailure,
        "always" => EvidenceWhen::Always,
        other => return Err(unknown("when", other, "never, on-failure or always")),
    };
    let method = CaptureMethod::from_code(&from.method)
        .ok_or_else(|| unknown("method", &from.method, "photo, video, audio, scan, screenshot or copy"))?;
    let place = place.member("evidence.count");
    match (when, from.count) {
        (EvidenceWhen::Never, 0) => {}
        (EvidenceWhen::Never, _) => {
            let problem = "demands evidence that is never demanded: the count must be 0";
            return Err(place.refused(Fault::Contradiction { problem }));
        }
        (_, 0) => {
            let problem = "demands evidence but none of it: the count must be at least 1";
            return Err(place.refused(Fault::Contradiction { problem }));
        }
        (_, found) if found > EVIDENCE_COUNT_MAX => {
            let (found, limit) = (found as usize, EVIDENCE_COUNT_MAX as usize);
            return Err(place.refused(Fault::TooMany { unit: "pieces of evidence", found, limit }));
        }
        _ => {}
    }
    Ok(EvidenceDemand { when, method, count: from.count })
}

fn judgement(place: &Place, from: JudgementFormat, fields: &[Field]) -> Result<Judgement, ChecklistError> {
    match from {
        JudgementFormat::Entered(codes) => {
            count(place, codes.len(), Conformity::ALL.len(), "values")?;
            let mut seen = Seen::default();
            let mut values = Vec::with_capacity(codes.len());
            for code in codes {
                seen.add(place, &code)?;
                values.push(Conformity::from_code(&code).ok_or_else(|| {
                    let expected = "meets, does-not-meet, defective or not-applicable";
                    place.refused(Fault::UnknownCode { code: code.clone(), expected })
                })?);
            }
            if !values.contains(&Conformity::Meets) || !values.contains(&Conformity::DoesNotMeet) {
                let problem = "must offer both meets and does-not-meet";
                return Err(place.refused(Fault::Contradiction { problem }));
            }
            Ok(Judgement::Entered { values })
        }
        JudgementFormat::Computed(from) => {
            let verified = verified(place, &from.verified)?;
            let source = fields.iter().find(|field| field.id == from.field);
            match source.map(|field| (&field.kind, field.required)) {
                Some((FieldKind::Number { min, max }, true)) => within(place, from.at_least.0, *min, *max)?,
                Some((FieldKind::Number { .. }, false)) => {
                    let problem =
                        "is computed from a field that is not required, so it could stay open unseen";
                    return Err(place.refused(Fault::Contradiction { problem }));
                }
                Some((FieldKind::Percent { .. }, _)) => {
                    within(place, from.at_least.0, Some(Decimal::ZERO), Some(Decimal::ONE_HUNDRED))?;
                }
                _ => {
                    let fault = Fault::Reference { kind: "number or percent", id: from.field };
                    return Err(place.refused(fault));
                }
            }
            Ok(Judgement::Computed { field: from.field, at_least: from.at_least.0, verified })
        }
    }
}

fn within(
    place: &Place,
    value: Decimal,
    min: Option<Decimal>,
    max: Option<Decimal>,
) -> Result<(), ChecklistError> {
    if min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max) {
        let problem = "has a threshold outside the bounds of its field";
        return Err(place.refused(Fault::Bounds { problem }));
    }
    Ok(())
}

fn fields(place: &Place, from: Vec<FieldFormat>) -> Result<Vec<Field>, ChecklistError> {
    if from.len() > FIELDS_MAX {
        let fault = Fault::TooMany { unit: "fields", found: from.len(), limit: FIELDS_MAX };
        return Err(place.member("fields").refused(fault));
    }
    let mut seen = Seen::default();
    let mut fields = Vec::with_capacity(from.len());
    for field in from {
        let place = place.field(&field.id);
        small_id(&place, &field.id)?;
        seen.add(&place, &field.id)?;
        fields.push(self::field(&place, field)?);
    }
    for field in &fields {
        if let FieldKind::Percent { part, whole } = &field.kind {
            percent(&place.field(&field.id), part, whole, &fields)?;
        }
    }
    Ok(fields)
}

fn field(place: &Place, from: FieldFormat) -> Result<Field, ChecklistError> {
    let label = bilingual(place, "label", from.label)?;
    let given = [
        ("min", from.min.is_some()),
        ("max", from.max.is_some()),
        ("part", from.part.is_some()),
        ("whole", from.whole.is_some()),
        ("options", from.options.is_some()),
    ];
    let (kind, allowed, needed): (_, &[&str], &[&str]) = match from.kind.as_str() {
        "number" => ("number", &["min", "max"], &[]),
        "percent" => ("percent", &["part", "whole"], &["part", "whole"]),
        "text" => ("text", &[], &[]),
        "date" => ("date", &[], &[]),
        "document" => ("document", &[], &[]),
        "choice" => ("choice", &["options"], &["options"]),
        _ => {
            let expected = "number, percent, text, date, document or choice";
            return Err(place.member("kind").refused(Fault::UnknownCode { code: from.kind, expected }));
        }
    };
    for (member, is_given) in given {
        if is_given && !allowed.contains(&member) {
            return Err(place.refused(Fault::KindMember { kind, verb: "cannot have", member }));
        }
        if !is_given && needed.contains(&member) {
            return Err(place.refused(Fault::KindMember { kind, verb: "needs", member }));
        }
    }
    if from.required && matches!(kind, "percent" | "document") {
        let problem =
            "is required, but a percentage is never entered and a document is evidence, not a value";
        return Err(place.member("required").refused(Fault::Contradiction { problem }));
    }
    let kind = match (kind, from.part, from.whole) {
        ("number", ..) => number(place, from.min.map(|min| min.0), from.max.map(|max| max.0))?,
        ("percent", Some(part), Some(whole)) => {
            let whole = match whole {
                WholeFormat::Field(id) => PercentWhole::Field(id),
                WholeFormat::Fixed(number) => PercentWhole::Fixed(number),
            };
            FieldKind::Percent { part, whole }
        }
        ("date", ..) => FieldKind::Date,
        ("document", ..) => FieldKind::Document,
        ("choice", ..) => FieldKind::Choice { options: options(place, from.options.unwrap_or_default())? },
        _ => FieldKind::Text,
    };
    Ok(Field { id: from.id, label, kind, required: from.required })
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
