//! What the two officers find in the fictional factory: forty answers, their notes and their photographs.

use crate::photo::Scene;

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
    /// Item number of P75.
    pub item: u32,
    /// Judgement as typed, empty where fields decide.
    pub value: &'static str,
    /// Fields as typed.
    pub fields: &'static [&'static str],
    /// Note, empty for none.
    pub note: &'static str,
    /// Photographs taken for it, with captions.
    pub photos: &'static [(Scene, &'static str)],
}

const fn entry(who: Who, item: u32, value: &'static str) -> Entry {
    Entry { who, item, value, fields: &[], note: "", photos: &[] }
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
            photos: &[(Scene::Document, "管理制度批准页，2026-01-08")], ..entry(First, 1, "meets")
        },
        entry(First, 2, "meets"),
        Entry {
            fields: &["interview=负责人能说明总责，并复述了10月调度的三条结论。"],
            ..entry(First, 3, "meets")
        },
        entry(First, 4, "meets"),
        Entry { note: "期内无此情形，台账已注明。", ..entry(First, 5, "na") },
        entry(First, 6, "meets"),
        Entry { photos: &[(Scene::Document, "质量安全总监任命文件")], ..entry(First, 7, "meets") },
        Entry { fields: &["officers=3"], ..entry(First, 8, "meets") },
        Entry {
            fields: &["score=84"], note: "抽5题，每题20分，一题部分答对。", ..entry(First, 9, "")
        },
        entry(First, 10, "meets"),
        entry(First, 11, "meets"),
        entry(First, 12, "meets"),
        Entry {
            photos: &[(Scene::Document, "风险管控清单首页")],
            note: "清单张贴在车间入口。",
            ..entry(First, 13, "meets")
        },
        Entry {
            fields: &["comparison=minor-gaps", "gaps=缺充电器老化试验一项"],
            ..entry(First, 14, "meets")
        },
        Entry { fields: &["updated=2026-09-30"], ..entry(First, 15, "meets") },
        Entry {
            fields: &["expected=30", "present=27", "missing-days=11月2日、3日、16日"],
            photos: &[(Scene::Records, "日管控记录，缺三日")],
            ..entry(First, 16, "")
        },
        entry(First, 17, "meets"),
        Entry { fields: &["present=8"], ..entry(First, 18, "") },
        entry(First, 19, "meets"),
        Entry { fields: &["present=3"], ..entry(First, 20, "") },
        entry(Second, 21, "meets"),
        Entry { fields: &["closed=3"], ..entry(Second, 22, "meets") },
        Entry {
            fields: &["compared=抽3批，与生产、检验、出入库台账一致。"], ..entry(Second, 23, "meets")
        },
        entry(Second, 24, "meets"),
        Entry { fields: &["examined=2026-06-18"], ..entry(Second, 25, "meets") },
        Entry { note: "期内未被抽考。", ..entry(Second, 26, "na") },
        Entry {
            fields: &["expires=2028-03-31"],
            photos: &[(Scene::Document, "许可证副本")],
            ..entry(Second, 27, "meets")
        },
        Entry { photos: &[(Scene::Label, "包装箱许可证标志")], ..entry(Second, 28, "meets") },
        Entry { photos: &[(Scene::Label, "铭牌与CCC证书型号")], ..entry(Second, 29, "meets") },
        entry(Second, 30, "meets"),
        Entry { fields: &["standards=GB 4706.1、GB 4706.19"], ..entry(Second, 31, "meets") },
        entry(Second, 32, "meets"),
        Entry { note: "1号线按作业指导书执行。", ..entry(First, 33, "meets") },
        Entry {
            photos: &[(Scene::Conveyor, "2号线耐压测试工位无人值守")], ..entry(Second, 33, "fails")
        },
        Entry {
            fields: &["expires=2026-10-15"],
            photos: &[(Scene::Gauge, "压力表检定标签已过期")],
            ..entry(Second, 34, "fails")
        },
        entry(Second, 35, "meets"),
        Entry { photos: &[(Scene::Label, "产品标识")], ..entry(Second, 36, "meets") },
        Entry {
            photos: &[(Scene::Shelves, "返工品与成品混放")],
            note: "现场要求立即隔离。",
            ..entry(Second, 37, "fails")
        },
        Entry { fields: &["minutes=22"], ..entry(Second, 38, "meets") },
        Entry { note: "期内无监督抽查不合格。", ..entry(Second, 39, "na") },
        Entry { fields: &["contact=冯某某 000-88000000，当场接通。"], ..entry(Second, 40, "meets") },
    ]
}

/// Photographs of the scene.
pub const SCENES: [(Who, Scene, &str); 2] =
    [(Who::First, Scene::Hall, "车间全景，入口处"), (Who::Second, Scene::Conveyor, "1号线")];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_plan_answers_every_one_of_the_forty_items_and_one_of_them_twice() {
        let entries = entries();
        let items: BTreeSet<u32> = entries.iter().map(|entry| entry.item).collect();
        assert_eq!(items, (1..=40).collect());
        assert_eq!(entries.len(), 41);
        let twice: Vec<_> =
            entries.iter().filter(|entry| format!("P75-{:02}", entry.item) == DISPUTED).collect();
        assert_eq!(twice.len(), 2);
        assert_ne!(twice[0].who, twice[1].who);
    }
}
