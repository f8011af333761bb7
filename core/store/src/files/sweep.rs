//! What a start does with `evidence/`: finishes what a crash interrupted, without walking over all files.

use super::{EvidenceFiles, OrphanFile};
use crate::error::StoreError;
use crate::rows::evidence::FileState;
use std::fs;
use std::path::Path;
use zhian_domain::id::EvidenceHash;

/// What a start found in `evidence/`.
#[derive(Debug, Default)]
pub(crate) struct Swept {
    /// Complete files without a row.
    pub(crate) orphans: Vec<OrphanFile>,
    /// Files that were never finished: nobody was told that they are kept.
    pub(crate) unfinished: u64,
}

fn entries(dir: &Path) -> Result<Vec<fs::DirEntry>, StoreError> {
    fs::read_dir(dir)
        .and_then(|entries| entries.collect::<Result<Vec<_>, _>>())
        .map_err(|cause| StoreError::io(dir, cause))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(|cause| StoreError::io(path, cause))
}

impl EvidenceFiles {
    /// Settles the notes in `tmp/`; `state` tells what the rows say of a file.
    ///
    /// With `walk`, every file of the folder is compared with the rows: only after rows were lost.
    pub(crate) fn sweep(
        &self,
        walk: bool,
        state: impl Fn(&EvidenceHash) -> Result<Option<FileState>, StoreError>,
    ) -> Result<Swept, StoreError> {
        let mut swept = Swept::default();
        if walk {
            self.note_files_without_row(&state)?;
        }
        for entry in entries(&self.root.join("tmp"))? {
            let name = entry.file_name();
            let Some((stem, kind)) = name.to_str().and_then(|name| name.rsplit_once('.')) else { continue };
            match (kind, stem.parse::<EvidenceHash>()) {
                ("part", _) => {
                    remove(&entry.path())?;
                    swept.unfinished += 1;
                }
                ("kept", Ok(hash)) => match (self.size(&hash), state(&hash)?) {
                    (Ok(size), None | Some(FileState::Absent)) => {
                        swept.orphans.push(OrphanFile { hash, size });
                    }
                    // Either the row came after all, or the crash was before the file got its name.
                    _ => remove(&entry.path())?,
                },
                ("gone", Ok(hash)) if state(&hash)? == Some(FileState::Purged) => self.remove(&hash)?,
                ("gone", Ok(_)) => remove(&entry.path())?,
                _ => {}
            }
        }
        swept.orphans.sort();
        Ok(swept)
    }

    fn note_files_without_row(
        &self,
        state: &impl Fn(&EvidenceHash) -> Result<Option<FileState>, StoreError>,
    ) -> Result<(), StoreError> {
        for folder in entries(&self.root)? {
            if folder.file_name() == "tmp" || !folder.path().is_dir() {
                continue;
            }
            for file in entries(&folder.path())? {
                let name = file.file_name();
                let Some(hash) = name.to_str().and_then(|name| name.parse::<EvidenceHash>().ok()) else {
                    continue;
                };
                if state(&hash)?.is_none() {
                    self.put_note(&hash, "kept")?;
                }
            }
        }
        Ok(())
    }
}
