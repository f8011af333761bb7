//! The real programs as child processes, run as people would run them: the office with its server, the terminal client.

mod fault;
mod office;
mod program;

pub use fault::{Fault, on};
pub use office::Office;
pub use program::{Phone, Programs, Run, quoted, run, shown};
