//! Evidence.

use super::{ClockJson, PositionJson, code, id, item, optional_hash, read, write};
use serde::{Deserialize, Serialize};
use zhian_domain::evidence::{CaptureMethod, Evidence, EvidencePurpose};
use zhian_domain::id::{DeviceId, EvidenceHash, InspectorId, ItemId};

#[derive(Serialize, Deserialize)]
struct EvidenceJson {
    sm3: String,
    n: u64,
    media: String,
    #[serde(rename = "for")]
    purpose: PurposeJson,
    how: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    and: Option<String>,
    app: String,
    t: ClockJson,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<PositionJson>,
    orig: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prev: Option<String>,
    ok: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    cap: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PurposeJson {
    Item(String),
    Scene,
    Signature,
    Refusal,
}

/// Evidence as recorded: all but its hash, which is its key, and its author.
pub(crate) struct EvidenceRecord(Evidence);

impl EvidenceRecord {
    /// The item it belongs to.
    pub(crate) fn item(&self) -> Option<&ItemId> {
        match &self.0.purpose {
            EvidencePurpose::Item(item) => Some(item),
            _ => None,
        }
    }

    pub(crate) fn with(self, hash: EvidenceHash, maker: InspectorId, device: DeviceId) -> Evidence {
        Evidence { hash, maker, device, ..self.0 }
    }
}

pub(crate) fn evidence(one: &Evidence) -> Result<String, String> {
    write(&EvidenceJson {
        sm3: one.sm3.to_string(),
        n: one.bytes,
        media: one.media_type.clone(),
        purpose: match &one.purpose {
            EvidencePurpose::Item(item) => PurposeJson::Item(item.to_string()),
            EvidencePurpose::Scene => PurposeJson::Scene,
            EvidencePurpose::Signature => PurposeJson::Signature,
            EvidencePurpose::Refusal => PurposeJson::Refusal,
        },
        how: one.method.code().to_owned(),
        and: one.second_officer.map(|officer| officer.to_string()),
        app: one.app.clone(),
        t: ClockJson::of(&one.at),
        p: one.position.as_ref().map(PositionJson::of),
        orig: one.original,
        from: one.derived_from.map(|hash| hash.to_string()),
        prev: one.previous.map(|hash| hash.to_string()),
        ok: one.readable,
        cap: one.caption.clone(),
    })
}

pub(crate) fn read_evidence(text: &str) -> Result<EvidenceRecord, String> {
    let json: EvidenceJson = read(text)?;
    Ok(EvidenceRecord(Evidence {
        // Both are set by the reader who knows key and author.
        hash: EvidenceHash::from_bytes([0; 32]),
        maker: InspectorId::from_bytes([0; 16]),
        device: DeviceId::from_bytes([0; 16]),
        sm3: id(&json.sm3)?,
        bytes: json.n,
        media_type: json.media,
        purpose: match json.purpose {
            PurposeJson::Item(text) => EvidencePurpose::Item(item(&text)?),
            PurposeJson::Scene => EvidencePurpose::Scene,
            PurposeJson::Signature => EvidencePurpose::Signature,
            PurposeJson::Refusal => EvidencePurpose::Refusal,
        },
        method: code(CaptureMethod::from_code(&json.how), "method", &json.how)?,
        second_officer: json.and.as_ref().map(|text| id(text)).transpose()?,
        app: json.app,
        at: json.t.read()?,
        position: json.p.as_ref().map(PositionJson::read).transpose()?,
        original: json.orig,
        derived_from: optional_hash(json.from.as_ref())?,
        previous: optional_hash(json.prev.as_ref())?,
        readable: json.ok,
        caption: json.cap,
    }))
}
