//! The regulator's content as a spreadsheet: written, read back without loss, and forms of others brought in.
//!
//! | you may | you may not |
//! |---|---|
//! | add a member with its column, in one table for both directions | read or write a column that only one direction knows |
//! | refuse a cell, with its place and in both languages | guess what a cell means, or leave out what was not understood |
//! | tidy a blank at an end, and say so in a remark | alter anything unseen |
//!
//! Content is JSON of schema 2 (base checklists of schema 1 too). [`export()`] and [`import()`] know how it is laid out, not what
//! it means: that is checked by `zhian-domain`, whose faults [`Imported::place`] brings back to a cell. Nothing here reads a
//! clock, a file or a socket.

mod cells;
mod codes;
mod error;
mod export;
mod findings;
mod first;
mod grid;
mod import;
mod json;
mod layout;
mod part;
mod place;
mod plain;
mod reader;
mod remark;
mod rows;
mod shape;
mod sheets;
mod text;
mod xlsform;

pub use error::WorkbookError;
pub use export::export;
pub use findings::ERRORS_MAX;
pub use grid::{FILE_BYTES_MAX, ROWS_MAX, UNPACKED_BYTES_MAX};
pub use import::{Imported, import};
pub use part::{FileKind, Part};
pub use place::At;
pub use plain::{PlainSheet, read_plain, write_plain};
pub use remark::Remark;
pub use xlsform::{Because, Form, FormDefaults, LeftOver, import_form};
