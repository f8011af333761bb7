//! The clock of the operating system.

use crate::port::Clock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use zhian_domain::time::{ClockReading, Timestamp};

/// The system's clock. A terminal has no satellite receiver.
#[derive(Debug, Clone)]
pub struct SystemClock {
    started: Instant,
    offset_minutes: i16,
}

impl SystemClock {
    /// A clock in a zone, minutes east of UTC. All of China is at 480.
    #[must_use]
    pub fn in_zone(offset_minutes: i16) -> Self {
        Self { started: Instant::now(), offset_minutes }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> ClockReading {
        // A clock before 1970 is as wrong as any other: it is recorded, not refused.
        let unix_ms = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
        };
        ClockReading {
            device: Timestamp::from_unix_ms(unix_ms),
            offset_minutes: self.offset_minutes,
            monotonic_ms: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            gnss: None,
        }
    }
}
