//! Changes of a draft on their way: the payload of a parcel of kind `Draft`.

use crate::frame::FrameError;
use minicbor::{Decode, Encode};
use zhian_domain::id::{ContentHash, TaskId, VisitId};

/// Some changes of one visit by one device, in the order they were made.
///
/// The parcel's signature covers `heads` and with them every ancestor: a change hash includes its dependencies.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DraftPush {
    /// The visit; must be the one that follows from task and checklist.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub visit: VisitId,
    /// The task.
    #[cbor(n(1), with = "crate::wire::fixed")]
    pub task: TaskId,
    /// The checklist version that the draft is pinned to.
    #[cbor(n(2), with = "crate::wire::fixed")]
    pub checklist: ContentHash,
    /// Which installation of the app made the changes; part of the actor id.
    #[cbor(n(3), with = "crate::wire::fixed")]
    pub install_epoch: [u8; 16],
    /// Heads of the device's own changes in this push.
    #[cbor(n(4), with = "crate::wire::fixed_list")]
    pub heads: Vec<ContentHash>,
    /// The changes, packed by the draft crate.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub packed: Vec<u8>,
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

    /// Whether the visit really follows from task and checklist.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.visit == VisitId::of(&self.task, &self.checklist)
    }
}
