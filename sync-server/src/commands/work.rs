//! The directory, checklists, tasks.

use super::args::{PublishTask, Task};
use super::compose;
use super::names;
use super::say::{Said, Voice, table};
use super::stop::Stop;
use indicatif::ProgressDrawTarget;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;
use zhian_domain::task::TaskKind;
use zhian_domain::time::Timestamp;
use zhian_server::admin::compose::ForUnit;
use zhian_server::admin::directory::{BadRow, Imported};
use zhian_server::admin::task::NewTask;
use zhian_server::{Office, ServerError, admin};

/// Bad rows shown to people; the rest is in the file of rejects.
const BAD_ROWS_SHOWN: usize = 20;

fn file_error(path: &Path, action: &'static str) -> impl Fn(std::io::Error) -> ServerError {
    let path = path.display().to_string();
    move |cause| ServerError::File { path: path.clone(), action, cause }
}

pub fn sample(count: u32, seed: u64, out: Option<&Path>) -> Result<Option<Said>, ServerError> {
    let Some(path) = out else {
        admin::sample::write(std::io::stdout().lock(), count, seed)?;
        return Ok(None);
    };
    let file = File::create(path).map_err(file_error(path, "written"))?;
    admin::sample::write(BufWriter::new(file), count, seed)?;
    let shown = path.display();
    Ok(Some(Said {
        json: json!({ "file": shown.to_string(), "enterprises": count }),
        zh: format!("已把 {count} 家虚构企业写入 {shown}。"),
        en: format!("{count} fictional enterprises written to {shown}."),
    }))
}

pub fn import(
    office: &Office,
    path: &Path,
    authority: Option<&str>,
    rejects: Option<&Path>,
    voice: Voice,
) -> Result<Said, ServerError> {
    let authority = names::authority(office, authority)?;
    let file = File::open(path).map_err(file_error(path, "read"))?;
    let total = file.metadata().map_err(file_error(path, "read"))?.len();
    let bar = voice.bytes_bar(total, "导入企业名录", "importing");
    let shown = bar.clone();
    let stop = Stop::listen(move || {
        shown.finish_and_clear();
        shown.set_draw_target(ProgressDrawTarget::hidden());
        voice.stopping();
    });
    let mut rows_read = 0;
    let source = bar.wrap_read(stop.reader(BufReader::new(file)));
    let done = admin::directory::import(office, &authority, source, |rows| {
        rows_read = rows;
        bar.set_message(voice.rows(rows));
    });
    bar.finish_and_clear();
    let done = match done {
        Err(_) if stop.is_asked() => return Err(ServerError::Stopped { rows: rows_read }),
        // The importer reads from anything; only here the file has a name.
        Err(ServerError::File { action, cause, .. }) => {
            return Err(ServerError::File { path: path.display().to_string(), action, cause });
        }
        other => other?,
    };
    if let Some(path) = rejects {
        write_rejects(path, &done.bad_rows)?;
    }
    Ok(Said { json: imported_json(&done), zh: imported_text(&done, true), en: imported_text(&done, false) })
}

fn imported_json(done: &Imported) -> Value {
    let bad: Vec<Value> = done
        .bad_rows
        .iter()
        .map(|bad| {
            json!({
                "line": bad.line, "column": bad.column, "found": bad.found,
                "code": bad.code, "zh": bad.zh, "en": bad.en,
            })
        })
        .collect();
    json!({
        "rows": done.rows, "stored": done.stored, "unchanged": done.unchanged,
        "bad": done.bad, "bad_rows": bad,
    })
}

fn imported_text(done: &Imported, zh: bool) -> String {
    let Imported { rows, stored, unchanged, bad, bad_rows } = done;
    let mut text = if zh {
        format!("读入 {rows} 行：新增或更新 {stored}，未变 {unchanged}，有误 {bad}。")
    } else {
        format!("{rows} rows read: {stored} new or changed, {unchanged} unchanged, {bad} bad.")
    };
    if bad_rows.is_empty() {
        return text;
    }
    let headings =
        if zh { ["行", "列", "内容", "说明"] } else { ["line", "column", "found", "what is wrong"] };
    let shown: Vec<Vec<String>> = bad_rows
        .iter()
        .take(BAD_ROWS_SHOWN)
        .map(|bad| {
            let words = if zh { &bad.zh } else { &bad.en };
            vec![bad.line.to_string(), bad.column.clone(), bad.found.clone(), words.clone()]
        })
        .collect();
    text.push('\n');
    text.push_str(&table(&headings, &shown));
    let hidden = bad_rows.len().saturating_sub(shown.len());
    if hidden > 0 {
        let more = if zh {
            format!("\n另有 {hidden} 处，用 --rejects 写入文件查看。")
        } else {
            format!("\n{hidden} more; write them to a file with --rejects.")
        };
        text.push_str(&more);
    }
    text
}

/// Bad rows as they were, with line, code and both sentences before them: mend them and import the file again.
fn write_rejects(path: &Path, bad_rows: &[BadRow]) -> Result<(), ServerError> {
    let file = File::create(path).map_err(file_error(path, "written"))?;
    let failed = |cause: csv::Error| file_error(path, "written")(std::io::Error::other(cause));
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(file);
    let mut heading = vec!["行 line", "列 column", "代码 code", "说明", "what is wrong"];
    heading.extend(admin::directory::HEADINGS);
    csv.write_record(&heading).map_err(failed)?;
    for bad in bad_rows {
        let line = bad.line.to_string();
        let mut row = vec![line.as_str(), &bad.column, bad.code, &bad.zh, &bad.en];
        row.extend(bad.row.iter().map(String::as_str));
        csv.write_record(&row).map_err(failed)?;
    }
    csv.flush().map_err(file_error(path, "written"))
}

pub fn task(office: &Office, what: &Task, voice: Voice) -> Result<Said, ServerError> {
    match what {
        Task::Publish(new) => publish(office, new),
        Task::Withdraw { task, reason } => {
            let record = admin::task::withdraw(office, &names::task(office, task)?, reason)?;
            Ok(Said {
                json: json!({ "id": record.id.to_string(), "revision": record.revision }),
                zh: format!("任务 {} 已撤回，已做的工作保留。", record.id),
                en: format!("Task {} is withdrawn; work already done is kept.", record.id),
            })
        }
        Task::List => {
            let all = office.db.tasks()?;
            let rows: Vec<Vec<String>> = all
                .iter()
                .map(|one| {
                    let record = &one.record;
                    let state = match record.withdrawn {
                        None => voice.pick("有效", "active"),
                        Some(_) => voice.pick("撤回", "withdrawn"),
                    };
                    vec![
                        record.id.to_string(),
                        record.revision.to_string(),
                        state.to_owned(),
                        names::shown(Timestamp::from_unix_ms(record.due_unix_ms)),
                        record.title.clone(),
                    ]
                })
                .collect();
            let headings = [
                voice.pick("编号", "id"),
                voice.pick("修订", "revision"),
                voice.pick("状态", "state"),
                voice.pick("截止", "due"),
                voice.pick("标题", "title"),
            ];
            let list: Vec<Value> = all
                .iter()
                .map(|one| {
                    let record = &one.record;
                    let officers: Vec<String> = record.inspectors.iter().map(ToString::to_string).collect();
                    json!({
                        "id": record.id.to_string(), "revision": record.revision, "title": record.title,
                        "visit": one.visit.to_string(), "enterprise": record.enterprise_name,
                        "due_unix_ms": record.due_unix_ms, "withdrawn": record.withdrawn,
                        "officers": officers,
                    })
                })
                .collect();
            let text = table(&headings, &rows);
            Ok(Said { json: json!(list), zh: text.clone(), en: text })
        }
    }
}

fn publish(office: &Office, new: &PublishTask) -> Result<Said, ServerError> {
    let kind = TaskKind::from_code(&new.kind).ok_or_else(|| {
        let codes: Vec<&str> = TaskKind::ALL.iter().map(|kind| kind.code()).collect();
        let (zh, detail) =
            (format!("应为以下之一：{}", codes.join("、")), format!("one of {} is needed", codes.join(", ")));
        ServerError::Invalid { what: "kind", zh, detail }
    })?;
    let inspectors =
        new.officers.iter().map(|one| names::officer(office, one)).collect::<Result<Vec<_>, _>>()?;
    let revises = new.revises.as_deref().map(|task| names::task(office, task)).transpose()?;
    let authority = names::authority(office, new.authority.as_deref())?;
    let made = match &new.checklist {
        Some(_) => None,
        None => {
            let enterprise = admin::task::enterprise(office, &authority, &new.enterprise)?;
            Some(admin::compose::for_unit(office, &enterprise, &compose::wish(&new.facts, None)?)?)
        }
    };
    let checklist = match (&new.checklist, &made) {
        (Some(name), _) => admin::checklist::find(office, name)?,
        (None, Some(made)) => made.composed.hash,
        (None, None) => return Err(ServerError::NotFound { what: "checklist", name: String::new() }),
    };
    let task = NewTask {
        authority,
        title: new.title.clone(),
        kind,
        uscc: new.enterprise.clone(),
        site_address: new.site.clone(),
        checklist,
        inspectors,
        due: names::moment("due", &new.due)?,
        approval_number: new.approval.clone(),
        notice_number: new.notice.clone(),
    };
    let task = match &made {
        Some(made) => admin::task::publish_composed(office, revises.as_ref(), &task, &made.composed)?,
        None => admin::task::publish(office, revises.as_ref(), &task)?,
    };
    Ok(published(&task, made.as_ref()))
}

fn published(task: &zhian_domain::task::Task, made: Option<&ForUnit>) -> Said {
    let few = task.inspectors.len() < zhian_domain::seal::OFFICERS_MIN;
    let (few_zh, few_en) = if few {
        ("\n注意：封存至少需要两名执法人员。", "\nNote: two officers are needed to seal the visit.")
    } else {
        ("", "")
    };
    let (mut made_zh, mut made_en) = (String::new(), String::new());
    if let Some(made) = made {
        let told = compose::summary(made);
        made_zh = format!("\n检查清单：{}", told.zh);
        made_en = format!("\nThe checklist: {}", told.en);
    }
    Said {
        json: json!({
            "id": task.id.to_string(), "revision": task.revision, "title": task.title,
            "visit": task.visit().to_string(), "checklist": task.checklist.to_string(),
            "composed": made.map(compose::made_json),
        }),
        zh: format!("已发布任务 {}，第 {} 次修订：{}{few_zh}{made_zh}", task.id, task.revision, task.title),
        en: format!(
            "Task {} is published, revision {}: {}{few_en}{made_en}",
            task.id, task.revision, task.title
        ),
    }
}
