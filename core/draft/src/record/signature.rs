//! Arrivals, signatures and refusals. Who and on which device is set by the reader, who knows the author.

use super::{ClockJson, PositionJson, bytes, code, id, optional_hash, read, write};
use crate::change::hex;
use serde::{Deserialize, Serialize};
use zhian_domain::id::{DeviceId, InspectorId};
use zhian_domain::person::PersonRole;
use zhian_domain::signature::{OfficerSignature, PartySignature, RefusalKind, SignatureRefusal, Witness};
use zhian_domain::visit::CheckIn;

const NO_ONE: InspectorId = InspectorId::from_bytes([0; 16]);
const NO_DEVICE: DeviceId = DeviceId::from_bytes([0; 16]);

#[derive(Serialize, Deserialize)]
struct CheckInJson {
    t: ClockJson,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<PositionJson>,
    cert: String,
    told: bool,
}

pub(crate) fn check_in(one: &CheckIn) -> Result<String, String> {
    write(&CheckInJson {
        t: ClockJson::of(&one.at),
        p: one.position.as_ref().map(PositionJson::of),
        cert: one.credential_number.clone(),
        told: one.rights_told,
    })
}

pub(crate) fn read_check_in(text: &str) -> Result<CheckIn, String> {
    let json: CheckInJson = read(text)?;
    Ok(CheckIn {
        inspector: NO_ONE,
        device: NO_DEVICE,
        at: json.t.read()?,
        position: json.p.as_ref().map(PositionJson::read).transpose()?,
        credential_number: json.cert,
        rights_told: json.told,
    })
}

#[derive(Serialize, Deserialize)]
struct OfficerSignatureJson {
    over: String,
    t: ClockJson,
    sig: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hw: Option<String>,
}

pub(crate) fn officer_signature(one: &OfficerSignature) -> Result<String, String> {
    write(&OfficerSignatureJson {
        over: one.over.to_string(),
        t: ClockJson::of(&one.at),
        sig: hex(&one.signature),
        hw: one.handwriting.map(|hash| hash.to_string()),
    })
}

pub(crate) fn read_officer_signature(text: &str) -> Result<OfficerSignature, String> {
    let json: OfficerSignatureJson = read(text)?;
    Ok(OfficerSignature {
        inspector: NO_ONE,
        device: NO_DEVICE,
        over: id(&json.over)?,
        at: json.t.read()?,
        signature: bytes(&json.sig)?,
        handwriting: optional_hash(json.hw.as_ref())?,
    })
}

#[derive(Serialize, Deserialize)]
struct PartySignatureJson {
    name: String,
    role: String,
    says: String,
    over: String,
    t: ClockJson,
    hw: String,
}

pub(crate) fn party_signature(one: &PartySignature) -> Result<String, String> {
    write(&PartySignatureJson {
        name: one.name.clone(),
        role: one.role.code().to_owned(),
        says: one.opinion.clone(),
        over: one.over.to_string(),
        t: ClockJson::of(&one.at),
        hw: one.handwriting.to_string(),
    })
}

pub(crate) fn read_party_signature(text: &str) -> Result<PartySignature, String> {
    let json: PartySignatureJson = read(text)?;
    Ok(PartySignature {
        name: json.name,
        role: code(PersonRole::from_code(&json.role), "role", &json.role)?,
        opinion: json.says,
        over: id(&json.over)?,
        taken_by: NO_ONE,
        device: NO_DEVICE,
        at: json.t.read()?,
        handwriting: id(&json.hw)?,
    })
}

#[derive(Serialize, Deserialize)]
struct RefusalJson {
    kind: String,
    name: String,
    why: String,
    rec: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wit: Option<(String, String)>,
    over: String,
    t: ClockJson,
}

pub(crate) fn refusal(one: &SignatureRefusal) -> Result<String, String> {
    write(&RefusalJson {
        kind: one.kind.code().to_owned(),
        name: one.name.clone(),
        why: one.reason.clone(),
        rec: one.recording.to_string(),
        wit: one.witness.as_ref().map(|witness| (witness.name.clone(), witness.affiliation.clone())),
        over: one.over.to_string(),
        t: ClockJson::of(&one.at),
    })
}

pub(crate) fn read_refusal(text: &str) -> Result<SignatureRefusal, String> {
    let json: RefusalJson = read(text)?;
    if json.why.is_empty() {
        return Err("a refusal has no reason".to_owned());
    }
    Ok(SignatureRefusal {
        kind: code(RefusalKind::from_code(&json.kind), "kind of refusal", &json.kind)?,
        name: json.name,
        reason: json.why,
        recording: id(&json.rec)?,
        witness: json.wit.map(|(name, affiliation)| Witness { name, affiliation }),
        over: id(&json.over)?,
        noted_by: NO_ONE,
        device: NO_DEVICE,
        at: json.t.read()?,
    })
}
