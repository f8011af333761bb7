//! `init`, `rebuild`, `status`.

use super::say::{Said, Voice, table};
use serde_json::json;
use zhian_server::ports::{SystemClock, SystemEntropy};
use zhian_server::{Folder, Office, ServerError, ingest};

pub fn init(folder: &Folder) -> Result<Said, ServerError> {
    Office::create(folder, &SystemClock, &SystemEntropy)?;
    let path = folder.root().display().to_string();
    Ok(Said {
        json: json!({ "data": path }),
        zh: format!("已在 {path} 建立。下一步：zhian-server --data {path} authority add …"),
        en: format!("Made in {path}. Next: zhian-server --data {path} authority add …"),
    })
}

pub fn rebuild(office: &Office, voice: Voice) -> Result<Said, ServerError> {
    let bar = voice.bar(None, "重新计算", "computing again");
    let visits = ingest::standing::rebuild(office, |done| bar.set_position(done))?;
    bar.finish_and_clear();
    Ok(Said {
        json: json!({ "visits": visits }),
        zh: format!("已重新计算 {visits} 次检查的汇总。"),
        en: format!("The standing of {visits} visits was computed again."),
    })
}

pub fn status(office: &Office, voice: Voice) -> Result<Said, ServerError> {
    let counts = office.db.counts()?;
    let identity = office.db.identity()?;
    let rows = [
        ("authorities", "部门", counts.authorities),
        ("officers", "人员", counts.officers),
        ("devices", "设备", counts.devices),
        ("enterprises", "企业", counts.enterprises),
        ("tasks", "任务", counts.tasks),
        ("contents", "已发布内容", counts.contents),
        ("draft_parcels", "草稿包", counts.draft_parcels),
        ("sealed_visits", "已封存检查", counts.sealed_visits),
        ("evidence_files", "证据文件", counts.evidence_files),
        ("quarantined", "隔离待查", counts.quarantined),
        ("feed_end", "发布序号", counts.feed_end),
        ("ledger_end", "台账位置", counts.ledger_end),
    ];
    let mut object: serde_json::Map<String, serde_json::Value> =
        rows.iter().map(|(name, _, count)| ((*name).to_owned(), json!(count))).collect();
    object.insert("epoch".to_owned(), json!(hex::encode(identity.epoch)));
    object.insert("created_unix_ms".to_owned(), json!(identity.created.unix_ms()));
    let shown: Vec<Vec<String>> = rows
        .iter()
        .map(|(en, zh, count)| vec![voice.pick(zh, &en.replace('_', " ")).to_owned(), count.to_string()])
        .collect();
    let text = table(&[voice.pick("项目", "what"), voice.pick("数量", "count")], &shown);
    Ok(Said { json: json!(object), zh: text.clone(), en: text })
}
