//! First page of 10,000 tasks, by each filter, beside its limit. Run with `cargo bench -p zhian-store --bench tasks`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement prints its figures and stops at the first thing that goes wrong"
)]

use std::time::{Duration, Instant};
use zhian_domain::id::{ContentHash, EnterpriseId, TaskId, VisitId};
use zhian_domain::time::Timestamp;
use zhian_store::{Store, StoreError, StoreOptions, TaskFilter, TaskRow, VisitRow, VisitState, VisitSummary};

const TASKS: u32 = 10_000;
const LIMIT: Duration = Duration::from_millis(5);

fn id(n: u32, kind: u8) -> [u8; 16] {
    let digest = ContentHash::of(&[&[kind][..], &n.to_be_bytes()].concat());
    digest.as_bytes()[..16].try_into().expect("half a hash")
}

fn fill(store: &Store) -> Result<(), StoreError> {
    let checklist = ContentHash::of(b"checklist");
    store.write(|tx| {
        for n in 0..TASKS {
            let (task, visit) = (TaskId::from_bytes(id(n, 1)), VisitId::from_bytes(id(n, 2)));
            if n.is_multiple_of(3) {
                let state = if n.is_multiple_of(6) { VisitState::Sealed } else { VisitState::Draft };
                let summary = VisitSummary { answered: 12, items: 40, open: 28, ..VisitSummary::default() };
                let started_at = Timestamp::from_unix_ms(i64::from(n));
                tx.insert_visit(&VisitRow { visit, task, checklist, state, started_at, summary })?;
            }
            tx.put_task(&TaskRow {
                task,
                revision: 1,
                due: Timestamp::from_unix_ms(i64::from(n.wrapping_mul(7919) % TASKS) * 60_000),
                title: format!("电线电缆生产企业日常检查 {n}"),
                enterprise: EnterpriseId::from_bytes(id(n, 3)),
                enterprise_name: format!("甲市示例电缆制造有限公司第{n}分厂"),
                withdrawn: n % 50 == 7,
                checklist,
                visit,
                bytes: vec![1; 600],
            })?;
        }
        Ok(())
    })
}

/// Time this thread has spent on a core, counted in ticks of some milliseconds, so only a mean over many is exact.
/// On a busy machine the clock on the wall measures the others too.
fn on_core() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or(0);
    Duration::from_nanos(nanos)
}

fn main() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a folder for the measurement");
    let options = StoreOptions::at(Timestamp::from_unix_ms(1));
    let (store, _) = Store::open(folder.path(), options)?;
    fill(&store)?;
    println!("first page (50) of {TASKS} tasks; limit {LIMIT:?} at p99");
    let overdue = TaskFilter::Overdue(Timestamp::from_unix_ms(300 * 60_000));
    for (name, filter) in [
        ("all", TaskFilter::All),
        ("open", TaskFilter::Open),
        ("overdue", overdue),
        ("done", TaskFilter::Done),
        ("withdrawn", TaskFilter::Withdrawn),
    ] {
        let mut times: Vec<Duration> = Vec::new();
        let core = on_core();
        for _ in 0..1000 {
            let start = Instant::now();
            let page = store.tasks(filter, None, 50)?;
            times.push(start.elapsed());
            assert_eq!(page.lines.len(), 50, "{name}");
        }
        let core = on_core().saturating_sub(core) / 1000;
        times.sort();
        let (p50, p99) = (times[500], times[990]);
        let ratio = p99.as_secs_f64() / LIMIT.as_secs_f64();
        let verdict = if p99 <= LIMIT { "ok" } else { "MISSED" };
        println!(
            "  {name:<10} p50 {p50:>10.1?}  p99 {p99:>10.1?}  = {ratio:.2} of the limit  {verdict}; on a core {core:.1?} each"
        );
    }
    Ok(())
}
