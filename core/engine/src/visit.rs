//! A visit put together for its screens.

use crate::content::Shelf;
use crate::edit::Seen;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::roster::Roster;
use crate::use_case::quiz::has_quiz;
use crate::view::{
    AnswerView, EvidenceView, FilePlace, FindingView, GivenAnswer, ItemView, SealView, SectionView,
    VisitCounts, VisitRow, VisitStanding, VisitView,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use zhian_domain::answer::{Answer, AnswerState};
use zhian_domain::checklist::{Item, Stage};
use zhian_domain::completeness::{Completeness, completeness, conformity, evidence_needed};
use zhian_domain::evidence::{Evidence, EvidencePurpose};
use zhian_domain::finding::Finding;
use zhian_domain::id::{ContentHash, ItemId, VisitId};
use zhian_domain::outcome::{Outcome, outcome};
use zhian_domain::seal::{SealObstacle, seal};
use zhian_domain::task::{Task, TaskStanding};
use zhian_domain::visit::VisitContent;
use zhian_protocol::canonical::{self, ReadSeal};
use zhian_protocol::parcel::Parcel;
use zhian_protocol::published::TaskRecord;
use zhian_store::{FileState, Handle, ParcelOrigin, Source, VisitState};

pub(crate) mod guide;
mod people;

/// Name under which the typed text of an item's note is kept.
pub(crate) fn note_field(item: &ItemId) -> String {
    format!("note/{item}")
}

/// A known seal with what it holds.
pub(crate) struct KnownSeal {
    pub(crate) digest: ContentHash,
    pub(crate) parcel: ContentHash,
    pub(crate) payload: Vec<u8>,
    pub(crate) read: ReadSeal,
}

/// The seal of a visit; `None` for a draft. The office keeps one: where two were made without knowing of each other,
/// the one that it has holds, else the earlier one.
///
/// Errors: `engine.internal` if its parcel is gone; seals are never purged.
pub(crate) fn known_seal<S: Source>(
    store: &Handle<S>,
    visit: &VisitId,
) -> Result<Option<KnownSeal>, EngineError> {
    let mut seal: Option<zhian_store::Sealed> = None;
    for one in store.seals(visit)? {
        let from_office = store.parcel(&one.parcel)?.is_some_and(|kept| kept.origin == ParcelOrigin::Server);
        if one.receipt_position.is_some() || from_office {
            seal = Some(one);
            break;
        }
        seal = seal.or(Some(one));
    }
    let Some(seal) = seal else { return Ok(None) };
    let stored = store.parcel(&seal.parcel)?.and_then(|parcel| parcel.bytes);
    let bytes = stored.ok_or_else(|| EngineError::Internal {
        detail: format!("parcel {} of the seal of visit {visit} is not here", seal.parcel),
    })?;
    let payload = Parcel::read(&bytes)?.payload.to_vec();
    let read = canonical::read_sealed(&payload)?;
    Ok(Some(KnownSeal { digest: seal.digest, parcel: seal.parcel, payload, read }))
}

/// The task of a visit, pinned to the visit's checklist version: a later revision of the task may name a newer one.
pub(crate) fn pinned_task<S: Source>(
    store: &Handle<S>,
    row: &zhian_store::VisitRow,
) -> Result<Task, EngineError> {
    let stored = store.task(&row.task)?.ok_or(EngineError::UnknownTask { task: row.task })?;
    let task = Task::try_from(TaskRecord::read(&stored.bytes)?)?;
    Ok(Task { checklist: row.checklist, ..task })
}

/// Where a ledger position of sealed bytes is noted.
pub(crate) fn ledger_note(digest: &ContentHash) -> String {
    format!("ledger.{digest}")
}

/// Position of some sealed bytes in the office's ledger, once the office told.
pub(crate) fn ledger_position<S: Source>(
    store: &Handle<S>,
    digest: &ContentHash,
) -> Result<Option<u64>, EngineError> {
    let Some(bytes) = store.note(&ledger_note(digest))? else { return Ok(None) };
    let position = bytes.get(..8).and_then(|first| first.try_into().ok()).map(u64::from_be_bytes);
    position.map(Some).ok_or_else(|| EngineError::Internal {
        detail: format!("the ledger position of {digest} cannot be read"),
    })
}

pub(crate) fn counts(summary: &zhian_store::VisitSummary) -> VisitCounts {
    VisitCounts {
        items: summary.items,
        answered: summary.answered,
        open_items: summary.open,
        conflicts: summary.conflicts,
        findings: summary.findings,
        evidence: summary.evidence,
    }
}

/// Views of one visit, with names looked up once.
pub(crate) struct Scene<'a> {
    engine: &'a Engine,
    roster: Arc<Roster>,
    seen: &'a Seen,
    missing: Completeness,
    /// Items that are not asked now.
    not_asked: BTreeSet<ItemId>,
    /// What the regulator published.
    shelf: Arc<Shelf>,
    /// Pictures and clips that are here, with their sizes.
    media_here: BTreeMap<ContentHash, u64>,
}

impl Engine {
    /// A visit as a line of a list.
    pub(crate) fn row_view(&self, row: &zhian_store::VisitRow) -> Result<VisitRow, EngineError> {
        Ok(VisitRow {
            visit: row.visit,
            task: row.task,
            sealed: row.state == VisitState::Sealed,
            version: self.version_standing(row)?,
            started: row.started_at,
            counts: counts(&row.summary),
        })
    }

    /// What a visit holds now: the sealed bytes once there are any, else the draft.
    pub(crate) fn see(&self, visit: &VisitId) -> Result<Seen, EngineError> {
        let row = self.visit_row(visit)?;
        if row.state == VisitState::Sealed {
            let seal = known_seal(&self.store, visit)?.ok_or_else(|| EngineError::Internal {
                detail: format!("visit {visit} is sealed without a seal"),
            })?;
            let checklist = crate::engine::lock(&self.drafts).checklist(&self.store, &row.checklist)?;
            return Ok(Seen { row, content: Arc::new(seal.read.content), checklist });
        }
        let held = self.held(&row)?;
        Ok(Seen { row, content: held.content, checklist: held.checklist })
    }

    /// Views of what was seen.
    pub(crate) fn scene<'a>(&'a self, seen: &'a Seen) -> Result<Scene<'a>, EngineError> {
        let missing = completeness(&seen.checklist, &seen.content);
        let not_asked = missing.not_asked.iter().cloned().collect();
        let (shelf, media_here) = Scene::prepare(self)?;
        Ok(Scene { engine: self, roster: self.roster()?, seen, missing, not_asked, shelf, media_here })
    }
}

impl Scene<'_> {
    fn content(&self) -> &VisitContent {
        &self.seen.content
    }

    /// One item. Errors: `engine.unknown-item`.
    pub(crate) fn item(&self, id: &ItemId) -> Result<ItemView, EngineError> {
        let item =
            self.seen.checklist.item(id).ok_or_else(|| EngineError::UnknownItem { item: id.clone() })?;
        let typed = self.engine.store.draft_text(&self.seen.row.visit, &note_field(id))?;
        self.item_view(item, typed)
    }

    fn item_view(&self, item: &Item, note_draft: Option<String>) -> Result<ItemView, EngineError> {
        let content = self.content();
        let answer = self.answer(item);
        let judged = match &answer {
            AnswerView::One(given) => given.judged,
            AnswerView::None | AnswerView::Differing(_) => None,
        };
        let evidence =
            content.evidence_of(&item.id).map(|one| self.evidence(one)).collect::<Result<_, _>>()?;
        let missing = &self.missing;
        let open = missing.open.contains(&item.id)
            || missing.conflicts.contains(&item.id)
            || missing.lacking_evidence.iter().any(|one| one.item == item.id)
            || missing.bad_fields.iter().any(|one| one.item == item.id);
        let asked = !self.not_asked.contains(&item.id);
        Ok(ItemView {
            asked,
            has_quiz: has_quiz(item),
            later: asked && item.gate == Some(Stage::After),
            because: self.because(item),
            citations: self.citations(item),
            consequences: self.consequences(item),
            hints: self.hints(item),
            readings: self.readings(item, &answer),
            faults: self.faults(item, &answer),
            item: item.clone(),
            answer,
            note: content.notes.get(&item.id).cloned().unwrap_or_default(),
            note_draft,
            evidence,
            evidence_needed: if asked { evidence_needed(item, judged) } else { 0 },
            findings: self.findings(|finding| finding.item == item.id),
            open,
        })
    }

    fn answer(&self, item: &Item) -> AnswerView {
        match self.content().answers.get(&item.id) {
            None => AnswerView::None,
            Some(AnswerState::One(answer)) => AnswerView::One(self.given(item, answer)),
            Some(AnswerState::Differing(answers)) => {
                AnswerView::Differing(answers.iter().map(|answer| self.given(item, answer)).collect())
            }
        }
    }

    fn given(&self, item: &Item, answer: &Answer) -> GivenAnswer {
        GivenAnswer {
            value: answer.value.clone(),
            by: self.roster.officer(&answer.by),
            device: answer.device,
            at: answer.at,
            judged: conformity(item, &answer.value),
            settles: answer.settles.clone(),
        }
    }

    /// One evidence file.
    pub(crate) fn evidence(&self, evidence: &Evidence) -> Result<EvidenceView, EngineError> {
        let row = self.engine.store.evidence(&evidence.hash)?;
        let path = || FilePlace::Here { path: self.engine.store.files().path(&evidence.hash) };
        Ok(EvidenceView {
            maker: self.roster.officer(&evidence.maker),
            file: match row.as_ref().map(|row| row.file) {
                Some(FileState::Here) => path(),
                Some(FileState::Purged) => FilePlace::Purged,
                Some(FileState::Absent) | None => FilePlace::Absent,
            },
            sent_bytes: row.as_ref().map_or(0, |row| row.server_offset),
            safe: row.is_some_and(|row| row.server_complete),
            evidence: evidence.clone(),
        })
    }

    fn evidence_for(
        &self,
        wanted: impl Fn(&EvidencePurpose) -> bool,
    ) -> Result<Vec<EvidenceView>, EngineError> {
        let files = self.content().evidence.values().filter(|one| wanted(&one.purpose));
        files.map(|one| self.evidence(one)).collect()
    }

    fn findings(&self, wanted: impl Fn(&Finding) -> bool) -> Vec<FindingView> {
        let found = self.content().findings.values().filter(|one| wanted(one));
        found.map(|one| self.finding(one)).collect()
    }

    /// One finding.
    pub(crate) fn finding(&self, finding: &Finding) -> FindingView {
        FindingView { finding: finding.clone(), by: self.roster.officer(&finding.by) }
    }

    fn sections(&self) -> Result<Vec<SectionView>, EngineError> {
        let mut typed: BTreeMap<String, String> =
            self.engine.store.draft_texts(&self.seen.row.visit)?.into_iter().collect();
        let mut sections = Vec::new();
        for section in &self.seen.checklist.sections {
            let mut items = Vec::new();
            for item in &section.items {
                items.push(self.item_view(item, typed.remove(&note_field(&item.id)))?);
            }
            sections.push(SectionView { id: section.id.clone(), title: section.title.clone(), items });
        }
        Ok(sections)
    }

    fn standing(&self) -> Result<VisitStanding, EngineError> {
        let store = &self.engine.store;
        let Some(seal) = known_seal(store, &self.seen.row.visit)? else { return Ok(VisitStanding::Draft) };
        Ok(VisitStanding::Sealed(SealView {
            digest: seal.digest,
            content_digest: canonical::content_digest(&seal.read.content)?,
            sealed_at: seal.read.sealed_at,
            ledger_position: ledger_position(store, &seal.digest)?,
        }))
    }

    pub(crate) fn obstacles(&self, task: &Task) -> Vec<SealObstacle> {
        if self.seen.row.state == VisitState::Sealed {
            return Vec::new();
        }
        let content = self.content().clone();
        // Without one content no signature can cover it, whatever digest stands for it here.
        let digest =
            canonical::content_digest(&content).unwrap_or_else(|_| ContentHash::of(b"no one content"));
        match seal(content, digest, Vec::new(), &self.seen.checklist, task) {
            Ok(_) => Vec::new(),
            Err(error) => error.reasons,
        }
    }

    /// Handwriting and refusal recordings.
    pub(crate) fn signature_files(&self) -> Result<Vec<EvidenceView>, EngineError> {
        self.evidence_for(|purpose| !purpose.is_content())
    }

    /// What follows from the answers.
    pub(crate) fn outcome(&self) -> Outcome {
        outcome(&self.seen.checklist, self.content())
    }

    /// Its figures.
    pub(crate) fn counts(&self) -> VisitCounts {
        counts(&crate::drafts::summary(&self.seen.checklist, self.content()))
    }

    /// Everything.
    pub(crate) fn visit(&self) -> Result<VisitView, EngineError> {
        let row = &self.seen.row;
        let task = pinned_task(&self.engine.store, row)?;
        let late = self.engine.store.late_changes(&row.visit)?.len();
        Ok(VisitView {
            visit: row.visit,
            task: row.task,
            version: self.engine.version_standing(row)?,
            standing: self.standing()?,
            participants: self.participants(&task),
            obstacles: self.obstacles(&task),
            title: task.title,
            enterprise_name: task.enterprise_name,
            site_address: task.site_address,
            withdrawn: match task.standing {
                TaskStanding::Active => None,
                TaskStanding::Withdrawn { reason } => Some(reason),
            },
            checklist: row.checklist,
            checklist_title: self.seen.checklist.title.clone(),
            composition: self.composition(),
            law_day: self.day(),
            law_version: self.shelf.law.as_ref().map(|law| law.version),
            asked: self.asked_counts(),
            sections: self.sections()?,
            scene: self.evidence_for(|purpose| *purpose == EvidencePurpose::Scene)?,
            signature_files: self.signature_files()?,
            findings: self.findings(|_| true),
            signatures: self.signatures(),
            counts: self.counts(),
            outcome: self.outcome(),
            open: self.missing.clone(),
            late_changes: u32::try_from(late).unwrap_or(u32::MAX),
        })
    }
}
