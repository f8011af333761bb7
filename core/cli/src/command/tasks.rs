//! Tasks, the directory, and the arrival at a task.

use crate::args::{CheckIn, Search, TaskChoice, Tasks};
use crate::failure::CliError;
use crate::page::Output;
use crate::select::{every_task, task};
use crate::session::Session;
use crate::style::{Ink, Style};
use crate::table::{Cell, Table};
use crate::words::{day_and_minute, moment, officer, short, unit_kind};
use crate::{input, json};
use serde_json::{Value, json};
use zhian_engine::CheckInRequest;
use zhian_engine::view::{TaskFilter, TaskRow};
use zhian_protocol::explain::Language;

/// `zhian tasks`.
pub fn list(session: &Session, args: &Tasks) -> Result<Output, CliError> {
    // Numbers count through every task, so that a number means the same in each of the lists.
    let rows = every_task(&session.engine, TaskFilter::All)?;
    let shown: Vec<(usize, &TaskRow)> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| (index + 1, row))
        .filter(|(_, row)| is_chosen(row, args.show))
        .filter(|(_, row)| args.find.as_ref().is_none_or(|words| mentions(row, words)))
        .collect();
    let mut page = session.page();
    if shown.is_empty() {
        page.line(
            Some(Ink::Faint),
            page.say("没有任务。zhian sync 可取回新任务。", "No tasks. zhian sync fetches new ones."),
        );
    } else {
        page.table(&table(&session.style, &shown));
    }
    let value =
        json!({ "tasks": shown.iter().map(|(number, row)| row_json(*number, row)).collect::<Vec<_>>() });
    Ok(page.done(value))
}

fn is_chosen(row: &TaskRow, choice: TaskChoice) -> bool {
    let sealed = row.started.as_ref().is_some_and(|visit| visit.sealed);
    match choice {
        TaskChoice::All => true,
        TaskChoice::Open => !sealed && !row.withdrawn,
        TaskChoice::Done => sealed,
        TaskChoice::Withdrawn => row.withdrawn,
    }
}

fn mentions(row: &TaskRow, words: &str) -> bool {
    let text = format!("{} {}", row.title, row.enterprise_name).to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn table(style: &Style, shown: &[(usize, &TaskRow)]) -> Table {
    let mut table = match style.language {
        Language::Zh => Table::new(["序号", "任务", "被检查单位", "事由", "期限", "进度"]),
        Language::En => Table::new(["#", "task", "enterprise", "title", "due", "progress"]),
    }
    .right(0)
    .flexible(3);
    for (number, row) in shown {
        let due = day_and_minute(row.due);
        let due = if row.overdue { Cell::inked(Ink::Bad, due) } else { due.into() };
        table.row([
            number.to_string().into(),
            Cell::inked(Ink::Strong, short(&row.task)),
            row.enterprise_name.as_str().into(),
            row.title.as_str().into(),
            due,
            progress(style, row),
        ]);
    }
    table
}

fn progress(style: &Style, row: &TaskRow) -> Cell {
    match &row.started {
        _ if row.withdrawn => Cell::inked(Ink::Faint, style.say("已撤回", "withdrawn")),
        None => Cell::inked(Ink::Faint, style.say("未开始", "not started")),
        Some(visit) if visit.sealed => Cell::inked(Ink::Good, style.say("已封存", "sealed")),
        Some(visit) => {
            let counts = &visit.counts;
            let figures = format!("{}/{}", counts.answered, counts.items);
            if counts.conflicts > 0 {
                let differ = style.say("不一致", "differ");
                Cell::inked(Ink::Warn, format!("{figures} {} {differ}", counts.conflicts))
            } else {
                figures.into()
            }
        }
    }
}

fn row_json(number: usize, row: &TaskRow) -> Value {
    json!({
        "number": number,
        "task": row.task.to_string(),
        "visit": row.visit.to_string(),
        "title": row.title,
        "enterprise": row.enterprise_name,
        "due_unix_ms": row.due.unix_ms(),
        "overdue": row.overdue,
        "withdrawn": row.withdrawn,
        "started": row.started.as_ref().map(json::progress),
    })
}

/// `zhian directory search`.
pub fn search(session: &Session, args: &Search) -> Result<Output, CliError> {
    let found = session.engine.search_directory(&args.text, args.limit)?;
    let mut page = session.page();
    let mut table = match session.style.language {
        Language::Zh => Table::new(["统一社会信用代码", "名称", "类型", "地址"]),
        Language::En => Table::new(["credit code", "name", "kind", "address"]),
    }
    .flexible(3);
    for view in &found {
        let one = &view.enterprise;
        table.row([
            Cell::inked(Ink::Faint, one.uscc.as_str()),
            one.name.as_str().into(),
            unit_kind(session.style.language, one.kind).into(),
            one.address.as_str().into(),
        ]);
    }
    if found.is_empty() {
        page.line(
            Some(Ink::Faint),
            page.say("名录中没有符合的单位。", "The directory has no such enterprise."),
        );
    } else {
        page.table(&table);
    }
    let listed = found.iter().map(|view| {
        let one = &view.enterprise;
        json!({
            "id": one.id.to_string(), "uscc": one.uscc.as_str(), "name": one.name, "kind": one.kind.code(),
            "region": one.region.as_str(), "address": one.address,
            "legal_representative": one.legal_representative, "phone": one.phone, "products": one.products,
        })
    });
    Ok(page.done(json!({ "enterprises": listed.collect::<Vec<_>>() })))
}

/// `zhian check-in`.
pub fn check_in(session: &Session, args: &CheckIn) -> Result<Output, CliError> {
    let request = CheckInRequest {
        task: task(&session.engine, args.task.as_deref())?,
        position: input::position(&args.place)?,
        rights_told: args.rights_told,
    };
    let view = session.engine.check_in(&request)?;
    let mut page = session.page();
    page.line(Some(Ink::Good), page.say("已到场登记，检查开始。", "Checked in; the visit has begun."));
    page.line(Some(Ink::Strong), &view.enterprise_name);
    let mut table = Table::new(["", "", ""]);
    for one in view.participants.iter().flat_map(|participant| &participant.check_ins) {
        let place = one.check_in.position.as_ref().map_or_else(
            || page.say("无定位", "no position").to_owned(),
            |at| {
                let [latitude, longitude] = [at.latitude_e7(), at.longitude_e7()].map(json::degrees);
                format!("{latitude}, {longitude} ±{} m", at.accuracy_m)
            },
        );
        table.row([officer(&one.officer).into(), moment(&one.check_in.at).into(), place.into()]);
    }
    page.table(&table);
    page.line(Some(Ink::Faint), page.say("下一步：zhian show", "Next: zhian show"));
    Ok(page.done(json::visit(&view)))
}
