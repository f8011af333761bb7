//! Records as they stand in the document: compact JSON in one scalar each, so that a record is always read whole.
//!
//! Keys a newer app adds survive, because nothing rewrites a record, and are passed over here. Officer and device are
//! not repeated: the actor of the operation proves them, and `authors` says whose the actor is.

mod answer;
mod evidence;
mod signature;

pub(crate) use answer::{AnswerRecord, answer, mark, read_answer};
pub(crate) use evidence::{evidence, read_evidence};
pub(crate) use signature::{
    check_in, officer_signature, party_signature, read_check_in, read_officer_signature,
    read_party_signature, read_refusal, refusal,
};

use crate::change::{hex, unhex};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zhian_domain::checklist::Severity;
use zhian_domain::finding::Finding;
use zhian_domain::id::{DeviceId, EvidenceHash, InspectorId, ItemId, derived_id};
use zhian_domain::place::{Position, PositionProvider};
use zhian_domain::time::{ClockReading, Timestamp};

/// Status of a finding that stands.
pub(crate) const OPEN: &str = "open";

/// Status of a finding that was taken back.
pub(crate) const WITHDRAWN: &str = "withdrawn";

/// Key under which a record that has no name of its own is kept: the same record has the same key.
pub(crate) fn key_of(text: &str) -> String {
    hex(&derived_id("zhian record 1", &[text.as_bytes()]))
}

fn write<T: Serialize>(record: &T) -> Result<String, String> {
    serde_json::to_string(record).map_err(|cause| cause.to_string())
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|cause| cause.to_string())
}

/// Whose an actor is.
#[derive(Serialize, Deserialize)]
struct AuthorJson {
    by: String,
    dev: String,
}

pub(crate) fn author(inspector: InspectorId, device: DeviceId) -> Result<String, String> {
    write(&AuthorJson { by: inspector.to_string(), dev: device.to_string() })
}

pub(crate) fn read_author(text: &str) -> Result<(InspectorId, DeviceId), String> {
    let json: AuthorJson = read(text)?;
    Ok((id(&json.by)?, id(&json.dev)?))
}

/// What never changes of a finding.
#[derive(Serialize, Deserialize)]
struct FindingJson {
    item: String,
    sev: String,
    t: ClockJson,
}

/// What never changes of a finding, read.
pub(crate) struct FindingRecord {
    pub(crate) item: ItemId,
    pub(crate) severity: Severity,
    pub(crate) at: ClockReading,
}

pub(crate) fn finding(finding: &Finding) -> Result<String, String> {
    write(&FindingJson {
        item: finding.item.to_string(),
        sev: finding.severity.code().to_owned(),
        t: ClockJson::of(&finding.at),
    })
}

pub(crate) fn read_finding(text: &str) -> Result<FindingRecord, String> {
    let json: FindingJson = read(text)?;
    Ok(FindingRecord {
        item: item(&json.item)?,
        severity: code(Severity::from_code(&json.sev), "severity", &json.sev)?,
        at: json.t.read()?,
    })
}

/// `[device ms, offset minutes, monotonic ms]`, and satellite ms where known.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum ClockJson {
    WithGnss(i64, i16, u64, i64),
    Device(i64, i16, u64),
}

impl ClockJson {
    fn of(at: &ClockReading) -> Self {
        let (device, offset, monotonic) = (at.device.unix_ms(), at.offset_minutes, at.monotonic_ms);
        match at.gnss {
            Some(gnss) => Self::WithGnss(device, offset, monotonic, gnss.unix_ms()),
            None => Self::Device(device, offset, monotonic),
        }
    }

    fn read(&self) -> Result<ClockReading, String> {
        let (device, offset_minutes, monotonic_ms, gnss) = match self {
            Self::WithGnss(device, offset, monotonic, gnss) => (device, offset, monotonic, Some(gnss)),
            Self::Device(device, offset, monotonic) => (device, offset, monotonic, None),
        };
        if !(-1440..=1440).contains(offset_minutes) {
            return Err(format!("zone offset {offset_minutes} is not within -1440..=1440 minutes"));
        }
        Ok(ClockReading {
            device: Timestamp::from_unix_ms(*device),
            offset_minutes: *offset_minutes,
            monotonic_ms: *monotonic_ms,
            gnss: gnss.map(|ms| Timestamp::from_unix_ms(*ms)),
        })
    }
}

/// `[latitude e7, longitude e7, accuracy m, provider, mock]`.
#[derive(Serialize, Deserialize)]
struct PositionJson(i32, i32, u32, String, bool);

impl PositionJson {
    fn of(position: &Position) -> Self {
        let provider = match position.provider {
            PositionProvider::Gnss => "gnss",
            PositionProvider::Network => "network",
            PositionProvider::Fused => "fused",
            PositionProvider::Manual => "manual",
        };
        let (latitude, longitude) = (position.latitude_e7(), position.longitude_e7());
        Self(latitude, longitude, position.accuracy_m, provider.to_owned(), position.mock)
    }

    fn read(&self) -> Result<Position, String> {
        let provider = match self.3.as_str() {
            "gnss" => PositionProvider::Gnss,
            "network" => PositionProvider::Network,
            "fused" => PositionProvider::Fused,
            "manual" => PositionProvider::Manual,
            other => return Err(format!("unknown position provider {other:?}")),
        };
        Position::new(self.0, self.1, self.2, provider, self.4).map_err(|cause| cause.to_string())
    }
}

fn id<T: std::str::FromStr<Err = zhian_domain::id::IdError>>(text: &str) -> Result<T, String> {
    // One spelling only, so that equal records are equal texts.
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(format!("{text:?} is not in lower case"));
    }
    text.parse().map_err(|cause: zhian_domain::id::IdError| cause.to_string())
}

fn optional_hash(text: Option<&String>) -> Result<Option<EvidenceHash>, String> {
    text.map(|text| id(text)).transpose()
}

fn item(text: &str) -> Result<ItemId, String> {
    ItemId::new(text).map_err(|cause| cause.to_string())
}

fn code<T>(found: Option<T>, what: &str, text: &str) -> Result<T, String> {
    found.ok_or_else(|| format!("unknown {what} {text:?}"))
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    unhex(text).ok_or_else(|| "a signature is not hexadecimal".to_owned())
}
