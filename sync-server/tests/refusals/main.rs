//! Every way in which the office says no, each with its code and without loss; and what it keeps.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod directory;
mod enrolment;
mod evidence;
mod feed;
mod ledger;
mod media;
mod parcels;
mod requests;
mod world;
