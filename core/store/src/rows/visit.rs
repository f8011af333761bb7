//! Visits on this phone, with the counters that lists show.

use super::{all, code, one, time};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::{ContentHash, TaskId, VisitId};
use zhian_domain::time::Timestamp;

/// Whether a visit can still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitState {
    /// Being filled.
    Draft,
    /// A seal is known here.
    Sealed,
}

impl VisitState {
    const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sealed => "sealed",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Sealed].into_iter().find(|state| state.code() == code)
    }
}

/// Counters of a visit, computed from its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VisitSummary {
    /// Items with an answer.
    pub answered: u32,
    /// Items that apply.
    pub items: u32,
    /// Items still to be answered.
    pub open: u32,
    /// Items with differing answers.
    pub conflicts: u32,
    /// Findings that stand.
    pub findings: u32,
    /// Evidence files.
    pub evidence: u32,
}

impl VisitSummary {
    /// Reads six counters from `first` on.
    pub(super) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            answered: row.get(first)?,
            items: row.get(first + 1)?,
            open: row.get(first + 2)?,
            conflicts: row.get(first + 3)?,
            findings: row.get(first + 4)?,
            evidence: row.get(first + 5)?,
        })
    }
}

/// A visit on this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitRow {
    /// Its id.
    pub visit: VisitId,
    /// Its task.
    pub task: TaskId,
    /// The checklist version it is pinned to.
    pub checklist: ContentHash,
    /// Whether it can still change.
    pub state: VisitState,
    /// When it was started or first heard of here.
    pub started_at: Timestamp,
    /// Counters.
    pub summary: VisitSummary,
}

const COLUMNS: &str = "visit, task, checklist, state, started_unix_ms, answered, items, open_items, conflicts, \
     findings, evidence";

pub(super) fn state_of(row: &Row<'_>, column: usize) -> rusqlite::Result<VisitState> {
    code(row, column, VisitState::from_code)
}

fn visit(row: &Row<'_>) -> rusqlite::Result<VisitRow> {
    Ok(VisitRow {
        visit: VisitId::from_bytes(row.get(0)?),
        task: TaskId::from_bytes(row.get(1)?),
        checklist: ContentHash::from_bytes(row.get(2)?),
        state: state_of(row, 3)?,
        started_at: time(row, 4)?,
        summary: VisitSummary::read(row, 5)?,
    })
}

impl<S: Source> Handle<S> {
    /// One visit.
    pub fn visit(&self, id: &VisitId) -> Result<Option<VisitRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM visit WHERE visit = ?1");
        self.0.with(|conn| one(conn, &sql, [id.as_bytes()], visit))
    }

    /// Every visit in a state, latest start first.
    pub fn visits(&self, state: VisitState) -> Result<Vec<VisitRow>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM visit WHERE state = ?1 ORDER BY started_unix_ms DESC, visit DESC");
        self.0.with(|conn| all(conn, &sql, [state.code()], visit))
    }
}

impl Handle<Writing<'_>> {
    /// Stores a visit unless it is known; whether it was new.
    pub fn insert_visit(&self, row: &VisitRow) -> Result<bool, StoreError> {
        let summary = row.summary;
        self.run(
            "INSERT INTO visit (visit, task, checklist, state, started_unix_ms, answered, items, open_items,
                                conflicts, findings, evidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (visit) DO NOTHING",
            params![
                row.visit.as_bytes(),
                row.task.as_bytes(),
                row.checklist.as_bytes(),
                row.state.code(),
                row.started_at.unix_ms(),
                summary.answered,
                summary.items,
                summary.open,
                summary.conflicts,
                summary.findings,
                summary.evidence
            ],
        )
        .map(|rows| rows > 0)
    }

    /// Replaces the counters of a visit; whether the visit is known.
    pub fn put_visit_summary(&self, visit: &VisitId, summary: &VisitSummary) -> Result<bool, StoreError> {
        self.run(
            "UPDATE visit SET answered = ?2, items = ?3, open_items = ?4, conflicts = ?5, findings = ?6,
                              evidence = ?7 WHERE visit = ?1",
            params![
                visit.as_bytes(),
                summary.answered,
                summary.items,
                summary.open,
                summary.conflicts,
                summary.findings,
                summary.evidence
            ],
        )
        .map(|rows| rows > 0)
    }
}
