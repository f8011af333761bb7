//! What the engine needs from the world. A program chooses the adapters; tests bring their own.

mod clock;
mod entropy;
mod signer;
mod transport;

pub use clock::Clock;
pub use entropy::{Entropy, EntropyError};
pub use signer::{Signer, SignerError};
pub use transport::{HttpRequest, HttpResponse, Method, Transport, TransportError};
