//! Signed items exactly as they were sent or received.

use super::outbox::ItemKind;
use super::{all, code, one, sound};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::{ContentHash, DeviceId, VisitId};

/// How a signed item came to this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParcelOrigin {
    /// Signed here.
    Own,
    /// Pulled from the server: it is safe there.
    Server,
    /// Imported from another phone: the server may not have it yet.
    Peer,
}

impl ParcelOrigin {
    const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Server => "server",
            Self::Peer => "peer",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Own, Self::Server, Self::Peer].into_iter().find(|origin| origin.code() == code)
    }
}

/// A signed item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Its digest.
    pub digest: ContentHash,
    /// [`ItemKind::Draft`] or [`ItemKind::Sealed`].
    pub kind: ItemKind,
    /// The visit it is about.
    pub visit: VisitId,
    /// The device that signed it.
    pub device: DeviceId,
    /// How it came here.
    pub origin: ParcelOrigin,
    /// Its size, bytes; kept when the bytes are purged.
    pub size: u64,
    /// Its bytes; `None` once purged.
    pub bytes: Option<Vec<u8>>,
}

const COLUMNS: &str = "digest, kind, visit, device, origin, size, bytes, \
     bytes IS NULL OR row_sum(digest, kind, visit, device, size, bytes) = sum";

fn parcel(row: &Row<'_>) -> rusqlite::Result<Parcel> {
    sound(row, 7)?;
    Ok(Parcel {
        digest: ContentHash::from_bytes(row.get(0)?),
        kind: code(row, 1, ItemKind::from_code)?,
        visit: VisitId::from_bytes(row.get(2)?),
        device: DeviceId::from_bytes(row.get(3)?),
        origin: code(row, 4, ParcelOrigin::from_code)?,
        size: row.get(5)?,
        bytes: row.get(6)?,
    })
}

impl<S: Source> Handle<S> {
    /// One signed item.
    pub fn parcel(&self, digest: &ContentHash) -> Result<Option<Parcel>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM parcel WHERE digest = ?1");
        self.0.with(|conn| one(conn, &sql, [digest.as_bytes()], parcel))
    }

    /// Digests of a visit's signed items, in the order they came to this phone. Purged ones are left out.
    pub fn parcel_digests(&self, visit: &VisitId) -> Result<Vec<ContentHash>, StoreError> {
        let sql = "SELECT digest FROM parcel WHERE visit = ?1 AND bytes IS NOT NULL ORDER BY rowid";
        self.0.with(|conn| all(conn, sql, [visit.as_bytes()], |row| row.get(0).map(ContentHash::from_bytes)))
    }
}

impl Handle<Writing<'_>> {
    /// Stores a signed item unless it is known; whether it was new.
    ///
    /// One that came from a phone and now comes from the server is noted as being there. `bytes` is what is stored;
    /// `size` is taken from it. Errors: `store.internal` for a kind that is not a signed item or without bytes.
    pub fn insert_parcel(&self, new: &Parcel) -> Result<bool, StoreError> {
        let (Some(bytes), ItemKind::Draft | ItemKind::Sealed) = (&new.bytes, new.kind) else {
            let detail = format!("{} is not a signed item with bytes", new.digest);
            return Err(StoreError::Internal { detail });
        };
        let inserted = self.run(
            "INSERT INTO parcel (digest, kind, visit, device, origin, size, bytes, sum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, row_sum(?1, ?2, ?3, ?4, ?6, ?7)) ON CONFLICT (digest) DO NOTHING",
            params![
                new.digest.as_bytes(),
                new.kind.code(),
                new.visit.as_bytes(),
                new.device.as_bytes(),
                new.origin.code(),
                bytes.len(),
                bytes
            ],
        )?;
        if inserted == 0 && new.origin == ParcelOrigin::Server {
            self.run(
                "UPDATE parcel SET origin = 'server' WHERE digest = ?1 AND origin = 'peer'",
                [new.digest.as_bytes()],
            )?;
        }
        Ok(inserted > 0)
    }
}
