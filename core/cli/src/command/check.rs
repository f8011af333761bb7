//! This device and a sealed visit, checked; space, freed.

use super::device::tell_safety;
use crate::args::{OneVisit, Purge};
use crate::failure::{CliError, sentence, tell_technical};
use crate::page::{Output, Page};
use crate::session::Session;
use crate::style::Ink;
use crate::words::{day_and_minute, officer, short, size};
use crate::{json, select};
use serde_json::{Value, json};
use zhian_domain::evidence::EvidencePurpose;
use zhian_engine::view::{DoctorReport, EvidenceView, FilePlace, VerifyReport, VisitView};

/// `zhian purge`.
pub fn purge(session: &Session, args: &Purge) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    let mut page = session.page();
    if args.yes {
        let freed = session.engine.purge(&visit)?;
        let text = format!("{} {} · {}", freed.files, page.say("个文件", "files"), size(freed.bytes));
        page.line(Some(Ink::Good), &format!("{}{text}", page.say("已释放：", "Freed: ")));
        return Ok(page.done(json!({ "freed": true, "files": freed.files, "bytes": freed.bytes })));
    }
    let view = session.engine.visit(&visit)?;
    let freeable: Vec<&EvidenceView> =
        files(&view).filter(|one| one.safe && matches!(one.file, FilePlace::Here { .. })).collect();
    let bytes: u64 = freeable.iter().map(|one| one.evidence.bytes).sum();
    let text = format!("{} {} · {}", freeable.len(), page.say("个文件", "files"), size(bytes));
    page.line(None, &format!("{}{text}", page.say("可以释放：", "Could be freed: ")));
    page.line(
        Some(Ink::Faint),
        page.say(
            "确认执行请加 --yes；服务器已有全部文件。",
            "Add --yes to do it; the office has every one of them.",
        ),
    );
    Ok(page.done(json!({ "freed": false, "files": freeable.len(), "bytes": bytes })))
}

fn files(view: &VisitView) -> impl Iterator<Item = &EvidenceView> {
    let of_items = view.sections.iter().flat_map(|section| &section.items).flat_map(|item| &item.evidence);
    of_items.chain(&view.scene).chain(
        view.signature_files.iter().filter(|one| !matches!(one.evidence.purpose, EvidencePurpose::Item(_))),
    )
}

/// `zhian doctor`.
pub fn doctor(session: &Session) -> Result<Output, CliError> {
    let report = session.unless_stopped(
        session.engine.doctor(&session.watch()),
        "只是停止了核对，什么都没有改动。继续：zhian doctor",
        "Only the check was stopped; nothing was changed. Go on: zhian doctor",
    )?;
    let safety = session.engine.not_safe()?;
    let identity = session.engine.identity()?;
    let mut page = session.page();
    let sound = report.files_bad.is_empty() && report.opened.damaged_kept_as.is_none();
    page.line(
        Some(if sound { Ink::Good } else { Ink::Bad }),
        if sound {
            page.say("本机一切正常。", "This device is sound.")
        } else {
            page.say("本机有需要处理的问题：", "This device needs attention:")
        },
    );
    if let Some(identity) = &identity {
        page.pairs(&[
            (page.say("执法人员", "officer"), officer(&identity.officer)),
            (page.say("证件号", "certificate"), identity.credential_number.clone().unwrap_or_default()),
            (page.say("单位", "authority"), identity.authority_name.clone().unwrap_or_default()),
            (page.say("设备", "device"), short(&identity.device)),
            (page.say("数据目录", "data folder"), session.dir.display().to_string()),
        ]);
    }
    opened(&mut page, &report, session.verbose);
    tell_safety(&mut page, &safety);
    Ok(page.done_with(doctor_json(&report, &safety), u8::from(!sound)))
}

fn opened(page: &mut Page, report: &DoctorReport, verbose: bool) {
    let checked = page.say("个证据文件与其哈希相符。", "evidence files agree with their hashes.");
    let good = report.files_checked.saturating_sub(report.files_bad.len() as u64);
    page.line(None, &format!("{good} {checked}"));
    for bad in &report.files_bad {
        let told = sentence(bad.code, page.style.language);
        page.line(Some(Ink::Bad), &format!("{}  [{}] {told}", short(&bad.hash), bad.code));
    }
    if let Some(kept) = &report.opened.damaged_kept_as {
        let told = page.say("数据库曾损坏，原件保存为", "The database was damaged; the original is kept as");
        let rows = page.say("行已读出，未能读出", "rows read out, lost");
        let text =
            format!("{told} {kept}: {} {rows} {}", report.opened.rows_salvaged, report.opened.rows_lost);
        page.line(Some(Ink::Bad), &text);
    }
    if report.opened.restored {
        page.line(
            Some(Ink::Warn),
            page.say(
                "数据来自备份或另一台设备，已作为新安装继续。",
                "The data came from a backup or another device; it goes on as a new installation.",
            ),
        );
    }
    if report.alerts.is_empty() {
        return;
    }
    page.heading(page.say("警示", "Alerts"));
    for alert in &report.alerts {
        page.line(Some(Ink::Faint), &format!("{}  [{}]", day_and_minute(alert.noticed), alert.code));
        page.indented(4, None, sentence(&alert.code, page.style.language));
        if verbose {
            tell_technical(page, 4, &alert.detail);
        }
    }
}

fn doctor_json(report: &DoctorReport, safety: &zhian_engine::view::SafetyView) -> Value {
    let bad = report.files_bad.iter().map(|one| json!({ "sha256": one.hash.to_string(), "code": one.code }));
    let alerts = report.alerts.iter().map(
        |one| json!({ "code": one.code, "detail": one.detail, "noticed_unix_ms": one.noticed.unix_ms() }),
    );
    json!({
        "damaged_kept_as": report.opened.damaged_kept_as,
        "rows_salvaged": report.opened.rows_salvaged,
        "rows_lost": report.opened.rows_lost,
        "restored": report.opened.restored,
        "orphan_files": report.opened.orphan_files,
        "files_checked": report.files_checked,
        "files_bad": bad.collect::<Vec<_>>(),
        "alerts": alerts.collect::<Vec<_>>(),
        "not_safe": json::safety(safety),
    })
}

/// `zhian verify`.
pub fn verify(session: &Session, args: &OneVisit) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    let report = session.unless_stopped(
        session.engine.verify(&visit, &session.watch()),
        "只是停止了核对，什么都没有改动。继续：zhian verify",
        "Only the check was stopped; nothing was changed. Go on: zhian verify",
    )?;
    let mut page = session.page();
    let holds = report.problems.is_empty();
    page.line(
        Some(if holds { Ink::Good } else { Ink::Bad }),
        if holds {
            page.say("封存记录核对无误。", "The sealed visit holds.")
        } else {
            page.say("封存记录核对发现问题：", "The sealed visit does not hold:")
        },
    );
    let ledger = report.ledger_position.map_or_else(
        || page.say("尚未入账", "not in the ledger yet").to_owned(),
        |position| position.to_string(),
    );
    page.pairs(&[
        (page.say("封存摘要", "sealed digest"), report.digest.to_string()),
        (page.say("有效签名", "signatures"), report.signatures.to_string()),
        (page.say("核对文件", "files checked"), files_told(&page, &report)),
        (page.say("台账位置", "ledger line"), ledger),
    ]);
    for problem in &report.problems {
        let told = sentence(problem.code, session.style.language);
        page.line(Some(Ink::Bad), &format!("[{}] {told}", problem.code));
        if session.verbose {
            tell_technical(&mut page, 4, &problem.detail);
        }
    }
    let problems = report.problems.iter().map(|one| json!({ "code": one.code, "detail": one.detail }));
    let value = json!({
        "visit": report.visit.to_string(), "digest": report.digest.to_string(), "holds": holds,
        "signatures": report.signatures, "files_checked": report.files_checked,
        "files_absent": report.files_absent, "ledger_position": report.ledger_position,
        "problems": problems.collect::<Vec<_>>(),
    });
    Ok(page.done_with(value, u8::from(!holds)))
}

fn files_told(page: &Page, report: &VerifyReport) -> String {
    if report.files_absent == 0 {
        return report.files_checked.to_string();
    }
    let absent = page.say("个不在本机，未核对", "not on this device, not checked");
    format!("{} · {} {absent}", report.files_checked, report.files_absent)
}
