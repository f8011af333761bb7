//! Drafts in memory: a small cache of what the change log adds up to.

use crate::error::EngineError;
use std::collections::HashMap;
use std::sync::Arc;
use zhian_domain::checklist::{self, Checklist};
use zhian_domain::completeness::completeness;
use zhian_domain::finding::FindingStatus;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_domain::visit::VisitContent;
use zhian_draft::{ActorId, ChangeHash, Draft, Genesis};
use zhian_store::{Change, Handle, PublishedKind, Source, VisitRow, VisitSnapshot, VisitSummary};

/// Drafts kept in memory: some 100 KiB each.
const DRAFTS_MAX: usize = 16;

/// How many changes may stand beside a snapshot before it is renewed. Reading them costs more than the snapshot, and
/// renewing takes some milliseconds and one write.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Patience {
    /// While answers are given: so seldom that ninety-nine of a hundred do not notice.
    Editing = 128,
    /// When a visit is opened.
    Opening = 32,
    /// After an exchange, when nobody waits.
    Resting = 0,
}

/// Runs of one author's changes that are let in one by one after a snapshot; beyond, the whole log is replayed.
const RUNS_AFTER_SNAPSHOT_MAX: usize = 4;

/// A draft with what was read out of it.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) draft: Draft,
    pub(crate) content: Arc<VisitContent>,
    pub(crate) checklist: Arc<Checklist>,
    /// Changes in the log that the kept snapshot does not cover.
    pub(crate) beside: usize,
    /// Place of the newest change in the log.
    pub(crate) last_seq: u64,
}

impl Held {
    /// A new snapshot, if one is worth its time.
    pub(crate) fn due_snapshot(&self, patience: Patience) -> Option<VisitSnapshot> {
        if self.beside <= patience as usize {
            return None;
        }
        // One that does not read back as the same draft is not kept: the log is the truth.
        let bytes = self.draft.snapshot().ok()?;
        Some(VisitSnapshot { upto_seq: self.last_seq, heads: heads_bytes(&self.draft.heads()), bytes })
    }
}

/// The cache. What is in it is replaced only after the transaction that stored the same.
#[derive(Default)]
pub(crate) struct Drafts {
    held: HashMap<VisitId, (u64, Held)>,
    checklists: HashMap<ContentHash, Arc<Checklist>>,
    clock: u64,
}

impl Drafts {
    /// The draft of a visit, from memory or from the log.
    pub(crate) fn get<S: Source>(&mut self, store: &Handle<S>, row: &VisitRow) -> Result<Held, EngineError> {
        self.clock += 1;
        let clock = self.clock;
        if let Some((used, held)) = self.held.get_mut(&row.visit) {
            *used = clock;
            return Ok(held.clone());
        }
        let checklist = self.checklist(store, &row.checklist)?;
        let held = load(store, row, checklist)?;
        self.put(row.visit, held.clone());
        Ok(held)
    }

    /// Replaces a draft: after the transaction that stored its changes.
    pub(crate) fn put(&mut self, visit: VisitId, held: Held) {
        self.clock += 1;
        self.held.insert(visit, (self.clock, held));
        while self.held.len() > DRAFTS_MAX {
            let oldest = self.held.iter().min_by_key(|(_, (used, _))| *used).map(|(visit, _)| *visit);
            if let Some(oldest) = oldest {
                self.held.remove(&oldest);
            }
        }
    }

    /// Every draft in memory.
    pub(crate) fn all(&self) -> Vec<Held> {
        self.held.values().map(|(_, held)| held.clone()).collect()
    }

    /// A draft must be read from the log again.
    pub(crate) fn forget(&mut self, visit: &VisitId) {
        self.held.remove(visit);
    }

    /// A checklist version. Errors: `engine.unknown-checklist` if it was not pulled yet.
    pub(crate) fn checklist<S: Source>(
        &mut self,
        store: &Handle<S>,
        hash: &ContentHash,
    ) -> Result<Arc<Checklist>, EngineError> {
        if let Some(checklist) = self.checklists.get(hash) {
            return Ok(Arc::clone(checklist));
        }
        let published = store
            .published(PublishedKind::Checklist, hash.as_bytes())?
            .ok_or(EngineError::UnknownChecklist { checklist: *hash })?;
        let file = format!("checklist {hash}");
        let text = String::from_utf8(published.bytes)
            .map_err(|_| EngineError::Answer { detail: format!("{file} is not UTF-8") })?;
        let checklist = Arc::new(checklist::load(&file, &text)?);
        self.checklists.insert(*hash, Arc::clone(&checklist));
        Ok(checklist)
    }
}

/// The heads of a snapshot, as they are stored.
fn heads_bytes(heads: &[ChangeHash]) -> Vec<u8> {
    heads.iter().flat_map(|head| *head.as_bytes()).collect()
}

fn heads_of(bytes: &[u8]) -> Option<Vec<ChangeHash>> {
    bytes.chunks(32).map(ChangeHash::from_slice).collect()
}

fn load<S: Source>(
    store: &Handle<S>,
    row: &VisitRow,
    checklist: Arc<Checklist>,
) -> Result<Held, EngineError> {
    let genesis = Genesis::of(row.task, row.checklist, &checklist);
    let (draft, beside, last_seq) = match from_snapshot(store, row, &genesis)? {
        Some(found) => found,
        None => {
            let log = store.changes(&row.visit, 0)?;
            let last = log.last().map_or(0, |change| change.seq);
            (Draft::replay(&genesis, log.iter().map(|change| &change.bytes))?, log.len(), last)
        }
    };
    let content = Arc::new(draft.content()?);
    Ok(Held { draft, content, checklist, beside, last_seq })
}

/// A draft from its snapshot and the few changes after it; `None` if the log must be replayed.
fn from_snapshot<S: Source>(
    store: &Handle<S>,
    row: &VisitRow,
    genesis: &Genesis,
) -> Result<Option<(Draft, usize, u64)>, EngineError> {
    let Some(snapshot) = store.snapshot(&row.visit)? else { return Ok(None) };
    let Some(heads) = heads_of(&snapshot.heads) else { return Ok(None) };
    // A snapshot is a cache: one that cannot be used is answered by the log, which is the truth.
    let Ok(mut draft) = Draft::restore(genesis, &snapshot.bytes, &heads) else { return Ok(None) };
    let after = store.changes(&row.visit, snapshot.upto_seq)?;
    let runs: Vec<&[Change]> = after.chunk_by(|one, next| one.actor == next.actor).collect();
    if runs.len() > RUNS_AFTER_SNAPSHOT_MAX {
        return Ok(None);
    }
    for run in runs {
        let actor = run.first().and_then(|change| ActorId::from_slice(&change.actor));
        let Some(actor) = actor else { return Ok(None) };
        let bytes: Vec<&[u8]> = run.iter().map(|change| change.bytes.as_slice()).collect();
        let Ok(admission) = draft.admit(&actor, &bytes) else { return Ok(None) };
        draft = admission.draft;
    }
    let last = after.last().map_or(snapshot.upto_seq, |change| change.seq);
    Ok(Some((draft, after.len(), last)))
}

/// Figures of a visit for lists.
pub(crate) fn summary(checklist: &Checklist, content: &VisitContent) -> VisitSummary {
    let missing = completeness(checklist, content);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let standing = content.findings.values().filter(|finding| finding.status == FindingStatus::Open);
    // What is not asked counts nowhere, answered before or not.
    let set_aside = missing.not_asked.iter().filter(|id| content.answers.contains_key(id)).count();
    VisitSummary {
        answered: count(content.answers.len().saturating_sub(set_aside)),
        items: count(checklist.items().count().saturating_sub(missing.not_asked.len())),
        open: count(missing.open.len()),
        conflicts: count(missing.conflicts.len()),
        findings: count(standing.count()),
        evidence: count(content.evidence.len()),
    }
}
