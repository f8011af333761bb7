//! What can be wrong with a checklist file, and where.

use crate::expression::ExpressionFault;
use std::fmt;

/// Where in a published file something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Name of the file as the caller knows it.
    pub file: String,
    /// Id of the section, where the fault lies in one but in none of its items.
    pub section: Option<String>,
    /// Id of the item; its number from 1 where the id itself cannot be read.
    pub item: Option<String>,
    /// Id of the entered field.
    pub field: Option<String>,
    /// Member of the object, e.g. `ask.zh` or `basis 2: article`.
    pub member: Option<String>,
}

impl Place {
    pub(crate) fn file(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    pub(crate) fn section(&self, id: &str) -> Self {
        Self { section: Some(id.to_owned()), ..self.clone() }
    }

    pub(crate) fn item(&self, id: &str) -> Self {
        Self { section: None, item: Some(id.to_owned()), ..self.clone() }
    }

    pub(crate) fn field(&self, id: &str) -> Self {
        Self { field: Some(id.to_owned()), ..self.clone() }
    }

    pub(crate) fn member(&self, name: impl Into<String>) -> Self {
        Self { member: Some(name.into()), ..self.clone() }
    }

    pub(crate) fn refused(&self, fault: Fault) -> ChecklistError {
        ChecklistError::Content { place: Box::new(self.clone()), fault }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for (word, id) in [("section ", &self.section), ("item ", &self.item)] {
            if let Some(id) = id {
                write!(f, ": {word}{id}")?;
            }
        }
        if let Some(field) = &self.field {
            write!(f, ": field {field:?}")?;
        }
        if let Some(member) = &self.member {
            write!(f, ": {member}")?;
        }
        Ok(())
    }
}

/// A published file could not be read. Whoever wrote the file can mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChecklistError {
    /// The file is larger than any checklist.
    #[error("{file}: has {bytes} bytes, at most {limit} are read")]
    TooLarge {
        /// Name of the file.
        file: String,
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The file is not JSON.
    #[error("{file}: line {line}, column {column}: not JSON: {problem}")]
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
    /// A member is missing, unknown, repeated or of the wrong type.
    #[error("{place}: line {line}, column {column}: {problem}")]
    Shape {
        /// Where, as far as it can be told.
        place: Box<Place>,
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What the reader expected.
        problem: String,
    },
    /// The shape is right, the content is not.
    #[error("{place}: {fault}")]
    Content {
        /// Where.
        place: Box<Place>,
        /// What is wrong.
        fault: Fault,
    },
}

/// What is wrong with the content of a published file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file follows another schema.
    #[error("follows schema {found}, this program reads schemas up to {known}")]
    Schema {
        /// Schema of the file.
        found: u32,
        /// Newest schema that is read.
        known: u32,
    },
    /// A list stands where an object is needed.
    #[error("is a list, an object is needed")]
    List,
    /// A text or list has nothing in it.
    #[error("is empty")]
    Empty,
    /// Too long or too many.
    #[error("has {found} {unit}, at most {limit} are allowed")]
    TooMany {
        /// What is counted.
        unit: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Two things have one id or code.
    #[error("{id:?} stands here twice")]
    Duplicate {
        /// The id or code.
        id: String,
    },
    /// An id is not made as ids are made.
    #[error("{id:?} is not {expected}")]
    BadId {
        /// The id.
        id: String,
        /// What is needed.
        expected: &'static str,
    },
    /// A code that stands for nothing.
    #[error("{code:?} is not {expected}")]
    UnknownCode {
        /// The code.
        code: String,
        /// What is needed.
        expected: &'static str,
    },
    /// A text is not in its language.
    #[error("is not {expected}")]
    Language {
        /// What is needed.
        expected: &'static str,
    },
    /// A character of the wrong width, a blank at an end, or an invisible character.
    #[error("has {found:?} at position {position}, {problem}")]
    Typography {
        /// The character.
        found: char,
        /// 1-based.
        position: usize,
        /// Why it cannot stand there.
        problem: &'static str,
    },
    /// Another field is meant that does not exist or is of another kind.
    #[error("refers to the {kind} field {id:?}, which does not exist")]
    Reference {
        /// What kind of field is needed.
        kind: &'static str,
        /// The id that is named.
        id: String,
    },
    /// Bounds that contradict each other or what refers to them.
    #[error("{problem}")]
    Bounds {
        /// Which bounds.
        problem: &'static str,
    },
    /// Two members contradict each other.
    #[error("{problem}")]
    Contradiction {
        /// Which.
        problem: &'static str,
    },
    /// A condition, a constraint or a computed value cannot stand.
    #[error("{0}")]
    Expression(ExpressionFault),
    /// The member has no meaning for this kind of field, or is missing from it.
    #[error("a field of kind {kind} {verb} {member:?}")]
    KindMember {
        /// The kind.
        kind: &'static str,
        /// `needs` or `cannot have`.
        verb: &'static str,
        /// The member.
        member: &'static str,
    },
}

impl ChecklistError {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] = &[
        "checklist.too-large",
        "checklist.syntax",
        "checklist.shape",
        "checklist.schema",
        "checklist.list",
        "checklist.empty",
        "checklist.too-many",
        "checklist.duplicate",
        "checklist.bad-id",
        "checklist.unknown-code",
        "checklist.language",
        "checklist.typography",
        "checklist.reference",
        "checklist.bounds",
        "checklist.contradiction",
        "checklist.kind-member",
        "expression.syntax",
        "expression.unknown-name",
        "expression.not-allowed",
        "expression.type",
        "expression.never-equal",
        "expression.too-much",
        "expression.cycle",
    ];

    /// Stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "checklist.too-large",
            Self::Syntax { .. } => "checklist.syntax",
            Self::Shape { .. } => "checklist.shape",
            Self::Content { fault, .. } => fault.code(),
        }
    }
}

impl Fault {
    const fn code(&self) -> &'static str {
        match self {
            Self::Schema { .. } => "checklist.schema",
            Self::List => "checklist.list",
            Self::Empty => "checklist.empty",
            Self::TooMany { .. } => "checklist.too-many",
            Self::Duplicate { .. } => "checklist.duplicate",
            Self::BadId { .. } => "checklist.bad-id",
            Self::UnknownCode { .. } => "checklist.unknown-code",
            Self::Language { .. } => "checklist.language",
            Self::Typography { .. } => "checklist.typography",
            Self::Reference { .. } => "checklist.reference",
            Self::Bounds { .. } => "checklist.bounds",
            Self::Contradiction { .. } => "checklist.contradiction",
            Self::KindMember { .. } => "checklist.kind-member",
            Self::Expression(fault) => fault.code(),
        }
    }
}
