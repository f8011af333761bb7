//! Bringing the directory up to date.

use super::posting::Pending;
use super::{DirectoryChange, EnterpriseRow, text};
use rusqlite::{OptionalExtension, Transaction, params};
use zhian_domain::id::EnterpriseId;

/// What the index holds of a row.
struct Indexed {
    row_no: i64,
    revision: u64,
    name_plain: String,
    address: String,
    uscc: String,
}

impl Indexed {
    fn tokens(&self) -> Vec<i64> {
        text::tokens_of(&self.name_plain, &self.address, &self.uscc)
    }
}

/// Applies changes; how many rows changed. See [`super::Directory::apply`].
pub(super) fn apply(
    tx: &Transaction<'_>,
    changes: &[DirectoryChange],
    progress: &mut dyn FnMut(usize),
) -> rusqlite::Result<u64> {
    let mut pending = Pending::default();
    let mut changed = 0;
    for (index, change) in changes.iter().enumerate() {
        let did = match change {
            DirectoryChange::Put(row) => put(tx, row, &mut pending)?,
            DirectoryChange::Remove { id, revision } => remove(tx, id, *revision, &mut pending)?,
        };
        changed += u64::from(did);
        if pending.is_large() {
            pending.flush(tx)?;
        }
        if (index + 1) % 500 == 0 {
            progress(index + 1);
        }
    }
    pending.flush(tx)?;
    progress(changes.len());
    Ok(changed)
}

fn indexed(
    tx: &Transaction<'_>,
    column: &str,
    key: impl rusqlite::ToSql,
) -> rusqlite::Result<Option<Indexed>> {
    let sql =
        format!("SELECT row_no, revision, name_plain, address, uscc FROM enterprise WHERE {column} = ?1");
    tx.prepare_cached(&sql)?
        .query_row([key], |row| {
            Ok(Indexed {
                row_no: row.get(0)?,
                revision: row.get(1)?,
                name_plain: row.get(2)?,
                address: row.get(3)?,
                uscc: row.get(4)?,
            })
        })
        .optional()
}

fn removed_at(tx: &Transaction<'_>, id: &EnterpriseId) -> rusqlite::Result<Option<u64>> {
    tx.prepare_cached("SELECT revision FROM gone WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()
}

fn put(tx: &Transaction<'_>, row: &EnterpriseRow, pending: &mut Pending) -> rusqlite::Result<bool> {
    let known = indexed(tx, "id", row.id.as_bytes())?;
    let newest = known.as_ref().map(|known| known.revision).max(removed_at(tx, &row.id)?);
    if newest.is_some_and(|newest| newest >= row.revision) {
        return Ok(false);
    }
    // A credit code belongs to one enterprise: one that had it under another id was corrected since.
    if let Some(other) = indexed(tx, "uscc", &row.uscc)?
        && known.as_ref().is_none_or(|known| known.row_no != other.row_no)
    {
        pending.note(other.row_no, &other.tokens(), false);
        tx.execute("DELETE FROM enterprise WHERE row_no = ?1", [other.row_no])?;
    }
    let name_plain = text::plain(&row.name);
    let tokens = text::tokens_of(&name_plain, &row.address, &row.uscc);
    let row_no = known.as_ref().map(|known| known.row_no);
    let row_no: i64 = tx
        .prepare_cached(
            "INSERT INTO enterprise (row_no, id, revision, name, uscc, region, address, kind, name_plain, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (row_no) DO UPDATE SET revision = excluded.revision, name = excluded.name,
                 uscc = excluded.uscc, region = excluded.region, address = excluded.address,
                 kind = excluded.kind, name_plain = excluded.name_plain, bytes = excluded.bytes
             RETURNING row_no",
        )?
        .query_row(
            params![
                row_no,
                row.id.as_bytes(),
                row.revision,
                row.name,
                row.uscc,
                row.region,
                row.address,
                row.kind,
                name_plain,
                row.bytes
            ],
            |row| row.get(0),
        )?;
    if let Some(known) = known {
        let before = known.tokens();
        let gone: Vec<i64> =
            before.iter().filter(|token| tokens.binary_search(token).is_err()).copied().collect();
        let new: Vec<i64> =
            tokens.iter().filter(|token| before.binary_search(token).is_err()).copied().collect();
        pending.note(row_no, &gone, false);
        pending.note(row_no, &new, true);
    } else {
        pending.note(row_no, &tokens, true);
    }
    Ok(true)
}

fn remove(
    tx: &Transaction<'_>,
    id: &EnterpriseId,
    revision: u64,
    pending: &mut Pending,
) -> rusqlite::Result<bool> {
    let known = indexed(tx, "id", id.as_bytes())?;
    if known.as_ref().is_some_and(|known| known.revision >= revision) {
        return Ok(false);
    }
    tx.prepare_cached(
        "INSERT INTO gone (id, revision) VALUES (?1, ?2)
         ON CONFLICT (id) DO UPDATE SET revision = max(revision, excluded.revision)",
    )?
    .execute(params![id.as_bytes(), revision])?;
    let Some(known) = known else { return Ok(false) };
    pending.note(known.row_no, &known.tokens(), false);
    tx.prepare_cached("DELETE FROM enterprise WHERE row_no = ?1")?.execute([known.row_no])?;
    Ok(true)
}
