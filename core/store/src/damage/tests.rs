use super::page::PAGE_BYTES;
use crate::sample::*;
use crate::{DatabaseKey, ItemKind, OpenReport, Outbound, Store, StoreError, VisitSnapshot};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[cfg(feature = "sqlcipher")]
mod encrypted;

type Rows = BTreeMap<(String, i64), Vec<Value>>;

/// Some weeks of work: every table holds rows, the log of changes many pages.
fn work(store: &Store) {
    store
        .write(|tx| {
            tx.put_identity(&identity())?;
            for n in 0..120 {
                tx.put_task(&task(n))?;
            }
            for n in 0..12 {
                tx.insert_visit(&visit_row(n))?;
                tx.put_snapshot(
                    &visit(n),
                    &VisitSnapshot { upto_seq: 1, heads: vec![], bytes: vec![1; 900] },
                )?;
                tx.put_draft_text(&visit(n), "note", "写了一半的备注")?;
            }
            tx.append_alert("engine.clock", "the clock went back", at(4))
        })
        .unwrap();
    for n in 0..240 {
        store.write(|tx| put_change(tx, n % 12, n)).unwrap();
    }
    store
        .write(|tx| {
            for n in 0..60 {
                tx.insert_parcel(&parcel(n, ItemKind::Draft, n % 12))?;
                tx.enqueue(&Outbound::Draft(hash(n)), 300, at(2))?;
                tx.insert_evidence(&evidence(n, n % 12))?;
                tx.enqueue(&Outbound::Evidence(evidence(n, 0).hash), 1280, at(2))?;
            }
            for n in 0..20 {
                let done = Outbound::Draft(hash(n));
                tx.settle_outbox(&done, &receipt(done, u64::from(n)))?;
                tx.quarantine(&Outbound::Draft(hash(n + 20)), "gate.depth", "too deep", at(3))?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn connect(path: &Path, key: Option<&DatabaseKey>) -> Connection {
    let conn = Connection::open(path).unwrap();
    crate::cipher::unlock(&conn, key).unwrap();
    conn
}

/// Every row, read in the order of row numbers without help of an index.
fn dump(path: &Path) -> Rows {
    dump_with(path, None)
}

fn dump_with(path: &Path, key: Option<&DatabaseKey>) -> Rows {
    let conn = connect(path, key);
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut rows = Rows::new();
    for table in tables.into_iter().filter(|table| table != "snapshot") {
        let mut all = conn.prepare(&format!("SELECT rowid, * FROM {table} NOT INDEXED")).unwrap();
        let columns = all.column_count();
        let mut found = all.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values = (1..columns).map(|column| row.get(column).unwrap()).collect();
            rows.insert((table.clone(), row.get(0).unwrap()), values);
        }
    }
    rows
}

/// What SQLite's own statistics say about a page: how many rows it takes with it.
struct Page {
    number: u64,
    name: String,
    kind: String,
    rows: usize,
}

fn pages(path: &Path) -> Vec<Page> {
    pages_with(path, None)
}

fn pages_with(path: &Path, key: Option<&DatabaseKey>) -> Vec<Page> {
    let conn = connect(path, key);
    let tables: BTreeSet<String> = dump_with(path, key).into_keys().map(|key| key.0).collect();
    let mut statistics =
        conn.prepare("SELECT pageno, name, pagetype, ncell FROM dbstat ORDER BY pageno").unwrap();
    let read = |row: &rusqlite::Row<'_>| {
        let (name, kind): (String, String) = (row.get(1)?, row.get(2)?);
        let rows = match kind.as_str() {
            _ if !tables.contains(&name) => 0,
            "leaf" => row.get(3)?,
            "overflow" => 1,
            _ => 0,
        };
        Ok(Page { number: row.get(0)?, name, kind, rows })
    };
    statistics.query_map([], read).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A folder with closed work in it, its rows, and the bytes of its database.
fn closed() -> (Folder, Rows, Vec<u8>) {
    let folder = Folder::new();
    let store = folder.begun();
    work(&store);
    drop(store);
    let rows = dump(&folder.file("visits.db"));
    let bytes = fs::read(folder.file("visits.db")).unwrap();
    (folder, rows, bytes)
}

/// Opens a folder with these bytes as its database; the report and the rows afterwards.
fn opened_with(bytes: &[u8]) -> (Folder, OpenReport, Rows) {
    let folder = Folder::new();
    fs::write(folder.file("visits.db"), bytes).unwrap();
    fs::write(folder.file("install.marker"), [9; 16]).unwrap();
    let (store, report) = folder.try_open().unwrap();
    drop(store);
    let rows = dump(&folder.file("visits.db"));
    (folder, report, rows)
}

/// Rows that the mending after a salvage may change on purpose.
fn is_mended(table: &str, values: &[Value]) -> bool {
    let name = |text: &str| values.contains(&Value::Text(text.to_owned()));
    table == "meta" && (name("install.epoch") || name("install.place") || name("server.cursor"))
}

fn missing(before: &Rows, after: &Rows) -> BTreeSet<(String, i64)> {
    let gone = |(key, values): &(&(String, i64), &Vec<Value>)| {
        !is_mended(&key.0, values) && after.get(*key) != Some(*values)
    };
    before.iter().filter(gone).map(|(key, _)| key.clone()).collect()
}

fn lost(report: &OpenReport) -> BTreeSet<(String, i64)> {
    let salvage = report.salvage.as_ref().unwrap();
    salvage.lost.iter().map(|row| (row.table.clone(), row.rowid)).collect()
}

/// Reading meets the altered row; the next start takes it out, and it alone.
fn salvage_after_use(folder: &Folder, gone: &BTreeSet<(String, i64)>) {
    let store = folder.open();
    let refused = (0..12).filter_map(|n| store.changes(&visit(n), 0).err()).collect::<Vec<_>>();
    assert_eq!(refused.iter().map(StoreError::code).collect::<Vec<_>>(), ["store.damaged"]);
    drop(store);
    let (store, report) = folder.try_open().unwrap();
    assert_eq!(lost(&report), *gone);
    assert!((0..12).all(|n| store.changes(&visit(n), 0).is_ok()));
}

#[test]
fn each_page_zeroed_in_turn_costs_exactly_its_own_rows_and_each_of_them_is_named() {
    let (folder, before, bytes) = closed();
    let map = pages(&folder.file("visits.db"));
    assert!(map.len() > 60, "{} pages", map.len());
    for page in map {
        let start = (page.number as usize - 1) * PAGE_BYTES;
        let mut torn = bytes.clone();
        torn[start..start + PAGE_BYTES].fill(0);
        let (folder, report, after) = opened_with(&torn);
        let about = format!("page {} ({} of {})", page.number, page.kind, page.name);
        let gone = missing(&before, &after);
        if report.salvage.is_none() {
            // The last page of a long value: SQLite sees nothing wrong, but the row's sum does.
            assert!(page.kind == "overflow" && gone.len() == 1, "{about}: {gone:?}");
            salvage_after_use(&folder, &gone);
            continue;
        }
        // Snapshots are caches: leaving them behind is no loss. Rows of meta may be written anew.
        assert_eq!(lost(&report).len(), if page.name == "snapshot" { 0 } else { page.rows }, "{about}");
        assert!(gone.is_subset(&lost(&report)), "{about}: {gone:?}");
        assert!(page.name == "meta" || gone == lost(&report), "{about}: {gone:?}");
        assert!(gone.iter().all(|(table, _)| *table == page.name), "{about}");
        let kept = folder.file(&report.salvage.unwrap().kept_as);
        assert_eq!(fs::read(kept).unwrap(), torn, "the damaged file is kept as it was");
        assert_eq!(folder.try_open().unwrap().1.salvage, None);
    }
}

#[test]
fn flipped_bytes_never_cost_a_row_on_another_page() {
    let (folder, before, bytes) = closed();
    let map: BTreeMap<u64, Page> =
        pages(&folder.file("visits.db")).into_iter().map(|page| (page.number, page)).collect();
    let mut salvaged = 0;
    let mut state = 7_u64;
    let mut next = |below: usize| {
        // A small linear generator: the same positions every time.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for case in 0..160 {
        let mut torn = bytes.clone();
        // Every second case hits the head of a page, where the structure is.
        let at = if case % 2 == 0 {
            next(bytes.len() / PAGE_BYTES) * PAGE_BYTES + next(40)
        } else {
            next(bytes.len())
        };
        let flip = 1_u8 << next(8);
        torn[at] ^= flip;
        let page = (at / PAGE_BYTES) as u64 + 1;
        let (_, report, after) = opened_with(&torn);
        salvaged += usize::from(report.salvage.is_some());
        let gone = missing(&before, &after);
        let about = format!("case {case}: bit {flip:#x} of byte {at} on page {page}");
        let page = map.get(&page).unwrap();
        assert!(gone.len() <= page.rows, "{about} ({} of {}): {gone:?}", page.kind, page.name);
        assert!(gone.iter().all(|(table, _)| *table == page.name), "{about}: {gone:?}");
    }
    assert!(salvaged > 40, "the cases did harm: {salvaged}");
}

#[test]
fn a_file_cut_short_gives_back_every_row_before_the_cut() {
    let (folder, before, bytes) = closed();
    let map = pages(&folder.file("visits.db"));
    let total = bytes.len() / PAGE_BYTES;
    for (whole, extra) in [(total - 1, 0), (total - 1, 100), (total / 2, 0), (total / 3, 2000), (1, 0)] {
        let (_, report, after) = opened_with(&bytes[..whole * PAGE_BYTES + extra]);
        let about = format!("cut after {whole} of {total} pages and {extra} bytes");
        assert!(report.salvage.is_some(), "{about}");
        let cut: usize = map.iter().filter(|page| page.number as usize > whole).map(|page| page.rows).sum();
        let gone = missing(&before, &after);
        assert!(gone.len() <= cut, "{about}: {} rows are gone, {cut} were cut off", gone.len());
        assert!(lost(&report).is_subset(&gone), "{about}");
    }
    let (_, report, after) = opened_with(&[]);
    assert!(report.salvage.is_some(), "an emptied file is not a first start");
    assert!(after.keys().all(|key| ["alert", "meta"].contains(&key.0.as_str())));
}

#[test]
fn what_only_the_log_holds_is_brought_over_too() {
    let folder = Folder::new();
    let store = folder.begun();
    work(&store);
    // The app is killed: the log was not written back.
    let copy = Folder::new();
    for name in ["visits.db", "visits.db-wal", "install.marker"] {
        fs::copy(folder.file(name), copy.file(name)).unwrap();
    }
    drop(store);
    let before = dump(&folder.file("visits.db"));
    let mut file = fs::read(copy.file("visits.db")).unwrap();
    file[..100].fill(0xff);
    fs::write(copy.file("visits.db"), &file).unwrap();
    let (store, report) = copy.try_open().unwrap();
    drop(store);
    let after = dump(&copy.file("visits.db"));
    // The first page is in the log as well, so the log hides the damage or the salvage repairs it.
    assert_eq!(missing(&before, &after), report.salvage.map_or(BTreeSet::new(), |_| BTreeSet::new()));
}

/// A folder whose log holds 30 commits that are not written back, the log, and the rows.
fn killed() -> (Folder, Vec<u8>, Rows) {
    let folder = Folder::new();
    let store = folder.begun();
    work(&store);
    drop(store);
    let store = folder.open();
    for n in 1000..1030 {
        store.write(|tx| put_change(tx, n % 12, n)).unwrap();
    }
    let copy = Folder::new();
    for name in ["visits.db", "visits.db-wal", "install.marker"] {
        fs::copy(folder.file(name), copy.file(name)).unwrap();
    }
    drop(store);
    let log = fs::read(copy.file("visits.db-wal")).unwrap();
    (copy, log, dump(&folder.file("visits.db")))
}

#[test]
fn a_bit_flipped_in_the_middle_of_the_log_does_not_silently_drop_what_follows() {
    let (folder, log, before) = killed();
    let frames = (log.len() - 32) / (24 + PAGE_BYTES);
    assert!(frames > 60);
    let own = |rows: &Rows| rows.keys().filter(|key| key.0 == "change").count();
    for frame in [0, frames / 3, frames / 2] {
        let case = Folder::new();
        for name in ["visits.db", "install.marker"] {
            fs::copy(folder.file(name), case.file(name)).unwrap();
        }
        let mut torn = log.clone();
        torn[32 + frame * (24 + PAGE_BYTES) + 24 + 2000] ^= 4;
        fs::write(case.file("visits.db-wal"), &torn).unwrap();
        let (store, report) = case.try_open().unwrap();
        drop(store);
        let salvage = report.salvage.clone().unwrap();
        assert!(salvage.reason.contains(&format!("frame {} of the log", frame + 1)), "{}", salvage.reason);
        let after = dump(&case.file("visits.db"));
        // Every page was written again later, so even the rows of the damaged frame are there.
        assert!(own(&before) - own(&after) <= 1, "{} of {} changes", own(&after), own(&before));
        assert_eq!(missing(&before, &after), lost(&report));
        assert_eq!(fs::read(case.file(&format!("{}-wal", salvage.kept_as))).unwrap(), torn);
    }
}

#[test]
fn a_last_commit_that_a_loss_of_power_cut_is_absent_and_no_damage() {
    let (folder, log, before) = killed();
    fs::write(folder.file("visits.db-wal"), &log[..log.len() - 100]).unwrap();
    let (store, report) = folder.try_open().unwrap();
    assert_eq!(report.salvage, None);
    drop(store);
    let gone = missing(&before, &dump(&folder.file("visits.db")));
    assert_eq!(gone.len(), 1, "{gone:?}");
}

#[test]
fn two_losses_of_power_in_a_row_each_in_the_middle_of_a_commit_are_no_damage() {
    let (folder, log, before) = killed();
    let frame_bytes = 24 + PAGE_BYTES;
    let frames: Vec<&[u8]> = log[32..].chunks_exact(frame_bytes).collect();
    let ends: Vec<usize> = (0..frames.len()).filter(|at| frames[*at][4..8] != [0; 4]).collect();
    // A commit of two frames or more, and behind it one of three or more.
    let last =
        ends.windows(3).rposition(|three| three[1] - three[0] >= 2 && three[2] - three[1] >= 3).unwrap();
    let [begin, end, older] = [ends[last] + 1, ends[last + 1], ends[last + 2]];
    // The last commit is torn in its first frame. Behind it lies the tail of an older, longer one, torn as well.
    let mut torn = log[..32 + (end + 1) * frame_bytes].to_vec();
    torn[32 + begin * frame_bytes + 24 + 2000] ^= 4;
    frames[end + 2..=older].iter().for_each(|frame| torn.extend_from_slice(frame));
    fs::write(folder.file("visits.db-wal"), torn).unwrap();
    let (store, report) = folder.try_open().unwrap();
    assert_eq!(report.salvage, None);
    drop(store);
    let after = dump(&folder.file("visits.db"));
    assert!(after.len() < before.len() && !after.is_empty());
}

#[test]
fn damage_met_during_use_is_an_error_with_a_code_and_is_repaired_at_the_next_start() {
    let (folder, before, bytes) = closed();
    let leaf = pages(&folder.file("visits.db"))
        .into_iter()
        .find(|page| page.name == "change" && page.kind == "leaf")
        .unwrap();
    let store = folder.open();
    let mut torn = bytes;
    let start = (leaf.number as usize - 1) * PAGE_BYTES;
    torn[start..start + PAGE_BYTES].fill(0);
    fs::write(folder.file("visits.db"), &torn).unwrap();
    let errors: Vec<&str> =
        (0..12).filter_map(|n| store.changes(&visit(n), 0).err().map(|error| error.code())).collect();
    assert!(!errors.is_empty() && errors.iter().all(|code| *code == "store.damaged"), "{errors:?}");
    assert!(folder.file("visits.db.suspect").exists());
    drop(store);
    let (store, report) = folder.try_open().unwrap();
    assert!(report.salvage.is_some());
    assert!(!folder.file("visits.db.suspect").exists());
    drop(store);
    assert_eq!(missing(&before, &dump(&folder.file("visits.db"))).len(), leaf.rows);
}

#[test]
fn after_a_salvage_everything_unacknowledged_is_queued_and_the_feed_starts_again() {
    let (folder, _, bytes) = closed();
    let map = pages(&folder.file("visits.db"));
    let mut torn = bytes;
    for page in
        map.iter().filter(|page| page.kind == "leaf" && ["outbox", "visit"].contains(&page.name.as_str()))
    {
        let start = (page.number as usize - 1) * PAGE_BYTES;
        torn[start..start + PAGE_BYTES].fill(0);
    }
    fs::write(folder.file("visits.db"), &torn).unwrap();
    let (store, report) = folder.try_open().unwrap();
    assert!(report.install_changed, "numbers of changes that were lost must not be used twice");
    let totals = store.outbox_totals().unwrap();
    assert_eq!((totals.drafts.items, totals.evidence.items), (20, 60));
    assert_eq!(store.cursor().unwrap(), None);
    assert_eq!(
        store.visits(crate::VisitState::Draft).unwrap().len(),
        12,
        "visits stand again from their tasks"
    );
    assert_eq!(store.identity().unwrap(), Some(identity()));
    let alerts = store.alerts(0, 10).unwrap();
    assert_eq!(alerts.last().map(|alert| alert.code.as_str()), Some("store.damaged"));
}

#[test]
fn evidence_whose_row_was_lost_is_offered_again() {
    let folder = Folder::new();
    let store = folder.begun();
    attach(&store, 1, 1).unwrap();
    attach(&store, 2, 1).unwrap();
    drop(store);
    let page = pages(&folder.file("visits.db")).into_iter().find(|page| page.name == "evidence").unwrap();
    let mut torn = fs::read(folder.file("visits.db")).unwrap();
    let start = (page.number as usize - 1) * PAGE_BYTES;
    torn[start..start + PAGE_BYTES].fill(0);
    fs::write(folder.file("visits.db"), &torn).unwrap();
    let (store, report) = folder.try_open().unwrap();
    let offered: BTreeSet<_> = report.orphans.iter().map(|orphan| orphan.hash).collect();
    assert_eq!(offered, BTreeSet::from([evidence(1, 1).hash, evidence(2, 1).hash]));
    drop(store);
    assert_eq!(folder.try_open().unwrap().1.orphans.len(), 2);
}

#[test]
fn a_salvage_that_a_crash_interrupted_is_finished_and_no_old_log_meets_the_new_database() {
    let (folder, before, bytes) = closed();
    fs::write(folder.file("visits.db.salvaged-777"), &bytes).unwrap();
    fs::write(folder.file("visits.db"), b"torn").unwrap();
    fs::write(folder.file("visits.db-wal"), b"old log").unwrap();
    fs::write(folder.file("visits.db.salvaging"), b"half made").unwrap();
    let (store, report) = folder.try_open().unwrap();
    assert_eq!(report.salvage.unwrap().kept_as, "visits.db.damaged-777");
    drop(store);
    assert_eq!(fs::read(folder.file("visits.db.damaged-777")).unwrap(), b"torn");
    assert_eq!(fs::read(folder.file("visits.db.damaged-777-wal")).unwrap(), b"old log");
    assert_eq!(missing(&before, &dump(&folder.file("visits.db"))), BTreeSet::new());
}

#[test]
fn two_salvages_at_the_same_moment_keep_both_damaged_files() {
    let (folder, _, _) = closed();
    for _ in 0..2 {
        fs::write(folder.file("visits.db"), vec![1; 9000]).unwrap();
        assert!(folder.try_open().unwrap().1.salvage.is_some());
    }
    assert!(folder.file("visits.db.damaged-1000").exists());
    assert!(folder.file("visits.db.damaged-1001").exists());
}
