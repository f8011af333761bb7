//! The newer version of a visit's checklist: what moving would do, moving, and what stays behind.

use super::show::one_item;
use crate::args::OneVisit;
use crate::failure::CliError;
use crate::json;
use crate::page::{Output, Page};
use crate::select;
use crate::session::Session;
use crate::style::Ink;
use crate::table::{Cell, Table};
use crate::words::{of, officer, short};
use serde_json::{Value, json};
use zhian_domain::checklist::Bilingual;
use zhian_domain::versions::Carry;
use zhian_engine::view::{KeptItem, MovedAnswer, NewerVersionView};

/// `zhian newer`.
pub fn preview(session: &Session, args: &OneVisit) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    let view = session.engine.newer_version(&visit)?;
    let mut page = session.page();
    let versions = format!("{} {} → {}", of(&page.style, &view.title), view.older_version, view.version);
    page.heading(&versions);
    differences(&mut page, &view);
    answers(&mut page, &view.answers);
    for begun in &view.begun_by {
        let text = format!(
            "{}{}",
            officer(begun),
            page.say("已在新版本上检查。", " is at work on the newer version.")
        );
        page.line(Some(Ink::Faint), &text);
    }
    let next = page.say(
        "转到新版本：zhian move。没有转过去的内容留在旧版本里，用 zhian kept 查看。",
        "To move: zhian move. What is not carried over stays under the old version; see zhian kept.",
    );
    page.line(Some(Ink::Faint), next);
    Ok(page.done(preview_json(&view)))
}

fn differences(page: &mut Page, view: &NewerVersionView) {
    let mut table = Table::new(["", ""]).flexible(1);
    for one in &view.differences {
        table.row([one.item.as_str().into(), of(&page.style, &one.words).into()]);
    }
    page.table(&table);
}

fn answers(page: &mut Page, answers: &[MovedAnswer]) {
    page.heading(page.say("已填的内容", "What is answered"));
    let mut table = Table::new(["", "", "", ""]).flexible(3);
    for one in answers {
        let names: Vec<String> = one.by.iter().map(officer).collect();
        let fate = match &one.carry {
            Carry::UnderOldVersion { because } => Cell::inked(
                Ink::Warn,
                format!(
                    "{}{}",
                    page.say("留在旧版本：", "stays under the old version: "),
                    of(&page.style, because)
                ),
            ),
            Carry::Over { .. } if !one.own => {
                let text = page.say("由本人转换时带过去", "carried over when they move");
                Cell::inked(Ink::Faint, text)
            }
            Carry::Over { reworded: true } => Cell::inked(
                Ink::Warn,
                page.say("带过去；问法变了，请再看一遍", "carried over; it reads differently, look again"),
            ),
            Carry::Over { reworded: false } => Cell::inked(Ink::Good, page.say("带过去", "carried over")),
        };
        let ask = one.ask.as_ref().map_or("", |ask: &Bilingual| of(&page.style, ask));
        table.row([one.item.as_str().into(), fate, names.join(page.say("、", ", ")).into(), ask.into()]);
    }
    page.table(&table);
}

/// `zhian move`.
pub fn move_on(session: &Session, args: &OneVisit) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    let view = session.engine.move_to_newer(&visit)?;
    let kept = session.engine.kept_under_old(&view.visit)?;
    let mut page = session.page();
    let text = format!(
        "{} {}",
        page.say("已转到新版本，检查", "Moved to the newer version, visit"),
        short(&view.visit)
    );
    page.line(Some(Ink::Good), &text);
    let open = view.counts.open_items;
    let text = format!(
        "{open} {}",
        page.say("项待填。签名须重新签署。", "items are open. Signatures must be given again.")
    );
    page.line(None, &text);
    list(&mut page, &kept);
    Ok(page.done(json!({
        "from": visit.to_string(), "visit": view.visit.to_string(), "checklist": view.checklist.to_string(),
        "open_items": open, "kept": kept.iter().map(kept_json).collect::<Vec<_>>(),
    })))
}

/// `zhian kept`.
pub fn kept(session: &Session, args: &OneVisit) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    let kept = session.engine.kept_under_old(&visit)?;
    let mut page = session.page();
    if kept.is_empty() {
        let text = page.say("没有留在旧版本里的内容。", "Nothing stays under an older version.").to_owned();
        page.line(Some(Ink::Good), &text);
    }
    list(&mut page, &kept);
    if !kept.is_empty() {
        let whole = session.engine.visit(&visit)?;
        for one in &kept {
            one_item(&mut page, &one.item, &whole);
        }
    }
    Ok(page.done(json!({
        "visit": visit.to_string(), "kept": kept.iter().map(kept_json).collect::<Vec<_>>(),
    })))
}

fn list(page: &mut Page, kept: &[KeptItem]) {
    if kept.is_empty() {
        return;
    }
    page.heading(page.say("按旧版本填写、未带过来的", "Answered under an older version, not carried over"));
    let mut table = Table::new(["", "", ""]).flexible(2);
    for one in kept {
        let version = format!("{}{}", page.say("版本 ", "version "), one.version);
        table.row([one.item.item.id.as_str().into(), version.into(), of(&page.style, &one.because).into()]);
    }
    page.table(&table);
}

fn kept_json(one: &KeptItem) -> Value {
    json!({
        "visit": one.visit.to_string(), "version": one.version, "because": both(&one.because),
        "item": json::item(&one.item),
    })
}

fn preview_json(view: &NewerVersionView) -> Value {
    let answers = view.answers.iter().map(|one| {
        let (carry, because) = match &one.carry {
            Carry::Over { reworded: true } => ("over-reworded", Value::Null),
            Carry::Over { reworded: false } => ("over", Value::Null),
            Carry::UnderOldVersion { because } => ("under-old-version", both(because)),
        };
        json!({
            "item": one.item.as_str(), "own": one.own, "carry": carry, "because": because,
            "by": one.by.iter().map(json::officer).collect::<Vec<_>>(),
        })
    });
    json!({
        "visit": view.visit.to_string(), "to": view.to.to_string(), "checklist": view.checklist.to_string(),
        "version": view.version, "older_version": view.older_version,
        "differences": view.differences.iter()
            .map(|one| json!({ "item": one.item.as_str(), "words": both(&one.words) })).collect::<Vec<_>>(),
        "answers": answers.collect::<Vec<_>>(),
        "to_answer": view.to_answer.iter().map(|item| item.as_str()).collect::<Vec<_>>(),
        "begun_by": view.begun_by.iter().map(json::officer).collect::<Vec<_>>(),
    })
}

fn both(text: &Bilingual) -> Value {
    json!({ "zh": text.zh, "en": text.en })
}
