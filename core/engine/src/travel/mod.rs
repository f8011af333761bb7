//! How work travels: packed and signed here, taken in from the office or a colleague, compared at the end.

mod batch;
pub(crate) mod check;
mod content_in;
mod drafts_in;
pub(crate) mod http;
mod published;
pub(crate) mod queue;
mod rounds;
mod seals_in;
mod upload;

pub(crate) use batch::Batch;
pub(crate) use published::author_note;
pub(crate) use rounds::{Exchange, Sends};
pub(crate) use seals_in::store_sealed;
