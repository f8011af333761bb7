//! Photographs, recordings and documents taken on site.

use crate::id::{DeviceId, EvidenceHash, InspectorId, ItemId, Sm3Hash};
use crate::place::Position;
use crate::time::ClockReading;

/// What an evidence file is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidencePurpose {
    /// It shows something about one item.
    Item(ItemId),
    /// It shows the scene in general.
    Scene,
    /// It is the handwriting of a signature. Not part of what is signed.
    Signature,
    /// It records a refusal to sign. Not part of what is signed.
    Refusal,
}

impl EvidencePurpose {
    /// Whether signatures cover it: handwriting and refusal recordings are made after the content is fixed.
    #[must_use]
    pub const fn is_content(&self) -> bool {
        matches!(self, Self::Item(_) | Self::Scene)
    }
}

/// How it was taken (method, electronic-data rule).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaptureMethod {
    /// 拍照.
    Photo,
    /// 录像.
    Video,
    /// 录音.
    Audio,
    /// 扫描.
    Scan,
    /// 截屏.
    Screenshot,
    /// 复制: a file handed over.
    Copy,
}

impl CaptureMethod {
    /// Every method.
    pub const ALL: [Self; 6] =
        [Self::Photo, Self::Video, Self::Audio, Self::Scan, Self::Screenshot, Self::Copy];

    /// Stable code used in drafts, on the wire and in checklists.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Scan => "scan",
            Self::Screenshot => "screenshot",
            Self::Copy => "copy",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// An evidence file and all that is known of its making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// SHA-256 of the file as captured; its name everywhere.
    pub hash: EvidenceHash,
    /// SM3 of the same bytes.
    pub sm3: Sm3Hash,
    /// Size of the file, bytes.
    pub bytes: u64,
    /// Media type, e.g. `image/jpeg`.
    pub media_type: String,
    /// What it is for.
    pub purpose: EvidencePurpose,
    /// How it was taken.
    pub method: CaptureMethod,
    /// The officer who took it.
    pub maker: InspectorId,
    /// The second officer present, where recorded.
    pub second_officer: Option<InspectorId>,
    /// The device that took it.
    pub device: DeviceId,
    /// Name and version of the app.
    pub app: String,
    /// When.
    pub at: ClockReading,
    /// Where, if a fix was known.
    pub position: Option<Position>,
    /// Whether it is the original, not a copy or derivative.
    pub original: bool,
    /// The file it was made from: a marked or smaller copy.
    pub derived_from: Option<EvidenceHash>,
    /// The evidence this device captured before this one on this visit.
    pub previous: Option<EvidenceHash>,
    /// Whether the bytes could be decoded as their media type says. An unreadable file is kept and marked.
    pub readable: bool,
    /// Short text shown under it.
    pub caption: String,
}
