//! Answers, notes, and answers that differ.

use super::show::{both, one_item};
use crate::args::{Answer, Note, OneVisit, Settle};
use crate::failure::CliError;
use crate::lang::Both;
use crate::page::Output;
use crate::session::Session;
use crate::style::Ink;
use crate::words::{conformity, of};
use crate::{input, json, select};
use serde_json::json;
use zhian_domain::answer::AnswerValue;
use zhian_engine::view::{AnswerView, ItemView};
use zhian_engine::{AnswerRequest, NoteRequest, SettleRequest};

/// `zhian answer`.
pub fn answer(session: &Session, args: &Answer) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let item = select::item(&session.engine.visit(&visit)?, &args.item)?;
    let before = session.engine.item(&visit, &item)?;
    let standing = match &before.answer {
        AnswerView::One(given) => Some(&given.value),
        AnswerView::None | AnswerView::Differing(_) => None,
    };
    let value = input::answer(&before.item, standing, args.value.as_deref(), &args.field, &args.unset)?;
    let after = session.engine.answer(&AnswerRequest { visit, item, value })?;
    Ok(saved(session, &after))
}

/// `zhian note`.
pub fn note(session: &Session, args: &Note) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let item = select::item(&session.engine.visit(&visit)?, &args.item)?;
    let after = session.engine.note(&NoteRequest { visit, item, text: args.text.clone() })?;
    Ok(saved(session, &after))
}

/// One line that the item is saved, and what it still needs.
fn saved(session: &Session, view: &ItemView) -> Output {
    let mut page = session.page();
    let style = session.style;
    let judged = match &view.answer {
        AnswerView::One(given) => given.judged.map(|judged| conformity(style.language, judged)),
        AnswerView::None | AnswerView::Differing(_) => None,
    };
    let text = format!("{}  {}  {}", view.item.id, judged.unwrap_or("—"), page.say("已保存", "saved"));
    page.line(Some(Ink::Good), text.trim_end());
    let have = u32::try_from(view.evidence.len()).unwrap_or(u32::MAX);
    if let AnswerView::Differing(answers) = &view.answer {
        page.line(Some(Ink::Warn), page.say("答复不一致：", "The answers differ:"));
        both(&mut page, view, answers);
    } else if have < view.evidence_needed {
        let missing = view.evidence_needed - have;
        let told = page
            .say("份证据待补：zhian attach 文件 --item", "evidence files missing: zhian attach FILE --item");
        page.line(Some(Ink::Warn), &format!("{missing} {told} {}", view.item.id));
    } else if view.open {
        let expected = input::expected_answer(style.language, &view.item);
        let text = format!("{}{expected}", page.say("尚未完成，可填：", "Not complete yet; it may be: "));
        page.line(Some(Ink::Warn), &text);
    }
    page.done(json::item(view))
}

/// `zhian conflicts`.
pub fn conflicts(session: &Session, args: &OneVisit) -> Result<Output, CliError> {
    let id = select::visit(&session.engine, args.visit.as_deref())?;
    let view = session.engine.visit(&id)?;
    let mut page = session.page();
    let mut found = Vec::new();
    for item in view.sections.iter().flat_map(|section| &section.items) {
        if let AnswerView::Differing(answers) = &item.answer {
            page.heading(&format!("{}  {}", item.item.id, of(&session.style, &item.item.ask)));
            both(&mut page, item, answers);
            found.push(json::item(item));
        }
    }
    if found.is_empty() {
        page.line(Some(Ink::Good), page.say("没有不一致的答复。", "No answers differ."));
    } else {
        let text = page.say(
            "商定后：zhian settle 项目 --take 序号，或 zhian settle 项目 结论",
            "When you have agreed: zhian settle ITEM --take N, or zhian settle ITEM VALUE",
        );
        page.line(Some(Ink::Faint), text);
    }
    Ok(page.done(json!({ "visit": id.to_string(), "conflicts": found })))
}

/// `zhian settle`.
pub fn settle(session: &Session, args: &Settle) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let whole = session.engine.visit(&visit)?;
    let item = select::item(&whole, &args.item)?;
    let before = session.engine.item(&visit, &item)?;
    let value = agreed(&before, args)?;
    let after = session.engine.settle(&SettleRequest { visit, item, value })?;
    let mut page = session.page();
    page.line(
        Some(Ink::Good),
        page.say(
            "已按商定结果保存，原来的答复都留在记录里。",
            "Settled; the answers before stay in the record.",
        ),
    );
    one_item(&mut page, &after, &whole);
    Ok(page.done(json::item(&after)))
}

fn agreed(view: &ItemView, args: &Settle) -> Result<AnswerValue, CliError> {
    let AnswerView::Differing(answers) = &view.answer else {
        return Err(CliError::NothingToSettle { item: view.item.id.to_string() });
    };
    let Some(number) = args.take else {
        return input::answer(&view.item, None, args.value.as_deref(), &args.field, &[]);
    };
    let taken =
        number.checked_sub(1).and_then(|index| answers.get(index)).ok_or_else(|| CliError::Value {
            what: "--take".to_owned(),
            text: number.to_string(),
            expected: Both::same(format!("1..{}", answers.len())),
        })?;
    if args.field.is_empty() {
        return Ok(taken.value.clone());
    }
    input::answer(&view.item, Some(&taken.value), None, &args.field, &[])
}
