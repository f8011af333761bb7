//! The exchange with the office, both ways.

use crate::travel::Exchange;
use crate::view::SyncReport;
use crate::{Engine, EngineError, Watch};
use std::sync::{MutexGuard, PoisonError, TryLockError};

impl Engine {
    /// Sends everything the office has not acknowledged, takes everything new, and compares.
    ///
    /// A cut line is not an error: the report says how far it came. Errors: `engine.not-enrolled`,
    /// `engine.exchange-running`, the office's refusal of this device, `engine.answer-not-understood`, `store.*`.
    pub fn sync(&self, watch: &Watch) -> Result<SyncReport, EngineError> {
        let _turn = self.exchange_turn()?;
        let report = Exchange::new(self, watch, true)?.run()?;
        self.renew_snapshots();
        Ok(report)
    }

    pub(crate) fn exchange_turn(&self) -> Result<MutexGuard<'_, ()>, EngineError> {
        match self.exchange.try_lock() {
            Ok(turn) => Ok(turn),
            Err(TryLockError::Poisoned(cause)) => Ok(PoisonError::into_inner(cause)),
            Err(TryLockError::WouldBlock) => Err(EngineError::ExchangeRunning),
        }
    }
}
