//! What the plans of a run have reached.

use std::fmt;

/// What plans have reached.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Plans played.
    pub plans: u64,
    /// Deeds that were done.
    pub deeds: u64,
    /// Deeds that were refused.
    pub refusals: u64,
    /// Times a phone lost power.
    pub crashes: u64,
    /// Times the office was killed.
    pub kills: u64,
    /// Times an older state was put back.
    pub set_back: u64,
    /// Visits that were sealed.
    pub seals: u64,
    /// Of these, the ones with late work.
    pub late: u64,
    /// Photographs taken.
    pub photos: u64,
    /// Differences settled.
    pub conflicts: u64,
    /// Exchanges that were cut.
    pub cut: u64,
}

impl Tally {
    /// Adds another one.
    pub fn add(&mut self, other: &Self) {
        self.plans += other.plans;
        self.deeds += other.deeds;
        self.refusals += other.refusals;
        self.crashes += other.crashes;
        self.kills += other.kills;
        self.set_back += other.set_back;
        self.seals += other.seals;
        self.late += other.late;
        self.photos += other.photos;
        self.conflicts += other.conflicts;
        self.cut += other.cut;
    }

    /// Whether every interesting thing still happens often enough.
    pub const fn is_worth_something(&self) -> bool {
        let Self { crashes, kills, set_back, seals, late, photos, conflicts, cut, .. } = *self;
        crashes >= 500
            && kills >= 50
            && set_back >= 50
            && seals >= 100
            && late >= 10
            && photos >= 500
            && conflicts >= 100
            && cut >= 500
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plans, deeds, refusals, crashes, kills, set_back, seals, late, photos, conflicts, cut } =
            self;
        write!(
            f,
            "{plans} plans, {deeds} deeds, {refusals} refused, {crashes} power losses, {kills} office kills, {set_back} \
             set back, {cut} exchanges cut, {photos} photos, {conflicts} conflicts, {seals} seals, {late} with late work"
        )
    }
}
