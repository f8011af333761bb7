//! The official layout of a list: its columns in order and a row of texts for each risk.

use super::RiskList;
use crate::checklist::Bilingual;
use crate::published::Phrase;
use crate::rules::say;

/// A column of the official layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 序号.
    Number,
    /// 控制环节.
    Stage,
    /// 风险类别.
    Category,
    /// 风险指标.
    Indicator,
    /// 风险管控措施.
    Measure,
    /// 管控形式.
    Mode,
    /// 责任人.
    Role,
    /// 管控频次.
    Frequency,
    /// 依据.
    Basis,
    /// 备注: the evidence of a published list.
    Note,
}

/// The columns in the order of the layout. Stage, frequency and basis are ours; the other seven are those of the sister
/// Orders' sample, in its order.
pub const COLUMNS: [Column; 10] = [
    Column::Number,
    Column::Stage,
    Column::Category,
    Column::Indicator,
    Column::Measure,
    Column::Mode,
    Column::Role,
    Column::Frequency,
    Column::Basis,
    Column::Note,
];

impl Column {
    /// The heading, as forms print it.
    #[must_use]
    pub const fn heading(self) -> Phrase {
        match self {
            Self::Number => Phrase::new("序号", "No."),
            Self::Stage => Phrase::new("控制环节", "Stage"),
            Self::Category => Phrase::new("风险类别", "Category of risk"),
            Self::Indicator => Phrase::new("风险指标", "Risk indicator"),
            Self::Measure => Phrase::new("风险管控措施", "Control measure"),
            Self::Mode => Phrase::new("管控形式", "Mode"),
            Self::Role => Phrase::new("责任人", "Responsible"),
            Self::Frequency => Phrase::new("管控频次", "Frequency"),
            Self::Basis => Phrase::new("依据", "Basis"),
            Self::Note => Phrase::new("备注", "Note"),
        }
    }
}

/// A list as it is printed: a heading and a cell for each of [`COLUMNS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialTable {
    /// Title of the list.
    pub title: Bilingual,
    /// Headings in order.
    pub headings: Vec<Bilingual>,
    /// One row for each risk, in the order of the list, numbered from 1. A cell without content is empty.
    pub rows: Vec<Vec<Bilingual>>,
}

impl RiskList {
    /// The list in the official layout. Citations appear by their ids; the words for them stand in the articles of law.
    #[must_use]
    pub fn official(&self) -> OfficialTable {
        let headings = COLUMNS.iter().map(|column| column.heading().to_bilingual()).collect();
        let rows = self.rows.iter().enumerate().map(|(index, row)| {
            let cell = |column: &Column| match column {
                Column::Number => say((index + 1).to_string(), (index + 1).to_string()),
                Column::Stage => row.stage.phrase().to_bilingual(),
                Column::Category => row.category.clone(),
                Column::Indicator => row.indicator.clone(),
                Column::Measure => row.measure.clone(),
                Column::Mode => row.mode.phrase().to_bilingual(),
                Column::Role => row.role.phrase().to_bilingual(),
                Column::Frequency => row.frequency.clone(),
                Column::Basis => say(row.basis.join("、"), row.basis.join(", ")),
                Column::Note => row.evidence.clone().unwrap_or_else(|| say("", "")),
            };
            COLUMNS.iter().map(cell).collect()
        });
        OfficialTable { title: self.title.clone(), headings, rows: rows.collect() }
    }
}
