//! Time.

use zhian_domain::time::ClockReading;

/// The device's clock.
///
/// `monotonic_ms` must not go backwards while the process runs; the device's own time may do anything.
pub trait Clock: Send + Sync {
    /// What the device knows of the time now.
    fn now(&self) -> ClockReading;
}
