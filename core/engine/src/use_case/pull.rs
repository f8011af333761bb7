//! Taking what is new from the office, and nothing else: for a line too dear to send photographs over.

use crate::travel::{Exchange, Sends};
use crate::view::PullReport;
use crate::{Engine, EngineError, Watch};

impl Engine {
    /// Takes everything new without sending anything. Errors: as [`Engine::sync`].
    pub fn pull(&self, watch: &Watch) -> Result<PullReport, EngineError> {
        let _turn = self.exchange_turn()?;
        let report = self.remembered(|| Exchange::new(self, watch, Sends::Nothing)?.run())?;
        Ok(PullReport {
            end: report.end,
            published_received: report.published_received,
            changes_received: report.changes_received,
            seals_received: report.seals_received,
        })
    }
}
