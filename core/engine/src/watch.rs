//! Long work: how far it is, and how to stop it.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Drafts, seals and published content are exchanged. Counted in parcels.
    Parcels,
    /// Evidence is sent. Counted in bytes.
    Upload,
    /// Evidence is fetched. Counted in bytes.
    Download,
    /// A file is read in and hashed. Counted in bytes.
    Capture,
    /// A bundle is written or read. Counted in bytes.
    Bundle,
    /// Files are checked against their hashes. Counted in bytes.
    Check,
}

/// How far some work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// What it is done to, e.g. the hash of a file; empty where there is nothing to name.
    pub subject: String,
    /// How much is done, in the unit of the stage.
    pub done: u64,
    /// How much there is, as far as known; never less than `done`.
    pub total: u64,
}

/// Told about progress, on the thread that works. Must return soon.
pub trait Observer: Send + Sync {
    /// Some work has gone on.
    fn on_progress(&self, progress: &Progress);
}

/// Stops long work at the next safe place. Cloned tokens are one token.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<Mutex<Wish>>);

/// Whether the work is to stop, and who waits for something meanwhile.
#[derive(Debug, Default)]
struct Wish {
    is_asked: bool,
    numbers: u64,
    waiting: BTreeMap<u64, Sender<()>>,
}

impl CancelToken {
    /// Asks the work to stop, and wakes what waits for an answer.
    pub fn cancel(&self) {
        let mut wish = self.wish();
        wish.is_asked = true;
        for waiting in wish.waiting.values() {
            // Who has its answer does not wait any more.
            let _ = waiting.send(());
        }
    }

    /// Whether the work was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.wish().is_asked
    }

    /// Something arrives here when the work is asked to stop, or if it was already.
    pub(crate) fn wakes(&self) -> Waking {
        let (sender, receiver) = channel();
        let mut wish = self.wish();
        if wish.is_asked {
            let _ = sender.send(());
        }
        wish.numbers += 1;
        let number = wish.numbers;
        wish.waiting.insert(number, sender.clone());
        Waking { token: self.clone(), number, sender, receiver }
    }

    fn wish(&self) -> std::sync::MutexGuard<'_, Wish> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for the wish to stop and for something else at once.
pub(crate) struct Waking {
    token: CancelToken,
    number: u64,
    sender: Sender<()>,
    receiver: Receiver<()>,
}

impl Waking {
    /// Whoever has something else to tell wakes with this.
    pub(crate) fn sender(&self) -> Sender<()> {
        self.sender.clone()
    }

    /// Waits until one of them has something to tell.
    pub(crate) fn wait(&self) {
        // The sender is ours: the line cannot be closed.
        let _ = self.receiver.recv();
    }
}

impl Drop for Waking {
    fn drop(&mut self) {
        self.token.wish().waiting.remove(&self.number);
    }
}

/// Observer and cancel token of one piece of long work.
#[derive(Clone, Default)]
pub struct Watch {
    observer: Option<Arc<dyn Observer>>,
    cancel: Option<CancelToken>,
}

impl Watch {
    /// Nobody looks, nobody stops it.
    #[must_use]
    pub fn quiet() -> Self {
        Self::default()
    }

    /// With an observer and a token.
    #[must_use]
    pub fn new(observer: Arc<dyn Observer>, cancel: CancelToken) -> Self {
        Self { observer: Some(observer), cancel: Some(cancel) }
    }

    /// With a token only.
    #[must_use]
    pub fn cancelled_by(cancel: CancelToken) -> Self {
        Self { observer: None, cancel: Some(cancel) }
    }

    pub(crate) fn tell(&self, stage: Stage, subject: &str, done: u64, total: u64) {
        if let Some(observer) = &self.observer {
            let total = total.max(done);
            observer.on_progress(&Progress { stage, subject: subject.to_owned(), done, total });
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(CancelToken::is_cancelled)
    }

    /// The token, where somebody may stop the work.
    pub(crate) const fn token(&self) -> Option<&CancelToken> {
        self.cancel.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_is_woken_by_the_wish_to_stop_whenever_it_came() {
        let token = CancelToken::default();
        let early = token.wakes();
        token.cancel();
        early.wait();
        token.wakes().wait();
    }

    #[test]
    fn one_clone_of_a_token_stops_the_work_that_holds_another() {
        let token = CancelToken::default();
        let watch = Watch::cancelled_by(token.clone());
        assert!(!watch.is_cancelled());
        token.cancel();
        assert!(watch.is_cancelled());
    }
}
