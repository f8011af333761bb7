//! Pictures and clips that show how to check: `media/ab/<hash>`, fetched again whenever they are gone.
//!
//! A file gets its name only after it was hashed, so a name never stands for half a file. What is being fetched lies in
//! `media/tmp/<hash>.part` and grows: after a cut it goes on where it was. Nobody's work is in here, so nothing of it is
//! worth keeping that does not give its hash.

use crate::error::StoreError;
use crate::files::sync_dir;
use crate::space::{Space, WriteKind};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zhian_domain::id::ContentHash;

/// How much of a file is hashed at once, bytes.
const PIECE_BYTES: usize = 256 * 1024;

/// The folder of media.
pub struct MediaFiles {
    root: PathBuf,
    space: Arc<dyn Space>,
}

impl MediaFiles {
    pub(crate) const fn new(root: PathBuf, space: Arc<dyn Space>) -> Self {
        Self { root, space }
    }

    /// Where the file with this hash is or would be.
    #[must_use]
    pub fn path(&self, hash: &ContentHash) -> PathBuf {
        let name = hash.to_string();
        self.root.join(name.get(..2).unwrap_or("00")).join(&name)
    }

    fn part(&self, hash: &ContentHash) -> PathBuf {
        self.root.join("tmp").join(format!("{hash}.part"))
    }

    /// Whole files by hash with their sizes, bytes. Errors: `store.file`.
    pub fn all(&self) -> Result<BTreeMap<ContentHash, u64>, StoreError> {
        let mut found = BTreeMap::new();
        for folder in entries(&self.root)? {
            if folder.file_name() == "tmp" || !folder.path().is_dir() {
                continue;
            }
            for file in entries(&folder.path())? {
                let name = file.file_name();
                let Some(hash) = name.to_str().and_then(|name| name.parse::<ContentHash>().ok()) else {
                    continue;
                };
                let size = file.metadata().map_err(|cause| StoreError::io(&file.path(), cause))?.len();
                found.insert(hash, size);
            }
        }
        Ok(found)
    }

    /// The file, if it is here and still gives its hash. One that the disk has altered is removed, to be fetched again.
    ///
    /// Errors: `store.file`.
    pub fn sound(&self, hash: &ContentHash) -> Result<Option<PathBuf>, StoreError> {
        let path = self.path(hash);
        match hashed(&path)? {
            Some(found) if found == *hash => Ok(Some(path)),
            Some(_) => {
                remove(&path)?;
                Ok(None)
            }
            None => Ok(None),
        }
    }

    /// How much of a file was fetched before, bytes. Errors: `store.file`.
    pub fn fetched(&self, hash: &ContentHash) -> Result<u64, StoreError> {
        let path = self.part(hash);
        match fs::metadata(&path) {
            Ok(meta) => Ok(meta.len()),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(cause) => Err(StoreError::io(&path, cause)),
        }
    }

    /// Adds to what was fetched. Errors: `store.disk-full`, `store.file`; what was fetched before stays.
    pub fn append(&self, hash: &ContentHash, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.part(hash);
        let failed = |cause| StoreError::io(&path, cause);
        self.space.before_write(WriteKind::EvidenceBytes, bytes.len() as u64).map_err(failed)?;
        let folder = self.root.join("tmp");
        fs::create_dir_all(&folder).map_err(|cause| StoreError::io(&folder, cause))?;
        let mut file = OpenOptions::new().append(true).create(true).open(&path).map_err(failed)?;
        file.write_all(bytes).map_err(failed)
    }

    /// Gives a whole file its name if it gives its hash; else removes what was fetched and says which hash it gave.
    ///
    /// Errors: `store.disk-full`, `store.file`.
    pub fn finish(&self, hash: &ContentHash) -> Result<Result<PathBuf, ContentHash>, StoreError> {
        let part = self.part(hash);
        let found = hashed(&part)?.unwrap_or_else(|| ContentHash::of(b""));
        if found != *hash {
            self.drop_fetched(hash)?;
            return Ok(Err(found));
        }
        let path = self.path(hash);
        self.space
            .before_write(WriteKind::EvidenceName, 0)
            .and_then(|()| File::open(&part)?.sync_all())
            .map_err(|cause| StoreError::io(&part, cause))?;
        let folder = path.parent().unwrap_or(&self.root).to_owned();
        fs::create_dir_all(&folder).map_err(|cause| StoreError::io(&folder, cause))?;
        fs::rename(&part, &path).map_err(|cause| StoreError::io(&path, cause))?;
        sync_dir(&folder)?;
        Ok(Ok(path))
    }

    /// Forgets what was fetched of a file. Errors: `store.file`.
    pub fn drop_fetched(&self, hash: &ContentHash) -> Result<(), StoreError> {
        remove(&self.part(hash))
    }

    /// Removes every file, and everything half fetched, that `is_named` does not hold for; how many whole ones, and how
    /// many bytes of them. Errors: `store.file`.
    pub fn free(&self, is_named: impl Fn(&ContentHash) -> bool) -> Result<(u64, u64), StoreError> {
        let (mut files, mut bytes) = (0, 0);
        for (hash, size) in self.all()?.into_iter().filter(|(hash, _)| !is_named(hash)) {
            remove(&self.path(&hash))?;
            files += 1;
            bytes += size;
        }
        for entry in entries(&self.root.join("tmp"))? {
            let name = entry.file_name();
            let hash = name.to_str().and_then(|name| name.strip_suffix(".part")?.parse().ok());
            if !hash.is_some_and(|hash| is_named(&hash)) {
                remove(&entry.path())?;
            }
        }
        Ok((files, bytes))
    }
}

/// What lies in a folder; nothing if there is none.
fn entries(dir: &Path) -> Result<Vec<fs::DirEntry>, StoreError> {
    match fs::read_dir(dir).and_then(|entries| entries.collect::<Result<Vec<_>, _>>()) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(|cause| StoreError::io(dir, cause)),
    }
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(StoreError::io(path, cause)),
        _ => Ok(()),
    }
}

/// SHA-256 of a file; `None` if there is none.
fn hashed(path: &Path) -> Result<Option<ContentHash>, StoreError> {
    let failed = |cause| StoreError::io(path, cause);
    let mut file = match File::open(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(failed)?,
    };
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0_u8; PIECE_BYTES]);
    loop {
        let count = match file.read(&mut buffer) {
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
            other => other.map_err(failed)?,
        };
        let piece = buffer.get(..count).unwrap_or_default();
        if piece.is_empty() {
            return Ok(Some(ContentHash::from_bytes(hasher.finalize().into())));
        }
        hasher.update(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DiskSpace;

    fn media(dir: &Path) -> MediaFiles {
        MediaFiles::new(dir.join("media"), Arc::new(DiskSpace::new(dir)))
    }

    #[test]
    fn a_file_is_fetched_in_pieces_and_has_a_name_only_when_it_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let hash = ContentHash::of(b"a picture");
        media(dir.path()).append(&hash, b"a pic").unwrap();
        // The app is closed and opened again.
        let files = media(dir.path());
        assert_eq!((files.fetched(&hash).unwrap(), files.sound(&hash).unwrap()), (5, None));
        assert!(files.all().unwrap().is_empty());
        files.append(&hash, b"ture").unwrap();
        let path = files.finish(&hash).unwrap().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"a picture");
        assert_eq!(files.sound(&hash).unwrap(), Some(path));
        assert_eq!((files.fetched(&hash).unwrap(), files.all().unwrap().len()), (0, 1));
    }

    #[test]
    fn other_bytes_never_get_the_name_and_a_file_that_the_disk_altered_is_not_shown() {
        let dir = tempfile::tempdir().unwrap();
        let files = media(dir.path());
        let hash = ContentHash::of(b"a picture");
        files.append(&hash, b"something").unwrap();
        assert_eq!(files.finish(&hash).unwrap(), Err(ContentHash::of(b"something")));
        assert_eq!(files.fetched(&hash).unwrap(), 0);
        files.append(&hash, b"a picture").unwrap();
        let path = files.finish(&hash).unwrap().unwrap();
        fs::write(&path, b"a picturE").unwrap();
        assert_eq!(files.sound(&hash).unwrap(), None);
        assert!(!path.exists());
    }

    #[test]
    fn what_nobody_names_is_freed_half_fetched_or_whole() {
        let dir = tempfile::tempdir().unwrap();
        let files = media(dir.path());
        let (kept, gone, half) =
            (ContentHash::of(b"kept"), ContentHash::of(b"gone"), ContentHash::of(b"half"));
        for (hash, bytes) in [(&kept, &b"kept"[..]), (&gone, b"gone")] {
            files.append(hash, bytes).unwrap();
            files.finish(hash).unwrap().unwrap();
        }
        files.append(&half, b"ha").unwrap();
        assert_eq!(files.free(|hash| *hash == kept).unwrap(), (1, 4));
        assert_eq!(files.all().unwrap().into_keys().collect::<Vec<_>>(), [kept]);
        assert_eq!(files.fetched(&half).unwrap(), 0);
    }
}
