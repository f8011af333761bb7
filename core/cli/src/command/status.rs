//! Is everyone's work in, what came late, what was set aside.

use super::device::tell_safety;
use crate::args::{OneVisit, Quarantine};
use crate::failure::{CliError, sentence, tell_technical};
use crate::page::{Output, Page};
use crate::session::Session;
use crate::style::Ink;
use crate::table::{Cell, Table};
use crate::words::{day_and_minute, officer, short, size};
use crate::{json, select};
use serde_json::{Value, json};
use zhian_engine::view::{DeviceStatus, LateWorkView, ParticipantStatus, QuarantineView, StatusView};
use zhian_protocol::explain::Language;

/// `zhian status`.
pub fn status(session: &Session, args: &OneVisit) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    let view = session.engine.status(&visit)?;
    let safety = session.engine.not_safe()?;
    let mut page = session.page();
    let ink = if view.all_here { Ink::Good } else { Ink::Warn };
    page.line(
        Some(ink),
        if view.all_here {
            page.say("所有人的工作都已在本机。", "Everyone's work is in.")
        } else {
            page.say("还有工作没有到齐：", "Not everyone's work is in:")
        },
    );
    people(&mut page, &view);
    if view.parcels_waiting > 0 {
        let told =
            page.say("个数据包在等待尚未到达的内容。", "parcels wait for something that has not come yet.");
        page.line(Some(Ink::Warn), &format!("{} {told}", view.parcels_waiting));
    }
    page.heading(page.say("送达情况", "At the office"));
    tell_safety(&mut page, &safety);
    let value = json!({
        "visit": view.visit.to_string(),
        "all_here": view.all_here,
        "all_at_office": view.all_at_office,
        "parcels_waiting": view.parcels_waiting,
        "silent": view.silent.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "participants": view.participants.iter().map(participant_json).collect::<Vec<_>>(),
        "not_safe": json::safety(&safety),
    });
    Ok(page.done(value))
}

fn people(page: &mut Page, view: &StatusView) {
    let style = page.style;
    let mut table = match style.language {
        Language::Zh => Table::new(["执法人员", "设备", "到场", "已在本机", "本机缺", "服务器缺"]),
        Language::En => Table::new(["officer", "device", "arrived", "here", "missing here", "office lacks"]),
    };
    for one in &view.participants {
        let name = officer(&one.officer);
        let arrived = if one.checked_in {
            Cell::inked(Ink::Good, style.say("已到场", "yes"))
        } else {
            Cell::inked(Ink::Warn, style.say("未到场", "no"))
        };
        if one.devices.is_empty() {
            let nothing = Cell::inked(Ink::Warn, style.say("没有收到任何内容", "nothing received"));
            table.row([name.into(), "—".into(), arrived, nothing, "".into(), "".into()]);
            continue;
        }
        for device in &one.devices {
            let (here, missing, office) = shares(page, device);
            let device = device_name(page, device);
            table.row([name.as_str().into(), device.into(), arrived.clone(), here.into(), missing, office]);
        }
    }
    page.table(&table);
}

fn device_name(page: &Page, device: &DeviceStatus) -> String {
    let mut name = device.label.clone().unwrap_or_else(|| short(&device.device));
    if device.this_one {
        name.push_str(page.say("（本机）", " (this one)"));
    }
    if device.revoked {
        name.push_str(page.say("（已停用）", " (revoked)"));
    }
    name
}

fn shares(page: &Page, device: &DeviceStatus) -> (String, Cell, Cell) {
    let (changes, files) = (page.say("处改动", "changes"), page.say("个文件", "files"));
    let counted = |missing: u64, count: u64, bytes: u64| match (missing, count) {
        (0, 0) => Cell::inked(Ink::Good, page.say("无", "nothing")),
        (missing, 0) => Cell::inked(Ink::Warn, format!("{missing} {changes}")),
        (0, count) => Cell::inked(Ink::Warn, format!("{count} {files} {}", size(bytes))),
        (missing, count) => {
            Cell::inked(Ink::Warn, format!("{missing} {changes} + {count} {files} {}", size(bytes)))
        }
    };
    (
        format!("{} {changes}", device.changes_here),
        counted(device.changes_missing_here, device.files_missing_here, device.bytes_missing_here),
        counted(device.changes_not_at_office, device.files_not_at_office, device.bytes_not_at_office),
    )
}

fn participant_json(one: &ParticipantStatus) -> Value {
    let devices = one.devices.iter().map(|device| {
        json!({
            "device": device.device.to_string(), "label": device.label, "this_one": device.this_one,
            "revoked": device.revoked, "changes_here": device.changes_here,
            "changes_missing_here": device.changes_missing_here,
            "changes_not_at_office": device.changes_not_at_office,
            "files_missing_here": device.files_missing_here, "bytes_missing_here": device.bytes_missing_here,
            "files_not_at_office": device.files_not_at_office,
            "bytes_not_at_office": device.bytes_not_at_office,
        })
    });
    json!({
        "officer": json::officer(&one.officer), "on_task": one.on_task, "checked_in": one.checked_in,
        "devices": devices.collect::<Vec<_>>(),
    })
}

/// `zhian late`.
pub fn late(session: &Session) -> Result<Output, CliError> {
    let found = session.engine.late_work()?;
    let mut page = session.page();
    if found.is_empty() {
        page.line(Some(Ink::Good), page.say("没有封存后到达的工作。", "No work arrived after sealing."));
        return Ok(page.done(json!({ "late": [] })));
    }
    page.line(
        Some(Ink::Warn),
        page.say(
            "以下工作在封存后到达：另行保存，未并入封存记录，也没有丢弃。",
            "This work arrived after sealing. It is kept beside the sealed visit, neither merged in nor dropped.",
        ),
    );
    let mut table = match session.style.language {
        Language::Zh => Table::new(["检查", "事由", "执法人员", "改动", "涉及项目", "证据"]),
        Language::En => Table::new(["visit", "title", "officer", "changes", "items", "files"]),
    }
    .right(3)
    .right(5)
    .flexible(4);
    for one in &found {
        let who = one.officer.as_ref().map_or_else(|| short(&one.device), officer);
        let items: Vec<&str> = one.items.iter().map(|item| item.as_str()).collect();
        table.row([
            short(&one.visit).into(),
            one.title.as_str().into(),
            who.into(),
            one.changes.to_string().into(),
            items.join(" ").into(),
            one.evidence.len().to_string().into(),
        ]);
    }
    page.table(&table);
    Ok(page.done(json!({ "late": found.iter().map(late_json).collect::<Vec<_>>() })))
}

fn late_json(one: &LateWorkView) -> Value {
    json!({
        "visit": one.visit.to_string(), "title": one.title,
        "officer": one.officer.as_ref().map(json::officer), "device": one.device.to_string(),
        "changes": one.changes,
        "items": one.items.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "evidence": one.evidence.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// `zhian quarantine`.
pub fn quarantine(session: &Session, args: &Quarantine) -> Result<Output, CliError> {
    if let Some(number) = args.seen {
        if !session.engine.quarantine()?.iter().any(|one| one.id == number) {
            return Err(CliError::NoSuch { what: "notice", text: number.to_string() });
        }
        session.engine.acknowledge_quarantine(number)?;
    }
    let found = session.engine.quarantine()?;
    let mut page = session.page();
    if found.is_empty() {
        page.line(Some(Ink::Good), page.say("没有搁置的内容。", "Nothing was set aside."));
    }
    for one in &found {
        notice(&mut page, one, session.verbose);
    }
    Ok(page.done(json!({ "quarantine": found.iter().map(notice_json).collect::<Vec<_>>() })))
}

fn notice(page: &mut Page, one: &QuarantineView, verbose: bool) {
    let ink = if one.acknowledged { Ink::Faint } else { Ink::Warn };
    page.line(Some(ink), &format!("#{}  {}  [{}]", one.id, day_and_minute(one.noticed), one.code));
    page.indented(4, None, sentence(&one.code, page.style.language));
    let unknown = page.say("未知", "unknown").to_owned();
    let who = one.officer.as_ref().map_or(unknown, officer);
    let whose = if one.own {
        page.say("本机的工作", "work of this device")
    } else {
        page.say("他人的工作", "someone's work")
    };
    page.indented(4, Some(Ink::Faint), &format!("{whose} · {who} · {}", short(&one.hash)));
    if verbose {
        tell_technical(page, 4, &one.detail);
    }
}

fn notice_json(one: &QuarantineView) -> Value {
    json!({
        "id": one.id, "hash": one.hash.to_string(), "visit": one.visit.map(|visit| visit.to_string()),
        "officer": one.officer.as_ref().map(json::officer),
        "device": one.device.map(|device| device.to_string()), "own": one.own, "code": one.code,
        "zh": sentence(&one.code, Language::Zh), "en": sentence(&one.code, Language::En),
        "detail": one.detail, "noticed_unix_ms": one.noticed.unix_ms(), "acknowledged": one.acknowledged,
    })
}
