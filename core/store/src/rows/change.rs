//! The change log: the truth about every draft.

use super::{all, code, one, sound};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::{ContentHash, DeviceId, VisitId};

/// Where a change was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeOrigin {
    /// On this installation.
    Own,
    /// Elsewhere, admitted through the gate.
    Foreign,
}

impl ChangeOrigin {
    const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Foreign => "foreign",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Own, Self::Foreign].into_iter().find(|origin| origin.code() == code)
    }
}

/// A change to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange<'a> {
    /// The visit it belongs to.
    pub visit: VisitId,
    /// Its hash.
    pub hash: ContentHash,
    /// Its actor id.
    pub actor: &'a [u8],
    /// Its number among the actor's changes, from 1.
    pub actor_seq: u64,
    /// The device that made it.
    pub device: DeviceId,
    /// Where it was made.
    pub origin: ChangeOrigin,
    /// Whether it arrived after the visit was sealed.
    pub late: bool,
    /// The signed item it came in; `None` for an own change that is not signed yet.
    pub parcel: Option<ContentHash>,
    /// The change itself.
    pub bytes: &'a [u8],
}

/// A stored change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Order in which this phone learnt of it; dependencies come first.
    pub seq: u64,
    /// The visit it belongs to.
    pub visit: VisitId,
    /// Its hash.
    pub hash: ContentHash,
    /// Its actor id.
    pub actor: Vec<u8>,
    /// Its number among the actor's changes, from 1.
    pub actor_seq: u64,
    /// The device that made it.
    pub device: DeviceId,
    /// Where it was made.
    pub origin: ChangeOrigin,
    /// Whether it arrived after the visit was sealed.
    pub late: bool,
    /// The signed item it travels or came in.
    pub parcel: Option<ContentHash>,
    /// The change itself.
    pub bytes: Vec<u8>,
}

/// What arrived after sealing, by the device that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateChange {
    /// Order in which this phone learnt of it.
    pub seq: u64,
    /// Its hash.
    pub hash: ContentHash,
    /// The device that made it.
    pub device: DeviceId,
}

const COLUMNS: &str = "seq, visit, hash, actor, actor_seq, device, origin, late, parcel, bytes, \
     row_sum(visit, hash, actor, actor_seq, device, origin, bytes) = sum";

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    sound(row, 10)?;
    Ok(Change {
        seq: row.get(0)?,
        visit: VisitId::from_bytes(row.get(1)?),
        hash: ContentHash::from_bytes(row.get(2)?),
        actor: row.get(3)?,
        actor_seq: row.get(4)?,
        device: DeviceId::from_bytes(row.get(5)?),
        origin: code(row, 6, ChangeOrigin::from_code)?,
        late: row.get(7)?,
        parcel: row.get::<_, Option<[u8; 32]>>(8)?.map(ContentHash::from_bytes),
        bytes: row.get(9)?,
    })
}

impl<S: Source> Handle<S> {
    /// Changes of a visit with `seq` above `after_seq`, late ones included, in the order they were learnt.
    pub fn changes(&self, visit: &VisitId, after_seq: u64) -> Result<Vec<Change>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM change WHERE visit = ?1 AND seq > ?2 ORDER BY seq");
        self.0.with(|conn| all(conn, &sql, params![visit.as_bytes(), after_seq], change))
    }

    /// One change by hash.
    pub fn change(&self, hash: &ContentHash) -> Result<Option<Change>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM change WHERE hash = ?1");
        self.0.with(|conn| one(conn, &sql, [hash.as_bytes()], change))
    }

    /// The hashes of a visit's changes, in the order they were learnt.
    pub fn change_hashes(&self, visit: &VisitId) -> Result<Vec<ContentHash>, StoreError> {
        let sql = "SELECT hash FROM change WHERE visit = ?1 ORDER BY seq";
        let read = |row: &Row<'_>| row.get(0).map(ContentHash::from_bytes);
        self.0.with(|conn| all(conn, sql, [visit.as_bytes()], read))
    }

    /// Own changes of a visit that are not in a signed item yet, in order.
    pub fn unsigned_changes(&self, visit: &VisitId) -> Result<Vec<Change>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM change WHERE visit = ?1 AND origin = 'own' AND parcel IS NULL ORDER BY seq"
        );
        self.0.with(|conn| all(conn, &sql, [visit.as_bytes()], change))
    }

    /// Visits with own changes that are not in a signed item yet.
    pub fn visits_with_unsigned_changes(&self) -> Result<Vec<VisitId>, StoreError> {
        let sql = "SELECT DISTINCT visit FROM change WHERE origin = 'own' AND parcel IS NULL ORDER BY visit";
        self.0.with(|conn| all(conn, sql, [], |row| row.get(0).map(VisitId::from_bytes)))
    }

    /// The changes that travelled in one signed item, in order.
    pub fn changes_in_parcel(&self, parcel: &ContentHash) -> Result<Vec<Change>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM change WHERE parcel = ?1 ORDER BY seq");
        self.0.with(|conn| all(conn, &sql, [parcel.as_bytes()], change))
    }

    /// The highest number this actor has used on this visit; `None` if it has made no change.
    pub fn last_actor_seq(&self, visit: &VisitId, actor: &[u8]) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT max(actor_seq) FROM change WHERE visit = ?1 AND actor = ?2";
        self.0.with(|conn| Ok(one(conn, sql, params![visit.as_bytes(), actor], |row| row.get(0))?.flatten()))
    }

    /// What arrived for a visit after it was sealed, in the order it was learnt.
    pub fn late_changes(&self, visit: &VisitId) -> Result<Vec<LateChange>, StoreError> {
        let sql = "SELECT seq, hash, device FROM change WHERE visit = ?1 AND late = 1 ORDER BY seq";
        let read = |row: &Row<'_>| {
            Ok(LateChange {
                seq: row.get(0)?,
                hash: ContentHash::from_bytes(row.get(1)?),
                device: DeviceId::from_bytes(row.get(2)?),
            })
        };
        self.0.with(|conn| all(conn, sql, [visit.as_bytes()], read))
    }
}

impl Handle<Writing<'_>> {
    /// Stores a change; its place in the log, or `None` if it is known already.
    pub fn insert_change(&self, new: &NewChange<'_>) -> Result<Option<u64>, StoreError> {
        let sql =
            "INSERT INTO change (visit, hash, actor, actor_seq, device, origin, late, parcel, bytes, sum)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?9))
                   ON CONFLICT (hash) DO NOTHING RETURNING seq";
        self.0.with(|conn| {
            one(
                conn,
                sql,
                params![
                    new.visit.as_bytes(),
                    new.hash.as_bytes(),
                    new.actor,
                    new.actor_seq,
                    new.device.as_bytes(),
                    new.origin.code(),
                    new.late,
                    new.parcel.as_ref().map(ContentHash::as_bytes),
                    new.bytes
                ],
                |row| row.get(0),
            )
        })
    }

    /// Notes the signed item in which changes travel. A change that has one keeps it.
    pub fn assign_parcel(&self, hashes: &[ContentHash], parcel: &ContentHash) -> Result<(), StoreError> {
        for hash in hashes {
            self.run(
                "UPDATE change SET parcel = ?2 WHERE hash = ?1 AND parcel IS NULL",
                params![hash.as_bytes(), parcel.as_bytes()],
            )?;
        }
        Ok(())
    }
}
