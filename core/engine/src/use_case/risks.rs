//! Risk control lists: read, turned into forms, and held against an enterprise's own list.

use crate::{Engine, EngineError, LibraryError};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use zhian_domain::risk::compare::{Comparison, compare};
use zhian_domain::risk::form::{CheckForm, FormRequest, forms};
use zhian_domain::risk::table::read_table;
use zhian_domain::risk::text::rows_of_text;
use zhian_domain::risk::{Mode, OwnList, RiskList};

/// Which forms of which list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskFormRequest {
    /// Id of the list.
    pub list: String,
    /// Daily, weekly or monthly.
    pub mode: Mode,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Days without production or opening.
    pub closed_days: BTreeSet<NaiveDate>,
}

impl Engine {
    /// Every published list, by id. Errors: `store.*`.
    pub fn risk_lists(&self) -> Result<Vec<RiskList>, EngineError> {
        Ok(self.content()?.risks.values().cloned().collect())
    }

    /// One list. Errors: `engine.unknown-list`, `store.*`.
    pub fn risk_list(&self, id: &str) -> Result<RiskList, EngineError> {
        let found = self.content()?.risks.get(id).cloned();
        found.ok_or_else(|| LibraryError::UnknownList { id: id.to_owned() }.into())
    }

    /// The forms of a list for a range of days. Errors: `engine.unknown-list`, `risk.range`, `store.*`.
    pub fn risk_forms(&self, request: &RiskFormRequest) -> Result<Vec<CheckForm>, EngineError> {
        let list = self.risk_list(&request.list)?;
        let asked = FormRequest {
            from: request.from,
            to: request.to,
            closed_days: &request.closed_days,
            findings: &[],
        };
        Ok(forms(&list, request.mode, &asked)?)
    }

    /// Holds an enterprise's own list, given as the text of a table (CSV: commas, semicolons or tabs), against a published one:
    /// what is missing, weaker, covered or extra, and what of the table was not used.
    ///
    /// Errors: `engine.unknown-list`; `risk.table` with every faulty cell; `store.*`.
    pub fn compare_risks(&self, list: &str, table: &str) -> Result<(Comparison, OwnList), EngineError> {
        let sample = self.risk_list(list)?;
        let own = read_table(&rows_of_text(table))?;
        Ok((compare(&sample, &own), own))
    }
}
