//! Signing, the sealed visit, and what happened in it.

use super::evidence::{EvidenceView, evidence};
use super::status::{LateWorkView, StatusView, late_work, status};
use super::visit::{
    CountsView, OutcomeView, ParticipantView, SealView, VisitView, counts, obstacles, outcome, participant,
    seal, visit,
};
use super::{Moment, OfficerView, Sentence};
use crate::reader::{Reader, moment};
use zhian_engine::{view, words};

/// An officer's signature.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OfficerSignatureView {
    /// Who signed.
    pub officer: OfficerView,
    /// With which device.
    pub device: String,
    /// When.
    pub at: Moment,
    /// Whether it covers what the visit holds now. A later edit makes it stale.
    pub current: bool,
}

/// The party's signature.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PartySignatureView {
    /// Who signed.
    pub name: String,
    /// Their part in the enterprise, as people read it.
    pub role_text: String,
    /// What they said about the record.
    pub opinion: String,
    /// Hash of the picture of the handwriting.
    pub handwriting: String,
    /// When.
    pub at: Moment,
    /// Whether it covers what the visit holds now.
    pub current: bool,
}

/// A refusal to sign.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RefusalView {
    /// What kind, as people read it.
    pub kind_text: String,
    /// Who should have signed, as far as known.
    pub name: String,
    /// The reason.
    pub reason: String,
    /// Hash of the recording.
    pub recording: String,
    /// Name of the witness, if there was one.
    pub witness: Option<String>,
    /// When.
    pub at: Moment,
    /// Whether it covers what the visit holds now.
    pub current: bool,
}

/// Everything about signatures, older ones included.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SignaturesView {
    /// Digest of what the visit holds now, hexadecimal; none while answers differ.
    pub content_digest: Option<String>,
    /// Officers' signatures.
    pub officers: Vec<OfficerSignatureView>,
    /// The party's signatures.
    pub party: Vec<PartySignatureView>,
    /// Refusals.
    pub refusals: Vec<RefusalView>,
}

/// The screen on which a visit is signed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SigningView {
    /// The visit.
    pub visit: String,
    /// Title of the task.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// Whether it is closed for good.
    pub sealed: bool,
    /// Whether the officer of this device signed what it holds now.
    pub signed_by_me: bool,
    /// Officers of the task and everyone who checked in.
    pub participants: Vec<ParticipantView>,
    /// Signatures and refusals.
    pub signatures: SignaturesView,
    /// Handwriting and refusal recordings.
    pub files: Vec<EvidenceView>,
    /// How it comes out.
    pub outcome: OutcomeView,
    /// Its figures.
    pub counts: CountsView,
    /// What stands between it and its seal, each in one line.
    pub obstacles: Vec<Sentence>,
    /// Whether it can be sealed now.
    pub can_be_sealed: bool,
}

/// A visit that is closed for good.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SealedVisitView {
    /// What was sealed.
    pub visit: VisitView,
    /// The seal.
    pub seal: SealView,
    /// Signatures and refusals.
    pub signatures: SignaturesView,
    /// Work that arrived after it, by device.
    pub late: Vec<LateWorkView>,
    /// Whose work is here and what is at the office.
    pub status: StatusView,
    /// Evidence files whose space could be freed.
    pub freeable_files: u64,
    /// How much that would free, bytes.
    pub freeable_bytes: u64,
}

/// One thing that happened in a visit.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EventView {
    /// When.
    pub at: Moment,
    /// What, as people read it, e.g. `到场`.
    pub what: String,
    /// Which officer; none where it was none.
    pub officer: Option<OfficerView>,
    /// About which item; none where it was none.
    pub item: Option<String>,
    /// What exactly: a caption, a text, a name.
    pub text: String,
}

/// Signatures and refusals.
pub(crate) fn signatures(reader: Reader, shown: &view::SignaturesView) -> SignaturesView {
    let officer = |one: &view::OfficerSignatureView| OfficerSignatureView {
        officer: reader.officer(&one.officer),
        device: one.device.to_string(),
        at: moment(&one.at),
        current: one.current,
    };
    let party = |one: &view::PartySignatureView| PartySignatureView {
        name: one.signature.name.clone(),
        role_text: words::role(reader.language, one.signature.role).to_owned(),
        opinion: one.signature.opinion.clone(),
        handwriting: one.signature.handwriting.to_string(),
        at: moment(&one.signature.at),
        current: one.current,
    };
    let refusal = |one: &view::RefusalView| RefusalView {
        kind_text: words::refusal(reader.language, one.refusal.kind).to_owned(),
        name: one.refusal.name.clone(),
        reason: one.refusal.reason.clone(),
        recording: one.refusal.recording.to_string(),
        witness: one.refusal.witness.as_ref().map(|witness| witness.name.clone()),
        at: moment(&one.refusal.at),
        current: one.current,
    };
    SignaturesView {
        content_digest: shown.content_digest.map(|digest| digest.to_string()),
        officers: shown.officers.iter().map(officer).collect(),
        party: shown.party.iter().map(party).collect(),
        refusals: shown.refusals.iter().map(refusal).collect(),
    }
}

/// The screen of signing.
pub(crate) fn signing(reader: Reader, shown: &view::SigningView) -> SigningView {
    SigningView {
        visit: shown.visit.to_string(),
        title: shown.title.clone(),
        enterprise_name: shown.enterprise_name.clone(),
        sealed: shown.sealed,
        signed_by_me: shown.signed_by_me,
        participants: shown.participants.iter().map(|one| participant(reader, one)).collect(),
        signatures: signatures(reader, &shown.signatures),
        files: shown.files.iter().map(|one| evidence(reader, one)).collect(),
        outcome: outcome(reader, &shown.outcome),
        counts: counts(&shown.counts),
        obstacles: obstacles(reader, &shown.obstacles),
        can_be_sealed: shown.can_be_sealed,
    }
}

/// The screen of a sealed visit.
pub(crate) fn sealed_visit(reader: Reader, shown: &view::SealedVisitView) -> SealedVisitView {
    SealedVisitView {
        visit: visit(reader, &shown.visit),
        seal: seal(&shown.seal),
        signatures: signatures(reader, &shown.visit.signatures),
        late: shown.late.iter().map(|one| late_work(reader, one)).collect(),
        status: status(reader, &shown.status),
        freeable_files: shown.freeable_files,
        freeable_bytes: shown.freeable_bytes,
    }
}

/// One thing that happened.
pub(crate) fn event(reader: Reader, shown: &view::EventView) -> EventView {
    EventView {
        at: moment(&shown.at),
        what: words::event(reader.language, shown.kind),
        officer: shown.officer.as_ref().map(|officer| reader.officer(officer)),
        item: shown.item.as_ref().map(ToString::to_string),
        text: shown.text.clone(),
    }
}
