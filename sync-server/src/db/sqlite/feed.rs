//! The feed: what devices read, in commit order.

use super::fault::{signed, unsigned};
use crate::db::{DbError, Identity, Page, Reader};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;
use zhian_domain::id::{ContentHash, DeviceId, VisitId};
use zhian_domain::time::Timestamp;
use zhian_protocol::limits::{FEED_BYTES_PER_PAGE_TARGET, FEED_ENTRIES_PER_PAGE_MAX};
use zhian_protocol::sync::{Cursor, FeedEntry, Mark, next_head};

/// One line to publish.
pub(super) struct Line<'a> {
    pub(super) kind: u8,
    pub(super) digest: ContentHash,
    pub(super) item: i64,
    pub(super) origin: Option<DeviceId>,
    pub(super) visit: Option<VisitId>,
    pub(super) audience: &'a [[u8; 16]],
}

/// Which server this is.
pub(super) fn identity(db: &Connection) -> Result<Identity, DbError> {
    let mut select = db.prepare_cached("SELECT epoch, created_unix_ms FROM server")?;
    let (epoch, created) = select.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Identity { epoch, created: Timestamp::from_unix_ms(created) })
}

/// Last sequence number and its running hash; 0 and zeros of an empty feed.
pub(super) fn end(db: &Connection) -> Result<(u64, ContentHash), DbError> {
    let mut select = db.prepare_cached("SELECT seq, head FROM feed ORDER BY seq DESC LIMIT 1")?;
    let found = select
        .query_row([], |row| Ok((unsigned(row.get(0)?), ContentHash::from_bytes(row.get(1)?))))
        .optional()?;
    Ok(found.unwrap_or((0, ContentHash::from_bytes([0; 32]))))
}

/// Appends a line and its readers.
pub(super) fn publish(
    db: &Connection,
    end: &mut (u64, ContentHash),
    line: &Line<'_>,
) -> Result<u64, DbError> {
    let seq = end.0.saturating_add(1);
    let head = next_head(&end.1, seq, line.kind, &line.digest);
    db.prepare_cached(
        "INSERT INTO feed (seq, kind, digest, item, origin, visit, head) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        signed(seq),
        line.kind,
        line.digest.as_bytes(),
        line.item,
        line.origin.as_ref().map(DeviceId::as_bytes),
        line.visit.as_ref().map(VisitId::as_bytes),
        head.as_bytes(),
    ))?;
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO feed_audience (audience, seq) VALUES (?1, ?2)")?;
    for reader in line.audience {
        insert.execute((reader, signed(seq)))?;
    }
    *end = (seq, head);
    Ok(seq)
}

fn head_at(db: &Connection, seq: u64) -> Result<Option<ContentHash>, DbError> {
    if seq == 0 {
        return Ok(Some(ContentHash::from_bytes([0; 32])));
    }
    let mut select = db.prepare_cached("SELECT head FROM feed WHERE seq = ?1")?;
    let head = select.query_row([signed(seq)], |row| row.get(0)).optional()?;
    Ok(head.map(ContentHash::from_bytes))
}

fn audiences(reader: &Reader) -> [[u8; 16]; 3] {
    [*reader.authority.as_bytes(), *reader.inspector.as_bytes(), *reader.device.as_bytes()]
}

/// The next page for a reader. Everything is read in one transaction, so the end of the feed belongs to the page.
pub(super) fn page(db: &Connection, reader: &Reader, after: Option<&Mark>) -> Result<Page, DbError> {
    let epoch = identity(db)?.epoch;
    let end = end(db)?;
    let known = match after {
        None => true,
        Some(mark) => {
            head_at(db, mark.seq)?.is_some_and(|head| Cursor { epoch, seq: mark.seq, head }.mark() == *mark)
        }
    };
    let start = after.filter(|_| known).map_or(0, |mark| mark.seq);
    let mut waiting = BTreeSet::new();
    let limit = signed(FEED_ENTRIES_PER_PAGE_MAX as u64 + 1);
    let mut select = db.prepare_cached(
        "SELECT seq FROM feed_audience WHERE audience = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    for audience in audiences(reader) {
        let mut rows = select.query((audience, signed(start), limit))?;
        while let Some(row) = rows.next()? {
            waiting.insert(row.get::<_, i64>(0)?);
        }
    }
    let (entries, last) = entries(db, &reader.device, &waiting)?;
    let more = entries.len() < waiting.len();
    // A reader who has everything stands at the end of the feed, whoever its last lines were for.
    let (seq, head) = if more { last } else { end };
    Ok(Page { entries, cursor: Cursor { epoch, seq, head }, more, rollback: !known })
}

fn entries(
    db: &Connection,
    device: &DeviceId,
    waiting: &BTreeSet<i64>,
) -> Result<(Vec<FeedEntry>, (u64, ContentHash)), DbError> {
    let mut line = db.prepare_cached("SELECT kind, digest, item, origin, head FROM feed WHERE seq = ?1")?;
    let mut contents = db.prepare_cached("SELECT bytes FROM item WHERE id = ?1")?;
    let mut entries: Vec<FeedEntry> = Vec::new();
    let mut last = (0, ContentHash::from_bytes([0; 32]));
    let mut room = FEED_BYTES_PER_PAGE_TARGET;
    for seq in waiting.iter().take(FEED_ENTRIES_PER_PAGE_MAX) {
        let (kind, digest, item, origin, head): (u8, [u8; 32], i64, Option<[u8; 16]>, [u8; 32]) = line
            .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
        let own = origin.is_some_and(|origin| origin == *device.as_bytes());
        let body = if own { None } else { Some(contents.query_row([item], |row| row.get::<_, Vec<u8>>(0))?) };
        let size = body.as_ref().map_or(0, Vec::len);
        if size > room && !entries.is_empty() {
            break;
        }
        room = room.saturating_sub(size);
        let seq = unsigned(*seq);
        entries.push(FeedEntry { seq, kind, digest: ContentHash::from_bytes(digest), body });
        last = (seq, ContentHash::from_bytes(head));
    }
    Ok((entries, last))
}

/// Contents by digest, as far as some line of them is for the reader.
pub(super) fn wanted(
    db: &Connection,
    reader: &Reader,
    digests: &[ContentHash],
    bytes_max: usize,
) -> Result<Vec<Vec<u8>>, DbError> {
    let [authority, inspector, device] = audiences(reader);
    let mut select = db.prepare_cached(
        "SELECT item.bytes FROM item
         WHERE item.digest = ?1 AND EXISTS (
             SELECT 1 FROM feed JOIN feed_audience USING (seq)
             WHERE feed.item = item.id AND feed_audience.audience IN (?2, ?3, ?4))
         ORDER BY item.id DESC LIMIT 1",
    )?;
    let mut found: Vec<Vec<u8>> = Vec::new();
    let mut room = bytes_max;
    for digest in digests {
        let bytes: Option<Vec<u8>> = select
            .query_row((digest.as_bytes(), authority, inspector, device), |row| row.get(0))
            .optional()?;
        let Some(bytes) = bytes else { continue };
        if bytes.len() > room && !found.is_empty() {
            break;
        }
        room = room.saturating_sub(bytes.len());
        found.push(bytes);
    }
    Ok(found)
}
