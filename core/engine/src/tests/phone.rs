//! A phone and its officer in the pretended world.

use super::office::{Office, authority};
use crate::port::{Clock, Entropy, EntropyError, Signer, SignerError};
use crate::*;
use ed25519_dalek::{Signer as _, SigningKey};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use zhian_domain::answer::{AnswerValue, Conformity};
use zhian_domain::evidence::{CaptureMethod, EvidencePurpose};
use zhian_domain::id::{ContentHash, EnterpriseId, InspectorId, ItemId, SiteId, TaskId, VisitId};
use zhian_domain::person::PersonRole;
use zhian_domain::task::{Task, TaskKind, TaskStanding};
use zhian_domain::time::{ClockReading, Timestamp};

/// Three items: one plain, one that demands a photograph when it fails, one computed from a number.
pub(super) const CHECKLIST: &str = include_str!("small.checklist.json");

pub(super) struct HandClock(pub(super) Mutex<ClockReading>);

impl HandClock {
    pub(super) fn moves(&self, device_ms: i64, monotonic_ms: u64) {
        let mut reading = self.0.lock().unwrap();
        reading.device = reading.device.plus_ms(device_ms);
        reading.monotonic_ms += monotonic_ms;
    }
}

impl Clock for HandClock {
    fn now(&self) -> ClockReading {
        let mut reading = self.0.lock().unwrap();
        reading.device = reading.device.plus_ms(1);
        reading.monotonic_ms += 1;
        *reading
    }
}

pub(super) struct Counted(Mutex<u64>);

impl Entropy for Counted {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        let mut count = self.0.lock().unwrap();
        *count += 1;
        let hash = ContentHash::of(&count.to_be_bytes());
        buffer.iter_mut().zip(hash.as_bytes().iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

pub(super) struct Key(SigningKey);

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

/// A disk that is full or not, for evidence and for rows.
#[derive(Default)]
pub(super) struct Disk {
    pub(super) full_for_files: Mutex<bool>,
    pub(super) full_for_rows: Mutex<bool>,
}

impl Space for Disk {
    fn before_write(&self, what: WriteKind, _: u64) -> Result<(), std::io::Error> {
        let full = match what {
            WriteKind::EvidenceBytes => *self.full_for_files.lock().unwrap(),
            WriteKind::Begin | WriteKind::Commit => *self.full_for_rows.lock().unwrap(),
            _ => false,
        };
        if full { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

pub(super) struct Phone {
    pub(super) engine: Option<Engine>,
    pub(super) office: Arc<Office>,
    pub(super) clock: Arc<HandClock>,
    pub(super) disk: Arc<Disk>,
    pub(super) dir: tempfile::TempDir,
    byte: u8,
    entropy: Arc<Counted>,
}

impl std::ops::Deref for Phone {
    type Target = Engine;
    fn deref(&self) -> &Engine {
        self.engine.as_ref().unwrap()
    }
}

impl Phone {
    /// A phone whose officer is not enrolled yet. The byte is the officer's and seeds the key.
    pub(super) fn new(office: &Arc<Office>, byte: u8) -> Self {
        let reading = ClockReading {
            device: Timestamp::from_unix_ms(1_800_000_000_000),
            offset_minutes: 480,
            monotonic_ms: 0,
            gnss: None,
        };
        let mut phone = Self {
            engine: None,
            office: Arc::clone(office),
            clock: Arc::new(HandClock(Mutex::new(reading))),
            disk: Arc::default(),
            dir: tempfile::tempdir().unwrap(),
            byte,
            entropy: Arc::new(Counted(Mutex::new(u64::from(byte) << 32))),
        };
        phone.opens();
        phone
    }

    pub(super) fn config(&self, dir: &Path) -> EngineConfig {
        EngineConfig {
            dir: dir.to_owned(),
            clock: self.clock.clone(),
            entropy: self.entropy.clone(),
            signer: Arc::new(Key(SigningKey::from_bytes(&[self.byte; 32]))),
            transport: self.office.clone(),
            space: self.disk.clone(),
            app: "zhian-test 1".to_owned(),
            host: crate::port::Host::default(),
        }
    }

    /// The app is closed and opened again.
    pub(super) fn opens(&mut self) {
        self.engine = None;
        self.engine = Some(Engine::open(self.config(&self.dir.path().join("data"))).unwrap());
    }

    pub(super) fn enrols(&self) {
        let request = EnrolRequest {
            code: self.byte.to_string(),
            label: format!("phone {}", self.byte),
            server_url: "http://127.0.0.1:1/".to_owned(),
            server_roots_pem: String::new(),
        };
        self.enrol(&request, &Watch::quiet()).unwrap();
    }

    pub(super) fn syncs(&self) -> view::SyncReport {
        self.sync(&Watch::quiet()).unwrap()
    }

    pub(super) fn me_id(&self) -> InspectorId {
        InspectorId::from_bytes([self.byte; 16])
    }

    pub(super) fn checks_in(&self) -> VisitId {
        self.check_in(&CheckInRequest { task: task().id, position: None, rights_told: true }).unwrap().visit
    }

    pub(super) fn answers(&self, name: &str, conformity: Conformity) -> view::ItemView {
        self.tries_to_answer(name, conformity).unwrap()
    }

    pub(super) fn tries_to_answer(
        &self,
        name: &str,
        conformity: Conformity,
    ) -> Result<view::ItemView, EngineError> {
        let value = AnswerValue { conformity: Some(conformity), ..AnswerValue::default() };
        self.answer(&AnswerRequest { visit: task().visit(), item: item(name), value })
    }

    pub(super) fn answers_number(&self, number: u32) {
        let fields = [("share".to_owned(), zhian_domain::answer::FieldValue::Number(number.into()))].into();
        let value = AnswerValue { conformity: None, fields };
        self.answer(&AnswerRequest { visit: task().visit(), item: item("T-3"), value }).unwrap();
    }

    /// A file on the camera, of whatever bytes.
    pub(super) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(super) fn attach_request(&self, name: &str, bytes: &[u8]) -> AttachRequest {
        AttachRequest {
            visit: task().visit(),
            source: self.file(name, bytes),
            media_type: None,
            purpose: EvidencePurpose::Item(item("T-2")),
            method: CaptureMethod::Photo,
            position: None,
            second_officer: None,
            original: true,
            derived_from: None,
            caption: String::new(),
        }
    }

    pub(super) fn attaches(&self, name: &str, bytes: &[u8]) -> view::EvidenceView {
        self.attach(&self.attach_request(name, bytes), &Watch::quiet()).unwrap()
    }

    pub(super) fn signs(&self) {
        self.sign(&SignRequest { visit: task().visit(), handwriting: None }).unwrap();
    }

    pub(super) fn takes_the_partys_signature(&self) {
        let request = PartySignatureRequest {
            visit: task().visit(),
            name: "王示例".to_owned(),
            role: PersonRole::SiteRepresentative,
            opinion: "以上笔录看过，属实".to_owned(),
            handwriting: self.file("party.png", b"strokes of the party"),
        };
        self.take_party_signature(&request).unwrap();
    }

    pub(super) fn alert_codes(&self) -> Vec<String> {
        self.alerts(100).unwrap().into_iter().map(|alert| alert.code).collect()
    }
}

pub(super) fn item(name: &str) -> ItemId {
    ItemId::new(name).unwrap()
}

pub(super) fn task() -> Task {
    Task {
        id: TaskId::from_bytes([0x77; 16]),
        revision: 1,
        authority: authority(),
        title: "示例塑料厂日常检查".to_owned(),
        kind: TaskKind::Routine,
        enterprise: EnterpriseId::from_bytes([9; 16]),
        enterprise_name: "示例塑料制品有限公司".to_owned(),
        site: SiteId::from_bytes([9; 16]),
        site_address: "示例市示例区一号路 1 号".to_owned(),
        checklist: ContentHash::of(CHECKLIST.as_bytes()),
        inspectors: vec![InspectorId::from_bytes([2; 16]), InspectorId::from_bytes([3; 16])],
        due: Timestamp::from_unix_ms(1_800_100_000_000),
        approval_number: None,
        notice_number: None,
        standing: TaskStanding::Active,
    }
}

/// An office with the task, and two enrolled phones that know it: 林 and 周.
pub(super) fn district() -> (Arc<Office>, Phone, Phone) {
    let office = Office::new();
    office.hires(2, "林一");
    office.hires(3, "周二");
    office.publish(zhian_protocol::sync::FeedKind::Checklist, CHECKLIST.as_bytes());
    office.publishes_task(&task());
    let (lin, zhou) = (Phone::new(&office, 2), Phone::new(&office, 3));
    lin.enrols();
    zhou.enrols();
    lin.syncs();
    zhou.syncs();
    (office, lin, zhou)
}
