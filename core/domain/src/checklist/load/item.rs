//! From the published members of an item to an [`Item`], with every check.

use super::error::{ChecklistError, Fault, Place};
use super::field::fields;
use super::format::{EvidenceFormat, ItemFormat, JudgementFormat};
use super::text::{Seen, basis, bilingual, consequence, count, verified};
use super::{CONSEQUENCES_MAX, EVIDENCE_COUNT_MAX};
use crate::answer::Conformity;
use crate::checklist::{
    ConsequenceCode, EvidenceDemand, EvidenceWhen, Field, FieldKind, Item, Judgement, Severity,
};
use crate::evidence::CaptureMethod;
use crate::id::ItemId;
use rust_decimal::Decimal;

/// Checks one item of schema 1. `place` names the file and the item.
pub(super) fn item(place: &Place, id: ItemId, from: ItemFormat) -> Result<Item, ChecklistError> {
    let ask = bilingual(place, "ask", from.ask)?;
    let how = bilingual(place, "how", from.how)?;
    if from.basis.is_empty() {
        return Err(place.member("basis").refused(Fault::Empty));
    }
    let basis = basis(place, from.basis)?;
    let fields = fields(place, from.fields.into_iter().map(Into::into).collect(), 1)?;
    let judgement = judgement(&place.member("judgement"), from.judgement, &fields)?;
    let evidence = evidence(place, &from.evidence)?;
    let severity = severity(place, &from.severity)?;
    let consequences = consequences(&place.member("consequences"), from.consequences)?;
    Ok(Item {
        id,
        ask,
        how: vec![how],
        basis,
        judgement,
        fields,
        evidence,
        severity,
        consequences,
        limits: Vec::new(),
        media: Vec::new(),
        when: None,
        note: None,
        gate: None,
    })
}

pub(super) fn severity(place: &Place, code: &str) -> Result<Severity, ChecklistError> {
    Severity::from_code(code).ok_or_else(|| {
        let expected = "A (key), B (main) or C (general)";
        place.member("severity").refused(Fault::UnknownCode { code: code.to_owned(), expected })
    })
}

pub(super) fn consequences(
    place: &Place,
    codes: Vec<String>,
) -> Result<Vec<ConsequenceCode>, ChecklistError> {
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

pub(super) fn evidence(place: &Place, from: &EvidenceFormat) -> Result<EvidenceDemand, ChecklistError> {
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

pub(super) fn judgement(
    place: &Place,
    from: JudgementFormat,
    fields: &[Field],
) -> Result<Judgement, ChecklistError> {
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
                Some((FieldKind::Number { .. } | FieldKind::Period { .. }, false)) => {
                    let problem =
                        "is computed from a field that is not required, so it could stay open unseen";
                    return Err(place.refused(Fault::Contradiction { problem }));
                }
                Some((FieldKind::Computed { value }, _)) => {
                    super::field::is_never_open(place, value.reads(), fields)?;
                }
                Some((FieldKind::Percent { .. } | FieldKind::Period { .. }, _)) => {
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
