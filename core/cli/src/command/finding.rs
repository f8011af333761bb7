//! Findings.

use crate::args::{FindingOpen, FindingRevise, FindingWithdraw};
use crate::failure::CliError;
use crate::page::Output;
use crate::session::Session;
use crate::style::Ink;
use crate::words::{severity, short};
use crate::{input, json, select};
use zhian_domain::checklist::Severity;
use zhian_engine::OpenFindingRequest;
use zhian_engine::view::FindingView;

/// `zhian finding open`.
pub fn open(session: &Session, args: &FindingOpen) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let view = session.engine.visit(&visit)?;
    let severity = match &args.severity {
        Some(text) => Some(input::code("--severity", text, &Severity::ALL, Severity::code)?),
        None => None,
    };
    let evidence =
        args.evidence.iter().map(|text| select::evidence(&view, text)).collect::<Result<Vec<_>, _>>()?;
    let item = select::item(&view, &args.item)?;
    let text = args.text.clone();
    let made = session.engine.open_finding(&OpenFindingRequest { visit, item, severity, text, evidence })?;
    Ok(told(session, session.style.say("已记录问题", "Finding recorded"), &made))
}

/// `zhian finding revise`.
pub fn revise(session: &Session, args: &FindingRevise) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let finding = select::finding(&session.engine.visit(&visit)?, &args.finding)?;
    let made = session.engine.revise_finding(&visit, &finding, &args.text)?;
    Ok(told(session, session.style.say("已修改问题", "Finding revised"), &made))
}

/// `zhian finding withdraw`.
pub fn withdraw(session: &Session, args: &FindingWithdraw) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let finding = select::finding(&session.engine.visit(&visit)?, &args.finding)?;
    let made = session.engine.withdraw_finding(&visit, &finding)?;
    let text = session.style.say("已撤回问题，原文留在记录里", "Finding withdrawn; it stays in the record");
    Ok(told(session, text, &made))
}

fn told(session: &Session, what: &str, view: &FindingView) -> Output {
    let mut page = session.page();
    page.line(Some(Ink::Good), what);
    let one = &view.finding;
    page.pairs(&[
        (page.say("编号", "finding"), short(&one.id)),
        (page.say("项目", "item"), one.item.to_string()),
        (page.say("级别", "severity"), severity(session.style.language, one.severity).to_owned()),
        (page.say("内容", "text"), one.text.clone()),
        (page.say("证据", "evidence"), one.evidence.iter().map(short).collect::<Vec<_>>().join(" ")),
    ]);
    page.done(json::finding(view))
}
