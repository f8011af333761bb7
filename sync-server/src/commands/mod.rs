//! The commands: read what was typed, make one call, say what came of it.

pub mod args;
mod args_content;
mod compose;
mod content;
mod exactly;
mod lists;
mod names;
mod office;
mod people;
mod risks;
mod say;
mod serve;
mod stop;
mod work;

use self::args::{Args, Command, Done};
use self::say::Voice;
use std::process::ExitCode;
use std::sync::Arc;
use zhian_server::db::DbError;
use zhian_server::ports::{SystemClock, SystemEntropy};
use zhian_server::{Folder, Office, ServerError, State};

/// Carries a command out. The exit code is 0 if it was.
pub fn run(args: Args) -> ExitCode {
    let voice = Voice::new(args.lang, args.json, args.verbose);
    match carry_out(&args, voice) {
        Ok(Done::Said(said)) => {
            voice.say(&said);
            ExitCode::SUCCESS
        }
        Ok(Done::Faulty(said)) => {
            voice.say(&said);
            ExitCode::FAILURE
        }
        Ok(Done::Silently) => ExitCode::SUCCESS,
        Err(error) => {
            voice.refuse(&error);
            if matches!(error, ServerError::Stopped { .. }) { stop::EXIT.into() } else { ExitCode::FAILURE }
        }
    }
}

fn carry_out(args: &Args, voice: Voice) -> Result<Done, ServerError> {
    let folder = Folder::new(&args.data);
    let said = match &args.command {
        Command::Init => office::init(&folder)?,
        Command::Serve(how) => {
            serve::serve(&folder, how, voice)?;
            return Ok(Done::Silently);
        }
        Command::Authority(what) => people::authority(&*open(&folder)?, what, voice)?,
        Command::Officer(what) => people::officer(&*open(&folder)?, what, voice)?,
        Command::Code(what) => people::code(&*open(&folder)?, what)?,
        Command::Device(what) => people::device(&*open(&folder)?, what, voice)?,
        Command::Directory(args::Directory::Sample { count, seed, out }) => {
            return Ok(work::sample(*count, *seed, out.as_deref())?.map_or(Done::Silently, Done::Said));
        }
        Command::Directory(args::Directory::Import { file, authority, rejects }) => {
            let office = open(&folder)?;
            work::import(&office, file, authority.as_deref(), rejects.as_deref(), voice)?
        }
        Command::Checklist(what) => {
            return content::checklist(&folder, open_if_there(&folder)?.as_deref(), what, voice);
        }
        Command::Risks(what) => risks::risks(open_if_there(&folder)?.as_deref(), what, voice)?,
        Command::Task(what) => work::task(&*open(&folder)?, what, voice)?,
        Command::Ledger(what) => lists::ledger(&*open(&folder)?, what, voice)?,
        Command::Quarantine(what) => lists::quarantine(&*open(&folder)?, what, voice)?,
        Command::Visits(limit) => lists::visits(&*open(&folder)?, *limit, voice)?,
        Command::Rebuild => office::rebuild(&*open(&folder)?, voice)?,
        Command::Status => office::status(&*open(&folder)?, voice)?,
    };
    Ok(Done::Said(said))
}

fn open(folder: &Folder) -> Result<State, ServerError> {
    Office::open(folder, Arc::new(SystemClock), Arc::new(SystemEntropy))
}

/// The office; `None` where there is none in the folder. Files can be checked on any desk.
fn open_if_there(folder: &Folder) -> Result<Option<State>, ServerError> {
    match open(folder) {
        Ok(office) => Ok(Some(office)),
        Err(ServerError::Db(DbError::Missing { .. })) => Ok(None),
        Err(cause) => Err(cause),
    }
}
