//! One file per group of commands.

mod answer;
mod bundle;
mod check;
mod device;
mod evidence;
mod exchanged;
mod finding;
mod log;
mod media;
mod newer;
mod quiz;
mod risks;
mod rules;
mod sealed;
mod show;
mod signing;
mod status;
mod sync;
mod tasks;

use crate::args::{Bundle, Cli, Command, Directory, Finding, Media};
use crate::failure::CliError;
use crate::page::Output;
use crate::session::Session;
use crate::style::Style;

/// Runs one command. Nothing is printed here.
pub fn run(cli: &Cli, style: Style) -> Result<Output, CliError> {
    let common = &cli.common;
    if let Command::Enrol(args) = &cli.command {
        return device::enrol(common, style, args);
    }
    let session = Session::open(common, style)?;
    let session = &session;
    match &cli.command {
        Command::Enrol(args) => device::enrol(common, style, args),
        Command::Sync(args) => sync::sync(session, args),
        Command::Tasks(args) => tasks::list(session, args),
        Command::Directory(Directory::Search(args)) => tasks::search(session, args),
        Command::CheckIn(args) => tasks::check_in(session, args),
        Command::Show(args) => show::show(session, args),
        Command::Answer(args) => answer::answer(session, args),
        Command::Note(args) => answer::note(session, args),
        Command::Conflicts(args) => answer::conflicts(session, args),
        Command::Settle(args) => answer::settle(session, args),
        Command::Finding(Finding::Open(args)) => finding::open(session, args),
        Command::Finding(Finding::Revise(args)) => finding::revise(session, args),
        Command::Finding(Finding::Withdraw(args)) => finding::withdraw(session, args),
        Command::Attach(args) => evidence::attach(session, args),
        Command::Newer(args) => newer::preview(session, args),
        Command::Move(args) => newer::move_on(session, args),
        Command::Kept(args) => newer::kept(session, args),
        Command::Status(args) => status::status(session, args),
        Command::Late => status::late(session),
        Command::Quarantine(args) => status::quarantine(session, args),
        Command::Sign(args) => signing::sign(session, args),
        Command::PartySign(args) => signing::party_sign(session, args),
        Command::Refuse(args) => signing::refuse(session, args),
        Command::Seal(args) => signing::seal(session, args),
        Command::Bundle(Bundle::Export(args)) => bundle::export(session, args),
        Command::Bundle(Bundle::Import(args)) => bundle::import(session, args),
        Command::ExportSealed(args) => sealed::export(session, args),
        Command::Purge(args) => check::purge(session, args),
        Command::Quiz(args) => quiz::quiz(session, args),
        Command::Media(Media::Plan(args)) => media::plan(session, args),
        Command::Media(Media::Fetch(args)) => media::fetch(session, args),
        Command::Risks(command) => risks::risks(session, command),
        Command::Rules(command) => rules::rules(session, command),
        Command::Doctor => check::doctor(session),
        Command::Verify(args) => check::verify(session, args),
        Command::Log(args) => log::log(session, args),
    }
}
