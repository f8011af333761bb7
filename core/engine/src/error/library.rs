//! What can go wrong with what the regulator publishes, and who can mend it.

use super::{EngineError, Param};
use zhian_domain::checklist::Bilingual;
use zhian_domain::id::{ContentHash, ItemId};
use zhian_domain::media::MediaError;
use zhian_domain::quiz::QuizError;
use zhian_domain::risk::{RiskError, TableFault};
use zhian_domain::rules::RuleError;

/// Published content is not here, or could not be used.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The regulator has not published this, or this device has not pulled it. Sync.
    #[error("nothing of kind {kind} that was published is on this device")]
    NoContent {
        /// Code of the kind.
        kind: &'static str,
    },
    /// No such risk list here. Sync, or choose another.
    #[error("risk list {id:?} is not on this device")]
    UnknownList {
        /// Its id.
        id: String,
    },
    /// The item asks for no quiz.
    #[error("item {item} has no quiz")]
    NoQuiz {
        /// Which item.
        item: ItemId,
    },
    /// No manifest here names this picture or clip. Sync.
    #[error("medium {hash} is in no manifest on this device")]
    UnknownMedium {
        /// Which.
        hash: ContentHash,
    },
    /// The office does not have the picture or clip that it published. Tell the regulator.
    #[error("the office does not have medium {id}")]
    MediumNotAtOffice {
        /// Its id.
        id: String,
    },
    /// A picture or clip is not as it was published.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// A quiz could not be drawn, scored or verified.
    #[error(transparent)]
    Quiz(#[from] QuizError),
    /// Something could not be done with a risk list.
    #[error(transparent)]
    Risk(#[from] RiskError),
    /// A rule could not be applied.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

impl LibraryError {
    /// Stable code; sentences for people are looked up by it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoContent { .. } => "engine.no-content",
            Self::UnknownList { .. } => "engine.unknown-list",
            Self::NoQuiz { .. } => "engine.no-quiz",
            Self::UnknownMedium { .. } => "engine.unknown-medium",
            Self::MediumNotAtOffice { .. } => "engine.medium-not-at-office",
            Self::Media(cause) => cause.code(),
            Self::Quiz(cause) => cause.code(),
            Self::Risk(cause) => cause.code(),
            Self::Rule(cause) => cause.code(),
        }
    }

    /// What exactly, for people, one line for each thing to mend; empty where the sentence of the code says it all.
    #[must_use]
    pub fn details(&self) -> Vec<Bilingual> {
        let Self::Risk(RiskError::Table { faults, more }) = self else { return Vec::new() };
        let mut lines: Vec<Bilingual> = faults.iter().map(TableFault::words).collect();
        if *more > 0 {
            lines.push(Bilingual {
                zh: format!("另有{more}处错误"), en: format!("and {more} more faults")
            });
        }
        lines
    }

    pub(super) fn params(&self) -> Vec<Param> {
        match self {
            Self::NoContent { kind } => vec![("kind", (*kind).to_owned())],
            Self::NoQuiz { item } => vec![("item", item.to_string())],
            Self::UnknownList { id } | Self::MediumNotAtOffice { id } => vec![("id", id.clone())],
            Self::UnknownMedium { hash } => vec![("hash", hash.to_string())],
            Self::Media(cause) => vec![("detail", cause.to_string())],
            Self::Quiz(cause) => vec![("detail", cause.to_string())],
            Self::Risk(cause) => vec![("detail", cause.to_string())],
            Self::Rule(cause) => vec![("detail", cause.to_string())],
        }
    }
}

impl From<MediaError> for EngineError {
    fn from(cause: MediaError) -> Self {
        Self::Library(cause.into())
    }
}

impl From<QuizError> for EngineError {
    fn from(cause: QuizError) -> Self {
        Self::Library(cause.into())
    }
}

impl From<RiskError> for EngineError {
    fn from(cause: RiskError) -> Self {
        Self::Library(cause.into())
    }
}

impl From<RuleError> for EngineError {
    fn from(cause: RuleError) -> Self {
        Self::Library(cause.into())
    }
}
