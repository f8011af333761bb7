//! What the app tells of place, network and battery. None of it is worth losing work for: what fails is put on record.

use crate::engine::{Engine, lock};
use crate::port::{Conditions, HostError};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use zhian_domain::place::Position;

/// How long an inspector waits for something that is not needed.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the parts of the app still owe an answer to.
#[derive(Default)]
pub(crate) struct Owed {
    location: Arc<Unanswered>,
    surroundings: Arc<Unanswered>,
}

/// Questions to one part of the app that nobody waits for any more.
///
/// As long as there is one, that part is not asked again: each question would cost an inspector the whole patience, and
/// leave one more thread behind that never ends.
#[derive(Default)]
struct Unanswered(Mutex<Questions>);

#[derive(Default)]
struct Questions {
    asked: u64,
    given_up: BTreeSet<u64>,
}

impl Unanswered {
    /// Number of the next question; `None` while an earlier one was given up and is not answered.
    fn next(&self) -> Option<u64> {
        let mut questions = lock(&self.0);
        questions.asked += 1;
        questions.given_up.is_empty().then_some(questions.asked)
    }

    /// Nobody waits for this answer any more; unless it has just come.
    fn give_up<T>(&self, number: u64, heard: &Receiver<T>) -> Option<T> {
        // Under the lock, so that an answer is either taken here or ends the silence afterwards.
        let mut questions = lock(&self.0);
        match heard.try_recv() {
            Ok(answer) => return Some(answer),
            Err(TryRecvError::Empty) => questions.given_up.insert(number),
            Err(TryRecvError::Disconnected) => false,
        };
        None
    }

    fn answered(&self, number: u64) {
        lock(&self.0).given_up.remove(&number);
    }
}

impl Engine {
    /// Network and battery; `None` where nobody can tell.
    pub(crate) fn conditions(&self) -> Option<Conditions> {
        let surroundings = Arc::clone(self.config.host.surroundings.as_ref()?);
        let owed = &self.owed.surroundings;
        self.told(soon("surroundings", PATIENCE, owed, move || surroundings.conditions()))
    }

    /// The position that came with a request, else what the device says now.
    pub(crate) fn position(&self, given: Option<Position>) -> Option<Position> {
        if given.is_some() {
            return given;
        }
        let location = Arc::clone(self.config.host.location.as_ref()?);
        self.told(soon("location", PATIENCE, &self.owed.location, move || location.fix())).flatten()
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
    owed: &Arc<Unanswered>,
    ask: impl FnOnce() -> Result<T, HostError> + Send + 'static,
) -> Result<T, HostError> {
    let failed = move |detail: String| HostError { port, detail };
    let Some(number) = owed.next() else {
        return Err(failed("it has not answered an earlier question yet".to_owned()));
    };
    let (answers, heard) = channel();
    let silence = Arc::clone(owed);
    let asking = move || {
        let answer = catch_unwind(AssertUnwindSafe(ask));
        // Nobody may be waiting any more.
        let _ = answers.send(answer.unwrap_or_else(|_| Err(failed("it panicked".to_owned()))));
        silence.answered(number);
    };
    thread::Builder::new()
        .name(format!("zhian-{port}"))
        .spawn(asking)
        .map_err(|cause| failed(cause.to_string()))?;
    heard.recv_timeout(patience).unwrap_or_else(|cause| {
        let detail = match cause {
            RecvTimeoutError::Timeout => format!("no answer within {} ms", patience.as_millis()),
            RecvTimeoutError::Disconnected => "it ended without an answer".to_owned(),
        };
        owed.give_up(number, &heard).unwrap_or_else(|| Err(failed(detail)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask<T: Send + 'static>(
        owed: &Arc<Unanswered>,
        patience_ms: u64,
        ask: impl FnOnce() -> Result<T, HostError> + Send + 'static,
    ) -> Result<T, HostError> {
        soon("location", Duration::from_millis(patience_ms), owed, ask)
    }

    #[test]
    fn an_answer_passes_and_a_failure_keeps_its_words() {
        let owed = Arc::default();
        assert_eq!(ask(&owed, 60_000, || Ok(7)), Ok(7));
        let failure = HostError { port: "location", detail: "no permission".to_owned() };
        let said = failure.clone();
        assert_eq!(ask::<u8>(&owed, 60_000, move || Err(said)), Err(failure));
        assert!(ask::<u8>(&owed, 60_000, || panic!("a defect")).is_err());
        assert_eq!(ask(&owed, 60_000, || Ok(8)), Ok(8), "a failure is an answer");
    }

    #[test]
    fn what_never_answers_keeps_one_question_waiting_and_is_asked_again_once_it_has_answered() {
        let owed = Arc::default();
        let ((let_go, waits), (ends, ended)) = (channel::<()>(), channel::<()>());
        let blocked = ask(&owed, 1, move || {
            let _ends_with_this = ends;
            let _ = waits.recv();
            Ok(1)
        });
        assert!(blocked.unwrap_err().detail.contains("no answer within 1 ms"));
        for _ in 0..1_000 {
            let refused = ask::<u8>(&owed, 60_000, || panic!("it is not asked while it is silent"));
            assert!(refused.unwrap_err().detail.contains("earlier question"));
        }
        drop(let_go);
        assert!(ended.recv().is_err());
        // Its thread is about to say that it has answered; it waits for nobody.
        while owed.next().is_none() {
            thread::yield_now();
        }
        assert_eq!(ask(&owed, 60_000, || Ok(2)), Ok(2));
    }
}
