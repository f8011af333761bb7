//! From one version of a checklist to another: what changed, in words, and what becomes of the answers given.
//!
//! A visit stays on the version it was pinned to. Moving to a newer one is an act of its own, with a preview; nothing is dropped: what
//! the newer version cannot hold is kept as answered under the old one.

mod carry;
mod diff;
#[cfg(test)]
mod tests;

pub use carry::{Carry, MovePlan, Moved, UnderOldVersion, carry_over, plan};
pub use diff::{Change, Demand, Difference, Wording, diff};
