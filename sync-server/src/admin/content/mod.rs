//! What the regulator writes and publishes: checked as a whole, then published as a whole.
//!
//! ```text
//! gather   files, folders and workbooks become files of content, each with the cells it came from
//! check    everything is read, every reference is looked up in what is given and in what is published; all faults at once
//! publish  media first, then every file in one transaction
//! ```

mod book;
mod check;
mod diff;
mod finding;
mod gather;
mod publish;
mod published;
mod read;
mod resolve;
mod standing;
mod words;

pub(crate) use book::is_book;
pub use book::{Brought, BroughtForm, Written, bring, bring_form, write};
pub use check::{Checked, Ready, What, check};
pub use diff::{Compared, Line, Side, diff, side};
pub use finding::{Faults, Finding};
pub use gather::{Gathered, Given, gather};
pub use publish::{Done, Outcome, publish};
pub use published::{Newest, newest};
