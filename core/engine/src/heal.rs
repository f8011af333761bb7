//! After opening: what a crash, a torn database or a restored backup left to be put in order.

use crate::drafts::{Drafts, summary};
use crate::engine::{Engine, lock};
use crate::error::EngineError;
use crate::evidence::{Hashes, evidence_row};
use crate::travel::{check, queue};
use crate::view::OpenSummary;
use crate::visit::known_seal;
use std::collections::BTreeSet;
use zhian_domain::id::EvidenceHash;
use zhian_domain::time::ClockReading;
use zhian_store::{
    FileState, OpenReport, Outbound, SalvageReport, TaskCursor, TaskFilter, VisitRow, VisitState,
    VisitSummary,
};

/// Tasks looked at in one piece while visits are put in order.
const TASKS_PER_PAGE: u32 = 200;

impl Engine {
    /// Puts in order what opening found, and says so.
    pub(crate) fn heal(&self, report: &OpenReport, restored: bool) -> Result<OpenSummary, EngineError> {
        let at = self.now();
        self.note_epoch(&at)?;
        let mut summary = OpenSummary { restored, ..OpenSummary::default() };
        if restored {
            let detail = "the data folder was copied or restored; this installation signs as a new one";
            self.alert(&at, "install.restored", detail)?;
        }
        if report.directory_lost {
            self.write(&at, |tx| {
                tx.forget_cursor()?;
                tx.append_alert("directory.lost", "the directory is pulled again", at.device)?;
                Ok(tx.clear_directory_lost()?)
            })?;
        }
        if let Some(salvage) = &report.salvage {
            summary.damaged_kept_as = Some(salvage.kept_as.clone());
            summary.rows_salvaged = salvage.saved.iter().map(|(_, rows)| rows).sum();
            summary.rows_lost = salvage.lost.len() as u64;
            self.after_salvage(&at, salvage)?;
        }
        let mut orphans: BTreeSet<EvidenceHash> = report.orphans.iter().map(|one| one.hash).collect();
        if !orphans.is_empty() || report.salvage.is_some() {
            self.adopt(&at, &mut orphans)?;
        }
        summary.orphan_files = orphans.len() as u64;
        Ok(summary)
    }

    fn alert(&self, at: &ClockReading, code: &str, detail: &str) -> Result<(), EngineError> {
        self.write(at, |tx| Ok(tx.append_alert(code, detail, at.device)?))
    }

    /// Keeps every epoch this folder has signed under: changes of an older one may still wait for their parcel.
    fn note_epoch(&self, at: &ClockReading) -> Result<(), EngineError> {
        let Some(epoch) = self.store.install_epoch()? else { return Ok(()) };
        let known = self.store.note(queue::EPOCHS)?.unwrap_or_default();
        if known.chunks(16).any(|one| one == epoch) {
            return Ok(());
        }
        let all = [known.as_slice(), epoch.as_slice()].concat();
        self.write(at, |tx| Ok(tx.put_note(queue::EPOCHS, &all)?))
    }

    /// Rows were lost: whatever follows from rows that are left is made anew, and the office is asked for the rest.
    fn after_salvage(&self, at: &ClockReading, salvage: &SalvageReport) -> Result<(), EngineError> {
        self.restore_visits(at)?;
        self.write(at, |tx| {
            let detail = format!("{}; kept as {}", salvage.reason, salvage.kept_as);
            tx.append_alert("store.salvaged", &detail, at.device)?;
            for row in &salvage.lost {
                let detail = format!("row {} of table {}", row.rowid, row.table);
                tx.append_alert("store.row-lost", &detail, at.device)?;
            }
            // From the beginning: what is known is known by hash, what was lost comes again.
            tx.forget_cursor()?;
            for state in [VisitState::Draft, VisitState::Sealed] {
                for row in tx.visits(state)? {
                    tx.drop_snapshot(&row.visit)?;
                    queue::parcels_without_receipt(tx, &row.visit, at)?;
                }
            }
            Ok(())
        })
    }

    /// Visits whose row was lost while their changes were not.
    fn restore_visits(&self, at: &ClockReading) -> Result<(), EngineError> {
        let mut after: Option<TaskCursor> = None;
        loop {
            let page = self.store.tasks(TaskFilter::All, after, TASKS_PER_PAGE)?;
            for line in &page.lines {
                let lost = self.store.visit(&line.visit)?.is_none()
                    && !self.store.change_hashes(&line.visit)?.is_empty();
                let Some(task) = self.store.task(&line.task)?.filter(|_| lost) else { continue };
                let state = match self.store.seals(&line.visit)?.is_empty() {
                    true => VisitState::Draft,
                    false => VisitState::Sealed,
                };
                let row = VisitRow {
                    visit: line.visit,
                    task: line.task,
                    checklist: task.checklist,
                    state,
                    started_at: at.device,
                    summary: VisitSummary::default(),
                };
                self.write(at, |tx| Ok(tx.insert_visit(&row).map(drop)?))?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Files without a row that some visit cites get their row again; `orphans` keeps those that none cites.
    fn adopt(&self, at: &ClockReading, orphans: &mut BTreeSet<EvidenceHash>) -> Result<(), EngineError> {
        let mut rows = self.store.visits(VisitState::Draft)?;
        rows.extend(self.store.visits(VisitState::Sealed)?);
        for row in rows {
            // A visit whose checklist was lost too is read once it has been pulled again.
            let mut drafts = Drafts::default();
            let held = match drafts.get(&self.store, &row) {
                Ok(held) => held,
                Err(EngineError::UnknownChecklist { .. }) => continue,
                Err(EngineError::Draft(cause)) => {
                    let detail = format!("visit {}: {cause}", row.visit);
                    self.alert(at, cause.code(), &detail)?;
                    continue;
                }
                Err(other) => return Err(other),
            };
            let mut found = Vec::new();
            for evidence in held.content.evidence.values() {
                if self.store.evidence(&evidence.hash)?.is_some() {
                    continue;
                }
                let here =
                    orphans.contains(&evidence.hash) && self.is_as_captured(&evidence.hash, &evidence.sm3)?;
                let file = if here { FileState::Here } else { FileState::Absent };
                found.push(evidence_row(&row.visit, evidence, file));
            }
            // A seal whose parcel was lost is told when the visit is opened; here it must not keep the app from starting.
            let sealed = row.state == VisitState::Sealed;
            let seal = if sealed { known_seal(&self.store, &row.visit).ok().flatten() } else { None };
            self.write(at, |tx| {
                for evidence in &found {
                    tx.insert_evidence(evidence)?;
                    if evidence.file == FileState::Here {
                        tx.enqueue(&Outbound::Evidence(evidence.hash), evidence.size, at.device)?;
                    }
                }
                match &seal {
                    // What stands beside a seal is neither counted nor compared.
                    None if sealed => Ok(()),
                    Some(seal) => {
                        let figures = summary(&held.checklist, &seal.read.content);
                        Ok(tx.put_visit_summary(&row.visit, &figures).map(drop)?)
                    }
                    None => {
                        tx.put_visit_summary(&row.visit, &summary(&held.checklist, &held.content))?;
                        check::heads_changed(tx, &row.visit, &held.draft.heads())
                    }
                }
            })?;
            for evidence in &found {
                orphans.remove(&evidence.hash);
            }
            lock(&self.drafts).forget(&row.visit);
        }
        Ok(())
    }

    fn is_as_captured(
        &self,
        hash: &EvidenceHash,
        sm3: &zhian_domain::id::Sm3Hash,
    ) -> Result<bool, EngineError> {
        let found = Hashes::of_file(&self.store, hash, |_| Ok(()))?;
        Ok(found.sha256 == *hash && found.sm3 == *sm3)
    }
}
