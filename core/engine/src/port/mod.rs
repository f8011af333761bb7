//! What the engine needs from the world. A program chooses the adapters; tests bring their own.

mod clock;
mod entropy;
mod host;
mod signer;
mod transport;

pub use clock::Clock;
pub use entropy::{Entropy, EntropyError};
pub use host::{Conditions, Host, HostError, KeyStore, Location, Network, Surroundings};
pub use signer::{Signer, SignerError};
pub use transport::{HttpRequest, HttpResponse, Method, Transport, TransportError};
