//! Things to store, and short ways to store and read them.

use zhian_domain::id::{
    AuthorityId, ContentHash, DeviceId, EnterpriseId, InspectorId, SiteId, TaskId, VisitId,
};
use zhian_domain::time::Timestamp;
use zhian_draft::ActorId;
use zhian_protocol::published::{AuthorityRecord, DeviceRecord, InspectorRecord, TaskRecord};
use zhian_protocol::sync::{Cursor, FeedKind};
use zhian_server::db::{
    ActorKey, Db, DraftIntake, Enrolment, EnrolmentCode, Facts, Intake, Reader, SealIntake, SetAside, Taken,
    Unit,
};

/// A moment of the test.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_unix_ms(1_800_000_000_000 + second * 1000)
}

pub const HOME: AuthorityId = AuthorityId::from_bytes([1; 16]);
pub const AMINA: InspectorId = InspectorId::from_bytes([2; 16]);
pub const BO: InspectorId = InspectorId::from_bytes([3; 16]);
pub const PHONE: DeviceId = DeviceId::from_bytes([4; 16]);
pub const OTHER: DeviceId = DeviceId::from_bytes([5; 16]);
pub const TASK: TaskId = TaskId::from_bytes([6; 16]);

pub fn checklist() -> ContentHash {
    ContentHash::of(b"checklist")
}

pub fn visit() -> VisitId {
    VisitId::of(&TASK, &checklist())
}

pub fn stored(db: &dyn Db, unit: Vec<Intake>) -> Vec<Taken> {
    match db.append(unit, at(10)).expect("it is stored") {
        Unit::Done(taken) => taken,
        Unit::Moved => panic!("it moved"),
    }
}

pub fn one(db: &dyn Db, intake: Intake) -> Taken {
    stored(db, vec![intake])[0]
}

pub fn authority() -> Intake {
    Intake::Authority(AuthorityRecord { id: HOME, name: "示例局".to_owned(), region: "120199".to_owned() })
}

pub fn officer(id: InspectorId) -> Intake {
    Intake::Officer(InspectorRecord {
        id,
        authority: HOME,
        name: "示一".to_owned(),
        role: "inspector".to_owned(),
        credential_number: "示例-1".to_owned(),
        credential_expires_unix_ms: None,
    })
}

pub fn code(selector: &str, inspector: InspectorId) -> Intake {
    Intake::Code(EnrolmentCode {
        selector: selector.to_owned(),
        secret_hash: [9; 32],
        inspector,
        expires: at(1000),
        misses: 0,
        used_by: None,
    })
}

pub fn enrol(selector: &str, id: DeviceId, inspector: InspectorId, token: u8) -> Intake {
    Intake::Enrol(Enrolment {
        selector: selector.to_owned(),
        record: DeviceRecord {
            id,
            inspector,
            suite: 1,
            public_key: vec![1; 32],
            label: "测试机".to_owned(),
            revoked: false,
        },
        app: "tests".to_owned(),
        token_hash: [token; 32],
    })
}

pub fn task(revision: u32, inspectors: &[InspectorId]) -> Intake {
    Intake::Task(TaskRecord {
        id: TASK,
        revision,
        authority: HOME,
        title: "示例任务".to_owned(),
        kind: "routine".to_owned(),
        enterprise: EnterpriseId::from_bytes([1; 16]),
        enterprise_name: "示例厂".to_owned(),
        site: SiteId::from_bytes([1; 16]),
        site_address: "示例路1号".to_owned(),
        checklist: checklist(),
        inspectors: inspectors.to_vec(),
        due_unix_ms: 0,
        approval_number: None,
        notice_number: None,
        withdrawn: None,
    })
}

/// An office with two officers, a device each, and a task for the first.
pub fn furnished(db: &dyn Db) {
    let bytes = b"checklist".to_vec();
    let (hash, id, title) = (checklist(), "T1".to_owned(), "检查表".to_owned());
    stored(db, vec![authority(), officer(AMINA), officer(BO)]);
    stored(db, vec![code("AAAAA", AMINA), enrol("AAAAA", PHONE, AMINA, 1)]);
    stored(db, vec![code("BBBBB", BO), enrol("BBBBB", OTHER, BO, 2)]);
    one(db, Intake::Checklist { hash, id, version: 1, title, bytes });
    one(db, task(1, &[AMINA]));
}

pub const AMINA_READS: Reader = Reader { authority: HOME, inspector: AMINA, device: PHONE };
pub const BO_READS: Reader = Reader { authority: HOME, inspector: BO, device: OTHER };

pub fn draft(name: &[u8], built_on: u64) -> DraftIntake {
    DraftIntake {
        digest: ContentHash::of(name),
        bytes: name.to_vec(),
        key: ActorKey { visit: visit(), actor: ActorId::from_bytes([1; 16]) },
        device: PHONE,
        built_on,
        after_seal: false,
        facts: Facts { answered: 1, heads: Some(ContentHash::of(name)), ..Facts::default() },
    }
}

pub fn seal(name: &[u8], parcel: &[u8]) -> SealIntake {
    SealIntake {
        digest: ContentHash::of(parcel),
        bytes: parcel.to_vec(),
        visit: visit(),
        device: PHONE,
        sealed: ContentHash::of(name),
        sealed_at: at(5),
        built_on: 0,
        facts: Facts { sealed: true, answered: 3, ..Facts::default() },
    }
}

pub fn aside(name: &[u8]) -> SetAside {
    SetAside {
        digest: ContentHash::of(name),
        bytes: name.to_vec(),
        author: Some(PHONE),
        pusher: OTHER,
        visit: Some(visit()),
        actor: Some(ActorId::from_bytes([1; 16])),
        code: "gate.columns".to_owned(),
        detail: "why".to_owned(),
    }
}

pub fn kinds(db: &dyn Db, reader: &Reader) -> Vec<FeedKind> {
    let page = db.feed(reader, None).expect("a page");
    page.entries.iter().map(|entry| FeedKind::from_byte(entry.kind).expect("a known kind")).collect()
}

pub fn end(db: &dyn Db) -> Cursor {
    let mut after = None;
    loop {
        let page = db.feed(&AMINA_READS, after.as_ref()).expect("a page");
        if !page.more {
            return page.cursor;
        }
        after = Some(page.cursor.mark());
    }
}
