//! A plan: who does what, when power fails, and when the office is killed. It follows from a seed and is printed
//! when it fails.

use std::fmt;
use zhian_tests::{Chance, DiskPlan};

/// What a phone is used for in one step. Visits and items are numbers, so that a printed plan can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Exchange with the office as far as the line lets it.
    Sync,
    /// Check in.
    CheckIn(usize),
    /// Answer an item: visit, item, which of three judgements.
    Answer(usize, usize, usize),
    /// Write a note: visit, item.
    Note(usize, usize),
    /// Type a note and leave it unrecorded.
    TypeNote(usize, usize),
    /// Record what was typed.
    CommitNote(usize, usize),
    /// Open a finding on an item.
    Find(usize, usize),
    /// Photograph an item: visit, item, bytes.
    Photo(usize, usize, usize),
    /// Record everything that was typed.
    CommitAll(usize),
    /// Settle every difference.
    SettleAll(usize),
    /// Answer and photograph whatever is open.
    AnswerRest(usize),
    /// Sign.
    Sign(usize),
    /// Take the party's signature.
    Party(usize),
    /// Note a refusal.
    Refuse(usize),
    /// Seal.
    Seal(usize),
    /// Hand a visit to another phone by file.
    HandOver(usize, usize),
    /// Free the space of a sealed visit.
    Purge(usize),
    /// Switch off and on.
    Restart,
    /// Lose the network.
    GoOffline,
    /// Find the network.
    GoOnline,
    /// A backup of the phone is put back, if nothing on it would be lost by that.
    SetBack,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody does something, on a disk with a plan of its own.
    Phone(usize, Deed, DiskPlan),
    /// The office's process is killed and started again.
    KillOffice,
    /// The office is set back to the copy that was made at the beginning.
    SetOfficeBack,
}

/// A whole plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Where it comes from.
    pub seed: u64,
    /// Phones, two or three.
    pub phones: usize,
    /// Tasks, one to three.
    pub visits: usize,
    /// One request in so many has a mishap.
    pub mishap_one_in: usize,
    /// What happens.
    pub steps: Vec<Step>,
}

const ITEMS: usize = 4;

impl Plan {
    /// The plan of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut chance = Chance::seeded(seed, "plan");
        let phones = 2 + chance.below(2);
        let visits = 1 + chance.below(3);
        let mishap_one_in = 2 + chance.below(8);
        // What a phone no longer has cannot be sent again to an office that forgot: one of the two, never both.
        let office_forgets = chance.one_in(4);
        let mut steps = Vec::new();
        for visit in 0..visits {
            for phone in 0..phones {
                if visit == 0 || chance.one_in(2) {
                    steps.push(Step::Phone(phone, Deed::CheckIn(visit), DiskPlan::Sound));
                }
            }
        }
        for _ in 0..10 + chance.below(14) {
            steps.push(any_step(&mut chance, phones, visits, office_forgets));
        }
        for visit in 0..visits {
            if chance.below(3) > 0 {
                finish(&mut chance, phones, visit, office_forgets, &mut steps);
            }
        }
        for _ in 0..chance.below(6) {
            steps.push(any_step(&mut chance, phones, visits, office_forgets));
        }
        Self { seed, phones, visits, mishap_one_in, steps }
    }
}

fn any_step(chance: &mut Chance, phones: usize, visits: usize, office_forgets: bool) -> Step {
    if chance.one_in(25) {
        return if office_forgets && chance.one_in(2) { Step::SetOfficeBack } else { Step::KillOffice };
    }
    let phone = chance.below(phones);
    let visit = chance.below(visits);
    let item = chance.below(ITEMS);
    let deed = match chance.below(40) {
        0..=6 => Deed::Sync,
        7..=9 => Deed::CheckIn(visit),
        10..=17 => Deed::Answer(visit, item, chance.below(3)),
        18..=19 => Deed::Note(visit, item),
        20 => Deed::TypeNote(visit, item),
        21 => Deed::CommitNote(visit, item),
        22..=23 => Deed::Find(visit, item),
        24..=27 => Deed::Photo(visit, item, photo_bytes(chance)),
        28 => Deed::SettleAll(visit),
        29 => Deed::Sign(visit),
        30..=32 => Deed::HandOver(visit, (phone + 1 + chance.below(phones - 1)) % phones),
        33 => Deed::Purge(visit),
        34..=35 => Deed::Restart,
        36 => Deed::GoOffline,
        37..=38 => Deed::GoOnline,
        _ => Deed::SetBack,
    };
    let forgets_too = matches!(deed, Deed::Purge(_) | Deed::SetBack);
    let deed = if forgets_too && office_forgets { Deed::Sync } else { deed };
    Step::Phone(phone, deed, disk(chance))
}

/// Mostly small; sometimes more than one chunk of an upload.
fn photo_bytes(chance: &mut Chance) -> usize {
    if chance.one_in(8) { 300_000 } else { 400 + chance.below(4_000) }
}

fn disk(chance: &mut Chance) -> DiskPlan {
    match chance.below(12) {
        0 | 1 => DiskPlan::LosesPowerAt(1 + chance.below(6) as u64),
        2 => DiskPlan::TearsCommit(1 + chance.below(3) as u64),
        3 => DiskPlan::FullAt(1 + chance.below(4) as u64),
        _ => DiskPlan::Sound,
    }
}

/// What it takes to seal a visit; the weather may still prevent it.
fn finish(chance: &mut Chance, phones: usize, visit: usize, office_forgets: bool, steps: &mut Vec<Step>) {
    let first = chance.below(phones);
    let second = (first + 1 + chance.below(phones - 1)) % phones;
    let meeting = |steps: &mut Vec<Step>, chance: &mut Chance| {
        if chance.one_in(2) {
            for (from, to) in [(first, second), (second, first)] {
                steps.push(Step::Phone(from, Deed::HandOver(visit, to), disk(chance)));
            }
        } else {
            for phone in [first, second, first] {
                steps.push(Step::Phone(phone, Deed::GoOnline, DiskPlan::Sound));
                steps.push(Step::Phone(phone, Deed::Sync, disk(chance)));
                steps.push(Step::Phone(phone, Deed::Sync, DiskPlan::Sound));
            }
        }
    };
    for phone in [first, second] {
        steps.push(Step::Phone(phone, Deed::CheckIn(visit), disk(chance)));
    }
    let disputed = chance.below(ITEMS);
    for (judgement, phone) in [first, second].into_iter().enumerate() {
        if chance.one_in(2) {
            steps.push(Step::Phone(phone, Deed::Answer(visit, disputed, judgement), disk(chance)));
        }
        steps.push(Step::Phone(phone, Deed::CommitAll(visit), DiskPlan::Sound));
    }
    meeting(steps, chance);
    for deed in [Deed::SettleAll(visit), Deed::AnswerRest(visit), Deed::Sign(visit)] {
        steps.push(Step::Phone(first, deed, disk(chance)));
    }
    let party = if chance.one_in(4) { Deed::Refuse(visit) } else { Deed::Party(visit) };
    steps.push(Step::Phone(first, party, disk(chance)));
    meeting(steps, chance);
    steps.push(Step::Phone(second, Deed::Sign(visit), disk(chance)));
    meeting(steps, chance);
    if chance.one_in(3) {
        // Somebody goes on writing while the other one seals.
        let deed = Deed::Answer(visit, chance.below(ITEMS), chance.below(3));
        steps.push(Step::Phone(second, deed, disk(chance)));
    }
    steps.push(Step::Phone(first, Deed::Seal(visit), disk(chance)));
    if chance.one_in(3) {
        steps.push(Step::Phone(second, Deed::Seal(visit), disk(chance)));
    }
    if chance.one_in(2) && !office_forgets {
        steps.push(Step::Phone(first, Deed::Sync, disk(chance)));
        steps.push(Step::Phone(first, Deed::Purge(visit), disk(chance)));
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, phones, visits, mishap_one_in, steps } = self;
        writeln!(
            f,
            "seed {seed}: {phones} phones, {visits} visits, a mishap in one of {mishap_one_in} requests"
        )?;
        for (number, step) in steps.iter().enumerate() {
            match step {
                Step::Phone(phone, deed, DiskPlan::Sound) => {
                    writeln!(f, "{number:4}  phone {phone}: {deed:?}")?
                }
                Step::Phone(phone, deed, disk) => {
                    writeln!(f, "{number:4}  phone {phone}: {deed:?}, disk {disk:?}")?
                }
                other => writeln!(f, "{number:4}  {other:?}")?,
            }
        }
        Ok(())
    }
}
