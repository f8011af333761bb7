//! An officer with a phone: the real engine on a folder of its own.

use crate::chance::Chance;
use crate::clock::PhoneClock;
use crate::disk::{Disk, DiskPlan, PowerLost, copy_folder};
use crate::key::{SeededEntropy, SeededKey};
use crate::network::Line;
use crate::photo;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zhian_domain::id::{DeviceId, InspectorId};
use zhian_engine::{Engine, EngineConfig, EngineError};

/// How a call into the engine went.
#[derive(Debug)]
pub enum Attempt<T> {
    /// It returned.
    Done(T),
    /// It was refused or failed.
    Refused(EngineError),
    /// Power was lost. Whether it counts is known after the restart.
    PowerLost,
}

impl<T> Attempt<T> {
    /// What it returned, if it did.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(value) => Some(value),
            Self::Refused(_) | Self::PowerLost => None,
        }
    }
}

/// One officer's phone.
pub struct Phone {
    /// The officer's name.
    pub name: String,
    /// The officer.
    pub inspector: InspectorId,
    /// Its clock.
    pub clock: Arc<PhoneClock>,
    /// Its line to the office.
    pub line: Arc<Line>,
    pub(crate) chance: Chance,
    root: PathBuf,
    generation: u32,
    entropy: Arc<SeededEntropy>,
    key: Arc<SeededKey>,
    disk: Arc<Disk>,
    engine: Option<Engine>,
}

impl Phone {
    /// A new phone out of its box, switched on and not enrolled.
    pub(crate) fn unpack(
        seed: u64,
        name: &str,
        inspector: InspectorId,
        root: &Path,
        clock: Arc<PhoneClock>,
        line: Arc<Line>,
    ) -> Self {
        let label = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let chance = Chance::seeded(seed, &format!("phone {label}"));
        fs::create_dir_all(root.join("camera")).expect("a camera folder");
        let mut phone = Self {
            name: name.to_owned(),
            inspector,
            clock,
            line,
            root: root.to_owned(),
            generation: 0,
            entropy: Arc::new(SeededEntropy::of(seed, &label)),
            key: Arc::new(SeededKey::of(seed, &label)),
            disk: Arc::new(Disk::under(&root.join("0"), &root.join("image"), chance.clone())),
            chance,
            engine: None,
        };
        phone.switch_on().expect("a new phone starts");
        phone
    }

    /// The engine. Panics if the phone is off.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        self.engine.as_ref().unwrap_or_else(|| panic!("the phone of {} is off", self.name))
    }

    /// The folder the engine works on.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.root.join(self.generation.to_string())
    }

    fn image(&self) -> PathBuf {
        self.root.join("image")
    }

    /// The device's id.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        use zhian_engine::port::Signer as _;
        zhian_protocol::enrol::device_id(&self.key.public_key())
    }

    /// The device's key, for tests that play a device whose program was tampered with.
    #[must_use]
    pub fn key(&self) -> &SeededKey {
        &self.key
    }

    /// What the disk does from now on.
    pub fn disk_plans(&self, plan: DiskPlan) {
        self.disk.plans(plan);
    }

    /// Writes asked of the disk since its last plan.
    #[must_use]
    pub fn disk_writes(&self) -> u64 {
        self.disk.writes()
    }

    /// Calls the engine. After [`Attempt::PowerLost`] the phone is off.
    pub fn attempt<T>(&mut self, call: impl FnOnce(&Engine) -> Result<T, EngineError>) -> Attempt<T> {
        let engine = self.engine.take().unwrap_or_else(|| panic!("the phone of {} is off", self.name));
        let outcome = catch_unwind(AssertUnwindSafe(|| call(&engine)));
        let image = self.disk.settles();
        match (outcome, image) {
            (Ok(outcome), None) => {
                self.engine = Some(engine);
                outcome.map_or_else(Attempt::Refused, Attempt::Done)
            }
            (Err(cause), None) if cause.downcast_ref::<PowerLost>().is_none() => resume_unwind(cause),
            (_, image) => {
                // What the dying engine still does to its folder does not count.
                drop(engine);
                put_back(&image.unwrap_or_else(|| self.image()), &self.folder());
                Attempt::PowerLost
            }
        }
    }

    /// Switches the phone off properly.
    pub fn switches_off(&mut self) {
        self.engine = None;
    }

    /// Switches the phone on after it was off, for whatever reason.
    pub fn switch_on(&mut self) -> Result<(), EngineError> {
        self.engine = None;
        self.clock.restarts();
        let chance = Chance::seeded(self.chance.below(usize::MAX) as u64, "disk");
        self.disk = Arc::new(Disk::under(&self.folder(), &self.image(), chance));
        self.engine = Some(Engine::open(self.config(&self.folder()))?);
        Ok(())
    }

    /// Everything an engine on `folder` with this phone's key needs.
    #[must_use]
    pub fn config(&self, folder: &Path) -> EngineConfig {
        EngineConfig {
            dir: folder.to_owned(),
            clock: Arc::clone(&self.clock) as _,
            entropy: Arc::clone(&self.entropy) as _,
            signer: Arc::clone(&self.key) as _,
            transport: Arc::clone(&self.line) as _,
            space: Arc::clone(&self.disk) as _,
            app: "zhian-tests 1".to_owned(),
            host: zhian_engine::port::Host::default(),
        }
    }

    /// Switches off and on.
    pub fn restarts(&mut self) {
        self.switches_off();
        self.switch_on().unwrap_or_else(|cause| panic!("the phone of {} starts: {cause}", self.name));
    }

    /// Makes a copy of the whole folder while the phone is off, and switches it on again.
    pub fn is_backed_up(&mut self) -> PathBuf {
        self.switches_off();
        let backup = self.root.join(format!("backup-{}", self.chance.below(usize::MAX)));
        copy_folder(&self.folder(), &backup);
        self.restarts();
        backup
    }

    /// Puts a copy of an older folder in place of the present one.
    pub fn is_restored_from(&mut self, backup: &Path) {
        self.switches_off();
        self.generation += 1;
        copy_folder(backup, &self.folder());
        self.restarts();
    }

    /// Overwrites the present folder in place with a copy of an older one: the file system shows no sign of it.
    pub fn is_overwritten_with(&mut self, backup: &Path) {
        self.switches_off();
        copy_folder(backup, &self.image());
        put_back(&self.image(), &self.folder());
        self.restarts();
    }

    /// Works on a folder while the phone is off: to damage it as a bad disk would.
    pub fn while_off(&mut self, act: impl FnOnce(&Path)) {
        self.switches_off();
        act(&self.folder());
        self.restarts();
    }

    /// The camera takes a picture of about so many bytes.
    pub fn takes_picture(&mut self, bytes: usize) -> PathBuf {
        if self.chance.one_in(4) {
            let picture = photo::png(&mut self.chance, bytes);
            self.puts_down(&picture, "png")
        } else {
            let picture = photo::jpeg(&mut self.chance, bytes);
            self.puts_down(&picture, "jpg")
        }
    }

    /// The microphone records about so many bytes.
    pub fn records_sound(&mut self, bytes: usize) -> PathBuf {
        let sound = photo::wav(&mut self.chance, bytes);
        self.puts_down(&sound, "wav")
    }

    /// A path in the camera's folder at which there is nothing yet.
    pub fn free_path(&mut self, extension: &str) -> PathBuf {
        self.root.join("camera").join(format!("{}.{extension}", self.chance.below(usize::MAX)))
    }

    fn puts_down(&mut self, content: &[u8], extension: &str) -> PathBuf {
        let path = self.free_path(extension);
        fs::write(&path, content).expect("the camera writes");
        path
    }
}

/// Makes `folder` what `image` is, file by file in place, and uses the image up. Files keep their inodes: the same
/// machine comes up again, not a copy of it.
fn put_back(image: &Path, folder: &Path) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        let wanted = image.join(path.file_name().expect("a name"));
        if path.is_dir() && wanted.is_dir() {
            put_back(&wanted, &path);
        } else if path.is_dir() {
            fs::remove_dir_all(&path).expect("the folder goes");
        } else if !wanted.exists() {
            fs::remove_file(&path).expect("the file goes");
        }
    }
    if !image.exists() {
        return;
    }
    for entry in fs::read_dir(image).expect("the image can be listed") {
        let path = entry.expect("the entry can be read").path();
        let target = folder.join(path.file_name().expect("a name"));
        if path.is_file() {
            fs::write(&target, fs::read(&path).expect("the image can be read"))
                .expect("the file is put back");
        } else if !target.exists() {
            copy_folder(&path, &target);
        }
    }
    fs::remove_dir_all(image).expect("the image goes");
}
