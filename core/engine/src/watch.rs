//! Long work: how far it is, and how to stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether the work was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Observer and cancel token of one piece of long work.
#[derive(Clone, Default)]
pub struct Watch {
    observer: Option<Arc<dyn Observer>>,
    cancel: CancelToken,
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
        Self { observer: Some(observer), cancel }
    }

    /// With a token only.
    #[must_use]
    pub fn cancelled_by(cancel: CancelToken) -> Self {
        Self { observer: None, cancel }
    }

    pub(crate) fn tell(&self, stage: Stage, subject: &str, done: u64, total: u64) {
        if let Some(observer) = &self.observer {
            let total = total.max(done);
            observer.on_progress(&Progress { stage, subject: subject.to_owned(), done, total });
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_clone_of_a_token_stops_the_work_that_holds_another() {
        let token = CancelToken::default();
        let watch = Watch::cancelled_by(token.clone());
        assert!(!watch.is_cancelled());
        token.cancel();
        assert!(watch.is_cancelled());
    }
}
