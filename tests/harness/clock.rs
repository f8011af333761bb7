//! Time that only moves when the world says so.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use zhian_domain::time::{ClockReading, Timestamp};

/// 2026-11-21 09:00:00 +08:00, when every world begins.
const BEGINNING_UNIX_MS: i64 = 1_795_222_800_000;

/// What each look at a clock costs, so that no two events share a moment.
const TICK_MS: i64 = 7;

/// One year, milliseconds.
pub const YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// The true time of a world.
#[derive(Debug)]
pub struct Time(AtomicI64);

impl Time {
    /// The time at which a world begins.
    #[must_use]
    pub fn beginning() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(BEGINNING_UNIX_MS)))
    }

    /// Lets time pass.
    pub fn passes_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    fn tick(&self) -> i64 {
        self.0.fetch_add(TICK_MS, Ordering::SeqCst) + TICK_MS
    }
}

impl zhian_server::ports::Clock for Time {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_ms(self.tick())
    }
}

/// The clock of one phone: the true time, and how far it is off.
#[derive(Debug)]
pub struct PhoneClock {
    time: Arc<Time>,
    skew_ms: AtomicI64,
    started_unix_ms: AtomicI64,
    has_gnss: AtomicBool,
}

impl PhoneClock {
    /// A clock that is right, on a phone switched on now, without satellites.
    #[must_use]
    pub fn right(time: &Arc<Time>) -> Arc<Self> {
        Arc::new(Self {
            time: Arc::clone(time),
            skew_ms: AtomicI64::new(0),
            started_unix_ms: AtomicI64::new(time.tick()),
            has_gnss: AtomicBool::new(false),
        })
    }

    /// Sets how far the phone's clock is ahead of the truth.
    pub fn is_ahead_ms(&self, skew_ms: i64) {
        self.skew_ms.store(skew_ms, Ordering::SeqCst);
    }

    /// Gives or takes the sight of satellites, which know the true time.
    pub fn sees_satellites(&self, sees: bool) {
        self.has_gnss.store(sees, Ordering::SeqCst);
    }

    /// The phone was switched off and on: its monotonic counter begins again.
    pub fn restarts(&self) {
        self.started_unix_ms.store(self.time.tick(), Ordering::SeqCst);
    }
}

impl zhian_engine::port::Clock for PhoneClock {
    fn now(&self) -> ClockReading {
        let truth = self.time.tick();
        let since_start = truth - self.started_unix_ms.load(Ordering::SeqCst);
        ClockReading {
            device: Timestamp::from_unix_ms(truth + self.skew_ms.load(Ordering::SeqCst)),
            offset_minutes: 480,
            monotonic_ms: u64::try_from(since_start).unwrap_or(0),
            gnss: self.has_gnss.load(Ordering::SeqCst).then(|| Timestamp::from_unix_ms(truth)),
        }
    }
}
