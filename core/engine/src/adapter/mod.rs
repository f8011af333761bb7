//! The world as it is: the default adapters of the ports.

mod checked_signer;
mod clock;
mod entropy;
mod http;
mod signer;
mod standard;

pub use checked_signer::CheckedSigner;
pub use clock::SystemClock;
pub use entropy::OsEntropy;
pub use http::{HttpTransport, HttpTransportError};
pub use signer::FileSigner;
pub use standard::{Parts, standard};
