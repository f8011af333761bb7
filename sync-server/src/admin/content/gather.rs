//! Files, folders and workbooks become files of content.

use super::Finding;
use crate::ServerError;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use zhian_workbook::{FILE_BYTES_MAX, Imported, import};

/// Folders of JSON Schemas: they describe content and are none.
const SCHEMAS: &str = "schema";
/// How deep folders are read; a regulator's stand three deep.
const DEPTH_MAX: usize = 8;
/// Most files of one call.
const FILES_MAX: usize = 10_000;

/// A file of content as it would be published.
#[derive(Debug, Clone)]
pub struct Given {
    /// Name for people.
    pub name: String,
    /// The file, byte for byte.
    pub json: String,
    /// The folder that paths in the file are relative to.
    pub folder: PathBuf,
    /// The workbook it comes from.
    pub book: Option<Rc<Imported>>,
    /// Whether the person named this very file, and not a folder around it.
    pub is_named: bool,
}

/// Everything that was handed in.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Files that could be taken in.
    pub files: Vec<Given>,
    /// What could not.
    pub faults: Vec<Finding>,
    /// What was read otherwise than it was typed.
    pub remarks: Vec<Finding>,
}

/// Takes in every path: a JSON file, a folder of them with the folders below it, or a workbook.
///
/// Errors: [`ServerError::File`] for a path that cannot be read. What is wrong inside a file is in [`Gathered::faults`].
pub fn gather(paths: &[PathBuf]) -> Result<Gathered, ServerError> {
    let mut all = Gathered::default();
    for path in paths {
        if path.is_dir() {
            let mut found = Vec::new();
            walk(path, 0, &mut found)?;
            for file in found {
                let name = file.strip_prefix(path).unwrap_or(&file).display().to_string();
                all.take(&file, name, false)?;
            }
        } else {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            all.take(path, name, true)?;
        }
    }
    Ok(all)
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> ServerError {
    let path = path.display().to_string();
    move |cause| ServerError::File { path: path.clone(), action: "read", cause }
}

/// JSON files below a folder, by name. Links are not followed: they may lead in a circle.
fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), ServerError> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .and_then(|all| all.map(|one| one.map(|one| one.path())).collect())
        .map_err(unreadable(folder))?;
    entries.sort();
    for path in entries {
        let about = std::fs::symlink_metadata(&path).map_err(unreadable(&path))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if name.starts_with('.') {
            continue;
        }
        if about.is_dir() && name != SCHEMAS && depth < DEPTH_MAX {
            walk(&path, depth + 1, found)?;
        } else if about.is_file() && is_json && found.len() < FILES_MAX {
            found.push(path);
        }
    }
    Ok(())
}

impl Gathered {
    fn take(&mut self, path: &Path, name: String, is_named: bool) -> Result<(), ServerError> {
        let size = std::fs::metadata(path).map_err(unreadable(path))?.len();
        if size > FILE_BYTES_MAX as u64 {
            let (zh, en) = (
                format!("有{size}字节，最多读{FILE_BYTES_MAX}字节"),
                format!("has {size} bytes, at most {FILE_BYTES_MAX} are read"),
            );
            self.faults.push(Finding::whole(&name, "workbook.too-large", zh, en));
            return Ok(());
        }
        let bytes = std::fs::read(path).map_err(unreadable(path))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        if is_workbook(path, &bytes) {
            self.book(&bytes, name, &folder);
            return Ok(());
        }
        match String::from_utf8(bytes) {
            Ok(json) => self.files.push(Given { name, json, folder, book: None, is_named }),
            Err(cause) => self.faults.push(Finding::whole(
                &name,
                "admin.not-content",
                "不是UTF-8文本，请另存为UTF-8编码",
                format!("is no UTF-8 text: {}", cause.utf8_error()),
            )),
        }
        Ok(())
    }

    fn book(&mut self, bytes: &[u8], name: String, folder: &Path) {
        match import(bytes) {
            Ok(read) => {
                let remarks = read.remarks.iter().map(|remark| Finding {
                    file: name.clone(),
                    at: Some(remark.at().clone()),
                    place: None,
                    code: remark.code(),
                    words: remark.words(),
                });
                self.remarks.extend(remarks);
                let read = Rc::new(read);
                for part in &read.parts {
                    self.files.push(Given {
                        name: name.clone(),
                        json: part.json(),
                        folder: folder.to_owned(),
                        book: Some(Rc::clone(&read)),
                        is_named: true,
                    });
                }
            }
            Err(errors) => self.faults.extend(errors.iter().map(|error| Finding {
                file: name.clone(),
                at: error.at().cloned(),
                place: None,
                code: error.code(),
                words: error.words(),
            })),
        }
    }
}

/// By its ending or by its first bytes: a workbook under another name is still one, and so is an old or a locked one.
pub(super) fn is_workbook(path: &Path, bytes: &[u8]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    ["xlsx", "xlsm", "xls", "ods"].contains(&ending.as_str())
        || bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}
