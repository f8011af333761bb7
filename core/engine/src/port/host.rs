//! What the app around the engine knows of its device. Every one of these may be absent, fail, or answer rubbish.

use std::sync::Arc;
use zhian_domain::place::Position;

/// The app around the engine could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the app's {port} failed: {detail}")]
pub struct HostError {
    /// Which of its parts.
    pub port: &'static str,
    /// What it said.
    pub detail: String,
}

impl HostError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "host.failed"
    }
}

/// Where the device is.
pub trait Location: Send + Sync {
    /// The latest fix that is worth recording; `None` if there is none. Must answer soon.
    fn fix(&self) -> Result<Option<Position>, HostError>;
}

/// What the network costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Network {
    /// There is none.
    Offline,
    /// Paid by the byte: mobile data.
    Metered,
    /// Not paid by the byte.
    Unmetered,
}

/// Network and battery at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conditions {
    /// What the network costs.
    pub network: Network,
    /// Whether the device is being charged.
    pub charging: bool,
    /// Charge of the battery, percent; `None` if it has none or does not tell.
    pub battery_percent: Option<u8>,
}

/// Network and battery.
pub trait Surroundings: Send + Sync {
    /// How they are now. Must answer soon.
    fn conditions(&self) -> Result<Conditions, HostError>;
}

/// Keeps the key of the databases where the platform keeps secrets.
pub trait KeyStore: Send + Sync {
    /// The kept key; `None` if none was ever kept.
    fn load(&self) -> Result<Option<Vec<u8>>, HostError>;

    /// Keeps a key for good, before this returns.
    fn save(&self, key: &[u8]) -> Result<(), HostError>;
}

/// Everything an app may know and a terminal does not.
#[derive(Clone, Default)]
pub struct Host {
    /// Where the device is; `None` where nobody can tell.
    pub location: Option<Arc<dyn Location>>,
    /// Network and battery; `None` where nobody can tell.
    pub surroundings: Option<Arc<dyn Surroundings>>,
    /// Where the key of the databases is kept; `None` for databases in plain.
    pub key_store: Option<Arc<dyn KeyStore>>,
}
