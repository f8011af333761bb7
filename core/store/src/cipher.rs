//! Encryption at rest: whether a data folder is encrypted, and whether the key in hand is its key.
//!
//! `key.check` in the data folder says that it is encrypted, and holds a hash of its key. It is looked at before a
//! database is touched: to SQLite a wrong key looks like a damaged file, and a damaged file would be set aside.

use crate::damage::PAGE_BYTES;
use crate::error::StoreError;
use crate::files::sync_dir;
use crate::handle::VISITS_DB;
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

mod page;

pub(crate) use page::{PageCipher, RESERVED_BYTES, SALT_BYTES, Salt};

/// Names the key of an encrypted folder.
const CHECK_FILE: &str = "key.check";

/// Beside it, the salt of `visits.db`. It is no secret; without it nobody could tell which pages of a database with a
/// torn beginning are as they were written.
const SALT_FILE: &str = "key.salt";

/// How much of a database is looked at to learn whose it is: enough pages that not all of them are damaged.
const PROBE_BYTES: u64 = 1024 * 1024;

/// Keeps the check apart from every other hash of a key.
const CHECK_LABEL: &[u8] = b"zhian database key 1";

/// Whether this build can encrypt.
const HAS_CIPHER: bool = cfg!(feature = "sqlcipher");

/// The key of both databases: 32 random bytes that no person has to remember. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseKey([u8; 32]);

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}

impl DatabaseKey {
    /// How many bytes a key has.
    pub const BYTES: usize = 32;

    /// Exactly 32 bytes; `None` for any other length.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    fn check(&self) -> String {
        hex(&Sha256::new().chain_update(CHECK_LABEL).chain_update(self.0).finalize())
    }

    /// As SQLCipher reads a raw key, without deriving one from it.
    fn raw(&self) -> String {
        format!("x'{}'", hex(&self.0))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a data folder says of its encryption, without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// Nothing is there yet.
    Fresh,
    /// Its databases are in plain.
    Plain,
    /// Its databases are encrypted; without their key nothing can be read.
    Encrypted,
}

/// What is told of the encryption of the data folder `dir`. Errors: `store.file`.
pub(crate) fn rest(dir: &Path) -> Result<Rest, StoreError> {
    Ok(match (kept(dir)?, dir.join(VISITS_DB).exists()) {
        (Some(_), _) => Rest::Encrypted,
        (None, true) => Rest::Plain,
        (None, false) => Rest::Fresh,
    })
}

fn kept(dir: &Path) -> Result<Option<String>, StoreError> {
    let path = dir.join(CHECK_FILE);
    match fs::read_to_string(&path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        // Damaged beyond being text: no key fits it, and nothing is touched.
        Err(cause) if cause.kind() == io::ErrorKind::InvalidData => Ok(Some(String::new())),
        other => other.map(Some).map_err(|cause| StoreError::io(&path, cause)),
    }
}

/// Whether the databases of `dir` may be opened with `key`. A fresh folder is noted as encrypted with it.
///
/// Errors: `store.key-missing`, `store.wrong-key`, `store.not-encrypted`, `store.no-cipher`, `store.file`.
pub(crate) fn admit(dir: &Path, key: Option<&DatabaseKey>) -> Result<(), StoreError> {
    let kept = kept(dir)?;
    let Some(key) = key else {
        return if kept.is_some() { Err(StoreError::KeyMissing) } else { Ok(()) };
    };
    if !HAS_CIPHER {
        return Err(StoreError::NoCipher);
    }
    match kept {
        Some(kept) if kept.trim() == key.check() => Ok(()),
        None if !dir.join(VISITS_DB).exists() => note(dir, key),
        // The check is lost or damaged: the database itself tells whose it is.
        _ if fits(dir, key)? => note(dir, key),
        Some(_) => Err(StoreError::WrongKey),
        None => Err(StoreError::NotEncrypted),
    }
}

/// Whether any of the first pages of the database of `dir` was written under `key`. Errors: `store.file`.
fn fits(dir: &Path, key: &DatabaseKey) -> Result<bool, StoreError> {
    let path = dir.join(VISITS_DB);
    let mut bytes = Vec::new();
    let read = match File::open(&path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(false),
        other => other.and_then(|file| file.take(PROBE_BYTES).read_to_end(&mut bytes)),
    };
    read.map_err(|cause| StoreError::io(&path, cause))?;
    let salts = bytes.first_chunk::<SALT_BYTES>().copied().into_iter().chain(noted_salt(&path)?);
    Ok(salts.map(|salt| PageCipher::new(key, salt)).any(|cipher| {
        (1..).zip(bytes.chunks_exact(PAGE_BYTES)).any(|(number, page)| cipher.is_genuine(number, page))
    }))
}

/// Before the first database: a folder that was noted and has none is opened with the same key next time.
fn note(dir: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    keep(dir, CHECK_FILE, &key.check())
}

/// Writes a small file whole or not at all.
fn keep(dir: &Path, name: &str, text: &str) -> Result<(), StoreError> {
    let (path, making) = (dir.join(name), dir.join(format!("{name}.making")));
    let write = || {
        let mut file = File::create(&making)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&making, &path)
    };
    write().map_err(|cause| StoreError::io(&path, cause))?;
    sync_dir(dir)
}

fn salt_file(database: &Path) -> PathBuf {
    database.with_file_name(SALT_FILE)
}

/// The salt that was noted of `database`; `None` if none was, or if the note is damaged. Errors: `store.file`.
pub(crate) fn noted_salt(database: &Path) -> Result<Option<Salt>, StoreError> {
    let path = salt_file(database);
    let text = match fs::read(&path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|cause| StoreError::io(&path, cause))?,
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |two: &[u8]| match two {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = text.trim_ascii().chunks(2).map(pair).collect();
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()))
}

/// Notes the salt of a database that was opened and found in order. Errors: `store.file`, `store.disk-full`.
pub(crate) fn note_salt(
    database: &Path,
    conn: &Connection,
    key: Option<&DatabaseKey>,
) -> Result<(), StoreError> {
    if key.is_none() {
        return Ok(());
    }
    let sorted = |cause| StoreError::sqlite(VISITS_DB, cause);
    let salt: String = conn.query_row("PRAGMA cipher_salt", [], |row| row.get(0)).map_err(sorted)?;
    if noted_salt(database)?.is_some_and(|noted| hex(&noted) == salt) {
        return Ok(());
    }
    keep(database.parent().unwrap_or(database), SALT_FILE, &salt)
}

/// Unlocks a connection before anything else is asked of it.
pub(crate) fn unlock(conn: &Connection, key: Option<&DatabaseKey>) -> rusqlite::Result<()> {
    let Some(key) = key else { return Ok(()) };
    // It would write to the terminal what it cannot read.
    conn.pragma_update(None, "cipher_log_level", "NONE")?;
    conn.pragma_update(None, "key", key.raw())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Store, StoreOptions};
    use zhian_domain::time::Timestamp;

    fn key(byte: u8) -> DatabaseKey {
        DatabaseKey([byte; 32])
    }

    fn open(dir: &Path, key: Option<DatabaseKey>) -> Result<Store, StoreError> {
        let options = StoreOptions { key, ..StoreOptions::at(Timestamp::from_unix_ms(0)) };
        Store::open(dir, options).map(|opened| opened.0)
    }

    fn refusal(dir: &Path, key: Option<DatabaseKey>) -> &'static str {
        open(dir, key).map(drop).unwrap_err().code()
    }

    #[test]
    fn a_key_has_thirty_two_bytes_and_is_never_shown() {
        assert!(DatabaseKey::from_slice(&[7; 31]).is_none());
        let shown = format!("{:?}", DatabaseKey::from_slice(&[7; 32]).unwrap());
        assert!(!shown.contains('7'), "{shown}");
    }

    #[test]
    fn an_encrypted_folder_is_not_touched_without_its_key() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(CHECK_FILE), key(1).check()).unwrap();
        fs::write(dir.path().join(VISITS_DB), b"what nobody without the key can read").unwrap();
        assert_eq!(rest(dir.path()).unwrap(), Rest::Encrypted);
        assert_eq!(refusal(dir.path(), None), "store.key-missing");
        let left = fs::read(dir.path().join(VISITS_DB)).unwrap();
        assert_eq!(left, b"what nobody without the key can read");
    }

    #[cfg(not(feature = "sqlcipher"))]
    #[test]
    fn a_build_without_a_cipher_never_writes_in_plain_what_was_to_be_encrypted() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(refusal(dir.path(), Some(key(1))), "store.no-cipher");
        assert_eq!(rest(dir.path()).unwrap(), Rest::Fresh);
    }

    #[cfg(feature = "sqlcipher")]
    #[test]
    fn what_was_written_with_a_key_is_read_with_it_and_with_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let at = Timestamp::from_unix_ms(0);
        let store = open(dir.path(), Some(key(1))).unwrap();
        store.write(|tx| tx.append_alert("clock.set-back", "a word to be found", at)).unwrap();
        drop(store);
        for name in fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path()) {
            if name.is_file() {
                let bytes = fs::read(&name).unwrap();
                assert!(!bytes.windows(18).any(|part| part == b"a word to be found"), "{}", name.display());
            }
        }
        assert_eq!(refusal(dir.path(), Some(key(2))), "store.wrong-key");
        assert_eq!(refusal(dir.path(), None), "store.key-missing");
        let store = open(dir.path(), Some(key(1))).unwrap();
        assert_eq!(store.alerts(0, 10).unwrap().len(), 1);
    }

    #[cfg(feature = "sqlcipher")]
    #[test]
    fn a_folder_in_plain_is_not_taken_for_an_encrypted_one() {
        let dir = tempfile::tempdir().unwrap();
        drop(open(dir.path(), None).unwrap());
        assert_eq!(refusal(dir.path(), Some(key(1))), "store.not-encrypted");
        assert!(open(dir.path(), None).is_ok());
    }

    #[cfg(feature = "sqlcipher")]
    #[test]
    fn a_lost_or_damaged_check_is_written_anew_for_whoever_has_the_key() {
        let dir = tempfile::tempdir().unwrap();
        drop(open(dir.path(), Some(key(1))).unwrap());
        let check = dir.path().join(CHECK_FILE);
        for damage in [None, Some(&b"\xff\xfe"[..]), Some(b"")] {
            match damage {
                None => fs::remove_file(&check).unwrap(),
                Some(bytes) => fs::write(&check, bytes).unwrap(),
            }
            let refused = if damage.is_some() { "store.wrong-key" } else { "store.not-encrypted" };
            assert_eq!(refusal(dir.path(), Some(key(2))), refused);
            drop(open(dir.path(), Some(key(1))).unwrap());
            assert_eq!(fs::read_to_string(&check).unwrap(), key(1).check());
        }
    }
}
