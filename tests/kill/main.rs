//! The real programs, killed without warning: what they said to be safe is there.

mod device;
mod office;
