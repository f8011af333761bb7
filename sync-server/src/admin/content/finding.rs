//! One thing that is wrong with a file, and where.

use std::fmt;
use zhian_domain::checklist::Bilingual;
use zhian_workbook::At;

/// One thing that is wrong, or worth knowing, about a file that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the file as the person gave it.
    pub file: String,
    /// The cell, where the file is a workbook.
    pub at: Option<At>,
    /// Where in the file, in both languages; `None` where the cell says it or the file as a whole is meant.
    pub place: Option<Bilingual>,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong.
    pub words: Bilingual,
}

impl Finding {
    /// Every code that is found here and by no reader of a file.
    pub const CODES: &'static [&'static str] = &[
        "admin.not-content",
        "admin.content-twice",
        "admin.content-other-bytes",
        "admin.content-old-version",
        "admin.content-absent",
        "admin.content-reference",
        "admin.content-medium",
        "admin.content-unused",
        "admin.content-old-schema",
    ];

    /// A finding about a file as a whole.
    pub(super) fn whole(
        file: &str,
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        let words = Bilingual { zh: zh.into(), en: en.into() };
        Self { file: file.to_owned(), at: None, place: None, code, words }
    }

    /// The finding with its file and place, in both languages.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        let place = self.at.as_ref().map(At::words).or_else(|| self.place.clone());
        let Bilingual { zh, en } = &self.words;
        match place {
            Some(place) => Bilingual {
                zh: format!("{}：{}：{zh}", self.file, place.zh),
                en: format!("{}: {}: {en}", self.file, place.en),
            },
            None => Bilingual { zh: format!("{}：{zh}", self.file), en: format!("{}: {en}", self.file) },
        }
    }
}

/// Everything that stands in the way of publishing what was handed in. Whoever wrote the files can mend them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The faults, never empty.
    pub faults: Vec<Finding>,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.faults.iter().map(|one| one.sentence().en).collect();
        f.write_str(&lines.join("\n"))
    }
}
