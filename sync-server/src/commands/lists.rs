//! The ledger, quarantine, visits.

use super::args::{Ledger, Limit, Quarantine};
use super::names;
use super::say::{Said, Voice, table};
use serde_json::{Value, json};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use zhian_domain::id::ContentHash;
use zhian_server::db::{LedgerEntry, QuarantineEntry, Summary};
use zhian_server::{Office, ServerError, admin};

pub fn ledger(office: &Office, what: &Ledger, voice: Voice) -> Result<Said, ServerError> {
    match what {
        Ledger::Show { after, limit } => {
            let lines = office.db.ledger(*after, *limit)?;
            let rows: Vec<Vec<String>> = lines.iter().map(ledger_row).collect();
            let headings = [
                voice.pick("位置", "position"),
                voice.pick("种类", "kind"),
                voice.pick("收到时间", "received"),
                voice.pick("检查", "visit"),
                voice.pick("摘要", "digest"),
            ];
            let list: Vec<Value> = lines.iter().map(ledger_json).collect();
            let text = table(&headings, &rows);
            Ok(Said { json: json!(list), zh: text.clone(), en: text })
        }
        Ledger::Verify => {
            let total = office.db.counts()?.ledger_end;
            let bar = voice.bar(Some(total), "核对台账", "verifying");
            let (lines, head) = admin::ledger::verify(office, |done| bar.set_position(done))?;
            bar.finish_and_clear();
            Ok(Said {
                json: json!({ "lines": lines, "head": head.to_string(), "whole": true }),
                zh: format!("台账完整：{lines} 行，末尾 {head}"),
                en: format!("The ledger is whole: {lines} lines, head {head}"),
            })
        }
        Ledger::Export { visit, out, parcel } => export(office, visit, out, *parcel),
    }
}

/// Writes the sealed bytes of a visit, or the whole parcel that brought them.
fn export(office: &Office, visit: &str, out: &Path, parcel: bool) -> Result<Said, ServerError> {
    let sealed = admin::sealed::read(office, &names::visit(office, visit)?)?;
    let bytes = if parcel { &sealed.parcel_bytes } else { &sealed.payload };
    write_new(out, bytes)?;
    let (path, count) = (out.display().to_string(), bytes.len());
    let (digest, position) = (sealed.digest, sealed.position);
    let zh = if parcel { "封存记录连同签名" } else { "封存记录" };
    let en = if parcel { "The sealed visit with its parcel" } else { "The sealed visit" };
    Ok(Said {
        json: json!({
            "visit": sealed.visit.to_string(), "file": path, "bytes": count, "digest": digest.to_string(),
            "ledger_position": position, "parcel": sealed.parcel.to_string(),
            "device": sealed.device.to_string(), "with_parcel": parcel,
        }),
        zh: format!("{zh}已写入 {path}，{count} 字节。\n台账第 {position} 行，封存摘要 {digest}"),
        en: format!(
            "{en} is written to {path}, {count} bytes.\nLedger line {position}, sealed digest {digest}"
        ),
    })
}

/// Writes a file that does not exist yet; what is half written does not stay.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), ServerError> {
    let failed = |cause| ServerError::File { path: path.display().to_string(), action: "written", cause };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|cause| {
        // Our own file, just made; if it cannot be removed either, the error still says which one it is.
        let _ = std::fs::remove_file(path);
        failed(cause)
    })
}

fn ledger_row(line: &LedgerEntry) -> Vec<String> {
    vec![
        line.position.to_string(),
        line.kind.code().to_owned(),
        names::shown(line.received),
        line.visit.to_string(),
        line.digest.to_string(),
    ]
}

fn ledger_json(line: &LedgerEntry) -> Value {
    json!({
        "position": line.position, "kind": line.kind.code(), "digest": line.digest.to_string(),
        "visit": line.visit.to_string(), "device": line.device.to_string(),
        "claimed_unix_ms": line.claimed.unix_ms(), "received_unix_ms": line.received.unix_ms(),
        "head": line.head.to_string(),
    })
}

pub fn quarantine(office: &Office, what: &Quarantine, voice: Voice) -> Result<Said, ServerError> {
    match what {
        Quarantine::List(limit) => {
            let all = office.db.quarantine(limit.limit)?;
            let rows: Vec<Vec<String>> = all.iter().map(|one| quarantine_row(one, voice)).collect();
            let headings = [
                voice.pick("编号", "digest"),
                voice.pick("收到时间", "received"),
                voice.pick("字节", "bytes"),
                voice.pick("原因", "reason"),
                voice.pick("状态", "state"),
                voice.pick("详情", "detail"),
            ];
            let list: Vec<Value> = all.iter().map(quarantine_json).collect();
            let text = table(&headings, &rows);
            Ok(Said { json: json!(list), zh: text.clone(), en: text })
        }
        Quarantine::Get { digest, out } => {
            let missing = || ServerError::NotFound { what: "quarantined parcel", name: digest.clone() };
            let id: ContentHash = digest.parse().map_err(|_| missing())?;
            let bytes = office.db.quarantined_bytes(&id)?.ok_or_else(missing)?;
            let path = out.display().to_string();
            write_new(out, &bytes)?;
            Ok(Said {
                json: json!({ "file": path, "bytes": bytes.len() }),
                zh: format!("已写入 {path}，{} 字节。", bytes.len()),
                en: format!("{} bytes written to {path}.", bytes.len()),
            })
        }
    }
}

fn quarantine_row(one: &QuarantineEntry, voice: Voice) -> Vec<String> {
    let state = if one.accepted_later {
        voice.pick("后已接收", "accepted later")
    } else {
        voice.pick("待查", "set aside")
    };
    vec![
        one.digest.to_string(),
        names::shown(one.received),
        one.bytes.to_string(),
        one.code.clone(),
        state.to_owned(),
        one.detail.clone(),
    ]
}

fn quarantine_json(one: &QuarantineEntry) -> Value {
    json!({
        "digest": one.digest.to_string(), "bytes": one.bytes, "code": one.code, "detail": one.detail,
        "author": one.author.map(|id| id.to_string()), "pusher": one.pusher.to_string(),
        "visit": one.visit.map(|id| id.to_string()), "received_unix_ms": one.received.unix_ms(),
        "accepted_later": one.accepted_later,
    })
}

pub fn visits(office: &Office, limit: Limit, voice: Voice) -> Result<Said, ServerError> {
    let all = office.db.summaries(None, limit.limit)?;
    let rows: Vec<Vec<String>> = all.iter().map(|one| visit_row(one, voice)).collect();
    let headings = [
        voice.pick("检查", "visit"),
        voice.pick("状态", "state"),
        voice.pick("已答", "answered"),
        voice.pick("不一致", "conflicts"),
        voice.pick("问题", "findings"),
        voice.pick("证据", "evidence"),
        voice.pick("封存后到达", "late"),
        voice.pick("停用设备", "revoked"),
        voice.pick("台账位置", "ledger"),
    ];
    let list: Vec<Value> = all.iter().map(visit_json).collect();
    let text = table(&headings, &rows);
    Ok(Said { json: json!(list), zh: text.clone(), en: text })
}

fn visit_row(one: &Summary, voice: Voice) -> Vec<String> {
    let state = if one.sealed { voice.pick("已封存", "sealed") } else { voice.pick("进行中", "open") };
    vec![
        one.visit.to_string(),
        state.to_owned(),
        one.answered.to_string(),
        one.conflicts.to_string(),
        one.findings.to_string(),
        format!("{}/{}", one.evidence_arrived, one.evidence_expected),
        one.late_changes.to_string(),
        one.from_revoked.to_string(),
        one.ledger_position.map_or_else(String::new, |position| position.to_string()),
    ]
}

fn visit_json(one: &Summary) -> Value {
    json!({
        "visit": one.visit.to_string(), "task": one.task.to_string(), "sealed": one.sealed,
        "answered": one.answered, "conflicts": one.conflicts, "findings": one.findings,
        "changes": one.changes, "late_changes": one.late_changes,
        "from_revoked": one.from_revoked,
        "evidence_expected": one.evidence_expected, "evidence_arrived": one.evidence_arrived,
        "sealed_digest": one.sealed_digest.map(|digest| digest.to_string()),
        "ledger_position": one.ledger_position,
    })
}
