//! A sealed visit is checked against everything that is here.

use crate::view::{VerifyProblem, VerifyReport};
use crate::visit::{KnownSeal, known_seal, ledger_position, pinned_task};
use crate::{Engine, EngineError, Watch};
use zhian_domain::id::{ContentHash, VisitId};
use zhian_protocol::canonical;
use zhian_protocol::parcel::Parcel;
use zhian_store::{EvidenceRow, FileState, VisitRow};

impl Engine {
    /// Checks a sealed visit's bytes, signatures and files. What does not hold is in the report, not an error.
    ///
    /// Errors: `engine.unknown-visit`, `engine.visit-not-sealed`, `engine.cancelled`, `store.*`.
    pub fn verify(&self, visit: &VisitId, watch: &Watch) -> Result<VerifyReport, EngineError> {
        let row = self.visit_row(visit)?;
        let seal = known_seal(&self.store, visit)?.ok_or(EngineError::VisitNotSealed { visit: *visit })?;
        let mut problems = Vec::new();
        if ContentHash::of(&seal.payload) != seal.digest {
            problems.push(VerifyProblem {
                code: "engine.seal-altered",
                detail: format!("the sealed bytes do not give {}", seal.digest),
            });
        }
        problems.extend(self.check_envelope(&seal)?);
        problems.extend(self.check_rules(&row, &seal)?);
        let checklist = crate::engine::lock(&self.drafts).checklist(&self.store, &row.checklist)?;
        problems.extend(self.check_quizzes(&checklist, &seal.read.content)?);
        let digest = canonical::content_digest(&seal.read.content)?;
        let signatures = &seal.read.content.officer_signatures;
        let mut report = VerifyReport {
            visit: *visit,
            digest: seal.digest,
            signatures: signatures.iter().filter(|one| one.over == digest && self.holds(visit, one)).count()
                as u64,
            files_checked: 0,
            files_absent: 0,
            ledger_position: ledger_position(&self.store, &seal.digest)?,
            problems,
        };
        self.check_files(&seal, watch, &mut report)?;
        Ok(report)
    }

    fn holds(&self, visit: &VisitId, signature: &zhian_domain::signature::OfficerSignature) -> bool {
        let key = self.roster().ok().and_then(|roster| roster.key(&signature.device));
        let message = canonical::officer_message(visit, &signature.over, &signature.inspector);
        key.is_some_and(|(owner, suite, public_key)| {
            owner == signature.inspector && suite.verifies(&public_key, &message, &signature.signature)
        })
    }

    /// The parcel that carries the seal was signed by the device it names.
    fn check_envelope(&self, seal: &KnownSeal) -> Result<Option<VerifyProblem>, EngineError> {
        let stored = self.store.parcel(&seal.parcel)?.and_then(|parcel| parcel.bytes).unwrap_or_default();
        let parcel = Parcel::read(&stored)?;
        let roster = self.roster()?;
        let Some((_, _, key)) = roster.key(&parcel.device) else {
            let detail = format!("device {} is not known here", parcel.device);
            return Ok(Some(VerifyProblem { code: "engine.device-unknown", detail }));
        };
        let checked = parcel.verify(&key);
        Ok(checked.err().map(|cause| VerifyProblem { code: cause.code(), detail: cause.to_string() }))
    }

    /// The rules of sealing, officers' signatures, and the one form that this visit has.
    fn check_rules(&self, row: &VisitRow, seal: &KnownSeal) -> Result<Option<VerifyProblem>, EngineError> {
        let checklist = crate::engine::lock(&self.drafts).checklist(&self.store, &row.checklist)?;
        let task = pinned_task(&self.store, row)?;
        let roster = self.roster()?;
        let checked = canonical::verify_sealed(&seal.payload, &checklist, &task, |device| roster.key(device));
        Ok(checked.err().map(|cause| VerifyProblem { code: cause.code(), detail: cause.to_string() }))
    }

    fn check_files(
        &self,
        seal: &KnownSeal,
        watch: &Watch,
        report: &mut VerifyReport,
    ) -> Result<(), EngineError> {
        let total = seal.read.content.evidence.values().map(|one| one.bytes).sum();
        let mut done = 0;
        for evidence in seal.read.content.evidence.values() {
            // The row is a projection; the hashes that count are those under the seal.
            match self.store.evidence(&evidence.hash)?.filter(|row| row.file == FileState::Here) {
                None => report.files_absent += 1,
                Some(row) => {
                    let sealed = EvidenceRow { sm3: evidence.sm3, ..row.clone() };
                    report.files_checked += 1;
                    let bad = self.check_file(&sealed, done, total, watch)?;
                    report.problems.extend(bad.map(|bad| VerifyProblem {
                        code: bad.code,
                        detail: format!("evidence {}", bad.hash),
                    }));
                }
            }
            done += evidence.bytes;
        }
        Ok(())
    }
}
