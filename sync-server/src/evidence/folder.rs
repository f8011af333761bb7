//! Evidence in a folder.
//!
//! ```text
//! files/ab/abcd…           whole, checked, never written again
//! incoming/abcd…-visit     what has arrived of an upload
//! aside/abcd…-visit.1      bytes that did not give the announced hash
//! ```

use super::{EvidenceError, EvidenceStore, UploadKey};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zhian_domain::id::EvidenceHash;

/// Uploads are locked in this many groups: two devices sending the same file take turns, others hardly ever wait.
const LOCKS: usize = 64;

/// Bytes hashed at once.
const PIECE_BYTES: usize = 256 * 1024;

/// Evidence in a folder of the local disk.
#[derive(Debug)]
pub struct FolderEvidence {
    root: PathBuf,
    locks: Vec<Mutex<()>>,
}

impl FolderEvidence {
    /// Opens the folder, making it where it is missing.
    pub fn open(root: &Path) -> Result<Self, EvidenceError> {
        for part in ["files", "incoming", "aside"] {
            std::fs::create_dir_all(root.join(part)).map_err(EvidenceError::disk("opened"))?;
        }
        let locks = (0..LOCKS).map(|_| Mutex::new(())).collect();
        Ok(Self { root: root.to_owned(), locks })
    }

    fn incoming(&self, upload: &UploadKey) -> PathBuf {
        self.root.join("incoming").join(format!("{}-{}", upload.hash, upload.visit))
    }

    /// Names come from identifiers of fixed length, never from foreign text.
    fn file(&self, hash: &EvidenceHash) -> PathBuf {
        let name = hash.to_string();
        let shard = name.get(..2).unwrap_or_default().to_owned();
        self.root.join("files").join(shard).join(name)
    }

    fn lock(&self, upload: &UploadKey) -> Option<MutexGuard<'_, ()>> {
        let [first, ..] = *upload.hash.as_bytes();
        let lock = self.locks.get(usize::from(first) % LOCKS)?;
        Some(lock.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps bytes that are not what they were announced as, under the next free name.
    fn set_aside(&self, upload: &UploadKey) -> Result<(), EvidenceError> {
        let from = self.incoming(upload);
        let free = (1_u32..)
            .map(|number| self.root.join("aside").join(format!("{}-{}.{number}", upload.hash, upload.visit)))
            .find(|path| !path.exists());
        let Some(to) = free else { return Ok(()) };
        std::fs::rename(&from, &to).map_err(EvidenceError::disk("set aside"))?;
        sync_folder_of(&to)?;
        sync_folder_of(&from)
    }

    /// File name first, then the folder that holds it: after a power cut the name is there or the upload still is.
    fn move_in(&self, upload: &UploadKey) -> Result<(), EvidenceError> {
        let (from, to) = (self.incoming(upload), self.file(&upload.hash));
        if let Some(shard) = to.parent()
            && !shard.exists()
        {
            std::fs::create_dir_all(shard).map_err(EvidenceError::disk("stored"))?;
            sync_folder_of(shard)?;
        }
        std::fs::rename(&from, &to).map_err(EvidenceError::disk("stored"))?;
        sync_folder_of(&to)?;
        sync_folder_of(&from)
    }
}

impl EvidenceStore for FolderEvidence {
    fn offset(&self, upload: &UploadKey) -> Result<u64, EvidenceError> {
        Ok(size_of(&self.incoming(upload))?.unwrap_or(0))
    }

    fn append(&self, upload: &UploadKey, offset: u64, bytes: &[u8]) -> Result<u64, EvidenceError> {
        let _turn = self.lock(upload);
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.incoming(upload))
            .map_err(EvidenceError::disk("written"))?;
        let have = file.metadata().map_err(EvidenceError::disk("read"))?.len();
        if have != offset {
            return Err(EvidenceError::WrongOffset { upload: *upload, have, given: offset });
        }
        if let Err(cause) = file.write_all(bytes) {
            // Part of a piece may be there: the upload goes back to where it stood.
            file.set_len(have).map_err(EvidenceError::disk("written"))?;
            return Err(EvidenceError::disk("written")(cause));
        }
        Ok(have.saturating_add(bytes.len() as u64))
    }

    fn keep(&self, upload: &UploadKey) -> Result<(), EvidenceError> {
        let path = self.incoming(upload);
        match File::open(&path) {
            Ok(file) => file.sync_data().map_err(EvidenceError::disk("synced")),
            // Another device has completed it meanwhile.
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(cause) => Err(EvidenceError::disk("synced")(cause)),
        }
    }

    fn complete(&self, upload: &UploadKey, bytes: u64) -> Result<(), EvidenceError> {
        let _turn = self.lock(upload);
        let path = self.incoming(upload);
        let mut file =
            OpenOptions::new().create(bytes == 0).read(true).append(true).open(&path).map_err(|cause| {
                match cause.kind() {
                    std::io::ErrorKind::NotFound => {
                        EvidenceError::Incomplete { upload: *upload, have: 0, expected: bytes }
                    }
                    _ => EvidenceError::disk("read")(cause),
                }
            })?;
        let have = file.metadata().map_err(EvidenceError::disk("read"))?.len();
        if have < bytes {
            return Err(EvidenceError::Incomplete { upload: *upload, have, expected: bytes });
        }
        let found = hash_of(&mut file)?;
        if found != upload.hash || have != bytes {
            self.set_aside(upload)?;
            return Err(EvidenceError::HashDiffers { announced: upload.hash, found });
        }
        file.sync_all().map_err(EvidenceError::disk("synced"))?;
        self.move_in(upload)
    }

    fn size(&self, hash: &EvidenceHash) -> Result<Option<u64>, EvidenceError> {
        size_of(&self.file(hash))
    }

    fn read(&self, hash: &EvidenceHash, offset: u64, bytes_max: usize) -> Result<Vec<u8>, EvidenceError> {
        let mut file = File::open(self.file(hash)).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => EvidenceError::Missing { hash: *hash },
            _ => EvidenceError::disk("read")(cause),
        })?;
        file.seek(SeekFrom::Start(offset)).map_err(EvidenceError::disk("read"))?;
        let mut bytes = Vec::new();
        file.take(bytes_max as u64).read_to_end(&mut bytes).map_err(EvidenceError::disk("read"))?;
        Ok(bytes)
    }

    fn check_writable(&self) -> Result<(), EvidenceError> {
        let path = self.root.join("incoming").join("health");
        let written = File::create(&path).and_then(|mut file| file.write_all(b"ok"));
        written.and_then(|()| std::fs::remove_file(&path)).map_err(EvidenceError::disk("written"))
    }
}

fn size_of(path: &Path) -> Result<Option<u64>, EvidenceError> {
    match std::fs::metadata(path) {
        Ok(found) => Ok(Some(found.len())),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(EvidenceError::disk("read")(cause)),
    }
}

fn hash_of(file: &mut File) -> Result<EvidenceHash, EvidenceError> {
    file.seek(SeekFrom::Start(0)).map_err(EvidenceError::disk("read"))?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let count = file.read(&mut piece).map_err(EvidenceError::disk("read"))?;
        match piece.get(..count) {
            None | Some([]) => return Ok(EvidenceHash::from_bytes(hasher.finalize().into())),
            Some(bytes) => hasher.update(bytes),
        }
    }
}

fn sync_folder_of(path: &Path) -> Result<(), EvidenceError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(EvidenceError::disk("synced"))
}
