//! Time as a device claims it. Nothing here reads a clock.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_unix_ms(unix_ms: i64) -> Self {
        Self(unix_ms)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn unix_ms(self) -> i64 {
        self.0
    }

    /// This moment moved by `ms` milliseconds, held at the ends of the range.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// `2026-11-21 10:32:05 +08:00`; a moment outside the calendar is written as its milliseconds.
    #[must_use]
    pub fn display(self, offset_minutes: i16) -> String {
        let offset = FixedOffset::east_opt(i32::from(offset_minutes) * 60);
        let moment = DateTime::<Utc>::from_timestamp_millis(self.0);
        match (moment, offset) {
            // Near the ends of the calendar an offset would leave it.
            (Some(utc), Some(offset)) if utc.checked_add_signed(TimeDelta::days(2)).is_some() => {
                utc.with_timezone(&offset).format("%Y-%m-%d %H:%M:%S %:z").to_string()
            }
            _ => format!("{} ms", self.0),
        }
    }
}

/// What a device knew of the time when something happened.
///
/// The device clock may be wrong, so a monotonic counter and, where known, satellite time stand beside it.
/// Evidence is never refused because of a clock; the server records its own time and the skew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockReading {
    /// The device's clock.
    pub device: Timestamp,
    /// The device's zone, minutes east of UTC, -1440..=1440.
    pub offset_minutes: i16,
    /// Milliseconds since the device started; never goes backwards within one start.
    pub monotonic_ms: u64,
    /// Satellite time, where a receiver had it.
    pub gnss: Option<Timestamp>,
}

impl ClockReading {
    /// The best claim of when it happened: satellite time if known, else the device's clock.
    #[must_use]
    pub fn best(&self) -> Timestamp {
        self.gnss.unwrap_or(self.device)
    }

    /// `2026-11-21 10:32:05 +08:00` in the device's own zone.
    #[must_use]
    pub fn display(&self) -> String {
        self.best().display(self.offset_minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_the_zone_of_the_device() {
        assert_eq!(Timestamp::from_unix_ms(0).display(480), "1970-01-01 08:00:00 +08:00");
        assert_eq!(Timestamp::from_unix_ms(i64::MAX).display(0), format!("{} ms", i64::MAX));
    }

    #[test]
    fn satellite_time_is_believed_before_the_device_clock() {
        let reading = ClockReading {
            device: Timestamp::from_unix_ms(5),
            offset_minutes: 0,
            monotonic_ms: 1,
            gnss: Some(Timestamp::from_unix_ms(9)),
        };
        assert_eq!(reading.best(), Timestamp::from_unix_ms(9));
    }
}
