//! How the exchange with the office stands: running or not, how the last one ended, what is not safe.

use crate::engine::lock;
use crate::travel::queue;
use crate::view::{LastExchangeView, SyncEnd, SyncReport, SyncStatusView};
use crate::{Engine, EngineError};
use zhian_domain::time::Timestamp;
use zhian_protocol::explain;

/// Under which name the end of the last exchange is noted.
pub(crate) const LAST: &str = "sync.last";

/// Code of an exchange that ended as it should.
const COMPLETE: &str = "complete";

/// What is remembered of exchanges while the engine lives.
#[derive(Debug, Default)]
pub(crate) struct ExchangeMemory {
    pub(crate) is_running: bool,
    pub(crate) last: Option<LastExchange>,
}

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LastExchange {
    ended: Timestamp,
    /// Code of what kept it from being complete; `None` if nothing did.
    code: Option<String>,
}

impl LastExchange {
    pub(crate) fn of(done: &Result<SyncReport, EngineError>, ended: Timestamp) -> Self {
        let code = match done {
            Ok(report) => match &report.end {
                SyncEnd::Complete => None,
                SyncEnd::Cancelled => Some(EngineError::Cancelled.code()),
                SyncEnd::Cut { code, .. } => Some(*code),
            },
            Err(cause) => Some(cause.code()),
        };
        Self { ended, code: code.map(str::to_owned) }
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let code = self.code.as_deref().unwrap_or(COMPLETE);
        [&self.ended.unix_ms().to_be_bytes()[..], code.as_bytes()].concat()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (ended, code) = bytes.split_first_chunk::<8>()?;
        let code = std::str::from_utf8(code).ok()?;
        let code = (code != COMPLETE).then(|| code.to_owned());
        Some(Self { ended: Timestamp::from_unix_ms(i64::from_be_bytes(*ended)), code })
    }
}

impl Engine {
    /// How the exchange with the office stands. Errors: `store.*`.
    pub fn sync_status(&self) -> Result<SyncStatusView, EngineError> {
        let (running, last) = {
            let memory = lock(&self.memory);
            (memory.is_running, memory.last.clone())
        };
        let last = match last {
            Some(last) => Some(last),
            // A date that cannot be read is no date; the work itself is not affected.
            None => self.store.note(LAST)?.as_deref().and_then(LastExchange::read),
        };
        Ok(SyncStatusView {
            enrolled: self.store.identity()?.is_some(),
            running,
            last: last.map(|last| LastExchangeView {
                ended: last.ended,
                code: last.code.map(|code| explain::codes().find(|one| *one == code).unwrap_or("unknown")),
            }),
            not_safe: self.not_safe()?,
            waiting: queue::waiting(&self.store)?.len() as u64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_exchange_is_read_as_it_was_noted() {
        for code in [None, Some("transport.cut".to_owned())] {
            let last = LastExchange { ended: Timestamp::from_unix_ms(-5), code };
            assert_eq!(LastExchange::read(&last.write()), Some(last));
        }
        assert_eq!(LastExchange::read(b"short"), None);
    }
}
