//! From one version of a checklist to another: what changed, in words, and what becomes of the answers given.
//!
//! A visit stays on the version it was pinned to. Moving to a newer one is an act of its own, with a preview; what the newer version cannot
//! hold stays on the older visit, as answered under the old version.

mod carry;
mod diff;
#[cfg(test)]
mod tests;

pub use carry::{Carry, MovePlan, plan};
pub use diff::{Change, Demand, Difference, Wording, diff};
