//! Offices filled beforehand, the real server process over them, and clients that send prepared work.
//!
//! | you may | you may not |
//! |---|---|
//! | start processes and talk to them over the line | use this in a story: stories play in the seeded world |

pub mod client;
pub mod generate;
pub mod office;

/// Anything that stops a measurement or a test.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
