//! The one thread that writes, with group commit.
//!
//! Requests queue; the thread takes what is queued, applies it, commits once and only then answers. So a unit costs a
//! share of one disk flush, and an answer always means durable. A unit that fails takes nobody with it: then the batch is
//! applied again, each unit within a savepoint of its own.

use super::intake::{self, Moment};
use crate::db::{DbError, Intake, Unit};
use rusqlite::Connection;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use zhian_domain::time::Timestamp;

/// Most units in one commit: bounds how long the first one waits.
const UNITS_PER_COMMIT_MAX: usize = 256;

/// Units that may wait before callers wait to queue.
const QUEUE_MAX: usize = 1024;

enum Request {
    Append { unit: Vec<Intake>, at: Timestamp, reply: SyncSender<Result<Unit, DbError>> },
    Pulse { reply: SyncSender<Result<Unit, DbError>> },
}

/// Handle of the writer thread. Dropping it finishes what is queued.
pub(super) struct Writer {
    queue: Option<SyncSender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Connection) -> Result<Self, DbError> {
        let (queue, requests) = sync_channel(QUEUE_MAX);
        let thread = std::thread::Builder::new()
            .name("zhian-writer".to_owned())
            .spawn(move || run(&connection, &requests))
            .map_err(|cause| DbError::Failed { detail: cause.to_string() })?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Queues a unit and waits until it is durable or refused.
    pub(super) fn append(&self, unit: Vec<Intake>, at: Timestamp) -> Result<Unit, DbError> {
        if unit.is_empty() {
            return Ok(Unit::Done(Vec::new()));
        }
        self.ask(|reply| Request::Append { unit, at, reply })
    }

    /// Writes something harmless. Errors: why writing does not work.
    pub(super) fn pulse(&self) -> Result<(), DbError> {
        self.ask(|reply| Request::Pulse { reply }).map(|_| ())
    }

    fn ask(
        &self,
        request: impl FnOnce(SyncSender<Result<Unit, DbError>>) -> Request,
    ) -> Result<Unit, DbError> {
        let (reply, answer) = sync_channel(1);
        let queue = self.queue.as_ref().ok_or(DbError::Closed)?;
        queue.send(request(reply)).map_err(|_| DbError::Closed)?;
        answer.recv().map_err(|_| DbError::Closed)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the writer was already answered to its callers as `Closed`.
            let _ended = thread.join();
        }
    }
}

fn run(connection: &Connection, requests: &Receiver<Request>) {
    while let Ok(first) = requests.recv() {
        let mut batch = vec![first];
        while batch.len() < UNITS_PER_COMMIT_MAX {
            match requests.try_recv() {
                Ok(next) => batch.push(next),
                Err(_) => break,
            }
        }
        commit_together(connection, batch);
    }
    // Leaves the file without a log for whoever opens it next; a failure costs nothing but that.
    let _moved = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

fn commit_together(connection: &Connection, batch: Vec<Request>) {
    let whole = commit(connection, &batch, Keep::All).and_then(|answers| match answers {
        Some(answers) => Ok(answers),
        // Rare: one of them moved or failed. Again, each with a savepoint of its own.
        None => Ok(commit(connection, &batch, Keep::Each)?.unwrap_or_default()),
    });
    let mut answers = match whole {
        Ok(answers) => answers.into_iter().map(Some).collect(),
        Err(cause) => batch.iter().map(|_| Some(Err(copy_of(&cause)))).collect::<Vec<_>>(),
    }
    .into_iter();
    for request in batch {
        let (Request::Append { reply, .. } | Request::Pulse { reply }) = request;
        let answer = answers.next().flatten().unwrap_or(Err(DbError::Closed));
        // A caller that has gone away learns the same from its next request.
        let _gone = reply.send(answer);
    }
}

/// What survives of a batch in which one unit moves or fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// All or nothing: without savepoints, which cost a copy of every page they touch.
    All,
    /// Every unit but that one.
    Each,
}

type Answers = Vec<Result<Unit, DbError>>;

/// Applies a batch and commits it. `None`: nothing was stored, since not all of it could be. Errors: nothing was stored.
fn commit(connection: &Connection, batch: &[Request], keep: Keep) -> Result<Option<Answers>, DbError> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let applied = apply(connection, batch, keep);
    let committed = match &applied {
        Ok(Some(_)) => connection.execute_batch("COMMIT").map_err(DbError::from),
        _ => Ok(()),
    };
    if !connection.is_autocommit() {
        let _undone = connection.execute_batch("ROLLBACK");
    }
    committed.and(applied)
}

fn apply(connection: &Connection, batch: &[Request], keep: Keep) -> Result<Option<Answers>, DbError> {
    let mut moment = Moment::read(connection)?;
    let mut answers = Vec::with_capacity(batch.len());
    for request in batch {
        let before = moment;
        let answer = take(connection, &mut moment, request, keep);
        // A full disk may have ended the whole transaction: nothing of it is there any more.
        if connection.is_autocommit() {
            return Err(answer.err().unwrap_or(DbError::Closed));
        }
        if !matches!(answer, Ok(Unit::Done(_))) {
            if keep == Keep::All {
                return Ok(None);
            }
            moment = before;
        }
        answers.push(answer);
    }
    Ok(Some(answers))
}

fn take(
    connection: &Connection,
    moment: &mut Moment,
    request: &Request,
    keep: Keep,
) -> Result<Unit, DbError> {
    match (request, keep) {
        (Request::Append { unit, at, .. }, Keep::All) => intake::apply(connection, moment, unit, *at),
        (Request::Append { unit, at, .. }, Keep::Each) => intake::unit(connection, moment, unit, *at),
        (Request::Pulse { .. }, _) => {
            connection.execute(
                "INSERT INTO pulse (only_row, beats) VALUES (1, 1)
                 ON CONFLICT (only_row) DO UPDATE SET beats = beats + 1",
                [],
            )?;
            Ok(Unit::Done(Vec::new()))
        }
    }
}

/// One failure of the disk is the answer to everyone in the batch.
fn copy_of(cause: &DbError) -> DbError {
    match cause {
        DbError::DiskFull => DbError::DiskFull,
        DbError::Busy => DbError::Busy,
        DbError::Damaged { detail } => DbError::Damaged { detail: detail.clone() },
        other => DbError::Failed { detail: other.to_string() },
    }
}
