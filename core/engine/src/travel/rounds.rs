//! The rounds of one exchange: plan, ask, store the answer, until nothing is left to do.

use super::http::{self, Bytes};
use super::published::{FEED_LIFE, directory_changes};
use super::{check, queue};
use crate::engine::{Engine, lock};
use crate::error::EngineError;
use crate::port::Method;
use crate::roster::Me;
use crate::view::{SafetyView, SyncEnd, SyncReport};
use crate::watch::{Stage, Watch};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_protocol::limits::{HEAD_CHECKS_PER_REQUEST_MAX, WANTED_PER_REQUEST_MAX};
use zhian_protocol::plan::{Waiting, next_push};
use zhian_protocol::sync::{self, Cursor, HeadCheck, SyncRequest, SyncResponse};
use zhian_protocol::{frame, version};
use zhian_store::{ItemKind, Outbound, OutboxItem, ServerCursor};

mod answer;
mod items;
mod repair;

use items::Happened;

/// Outbox rows looked at in one piece.
const OUTBOX_ROWS: u32 = 512;

/// A clock further from the office's than this is put on record.
const SKEW_MS_MAX: i64 = 5 * 60 * 1000;

/// What an exchange sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sends {
    /// Nothing: the feed is only read.
    Nothing,
    /// Changes and seals; evidence waits.
    Work,
    /// Changes, seals and evidence.
    WorkAndFiles,
}

/// One exchange, and what it has learnt so far.
pub(crate) struct Exchange<'a> {
    pub(super) engine: &'a Engine,
    pub(super) me: Arc<Me>,
    pub(super) watch: &'a Watch,
    pub(super) report: SyncReport,
    /// What became of each thing, for the report.
    pub(super) happened: Happened,
    /// Number of the newest notice before this exchange.
    notices_before: u64,
    /// What is sent, if anything.
    sends: Sends,
    /// Parcels that are not sent again in this exchange: the office waits for something it does not get.
    held_back: BTreeSet<ContentHash>,
    /// Visits of which everything was queued again once in this exchange.
    requeued: BTreeSet<VisitId>,
    /// Parcels that were asked for in this exchange.
    asked: BTreeSet<ContentHash>,
    /// Parcels to send whether the outbox has them or not: a repair.
    extra: Vec<ContentHash>,
    /// Visits whose heads were asked about again, after the feed had explained a difference.
    asked_again: BTreeSet<VisitId>,
    /// Visits that a repair was considered for.
    repaired: BTreeSet<VisitId>,
    /// Visits whose heads the office did not confirm.
    unconfirmed: BTreeSet<VisitId>,
    skew_on_record: bool,
    /// Whether more of the feed waits: heads are compared when it is read.
    more: bool,
}

/// What one request carries.
struct Round {
    push: Vec<ContentHash>,
    bodies: Vec<Vec<u8>>,
    want: Vec<ContentHash>,
    checks: Vec<HeadCheck>,
    /// Visits that the pushed parcels are about: their heads come with the answer.
    pushed: BTreeSet<VisitId>,
}

impl Round {
    /// Compares the heads that came with the answer, as if they had been asked about. Of a visit that the answer does
    /// not tell of nothing is known.
    fn compare_pushed(&mut self, response: &mut SyncResponse) {
        let pushed = &self.pushed;
        self.checks.retain(|own| {
            let office = response.heads.iter().find(|one| one.visit == own.visit);
            if office.is_some_and(|office| office.heads != own.heads) {
                response.differing.push(own.visit);
            }
            office.is_some() || !pushed.contains(&own.visit)
        });
    }
}

impl<'a> Exchange<'a> {
    pub(crate) fn new(engine: &'a Engine, watch: &'a Watch, sends: Sends) -> Result<Self, EngineError> {
        let report = SyncReport {
            end: SyncEnd::Complete,
            round_trips: 0,
            bytes_up: 0,
            bytes_down: 0,
            parcels_acknowledged: 0,
            files_acknowledged: 0,
            file_bytes_sent: 0,
            changes_received: 0,
            seals_received: 0,
            published_received: 0,
            quarantined: 0,
            waiting: 0,
            rollback: false,
            differing: Vec::new(),
            skew_ms: None,
            not_safe: SafetyView::default(),
            published: BTreeMap::new(),
            items: Vec::new(),
            files_held_back: false,
        };
        Ok(Self {
            engine,
            me: engine.me()?,
            watch,
            report,
            happened: Happened::default(),
            notices_before: 0,
            sends,
            held_back: BTreeSet::new(),
            requeued: BTreeSet::new(),
            asked: BTreeSet::new(),
            extra: Vec::new(),
            asked_again: BTreeSet::new(),
            repaired: BTreeSet::new(),
            unconfirmed: BTreeSet::new(),
            skew_on_record: false,
            more: false,
        })
    }

    /// Runs it to its end. A cut line and a stop are ends, not errors.
    pub(crate) fn run(mut self) -> Result<SyncReport, EngineError> {
        self.notices_before = self.newest_notice()?;
        self.report.end = match self.work() {
            Ok(()) => SyncEnd::Complete,
            Err(EngineError::Cancelled) => SyncEnd::Cancelled,
            Err(EngineError::Transport(cause)) => {
                SyncEnd::Cut { code: cause.code(), detail: cause.to_string() }
            }
            // The office is there and cannot serve now: as good as a cut line, and nobody here can mend it.
            Err(ref cause @ EngineError::Refused { status, .. }) if status >= 500 || status == 429 => {
                SyncEnd::Cut { code: cause.code(), detail: cause.to_string() }
            }
            Err(other) => return Err(other),
        };
        self.report.waiting = queue::waiting(&self.engine.store)?.len() as u64;
        self.report.differing = self.differing();
        self.report.not_safe = self.engine.not_safe()?;
        self.tell_items()?;
        Ok(self.report)
    }

    fn work(&mut self) -> Result<(), EngineError> {
        if self.sends != Sends::Nothing {
            self.engine.sign_waiting()?;
        }
        self.rounds()?;
        if self.sends == Sends::WorkAndFiles && self.upload_all()? {
            // A seal may have waited at the office for its files.
            self.held_back.clear();
            if self.parcels_wait()? {
                self.rounds()?;
            }
        }
        Ok(())
    }

    /// Rounds until the feed is read, the outbox has nothing that can go, and the heads were compared.
    fn rounds(&mut self) -> Result<(), EngineError> {
        loop {
            if self.watch.is_cancelled() {
                return Err(EngineError::Cancelled);
            }
            let mut round = self.plan()?;
            let (mut response, bytes) = self.ask(&round)?;
            round.compare_pushed(&mut response);
            self.report.round_trips += 1;
            self.report.bytes_up += bytes.up;
            self.report.bytes_down += bytes.down;
            self.store_answer(&round, &response)?;
            self.watch.tell(
                Stage::Parcels,
                "",
                self.report.parcels_acknowledged,
                self.report.parcels_acknowledged,
            );
            if !self.goes_on(&round, &response)? {
                return Ok(());
            }
        }
    }

    /// Whether another round would bring something.
    fn goes_on(&mut self, round: &Round, response: &SyncResponse) -> Result<bool, EngineError> {
        self.more = response.more;
        if response.more || response.rollback {
            return Ok(true);
        }
        if self.parcels_wait()? || !self.wants()?.is_empty() {
            return Ok(true);
        }
        // Heads that differ although everything was exchanged: once more after what this round brought, then repair.
        self.compare(round, response)
    }

    fn plan(&mut self) -> Result<Round, EngineError> {
        let store = &self.engine.store;
        let (mut push, mut all_go) = (Vec::new(), true);
        if self.sends != Sends::Nothing {
            let mut waiting = Vec::new();
            for digest in &self.extra {
                if let Some(parcel) = store.parcel(digest)?.filter(|one| one.bytes.is_some()) {
                    waiting.push(Waiting {
                        digest: *digest,
                        bytes: usize::try_from(parcel.size).unwrap_or(usize::MAX),
                    });
                }
            }
            for item in self.sendable()? {
                let (Outbound::Draft(digest) | Outbound::Sealed(digest)) = item.item else { continue };
                if !self.extra.contains(&digest) {
                    waiting.push(Waiting { digest, bytes: usize::try_from(item.size).unwrap_or(usize::MAX) });
                }
            }
            push = next_push(&waiting);
            all_go = push.len() == waiting.len();
        }
        self.extra.retain(|digest| !push.contains(digest));
        let (mut bodies, mut pushed) = (Vec::with_capacity(push.len()), BTreeSet::new());
        for digest in &push {
            let gone = || EngineError::Internal {
                detail: format!("parcel {digest} is queued and its bytes are gone"),
            };
            let parcel = store.parcel(digest)?.ok_or_else(gone)?;
            pushed.insert(parcel.visit);
            bodies.push(parcel.bytes.ok_or_else(gone)?);
        }
        // While more is to be sent the heads must differ: comparing them would say nothing.
        let checks = if self.sends != Sends::Nothing && all_go && !self.more {
            check::due(store, self.engine.now().device.unix_ms(), HEAD_CHECKS_PER_REQUEST_MAX)?
        } else {
            Vec::new()
        };
        let want = self.wants()?;
        self.asked.extend(&want);
        Ok(Round { push, bodies, want, checks, pushed })
    }

    fn wants(&self) -> Result<Vec<ContentHash>, EngineError> {
        let store = &self.engine.store;
        let all = [queue::wanted(store)?, queue::lacking(store)?].concat();
        Ok(all.into_iter().filter(|one| !self.asked.contains(one)).take(WANTED_PER_REQUEST_MAX).collect())
    }

    /// Queued parcels that are not held back, oldest first; at least one request full of them.
    fn sendable(&self) -> Result<Vec<OutboxItem>, EngineError> {
        let mut found = Vec::new();
        for kind in [ItemKind::Draft, ItemKind::Sealed] {
            let mut after = 0;
            loop {
                let rows = self.engine.store.outbox_of(kind, after, OUTBOX_ROWS)?;
                let Some(last) = rows.last() else { break };
                after = last.position;
                found.extend(rows.into_iter().filter(|row| !self.is_held_back(row)));
                if found.len() >= OUTBOX_ROWS as usize {
                    break;
                }
            }
        }
        found.sort_unstable_by_key(|row| row.position);
        Ok(found)
    }

    fn is_held_back(&self, row: &OutboxItem) -> bool {
        self.held_back.contains(&ContentHash::from_bytes(*row.item.hash()))
    }

    fn parcels_wait(&self) -> Result<bool, EngineError> {
        Ok(self.sends != Sends::Nothing && (!self.extra.is_empty() || !self.sendable()?.is_empty()))
    }

    fn ask(&self, round: &Round) -> Result<(SyncResponse, Bytes), EngineError> {
        let cursor = self.engine.store.cursor()?;
        let request = SyncRequest {
            oldest: version::OLDEST,
            newest: version::NEWEST,
            cursor: cursor.map(|one| Cursor { epoch: one.epoch, seq: one.seq, head: one.head }.mark()),
            push: round.bodies.clone(),
            want: round.want.clone(),
            device_unix_ms: self.engine.now().device.unix_ms(),
            checks: round.checks.iter().filter(|one| !round.pushed.contains(&one.visit)).copied().collect(),
        };
        let to = http::request(&self.me, Method::Post, sync::PATH.to_owned());
        let (body, bytes) = self.engine.post(to, frame::write(&request)?, self.watch)?;
        let response: SyncResponse = frame::read(&body)?;
        let named: Vec<ContentHash> = response.receipts.iter().map(|receipt| receipt.digest).collect();
        // A receipt settles only what it names; an answer to another question settles nothing.
        if named != round.push {
            let detail =
                format!("{} receipts do not name the {} parcels sent", named.len(), round.push.len());
            return Err(EngineError::Answer { detail });
        }
        self.check_progress(cursor.as_ref(), &response)?;
        Ok((response, bytes))
    }

    /// An answer that leads nowhere would be asked for for ever.
    fn check_progress(
        &self,
        cursor: Option<&ServerCursor>,
        response: &SyncResponse,
    ) -> Result<(), EngineError> {
        let wrong = |detail: &str| Err(EngineError::Answer { detail: detail.to_owned() });
        let same_epoch = cursor.filter(|one| one.epoch == response.cursor.epoch && !response.rollback);
        if same_epoch.is_some_and(|one| one.seq > response.cursor.seq) {
            return wrong("the cursor went back without a rollback");
        }
        if response.more && same_epoch.is_some_and(|one| one.seq == response.cursor.seq) {
            return wrong("more is said to wait, and the cursor does not move");
        }
        if response.rollback && self.report.rollback {
            return wrong("a second rollback in one exchange");
        }
        Ok(())
    }

    /// Applies the directory's part first: it is a file of its own, and what is applied twice is applied once.
    fn apply_directory(&self, response: &SyncResponse) -> Result<(), EngineError> {
        let life = self.life()? + u64::from(response.rollback);
        let changes = directory_changes(&response.feed, life, response.cursor.epoch);
        if !changes.is_empty() {
            self.engine.store.directory().apply(&changes, |_| {})?;
        }
        Ok(())
    }

    fn life(&self) -> Result<u64, EngineError> {
        let bytes = self.engine.store.note(FEED_LIFE)?;
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
    }

    fn roster_changed(&self) {
        self.engine.forget_roster();
    }

    pub(super) fn drafts(&self) -> std::sync::MutexGuard<'_, crate::drafts::Drafts> {
        lock(&self.engine.drafts)
    }
}
