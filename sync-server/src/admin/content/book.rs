//! Workbooks and forms of others become files, and files become a workbook.

use super::finding::{Faults, Finding};
use super::gather::{Gathered, is_workbook};
use super::newest;
use crate::{Office, ServerError};
use std::io::Write;
use std::path::{Path, PathBuf};
use zhian_workbook::{FormDefaults, LeftOver, Part, WorkbookError, import, import_form};

/// What became of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brought {
    /// Files written, below the folder.
    pub written: Vec<String>,
    /// Files that say the same already.
    pub unchanged: Vec<String>,
    /// What was read otherwise than it was typed.
    pub remarks: Vec<Finding>,
}

/// What became of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtForm {
    /// Its checklist.
    pub brought: Brought,
    /// What could not be carried over as it was, item by item.
    pub left: Vec<LeftOver>,
}

/// What was written into a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// Files in it, with their versions.
    pub files: Vec<(String, u32)>,
    /// Files that no sheet holds: rules and calendars.
    pub left_out: Vec<String>,
    /// Size of the workbook.
    pub bytes: usize,
}

fn refused(file: &str, errors: &[WorkbookError]) -> ServerError {
    let of = |error: &WorkbookError| Finding {
        file: file.to_owned(),
        at: error.at().cloned(),
        place: None,
        code: error.code(),
        words: error.words(),
    };
    ServerError::Faulty(Box::new(Faults { faults: errors.iter().map(of).collect() }))
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, ServerError> {
    let failed = |cause| ServerError::File { path: path.display().to_string(), action: "read", cause };
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > zhian_workbook::FILE_BYTES_MAX as u64 {
        let bytes = usize::try_from(size).unwrap_or(usize::MAX);
        let error = WorkbookError::TooLarge { bytes, limit: zhian_workbook::FILE_BYTES_MAX };
        return Err(refused(&name_of(path), &[error]));
    }
    std::fs::read(path).map_err(failed)
}

/// Writes the files of a workbook into a folder. A file that says something else is overwritten only with `force`.
///
/// Errors: [`ServerError::Faulty`] with every fault of the workbook; [`ServerError::WouldOverwrite`] with every file in the
/// way. Nothing is written then.
pub fn bring(book: &Path, into: &Path, force: bool) -> Result<Brought, ServerError> {
    let read = import(&bytes_of(book)?).map_err(|errors| refused(&name_of(book), &errors))?;
    let mut brought = put(&read.parts, into, force)?;
    brought.remarks = read
        .remarks
        .iter()
        .map(|remark| Finding {
            file: name_of(book),
            at: Some(remark.at().clone()),
            place: None,
            code: remark.code(),
            words: remark.words(),
        })
        .collect();
    Ok(brought)
}

/// Writes a form of survey and choices as a checklist into a folder. Errors: as [`bring`].
pub fn bring_form(
    form: &Path,
    defaults: &FormDefaults,
    into: &Path,
    force: bool,
) -> Result<BroughtForm, ServerError> {
    let read = import_form(&bytes_of(form)?, defaults).map_err(|errors| refused(&name_of(form), &errors))?;
    Ok(BroughtForm { brought: put(std::slice::from_ref(&read.part), into, force)?, left: read.left })
}

fn put(parts: &[Part], into: &Path, force: bool) -> Result<Brought, ServerError> {
    let mut brought = Brought::default();
    let (mut fresh, mut in_the_way) = (Vec::new(), Vec::new());
    for part in parts {
        let name = part.file();
        let path = into.join(&name);
        let there = match std::fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => None,
            Err(cause) => {
                return Err(ServerError::File { path: path.display().to_string(), action: "read", cause });
            }
        };
        match there {
            Some(bytes) if says_the_same(&name, &bytes, part) => brought.unchanged.push(name),
            Some(_) if !force => in_the_way.push(name),
            _ => fresh.push((name, path, part.json())),
        }
    }
    if !in_the_way.is_empty() {
        return Err(ServerError::WouldOverwrite { files: in_the_way });
    }
    for (name, path, json) in fresh {
        replace(&path, json.as_bytes())?;
        brought.written.push(name);
    }
    Ok(brought)
}

/// A file that was laid out by hand says the same as the workbook's: it stays as it is, byte for byte.
fn says_the_same(name: &str, bytes: &[u8], part: &Part) -> bool {
    let there = std::str::from_utf8(bytes).ok().and_then(|json| Part::read(name, json).ok());
    there.is_some_and(|there| there == *part)
}

/// Writes a file beside its name and moves it there: what is half written is never taken for the whole.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), ServerError> {
    let failed = |cause| ServerError::File { path: path.display().to_string(), action: "written", cause };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut file = std::fs::File::create(&beside).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&beside, path).map_err(failed)
}

/// Writes a workbook: of the files handed in, or of the newest versions of everything published where none is.
///
/// Errors: [`ServerError::Faulty`]; [`ServerError::File`] where the workbook exists and `force` is not set.
pub fn write(
    office: Option<&Office>,
    gathered: Option<Gathered>,
    out: &Path,
    force: bool,
) -> Result<Written, ServerError> {
    let mut written = Written::default();
    let files: Vec<(String, String)> = match gathered {
        Some(gathered) if !gathered.faults.is_empty() => {
            return Err(ServerError::Faulty(Box::new(Faults { faults: gathered.faults })));
        }
        Some(gathered) => gathered.files.into_iter().map(|given| (given.name, given.json)).collect(),
        None => {
            let published = office.map(newest).transpose()?.unwrap_or_default();
            published
                .into_iter()
                .map(|one| (format!("{}@{}", one.entry.id, one.entry.version), one.json))
                .collect()
        }
    };
    let (mut parts, mut faults) = (Vec::new(), Vec::new());
    for (name, json) in &files {
        match Part::read(name, json) {
            Ok(part) => {
                written.files.push((part.id().to_owned(), part.version()));
                parts.push(part);
            }
            Err(errors) if errors.iter().all(|one| matches!(one, WorkbookError::NotContent { .. })) => {
                written.left_out.push(name.clone());
            }
            Err(errors) => faults.extend(errors),
        }
    }
    if parts.is_empty() && faults.is_empty() {
        return Err(ServerError::NotFound { what: "content", name: String::new() });
    }
    if !faults.is_empty() {
        return Err(refused(&name_of(out), &faults));
    }
    let bytes = zhian_workbook::export(&parts).map_err(|errors| refused(&name_of(out), &errors))?;
    if out.exists() && !force {
        let cause = std::io::ErrorKind::AlreadyExists.into();
        return Err(ServerError::File { path: out.display().to_string(), action: "written", cause });
    }
    replace(out, &bytes)?;
    written.bytes = bytes.len();
    Ok(written)
}

/// Whether a path is a workbook, by its ending or its first bytes.
pub(crate) fn is_book(path: &Path, bytes: &[u8]) -> bool {
    is_workbook(path, bytes)
}
