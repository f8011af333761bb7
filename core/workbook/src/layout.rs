//! The sheets of a workbook and the columns that hold each member.

use crate::codes::{self, Codes};
use crate::shape::{
    ARTICLES, COMPUTED, CONSEQUENCES, ENTERED, FIELDS, FILES, INSTRUMENTS, ITEMS, Kind, LIMITS, MEDIA,
    Member, PENALTIES, PRODUCTS, QUESTIONS, RISKS, SECTIONS,
};
use Kind::{
    Both, Date, Exact, ExactOrId, Flag, Id, Ids, Judgement, Object, Options, Rows, Steps, Suggested, Text,
    Whole,
};

/// A sheet with one row per object of a list.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Name of the sheet: Chinese, a blank, technical name.
    pub name: &'static str,
    /// Columns in front of the members, naming what the row belongs to.
    pub parents: &'static [(&'static str, &'static str)],
    pub members: &'static [Member],
    /// What one row is, for people.
    pub row: (&'static str, &'static str),
}

const CHECKLIST_OF: (&str, &str) = ("checklist", "检查表");
const ITEM_OF: (&str, &str) = ("item", "检查项编号");

/// Position of each sheet in [`SHEETS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Of {
    Files,
    Sections,
    Items,
    Fields,
    Limits,
    Instruments,
    Articles,
    Penalties,
    Consequences,
    Risks,
    Media,
    Quiz,
    Products,
}

pub(crate) static SHEETS: [(Of, Sheet); 13] = [
    (Of::Files, Sheet { name: "文件 files", parents: &[], members: FILES, row: ("一个文件", "one file") }),
    (
        Of::Sections,
        Sheet {
            name: "章节 sections",
            parents: &[CHECKLIST_OF],
            members: SECTIONS,
            row: ("检查表的一章", "one section"),
        },
    ),
    (
        Of::Items,
        Sheet {
            name: "检查项 items",
            parents: &[CHECKLIST_OF, ("section", "章节编号")],
            members: ITEMS,
            row: ("一个检查项", "one item"),
        },
    ),
    (
        Of::Fields,
        Sheet {
            name: "字段 fields",
            parents: &[ITEM_OF],
            members: FIELDS,
            row: ("检查项旁的一个字段", "one field of an item"),
        },
    ),
    (
        Of::Limits,
        Sheet {
            name: "限值 limits",
            parents: &[ITEM_OF],
            members: LIMITS,
            row: ("标准规定的一个限值", "one limit of a standard"),
        },
    ),
    (
        Of::Instruments,
        Sheet {
            name: "法规 instruments",
            parents: &[],
            members: INSTRUMENTS,
            row: ("一部法规", "one instrument"),
        },
    ),
    (
        Of::Articles,
        Sheet { name: "条文 law", parents: &[], members: ARTICLES, row: ("一条条文", "one article") },
    ),
    (
        Of::Penalties,
        Sheet {
            name: "罚则 penalties", parents: &[], members: PENALTIES, row: ("一条罚则", "one penalty")
        },
    ),
    (
        Of::Consequences,
        Sheet {
            name: "后果 consequences",
            parents: &[],
            members: CONSEQUENCES,
            row: ("一个后果代码", "one consequence code"),
        },
    ),
    (
        Of::Risks,
        Sheet {
            name: "风险清单 risks",
            parents: &[("list", "清单")],
            members: RISKS,
            row: ("清单的一行", "one row of a list"),
        },
    ),
    (
        Of::Media,
        Sheet {
            name: "媒体 media",
            parents: &[],
            members: MEDIA,
            row: ("一个图片或者短片", "one picture or clip"),
        },
    ),
    (
        Of::Quiz,
        Sheet { name: "题库 quiz", parents: &[], members: QUESTIONS, row: ("一道题", "one question") },
    ),
    (
        Of::Products,
        Sheet {
            name: "产品 products",
            parents: &[],
            members: PRODUCTS,
            row: ("一类产品", "one kind of product"),
        },
    ),
];

/// Name of the sheet that explains the workbook; nothing is read from it.
pub(crate) const README: &str = "说明 readme";
/// Name of the sheet that lists every code; nothing is read from it.
pub(crate) const CODES: &str = "代码 codes";

/// A column of a sheet.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Technical name, in the second row.
    pub name: String,
    /// Chinese name, in the first row.
    pub zh: String,
    pub width: u16,
    /// Codes to choose from.
    pub codes: Option<&'static Codes>,
    /// Whether other values than the codes are allowed, or several per cell.
    pub open: bool,
    /// Whether the cells hold numbers.
    pub number: bool,
    /// Whether a cell holds one entry per line.
    pub lines: bool,
}

impl Sheet {
    /// Every column, in order.
    pub(crate) fn columns(&self) -> Vec<Column> {
        let mut columns: Vec<Column> = self.parents.iter().map(|(name, zh)| plain(name, zh, 16)).collect();
        gather(self.members, "", &mut columns);
        columns
    }
}

fn plain(name: &str, zh: &str, width: u16) -> Column {
    Column {
        name: name.to_owned(),
        zh: zh.to_owned(),
        width,
        codes: None,
        open: false,
        number: false,
        lines: false,
    }
}

fn gather(members: &[Member], prefix: &str, columns: &mut Vec<Column>) {
    for member in members {
        let name = format!("{prefix}{}", member.name);
        let base = plain(&name, member.zh, member.width);
        let suffixed = |suffix: &str, zh: &str, lines: bool, width: u16| Column {
            name: format!("{name}.{suffix}"),
            zh: format!("{}（{zh}）", member.zh),
            lines,
            width,
            ..base.clone()
        };
        match member.kind {
            Text | Id | Date => columns.push(base),
            Kind::Code(codes) => columns.push(Column { codes: Some(codes), ..base }),
            Suggested(codes) => columns.push(Column { codes: Some(codes), open: true, ..base }),
            Kind::Codes(codes) => {
                columns.push(Column { codes: Some(codes), open: true, lines: true, ..base })
            }
            Flag => columns.push(Column { codes: Some(&codes::FLAG), ..base }),
            Ids => columns.push(Column { lines: true, ..base }),
            Whole | Exact => columns.push(Column { number: true, ..base }),
            ExactOrId => columns.push(Column { number: true, open: true, ..base }),
            Both => columns.extend([
                suffixed("zh", "中文", false, member.width),
                suffixed("en", "英文", false, member.width),
            ]),
            Steps => columns.extend([
                suffixed("zh", "中文", true, member.width),
                suffixed("en", "英文", true, member.width),
            ]),
            Options(_) => columns.extend([
                suffixed("code", "代码，一行一个", true, 16),
                suffixed("zh", "中文，一行一个", true, member.width),
                suffixed("en", "英文，一行一个", true, member.width),
            ]),
            Object(members) => gather(members, &format!("{name}."), columns),
            Judgement => {
                gather(std::slice::from_ref(&ENTERED), "judgement.", columns);
                gather(COMPUTED, "judgement.computed.", columns);
            }
            Rows(_) => {}
        }
    }
}
