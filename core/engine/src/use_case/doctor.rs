//! How this device is.

use crate::evidence::Hashes;
use crate::view::{AlertView, DoctorReport, MissingFile};
use crate::watch::{Stage, Watch};
use crate::{Engine, EngineError};
use zhian_domain::id::EvidenceHash;
use zhian_store::{EvidenceRow, FileState, StoreError, VisitState};

/// Alerts that a report shows.
const ALERTS_SHOWN: u32 = 200;

/// Alerts read in one piece.
const ALERTS_PER_PAGE: u32 = 500;

impl Engine {
    /// Checks every evidence file against its hash, and gathers alerts and what happened at opening.
    ///
    /// Errors: `engine.cancelled`, `store.*`. A missing or altered file is part of the report, not an error.
    pub fn doctor(&self, watch: &Watch) -> Result<DoctorReport, EngineError> {
        let total = self.store.evidence_totals()?.bytes;
        let (mut done, mut files_checked, mut files_bad) = (0, 0, Vec::new());
        for state in [VisitState::Draft, VisitState::Sealed] {
            for visit in self.store.visits(state)? {
                for row in self.store.evidence_of(&visit.visit)? {
                    if row.file != FileState::Here {
                        continue;
                    }
                    files_checked += 1;
                    files_bad.extend(self.check_file(&row, done, total, watch)?);
                    done += row.size;
                }
            }
        }
        Ok(DoctorReport {
            opened: self.opened(),
            alerts: self.alerts(ALERTS_SHOWN)?,
            files_checked,
            files_bad,
        })
    }

    /// Hashes one file again; `None` if it is as it was captured.
    pub(crate) fn check_file(
        &self,
        row: &EvidenceRow,
        done: u64,
        total: u64,
        watch: &Watch,
    ) -> Result<Option<MissingFile>, EngineError> {
        let subject = row.hash.to_string();
        let bad = |hash: EvidenceHash, code| Ok(Some(MissingFile { hash, code }));
        let hashed = Hashes::of_file(&self.store, &row.hash, |read| {
            watch.tell(Stage::Check, &subject, done + read, total);
            if watch.is_cancelled() { Err(EngineError::Cancelled) } else { Ok(()) }
        });
        match hashed {
            Ok(found) if found.sha256 == row.hash && found.sm3 == row.sm3 => Ok(None),
            Ok(_) => bad(row.hash, "engine.evidence-altered"),
            Err(EngineError::Store(
                cause @ (StoreError::EvidenceMissing { .. } | StoreError::EvidenceUnreadable { .. }),
            )) => bad(row.hash, cause.code()),
            Err(other) => Err(other),
        }
    }

    /// Alerts, newest first, at most `limit`.
    pub fn alerts(&self, limit: u32) -> Result<Vec<AlertView>, EngineError> {
        let (mut found, mut after) = (std::collections::VecDeque::new(), 0);
        loop {
            let page = self.store.alerts(after, ALERTS_PER_PAGE)?;
            let Some(last) = page.last() else { return Ok(found.into()) };
            after = last.id;
            for alert in page {
                found.push_front(AlertView { code: alert.code, detail: alert.detail, noticed: alert.at });
                found.truncate(limit as usize);
            }
        }
    }
}
