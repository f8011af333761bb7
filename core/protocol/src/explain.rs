//! What an error code means, in words for people: Chinese and English, each saying what to do.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Language of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Sentence {
    /// The sentence in one language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

const MESSAGES: &str = include_str!("../messages.json");

fn messages() -> &'static BTreeMap<String, Sentence> {
    static CATALOGUE: OnceLock<BTreeMap<String, Sentence>> = OnceLock::new();
    // The file is part of the program and a test reads it: an empty catalogue cannot be shipped.
    CATALOGUE.get_or_init(|| serde_json::from_str(MESSAGES).unwrap_or_default())
}

/// Every code that has a sentence.
pub fn codes() -> impl Iterator<Item = &'static str> {
    messages().keys().map(String::as_str)
}

/// The sentence of a code. A code of a newer program is answered by the sentence of `unknown`.
#[must_use]
pub fn explain(code: &str) -> Option<&'static Sentence> {
    messages().get(code).or_else(|| messages().get("unknown"))
}

/// Whether a code has a sentence of its own.
#[must_use]
pub fn is_known(code: &str) -> bool {
    messages().contains_key(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_whole_and_bilingual() {
        let read: BTreeMap<String, Sentence> = serde_json::from_str(MESSAGES).unwrap();
        assert!(read.contains_key("unknown"));
        for (code, sentence) in &read {
            assert!(sentence.zh.ends_with('。'), "{code}: {}", sentence.zh);
            assert!(sentence.en.ends_with('.'), "{code}: {}", sentence.en);
            assert!(!sentence.zh.contains([',', ';', '?', '!']), "{code}: half-width: {}", sentence.zh);
        }
    }

    #[test]
    fn codes_of_this_crate_have_sentences() {
        let own = [crate::frame::FrameError::CODES, crate::parcel::ParcelError::CODES].concat();
        for code in own {
            assert!(is_known(code), "{code} has no sentence");
        }
    }
}
