//! What a form has that a checklist cannot hold.

use crate::findings::placed;
use crate::place::At;
use zhian_domain::checklist::Bilingual;

/// Why an expression was not carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// It cannot be read.
    Syntax,
    /// It calls a function that has no counterpart.
    Function,
    /// It asks for the time: published expressions read no clock.
    Clock,
    /// It names a question that is not there or was not carried over.
    Unknown,
    /// It names a choice that is not in the list.
    Choice,
    /// Its parts do not fit each other.
    Types,
    /// It reads something that is no value, such as a picture.
    Unreadable,
    /// It reads questions of another group or under another condition: computed values and constraints read their own item.
    OtherItem,
    /// A pattern that is no plain beginning, end, part or length.
    Pattern,
    /// Too long, or too many fields in one item.
    Large,
    /// It constrains something that takes no constraint: several choices, or a computed value.
    NoPlace,
}

impl Because {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Syntax => ("读不懂", "it cannot be read"),
            Self::Function => ("所用函数没有对应写法", "it calls a function that has no counterpart"),
            Self::Clock => ("已发布的表达式不读取时钟", "published expressions read no clock"),
            Self::Unknown => (
                "所引用的问题不存在或者未能带入",
                "it names a question that is not there or was not carried over",
            ),
            Self::Choice => ("所引用的选项不在列表中", "it names a choice that is not in the list"),
            Self::Types => ("两边的类型不相配", "its parts do not fit each other"),
            Self::Unreadable => ("所引用的问题没有可读的值", "it reads a question that has no value"),
            Self::OtherItem => (
                "计算和约束只能引用同一组、同一条件下的问题",
                "computed values and constraints read questions of one group under one condition only",
            ),
            Self::Pattern => ("正则表达式没有对应写法", "the pattern has no counterpart"),
            Self::NoPlace => {
                ("多选和计算值不能带约束", "several choices and computed values take no constraint")
            }
            Self::Large => {
                ("太长，或者一项中的字段太多", "it is too long, or an item would have too many fields")
            }
        }
    }
}

/// Something of a form that was not carried over as it was, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOver {
    /// A type of question that checklists do not have.
    Type {
        /// The cell.
        at: At,
        /// The type.
        found: String,
    },
    /// Something that every visit records by itself.
    Recorded {
        /// The cell.
        at: At,
        /// The type.
        found: String,
    },
    /// An expression.
    Expression {
        /// The cell.
        at: At,
        /// The expression.
        found: String,
        /// Why.
        because: Because,
    },
    /// A column that checklists have nothing for.
    Column {
        /// The cell.
        at: At,
        /// Name of the column.
        column: String,
    },
    /// A note that no question follows, or the second one before a question.
    Note {
        /// The cell.
        at: At,
    },
    /// A hint after the eighth of one item.
    Hint {
        /// The cell.
        at: At,
    },
    /// A name that ids may not have; carried over under another.
    Renamed {
        /// The cell.
        at: At,
        /// The name.
        found: String,
        /// The id.
        instead: String,
    },
    /// A text that is there in one language only. It has to be written before the checklist can be published.
    Untranslated {
        /// The cell.
        at: At,
        /// Whether the Chinese is missing; else the English.
        chinese: bool,
    },
    /// Carried over, but less strictly: whole numbers as numbers, positions as text.
    Loosened {
        /// The cell.
        at: At,
        /// The type.
        found: String,
    },
    /// A repeated group and everything in it.
    Repeat {
        /// The cell.
        at: At,
    },
}

impl LeftOver {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] = &[
        "xlsform.type",
        "xlsform.recorded",
        "xlsform.expression",
        "xlsform.column",
        "xlsform.note",
        "xlsform.hint",
        "xlsform.renamed",
        "xlsform.untranslated",
        "xlsform.loosened",
        "xlsform.repeat",
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Type { .. } => "xlsform.type",
            Self::Recorded { .. } => "xlsform.recorded",
            Self::Expression { .. } => "xlsform.expression",
            Self::Column { .. } => "xlsform.column",
            Self::Note { .. } => "xlsform.note",
            Self::Hint { .. } => "xlsform.hint",
            Self::Renamed { .. } => "xlsform.renamed",
            Self::Untranslated { .. } => "xlsform.untranslated",
            Self::Loosened { .. } => "xlsform.loosened",
            Self::Repeat { .. } => "xlsform.repeat",
        }
    }

    /// The cell.
    #[must_use]
    pub const fn at(&self) -> &At {
        match self {
            Self::Type { at, .. }
            | Self::Recorded { at, .. }
            | Self::Expression { at, .. }
            | Self::Column { at, .. }
            | Self::Note { at }
            | Self::Hint { at }
            | Self::Renamed { at, .. }
            | Self::Untranslated { at, .. }
            | Self::Loosened { at, .. }
            | Self::Repeat { at } => at,
        }
    }

    /// What was left and why, with its place, in both languages.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        let (zh, en) = match self {
            Self::Type { found, .. } => (
                format!("题型“{found}”未能带入"),
                format!("questions of the type {found:?} are not carried over"),
            ),
            Self::Recorded { found, .. } => (
                format!("“{found}”由检查记录自动记载，不必提问"),
                format!("{found:?} is recorded by every visit and need not be asked"),
            ),
            Self::Expression { found, because, .. } => {
                let (zh, en) = because.words();
                (
                    format!("表达式“{found}”未能带入：{zh}"),
                    format!("the expression {found:?} is not carried over: {en}"),
                )
            }
            Self::Column { column, .. } => {
                (format!("列“{column}”未能带入"), format!("the column {column:?} is not carried over"))
            }
            Self::Note { .. } => (
                "说明没有可附的问题，未能带入".to_owned(),
                "the note has no question of its own and is not carried over".to_owned(),
            ),
            Self::Hint { .. } => (
                "一项最多八个步骤，这条提示未能带入".to_owned(),
                "an item has at most eight steps; this hint is not carried over".to_owned(),
            ),
            Self::Renamed { found, instead, .. } => {
                (format!("“{found}”改作编号“{instead}”"), format!("{found:?} became the id {instead:?}"))
            }
            Self::Untranslated { chinese: true, .. } => (
                "缺少中文，发布前须补写".to_owned(),
                "the Chinese is missing and has to be written before publishing".to_owned(),
            ),
            Self::Untranslated { chinese: false, .. } => (
                "缺少英文，发布前须补写".to_owned(),
                "the English is missing and has to be written before publishing".to_owned(),
            ),
            Self::Loosened { found, .. } => (
                format!("“{found}”已带入，但不再强制其格式"),
                format!("{found:?} is carried over, but its form is not enforced"),
            ),
            Self::Repeat { .. } => (
                "重复组及其中的问题未能带入".to_owned(),
                "a repeated group and the questions in it are not carried over".to_owned(),
            ),
        };
        placed(Some(self.at()), Bilingual { zh, en })
    }
}
