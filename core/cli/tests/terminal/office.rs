//! The smallest office that a terminal can enrol with: it publishes one task and then goes home.

use ed25519_dalek::{Signer, SigningKey};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use zhian_domain::authority::{Authority, Credential, Inspector, Role};
use zhian_domain::content::{read, shipped, shipped::Shipped};
use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, EnterpriseId, InspectorId, SiteId, TaskId};
use zhian_domain::identifier::RegionCode;
use zhian_domain::task::{Task, TaskKind, TaskStanding};
use zhian_domain::time::Timestamp;
use zhian_protocol::content::ContentRecord;
use zhian_protocol::enrol::{self, EnrolRequest, EnrolResponse, device_id};
use zhian_protocol::frame;
use zhian_protocol::parcel::{Suite, name_of};
use zhian_protocol::published::{AuthorityRecord, DeviceRecord, InspectorRecord, TaskRecord};
use zhian_protocol::sync::{
    self, Cursor, FeedEntry, FeedKind, Outcome, Receipt, SyncRequest, SyncResponse, next_head,
};
use zhian_protocol::version::NEWEST;

/// The checklist of every task here.
const CHECKLIST: &str = include_str!("../../../checklists/p75.v1.json");
/// The officer of every device here.
pub const OFFICER: &str = "王示例";
/// The enterprise of the first task.
pub const FACTORY: &str = "示例晨星电器制造有限公司";

/// An office that answers this many requests and then is gone.
pub struct Office {
    /// Its address.
    pub url: String,
    serving: Option<JoinHandle<()>>,
}

impl Office {
    /// Opens for so many requests, with so many tasks.
    pub fn open(requests: usize, tasks: u8) -> Self {
        Self::publishing(requests, tasks, &[])
    }

    /// Opens for so many requests, with so many tasks and all content that comes with Zhian.
    pub fn with_content(requests: usize, tasks: u8) -> Self {
        let content: Vec<Vec<u8>> = shipped::all().map(|file| signed(&file)).collect();
        Self::publishing(requests, tasks, &content)
    }

    fn publishing(requests: usize, tasks: u8, content: &[Vec<u8>]) -> Self {
        let content = content.to_vec();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serving = std::thread::spawn(move || {
            let mut key = Vec::new();
            for _ in 0..requests {
                let (connection, _) = listener.accept().unwrap();
                answer(connection, &mut key, tasks, &content);
            }
        });
        Self { url, serving: Some(serving) }
    }

    /// Waits until it is gone, so that nothing answers at its address any more.
    pub fn closes(mut self) {
        self.serving.take().unwrap().join().unwrap();
    }
}

fn answer(mut connection: TcpStream, key: &mut Vec<u8>, tasks: u8, content: &[Vec<u8>]) {
    let asked = request(&mut connection);
    let (path, body) = (asked.path, asked.body);
    let body = match path.as_str() {
        enrol::PATH => {
            let asked: EnrolRequest = frame::read(&body).unwrap();
            *key = asked.public_key;
            frame::write(&EnrolResponse {
                version: NEWEST,
                device: device_id(key),
                inspector: inspector(),
                authority: authority(),
                token: "0123456789012345678901".to_owned(),
                server_unix_ms: 0,
                office_key: Some(office_key().verifying_key().to_bytes().to_vec()),
            })
            .unwrap()
        }
        sync::PATH => frame::write(&feed(key, tasks, content)).unwrap(),
        other => panic!("nobody asked for {other}"),
    };
    respond(&mut connection, 200, &format!("content-type: {}\r\n", frame::CONTENT_TYPE), &body);
}

fn office_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// A published file as the office signs it.
fn signed(file: &Shipped) -> Vec<u8> {
    let content = read(file.kind, file.file, file.json).unwrap();
    let mut record = ContentRecord {
        kind: file.kind.code().to_owned(),
        id: content.id(),
        version: content.version(),
        sequence: 1,
        published_unix_ms: 0,
        file: file.json.as_bytes().to_vec(),
        suite: Suite::Ed25519Sha256.byte(),
        signature: Vec::new(),
        office_key: None,
    };
    record.signature = office_key().sign(&record.signed_message()).to_bytes().to_vec();
    record.write().unwrap()
}

/// Sends an answer and hangs up.
pub fn respond(connection: &mut TcpStream, status: u16, headers: &str, body: &[u8]) {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all(body).unwrap();
}

/// The answer to an exchange that brings nothing new: every parcel that was pushed is durable.
pub fn receipts(pushed: &[u8]) -> Vec<u8> {
    let asked: SyncRequest = frame::read(pushed).unwrap();
    let receipt = |(at, bytes): (usize, &Vec<u8>)| Receipt {
        digest: name_of(bytes),
        outcome: Outcome::Durable(at as u64 + 1),
    };
    frame::write(&SyncResponse {
        version: NEWEST,
        server_unix_ms: asked.device_unix_ms,
        receipts: asked.push.iter().enumerate().map(receipt).collect(),
        feed: Vec::new(),
        // The device keeps what it is told; only an office checks the running hash.
        cursor: Cursor {
            epoch: [9; 16],
            seq: asked.cursor.unwrap().seq,
            head: ContentHash::from_bytes([0; 32]),
        },
        more: false,
        rollback: false,
        wanted: Vec::new(),
        differing: Vec::new(),
        heads: Vec::new(),
    })
    .unwrap()
}

/// A request as it came.
pub struct Asked {
    /// Method.
    pub method: String,
    /// Path.
    pub path: String,
    /// Body.
    pub body: Vec<u8>,
}

/// Reads one request to its end.
pub fn request(connection: &mut TcpStream) -> Asked {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| {
            line.to_lowercase().strip_prefix("content-length:").map(|text| text.trim().to_owned())
        })
        .map_or(0, |text| text.parse().unwrap());
    let mut body = vec![0; length];
    connection.read_exact(&mut body).unwrap();
    let mut words = head.split(' ').map(str::to_owned);
    Asked { method: words.next().unwrap(), path: words.next().unwrap(), body }
}

fn authority() -> AuthorityId {
    AuthorityId::from_bytes([1; 16])
}

fn inspector() -> InspectorId {
    InspectorId::from_bytes([2; 16])
}

fn task(number: u8) -> Task {
    // Two of the ids begin alike, so that a beginning can be ambiguous.
    let id = if number == 0 {
        [0xab; 16]
    } else {
        let mut id = [0xab; 16];
        id[2] = number;
        id
    };
    Task {
        id: TaskId::from_bytes(id),
        revision: 1,
        authority: authority(),
        title: format!("日常检查第{}家", number + 1),
        kind: TaskKind::Routine,
        enterprise: EnterpriseId::from_bytes([4; 16]),
        enterprise_name: if number == 0 { FACTORY.to_owned() } else { "Example Works 2".to_owned() },
        site: SiteId::from_bytes([5; 16]),
        site_address: "示例市海棠区望海路1号".to_owned(),
        checklist: ContentHash::of(CHECKLIST.as_bytes()),
        inspectors: vec![inspector(), InspectorId::from_bytes([3; 16])],
        due: Timestamp::from_unix_ms(4_102_444_800_000 + i64::from(number)),
        approval_number: None,
        notice_number: None,
        standing: TaskStanding::Active,
    }
}

fn feed(key: &[u8], tasks: u8, content: &[Vec<u8>]) -> SyncResponse {
    let office = Authority {
        id: authority(),
        name: "示例市海棠区市场监督管理局".to_owned(),
        region: RegionCode::new("120199").unwrap(),
    };
    let officer = Inspector {
        id: inspector(),
        authority: authority(),
        name: OFFICER.to_owned(),
        role: Role::Inspector,
        credential: Credential { number: "示例执法0001".to_owned(), expires: None },
    };
    let device = DeviceRecord {
        id: DeviceId::from_bytes(*device_id(key).as_bytes()),
        inspector: inspector(),
        suite: 1,
        public_key: key.to_vec(),
        label: "terminal".to_owned(),
        revoked: false,
    };
    let mut bodies = vec![
        (FeedKind::Authority, AuthorityRecord::from(&office).write().unwrap()),
        (FeedKind::Inspector, InspectorRecord::from(&officer).write().unwrap()),
        (FeedKind::Device, device.write().unwrap()),
        (FeedKind::Checklist, CHECKLIST.as_bytes().to_vec()),
    ];
    bodies
        .extend((0..tasks).map(|number| (FeedKind::Task, TaskRecord::from(&task(number)).write().unwrap())));
    bodies.extend(content.iter().map(|record| (FeedKind::Content, record.clone())));
    let mut head = ContentHash::from_bytes([0; 32]);
    let mut seq = 0;
    let mut entries = Vec::new();
    for (kind, body) in bodies {
        seq += 1;
        let digest = ContentHash::of(&body);
        head = next_head(&head, seq, kind.byte(), &digest);
        entries.push(FeedEntry { seq, kind: kind.byte(), digest, body: Some(body) });
    }
    SyncResponse {
        version: NEWEST,
        server_unix_ms: 0,
        receipts: Vec::new(),
        feed: entries,
        cursor: Cursor { epoch: [9; 16], seq, head },
        more: false,
        rollback: false,
        wanted: Vec::new(),
        differing: Vec::new(),
        heads: Vec::new(),
    }
}
