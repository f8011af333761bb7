//! Where the platform keeps the key of the databases.

use super::HostError;
use std::sync::Arc;
use zhian_engine::port;

/// Keeps the key of the databases. With one, the databases are encrypted; the build must be able to.
#[uniffi::export(foreign)]
pub trait KeyStore: Send + Sync {
    /// The kept key, 32 bytes; none if none was ever kept. A key that cannot be had *now* is an error, not none.
    fn load(&self) -> Result<Option<Vec<u8>>, HostError>;

    /// Keeps a key for good, before this returns. Called once in the life of a data folder.
    fn save(&self, key: Vec<u8>) -> Result<(), HostError>;
}

struct HostKeyStore(Arc<dyn KeyStore>);

/// The app's key store as the engine's port.
pub(crate) fn host_key_store(under: Arc<dyn KeyStore>) -> Arc<dyn port::KeyStore> {
    Arc::new(HostKeyStore(under))
}

impl port::KeyStore for HostKeyStore {
    fn load(&self) -> Result<Option<Vec<u8>>, port::HostError> {
        self.0.load().map_err(|cause| cause.of("key store"))
    }

    fn save(&self, key: &[u8]) -> Result<(), port::HostError> {
        self.0.save(key.to_vec()).map_err(|cause| cause.of("key store"))
    }
}
