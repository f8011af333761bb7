//! What an enterprise would be asked, and why.

use super::args_content::UnitFacts;
use super::names;
use super::say::Said;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use zhian_domain::checklist::Bilingual;
use zhian_domain::facts::SizeClass;
use zhian_domain::product::ProductClass;
use zhian_server::admin::compose::{ForUnit, Wish, for_unit};
use zhian_server::admin::task;
use zhian_server::{Office, ServerError};

/// What was typed about a unit.
pub fn wish(facts: &UnitFacts, day: Option<&str>) -> Result<Wish, ServerError> {
    let invalid = |what, found: &str, codes: Vec<&str>| ServerError::Invalid {
        what,
        zh: format!("“{found}”应为以下之一：{}", codes.join("、")),
        detail: format!("{found:?} is none of {}", codes.join(", ")),
    };
    let size = facts.size.as_deref().map(|code| {
        let codes = || SizeClass::ALL.iter().map(|one| one.code()).collect();
        SizeClass::from_code(code).ok_or_else(|| invalid("size", code, codes()))
    });
    let classes = facts.classes.as_ref().map(|given| {
        let codes = || ProductClass::ALL.iter().map(|one| one.code()).chain(["none"]).collect();
        let named = given.iter().filter(|code| *code != "none");
        let one =
            |code: &String| ProductClass::from_code(code).ok_or_else(|| invalid("classes", code, codes()));
        named.map(one).collect::<Result<BTreeSet<_>, _>>()
    });
    let products = facts.product.clone();
    let day = day.map(|day| self::day("day", day)).transpose()?;
    Ok(Wish { size: size.transpose()?, classes: classes.transpose()?, products, day })
}

/// A day as people type it.
pub fn day(what: &'static str, given: &str) -> Result<NaiveDate, ServerError> {
    NaiveDate::parse_from_str(given.trim(), "%Y-%m-%d").map_err(|cause| ServerError::Invalid {
        what,
        zh: format!("“{given}”有误，应如 2026-12-31"),
        detail: format!("{given:?} is not a day like 2026-12-31: {cause}"),
    })
}

pub fn show(
    office: &Office,
    authority: Option<&str>,
    uscc: &str,
    facts: &UnitFacts,
    day: Option<&str>,
) -> Result<Said, ServerError> {
    let authority = names::authority(office, authority)?;
    let enterprise = task::enterprise(office, &authority, uscc)?;
    let made = for_unit(office, &enterprise, &wish(facts, day)?)?;
    let mut text = summary(&made);
    let checklist = &made.composed.checklist;
    for item in checklist.items() {
        let because = checklist.composition().and_then(|all| all.items.get(&item.id));
        let (mut zh, mut en) = (String::new(), String::new());
        if let Some(because) = because {
            (zh, en) = (format!("（{}）", because.zh), format!(" ({})", because.en));
        }
        text.zh.push_str(&format!("\n  {}  {}{zh}", item.id, item.ask.zh));
        text.en.push_str(&format!("\n  {}  {}{en}", item.id, item.ask.en));
    }
    let left = &made.composed.left_out;
    if !left.is_empty() {
        text.zh.push_str("\n未列入：");
        text.en.push_str("\nLeft out:");
    }
    for one in left {
        text.zh.push_str(&format!("\n  {}  {}", one.id, one.because.zh));
        text.en.push_str(&format!("\n  {}  {}", one.id, one.because.en));
    }
    Ok(Said { json: made_json(&made), zh: text.zh, en: text.en })
}

/// What a composed checklist is made of, in words.
pub fn summary(made: &ForUnit) -> Bilingual {
    let checklist = &made.composed.checklist;
    let count = checklist.items().count();
    let Some(composition) = checklist.composition() else { return checklist.title.clone() };
    let (law, day, hash) = (composition.law_version, composition.day, made.composed.hash);
    let mut text = Bilingual {
        zh: format!(
            "{}，{count} 项。\n按 {day} 有效的法律（条文记录第 {law} 版）组合，哈希 {hash}\n由以下部分组成：",
            checklist.title.zh
        ),
        en: format!(
            "{}, {count} items.\nComposed under the law in force on {day} (records version {law}), hash {hash}\nIt is made of:",
            checklist.title.en
        ),
    };
    for part in &composition.parts {
        let (id, version) = (&part.id, part.version);
        text.zh.push_str(&format!("\n  {id} 第 {version} 版《{}》：{}", part.title.zh, part.because.zh));
        text.en.push_str(&format!("\n  {id} version {version}, {}: {}", part.title.en, part.because.en));
    }
    if !made.unknown_products.is_empty() {
        let names = &made.unknown_products;
        text.zh
            .push_str(&format!("\n注意：名录中的产品没有对应的产品类别，未增加检查项：{}", names.join("、")));
        text.en.push_str(&format!(
            "\nNote: these products of the directory are of no known kind, so nothing is asked about them: {}",
            names.join(", ")
        ));
    }
    text
}

/// The same for programs.
pub fn made_json(made: &ForUnit) -> Value {
    let checklist = &made.composed.checklist;
    let composition = checklist.composition();
    let parts: Vec<Value> = composition
        .iter()
        .flat_map(|all| &all.parts)
        .map(|part| {
            json!({
                "id": part.id, "version": part.version, "hash": part.hash.to_string(), "kind": part.kind.code(),
                "zh": part.because.zh, "en": part.because.en,
            })
        })
        .collect();
    let items: Vec<Value> = checklist
        .items()
        .map(|item| {
            let because = checklist.because(&item.id);
            json!({
                "id": item.id.to_string(), "ask": item.ask.zh,
                "zh": because.map(|one| &one.zh), "en": because.map(|one| &one.en),
            })
        })
        .collect();
    let left: Vec<Value> = made
        .composed
        .left_out
        .iter()
        .map(|one| json!({ "id": one.id, "zh": one.because.zh, "en": one.because.en }))
        .collect();
    json!({
        "id": checklist.id, "hash": made.composed.hash.to_string(), "title": checklist.title.zh,
        "day": made.day.to_string(), "law_version": composition.map(|all| all.law_version),
        "parts": parts, "items": items, "left_out": left, "unknown_products": made.unknown_products,
    })
}
