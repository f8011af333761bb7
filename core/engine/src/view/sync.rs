//! What an exchange with the office brought.

use super::status::SafetyView;
use super::visit::Officer;
use std::collections::BTreeMap;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_domain::time::Timestamp;
use zhian_protocol::sync::FeedKind;

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncEnd {
    /// Everything that could be exchanged was.
    Complete,
    /// The user stopped it. What was acknowledged until then is safe.
    Cancelled,
    /// The line was cut. What was acknowledged until then is safe; the rest is sent at the next exchange.
    Cut {
        /// Stable code.
        code: &'static str,
        /// What the network said.
        detail: String,
    },
}

/// What one thing is that an exchange was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyncItemKind {
    /// A parcel of changes to a visit.
    Changes,
    /// A sealed visit.
    Seal,
    /// An evidence file.
    File,
}

/// What became of one thing during an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncFate {
    /// The office has it for good.
    Delivered {
        /// Whether the office had it before: a colleague brought it, or an answer was lost.
        before: bool,
        /// Its position in the ledger, as far as the office told; changes have none.
        ledger_position: Option<u64>,
    },
    /// It came in.
    Received {
        /// Changes that were new here; 0 for a seal, and for what had to wait for something else first.
        changes: u64,
    },
    /// It came in and waits for something that has not come yet.
    Waits,
    /// It was set aside, here or by the office; what it is remains kept.
    SetAside {
        /// Stable code of the reason.
        code: String,
        /// What exactly.
        detail: String,
    },
    /// It is here, and the office does not have it whole yet.
    Queued {
        /// Bytes that the office has.
        sent_bytes: u64,
        /// Stable code of what the office said against it; `None` if its turn did not come.
        code: Option<String>,
    },
}

/// One thing that an exchange was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncItem {
    /// What it is.
    pub kind: SyncItemKind,
    /// Name of the parcel, or hash of the file.
    pub hash: ContentHash,
    /// Its visit, where known.
    pub visit: Option<VisitId>,
    /// Whose it is; `None` if the device that made it is not known here.
    pub officer: Option<Officer>,
    /// Its size, bytes; 0 if it is not here.
    pub bytes: u64,
    /// What became of it.
    pub fate: SyncFate,
}

/// What an exchange brought. Figures of what is not safe are counted from rows after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// How it ended.
    pub end: SyncEnd,
    /// Requests that were answered.
    pub round_trips: u32,
    /// Bytes of request bodies sent.
    pub bytes_up: u64,
    /// Bytes of answer bodies received.
    pub bytes_down: u64,
    /// Parcels that the office acknowledged.
    pub parcels_acknowledged: u64,
    /// Evidence files that the office has whole since this exchange.
    pub files_acknowledged: u64,
    /// Evidence bytes sent, including those of files that are not whole there yet.
    pub file_bytes_sent: u64,
    /// Changes of colleagues that came in.
    pub changes_received: u64,
    /// Seals that came in.
    pub seals_received: u64,
    /// Published records that came in.
    pub published_received: u64,
    /// Parcels that the office or this device set aside during the exchange.
    pub quarantined: u64,
    /// Parcels here that wait for something that has not come yet.
    pub waiting: u64,
    /// The office did not know what it had acknowledged before; everything kept here was queued again.
    pub rollback: bool,
    /// Visits whose heads still differ from the office's after repair.
    pub differing: Vec<VisitId>,
    /// Difference between the office's clock and this device's, milliseconds; positive if the office is ahead.
    pub skew_ms: Option<i64>,
    /// What would be lost with this device now.
    pub not_safe: SafetyView,
    /// Published records that came in, by kind.
    pub published: BTreeMap<FeedKind, u64>,
    /// What was sent, came in, was set aside or still waits, each once. What was known before is left out.
    pub items: Vec<SyncItem>,
    /// Whether evidence was held back because of the network or the battery. It stays queued.
    pub files_held_back: bool,
}

/// What a pull brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullReport {
    /// How it ended.
    pub end: SyncEnd,
    /// Published records that came in.
    pub published_received: u64,
    /// Changes of colleagues that came in.
    pub changes_received: u64,
    /// Seals that came in.
    pub seals_received: u64,
}

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastExchangeView {
    /// When, as the device claims.
    pub ended: Timestamp,
    /// Stable code of what kept it from being complete; `None` if nothing did.
    pub code: Option<&'static str>,
}

/// How the exchange with the office stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncStatusView {
    /// Whether the device is enrolled: without that there is nobody to exchange with.
    pub enrolled: bool,
    /// Whether an exchange is running now.
    pub running: bool,
    /// How the last one ended; `None` if there was none.
    pub last: Option<LastExchangeView>,
    /// What would be lost with this device now.
    pub not_safe: SafetyView,
    /// Parcels here that wait for something that has not come yet.
    pub waiting: u64,
}
