//! The draft of one visit.

use crate::admit::{self, Admission};
use crate::change::{ActorId, Change, ChangeHash};
use crate::content;
use crate::edit::{Author, Edit};
use crate::error::DraftError;
use crate::genesis::{Genesis, Origin};
use crate::guard::guarded;
use crate::index::Index;
use crate::limits::SNAPSHOT_BYTES_MAX;
use crate::refusal::Refusal;
use crate::write;
use automerge::{Automerge, LoadOptions, TextEncoding};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use zhian_domain::id::{DeviceId, InspectorId, VisitId};
use zhian_domain::visit::VisitContent;

/// A visit being filled: what the changes known here add up to. Clones share everything until one of them changes.
#[derive(Clone)]
pub struct Draft {
    pub(crate) origin: Arc<Origin>,
    pub(crate) document: Arc<Automerge>,
    /// What the gate knows of the changes in the document. Built when first needed after a snapshot was read.
    pub(crate) index: OnceLock<Arc<Index>>,
}

impl Draft {
    /// A visit in which nothing has happened yet. The same on every device.
    ///
    /// Errors: [`DraftError::Genesis`].
    pub fn start(genesis: &Genesis) -> Result<Self, DraftError> {
        let origin = Arc::new(Origin::of(genesis)?);
        let document = Arc::new(origin.document()?);
        let index = OnceLock::from(Arc::new(Index::of(&origin)));
        Ok(Self { origin, document, index })
    }

    /// Rebuilds a draft from its log: every change but genesis, each after those it depends on.
    ///
    /// Every change passes the same rules as a foreign one, except that any actor may have made it.
    /// Errors: [`DraftError::Log`] names the first change that does not apply.
    pub fn replay(
        genesis: &Genesis,
        changes: impl IntoIterator<Item = impl AsRef<[u8]>>,
    ) -> Result<Self, DraftError> {
        admit::replay(Self::start(genesis)?, changes)
    }

    /// Reads a snapshot and checks that it is of the expected heads, in any order.
    ///
    /// Errors: [`DraftError::Snapshot`], [`DraftError::SnapshotHeads`]: replay the log instead.
    pub fn restore(genesis: &Genesis, snapshot: &[u8], heads: &[ChangeHash]) -> Result<Self, DraftError> {
        let origin = Arc::new(Origin::of(genesis)?);
        if snapshot.is_empty() || snapshot.len() > SNAPSHOT_BYTES_MAX {
            let detail = format!("it has {} bytes; 1 to {SNAPSHOT_BYTES_MAX} are allowed", snapshot.len());
            return Err(DraftError::Snapshot { detail });
        }
        let document = load(snapshot).map_err(|detail| DraftError::Snapshot { detail })?;
        let mut expected = heads.to_vec();
        expected.sort_unstable();
        let found = heads_of(&document);
        if found != expected {
            return Err(DraftError::SnapshotHeads { expected: expected.len(), found: found.len() });
        }
        if document.get_change_meta_by_hash(&automerge::ChangeHash(*origin.hash.as_bytes())).is_none() {
            let detail = "it belongs to another visit".to_owned();
            return Err(DraftError::Snapshot { detail });
        }
        Ok(Self { origin, document: Arc::new(document), index: OnceLock::new() })
    }

    /// Writes a snapshot, and reads it back before handing it out.
    ///
    /// Errors: [`DraftError::SnapshotNotFaithful`]: keep the log and the older snapshot.
    pub fn snapshot(&self) -> Result<Vec<u8>, DraftError> {
        let bytes = guarded(|| self.document.save()).map_err(|detail| DraftError::Library { detail })?;
        match load(&bytes) {
            Ok(copy) if heads_of(&copy) == self.heads() => Ok(bytes),
            _ => Err(DraftError::SnapshotNotFaithful),
        }
    }

    /// The visit.
    #[must_use]
    pub fn visit(&self) -> VisitId {
        self.origin.genesis.visit()
    }

    /// What this draft began with.
    #[must_use]
    pub fn genesis(&self) -> &Genesis {
        &self.origin.genesis
    }

    /// Newest changes, ascending: equal heads mean equal content, on every device.
    #[must_use]
    pub fn heads(&self) -> Vec<ChangeHash> {
        heads_of(&self.document)
    }

    /// Whether a change is part of this draft. Genesis is.
    #[must_use]
    pub fn contains(&self, hash: &ChangeHash) -> bool {
        self.document.get_change_meta_by_hash(&automerge::ChangeHash(*hash.as_bytes())).is_some()
    }

    /// Everything in the draft now, differences included.
    ///
    /// Errors: [`DraftError::Unreadable`] names the place; nothing that cannot be read is shown as empty.
    pub fn content(&self) -> Result<VisitContent, DraftError> {
        guarded(|| content::read(&self.origin, &self.document))
            .map_err(|detail| DraftError::Library { detail })?
    }

    /// Whose each actor is, as its first change declared: compare it with the device that hands the changes in.
    ///
    /// Errors: [`DraftError::Unreadable`].
    pub fn authors(&self) -> Result<BTreeMap<ActorId, (InspectorId, DeviceId)>, DraftError> {
        guarded(|| content::authors(&self.document)).map_err(|detail| DraftError::Library { detail })?
    }

    /// Makes one edit as one change; `None` when it changes nothing.
    ///
    /// The change is checked by the rules of the gate before it counts, so that this device never makes one that
    /// others refuse. On an error the draft is as it was.
    /// Errors: as the edit's kind; see [`DraftError`].
    pub fn record(&mut self, author: &Author, edit: &Edit) -> Result<Option<Change>, DraftError> {
        write::record(self, author, edit)
    }

    /// The gate: checks foreign changes of one actor and applies them to a copy.
    ///
    /// Changes may come in any order and may be known already. All or none are let in; this draft stays as it is,
    /// and the caller replaces it by [`Admission::draft`] once the changes are stored.
    /// Errors: [`Refusal`] says what to do for each kind.
    pub fn admit<B: AsRef<[u8]>>(&self, actor: &ActorId, changes: &[B]) -> Result<Admission, Refusal> {
        admit::admit(self, actor, changes)
    }

    /// Every change but genesis, each after those it depends on.
    ///
    /// Errors: [`DraftError::Library`].
    pub fn changes(&self) -> Result<Vec<Change>, DraftError> {
        self.changes_after(&[self.origin.hash])
    }

    /// Changes that these heads do not cover, each after those it depends on: what arrived since.
    ///
    /// Unknown heads are an error, because then the answer would be wrong.
    /// Errors: [`DraftError::Unreadable`], [`DraftError::Library`].
    pub fn changes_after(&self, heads: &[ChangeHash]) -> Result<Vec<Change>, DraftError> {
        let known = self.library_heads(heads)?;
        let changes =
            guarded(|| self.document.get_changes(&known)).map_err(|detail| DraftError::Library { detail })?;
        changes
            .iter()
            .filter(|change| change.hash().0 != *self.origin.hash.as_bytes())
            .map(admit::change_of)
            .collect()
    }

    /// Whether a change is one of these heads or came before one of them.
    ///
    /// Errors: [`DraftError::Unreadable`] if the change or a head is not part of this draft.
    pub fn is_within(&self, hash: &ChangeHash, heads: &[ChangeHash]) -> Result<bool, DraftError> {
        self.library_heads(&[*hash])?;
        let known = self.library_heads(heads)?;
        let after = guarded(|| {
            self.document.get_changes_meta(&known).iter().any(|change| change.hash.0 == *hash.as_bytes())
        });
        after.map(|found| !found).map_err(|detail| DraftError::Library { detail })
    }

    fn library_heads(&self, heads: &[ChangeHash]) -> Result<Vec<automerge::ChangeHash>, DraftError> {
        for head in heads {
            if !self.contains(head) {
                let detail = "it is not part of this draft".to_owned();
                return Err(DraftError::Unreadable { place: format!("change {head}"), detail });
            }
        }
        Ok(heads.iter().map(|head| automerge::ChangeHash(*head.as_bytes())).collect())
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("visit", &self.visit()).field("heads", &self.heads()).finish()
    }
}

/// Heads of a document, ascending.
pub(crate) fn heads_of(document: &Automerge) -> Vec<ChangeHash> {
    let mut heads: Vec<_> =
        document.get_heads().into_iter().map(|head| ChangeHash::from_bytes(head.0)).collect();
    heads.sort_unstable();
    heads
}

/// Loads a saved document; the error is a sentence.
pub(crate) fn load(bytes: &[u8]) -> Result<Automerge, String> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    guarded(|| Automerge::load_with_options(bytes, options))?.map_err(|cause| cause.to_string())
}
