//! What an exchange costs on the wire: the engine's own transport, the real server, every byte counted between them.

use crate::figures::{Limit, show};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zhian_domain::answer::{AnswerValue, Conformity};
use zhian_domain::id::ItemId;
use zhian_domain::task::Task;
use zhian_engine::adapter::{FileSigner, HttpTransport, OsEntropy, SystemClock};
use zhian_engine::{
    AnswerRequest, CheckInRequest, DiskSpace, Engine, EngineConfig, EnrolRequest, Watch, view::SyncEnd,
};
use zhian_tests::traffic::Failure;
use zhian_tests::traffic::office::{Prepared, Running};

const VISITS: u32 = 500;

/// A pass-through between a phone and the office that counts bytes.
struct Counter {
    address: String,
    up: Arc<AtomicU64>,
    down: Arc<AtomicU64>,
}

impl Counter {
    fn before(host: String) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let counter = Self { address, up: Arc::default(), down: Arc::default() };
        let (up, down) = (Arc::clone(&counter.up), Arc::clone(&counter.down));
        std::thread::spawn(move || {
            for phone in listener.incoming().map_while(Result::ok) {
                let Ok(office) = TcpStream::connect(&host) else { return };
                let (Ok(phone_too), Ok(office_too)) = (phone.try_clone(), office.try_clone()) else { return };
                let (up, down) = (Arc::clone(&up), Arc::clone(&down));
                std::thread::spawn(move || pass(phone, office, &up));
                std::thread::spawn(move || pass(office_too, phone_too, &down));
            }
        });
        Ok(counter)
    }

    /// Bytes up and down since the last time.
    fn take(&self) -> (f64, f64) {
        (self.up.swap(0, Ordering::SeqCst) as f64, self.down.swap(0, Ordering::SeqCst) as f64)
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, count: &AtomicU64) {
    let mut buffer = [0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        count.fetch_add(read as u64, Ordering::SeqCst);
        if to.write_all(&buffer[..read]).is_err() {
            return;
        }
    }
}

struct Phone {
    engine: Engine,
    items: Vec<ItemId>,
}

impl Phone {
    fn check_in(&self, task: &Task) -> Result<(), Failure> {
        self.engine.check_in(&CheckInRequest { task: task.id, position: None, rights_told: true })?;
        Ok(())
    }

    fn answer(&self, task: &Task, item: usize, conformity: Conformity) -> Result<(), Failure> {
        let value = AnswerValue { conformity: Some(conformity), fields: BTreeMap::new() };
        self.engine.answer(&AnswerRequest { visit: task.visit(), item: self.items[item].clone(), value })?;
        Ok(())
    }

    /// One exchange; returns its round trips.
    fn sync(&self) -> Result<f64, Failure> {
        let report = self.engine.sync(&Watch::quiet())?;
        match report.end {
            SyncEnd::Complete => Ok(f64::from(report.round_trips)),
            other => Err(format!("an exchange did not complete: {other:?}").into()),
        }
    }
}

/// Bytes and round trips of the exchanges that phones make most.
pub fn exchanges() -> Result<(), Failure> {
    let prepared = Prepared::new(1, VISITS, 40)?;
    let code = prepared.code(&prepared.pairs[0].first)?;
    let tasks = &prepared.tasks[0];
    let running = Running::start(prepared.path())?;
    let counter = Counter::before(running.host.clone())?;
    let folder = tempfile::tempdir()?;
    let url = format!("http://{}", counter.address);
    let engine = Engine::open(EngineConfig {
        dir: folder.path().join("phone"),
        clock: Arc::new(SystemClock::in_zone(480)),
        entropy: Arc::new(OsEntropy),
        signer: Arc::new(FileSigner::open(&folder.path().join("key"), &OsEntropy)?),
        transport: Arc::new(HttpTransport::new(&url, "")?),
        space: Arc::new(DiskSpace::new(folder.path())),
        app: "zhian-load".to_owned(),
        host: zhian_engine::port::Host::default(),
    })?;
    let label = "负载测试手机".to_owned();
    let request = EnrolRequest { code, label, server_url: url, server_roots_pem: String::new() };
    engine.enrol(&request, &Watch::quiet())?;
    let phone = Phone { engine, items: prepared.checklist.items().map(|item| item.id.clone()).collect() };
    phone.sync()?;
    phone.sync()?;

    counter.take();
    let trips = phone.sync()?;
    let (up, down) = counter.take();
    show("nothing to do, bytes up", up, "B", Limit::AtMost(300.0));
    show("nothing to do, bytes down", down, "B", Limit::None);
    show("nothing to do, round trips", trips, "", Limit::AtMost(1.0));

    phone.check_in(&tasks[0])?;
    phone.answer(&tasks[0], 0, Conformity::Meets)?;
    phone.sync()?;
    phone.sync()?;
    counter.take();
    phone.answer(&tasks[0], 0, Conformity::DoesNotMeet)?;
    let trips = phone.sync()?;
    let (up, _) = counter.take();
    show("one changed answer, bytes up", up, "B", Limit::AtMost(450.0));
    show("one changed answer, round trips", trips, "", Limit::AtMost(1.0));

    phone.check_in(&tasks[1])?;
    for item in 0..phone.items.len() {
        let conformity = if item % 9 == 0 { Conformity::DoesNotMeet } else { Conformity::Meets };
        phone.answer(&tasks[1], item, conformity)?;
    }
    counter.take();
    phone.sync()?;
    let (up, _) = counter.take();
    show("a new 40-item visit, check-in and 40 answers, bytes up", up, "B", Limit::AtMost(2000.0));

    for task in &tasks[2..] {
        phone.check_in(task)?;
    }
    phone.sync()?;
    phone.sync()?;
    counter.take();
    for task in &tasks[100..103] {
        phone.answer(task, 5, Conformity::Meets)?;
    }
    let trips = phone.sync()?;
    let (up, down) = counter.take();
    show("500 visits of which 3 changed, round trips", trips, "", Limit::AtMost(1.0));
    show("500 visits of which 3 changed, bytes up", up, "B", Limit::None);
    show("500 visits of which 3 changed, bytes down", down, "B", Limit::None);
    published_content(&prepared, &phone, &counter)
}

/// Everything the regulator publishes, as a phone first gets it; pictures and clips are fetched apart.
fn published_content(prepared: &Prepared, phone: &Phone, counter: &Counter) -> Result<(), Failure> {
    let files = prepared.publish_content()?;
    counter.take();
    let trips = phone.sync()?;
    let (_, down) = counter.take();
    if phone.engine.risk_lists()?.is_empty() {
        return Err("the phone pulled no published content".into());
    }
    show("published files of content", files as f64, "", Limit::None);
    show("all published content without media, bytes down", down, "B", Limit::AtMost(300_000.0));
    show("all published content without media, round trips", trips, "", Limit::None);
    Ok(())
}
