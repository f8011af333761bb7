//! Which task, visit, item, finding or file is meant: a list number or the first characters are enough.

use crate::failure::CliError;
use crate::words::short;
use zhian_domain::id::{EvidenceHash, FindingId, ItemId, TaskId, VisitId};
use zhian_engine::view::{TaskCursor, TaskFilter, TaskRow, VersionStanding, VisitRow, VisitView};
use zhian_engine::{Engine, TaskQuery};

/// Longest text that is read as a list number; longer ones are the beginning of an id.
const NUMBER_CHARS_MAX: usize = 3;
/// Fewest characters of an id: fewer would be a list number.
const PREFIX_CHARS_MIN: usize = 4;
/// Tasks asked for at once.
const PAGE: u32 = 200;

/// Every task of a list, in order of due time.
pub fn every_task(engine: &Engine, filter: TaskFilter) -> Result<Vec<TaskRow>, CliError> {
    let mut rows = Vec::new();
    let mut after: Option<TaskCursor> = None;
    loop {
        let page = engine.tasks(&TaskQuery { filter, after, limit: PAGE })?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// The task that is meant. Without a text it is the only open one.
pub fn task(engine: &Engine, text: Option<&str>) -> Result<TaskId, CliError> {
    match text {
        Some(text) => Ok(row(&every_task(engine, TaskFilter::All)?, text)?.task),
        None => {
            let open = every_task(engine, TaskFilter::Open)?;
            match open.as_slice() {
                [only] => Ok(only.task),
                several => Err(CliError::WhichVisit { found: several.len() }),
            }
        }
    }
}

/// The visit that is meant. Without a text it is the only one that is being filled, or else the only one at all.
///
/// A number or the beginning of a task means its visit: the one on an older version until somebody moves it.
pub fn visit(engine: &Engine, text: Option<&str>) -> Result<VisitId, CliError> {
    let visits = engine.visits()?;
    let is_left = |visit: &VisitRow| matches!(visit.version, VersionStanding::MovedOn { .. });
    let Some(text) = text else {
        let open: Vec<_> = visits.iter().filter(|visit| !visit.sealed && !is_left(visit)).collect();
        return match (open.as_slice(), visits.as_slice()) {
            ([only], _) => Ok(only.visit),
            ([], [only]) => Ok(only.visit),
            ([], several) => Err(CliError::WhichVisit { found: several.len() }),
            (several, _) => Err(CliError::WhichVisit { found: several.len() }),
        };
    };
    let typed = text.trim().to_lowercase();
    let begins =
        |visit: &&VisitRow| typed.len() >= PREFIX_CHARS_MIN && visit.visit.to_string().starts_with(&typed);
    if let [only] = visits.iter().filter(begins).collect::<Vec<_>>().as_slice() {
        return Ok(only.visit);
    }
    let tasks = every_task(engine, TaskFilter::All)?;
    let row = row(&tasks, text)?;
    let older = visits.iter().find(|visit| visit.task == row.task && !is_left(visit));
    let has_begun = visits.iter().any(|visit| visit.visit == row.visit);
    Ok(older.filter(|_| !has_begun).map_or(row.visit, |older| older.visit))
}

fn row<'a>(rows: &'a [TaskRow], text: &str) -> Result<&'a TaskRow, CliError> {
    let typed = text.trim().to_lowercase();
    if typed.len() <= NUMBER_CHARS_MAX && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: usize = typed.parse().unwrap_or(0);
        return number
            .checked_sub(1)
            .and_then(|index| rows.get(index))
            .ok_or_else(|| CliError::NoSuch { what: "task", text: text.to_owned() });
    }
    let matches = |row: &&TaskRow| {
        row.task.to_string().starts_with(&typed) || row.visit.to_string().starts_with(&typed)
    };
    let found: Vec<&TaskRow> =
        rows.iter().filter(|_| typed.len() >= PREFIX_CHARS_MIN).filter(matches).collect();
    one(&found, "task", text, |row| format!("{} {}", short(&row.task), row.enterprise_name)).copied()
}

fn one<'a, T>(
    found: &'a [T],
    what: &'static str,
    text: &str,
    name: impl Fn(&T) -> String,
) -> Result<&'a T, CliError> {
    match found {
        [only] => Ok(only),
        [] => Err(CliError::NoSuch { what, text: text.to_owned() }),
        several => {
            let candidates = several.iter().take(5).map(name).collect();
            Err(CliError::Ambiguous { text: text.to_owned(), candidates })
        }
    }
}

/// The item that is meant: its id in any case, or its number (`14` for `P75-14`).
pub fn item(visit: &VisitView, text: &str) -> Result<ItemId, CliError> {
    let ids = visit.sections.iter().flat_map(|section| &section.items).map(|view| &view.item.id);
    let typed = text.trim();
    let number: Option<u32> = typed.parse().ok();
    let number_of = |id: &ItemId| id.as_str().rsplit('-').next().and_then(|part| part.parse::<u32>().ok());
    let mut named = ids.clone().filter(|id| id.as_str().eq_ignore_ascii_case(typed));
    if let Some(id) = named.next() {
        return Ok(id.clone());
    }
    let found: Vec<&ItemId> = ids.filter(|id| number.is_some() && number_of(id) == number).collect();
    one(&found, "item", text, ToString::to_string).map(|id| (*id).clone())
}

/// The finding that is meant, by the first characters of its id.
pub fn finding(visit: &VisitView, text: &str) -> Result<FindingId, CliError> {
    let typed = text.trim().to_lowercase();
    let begins = |id: &FindingId| typed.len() >= PREFIX_CHARS_MIN && id.to_string().starts_with(&typed);
    let found: Vec<FindingId> = visit.findings.iter().map(|view| view.finding.id).filter(begins).collect();
    one(&found, "finding", text, short).copied()
}

/// The evidence that is meant, by the first characters of its hash.
pub fn evidence(visit: &VisitView, text: &str) -> Result<EvidenceHash, CliError> {
    let typed = text.trim().to_lowercase();
    let begins =
        |hash: &EvidenceHash| typed.len() >= PREFIX_CHARS_MIN && hash.to_string().starts_with(&typed);
    let of_items = visit.sections.iter().flat_map(|section| &section.items).flat_map(|item| &item.evidence);
    let mut found: Vec<EvidenceHash> =
        of_items.chain(&visit.scene).map(|view| view.evidence.hash).filter(begins).collect();
    found.dedup();
    one(&found, "evidence", text, short).copied()
}
