//! Pictures and clips that show how to check: fetched ahead within a budget, used without a network.

use crate::engine::lock;
use crate::port::{HttpRequest, Method, Network};
use crate::travel::http::{refused, request, with};
use crate::view::{HintView, MediaPlanView, MediaReport, MediumFailure, MediumPlace};
use crate::watch::Stage;
use crate::{Engine, EngineError, LibraryError, Watch};
use std::collections::BTreeSet;
use zhian_domain::id::{ContentHash, ItemId};
use zhian_domain::media::{MediaError, Medium};
use zhian_protocol::content::MEDIA_PATH;
use zhian_store::{TaskFilter, VisitState};

/// What all pictures and clips may take on a device where nobody chose otherwise, bytes.
pub const MEDIA_BUDGET_BYTES: u64 = 50_000_000;

/// How much is asked for at once, bytes: a cut costs no more.
const PIECE_BYTES: u64 = zhian_protocol::limits::CHUNK_BYTES_MAX as u64;

/// Open tasks whose items come first, by due time: more than an officer visits before the next fetch.
const TASKS_AHEAD: u32 = 100;

/// Note: the budget that was chosen here, eight bytes.
const BUDGET: &str = "settings.media-budget";

/// How to fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MediaRequest {
    /// Bytes that all media may take; the setting of this device if `None`.
    pub budget_bytes: Option<u64>,
    /// Fetch although the network costs by the byte.
    pub metered: bool,
}

impl Engine {
    /// Bytes that pictures and clips may take on this device. Errors: `store.*`.
    pub fn media_budget(&self) -> Result<u64, EngineError> {
        let kept = self.store.note(BUDGET)?.and_then(|bytes| bytes.try_into().ok());
        Ok(kept.map_or(MEDIA_BUDGET_BYTES, u64::from_be_bytes))
    }

    /// Keeps the budget for the next start. Errors: `store.*`.
    pub fn choose_media_budget(&self, bytes: u64) -> Result<(), EngineError> {
        let at = self.now();
        self.write(&at, |tx| Ok(tx.put_note(BUDGET, &bytes.to_be_bytes())?))
    }

    /// What would be fetched now: media of coming visits first. Empty where no manifest was published. Errors: `store.*`.
    pub fn media_plan(&self, budget_bytes: Option<u64>) -> Result<MediaPlanView, EngineError> {
        let budget_bytes = budget_bytes.map_or_else(|| self.media_budget(), Ok)?;
        let shelf = self.content()?;
        let here = self.store.media().all()?;
        let here_bytes = here.values().sum();
        let have: BTreeSet<ContentHash> = here.keys().copied().collect();
        let room = budget_bytes.saturating_sub(here_bytes);
        let plan = match &shelf.media {
            Some(manifest) => manifest.plan(&have, &self.coming_items()?, room),
            None => zhian_domain::media::MediaPlan::default(),
        };
        let mut begun_bytes = 0;
        for medium in &plan.fetch {
            begun_bytes += self.store.media().fetched(&medium.hash)?.min(medium.bytes);
        }
        let metered = self.conditions().is_some_and(|now| now.network == Network::Metered);
        Ok(MediaPlanView {
            budget_bytes,
            here_files: have.len() as u64,
            here_bytes,
            begun_bytes,
            plan,
            metered,
        })
    }

    /// Fetches what the plan says, each file checked against its hash before it is shown, and frees what no manifest
    /// names any more. A file that the office does not have, or not as published, is told; the others come.
    ///
    /// What was fetched until an error or a stop stays, and the next call goes on there.
    /// Errors: `engine.not-enrolled`, `engine.cancelled`, `transport.*`, `store.disk-full`, `store.*`, refusals of this device.
    pub fn fetch_media(&self, request: &MediaRequest, watch: &Watch) -> Result<MediaReport, EngineError> {
        let mut report = MediaReport::default();
        let shelf = self.content()?;
        if let Some(manifest) = &shelf.media {
            let named: BTreeSet<ContentHash> = manifest.media.iter().map(|one| one.hash).collect();
            (report.freed_files, report.freed_bytes) =
                self.store.media().free(|hash| named.contains(hash))?;
        }
        let view = self.media_plan(request.budget_bytes)?;
        report.left_out_files = view.plan.left_out.len() as u64;
        report.left_out_bytes = view.plan.bytes_left_out;
        report.held_back = view.metered && !request.metered && !view.plan.fetch.is_empty();
        if report.held_back {
            return Ok(report);
        }
        let (mut done, total) = (0, view.plan.bytes);
        for medium in &view.plan.fetch {
            match self.fetch_medium(medium, done, total, watch) {
                Ok(()) => {
                    report.fetched_files += 1;
                    report.fetched_bytes += medium.bytes;
                }
                Err(
                    cause @ EngineError::Library(
                        LibraryError::Media(_) | LibraryError::MediumNotAtOffice { .. },
                    ),
                ) => {
                    self.note_failure(medium, &cause)?;
                    let (id, code, detail) = (medium.id.clone(), cause.code(), cause.to_string());
                    report.failed.push(MediumFailure { id, code, detail });
                }
                Err(other) => return Err(other),
            }
            done += medium.bytes;
        }
        if report.fetched_files > 0 || report.freed_files > 0 {
            self.bell.ring(crate::changes::Changes::everything());
        }
        Ok(report)
    }

    /// A picture or clip by its hash, read whole once more: what the disk altered is not shown, and is fetched again.
    ///
    /// Errors: `engine.unknown-medium`, `store.*`.
    pub fn medium(&self, hash: &ContentHash) -> Result<HintView, EngineError> {
        let shelf = self.content()?;
        let known = shelf.media.iter().flat_map(|manifest| &manifest.media).find(|one| one.hash == *hash);
        let medium = known.cloned().ok_or(LibraryError::UnknownMedium { hash: *hash })?;
        let path = self.store.media().sound(hash)?;
        let file = path.map_or(MediumPlace::Absent, |path| MediumPlace::Here { path });
        Ok(HintView { medium, file })
    }

    /// Items of drafts and of open tasks whose checklist is here.
    fn coming_items(&self) -> Result<BTreeSet<ItemId>, EngineError> {
        let mut checklists: BTreeSet<ContentHash> =
            self.store.visits(VisitState::Draft)?.iter().map(|row| row.checklist).collect();
        for line in self.store.tasks(TaskFilter::Open, None, TASKS_AHEAD)?.lines {
            checklists.extend(self.store.task(&line.task)?.map(|task| task.checklist));
        }
        let mut drafts = lock(&self.drafts);
        let mut items = BTreeSet::new();
        for hash in checklists {
            // One that is not here yet, or that only a newer program reads, says nothing of its items.
            if let Ok(checklist) = drafts.checklist(&self.store, &hash) {
                items.extend(checklist.items().map(|item| item.id.clone()));
            }
        }
        Ok(items)
    }

    fn note_failure(&self, medium: &Medium, cause: &EngineError) -> Result<(), EngineError> {
        let at = self.now();
        let detail = format!("medium {}: {cause}", medium.id);
        self.write(&at, |tx| Ok(tx.append_alert(cause.code(), &detail, at.device)?))
    }

    fn fetch_medium(
        &self,
        medium: &Medium,
        before: u64,
        total: u64,
        watch: &Watch,
    ) -> Result<(), EngineError> {
        let files = self.store.media();
        let mut offset = files.fetched(&medium.hash)?;
        if offset > medium.bytes {
            files.drop_fetched(&medium.hash)?;
            offset = 0;
        }
        let resumed = offset > 0;
        self.fetch_rest(medium, offset, before, total, watch)?;
        let Err(mut found) = files.finish(&medium.hash)? else { return Ok(()) };
        if resumed {
            // The beginning may be torn: a loss of power does not keep what was not finished.
            self.fetch_rest(medium, 0, before, total, watch)?;
            match files.finish(&medium.hash)? {
                Ok(_) => return Ok(()),
                Err(again) => found = again,
            }
        }
        let id = medium.id.clone();
        Err(MediaError::Hash { id, found, expected: medium.hash }.into())
    }

    fn fetch_rest(
        &self,
        medium: &Medium,
        mut offset: u64,
        before: u64,
        total: u64,
        watch: &Watch,
    ) -> Result<(), EngineError> {
        while offset < medium.bytes {
            if watch.is_cancelled() {
                return Err(EngineError::Cancelled);
            }
            let piece = self.fetch_medium_piece(medium, offset, watch)?;
            self.store.media().append(&medium.hash, &piece)?;
            offset += piece.len() as u64;
            watch.tell(Stage::Download, &medium.id, before + offset, total);
        }
        Ok(())
    }

    fn fetch_medium_piece(
        &self,
        medium: &Medium,
        offset: u64,
        watch: &Watch,
    ) -> Result<Vec<u8>, EngineError> {
        let me = self.me()?;
        let last = medium.bytes.min(offset + PIECE_BYTES) - 1;
        let length = usize::try_from(last - offset + 1).unwrap_or(usize::MAX);
        let whole = usize::try_from(medium.bytes).unwrap_or(usize::MAX);
        let asked = request(&me, Method::Get, format!("{MEDIA_PATH}{}", medium.hash));
        let asked = HttpRequest {
            response_bytes_max: whole.max(64 * 1024),
            ..with(asked, "range", format!("bytes={offset}-{last}"))
        };
        let response = self.send(asked, watch)?;
        match response.status {
            206 if response.body.len() == length => Ok(response.body),
            // A server, or a proxy before it, may send the whole file whatever part was asked for.
            200 if response.body.len() == whole => {
                let from = usize::try_from(offset).unwrap_or(usize::MAX);
                Ok(response.body.get(from..).unwrap_or_default().to_vec())
            }
            200 | 206 => {
                let (id, found) = (medium.id.clone(), response.body.len() as u64);
                self.store.media().drop_fetched(&medium.hash)?;
                Err(MediaError::Size { id, found: offset + found, expected: medium.bytes }.into())
            }
            404 => Err(LibraryError::MediumNotAtOffice { id: medium.id.clone() }.into()),
            _ => Err(refused(&response)),
        }
    }
}
