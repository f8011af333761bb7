//! The one thread that writes, with group commit.
//!
//! Requests queue; the thread takes what is queued, applies each unit within a savepoint of its own, commits once and
//! only then answers. So a unit costs a share of one disk flush, and an answer always means durable.

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
    let mut waiting = Vec::with_capacity(batch.len());
    let mut outcome = connection.execute_batch("BEGIN IMMEDIATE").map_err(DbError::from);
    let mut moment = match &outcome {
        Ok(()) => Moment::read(connection).inspect_err(|cause| outcome = Err(copy_of(cause))).ok(),
        Err(_) => None,
    };
    for request in batch {
        let (reply, answer) = match (&outcome, moment.as_mut()) {
            (Ok(()), Some(moment)) => take(connection, moment, request),
            (failed, _) => {
                let cause = failed.as_ref().err().map_or(DbError::Closed, copy_of);
                (reply_of(request), Err(cause))
            }
        };
        // A full disk may have ended the whole transaction: nothing of it is there any more.
        if outcome.is_ok() && connection.is_autocommit() {
            outcome = Err(answer.as_ref().err().map_or(DbError::Closed, copy_of));
        }
        waiting.push((reply, answer));
    }
    if outcome.is_ok() {
        outcome = connection.execute_batch("COMMIT").map_err(DbError::from);
    }
    if !connection.is_autocommit() {
        let _undone = connection.execute_batch("ROLLBACK");
    }
    for (reply, answer) in waiting {
        let answer = match (&outcome, answer) {
            (Err(cause), Ok(_)) => Err(copy_of(cause)),
            (_, answer) => answer,
        };
        // A caller that has gone away learns the same from its next request.
        let _gone = reply.send(answer);
    }
}

type Answer = (SyncSender<Result<Unit, DbError>>, Result<Unit, DbError>);

fn take(connection: &Connection, moment: &mut Moment, request: Request) -> Answer {
    match request {
        Request::Append { unit, at, reply } => {
            let before = *moment;
            let answer = intake::unit(connection, moment, &unit, at);
            if !matches!(answer, Ok(Unit::Done(_))) {
                *moment = before;
            }
            (reply, answer)
        }
        Request::Pulse { reply } => {
            let written = connection.execute(
                "INSERT INTO pulse (only_row, beats) VALUES (1, 1)
                 ON CONFLICT (only_row) DO UPDATE SET beats = beats + 1",
                [],
            );
            (reply, written.map(|_| Unit::Done(Vec::new())).map_err(DbError::from))
        }
    }
}

fn reply_of(request: Request) -> SyncSender<Result<Unit, DbError>> {
    match request {
        Request::Append { reply, .. } | Request::Pulse { reply } => reply,
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
