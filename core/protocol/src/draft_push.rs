//! Changes of a draft on their way: the payload of a parcel of kind `Draft`.

use crate::frame::FrameError;
use minicbor::{Decode, Encode};
use zhian_domain::id::{ContentHash, TaskId, VisitId};

/// Some changes of one actor in one visit, in the order they were made.
///
/// The parcel's signature covers the changes and with them every ancestor: a change names its dependencies by hash.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DraftPush {
    /// The visit.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub visit: VisitId,
    /// The changes, packed by the draft crate.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub packed: Vec<u8>,
    /// Who the actor is; given with the actor's first change, absent later, when every receiver knows.
    #[n(2)]
    pub start: Option<ActorStart>,
}

/// What an actor id and a visit id were made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ActorStart {
    /// The task.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub task: TaskId,
    /// The checklist version that the draft is pinned to.
    #[cbor(n(1), with = "crate::wire::fixed")]
    pub checklist: ContentHash,
    /// Which installation of the app made the changes.
    #[cbor(n(2), with = "crate::wire::fixed")]
    pub install_epoch: [u8; 16],
}

impl DraftPush {
    /// The payload bytes.
    pub fn write(&self) -> Result<Vec<u8>, FrameError> {
        minicbor::to_vec(self).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })
    }

    /// Reads payload bytes. Errors: [`FrameError::Malformed`].
    pub fn read(payload: &[u8]) -> Result<Self, FrameError> {
        minicbor::decode(payload).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })
    }

    /// Whether the visit really follows from task and checklist, where they are given.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.start.is_none_or(|start| self.visit == VisitId::of(&start.task, &start.checklist))
    }
}
