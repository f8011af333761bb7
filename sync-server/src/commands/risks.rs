//! Risk control lists: forms to fill in, and the comparison with an enterprise's own list.

use super::args::Lang;
use super::args_content::{Mode as Asked, Risks};
use super::compose::day;
use super::say::{Said, Voice, table};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use zhian_domain::checklist::Bilingual;
use zhian_domain::content::Content;
use zhian_domain::published::Phrase;
use zhian_domain::risk::form::{CheckForm, ENTRIES, FormRequest, ZERO_RISK};
use zhian_domain::risk::{Mode, RiskList};
use zhian_server::admin::{compose::day_of, content, risks};
use zhian_server::ports::{Clock, SystemClock};
use zhian_server::{Office, ServerError};
use zhian_workbook::{PlainSheet, write_plain};

/// Headings of a form and their widths.
const HEADINGS: [(Phrase, u16); 5] = [
    (Phrase::new("序号", "No."), 6),
    (Phrase::new("风险类别", "Category of risk"), 16),
    (Phrase::new("风险指标", "Risk indicator"), 36),
    (Phrase::new("风险管控措施", "Control measure"), 44),
    (Phrase::new("管控频次", "Frequency"), 14),
];
/// Width of what is filled in.
const ENTRY_WIDTH: u16 = 18;

pub fn risks(office: Option<&Office>, what: &Risks, voice: Voice) -> Result<Said, ServerError> {
    match what {
        Risks::Form { list, mode, from, to, out } => {
            let list = risks::list(office, list)?;
            let from = match from {
                Some(from) => day("from", from)?,
                None => day_of(SystemClock.now())?,
            };
            let to = to.as_deref().map_or(Ok(from), |to| day("to", to))?;
            form(&list, *mode, (from, to), out.as_deref(), voice)
        }
        Risks::Compare { own, list } => compare(own, &risks::list(office, list)?, voice),
        Risks::List => all(office, voice),
    }
}

fn all(office: Option<&Office>, voice: Voice) -> Result<Said, ServerError> {
    let published = office.map(content::newest).transpose()?.unwrap_or_default();
    let lists: Vec<&RiskList> = published
        .iter()
        .filter_map(|one| match &one.content {
            Content::RiskList(list) => Some(list),
            _ => None,
        })
        .collect();
    let rows: Vec<Vec<String>> = lists
        .iter()
        .map(|list| {
            let title = voice.pick(&list.title.zh, &list.title.en).to_owned();
            vec![list.id.clone(), list.version.to_string(), list.rows.len().to_string(), title]
        })
        .collect();
    let headings = [
        voice.pick("编号", "id"),
        voice.pick("版本", "version"),
        voice.pick("行数", "rows"),
        voice.pick("名称", "title"),
    ];
    let value: Vec<Value> = lists
        .iter()
        .map(|list| {
            json!({ "id": list.id, "version": list.version, "rows": list.rows.len(), "title": list.title.zh })
        })
        .collect();
    let text = table(&headings, &rows);
    Ok(Said { json: json!(value), zh: text.clone(), en: text })
}

const fn mode_of(asked: Asked) -> Mode {
    match asked {
        Asked::Daily => Mode::Daily,
        Asked::Weekly => Mode::Weekly,
        Asked::Monthly => Mode::Monthly,
    }
}

fn form(
    list: &RiskList,
    mode: Asked,
    (from, to): (NaiveDate, NaiveDate),
    out: Option<&Path>,
    voice: Voice,
) -> Result<Said, ServerError> {
    let request = FormRequest { from, to, closed_days: &BTreeSet::new(), findings: &[] };
    let forms = risks::forms_of(list, mode_of(mode), &request)?;
    let value: Vec<Value> = forms.iter().map(form_json).collect();
    let text = |zh: bool| forms.iter().map(|form| form_text(form, zh)).collect::<Vec<_>>().join("\n\n");
    let Some(out) = out else {
        return Ok(Said { json: json!(value), zh: text(true), en: text(false) });
    };
    let is_zh = voice.lang() == Lang::Zh;
    let is_book = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let bytes = if is_book {
        let sheets: Vec<PlainSheet> = forms.iter().map(|form| sheet(form, is_zh)).collect();
        write_plain(&sheets).map_err(|cause| ServerError::Internal { detail: cause.to_string() })?
    } else {
        format!("{}\n", text(is_zh)).into_bytes()
    };
    super::lists::write_new(out, &bytes)?;
    let (path, count) = (out.display().to_string(), forms.len());
    Ok(Said {
        json: json!({ "file": path, "forms": value }),
        zh: format!("已把 {count} 张表写入 {path}。"),
        en: format!("{count} forms are written to {path}."),
    })
}

fn form_json(form: &CheckForm) -> Value {
    let lines: Vec<Value> = form
        .lines
        .iter()
        .map(|line| {
            json!({
                "number": line.number, "row": line.row, "category": line.category.zh,
                "indicator": line.indicator.zh, "measure": line.measure.zh, "frequency": line.frequency.zh,
            })
        })
        .collect();
    json!({
        "list": form.list, "version": form.version, "mode": form.mode.code(), "title": form.title.zh,
        "from": form.from.to_string(), "to": form.to.to_string(), "role": form.role.code(), "lines": lines,
    })
}

fn chosen(text: &Bilingual, zh: bool) -> String {
    if zh { text.zh.clone() } else { text.en.clone() }
}

const fn phrase(phrase: Phrase, zh: bool) -> &'static str {
    if zh { phrase.zh } else { phrase.en }
}

fn cells(form: &CheckForm, zh: bool) -> Vec<Vec<String>> {
    let of = |text: &Bilingual| chosen(text, zh);
    form.lines
        .iter()
        .map(|line| {
            let mut row = vec![line.number.to_string()];
            row.extend([&line.category, &line.indicator, &line.measure, &line.frequency].map(of));
            row.extend(ENTRIES.iter().map(|_| String::new()));
            row
        })
        .collect()
}

fn who(form: &CheckForm, zh: bool) -> String {
    let role = phrase(form.role.phrase(), zh);
    let (list, version, from, to) = (&form.list, form.version, form.from, form.to);
    if zh {
        format!("填表人：{role}　　日期：{from} 至 {to}　　清单：{list} 第 {version} 版")
    } else {
        format!("Filled by: {role}    Days: {from} to {to}    List: {list} version {version}")
    }
}

fn form_text(form: &CheckForm, zh: bool) -> String {
    let headings: Vec<&str> =
        HEADINGS.iter().map(|(one, _)| phrase(*one, zh)).chain(ENTRIES.map(|one| phrase(one, zh))).collect();
    let rows = table(&headings, &cells(form, zh));
    format!("{}\n{}\n{rows}\n{}", chosen(&form.title, zh), who(form, zh), phrase(ZERO_RISK, zh))
}

fn sheet(form: &CheckForm, zh: bool) -> PlainSheet {
    let name = match form.mode {
        Mode::Daily => form.from.to_string(),
        Mode::Weekly | Mode::Monthly => format!("{} {}", form.from, form.to),
    };
    let fixed = HEADINGS.iter().map(|(one, width)| (phrase(*one, zh).to_owned(), *width));
    let filled = ENTRIES.iter().map(|one| (phrase(*one, zh).to_owned(), ENTRY_WIDTH));
    PlainSheet {
        name,
        above: vec![chosen(&form.title, zh), who(form, zh)],
        headings: fixed.chain(filled).collect(),
        rows: cells(form, zh),
        below: vec![phrase(ZERO_RISK, zh).to_owned()],
    }
}

fn compare(own: &Path, sample: &RiskList, voice: Voice) -> Result<Said, ServerError> {
    let (own, compared) = risks::compare_with(own, sample)?;
    let verdict = |code: &str| match code {
        "covered" => voice.pick("具备", "covered"),
        "weaker" => voice.pick("较弱", "weaker"),
        "missing" => voice.pick("缺少", "missing"),
        _ => voice.pick("多出", "extra"),
    };
    let mut text = compared.summary.clone();
    for row in &compared.rows {
        let name = verdict(row.verdict.code());
        text.zh.push_str(&format!("\n  [{name}] {}", row.words.zh));
        text.en.push_str(&format!("\n  [{name}] {}", row.words.en));
    }
    if !own.ignored_columns.is_empty() {
        let names: Vec<String> =
            own.ignored_columns.iter().map(|(letter, heading)| format!("{letter}（{heading}）")).collect();
        text.zh.push_str(&format!("\n未采用的列：{}", names.join("、")));
        text.en.push_str(&format!("\nColumns that were not taken over: {}", names.join(", ")));
    }
    if !own.carried_down.is_empty() {
        let cells: Vec<String> =
            own.carried_down.iter().map(|(row, letter)| format!("{letter}{row}")).collect();
        text.zh.push_str(&format!("\n空白而沿用上一行的单元格：{}", cells.join("、")));
        text.en.push_str(&format!("\nBlank cells filled from the row above: {}", cells.join(", ")));
    }
    let rows: Vec<Value> = compared
        .rows
        .iter()
        .map(|row| {
            json!({
                "sample": row.sample, "own": row.own, "alike": row.alike, "verdict": row.verdict.code(),
                "zh": row.words.zh, "en": row.words.en,
            })
        })
        .collect();
    let count = |code| compared.count(code);
    Ok(Said {
        json: json!({
            "sample": compared.sample, "version": compared.version, "covered": count("covered"),
            "weaker": count("weaker"), "missing": count("missing"), "extra": count("extra"), "rows": rows,
        }),
        zh: text.zh,
        en: text.en,
    })
}
