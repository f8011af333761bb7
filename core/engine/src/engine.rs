//! The engine: the store, the ports, and the drafts in memory.

use crate::changes::{Bell, ChangeListener, Changes, Subscription};
use crate::content::KeptShelf;
use crate::drafts::Drafts;
use crate::error::EngineError;
use crate::key::database_key;
use crate::port::{Clock, Entropy, Host, Signer, Transport};
use crate::roster::{Me, Roster};
use crate::surroundings::Owed;
use crate::use_case::sync_status::ExchangeMemory;
use crate::view::OpenSummary;
use crate::watch::Observer;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zhian_domain::id::VisitId;
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_store::{ClaimedFolder, Identity, Space, Store, StoreOptions, Tx};

/// A clock that is this much behind the latest moment it has shown was set back.
const CLOCK_BACK_MS_MIN: i64 = 5_000;

/// A clock that moved this much more or less than the time that really passed was set.
const CLOCK_JUMP_MS_MIN: i64 = 5 * 60 * 1000;

/// Everything an engine is built from.
#[derive(Clone)]
pub struct EngineConfig {
    /// The data folder. Made if it is not there.
    pub dir: PathBuf,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// The device's key.
    pub signer: Arc<dyn Signer>,
    /// The network.
    pub transport: Arc<dyn Transport>,
    /// Asked before anything is written; [`crate::DiskSpace`] asks the file system.
    pub space: Arc<dyn Space>,
    /// Name and version of the app, recorded with each evidence file.
    pub app: String,
    /// What an app knows and a terminal does not.
    pub host: Host,
}

/// The inspector's device: every use case is a method. Opened once, shared by all threads.
pub struct Engine {
    pub(crate) config: EngineConfig,
    pub(crate) store: Store,
    /// Held while a draft changes: edits and what comes in are one after the other.
    pub(crate) drafts: Mutex<Drafts>,
    /// Held during an exchange: two at once would send everything twice.
    pub(crate) exchange: Mutex<()>,
    roster: Mutex<Option<Arc<Roster>>>,
    /// What the regulator published, once somebody asked for it.
    pub(crate) shelf: Mutex<KeptShelf>,
    me: Mutex<Option<Arc<Me>>>,
    clock: Mutex<ClockWatch>,
    opened: OpenSummary,
    /// Tells whoever listens that something reads differently.
    pub(crate) bell: Arc<Bell>,
    /// How the last exchange went, and whether one is running.
    pub(crate) memory: Mutex<ExchangeMemory>,
    pub(crate) owed: Owed,
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.bell.close();
    }
}

/// What is watched of the clock.
#[derive(Default)]
struct ClockWatch {
    high_water: Option<Timestamp>,
    last: Option<ClockReading>,
    is_behind: bool,
    /// Faults that are not on record yet.
    faults: Vec<(&'static str, String)>,
}

/// A lock whose holder panicked: what it guards is replaced only after a commit, so it is whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Engine {
    /// Opens the data folder.
    ///
    /// A damaged database is set aside and salvaged, see [`Engine::opened`].
    /// Errors: `store.in-use` if another process has it open, `store.from-newer-app`, `store.file`;
    /// `engine.other-key` if the signer is not the one this folder was enrolled with; where a key store is given,
    /// `host.*`, `store.key-missing`, `store.wrong-key`, `store.not-encrypted`, `store.no-cipher`.
    pub fn open(config: EngineConfig) -> Result<Self, EngineError> {
        let reading = config.clock.now();
        let folder = ClaimedFolder::claim(&config.dir)?;
        let key = match &config.host.key_store {
            Some(keys) => Some(database_key(keys.as_ref(), config.entropy.as_ref(), folder.rest()?)?),
            None => None,
        };
        let options = StoreOptions { at: reading.device, space: Some(Arc::clone(&config.space)), key };
        let (store, report) = Store::open_in(folder, options)?;
        let identity = store.identity()?;
        if identity.as_ref().is_some_and(|one| one.public_key != config.signer.public_key()) {
            return Err(EngineError::OtherKey);
        }
        let restored = report.install_changed && store.install_epoch()?.is_some();
        if report.install_changed {
            let mut epoch = [0_u8; 16];
            config.entropy.fill(&mut epoch)?;
            store.begin_install(&epoch)?;
        }
        let clock = ClockWatch { high_water: store.clock_high_water()?, ..ClockWatch::default() };
        let mut engine = Self {
            config,
            store,
            drafts: Mutex::default(),
            exchange: Mutex::new(()),
            roster: Mutex::new(None),
            shelf: Mutex::default(),
            me: Mutex::new(None),
            clock: Mutex::new(clock),
            opened: OpenSummary::default(),
            bell: Arc::default(),
            memory: Mutex::default(),
            owed: Owed::default(),
        };
        engine.opened = engine.heal(&report, restored)?;
        if let Some(identity) = identity {
            engine.turn_to_office(&identity)?;
        }
        Ok(engine)
    }

    /// An address that cannot be used any more is put on record: work goes on without a network.
    fn turn_to_office(&self, identity: &Identity) -> Result<(), EngineError> {
        let Err(cause) = self.config.transport.turn_to(&identity.server_url, &identity.server_roots_pem)
        else {
            return Ok(());
        };
        let at = self.now();
        self.write(&at, |tx| Ok(tx.append_alert(cause.code(), &cause.to_string(), at.device)?))
    }

    /// What happened at opening.
    #[must_use]
    pub fn opened(&self) -> OpenSummary {
        self.opened.clone()
    }

    /// The time now. A fault of the clock is noted and put on record with the next write.
    pub(crate) fn now(&self) -> ClockReading {
        let reading = self.config.clock.now();
        lock(&self.clock).look(&reading);
        reading
    }

    /// Tells `listener` from now on, on a thread of the engine's, what reads differently; until what is given back is
    /// dropped. Read first, then wait: what changed before is not told.
    #[must_use = "the listener is told nothing once this is dropped"]
    pub fn observe(&self, listener: Arc<dyn ChangeListener>) -> Subscription {
        self.bell.listen(listener)
    }

    /// An observer that is told on the thread of [`Self::observe`], the newest progress only: a slow one holds up
    /// nobody's work.
    #[must_use]
    pub fn relayed(&self, observer: Arc<dyn Observer>) -> Arc<dyn Observer> {
        self.bell.relay(observer)
    }

    /// One action of a person as one transaction, with the clock's latest moment and its faults.
    ///
    /// Everything is told to have changed afterwards: an action that knows better uses [`Self::write_visit`].
    pub(crate) fn write<T>(
        &self,
        at: &ClockReading,
        action: impl FnOnce(&Tx<'_>) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let done = self.store_action(at, action)?;
        self.bell.ring(Changes::everything());
        Ok(done)
    }

    /// As [`Self::write`], for an action on one visit.
    pub(crate) fn write_visit<T>(
        &self,
        at: &ClockReading,
        visit: &VisitId,
        action: impl FnOnce(&Tx<'_>) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let done = self.store_action(at, action)?;
        self.bell.ring(Changes::of_visit(*visit));
        Ok(done)
    }

    fn store_action<T>(
        &self,
        at: &ClockReading,
        action: impl FnOnce(&Tx<'_>) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let faults = lock(&self.clock).faults.clone();
        let done = self.store.write(|tx| {
            let done = action(tx)?;
            for (code, detail) in &faults {
                tx.append_alert(code, detail, at.device)?;
            }
            tx.raise_clock_high_water(at.device)?;
            Ok::<T, EngineError>(done)
        })?;
        // Another thread may have put some of them on record meanwhile: twice is better than never.
        let mut watch = lock(&self.clock);
        let written = faults.len().min(watch.faults.len());
        watch.faults.drain(..written);
        drop(watch);
        Ok(done)
    }

    /// Who this device is. Errors: `engine.not-enrolled`.
    pub(crate) fn me(&self) -> Result<Arc<Me>, EngineError> {
        if let Some(me) = lock(&self.me).as_ref() {
            return Ok(Arc::clone(me));
        }
        let me = Arc::new(Me::read(&self.store)?.ok_or(EngineError::NotEnrolled)?);
        *lock(&self.me) = Some(Arc::clone(&me));
        Ok(me)
    }

    /// Officers and devices that the office told of.
    pub(crate) fn roster(&self) -> Result<Arc<Roster>, EngineError> {
        if let Some(roster) = lock(&self.roster).as_ref() {
            return Ok(Arc::clone(roster));
        }
        let roster = Arc::new(Roster::read(&self.store)?);
        *lock(&self.roster) = Some(Arc::clone(&roster));
        Ok(roster)
    }

    /// The office told something new about officers or devices.
    pub(crate) fn forget_roster(&self) {
        *lock(&self.roster) = None;
        // Names on every screen may read differently, and what was stored was told before they were forgotten.
        self.bell.ring(Changes::everything());
    }

    /// Sixteen bytes that nobody else has.
    pub(crate) fn fresh_id(&self) -> Result<[u8; 16], EngineError> {
        let mut id = [0_u8; 16];
        self.config.entropy.fill(&mut id)?;
        Ok(id)
    }
}

impl ClockWatch {
    fn look(&mut self, reading: &ClockReading) {
        let now = reading.device.unix_ms();
        let high = self.high_water.map(Timestamp::unix_ms);
        match high {
            Some(high) if now < high.saturating_sub(CLOCK_BACK_MS_MIN) => {
                if !self.is_behind {
                    let detail = format!("the clock shows {now} ms, it has shown {high} ms before");
                    self.faults.push(("clock.set-back", detail));
                }
                self.is_behind = true;
            }
            Some(high) if now <= high => {}
            _ => {
                self.high_water = Some(reading.device);
                self.is_behind = false;
            }
        }
        if let Some(last) = &self.last {
            let shown = now.saturating_sub(last.device.unix_ms());
            let passed =
                i64::try_from(reading.monotonic_ms.saturating_sub(last.monotonic_ms)).unwrap_or(i64::MAX);
            // Going back is reported above; here is the clock that was set forward.
            if shown.saturating_sub(passed) > CLOCK_JUMP_MS_MIN {
                let detail = format!("the clock moved {shown} ms while {passed} ms passed");
                self.faults.push(("clock.jumped", detail));
            }
        }
        self.last = Some(*reading);
    }
}
