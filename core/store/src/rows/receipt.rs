//! What the office acknowledged.

use super::outbox::Outbound;
use super::{all, code, one, time};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::time::Timestamp;

/// How the office acknowledged an item. Either way it is safe there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReceiptOutcome {
    /// Stored now.
    Durable,
    /// It was there already.
    Known,
}

impl ReceiptOutcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Durable => "durable",
            Self::Known => "known",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Durable, Self::Known].into_iter().find(|outcome| outcome.code() == code)
    }
}

/// The office's word that an item is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The item it names.
    pub item: Outbound,
    /// Which life of the server gave it.
    pub epoch: [u8; 16],
    /// Position in the ledger.
    pub position: u64,
    /// Stored now, or known before.
    pub outcome: ReceiptOutcome,
    /// When this phone got it.
    pub at: Timestamp,
}

/// Which receipts no longer hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgetReceipts {
    /// Those of a position above this one: the server came back from a backup made there.
    After(u64),
    /// All of them.
    All,
}

fn receipt(row: &Row<'_>) -> rusqlite::Result<Receipt> {
    Ok(Receipt {
        item: Outbound::read(row, 0, 1)?,
        epoch: row.get(2)?,
        position: row.get(3)?,
        outcome: code(row, 4, ReceiptOutcome::from_code)?,
        at: time(row, 5)?,
    })
}

impl<S: Source> Handle<S> {
    /// The receipt of one item, if it has one.
    pub fn receipt(&self, what: &Outbound) -> Result<Option<Receipt>, StoreError> {
        let sql = "SELECT kind, hash, epoch, position, outcome, receipt_unix_ms FROM receipt
                   WHERE kind = ?1 AND hash = ?2";
        self.0.with(|conn| one(conn, sql, params![what.kind().code(), what.hash()], receipt))
    }

    /// Every receipt, ordered by position.
    pub fn receipts(&self) -> Result<Vec<Receipt>, StoreError> {
        let sql = "SELECT kind, hash, epoch, position, outcome, receipt_unix_ms FROM receipt
                   ORDER BY position, kind, hash";
        self.0.with(|conn| all(conn, sql, [], receipt))
    }
}

impl Handle<Writing<'_>> {
    /// Stores a receipt of an item that need not be in the outbox, e.g. one that the server reports in its feed.
    pub fn put_receipt(&self, receipt: &Receipt) -> Result<(), StoreError> {
        let (kind, hash) = (receipt.item.kind().code(), receipt.item.hash());
        self.run(
            "INSERT INTO receipt (kind, hash, epoch, position, outcome, receipt_unix_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (kind, hash) DO UPDATE SET epoch = excluded.epoch, position = excluded.position,
                 outcome = excluded.outcome, receipt_unix_ms = excluded.receipt_unix_ms",
            params![
                kind,
                hash,
                receipt.epoch,
                receipt.position,
                receipt.outcome.code(),
                receipt.at.unix_ms()
            ],
        )?;
        if let Outbound::Evidence(evidence) = &receipt.item {
            self.run(
                "UPDATE evidence SET server_complete = 1, server_offset = size WHERE hash = ?1",
                [evidence.as_bytes()],
            )?;
        }
        Ok(())
    }

    /// Takes receipts back after a rollback of the server and queues again everything they named and this phone
    /// still holds; how many receipts were taken back.
    ///
    /// What the phone has purged cannot be sent again: it stays without a receipt, and status shows it.
    pub fn forget_receipts(&self, which: ForgetReceipts, at: Timestamp) -> Result<u64, StoreError> {
        let after: i64 = match which {
            ForgetReceipts::After(position) => i64::try_from(position).unwrap_or(i64::MAX),
            ForgetReceipts::All => -1,
        };
        self.run(
            "UPDATE evidence SET server_complete = 0, server_offset = 0
             WHERE hash IN (SELECT hash FROM receipt WHERE kind = 'evidence' AND position > ?1)",
            [after],
        )?;
        // In the order of the old positions, so that what others depend on is sent first again.
        self.run(
            "INSERT INTO outbox (kind, hash, size, queued_unix_ms)
             SELECT r.kind, r.hash, coalesce(p.size, e.size), ?2 FROM receipt AS r
             LEFT JOIN parcel AS p ON r.kind <> 'evidence' AND p.digest = r.hash AND p.bytes IS NOT NULL
             LEFT JOIN evidence AS e ON r.kind = 'evidence' AND e.hash = r.hash AND e.file = 'here'
             WHERE r.position > ?1 AND coalesce(p.size, e.size) IS NOT NULL
             ORDER BY r.position
             ON CONFLICT (kind, hash) DO NOTHING",
            params![after, at.unix_ms()],
        )?;
        self.run("DELETE FROM receipt WHERE position > ?1", [after]).map(|rows| rows as u64)
    }
}
