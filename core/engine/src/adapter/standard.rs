//! An engine for a program that brings some ports of its own and takes the rest as they are.

use super::{CheckedSigner, FileSigner, HttpTransport, OsEntropy, SystemClock};
use crate::error::EngineError;
use crate::port::{Host, Signer, Transport};
use crate::{DiskSpace, EngineConfig};
use std::path::Path;
use std::sync::Arc;
use zhian_store::StoreError;

/// File name of the device's key, where no platform keeps it.
const KEY_FILE: &str = "device.key";

/// Widest offset of a zone, minutes.
const ZONE_MINUTES_MAX: i16 = 1440;

/// Ports that a program brings. What is left out is the system's own.
#[derive(Clone, Default)]
pub struct Parts {
    /// The device's key; without one it is a file in the data folder.
    pub signer: Option<Arc<dyn Signer>>,
    /// The network; without one it is HTTPS under the roots of the enrolment.
    pub transport: Option<Arc<dyn Transport>>,
    /// Place, network, battery, key of the databases.
    pub host: Host,
}

/// What an engine on the data folder `dir` is built from; `zone_minutes` are east of UTC.
///
/// Errors: `store.file` if the folder cannot be made, `signer.*`.
pub fn standard(dir: &Path, app: &str, zone_minutes: i16, parts: Parts) -> Result<EngineConfig, EngineError> {
    std::fs::create_dir_all(dir).map_err(|cause| StoreError::File { path: dir.to_owned(), cause })?;
    let entropy = Arc::new(OsEntropy);
    let signer: Arc<dyn Signer> = match parts.signer {
        Some(brought) => Arc::new(CheckedSigner::new(brought)?),
        None => Arc::new(FileSigner::open(&dir.join(KEY_FILE), &*entropy)?),
    };
    Ok(EngineConfig {
        dir: dir.to_owned(),
        clock: Arc::new(SystemClock::in_zone(zone_minutes.clamp(-ZONE_MINUTES_MAX, ZONE_MINUTES_MAX))),
        entropy,
        signer,
        transport: parts.transport.unwrap_or_else(|| Arc::new(HttpTransport::default())),
        space: Arc::new(DiskSpace::new(dir)),
        app: app.to_owned(),
        host: parts.host,
    })
}
