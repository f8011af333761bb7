//! What the people who run the office do, one use case a file. Nothing here prints.
//!
//! Every one works on the same records as a running server, which notices: it keeps nothing in memory that another
//! process could change under it.

pub mod authority;
pub mod checklist;
pub mod compose;
pub mod content;
pub mod device;
pub mod directory;
pub mod ledger;
pub mod officer;
pub mod risks;
pub mod sample;
pub mod sealed;
pub mod task;

use crate::ServerError;

/// Longest name or title, characters.
const TEXT_CHARS_MAX: usize = 200;

/// A text that is neither empty nor too long, without white space around it.
fn text(what: &'static str, given: &str) -> Result<String, ServerError> {
    let text = given.trim();
    let count = text.chars().count();
    if count == 0 || count > TEXT_CHARS_MAX || text.chars().any(char::is_control) {
        let detail = format!("1 to {TEXT_CHARS_MAX} characters are needed, {count} were given");
        let zh = format!("应为 1 至 {TEXT_CHARS_MAX} 个字，不含换行，现有 {count} 个");
        return Err(ServerError::Invalid { what, zh, detail });
    }
    Ok(text.to_owned())
}

/// As [`text`], where nothing at all may be given.
fn optional(what: &'static str, given: Option<&str>) -> Result<Option<String>, ServerError> {
    given.map(str::trim).filter(|given| !given.is_empty()).map(|given| text(what, given)).transpose()
}
