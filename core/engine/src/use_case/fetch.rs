//! A colleague's evidence is fetched from the office.

use crate::evidence::Hashing;
use crate::port::{HttpRequest, Method};
use crate::roster::Me;
use crate::travel::http::{refused, request, with};
use crate::view::EvidenceView;
use crate::watch::{Stage, Watch};
use crate::{Engine, EngineError};
use zhian_domain::evidence::Evidence;
use zhian_domain::id::{EvidenceHash, VisitId};
use zhian_protocol::evidence::PATH;
use zhian_store::{EvidenceRow, FileState};

/// How much is asked for at once, bytes: as much as an upload sends, so that a cut costs no more.
const PIECE_BYTES: u64 = zhian_protocol::limits::CHUNK_BYTES_MAX as u64;

impl Engine {
    /// Fetches one file, checks it against both hashes, and keeps it. A file that is here already is not fetched.
    ///
    /// Errors: `engine.unknown-evidence`, `engine.evidence-not-at-office` while its maker has not sent it,
    /// `engine.evidence-altered` if other bytes came, `engine.cancelled`, `transport.*`, `store.disk-full`.
    pub fn fetch_evidence(
        &self,
        visit: &VisitId,
        hash: &EvidenceHash,
        watch: &Watch,
    ) -> Result<EvidenceView, EngineError> {
        let unknown = || EngineError::UnknownEvidence { evidence: *hash };
        let seen = self.see(visit)?;
        let evidence: &Evidence = seen.content.evidence.get(hash).ok_or_else(unknown)?;
        let row = self.store.evidence(hash)?.ok_or_else(unknown)?;
        if row.file != FileState::Here {
            self.download(&row, watch)?;
        }
        self.scene(&seen)?.evidence(evidence)
    }

    fn download(&self, row: &EvidenceRow, watch: &Watch) -> Result<(), EngineError> {
        let me = self.me()?;
        let mut writer = self.store.files().begin()?;
        let (mut hashing, mut offset) = (Hashing::default(), 0);
        while offset < row.size {
            if watch.is_cancelled() {
                return Err(EngineError::Cancelled);
            }
            let piece = self.fetch_piece(&me, row, offset, watch)?;
            hashing.add(&piece);
            writer.write(&piece)?;
            offset += piece.len() as u64;
            watch.tell(Stage::Download, &row.hash.to_string(), offset, row.size);
        }
        let found = hashing.finish();
        if found.sha256 != row.hash || found.sm3 != row.sm3 {
            return Err(EngineError::EvidenceAltered { evidence: row.hash });
        }
        writer.finish(&row.hash)?;
        let at = self.now();
        self.write_visit(&at, &row.visit, |tx| {
            Ok(tx.set_evidence_file(&row.hash, FileState::Here).map(drop)?)
        })
    }

    fn fetch_piece(
        &self,
        me: &Me,
        row: &EvidenceRow,
        offset: u64,
        watch: &Watch,
    ) -> Result<Vec<u8>, EngineError> {
        let last = row.size.min(offset + PIECE_BYTES) - 1;
        let request = request(me, Method::Get, format!("{PATH}/{}", row.hash));
        let length = usize::try_from(last - offset + 1).unwrap_or(usize::MAX);
        let request = HttpRequest {
            response_bytes_max: usize::try_from(row.size).unwrap_or(usize::MAX).min(length.max(64 * 1024)),
            ..with(request, "range", format!("bytes={offset}-{last}"))
        };
        let response = self.send(request, watch)?;
        match response.status {
            206 if response.body.len() == length => Ok(response.body),
            // A small file may come whole.
            200 if offset == 0 && response.body.len() as u64 == row.size => Ok(response.body),
            200 | 206 => Err(EngineError::Answer { detail: "another part of the file came".to_owned() }),
            404 => Err(EngineError::EvidenceNotAtOffice { evidence: row.hash }),
            _ => Err(refused(&response)),
        }
    }
}
