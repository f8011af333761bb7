//! Rows and folders for tests. Every value follows from a number.

use crate::*;
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use zhian_domain::id::{
    ContentHash, DeviceId, EnterpriseId, EvidenceHash, InspectorId, ItemId, Sm3Hash, TaskId, VisitId,
};
use zhian_domain::time::Timestamp;

pub(crate) fn at(unix_ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(unix_ms)
}

fn bytes<const N: usize>(kind: u8, n: u32) -> [u8; N] {
    let digest: [u8; 32] = Sha256::digest([&[kind][..], &n.to_be_bytes()].concat()).into();
    digest[..N].try_into().unwrap()
}

pub(crate) fn hash(n: u32) -> ContentHash {
    ContentHash::from_bytes(bytes(1, n))
}

pub(crate) fn visit(n: u32) -> VisitId {
    VisitId::from_bytes(bytes(2, n))
}

pub(crate) fn device(n: u32) -> DeviceId {
    DeviceId::from_bytes(bytes(3, n))
}

pub(crate) fn task(n: u32) -> TaskRow {
    TaskRow {
        task: TaskId::from_bytes(bytes(4, n)),
        revision: 1,
        due: at(i64::from(n % 97) * 1000),
        title: format!("电线电缆专项检查 {n}"),
        enterprise: EnterpriseId::from_bytes(bytes(5, n)),
        enterprise_name: format!("示例电缆厂{n}"),
        withdrawn: false,
        checklist: hash(0),
        visit: visit(n),
        bytes: vec![7; 40],
    }
}

pub(crate) fn visit_row(n: u32) -> VisitRow {
    VisitRow {
        visit: visit(n),
        task: task(n).task,
        checklist: hash(0),
        state: VisitState::Draft,
        started_at: at(i64::from(n)),
        summary: VisitSummary { items: 40, open: 40, ..VisitSummary::default() },
    }
}

/// Bytes of a change: different for each, and of very different lengths, so that some overflow a page.
pub(crate) fn change_bytes(n: u32) -> Vec<u8> {
    let length = if n.is_multiple_of(50) { 9000 + n as usize } else { 100 + n as usize % 60 };
    bytes::<32>(6, n).into_iter().cycle().take(length).collect()
}

pub(crate) fn put_change(tx: &Tx<'_>, visit_no: u32, n: u32) -> Result<Option<u64>, StoreError> {
    let actor: [u8; 16] = bytes(7, visit_no);
    let content = change_bytes(n);
    tx.insert_change(&NewChange {
        visit: visit(visit_no),
        hash: ContentHash::of(&content),
        actor: &actor,
        actor_seq: u64::from(n) + 1,
        device: device(1),
        origin: ChangeOrigin::Own,
        late: false,
        parcel: None,
        bytes: &content,
    })
}

pub(crate) fn parcel(n: u32, kind: ItemKind, visit_no: u32) -> Parcel {
    let content = vec![n.to_le_bytes()[0]; 300];
    Parcel {
        digest: hash(n),
        kind,
        visit: visit(visit_no),
        device: device(1),
        origin: ParcelOrigin::Own,
        size: 300,
        bytes: Some(content),
    }
}

pub(crate) fn photo(n: u32) -> Vec<u8> {
    bytes::<32>(8, n).repeat(40)
}

pub(crate) fn evidence(n: u32, visit_no: u32) -> EvidenceRow {
    EvidenceRow {
        hash: EvidenceHash::of(&photo(n)),
        sm3: Sm3Hash::from_bytes(bytes(9, n)),
        visit: visit(visit_no),
        item: Some(ItemId::new("P75-01").unwrap()),
        size: photo(n).len() as u64,
        media_type: "image/jpeg".to_owned(),
        device: device(1),
        captured_at: at(i64::from(n)),
        previous: None,
        file: FileState::Here,
        server_offset: 0,
        server_complete: false,
    }
}

pub(crate) fn receipt(item: Outbound, position: u64) -> Receipt {
    Receipt { item, epoch: [1; 16], position, outcome: ReceiptOutcome::Durable, at: at(9) }
}

pub(crate) fn identity() -> Identity {
    Identity {
        device: device(1),
        inspector: InspectorId::from_bytes(bytes(10, 1)),
        authority: zhian_domain::id::AuthorityId::from_bytes(bytes(11, 1)),
        public_key: vec![4; 32],
        server_url: "https://office.example".to_owned(),
        token: "token".to_owned(),
        server_roots_pem: String::new(),
        enrolled_at: at(5),
    }
}

/// Writes a photo and its row.
pub(crate) fn attach(store: &Store, n: u32, visit_no: u32) -> Result<(), StoreError> {
    let row = evidence(n, visit_no);
    let mut writer = store.files().begin()?;
    writer.write(&photo(n))?;
    writer.finish(&row.hash)?;
    store.write(|tx| {
        tx.insert_evidence(&row)?;
        tx.enqueue(&Outbound::Evidence(row.hash), row.size, at(1))?;
        Ok(())
    })
}

/// Grants writes until its count runs out; then each is refused, as after a loss of power.
pub(crate) struct Allowance {
    left: AtomicI64,
    kind: io::ErrorKind,
}

impl Allowance {
    pub(crate) fn new(writes: i64, kind: io::ErrorKind) -> Arc<Self> {
        Arc::new(Self { left: AtomicI64::new(writes), kind })
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.left.load(Ordering::SeqCst) < 0
    }
}

impl Space for Allowance {
    fn before_write(&self, _: WriteKind, _: u64) -> Result<(), io::Error> {
        if self.left.fetch_sub(1, Ordering::SeqCst) <= 0 {
            return Err(io::Error::new(self.kind, "no more"));
        }
        Ok(())
    }
}

/// A data folder.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub(crate) fn try_open(&self) -> Result<(Store, OpenReport), StoreError> {
        Store::open(self.path(), StoreOptions::at(at(1_000)))
    }

    pub(crate) fn open(&self) -> Store {
        self.try_open().unwrap().0
    }

    pub(crate) fn open_with(&self, space: Arc<dyn Space>) -> Result<Store, StoreError> {
        Store::open(self.path(), StoreOptions { space: Some(space), ..StoreOptions::at(at(1_000)) })
            .map(|opened| opened.0)
    }

    /// A store in use: it has its installation noted.
    pub(crate) fn begun(&self) -> Store {
        let store = self.open();
        store.begin_install(&[9; 16]).unwrap();
        store
    }
}
