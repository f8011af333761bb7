//! Looking after what lies on the device.

use crate::engine::Engine;
use crate::error::ZhianError;
use crate::port::{CancelToken, ProgressObserver, watch};
use crate::view::{self, DoctorView, PurgeView, VerifyView};
use std::sync::Arc;

#[uniffi::export]
impl Engine {
    /// Frees the files of a sealed visit that the office has whole. The seal stays readable.
    ///
    /// All or nothing: Errors: `engine.visit-not-sealed`; `engine.not-safe` says how much is missing at the office;
    /// `engine.exchange-running`.
    pub fn purge(&self, visit: String) -> Result<PurgeView, ZhianError> {
        self.call(|engine, _| Ok(view::freed(&engine.purge(&visit.parse()?)?)))
    }

    /// Notes that someone looked at something that was set aside. Nothing is removed; looking twice changes nothing.
    pub fn acknowledge_quarantine(&self, number: u64) -> Result<(), ZhianError> {
        self.call(|engine, _| engine.acknowledge_quarantine(number))
    }

    /// Checks every evidence file against its hash, and gathers alerts and what happened at opening. A missing or
    /// altered file is part of the report. Errors: `engine.cancelled`, `store.*`.
    pub fn doctor(
        &self,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<DoctorView, ZhianError> {
        self.call(|engine, reader| {
            Ok(view::doctor(reader, &engine.doctor(&watch(engine, observer, cancel))?))
        })
    }

    /// Checks a sealed visit's bytes, signatures and files. What does not hold is in the report.
    ///
    /// Errors: `engine.unknown-visit`, `engine.visit-not-sealed`, `engine.cancelled`, `store.*`.
    pub fn verify(
        &self,
        visit: String,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<VerifyView, ZhianError> {
        self.call(|engine, reader| {
            let report = engine.verify(&visit.parse()?, &watch(engine, observer, cancel))?;
            Ok(view::verified(reader, &report))
        })
    }
}
