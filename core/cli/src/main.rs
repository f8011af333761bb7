//! `zhian`: the inspector's terminal client, on the same engine as the apps.
//!
//! | you may | you may not |
//! |---|---|
//! | read arguments, call one use case, print its view | decide anything; touch the store or the draft |
//! | say everything in Chinese and English, as text and as JSON | print from anywhere but `main` |
//!
//! Exit codes: 0 done, 1 refused or something is not as it should be, 2 the command line cannot be read,
//! 130 stopped with Ctrl-C: what was stored or acknowledged until then is whole, and the same command goes on from there.

mod args;
mod command;
mod exactly;
mod failure;
mod help;
mod input;
mod interrupt;
mod json;
mod lang;
mod line;
mod page;
mod progress;
mod select;
mod session;
mod style;
mod table;
mod usage;
mod words;

use args::Cli;
use clap::FromArgMatches;
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use style::{Colour, Style};

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let variable = |name: &str| std::env::var(name).ok();
    let language = lang::choose(&words, variable);
    let grammar = help::grammar(language);
    let parsed =
        grammar.clone().try_get_matches_from(&words).and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => {
            let style = Style::of(language, cli.common.color, variable);
            run(&cli, style)
        }
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            let style = Style::of(language, Colour::Never, variable);
            put(&mut std::io::stdout(), &help::fit(&error.render().to_string(), language, style.columns));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
            let as_json = words.iter().any(|word| word == "--json");
            let style = Style::of(language, Colour::Auto, variable);
            put(&mut std::io::stderr(), &usage::report(&error, &words, &grammar, &style, as_json));
            ExitCode::from(usage::EXIT)
        }
    }
}

fn run(cli: &Cli, style: Style) -> ExitCode {
    match command::run(cli, style) {
        Ok(output) => {
            let text = if cli.common.json { format!("{:#}\n", output.json) } else { output.text };
            put(&mut std::io::stdout(), &text);
            ExitCode::from(output.exit)
        }
        Err(error) => {
            let style = style.for_stderr(cli.common.color);
            put(
                &mut std::io::stderr(),
                &failure::report(&error, &style, cli.common.json, cli.common.verbose),
            );
            ExitCode::from(error.exit())
        }
    }
}

/// Writes everything. A reader that has gone away (`zhian show | head`) is no error.
fn put(out: &mut impl Write, text: &str) {
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
