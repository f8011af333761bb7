//! Small single values: identity, server cursor, install epoch, language, clock high water.

use super::{one, sound, unreadable};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::Connection;
use rusqlite::types::{FromSql, ToSql};
use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, InspectorId};
use zhian_domain::time::Timestamp;

/// Who this phone is, as agreed at enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// This device.
    pub device: DeviceId,
    /// The officer it belongs to.
    pub inspector: InspectorId,
    /// The authority they work for.
    pub authority: AuthorityId,
    /// Public key of the device; the private one never comes here.
    pub public_key: Vec<u8>,
    /// Address of the server.
    pub server_url: String,
    /// Bearer token of the device.
    pub token: String,
    /// Roots that the server's certificate must lead to, PEM. Empty for a plain connection.
    pub server_roots_pem: String,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
}

/// How far this phone has read the server's feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerCursor {
    /// Which life of the server: another one means it was restored from a backup.
    pub epoch: [u8; 16],
    /// Everything up to here is stored.
    pub seq: u64,
    /// Head of the ledger as last seen.
    pub head: ContentHash,
}

/// The device's identity as eight values: one column each would be a table of one row.
const IDENTITY: [&str; 8] = [
    "identity.device",
    "identity.inspector",
    "identity.authority",
    "identity.public_key",
    "identity.server_url",
    "identity.token",
    "identity.server_roots_pem",
    "identity.enrolled_unix_ms",
];

fn get<T: FromSql>(conn: &Connection, name: &str) -> rusqlite::Result<Option<T>> {
    one(conn, "SELECT value, row_sum(name, value) = sum FROM meta WHERE name = ?1", [name], |row| {
        sound(row, 1)?;
        row.get(0)
    })
}

fn integer(conn: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    Ok(get::<[u8; 8]>(conn, name)?.map(i64::from_be_bytes))
}

fn text(conn: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    get::<Vec<u8>>(conn, name)?
        .map(|bytes| String::from_utf8(bytes).map_err(|cause| unreadable(0, format!("meta {name}: {cause}"))))
        .transpose()
}

impl<S: Source> Handle<S> {
    /// Who this phone is; `None` before enrolment. A half-readable identity is an error.
    pub fn identity(&self) -> Result<Option<Identity>, StoreError> {
        let [device, inspector, authority, key, url, token, roots, at] = IDENTITY;
        self.0.with(|conn| {
            let Some(device) = get(conn, device)? else { return Ok(None) };
            let missing = |name| unreadable(0, format!("meta {name} is missing"));
            Ok(Some(Identity {
                device: DeviceId::from_bytes(device),
                inspector: InspectorId::from_bytes(get(conn, inspector)?.ok_or_else(|| missing(inspector))?),
                authority: AuthorityId::from_bytes(get(conn, authority)?.ok_or_else(|| missing(authority))?),
                public_key: get(conn, key)?.ok_or_else(|| missing(key))?,
                server_url: text(conn, url)?.ok_or_else(|| missing(url))?,
                token: text(conn, token)?.ok_or_else(|| missing(token))?,
                server_roots_pem: text(conn, roots)?.ok_or_else(|| missing(roots))?,
                enrolled_at: Timestamp::from_unix_ms(integer(conn, at)?.ok_or_else(|| missing(at))?),
            }))
        })
    }

    /// The epoch of this installation; `None` before the first one was begun.
    pub fn install_epoch(&self) -> Result<Option<[u8; 16]>, StoreError> {
        self.0.with(|conn| get(conn, "install.epoch"))
    }

    /// How far the server's feed was read; `None` before the first pull and after [`Handle::forget_cursor`].
    pub fn cursor(&self) -> Result<Option<ServerCursor>, StoreError> {
        self.0.with(|conn| {
            let Some(bytes) = get::<[u8; 56]>(conn, "server.cursor")? else { return Ok(None) };
            let part = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
            let fits = || unreadable(0, "meta server.cursor".to_owned());
            Ok(Some(ServerCursor {
                epoch: part(0, 16).try_into().map_err(|_| fits())?,
                seq: part(16, 24).try_into().map(u64::from_be_bytes).map_err(|_| fits())?,
                head: ContentHash::from_slice(part(24, 56)).ok_or_else(fits)?,
            }))
        })
    }

    /// The language chosen on this phone, e.g. `zh`; `None` if never chosen.
    pub fn language(&self) -> Result<Option<String>, StoreError> {
        self.0.with(|conn| text(conn, "language"))
    }

    /// The latest moment this phone's clock has ever shown; a clock behind it was set back.
    pub fn clock_high_water(&self) -> Result<Option<Timestamp>, StoreError> {
        self.0.with(|conn| Ok(integer(conn, "clock.high_water")?.map(Timestamp::from_unix_ms)))
    }

    /// Whether the enterprise directory was lost and has to be pulled again from its beginning.
    pub fn directory_lost(&self) -> Result<bool, StoreError> {
        self.0.with(|conn| Ok(get::<Vec<u8>>(conn, "directory.lost")?.is_some()))
    }

    pub(crate) fn install_place(&self) -> Result<Option<[u8; 16]>, StoreError> {
        self.0.with(|conn| get(conn, "install.place"))
    }

    pub(crate) fn directory_made(&self) -> Result<bool, StoreError> {
        self.0.with(|conn| Ok(get::<Vec<u8>>(conn, "directory.made")?.is_some()))
    }
}

impl Handle<Writing<'_>> {
    fn put(&self, name: &str, value: impl ToSql) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO meta (name, value, sum) VALUES (?1, ?2, row_sum(?1, ?2))
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, sum = excluded.sum",
            (name, value),
        )
        .map(drop)
    }

    fn remove(&self, name: &str) -> Result<(), StoreError> {
        self.run("DELETE FROM meta WHERE name = ?1", [name]).map(drop)
    }

    /// Writes who this phone is, replacing what was there.
    pub fn put_identity(&self, identity: &Identity) -> Result<(), StoreError> {
        let [device, inspector, authority, key, url, token, roots, at] = IDENTITY;
        self.put(device, identity.device.as_bytes())?;
        self.put(inspector, identity.inspector.as_bytes())?;
        self.put(authority, identity.authority.as_bytes())?;
        self.put(key, &identity.public_key)?;
        self.put(url, identity.server_url.as_bytes())?;
        self.put(token, identity.token.as_bytes())?;
        self.put(roots, identity.server_roots_pem.as_bytes())?;
        self.put(at, identity.enrolled_at.unix_ms().to_be_bytes())
    }

    /// Writes how far the feed was read: in the transaction that stores what was read.
    pub fn put_cursor(&self, cursor: &ServerCursor) -> Result<(), StoreError> {
        let mut bytes = Vec::with_capacity(56);
        bytes.extend_from_slice(&cursor.epoch);
        bytes.extend_from_slice(&cursor.seq.to_be_bytes());
        bytes.extend_from_slice(cursor.head.as_bytes());
        self.put("server.cursor", bytes)
    }

    /// Starts the feed again from its beginning. Nothing stored is forgotten: what comes again is known by hash.
    pub fn forget_cursor(&self) -> Result<(), StoreError> {
        self.remove("server.cursor")
    }

    /// Writes the language chosen on this phone.
    pub fn put_language(&self, language: &str) -> Result<(), StoreError> {
        self.put("language", language.as_bytes())
    }

    /// Raises the clock's high water to `at`; a smaller value changes nothing.
    pub fn raise_clock_high_water(&self, at: Timestamp) -> Result<(), StoreError> {
        if self.clock_high_water()?.is_some_and(|high| high >= at) {
            return Ok(());
        }
        self.put("clock.high_water", at.unix_ms().to_be_bytes())
    }

    /// Ends [`Handle::directory_lost`]: in the transaction that forgets the cursor.
    pub fn clear_directory_lost(&self) -> Result<(), StoreError> {
        self.remove("directory.lost")
    }

    pub(crate) fn note_directory(&self, lost: bool) -> Result<(), StoreError> {
        self.put("directory.made", b"1".as_slice())?;
        if lost { self.put("directory.lost", b"1".as_slice()) } else { Ok(()) }
    }

    pub(crate) fn put_install(&self, epoch: &[u8; 16], place: &[u8; 16]) -> Result<(), StoreError> {
        self.put("install.epoch", epoch)?;
        self.put("install.place", place)
    }
}
