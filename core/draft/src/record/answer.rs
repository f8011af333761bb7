//! Answers.

use super::{ClockJson, code, id, read, write};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue, SettledAnswer};
use zhian_domain::time::ClockReading;

#[derive(Serialize, Deserialize)]
struct ValueJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    c: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    f: BTreeMap<String, FieldJson>,
}

/// A number or a date is text in JSON, so that it is exact.
#[derive(Serialize, Deserialize)]
enum FieldJson {
    #[serde(rename = "n")]
    Number(String),
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "d")]
    Date(String),
    #[serde(rename = "o")]
    Choice(String),
}

#[derive(Serialize, Deserialize)]
struct AnswerJson {
    #[serde(flatten)]
    value: ValueJson,
    t: ClockJson,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    s: Vec<SettledJson>,
}

#[derive(Serialize, Deserialize)]
struct SettledJson {
    #[serde(flatten)]
    value: ValueJson,
    by: String,
    t: ClockJson,
}

/// An answer as recorded; whose it is, the operation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AnswerRecord {
    pub(crate) value: AnswerValue,
    pub(crate) at: ClockReading,
    pub(crate) settles: Vec<SettledAnswer>,
}

pub(crate) fn answer(record: &AnswerRecord) -> Result<String, String> {
    let settles = record
        .settles
        .iter()
        .map(|one| SettledJson {
            value: value_of(&one.value),
            by: one.by.to_string(),
            t: ClockJson::of(&one.at),
        })
        .collect();
    write(&AnswerJson { value: value_of(&record.value), t: ClockJson::of(&record.at), s: settles })
}

pub(crate) fn read_answer(text: &str) -> Result<AnswerRecord, String> {
    let json: AnswerJson = read(text)?;
    let settles = json
        .s
        .iter()
        .map(|one| Ok(SettledAnswer { value: read_value(&one.value)?, by: id(&one.by)?, at: one.t.read()? }));
    Ok(AnswerRecord {
        value: read_value(&json.value)?,
        at: json.t.read()?,
        settles: settles.collect::<Result<_, String>>()?,
    })
}

/// A number that is equal for equal answers.
pub(crate) fn mark(value: &AnswerValue) -> u64 {
    let mut hasher = Sha256::new();
    let mut part = |text: &str| {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    };
    part(value.conformity.map_or("", Conformity::code));
    for (name, field) in &value.fields {
        part(name);
        match field {
            FieldValue::Number(number) => {
                part("n");
                // 1.0 and 1 are equal.
                part(&number.normalize().to_string());
            }
            FieldValue::Text(text) => {
                part("t");
                part(text);
            }
            FieldValue::Date(date) => {
                part("d");
                part(&date.to_string());
            }
            FieldValue::Choice(choice) => {
                part("o");
                part(choice);
            }
        }
    }
    let digest: [u8; 32] = hasher.finalize().into();
    digest.iter().take(8).fold(0, |mark, byte| (mark << 8) | u64::from(*byte))
}

fn value_of(value: &AnswerValue) -> ValueJson {
    let field = |field: &FieldValue| match field {
        FieldValue::Number(number) => FieldJson::Number(number.to_string()),
        FieldValue::Text(text) => FieldJson::Text(text.clone()),
        FieldValue::Date(date) => FieldJson::Date(date.to_string()),
        FieldValue::Choice(choice) => FieldJson::Choice(choice.clone()),
    };
    ValueJson {
        c: value.conformity.map(|conformity| conformity.code().to_owned()),
        f: value.fields.iter().map(|(name, one)| (name.clone(), field(one))).collect(),
    }
}

fn read_value(json: &ValueJson) -> Result<AnswerValue, String> {
    let conformity =
        json.c.as_ref().map(|text| code(Conformity::from_code(text), "judgement", text)).transpose()?;
    let mut fields = BTreeMap::new();
    for (name, field) in &json.f {
        let value = match field {
            FieldJson::Number(text) => FieldValue::Number(number(text)?),
            FieldJson::Text(text) => FieldValue::Text(text.clone()),
            FieldJson::Date(text) => FieldValue::Date(date(text)?),
            FieldJson::Choice(text) => FieldValue::Choice(text.clone()),
        };
        fields.insert(name.clone(), value);
    }
    Ok(AnswerValue { conformity, fields })
}

fn number(text: &str) -> Result<Decimal, String> {
    Decimal::from_str_exact(text).map_err(|cause| format!("{text:?} is not a number: {cause}"))
}

fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|cause| format!("{text:?} is not a day: {cause}"))
}
