//! What is published: checked, brought in, written out, compared, published, listed.

use super::args::Done;
use super::args_content::{Checklist, Import, Unit};
use super::compose;
use super::say::{Said, Voice, table};
use serde_json::{Value, json};
use std::path::Path;
use zhian_domain::checklist::Bilingual;
use zhian_server::admin::content::{self, Brought, Checked, Compared, Finding, Outcome};
use zhian_server::db::{ContentEntry, DbError};
use zhian_server::{Folder, Office, ServerError};
use zhian_workbook::FormDefaults;

/// Findings shown to people; programs get all of them.
const SHOWN_MAX: usize = 200;

/// `office` is `None` where there is no office in the data folder: files can be checked and brought in without one.
pub fn checklist(
    folder: &Folder,
    office: Option<&Office>,
    what: &Checklist,
    voice: Voice,
) -> Result<Done, ServerError> {
    let missing = || DbError::Missing { path: folder.database().display().to_string() };
    let needed = || office.ok_or_else(missing);
    Ok(match what {
        Checklist::Check { paths, media } => {
            checked(content::check(office, content::gather(paths)?, media.as_deref())?)
        }
        Checklist::Import(import) => Done::Said(bring(import)?),
        Checklist::Export { out, force, paths } => {
            let gathered = if paths.is_empty() { None } else { Some(content::gather(paths)?) };
            Done::Said(written(&content::write(office, gathered, out, *force)?, out))
        }
        Checklist::Diff { old, new } => {
            let (old, new) = (content::side(office, old)?, content::side(office, new)?);
            Done::Said(differences(&content::diff(&old, &new)?))
        }
        Checklist::Publish { paths, media } => {
            let office = needed()?;
            let checked = content::check(Some(office), content::gather(paths)?, media.as_deref())?;
            Done::Said(published(&content::publish(office, checked)?))
        }
        Checklist::Compose { enterprise, facts, day, authority } => {
            let authority = authority.as_deref();
            Done::Said(compose::show(needed()?, authority, enterprise, facts, day.as_deref())?)
        }
        Checklist::List => Done::Said(list(needed()?, voice)?),
    })
}

/// A finding for programs.
pub fn finding_json(finding: &Finding) -> Value {
    let Bilingual { zh, en } = &finding.words;
    let at = finding.at.as_ref();
    json!({
        "file": finding.file,
        "sheet": at.map(|at| &at.sheet), "row": at.map(|at| at.row), "column": at.map(|at| at.column),
        "cell": at.map(|at| at.a1()),
        "place": finding.place.as_ref().map(|place| json!({ "zh": place.zh, "en": place.en })),
        "code": finding.code, "zh": zh, "en": en,
    })
}

/// Findings as lines, in both languages.
pub fn lines(findings: &[Finding]) -> Bilingual {
    let shown = findings.iter().take(SHOWN_MAX).map(Finding::sentence);
    let (mut zh, mut en): (Vec<String>, Vec<String>) =
        shown.map(|one| (format!("  {}", one.zh), format!("  {}", one.en))).unzip();
    let hidden = findings.len().saturating_sub(SHOWN_MAX);
    if hidden > 0 {
        zh.push(format!("  另有 {hidden} 处，用 --json 查看"));
        en.push(format!("  {hidden} more; see them with --json"));
    }
    Bilingual { zh: zh.join("\n"), en: en.join("\n") }
}

fn with_lines(text: &mut Bilingual, heading: (String, String), findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    let told = lines(findings);
    text.zh.push_str(&format!("\n{}\n{}", heading.0, told.zh));
    text.en.push_str(&format!("\n{}\n{}", heading.1, told.en));
}

fn all_json(findings: &[Finding]) -> Vec<Value> {
    findings.iter().map(finding_json).collect()
}

fn checked(checked: Checked) -> Done {
    let Checked { ready, faults, warnings } = checked;
    let known = ready.iter().filter(|one| one.is_published).count();
    let media: usize = ready.iter().map(|one| one.media.len()).sum();
    let files: Vec<Value> = ready
        .iter()
        .map(|one| {
            let (kind, id, version) = one.key();
            json!({ "file": one.name, "kind": kind, "id": id, "version": version, "published": one.is_published })
        })
        .collect();
    let (read, bad) = (ready.len(), faults.len());
    let mut text = Bilingual {
        zh: format!("读懂 {read} 个文件，其中 {known} 个已发布；新媒体 {media} 个；错误 {bad} 处。"),
        en: format!(
            "{read} files are readable, {known} of them published already; {media} new media; {bad} faults."
        ),
    };
    with_lines(&mut text, ("错误：".to_owned(), "Faults:".to_owned()), &faults);
    with_lines(&mut text, ("提醒：".to_owned(), "Worth knowing:".to_owned()), &warnings);
    let said = Said {
        json: json!({ "files": files, "faults": all_json(&faults), "warnings": all_json(&warnings) }),
        zh: text.zh,
        en: text.en,
    };
    if faults.is_empty() { Done::Said(said) } else { Done::Faulty(said) }
}

fn outcome_json(one: &Outcome) -> Value {
    let mut value = json!({
        "file": one.file, "kind": one.kind, "id": one.id, "version": one.version,
        "hash": one.hash.to_string(), "sequence": one.sequence, "was_known": one.was_known,
    });
    if let (Some(items), Some(members)) = (one.items, value.as_object_mut()) {
        members.insert("items".to_owned(), json!(items));
    }
    value
}

fn published(done: &content::Done) -> Said {
    let fresh: Vec<&Outcome> = done.files.iter().filter(|one| !one.was_known).collect();
    let known: Vec<&Outcome> = done.files.iter().filter(|one| one.was_known).collect();
    let line = |one: &&Outcome, zh: bool| {
        let Outcome { kind, id, version, hash, .. } = one;
        let place = one
            .sequence
            .map_or(String::new(), |at| if zh { format!("，序号 {at}") } else { format!(", sequence {at}") });
        let items = one.items.map_or(String::new(), |items| {
            if zh { format!("，{items} 项") } else { format!(", {items} items") }
        });
        if zh {
            format!("  {kind} {id} 第 {version} 版{items}{place}，哈希 {hash}")
        } else {
            format!("  {kind} {id} version {version}{items}{place}, hash {hash}")
        }
    };
    let (new, old) = (fresh.len(), known.len());
    let (media, bytes) = (done.media, done.media_bytes);
    let mut text = Bilingual {
        zh: format!("已发布 {new} 个文件，新媒体 {media} 个（{bytes} 字节）。"),
        en: format!("{new} files are published, with {media} new media ({bytes} bytes)."),
    };
    for one in &fresh {
        text.zh.push_str(&format!("\n{}", line(one, true)));
        text.en.push_str(&format!("\n{}", line(one, false)));
    }
    if old > 0 {
        text.zh.push_str(&format!("\n{old} 个文件早已发布，内容相同，跳过："));
        text.en.push_str(&format!("\n{old} files were published before, byte for byte, and are skipped:"));
        for one in &known {
            text.zh.push_str(&format!("\n{}", line(one, true)));
            text.en.push_str(&format!("\n{}", line(one, false)));
        }
    }
    with_lines(&mut text, ("提醒：".to_owned(), "Worth knowing:".to_owned()), &done.warnings);
    // One file is told as one object, with the list beside it.
    let mut value = match done.files.as_slice() {
        [one] => outcome_json(one),
        _ => json!({}),
    };
    if let Some(members) = value.as_object_mut() {
        let of = |list: &[&Outcome]| list.iter().map(|one| outcome_json(one)).collect::<Vec<_>>();
        members.insert("published".to_owned(), json!(of(&fresh)));
        members.insert("skipped".to_owned(), json!(of(&known)));
        members.insert("media".to_owned(), json!(media));
        members.insert("media_bytes".to_owned(), json!(bytes));
        members.insert("warnings".to_owned(), json!(all_json(&done.warnings)));
    }
    Said { json: value, zh: text.zh, en: text.en }
}

fn bring(import: &Import) -> Result<Said, ServerError> {
    if !import.xlsform {
        let brought = content::bring(&import.book, &import.into, import.force)?;
        let mut text = brought_words(&brought, &import.into);
        with_lines(
            &mut text,
            ("读入时的调整：".to_owned(), "Read otherwise than typed:".to_owned()),
            &brought.remarks,
        );
        let remarks = all_json(&brought.remarks);
        return Ok(Said {
            json: json!({ "written": brought.written, "unchanged": brought.unchanged, "remarks": remarks }),
            zh: text.zh,
            en: text.en,
        });
    }
    let defaults = FormDefaults {
        id: import.id.clone().unwrap_or_default(),
        makers: import.units.contains(&Unit::Maker),
        sellers: import.units.contains(&Unit::Seller),
        products: import.products.clone(),
        basis: import.basis.clone(),
        severity: import.severity.clone(),
        consequences: import.consequences.clone(),
    };
    let form = content::bring_form(&import.book, &defaults, &import.into, import.force)?;
    let mut text = brought_words(&form.brought, &import.into);
    let count = form.left.len();
    if count > 0 {
        text.zh.push_str(&format!("\n未能照原样带入 {count} 处："));
        text.en.push_str(&format!("\n{count} things were not carried over as they were:"));
    }
    let mut left = Vec::new();
    for one in &form.left {
        let Bilingual { zh, en } = one.sentence();
        text.zh.push_str(&format!("\n  {zh}"));
        text.en.push_str(&format!("\n  {en}"));
        left.push(
            json!({ "cell": one.at().a1(), "sheet": one.at().sheet, "code": one.code(), "zh": zh, "en": en }),
        );
    }
    let Brought { written, unchanged, .. } = form.brought;
    let json = json!({ "written": written, "unchanged": unchanged, "left": left });
    Ok(Said { json, zh: text.zh, en: text.en })
}

fn brought_words(brought: &Brought, into: &Path) -> Bilingual {
    let (into, new, same) = (into.display(), brought.written.len(), brought.unchanged.len());
    let mut text = Bilingual {
        zh: format!("写入 {into}：{new} 个文件；{same} 个文件内容相同，未动。"),
        en: format!("{new} files written to {into}; {same} say the same already and were left alone."),
    };
    for name in &brought.written {
        text.zh.push_str(&format!("\n  {name}"));
        text.en.push_str(&format!("\n  {name}"));
    }
    text
}

fn written(done: &content::Written, out: &Path) -> Said {
    let (path, count, bytes) = (out.display().to_string(), done.files.len(), done.bytes);
    let mut text = Bilingual {
        zh: format!("已把 {count} 个文件写入 {path}，{bytes} 字节。"),
        en: format!("{count} files are written to {path}, {bytes} bytes."),
    };
    if !done.left_out.is_empty() {
        let names = &done.left_out;
        text.zh.push_str(&format!("\n工作簿不含规则和日历，请直接编辑 JSON：{}", names.join("、")));
        text.en.push_str(&format!(
            "\nThe workbook holds no rules and calendars; edit these as JSON: {}",
            names.join(", ")
        ));
    }
    let files: Vec<Value> =
        done.files.iter().map(|(id, version)| json!({ "id": id, "version": version })).collect();
    let json = json!({ "file": path, "bytes": bytes, "files": files, "left_out": done.left_out });
    Said { json, zh: text.zh, en: text.en }
}

fn differences(all: &[Compared]) -> Said {
    let mut text = Bilingual { zh: String::new(), en: String::new() };
    let mut list = Vec::new();
    for one in all {
        let Compared { kind, id, lines, .. } = one;
        let shown = |version: Option<u32>| version.map_or("—".to_owned(), |version| version.to_string());
        let (old, new) = (shown(one.old), shown(one.new));
        let count = lines.len();
        text.zh.push_str(&format!("{kind} {id} 第 {old} 版 → 第 {new} 版：{count} 处不同\n"));
        text.en.push_str(&format!("{kind} {id} version {old} → {new}: {count} differences\n"));
        for line in lines {
            let row = line.row.as_deref().unwrap_or("—");
            text.zh.push_str(&format!("  {row}  {}\n", line.words.zh));
            text.en.push_str(&format!("  {row}  {}\n", line.words.en));
        }
        let lines: Vec<Value> = lines
            .iter()
            .map(|line| json!({ "row": line.row, "zh": line.words.zh, "en": line.words.en }))
            .collect();
        list.push(json!({ "kind": kind, "id": id, "old": one.old, "new": one.new, "differences": lines }));
    }
    Said { json: json!(list), zh: text.zh, en: text.en }
}

fn list(office: &Office, voice: Voice) -> Result<Said, ServerError> {
    let (checklists, contents) = (office.db.checklists()?, office.db.contents()?);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut list = Vec::new();
    for ContentEntry { sequence, kind, id, version, hash, published } in &contents {
        let (at, hash) = (super::names::shown(*published), hash.to_string());
        rows.push(vec![
            kind.clone(),
            id.clone(),
            version.to_string(),
            sequence.to_string(),
            at,
            hash.clone(),
        ]);
        list.push(json!({
            "kind": kind, "id": id, "version": version, "sequence": sequence,
            "published_unix_ms": published.unix_ms(), "hash": hash,
        }));
    }
    for one in &checklists {
        let (version, hash) = (one.version.to_string(), one.hash.to_string());
        let none = || "—".to_owned();
        rows.push(vec![
            "checklist".to_owned(),
            one.id.clone(),
            version,
            none(),
            one.title.clone(),
            hash.clone(),
        ]);
        list.push(json!({
            "kind": "checklist", "id": one.id, "version": one.version, "title": one.title, "hash": hash,
        }));
    }
    let headings = [
        voice.pick("类别", "kind"),
        voice.pick("编号", "id"),
        voice.pick("版本", "version"),
        voice.pick("序号", "sequence"),
        voice.pick("发布时间或名称", "published, or title"),
        voice.pick("哈希", "hash"),
    ];
    let text = table(&headings, &rows);
    Ok(Said { json: json!(list), zh: text.clone(), en: text })
}
