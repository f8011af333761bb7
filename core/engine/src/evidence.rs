//! Evidence files: hashed while they are copied, checked whether they can be shown.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::watch::{Stage, Watch};
use sha2::{Digest, Sha256};
use sm3::Sm3;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use zhian_domain::evidence::{Evidence, EvidencePurpose};
use zhian_domain::id::{EvidenceHash, Sm3Hash, VisitId};
use zhian_protocol::limits::EVIDENCE_BYTES_MAX;
use zhian_store::{EvidenceRow, FileState, Store};

mod image;
mod kind;

/// How much of a file is read at once, bytes.
const PIECE_BYTES: usize = 256 * 1024;

/// Of each file this much is kept in memory for telling its kind and reading its header. Colour profiles and small
/// previews may stand before a picture's size.
const HEAD_BYTES: usize = 1024 * 1024;

/// Both hashes of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hashes {
    pub(crate) sha256: EvidenceHash,
    pub(crate) sm3: Sm3Hash,
}

/// Computes both hashes piece by piece.
#[derive(Default)]
pub(crate) struct Hashing {
    sha256: Sha256,
    sm3: Sm3,
}

impl Hashing {
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.sha256.update(piece);
        self.sm3.update(piece);
    }

    pub(crate) fn finish(self) -> Hashes {
        Hashes {
            sha256: EvidenceHash::from_bytes(self.sha256.finalize().into()),
            sm3: Sm3Hash::from_bytes(self.sm3.finalize().into()),
        }
    }
}

impl Hashes {
    /// Hashes a stored file again; `each` is told how many bytes were read so far and may stop it.
    pub(crate) fn of_file(
        store: &Store,
        hash: &EvidenceHash,
        mut each: impl FnMut(u64) -> Result<(), EngineError>,
    ) -> Result<Self, EngineError> {
        let unreadable =
            |cause| EngineError::Store(zhian_store::StoreError::EvidenceUnreadable { hash: *hash, cause });
        let mut file = store.files().open_file(hash)?;
        let mut hashing = Hashing::default();
        let mut read = 0_u64;
        let mut buffer = vec![0_u8; PIECE_BYTES];
        loop {
            let piece = read_piece(&mut file, &mut buffer).map_err(unreadable)?;
            if piece.is_empty() {
                return Ok(hashing.finish());
            }
            hashing.add(piece);
            read += piece.len() as u64;
            each(read)?;
        }
    }
}

/// The next bytes; empty at the end.
pub(crate) fn read_piece<'a>(from: &mut impl Read, buffer: &'a mut [u8]) -> std::io::Result<&'a [u8]> {
    loop {
        match from.read(buffer) {
            Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
            Ok(count) => return Ok(buffer.get(..count).unwrap_or_default()),
            Err(cause) => return Err(cause),
        }
    }
}

/// A file that was taken into the evidence folder and has no row yet.
pub(crate) struct Captured {
    pub(crate) hashes: Hashes,
    pub(crate) bytes: u64,
    pub(crate) media_type: String,
    pub(crate) readable: bool,
    /// Where and when the camera says it was taken, for the caption; empty if it says nothing.
    pub(crate) camera_note: String,
}

impl Engine {
    /// Copies a file into the evidence folder and makes it durable under its hash. The source is left as it is.
    ///
    /// Errors: `engine.source`, `engine.source-size`, `engine.cancelled`, `store.disk-full`; nothing is kept then.
    pub(crate) fn capture(
        &self,
        source: &Path,
        media_type: Option<&str>,
        watch: &Watch,
    ) -> Result<Captured, EngineError> {
        let unreadable = |cause| EngineError::Source { path: source.display().to_string(), cause };
        let mut file = File::open(source).map_err(unreadable)?;
        let announced = file.metadata().map_err(unreadable)?.len();
        within_size(announced)?;
        let mut writer = self.store.files().begin()?;
        let (mut hashing, mut ends) = (Hashing::default(), image::Ends::default());
        let (mut head, mut bytes) = (Vec::new(), 0_u64);
        let mut buffer = vec![0_u8; PIECE_BYTES];
        loop {
            let piece = read_piece(&mut file, &mut buffer).map_err(unreadable)?;
            if piece.is_empty() {
                break;
            }
            hashing.add(piece);
            ends.add(piece);
            let room = HEAD_BYTES.saturating_sub(head.len());
            head.extend(piece.iter().take(room));
            bytes += piece.len() as u64;
            // The file may still be growing while it is read.
            within_size(bytes)?;
            writer.write(piece)?;
            watch.tell(Stage::Capture, &source.display().to_string(), bytes, announced);
            if watch.is_cancelled() {
                return Err(EngineError::Cancelled);
            }
        }
        within_size(bytes)?;
        let hashes = hashing.finish();
        // File before row: after a crash between the two we own an unused file, which is harmless. The other order
        // would leave a visit citing a photograph that never existed.
        writer.finish(&hashes.sha256)?;
        let media_type = media_type.map_or_else(|| kind::media_type(&head).to_owned(), str::to_owned);
        Ok(Captured {
            hashes,
            bytes,
            readable: image::is_readable(&media_type, &head, &ends),
            camera_note: image::camera_note(&media_type, &head),
            media_type,
        })
    }
}

fn within_size(found: u64) -> Result<(), EngineError> {
    if (1..=EVIDENCE_BYTES_MAX).contains(&found) {
        return Ok(());
    }
    Err(EngineError::SourceSize { found, limit: EVIDENCE_BYTES_MAX })
}

/// The row of an evidence file that a draft cites.
pub(crate) fn evidence_row(visit: &VisitId, evidence: &Evidence, file: FileState) -> EvidenceRow {
    EvidenceRow {
        hash: evidence.hash,
        sm3: evidence.sm3,
        visit: *visit,
        item: match &evidence.purpose {
            EvidencePurpose::Item(item) => Some(item.clone()),
            EvidencePurpose::Scene | EvidencePurpose::Signature | EvidencePurpose::Refusal => None,
        },
        size: evidence.bytes,
        media_type: evidence.media_type.clone(),
        device: evidence.device,
        captured_at: evidence.at.device,
        previous: evidence.previous,
        file,
        server_offset: 0,
        server_complete: false,
    }
}
