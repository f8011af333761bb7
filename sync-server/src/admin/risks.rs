//! Risk control lists: the forms that follow from one, and an enterprise's own list held against it.

use super::content::{Faults, Finding, newest};
use crate::{Office, ServerError};
use serde_json::Value;
use std::path::Path;
use zhian_domain::checklist::Bilingual;
use zhian_domain::content::{Content, ContentKind, read};
use zhian_domain::risk::compare::{Comparison, compare};
use zhian_domain::risk::form::{CheckForm, FormRequest, forms};
use zhian_domain::risk::table::read_table;
use zhian_domain::risk::text::rows_of_text;
use zhian_domain::risk::{Mode, OwnList, RiskError, RiskList};

/// A list by its id, or by the name of its file.
///
/// Errors: [`ServerError::NotFound`]; [`ServerError::Faulty`] for a file that is no risk list.
pub fn list(office: Option<&Office>, name: &str) -> Result<RiskList, ServerError> {
    let path = Path::new(name);
    if path.is_file() {
        let failed = |cause| ServerError::File { path: name.to_owned(), action: "read", cause };
        let json = std::fs::read_to_string(path).map_err(failed)?;
        return match read(ContentKind::RiskList, name, &json) {
            Ok(Content::RiskList(list)) => Ok(list),
            Ok(_) => Err(refused(name, vec![("不是风险清单".to_owned(), "is no risk list".to_owned())])),
            Err(cause) => {
                Err(refused(name, vec![("不是风险清单，或者有错误".to_owned(), cause.to_string())]))
            }
        };
    }
    let published = office.map(newest).transpose()?.unwrap_or_default();
    let found = published.into_iter().find_map(|one| match one.content {
        Content::RiskList(list) if list.id.eq_ignore_ascii_case(name) => Some(list),
        _ => None,
    });
    found.ok_or_else(|| ServerError::NotFound { what: "risk list", name: name.to_owned() })
}

fn refused(file: &str, words: Vec<(String, String)>) -> ServerError {
    let of = |(zh, en): (String, String)| Finding {
        file: file.to_owned(),
        at: None,
        place: None,
        code: "risk.table",
        words: Bilingual { zh, en },
    };
    ServerError::Faulty(Box::new(Faults { faults: words.into_iter().map(of).collect() }))
}

/// The forms of a mode for a range of days.
pub fn forms_of(
    list: &RiskList,
    mode: Mode,
    request: &FormRequest<'_>,
) -> Result<Vec<CheckForm>, ServerError> {
    forms(list, mode, request).map_err(|cause| ServerError::Invalid {
        what: "days",
        zh: "日期范围为空，或者超过400天".to_owned(),
        detail: cause.to_string(),
    })
}

/// Holds an enterprise's own list against a sample. The own list is a workbook, a CSV file, or JSON: a list of lists of texts,
/// or a published risk list.
///
/// Errors: [`ServerError::Faulty`] with every cell at fault.
pub fn compare_with(own: &Path, sample: &RiskList) -> Result<(OwnList, Comparison), ServerError> {
    let name = own.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let table = table(own, &name)?;
    let own = read_table(&table).map_err(|cause| match cause {
        RiskError::Table { faults, more } => {
            let mut words: Vec<(String, String)> = faults
                .iter()
                .map(|fault| {
                    let Bilingual { zh, en } = fault.words();
                    (zh, en)
                })
                .collect();
            if more > 0 {
                words.push((format!("另有{more}处错误"), format!("and {more} more faults")));
            }
            refused(&name, words)
        }
        RiskError::Range { .. } => ServerError::Internal { detail: cause.to_string() },
    })?;
    let compared = compare(sample, &own);
    Ok((own, compared))
}

fn table(path: &Path, name: &str) -> Result<Vec<Vec<String>>, ServerError> {
    let failed = |cause| ServerError::File { path: path.display().to_string(), action: "read", cause };
    let size = std::fs::metadata(path).map_err(failed)?.len();
    let limit = zhian_workbook::FILE_BYTES_MAX;
    if size > limit as u64 {
        let words = (
            format!("有{size}字节，最多读{limit}字节"),
            format!("has {size} bytes, at most {limit} are read"),
        );
        return Err(refused(name, vec![words]));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    if super::content::is_book(path, &bytes) {
        return zhian_workbook::read_plain(&bytes).map_err(|errors| {
            let of = |error: &zhian_workbook::WorkbookError| Finding {
                file: name.to_owned(),
                at: error.at().cloned(),
                place: None,
                code: error.code(),
                words: error.words(),
            };
            ServerError::Faulty(Box::new(Faults { faults: errors.iter().map(of).collect() }))
        });
    }
    let not_text =
        |cause: String| refused(name, vec![("不是UTF-8文本，请另存为“CSV UTF-8”".to_owned(), cause)]);
    let text = String::from_utf8(bytes).map_err(|cause| not_text(cause.to_string()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim_start().starts_with(['[', '{']) {
        return from_json(name, text);
    }
    Ok(rows_of_text(text))
}

fn from_json(name: &str, text: &str) -> Result<Vec<Vec<String>>, ServerError> {
    if let Ok(Content::RiskList(list)) = read(ContentKind::RiskList, name, text) {
        let table = list.official();
        let zh = |cells: Vec<Bilingual>| cells.into_iter().map(|cell| cell.zh).collect();
        return Ok(std::iter::once(table.headings).chain(table.rows).map(zh).collect());
    }
    let rows: Option<Vec<Vec<Value>>> = serde_json::from_str(text).ok();
    let rows = rows.ok_or_else(|| {
        let zh = "不是风险清单，也不是由行组成的表格".to_owned();
        refused(name, vec![(zh, "is neither a risk list nor a table as a list of rows".to_owned())])
    })?;
    let cell = |value: Value| match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    Ok(rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect())
}
