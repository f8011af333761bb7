//! Colour, where a terminal shows it, and the words around it.

use crate::lang::pick;
use std::io::IsTerminal;
use zhian_protocol::explain::Language;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What a piece of text means; the colour follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Heading.
    Strong,
    /// Less important.
    Faint,
    /// As it should be.
    Good,
    /// Needs someone's attention.
    Warn,
    /// Wrong or refused.
    Bad,
}

/// Language, colour and width of what is printed.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The reader's language.
    pub language: Language,
    /// Columns of the screen.
    pub columns: usize,
    coloured: bool,
}

/// Columns assumed where no terminal tells: wide enough for tables in files and pipes.
const COLUMNS_UNKNOWN: usize = 110;
/// Narrower than this nothing useful fits.
const COLUMNS_MIN: usize = 40;

impl Style {
    /// Reads what the terminal and the environment say.
    #[must_use]
    pub fn of(language: Language, when: Colour, variable: impl Fn(&str) -> Option<String>) -> Self {
        Self::on(language, when, variable, std::io::stdout().is_terminal())
    }

    /// The same for errors, which go to stderr: colour only where that is a terminal.
    #[must_use]
    pub fn for_stderr(self, when: Colour) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self {
            columns: self.columns,
            ..Self::on(self.language, when, |name| std::env::var(name).ok(), terminal)
        }
    }

    fn on(
        language: Language,
        when: Colour,
        variable: impl Fn(&str) -> Option<String>,
        terminal: bool,
    ) -> Self {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let coloured = match when {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                terminal && !set("NO_COLOR") && variable("TERM").is_none_or(|term| term != "dumb")
            }
        };
        let told = variable("COLUMNS").and_then(|text| text.parse().ok());
        let measured = || console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
        let columns = told.or_else(measured).unwrap_or(COLUMNS_UNKNOWN).max(COLUMNS_MIN);
        Self { language, columns, coloured }
    }

    /// A style without colour.
    #[cfg(test)]
    pub const fn plain(language: Language, columns: usize) -> Self {
        Self { language, columns, coloured: false }
    }

    /// Text in the reader's language.
    #[must_use]
    pub const fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        pick(self.language, zh, en)
    }

    /// Text in the colour of its meaning.
    #[must_use]
    pub fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.coloured || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Good => "32",
            Ink::Warn => "33",
            Ink::Bad => "31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
