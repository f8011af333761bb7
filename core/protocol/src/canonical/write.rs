//! Writing, spelled out element by element.

use super::{CanonicalError, LAYOUT};
use minicbor::Encoder;
use minicbor::encode::Error as EncodeError;
use std::convert::Infallible;
use zhian_domain::answer::{Answer, AnswerState, AnswerValue, Conformity, FieldValue, SettledAnswer};
use zhian_domain::evidence::{Evidence, EvidencePurpose};
use zhian_domain::finding::{Finding, FindingStatus};
use zhian_domain::place::{Position, PositionProvider};
use zhian_domain::seal::SealedVisit;
use zhian_domain::signature::{OfficerSignature, PartySignature, SignatureRefusal};
use zhian_domain::time::ClockReading;
use zhian_domain::visit::{CheckIn, VisitContent};

type Out = Encoder<Vec<u8>>;
type Written = Result<(), EncodeError<Infallible>>;

/// The canonical bytes of one content: with the evidence that signatures cover, and with all of it.
pub(super) struct Forms {
    pub(super) signed: Vec<u8>,
    pub(super) all: Vec<u8>,
}

fn encoded(write: impl FnOnce(&mut Out) -> Written) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Encoder::new(Vec::new());
    write(&mut out).map_err(|cause| CanonicalError::Malformed { detail: cause.to_string() })?;
    Ok(out.into_writer())
}

/// A list in the order of its encoded elements, so that one set has one form.
fn sorted<T>(
    elements: impl IntoIterator<Item = T>,
    write: impl Fn(&mut Out, T) -> Written,
) -> Result<Vec<u8>, CanonicalError> {
    let mut ends = Vec::new();
    let each = encoded(|out| {
        for element in elements {
            write(out, element)?;
            ends.push(out.writer().len());
        }
        Ok(())
    })?;
    let mut list = encoded(|out| out.array(ends.len() as u64).map(|_| ()))?;
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let mut elements: Vec<&[u8]> =
        starts.zip(&ends).filter_map(|(start, end)| each.get(start..*end)).collect();
    // What was read from a map comes in order already, mostly.
    if elements.is_sorted() {
        list.extend_from_slice(&each);
    } else {
        elements.sort_unstable();
        elements.iter().for_each(|element| list.extend_from_slice(element));
    }
    Ok(list)
}

/// Both forms of a content, which differ in their evidence only.
pub(super) fn forms(content: &VisitContent) -> Result<Forms, CanonicalError> {
    let beginning = beginning(content)?;
    let files = content.evidence.values();
    let with = |evidence: Vec<u8>| [beginning.as_slice(), &evidence].concat();
    Ok(Forms {
        signed: with(sorted(files.clone().filter(|one| one.purpose.is_content()), evidence_file)?),
        all: with(sorted(files, evidence_file)?),
    })
}

/// Everything of a content that stands before its evidence.
fn beginning(content: &VisitContent) -> Result<Vec<u8>, CanonicalError> {
    let mut answers = Vec::with_capacity(content.answers.len());
    for (item, state) in &content.answers {
        match state {
            AnswerState::One(one) => answers.push((item, one)),
            AnswerState::Differing(_) => {
                return Err(CanonicalError::Unsettled { item: item.to_string() });
            }
        }
    }
    let mut bytes = encoded(|out| {
        out.array(9)?.u8(LAYOUT)?;
        out.bytes(content.visit.as_bytes())?.bytes(content.task.as_bytes())?;
        out.bytes(content.checklist.as_bytes())?;
        Ok(())
    })?;
    bytes.extend(sorted(&content.check_ins, check_in)?);
    bytes.extend(sorted(answers, |out, (item, one)| {
        out.array(2)?.str(item.as_str())?;
        answer(out, one)
    })?);
    // A note that was emptied again is no note.
    let notes = content.notes.iter().filter(|(_, text)| !text.is_empty());
    bytes.extend(sorted(notes, |out, (item, text)| {
        out.array(2)?.str(item.as_str())?.str(text)?;
        Ok(())
    })?);
    bytes.extend(sorted(content.findings.values(), finding)?);
    Ok(bytes)
}

/// A sealed visit, around the bytes of its content with all evidence.
pub(super) fn sealed(sealed: &SealedVisit, content: &[u8]) -> Result<Vec<u8>, CanonicalError> {
    let all = sealed.content();
    let mut bytes = encoded(|out| out.array(7)?.u8(LAYOUT).map(|_| ()))?;
    bytes.extend_from_slice(content);
    bytes.extend(sorted(&all.officer_signatures, officer_signature)?);
    bytes.extend(sorted(&all.party_signatures, party_signature)?);
    bytes.extend(sorted(&all.refusals, refusal)?);
    bytes.extend(sorted(sealed.heads(), |out, head| out.bytes(head.as_bytes()).map(|_| ()))?);
    bytes.extend(encoded(|out| clock(out, sealed.sealed_at()))?);
    Ok(bytes)
}

fn clock(out: &mut Out, at: &ClockReading) -> Written {
    out.array(4)?.i64(at.device.unix_ms())?.i16(at.offset_minutes)?.u64(at.monotonic_ms)?;
    match at.gnss {
        Some(gnss) => out.i64(gnss.unix_ms())?,
        None => out.null()?,
    };
    Ok(())
}

fn position(out: &mut Out, position: Option<&Position>) -> Written {
    let Some(position) = position else {
        out.null()?;
        return Ok(());
    };
    let provider = match position.provider {
        PositionProvider::Gnss => 1,
        PositionProvider::Network => 2,
        PositionProvider::Fused => 3,
        PositionProvider::Manual => 4,
    };
    out.array(5)?.i32(position.latitude_e7())?.i32(position.longitude_e7())?;
    out.u32(position.accuracy_m)?.u8(provider)?.bool(position.mock)?;
    Ok(())
}

fn optional_bytes(out: &mut Out, bytes: Option<&[u8]>) -> Written {
    match bytes {
        Some(bytes) => out.bytes(bytes)?,
        None => out.null()?,
    };
    Ok(())
}

fn check_in(out: &mut Out, one: &CheckIn) -> Written {
    out.array(6)?.bytes(one.inspector.as_bytes())?.bytes(one.device.as_bytes())?;
    clock(out, &one.at)?;
    position(out, one.position.as_ref())?;
    out.str(&one.credential_number)?.bool(one.rights_told)?;
    Ok(())
}

fn answer_value(out: &mut Out, value: &AnswerValue) -> Written {
    out.array(2)?;
    match value.conformity {
        Some(Conformity::Meets) => out.u8(1)?,
        Some(Conformity::DoesNotMeet) => out.u8(2)?,
        Some(Conformity::Defective) => out.u8(3)?,
        Some(Conformity::NotApplicable) => out.u8(4)?,
        None => out.null()?,
    };
    out.array(value.fields.len() as u64)?;
    // The map is ordered by field id, so this list is in one order too.
    for (id, field) in &value.fields {
        let (kind, text) = match field {
            FieldValue::Number(number) => (1, number.normalize().to_string()),
            FieldValue::Text(text) => (2, text.clone()),
            FieldValue::Date(date) => (3, date.format("%Y-%m-%d").to_string()),
            FieldValue::Choice(code) => (4, code.clone()),
        };
        out.array(3)?.str(id)?.u8(kind)?.str(&text)?;
    }
    Ok(())
}

fn answer(out: &mut Out, one: &Answer) -> Written {
    out.array(5)?;
    answer_value(out, &one.value)?;
    out.bytes(one.by.as_bytes())?.bytes(one.device.as_bytes())?;
    clock(out, &one.at)?;
    out.array(one.settles.len() as u64)?;
    // Kept in the order in which they were shown when they were settled.
    for settled in &one.settles {
        settled_answer(out, settled)?;
    }
    Ok(())
}

fn settled_answer(out: &mut Out, one: &SettledAnswer) -> Written {
    out.array(3)?;
    answer_value(out, &one.value)?;
    out.bytes(one.by.as_bytes())?;
    clock(out, &one.at)
}

fn finding(out: &mut Out, one: &Finding) -> Written {
    out.array(9)?.bytes(one.id.as_bytes())?.str(one.item.as_str())?.str(one.severity.code())?;
    out.str(&one.text)?;
    out.u8(match one.status {
        FindingStatus::Open => 1,
        FindingStatus::Withdrawn => 2,
    })?;
    out.array(one.evidence.len() as u64)?;
    for hash in &one.evidence {
        out.bytes(hash.as_bytes())?;
    }
    out.bytes(one.by.as_bytes())?.bytes(one.device.as_bytes())?;
    clock(out, &one.at)
}

fn evidence_file(out: &mut Out, one: &Evidence) -> Written {
    out.array(17)?.bytes(one.hash.as_bytes())?.bytes(one.sm3.as_bytes())?.u64(one.bytes)?;
    out.str(&one.media_type)?;
    match &one.purpose {
        EvidencePurpose::Item(item) => out.array(2)?.u8(1)?.str(item.as_str())?,
        EvidencePurpose::Scene => out.array(1)?.u8(2)?,
        EvidencePurpose::Signature => out.array(1)?.u8(3)?,
        EvidencePurpose::Refusal => out.array(1)?.u8(4)?,
    };
    out.str(one.method.code())?.bytes(one.maker.as_bytes())?;
    optional_bytes(out, one.second_officer.as_ref().map(|id| id.as_bytes().as_slice()))?;
    out.bytes(one.device.as_bytes())?.str(&one.app)?;
    clock(out, &one.at)?;
    position(out, one.position.as_ref())?;
    out.bool(one.original)?;
    optional_bytes(out, one.derived_from.as_ref().map(|hash| hash.as_bytes().as_slice()))?;
    optional_bytes(out, one.previous.as_ref().map(|hash| hash.as_bytes().as_slice()))?;
    out.bool(one.readable)?.str(&one.caption)?;
    Ok(())
}

fn officer_signature(out: &mut Out, one: &OfficerSignature) -> Written {
    out.array(6)?.bytes(one.inspector.as_bytes())?.bytes(one.device.as_bytes())?;
    out.bytes(one.over.as_bytes())?;
    clock(out, &one.at)?;
    out.bytes(&one.signature)?;
    optional_bytes(out, one.handwriting.as_ref().map(|hash| hash.as_bytes().as_slice()))
}

fn party_signature(out: &mut Out, one: &PartySignature) -> Written {
    out.array(8)?.str(&one.name)?.str(one.role.code())?.str(&one.opinion)?;
    out.bytes(one.over.as_bytes())?.bytes(one.taken_by.as_bytes())?.bytes(one.device.as_bytes())?;
    clock(out, &one.at)?;
    out.bytes(one.handwriting.as_bytes())?;
    Ok(())
}

fn refusal(out: &mut Out, one: &SignatureRefusal) -> Written {
    out.array(9)?.str(one.kind.code())?.str(&one.name)?.str(&one.reason)?;
    out.bytes(one.recording.as_bytes())?;
    match &one.witness {
        Some(witness) => out.array(2)?.str(&witness.name)?.str(&witness.affiliation)?,
        None => out.null()?,
    };
    out.bytes(one.over.as_bytes())?.bytes(one.noted_by.as_bytes())?.bytes(one.device.as_bytes())?;
    clock(out, &one.at)
}
