//! What can be told of a parcel by itself: its form, its author, its signature, its seal. No visit is locked here.

use super::shortened;
use crate::db::{Assignment, KnownDevice};
use crate::error::ServerError;
use crate::office::Office;
use std::cell::RefCell;
use std::sync::Arc;
use zhian_domain::checklist::Checklist;
use zhian_domain::id::{ContentHash, DeviceId, InspectorId, VisitId};
use zhian_domain::seal::SealedVisit;
use zhian_domain::task::Task;
use zhian_draft::{ActorId, envelope, unpack};
use zhian_protocol::canonical;
use zhian_protocol::draft_push::DraftPush;
use zhian_protocol::limits::CHANGES_PER_PUSH_MAX;
use zhian_protocol::parcel::{Parcel, ParcelKind, Suite};

/// Every reason for setting a parcel aside that this module knows; the gate, the parcel and the seal have their own.
pub(crate) const CODES: &[&str] = &[
    "ingest.device-unknown",
    "ingest.payload-malformed",
    "ingest.visit-inconsistent",
    "ingest.visit-unknown",
    "ingest.checklist-unreadable",
    "ingest.not-assigned",
    "ingest.author-differs",
    "ingest.actor-set-aside",
    "ingest.draft-unreadable",
    "ingest.visit-already-sealed",
];

/// A parcel after a look at it alone.
pub(super) enum Examined {
    /// It was taken in before, at this place of the feed.
    Known(u64),
    /// It may not be accepted, whatever the visit holds.
    Bad(Bad),
    /// Changes whose author is who they say.
    Draft(DraftParcel),
    /// A seal that verifies.
    Sealed(SealedParcel),
}

/// A parcel that may not be accepted.
pub(super) struct Bad {
    pub(super) digest: ContentHash,
    pub(super) bytes: Vec<u8>,
    pub(super) author: Option<DeviceId>,
    pub(super) visit: Option<VisitId>,
    pub(super) reason: Reason,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) code: &'static str,
    pub(super) detail: String,
}

/// Changes whose author is who they say.
pub(super) struct DraftParcel {
    pub(super) digest: ContentHash,
    pub(super) bytes: Vec<u8>,
    pub(super) device: DeviceId,
    pub(super) inspector: InspectorId,
    pub(super) actor: ActorId,
    /// Whether the actor follows from the author's key, or is only what the first change says.
    pub(super) introduces: bool,
    pub(super) changes: Vec<Vec<u8>>,
    pub(super) visit: VisitId,
    pub(super) assignment: Assignment,
    pub(super) checklist: Arc<Checklist>,
}

/// A seal that verifies.
pub(super) struct SealedParcel {
    pub(super) digest: ContentHash,
    pub(super) bytes: Vec<u8>,
    pub(super) device: DeviceId,
    pub(super) visit: VisitId,
    /// SHA-256 of the sealed bytes.
    pub(super) sealed: ContentHash,
    pub(super) content: Box<SealedVisit>,
    pub(super) assignment: Assignment,
    pub(super) checklist: Arc<Checklist>,
}

impl Examined {
    /// The visit whose turn is needed to judge it.
    pub(super) fn visit(&self) -> Option<VisitId> {
        match self {
            Self::Known(_) | Self::Bad(_) => None,
            Self::Draft(draft) => Some(draft.visit),
            Self::Sealed(seal) => Some(seal.visit),
        }
    }
}

/// How an examination ends early: the parcel is at fault, or the office failed.
enum Stop {
    Refuse { author: Option<DeviceId>, visit: Option<VisitId>, reason: Reason },
    Fail(ServerError),
}

impl<E: Into<ServerError>> From<E> for Stop {
    fn from(cause: E) -> Self {
        Self::Fail(cause.into())
    }
}

fn refuse<T>(
    author: Option<DeviceId>,
    visit: Option<VisitId>,
    code: &'static str,
    detail: impl std::fmt::Display,
) -> Result<T, Stop> {
    let reason = Reason { code, detail: shortened(&detail.to_string()) };
    Err(Stop::Refuse { author, visit, reason })
}

/// Looks at one parcel. Errors: only if the office itself failed.
pub(super) fn examine(
    office: &Office,
    pusher: &KnownDevice,
    digest: ContentHash,
    bytes: Vec<u8>,
) -> Result<Examined, ServerError> {
    match look(office, pusher, digest, &bytes) {
        Ok(Looked::Draft(mut draft)) => {
            draft.bytes = bytes;
            Ok(Examined::Draft(draft))
        }
        Ok(Looked::Sealed(mut seal)) => {
            seal.bytes = bytes;
            Ok(Examined::Sealed(seal))
        }
        Err(Stop::Refuse { author, visit, reason }) => {
            Ok(Examined::Bad(Bad { digest, bytes, author, visit, reason }))
        }
        Err(Stop::Fail(cause)) => Err(cause),
    }
}

enum Looked {
    Draft(DraftParcel),
    Sealed(SealedParcel),
}

fn look(office: &Office, pusher: &KnownDevice, digest: ContentHash, bytes: &[u8]) -> Result<Looked, Stop> {
    let parcel = match Parcel::read(bytes) {
        Ok(parcel) => parcel,
        Err(cause) => return refuse(None, None, cause.code(), cause),
    };
    let author = author_of(office, pusher, &parcel)?;
    match parcel.kind {
        ParcelKind::Draft => look_at_draft(office, &author, digest, parcel.payload).map(Looked::Draft),
        ParcelKind::Sealed => look_at_seal(office, &author, digest, parcel.payload).map(Looked::Sealed),
    }
}

/// The device that made a parcel, once its signature is checked.
fn author_of(office: &Office, pusher: &KnownDevice, parcel: &Parcel<'_>) -> Result<KnownDevice, Stop> {
    let id = parcel.device;
    let known = if id == pusher.record.id { Some(pusher.clone()) } else { office.db.device(&id)? };
    let Some(author) = known else {
        return refuse(Some(id), None, "ingest.device-unknown", format!("device {id} never enrolled here"));
    };
    if let Err(cause) = parcel.verify(&author.record.public_key) {
        return refuse(Some(id), None, cause.code(), cause);
    }
    if author.record.revoked {
        // It has no way in of its own: a colleague brings it. When it was made nobody can tell, so it is neither
        // refused, which would keep out what the colleague has built on it, nor taken in unmarked.
        tracing::warn!(device = %id, parcel = %parcel.digest, pusher = %pusher.record.id, "work of a revoked device");
    }
    Ok(author)
}

/// The visit that a signed parcel names, for the notice about it.
fn visit_of(parcel: &Parcel<'_>) -> Option<VisitId> {
    match parcel.kind {
        ParcelKind::Draft => DraftPush::read(parcel.payload).ok().map(|push| push.visit),
        ParcelKind::Sealed => canonical::read_sealed(parcel.payload).ok().map(|seal| seal.content.visit),
    }
}

/// The visit that a stored draft parcel is about.
pub(super) fn draft_visit(bytes: &[u8]) -> Option<VisitId> {
    let parcel = Parcel::read(bytes).ok().filter(|parcel| parcel.kind == ParcelKind::Draft)?;
    visit_of(&parcel)
}

fn look_at_draft(
    office: &Office,
    author: &KnownDevice,
    digest: ContentHash,
    payload: &[u8],
) -> Result<DraftParcel, Stop> {
    let device = author.record.id;
    let push = match DraftPush::read(payload) {
        Ok(push) => push,
        Err(cause) => return refuse(Some(device), None, "ingest.payload-malformed", cause),
    };
    let visit = push.visit;
    if !push.is_consistent() {
        let detail = format!("visit {visit} does not follow from its task and checklist");
        return refuse(Some(device), Some(visit), "ingest.visit-inconsistent", detail);
    }
    let (assignment, checklist) = assigned(office, author, visit)?;
    let changes = match unpack(&push.packed, CHANGES_PER_PUSH_MAX) {
        Ok(changes) => changes,
        Err(cause) => return refuse(Some(device), Some(visit), cause.code(), cause),
    };
    let introduced = push.start.map(|start| start.install_epoch);
    let claimed = || changes.first().and_then(|change| envelope(change).ok());
    let actor = match introduced {
        Some(epoch) => Some(ActorId::of(&author.record.public_key, &visit, &epoch)),
        None => claimed().and_then(|envelope| ActorId::from_slice(&envelope.actor)),
    };
    let Some(actor) = actor else {
        let detail = "the first change names no actor";
        return refuse(Some(device), Some(visit), "ingest.payload-malformed", detail);
    };
    let inspector = author.record.inspector;
    let (bytes, introduces) = (Vec::new(), introduced.is_some());
    Ok(DraftParcel {
        digest,
        bytes,
        device,
        inspector,
        actor,
        introduces,
        changes,
        visit,
        assignment,
        checklist,
    })
}

/// The task and checklist of a visit, if its author takes part in it.
fn assigned(
    office: &Office,
    author: &KnownDevice,
    visit: VisitId,
) -> Result<(Assignment, Arc<Checklist>), Stop> {
    let device = author.record.id;
    let Some(assignment) = office.db.assignment(&visit)? else {
        let detail = format!("no task published here leads to visit {visit}");
        return refuse(Some(device), Some(visit), "ingest.visit-unknown", detail);
    };
    let inspector = author.record.inspector;
    if !assignment.everyone.contains(&inspector) {
        let detail = format!("inspector {inspector} was never named for task {}", assignment.task.id);
        return refuse(Some(device), Some(visit), "ingest.not-assigned", detail);
    }
    match office.checklist(&assignment.checklist) {
        Ok(Some(checklist)) => Ok((assignment, checklist)),
        Ok(None) => refuse(Some(device), Some(visit), "ingest.checklist-unreadable", assignment.checklist),
        Err(ServerError::Checklist { detail }) => {
            refuse(Some(device), Some(visit), "ingest.checklist-unreadable", detail)
        }
        Err(cause) => Err(cause.into()),
    }
}

fn look_at_seal(
    office: &Office,
    author: &KnownDevice,
    digest: ContentHash,
    payload: &[u8],
) -> Result<SealedParcel, Stop> {
    let device = author.record.id;
    let read = match canonical::read_sealed(payload) {
        Ok(read) => read,
        Err(cause) => return refuse(Some(device), None, cause.code(), cause),
    };
    let visit = read.content.visit;
    let (assignment, checklist) = assigned(office, author, visit)?;
    let task = match Task::try_from(assignment.task.clone()) {
        // A visit stays on the checklist it began with, and with everyone who ever took part.
        Ok(task) => Task { checklist: assignment.checklist, inspectors: assignment.everyone.clone(), ..task },
        Err(cause) => return refuse(Some(device), Some(visit), "ingest.visit-unknown", cause),
    };
    let failed = RefCell::new(None);
    let key = |id: &DeviceId| {
        if *id == device {
            return key_of(author);
        }
        match office.db.device(id) {
            Ok(known) => known.as_ref().and_then(key_of),
            Err(cause) => {
                *failed.borrow_mut() = Some(cause);
                None
            }
        }
    };
    let verified = canonical::verify_read(read, payload, &checklist, &task, key);
    // A seal is not at fault when the office could not look up its keys.
    if let Some(cause) = failed.into_inner() {
        return Err(cause.into());
    }
    match verified {
        Ok(content) => Ok(SealedParcel {
            digest,
            bytes: Vec::new(),
            device,
            visit,
            sealed: ContentHash::of(payload),
            content: Box::new(content),
            assignment,
            checklist,
        }),
        Err(cause) => refuse(Some(device), Some(visit), cause.code(), cause),
    }
}

fn key_of(known: &KnownDevice) -> Option<(InspectorId, Suite, Vec<u8>)> {
    let suite = Suite::from_byte(known.record.suite)?;
    Some((known.record.inspector, suite, known.record.public_key.clone()))
}
