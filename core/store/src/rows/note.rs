//! Small values that the engine keeps for itself: what it waits for, what it agreed on with the office.

use super::{all, one, sound};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};

/// Keeps these names apart from the ones this crate gives.
const PREFIX: &str = "engine.";

impl<S: Source> Handle<S> {
    /// One value; `None` if there is none under this name.
    pub fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT value, row_sum(name, value) = sum FROM meta WHERE name = ?1";
        self.0.with(|conn| {
            one(conn, sql, [format!("{PREFIX}{name}")], |row| {
                sound(row, 1)?;
                row.get(0)
            })
        })
    }

    /// Every value whose name begins with `start`, with the rest of its name, ordered by name.
    pub fn notes(&self, start: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        // A range on the index: no character of a name sorts after this one.
        let sql = "SELECT substr(name, ?3), value, row_sum(name, value) = sum FROM meta
                   WHERE name >= ?1 AND name < ?2 ORDER BY name";
        let from = format!("{PREFIX}{start}");
        let to = format!("{from}\u{10ffff}");
        let rest = from.chars().count() + 1;
        self.0.with(|conn| {
            all(conn, sql, rusqlite::params![from, to, rest], |row| {
                sound(row, 2)?;
                Ok((row.get(0)?, row.get(1)?))
            })
        })
    }
}

impl Handle<Writing<'_>> {
    /// Writes a value, replacing the one before.
    pub fn put_note(&self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO meta (name, value, sum) VALUES (?1, ?2, row_sum(?1, ?2))
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, sum = excluded.sum",
            (format!("{PREFIX}{name}"), value),
        )
        .map(drop)
    }

    /// Removes a value.
    pub fn remove_note(&self, name: &str) -> Result<(), StoreError> {
        self.run("DELETE FROM meta WHERE name = ?1", [format!("{PREFIX}{name}")]).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Store, StoreOptions};
    use zhian_domain::time::Timestamp;

    #[test]
    fn notes_are_listed_by_the_start_of_their_name_and_kept_apart_from_other_values() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(dir.path(), StoreOptions::at(Timestamp::from_unix_ms(0))).unwrap();
        store
            .write(|tx| {
                tx.put_language("zh")?;
                for (name, value) in [("heads.b", b"2"), ("heads.a", b"1"), ("other", b"3")] {
                    tx.put_note(name, value)?;
                }
                tx.put_note("heads.b", b"4")?;
                tx.remove_note("absent")
            })
            .unwrap();
        let listed = store.notes("heads.").unwrap();
        assert_eq!(listed, vec![("a".to_owned(), b"1".to_vec()), ("b".to_owned(), b"4".to_vec())]);
        assert_eq!(store.note("language").unwrap(), None);
        store.write(|tx| tx.remove_note("other")).unwrap();
        assert_eq!(store.note("other").unwrap(), None);
        assert_eq!(store.language().unwrap().as_deref(), Some("zh"));
    }
}
