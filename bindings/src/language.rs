//! The language of texts.

use zhian_protocol::explain;

/// A language that the engine speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl From<Language> for explain::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }
}

impl From<explain::Language> for Language {
    fn from(language: explain::Language) -> Self {
        match language {
            explain::Language::Zh => Self::Zh,
            explain::Language::En => Self::En,
        }
    }
}
