//! A phone's disk: it can be full, and it can lose power at any write.
//!
//! A crash takes an image of the folder at that very write and then unwinds out of the engine. What the unwinding
//! program still does to its folder no longer counts: the phone starts again on the image.

use crate::chance::Chance;
use std::any::Any;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zhian_engine::{Space, WriteKind};

/// What a crashing phone unwinds with.
#[derive(Debug)]
pub struct PowerLost;

/// What the disk does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskPlan {
    /// Every write succeeds.
    Sound,
    /// From the nth write on, counted from 1 after the plan was made, there is no room.
    FullFrom(u64),
    /// The nth write has no room, all others have.
    FullAt(u64),
    /// Power is lost just before the nth write.
    LosesPowerAt(u64),
    /// Power is lost while the nth commit is on its way to the platter: each sector of it is old or new.
    TearsCommit(u64),
}

struct State {
    plan: DiskPlan,
    writes: u64,
    commits: u64,
    tearing: Option<Log>,
    image: Option<PathBuf>,
}

/// The write-ahead log before a commit, and the database it belongs to.
struct Log {
    log: Vec<u8>,
    database: Vec<u8>,
}

/// The disk under one phone's folder.
pub struct Disk {
    folder: PathBuf,
    image: PathBuf,
    chance: Mutex<Chance>,
    state: Mutex<State>,
}

const DATABASE: &str = "visits.db";
const LOG: &str = "visits.db-wal";
const SECTOR_BYTES: usize = 512;

impl Disk {
    /// A sound disk under `folder`; a crash leaves its image in `image`.
    #[must_use]
    pub fn under(folder: &Path, image: &Path, chance: Chance) -> Self {
        let state = State { plan: DiskPlan::Sound, writes: 0, commits: 0, tearing: None, image: None };
        Self {
            folder: folder.to_owned(),
            image: image.to_owned(),
            chance: Mutex::new(chance),
            state: Mutex::new(state),
        }
    }

    /// Decides what happens from now on; counting begins again.
    pub fn plans(&self, plan: DiskPlan) {
        let mut state = self.state();
        (state.plan, state.writes, state.commits) = (plan, 0, 0);
    }

    /// Writes asked for since the last plan.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.state().writes
    }

    /// The call into the engine is over. Tells the image if power was lost during it.
    #[must_use]
    pub fn settles(&self) -> Option<PathBuf> {
        let mut state = self.state();
        if let Some(before) = state.tearing.take() {
            self.tear(&mut state, &before);
        }
        state.image.take()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tear(&self, state: &mut State, before: &Log) {
        copy_folder(&self.folder, &self.image);
        // A log that was folded back into the database had reached the platter before: nothing of it can tear.
        if read(&self.folder.join(DATABASE)) == before.database {
            let after = read(&self.folder.join(LOG));
            let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
            fs::write(self.image.join(LOG), torn(&mut chance, &before.log, &after))
                .expect("image is written");
        }
        state.image = Some(self.image.clone());
    }
}

impl Space for Disk {
    fn before_write(&self, what: WriteKind, _bytes: u64) -> Result<(), io::Error> {
        if std::thread::panicking() {
            // Power is off; nothing that a destructor still tries happens.
            return Err(io::Error::other("power is off"));
        }
        let mut state = self.state();
        if let Some(before) = state.tearing.take() {
            self.tear(&mut state, &before);
            drop(state);
            lose_power();
        }
        state.writes += 1;
        let full = match state.plan {
            DiskPlan::FullFrom(first) => state.writes >= first,
            DiskPlan::FullAt(nth) => state.writes == nth,
            DiskPlan::LosesPowerAt(nth) if state.writes == nth => {
                copy_folder(&self.folder, &self.image);
                state.image = Some(self.image.clone());
                drop(state);
                lose_power();
            }
            DiskPlan::TearsCommit(nth) if what == WriteKind::Commit => {
                state.commits += 1;
                if state.commits == nth {
                    state.tearing = Some(Log {
                        log: read(&self.folder.join(LOG)),
                        database: read(&self.folder.join(DATABASE)),
                    });
                }
                false
            }
            DiskPlan::Sound | DiskPlan::LosesPowerAt(_) | DiskPlan::TearsCommit(_) => false,
        };
        if full { Err(io::Error::new(io::ErrorKind::StorageFull, "the disk is full")) } else { Ok(()) }
    }
}

fn lose_power() -> ! {
    // Not a panic: no hook prints anything, because nothing is wrong.
    std::panic::resume_unwind(Box::new(PowerLost) as Box<dyn Any + Send>)
}

/// A log of which each sector is the old or the new one. The header of a log that began anew is synced before its
/// frames, so it is the new one.
fn torn(chance: &mut Chance, before: &[u8], after: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(after.len());
    for (index, new) in after.chunks(SECTOR_BYTES).enumerate() {
        let start = index * SECTOR_BYTES;
        let old = before.get(start..(start + new.len()).min(before.len())).unwrap_or(&[]);
        if index == 0 || chance.one_in(2) {
            out.extend_from_slice(new);
        } else {
            out.extend_from_slice(old);
            // Space that was allocated and never written reads as zeros.
            out.resize(start + new.len(), 0);
        }
    }
    out
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

/// Copies a folder as a lost machine would leave it: shared memory is gone, everything else is there.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).expect("the folder can be listed") {
        let entry = entry.expect("the entry can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy_folder(&entry.path(), &target);
        } else if !entry.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(entry.path(), &target).expect("the file is copied");
        }
    }
}
