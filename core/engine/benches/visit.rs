//! Opening a 40-item visit cold, and answering one item durable through the whole engine against one bare insert of
//! the same durability in the same data folder, interleaved. Run with `cargo bench -p zhian-engine --bench visit`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement prints its figures and stops at the first thing that goes wrong"
)]

use ed25519_dalek::{Signer as _, SigningKey};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue};
use zhian_domain::authority::{Authority, Credential, Inspector, Role};
use zhian_domain::checklist::shipped::P75_V1;
use zhian_domain::checklist::{Checklist, FieldKind, Item, Judgement, load};
use zhian_domain::id::{AuthorityId, ContentHash, EnterpriseId, InspectorId, SiteId, TaskId, VisitId};
use zhian_domain::identifier::region::RegionCode;
use zhian_domain::task::{Task, TaskKind, TaskStanding};
use zhian_domain::time::Timestamp;
use zhian_engine::adapter::{OsEntropy, SystemClock};
use zhian_engine::port::{HttpRequest, HttpResponse, Signer, SignerError, Transport, TransportError};
use zhian_engine::{
    AnswerRequest, CheckInRequest, Engine, EngineConfig, EnrolRequest, NoteRequest, Space, Watch, WriteKind,
};
use zhian_protocol::enrol::{EnrolResponse, device_id};
use zhian_protocol::published::{AuthorityRecord, InspectorRecord, TaskRecord};
use zhian_protocol::sync::{Cursor, FeedEntry, FeedKind, Receipt, SyncRequest, SyncResponse};
use zhian_protocol::{frame, sync};
use zhian_store::{Store, StoreOptions};

const CHANGES: usize = 400;
const OPENINGS: usize = 60;
const OPEN_MS_MAX: f64 = 10.0;
const ANSWERS: usize = 1_500;
const RATIO_MAX: f64 = 1.5;

/// Every write is allowed: what is measured is the engine, not the question for free space.
struct Roomy;

impl Space for Roomy {
    fn before_write(&self, _: WriteKind, _: u64) -> Result<(), io::Error> {
        Ok(())
    }
}

struct Key(SigningKey);

impl Signer for Key {
    fn public_key(&self) -> Vec<u8> {
        self.0.verifying_key().as_bytes().to_vec()
    }
    fn suite(&self) -> u8 {
        1
    }
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignerError> {
        Ok(self.0.sign(message).to_bytes())
    }
}

/// Enrols one device and hands out one page of the feed.
struct Office(Mutex<Vec<FeedEntry>>);

impl Transport for Office {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let body = if request.path == sync::PATH { self.exchange(request) } else { enrolled() };
        Ok(HttpResponse { status: 200, headers: Vec::new(), body })
    }
}

impl Office {
    fn exchange(&self, request: &HttpRequest) -> Vec<u8> {
        let request: SyncRequest = frame::read(&request.body).unwrap();
        let feed = std::mem::take(&mut *self.0.lock().unwrap());
        let receipts: Vec<Receipt> = Vec::new();
        assert!(request.push.is_empty(), "nothing was filled when this office is asked");
        let cursor =
            Cursor { epoch: [1; 16], seq: feed.len() as u64, head: ContentHash::from_bytes([0; 32]) };
        let response = SyncResponse {
            version: 1,
            server_unix_ms: request.device_unix_ms,
            receipts,
            feed,
            cursor,
            more: false,
            rollback: false,
            wanted: Vec::new(),
            differing: Vec::new(),
            heads: Vec::new(),
        };
        frame::write(&response).unwrap()
    }
}

fn key() -> Key {
    Key(SigningKey::from_bytes(&[7; 32]))
}

fn inspector() -> InspectorId {
    InspectorId::from_bytes([2; 16])
}

fn authority() -> AuthorityId {
    AuthorityId::from_bytes([1; 16])
}

fn enrolled() -> Vec<u8> {
    let response = EnrolResponse {
        version: 1,
        device: device_id(&key().public_key()),
        inspector: inspector(),
        authority: authority(),
        token: "token".to_owned(),
        server_unix_ms: 0,
        office_key: None,
    };
    frame::write(&response).unwrap()
}

fn task() -> Task {
    Task {
        id: TaskId::from_bytes([9; 16]),
        revision: 1,
        authority: authority(),
        title: "示例厂日常检查".to_owned(),
        kind: TaskKind::Routine,
        enterprise: EnterpriseId::from_bytes([3; 16]),
        enterprise_name: "示例塑料制品有限公司".to_owned(),
        site: SiteId::from_bytes([4; 16]),
        site_address: "示例路 1 号".to_owned(),
        checklist: ContentHash::of(P75_V1.as_bytes()),
        inspectors: vec![inspector(), InspectorId::from_bytes([5; 16])],
        due: Timestamp::from_unix_ms(4_000_000_000_000),
        approval_number: None,
        notice_number: None,
        standing: TaskStanding::Active,
    }
}

fn feed() -> Vec<FeedEntry> {
    let office =
        Authority {
            id: authority(), name: "示例局".to_owned(), region: RegionCode::new("330000").unwrap()
        };
    let officer = Inspector {
        id: inspector(),
        authority: authority(),
        name: "林一".to_owned(),
        role: Role::Inspector,
        credential: Credential { number: "浙执0001".to_owned(), expires: None },
    };
    let bodies = [
        (FeedKind::Authority, AuthorityRecord::from(&office).write().unwrap()),
        (FeedKind::Inspector, InspectorRecord::from(&officer).write().unwrap()),
        (FeedKind::Checklist, P75_V1.as_bytes().to_vec()),
        (FeedKind::Task, TaskRecord::from(&task()).write().unwrap()),
    ];
    let entry = |(at, (kind, body)): (usize, (FeedKind, Vec<u8>))| FeedEntry {
        seq: at as u64 + 1,
        kind: kind.byte(),
        digest: ContentHash::of(&body),
        body: Some(body),
    };
    bodies.into_iter().enumerate().map(entry).collect()
}

fn open(dir: &Path, office: &Arc<Office>) -> Engine {
    Engine::open(EngineConfig {
        dir: dir.to_owned(),
        clock: Arc::new(SystemClock::in_zone(480)),
        entropy: Arc::new(OsEntropy),
        signer: Arc::new(key()),
        transport: office.clone(),
        space: Arc::new(Roomy),
        app: "bench 1".to_owned(),
        host: zhian_engine::port::Host::default(),
    })
    .unwrap()
}

/// An answer that the item offers; another one in the next round, so that each is a change.
fn value(item: &Item, round: usize) -> AnswerValue {
    match &item.judgement {
        Judgement::Entered { values } => {
            let chosen = if round.is_multiple_of(2) { Conformity::Meets } else { Conformity::DoesNotMeet };
            let conformity = Some(chosen).filter(|one| values.contains(one)).or(values.first().copied());
            AnswerValue { conformity, ..AnswerValue::default() }
        }
        Judgement::Computed { .. } => {
            let number = item.fields.iter().find(|field| matches!(field.kind, FieldKind::Number { .. }));
            let entered = FieldValue::Number((1 + u32::try_from(round % 2).unwrap()).into());
            let fields = number.map(|field| (field.id.clone(), entered)).into_iter().collect();
            AnswerValue { conformity: None, fields }
        }
    }
}

fn answer(engine: &Engine, visit: VisitId, checklist: &Checklist, round: usize) {
    let items: Vec<&Item> = checklist.items().collect();
    let item = items[round % items.len()];
    let value = value(item, round / items.len());
    engine.answer(&AnswerRequest { visit, item: item.id.clone(), value }).unwrap();
}

fn at(times: &mut [Duration], share: usize) -> Duration {
    times.sort();
    times[(times.len() - 1) * share / 100]
}

fn verdict(holds: bool) -> &'static str {
    if holds { "holds" } else { "MISSED" }
}

fn measure_opening(dir: &Path, office: &Arc<Office>, visit: VisitId) {
    let mut times: Vec<Duration> = (0..OPENINGS)
        .map(|_| {
            let engine = open(dir, office);
            let start = Instant::now();
            assert_eq!(engine.visit(&visit).unwrap().counts.answered, 40);
            start.elapsed()
        })
        .collect();
    println!(
        "open a 40-item visit of {CHANGES} changes, cold from the store, whole screen; limit {OPEN_MS_MAX} ms"
    );
    for share in [50, 99, 100] {
        let ms = at(&mut times, share).as_secs_f64() * 1000.0;
        println!("  p{share:<3} {ms:7.2} ms   {}", verdict(ms <= OPEN_MS_MAX));
    }
}

fn measure_answers(engine: &Engine, bare: &Store, visit: VisitId, checklist: &Checklist) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ANSWERS {
        let start = Instant::now();
        bare.write(|tx| tx.append_alert("bench", "a bare insert", Timestamp::from_unix_ms(0))).unwrap();
        theirs.push(start.elapsed());
        let start = Instant::now();
        answer(engine, visit, checklist, round + 40);
        ours.push(start.elapsed());
    }
    println!(
        "answer one item, durable, through the engine, {ANSWERS} interleaved; limit {RATIO_MAX} x a bare insert at p50"
    );
    for share in [50, 90, 99] {
        let (ours, theirs) = (at(&mut ours, share), at(&mut theirs, share));
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        let said = if share == 50 { verdict(ratio <= RATIO_MAX) } else { "" };
        println!("  p{share} {ours:>10.1?} against {theirs:>10.1?}   {ratio:.2} x   {said}");
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let office = Arc::new(Office(Mutex::new(feed())));
    let dir = folder.path().join("phone");
    let engine = open(&dir, &office);
    let request = EnrolRequest {
        code: "1".to_owned(),
        label: "bench".to_owned(),
        server_url: String::new(),
        server_roots_pem: String::new(),
    };
    engine.enrol(&request, &Watch::quiet()).unwrap();
    engine.sync(&Watch::quiet()).unwrap();
    let arrival = CheckInRequest { task: task().id, position: None, rights_told: true };
    let visit = engine.check_in(&arrival).unwrap().visit;
    let checklist = load("p75.v1.json", P75_V1).unwrap();
    for round in 0..CHANGES {
        answer(&engine, visit, &checklist, round);
    }
    for item in checklist.items().take(30) {
        let text = "车间东侧货架无标识，已当场提醒负责人，三日内改正并上报照片".to_owned();
        engine.note(&NoteRequest { visit, item: item.id.clone(), text }).unwrap();
    }
    drop(engine);
    measure_opening(&dir, &office, visit);
    let options =
        StoreOptions { space: Some(Arc::new(Roomy)), ..StoreOptions::at(Timestamp::from_unix_ms(0)) };
    let (bare, _) = Store::open(&folder.path().join("bare"), options).unwrap();
    let engine = open(&dir, &office);
    answer(&engine, visit, &checklist, 0);
    measure_answers(&engine, &bare, visit, &checklist);
}
