//! What the app tells of place, network and battery. None of it is worth losing work for: what fails is put on record.

use crate::engine::Engine;
use crate::port::{Conditions, HostError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;
use zhian_domain::place::Position;

/// How long an inspector waits for something that is not needed.
const PATIENCE: Duration = Duration::from_secs(3);

impl Engine {
    /// Network and battery; `None` where nobody can tell.
    pub(crate) fn conditions(&self) -> Option<Conditions> {
        let surroundings = Arc::clone(self.config.host.surroundings.as_ref()?);
        self.told(soon("surroundings", PATIENCE, move || surroundings.conditions()))
    }

    /// The position that came with a request, else what the device says now.
    pub(crate) fn position(&self, given: Option<Position>) -> Option<Position> {
        if given.is_some() {
            return given;
        }
        let location = Arc::clone(self.config.host.location.as_ref()?);
        self.told(soon("location", PATIENCE, move || location.fix())).flatten()
    }

    fn told<T>(&self, answer: Result<T, HostError>) -> Option<T> {
        answer.map_err(|cause| self.note_host(&cause)).ok()
    }

    fn note_host(&self, cause: &HostError) {
        let at = self.now();
        // If this cannot be written either, the work that follows says so.
        let _ = self.write(&at, |tx| Ok(tx.append_alert(cause.code(), &cause.to_string(), at.device)?));
    }
}

/// Asks on a thread of its own, so that a part of the app that never answers keeps nobody waiting.
fn soon<T: Send + 'static>(
    port: &'static str,
    patience: Duration,
    ask: impl FnOnce() -> Result<T, HostError> + Send + 'static,
) -> Result<T, HostError> {
    let failed = move |detail: String| HostError { port, detail };
    let (answers, heard) = channel();
    let asking = move || {
        let answer = catch_unwind(AssertUnwindSafe(ask));
        // Nobody may be waiting any more.
        let _ = answers.send(answer.unwrap_or_else(|_| Err(failed("it panicked".to_owned()))));
    };
    thread::Builder::new()
        .name(format!("zhian-{port}"))
        .spawn(asking)
        .map_err(|cause| HostError { port, detail: cause.to_string() })?;
    heard.recv_timeout(patience).unwrap_or_else(|cause| {
        let detail = match cause {
            RecvTimeoutError::Timeout => format!("no answer within {} ms", patience.as_millis()),
            RecvTimeoutError::Disconnected => "it ended without an answer".to_owned(),
        };
        Err(HostError { port, detail })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_passes_and_a_failure_keeps_its_words() {
        assert_eq!(soon("location", PATIENCE, || Ok(7)), Ok(7));
        let failure = HostError { port: "location", detail: "no permission".to_owned() };
        let said = failure.clone();
        assert_eq!(soon::<u8>("location", PATIENCE, move || Err(said)), Err(failure));
    }

    #[test]
    fn what_never_answers_or_panics_keeps_nobody_waiting() {
        let (never, waits) = channel::<()>();
        let blocked = soon::<u8>("location", Duration::from_millis(1), move || {
            let _ = waits.recv();
            Ok(1)
        });
        assert!(blocked.unwrap_err().detail.contains("no answer"));
        drop(never);
        assert!(soon::<u8>("location", PATIENCE, || panic!("a defect")).is_err());
    }
}
