//! Work travels to a colleague in a file.

use crate::args::{BundleExport, BundleImport};
use crate::failure::CliError;
use crate::page::Output;
use crate::select;
use crate::session::Session;
use crate::style::Ink;
use crate::words::{count, size};
use serde_json::json;
use zhian_engine::ExportRequest;

/// `zhian bundle export`.
pub fn export(session: &Session, args: &BundleExport) -> Result<Output, CliError> {
    if args.file.exists() {
        return Err(CliError::FileExists { path: args.file.clone() });
    }
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let request =
        ExportRequest { visits: vec![visit], with_evidence: !args.without_files, to: args.file.clone() };
    let written = session.engine.export_bundle(&request, &session.watch());
    let file = args.file.display();
    let report = session.unless_stopped(
        written,
        format!("交换文件没有写出，本机的工作没有变化。继续：zhian bundle export {file}"),
        format!("No bundle was written; the work here is as it was. Go on: zhian bundle export {file}"),
    )?;
    let mut page = session.page();
    page.line(
        Some(Ink::Good),
        page.say("交换文件已写好，请交给同事。", "The bundle is written; hand it to your colleague."),
    );
    page.pairs(&[
        (page.say("文件", "file"), format!("{}  {}", args.file.display(), size(report.bytes))),
        (
            page.say("内容", "holds"),
            format!(
                "{} · {}",
                count(&session.style, report.parcels, "个数据包", "parcel", "parcels"),
                count(&session.style, report.files, "个证据文件", "evidence file", "evidence files")
            ),
        ),
    ]);
    Ok(page.done(json!({
        "file": args.file.display().to_string(), "bytes": report.bytes, "parcels": report.parcels,
        "files": report.files,
    })))
}

/// `zhian bundle import`.
pub fn import(session: &Session, args: &BundleImport) -> Result<Output, CliError> {
    let taken = session.engine.import_bundle(&args.file, &session.watch());
    let file = args.file.display();
    let report = session.unless_stopped(
        taken,
        format!("已收下的完整保存，其余仍在交换文件中。继续：zhian bundle import {file}"),
        format!(
            "What came in is kept whole; the rest is still in the bundle. Go on: zhian bundle import {file}"
        ),
    )?;
    let mut page = session.page();
    page.line(Some(Ink::Good), page.say("已收下同事的工作。", "Your colleague's work is in."));
    let parts = [
        (report.changes, page.say("处新改动", "new changes")),
        (report.seals, page.say("份新封存记录", "new seals")),
        (report.files, page.say("个新证据文件", "new evidence files")),
        (report.known, page.say("个数据包早已收到", "parcels known before")),
        (report.waiting, page.say("个数据包待其他内容到达", "parcels wait for something")),
        (report.quarantined, page.say("项被搁置", "set aside")),
        (report.files_unknown, page.say("个文件与本机的检查无关，未收", "files of no visit here, left out")),
    ];
    let told = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    page.line(None, &told.collect::<Vec<_>>().join(" · "));
    page.line(
        Some(Ink::Faint),
        page.say("接着：zhian conflicts，zhian status", "Then: zhian conflicts, zhian status"),
    );
    Ok(page.done(json!({
        "changes": report.changes, "seals": report.seals, "files": report.files, "known": report.known,
        "waiting": report.waiting, "quarantined": report.quarantined, "files_unknown": report.files_unknown,
    })))
}
