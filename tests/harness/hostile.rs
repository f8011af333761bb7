//! A device whose program was tampered with: it holds a true key and token, and sends what it likes.

use crate::phone::Phone;
use zhian_domain::id::{ContentHash, DeviceId, TaskId, VisitId};
use zhian_draft::ActorId;
use zhian_engine::port::{HttpRequest, Signer as _, Transport as _};
use zhian_protocol::draft_push::{ActorStart, DraftPush};
use zhian_protocol::parcel::{ParcelKind, Suite, Unsigned};
use zhian_protocol::sync::{SyncRequest, SyncResponse};
use zhian_protocol::{frame, version};

/// The install epoch that a tampered program claims.
pub const EPOCH: [u8; 16] = [0x66; 16];

impl Phone {
    /// The actor that a tampered program on this phone works as.
    #[must_use]
    pub fn hostile_actor(&self, visit: VisitId) -> ActorId {
        ActorId::of(&self.key().public_key(), &visit, &EPOCH)
    }

    /// A parcel of changes, signed with this phone's true key.
    #[must_use]
    pub fn signs_changes(&self, task: TaskId, checklist: ContentHash, changes: &[Vec<u8>]) -> Vec<u8> {
        let push = DraftPush {
            visit: VisitId::of(&task, &checklist),
            packed: zhian_draft::pack(changes),
            start: Some(ActorStart { task, checklist, install_epoch: EPOCH }),
        };
        self.signs_parcel(self.device(), &push.write().expect("a push"))
    }

    /// As [`Phone::signs_changes`], of an actor that is said to be known already.
    #[must_use]
    pub fn signs_more_changes(&self, visit: VisitId, changes: &[Vec<u8>]) -> Vec<u8> {
        let push = DraftPush { visit, packed: zhian_draft::pack(changes), start: None };
        self.signs_parcel(self.device(), &push.write().expect("a push"))
    }

    /// A draft parcel with any payload, in the name of any device, signed with this phone's key.
    #[must_use]
    pub fn signs_parcel(&self, claims: DeviceId, payload: &[u8]) -> Vec<u8> {
        let unsigned =
            Unsigned::new(ParcelKind::Draft, Suite::Ed25519Sha256, claims, payload).expect("a parcel");
        let signature = self.key().sign(&unsigned.signed_message()).expect("a signature");
        unsigned.with_signature(&signature)
    }

    /// Pushes parcels past the engine, with the token of the last exchange.
    #[must_use]
    pub fn pushes(&self, parcels: Vec<Vec<u8>>) -> SyncResponse {
        let request = SyncRequest {
            oldest: version::OLDEST,
            newest: version::NEWEST,
            cursor: None,
            push: parcels,
            want: Vec::new(),
            device_unix_ms: 0,
            checks: Vec::new(),
        };
        let last = self.line.last_sync().expect("an exchange came before");
        let request = HttpRequest { body: frame::write(&request).expect("a request"), ..last };
        let answer = self.line.send(&request).expect("an answer");
        assert_eq!(answer.status, 200, "the whole request was refused");
        frame::read(&answer.body).expect("an answer")
    }
}
