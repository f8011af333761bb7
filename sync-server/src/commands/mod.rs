//! The commands: read what was typed, make one call, say what came of it.

pub mod args;
mod exactly;
mod lists;
mod names;
mod office;
mod people;
mod say;
mod serve;
mod stop;
mod work;

use self::args::{Args, Command};
use self::say::{Said, Voice};
use std::process::ExitCode;
use std::sync::Arc;
use zhian_server::ports::{SystemClock, SystemEntropy};
use zhian_server::{Folder, Office, ServerError, State};

/// Carries a command out. The exit code is 0 if it was.
pub fn run(args: Args) -> ExitCode {
    let voice = Voice::new(args.lang, args.json, args.verbose);
    match carry_out(&args, voice) {
        Ok(Some(said)) => {
            voice.say(&said);
            ExitCode::SUCCESS
        }
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => {
            voice.refuse(&error);
            if matches!(error, ServerError::Stopped { .. }) { stop::EXIT.into() } else { ExitCode::FAILURE }
        }
    }
}

fn carry_out(args: &Args, voice: Voice) -> Result<Option<Said>, ServerError> {
    let folder = Folder::new(&args.data);
    let said = match &args.command {
        Command::Init => office::init(&folder)?,
        Command::Serve(how) => {
            serve::serve(&folder, how, voice)?;
            return Ok(None);
        }
        Command::Authority(what) => people::authority(&*open(&folder)?, what, voice)?,
        Command::Officer(what) => people::officer(&*open(&folder)?, what, voice)?,
        Command::Code(what) => people::code(&*open(&folder)?, what)?,
        Command::Device(what) => people::device(&*open(&folder)?, what, voice)?,
        Command::Directory(args::Directory::Sample { count, seed, out }) => {
            return work::sample(*count, *seed, out.as_deref());
        }
        Command::Directory(args::Directory::Import { file, authority, rejects }) => {
            let office = open(&folder)?;
            work::import(&office, file, authority.as_deref(), rejects.as_deref(), voice)?
        }
        Command::Checklist(what) => work::checklist(&*open(&folder)?, what, voice)?,
        Command::Task(what) => work::task(&*open(&folder)?, what, voice)?,
        Command::Ledger(what) => lists::ledger(&*open(&folder)?, what, voice)?,
        Command::Quarantine(what) => lists::quarantine(&*open(&folder)?, what, voice)?,
        Command::Visits(limit) => lists::visits(&*open(&folder)?, *limit, voice)?,
        Command::Rebuild => office::rebuild(&*open(&folder)?, voice)?,
        Command::Status => office::status(&*open(&folder)?, voice)?,
    };
    Ok(Some(said))
}

fn open(folder: &Folder) -> Result<State, ServerError> {
    Office::open(folder, Arc::new(SystemClock), Arc::new(SystemEntropy))
}
