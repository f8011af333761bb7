//! One file per use case: its request, its refusals, its method on [`crate::Engine`], its tests.

pub(crate) mod answer;
pub(crate) mod attach;
pub(crate) mod bundle;
pub(crate) mod check_in;
mod directory;
mod doctor;
pub(crate) mod enrol;
mod fetch;
pub(crate) mod finding;
mod late;
pub(crate) mod note;
mod pull;
mod purge;
mod quarantine;
pub(crate) mod refuse;
mod seal;
pub(crate) mod sealed_bytes;
pub(crate) mod settle;
pub(crate) mod sign;
mod status;
mod sync;
pub(crate) mod tasks;
mod verify;
mod visits;
