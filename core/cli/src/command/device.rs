//! This device and the office: enrolment and exchange.

use crate::args::{Common, Enrol, Sync};
use crate::failure::{CliError, sentence};
use crate::json;
use crate::page::{Output, Page};
use crate::session::{Session, data_folder};
use crate::style::{Ink, Style};
use crate::words::{count, officer, short, size};
use serde_json::json;
use zhian_engine::EnrolRequest;
use zhian_engine::adapter::HttpTransport;
use zhian_engine::view::{SafetyView, SyncEnd, SyncReport};

/// `zhian enrol`.
pub fn enrol(common: &Common, style: Style, args: &Enrol) -> Result<Output, CliError> {
    let roots = match &args.roots {
        Some(path) => std::fs::read_to_string(path).map_err(CliError::file(path))?,
        None => String::new(),
    };
    // An address that cannot be used is refused before a folder or a key is made.
    HttpTransport::new(&args.server, &roots).map_err(|cause| CliError::Server { cause })?;
    let session = Session::open_or_make(data_folder(common)?, common, style)?;
    session.point_at(&args.server, &roots)?;
    let label = args.label.clone().unwrap_or_else(|| style.say("终端", "terminal").to_owned());
    let identity = session.engine.enrol(&EnrolRequest {
        code: args.code.trim().to_owned(),
        label,
        server_url: args.server.clone(),
        server_roots_pem: roots,
    })?;
    let mut page = session.page();
    let who = officer(&identity.officer);
    page.line(Some(Ink::Good), page.say("本机已登记。", "This device is enrolled."));
    page.pairs(&[
        (page.say("执法人员", "officer"), who),
        (page.say("设备", "device"), short(&identity.device)),
        (page.say("服务器", "server"), args.server.clone()),
        (page.say("数据目录", "data folder"), session.dir.display().to_string()),
    ]);
    page.line(Some(Ink::Faint), page.say("下一步：zhian sync", "Next: zhian sync"));
    let value = json!({
        "device": identity.device.to_string(),
        "officer": json::officer(&identity.officer),
        "authority": { "id": identity.authority.to_string(), "name": identity.authority_name },
        "server": args.server,
        "data": session.dir.display().to_string(),
    });
    Ok(page.done(value))
}

/// `zhian sync`.
pub fn sync(session: &Session, args: &Sync) -> Result<Output, CliError> {
    session.point_at_office(args.server.as_deref())?;
    let report = session.engine.sync(&session.watch())?;
    let (mut page, style) = (session.page(), session.style);
    let complete = tell_end(&mut page, &report, session.verbose);
    let mut lines = vec![
        (
            page.say("已送达", "acknowledged"),
            listed(
                &page,
                &[
                    count(&style, report.parcels_acknowledged, "个数据包", "parcel", "parcels"),
                    count(&style, report.files_acknowledged, "个文件", "file", "files"),
                ],
            ),
        ),
        (
            page.say("收到", "received"),
            listed(
                &page,
                &[
                    count(
                        &style,
                        report.published_received,
                        "条机关的记录",
                        "record of the office",
                        "records of the office",
                    ),
                    count(
                        &style,
                        report.changes_received,
                        "处同事的改动",
                        "change of colleagues",
                        "changes of colleagues",
                    ),
                    count(&style, report.seals_received, "份封存记录", "sealed visit", "sealed visits"),
                ],
            ),
        ),
        (
            page.say("流量", "traffic"),
            format!(
                "↑ {}  ↓ {}  ({})",
                size(report.bytes_up),
                size(report.bytes_down),
                count(&style, u64::from(report.round_trips), "次往返", "round trip", "round trips")
            ),
        ),
    ];
    if report.file_bytes_sent > 0 {
        lines.insert(1, (page.say("证据上传", "evidence sent"), size(report.file_bytes_sent)));
    }
    page.pairs(&lines);
    tell_oddities(&mut page, &report);
    tell_safety(&mut page, &report.not_safe);
    Ok(page.done_with(sync_json(&report), u8::from(!complete)))
}

fn listed(page: &Page, parts: &[String]) -> String {
    parts.join(page.say("，", ", "))
}

fn tell_end(page: &mut Page, report: &SyncReport, verbose: bool) -> bool {
    match &report.end {
        SyncEnd::Complete => {
            page.line(Some(Ink::Good), page.say("同步完成。", "Everything was exchanged."));
            true
        }
        SyncEnd::Cancelled => {
            page.line(
                Some(Ink::Warn),
                page.say("同步已停止，已送达的不会丢失。", "Stopped; what was acknowledged is safe."),
            );
            false
        }
        SyncEnd::Cut { code, detail } => {
            page.line(Some(Ink::Warn), &format!("{} [{code}]", sentence(code, page.style.language)));
            if verbose {
                page.line(Some(Ink::Faint), detail);
            }
            page.line(
                None,
                page.say(
                    "本机的工作都在。再次运行 zhian sync，会从断点继续。",
                    "All work is kept here. Run zhian sync again: it continues where this one stopped.",
                ),
            );
            false
        }
    }
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
    if report.quarantined > 0 {
        let text = format!(
            "{} {}",
            report.quarantined,
            page.say("项被搁置待查，见 zhian quarantine。", "items were set aside; see zhian quarantine.")
        );
        page.line(Some(Ink::Bad), &text);
    }
    if report.waiting > 0 {
        let text = format!(
            "{} {}",
            report.waiting,
            page.say("个数据包在等待尚未到达的内容。", "parcels wait for something that has not come yet.")
        );
        page.line(Some(Ink::Warn), &text);
    }
    if !report.differing.is_empty() {
        let text = format!(
            "{} {}",
            report.differing.len(),
            page.say(
                "次检查与服务器仍不一致，请再次同步。",
                "visits still differ from the office; sync again."
            )
        );
        page.line(Some(Ink::Warn), &text);
    }
    if report.skew_ms.is_some_and(|skew| skew.abs() > SKEW_MS_WORTH_TELLING) {
        let seconds = report.skew_ms.unwrap_or(0) / 1000;
        let text = format!(
            "{} {seconds} s",
            page.say("本机时钟与服务器相差", "This device's clock differs from the office by")
        );
        page.line(Some(Ink::Warn), &text);
    }
}

/// Two minutes: less is ordinary, more would make people doubt the times on photographs.
const SKEW_MS_WORTH_TELLING: i64 = 120_000;

/// One line that says what would be lost with this device.
pub fn tell_safety(page: &mut Page, safety: &SafetyView) {
    if safety.is_all_safe() {
        page.line(
            Some(Ink::Good),
            page.say("本机的工作已全部安全送达。", "All work of this device is safe at the office."),
        );
        return;
    }
    let style = page.style;
    let parts = [
        (safety.changes, count(&style, safety.changes, "处改动", "change", "changes")),
        (safety.seals, count(&style, safety.seals, "份封存记录", "seal", "seals")),
        (safety.files, count(&style, safety.files, "个文件", "file", "files")),
    ];
    let counted: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    if !counted.is_empty() {
        let bytes =
            if safety.file_bytes > 0 { format!(" ({})", size(safety.file_bytes)) } else { String::new() };
        let listed = counted.join(page.say("、", ", "));
        let text =
            format!("{}{listed}{bytes}", page.say("仅在本机，尚未送达：", "Only on this device so far: "));
        page.line(Some(Ink::Warn), &text);
    }
    if safety.quarantined > 0 {
        let text = format!(
            "{} {}",
            safety.quarantined,
            page.say("项搁置待查，尚无人处理。", "items set aside, not looked at yet.")
        );
        page.line(Some(Ink::Bad), &text);
    }
}

fn sync_json(report: &SyncReport) -> serde_json::Value {
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
        "quarantined": report.quarantined,
        "waiting": report.waiting,
        "rollback": report.rollback,
        "differing": report.differing.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "skew_ms": report.skew_ms,
        "not_safe": json::safety(&report.not_safe),
    })
}
