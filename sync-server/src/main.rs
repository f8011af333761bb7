//! `zhian-server`: the office, and the commands of the people who run it.

mod commands;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(commands::args::Args::parse())
}
