//! Use cases against a pretended world: a clock that is set by hand, counted chance, and an office in memory.

mod bundles;
mod clocks;
mod evidence;
mod exchange;
mod field;
mod newer;
mod office;
mod phone;
mod refusals;
mod sealing;
