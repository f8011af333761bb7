//! One office: its records, its evidence, and what it keeps in memory to be quick.

use crate::cache::Recent;
use crate::db::Db;
use crate::db::sqlite::SqliteDb;
use crate::error::ServerError;
use crate::evidence::EvidenceStore;
use crate::evidence::folder::FolderEvidence;
use crate::ingest::HotVisits;
use crate::metrics::Metrics;
use crate::ports::{Clock, Entropy, draw};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zhian_domain::checklist::{self, Checklist};
use zhian_domain::id::ContentHash;

/// Drafts held open; each takes about 100 KB.
const DRAFTS_OPEN_MAX: usize = 128;

/// Checklists held read.
const CHECKLISTS_READ_MAX: usize = 64;

/// Connections that read. More than the cores, because some wait for the disk.
const READERS: usize = 6;

/// The server's state, shared by every request.
pub type State = Arc<Office>;

/// One office.
pub struct Office {
    /// Its records.
    pub db: Box<dyn Db>,
    /// Its evidence files.
    pub evidence: Box<dyn EvidenceStore>,
    /// Guidance pictures and clips by hash: whole and checked, for every device.
    pub media: Box<dyn EvidenceStore>,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// Its source of chance.
    pub entropy: Arc<dyn Entropy>,
    pub(crate) metrics: Metrics,
    pub(crate) hot: HotVisits,
    checklists: Recent<ContentHash, Arc<Checklist>>,
}

/// Where an office keeps its things inside its data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The office's folder.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.root.join("office.sqlite")
    }

    /// The folder of guidance pictures and clips.
    #[must_use]
    pub fn media(&self) -> PathBuf {
        self.root.join("media")
    }

    /// The folder of evidence.
    #[must_use]
    pub fn evidence(&self) -> PathBuf {
        self.root.join("evidence")
    }
}

impl Office {
    /// Makes a new office in a folder. Errors: `db.exists` if there is one already; nothing is overwritten.
    pub fn create(folder: &Folder, clock: &dyn Clock, entropy: &dyn Entropy) -> Result<(), ServerError> {
        std::fs::create_dir_all(folder.root()).map_err(|cause| ServerError::File {
            path: folder.root().display().to_string(),
            action: "made",
            cause,
        })?;
        SqliteDb::create(&folder.database(), draw(entropy)?, clock.now())?;
        FolderEvidence::open(&folder.evidence())?;
        Ok(())
    }

    /// Opens the office in a folder.
    pub fn open(
        folder: &Folder,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<State, ServerError> {
        let db = SqliteDb::open(&folder.database(), READERS)?;
        let evidence = FolderEvidence::open(&folder.evidence())?;
        let media = FolderEvidence::open(&folder.media())?;
        Ok(Self::with(Box::new(db), Box::new(evidence), Box::new(media), clock, entropy))
    }

    /// An office over any records, any store of evidence and any store of media.
    #[must_use]
    pub fn with(
        db: Box<dyn Db>,
        evidence: Box<dyn EvidenceStore>,
        media: Box<dyn EvidenceStore>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> State {
        Arc::new(Self {
            db,
            evidence,
            media,
            clock,
            entropy,
            metrics: Metrics::new(),
            hot: HotVisits::new(DRAFTS_OPEN_MAX),
            checklists: Recent::new(CHECKLISTS_READ_MAX),
        })
    }

    /// A checklist by the hash of its file; `None` if it was never published.
    pub(crate) fn checklist(&self, hash: &ContentHash) -> Result<Option<Arc<Checklist>>, ServerError> {
        if let Some(known) = self.checklists.get(hash) {
            return Ok(Some(known));
        }
        let Some(bytes) = self.db.checklist(hash)? else { return Ok(None) };
        let text = std::str::from_utf8(&bytes)
            .map_err(|cause| ServerError::Checklist { detail: cause.to_string() })?;
        let read = checklist::load(&hash.to_string(), text)
            .map_err(|cause| ServerError::Checklist { detail: cause.to_string() })?;
        let read = Arc::new(read);
        self.checklists.put(*hash, Arc::clone(&read));
        Ok(Some(read))
    }
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").finish_non_exhaustive()
    }
}
