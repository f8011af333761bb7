//! What the regulator publishes, through the program as people run it: checked, brought in, compared, published, composed; and
//! every bad file refused with its place, nothing half published afterwards.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod bad_input;
mod compose;
mod desk;
mod publish;
mod risks;
mod workbooks;
