//! Evidence is sent: what matters first, in pieces, from where the office stands.

use super::http::{self, base64, with};
use super::rounds::Exchange;
use crate::error::EngineError;
use crate::evidence::Hashes;
use crate::port::{HttpRequest, HttpResponse, Method};
use crate::watch::Stage;
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::completeness::conformity;
use zhian_domain::evidence::EvidencePurpose;
use zhian_domain::finding::FindingStatus;
use zhian_domain::id::{ContentHash, EvidenceHash, VisitId};
use zhian_protocol::evidence::{
    CHUNK_CONTENT_TYPE, HEADER_CHECKSUM, HEADER_LEDGER_POSITION, HEADER_LENGTH, HEADER_METADATA,
    HEADER_OFFSET, HEADER_TUS, PATH, STATUS_CHECKSUM_MISMATCH, TUS_VERSION,
};
use zhian_protocol::plan::{Upload, next_chunk, upload_order};
use zhian_store::{EvidenceRow, FileState, ItemKind, Outbound, Receipt, ReceiptOutcome};

/// Outbox rows looked at in one piece.
const OUTBOX_ROWS: u32 = 512;

/// How often one file may fail to move on before the next one gets its turn: a lost offset, a piece harmed on the way.
const STANDSTILLS_MAX: u32 = 3;

/// Where an upload stands at the office.
enum Standing {
    /// This many bytes are there.
    At(u64),
    /// It is whole, checked and in the ledger.
    Durable(u64),
    /// The office has not heard of it.
    Unknown,
}

impl Exchange<'_> {
    /// Sends every queued file that can go. Returns whether any became durable.
    pub(super) fn upload_all(&mut self) -> Result<bool, EngineError> {
        let rows = self.queued_files()?;
        let uploads = upload_order(self.uploads(&rows)?);
        let total: u64 = uploads.iter().map(|one| one.bytes).sum();
        let mut rows: BTreeMap<EvidenceHash, EvidenceRow> =
            rows.into_iter().map(|row| (row.hash, row)).collect();
        let before = self.report.files_acknowledged;
        let mut done = 0;
        for upload in uploads {
            let Some(row) = rows.remove(&upload.hash) else { continue };
            match self.upload(&row, done, total) {
                Ok(()) => {}
                // One bad file never stops the others; it stays queued, and the reason is on record.
                Err(EngineError::Refused { status, code, detail, .. })
                    if (400..500).contains(&status) && !matches!(status, 401 | 403 | 429) =>
                {
                    self.put_on_record(&row, &code, &detail)?;
                }
                Err(EngineError::EvidenceAltered { evidence }) => {
                    self.set_altered_aside(&row, &evidence)?;
                }
                Err(EngineError::Store(cause @ zhian_store::StoreError::EvidenceMissing { .. })) => {
                    self.put_on_record(&row, cause.code(), &cause.to_string())?;
                }
                Err(other) => return Err(other),
            }
            done += upload.bytes;
        }
        Ok(self.report.files_acknowledged > before)
    }

    fn queued_files(&self) -> Result<Vec<EvidenceRow>, EngineError> {
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let items = self.engine.store.outbox_of(ItemKind::Evidence, after, OUTBOX_ROWS)?;
            let Some(last) = items.last() else { return Ok(found) };
            after = last.position;
            for item in &items {
                let Outbound::Evidence(hash) = item.item else { continue };
                found.extend(self.engine.store.evidence(&hash)?.filter(|row| row.file == FileState::Here));
            }
        }
    }

    fn uploads(&self, rows: &[EvidenceRow]) -> Result<Vec<Upload>, EngineError> {
        let visits: BTreeSet<VisitId> = rows.iter().map(|row| row.visit).collect();
        let mut urgent = BTreeSet::new();
        for visit in visits {
            urgent.extend(self.urgent_files(&visit)?);
        }
        let upload = |row: &EvidenceRow| Upload {
            hash: row.hash,
            bytes: row.size,
            urgent: urgent.contains(&row.hash),
        };
        Ok(rows.iter().map(upload).collect())
    }

    /// Files of findings that stand and of failed items.
    fn urgent_files(&self, visit: &VisitId) -> Result<BTreeSet<EvidenceHash>, EngineError> {
        // A draft that cannot be read is reported where it is opened; here it only means that the order is not known.
        let Ok(seen) = self.engine.see(visit) else { return Ok(BTreeSet::new()) };
        let standing = seen.content.findings.values().filter(|finding| finding.status == FindingStatus::Open);
        let mut urgent: BTreeSet<EvidenceHash> =
            standing.flat_map(|finding| finding.evidence.iter().copied()).collect();
        for evidence in seen.content.evidence.values() {
            let EvidencePurpose::Item(id) = &evidence.purpose else { continue };
            let (Some(item), Some(answers)) = (seen.checklist.item(id), seen.content.answers.get(id)) else {
                continue;
            };
            let failed = |value| conformity(item, value).is_some_and(|judged| judged.is_failure());
            if answers.all().iter().any(|answer| failed(&answer.value)) {
                urgent.insert(evidence.hash);
            }
        }
        Ok(urgent)
    }

    /// Sends one file from where the office stands until the office says that it is durable.
    fn upload(&mut self, row: &EvidenceRow, done: u64, total: u64) -> Result<(), EngineError> {
        // An upload that was never begun needs no question first: announcing it is the question.
        let mut standing = if row.server_offset == 0 { self.announce(row)? } else { self.ask_standing(row)? };
        let mut standstills = 0;
        loop {
            if self.watch.is_cancelled() {
                return Err(EngineError::Cancelled);
            }
            let offset = match standing {
                Standing::Durable(position) => return self.settle_file(row, position),
                Standing::Unknown => {
                    standing = self.announce(row)?;
                    still(&mut standstills, row, "the office forgets the file")?;
                    continue;
                }
                Standing::At(offset) => offset,
            };
            self.watch.tell(Stage::Upload, &row.hash.to_string(), done + offset, total);
            let Some(range) = next_chunk(offset, row.size) else {
                // All bytes are there and no ledger position came: the answer was lost, or the check goes on.
                standing = self.ask_standing(row)?;
                still(&mut standstills, row, "the office does not complete the file")?;
                continue;
            };
            let next = self.send_piece(row, range)?;
            match next {
                Standing::At(after) if after <= offset => {
                    still(&mut standstills, row, "the office does not take the next piece")?;
                }
                Standing::At(after) => self.note_offset(row, after)?,
                Standing::Durable(_) | Standing::Unknown => {}
            }
            standing = next;
        }
    }

    fn send_piece(
        &mut self,
        row: &EvidenceRow,
        range: std::ops::Range<u64>,
    ) -> Result<Standing, EngineError> {
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        let body = self.engine.store.files().read_at(&row.hash, range.start, length)?;
        if body.len() != length {
            return Err(EngineError::EvidenceAltered { evidence: row.hash });
        }
        let checksum = format!("sha256 {}", base64(ContentHash::of(&body).as_bytes()));
        let request = with(self.evidence_request(Method::Patch, row), "content-type", CHUNK_CONTENT_TYPE);
        let request = with(request, HEADER_OFFSET, range.start.to_string());
        let sent = body.len() as u64;
        let request = HttpRequest { body, ..with(request, HEADER_CHECKSUM, checksum) };
        let response = self.engine.send(request, self.watch)?;
        self.report.bytes_up += sent;
        match response.status {
            200 | 204 => {
                self.report.file_bytes_sent += sent;
                standing_of(&response)
            }
            // Somebody else sent the same file, or an answer was lost: the office says where to go on.
            409 => self.ask_standing(row),
            // The piece was harmed on the way: the same piece again.
            STATUS_CHECKSUM_MISMATCH => Ok(Standing::At(range.start)),
            404 => Ok(Standing::Unknown),
            422 => self.whole_differs(row),
            _ => Err(http::refused(&response)),
        }
    }

    /// The office computed another hash over the whole. Either the file here has changed, or a piece there.
    fn whole_differs(&mut self, row: &EvidenceRow) -> Result<Standing, EngineError> {
        let found = Hashes::of_file(&self.engine.store, &row.hash, |_| Ok(()))?;
        if found.sha256 != row.hash {
            return Err(EngineError::EvidenceAltered { evidence: row.hash });
        }
        self.note_offset(row, 0)?;
        self.ask_standing(row)
    }

    fn announce(&mut self, row: &EvidenceRow) -> Result<Standing, EngineError> {
        let text = |value: String| base64(value.as_bytes());
        let (hash, visit) = (text(row.hash.to_string()), text(row.visit.to_string()));
        let request = with(http::request(&self.me, Method::Post, PATH.to_owned()), HEADER_TUS, TUS_VERSION);
        let request = with(request, HEADER_LENGTH, row.size.to_string());
        let request = with(request, HEADER_METADATA, format!("hash {hash},visit {visit}"));
        let response = self.engine.send(request, self.watch)?;
        match response.status {
            200 | 201 | 204 => standing_of(&response),
            _ => Err(http::refused(&response)),
        }
    }

    fn ask_standing(&mut self, row: &EvidenceRow) -> Result<Standing, EngineError> {
        let response = self.engine.send(self.evidence_request(Method::Head, row), self.watch)?;
        match response.status {
            200 | 204 => standing_of(&response),
            404 => Ok(Standing::Unknown),
            _ => Err(http::refused(&response)),
        }
    }

    fn evidence_request(&self, method: Method, row: &EvidenceRow) -> HttpRequest {
        with(http::request(&self.me, method, format!("{PATH}/{}", row.hash)), HEADER_TUS, TUS_VERSION)
    }

    fn note_offset(&self, row: &EvidenceRow, offset: u64) -> Result<(), EngineError> {
        // For resuming only: nothing becomes safe by it.
        Ok(self.engine.store.write(|tx| tx.set_evidence_offset(&row.hash, offset).map(drop))?)
    }

    fn settle_file(&mut self, row: &EvidenceRow, position: u64) -> Result<(), EngineError> {
        let at = self.engine.now();
        let epoch = self.engine.store.cursor()?.map_or([0; 16], |cursor| cursor.epoch);
        let item = Outbound::Evidence(row.hash);
        let receipt = Receipt { item, epoch, position, outcome: ReceiptOutcome::Durable, at: at.device };
        self.engine.write(&at, |tx| Ok(tx.settle_outbox(&item, &receipt).map(drop)?))?;
        self.report.files_acknowledged += 1;
        self.happened.delivered(item, false, Some(position));
        Ok(())
    }

    fn put_on_record(&mut self, row: &EvidenceRow, code: &str, detail: &str) -> Result<(), EngineError> {
        self.happened.refused(row.hash, code);
        let at = self.engine.now();
        let detail = format!("evidence {}: {detail}", row.hash);
        // Once for each reason: the file is tried again at every exchange.
        let note = format!("upload.{}", row.hash);
        if self.engine.store.note(&note)?.as_deref() == Some(code.as_bytes()) {
            return Ok(());
        }
        self.engine.write(&at, |tx| {
            tx.put_note(&note, code.as_bytes())?;
            Ok(tx.append_alert(code, &detail, at.device)?)
        })
    }

    fn set_altered_aside(&mut self, row: &EvidenceRow, evidence: &EvidenceHash) -> Result<(), EngineError> {
        let at = self.engine.now();
        let detail = format!("the file of evidence {evidence} is not as it was captured");
        let code = EngineError::EvidenceAltered { evidence: *evidence }.code();
        self.engine.write(&at, |tx| {
            tx.append_alert(code, &detail, at.device)?;
            Ok(tx.quarantine(&Outbound::Evidence(row.hash), code, &detail, at.device).map(drop)?)
        })?;
        self.report.quarantined += 1;
        Ok(())
    }
}

fn still(standstills: &mut u32, row: &EvidenceRow, detail: &str) -> Result<(), EngineError> {
    *standstills += 1;
    if *standstills <= STANDSTILLS_MAX {
        return Ok(());
    }
    Err(EngineError::Refused {
        status: 409,
        code: "engine.answer-not-understood".to_owned(),
        zh: String::new(),
        en: String::new(),
        detail: format!("{detail} ({})", row.hash),
    })
}

fn standing_of(response: &HttpResponse) -> Result<Standing, EngineError> {
    let number = |name: &str| response.header(name).map(str::parse::<u64>);
    match (number(HEADER_LEDGER_POSITION), number(HEADER_OFFSET)) {
        (Some(Ok(position)), _) => Ok(Standing::Durable(position)),
        (None, Some(Ok(offset))) => Ok(Standing::At(offset)),
        _ => {
            Err(EngineError::Answer { detail: "an upload's answer does not say where it stands".to_owned() })
        }
    }
}
