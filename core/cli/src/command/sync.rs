//! `zhian sync`: what was sent, what came, what was set aside and why, what waits.

use super::device::tell_safety;
use super::exchanged;
use crate::args::Sync;
use crate::failure::{CliError, sentence, tell_technical};
use crate::interrupt;
use crate::json;
use crate::page::{Output, Page};
use crate::session::Session;
use crate::style::{Ink, Style};
use crate::words::{count, size};
use serde_json::{Value, json};
use zhian_engine::view::{SyncEnd, SyncReport};

/// Two minutes: less is ordinary, more would make people doubt the times on photographs.
const SKEW_MS_WORTH_TELLING: i64 = 120_000;

/// `zhian sync`.
pub fn sync(session: &Session, args: &Sync) -> Result<Output, CliError> {
    session.point_at_office(args.server.as_deref())?;
    let mut report = session.engine.sync(&session.watch())?;
    // A request that was given up looks like a cut line to the engine; the person knows better.
    if session.is_stopped() && matches!(report.end, SyncEnd::Cut { .. }) {
        report.end = SyncEnd::Cancelled;
    }
    let mut page = session.page();
    tell_end(&mut page, &report, session.verbose);
    let listed = exchanged::tell(session, &mut page, &report)?;
    page.pairs(&figures(&session.style, &report));
    tell_oddities(&mut page, &report);
    tell_safety(&mut page, &report.not_safe);
    let exit = match report.end {
        SyncEnd::Complete => 0,
        SyncEnd::Cut { .. } => 1,
        SyncEnd::Cancelled => interrupt::EXIT,
    };
    Ok(page.done_with(sync_json(&report, listed), exit))
}

fn tell_end(page: &mut Page, report: &SyncReport, verbose: bool) {
    match &report.end {
        SyncEnd::Complete => {
            page.line(Some(Ink::Good), page.say("同步完成。", "Everything was exchanged."));
        }
        SyncEnd::Cancelled => {
            page.line(
                Some(Ink::Warn),
                page.say(
                    "已按您的要求停止。已送达的不会丢失，其余都完整保存在本机。",
                    "Stopped as you asked. What was acknowledged is safe; everything else is kept whole here.",
                ),
            );
            let again =
                page.say("继续：zhian sync，从断点接着来。", "Go on: zhian sync; it continues from there.");
            page.line(None, again);
        }
        SyncEnd::Cut { code, detail } => {
            page.line(Some(Ink::Warn), &format!("{} [{code}]", sentence(code, page.style.language)));
            if verbose {
                tell_technical(page, 0, detail);
            }
            page.line(
                None,
                page.say(
                    "本机的工作都在。再次运行 zhian sync，会从断点继续。",
                    "All work is kept here. Run zhian sync again: it continues where this one stopped.",
                ),
            );
        }
    }
}

/// The whole exchange in three or four lines.
fn figures<'a>(style: &Style, report: &SyncReport) -> Vec<(&'a str, String)> {
    let joint = style.say("，", ", ");
    let files = count(style, report.files_acknowledged, "个文件", "file", "files");
    let parcels = count(style, report.parcels_acknowledged, "个数据包", "parcel", "parcels");
    let changes = count(
        style,
        report.changes_received,
        "处同事的改动",
        "change of colleagues",
        "changes of colleagues",
    );
    let seals = count(style, report.seals_received, "份封存记录", "sealed visit", "sealed visits");
    let (one, many) = ("record of the office", "records of the office");
    let records = count(style, report.published_received, "条单位的记录", one, many);
    let trips = count(style, u64::from(report.round_trips), "次往返", "round trip", "round trips");
    let mut lines = vec![(label(style, "已送达", "acknowledged"), [parcels, files].join(joint))];
    if report.file_bytes_sent > 0 {
        lines.push((label(style, "证据上传", "evidence sent"), size(report.file_bytes_sent)));
    }
    lines.push((label(style, "收到", "received"), [records, changes, seals].join(joint)));
    let traffic = format!("↑ {}  ↓ {}  ({trips})", size(report.bytes_up), size(report.bytes_down));
    lines.push((label(style, "流量", "traffic"), traffic));
    lines
}

const fn label(style: &Style, zh: &'static str, en: &'static str) -> &'static str {
    crate::lang::pick(style.language, zh, en)
}

fn tell_oddities(page: &mut Page, report: &SyncReport) {
    if report.rollback {
        page.line(
            Some(Ink::Warn),
            page.say(
                "服务器曾从备份恢复，本机保留的工作已全部重新排队发送。",
                "The server was restored from a backup; everything kept here was queued again.",
            ),
        );
    }
    let style = page.style;
    let counted = |count: usize, zh: &str, one: &str, many: &str| {
        format!("{count} {}", style.say(zh, if count == 1 { one } else { many }))
    };
    if report.quarantined > 0 {
        let count = usize::try_from(report.quarantined).unwrap_or(usize::MAX);
        let text = counted(
            count,
            "项被搁置待查，见 zhian quarantine。",
            "item was set aside; see zhian quarantine.",
            "items were set aside; see zhian quarantine.",
        );
        page.line(Some(Ink::Bad), &text);
    }
    if report.waiting > 0 {
        let text = counted(
            usize::try_from(report.waiting).unwrap_or(usize::MAX),
            "个数据包在等待尚未到达的内容。",
            "parcel waits for something that has not come yet.",
            "parcels wait for something that has not come yet.",
        );
        page.line(Some(Ink::Warn), &text);
    }
    if !report.differing.is_empty() {
        let text = counted(
            report.differing.len(),
            "次检查与服务器仍不一致，请再次同步。",
            "visit still differs from the office; sync again.",
            "visits still differ from the office; sync again.",
        );
        page.line(Some(Ink::Warn), &text);
    }
    if let Some(skew) = report.skew_ms.filter(|skew| skew.abs() > SKEW_MS_WORTH_TELLING) {
        let minutes = skew.abs() / 60_000;
        let text = if skew > 0 {
            page.say("本机时钟比服务器慢", "This device's clock is behind the office's by")
        } else {
            page.say("本机时钟比服务器快", "This device's clock is ahead of the office's by")
        };
        let text = format!("{text} {minutes} {}", page.say("分钟，请校准。", "min; set it right."));
        page.line(Some(Ink::Warn), &text);
    }
}

fn sync_json(report: &SyncReport, listed: Value) -> Value {
    let end = match &report.end {
        SyncEnd::Complete => json!({ "kind": "complete" }),
        SyncEnd::Cancelled => json!({ "kind": "cancelled" }),
        SyncEnd::Cut { code, detail } => json!({ "kind": "cut", "code": code, "detail": detail }),
    };
    json!({
        "end": end,
        "round_trips": report.round_trips,
        "bytes_up": report.bytes_up,
        "bytes_down": report.bytes_down,
        "parcels_acknowledged": report.parcels_acknowledged,
        "files_acknowledged": report.files_acknowledged,
        "file_bytes_sent": report.file_bytes_sent,
        "changes_received": report.changes_received,
        "seals_received": report.seals_received,
        "published_received": report.published_received,
        "published": exchanged::published_json(report),
        "items": listed,
        "quarantined": report.quarantined,
        "waiting": report.waiting,
        "rollback": report.rollback,
        "differing": report.differing.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "skew_ms": report.skew_ms,
        "not_safe": json::safety(&report.not_safe),
    })
}
