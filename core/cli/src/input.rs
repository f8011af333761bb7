//! Values typed on the command line, read into the words of the trade.

use crate::args::Place;
use crate::failure::CliError;
use crate::lang::{Both, pick};
use crate::words::{conformity, read_conformity};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue};
use zhian_domain::checklist::{Field, FieldKind, Item, Judgement};
use zhian_domain::period::{PeriodEntry, PeriodUnit};
use zhian_domain::place::{Position, PositionProvider};
use zhian_protocol::explain::Language;

/// A calendar day as `YYYY-MM-DD`.
pub fn day(what: &str, text: &str) -> Result<NaiveDate, CliError> {
    text.trim().parse().map_err(|_| bad(what, text, Both::same("YYYY-MM-DD")))
}

/// A file of text.
pub fn text_file(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(CliError::file(path))
}

/// A value that cannot be read, with what is expected.
pub fn bad(what: impl Into<String>, text: &str, expected: Both) -> CliError {
    CliError::Value { what: what.into(), text: text.to_owned(), expected }
}

/// One of a list of codes.
pub fn code<T: Copy>(
    what: &str,
    text: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, CliError> {
    let found = all.iter().copied().find(|one| name(*one).eq_ignore_ascii_case(text.trim()));
    found.ok_or_else(|| {
        let codes: Vec<_> = all.iter().map(|one| name(*one)).collect();
        bad(what, text, Both::same(codes.join(" | ")))
    })
}

/// The position of `--at`, entered by a person.
pub fn position(place: &Place) -> Result<Option<Position>, CliError> {
    let Some(text) = &place.at else { return Ok(None) };
    let refused = || {
        let example = "39.0842,117.2009";
        bad(
            "--at",
            text,
            Both::new(format!("纬度,经度，例如 {example}"), format!("latitude,longitude, e.g. {example}")),
        )
    };
    let (latitude, longitude) = text.split_once([',', '，']).ok_or_else(refused)?;
    let e7 = |part: &str| {
        let degrees = Decimal::from_str(part.trim()).ok()?;
        let units = degrees.checked_mul(Decimal::from(10_000_000))?.round();
        i32::try_from(units).ok()
    };
    let (latitude, longitude) = (e7(latitude).ok_or_else(refused)?, e7(longitude).ok_or_else(refused)?);
    Position::new(latitude, longitude, place.accuracy, PositionProvider::Manual, false).map(Some).map_err(
        |_| {
            let (zh, en) = ("纬度 -90 至 90，经度 -180 至 180", "latitude -90 to 90, longitude -180 to 180");
            bad("--at", text, Both::new(zh, en))
        },
    )
}

/// The whole answer: what stands now, changed by what was typed. Nothing that was not named is lost.
pub fn answer(
    item: &Item,
    standing: Option<&AnswerValue>,
    value: Option<&str>,
    fields: &[String],
    unset: &[String],
) -> Result<AnswerValue, CliError> {
    if value.is_none() && fields.is_empty() && unset.is_empty() {
        return Err(bad(item.id.as_str(), "", expected_both(item)));
    }
    let mut answer = standing.cloned().unwrap_or_default();
    if let Some(text) = value {
        answer.conformity = Some(judgement(item, text)?);
    }
    for name in unset {
        known_field(item, name)?;
        answer.fields.remove(name);
    }
    for pair in fields {
        let (name, text) =
            pair.split_once(['=', '＝']).ok_or_else(|| bad("--field", pair, Both::same("FIELD=VALUE")))?;
        let field = known_field(item, name.trim())?;
        answer.fields.insert(field.id.clone(), field_value(field, text.trim())?);
    }
    Ok(answer)
}

/// What may be typed for an item, in both languages.
fn expected_both(item: &Item) -> Both {
    Both::new(expected_answer(Language::Zh, item), expected_answer(Language::En, item))
}

fn judgement(item: &Item, text: &str) -> Result<Conformity, CliError> {
    let refused = || bad(item.id.as_str(), text, expected_both(item));
    let judged = read_conformity(text).ok_or_else(refused)?;
    let offered = match &item.judgement {
        Judgement::Entered { values } => values.contains(&judged),
        // Computed from a field; only "does not apply" is for a person to say.
        Judgement::Computed { .. } => judged == Conformity::NotApplicable,
    };
    if offered { Ok(judged) } else { Err(refused()) }
}

/// What may be typed for an item, e.g. `meets | does-not-meet, --field score=0..100`.
#[must_use]
pub fn expected_answer(language: Language, item: &Item) -> String {
    let mut parts = vec![match &item.judgement {
        Judgement::Entered { values } => {
            values.iter().map(|value| conformity(language, *value)).collect::<Vec<_>>().join(" | ")
        }
        Judgement::Computed { field, at_least, .. } => {
            let skipped = conformity(language, Conformity::NotApplicable);
            match language {
                Language::Zh => format!("{skipped}，或不填（{field} ≥ {at_least} 为符合）"),
                Language::En => format!("{skipped}, or nothing (meets if {field} ≥ {at_least})"),
            }
        }
    }];
    let enterable = item.fields.iter().filter_map(|field| Some((field, expected_field(&field.kind)?)));
    parts.extend(enterable.map(|(field, expected)| format!("--field {}={expected}", field.id)));
    parts.join(pick(language, "，", ", "))
}

/// What may be entered in a field; `None` for computed fields and captured documents.
#[must_use]
pub fn expected_field(kind: &FieldKind) -> Option<String> {
    match kind {
        FieldKind::Number { min, max } => {
            let bound = |bound: &Option<Decimal>| bound.map_or(String::new(), |number| number.to_string());
            Some(format!("{}..{}", bound(min), bound(max)))
        }
        FieldKind::Text => Some("TEXT".to_owned()),
        FieldKind::Date => Some("YYYY-MM-DD".to_owned()),
        FieldKind::Choice { options } => {
            Some(options.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join("|"))
        }
        FieldKind::Identifier(check) => Some(check.code().to_uppercase()),
        FieldKind::Period { unit, .. } => Some(
            match unit {
                PeriodUnit::Day => "2026-10-01..2026-10-30;2026-10-07",
                PeriodUnit::Week => "2026-W40..2026-W47;2026-W41",
                PeriodUnit::Month => "2026-08..2026-10;2026-09",
            }
            .to_owned(),
        ),
        FieldKind::Percent { .. } | FieldKind::Document | FieldKind::Computed { .. } => None,
    }
}

fn known_field<'a>(item: &'a Item, name: &str) -> Result<&'a Field, CliError> {
    let enterable = |field: &&Field| expected_field(&field.kind).is_some();
    item.fields.iter().filter(enterable).find(|field| field.id == name).ok_or_else(|| {
        let names: Vec<_> = item.fields.iter().filter(enterable).map(|field| field.id.as_str()).collect();
        let expected = if names.is_empty() {
            Both::new(format!("{} 没有填写内容", item.id), format!("{} has no fields", item.id))
        } else {
            Both::same(names.join(" | "))
        };
        bad("--field", name, expected)
    })
}

fn field_value(field: &Field, text: &str) -> Result<FieldValue, CliError> {
    let refused = || {
        bad(
            format!("--field {}", field.id),
            text,
            Both::same(expected_field(&field.kind).unwrap_or_default()),
        )
    };
    match &field.kind {
        FieldKind::Number { min, max } => {
            let number = Decimal::from_str(text).map_err(|_| refused())?;
            let inside = min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max);
            if inside { Ok(FieldValue::Number(number)) } else { Err(refused()) }
        }
        FieldKind::Text if !text.is_empty() => Ok(FieldValue::Text(text.to_owned())),
        FieldKind::Date => text.parse().map(FieldValue::Date).map_err(|_| refused()),
        FieldKind::Choice { options } => {
            let chosen = options.iter().find(|(code, label)| {
                code.eq_ignore_ascii_case(text) || label.zh == text || label.en.eq_ignore_ascii_case(text)
            });
            chosen.map(|(code, _)| FieldValue::Choice(code.clone())).ok_or_else(refused)
        }
        // What fails its check is recorded as it was read from the plate, and keeps the item open.
        FieldKind::Identifier(check) => {
            Ok(FieldValue::Text(check.stored(text).unwrap_or_else(|| text.trim().to_owned())))
        }
        FieldKind::Period { unit, count } => {
            let entry = PeriodEntry::read(text, *unit, *count).map_err(|_| refused())?;
            Ok(FieldValue::Text(entry.write(*unit)))
        }
        FieldKind::Text | FieldKind::Percent { .. } | FieldKind::Document | FieldKind::Computed { .. } => {
            Err(refused())
        }
    }
}

/// Entered fields as JSON: numbers as exact text, days as `YYYY-MM-DD`.
#[must_use]
pub fn fields_json(fields: &BTreeMap<String, FieldValue>) -> serde_json::Value {
    let pairs = fields.iter().map(|(name, value)| {
        let text = match value {
            FieldValue::Number(number) => number.normalize().to_string(),
            FieldValue::Date(day) => day.to_string(),
            FieldValue::Text(text) | FieldValue::Choice(text) => text.clone(),
        };
        (name.clone(), serde_json::Value::String(text))
    });
    pairs.collect::<serde_json::Map<_, _>>().into()
}
