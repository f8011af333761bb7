//! Reading, the mirror of writing. Nothing is reserved from a foreign count.

use super::{LAYOUT, ReadSeal};
use crate::wire::Fixed;
use chrono::NaiveDate;
use minicbor::data::Type;
use minicbor::decode::{Decoder, Error};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use zhian_domain::answer::{Answer, AnswerState, AnswerValue, Conformity, FieldValue, SettledAnswer};
use zhian_domain::checklist::Severity;
use zhian_domain::evidence::{CaptureMethod, Evidence, EvidencePurpose};
use zhian_domain::finding::{Finding, FindingStatus};
use zhian_domain::id::{ContentHash, ItemId};
use zhian_domain::person::PersonRole;
use zhian_domain::place::{Position, PositionProvider};
use zhian_domain::signature::{OfficerSignature, PartySignature, RefusalKind, SignatureRefusal, Witness};
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_domain::visit::{CheckIn, VisitContent};

type In<'a, 'b> = &'a mut Decoder<'b>;

fn bad(d: &Decoder<'_>, what: &str) -> Error {
    Error::message(what).at(d.position())
}

fn fields(d: In, expected: u64, what: &str) -> Result<(), Error> {
    if d.array()? == Some(expected) { Ok(()) } else { Err(bad(d, what)) }
}

fn fixed<T: Fixed>(d: In) -> Result<T, Error> {
    let bytes = d.bytes()?;
    T::read(bytes).ok_or_else(|| bad(d, "identifier of the wrong length"))
}

fn optional<T>(d: In, read: impl FnOnce(In) -> Result<T, Error>) -> Result<Option<T>, Error> {
    if d.datatype()? == Type::Null {
        d.null()?;
        return Ok(None);
    }
    read(d).map(Some)
}

fn list<T>(d: In, read: impl Fn(In) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    let count = d.array()?.ok_or_else(|| bad(d, "list of unknown length"))?;
    (0..count).map(|_| read(d)).collect()
}

/// A list whose elements have keys; the same key twice is refused, not overwritten.
fn keyed<K: Ord, T>(d: In, read: impl Fn(In) -> Result<(K, T), Error>) -> Result<BTreeMap<K, T>, Error> {
    let entries = list(d, read)?;
    let count = entries.len();
    // From a list that is in order already, as every sound one is, a map is built without searching.
    let map: BTreeMap<K, T> = entries.into_iter().collect();
    if map.len() == count { Ok(map) } else { Err(bad(d, "the same entry twice")) }
}

fn text(d: In) -> Result<String, Error> {
    d.str().map(str::to_owned)
}

fn coded<T>(d: In, what: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    let code = d.str()?;
    read(code).ok_or_else(|| bad(d, what))
}

fn item_id(d: In) -> Result<ItemId, Error> {
    coded(d, "checklist item id", |text| ItemId::new(text).ok())
}

pub(super) fn sealed(bytes: &[u8]) -> Result<ReadSeal, Error> {
    let d = &mut Decoder::new(bytes);
    fields(d, 7, "sealed visit")?;
    layout(d)?;
    let mut content = content(d)?;
    content.officer_signatures = list(d, officer_signature)?;
    content.party_signatures = list(d, party_signature)?;
    content.refusals = list(d, refusal)?;
    let heads: Vec<ContentHash> = list(d, fixed)?;
    let sealed_at = clock(d)?;
    if d.position() != bytes.len() {
        return Err(bad(d, "bytes after the end"));
    }
    Ok(ReadSeal { content, heads, sealed_at })
}

fn layout(d: In) -> Result<(), Error> {
    if d.u8()? == LAYOUT { Ok(()) } else { Err(bad(d, "layout of another version")) }
}

fn content(d: In) -> Result<VisitContent, Error> {
    fields(d, 9, "content")?;
    layout(d)?;
    Ok(VisitContent {
        visit: fixed(d)?,
        task: fixed(d)?,
        checklist: fixed(d)?,
        check_ins: list(d, check_in)?,
        answers: keyed(d, |d| {
            fields(d, 2, "answer entry")?;
            Ok((item_id(d)?, AnswerState::One(answer(d)?)))
        })?,
        notes: keyed(d, |d| {
            fields(d, 2, "note entry")?;
            Ok((item_id(d)?, text(d)?))
        })?,
        findings: keyed(d, |d| finding(d).map(|one| (one.id, one)))?,
        evidence: keyed(d, |d| evidence_file(d).map(|one| (one.hash, one)))?,
        officer_signatures: Vec::new(),
        party_signatures: Vec::new(),
        refusals: Vec::new(),
    })
}

fn moment(d: In) -> Result<Timestamp, Error> {
    d.i64().map(Timestamp::from_unix_ms)
}

fn clock(d: In) -> Result<ClockReading, Error> {
    fields(d, 4, "clock reading")?;
    Ok(ClockReading {
        device: moment(d)?,
        offset_minutes: d.i16()?,
        monotonic_ms: d.u64()?,
        gnss: optional(d, moment)?,
    })
}

fn position(d: In) -> Result<Position, Error> {
    fields(d, 5, "position")?;
    let (latitude, longitude, accuracy_m) = (d.i32()?, d.i32()?, d.u32()?);
    let provider = match d.u8()? {
        1 => PositionProvider::Gnss,
        2 => PositionProvider::Network,
        3 => PositionProvider::Fused,
        4 => PositionProvider::Manual,
        _ => return Err(bad(d, "position provider")),
    };
    let mock = d.bool()?;
    Position::new(latitude, longitude, accuracy_m, provider, mock)
        .map_err(|_| bad(d, "position outside the Earth"))
}

fn check_in(d: In) -> Result<CheckIn, Error> {
    fields(d, 6, "check-in")?;
    Ok(CheckIn {
        inspector: fixed(d)?,
        device: fixed(d)?,
        at: clock(d)?,
        position: optional(d, position)?,
        credential_number: text(d)?,
        rights_told: d.bool()?,
    })
}

fn conformity(d: In) -> Result<Conformity, Error> {
    match d.u8()? {
        1 => Ok(Conformity::Meets),
        2 => Ok(Conformity::DoesNotMeet),
        3 => Ok(Conformity::Defective),
        4 => Ok(Conformity::NotApplicable),
        _ => Err(bad(d, "judgement")),
    }
}

fn answer_value(d: In) -> Result<AnswerValue, Error> {
    fields(d, 2, "answer value")?;
    Ok(AnswerValue {
        conformity: optional(d, conformity)?,
        fields: keyed(d, |d| {
            fields(d, 3, "field")?;
            Ok((text(d)?, field_value(d)?))
        })?,
    })
}

fn field_value(d: In) -> Result<FieldValue, Error> {
    match d.u8()? {
        1 => coded(d, "number", |text| text.parse::<Decimal>().ok()).map(FieldValue::Number),
        2 => text(d).map(FieldValue::Text),
        3 => coded(d, "date", |text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).map(FieldValue::Date),
        4 => text(d).map(FieldValue::Choice),
        _ => Err(bad(d, "kind of field")),
    }
}

fn answer(d: In) -> Result<Answer, Error> {
    fields(d, 5, "answer")?;
    Ok(Answer {
        value: answer_value(d)?,
        by: fixed(d)?,
        device: fixed(d)?,
        at: clock(d)?,
        settles: list(d, |d| {
            fields(d, 3, "settled answer")?;
            Ok(SettledAnswer { value: answer_value(d)?, by: fixed(d)?, at: clock(d)? })
        })?,
    })
}

fn finding(d: In) -> Result<Finding, Error> {
    fields(d, 9, "finding")?;
    Ok(Finding {
        id: fixed(d)?,
        item: item_id(d)?,
        severity: coded(d, "severity", Severity::from_code)?,
        text: text(d)?,
        status: match d.u8()? {
            1 => FindingStatus::Open,
            2 => FindingStatus::Withdrawn,
            _ => return Err(bad(d, "status of a finding")),
        },
        evidence: list(d, fixed)?.into_iter().collect(),
        by: fixed(d)?,
        device: fixed(d)?,
        at: clock(d)?,
    })
}

fn purpose(d: In) -> Result<EvidencePurpose, Error> {
    match (d.array()?, d.u8()?) {
        (Some(2), 1) => item_id(d).map(EvidencePurpose::Item),
        (Some(1), 2) => Ok(EvidencePurpose::Scene),
        (Some(1), 3) => Ok(EvidencePurpose::Signature),
        (Some(1), 4) => Ok(EvidencePurpose::Refusal),
        _ => Err(bad(d, "purpose of evidence")),
    }
}

fn evidence_file(d: In) -> Result<Evidence, Error> {
    fields(d, 17, "evidence")?;
    Ok(Evidence {
        hash: fixed(d)?,
        sm3: fixed(d)?,
        bytes: d.u64()?,
        media_type: text(d)?,
        purpose: purpose(d)?,
        method: coded(d, "method", CaptureMethod::from_code)?,
        maker: fixed(d)?,
        second_officer: optional(d, fixed)?,
        device: fixed(d)?,
        app: text(d)?,
        at: clock(d)?,
        position: optional(d, position)?,
        original: d.bool()?,
        derived_from: optional(d, fixed)?,
        previous: optional(d, fixed)?,
        readable: d.bool()?,
        caption: text(d)?,
    })
}

fn officer_signature(d: In) -> Result<OfficerSignature, Error> {
    fields(d, 6, "officer's signature")?;
    Ok(OfficerSignature {
        inspector: fixed(d)?,
        device: fixed(d)?,
        over: fixed(d)?,
        at: clock(d)?,
        signature: d.bytes()?.to_vec(),
        handwriting: optional(d, fixed)?,
    })
}

fn party_signature(d: In) -> Result<PartySignature, Error> {
    fields(d, 8, "party's signature")?;
    Ok(PartySignature {
        name: text(d)?,
        role: coded(d, "role", PersonRole::from_code)?,
        opinion: text(d)?,
        over: fixed(d)?,
        taken_by: fixed(d)?,
        device: fixed(d)?,
        at: clock(d)?,
        handwriting: fixed(d)?,
    })
}

fn refusal(d: In) -> Result<SignatureRefusal, Error> {
    fields(d, 9, "refusal")?;
    Ok(SignatureRefusal {
        kind: coded(d, "kind of refusal", RefusalKind::from_code)?,
        name: text(d)?,
        reason: text(d)?,
        recording: fixed(d)?,
        witness: optional(d, |d| {
            fields(d, 2, "witness")?;
            Ok(Witness { name: text(d)?, affiliation: text(d)? })
        })?,
        over: fixed(d)?,
        noted_by: fixed(d)?,
        device: fixed(d)?,
        at: clock(d)?,
    })
}
