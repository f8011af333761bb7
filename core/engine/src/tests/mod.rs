//! Use cases against a pretended world: a clock that is set by hand, counted chance, and an office in memory.

mod bundles;
mod clocks;
mod composed;
mod content;
mod evidence;
mod exchange;
mod field;
mod media;
mod newer;
mod office;
mod phone;
mod quiz;
mod refusals;
mod regulator;
mod rules;
mod sealing;
