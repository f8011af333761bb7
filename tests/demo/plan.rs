//! What the two officers find in the fictional factory: an answer to each item, their notes and their photographs.

use crate::photo::Scene;
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;
use zhian_domain::period::{PeriodEntry, PeriodUnit};

/// Which officer works on something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The first, who takes papers and records.
    First,
    /// The second, who walks through the hall.
    Second,
}

/// One answer.
pub struct Entry {
    /// Who gives it.
    pub who: Who,
    /// Id of the item.
    pub item: &'static str,
    /// Judgement as typed, empty where fields decide.
    pub value: &'static str,
    /// Fields as typed.
    pub fields: &'static [&'static str],
    /// Records of which some are missing.
    pub records: Option<Records>,
    /// How the evidence is taken.
    pub method: &'static str,
    /// Note, empty for none.
    pub note: &'static str,
    /// Photographs taken for it, with captions.
    pub photos: &'static [(Scene, &'static str)],
}

/// The last so many days, weeks or months before the visit, and which of them, counted back, have no record.
pub struct Records {
    unit: PeriodUnit,
    count: u32,
    missing: &'static [usize],
}

impl Records {
    /// As it is typed, for a visit on `day`.
    pub fn typed(&self, day: NaiveDate) -> String {
        let before = |start: NaiveDate| self.unit.start(start - Days::new(1));
        let back: Vec<NaiveDate> =
            std::iter::successors(Some(before(self.unit.start(day))), |start| Some(before(*start)))
                .take(self.count as usize)
                .collect();
        let missing: BTreeSet<NaiveDate> =
            self.missing.iter().filter_map(|at| back.get(*at).copied()).collect();
        PeriodEntry { expected: back.into_iter().collect(), missing }.write(self.unit)
    }
}

const fn entry(who: Who, item: &'static str, value: &'static str) -> Entry {
    Entry { who, item, value, fields: &[], records: None, method: "photo", note: "", photos: &[] }
}

const fn records(unit: PeriodUnit, count: u32, missing: &'static [usize]) -> Option<Records> {
    Some(Records { unit, count, missing })
}

/// Item on which the two do not agree at first.
pub const DISPUTED: &str = "P75-33";
/// Item with the finding.
pub const FOUND: &str = "P75-37";
/// What was found.
pub const FINDING: &str = "返工品12件与成品混放在同一货架，无隔离标识，无处置记录。";

/// Every answer of the visit; the disputed item stands in it twice.
pub fn entries() -> Vec<Entry> {
    use Who::{First, Second};
    vec![
        Entry {
            photos: &[(Scene::Document, "管理制度批准页，2026-01-08")],
            ..entry(First, "P75-01", "meets")
        },
        entry(First, "P75-02", "meets"),
        Entry {
            fields: &["interview=负责人能说明总责，并复述了10月调度的三条结论。"],
            ..entry(First, "P75-03", "meets")
        },
        entry(First, "P75-04", "meets"),
        Entry { note: "期内无此情形，台账已注明。", ..entry(First, "P75-05", "na") },
        entry(First, "P75-06", "meets"),
        Entry {
            photos: &[(Scene::Document, "质量安全总监任命文件")], ..entry(First, "P75-07", "meets")
        },
        Entry { fields: &["officers=3"], ..entry(First, "P75-08", "meets") },
        entry(First, "P75-10", "meets"),
        entry(First, "P75-11", "meets"),
        entry(First, "P75-12", "meets"),
        Entry {
            photos: &[(Scene::Document, "风险管控清单首页")],
            note: "清单张贴在车间入口。",
            ..entry(First, "P75-13", "meets")
        },
        Entry {
            fields: &["comparison=minor-gaps", "gaps=缺充电器老化试验一项"],
            ..entry(First, "P75-14", "meets")
        },
        Entry { fields: &["updated=2026-09-30"], ..entry(First, "P75-15", "meets") },
        Entry {
            records: records(PeriodUnit::Day, 30, &[5, 18, 19]),
            photos: &[(Scene::Records, "日管控记录，缺三日")],
            ..entry(First, "P75-16", "")
        },
        entry(First, "P75-17", "meets"),
        Entry { records: records(PeriodUnit::Week, 8, &[]), ..entry(First, "P75-18", "") },
        entry(First, "P75-19", "meets"),
        Entry { records: records(PeriodUnit::Month, 3, &[]), ..entry(First, "P75-20", "") },
        entry(Second, "P75-21", "meets"),
        Entry { fields: &["closed=3"], ..entry(Second, "P75-22", "meets") },
        Entry {
            fields: &["compared=抽3批，与生产、检验、出入库台账一致。"],
            ..entry(Second, "P75-23", "meets")
        },
        entry(Second, "P75-24", "meets"),
        Entry { fields: &["examined=2026-06-18"], ..entry(Second, "P75-25", "meets") },
        Entry { note: "期内未被抽考。", ..entry(Second, "P75-26", "na") },
        Entry { photos: &[(Scene::Label, "铭牌与CCC证书型号")], ..entry(Second, "P75-29", "meets") },
        entry(Second, "P75-30", "meets"),
        Entry { fields: &["standards=GB 4706.1、GB 4706.19"], ..entry(Second, "P75-31", "meets") },
        entry(Second, "P75-32", "meets"),
        Entry { note: "1号线按作业指导书执行。", ..entry(First, "P75-33", "meets") },
        Entry {
            photos: &[(Scene::Conveyor, "2号线耐压测试工位无人值守")],
            ..entry(Second, "P75-33", "fails")
        },
        Entry {
            fields: &["expires=2026-10-15"],
            photos: &[(Scene::Gauge, "压力表检定标签已过期")],
            ..entry(Second, "P75-34", "fails")
        },
        entry(Second, "P75-35", "meets"),
        Entry { photos: &[(Scene::Label, "产品标识")], ..entry(Second, "P75-36", "meets") },
        Entry {
            photos: &[(Scene::Shelves, "返工品与成品混放")],
            note: "现场要求立即隔离。",
            ..entry(Second, "P75-37", "fails")
        },
        Entry { fields: &["minutes=22"], ..entry(Second, "P75-38", "meets") },
        Entry { note: "期内无监督抽查不合格。", ..entry(Second, "P75-39", "na") },
        Entry {
            fields: &["contact=冯某某 000-88000000，当场接通。"], ..entry(Second, "P75-40", "meets")
        },
    ]
}

/// What is asked of a maker of power banks besides.
pub fn overlay() -> Vec<Entry> {
    use Who::Second;
    vec![
        Entry {
            fields: &["standing=valid"],
            photos: &[(Scene::Document, "移动电源认证证书")],
            ..entry(Second, "OLB-01", "meets")
        },
        Entry {
            fields: &["cell-model=示例 SC-1050", "cell-maker=示例电芯有限公司"],
            photos: &[(Scene::Label, "电芯喷码")],
            ..entry(Second, "OLB-02", "meets")
        },
        Entry { fields: &["spread=4"], ..entry(Second, "OLB-03", "meets") },
        Entry { fields: &["pull=28"], ..entry(Second, "OLB-04", "meets") },
        Entry {
            fields: &["with-data=10"],
            photos: &[(Scene::Gauge, "成品测试柜")],
            ..entry(Second, "OLB-05", "")
        },
        Entry { fields: &["actual=72", "specified=72"], ..entry(Second, "OLB-06", "") },
        Entry {
            fields: &["declared=37", "computed=37"],
            photos: &[(Scene::Label, "本体标识：额定能量37Wh")],
            ..entry(Second, "OLB-07", "meets")
        },
        Entry { fields: &["temperature=24"], ..entry(Second, "OLB-08", "meets") },
        Entry { fields: &["minutes=18"], ..entry(Second, "OLB-09", "meets") },
    ]
}

/// What the officers answer for their own conduct. What is due after sealing, service and the entry in the year's count, is not here.
pub fn conduct() -> Vec<Entry> {
    use Who::First;
    vec![
        Entry { fields: &["origin=plan", "counted=1"], ..entry(First, "A-01", "meets") },
        Entry {
            fields: &["notice-number=示例检通〔2026〕75号"],
            method: "scan",
            photos: &[(Scene::Document, "检查审批表和通知书")],
            ..entry(First, "A-02", "meets")
        },
        Entry { fields: &["officers=2", "assistants=0"], ..entry(First, "A-03", "meets") },
        Entry {
            fields: &["person=冯某某，总经理"],
            photos: &[(Scene::Hall, "出示执法证")],
            ..entry(First, "A-04", "meets")
        },
        Entry { fields: &["recusal=no"], ..entry(First, "A-05", "meets") },
        Entry { fields: &["presence=present"], ..entry(First, "A-06", "meets") },
        Entry {
            photos: &[(Scene::Hall, "现场检查"), (Scene::Records, "查阅记录")],
            ..entry(First, "A-07", "meets")
        },
        Entry { fields: &["copies=6"], ..entry(First, "A-10", "meets") },
        Entry { note: "本次没有抽样。", ..entry(First, "A-11", "na") },
        Entry { note: "本次没有先行登记保存。", ..entry(First, "A-12", "na") },
        Entry {
            method: "scan", photos: &[(Scene::Document, "现场笔录")], ..entry(First, "A-08", "meets")
        },
        Entry { note: "当事人在场并签名。", ..entry(First, "A-09", "na") },
    ]
}

/// Photographs of the scene.
pub const SCENES: [(Who, Scene, &str); 2] =
    [(Who::First, Scene::Hall, "车间全景，入口处"), (Who::Second, Scene::Conveyor, "1号线")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_answers_every_item_once_and_the_disputed_one_by_both() {
        let entries = entries();
        let twice: Vec<_> = entries.iter().filter(|entry| entry.item == DISPUTED).collect();
        assert_eq!(twice.len(), 2);
        assert_ne!(twice[0].who, twice[1].who);
        let ids = [entries, overlay(), conduct()].into_iter().flatten().map(|entry| entry.item);
        let all: Vec<_> = ids.filter(|item| *item != DISPUTED).collect();
        let items: BTreeSet<_> = all.iter().collect();
        assert_eq!(items.len(), all.len());
    }

    #[test]
    fn records_are_counted_back_from_the_day_before_the_visit() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let typed = |unit, count, missing| Records { unit, count, missing }.typed(day);
        assert_eq!(typed(PeriodUnit::Day, 3, &[1]), "2026-11-18..2026-11-20;2026-11-19");
        assert_eq!(typed(PeriodUnit::Week, 2, &[]), "2026-W45,2026-W46");
        assert_eq!(typed(PeriodUnit::Month, 3, &[]), "2026-08..2026-10");
    }
}
