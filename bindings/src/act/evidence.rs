//! Evidence, and work that travels by file.

use crate::engine::Engine;
use crate::error::ZhianError;
use crate::port::{CancelToken, ProgressObserver, watch};
use crate::request::{AttachInput, BundleInput};
use crate::view::{self, EvidenceView, ExportView, ImportView};
use std::path::Path;
use std::sync::Arc;

#[uniffi::export]
impl Engine {
    /// Attaches a file: copied, hashed as it is read, durable when this returns. The same file again changes nothing;
    /// for another item it is refused, because one file proves one thing.
    ///
    /// Errors: `engine.source`, `engine.source-size`, `engine.evidence-elsewhere`, `engine.unknown-item`,
    /// `engine.unknown-evidence`, `engine.bad-position`, `engine.bad-text`, `engine.cancelled`, `store.disk-full`,
    /// `engine.not-checked-in`, `engine.visit-sealed`.
    pub fn attach(
        &self,
        input: AttachInput,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<EvidenceView, ZhianError> {
        self.call(|engine, reader| {
            let attached = engine.attach(&input.try_into()?, &watch(engine, observer, cancel))?;
            Ok(view::evidence(reader, &attached))
        })
    }

    /// Fetches a colleague's file from the office, checks it, and keeps it. One that is here is not fetched.
    ///
    /// Errors: `engine.unknown-evidence`, `engine.evidence-not-at-office`, `engine.evidence-altered`,
    /// `engine.cancelled`, `transport.*`, `store.disk-full`.
    pub fn fetch_evidence(
        &self,
        visit: String,
        hash: String,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<EvidenceView, ZhianError> {
        self.call(|engine, reader| {
            let watch = watch(engine, observer, cancel);
            let fetched = engine.fetch_evidence(&visit.parse()?, &hash.parse()?, &watch)?;
            Ok(view::evidence(reader, &fetched))
        })
    }

    /// Writes visits into a file for a colleague's phone. The file appears whole or not at all.
    ///
    /// Errors: `engine.empty` without a visit, `engine.unknown-visit`, `engine.bundle-file`, `engine.cancelled`.
    pub fn export_bundle(
        &self,
        input: BundleInput,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<ExportView, ZhianError> {
        self.call(|engine, _| {
            let written = engine.export_bundle(&input.try_into()?, &watch(engine, observer, cancel))?;
            Ok(view::exported(&written))
        })
    }

    /// Takes in a colleague's file. Taking it in again changes nothing.
    ///
    /// Errors: `engine.bundle` for a file that is none or is cut, `engine.bundle-file`, `engine.cancelled`; what was
    /// taken in until then stays, whole.
    pub fn import_bundle(
        &self,
        path: String,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<ImportView, ZhianError> {
        self.call(|engine, _| {
            let taken = engine.import_bundle(Path::new(&path), &watch(engine, observer, cancel))?;
            Ok(view::imported(&taken))
        })
    }
}
