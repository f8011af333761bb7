//! The admission gate: the only way of a foreign change into a draft.
//!
//! 1. Framing, sizes and run lengths ([`crate::precheck`]), operations ([`crate::decode`]), and what they may do
//!    ([`crate::schema`]): all without the merge library.
//! 2. On a copy, with panics caught: apply, save, load, compare heads, which proves each change byte for byte.
//!
//! The second step is a second lock on the same door. What the first one lets through is what our own app could have
//! written; should a rule be missing there, the copy is thrown away and the draft has not been touched.

use crate::change::{ActorId, Change, ChangeHash};
use crate::decode;
use crate::draft::{Draft, heads_of, load};
use crate::error::DraftError;
use crate::genesis::Origin;
use crate::guard::guarded;
use crate::index::Index;
use crate::limits::BATCH_CHANGES_MAX;
use crate::precheck::{self, Checked};
use crate::refusal::Refusal;
use crate::schema;
use automerge::Automerge;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// What the gate let in.
#[derive(Debug, Clone)]
pub struct Admission {
    /// The draft with the changes in it.
    pub draft: Draft,
    /// Changes that are new, in the order in which they were applied.
    pub accepted: Vec<Change>,
    /// Changes that were here already.
    pub known: Vec<ChangeHash>,
}

pub(crate) fn admit<B: AsRef<[u8]>>(
    draft: &Draft,
    actor: &ActorId,
    changes: &[B],
) -> Result<Admission, Refusal> {
    if changes.len() > BATCH_CHANGES_MAX {
        return Err(Refusal::BatchSize { found: changes.len(), limit: BATCH_CHANGES_MAX });
    }
    let index = draft.index()?;
    let (mut known, mut fresh, mut hashes) = (Vec::new(), Vec::new(), BTreeSet::new());
    for bytes in changes {
        let bytes = bytes.as_ref();
        let checked = precheck::check(bytes)?;
        let hash = checked.envelope.hash;
        if index.entry(&hash).is_some() || !hashes.insert(hash) {
            known.push(hash);
        } else if checked.envelope.actor != actor.as_bytes() {
            let found = crate::change::hex(&checked.envelope.actor);
            return Err(Refusal::Actor { expected: *actor, found });
        } else {
            fresh.push((checked, bytes));
        }
    }
    if fresh.is_empty() {
        return Ok(Admission { draft: draft.clone(), accepted: Vec::new(), known });
    }
    // The numbers of one actor's chain are an order in which every change follows what it depends on.
    fresh.sort_by_key(|(checked, _)| checked.envelope.seq);
    let mut next = Index::clone(&index);
    for (checked, _) in &fresh {
        let operations = decode::operations(checked)?;
        schema::judge(&draft.origin, &mut next, checked, &operations)?;
    }
    let bytes: Vec<&[u8]> = fresh.iter().map(|(_, bytes)| *bytes).collect();
    let document = apply(&draft.document, &bytes)?;
    verify(&document, &next.heads())?;
    let accepted = fresh.iter().map(|(checked, bytes)| change(checked, *actor, bytes)).collect();
    let draft = Draft {
        origin: Arc::clone(&draft.origin),
        document: Arc::new(document),
        index: OnceLock::from(Arc::new(next)),
    };
    Ok(Admission { draft, accepted, known })
}

fn change(checked: &Checked<'_>, actor: ActorId, bytes: &[u8]) -> Change {
    Change { hash: checked.envelope.hash, actor, seq: checked.envelope.seq, bytes: bytes.to_vec() }
}

/// Applies changes to a copy.
fn apply(document: &Automerge, changes: &[&[u8]]) -> Result<Automerge, Refusal> {
    let failed = |detail: String| Refusal::Apply { detail };
    guarded(|| {
        let parsed: Vec<automerge::Change> = changes
            .iter()
            .map(|bytes| automerge::Change::try_from(*bytes).map_err(|cause| failed(cause.to_string())))
            .collect::<Result<_, _>>()?;
        let mut copy = document.clone();
        copy.apply_changes(parsed).map_err(|cause| failed(cause.to_string()))?;
        Ok(copy)
    })
    .map_err(failed)?
}

/// Saves and loads a document, and compares heads with those it must have.
///
/// The document keeps operations, not bytes; loading rebuilds every change from them and computes its hash. A hash
/// covers all before it, so equal heads mean that each change came back as it was.
fn verify(document: &Automerge, expected: &[ChangeHash]) -> Result<(), Refusal> {
    // Not compressed: this copy is thrown away.
    let saved = guarded(|| document.save_nocompress()).map_err(|detail| Refusal::Apply { detail })?;
    match load(&saved) {
        Ok(copy) if heads_of(&copy) == expected && heads_of(document) == expected => Ok(()),
        _ => Err(Refusal::Unloadable),
    }
}

/// Applies a log to a fresh draft.
pub(crate) fn replay(
    mut draft: Draft,
    changes: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<Draft, DraftError> {
    let changes: Vec<_> = changes.into_iter().collect();
    let mut index = Index::of(&draft.origin);
    for (position, bytes) in changes.iter().enumerate() {
        let judged = admit_one(&draft.origin, &mut index, bytes.as_ref());
        judged.map_err(|Unsound { hash, cause }| DraftError::Log { position, hash, cause })?;
    }
    let bytes: Vec<&[u8]> = changes.iter().map(AsRef::as_ref).collect();
    let applied = apply(&draft.document, &bytes);
    match applied.and_then(|document| verify(&document, &index.heads()).map(|()| document)) {
        Ok(document) => draft.document = Arc::new(document),
        Err(cause) => return Err(first_failing(&draft.document, &bytes, cause)),
    }
    draft.index = OnceLock::from(Arc::new(index));
    Ok(draft)
}

/// Finds the change at fault one by one; the whole log went wrong together.
fn first_failing(document: &Automerge, changes: &[&[u8]], whole: Refusal) -> DraftError {
    let mut document = document.clone();
    for (position, bytes) in changes.iter().enumerate() {
        let applied = apply(&document, &[*bytes]);
        match applied.and_then(|next| verify(&next, &heads_of(&next)).map(|()| next)) {
            Ok(next) => document = next,
            Err(cause) => {
                let hash = precheck::envelope(bytes).ok().map(|envelope| envelope.hash);
                return DraftError::Log { position, hash, cause: Box::new(cause) };
            }
        }
    }
    DraftError::Log { position: changes.len(), hash: None, cause: Box::new(whole) }
}

#[allow(clippy::result_large_err, reason = "a refusal ends the batch: its size is paid once")]
/// A change of the log that breaks a rule, with its hash where that could be computed.
struct Unsound {
    hash: Option<ChangeHash>,
    cause: Box<Refusal>,
}

fn admit_one(origin: &Origin, index: &mut Index, bytes: &[u8]) -> Result<(), Unsound> {
    let unsound = |hash| move |cause| Unsound { hash, cause: Box::new(cause) };
    let checked = precheck::check(bytes).map_err(unsound(None))?;
    let hash = Some(checked.envelope.hash);
    let operations = decode::operations(&checked).map_err(unsound(hash))?;
    schema::judge(origin, index, &checked, &operations).map_err(unsound(hash))
}

impl Draft {
    /// What the gate knows of this document; built on first use after a snapshot was read.
    pub(crate) fn index(&self) -> Result<Arc<Index>, Refusal> {
        if let Some(index) = self.index.get() {
            return Ok(Arc::clone(index));
        }
        let own = |cause: Box<Refusal>| Refusal::OwnDraft(cause);
        let changes = guarded(|| self.document.get_changes(&[]))
            .map_err(|detail| own(Box::new(Refusal::Apply { detail })))?;
        let mut index = Index::of(&self.origin);
        for change in &changes {
            if change.hash().0 != *self.origin.hash.as_bytes() {
                admit_one(&self.origin, &mut index, change.raw_bytes())
                    .map_err(|unsound| own(unsound.cause))?;
            }
        }
        Ok(Arc::clone(self.index.get_or_init(|| Arc::new(index))))
    }
}

/// Our form of one of the library's changes.
pub(crate) fn change_of(change: &automerge::Change) -> Result<Change, DraftError> {
    let hash = ChangeHash::from_bytes(change.hash().0);
    let actor = ActorId::from_slice(change.actor_id().to_bytes()).ok_or_else(|| DraftError::Unreadable {
        place: format!("change {hash}"),
        detail: "its actor id does not have 16 bytes".to_owned(),
    })?;
    Ok(Change { hash, actor, seq: change.seq(), bytes: change.raw_bytes().to_vec() })
}
