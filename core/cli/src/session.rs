//! The device behind a data folder: the engine with the adapters of a terminal.

use crate::args::Common;
use crate::failure::CliError;
use crate::interrupt::Interrupt;
use crate::lang::Both;
use crate::line::Line;
use crate::page::Page;
use crate::progress;
use crate::style::Style;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zhian_engine::adapter::{FileSigner, HttpTransport, OsEntropy, SystemClock};
use zhian_engine::port::Host;
use zhian_engine::{DiskSpace, Engine, EngineConfig, EngineError, Watch};

/// File name of the device's key in its data folder.
const KEY_FILE: &str = "device.key";
/// Minutes east of UTC: all of China is in one zone.
const ZONE_MINUTES: i16 = 480;

/// What a command works with.
pub struct Session {
    /// The device.
    pub engine: Engine,
    /// The data folder.
    pub dir: PathBuf,
    /// Language, colour, width.
    pub style: Style,
    transport: Arc<HttpTransport>,
    interrupt: Interrupt,
    /// Whether causes are shown in full.
    pub verbose: bool,
    as_json: bool,
}

impl Session {
    /// Opens an enrolled device. Errors: `engine.not-enrolled` where the folder holds none; the folder is not made.
    pub fn open(common: &Common, style: Style) -> Result<Self, CliError> {
        let dir = data_folder(common)?;
        if !dir.join(KEY_FILE).is_file() {
            return Err(CliError::NotEnrolled { dir });
        }
        let session = Self::open_or_make(dir, common, style)?;
        if session.engine.identity()?.is_none() {
            return Err(CliError::NotEnrolled { dir: session.dir });
        }
        Ok(session)
    }

    /// Opens a data folder that may be new.
    pub fn open_or_make(dir: PathBuf, common: &Common, style: Style) -> Result<Self, CliError> {
        std::fs::create_dir_all(&dir).map_err(CliError::file(&dir))?;
        let entropy = Arc::new(OsEntropy);
        let signer = FileSigner::open(&dir.join(KEY_FILE), &*entropy).map_err(EngineError::from)?;
        let transport = Arc::new(HttpTransport::default());
        let interrupt = Interrupt::default();
        let config = EngineConfig {
            dir: dir.clone(),
            clock: Arc::new(SystemClock::in_zone(ZONE_MINUTES)),
            entropy,
            signer: Arc::new(signer),
            transport: Arc::new(Line::new(transport.clone(), interrupt.clone())),
            space: Arc::new(DiskSpace::new(&dir)),
            app: concat!("zhian ", env!("CARGO_PKG_VERSION")).to_owned(),
            host: Host::default(),
        };
        let engine = Engine::open(config)?;
        Ok(Self { engine, dir, style, transport, interrupt, verbose: common.verbose, as_json: common.json })
    }

    /// Sends to the server this device was enrolled with, or to another address of the same office.
    pub fn point_at_office(&self, other: Option<&str>) -> Result<(), CliError> {
        let identity =
            self.engine.identity()?.ok_or_else(|| CliError::NotEnrolled { dir: self.dir.clone() })?;
        self.point_at(other.unwrap_or(&identity.server_url), &identity.server_roots_pem)
    }

    /// Sends to this server from now on.
    pub fn point_at(&self, url: &str, roots_pem: &str) -> Result<(), CliError> {
        self.transport.point_at(url, roots_pem).map_err(|cause| CliError::Server { cause })
    }

    /// An observer that draws progress where someone looks, and that Ctrl-C stops.
    #[must_use]
    pub fn watch(&self) -> Watch {
        progress::watch(self.style, self.as_json, &self.interrupt)
    }

    /// Whether the person asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.interrupt.is_asked()
    }

    /// The result of long work, where stopping it says what is safe and how to go on.
    pub fn unless_stopped<T>(
        &self,
        result: Result<T, EngineError>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Result<T, CliError> {
        result.map_err(|error| match error {
            EngineError::Cancelled => CliError::Stopped { left: Both::new(zh, en) },
            other => other.into(),
        })
    }

    /// An empty page in the reader's language.
    #[must_use]
    pub const fn page(&self) -> Page {
        Page::new(self.style)
    }
}

/// The folder of this device: `--data`, `ZHIAN_DATA`, or `zhian` among the user's application data.
pub fn data_folder(common: &Common) -> Result<PathBuf, CliError> {
    if let Some(dir) = &common.data {
        return Ok(dir.clone());
    }
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    set("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| set("HOME").map(|home| Path::new(&home).join(".local").join("share")))
        .map(|base| base.join("zhian"))
        .ok_or(CliError::NoDataFolder)
}
