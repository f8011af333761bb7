//! Words of the inspection trade and the rules that hold between them.
//!
//! | you may | you may not |
//! |---|---|
//! | add types, checks, pure functions, examples | read a clock, file, socket or random source |
//! | derive serde for the published checklist formats | derive serde anywhere else; name another crate of ours |
//!
//! Everything here is a value or a pure function. State lives in types: a [`seal::SealedVisit`] has no edit.

pub mod answer;
pub mod asked;
pub mod authority;
pub mod checklist;
pub mod completeness;
pub mod compose;
pub mod content;
pub mod enterprise;
pub mod evidence;
pub mod expression;
pub mod facts;
pub mod finding;
pub mod id;
pub mod identifier;
pub mod law;
pub mod media;
pub mod outcome;
pub mod period;
pub mod person;
pub mod place;
pub mod product;
pub mod published;
pub mod quiz;
pub mod risk;
pub mod rules;
pub mod seal;
pub mod signature;
pub mod task;
pub mod time;
pub mod versions;
pub mod visit;
