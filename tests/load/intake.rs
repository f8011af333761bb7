//! How much the office takes in, in closed loops: each client sends its next request when the last is answered.

use crate::figures::{Limit, Times, show};
use hyper::body::Bytes;
use std::time::{Duration, Instant};
use zhian_domain::id::{EvidenceHash, VisitId};
use zhian_tests::traffic::Failure;
use zhian_tests::traffic::client::Client;
use zhian_tests::traffic::generate::{draft_parcels, sealed_parcel};
use zhian_tests::traffic::office::{Prepared, Running, token};

/// One request of a prepared client: parcels, and a file to send after them.
pub struct Job {
    parcel: Vec<u8>,
    file: Option<(EvidenceHash, VisitId, Bytes)>,
}

impl Job {
    /// A request that carries one parcel.
    pub fn parcel(parcel: Vec<u8>) -> Self {
        Self { parcel, file: None }
    }
}

/// Runs every client's jobs at the same time and returns the time of each job.
pub fn run(running: &Running, prepared: &Prepared, jobs: Vec<Vec<Job>>) -> Result<Times, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut clients = Vec::new();
        for pair in &prepared.pairs {
            let mut client = Client::connect(&running.host, &token(&pair.first)).await?;
            client.catch_up().await?;
            clients.push(client);
        }
        let start = Instant::now();
        let tasks: Vec<_> =
            clients.into_iter().zip(jobs).map(|(client, jobs)| tokio::spawn(work(client, jobs))).collect();
        let mut each = Vec::new();
        for task in tasks {
            each.extend(task.await??);
        }
        Ok(Times::new(each, start.elapsed()))
    })
}

async fn work(mut client: Client, jobs: Vec<Job>) -> Result<Vec<Duration>, Failure> {
    let mut each = Vec::with_capacity(jobs.len());
    for job in jobs {
        let start = Instant::now();
        client.push(vec![job.parcel]).await?;
        if let Some((hash, visit, file)) = job.file {
            client.upload(&hash, &visit, file).await?;
        }
        each.push(start.elapsed());
    }
    Ok(each)
}

fn report(
    what: &str,
    times: &Times,
    running: &Running,
    least: f64,
    p99_most: Option<f64>,
) -> Result<(), Failure> {
    show(&format!("{what}, per second"), times.per_second(), "/s", Limit::AtLeast(least));
    show(&format!("{what}, p50"), times.percentile_ms(50), "ms", Limit::None);
    show(&format!("{what}, p99"), times.percentile_ms(99), "ms", p99_most.map_or(Limit::None, Limit::AtMost));
    show(&format!("{what}, server memory at its peak"), running.memory_mb()?.0, "MB", Limit::None);
    Ok(())
}

fn no_photo() -> (EvidenceHash, u64) {
    (EvidenceHash::of(b"recording"), 9)
}

/// Sealed visits of 250 answers, 8 clients.
pub fn sealed() -> Result<(), Failure> {
    let prepared = Prepared::new(8, 1_000, 250)?;
    let jobs = sealed_jobs(&prepared)?;
    let running = Running::start(prepared.path())?;
    let times = run(&running, &prepared, jobs)?;
    report("sealed visit of 250 answers, 8 clients", &times, &running, 1_000.0, Some(50.0))
}

/// One sealed visit for each task of each pair.
pub fn sealed_jobs(prepared: &Prepared) -> Result<Vec<Vec<Job>>, Failure> {
    prepared
        .pairs
        .iter()
        .zip(&prepared.tasks)
        .map(|(pair, tasks)| {
            tasks
                .iter()
                .map(|task| sealed_parcel(pair, task, &prepared.checklist, no_photo()).map(Job::parcel))
                .collect()
        })
        .collect()
}

fn draft_jobs(prepared: &Prepared, pushes: usize, changes: usize) -> Result<Vec<Vec<Job>>, Failure> {
    let mut jobs = Vec::new();
    for (pair, tasks) in prepared.pairs.iter().zip(&prepared.tasks) {
        let mut mine = Vec::new();
        for task in tasks {
            let parcels = draft_parcels(pair, task, &prepared.checklist, pushes, changes)?;
            mine.extend(parcels.into_iter().map(Job::parcel));
        }
        jobs.push(mine);
    }
    Ok(jobs)
}

/// Draft pushes of 10 changes through the gate, on visits that grow to 100 changes.
pub fn drafts() -> Result<(), Failure> {
    let prepared = Prepared::new(8, 60, 40)?;
    let jobs = draft_jobs(&prepared, 10, 10)?;
    let running = Running::start(prepared.path())?;
    let times = run(&running, &prepared, jobs)?;
    report("draft push of 10 changes, 8 clients", &times, &running, 500.0, None)
}

/// Whole visits of 400 changes in one push.
pub fn whole_visits() -> Result<(), Failure> {
    let prepared = Prepared::new(8, 150, 40)?;
    let jobs = draft_jobs(&prepared, 1, 400)?;
    let running = Running::start(prepared.path())?;
    let times = run(&running, &prepared, jobs)?;
    report("whole visit of 400 changes, 8 clients", &times, &running, 120.0, None)
}

/// Sealed visits of 250 answers with one photograph of 1 MiB each, 4 clients.
pub fn photos() -> Result<(), Failure> {
    const PHOTO_BYTES: usize = 1024 * 1024;
    let prepared = Prepared::new(4, 300, 250)?;
    let mut jobs = Vec::new();
    for (pair, tasks) in prepared.pairs.iter().zip(&prepared.tasks) {
        let mut mine = Vec::new();
        for task in tasks {
            // Bytes that no compression shortens, different for every task.
            let seed = EvidenceHash::of(task.id.as_bytes());
            let file: Vec<u8> = (0..PHOTO_BYTES / 32)
                .flat_map(|block| {
                    *EvidenceHash::of(&[seed.as_bytes(), &block.to_be_bytes()[..]].concat()).as_bytes()
                })
                .collect();
            let hash = EvidenceHash::of(&file);
            let parcel = sealed_parcel(pair, task, &prepared.checklist, (hash, PHOTO_BYTES as u64))?;
            mine.push(Job { parcel, file: Some((hash, task.visit(), Bytes::from(file))) });
        }
        jobs.push(mine);
    }
    let running = Running::start(prepared.path())?;
    let times = run(&running, &prepared, jobs)?;
    report("visit of 250 answers with a 1 MiB photo, 4 clients", &times, &running, 150.0, None)
}
