//! The exchange with the office, both ways.

use super::sync_status::{self, LastExchange};
use crate::changes::Changes;
use crate::engine::lock;
use crate::port::{Conditions, Network};
use crate::travel::{Exchange, Sends};
use crate::view::SyncReport;
use crate::{Engine, EngineError, Watch};
use std::sync::{MutexGuard, PoisonError, TryLockError};

/// Charge below which large files wait for the charger, percent: the record itself always goes.
const BATTERY_PERCENT_MIN: u8 = 15;

/// When evidence files go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FilesRule {
    /// With every exchange.
    #[default]
    Always,
    /// Not over a network that is paid by the byte, nor on a nearly empty battery.
    WhenCheap,
    /// Not with this exchange.
    Never,
}

impl Engine {
    /// Sends everything the office has not acknowledged, takes everything new, and compares.
    ///
    /// A cut line is not an error: the report says how far it came. Errors: `engine.not-enrolled`,
    /// `engine.exchange-running`, the office's refusal of this device, `engine.answer-not-understood`, `store.*`.
    pub fn sync(&self, watch: &Watch) -> Result<SyncReport, EngineError> {
        self.sync_with(FilesRule::Always, watch)
    }

    /// As [`Engine::sync`], with evidence only where the rule lets it go.
    pub fn sync_with(&self, rule: FilesRule, watch: &Watch) -> Result<SyncReport, EngineError> {
        let _turn = self.exchange_turn()?;
        let goes = files_go(rule, self.conditions());
        let sends = if goes { Sends::WorkAndFiles } else { Sends::Work };
        let mut report = self.remembered(|| Exchange::new(self, watch, sends)?.run())?;
        report.files_held_back = !goes && report.not_safe.files > 0;
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

    /// Runs an exchange, with its begin and end told and remembered.
    pub(super) fn remembered(
        &self,
        run: impl FnOnce() -> Result<SyncReport, EngineError>,
    ) -> Result<SyncReport, EngineError> {
        let _running = Running::begin(self);
        let done = run();
        let last = LastExchange::of(&done, self.now().device);
        lock(&self.memory).last = Some(last.clone());
        let at = self.now();
        // What the exchange brought is stored already; its date is worth no failure.
        let _ = self.write(&at, |tx| Ok(tx.put_note(sync_status::LAST, &last.write())?));
        done
    }
}

/// Says that an exchange is running, as long as it lives: also through a panic.
struct Running<'a>(&'a Engine);

impl<'a> Running<'a> {
    fn begin(engine: &'a Engine) -> Self {
        lock(&engine.memory).is_running = true;
        engine.bell.ring(Changes::of_exchange());
        Self(engine)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        lock(&self.0.memory).is_running = false;
        self.0.bell.ring(Changes::of_exchange());
    }
}

/// Whether evidence goes along. Where nobody can tell what the network costs, it does.
fn files_go(rule: FilesRule, now: Option<Conditions>) -> bool {
    match (rule, now) {
        (FilesRule::Always, _) | (FilesRule::WhenCheap, None) => true,
        (FilesRule::Never, _) => false,
        (FilesRule::WhenCheap, Some(now)) => {
            let powered = now.charging || now.battery_percent.is_none_or(|left| left >= BATTERY_PERCENT_MIN);
            powered && now.network != Network::Metered
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_waits_for_a_network_that_costs_nothing_and_for_the_charger() {
        let now =
            |network, charging, battery_percent| Some(Conditions { network, charging, battery_percent });
        let cheap = FilesRule::WhenCheap;
        assert!(files_go(cheap, None));
        assert!(files_go(cheap, now(Network::Unmetered, false, Some(15))));
        assert!(!files_go(cheap, now(Network::Unmetered, false, Some(14))));
        assert!(files_go(cheap, now(Network::Unmetered, true, Some(1))));
        assert!(!files_go(cheap, now(Network::Metered, true, None)));
        assert!(files_go(FilesRule::Always, now(Network::Metered, false, Some(1))));
        assert!(!files_go(FilesRule::Never, None));
    }
}
