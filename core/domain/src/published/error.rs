//! What can be wrong with a published file, where, and in which words it is told.

use crate::checklist::Bilingual;
use crate::id::ContentHash;
use std::fmt;

/// A fixed phrase in both languages, for parts of sentences that the program itself writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Phrase {
    /// A phrase of two texts.
    #[must_use]
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The phrase as a text of its own.
    #[must_use]
    pub fn to_bilingual(self) -> Bilingual {
        Bilingual { zh: self.zh.to_owned(), en: self.en.to_owned() }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.en)
    }
}

/// A published file was refused. Whoever wrote the file can mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// The file is larger than any published file.
    #[error("{file}: has {bytes} bytes, at most {limit} are read")]
    TooLarge {
        /// Name of the file.
        file: String,
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The file is no JSON, or names a member of an object twice.
    #[error("{file}: line {line}, column {column}: {problem}")]
    Syntax {
        /// Name of the file.
        file: String,
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What the JSON reader says.
        problem: String,
    },
    /// The bytes are not those that were published: damaged on the way, or edited.
    #[error("{file}: has the SHA-256 {found}, but {pinned} was published")]
    NotAsPublished {
        /// Name of the file.
        file: String,
        /// Hash that was published.
        pinned: ContentHash,
        /// Hash of the bytes at hand.
        found: ContentHash,
    },
    /// The content is wrong in the places listed, in the order of the file.
    #[error("{}", told(file, faults, *more))]
    Faults {
        /// Name of the file.
        file: String,
        /// The faults, at most [`super::FAULTS_MAX`], never empty.
        faults: Vec<ContentFault>,
        /// How many more there are.
        more: usize,
    },
}

impl ContentError {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] =
        &["content.too-large", "content.syntax", "content.not-as-published", "content.faults"];

    /// Stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "content.too-large",
            Self::Syntax { .. } => "content.syntax",
            Self::NotAsPublished { .. } => "content.not-as-published",
            Self::Faults { .. } => "content.faults",
        }
    }

    /// The faults, where the file could be read far enough to name them; else empty.
    #[must_use]
    pub fn faults(&self) -> &[ContentFault] {
        match self {
            Self::Faults { faults, .. } => faults,
            Self::TooLarge { .. } | Self::Syntax { .. } | Self::NotAsPublished { .. } => &[],
        }
    }
}

fn told(file: &str, faults: &[ContentFault], more: usize) -> String {
    let mut lines: Vec<String> = faults.iter().map(|fault| format!("{file}: {fault}")).collect();
    if more > 0 {
        lines.push(format!("{file}: and {more} more"));
    }
    lines.join("\n")
}

/// One thing that is wrong in a published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentFault {
    /// Id of the row (entry of a list); `number 3` where the id itself cannot be read; `None` outside of every row.
    pub row: Option<String>,
    /// Member within the row or the file, e.g. `indicator.zh` or `options B.text.en`.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

impl ContentFault {
    /// The fault with its place, in both languages.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let problem = self.problem.words();
        match &self.row {
            Some(row) => Bilingual {
                zh: format!("{row}，{}：{}", self.field, problem.zh),
                en: format!("{row}: {}: {}", self.field, problem.en),
            },
            None => Bilingual {
                zh: format!("{}：{}", self.field, problem.zh),
                en: format!("{}: {}", self.field, problem.en),
            },
        }
    }
}

impl fmt::Display for ContentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

/// What is wrong with one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The member is not there.
    Missing,
    /// The member is not known.
    Unknown,
    /// The value is of another type.
    Type {
        /// What is needed.
        expected: Phrase,
    },
    /// A text or list has nothing in it.
    Empty,
    /// Too long or too many.
    TooMany {
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
        /// What is counted.
        unit: Phrase,
    },
    /// A number outside its bounds, both inclusive.
    Range {
        /// The number.
        found: u64,
        /// Least.
        min: u64,
        /// Greatest.
        max: u64,
    },
    /// Two things have one id, code, day or text.
    Duplicate {
        /// What stands there twice.
        id: String,
    },
    /// A code, id or date that is not made as it must be, or that stands for nothing.
    Not {
        /// The text.
        found: String,
        /// What is needed.
        expected: Phrase,
    },
    /// A text is not in its language.
    Language {
        /// What is needed.
        expected: Phrase,
    },
    /// A character of the wrong width, a blank at an end, or an invisible character.
    Typography {
        /// The character.
        found: char,
        /// 1-based.
        position: usize,
        /// Why it cannot stand there.
        because: Phrase,
    },
    /// A word that a draft leaves in place of content.
    Placeholder {
        /// The word.
        word: &'static str,
    },
    /// Two members contradict each other.
    Contradiction {
        /// How.
        because: Phrase,
    },
}

impl Problem {
    /// The problem as a clause, in both languages.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let (zh, en) = match self {
            Self::Missing => ("缺少".to_owned(), "is missing".to_owned()),
            Self::Unknown => ("没有这一项".to_owned(), "is no known member".to_owned()),
            Self::Type { expected } => (format!("应为{}", expected.zh), format!("must be {}", expected.en)),
            Self::Empty => ("没有内容".to_owned(), "is empty".to_owned()),
            Self::TooMany { found, limit, unit } => (
                format!("有{found}{}，最多{limit}{}", unit.zh, unit.zh),
                format!("has {found} {}, at most {limit} are allowed", unit.en),
            ),
            Self::Range { found, min, max } => {
                (format!("{found}不在{min}至{max}之间"), format!("{found} is not between {min} and {max}"))
            }
            Self::Duplicate { id } => (format!("“{id}”重复"), format!("{id:?} stands here twice")),
            Self::Not { found, expected } => {
                (format!("“{found}”不是{}", expected.zh), format!("{found:?} is not {}", expected.en))
            }
            Self::Language { expected } => {
                (format!("不是{}", expected.zh), format!("is not {}", expected.en))
            }
            Self::Typography { found, position, because } => (
                format!("第{position}个字符“{found}”：{}", because.zh),
                format!("has {found:?} at position {position}, {}", because.en),
            ),
            Self::Placeholder { word } => {
                (format!("“{word}”是占位文字"), format!("{word:?} is a placeholder"))
            }
            Self::Contradiction { because } => (because.zh.to_owned(), because.en.to_owned()),
        };
        Bilingual { zh, en }
    }
}
