//! What the office has published: checklists, authorities, officers, devices.

use super::{all, one, sound};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::{DeviceId, InspectorId};

/// A kind of published content kept as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublishedKind {
    /// An authority, keyed by its id.
    Authority,
    /// A checklist version, keyed by the hash of its file.
    Checklist,
    /// An officer, keyed by their id.
    Inspector,
}

impl PublishedKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Checklist => "checklist",
            Self::Inspector => "inspector",
        }
    }
}

/// One published content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its key within its kind.
    pub key: Vec<u8>,
    /// Its revision; the highest one holds.
    pub revision: u64,
    /// Its bytes as they came.
    pub bytes: Vec<u8>,
}

/// A device of the jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Its id.
    pub device: DeviceId,
    /// The officer it belongs to.
    pub inspector: InspectorId,
    /// Its public key.
    pub public_key: Vec<u8>,
    /// Whether it may no longer be used. Its old work is kept and marked.
    pub revoked: bool,
    /// Revision of this row; the highest one holds.
    pub revision: u64,
    /// The record as it came.
    pub bytes: Vec<u8>,
}

fn published(row: &Row<'_>) -> rusqlite::Result<Published> {
    sound(row, 3)?;
    Ok(Published { key: row.get(0)?, revision: row.get(1)?, bytes: row.get(2)? })
}

const DEVICE_COLUMNS: &str = "device, inspector, public_key, revoked, revision, bytes, \
     row_sum(device, inspector, public_key, revoked, revision, bytes) = sum";

fn device(row: &Row<'_>) -> rusqlite::Result<DeviceRow> {
    sound(row, 6)?;
    Ok(DeviceRow {
        device: DeviceId::from_bytes(row.get(0)?),
        inspector: InspectorId::from_bytes(row.get(1)?),
        public_key: row.get(2)?,
        revoked: row.get(3)?,
        revision: row.get(4)?,
        bytes: row.get(5)?,
    })
}

impl<S: Source> Handle<S> {
    /// One published content by kind and key.
    pub fn published(&self, kind: PublishedKind, key: &[u8]) -> Result<Option<Published>, StoreError> {
        let sql = "SELECT key, revision, bytes, row_sum(kind, key, revision, bytes) = sum FROM published WHERE kind = ?1 AND key = ?2";
        self.0.with(|conn| one(conn, sql, params![kind.code(), key], published))
    }

    /// Every published content of a kind, ordered by key.
    pub fn published_all(&self, kind: PublishedKind) -> Result<Vec<Published>, StoreError> {
        let sql = "SELECT key, revision, bytes, row_sum(kind, key, revision, bytes) = sum FROM published WHERE kind = ?1 ORDER BY key";
        self.0.with(|conn| all(conn, sql, [kind.code()], published))
    }

    /// One device of the jurisdiction.
    pub fn device(&self, id: &DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        let sql = format!("SELECT {DEVICE_COLUMNS} FROM device WHERE device = ?1");
        self.0.with(|conn| one(conn, &sql, [id.as_bytes()], device))
    }

    /// Every device of the jurisdiction, ordered by id.
    pub fn devices(&self) -> Result<Vec<DeviceRow>, StoreError> {
        let sql = format!("SELECT {DEVICE_COLUMNS} FROM device ORDER BY device");
        self.0.with(|conn| all(conn, &sql, [], device))
    }
}

impl Handle<Writing<'_>> {
    /// Stores published content unless an equal or newer revision is there; whether it was stored.
    pub fn put_published(
        &self,
        kind: PublishedKind,
        key: &[u8],
        revision: u64,
        bytes: &[u8],
    ) -> Result<bool, StoreError> {
        self.run(
            "INSERT INTO published (kind, key, revision, bytes, sum)
             VALUES (?1, ?2, ?3, ?4, row_sum(?1, ?2, ?3, ?4))
             ON CONFLICT (kind, key) DO UPDATE SET revision = excluded.revision, bytes = excluded.bytes,
                 sum = excluded.sum
             WHERE excluded.revision > published.revision",
            params![kind.code(), key, revision, bytes],
        )
        .map(|rows| rows > 0)
    }

    /// Stores a device unless an equal or newer revision is there; whether it was stored.
    pub fn put_device(&self, row: &DeviceRow) -> Result<bool, StoreError> {
        self.run(
            "INSERT INTO device (device, inspector, public_key, revoked, revision, bytes, sum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, row_sum(?1, ?2, ?3, ?4, ?5, ?6))
             ON CONFLICT (device) DO UPDATE SET inspector = excluded.inspector,
                 public_key = excluded.public_key, revoked = excluded.revoked,
                 revision = excluded.revision, bytes = excluded.bytes, sum = excluded.sum
             WHERE excluded.revision > device.revision",
            params![
                row.device.as_bytes(),
                row.inspector.as_bytes(),
                row.public_key,
                row.revoked,
                row.revision,
                row.bytes
            ],
        )
        .map(|rows| rows > 0)
    }
}
