//! How the regulator's published files are read: strictly, whole or not at all, with every fault told at once.
//!
//! A file of rules, risks, questions or media is JSON of schema 2. Nothing in it is guessed: an unknown member, a
//! repeated one, a half-width mark in Chinese or a code that stands for nothing refuses the file, and the writer learns of
//! all faults in one reading, each with its row and field, in Chinese and English.

mod error;
mod object;
mod strict;
mod text;

#[cfg(test)]
mod tests;

pub use error::{ContentError, ContentFault, Phrase, Problem};
pub(crate) use object::{Object, read};
pub(crate) use text::{capital_id, small_id};

/// Schema of the files that this program reads.
pub const SCHEMA: u64 = 2;
/// Largest file: 2 MiB, over ten times the largest shipped.
pub const FILE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most faults that one reading tells; the rest is counted.
pub const FAULTS_MAX: usize = 500;
/// Most characters in one text.
pub const TEXT_CHARS_MAX: usize = 500;
