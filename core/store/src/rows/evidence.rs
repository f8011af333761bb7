//! Evidence files this phone has heard of.

use super::{all, code, one, sound, time, unreadable};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::{DeviceId, EvidenceHash, ItemId, Sm3Hash, VisitId};
use zhian_domain::time::Timestamp;

/// Where the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileState {
    /// On this phone.
    Here,
    /// Taken elsewhere and not on this phone.
    Absent,
    /// It was here; its space was freed after the office acknowledged it.
    Purged,
}

impl FileState {
    const fn code(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Absent => "absent",
            Self::Purged => "purged",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Here, Self::Absent, Self::Purged].into_iter().find(|state| state.code() == code)
    }
}

/// An evidence file. What it shows is in the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRow {
    /// SHA-256 of the file.
    pub hash: EvidenceHash,
    /// SM3 of the file.
    pub sm3: Sm3Hash,
    /// The visit it belongs to.
    pub visit: VisitId,
    /// The item it shows something about.
    pub item: Option<ItemId>,
    /// Size of the file, bytes.
    pub size: u64,
    /// Media type.
    pub media_type: String,
    /// The device that took it.
    pub device: DeviceId,
    /// When, as that device claims.
    pub captured_at: Timestamp,
    /// The evidence that device captured before it on this visit.
    pub previous: Option<EvidenceHash>,
    /// Where the file is.
    pub file: FileState,
    /// How many bytes the server has said it holds.
    pub server_offset: u64,
    /// Whether the server holds it whole.
    pub server_complete: bool,
}

/// Files of a visit, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EvidenceTotals {
    /// How many.
    pub files: u64,
    /// Their sizes together, bytes.
    pub bytes: u64,
}

const COLUMNS: &str = "hash, sm3, visit, item, size, media_type, device, captured_unix_ms, previous, file, \
     server_offset, server_complete, \
     row_sum(hash, sm3, visit, item, size, media_type, device, captured_unix_ms, previous) = sum";

fn evidence(row: &Row<'_>) -> rusqlite::Result<EvidenceRow> {
    sound(row, 12)?;
    let item = row
        .get::<_, Option<String>>(3)?
        .map(|text| ItemId::new(&text).map_err(|cause| unreadable(3, cause.to_string())))
        .transpose()?;
    Ok(EvidenceRow {
        hash: EvidenceHash::from_bytes(row.get(0)?),
        sm3: Sm3Hash::from_bytes(row.get(1)?),
        visit: VisitId::from_bytes(row.get(2)?),
        item,
        size: row.get(4)?,
        media_type: row.get(5)?,
        device: DeviceId::from_bytes(row.get(6)?),
        captured_at: time(row, 7)?,
        previous: row.get::<_, Option<[u8; 32]>>(8)?.map(EvidenceHash::from_bytes),
        file: code(row, 9, FileState::from_code)?,
        server_offset: row.get(10)?,
        server_complete: row.get(11)?,
    })
}

impl<S: Source> Handle<S> {
    /// One evidence row.
    pub fn evidence(&self, hash: &EvidenceHash) -> Result<Option<EvidenceRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM evidence WHERE hash = ?1");
        self.0.with(|conn| one(conn, &sql, [hash.as_bytes()], evidence))
    }

    /// Every evidence row of a visit, by device, then time, then hash.
    pub fn evidence_of(&self, visit: &VisitId) -> Result<Vec<EvidenceRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM evidence WHERE visit = ?1 ORDER BY device, captured_unix_ms, hash"
        );
        self.0.with(|conn| all(conn, &sql, [visit.as_bytes()], evidence))
    }

    /// The latest evidence of a device on a visit: what the next one names as `previous`.
    pub fn last_evidence_of(
        &self,
        visit: &VisitId,
        device: &DeviceId,
    ) -> Result<Option<EvidenceRow>, StoreError> {
        // By row, not by time: a clock may go back, the order of capture does not.
        let sql = format!(
            "SELECT {COLUMNS} FROM evidence WHERE visit = ?1 AND device = ?2 ORDER BY rowid DESC LIMIT 1"
        );
        self.0.with(|conn| one(conn, &sql, params![visit.as_bytes(), device.as_bytes()], evidence))
    }

    /// Every evidence file that is on this phone, counted.
    pub fn evidence_totals(&self) -> Result<EvidenceTotals, StoreError> {
        let sql = "SELECT count(*), coalesce(sum(size), 0) FROM evidence WHERE file = 'here'";
        let read = |row: &Row<'_>| Ok(EvidenceTotals { files: row.get(0)?, bytes: row.get(1)? });
        self.0.with(|conn| Ok(one(conn, sql, [], read)?.unwrap_or_default()))
    }
}

impl Handle<Writing<'_>> {
    /// Stores an evidence row unless it is known; whether it was new. Write the file first.
    ///
    /// Where the row is known with its file absent and the new one has it here, the row says so from now on.
    pub fn insert_evidence(&self, row: &EvidenceRow) -> Result<bool, StoreError> {
        let rows = self.run(
            "INSERT INTO evidence (hash, sm3, visit, item, size, media_type, device, captured_unix_ms, previous,
                                   file, server_offset, server_complete, sum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
                     row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)) ON CONFLICT (hash) DO NOTHING",
            params![
                row.hash.as_bytes(),
                row.sm3.as_bytes(),
                row.visit.as_bytes(),
                row.item.as_ref().map(ItemId::as_str),
                row.size,
                row.media_type,
                row.device.as_bytes(),
                row.captured_at.unix_ms(),
                row.previous.as_ref().map(EvidenceHash::as_bytes),
                row.file.code(),
                row.server_offset,
                row.server_complete
            ],
        )?;
        if row.file == FileState::Here {
            if rows == 0 {
                self.set_evidence_file(&row.hash, FileState::Here)?;
            }
            self.0.adopted.borrow_mut().push(row.hash);
        }
        Ok(rows > 0)
    }

    /// Notes that a file belongs to another visit of the same task from now on; whether the row is known.
    pub fn move_evidence(&self, hash: &EvidenceHash, to: &VisitId) -> Result<bool, StoreError> {
        self.run(
            "UPDATE evidence SET visit = ?2,
                 sum = row_sum(hash, sm3, ?2, item, size, media_type, device, captured_unix_ms, previous)
             WHERE hash = ?1",
            params![hash.as_bytes(), to.as_bytes()],
        )
        .map(|rows| rows > 0)
    }

    /// Queues a file that the office may have, so that it is told of the visit to which it belongs now; whether it is here.
    pub fn send_evidence_again(&self, hash: &EvidenceHash, at: Timestamp) -> Result<bool, StoreError> {
        let hash = hash.as_bytes();
        self.run("DELETE FROM receipt WHERE kind = 'evidence' AND hash = ?1", [hash])?;
        self.run("UPDATE evidence SET server_complete = 0, server_offset = 0 WHERE hash = ?1", [hash])?;
        self.run(
            "INSERT INTO outbox (kind, hash, size, queued_unix_ms)
             SELECT 'evidence', hash, size, ?2 FROM evidence WHERE hash = ?1 AND file = 'here'
             ON CONFLICT (kind, hash) DO NOTHING",
            params![hash, at.unix_ms()],
        )
        .map(|rows| rows > 0)
    }

    /// Notes where the file is; whether the row is known.
    pub fn set_evidence_file(&self, hash: &EvidenceHash, file: FileState) -> Result<bool, StoreError> {
        if file == FileState::Here {
            self.0.adopted.borrow_mut().push(*hash);
        }
        self.run("UPDATE evidence SET file = ?2 WHERE hash = ?1", params![hash.as_bytes(), file.code()])
            .map(|rows| rows > 0)
    }

    /// Notes how many bytes the server says it holds, for resuming; whether the row is known.
    ///
    /// This makes nothing safe: only a receipt does.
    pub fn set_evidence_offset(&self, hash: &EvidenceHash, offset: u64) -> Result<bool, StoreError> {
        self.run(
            "UPDATE evidence SET server_offset = ?2 WHERE hash = ?1 AND server_complete = 0",
            params![hash.as_bytes(), offset],
        )
        .map(|rows| rows > 0)
    }
}
