//! Everything that one reading finds, told at once.

use crate::error::WorkbookError;
use crate::place::At;
use crate::remark::Remark;
use zhian_domain::checklist::Bilingual;

/// Most errors that one reading tells; the rest is counted.
pub const ERRORS_MAX: usize = 500;

/// Puts the place in front of the words.
pub(crate) fn placed(at: Option<&At>, words: Bilingual) -> Bilingual {
    match at.map(At::words) {
        None => words,
        Some(at) => {
            Bilingual { zh: format!("{}：{}", at.zh, words.zh), en: format!("{}: {}", at.en, words.en) }
        }
    }
}

/// What was found wrong so far, and what was tidied.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub errors: Vec<WorkbookError>,
    pub remarks: Vec<Remark>,
    more: usize,
}

impl Findings {
    pub(crate) fn add(&mut self, error: WorkbookError) {
        if self.errors.len() < ERRORS_MAX {
            self.errors.push(error);
        } else {
            self.more += 1;
        }
    }

    /// The errors in the order of sheets and cells as they were met, if there are any.
    pub(crate) fn into_result(mut self) -> Result<Vec<Remark>, Vec<WorkbookError>> {
        if self.more > 0 {
            self.errors.push(WorkbookError::More { count: self.more });
        }
        if self.errors.is_empty() { Ok(self.remarks) } else { Err(self.errors) }
    }
}
