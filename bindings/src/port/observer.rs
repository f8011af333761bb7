//! Who wants to be told: of progress, and that something reads differently now.

use super::HostError;
use crate::engine::Engine;
use crate::error::ZhianError;
use std::sync::{Arc, Mutex, PoisonError};
use zhian_engine::{Changes, Observer, Watch};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
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
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
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

/// Told how far long work is, on one thread of the engine's, the newest only. May be told once more after the work.
#[uniffi::export(foreign)]
pub trait ProgressObserver: Send + Sync {
    /// Some work has gone on. What it throws is of no consequence.
    fn on_progress(&self, progress: Progress) -> Result<(), HostError>;
}

/// What reads differently now: read it again.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Change {
    /// Grows with each call of one engine's listeners.
    pub version: u64,
    /// Whether home: tasks, drafts, what is not safe.
    pub home: bool,
    /// Whether the state of the exchange with the office.
    pub sync: bool,
    /// Whether any visit may have changed, named or not.
    pub every_visit: bool,
    /// Visits that changed.
    pub visits: Vec<String>,
}

/// Told that something reads differently, whoever changed it. Calls come one after the other on one thread of the
/// engine's; what happens during one is gathered into the next, and the last state is always told.
#[uniffi::export(foreign)]
pub trait ChangeListener: Send + Sync {
    /// Something reads differently. Return soon and read elsewhere. What it throws is of no consequence.
    fn on_change(&self, change: Change) -> Result<(), HostError>;
}

struct Relayed(Arc<dyn ProgressObserver>);

impl Observer for Relayed {
    fn on_progress(&self, progress: &zhian_engine::Progress) {
        // Work goes on whether or not somebody can draw it.
        let _ = self.0.on_progress(Progress {
            stage: match progress.stage {
                zhian_engine::Stage::Parcels => Stage::Parcels,
                zhian_engine::Stage::Upload => Stage::Upload,
                zhian_engine::Stage::Download => Stage::Download,
                zhian_engine::Stage::Capture => Stage::Capture,
                zhian_engine::Stage::Bundle => Stage::Bundle,
                zhian_engine::Stage::Check => Stage::Check,
            },
            subject: progress.subject.clone(),
            done: progress.done,
            total: progress.total,
        });
    }
}

struct Listening(Arc<dyn ChangeListener>);

impl zhian_engine::ChangeListener for Listening {
    fn on_changes(&self, changes: &Changes) {
        // A listener that fails is told again with the next change.
        let _ = self.0.on_change(Change {
            version: changes.version,
            home: changes.home,
            sync: changes.sync,
            every_visit: changes.every_visit,
            visits: changes.visits.iter().map(ToString::to_string).collect(),
        });
    }
}

/// The app's listener as the engine knows it.
fn host_listener(under: Arc<dyn ChangeListener>) -> Arc<dyn zhian_engine::ChangeListener> {
    Arc::new(Listening(under))
}

/// What long work is given: whom to tell, and who may stop it.
pub(crate) fn watch(
    engine: &zhian_engine::Engine,
    observer: Option<Arc<dyn ProgressObserver>>,
    cancel: Option<Arc<CancelToken>>,
) -> Watch {
    let token = cancel.map(|cancel| cancel.0.clone()).unwrap_or_default();
    match observer {
        Some(observer) => Watch::new(engine.relayed(Arc::new(Relayed(observer))), token),
        None => Watch::cancelled_by(token),
    }
}

/// Stops long work. Nothing is left half done: what was acknowledged or stored until then stays, whole.
#[derive(Debug, Default, uniffi::Object)]
pub struct CancelToken(zhian_engine::CancelToken);

#[uniffi::export]
impl CancelToken {
    /// A token for one piece of work.
    #[uniffi::constructor]
    pub fn new() -> Result<Arc<Self>, ZhianError> {
        Ok(Arc::default())
    }

    /// Asks the work to stop; it ends with `engine.cancelled`, or says in its report that it was cancelled.
    pub fn cancel(&self) -> Result<(), ZhianError> {
        self.0.cancel();
        Ok(())
    }

    /// Whether the work was asked to stop.
    pub fn is_cancelled(&self) -> Result<bool, ZhianError> {
        Ok(self.0.is_cancelled())
    }
}

/// Ends its listener's listening when it is stopped or dropped. A call that is under way then still ends.
#[derive(uniffi::Object)]
pub struct Subscription(Mutex<Option<zhian_engine::Subscription>>);

#[uniffi::export]
impl Subscription {
    /// Nothing more is told. Stopping twice changes nothing.
    pub fn stop(&self) -> Result<(), ZhianError> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(held);
        Ok(())
    }
}

#[uniffi::export]
impl Engine {
    /// Tells `listener` from now on what reads differently. Subscribe first, then read: nothing is missed so.
    pub fn observe(&self, listener: Arc<dyn ChangeListener>) -> Result<Arc<Subscription>, ZhianError> {
        self.call(|engine, _| {
            let held = engine.observe(host_listener(listener));
            Ok(Arc::new(Subscription(Mutex::new(Some(held)))))
        })
    }
}
