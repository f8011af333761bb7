//! Who wants to know that something reads differently now, told on one thread that lives as long as the engine.
//!
//! News is gathered while a listener is busy: ten thousand changes may be one call, and the last state is always told.
//! A listener hears *what* to read again, never *what it reads*: whoever reads after hearing sees the newest state.

use crate::engine::lock;
use crate::watch::{Observer, Progress};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use zhian_domain::id::VisitId;

/// Visits told one by one; beyond, every visit is said to have changed.
const VISITS_NAMED_MAX: usize = 64;

/// What may read differently now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Grows with each call of a listener.
    pub version: u64,
    /// Whether the lists of tasks and drafts, and what is not safe.
    pub home: bool,
    /// Whether the state of the exchange with the office.
    pub sync: bool,
    /// Whether any visit may have changed, named or not.
    pub every_visit: bool,
    /// Visits that changed.
    pub visits: BTreeSet<VisitId>,
}

impl Changes {
    /// Anything may have changed.
    #[must_use]
    pub fn everything() -> Self {
        Self { home: true, sync: true, every_visit: true, ..Self::default() }
    }

    /// One visit changed, and with it the lists.
    #[must_use]
    pub fn of_visit(visit: VisitId) -> Self {
        Self { home: true, sync: true, visits: BTreeSet::from([visit]), ..Self::default() }
    }

    /// The state of the exchange changed, and nothing that was recorded.
    #[must_use]
    pub fn of_exchange() -> Self {
        Self { sync: true, ..Self::default() }
    }

    /// Whether a visit may read differently.
    #[must_use]
    pub fn touches(&self, visit: &VisitId) -> bool {
        self.every_visit || self.visits.contains(visit)
    }

    fn add(&mut self, other: Self) {
        self.home |= other.home;
        self.sync |= other.sync;
        self.every_visit |= other.every_visit;
        self.visits.extend(other.visits);
        if self.every_visit || self.visits.len() > VISITS_NAMED_MAX {
            self.every_visit = true;
            self.visits.clear();
        }
    }
}

/// Told of changes, on the engine's own thread. What it reads must not be read inside: it keeps others waiting.
pub trait ChangeListener: Send + Sync {
    /// Something reads differently now.
    fn on_changes(&self, changes: &Changes);
}

/// Ends its listener's listening when it is dropped. A call that is under way then still ends.
pub struct Subscription {
    bell: Arc<Bell>,
    number: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let gone = lock(&self.bell.state).listeners.remove(&self.number);
        // Freed without the lock: a listener is a part of the app, and freeing it calls the app.
        drop(gone);
    }
}

/// Gathers news and tells it.
#[derive(Default)]
pub(crate) struct Bell {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Default)]
struct State {
    listeners: BTreeMap<u64, Arc<dyn ChangeListener>>,
    /// The newest progress of each piece of long work that was not told yet.
    progress: BTreeMap<u64, (Arc<dyn Observer>, Progress)>,
    changes: Option<Changes>,
    numbers: u64,
    version: u64,
    has_thread: bool,
    is_closed: bool,
}

impl State {
    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }
}

/// What is told in one go.
struct News {
    changes: Option<Changes>,
    listeners: Vec<Arc<dyn ChangeListener>>,
    progress: Vec<(Arc<dyn Observer>, Progress)>,
}

impl Bell {
    pub(crate) fn listen(self: &Arc<Self>, listener: Arc<dyn ChangeListener>) -> Subscription {
        let mut state = lock(&self.state);
        let number = state.number();
        state.listeners.insert(number, listener);
        self.begin(&mut state);
        Subscription { bell: Arc::clone(self), number }
    }

    /// An observer that is told on this bell's thread, the newest progress only.
    pub(crate) fn relay(self: &Arc<Self>, observer: Arc<dyn Observer>) -> Arc<dyn Observer> {
        let mut state = lock(&self.state);
        self.begin(&mut state);
        Arc::new(Relay { bell: Arc::clone(self), number: state.number(), observer })
    }

    pub(crate) fn ring(&self, changes: Changes) {
        let mut state = lock(&self.state);
        // Who begins to listen later reads for itself first.
        if state.listeners.is_empty() {
            return;
        }
        state.changes.get_or_insert_with(Changes::default).add(changes);
        drop(state);
        self.news.notify_one();
    }

    /// What was gathered is still told; then the thread ends.
    pub(crate) fn close(&self) {
        lock(&self.state).is_closed = true;
        self.news.notify_one();
    }

    fn begin(self: &Arc<Self>, state: &mut State) {
        if state.has_thread {
            return;
        }
        let bell = Arc::clone(self);
        // Where no thread can be had nothing is told: who reads again on its own still sees everything.
        state.has_thread =
            thread::Builder::new().name("zhian-news".to_owned()).spawn(move || bell.tell()).is_ok();
    }

    fn tell(&self) {
        while let Some(news) = self.wait() {
            for (observer, progress) in &news.progress {
                // A listener that fails must not silence the others.
                let _ = catch_unwind(AssertUnwindSafe(|| observer.on_progress(progress)));
            }
            let Some(changes) = news.changes else { continue };
            for listener in &news.listeners {
                let _ = catch_unwind(AssertUnwindSafe(|| listener.on_changes(&changes)));
            }
        }
    }

    /// The next news; `None` when the bell is closed and everything was told.
    fn wait(&self) -> Option<News> {
        let mut state = lock(&self.state);
        loop {
            if state.changes.is_some() || !state.progress.is_empty() {
                state.version += 1;
                let version = state.version;
                let progress = std::mem::take(&mut state.progress).into_values().collect();
                let changes = state.changes.take().map(|changes| Changes { version, ..changes });
                let listeners = state.listeners.values().cloned().collect();
                return Some(News { changes, listeners, progress });
            }
            if state.is_closed {
                return None;
            }
            state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

struct Relay {
    bell: Arc<Bell>,
    number: u64,
    observer: Arc<dyn Observer>,
}

impl Observer for Relay {
    fn on_progress(&self, progress: &Progress) {
        lock(&self.bell.state).progress.insert(self.number, (Arc::clone(&self.observer), progress.clone()));
        self.bell.news.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::Stage;
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Tells what it heard, and waits until it may go on.
    struct Slow {
        heard: Sender<Changes>,
        may: Mutex<Receiver<()>>,
    }

    impl ChangeListener for Slow {
        fn on_changes(&self, changes: &Changes) {
            self.heard.send(changes.clone()).unwrap();
            let _ = self.may.lock().unwrap().recv();
        }
    }

    fn slow() -> (Arc<Slow>, Receiver<Changes>, Sender<()>) {
        let ((heard, hears), (let_go, may)) = (channel(), channel());
        (Arc::new(Slow { heard, may: Mutex::new(may) }), hears, let_go)
    }

    fn visit(byte: u8) -> VisitId {
        VisitId::from_bytes([byte; 16])
    }

    #[test]
    fn ten_thousand_changes_while_a_listener_is_busy_are_one_call_with_the_last_state() {
        let bell = Arc::new(Bell::default());
        let (listener, hears, let_go) = slow();
        let listening = bell.listen(listener);
        bell.ring(Changes::of_visit(visit(1)));
        assert!(hears.recv().unwrap().touches(&visit(1)));
        for _ in 0..10_000 {
            bell.ring(Changes::of_visit(visit(2)));
        }
        bell.ring(Changes::of_visit(visit(3)));
        let_go.send(()).unwrap();
        let second = hears.recv().unwrap();
        assert_eq!(second.version, 2);
        assert!(second.touches(&visit(2)) && second.touches(&visit(3)) && !second.touches(&visit(1)));
        let_go.send(()).unwrap();
        bell.close();
        drop(listening);
        assert!(hears.recv().is_err(), "there was nothing left to tell");
    }

    #[test]
    fn who_stopped_listening_hears_nothing_and_the_others_go_on() {
        let bell = Arc::new(Bell::default());
        let ((gone, deaf, _a), (stays, hears, let_go)) = (slow(), slow());
        drop(bell.listen(gone));
        let _listening = bell.listen(stays);
        bell.ring(Changes::everything());
        assert!(hears.recv().unwrap().touches(&visit(9)));
        let_go.send(()).unwrap();
        bell.close();
        assert!(deaf.recv().is_err());
    }

    struct Failing;

    impl ChangeListener for Failing {
        fn on_changes(&self, _: &Changes) {
            panic!("a defect in a listener")
        }
    }

    #[test]
    fn a_listener_that_fails_does_not_silence_the_next_one() {
        let bell = Arc::new(Bell::default());
        let _failing = bell.listen(Arc::new(Failing));
        let (listener, hears, let_go) = slow();
        let _listening = bell.listen(listener);
        for _ in 0..2 {
            bell.ring(Changes::of_exchange());
            assert!(hears.recv().unwrap().sync);
            let_go.send(()).unwrap();
        }
    }

    struct Counting(Sender<u64>, Mutex<Receiver<()>>);

    impl Observer for Counting {
        fn on_progress(&self, progress: &Progress) {
            self.0.send(progress.done).unwrap();
            let _ = self.1.lock().unwrap().recv();
        }
    }

    #[test]
    fn progress_is_told_newest_first_and_never_backwards() {
        let bell = Arc::new(Bell::default());
        let ((heard, hears), (let_go, may)) = (channel(), channel());
        let relay = bell.relay(Arc::new(Counting(heard, Mutex::new(may))));
        let at = |done| Progress { stage: Stage::Upload, subject: String::new(), done, total: 1_000 };
        relay.on_progress(&at(1));
        assert_eq!(hears.recv().unwrap(), 1);
        (2..=1_000).for_each(|done| relay.on_progress(&at(done)));
        let_go.send(()).unwrap();
        assert_eq!(hears.recv().unwrap(), 1_000);
    }

    #[test]
    fn more_visits_than_are_worth_naming_are_told_as_every_visit() {
        let mut all = Changes::default();
        for number in 0..=VISITS_NAMED_MAX {
            all.add(Changes::of_visit(visit(u8::try_from(number).unwrap())));
        }
        assert!(all.every_visit && all.visits.is_empty());
    }
}
