//! What goes wrong, as a person reads it: a stable code, a sentence in their language, what exactly.
//!
//! Everything a person is told is in their language. What a system or a library said is for technicians: it is shown
//! with `--verbose` on lines marked so, and is always in the JSON.

use crate::exactly::{self, Exactly};
use crate::interrupt;
use crate::lang::Both;
use crate::page::Page;
use crate::style::{Ink, Style};
use std::error::Error;
use std::path::{Path, PathBuf};
use zhian_engine::EngineError;
use zhian_engine::adapter::HttpTransportError;
use zhian_protocol::explain::{Language, explain, is_known};

/// A command could not do what it was asked. Nothing was half done.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The engine refused or failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// No data folder was named and none can be derived.
    #[error("neither --data nor ZHIAN_DATA nor HOME is set")]
    NoDataFolder,
    /// Nothing was ever enrolled in this folder.
    #[error("{} holds no enrolled device", dir.display())]
    NotEnrolled {
        /// The folder.
        dir: PathBuf,
    },
    /// The address or the roots of the server cannot be used.
    #[error(transparent)]
    Server {
        /// What is wrong with them.
        cause: HttpTransportError,
    },
    /// A file named on the command line cannot be used.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A file that would be written exists.
    #[error("{} exists", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// Nothing has that number or beginning.
    #[error("no {what} is called {text:?}")]
    NoSuch {
        /// Kind of thing.
        what: &'static str,
        /// What was typed.
        text: String,
    },
    /// Several begin so.
    #[error("{text:?} may be {}", candidates.join(", "))]
    Ambiguous {
        /// What was typed.
        text: String,
        /// What it may be.
        candidates: Vec<String>,
    },
    /// None was named and there is not exactly one.
    #[error("{found} visits are open")]
    WhichVisit {
        /// How many are open.
        found: usize,
    },
    /// A value on the command line cannot be read.
    #[error("{what} {text:?}: {}", expected.en)]
    Value {
        /// Which value.
        what: String,
        /// What was typed.
        text: String,
        /// What may be typed.
        expected: Both,
    },
    /// The item is not in conflict, so nothing is to be settled.
    #[error("the answers to {item} do not differ")]
    NothingToSettle {
        /// The item.
        item: String,
    },
    /// The person stopped it with Ctrl-C.
    #[error("the work was stopped")]
    Stopped {
        /// What is safe, what is left, how to go on.
        left: Both,
    },
}

impl CliError {
    /// Every code of this error.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test that every code has a sentence"))]
    pub const CODES: &'static [&'static str] = &[
        "engine.not-enrolled",
        "cli.no-data-folder",
        "cli.file",
        "cli.file-exists",
        "cli.no-such",
        "cli.ambiguous",
        "cli.which-visit",
        "cli.value",
        "cli.nothing-to-settle",
        "engine.cancelled",
    ];

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Engine(error) => error.code(),
            Self::NoDataFolder => "cli.no-data-folder",
            Self::NotEnrolled { .. } => "engine.not-enrolled",
            Self::Server { cause } => cause.code(),
            Self::File { .. } => "cli.file",
            Self::FileExists { .. } => "cli.file-exists",
            Self::NoSuch { .. } => "cli.no-such",
            Self::Ambiguous { .. } => "cli.ambiguous",
            Self::WhichVisit { .. } => "cli.which-visit",
            Self::Value { .. } => "cli.value",
            Self::NothingToSettle { .. } => "cli.nothing-to-settle",
            Self::Stopped { .. } => "engine.cancelled",
        }
    }

    /// 2 where the command line itself is at fault, 130 where the person stopped it, else 1.
    #[must_use]
    pub const fn exit(&self) -> u8 {
        match self {
            Self::Stopped { .. } | Self::Engine(EngineError::Cancelled) => interrupt::EXIT,
            Self::Value { .. } | Self::NoDataFolder | Self::Server { .. } => 2,
            _ => 1,
        }
    }

    /// A file named by the user could not be used.
    pub fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }
}

/// Every cause below an error, outermost first, without repeating what the line above already says.
fn causes(error: &dyn Error) -> Vec<String> {
    let mut found = Vec::new();
    let mut said = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.contains(&text) {
            found.push(text.clone());
        }
        said = text;
        next = cause.source();
    }
    found
}

/// A refusal as text: code and sentence, what exactly, and for technicians what the systems below said.
#[must_use]
pub fn render(style: &Style, code: &str, exactly: &str, technical: &[String]) -> String {
    let mut page = Page::new(*style);
    let what = format!("{} [{code}]", style.say("未完成", "Not done"));
    page.line(Some(Ink::Bad), &what);
    page.indented(2, None, sentence(code, style.language));
    if !exactly.is_empty() {
        let label = style.say("详情：", "Exactly: ");
        page.indented(2, Some(Ink::Faint), &format!("{label}{exactly}"));
    }
    for text in technical {
        tell_technical(&mut page, 2, text);
    }
    page.done(serde_json::Value::Null).text
}

/// A line for technicians: what a system or a library said, in its own words.
pub fn tell_technical(page: &mut Page, indent: usize, text: &str) {
    let label = page.say("技术信息：", "Technical: ");
    let line = format!("{label}{text}");
    page.indented(indent, Some(Ink::Faint), &line);
}

/// A refusal as JSON, both sentences in it.
#[must_use]
pub fn json(code: &str, detail: &str, causes: &[String], exit: u8) -> serde_json::Value {
    serde_json::json!({ "error": {
        "code": code,
        "zh": sentence(code, Language::Zh),
        "en": sentence(code, Language::En),
        "detail": detail,
        "causes": causes,
        "exit": exit,
    }})
}

/// The sentence of a code; a code without one says so instead of nothing.
#[must_use]
pub fn sentence(code: &str, language: Language) -> &'static str {
    explain(code).map_or("", |sentence| sentence.text(language))
}

/// Code, sentence and what exactly of an error, for the terminal or as JSON.
#[must_use]
pub fn report(error: &CliError, style: &Style, as_json: bool, verbose: bool) -> String {
    let found = causes(error);
    let exactly = exactly::of(error);
    if as_json {
        let mut value = json(error.code(), &error.to_string(), &found, error.exit());
        if let Some(told) = value.get_mut("error") {
            if let Exactly::Said(both) = &exactly {
                told["exactly"] = serde_json::json!({ "zh": both.zh, "en": both.en });
            }
            if let CliError::Engine(EngineError::Refused { zh, en, .. }) = error
                && !is_known(error.code())
            {
                // An office newer than this program brings its own sentences.
                told["zh"] = zh.as_str().into();
                told["en"] = en.as_str().into();
            }
        }
        return format!("{value:#}\n");
    }
    let said = match &exactly {
        Exactly::Said(both) => both.text(style.language),
        Exactly::Technical if !verbose => {
            style.say("加 --verbose 可看技术信息。", "--verbose shows what is technical.")
        }
        Exactly::Nothing | Exactly::Technical => "",
    };
    let technical: Vec<String> =
        if verbose { std::iter::once(error.to_string()).chain(found).collect() } else { Vec::new() };
    render(style, error.code(), said, &technical)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_this_program_has_a_sentence_in_both_languages() {
        for code in CliError::CODES.iter().chain(crate::usage::CODES) {
            assert!(is_known(code), "{code} has no sentence");
        }
    }

    #[test]
    fn a_refusal_shows_code_sentence_detail_and_its_causes_if_asked_for() {
        let path = Path::new("bundle.zhian");
        let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
        let error = CliError::file(path)(gone);
        let style = Style::plain(Language::Zh, 100);
        let text = report(&error, &style, false, false);
        assert!(
            text.contains("[cli.file]") && text.contains("bundle.zhian") && text.contains('。'),
            "{text}"
        );
        let value: serde_json::Value = serde_json::from_str(&report(&error, &style, true, false)).unwrap();
        assert_eq!(value["error"]["exit"], 1);
        assert!(value["error"]["en"].as_str().is_some_and(|text| text.ends_with('.')));
    }

    #[test]
    fn the_words_of_a_system_are_shown_only_where_asked_for_and_marked() {
        let cause = std::io::Error::other("EIO on /dev/mmcblk0");
        let error = CliError::file(Path::new("bundle.zhian"))(cause);
        let style = Style::plain(Language::Zh, 100);
        let plain = report(&error, &style, false, false);
        assert!(!plain.contains("EIO") && !plain.contains("技术信息"), "{plain}");
        let verbose = report(&error, &style, false, true);
        let line = verbose.lines().find(|line| line.contains("EIO")).unwrap();
        assert!(line.contains("技术信息："), "{verbose}");
    }

    #[test]
    fn what_was_stopped_by_hand_has_the_exit_code_of_an_interrupt() {
        let error = CliError::Stopped { left: Both::new("继续：zhian sync", "go on: zhian sync") };
        assert_eq!(error.exit(), 130);
        assert_eq!(CliError::from(EngineError::Cancelled).exit(), 130);
        let text = report(&error, &Style::plain(Language::Zh, 80), false, false);
        assert!(text.contains("[engine.cancelled]") && text.contains("继续：zhian sync"), "{text}");
    }
}
