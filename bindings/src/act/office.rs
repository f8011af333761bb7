//! This device and the office.

use crate::engine::Engine;
use crate::error::ZhianError;
use crate::port::{CancelToken, ProgressObserver, watch};
use crate::request::{EnrolInput, FilesRule};
use crate::view::{self, IdentityView, PullView, SyncView};
use std::sync::Arc;

#[uniffi::export]
impl Engine {
    /// Enrols this device with the office. A lost answer is no harm: the same code may be tried again.
    ///
    /// Errors: `engine.already-enrolled`, `engine.code-length`, `engine.label-length`, `engine.bad-text`,
    /// `engine.cancelled`, `transport.*`, `signer.*`, and the office's own refusals.
    pub fn enrol(
        &self,
        input: EnrolInput,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<IdentityView, ZhianError> {
        self.call(|engine, reader| {
            Ok(view::identity(reader, &engine.enrol(&input.into(), &watch(engine, None, cancel))?))
        })
    }

    /// Sends everything the office has not acknowledged, takes everything new, and compares. A cut line or a stop is
    /// no error: the report says how far it came.
    ///
    /// Errors: `engine.not-enrolled`, `engine.exchange-running`, the office's refusal of this device,
    /// `engine.answer-not-understood`, `store.*`.
    pub fn sync(
        &self,
        files: FilesRule,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<SyncView, ZhianError> {
        self.call(|engine, reader| {
            let report = engine.sync_with(files.into(), &watch(engine, observer, cancel))?;
            Ok(view::synced(reader, &report))
        })
    }

    /// Takes everything new without sending anything. Errors: as [`Self::sync`].
    pub fn pull(
        &self,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<PullView, ZhianError> {
        self.call(|engine, reader| Ok(view::pulled(reader, &engine.pull(&watch(engine, observer, cancel))?)))
    }
}
