//! The world as it is: the default adapters of the ports.

mod clock;
mod entropy;
mod http;
mod signer;

pub use clock::SystemClock;
pub use entropy::OsEntropy;
pub use http::{HttpTransport, HttpTransportError};
pub use signer::FileSigner;
