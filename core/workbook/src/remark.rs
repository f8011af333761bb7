//! What was tidied while reading.

use crate::findings::placed;
use crate::place::At;
use zhian_domain::checklist::Bilingual;

/// Something that was read otherwise than it was typed. Nothing is altered unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Blanks or line ends at the ends were left out.
    Trimmed {
        /// The cell.
        at: At,
    },
    /// Text was read as the number it spells.
    TextAsNumber {
        /// The cell.
        at: At,
        /// The text.
        found: String,
    },
    /// A date of the spreadsheet was read as a day.
    SerialAsDay {
        /// The cell.
        at: At,
        /// The day.
        day: String,
    },
}

impl Remark {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] = &["workbook.trimmed", "workbook.text-as-number", "workbook.serial-as-day"];

    /// Stable code of the remark.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Trimmed { .. } => "workbook.trimmed",
            Self::TextAsNumber { .. } => "workbook.text-as-number",
            Self::SerialAsDay { .. } => "workbook.serial-as-day",
        }
    }

    /// The cell.
    #[must_use]
    pub const fn at(&self) -> &At {
        match self {
            Self::Trimmed { at } | Self::TextAsNumber { at, .. } | Self::SerialAsDay { at, .. } => at,
        }
    }

    /// The remark without its place, in both languages.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let (zh, en) = match self {
            Self::Trimmed { .. } => (
                "已去掉首尾的空格或者换行".to_owned(),
                "blanks or line ends at the ends were left out".to_owned(),
            ),
            Self::TextAsNumber { found, .. } => {
                (format!("文本“{found}”按数字读取"), format!("the text {found:?} was read as a number"))
            }
            Self::SerialAsDay { day, .. } => {
                (format!("表格日期按{day}读取"), format!("the date of the spreadsheet was read as {day}"))
            }
        };
        Bilingual { zh, en }
    }

    /// The remark with its place, in both languages.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        placed(Some(self.at()), self.words())
    }
}
