//! The office: the real server on a folder of its own, called in this process; its people, and its records.

use crate::clock::Time;
use crate::disk::copy_folder;
use crate::key::SeededEntropy;
use crate::network::Door;
use crate::phone::Phone;
use axum::body::Body;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;
use zhian_domain::checklist;
use zhian_domain::id::{DeviceId, EvidenceHash, InspectorId, TaskId, VisitId};
use zhian_domain::time::Timestamp;
use zhian_draft::{Draft, Genesis, unpack};
use zhian_engine::port::{HttpRequest, HttpResponse, TransportError};
use zhian_protocol::draft_push::DraftPush;
use zhian_protocol::limits::CHANGES_PER_PUSH_MAX;
use zhian_protocol::parcel::Parcel;
use zhian_protocol::published::TaskRecord;
use zhian_server::auth::code;
use zhian_server::db::{Intake, LedgerEntry, LedgerKind, QuarantineEntry, Summary, Unit};
use zhian_server::ledger::Verifier;
use zhian_server::ports::Clock as _;
use zhian_server::{Folder, State};

/// Where the office's requests come in while it runs.
struct Counter {
    folder: PathBuf,
    running: Mutex<Option<Running>>,
    time: Arc<Time>,
    entropy: Arc<SeededEntropy>,
}

struct Running {
    state: State,
    router: axum::Router,
    runtime: Runtime,
}

/// The office.
pub struct Office {
    root: PathBuf,
    time: Arc<Time>,
    entropy: Arc<SeededEntropy>,
    counter: Mutex<Arc<Counter>>,
    entrance: Arc<Entrance>,
    generation: AtomicU32,
    tasks: Mutex<Vec<TaskRecord>>,
}

/// The address of the office: stays the same whichever folder the server runs on.
struct Entrance(Mutex<Option<Arc<Counter>>>);

impl Door for Entrance {
    fn deliver(
        &self,
        request: &HttpRequest,
        body_bytes: Option<usize>,
    ) -> Result<HttpResponse, TransportError> {
        let counter = locked(&self.0).clone();
        counter.map_or_else(|| Err(no_answer()), |counter| counter.deliver(request, body_bytes))
    }
}

impl Counter {
    fn opens(folder: &Path, time: &Arc<Time>, entropy: &Arc<SeededEntropy>) -> Arc<Self> {
        let state =
            zhian_server::Office::open(&Folder::new(folder), Arc::clone(time) as _, Arc::clone(entropy) as _)
                .expect("the office opens");
        let router = zhian_server::app(Arc::clone(&state));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime for the office");
        Arc::new(Self {
            folder: folder.to_owned(),
            running: Mutex::new(Some(Running { state, router, runtime })),
            time: Arc::clone(time),
            entropy: Arc::clone(entropy),
        })
    }

    fn deliver(
        &self,
        request: &HttpRequest,
        body_bytes: Option<usize>,
    ) -> Result<HttpResponse, TransportError> {
        let running = locked(&self.running);
        let Some(Running { router, runtime, .. }) = running.as_ref() else { return Err(no_answer()) };
        let mut built = axum::http::Request::builder().method(request.method.as_str()).uri(&request.path);
        for (name, value) in &request.headers {
            built = built.header(name, value);
        }
        if !request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
            built = built.header("content-length", request.body.len());
        }
        let built = built.body(body(request, body_bytes)).expect("a request");
        let (status, headers, body) = runtime.block_on(async {
            let answer = router.clone().oneshot(built).await.expect("the router answers");
            let (head, body) = answer.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
            (head.status, head.headers, body)
        });
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        Ok(HttpResponse { status: status.as_u16(), headers, body: body.to_vec() })
    }

    /// Drops everything it has in memory, as it stands. Returns what was on disk at that moment.
    fn dies(&self, image: &Path) {
        let mut running = locked(&self.running);
        copy_folder(&self.folder, image);
        *running = None;
    }
}

/// The body, whole or breaking off.
fn body(request: &HttpRequest, body_bytes: Option<usize>) -> Body {
    let Some(bytes) = body_bytes else { return Body::from(request.body.clone()) };
    let arrived = request.body[..bytes.min(request.body.len())].to_vec();
    let broken = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "the line broke");
    let parts: Vec<Result<Vec<u8>, std::io::Error>> = vec![Ok(arrived), Err(broken)];
    Body::from_stream(futures_util::stream::iter(parts))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn no_answer() -> TransportError {
    TransportError::Unreachable { detail: "the server does not run".to_owned() }
}

impl Office {
    /// A new office that runs.
    pub(crate) fn founded(root: &Path, time: &Arc<Time>, seed: u64) -> Self {
        let entropy = Arc::new(SeededEntropy::of(seed, "office"));
        let folder = root.join("0");
        zhian_server::Office::create(&Folder::new(&folder), time.as_ref(), entropy.as_ref())
            .expect("an office is founded");
        let counter = Counter::opens(&folder, time, &entropy);
        Self {
            root: root.to_owned(),
            time: Arc::clone(time),
            entropy,
            entrance: Arc::new(Entrance(Mutex::new(Some(Arc::clone(&counter))))),
            counter: Mutex::new(counter),
            generation: AtomicU32::new(0),
            tasks: Mutex::new(Vec::new()),
        }
    }

    /// Where requests come in.
    #[must_use]
    pub fn door(&self) -> Arc<dyn Door> {
        Arc::clone(&self.entrance) as _
    }

    /// The server as it runs. Panics if it does not.
    #[must_use]
    pub fn state(&self) -> State {
        let counter = Arc::clone(&locked(&self.counter));
        let running = locked(&counter.running);
        Arc::clone(&running.as_ref().expect("the office runs").state)
    }

    /// The true time.
    #[must_use]
    pub fn now_unix_ms(&self) -> i64 {
        self.time.now().unix_ms()
    }

    fn next_folder(&self) -> PathBuf {
        self.root.join((self.generation.fetch_add(1, Ordering::SeqCst) + 1).to_string())
    }

    /// The process is killed: what was in memory is gone, what was on disk stays as it was at that moment.
    pub fn is_killed(&self) {
        let counter = Arc::clone(&locked(&self.counter));
        let image = self.next_folder();
        counter.dies(&image);
        *locked(&self.entrance.0) = None;
        // The next start runs on the image; the dying process may do to the old folder what it likes.
        let entropy = Arc::clone(&counter.entropy);
        let time = Arc::clone(&counter.time);
        *locked(&self.counter) =
            Arc::new(Counter { folder: image, running: Mutex::new(None), time, entropy });
    }

    /// The process is started again on what it left.
    pub fn starts_again(&self) {
        let folder = locked(&self.counter).folder.clone();
        self.runs_on(&folder);
    }

    fn runs_on(&self, folder: &Path) {
        let counter = Counter::opens(folder, &self.time, &self.entropy);
        *locked(&self.counter) = Arc::clone(&counter);
        *locked(&self.entrance.0) = Some(counter);
    }

    /// A copy of the office's folder as it is now.
    #[must_use]
    pub fn is_backed_up(&self) -> PathBuf {
        let counter = Arc::clone(&locked(&self.counter));
        // Nothing is under way: a copy now is what a backup of a quiet server holds.
        let _quiet = locked(&counter.running);
        let backup = self.next_folder();
        copy_folder(&counter.folder, &backup);
        backup
    }

    /// The office goes back to an older copy of its folder.
    pub fn is_restored_from(&self, backup: &Path) {
        self.is_killed();
        let folder = self.next_folder();
        copy_folder(backup, &folder);
        self.runs_on(&folder);
    }

    /// Stores something, as the office's own commands do.
    pub fn stores(&self, intake: Intake) {
        let unit = self.state().db.append(vec![intake], Timestamp::from_unix_ms(self.now_unix_ms()));
        assert!(matches!(unit, Ok(Unit::Done(_))), "the office could not store it: {unit:?}");
    }

    /// Publishes a task in its next revision.
    pub fn publishes(&self, record: TaskRecord) {
        locked(&self.tasks).push(record.clone());
        self.stores(Intake::Task(record));
    }

    /// Publishes a task that a restored office has forgotten, in its last revision's words.
    pub fn publishes_again(&self, task: TaskId) {
        let record = locked(&self.tasks).iter().rev().find(|one| one.id == task).cloned().expect("a task");
        self.stores(Intake::Task(TaskRecord { revision: 1, ..record }));
    }

    /// Publishes a changed revision of a task.
    pub fn revises(&self, task: TaskId, change: impl FnOnce(&mut TaskRecord)) {
        let mut record = self.state().db.task(&task).expect("the office reads").expect("a task");
        record.revision += 1;
        change(&mut record);
        self.publishes(record);
    }

    /// Takes a task back.
    pub fn withdraws(&self, task: TaskId, reason: &str) {
        self.revises(task, |record| record.withdrawn = Some(reason.to_owned()));
    }

    /// Revokes a device.
    pub fn revokes(&self, device: DeviceId) {
        self.stores(Intake::Revoke(device));
    }

    /// A one-time code for a device of this officer.
    #[must_use]
    pub fn code_for(&self, inspector: InspectorId) -> String {
        code::issue(&self.state(), inspector, 3_600_000).expect("a code").text
    }

    /// The whole ledger.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.state().db.ledger(0, usize::MAX >> 1).expect("the ledger is read")
    }

    /// Checks the chain of the ledger. Panics where it breaks.
    pub fn ledger_is_whole(&self) {
        let mut verifier = Verifier::default();
        for entry in self.ledger() {
            verifier.take(&entry).unwrap_or_else(|found| panic!("{found}"));
        }
    }

    /// Lines of the ledger that say that this visit was sealed.
    #[must_use]
    pub fn sealed_entries(&self, visit: VisitId) -> Vec<LedgerEntry> {
        self.entries(visit, LedgerKind::Sealed)
    }

    /// Lines of the ledger about evidence of this visit.
    #[must_use]
    pub fn evidence_entries(&self, visit: VisitId) -> Vec<LedgerEntry> {
        self.entries(visit, LedgerKind::Evidence)
    }

    fn entries(&self, visit: VisitId, kind: LedgerKind) -> Vec<LedgerEntry> {
        self.ledger().into_iter().filter(|entry| entry.visit == visit && entry.kind == kind).collect()
    }

    /// What was set aside and not accepted later.
    #[must_use]
    pub fn quarantine(&self) -> Vec<QuarantineEntry> {
        let all = self.state().db.quarantine(1000).expect("the quarantine is read");
        all.into_iter().filter(|entry| !entry.accepted_later).collect()
    }

    /// How a visit stands.
    #[must_use]
    pub fn summary(&self, visit: VisitId) -> Option<Summary> {
        self.state().db.summary(&visit).expect("the summary is read")
    }

    /// A whole evidence file.
    #[must_use]
    pub fn file(&self, hash: &EvidenceHash) -> Option<Vec<u8>> {
        let state = self.state();
        let bytes = state.evidence.size(hash).expect("the folder is read")?;
        let mut file = Vec::new();
        while (file.len() as u64) < bytes {
            let piece = state.evidence.read(hash, file.len() as u64, 1 << 20).expect("the file is read");
            assert!(!piece.is_empty(), "the file {hash} is shorter than its size");
            file.extend_from_slice(&piece);
        }
        Some(file)
    }

    /// Changes the first byte of a whole evidence file behind the office's back, as a bad disk may.
    pub fn alters_file(&self, hash: &EvidenceHash) {
        let folder = Folder::new(&locked(&self.counter).folder);
        let name = hash.to_string();
        let path = folder.evidence().join("files").join(&name[..2]).join(&name);
        let mut bytes = std::fs::read(&path).expect("the file is there");
        bytes[0] ^= 1;
        std::fs::write(&path, bytes).expect("the file is altered");
    }

    /// The draft of a visit as the office holds it, read from its stored parcels alone.
    #[must_use]
    pub fn draft(&self, visit: VisitId) -> Option<Draft> {
        let state = self.state();
        let assignment = state.db.assignment(&visit).expect("the assignment is read")?;
        let bytes = state.db.checklist(&assignment.checklist).expect("the checklist is read")?;
        let text = String::from_utf8(bytes).expect("a text");
        let list = checklist::load("checklist", &text).expect("a checklist");
        let genesis = Genesis::of(assignment.task.id, assignment.checklist, &list);
        // A change may have travelled in two parcels: by its maker, and by a colleague or after a crash.
        let mut seen = BTreeSet::new();
        let all = self.pushes(visit).into_iter().flat_map(|(_, changes)| changes);
        let changes: Vec<Vec<u8>> = all.filter(|change| seen.insert(change.clone())).collect();
        Some(Draft::replay(&genesis, &changes).expect("the stored changes apply in their order"))
    }

    /// Stored pushes of a visit: the device and its changes.
    fn pushes(&self, visit: VisitId) -> Vec<(DeviceId, Vec<Vec<u8>>)> {
        let log = self.state().db.draft_log(&visit).expect("the log is read");
        let read = |bytes: &[u8]| {
            let parcel = Parcel::read(bytes).expect("a parcel");
            let push = DraftPush::read(parcel.payload).expect("a push");
            (parcel.device, unpack(&push.packed, CHANGES_PER_PUSH_MAX).expect("changes"))
        };
        log.iter().map(|stored| read(&stored.bytes)).collect()
    }

    /// How many different changes of a visit one device made, as stored here.
    #[must_use]
    pub fn draft_changes_of(&self, visit: VisitId, device: DeviceId) -> u64 {
        let pushes = self.pushes(visit).into_iter().filter(|(author, _)| *author == device);
        let changes: BTreeSet<Vec<u8>> = pushes.flat_map(|(_, changes)| changes).collect();
        changes.len() as u64
    }

    /// Checks that the office's draft, read from stored bytes, says what this phone's screens say.
    pub fn holds_the_same_draft_as(&self, phone: &Phone, visit: VisitId) {
        let draft = self.draft(visit).unwrap_or_else(|| panic!("the office has no draft of {visit}"));
        let content = draft.content().expect("the draft is read");
        crate::compare::phone_shows(phone, &content);
    }

    /// Computes every projection again and checks that nothing changed.
    pub fn rebuilt_projections_are_equal(&self) {
        let state = self.state();
        let before = state.db.summaries(None, 10_000).expect("summaries are read");
        zhian_server::ingest::standing::rebuild(&state, |_| {}).expect("projections are rebuilt");
        assert_eq!(state.db.summaries(None, 10_000).expect("summaries are read"), before);
    }
}
