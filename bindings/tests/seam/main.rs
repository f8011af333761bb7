//! The seam as an app uses it: two phones, a real office, ports that an app brings, and everything they can do wrong.

// Test code through and through: what it cannot do without it may unwrap, index and panic about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bad_input;
mod blocking;
mod no_space;
mod observing;
mod ports;
mod story;

use ed25519_dalek::{Signer as _, SigningKey};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zhian_bindings::{
    AnswerInput, AttachInput, CheckInInput, Engine, EnrolInput, EvidencePurposeInput, FilesRule, HostError,
    HttpHeader, HttpMethod, HttpReply, HttpRequest, Language, OpenRequest, Signer, Transport, ZhianError,
    view,
};
use zhian_engine::port;
use zhian_tests::{Chance, Door, Phone, World, jpeg};

/// A key as a platform holds it.
struct Key(SigningKey);

impl Key {
    fn of(byte: u8) -> Arc<Self> {
        Arc::new(Self(SigningKey::from_bytes(&[byte; 32])))
    }
}

impl Signer for Key {
    fn public_key(&self) -> Result<Vec<u8>, HostError> {
        Ok(self.0.verifying_key().as_bytes().to_vec())
    }
    fn suite(&self) -> Result<u8, HostError> {
        Ok(1)
    }
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, HostError> {
        Ok(self.0.sign(&message).to_bytes().to_vec())
    }
}

/// A network that leads to the real office in this process.
struct Line(Arc<dyn Door>);

impl Transport for Line {
    fn turn_to(&self, _: String, _: String) -> Result<(), HostError> {
        Ok(())
    }

    fn send(&self, request: HttpRequest) -> Result<HttpReply, HostError> {
        let asked = port::HttpRequest {
            method: match request.method {
                HttpMethod::Get => port::Method::Get,
                HttpMethod::Head => port::Method::Head,
                HttpMethod::Post => port::Method::Post,
                HttpMethod::Patch => port::Method::Patch,
            },
            path: request.path,
            headers: request.headers.into_iter().map(|one| (one.name, one.value)).collect(),
            body: request.body,
            response_bytes_max: usize::try_from(request.reply_bytes_max).unwrap(),
        };
        let reply =
            self.0.deliver(&asked, None).map_err(|cause| HostError::Cut { detail: cause.to_string() })?;
        let header = |(name, value)| HttpHeader { name, value };
        Ok(HttpReply {
            status: reply.status,
            headers: reply.headers.into_iter().map(header).collect(),
            body: reply.body,
        })
    }
}

fn request(dir: &Path) -> OpenRequest {
    OpenRequest {
        dir: dir.to_str().unwrap().to_owned(),
        app: "seam tests 1".to_owned(),
        language: Some(Language::Zh),
        zone_minutes: 480,
    }
}

/// Opens a folder with a key and a network, and nothing else of an app's.
fn open(dir: &Path, key: u8, door: &Arc<dyn Door>) -> Result<Arc<Engine>, ZhianError> {
    let line: Arc<dyn Transport> = Arc::new(Line(Arc::clone(door)));
    Engine::open(request(dir), Some(Key::of(key)), None, Some(line), None, None)
}

/// An office with a task for two officers, who each have a phone behind the seam.
struct District {
    world: World,
    folder: tempfile::TempDir,
    task: String,
    visit: String,
    lin: Arc<Engine>,
    chen: Arc<Engine>,
    pictures: Chance,
}

impl District {
    fn new(seed: u64) -> Self {
        let mut world = World::seeded(seed);
        let (first, second) = (world.phone("林晓"), world.phone("陈默"));
        let task = world.publishes_task("虚构阀门制造有限公司", &[&first, &second]);
        let folder = tempfile::tempdir().unwrap();
        let enrolled = |name: &str, key: u8, officer: &Phone| {
            let engine = open(&folder.path().join(name), key, &world.office.door()).unwrap();
            let input = enrol_input(&world.office.code_for(officer.inspector));
            engine.enrol(input, None).unwrap();
            engine.sync(FilesRule::Always, None, None).unwrap();
            engine
        };
        let (lin, chen) = (enrolled("lin", 1, &first), enrolled("chen", 2, &second));
        // Each knows the other's phone before they go where there is no network.
        lin.sync(FilesRule::Always, None, None).unwrap();
        let visit = lin.task(task.to_string()).unwrap().visit;
        let pictures = Chance::seeded(seed, "pictures");
        Self { task: task.to_string(), visit, lin, chen, pictures, folder, world }
    }

    /// Both officers arrive.
    fn arrive(&self) {
        for phone in [&self.lin, &self.chen] {
            phone.check_in(arrival(&self.task)).unwrap();
        }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn picture(&mut self, name: &str) -> PathBuf {
        let bytes = jpeg(&mut self.pictures, 4_000);
        self.file(name, &bytes)
    }
}

fn enrol_input(code: &str) -> EnrolInput {
    EnrolInput {
        code: code.to_owned(),
        label: "测试手机".to_owned(),
        server_url: "http://127.0.0.1:1/".to_owned(),
        server_roots_pem: String::new(),
    }
}

fn arrival(task: &str) -> CheckInInput {
    CheckInInput { task: task.to_owned(), position: None, rights_told: true }
}

fn judged(visit: &str, item: &str, judgement: view::Judgement) -> AnswerInput {
    AnswerInput {
        visit: visit.to_owned(),
        item: item.to_owned(),
        judgement: Some(judgement),
        fields: Vec::new(),
    }
}

fn attachment(visit: &str, item: &str, path: &Path) -> AttachInput {
    AttachInput {
        visit: visit.to_owned(),
        path: path.to_str().unwrap().to_owned(),
        media_type: None,
        purpose: EvidencePurposeInput::Item { item: item.to_owned() },
        method: view::CaptureMethod::Photo,
        position: None,
        second_officer: None,
        original: true,
        derived_from: None,
        caption: "厂门".to_owned(),
    }
}

/// The code of a refusal; it has a sentence, as every refusal must.
fn code<T>(refused: Result<T, ZhianError>) -> String {
    let Err(ZhianError::Refused { code, sentence, detail, .. }) = refused else {
        panic!("it was not refused")
    };
    assert!(sentence.ends_with('。'), "{code}: {sentence}");
    assert!(!detail.is_empty(), "{code} says nothing to technicians");
    code
}
