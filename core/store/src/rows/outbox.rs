//! Work the office has not yet acknowledged.

use super::receipt::Receipt;
use super::{all, code, one, time};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use std::fmt;
use zhian_domain::id::{ContentHash, EvidenceHash};
use zhian_domain::time::Timestamp;

/// What kind of thing travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// A signed item with changes of a draft.
    Draft,
    /// A signed item with a sealed visit.
    Sealed,
    /// An evidence file.
    Evidence,
}

impl ItemKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Sealed, Self::Evidence];

    /// The code stored in tables.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sealed => "sealed",
            Self::Evidence => "evidence",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One thing that travels, by kind and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outbound {
    /// Changes of a draft: digest of the signed item.
    Draft(ContentHash),
    /// A sealed visit: digest of the signed item.
    Sealed(ContentHash),
    /// An evidence file: its hash.
    Evidence(EvidenceHash),
}

impl Outbound {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ItemKind {
        match self {
            Self::Draft(_) => ItemKind::Draft,
            Self::Sealed(_) => ItemKind::Sealed,
            Self::Evidence(_) => ItemKind::Evidence,
        }
    }

    /// Its hash.
    #[must_use]
    pub const fn hash(&self) -> &[u8; 32] {
        match self {
            Self::Draft(hash) | Self::Sealed(hash) => hash.as_bytes(),
            Self::Evidence(hash) => hash.as_bytes(),
        }
    }

    /// From kind and hash.
    #[must_use]
    pub const fn new(kind: ItemKind, hash: [u8; 32]) -> Self {
        match kind {
            ItemKind::Draft => Self::Draft(ContentHash::from_bytes(hash)),
            ItemKind::Sealed => Self::Sealed(ContentHash::from_bytes(hash)),
            ItemKind::Evidence => Self::Evidence(EvidenceHash::from_bytes(hash)),
        }
    }

    pub(super) fn read(row: &Row<'_>, kind: usize, hash: usize) -> rusqlite::Result<Self> {
        Ok(Self::new(code(row, kind, ItemKind::from_code)?, row.get(hash)?))
    }
}

impl fmt::Display for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.kind().code())?;
        self.hash().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A row of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxItem {
    /// Its place; grows, never reused.
    pub position: u64,
    /// What is to be sent.
    pub item: Outbound,
    /// Its size, bytes.
    pub size: u64,
    /// When it was queued.
    pub queued_at: Timestamp,
}

/// Rows of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxCount {
    /// How many.
    pub items: u64,
    /// Their sizes together, bytes.
    pub bytes: u64,
}

/// What is not yet safe, counted from rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxTotals {
    /// Signed items with changes of drafts.
    pub drafts: OutboxCount,
    /// Sealed visits.
    pub sealed: OutboxCount,
    /// Evidence files.
    pub evidence: OutboxCount,
    /// Own changes that are not even in a signed item yet; bytes are those of the changes.
    pub unsigned: OutboxCount,
}

impl OutboxTotals {
    /// Whether everything is acknowledged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn item(row: &Row<'_>) -> rusqlite::Result<OutboxItem> {
    Ok(OutboxItem {
        position: row.get(0)?,
        item: Outbound::read(row, 1, 2)?,
        size: row.get(3)?,
        queued_at: time(row, 4)?,
    })
}

impl<S: Source> Handle<S> {
    /// At most `limit` rows with a position above `after`, in order. Start with 0.
    pub fn outbox(&self, after: u64, limit: u32) -> Result<Vec<OutboxItem>, StoreError> {
        let sql = "SELECT position, kind, hash, size, queued_unix_ms FROM outbox
                   WHERE position > ?1 ORDER BY position LIMIT ?2";
        self.0.with(|conn| all(conn, sql, params![after, limit], item))
    }

    /// As [`Self::outbox`], of one kind.
    pub fn outbox_of(&self, kind: ItemKind, after: u64, limit: u32) -> Result<Vec<OutboxItem>, StoreError> {
        let sql = "SELECT position, kind, hash, size, queued_unix_ms FROM outbox
                   WHERE kind = ?1 AND position > ?2 ORDER BY position LIMIT ?3";
        self.0.with(|conn| all(conn, sql, params![kind.code(), after, limit], item))
    }

    /// The outbox row of one item, if it is still waiting.
    pub fn outbox_item(&self, what: &Outbound) -> Result<Option<OutboxItem>, StoreError> {
        let sql =
            "SELECT position, kind, hash, size, queued_unix_ms FROM outbox WHERE kind = ?1 AND hash = ?2";
        self.0.with(|conn| one(conn, sql, params![what.kind().code(), what.hash()], item))
    }

    /// What is not yet safe: counted from rows, never from a flag.
    pub fn outbox_totals(&self) -> Result<OutboxTotals, StoreError> {
        let sql = "SELECT kind, count(*), total(size) FROM outbox GROUP BY kind
                   UNION ALL
                   SELECT 'unsigned', count(*), total(length(bytes)) FROM change
                   WHERE origin = 'own' AND parcel IS NULL";
        let read = |row: &Row<'_>| {
            let kind: String = row.get(0)?;
            // total() never overflows into an error; sizes of files are far below 2^53.
            let bytes: f64 = row.get(2)?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "sums of sizes below 2^53"
            )]
            let count = OutboxCount { items: row.get(1)?, bytes: bytes as u64 };
            Ok((kind, count))
        };
        let mut totals = OutboxTotals::default();
        for (kind, count) in self.0.with(|conn| all(conn, sql, [], read))? {
            match kind.as_str() {
                "draft" => totals.drafts = count,
                "sealed" => totals.sealed = count,
                "evidence" => totals.evidence = count,
                _ => totals.unsigned = count,
            }
        }
        Ok(totals)
    }
}

impl Handle<Writing<'_>> {
    /// Queues an item unless it is queued or has a receipt; whether it was queued.
    pub fn enqueue(&self, what: &Outbound, size: u64, at: Timestamp) -> Result<bool, StoreError> {
        self.run(
            "INSERT INTO outbox (kind, hash, size, queued_unix_ms)
             SELECT ?1, ?2, ?3, ?4
             WHERE NOT EXISTS (SELECT 1 FROM receipt WHERE kind = ?1 AND hash = ?2)
             ON CONFLICT (kind, hash) DO NOTHING",
            params![what.kind().code(), what.hash(), size, at.unix_ms()],
        )
        .map(|rows| rows > 0)
    }

    /// Stores a receipt and lets the item leave the outbox; whether it was waiting there.
    ///
    /// An evidence file is noted as complete on the server. Errors: `store.receipt-mismatch` if the receipt names
    /// another item, and then nothing leaves.
    pub fn settle_outbox(&self, what: &Outbound, receipt: &Receipt) -> Result<bool, StoreError> {
        if receipt.item != *what {
            return Err(StoreError::ReceiptMismatch {
                wanted: what.to_string(),
                named: receipt.item.to_string(),
            });
        }
        self.put_receipt(receipt)?;
        self.run("DELETE FROM outbox WHERE kind = ?1 AND hash = ?2", params![what.kind().code(), what.hash()])
            .map(|rows| rows > 0)
    }

    /// Moves a refused item out of the outbox into a notice; whether it was waiting. Its bytes stay where they are.
    pub fn quarantine(
        &self,
        what: &Outbound,
        code: &str,
        detail: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.run(
            "INSERT INTO notice (hash, kind, visit, own, code, detail, noticed_unix_ms)
             VALUES (?2, ?1,
                     CASE ?1 WHEN 'evidence' THEN (SELECT visit FROM evidence WHERE hash = ?2)
                             ELSE (SELECT visit FROM parcel WHERE digest = ?2) END,
                     1, ?3, ?4, ?5)
             ON CONFLICT (hash, code, own) DO NOTHING",
            params![what.kind().code(), what.hash(), code, detail, at.unix_ms()],
        )?;
        self.run("DELETE FROM outbox WHERE kind = ?1 AND hash = ?2", params![what.kind().code(), what.hash()])
            .map(|rows| rows > 0)
    }
}
