//! Storing a unit: whole or not at all.

use super::feed::{self, Line};
use super::{content, people, projection, published, reading, visits};
use crate::db::{DbError, Intake, Taken, Unit};
use rusqlite::Connection;
use zhian_domain::id::ContentHash;
use zhian_domain::time::Timestamp;
use zhian_protocol::sync::FeedKind;

/// The ends of feed and ledger within the running transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// Last sequence number and running hash of the feed.
    pub(super) feed: (u64, ContentHash),
    /// Last position and running hash of the ledger.
    pub(super) ledger: (u64, ContentHash),
}

impl Moment {
    /// Reads both ends; must be called inside the transaction that writes.
    pub(super) fn read(db: &Connection) -> Result<Self, DbError> {
        Ok(Self { feed: feed::end(db)?, ledger: reading::ledger_end(db)? })
    }
}

/// What storing needs: the connection, the moment, and the server's time.
pub(super) struct Pen<'a> {
    pub(super) db: &'a Connection,
    pub(super) moment: &'a mut Moment,
    pub(super) at: Timestamp,
}

impl Pen<'_> {
    /// Stores contents. Returns their row.
    pub(super) fn item(&self, kind: FeedKind, digest: &ContentHash, bytes: &[u8]) -> Result<i64, DbError> {
        let mut insert =
            self.db.prepare_cached("INSERT INTO item (kind, digest, bytes) VALUES (?1, ?2, ?3)")?;
        insert.execute((kind.byte(), digest.as_bytes(), bytes))?;
        Ok(self.db.last_insert_rowid())
    }

    /// Publishes a line to its readers. Returns its sequence number.
    pub(super) fn publish(&mut self, line: &Line<'_>) -> Result<u64, DbError> {
        feed::publish(self.db, &mut self.moment.feed, line)
    }

    /// Stores contents and publishes them.
    pub(super) fn issue(
        &mut self,
        kind: FeedKind,
        digest: &ContentHash,
        bytes: &[u8],
        audience: &[[u8; 16]],
    ) -> Result<(i64, u64), DbError> {
        let item = self.item(kind, digest, bytes)?;
        let line = Line { kind: kind.byte(), digest: *digest, item, origin: None, visit: None, audience };
        Ok((item, self.publish(&line)?))
    }
}

/// Stores every intake of a unit within one savepoint.
pub(super) fn unit(
    db: &Connection,
    moment: &mut Moment,
    unit: &[Intake],
    at: Timestamp,
) -> Result<Unit, DbError> {
    run(db, "SAVEPOINT unit")?;
    let answer = apply(db, moment, unit, at);
    match &answer {
        Ok(Unit::Done(_)) => run(db, "RELEASE unit")?,
        Ok(Unit::Moved) => undo(db)?,
        // A full disk may have ended the whole transaction, and the savepoint with it.
        Err(_) if db.is_autocommit() => {}
        Err(_) => undo(db)?,
    }
    answer
}

/// Applies a unit. Unless it is done, what it has written must be undone by the caller.
pub(super) fn apply(
    db: &Connection,
    moment: &mut Moment,
    unit: &[Intake],
    at: Timestamp,
) -> Result<Unit, DbError> {
    let mut pen = Pen { db, moment, at };
    let mut taken = Vec::with_capacity(unit.len());
    for intake in unit {
        match one(&mut pen, intake)? {
            Some(done) => taken.push(done),
            None => return Ok(Unit::Moved),
        }
    }
    Ok(Unit::Done(taken))
}

fn undo(db: &Connection) -> Result<(), DbError> {
    run(db, "ROLLBACK TO unit")?;
    run(db, "RELEASE unit")
}

fn run(db: &Connection, statement: &str) -> Result<(), DbError> {
    db.prepare_cached(statement)?.execute([])?;
    Ok(())
}

/// `None` means that what the intake was judged against has changed.
fn one(pen: &mut Pen<'_>, intake: &Intake) -> Result<Option<Taken>, DbError> {
    match intake {
        Intake::Authority(record) => people::take_authority(pen, record).map(Some),
        Intake::Officer(record) => people::take_officer(pen, record).map(Some),
        Intake::Code(code) => people::take_code(pen, code).map(Some),
        Intake::CodeMissed { selector } => people::take_miss(pen, selector).map(Some),
        Intake::Enrol(enrolment) => people::take_enrolment(pen, enrolment),
        Intake::Revoke(device) => people::take_revocation(pen, device).map(Some),
        Intake::Checklist { hash, id, version, title, bytes } => {
            published::take_checklist(pen, hash, (id, *version, title), bytes).map(Some)
        }
        Intake::OfficeKey(secret) => content::take_office_key(pen, secret).map(Some),
        Intake::Content(record) => content::take_content(pen, record),
        Intake::Enterprise { authority, record } => {
            published::take_enterprise(pen, authority, record).map(Some)
        }
        Intake::Task(record) => published::take_task(pen, record),
        Intake::Draft(draft) => visits::take_draft(pen, draft),
        Intake::Sealed(seal) => visits::take_seal(pen, seal),
        Intake::SetAside(aside) => visits::take_aside(pen, aside).map(Some),
        Intake::Announce(claim) => reading::take_claim(pen, claim).map(Some),
        Intake::Complete { hash, visits, device } => reading::take_file(pen, hash, visits, device).map(Some),
        Intake::Rebuilt { visit, built_on, facts } => {
            if visits::chapter(pen.db, visit)? != *built_on {
                return Ok(None);
            }
            projection::replace(pen.db, visit, facts)?;
            Ok(Some(Taken::Stored(0)))
        }
        Intake::ForgetStrays => {
            projection::forget_strays(pen.db)?;
            Ok(Some(Taken::Stored(0)))
        }
    }
}
