//! The office under load: a folder filled with tasks, and the real server process over it.

use super::Failure;
use super::generate::{self, Officer, Pair};
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use zhian_domain::checklist::{self, Checklist};
use zhian_domain::id::{AuthorityId, ContentHash};
use zhian_domain::task::Task;
use zhian_domain::time::Timestamp;
use zhian_protocol::published::{AuthorityRecord, DeviceRecord, InspectorRecord, TaskRecord};
use zhian_server::admin::content;
use zhian_server::db::{Db, Enrolment, EnrolmentCode, Intake, Unit};
use zhian_server::ports::{SystemClock, SystemEntropy};
use zhian_server::{Folder, Office, State};

const AUTHORITY: AuthorityId = AuthorityId::from_bytes([9; 16]);

/// Tasks published in one transaction.
const TASKS_PER_UNIT: usize = 500;

/// A prepared office.
pub struct Prepared {
    folder: tempfile::TempDir,
    /// Pairs of officers, each with an enrolled device.
    pub pairs: Vec<Pair>,
    /// Tasks of each pair, in the pairs' order.
    pub tasks: Vec<Vec<Task>>,
    /// The checklist of every task.
    pub checklist: Checklist,
}

impl Prepared {
    /// Fills a new folder: `pairs` pairs with `tasks_each` tasks over a checklist of `items` items.
    pub fn new(pairs: u16, tasks_each: u32, items: usize) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("zhian-load-").tempdir()?;
        Office::create(&Folder::new(folder.path()), &SystemClock, &SystemEntropy)?;
        let office = open(folder.path())?;
        let db = office.db.as_ref();
        let file = generate::checklist_file(items);
        let checklist = checklist::load("load.json", &file)?;
        let hash = ContentHash::of(file.as_bytes());
        store(
            db,
            vec![
                Intake::Authority(AuthorityRecord {
                    id: AUTHORITY,
                    name: "示例区市场监督管理局".to_owned(),
                    region: "120101".to_owned(),
                }),
                Intake::Checklist {
                    hash,
                    id: checklist.id.clone(),
                    version: checklist.version,
                    title: checklist.title.zh.clone(),
                    bytes: file.into_bytes(),
                },
            ],
        )?;
        let pairs: Vec<Pair> = (0..pairs).map(Pair::numbered).collect();
        for pair in &pairs {
            store(db, [&pair.first, &pair.second].into_iter().flat_map(enrolled).collect())?;
        }
        let tasks: Vec<Vec<Task>> = pairs
            .iter()
            .map(|pair| (0..tasks_each).map(|number| generate::task(number, pair, AUTHORITY, hash)).collect())
            .collect();
        let all: Vec<&Task> = tasks.iter().flatten().collect();
        for some in all.chunks(TASKS_PER_UNIT) {
            store(db, some.iter().map(|task| Intake::Task(TaskRecord::from(*task))).collect())?;
        }
        Ok(Self { folder, pairs, tasks, checklist })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Publishes all content that comes with Zhian, as the office's clerk would. Returns how many files.
    pub fn publish_content(&self) -> Result<u64, Failure> {
        let office = open(self.folder.path())?;
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/checklists");
        let checked = content::check(Some(&office), content::gather(&[shipped])?, None)?;
        Ok(content::publish(&office, checked)?.files.len() as u64)
    }

    /// A one-time code for one more device of an officer.
    pub fn code(&self, officer: &Officer) -> Result<String, Failure> {
        let office = open(self.folder.path())?;
        Ok(zhian_server::auth::code::issue(&office, officer.inspector, 3_600_000)?.text)
    }
}

/// Opens an office that no server is running over, or beside one.
pub fn open(folder: &Path) -> Result<State, Failure> {
    Ok(Office::open(&Folder::new(folder), Arc::new(SystemClock), Arc::new(SystemEntropy))?)
}

/// Stores a unit or fails.
pub fn store(db: &dyn Db, unit: Vec<Intake>) -> Result<(), Failure> {
    match db.append(unit, Timestamp::from_unix_ms(0))? {
        Unit::Done(_) => Ok(()),
        other => Err(format!("the office did not take in what was prepared: {other:?}").into()),
    }
}

/// The bearer token of an officer's device.
pub fn token(officer: &Officer) -> String {
    officer.device.to_string().chars().take(22).collect()
}

fn enrolled(officer: &Officer) -> Vec<Intake> {
    let selector = officer.device.to_string();
    vec![
        Intake::Officer(InspectorRecord {
            id: officer.inspector,
            authority: AUTHORITY,
            name: "李示例".to_owned(),
            role: "inspector".to_owned(),
            credential_number: "示例执法证 0001".to_owned(),
            credential_expires_unix_ms: None,
        }),
        Intake::Code(EnrolmentCode {
            selector: selector.clone(),
            secret_hash: [0; 32],
            inspector: officer.inspector,
            expires: Timestamp::from_unix_ms(i64::MAX),
            misses: 0,
            used_by: None,
        }),
        Intake::Enrol(Enrolment {
            selector,
            record: DeviceRecord {
                id: officer.device,
                inspector: officer.inspector,
                suite: 1,
                public_key: officer.key.verifying_key().as_bytes().to_vec(),
                label: "负载测试设备".to_owned(),
                revoked: false,
            },
            app: "zhian-load".to_owned(),
            token_hash: Sha256::digest(token(officer)).into(),
        }),
    ]
}

/// The real server process. Killed when dropped.
pub struct Running {
    process: Child,
    /// Address and port.
    pub host: String,
}

impl Running {
    /// Starts `zhian-server serve` over a folder and waits until it listens.
    pub fn start(folder: &Path) -> Result<Self, Failure> {
        let this = std::env::current_exe()?;
        // Programs stand in one folder, tests one below.
        let beside = this.ancestors().skip(1).take(2).map(|folder| folder.join("zhian-server"));
        let program = beside
            .into_iter()
            .find(|program| program.exists())
            .ok_or("zhian-server is missing: run `make load` or `make test`")?;
        let mut process = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let host = line
            .split_whitespace()
            .find_map(|word| word.strip_prefix("http://"))
            .ok_or_else(|| format!("the server did not say where it listens: {line:?}"))?
            .trim_end_matches('/')
            .to_owned();
        Ok(Self { process, host })
    }

    /// Largest resident memory of the process so far, and the present one, MB.
    pub fn memory_mb(&self) -> Result<(f64, f64), Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let kb = |name: &str| -> Result<f64, Failure> {
            let line = status.lines().find(|line| line.starts_with(name)).ok_or("no memory figures")?;
            Ok(line.split_whitespace().nth(1).ok_or("no memory figures")?.parse()?)
        };
        Ok((kb("VmHWM:")? / 1024.0, kb("VmRSS:")? / 1024.0))
    }

    /// Ends the process at once, without a chance to clean up.
    pub fn kill(mut self) -> Result<(), Failure> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone after `kill`; nothing else can be done here.
        let _gone = self.process.kill();
        let _ended = self.process.wait();
    }
}
