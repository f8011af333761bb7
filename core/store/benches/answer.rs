//! "Answer one item" durable (change + outbox + projection in one transaction) against a bare insert with the same
//! durability, interleaved. Run with `cargo bench -p zhian-store --bench answer`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement prints its figures and stops at the first thing that goes wrong"
)]

use rusqlite::Connection;
use std::time::{Duration, Instant};
use zhian_domain::id::{ContentHash, DeviceId, TaskId, VisitId};
use zhian_domain::time::Timestamp;
use zhian_store::{
    ChangeOrigin, NewChange, Outbound, Store, StoreError, StoreOptions, VisitRow, VisitState, VisitSummary,
};

const ROUNDS: u32 = 3_000;
const RATIO_MAX: f64 = 1.5;

/// The size of an answer's change as Automerge writes it.
const CHANGE_BYTES: usize = 154;

fn content(n: u32) -> Vec<u8> {
    let hash = ContentHash::of(&n.to_be_bytes());
    hash.as_bytes().iter().copied().cycle().take(CHANGE_BYTES).collect()
}

fn bare(path: &std::path::Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.execute_batch("CREATE TABLE change (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT")?;
    Ok(conn)
}

fn answer(store: &Store, visit: VisitId, n: u32) -> Result<(), StoreError> {
    let bytes = content(n);
    let hash = ContentHash::of(&bytes);
    store.write(|tx| {
        tx.insert_change(&NewChange {
            visit,
            hash,
            actor: &[7; 16],
            actor_seq: u64::from(n) + 1,
            device: DeviceId::from_bytes([1; 16]),
            origin: ChangeOrigin::Own,
            late: false,
            parcel: None,
            bytes: &bytes,
        })?;
        tx.enqueue(&Outbound::Draft(hash), CHANGE_BYTES as u64, Timestamp::from_unix_ms(i64::from(n)))?;
        let summary =
            VisitSummary { answered: n % 40, items: 40, open: 40 - n % 40, ..VisitSummary::default() };
        tx.put_visit_summary(&visit, &summary).map(drop)
    })
}

fn at(times: &mut [Duration], share: usize) -> Duration {
    times.sort();
    times[times.len() * share / 100]
}

fn main() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a folder for the measurement");
    let (store, _) = Store::open(&folder.path().join("store"), StoreOptions::at(Timestamp::from_unix_ms(1)))?;
    let conn = bare(&folder.path().join("bare.db")).expect("a bare database");
    let visit = VisitId::from_bytes([2; 16]);
    store.write(|tx| {
        tx.insert_visit(&VisitRow {
            visit,
            task: TaskId::from_bytes([3; 16]),
            checklist: ContentHash::of(b"checklist"),
            state: VisitState::Draft,
            started_at: Timestamp::from_unix_ms(1),
            summary: VisitSummary::default(),
        })
    })?;
    let (mut bare_times, mut store_times) = (Vec::new(), Vec::new());
    for n in 0..ROUNDS {
        let bytes = content(n);
        let start = Instant::now();
        let mut insert = conn.prepare_cached("INSERT INTO change (bytes) VALUES (?1)").expect("a statement");
        insert.execute([&bytes]).expect("an insert");
        bare_times.push(start.elapsed());
        let start = Instant::now();
        answer(&store, visit, n)?;
        store_times.push(start.elapsed());
    }
    println!(
        "answer one item, durable, {ROUNDS} interleaved rounds; limit {RATIO_MAX} x a bare insert at p50"
    );
    for share in [50, 90, 99] {
        let (bare, ours) = (at(&mut bare_times, share), at(&mut store_times, share));
        let ratio = ours.as_secs_f64() / bare.as_secs_f64();
        let verdict = match share {
            50 if ratio <= RATIO_MAX => "ok",
            50 => "MISSED",
            _ => "",
        };
        println!("  p{share}: bare {bare:>9.1?}  answer {ours:>9.1?}  = {ratio:.2} x  {verdict}");
    }
    Ok(())
}
