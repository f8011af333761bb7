//! Reading a bundle: every parcel through signature check and gate, every file by its hash.

use super::manifest::{Manifest, exactly};
use super::{ImportReport, file_error};
use crate::engine::lock;
use crate::evidence::{Hashing, read_piece};
use crate::travel::{Batch, queue};
use crate::watch::{Stage, Watch};
use crate::{Engine, EngineError};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zhian_domain::id::EvidenceHash;
use zhian_protocol::parcel::name_of;
use zhian_store::{FileState, Outbound, ParcelOrigin};

/// Parcel bytes taken in by one transaction.
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// How much of a file is copied at once, bytes.
const PIECE_BYTES: usize = 256 * 1024;

struct Import<'a> {
    engine: &'a Engine,
    watch: &'a Watch,
    report: ImportReport,
    done: u64,
    total: u64,
}

pub(super) fn read(engine: &Engine, from: &Path, watch: &Watch) -> Result<ImportReport, EngineError> {
    let mut file = BufReader::new(File::open(from).map_err(|cause| file_error(from, cause))?);
    let manifest = Manifest::read(&mut file)?;
    let total = manifest.content_bytes();
    let mut import = Import { engine, watch, report: ImportReport::default(), done: 0, total };
    import.parcels(&mut file, &manifest)?;
    for (hash, size) in &manifest.files {
        import.file(&mut file, hash, *size)?;
    }
    let mut after = [0];
    let rest = file.read(&mut after).map_err(|cause| file_error(from, cause))?;
    if rest != 0 {
        return Err(EngineError::Bundle { detail: "it goes on behind its end".to_owned() });
    }
    import.report.waiting = queue::waiting(&engine.store)?.len() as u64;
    Ok(import.report)
}

impl Import<'_> {
    fn moved_on(&mut self, subject: &str, bytes: u64) -> Result<(), EngineError> {
        self.done += bytes;
        self.watch.tell(Stage::Bundle, subject, self.done, self.total);
        if self.watch.is_cancelled() { Err(EngineError::Cancelled) } else { Ok(()) }
    }

    fn parcels(&mut self, from: &mut impl Read, manifest: &Manifest) -> Result<(), EngineError> {
        let (mut batch, mut bytes_held) = (Vec::new(), 0);
        for (digest, size) in &manifest.parcels {
            let bytes = exactly(from, *size as usize)?;
            if name_of(&bytes) != *digest {
                return Err(EngineError::Bundle { detail: format!("parcel {digest} is damaged") });
            }
            self.moved_on(&digest.to_string(), bytes.len() as u64)?;
            bytes_held += bytes.len();
            batch.push(bytes);
            if bytes_held >= BATCH_BYTES {
                self.take_in(&std::mem::take(&mut batch))?;
                bytes_held = 0;
            }
        }
        self.take_in(&batch)
    }

    fn take_in(&mut self, parcels: &[Vec<u8>]) -> Result<(), EngineError> {
        if parcels.is_empty() {
            return Ok(());
        }
        let engine = self.engine;
        let (me, at) = (engine.me()?, engine.now());
        let mut drafts = lock(&engine.drafts);
        let mut batch = None;
        engine.write(&at, |tx| {
            let mut incoming = Batch::begin(tx, &mut drafts, me, at, ParcelOrigin::Peer)?;
            for bytes in parcels {
                incoming.take_in(tx, bytes)?;
            }
            incoming.finish(tx)?;
            batch = Some(incoming);
            Ok(())
        })?;
        let Some(batch) = batch else { return Ok(()) };
        let brought = batch.brought();
        batch.put_in_place();
        self.report.changes += brought.changes;
        self.report.seals += brought.seals;
        self.report.known += brought.known;
        self.report.quarantined += brought.quarantined;
        Ok(())
    }

    /// A file that some visit here cites and that is not here is kept; any other is passed over.
    fn file(&mut self, from: &mut impl Read, hash: &EvidenceHash, size: u64) -> Result<(), EngineError> {
        let row = self.engine.store.evidence(hash)?;
        let wanted = row.as_ref().is_some_and(|row| row.file != FileState::Here && row.size == size);
        self.report.files_unknown += u64::from(row.is_none());
        let mut writer = if wanted { Some(self.engine.store.files().begin()?) } else { None };
        let (mut hashing, mut left) = (Hashing::default(), size);
        let mut buffer = vec![0_u8; PIECE_BYTES];
        let damaged = || EngineError::Bundle { detail: format!("file {hash} is damaged") };
        while left > 0 {
            let piece = read_piece(&mut from.by_ref().take(left), &mut buffer)
                .map_err(|cause| EngineError::Bundle { detail: cause.to_string() })?;
            if piece.is_empty() {
                return Err(EngineError::Bundle { detail: "it ends too early".to_owned() });
            }
            hashing.add(piece);
            if let Some(writer) = &mut writer {
                writer.write(piece)?;
            }
            left -= piece.len() as u64;
            self.moved_on(&hash.to_string(), piece.len() as u64)?;
        }
        let found = hashing.finish();
        if found.sha256 != *hash {
            return Err(damaged());
        }
        let (Some(writer), Some(row)) = (writer, row) else { return Ok(()) };
        if found.sm3 != row.sm3 {
            // The bytes are those of the name, and the draft that cites them names another SM3: not this file's fault.
            return Err(EngineError::EvidenceAltered { evidence: *hash });
        }
        writer.finish(hash)?;
        let at = self.engine.now();
        self.engine.write(&at, |tx| {
            tx.set_evidence_file(hash, FileState::Here)?;
            if !row.server_complete {
                tx.enqueue(&Outbound::Evidence(*hash), row.size, at.device)?;
            }
            Ok(())
        })?;
        self.report.files += 1;
        Ok(())
    }
}
