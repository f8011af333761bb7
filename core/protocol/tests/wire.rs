//! The bytes of version 1, pinned: a change here is a new version.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use minicbor::{Decode, Encode};
use zhian_domain::id::{ContentHash, DeviceId, EnterpriseId, InspectorId, SiteId, TaskId, VisitId};
use zhian_domain::{id::AuthorityId, task::Task};
use zhian_protocol::draft_push::{ActorStart, DraftPush};
use zhian_protocol::published::{DeviceRecord, EnterpriseRecord, TaskRecord};
use zhian_protocol::sync::{
    Cursor, FeedEntry, FeedKind, HeadCheck, Outcome, Receipt, SyncRequest, SyncResponse,
};
use zhian_protocol::{dictionary, frame, limits};

fn hex(message: &impl Encode<()>) -> String {
    minicbor::to_vec(message).unwrap().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash(byte: u8) -> ContentHash {
    ContentHash::from_bytes([byte; 32])
}

fn cursor() -> Cursor {
    Cursor { epoch: [1; 16], seq: 70_000, head: hash(2) }
}

fn request() -> SyncRequest {
    SyncRequest {
        oldest: 1,
        newest: 1,
        cursor: Some(cursor().mark()),
        push: vec![],
        want: vec![],
        device_unix_ms: 1_763_692_800_000,
        checks: vec![],
    }
}

fn task_record() -> TaskRecord {
    TaskRecord {
        id: TaskId::from_bytes([1; 16]),
        revision: 2,
        authority: AuthorityId::from_bytes([2; 16]),
        title: "日常检查".into(),
        kind: "routine".into(),
        enterprise: EnterpriseId::from_bytes([3; 16]),
        enterprise_name: "示例厂".into(),
        site: SiteId::from_bytes([4; 16]),
        site_address: "示例路1号".into(),
        checklist: hash(5),
        inspectors: vec![InspectorId::from_bytes([6; 16])],
        due_unix_ms: 7,
        approval_number: None,
        notice_number: Some("示例通〔2026〕1号".into()),
        withdrawn: None,
    }
}

#[test]
fn the_bytes_of_a_sync_request_never_change() {
    // SHA-256 over sixteen bytes 01, the number in eight bytes, thirty-two bytes 02.
    let print = "9e89f740bd76166a";
    let expected = [
        "a7",
        "0001",
        "0101",
        "0282",
        "1a00011170",
        "48",
        print,
        "0380",
        "0480",
        "051b0000019aa4486800",
        "0680",
    ]
    .concat();
    assert_eq!(hex(&request()), expected);
}

#[test]
fn the_bytes_of_receipts_never_change() {
    let receipt = |outcome| hex(&Receipt { digest: hash(9), outcome });
    let start = format!("a2005820{}01", "09".repeat(32));
    assert_eq!(receipt(Outcome::Durable(5)), format!("{start}82008105"));
    assert_eq!(receipt(Outcome::Known(5)), format!("{start}82018105"));
    assert_eq!(receipt(Outcome::MissingDependencies), format!("{start}820280"));
    let quarantined = Outcome::Quarantined { code: "a.b".into(), detail: "c".into() };
    assert_eq!(receipt(quarantined), format!("{start}82038263612e626163"));
}

#[test]
fn kinds_of_feed_entries_keep_their_numbers() {
    let numbers: Vec<u8> = FeedKind::ALL.into_iter().map(FeedKind::byte).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert!(FeedKind::ALL.into_iter().all(|kind| FeedKind::from_byte(kind.byte()) == Some(kind)));
    assert_eq!(FeedKind::from_byte(200), None);
}

#[test]
fn every_message_survives_a_round_trip() {
    let response = SyncResponse {
        version: 1,
        server_unix_ms: 5,
        receipts: vec![Receipt { digest: hash(9), outcome: Outcome::Durable(5) }],
        feed: vec![
            FeedEntry { seq: 1, kind: 7, digest: hash(1), body: Some(vec![1, 2]) },
            FeedEntry { seq: 2, kind: 250, digest: hash(2), body: None },
        ],
        cursor: cursor(),
        more: true,
        rollback: false,
        wanted: vec![vec![7; 9]],
        differing: vec![VisitId::from_bytes([1; 16])],
        heads: vec![HeadCheck { visit: VisitId::from_bytes([2; 16]), heads: [3; 8] }],
    };
    let body = frame::write(&response).unwrap();
    assert_eq!(frame::read::<SyncResponse>(&body).unwrap(), response);

    let task = task_record();
    assert_eq!(TaskRecord::read(&task.write().unwrap()).unwrap(), task);
    let domain = Task::try_from(task.clone()).unwrap();
    assert_eq!(TaskRecord::from(&domain), task);

    let start = ActorStart { task: TaskId::from_bytes([1; 16]), checklist: hash(5), install_epoch: [3; 16] };
    let visit = VisitId::of(&start.task, &start.checklist);
    let push = DraftPush { visit, packed: vec![1, 2, 3], start: Some(start) };
    let later = DraftPush { start: None, ..push.clone() };
    let elsewhere = DraftPush { visit: VisitId::from_bytes([1; 16]), ..push.clone() };
    assert!(push.is_consistent() && later.is_consistent() && !elsewhere.is_consistent());
    for one in [push, later] {
        assert_eq!(DraftPush::read(&one.write().unwrap()).unwrap(), one);
    }

    let device = DeviceRecord {
        id: DeviceId::from_bytes([1; 16]),
        inspector: InspectorId::from_bytes([2; 16]),
        suite: 1,
        public_key: vec![3; 32],
        label: "李示例的手机".into(),
        revoked: false,
    };
    assert_eq!(DeviceRecord::read(&device.write().unwrap()).unwrap(), device);
}

/// What a newer program might send: one more field.
#[derive(Encode, Decode)]
#[cbor(map)]
struct NewerDevice {
    #[n(5)]
    revoked: bool,
    #[n(99)]
    surprise: String,
    #[cbor(n(0), with = "minicbor::bytes")]
    id: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    inspector: Vec<u8>,
    #[n(2)]
    suite: u8,
    #[cbor(n(3), with = "minicbor::bytes")]
    public_key: Vec<u8>,
    #[n(4)]
    label: String,
}

#[test]
fn a_field_of_a_newer_program_is_skipped_and_not_refused() {
    let newer = NewerDevice {
        id: vec![1; 16],
        inspector: vec![2; 16],
        suite: 1,
        public_key: vec![3; 32],
        label: "手机".into(),
        revoked: true,
        surprise: "new".into(),
    };
    let read = DeviceRecord::read(&minicbor::to_vec(&newer).unwrap()).unwrap();
    assert!(read.revoked);
}

#[test]
fn a_record_with_an_unknown_word_names_the_field() {
    let task = TaskRecord { kind: "surprise".into(), ..task_record() };
    let error = Task::try_from(task).unwrap_err();
    assert_eq!((error.field, error.found.as_str()), ("kind", "surprise"));
    let enterprise = EnterpriseRecord {
        name: "示例厂".into(),
        uscc: "91350100M000100Y44".into(),
        kind: "producer".into(),
        region: "120101".into(),
        address: "示例路1号".into(),
        legal_representative: None,
        phone: None,
        products: vec![],
    };
    let error = zhian_domain::enterprise::Enterprise::try_from(enterprise).unwrap_err();
    assert_eq!(error.field, "uscc");
}

#[test]
fn lists_of_a_request_are_allowed_at_their_limit_and_refused_one_past_it() {
    let check = HeadCheck { visit: VisitId::from_bytes([1; 16]), heads: [1; 8] };
    let with = |push: usize, want: usize, checks: usize| SyncRequest {
        push: vec![vec![]; push],
        want: vec![hash(1); want],
        checks: vec![check; checks],
        ..request()
    };
    let (push, want, checks) = (
        limits::PARCELS_PER_REQUEST_MAX,
        limits::WANTED_PER_REQUEST_MAX,
        limits::HEAD_CHECKS_PER_REQUEST_MAX,
    );
    assert!(with(push, want, checks).check_limits().is_ok());
    for (past, list) in
        [(with(push + 1, 0, 0), "push"), (with(0, want + 1, 0), "want"), (with(0, 0, checks + 1), "checks")]
    {
        assert_eq!(past.check_limits().unwrap_err().list, list);
    }
}

#[test]
fn a_sync_with_nothing_to_do_fits_in_the_budget() {
    let body = frame::write(&request()).unwrap();
    // 300 bytes up are the budget with headers; the headers of a request take about 160.
    assert!(body.len() <= 140, "{} bytes", body.len());
}

#[test]
fn the_dictionary_of_version_1_never_changes() {
    let digest = ContentHash::of(dictionary::DICTIONARY).to_string();
    assert_eq!(digest, "f71b62975eccc5cdfac6f9c006afcb9a5ff2e4452c8ea0548613ec988a8d1690");
}

#[test]
fn a_body_that_was_made_without_the_dictionary_is_read_as_well() {
    let plain = minicbor::to_vec(request()).unwrap();
    let foreign = zstd::bulk::compress(&plain, 3).unwrap();
    assert_eq!(frame::read::<SyncRequest>(&foreign).unwrap(), request());
    let own = frame::write(&request()).unwrap();
    assert!(own.len() + 8 < foreign.len(), "{} against {} bytes", own.len(), foreign.len());
}

#[test]
fn a_list_that_claims_more_than_there_is_costs_nothing() {
    let claim = [0xa7, 0x00, 0x01, 0x01, 0x01, 0x03, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    assert!(minicbor::decode::<SyncRequest>(&claim).is_err());
}
