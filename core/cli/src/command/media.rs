//! Pictures and clips that show how to check.

use crate::args::{MediaFetch, MediaPlan};
use crate::failure::CliError;
use crate::page::Output;
use crate::session::Session;
use crate::style::Ink;
use crate::table::{Cell, Table};
use crate::words::{of, size};
use serde_json::{Value, json};
use zhian_domain::media::Medium;
use zhian_engine::MediaRequest;
use zhian_protocol::explain::Language;

/// Files to fetch that are listed without `--verbose`: those of the next visit come first.
const FILES_SHOWN: usize = 10;
const BYTES_PER_MEGABYTE: u64 = 1_000_000;

/// `zhian media plan`.
pub fn plan(session: &Session, args: &MediaPlan) -> Result<Output, CliError> {
    let view = session.engine.media_plan(args.budget.map(|megabytes| megabytes * BYTES_PER_MEGABYTE))?;
    let mut page = session.page();
    let style = page.style;
    let files =
        |count: usize, bytes: u64| format!("{count} {} · {}", style.say("个文件", "files"), size(bytes));
    let here = usize::try_from(view.here_files).unwrap_or(usize::MAX);
    page.pairs(&[
        (page.say("本机已有", "here"), files(here, view.here_bytes)),
        (page.say("待下载", "to fetch"), files(view.plan.fetch.len(), view.plan.bytes)),
        (page.say("放不下", "no room for"), files(view.plan.left_out.len(), view.plan.bytes_left_out)),
        (page.say("上限", "budget"), size(view.budget_bytes)),
    ]);
    let mut table = Table::new(["", "", ""]).flexible(2);
    let shown = if session.verbose { usize::MAX } else { FILES_SHOWN };
    for medium in view.plan.fetch.iter().take(shown) {
        let caption = of(&style, &medium.caption);
        table.row([medium.id.as_str().into(), size(medium.bytes).into(), caption.into()]);
    }
    for medium in &view.plan.left_out {
        let caption = Cell::inked(Ink::Faint, of(&style, &medium.caption));
        table.row([Cell::inked(Ink::Faint, medium.id.as_str()), size(medium.bytes).into(), caption]);
    }
    page.table(&table);
    if let more @ 1.. = view.plan.fetch.len().saturating_sub(shown) {
        let told = match style.language {
            Language::Zh => format!("另有 {more} 个待下载，-v 列出全部。"),
            Language::En => format!("{more} more to fetch; -v lists all."),
        };
        page.line(Some(Ink::Faint), &told);
    }
    let list = |media: &[Medium]| media.iter().map(medium_json).collect::<Vec<_>>();
    Ok(page.done(json!({
        "budget_bytes": view.budget_bytes, "here_files": view.here_files, "here_bytes": view.here_bytes,
        "begun_bytes": view.begun_bytes, "metered": view.metered, "bytes": view.plan.bytes,
        "fetch": list(&view.plan.fetch), "left_out": list(&view.plan.left_out),
    })))
}

/// A medium as JSON.
pub fn medium_json(medium: &Medium) -> Value {
    json!({
        "id": medium.id, "sha256": medium.hash.to_string(), "bytes": medium.bytes,
        "media_type": medium.kind.code(), "zh": medium.caption.zh, "en": medium.caption.en,
    })
}

/// `zhian media fetch`.
pub fn fetch(session: &Session, args: &MediaFetch) -> Result<Output, CliError> {
    if let Some(megabytes) = args.budget {
        session.engine.choose_media_budget(megabytes * BYTES_PER_MEGABYTE)?;
    }
    session.point_at_office(None)?;
    let request = MediaRequest { budget_bytes: None, metered: args.metered };
    let report = session.unless_stopped(
        session.engine.fetch_media(&request, &session.watch()),
        "已下载的图片和短片都完整保存。继续：zhian media fetch",
        "What was fetched is whole and kept. Go on: zhian media fetch",
    )?;
    let mut page = session.page();
    let files = |count: u64, bytes: u64, page: &crate::page::Page| {
        format!("{count} {} · {}", page.say("个文件", "files"), size(bytes))
    };
    if report.held_back {
        let told = page.say(
            "当前网络按流量计费，没有下载。确需下载请加 --metered。",
            "The network is paid by the byte; nothing was fetched. Add --metered to fetch all the same.",
        );
        page.line(Some(Ink::Warn), told);
    } else {
        let text = files(report.fetched_files, report.fetched_bytes, &page);
        page.line(Some(Ink::Good), &format!("{}{text}", page.say("已下载：", "Fetched: ")));
    }
    if report.freed_files > 0 {
        let text = files(report.freed_files, report.freed_bytes, &page);
        page.line(None, &format!("{}{text}", page.say("已清理不再使用的：", "Freed, no longer used: ")));
    }
    if report.left_out_files > 0 {
        let text = files(report.left_out_files, report.left_out_bytes, &page);
        page.line(Some(Ink::Warn), &format!("{}{text}", page.say("超出上限未下载：", "Beyond the budget: ")));
    }
    for one in &report.failed {
        let told = crate::failure::sentence(one.code, page.style.language);
        page.line(Some(Ink::Bad), &format!("{}  [{}] {told}", one.id, one.code));
    }
    let failed =
        report.failed.iter().map(|one| json!({ "id": one.id, "code": one.code, "detail": one.detail }));
    let value = json!({
        "fetched_files": report.fetched_files, "fetched_bytes": report.fetched_bytes,
        "freed_files": report.freed_files, "freed_bytes": report.freed_bytes,
        "left_out_files": report.left_out_files, "left_out_bytes": report.left_out_bytes,
        "held_back": report.held_back, "failed": failed.collect::<Vec<_>>(),
    });
    Ok(page.done_with(value, u8::from(!report.failed.is_empty())))
}
