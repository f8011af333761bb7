//! What entered fields come to, and what is wrong with them, in words.

use crate::view::{FieldFault, FieldReading, ReadingValue};
use crate::words::field_problem;
use zhian_domain::answer::{AnswerValue, FieldValue};
use zhian_domain::checklist::{Bilingual, Field, FieldKind, IdentifierCheck, Item};
use zhian_domain::completeness::{FieldProblem, bad_fields, number_of, period_of};
use zhian_domain::identifier::{CccNumber, IdentifierError, Uscc, XkNumber};
use zhian_domain::period::{PeriodEntry, PeriodUnit};
use zhian_protocol::explain::Language;

/// Computed numbers, gaps of periods, checks of identifiers.
pub(crate) fn readings(item: &Item, value: &AnswerValue) -> Vec<FieldReading> {
    let reading = |field: &Field| {
        let value = reading(item, field, value)?;
        Some(FieldReading { field: field.id.clone(), label: field.label.clone(), value })
    };
    item.fields.iter().filter_map(reading).collect()
}

fn reading(item: &Item, field: &Field, value: &AnswerValue) -> Option<ReadingValue> {
    match &field.kind {
        FieldKind::Percent { .. } => {
            let value = number_of(item, value, &field.id);
            Some(ReadingValue::Computed { value, unit: Some("%".to_owned()) })
        }
        FieldKind::Computed { .. } => {
            let value = number_of(item, value, &field.id);
            Some(ReadingValue::Computed { value, unit: field.unit.clone() })
        }
        FieldKind::Period { unit, .. } => Some(period(*unit, &period_of(item, value, &field.id)?)),
        FieldKind::Identifier(check) => {
            let text = entered_text(value, &field.id)?;
            Some(match identifier(*check, text) {
                Ok(said) => ReadingValue::Identifier { passes: true, said },
                Err(said) => ReadingValue::Identifier { passes: false, said },
            })
        }
        FieldKind::Number { .. }
        | FieldKind::Text
        | FieldKind::Date
        | FieldKind::Document
        | FieldKind::Choice { .. } => None,
    }
}

fn period(unit: PeriodUnit, entry: &PeriodEntry) -> ReadingValue {
    let present = entry.expected.difference(&entry.missing);
    ReadingValue::Period {
        unit,
        expected: entry.expected.iter().map(|day| unit.write(*day)).collect(),
        present: present.map(|day| unit.write(*day)).collect(),
        missing: entry.missing_words(unit),
        percent: entry.percent(),
    }
}

fn entered_text<'a>(value: &'a AnswerValue, field: &str) -> Option<&'a str> {
    match value.fields.get(field)? {
        FieldValue::Text(text) => Some(text),
        FieldValue::Number(_) | FieldValue::Date(_) | FieldValue::Choice(_) => None,
    }
}

/// What is wrong with entered fields.
pub(crate) fn faults(item: &Item, value: &AnswerValue) -> Vec<FieldFault> {
    let fault = |bad: zhian_domain::completeness::BadField| FieldFault {
        words: fault_words(item, &bad.field, &bad.problem, value),
        code: bad.problem.code(),
        field: bad.field,
    };
    bad_fields(item, value).into_iter().map(fault).collect()
}

/// One fault in words, with the label of the field.
pub(crate) fn fault_words(item: &Item, id: &str, problem: &FieldProblem, value: &AnswerValue) -> Bilingual {
    let said = |language| field_problem(language, problem).to_owned();
    let Some(field) = item.field(id) else {
        return Bilingual {
            zh: format!("{id}：{}。", said(Language::Zh)),
            en: format!("{id}: {}.", said(Language::En)),
        };
    };
    let (label, text) = (&field.label, entered_text(value, id).unwrap_or_default());
    match (problem, &field.kind, &field.constraint) {
        (FieldProblem::BadIdentifier, FieldKind::Identifier(check), _) => match identifier(*check, text) {
            Ok(words) | Err(words) => Bilingual {
                zh: format!("{}：{}", label.zh, words.zh),
                en: format!("{}: {}", label.en, words.en),
            },
        },
        (FieldProblem::Constraint, _, Some(rule)) => Bilingual {
            zh: format!("“{}”填写的内容不满足规定的条件：{}。", label.zh, rule.source()),
            en: format!(
                "What was entered in \"{}\" does not meet its condition: {}.",
                label.en,
                rule.source()
            ),
        },
        _ => Bilingual {
            zh: format!("{}：{}。", label.zh, said(Language::Zh)),
            en: format!("{}: {}.", label.en, said(Language::En)),
        },
    }
}

/// What the check of an identifier says.
fn identifier(check: IdentifierCheck, text: &str) -> Result<Bilingual, Bilingual> {
    let checked = match check {
        IdentifierCheck::Uscc => text.parse::<Uscc>().map(|one| one.as_str().to_owned()),
        IdentifierCheck::Licence => text.parse::<XkNumber>().map(|one| one.as_str().to_owned()),
        IdentifierCheck::Ccc => text.parse::<CccNumber>().map(|one| one.as_str().to_owned()),
    };
    match checked {
        Ok(stored) => Ok(Bilingual {
            zh: format!("{stored} 形式正确。是否真实有效，须上网查询。"),
            en: format!("{stored} is well formed. Whether it is real and valid must be looked up."),
        }),
        Err(error) => Err(identifier_error(&error)),
    }
}

fn identifier_error(error: &IdentifierError) -> Bilingual {
    let name = error.kind().zh();
    let zh = match error {
        IdentifierError::Length { found, expected, .. } => {
            let expected = expected.replace(" or ", "或者").replace(", ", "、");
            format!("{name}有 {found} 个字符，应为 {expected} 个。")
        }
        IdentifierError::Character { position, found, .. } => {
            format!("{name}第 {position} 个字符是“{found}”，这个位置不能是它。")
        }
        IdentifierError::CheckCharacter { position, found, expected, .. } => format!(
            "{name}第 {position} 个字符是校验码“{found}”，由前面的字符应得“{expected}”：有一位抄错，请对照原件逐位核对。"
        ),
        IdentifierError::Part { position, found, .. } => {
            format!("{name}第 {position} 个字符起的“{found}”不存在。")
        }
    };
    Bilingual { zh, en: format!("{error}.") }
}
