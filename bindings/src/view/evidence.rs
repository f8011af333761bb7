//! Evidence files.

use super::code::CaptureMethod;
use super::item::{FindingView, finding};
use super::{Moment, OfficerView};
use crate::reader::{Reader, moment};
use crate::request::PositionFix;
use zhian_domain::evidence::EvidencePurpose;
use zhian_engine::{view, words};

/// What a file is for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Purpose {
    /// It shows something about one item.
    Item {
        /// The item.
        item: String,
    },
    /// It shows the scene in general.
    Scene,
    /// It is the handwriting of a signature.
    Signature,
    /// It records a refusal to sign.
    Refusal,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum FilePlace {
    /// On this device.
    Here {
        /// Its path. Read only.
        path: String,
    },
    /// Not on this device; it can be fetched if the office has it.
    Absent,
    /// It was here, the office has it, and its space was freed.
    Purged,
}

/// One evidence file.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EvidenceView {
    /// SHA-256 of the file as captured, hexadecimal: its name everywhere.
    pub hash: String,
    /// SM3 of the same bytes, hexadecimal.
    pub sm3: String,
    /// Its size, bytes.
    pub bytes: u64,
    /// Media type, e.g. `image/jpeg`.
    pub media_type: String,
    /// What it is for.
    pub purpose: Purpose,
    /// How it was taken.
    pub method: CaptureMethod,
    /// Name of that.
    pub method_text: String,
    /// Who took it.
    pub maker: OfficerView,
    /// Id of the second officer present, where recorded.
    pub second_officer: Option<String>,
    /// The device that took it.
    pub device: String,
    /// Name and version of the app that took it.
    pub app: String,
    /// When.
    pub at: Moment,
    /// Where, if a fix was known.
    pub position: Option<PositionFix>,
    /// Whether it is the original.
    pub original: bool,
    /// Hash of the file it was made from.
    pub derived_from: Option<String>,
    /// Whether it can be decoded as what it claims to be. One that cannot is kept and marked.
    pub readable: bool,
    /// Short text shown under it.
    pub caption: String,
    /// Where its bytes are.
    pub place: FilePlace,
    /// Bytes of it that the office said it has.
    pub sent_bytes: u64,
    /// Whether the office has all of it, checked and on disk.
    pub safe: bool,
}

/// One evidence file with everything around it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EvidenceScreen {
    /// The visit.
    pub visit: String,
    /// The file.
    pub file: EvidenceView,
    /// The question of the item it shows something about, if it does.
    pub ask: Option<String>,
    /// Findings that it supports.
    pub findings: Vec<FindingView>,
    /// Files that were made from it.
    pub derived: Vec<EvidenceView>,
    /// Its place among the files of the same purpose, by time of capture, from 0.
    pub place: u32,
    /// How many those are.
    pub count: u32,
    /// Hash of the file before it.
    pub before: Option<String>,
    /// Hash of the file after it.
    pub after: Option<String>,
}

/// An evidence file.
pub(crate) fn evidence(reader: Reader, shown: &view::EvidenceView) -> EvidenceView {
    let one = &shown.evidence;
    EvidenceView {
        hash: one.hash.to_string(),
        sm3: one.sm3.to_string(),
        bytes: one.bytes,
        media_type: one.media_type.clone(),
        purpose: match &one.purpose {
            EvidencePurpose::Item(item) => Purpose::Item { item: item.to_string() },
            EvidencePurpose::Scene => Purpose::Scene,
            EvidencePurpose::Signature => Purpose::Signature,
            EvidencePurpose::Refusal => Purpose::Refusal,
        },
        method: one.method.into(),
        method_text: words::method(reader.language, one.method).to_owned(),
        maker: reader.officer(&shown.maker),
        second_officer: one.second_officer.map(|id| id.to_string()),
        device: one.device.to_string(),
        app: one.app.clone(),
        at: moment(&one.at),
        position: one.position.map(PositionFix::from),
        original: one.original,
        derived_from: one.derived_from.map(|hash| hash.to_string()),
        readable: one.readable,
        caption: one.caption.clone(),
        place: match &shown.file {
            view::FilePlace::Here { path } => FilePlace::Here { path: path.to_string_lossy().into_owned() },
            view::FilePlace::Absent => FilePlace::Absent,
            view::FilePlace::Purged => FilePlace::Purged,
        },
        sent_bytes: shown.sent_bytes,
        safe: shown.safe,
    }
}

/// An evidence file's screen.
pub(crate) fn evidence_screen(reader: Reader, shown: &view::EvidenceScreen) -> EvidenceScreen {
    EvidenceScreen {
        visit: shown.visit.to_string(),
        file: evidence(reader, &shown.file),
        ask: shown.item.as_ref().map(|item| reader.of(&item.ask)),
        findings: shown.findings.iter().map(|one| finding(reader, one)).collect(),
        derived: shown.derived.iter().map(|one| evidence(reader, one)).collect(),
        place: shown.place,
        count: shown.count,
        before: shown.before.map(|hash| hash.to_string()),
        after: shown.after.map(|hash| hash.to_string()),
    }
}
