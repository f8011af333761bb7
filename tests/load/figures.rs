//! Figures beside their limits.

use std::time::Duration;

/// Times of many equal operations.
pub struct Times {
    sorted: Vec<Duration>,
    wall: Duration,
}

impl Times {
    /// From the single times and the whole time.
    pub fn new(mut each: Vec<Duration>, wall: Duration) -> Self {
        each.sort_unstable();
        Self { sorted: each, wall }
    }

    /// Operations per second.
    pub fn per_second(&self) -> f64 {
        self.sorted.len() as f64 / self.wall.as_secs_f64()
    }

    /// The time that `percent` of the operations did not exceed, milliseconds.
    pub fn percentile_ms(&self, percent: usize) -> f64 {
        let index = (self.sorted.len() * percent / 100).min(self.sorted.len().saturating_sub(1));
        self.sorted.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}

/// Which side of a limit is good.
#[derive(Clone, Copy)]
pub enum Limit {
    /// The figure should reach it.
    AtLeast(f64),
    /// The figure should not exceed it.
    AtMost(f64),
    /// The figure is only shown.
    None,
}

/// Prints one figure with its limit, how they compare, and whether the limit is held.
pub fn show(what: &str, figure: f64, unit: &str, limit: Limit) {
    let (limit_text, ratio, held) = match limit {
        Limit::AtLeast(limit) => (format!("≥ {limit}"), figure / limit, figure >= limit),
        Limit::AtMost(limit) => (format!("≤ {limit}"), figure / limit, figure <= limit),
        Limit::None => (String::from("-"), f64::NAN, true),
    };
    let verdict = match limit {
        Limit::None => "",
        _ if held => "held",
        _ => "MISSED",
    };
    let ratio = if ratio.is_nan() { String::from("-") } else { format!("{ratio:.2}x") };
    println!("{what:<58} {figure:>10.1} {unit:<8} {limit_text:>10} {ratio:>8}  {verdict}");
}
