//! Writing a bundle.

use super::manifest::Manifest;
use super::{ExportReport, ExportRequest, file_error};
use crate::evidence::read_piece;
use crate::watch::{Stage, Watch};
use crate::{Engine, EngineError};
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;
use zhian_domain::id::EvidenceHash;
use zhian_store::{FileState, StoreError};

/// How much of a file is copied at once, bytes.
const PIECE_BYTES: usize = 256 * 1024;

pub(super) fn write(
    engine: &Engine,
    request: &ExportRequest,
    watch: &Watch,
) -> Result<ExportReport, EngineError> {
    if request.visits.is_empty() {
        return Err(EngineError::Empty { what: "the list of visits" });
    }
    let manifest = gather(engine, request)?;
    let front = manifest.write()?;
    let bytes = manifest.content_bytes() + front.len() as u64;
    // Written beside its name and then renamed: a bundle that was cut never has a bundle's name.
    let part = request.to.with_extension("part");
    let written =
        fill(engine, &manifest, &front, &part, watch).and_then(|()| put_in_place(&part, &request.to));
    if let Err(cause) = written {
        // What cannot be removed has no bundle's name and is overwritten by the next attempt.
        let _ = std::fs::remove_file(&part);
        return Err(cause);
    }
    Ok(ExportReport { parcels: manifest.parcels.len() as u64, files: manifest.files.len() as u64, bytes })
}

fn gather(engine: &Engine, request: &ExportRequest) -> Result<Manifest, EngineError> {
    let mut manifest = Manifest::default();
    for visit in &request.visits {
        engine.visit_row(visit)?;
        engine.sign_visit(visit)?;
        for digest in engine.store.parcel_digests(visit)? {
            let parcel = engine.store.parcel(&digest)?;
            let size = parcel.and_then(|parcel| u32::try_from(parcel.size).ok());
            manifest.parcels.extend(size.map(|size| (digest, size)));
        }
        if request.with_evidence {
            let files = engine.store.evidence_of(visit)?;
            let here = files.iter().filter(|row| row.file == FileState::Here);
            manifest.files.extend(here.map(|row| (row.hash, row.size)));
        }
    }
    Ok(manifest)
}

fn fill(
    engine: &Engine,
    manifest: &Manifest,
    front: &[u8],
    part: &Path,
    watch: &Watch,
) -> Result<(), EngineError> {
    let failed = |cause| file_error(part, cause);
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(part).map_err(failed)?;
    let mut out = BufWriter::new(file);
    out.write_all(front).map_err(failed)?;
    let (mut done, total) = (0, manifest.content_bytes());
    for (digest, size) in &manifest.parcels {
        let bytes = engine.store.parcel(digest)?.and_then(|parcel| parcel.bytes);
        let bytes = bytes.filter(|bytes| bytes.len() as u64 == u64::from(*size));
        let bytes = bytes.ok_or_else(|| EngineError::Internal {
            detail: format!("parcel {digest} has changed while it was written"),
        })?;
        out.write_all(&bytes).map_err(failed)?;
        done += u64::from(*size);
    }
    for (hash, size) in &manifest.files {
        copy(engine, hash, *size, &mut out, part, |read| {
            watch.tell(Stage::Bundle, &hash.to_string(), done + read, total);
            if watch.is_cancelled() { Err(EngineError::Cancelled) } else { Ok(()) }
        })?;
        done += size;
    }
    let file = out.into_inner().map_err(|cause| failed(cause.into_error()))?;
    file.sync_all().map_err(failed)
}

fn copy(
    engine: &Engine,
    hash: &EvidenceHash,
    size: u64,
    out: &mut impl Write,
    part: &Path,
    mut each: impl FnMut(u64) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let mut file: File = engine.store.files().open_file(hash)?;
    let (mut buffer, mut read) = (vec![0_u8; PIECE_BYTES], 0_u64);
    loop {
        let piece = read_piece(&mut file, &mut buffer)
            .map_err(|cause| EngineError::Store(StoreError::EvidenceUnreadable { hash: *hash, cause }))?;
        if piece.is_empty() {
            break;
        }
        read += piece.len() as u64;
        out.write_all(piece).map_err(|cause| file_error(part, cause))?;
        each(read)?;
    }
    if read == size { Ok(()) } else { Err(EngineError::EvidenceAltered { evidence: *hash }) }
}

fn put_in_place(part: &Path, to: &Path) -> Result<(), EngineError> {
    // A hard link fails where the name is taken, which renaming would not.
    let linked = std::fs::hard_link(part, to).and_then(|()| std::fs::remove_file(part));
    match linked {
        Ok(()) => Ok(()),
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => Err(file_error(to, cause)),
        // Memory cards know no hard links.
        Err(_) if to.exists() => Err(file_error(to, std::io::Error::from(std::io::ErrorKind::AlreadyExists))),
        Err(_) => std::fs::rename(part, to).map_err(|cause| file_error(to, cause)),
    }
}
