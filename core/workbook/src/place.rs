//! Where something stands in a workbook.

use std::fmt;
use zhian_domain::checklist::Bilingual;

/// A cell of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Name of the sheet as written in the workbook.
    pub sheet: String,
    /// Row, from 1 as spreadsheets count.
    pub row: u32,
    /// Column, from 1: 1 is A.
    pub column: u32,
}

impl At {
    /// The cell as spreadsheets write it, e.g. `C5`.
    ///
    /// ```
    /// # use zhian_workbook::At;
    /// let at = At { sheet: "检查项 items".to_owned(), row: 5, column: 28 };
    /// assert_eq!(at.a1(), "AB5");
    /// ```
    #[must_use]
    pub fn a1(&self) -> String {
        format!("{}{}", letters(self.column), self.row)
    }

    /// The cell in words: sheet, row, column and address, in both languages.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let (Self { sheet, row, column }, address) = (self, self.a1());
        let column = letters(*column);
        Bilingual {
            zh: format!("“{sheet}”第{row}行{column}列（{address}）"),
            en: format!("{sheet}, row {row}, column {column} ({address})"),
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!{}", self.sheet, self.a1())
    }
}

/// Letters of a column counted from 1.
pub(crate) fn letters(column: u32) -> String {
    let (mut rest, mut letters) = (column, Vec::new());
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
