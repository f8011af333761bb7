//! What a parcel means for its visit: the gate for changes, one seal for ever.

use super::examine::{Bad, DraftParcel, Examined, SealedParcel};
use super::hot::Open;
use super::shortened;
use super::standing::{Counted, SealFacts, facts, replay};
use crate::db::{ActorKey, Chapter, DraftIntake, Intake, KnownDevice, SealIntake, SealedEntry, SetAside};
use crate::error::ServerError;
use crate::office::Office;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use zhian_domain::checklist::Checklist;
use zhian_domain::id::{ContentHash, DeviceId, VisitId};
use zhian_draft::{ActorId, Genesis, Refusal};

/// What is to become of one parcel.
pub(super) enum Verdict {
    /// It was taken in before.
    Known(u64),
    /// Something it builds on has not come.
    Wait,
    /// To be stored.
    Stored {
        /// `draft` or `sealed`.
        kind: &'static str,
        /// What to store.
        intake: Option<Box<Intake>>,
    },
    /// To be set aside.
    SetAside {
        /// Why.
        code: String,
        /// What exactly.
        detail: String,
        /// What to keep.
        intake: Option<Box<Intake>>,
    },
    /// The same parcel stands earlier in the request.
    Repeated,
}

impl Verdict {
    /// Hands over what is to be stored.
    pub(super) fn take_intake(&mut self) -> Option<Intake> {
        match self {
            Self::Known(_) | Self::Wait | Self::Repeated => None,
            Self::Stored { intake, .. } | Self::SetAside { intake, .. } => {
                intake.take().map(|intake| *intake)
            }
        }
    }
}

/// A visit as this request sees it: what is stored, and what the request adds.
struct Working {
    chapter: Chapter,
    /// Opened when first needed.
    draft: Option<Arc<Counted>>,
    /// Read when first needed.
    seal: Option<SealFacts>,
    changed: bool,
}

/// Judges the parcels of one request, in order.
pub(super) struct Judge<'a> {
    office: &'a Office,
    pusher: &'a KnownDevice,
    visits: BTreeMap<VisitId, Working>,
    refused_actors: BTreeMap<ActorKey, String>,
    seen: BTreeSet<ContentHash>,
}

/// A refusal of one parcel, or a failure of the office.
enum Stop {
    Wait,
    Refuse { code: &'static str, detail: String, actor: Option<ActorId> },
    Fail(ServerError),
}

impl<E: Into<ServerError>> From<E> for Stop {
    fn from(cause: E) -> Self {
        Self::Fail(cause.into())
    }
}

fn refuse(code: &'static str, detail: impl std::fmt::Display, actor: Option<ActorId>) -> Stop {
    Stop::Refuse { code, detail: shortened(&detail.to_string()), actor }
}

impl<'a> Judge<'a> {
    pub(super) fn new(office: &'a Office, pusher: &'a KnownDevice) -> Self {
        let (visits, refused_actors, seen) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { office, pusher, visits, refused_actors, seen }
    }

    /// Judges the next parcel. Errors: only if the office itself failed.
    pub(super) fn judge(&mut self, parcel: &Examined) -> Result<Verdict, ServerError> {
        match parcel {
            Examined::Known(seq) => Ok(Verdict::Known(*seq)),
            Examined::Bad(bad) if self.seen.insert(bad.digest) => Ok(self.bad(bad)),
            Examined::Draft(draft) if self.seen.insert(draft.digest) => {
                let answer = self.draft(draft);
                let author = (draft.digest, draft.bytes.as_slice(), draft.device, draft.visit);
                self.verdict("draft", answer, author)
            }
            Examined::Sealed(seal) if self.seen.insert(seal.digest) => {
                let answer = self.seal(seal);
                let author = (seal.digest, seal.bytes.as_slice(), seal.device, seal.visit);
                self.verdict("sealed", answer, author)
            }
            Examined::Bad(_) | Examined::Draft(_) | Examined::Sealed(_) => Ok(Verdict::Repeated),
        }
    }

    /// Keeps what the request added, now that it is durable.
    pub(super) fn keep(self) {
        for (visit, working) in self.visits {
            if let (true, Some(draft)) = (working.changed, working.draft) {
                self.office.hot.put(visit, Open { draft, parcels: working.chapter.draft_parcels });
            }
        }
    }

    /// Forgets what was read: it has changed meanwhile.
    pub(super) fn forget(self) {
        for visit in self.visits.keys() {
            self.office.hot.forget(visit);
        }
    }

    fn verdict(
        &mut self,
        kind: &'static str,
        answer: Result<Judged, Stop>,
        (digest, bytes, device, visit): (ContentHash, &[u8], DeviceId, VisitId),
    ) -> Result<Verdict, ServerError> {
        match answer {
            Ok(Judged::Store(intake)) => Ok(Verdict::Stored { kind, intake: Some(intake) }),
            Ok(Judged::Known(seq)) => Ok(Verdict::Known(seq)),
            Err(Stop::Wait) => Ok(Verdict::Wait),
            Err(Stop::Fail(cause)) => Err(cause),
            Err(Stop::Refuse { code, detail, actor }) => {
                if let Some(actor) = actor {
                    self.refused_actors.entry(ActorKey { visit, actor }).or_insert_with(|| code.to_owned());
                }
                let aside = SetAside {
                    digest,
                    bytes: bytes.to_vec(),
                    author: Some(device),
                    pusher: self.pusher.record.id,
                    visit: Some(visit),
                    actor,
                    code: code.to_owned(),
                    detail,
                };
                Ok(set_aside(aside))
            }
        }
    }

    fn bad(&self, bad: &Bad) -> Verdict {
        set_aside(SetAside {
            digest: bad.digest,
            bytes: bad.bytes.clone(),
            author: bad.author,
            pusher: self.pusher.record.id,
            visit: bad.visit,
            actor: None,
            code: bad.reason.code.to_owned(),
            detail: bad.reason.detail.clone(),
        })
    }

    fn draft(&mut self, parcel: &DraftParcel) -> Result<Judged, Stop> {
        let key = ActorKey { visit: parcel.visit, actor: parcel.actor };
        let earlier = match self.refused_actors.get(&key) {
            Some(code) => Some(code.clone()),
            None => self.office.db.actor_set_aside(&key)?,
        };
        if let Some(code) = earlier {
            let detail = format!("an earlier change of this actor was refused: {code}");
            return Err(refuse("ingest.actor-set-aside", detail, None));
        }
        let before = self.open(parcel.visit, &parcel.assignment.task.id, &parcel.checklist)?;
        let unreadable = |cause: zhian_draft::DraftError| refuse(cause.code(), &cause, Some(parcel.actor));
        let owner = (parcel.inspector, parcel.device);
        // Not the author's own actor: nothing may be held against whoever it belongs to.
        let not_theirs = |actor| {
            let detail = format!("actor {} does not belong to device {}", parcel.actor, parcel.device);
            refuse("ingest.author-differs", detail, actor)
        };
        if !parcel.introduces {
            match before.draft.authors().map_err(unreadable)?.get(&parcel.actor) {
                Some(known) if *known == owner => {}
                Some(_) => return Err(not_theirs(None)),
                // The change that introduces the actor has not come.
                None => return Err(Stop::Wait),
            }
        }
        let admission =
            before.draft.admit(&parcel.actor, &parcel.changes).map_err(|refusal| match refusal {
                Refusal::MissingDependencies(_) => Stop::Wait,
                refusal => refuse(refusal.code(), &refusal, Some(parcel.actor)),
            })?;
        let declared = admission.draft.authors().map_err(unreadable)?.get(&parcel.actor).copied();
        if declared != Some(owner) {
            return Err(not_theirs(Some(parcel.actor)));
        }
        let seal = self.seal_facts(&parcel.visit)?;
        let changes = before.changes + admission.accepted.len();
        let draft = Arc::new(Counted { draft: admission.draft, changes });
        let facts = facts(Some(&draft), seal.as_ref()).map_err(unreadable)?;
        let working = self.working(parcel.visit)?;
        let intake = DraftIntake {
            digest: parcel.digest,
            bytes: parcel.bytes.clone(),
            key,
            device: parcel.device,
            built_on: working.chapter.draft_parcels,
            after_seal: working.chapter.sealed.is_some(),
            facts,
        };
        working.chapter.draft_parcels += 1;
        working.draft = Some(draft);
        working.changed = true;
        Ok(Judged::Store(Box::new(Intake::Draft(intake))))
    }

    fn seal(&mut self, parcel: &SealedParcel) -> Result<Judged, Stop> {
        let before = self.working(parcel.visit)?.chapter.sealed;
        match before {
            Some(before) if before.sealed == parcel.sealed && before.seq > 0 => {
                return Ok(Judged::Known(before.seq));
            }
            Some(before) if before.sealed != parcel.sealed => {
                let detail = format!("visit {} is sealed as {}", parcel.visit, before.sealed);
                return Err(refuse("ingest.visit-already-sealed", detail, None));
            }
            // Sealed earlier in this same request: the database answers with the place.
            Some(_) | None => {}
        }
        let seal = SealFacts::of(parcel.content.content(), parcel.content.heads());
        let draft = match self.working(parcel.visit)?.chapter.draft_parcels {
            0 => None,
            _ => Some(self.open(parcel.visit, &parcel.assignment.task.id, &parcel.checklist)?),
        };
        let facts = facts(draft.as_deref(), Some(&seal))
            .map_err(|cause| refuse("ingest.draft-unreadable", cause, None))?;
        let working = self.working(parcel.visit)?;
        working.chapter.sealed =
            Some(SealedEntry { sealed: parcel.sealed, parcel: parcel.digest, seq: 0, position: 0 });
        working.seal = Some(seal);
        Ok(Judged::Store(Box::new(Intake::Sealed(SealIntake {
            digest: parcel.digest,
            bytes: parcel.bytes.clone(),
            visit: parcel.visit,
            device: parcel.device,
            sealed: parcel.sealed,
            sealed_at: parcel.content.sealed_at().best(),
            built_on: working.chapter.draft_parcels,
            facts,
        }))))
    }

    fn working(&mut self, visit: VisitId) -> Result<&mut Working, ServerError> {
        Ok(match self.visits.entry(visit) {
            std::collections::btree_map::Entry::Occupied(found) => found.into_mut(),
            std::collections::btree_map::Entry::Vacant(missing) => {
                let chapter = self.office.db.chapter(&visit)?;
                missing.insert(Working { chapter, draft: None, seal: None, changed: false })
            }
        })
    }

    /// The draft of a visit: as this request left it, as it is held open, or rebuilt from the stored parcels.
    fn open(
        &mut self,
        visit: VisitId,
        task: &zhian_domain::id::TaskId,
        checklist: &Checklist,
    ) -> Result<Arc<Counted>, Stop> {
        let office = self.office;
        let working = self.working(visit)?;
        if let Some(draft) = &working.draft {
            return Ok(Arc::clone(draft));
        }
        let parcels = working.chapter.draft_parcels;
        let draft = match office.hot.get(&visit, parcels) {
            Some(draft) => draft,
            None => {
                let hash = checklist_hash(office, &visit)?;
                let genesis = Genesis::of(*task, hash, checklist);
                let log = if parcels == 0 { Vec::new() } else { office.db.draft_log(&visit)? };
                let draft =
                    replay(&genesis, &log).map_err(|cause| refuse("ingest.draft-unreadable", cause, None))?;
                Arc::new(draft)
            }
        };
        working.draft = Some(Arc::clone(&draft));
        // Also worth keeping: opening it again costs more than holding it.
        working.changed = true;
        Ok(draft)
    }

    fn seal_facts(&mut self, visit: &VisitId) -> Result<Option<SealFacts>, Stop> {
        let office = self.office;
        let working = self.working(*visit)?;
        if working.chapter.sealed.is_some() && working.seal.is_none() {
            let stored = office.db.sealed_parcel(visit)?;
            let read = stored.as_ref().map(SealFacts::read).transpose();
            working.seal = read.map_err(|cause| refuse("ingest.draft-unreadable", cause, None))?;
        }
        Ok(working.seal.clone())
    }
}

fn checklist_hash(office: &Office, visit: &VisitId) -> Result<ContentHash, Stop> {
    match office.db.assignment(visit)? {
        Some(assignment) => Ok(assignment.checklist),
        None => Err(refuse("ingest.visit-unknown", visit, None)),
    }
}

enum Judged {
    Store(Box<Intake>),
    Known(u64),
}

fn set_aside(aside: SetAside) -> Verdict {
    // The alert: ids and codes only.
    tracing::warn!(
        code = %aside.code, parcel = %aside.digest, pusher = %aside.pusher,
        author = ?aside.author, visit = ?aside.visit, actor = ?aside.actor, detail = %aside.detail,
        "a parcel was set aside"
    );
    let (code, detail) = (aside.code.clone(), aside.detail.clone());
    Verdict::SetAside { code, detail, intake: Some(Box::new(Intake::SetAside(aside))) }
}
