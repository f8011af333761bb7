//! What happened in a visit, in order of time.

use crate::args::OneVisit;
use crate::failure::CliError;
use crate::page::Output;
use crate::select;
use crate::session::Session;
use crate::style::{Ink, Style};
use crate::table::{Cell, Table};
use crate::words::{conformity, method, officer, refusal, role, second, short};
use serde_json::json;
use zhian_domain::time::ClockReading;
use zhian_engine::view::{VisitStanding, VisitView};

/// One thing that happened.
struct Event {
    at: ClockReading,
    who: String,
    what: &'static str,
    about: String,
}

/// `zhian log`.
pub fn log(session: &Session, args: &OneVisit) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    let view = session.engine.visit(&visit)?;
    let mut events = events(&session.style, &view);
    events.sort_by_key(|event| event.at.best());
    let mut page = session.page();
    let mut table = Table::new(["", "", "", ""]).flexible(3);
    for event in &events {
        table.row([
            Cell::inked(Ink::Faint, second(&event.at)),
            event.who.as_str().into(),
            event.what.into(),
            event.about.as_str().into(),
        ]);
    }
    page.table(&table);
    let listed = events.iter().map(|event| {
        json!({
            "unix_ms": event.at.best().unix_ms(), "at": event.at.display(), "who": event.who,
            "what": event.what, "about": event.about,
        })
    });
    Ok(page.done(json!({ "visit": visit.to_string(), "events": listed.collect::<Vec<_>>() })))
}

fn events(style: &Style, view: &VisitView) -> Vec<Event> {
    let mut found = Vec::new();
    for one in view.participants.iter().flat_map(|participant| &participant.check_ins) {
        let what = style.say("到场", "arrived");
        let about = one.check_in.credential_number.clone();
        found.push(Event { at: one.check_in.at, who: officer(&one.officer), what, about });
    }
    for item in view.sections.iter().flat_map(|section| &section.items) {
        for given in crate::json::answers(&item.answer) {
            let settled = !given.settles.is_empty();
            let what = if settled { style.say("商定", "settled") } else { style.say("答复", "answered") };
            let judged = given.judged.map_or("—", |judged| conformity(style.language, judged));
            let about = format!("{} {judged}", item.item.id);
            found.push(Event { at: given.at, who: officer(&given.by), what, about });
        }
        for one in &item.evidence {
            let what = method(style.language, one.evidence.method);
            let about = format!("{} {} {}", item.item.id, short(&one.evidence.hash), one.evidence.caption);
            found.push(Event { at: one.evidence.at, who: officer(&one.maker), what, about });
        }
    }
    for one in &view.findings {
        let what = style.say("问题", "found");
        let about = format!("{} {}", one.finding.item, one.finding.text);
        found.push(Event { at: one.finding.at, who: officer(&one.by), what, about });
    }
    for one in view.scene.iter().chain(&view.signature_files) {
        let what = method(style.language, one.evidence.method);
        let about = format!("{} {}", short(&one.evidence.hash), one.evidence.caption);
        found.push(Event { at: one.evidence.at, who: officer(&one.maker), what, about });
    }
    found.extend(signatures(style, view));
    found
}

fn signatures(style: &Style, view: &VisitView) -> Vec<Event> {
    let mut found = Vec::new();
    let signed = style.say("签名", "signed");
    for one in &view.signatures.officers {
        let about = style.say("执法人员", "officer").to_owned();
        found.push(Event { at: one.at, who: officer(&one.officer), what: signed, about });
    }
    for one in &view.signatures.party {
        let about = format!("{} {}", role(style.language, one.signature.role), one.signature.opinion);
        found.push(Event { at: one.signature.at, who: one.signature.name.clone(), what: signed, about });
    }
    for one in &view.signatures.refusals {
        let what = refusal(style.language, one.refusal.kind);
        let about = one.refusal.reason.clone();
        found.push(Event { at: one.refusal.at, who: one.refusal.name.clone(), what, about });
    }
    if let VisitStanding::Sealed(seal) = &view.standing {
        let what = style.say("封存", "sealed");
        found.push(Event { at: seal.sealed_at, who: String::new(), what, about: seal.digest.to_string() });
    }
    found
}
