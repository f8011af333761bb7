//! Everything a regulator publishes for the field, under one roof: which kinds of file there are, and how any of them is read.
//!
//! A file is named by its kind, its id and its version, and is never edited: a change is the next version.

mod read;
pub mod shipped;

pub use read::{Content, Refused, detect, read};

/// What a published file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentKind {
    /// A part of checklists: a base list, an overlay, or the conduct of inspection.
    Part,
    /// Instruments and articles.
    Law,
    /// Penalty ranges.
    Penalties,
    /// Consequence codes.
    Legend,
    /// Names of kinds of product.
    Products,
    /// A risk control list.
    RiskList,
    /// The quiz bank.
    Quiz,
    /// The manifest of pictures and clips.
    Media,
    /// Size classes.
    Size,
    /// Who must appoint a director.
    Director,
    /// Deadlines.
    Deadlines,
    /// Grading schemes.
    Grading,
    /// Public holidays and shifted working days of one year.
    Calendar,
}

impl ContentKind {
    /// Every kind, in the order in which files build on each other.
    pub const ALL: [Self; 13] = [
        Self::Law,
        Self::Penalties,
        Self::Legend,
        Self::Products,
        Self::Media,
        Self::Part,
        Self::RiskList,
        Self::Quiz,
        Self::Size,
        Self::Director,
        Self::Deadlines,
        Self::Grading,
        Self::Calendar,
    ];

    /// Stable code used on the wire and in commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Law => "law",
            Self::Penalties => "penalties",
            Self::Legend => "legend",
            Self::Products => "products",
            Self::RiskList => "risk-list",
            Self::Quiz => "quiz",
            Self::Media => "media",
            Self::Size => "size",
            Self::Director => "director",
            Self::Deadlines => "deadlines",
            Self::Grading => "grading",
            Self::Calendar => "calendar",
        }
    }

    /// Reads a code written by [`Self::code`]; `None` for a kind that this program does not know.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
