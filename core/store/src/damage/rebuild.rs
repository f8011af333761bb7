//! Fills a new database with the rows found on the pages of a damaged one.

use super::page::{Found, Pages};
use super::{LostRow, SalvageReport};
use crate::cipher::{self, DatabaseKey};
use crate::error::StoreError;
use crate::files::sync_dir;
use crate::handle::VISITS_DB;
use crate::migrate::VISITS;
use crate::rows::sum;
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, TransactionBehavior, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use zhian_domain::time::Timestamp;

/// Tables whose rows are caches and may not match a log with gaps.
const LEFT_BEHIND: &[&str] = &["snapshot"];

/// A table of the new database.
struct Table {
    name: String,
    columns: Vec<String>,
    /// Place of the column that is another name of the row number; its value is stored as NULL.
    alias: Option<usize>,
}

impl Table {
    /// Whether a sum will tell if this row was altered; see [`leave_altered`].
    fn is_summed(&self, values: &[Value]) -> bool {
        let last = sum::SUMMED.iter().find(|(table, ..)| *table == self.name).map(|(_, _, last)| *last);
        let place = last.and_then(|last| self.columns.iter().position(|column| column == last));
        place.and_then(|place| values.get(place)).is_some_and(|value| *value != Value::Null)
    }
}

/// What one pass over the pages found out.
#[derive(Default)]
struct Tally {
    saved: BTreeMap<String, BTreeSet<i64>>,
    lost: BTreeSet<LostRow>,
    unattributed: u64,
}

pub(super) fn rebuild(
    pages: &Pages,
    path: &Path,
    report: &mut SalvageReport,
    at: Timestamp,
    key: Option<&DatabaseKey>,
) -> Result<(), StoreError> {
    let sorted = |cause| StoreError::sqlite(VISITS_DB, cause);
    let mut conn = Connection::open(path).map_err(sorted)?;
    cipher::unlock(&conn, key).map_err(sorted)?;
    sum::register(&conn).map_err(sorted)?;
    VISITS.migrate(&mut conn)?;
    let mut fill = || {
        let tables = tables(&conn)?;
        // References between rows may have holes now; each row is worth keeping without the other.
        conn.pragma_update(None, "foreign_keys", false)?;
        conn.pragma_update(None, "synchronous", "full")?;
        let tx = Transaction::new_unchecked(&conn, TransactionBehavior::Immediate)?;
        let mut tally = Tally::default();
        let mut doubtful = Vec::new();
        for page in pages.order() {
            let rows = pages.rows(page);
            if rows.iter().all(|row| row.genuine) {
                take_page(&tx, &tables, rows, &mut tally)?;
            } else {
                doubtful.push(rows);
            }
        }
        // Last, so that no altered row takes the place of one that is as it was written.
        for rows in doubtful {
            take_page(&tx, &tables, rows, &mut tally)?;
        }
        leave_altered(&tx, &mut tally)?;
        conclude(pages, &tables, tally, report);
        mend(&tx, report, at)?;
        tx.commit()
    };
    fill().map_err(sorted)?;
    conn.close().map_err(|(_, cause)| sorted(cause))?;
    sync_dir(path.parent().unwrap_or(path))
}

/// Tables of the new database by the number that each of their rows carries.
fn tables(conn: &Connection) -> rusqlite::Result<BTreeMap<i64, Table>> {
    let mut list = conn.prepare(
        "SELECT t.name, c.name, c.dflt_value, c.pk FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid",
    )?;
    let mut found: BTreeMap<String, (Option<i64>, Table)> = BTreeMap::new();
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let (name, column): (String, String) = (row.get(0)?, row.get(1)?);
        let table = Table { name: name.clone(), columns: Vec::new(), alias: None };
        let (number, table) = found.entry(name).or_insert((None, table));
        if column == "table_no" {
            *number = row.get::<_, Option<String>>(2)?.and_then(|text| text.parse().ok());
        }
        if row.get::<_, i64>(3)? > 0 {
            table.alias = Some(table.columns.len());
        }
        table.columns.push(column);
    }
    Ok(found.into_values().filter_map(|(number, table)| Some((number?, table))).collect())
}

/// The number of the table a row says it belongs to; it stands first, or second after the row number.
fn table_no(values: &[Value]) -> Option<i64> {
    match values {
        [Value::Integer(number), ..] | [Value::Null, Value::Integer(number), ..] => Some(*number),
        _ => None,
    }
}

fn take_page(
    tx: &Transaction<'_>,
    tables: &BTreeMap<i64, Table>,
    rows: Vec<Found>,
    tally: &mut Tally,
) -> rusqlite::Result<()> {
    // Rows of SQLite's own tables start with a text and have no number.
    let own = |values: &[Value]| matches!(values.first(), Some(Value::Text(_)));
    let mut torn = Vec::new();
    let mut table_here = None;
    for found in rows {
        let Some(values) = found.values else {
            torn.push(found.rowid);
            continue;
        };
        match table_no(&values).and_then(|number| tables.get(&number)) {
            Some(table) => {
                table_here = Some(table);
                let believed = found.genuine || table.is_summed(&values);
                if !believed || !take_row(tx, table, found.rowid, values, tally)? {
                    torn.push(found.rowid);
                }
            }
            None if own(&values) => {}
            None => tally.unattributed += 1,
        }
    }
    match table_here {
        // All rows of a page belong to one table.
        Some(table) => {
            tally.lost.extend(torn.into_iter().map(|rowid| LostRow { table: table.name.clone(), rowid }));
        }
        None => tally.unattributed += torn.len() as u64,
    }
    Ok(())
}

/// Stores a row under its old number; whether the new database accepted it, or a newer copy was there.
fn take_row(
    tx: &Transaction<'_>,
    table: &Table,
    rowid: i64,
    mut values: Vec<Value>,
    tally: &mut Tally,
) -> rusqlite::Result<bool> {
    if LEFT_BEHIND.contains(&table.name.as_str()) {
        return Ok(true);
    }
    let known = tally.saved.entry(table.name.clone()).or_default();
    if known.contains(&rowid) {
        return Ok(true);
    }
    if values.len() > table.columns.len() {
        return Ok(false);
    }
    let mut columns: Vec<&str> = table.columns.iter().take(values.len()).map(String::as_str).collect();
    match table.alias {
        Some(place) => {
            if let Some(value) = values.get_mut(place) {
                *value = Value::Integer(rowid);
            }
        }
        None => {
            columns.push("rowid");
            values.push(Value::Integer(rowid));
        }
    }
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", table.name, columns.join(", "));
    match tx.prepare_cached(&sql)?.execute(params_from_iter(values)) {
        Ok(_) => {
            known.insert(rowid);
            Ok(true)
        }
        // It breaks a rule that every row obeyed when it was written: it was altered since.
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if matches!(
                failure.code,
                rusqlite::ErrorCode::ConstraintViolation | rusqlite::ErrorCode::TypeMismatch
            ) =>
        {
            Ok(false)
        }
        Err(other) => Err(other),
    }
}

/// Takes out rows that do not match their sums: the damaged file keeps them, and nobody shall believe them.
fn leave_altered(tx: &Transaction<'_>, tally: &mut Tally) -> rusqlite::Result<()> {
    for (table, columns, last) in sum::SUMMED {
        for rowid in sum::altered(tx, table, columns, last)? {
            tx.execute(&format!("DELETE FROM {table} WHERE rowid = ?1"), [rowid])?;
            tally.saved.entry((*table).to_owned()).or_default().remove(&rowid);
            tally.lost.insert(LostRow { table: (*table).to_owned(), rowid });
        }
    }
    Ok(())
}

/// Compares what came over with what the old indexes name.
fn conclude(pages: &Pages, tables: &BTreeMap<i64, Table>, mut tally: Tally, report: &mut SalvageReport) {
    let nothing = BTreeSet::new();
    for (table, indexed) in pages.indexed_rows() {
        let ours = tables.values().any(|one| one.name == table);
        if !ours || LEFT_BEHIND.contains(&table.as_str()) {
            continue;
        }
        let saved = tally.saved.get(&table).unwrap_or(&nothing);
        let missing = indexed.difference(saved).map(|rowid| LostRow { table: table.clone(), rowid: *rowid });
        tally.lost.extend(missing);
    }
    // A torn older copy is no loss where a newer one was read.
    tally.lost.retain(|row| !tally.saved.get(&row.table).is_some_and(|saved| saved.contains(&row.rowid)));
    report.saved = tally.saved.iter().map(|(table, rows)| (table.clone(), rows.len() as u64)).collect();
    report.lost = tally.lost.into_iter().collect();
    report.unattributed = tally.unattributed;
}

/// Puts right what would be unsafe to believe with rows missing.
fn mend(tx: &Transaction<'_>, report: &SalvageReport, at: Timestamp) -> rusqlite::Result<()> {
    // Published rows behind the cursor may be gone: read the feed again. Own changes may be gone that the office
    // has: a new epoch keeps their numbers from being used twice.
    tx.execute("DELETE FROM meta WHERE name IN ('server.cursor', 'install.epoch', 'install.place')", [])?;
    // Queue rows may be gone: whatever has neither receipt nor refusal is queued again.
    tx.execute(
        "INSERT INTO outbox (kind, hash, size, queued_unix_ms)
         SELECT kind, digest, size, ?1 FROM parcel AS p
         WHERE origin = 'own' AND bytes IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM receipt AS r WHERE r.kind = p.kind AND r.hash = p.digest)
           AND NOT EXISTS (SELECT 1 FROM notice AS n WHERE n.own = 1 AND n.hash = p.digest)
         ORDER BY p.rowid ON CONFLICT (kind, hash) DO NOTHING",
        [at.unix_ms()],
    )?;
    tx.execute(
        "INSERT INTO outbox (kind, hash, size, queued_unix_ms)
         SELECT 'evidence', hash, size, ?1 FROM evidence AS e
         WHERE file = 'here'
           AND NOT EXISTS (SELECT 1 FROM receipt AS r WHERE r.kind = 'evidence' AND r.hash = e.hash)
           AND NOT EXISTS (SELECT 1 FROM notice AS n WHERE n.own = 1 AND n.hash = e.hash)
         ORDER BY e.rowid ON CONFLICT (kind, hash) DO NOTHING",
        [at.unix_ms()],
    )?;
    // A change without the row of its visit would be shown nowhere. Counters are computed again when it is opened.
    tx.execute(
        "INSERT INTO visit (visit, task, checklist, state, started_unix_ms, answered, items, open_items, conflicts,
                            findings, evidence)
         SELECT t.visit, t.task, t.checklist, 'draft', ?1, 0, 0, 0, 0, 0, 0 FROM task AS t
         WHERE EXISTS (SELECT 1 FROM change AS c WHERE c.visit = t.visit)
         ON CONFLICT (visit) DO NOTHING",
        [at.unix_ms()],
    )?;
    tx.execute(
        "UPDATE visit SET state = 'sealed' WHERE EXISTS (SELECT 1 FROM sealed AS s WHERE s.visit = visit.visit)",
        [],
    )?;
    tx.execute(
        "UPDATE task SET done = EXISTS (SELECT 1 FROM visit AS v WHERE v.visit = task.visit AND v.state = 'sealed')",
        [],
    )?;
    let saved: u64 = report.saved.iter().map(|(_, rows)| rows).sum();
    let detail = format!(
        "{}: kept as {}; {saved} rows brought over, {} lost, {} torn pieces",
        report.reason,
        report.kept_as,
        report.lost.len(),
        report.unattributed
    );
    tx.execute(
        "INSERT INTO alert (code, detail, noticed_unix_ms) VALUES ('store.damaged', ?1, ?2)",
        (detail, at.unix_ms()),
    )
    .map(drop)
}
