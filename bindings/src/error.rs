//! The one error that crosses.

use std::error::Error;
use zhian_engine::{EngineError, words};
use zhian_protocol::explain::{self, Language};

/// A value that makes an error exact, e.g. `item` = `P75-14`.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ErrorField {
    /// Name of the value.
    pub name: String,
    /// The value, as text.
    pub text: String,
}

/// A call was refused or failed. Everything is as it was before, and nothing was half done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ZhianError {
    /// Why, for people and for programs.
    #[error("{code}: {detail}")]
    Refused {
        /// Stable code, e.g. `engine.visit-sealed`. Programs decide by it.
        code: String,
        /// What it means and what to do, in the language of the engine. People read it.
        sentence: String,
        /// What exactly, for technicians: in English, with the words of the system below.
        detail: String,
        /// Values that make the sentence exact.
        fields: Vec<ErrorField>,
    },
}

impl ZhianError {
    /// An engine's error in words of one language.
    pub(crate) fn said(cause: &EngineError, language: Language) -> Self {
        let fields = cause.params().into_iter().chain(faults(cause, language));
        Self::Refused {
            code: cause.code().to_owned(),
            sentence: sentence(cause, language),
            detail: whole(cause),
            fields: fields.map(|(name, text)| ErrorField { name: name.to_owned(), text }).collect(),
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        let Self::Refused { code, .. } = self;
        code
    }
}

/// The sentence of an error. An office newer than this app brings its own.
fn sentence(cause: &EngineError, language: Language) -> String {
    if let EngineError::Refused { code, zh, en, .. } = cause
        && !explain::is_known(code)
    {
        let own = match language {
            Language::Zh => zh,
            Language::En => en,
        };
        if !own.is_empty() {
            return own.clone();
        }
    }
    words::sentence(language, cause.code()).to_owned()
}

/// What is to be mended, a line each: a person mends it by these words, so they are in that person's language.
fn faults(cause: &EngineError, language: Language) -> Option<(&'static str, String)> {
    let EngineError::Library(cause) = cause else { return None };
    let details = cause.details();
    let lines: Vec<&str> = details.iter().map(|line| words::of(language, line)).collect();
    (!lines.is_empty()).then(|| ("faults", lines.join("\n")))
}

/// An error with everything below it, outermost first.
fn whole(cause: &EngineError) -> String {
    let mut said = cause.to_string();
    let mut next = cause.source();
    while let Some(below) = next {
        let text = below.to_string();
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        next = below.source();
    }
    said
}
