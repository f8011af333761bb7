//! What became of each thing during an exchange: one aligned line each, under the visit it belongs to.

use crate::exactly;
use crate::failure::CliError;
use crate::json::officer as officer_json;
use crate::page::Page;
use crate::select::every_task;
use crate::session::Session;
use crate::style::{Ink, Style};
use crate::table::{Cell, Table};
use crate::words::{count, method, officer, short, size};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::evidence::CaptureMethod;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_engine::view::{SyncFate, SyncItem, SyncItemKind, SyncReport, TaskFilter};
use zhian_protocol::sync::FeedKind;

/// Lines of one kind and fate under one visit before the rest is counted in one: a screen, not a scroll.
const LINES_MAX: usize = 12;
/// A line that stands for fewer than this would save nothing.
const FOLDED_MIN: usize = 3;

/// What is known here about the things an exchange names.
struct Names {
    visits: BTreeMap<VisitId, (String, String)>,
    files: BTreeMap<ContentHash, (CaptureMethod, String)>,
}

impl Names {
    fn look_up(session: &Session, items: &[SyncItem]) -> Result<Self, CliError> {
        let wanted: BTreeSet<VisitId> = items.iter().filter_map(|item| item.visit).collect();
        let mut names = Self { visits: BTreeMap::new(), files: BTreeMap::new() };
        if wanted.is_empty() {
            return Ok(names);
        }
        for row in every_task(&session.engine, TaskFilter::All)? {
            if wanted.contains(&row.visit) {
                names.visits.insert(row.visit, (row.enterprise_name, row.title));
            }
        }
        let files = items.iter().filter(|item| item.kind == SyncItemKind::File);
        for visit in files.filter_map(|item| item.visit).collect::<BTreeSet<_>>() {
            // Names only: a visit that cannot be read is reported where it is opened, and its files go by their hash.
            let Ok(view) = session.engine.visit(&visit) else { continue };
            let of_items =
                view.sections.iter().flat_map(|section| &section.items).flat_map(|item| &item.evidence);
            for one in of_items.chain(&view.scene).chain(&view.signature_files) {
                let hash = ContentHash::from_bytes(*one.evidence.hash.as_bytes());
                names.files.insert(hash, (one.evidence.method, one.evidence.caption.clone()));
            }
        }
        Ok(names)
    }
}

/// Tells every item, and returns them as JSON.
pub fn tell(session: &Session, page: &mut Page, report: &SyncReport) -> Result<Value, CliError> {
    let names = Names::look_up(session, &report.items)?;
    tell_published(page, report);
    let style = page.style;
    let mut groups: Vec<(Option<VisitId>, Vec<&SyncItem>)> = Vec::new();
    for item in &report.items {
        match groups.iter_mut().find(|(visit, _)| *visit == item.visit) {
            Some((_, items)) => items.push(item),
            None => groups.push((item.visit, vec![item])),
        }
    }
    let mut table = Table::new(["", "", "", "", ""]).right(3).flexible(2);
    for (visit, mut items) in groups {
        let named = visit.and_then(|visit| names.visits.get(&visit));
        let unknown = || style.say("其他内容", "other things").to_owned();
        let title = match (named, visit) {
            (Some((enterprise, title)), _) if title.contains(enterprise.as_str()) => title.clone(),
            (Some((enterprise, title)), _) => format!("{enterprise}  {title}"),
            (None, Some(visit)) => format!("{} {}", style.say("检查", "visit"), short(&visit)),
            (None, None) => unknown(),
        };
        table.title(Cell::inked(Ink::Strong, title));
        items.sort_by_key(|item| (rank(&item.fate), item.kind));
        for alike in items.chunk_by(|one, next| (rank(&one.fate), one.kind) == (rank(&next.fate), next.kind))
        {
            let all = session.verbose || alike.len() <= LINES_MAX + FOLDED_MIN;
            let shown = if all { alike.len() } else { LINES_MAX };
            for item in alike.iter().take(shown) {
                table.row(row(&style, &names, item));
            }
            if let Some(rest) = alike.get(shown..).filter(|rest| !rest.is_empty()) {
                table.row(folded(&style, rest));
            }
        }
    }
    page.table(&table);
    Ok(report.items.iter().map(|item| item_json(&names, item)).collect())
}

/// The order of a reader: what is done first, what needs attention last, nearest to the next prompt.
const fn rank(fate: &SyncFate) -> u8 {
    match fate {
        SyncFate::Delivered { before: false, .. } => 0,
        SyncFate::Delivered { before: true, .. } => 1,
        SyncFate::Received { .. } => 2,
        SyncFate::Queued { code: None, .. } => 3,
        SyncFate::Waits => 4,
        SyncFate::Queued { code: Some(_), .. } => 5,
        SyncFate::SetAside { .. } => 6,
    }
}

fn fate_told(style: &Style, fate: &SyncFate) -> Cell {
    let (ink, zh, en) = match fate {
        SyncFate::Delivered { before: false, .. } => (Ink::Good, "↑ 已送达", "↑ delivered"),
        SyncFate::Delivered { before: true, .. } => (Ink::Good, "↑ 早已送达", "↑ there before"),
        SyncFate::Received { .. } => (Ink::Good, "↓ 已收到", "↓ received"),
        SyncFate::Queued { code: None, .. } => (Ink::Warn, "… 待发送", "… to be sent"),
        SyncFate::Waits => (Ink::Warn, "… 等待中", "… waits here"),
        SyncFate::Queued { code: Some(_), .. } => (Ink::Bad, "! 未接收", "! not taken"),
        SyncFate::SetAside { .. } => (Ink::Bad, "! 已搁置", "! set aside"),
    };
    Cell::inked(ink, style.say(zh, en))
}

const fn kind_told(style: &Style, kind: SyncItemKind) -> &'static str {
    let (zh, en) = match kind {
        SyncItemKind::Changes => ("改动", "changes"),
        SyncItemKind::Seal => ("封存记录", "sealed visit"),
        SyncItemKind::File => ("文件", "file"),
    };
    crate::lang::pick(style.language, zh, en)
}

fn row(style: &Style, names: &Names, item: &SyncItem) -> [Cell; 5] {
    let file = names.files.get(&item.hash);
    let kind = match file {
        Some((taken, _)) => {
            crate::lang::pick(style.language, noun_zh(*taken), method(style.language, *taken))
        }
        None => kind_told(style, item.kind),
    };
    let mut about = match file {
        Some((_, caption)) if !caption.is_empty() => caption.clone(),
        _ if item.kind == SyncItemKind::File => short(&item.hash),
        _ => item.officer.as_ref().map_or_else(|| short(&item.hash), officer),
    };
    let mut bytes = size(item.bytes);
    let mut beside = String::new();
    match &item.fate {
        SyncFate::Delivered { ledger_position: Some(position), .. } => {
            beside = format!("{} {position}", style.say("台账", "ledger"));
        }
        SyncFate::Received { changes } if *changes > 0 => {
            beside = count(style, *changes, "处", "change", "changes");
        }
        SyncFate::Queued { sent_bytes, code } => {
            if *sent_bytes > 0 {
                bytes = format!("{} / {}", size(*sent_bytes), size(item.bytes));
            }
            if let Some(code) = code {
                about = format!("{about}  {}", exactly::reason(code, style.language));
            }
        }
        SyncFate::SetAside { code, .. } => {
            about = format!("{about}  {}", exactly::reason(code, style.language));
        }
        _ => {}
    }
    if item.bytes == 0 {
        bytes = String::new();
    }
    [fate_told(style, &item.fate), kind.into(), about.into(), bytes.into(), Cell::inked(Ink::Faint, beside)]
}

/// What a file is, by how it was taken.
const fn noun_zh(taken: CaptureMethod) -> &'static str {
    match taken {
        CaptureMethod::Photo => "照片",
        CaptureMethod::Video => "录像",
        CaptureMethod::Audio => "录音",
        CaptureMethod::Scan => "扫描件",
        CaptureMethod::Screenshot => "截屏",
        CaptureMethod::Copy => "复制件",
    }
}

/// The rest of a long list in one line.
fn folded(style: &Style, rest: &[&SyncItem]) -> [Cell; 5] {
    let Some(first) = rest.first() else { return ["", "", "", "", ""].map(Cell::from) };
    let bytes: u64 = rest.iter().map(|item| item.bytes).sum();
    let more = count(
        style,
        rest.len() as u64,
        "个，--verbose 逐个列出",
        "more; --verbose lists them",
        "more; --verbose lists them",
    );
    let about = format!("{}{more}", style.say("另 ", ""));
    [
        fate_told(style, &first.fate),
        kind_told(style, first.kind).into(),
        Cell::inked(Ink::Faint, about),
        size(bytes).into(),
        "".into(),
    ]
}

/// Published records by kind. Receipts and notices are told with what they are about.
fn published(report: &SyncReport) -> Vec<(&'static str, &'static str, &'static str, u64)> {
    let named = |kind: &FeedKind| match kind {
        FeedKind::Authority => Some(("authority", "单位", "authorities")),
        FeedKind::Inspector => Some(("inspector", "人员", "officers")),
        FeedKind::Device => Some(("device", "设备", "devices")),
        FeedKind::Checklist => Some(("checklist", "检查表", "checklists")),
        FeedKind::Task => Some(("task", "任务", "tasks")),
        FeedKind::Enterprise => Some(("enterprise", "企业", "enterprises")),
        FeedKind::Content => Some(("content", "发布文件", "published files")),
        FeedKind::Draft
        | FeedKind::Sealed
        | FeedKind::EvidenceStored
        | FeedKind::Quarantine
        | FeedKind::Ledger => None,
    };
    let found = report.published.iter().filter_map(|(kind, count)| {
        let (code, zh, en) = named(kind)?;
        Some((code, zh, en, *count))
    });
    found.collect()
}

fn tell_published(page: &mut Page, report: &SyncReport) {
    let style = page.style;
    let parts: Vec<String> = published(report)
        .into_iter()
        .map(|(_, zh, en, count)| format!("{} {count}", style.say(zh, en)))
        .collect();
    if !parts.is_empty() {
        let text = format!("{}  {}", style.say("↓ 单位发布", "↓ published"), parts.join(" · "));
        page.line(Some(Ink::Good), &text);
    }
}

/// Published records by kind.
#[must_use]
pub fn published_json(report: &SyncReport) -> Value {
    let counts = published(report).into_iter().map(|(code, _, _, count)| (code.to_owned(), json!(count)));
    Value::Object(counts.collect())
}

fn item_json(names: &Names, item: &SyncItem) -> Value {
    let kind = match item.kind {
        SyncItemKind::Changes => "changes",
        SyncItemKind::Seal => "seal",
        SyncItemKind::File => "file",
    };
    let fate = match &item.fate {
        SyncFate::Delivered { before, ledger_position } => {
            json!({ "kind": "delivered", "before": before, "ledger_position": ledger_position })
        }
        SyncFate::Received { changes } => json!({ "kind": "received", "changes": changes }),
        SyncFate::Waits => json!({ "kind": "waits" }),
        SyncFate::SetAside { code, detail } => json!({ "kind": "set-aside", "code": code, "detail": detail }),
        SyncFate::Queued { sent_bytes, code } => {
            json!({ "kind": "queued", "sent_bytes": sent_bytes, "code": code })
        }
    };
    let visit = item.visit.and_then(|visit| names.visits.get(&visit));
    json!({
        "kind": kind, "hash": item.hash.to_string(), "visit": item.visit.map(|visit| visit.to_string()),
        "enterprise": visit.map(|(enterprise, _)| enterprise), "title": visit.map(|(_, title)| title),
        "officer": item.officer.as_ref().map(officer_json), "bytes": item.bytes,
        "caption": names.files.get(&item.hash).map(|(_, caption)| caption), "fate": fate,
    })
}
