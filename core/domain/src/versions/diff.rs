//! What differs between two versions of a checklist, item by item.

use crate::checklist::{Bilingual, Checklist, Field, Item, Section};
use crate::id::ItemId;
use std::collections::{BTreeMap, BTreeSet};

/// A wording that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// What is checked.
    Ask,
    /// How it is checked.
    How,
    /// Labels of fields and options.
    Labels,
    /// The remark.
    Note,
    /// Pictures and clips.
    Media,
}

/// A demand that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Demand {
    /// How it is judged.
    Judgement,
    /// What is entered.
    Fields,
    /// What evidence is demanded.
    Evidence,
    /// How grave a failure is.
    Severity,
    /// What may follow.
    Consequences,
    /// When it is asked.
    Condition,
    /// What it rests on.
    Basis,
    /// Limit values of standards.
    Limits,
    /// When in the visit it is due.
    Stage,
}

/// How an item changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says the same or something else in other words.
    Reworded(Vec<Wording>),
    /// It stands elsewhere.
    Moved,
    /// It asks for something else.
    DemandChanged(Vec<Demand>),
}

/// One change of one item. An item can change in several ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The item.
    pub item: ItemId,
    /// How it changed.
    pub change: Change,
    /// The change in words.
    pub words: Bilingual,
}

/// What changed from `old` to `new`: in the order of the new version, then what is gone in the order of the old.
#[must_use]
pub fn diff(old: &Checklist, new: &Checklist) -> Vec<Difference> {
    let before = placed(old);
    let after = placed(new);
    let moved = moved(old, new, &before, &after);
    let mut found = Vec::new();
    for item in new.items() {
        let mut add = |change, words| found.push(Difference { item: item.id.clone(), change, words });
        let Some((_, earlier)) = before.get(&item.id) else {
            add(Change::Added, words("新增", "New", &item.ask));
            continue;
        };
        let wordings = wordings(earlier, item);
        if !wordings.is_empty() {
            let words = reworded(earlier, item, &wordings);
            add(Change::Reworded(wordings), words);
        }
        let demands = demands(earlier, item);
        if !demands.is_empty() {
            let list = listed(demands.iter().map(|demand| demand_words(*demand, earlier, item)));
            let words = Bilingual {
                zh: format!("要求改变：{}", list.zh),
                en: format!("Demand changed: {}", list.en),
            };
            add(Change::DemandChanged(demands), words);
        }
        if moved.contains(&item.id) {
            let title = after.get(&item.id).map(|(section, _)| &section.title);
            if let Some(title) = title {
                add(Change::Moved, words("移动，现位于", "Moved, now in", title));
            }
        }
    }
    for item in old.items().filter(|item| !after.contains_key(&item.id)) {
        let words = words("删除", "Removed", &item.ask);
        found.push(Difference { item: item.id.clone(), change: Change::Removed, words });
    }
    found
}

type Placed<'a> = BTreeMap<&'a ItemId, (&'a Section, &'a Item)>;

fn placed(checklist: &Checklist) -> Placed<'_> {
    let sections = checklist.sections.iter();
    sections.flat_map(|section| section.items.iter().map(move |item| (&item.id, (section, item)))).collect()
}

/// Items that stand in another section, or out of the order that most of them kept.
fn moved<'a>(
    old: &'a Checklist,
    new: &'a Checklist,
    before: &Placed<'a>,
    after: &Placed<'a>,
) -> BTreeSet<&'a ItemId> {
    let order: BTreeMap<&ItemId, usize> = old
        .items()
        .filter(|item| after.contains_key(&item.id))
        .enumerate()
        .map(|(at, item)| (&item.id, at))
        .collect();
    let kept: Vec<(&ItemId, usize)> =
        new.items().filter_map(|item| order.get(&item.id).map(|at| (&item.id, *at))).collect();
    let in_order = longest_rise(&kept.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    let elsewhere = |id: &ItemId| match (before.get(id), after.get(id)) {
        (Some((one, _)), Some((other, _))) => one.id != other.id,
        _ => false,
    };
    kept.iter().filter(|(id, at)| !in_order.contains(at) || elsewhere(id)).map(|(id, _)| *id).collect()
}

/// Values of a longest rising subsequence: with at most 500 items, square time is nothing.
fn longest_rise(values: &[usize]) -> BTreeSet<usize> {
    let mut best: Vec<Vec<usize>> = Vec::with_capacity(values.len());
    for value in values {
        let ends = best.iter().filter(|rise| rise.last().is_some_and(|last| last < value));
        let mut rise = ends.max_by_key(|rise| rise.len()).cloned().unwrap_or_default();
        rise.push(*value);
        best.push(rise);
    }
    // Of several as long the first: the same on every device.
    let longest = best.into_iter().rev().max_by_key(Vec::len);
    longest.unwrap_or_default().into_iter().collect()
}

fn wordings(old: &Item, new: &Item) -> Vec<Wording> {
    let labels = |item: &Item| -> BTreeMap<String, (Bilingual, Vec<Bilingual>)> {
        let options = |field: &Field| match &field.kind {
            crate::checklist::FieldKind::Choice { options } => {
                options.iter().map(|(_, label)| label.clone()).collect()
            }
            _ => Vec::new(),
        };
        item.fields.iter().map(|field| (field.id.clone(), (field.label.clone(), options(field)))).collect()
    };
    let (labels_old, labels_new) = (labels(old), labels(new));
    // A field that is new or gone is a changed demand, not a changed wording.
    let relabelled = labels_old.iter().any(|(id, old)| labels_new.get(id).is_some_and(|new| new != old));
    [
        (Wording::Ask, old.ask != new.ask),
        (Wording::How, old.how != new.how),
        (Wording::Labels, relabelled),
        (Wording::Note, old.note != new.note),
        (Wording::Media, old.media != new.media),
    ]
    .into_iter()
    .filter_map(|(wording, changed)| changed.then_some(wording))
    .collect()
}

fn demands(old: &Item, new: &Item) -> Vec<Demand> {
    let fields = |item: &Item| -> Vec<Field> {
        let nameless = Bilingual { zh: String::new(), en: String::new() };
        let unlabelled = item.fields.iter().map(|field| {
            let kind = match &field.kind {
                crate::checklist::FieldKind::Choice { options } => crate::checklist::FieldKind::Choice {
                    options: options.iter().map(|(code, _)| (code.clone(), nameless.clone())).collect(),
                },
                other => other.clone(),
            };
            Field { label: nameless.clone(), kind, ..field.clone() }
        });
        unlabelled.collect()
    };
    // How well an article is known changes with the law records, not with the checklist.
    let basis = |item: &Item| -> Vec<String> { item.basis.iter().map(|one| one.article_id()).collect() };
    [
        (Demand::Judgement, old.judgement != new.judgement),
        (Demand::Fields, fields(old) != fields(new)),
        (Demand::Evidence, old.evidence != new.evidence),
        (Demand::Severity, old.severity != new.severity),
        (Demand::Consequences, old.consequences != new.consequences),
        (Demand::Condition, old.when != new.when),
        (Demand::Basis, basis(old) != basis(new)),
        (Demand::Limits, old.limits != new.limits),
        (Demand::Stage, old.gate != new.gate),
    ]
    .into_iter()
    .filter_map(|(demand, changed)| changed.then_some(demand))
    .collect()
}

fn words(zh: &str, en: &str, of: &Bilingual) -> Bilingual {
    Bilingual { zh: format!("{zh}：{}", of.zh), en: format!("{en}: {}", of.en) }
}

fn reworded(old: &Item, new: &Item, wordings: &[Wording]) -> Bilingual {
    if wordings.contains(&Wording::Ask) {
        return Bilingual {
            zh: format!("措辞改变：原为“{}”，现为“{}”", old.ask.zh, new.ask.zh),
            en: format!("Reworded: was \"{}\", is \"{}\"", old.ask.en, new.ask.en),
        };
    }
    let list = listed(wordings.iter().map(|wording| {
        let (zh, en) = match wording {
            Wording::Ask => ("检查内容", "what is checked"),
            Wording::How => ("检查方法", "how it is checked"),
            Wording::Labels => ("填写项名称", "labels of fields"),
            Wording::Note => ("备注", "the remark"),
            Wording::Media => ("图片和短视频", "pictures and clips"),
        };
        Bilingual { zh: zh.to_owned(), en: en.to_owned() }
    }));
    Bilingual { zh: format!("措辞改变：{}", list.zh), en: format!("Reworded: {}", list.en) }
}

fn demand_words(demand: Demand, old: &Item, new: &Item) -> Bilingual {
    let own = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    match demand {
        Demand::Judgement => own("判定方式", "how it is judged"),
        Demand::Fields => own("填写项", "what is entered"),
        Demand::Evidence => own("取证要求", "evidence"),
        Demand::Severity => {
            let (old, new) = (old.severity.code(), new.severity.code());
            own(&format!("严重程度由 {old} 改为 {new}"), &format!("severity from {old} to {new}"))
        }
        Demand::Consequences => own("处置方式", "what may follow"),
        Demand::Condition => own("适用条件", "when it is asked"),
        Demand::Basis => own("检查依据", "what it rests on"),
        Demand::Limits => own("标准限值", "limit values"),
        Demand::Stage => own("检查阶段", "when it is due"),
    }
}

fn listed(all: impl Iterator<Item = Bilingual>) -> Bilingual {
    let (zh, en): (Vec<String>, Vec<String>) = all.map(|one| (one.zh, one.en)).unzip();
    Bilingual { zh: zh.join("、"), en: en.join(", ") }
}
