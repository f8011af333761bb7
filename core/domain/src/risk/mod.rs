//! Risk control lists (风险管控清单): what may go wrong, how it is held down, by whom and how often.
//!
//! A list that comes with Zhian is a sample (示例) in the official layout. From a list the daily, weekly and monthly forms are
//! generated ([`form`]); an enterprise's own list is read from a plain table ([`table`]) and held against the sample, row by
//! row ([`compare`]).

pub mod compare;
pub mod form;
mod layout;
mod load;
pub mod shipped;
mod similar;
pub mod table;
pub mod text;

pub use layout::{COLUMNS, Column, OfficialTable};
pub use table::{OwnList, OwnRow, TableFault};

use crate::checklist::{Bilingual, Verified};
use crate::person::PersonRole;
use crate::published::Phrase;
use crate::rules::size::UnitPart;

macro_rules! coded {
    ($name:ident, $($variant:ident, $code:literal, $zh:literal, $en:literal;)+) => {
        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Stable code used in files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }

            /// Reads a code written by [`Self::code`].
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }

            /// In words, as forms print it.
            #[must_use]
            pub const fn phrase(self) -> Phrase {
                match self {
                    $(Self::$variant => Phrase::new($zh, $en)),+
                }
            }
        }
    };
}

/// Where in the life of a product the risk lies (控制环节).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 设计.
    Design,
    /// 进货: materials of a maker, goods of a seller.
    Purchase,
    /// 生产.
    Production,
    /// 检验.
    Inspection,
    /// 标识.
    Marking,
    /// 储运.
    Storage,
    /// 销售.
    Sale,
    /// 售后.
    AfterSale,
}

coded! {
    Stage,
    Design, "design", "设计", "Design";
    Purchase, "purchase", "进货", "Purchase";
    Production, "production", "生产", "Production";
    Inspection, "inspection", "检验", "Inspection";
    Marking, "marking", "标识", "Marking";
    Storage, "storage", "储运", "Storage and transport";
    Sale, "sale", "销售", "Sale";
    AfterSale, "after-sale", "售后", "After sale";
}

/// How often the risk is looked at (管控形式), most often first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// 日管控.
    Daily,
    /// 周排查.
    Weekly,
    /// 月调度.
    Monthly,
}

coded! {
    Mode,
    Daily, "daily", "日管控", "daily control";
    Weekly, "weekly", "周排查", "weekly screening";
    Monthly, "monthly", "月调度", "monthly dispatch";
}

impl Mode {
    /// Who is responsible in this mode: the mode decides it.
    #[must_use]
    pub const fn role(self) -> ResponsibleRole {
        match self {
            Self::Daily => ResponsibleRole::Officer,
            Self::Weekly => ResponsibleRole::Director,
            Self::Monthly => ResponsibleRole::Principal,
        }
    }
}

/// Who is responsible (责任人), lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResponsibleRole {
    /// 质量安全员.
    Officer,
    /// 质量安全总监.
    Director,
    /// 主要负责人.
    Principal,
}

coded! {
    ResponsibleRole,
    Officer, "officer", "质量安全员", "QS officer";
    Director, "director", "质量安全总监", "quality safety director";
    Principal, "principal", "主要负责人", "principal";
}

impl ResponsibleRole {
    /// The part a person of the enterprise plays.
    #[must_use]
    pub const fn person_role(self) -> PersonRole {
        match self {
            Self::Officer => PersonRole::QsOfficer,
            Self::Director => PersonRole::QsDirector,
            Self::Principal => PersonRole::Principal,
        }
    }
}

/// One risk and how it is held down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskRow {
    /// Permanent id: the id of the list, a hyphen and a number.
    pub id: String,
    /// Where it lies.
    pub stage: Stage,
    /// 风险类别.
    pub category: Bilingual,
    /// 风险指标: what is seen when the risk has come true.
    pub indicator: Bilingual,
    /// 风险管控措施.
    pub measure: Bilingual,
    /// 管控形式.
    pub mode: Mode,
    /// 责任人.
    pub role: ResponsibleRole,
    /// How often the measure is taken, in words.
    pub frequency: Bilingual,
    /// Articles it rests on.
    pub basis: Vec<String>,
    /// How well the row is known.
    pub verified: Verified,
    /// What proves that the measure was taken.
    pub evidence: Option<Bilingual>,
}

/// One published version of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskList {
    /// Permanent id, e.g. `RL-EB-S`.
    pub id: String,
    /// Version, from 1.
    pub version: u32,
    /// Whether it is a sample and no regulator's list.
    pub sample: bool,
    /// Title.
    pub title: Bilingual,
    /// For makers or for sellers.
    pub unit: UnitPart,
    /// Product kind, e.g. `electric-bicycle`.
    pub product: String,
    /// Rows in order.
    pub rows: Vec<RiskRow>,
}

impl RiskList {
    /// The row with this id.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<&RiskRow> {
        self.rows.iter().find(|row| row.id == id)
    }
}

/// Something that could not be done with a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RiskError {
    /// The last day lies before the first, or the range is longer than forms are made for. Whoever asked can choose another.
    #[error("the days from {from} to {to} are no range of 1 to {limit} days")]
    Range {
        /// First day.
        from: chrono::NaiveDate,
        /// Last day.
        to: chrono::NaiveDate,
        /// Most days.
        limit: u32,
    },
    /// A table could not be taken in. Whoever filled it can mend the cells that are named, all at once.
    #[error("{}", table::told(faults, *more))]
    Table {
        /// The faults by row and column, at most [`crate::published::FAULTS_MAX`], never empty.
        faults: Vec<TableFault>,
        /// How many more there are.
        more: usize,
    },
}

impl RiskError {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] = &["risk.range", "risk.table"];

    /// Stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Range { .. } => "risk.range",
            Self::Table { .. } => "risk.table",
        }
    }
}

#[cfg(test)]
mod tests;
