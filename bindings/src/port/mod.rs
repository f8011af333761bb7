//! What an app brings: its key, its secrets, its network, its place, its battery, and who wants to be told.
//!
//! Every method is called from a Rust thread and blocks it; it may be called from several at once. What it throws
//! becomes an ordinary error, whatever it is.

mod key_store;
mod observer;
mod signer;
mod surroundings;
mod transport;

pub use key_store::KeyStore;
pub use observer::{CancelToken, Change, ChangeListener, Progress, ProgressObserver, Stage, Subscription};
pub use signer::Signer;
pub use surroundings::{Conditions, Location, Network, Surroundings};
pub use transport::{HttpHeader, HttpMethod, HttpReply, HttpRequest, Transport};

pub(crate) use key_store::host_key_store;
pub(crate) use observer::watch;
pub(crate) use signer::host_signer;
pub(crate) use surroundings::{host_location, host_surroundings};
pub(crate) use transport::host_transport;

use zhian_engine::port;

/// What a port of the app says when it cannot do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum HostError {
    /// No connection: no network, wrong address, server down.
    #[error("unreachable: {detail}")]
    Unreachable {
        /// What the platform said.
        detail: String,
    },
    /// The connection broke before the whole answer was here.
    #[error("cut: {detail}")]
    Cut {
        /// What the platform said.
        detail: String,
    },
    /// The server's certificate is not one that this device trusts.
    #[error("untrusted: {detail}")]
    Untrusted {
        /// What the platform said.
        detail: String,
    },
    /// Anything else.
    #[error("{detail}")]
    Failed {
        /// What the platform said.
        detail: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for HostError {
    fn from(thrown: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { detail: thrown.reason }
    }
}

impl HostError {
    /// As the engine names it.
    fn of(self, port: &'static str) -> port::HostError {
        port::HostError { port, detail: self.to_string() }
    }
}
