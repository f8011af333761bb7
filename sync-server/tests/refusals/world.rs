//! A small office with its people, called in this process: no network, no clock, no chance of its own.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use ed25519_dalek::{Signer, SigningKey};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;
use zhian_domain::answer::{Answer, AnswerState, AnswerValue, Conformity};
use zhian_domain::authority::Role;
use zhian_domain::checklist::Checklist;
use zhian_domain::evidence::{CaptureMethod, Evidence, EvidencePurpose};
use zhian_domain::id::*;
use zhian_domain::person::PersonRole;
use zhian_domain::seal::seal;
use zhian_domain::signature::{OfficerSignature, PartySignature};
use zhian_domain::task::{Task, TaskKind};
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_domain::visit::{CheckIn, VisitContent};
use zhian_draft::{ActorId, Author, Change, Draft, Edit, Genesis, pack};
use zhian_protocol::canonical::{content_digest, officer_message, write_sealed};
use zhian_protocol::draft_push::{ActorStart, DraftPush};
use zhian_protocol::enrol::{self, EnrolRequest, EnrolResponse, proof_message};
use zhian_protocol::frame;
use zhian_protocol::parcel::{ParcelKind, Suite, Unsigned};
use zhian_protocol::sync::{self, Cursor, Outcome, Problem, SyncRequest, SyncResponse};
use zhian_server::admin::{self, officer::NewOfficer, task::NewTask};
use zhian_server::ports::{Clock, Entropy, NoEntropy};
use zhian_server::{Folder, Office, State, app, auth};

/// A clock that stands until it is moved.
pub struct Watch(AtomicI64);

impl Clock for Watch {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_ms(self.0.load(Ordering::SeqCst))
    }
}

impl Watch {
    pub fn passes(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

/// A counter in place of chance.
pub struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte =
                ContentHash::of(&[number.to_be_bytes(), (at as u64).to_be_bytes()].concat()).as_bytes()[0];
        }
        Ok(())
    }
}

const CHECKLIST: &str = r#"{
  "schema": 1, "id": "T1", "version": 1, "title": {"zh": "测试检查表", "en": "Checklist for tests"},
  "sections": [{"id": "all", "title": {"zh": "全部", "en": "All"}, "items": [ITEMS]}]
}"#;

const ITEM: &str = r#"{
  "id": "T1-NN", "ask": {"zh": "是否符合要求", "en": "Is it as it should be?"},
  "how": {"zh": "看现场。", "en": "Look at it."},
  "basis": [{"instrument": "R75", "article": "3", "verified": "S"}],
  "judgement": {"entered": ["meets", "does-not-meet", "not-applicable"]}, "fields": [],
  "evidence": {"when": "never", "method": "photo", "count": 0},
  "severity": "B", "consequences": ["R3"]
}"#;

pub struct World {
    pub folder: TempDir,
    pub office: State,
    pub watch: Arc<Watch>,
    pub authority: AuthorityId,
    pub checklist_hash: ContentHash,
    pub checklist: Checklist,
    pub uscc: String,
}

pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answered {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The code of a refusal, whichever form it came in.
    pub fn code(&self) -> String {
        if self.header("content-type") == Some(frame::CONTENT_TYPE) {
            let problem: Problem = frame::read(&self.body).unwrap();
            assert!(problem.zh.ends_with('。') && problem.en.ends_with('.'), "{problem:?}");
            return problem.code;
        }
        let json: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        assert!(json["zh"].as_str().unwrap().ends_with('。'), "{json}");
        json["code"].as_str().unwrap().to_owned()
    }
}

impl World {
    pub fn new() -> Self {
        Self::with_items(3)
    }

    pub fn with_items(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let watch = Arc::new(Watch(AtomicI64::new(1_800_000_000_000)));
        let chance = Arc::new(Counter(AtomicU64::new(1)));
        Office::create(&Folder::new(folder.path()), watch.as_ref(), chance.as_ref()).unwrap();
        let office =
            Office::open(&Folder::new(folder.path()), Arc::clone(&watch) as Arc<dyn Clock>, chance).unwrap();
        let authority = admin::authority::add(&office, "示例区市场监督管理局", "120199").unwrap().id;
        let items: Vec<String> =
            (1..=count).map(|number| ITEM.replace("NN", &format!("{number:02}"))).collect();
        let file = CHECKLIST.replace("ITEMS", &items.join(","));
        let published = admin::checklist::publish(&office, "t1.json", file.as_bytes()).unwrap();
        let mut directory = Vec::new();
        admin::sample::write(&mut directory, 3, 1).unwrap();
        let done = admin::directory::import(&office, &authority, directory.as_slice(), |_| {}).unwrap();
        assert_eq!((done.stored, done.bad), (3, 0), "{done:?}");
        let uscc =
            csv::Reader::from_reader(directory.as_slice()).records().next().unwrap().unwrap()[1].to_owned();
        let (checklist_hash, checklist) = (published.hash, published.checklist);
        Self { folder, office, watch, authority, checklist_hash, checklist, uscc }
    }

    /// The same office after its process ended and started again.
    pub fn restarts(&mut self) {
        let chance = Arc::new(Counter(AtomicU64::new(1_000_000)));
        let clock = Arc::clone(&self.watch) as Arc<dyn Clock>;
        self.office = Office::open(&Folder::new(self.folder.path()), clock, chance).unwrap();
    }

    pub fn hires(&self, name: &str) -> InspectorId {
        let new = NewOfficer {
            authority: self.authority,
            name: name.to_owned(),
            role: Role::Inspector,
            credential_number: "示例-0001".to_owned(),
            credential_expires: None,
        };
        admin::officer::add(&self.office, &new).unwrap().id
    }

    pub fn task(&self, inspectors: &[InspectorId]) -> Task {
        self.publishes(None, inspectors)
    }

    pub fn publishes(&self, revises: Option<&TaskId>, inspectors: &[InspectorId]) -> Task {
        let new = NewTask {
            authority: self.authority,
            title: None,
            kind: TaskKind::Routine,
            uscc: self.uscc.clone(),
            site_address: None,
            checklist: self.checklist_hash,
            inspectors: inspectors.to_vec(),
            due: Timestamp::from_unix_ms(1_900_000_000_000),
            approval_number: None,
            notice_number: None,
        };
        admin::task::publish(&self.office, revises, &new).unwrap()
    }

    pub async fn asks(&self, request: Request<Body>) -> Answered {
        let response = app(Arc::clone(&self.office)).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answered { status: parts.status, headers: parts.headers, body }
    }

    /// A phone of an officer, enrolled with a fresh code.
    pub async fn phone(&self, inspector: InspectorId, seed: u8) -> Phone {
        let code = auth::issue(&self.office, inspector, 3_600_000).unwrap().text;
        let key = SigningKey::from_bytes(&[seed; 32]);
        let answered = self.enrols(&code, &key).await;
        assert_eq!(answered.status, StatusCode::OK, "{}", answered.code());
        let response: EnrolResponse = frame::read(&answered.body).unwrap();
        Phone {
            key,
            device: response.device,
            inspector,
            token: response.token,
            install_epoch: [seed; 16],
            cursor: None,
        }
    }

    pub async fn enrols(&self, code: &str, key: &SigningKey) -> Answered {
        let public_key = key.verifying_key().to_bytes().to_vec();
        let proof = key.sign(&proof_message(code, &public_key)).to_bytes().to_vec();
        let request = EnrolRequest {
            oldest: 1,
            newest: 1,
            code: code.to_owned(),
            suite: 1,
            public_key,
            label: "测试机".to_owned(),
            app: "tests 1".to_owned(),
            proof,
        };
        self.asks(post(enrol::PATH, None, frame::write(&request).unwrap())).await
    }

    pub fn genesis(&self, task: &Task) -> Genesis {
        Genesis::of(task.id, self.checklist_hash, &self.checklist)
    }

    /// A visit that may be sealed: two check-ins, every item answered, everybody signed.
    pub fn sealed(&self, task: &Task, phones: [&Phone; 2], note: &str) -> Vec<u8> {
        self.sealed_with(task, phones, note, &[])
    }

    pub fn sealed_with(
        &self,
        task: &Task,
        phones: [&Phone; 2],
        note: &str,
        heads: &[ContentHash],
    ) -> Vec<u8> {
        let mut content = VisitContent::empty(task.id, self.checklist_hash);
        for phone in phones {
            content.check_ins.push(CheckIn {
                inspector: phone.inspector,
                device: phone.device,
                at: at(1),
                position: None,
                credential_number: "示例-0001".to_owned(),
                rights_told: true,
            });
        }
        for item in self.checklist.items() {
            let answer = answer(phones[0], Conformity::Meets);
            content.answers.insert(item.id.clone(), AnswerState::One(answer));
        }
        let first = self.checklist.items().next().unwrap().id.clone();
        content.notes.insert(first, note.to_owned());
        let handwriting = EvidenceHash::of(b"handwriting");
        content.evidence.insert(handwriting, evidence(phones[0], handwriting, 11));
        let digest = content_digest(&content).unwrap();
        for phone in phones {
            let message = officer_message(&content.visit, &digest, &phone.inspector);
            content.officer_signatures.push(OfficerSignature {
                inspector: phone.inspector,
                device: phone.device,
                over: digest,
                at: at(2),
                signature: phone.key.sign(&message).to_bytes().to_vec(),
                handwriting: None,
            });
        }
        content.party_signatures.push(PartySignature {
            name: "示某".to_owned(),
            role: PersonRole::SiteRepresentative,
            opinion: "以上笔录看过，属实".to_owned(),
            over: digest,
            taken_by: phones[0].inspector,
            device: phones[0].device,
            at: at(3),
            handwriting,
        });
        let sealed = seal(content, digest, heads.to_vec(), &self.checklist, task).unwrap();
        write_sealed(&sealed).unwrap()
    }
}

pub fn evidence(phone: &Phone, hash: EvidenceHash, bytes: u64) -> Evidence {
    Evidence {
        hash,
        sm3: Sm3Hash::from_bytes([1; 32]),
        bytes,
        media_type: "image/png".to_owned(),
        purpose: EvidencePurpose::Signature,
        method: CaptureMethod::Scan,
        maker: phone.inspector,
        second_officer: None,
        device: phone.device,
        app: "tests 1".to_owned(),
        at: at(1),
        position: None,
        original: true,
        derived_from: None,
        previous: None,
        readable: true,
        caption: String::new(),
    }
}

pub fn answer(phone: &Phone, conformity: Conformity) -> Answer {
    Answer {
        value: AnswerValue { conformity: Some(conformity), ..AnswerValue::default() },
        by: phone.inspector,
        device: phone.device,
        at: at(1),
        settles: Vec::new(),
    }
}

pub fn at(second: i64) -> ClockReading {
    ClockReading {
        device: Timestamp::from_unix_ms(1_800_000_000_000 + second * 1000),
        offset_minutes: 480,
        monotonic_ms: second as u64 * 1000,
        gnss: None,
    }
}

pub fn post(path: &str, token: Option<&str>, body: Vec<u8>) -> Request<Body> {
    let mut request = Request::post(path).header("content-type", frame::CONTENT_TYPE);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(Body::from(body)).unwrap()
}

/// What one phone holds.
pub struct Phone {
    pub key: SigningKey,
    pub device: DeviceId,
    pub inspector: InspectorId,
    pub token: String,
    pub install_epoch: [u8; 16],
    pub cursor: Option<Cursor>,
}

impl Phone {
    pub fn actor(&self, visit: &VisitId) -> ActorId {
        ActorId::of(self.key.verifying_key().as_bytes(), visit, &self.install_epoch)
    }

    pub fn author(&self, visit: &VisitId) -> Author {
        Author { actor: self.actor(visit), inspector: self.inspector, device: self.device }
    }

    /// Answers an item in a draft. Returns the change.
    pub fn answers(&self, draft: &mut Draft, item: &ItemId, conformity: Conformity, second: i64) -> Change {
        let value = AnswerValue { conformity: Some(conformity), ..AnswerValue::default() };
        let edit = Edit::Answer { item: item.clone(), value, at: at(second), settle: false };
        draft.record(&self.author(&draft.visit()), &edit).unwrap().unwrap()
    }

    /// A parcel of changes.
    pub fn packs(&self, genesis: &Genesis, changes: &[&Change]) -> Vec<u8> {
        let bytes: Vec<&[u8]> = changes.iter().map(|change| change.bytes.as_slice()).collect();
        self.parcel(ParcelKind::Draft, &self.push(genesis, pack(&bytes)).write().unwrap())
    }

    pub fn push(&self, genesis: &Genesis, packed: Vec<u8>) -> DraftPush {
        let start = ActorStart {
            task: genesis.task(),
            checklist: genesis.checklist(),
            install_epoch: self.install_epoch,
        };
        DraftPush { visit: genesis.visit(), packed, start: Some(start) }
    }

    pub fn parcel(&self, kind: ParcelKind, payload: &[u8]) -> Vec<u8> {
        let unsigned = Unsigned::new(kind, Suite::Ed25519Sha256, self.device, payload).unwrap();
        let signature = self.key.sign(&unsigned.signed_message()).to_bytes();
        unsigned.with_signature(&signature)
    }

    pub fn request(&self, push: Vec<Vec<u8>>) -> SyncRequest {
        SyncRequest {
            oldest: 1,
            newest: 1,
            cursor: self.cursor.map(|cursor| cursor.mark()),
            push,
            want: Vec::new(),
            device_unix_ms: 1_800_000_000_000,
            checks: Vec::new(),
        }
    }

    pub async fn sends(&self, world: &World, request: &SyncRequest) -> Answered {
        world.asks(post(sync::PATH, Some(&self.token), frame::write(request).unwrap())).await
    }

    /// One sync that must succeed; the cursor moves.
    pub async fn syncs(&mut self, world: &World, push: Vec<Vec<u8>>) -> SyncResponse {
        let answered = self.sends(world, &self.request(push)).await;
        assert_eq!(answered.status, StatusCode::OK, "{}", answered.code());
        let response: SyncResponse = frame::read(&answered.body).unwrap();
        self.cursor = Some(response.cursor);
        response
    }

    /// One sync of one parcel; what became of it.
    pub async fn pushes(&mut self, world: &World, parcel: &[u8]) -> Outcome {
        let response = self.syncs(world, vec![parcel.to_vec()]).await;
        assert_eq!(response.receipts.len(), 1);
        response.receipts[0].outcome.clone()
    }
}

/// The code of a quarantined outcome.
pub fn code_of(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Quarantined { code, .. } => code,
        other => panic!("not quarantined: {other:?}"),
    }
}
