//! A key in a file, for programs without a key store.

use crate::port::{Entropy, Signer, SignerError};
use ed25519_dalek::{Signer as _, SigningKey};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use zhian_protocol::parcel::Suite;

/// Most bytes that are read from a key file: a longer one is no key.
const KEY_BYTES: usize = 32;

/// An Ed25519 key in a file that only its owner may read.
pub struct FileSigner {
    key: SigningKey,
}

impl FileSigner {
    /// Opens the key, or makes one if there is no file.
    ///
    /// Errors: [`SignerError::Damaged`] if the file is no key, [`SignerError::Unavailable`] if it cannot be read,
    /// written, or others may read it.
    pub fn open(path: &Path, entropy: &dyn Entropy) -> Result<Self, SignerError> {
        match File::open(path) {
            Ok(file) => read(path, file),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => create(path, entropy),
            Err(cause) => Err(unavailable(path, &cause)),
        }
    }
}

impl Signer for FileSigner {
    fn public_key(&self) -> Vec<u8> {
        self.key.verifying_key().as_bytes().to_vec()
    }

    fn suite(&self) -> u8 {
        Suite::Ed25519Sha256.byte()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignerError> {
        Ok(self.key.sign(message).to_bytes())
    }
}

fn unavailable(path: &Path, cause: &std::io::Error) -> SignerError {
    SignerError::Unavailable { detail: format!("{}: {cause}", path.display()) }
}

fn read(path: &Path, file: File) -> Result<FileSigner, SignerError> {
    check_private(path, &file)?;
    let mut bytes = Vec::with_capacity(KEY_BYTES + 1);
    file.take(KEY_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|cause| unavailable(path, &cause))?;
    let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map_err(|_| SignerError::Damaged {
        detail: format!("{} does not hold {KEY_BYTES} bytes", path.display()),
    })?;
    Ok(FileSigner { key: SigningKey::from_bytes(&key) })
}

#[cfg(unix)]
fn check_private(path: &Path, file: &File) -> Result<(), SignerError> {
    use std::os::unix::fs::MetadataExt;
    let mode = file.metadata().map_err(|cause| unavailable(path, &cause))?.mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let detail = format!("{} may be read by others (mode {:o}); chmod 600 it", path.display(), mode & 0o777);
    Err(SignerError::Unavailable { detail })
}

#[cfg(not(unix))]
fn check_private(_path: &Path, _file: &File) -> Result<(), SignerError> {
    Ok(())
}

fn create(path: &Path, entropy: &dyn Entropy) -> Result<FileSigner, SignerError> {
    let mut key = [0_u8; KEY_BYTES];
    entropy.fill(&mut key).map_err(|cause| SignerError::Unavailable { detail: cause.to_string() })?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Written beside its name and then renamed: a crash leaves no half key that a later start would call damaged.
    let part = path.with_extension("part");
    let _ = std::fs::remove_file(&part);
    let written = options.open(&part).and_then(|mut file| {
        file.write_all(&key)?;
        file.sync_all()?;
        std::fs::rename(&part, path)?;
        sync_folder(path)
    });
    written.map_err(|cause| unavailable(path, &cause))?;
    Ok(FileSigner { key: SigningKey::from_bytes(&key) })
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => File::open(parent)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;
    impl Entropy for Counting {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), crate::port::EntropyError> {
            buffer.iter_mut().zip(1..).for_each(|(byte, value)| *byte = value);
            Ok(())
        }
    }

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("device.key");
        let made = FileSigner::open(&path, &Counting).unwrap();
        let read = FileSigner::open(&path, &crate::adapter::OsEntropy).unwrap();
        assert_eq!(made.public_key(), read.public_key());
        let signature = read.sign(b"hello").unwrap();
        assert!(Suite::Ed25519Sha256.verifies(&made.public_key(), b"hello", &signature));
    }

    #[test]
    fn a_file_that_is_no_key_is_reported_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("device.key");
        drop(FileSigner::open(&path, &Counting).unwrap());
        std::fs::write(&path, b"too short").unwrap();
        assert_eq!(FileSigner::open(&path, &Counting).map(drop).unwrap_err().code(), "signer.damaged");
        assert_eq!(std::fs::read(&path).unwrap(), b"too short");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_is_not_used() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("device.key");
        drop(FileSigner::open(&path, &Counting).unwrap());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(FileSigner::open(&path, &Counting).map(drop).unwrap_err().code(), "signer.unavailable");
    }
}
