//! The world that tests play in: an office, officers with phones, lines between them, a clock, and their faults.
//!
//! | you may | you may not |
//! |---|---|
//! | model phones, the office and faults | use wall time, the system's randomness, sleep, environment variables |
//!
//! Phones run the real engine and the office runs the real server, in this process; a world follows from its seed.

mod chance;
mod clock;
mod compare;
pub mod deeds;
mod disk;
mod hostile;
mod key;
mod network;
mod office;
mod phone;
mod photo;
#[path = "../process/mod.rs"]
pub mod process;
#[path = "../seam/stage.rs"]
pub mod seam;
#[path = "../traffic/mod.rs"]
pub mod traffic;
mod world;

pub use chance::Chance;
pub use clock::{PhoneClock, Time, YEAR_MS};
pub use compare::{evidence_seen, phone_shows};
pub use disk::{Disk, DiskPlan, PowerLost};
pub use key::{SeededEntropy, SeededKey};
pub use network::{Door, Line, Mishap, Sent, To};
pub use office::Office;
pub use phone::{Attempt, Phone};
pub use photo::{jpeg, png, wav};
pub use world::{SMALL_V1, SMALL_V2, World};

/// Base64 with padding, as headers of uploads want it.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
