//! The engine as an object: opened once, shared by all threads, closed when nobody needs it.

use crate::error::ZhianError;
use crate::language::Language;
use crate::port::{
    KeyStore, Location, Signer, Surroundings, Transport, host_key_store, host_location, host_signer,
    host_surroundings, host_transport,
};
use crate::reader::Reader;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use zhian_engine::adapter::{Parts, standard};
use zhian_engine::port::Host;
use zhian_engine::{EngineError, guard};
use zhian_protocol::explain;

/// Where an engine works, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OpenRequest {
    /// The data folder: one folder is one device. Made if it is not there. Leave it out of backups.
    pub dir: String,
    /// Name and version of the app, e.g. `zhian-android 0.1.0`; recorded with each evidence file.
    pub app: String,
    /// Language of texts; `None` for the one that was chosen here, else Chinese.
    pub language: Option<Language>,
    /// Zone of the device, minutes east of UTC. All of China is at 480.
    pub zone_minutes: i16,
}

/// The inspector's device. Every method blocks, may be called from any thread, and either does all of its act or nothing.
#[derive(uniffi::Object)]
pub struct Engine {
    inner: RwLock<Option<Arc<zhian_engine::Engine>>>,
    language: RwLock<explain::Language>,
}

impl Engine {
    /// Does one act on the open engine. Its error is in the reader's language, and a defect is an error too.
    pub(crate) fn call<T>(
        &self,
        act: impl FnOnce(&zhian_engine::Engine, Reader) -> Result<T, EngineError>,
    ) -> Result<T, ZhianError> {
        let reader = Reader { language: *self.language.read().unwrap_or_else(PoisonError::into_inner) };
        let open = self.inner.read().unwrap_or_else(PoisonError::into_inner).clone();
        guard(|| act(open.as_ref().ok_or(EngineError::Closed)?, reader))
            .map_err(|cause| ZhianError::said(&cause, reader.language))
    }

    /// Texts are in this language from now on.
    pub(crate) fn speak(&self, language: explain::Language) {
        *self.language.write().unwrap_or_else(PoisonError::into_inner) = language;
    }
}

#[uniffi::export]
impl Engine {
    /// Opens the data folder, with what the app brings. What is left out is: a key in the data folder, HTTPS under the
    /// roots of the enrolment, databases in plain, and nobody who knows of place, network and battery.
    ///
    /// Errors: `store.in-use` while another process has the folder open, `store.from-newer-app`, `store.file`,
    /// `store.disk-full`, `engine.other-key`, `signer.*`; with a key store `host.failed`, `host.bad-key`,
    /// `store.key-missing`, `store.wrong-key`, `store.not-encrypted`, `store.no-cipher`. A damaged database is no error:
    /// home says what was set aside and what was lost.
    #[uniffi::constructor]
    pub fn open(
        request: OpenRequest,
        signer: Option<Arc<dyn Signer>>,
        key_store: Option<Arc<dyn KeyStore>>,
        transport: Option<Arc<dyn Transport>>,
        location: Option<Arc<dyn Location>>,
        surroundings: Option<Arc<dyn Surroundings>>,
    ) -> Result<Arc<Self>, ZhianError> {
        let given = request.language.map(explain::Language::from);
        let opened = guard(|| {
            let host = Host {
                location: location.map(host_location),
                surroundings: surroundings.map(host_surroundings),
                key_store: key_store.map(host_key_store),
            };
            let signer = signer.map(host_signer).transpose()?;
            let parts = Parts { signer, transport: transport.map(host_transport), host };
            let config = standard(Path::new(&request.dir), &request.app, request.zone_minutes, parts)?;
            let engine = zhian_engine::Engine::open(config)?;
            let language = engine.spoken(given)?;
            Ok((engine, language))
        });
        let (engine, language) =
            opened.map_err(|cause| ZhianError::said(&cause, given.unwrap_or(explain::Language::Zh)))?;
        Ok(Arc::new(Self { inner: RwLock::new(Some(Arc::new(engine))), language: RwLock::new(language) }))
    }

    /// Closes the data folder. Calls that are under way end as they would; the folder is free when the last one has.
    /// Later calls are refused with `engine.closed`. Closing twice changes nothing.
    pub fn shut(&self) -> Result<(), ZhianError> {
        let open = self.inner.write().unwrap_or_else(PoisonError::into_inner).take();
        drop(open);
        Ok(())
    }

    /// Texts are in this language from now on, and after the next start. Errors: `store.*`.
    pub fn choose_language(&self, language: Language) -> Result<(), ZhianError> {
        self.call(|engine, _| engine.choose_language(language.into()))?;
        self.speak(language.into());
        Ok(())
    }
}
