//! The office: takes in what inspectors' devices made, keeps it for good, and tells every device what is new.
//!
//! | folder | you may | you may not |
//! |---|---|---|
//! | `routes` | translate HTTP to one call | touch SQL |
//! | `ingest`, `ledger` | verify and append | update or delete a ledger line |
//! | `db` | implement the trait for every database in the same change | add an operation with one implementation |
//! | `evidence` | add a store behind the trait | let foreign text become a file name |
//! | `admin` | one use case a file | print |
//!
//! [`routes::app`] is the whole service as a router over a [`State`]; [`routes::launch`] runs it on a listener until a
//! shutdown is asked for. Both are owned by the caller, so a test can do without a network.

pub mod admin;
pub mod auth;
mod cache;
pub mod db;
pub mod error;
pub mod evidence;
mod exchange;
pub mod ingest;
pub mod ledger;
mod metrics;
pub mod office;
pub mod ports;
pub mod routes;
pub(crate) mod signing;

pub use error::ServerError;
pub use office::{Folder, Office, State};
pub use routes::{app, launch};
