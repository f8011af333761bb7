//! One round trip that goes both ways: `POST /v1/sync`.

use crate::limits;
use minicbor::{Decode, Encode};
use zhian_domain::id::{ContentHash, VisitId};

/// Where devices sync.
pub const PATH: &str = "/v1/sync";

/// How far a device has read the server's feed.
///
/// `head` is the server's running hash at `seq`: a server restored from a backup has another one, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cursor {
    /// The server's epoch.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub epoch: [u8; 16],
    /// Sequence number of the last entry read, in commit order; 0 before the first.
    #[n(1)]
    pub seq: u64,
    /// Running hash of the feed at `seq`; zeros at 0.
    #[cbor(n(2), with = "crate::wire::fixed")]
    pub head: ContentHash,
}

impl Cursor {
    /// The cursor as a device sends it back.
    #[must_use]
    pub fn mark(&self) -> Mark {
        let bytes = [&self.epoch[..], &self.seq.to_be_bytes(), self.head.as_bytes()].concat();
        Mark { seq: self.seq, print: short(&ContentHash::of(&bytes)) }
    }
}

/// A cursor on its way up, where bytes are dear: only the server that gave the cursor can tell what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Mark {
    /// As in the cursor.
    #[n(0)]
    pub seq: u64,
    /// The first bytes of SHA-256 over epoch, `seq` (big endian) and head.
    #[cbor(n(1), with = "crate::wire::fixed")]
    pub print: Print,
}

/// The first bytes of a hash: enough to tell states apart that nobody chose, too little to sign.
pub type Print = [u8; 8];

/// Shortens a hash.
#[must_use]
pub fn short(hash: &ContentHash) -> Print {
    let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
    [a, b, c, d, e, f, g, h]
}

/// The running hash after one more entry.
#[must_use]
pub fn next_head(head: &ContentHash, seq: u64, kind: u8, digest: &ContentHash) -> ContentHash {
    let mut bytes = Vec::with_capacity(32 + 8 + 1 + 32);
    bytes.extend_from_slice(head.as_bytes());
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.push(kind);
    bytes.extend_from_slice(digest.as_bytes());
    ContentHash::of(&bytes)
}

/// The heads of one open visit as one side holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct HeadCheck {
    /// The visit.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub visit: VisitId,
    /// [`short`] of [`fold_heads`] of its heads.
    #[cbor(n(1), with = "crate::wire::fixed")]
    pub heads: Print,
}

/// SHA-256 over sorted heads.
#[must_use]
pub fn fold_heads<'a>(sorted_heads: impl IntoIterator<Item = &'a [u8; 32]>) -> ContentHash {
    let bytes: Vec<u8> = sorted_heads.into_iter().flatten().copied().collect();
    ContentHash::of(&bytes)
}

/// What a device sends.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncRequest {
    /// The oldest protocol version the device speaks.
    #[n(0)]
    pub oldest: u16,
    /// The newest protocol version the device speaks.
    #[n(1)]
    pub newest: u16,
    /// Where to go on reading; absent before the first time.
    #[n(2)]
    pub cursor: Option<Mark>,
    /// Parcels, each as its bytes.
    #[cbor(n(3), with = "crate::wire::bytes_list")]
    pub push: Vec<Vec<u8>>,
    /// Parcels the device needs again, by digest.
    #[cbor(n(4), with = "crate::wire::fixed_list")]
    pub want: Vec<ContentHash>,
    /// The device's clock, milliseconds since 1970: only to record the skew.
    #[n(5)]
    pub device_unix_ms: i64,
    /// Open visits to compare. Those of pushed parcels need not be named: the answer tells their heads.
    #[n(6)]
    pub checks: Vec<HeadCheck>,
}

impl SyncRequest {
    /// Checks the counts. Errors name the list, its size and its limit.
    pub fn check_limits(&self) -> Result<(), OverLimit> {
        for (list, found, limit) in [
            ("push", self.push.len(), limits::PARCELS_PER_REQUEST_MAX),
            ("want", self.want.len(), limits::WANTED_PER_REQUEST_MAX),
            ("checks", self.checks.len(), limits::HEAD_CHECKS_PER_REQUEST_MAX),
        ] {
            if found > limit {
                return Err(OverLimit { list, found, limit });
            }
        }
        Ok(())
    }
}

/// A list of a request is longer than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{list} holds {found} entries, at most {limit} are allowed")]
pub struct OverLimit {
    /// Which list.
    pub list: &'static str,
    /// Its entries.
    pub found: usize,
    /// The limit.
    pub limit: usize,
}

/// What became of one pushed parcel.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Outcome {
    /// Stored on disk for good, at this place of the feed.
    #[n(0)]
    Durable(#[n(0)] u64),
    /// It was stored before, at this place.
    #[n(1)]
    Known(#[n(0)] u64),
    /// Something it builds on has not arrived. Send that first, then this again.
    #[n(2)]
    MissingDependencies,
    /// Kept aside with its author's signature; people will look at it.
    #[n(3)]
    Quarantined {
        /// Stable code of the reason.
        #[n(0)]
        code: String,
        /// What exactly.
        #[n(1)]
        detail: String,
    },
}

/// The server's word on one parcel.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// The parcel.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub digest: ContentHash,
    /// What became of it.
    #[n(1)]
    pub outcome: Outcome,
}

/// What a feed entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedKind {
    /// [`crate::published::AuthorityRecord`].
    Authority,
    /// [`crate::published::InspectorRecord`].
    Inspector,
    /// [`crate::published::DeviceRecord`].
    Device,
    /// A checklist file, byte for byte; its digest is the checklist hash.
    Checklist,
    /// [`crate::published::TaskRecord`].
    Task,
    /// [`crate::published::EnterpriseRecord`].
    Enterprise,
    /// A draft parcel of another device.
    Draft,
    /// A sealed parcel.
    Sealed,
    /// An evidence file is complete on the server; the digest is its hash, the body a [`EvidenceStored`].
    EvidenceStored,
    /// Something was set aside: [`QuarantineNotice`].
    Quarantine,
    /// The ledger took something in: [`LedgerNotice`].
    Ledger,
    /// A published file: [`crate::content::ContentRecord`].
    Content,
}

impl FeedKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Authority,
        Self::Inspector,
        Self::Device,
        Self::Checklist,
        Self::Task,
        Self::Enterprise,
        Self::Draft,
        Self::Sealed,
        Self::EvidenceStored,
        Self::Quarantine,
        Self::Ledger,
        Self::Content,
    ];

    /// The byte on the wire.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Authority => 1,
            Self::Inspector => 2,
            Self::Device => 3,
            Self::Checklist => 4,
            Self::Task => 5,
            Self::Enterprise => 6,
            Self::Draft => 7,
            Self::Sealed => 8,
            Self::EvidenceStored => 9,
            Self::Quarantine => 10,
            Self::Ledger => 11,
            Self::Content => 12,
        }
    }

    /// Reads the byte; `None` for a kind that this program does not know: it is skipped, not refused.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.byte() == byte)
    }
}

/// One thing a device may see, in the order the server committed it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FeedEntry {
    /// Its place.
    #[n(0)]
    pub seq: u64,
    /// [`FeedKind::byte`].
    #[n(1)]
    pub kind: u8,
    /// Digest of the content.
    #[cbor(n(2), with = "crate::wire::fixed")]
    pub digest: ContentHash,
    /// The content. Absent where the asking device itself made it; it can still be wanted by digest.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub body: Option<Vec<u8>>,
}

/// An evidence file is whole and checked on the server.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EvidenceStored {
    /// The visit.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub visit: VisitId,
    /// Its size, bytes.
    #[n(1)]
    pub bytes: u64,
    /// Its position in the ledger.
    #[n(2)]
    pub ledger_position: u64,
}

/// Something was set aside by the server.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct QuarantineNotice {
    /// The parcel.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub parcel: ContentHash,
    /// The visit, where it could be read.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub visit: Option<Vec<u8>>,
    /// The device that signed it, or pushed it if no author could be read.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub device: Vec<u8>,
    /// Stable code of the reason.
    #[n(3)]
    pub code: String,
    /// What exactly.
    #[n(4)]
    pub detail: String,
}

/// An entry of the ledger, for the devices it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LedgerNotice {
    /// Its position, from 1.
    #[n(0)]
    pub position: u64,
    /// Digest of what was taken in.
    #[cbor(n(1), with = "crate::wire::fixed")]
    pub digest: ContentHash,
    /// The visit.
    #[cbor(n(2), with = "crate::wire::fixed")]
    pub visit: VisitId,
    /// Running hash of the ledger at this position.
    #[cbor(n(3), with = "crate::wire::fixed")]
    pub head: ContentHash,
    /// When the server received it, milliseconds since 1970.
    #[n(4)]
    pub received_unix_ms: i64,
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncResponse {
    /// The protocol version spoken.
    #[n(0)]
    pub version: u16,
    /// The server's clock, milliseconds since 1970.
    #[n(1)]
    pub server_unix_ms: i64,
    /// One receipt per pushed parcel, in the same order.
    #[n(2)]
    pub receipts: Vec<Receipt>,
    /// What is new for the device.
    #[n(3)]
    pub feed: Vec<FeedEntry>,
    /// Where to go on reading.
    #[n(4)]
    pub cursor: Cursor,
    /// Whether more waits behind the cursor.
    #[n(5)]
    pub more: bool,
    /// The server does not know the cursor that was sent: it was restored from a backup or is another one.
    /// Nothing it said before can be relied on; the feed starts again and everything kept is sent again.
    #[n(6)]
    pub rollback: bool,
    /// The wanted parcels that the server has and the device may see.
    #[cbor(n(7), with = "crate::wire::bytes_list")]
    pub wanted: Vec<Vec<u8>>,
    /// Visits that were to be compared and whose heads differ from the server's after this push.
    #[cbor(n(8), with = "crate::wire::fixed_list")]
    pub differing: Vec<VisitId>,
    /// The server's heads of the visits that draft parcels of this push are about, after it.
    #[n(9)]
    pub heads: Vec<HeadCheck>,
}

/// A refusal of a whole request, as the body of every HTTP status of 400 and above.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Problem {
    /// Stable code.
    #[n(0)]
    pub code: String,
    /// Sentence in Chinese that says what to do.
    #[n(1)]
    pub zh: String,
    /// Sentence in English that says what to do.
    #[n(2)]
    pub en: String,
    /// What exactly, for the log.
    #[n(3)]
    pub detail: String,
}
