//! What the regulator published, every version of it.

use super::{all, one, sound};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::ContentHash;

/// One published file as the office signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentRow {
    /// Code of its kind; one that this program does not know is kept too.
    pub kind: String,
    /// Permanent id within the kind.
    pub id: String,
    /// Version, from 1.
    pub version: u32,
    /// SHA-256 of the file.
    pub hash: ContentHash,
    /// The signed record as it came.
    pub bytes: Vec<u8>,
}

const COLUMNS: &str =
    "kind, id, version, hash, bytes, row_sum(kind, id, version, hash, bytes) = sum FROM content";

fn row(row: &Row<'_>) -> rusqlite::Result<ContentRow> {
    sound(row, 5)?;
    Ok(ContentRow {
        kind: row.get(0)?,
        id: row.get(1)?,
        version: row.get(2)?,
        hash: ContentHash::from_bytes(row.get(3)?),
        bytes: row.get(4)?,
    })
}

impl<S: Source> Handle<S> {
    /// One version of one file.
    pub fn content(&self, kind: &str, id: &str, version: u32) -> Result<Option<ContentRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} WHERE kind = ?1 AND id = ?2 AND version = ?3");
        self.0.with(|conn| one(conn, &sql, params![kind, id, version], row))
    }

    /// Everything that was published, ordered by kind and id, the newest version of each first.
    pub fn contents(&self) -> Result<Vec<ContentRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} ORDER BY kind, id, version DESC");
        self.0.with(|conn| all(conn, &sql, [], row))
    }
}

impl Handle<Writing<'_>> {
    /// Stores a version that is not here yet; whether it was stored. What is here is never replaced.
    pub fn insert_content(&self, row: &ContentRow) -> Result<bool, StoreError> {
        self.run(
            "INSERT INTO content (kind, id, version, hash, bytes, sum)
             VALUES (?1, ?2, ?3, ?4, ?5, row_sum(?1, ?2, ?3, ?4, ?5))
             ON CONFLICT (kind, id, version) DO NOTHING",
            params![row.kind, row.id, row.version, row.hash.as_bytes(), row.bytes],
        )
        .map(|rows| rows > 0)
    }

    /// Takes out a version that turned out not to be the office's, so that the office's own can take its place.
    pub fn remove_content(&self, kind: &str, id: &str, version: u32) -> Result<(), StoreError> {
        self.run(
            "DELETE FROM content WHERE kind = ?1 AND id = ?2 AND version = ?3",
            params![kind, id, version],
        )
        .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Store, StoreOptions};
    use zhian_domain::time::Timestamp;

    fn law(version: u32, bytes: &[u8]) -> ContentRow {
        let (kind, id) = ("law".to_owned(), "law".to_owned());
        ContentRow { kind, id, version, hash: ContentHash::of(bytes), bytes: bytes.to_vec() }
    }

    #[test]
    fn every_version_is_kept_and_none_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(dir.path(), StoreOptions::at(Timestamp::from_unix_ms(0))).unwrap();
        let put = |row: ContentRow| store.write(|tx| tx.insert_content(&row)).unwrap();
        assert!(put(law(1, b"one")) && put(law(2, b"two")));
        assert!(!put(law(1, b"another")), "a published version never changes");
        let versions: Vec<_> = store.contents().unwrap().into_iter().map(|row| row.version).collect();
        assert_eq!(versions, [2, 1]);
        assert_eq!(store.content("law", "law", 1).unwrap().unwrap().bytes, b"one");
        store.write(|tx| tx.remove_content("law", "law", 1)).unwrap();
        assert_eq!(store.content("law", "law", 1).unwrap(), None);
    }

    #[test]
    fn a_flipped_bit_is_damage_and_not_another_law() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(dir.path(), StoreOptions::at(Timestamp::from_unix_ms(0))).unwrap();
        store.write(|tx| tx.insert_content(&law(1, b"one"))).unwrap();
        store.write(|tx| tx.run("UPDATE content SET bytes = x'00'", [])).unwrap();
        assert_eq!(store.contents().unwrap_err().code(), "store.damaged");
    }
}
