//! Changes made to do harm. Each is refused by its own code, and nothing else notices that it came.
//!
//! Every case is written by a hand-made encoder with a right length and checksum: the merge library would not write
//! them, and panics on, or is poisoned by, many of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

#[path = "../support/forge.rs"]
mod forge;
#[path = "../support/mod.rs"]
mod support;

mod framing;
mod numbers;
mod records;
mod references;
mod sizes;

use forge::{Forged, Id, Op};
use support::*;
use zhian_domain::answer::Conformity;
use zhian_draft::*;

/// Operations of genesis that make containers, for a visit of [`ITEMS`] items.
mod genesis_op {
    use crate::forge::Id;

    /// Genesis as the first of the other actors.
    const GENESIS: u64 = 1;

    pub const META: Id = Id(GENESIS, 1);
    pub const AUTHORS: Id = Id(GENESIS, 2);
    pub const ANSWERS: Id = Id(GENESIS, 3);
    pub const NOTES: Id = Id(GENESIS, 4);
    pub const FINDINGS: Id = Id(GENESIS, 5);
    pub const EVIDENCE: Id = Id(GENESIS, 6);
    pub const CHECK_INS: Id = Id(GENESIS, 7);
    pub const OFFICER_SIGNATURES: Id = Id(GENESIS, 8);
    pub const FIRST_NOTE: Id = Id(GENESIS, 14);
    /// A scalar in `meta`, which is no object.
    pub const TASK: Id = Id(GENESIS, 12);
}

const ITEMS: usize = 4;

/// An answer as an app writes it.
const ANSWER: &str = r#"{"c":"meets","t":[1795222800000,480,1]}"#;

/// An office that holds the work of Li, Wang and Zhao; Zhao's phone is in other hands from now on.
struct Office {
    pub draft: Draft,
    pub zhao: Phone,
    /// Li's phone, offline: it holds what the office holds and one change more.
    pub li: Phone,
    pub next_operation: u64,
}

impl Office {
    pub fn new() -> Self {
        let genesis = genesis(ITEMS);
        let (mut li, wang, mut zhao) = (busy(1, &genesis), busy(2, &genesis), Phone::new(3, &genesis));
        li.receives(&wang);
        zhao.draft = li.draft.clone();
        zhao.answers(4, Conformity::Meets);
        zhao.notes(1, "abc");
        li.draft = zhao.draft.clone();
        let mut office = Self { draft: zhao.draft.clone(), zhao, li, next_operation: 0 };
        office.next_operation = office.ask_next_operation();
        office.li.made.clear();
        office.li.answers(3, Conformity::Defective);
        office
    }

    /// The number the gate expects next, found by offering a wrong one.
    fn ask_next_operation(&self) -> u64 {
        let offered = Forged { start_op: u64::from(u32::MAX), ..self.forged(vec![]) };
        let offered = Forged { ops: vec![Op::set(None, "x", "x")], ..offered };
        match self.draft.admit(&self.zhao.author.actor, &[offered.encode()]) {
            Err(Refusal::StartOperation { expected, .. }) => expected,
            other => panic!("{:?}", other.map(|_| ())),
        }
    }

    /// A change by Zhao's phone that is right in everything but its operations.
    pub fn forged(&self, ops: Vec<Op>) -> Forged {
        Forged {
            deps: self.draft.heads().iter().map(|head| *head.as_bytes()).collect(),
            actor: self.zhao.author.actor.as_bytes().to_vec(),
            seq: 3,
            start_op: self.next_operation,
            time: 1_795_222_800,
            message: String::new(),
            others: vec![vec![0]],
            ops,
            extra: Vec::new(),
        }
    }

    /// The operation of this number in the forged change.
    pub fn own(&self, position: u64) -> Id {
        Id(0, self.next_operation + position)
    }

    pub fn admits(&self, ops: Vec<Op>) -> Admission {
        self.draft.admit(&self.zhao.author.actor, &[self.forged(ops).encode()]).unwrap()
    }

    pub fn refuses(&self, ops: Vec<Op>, code: &str) {
        self.refuses_bytes(&[self.forged(ops).encode()], code);
    }

    /// The changes are refused with this code, and nothing is harmed.
    pub fn refuses_bytes(&self, changes: &[Vec<u8>], code: &str) {
        let (heads, content) = (self.draft.heads(), self.draft.content().unwrap());
        let refusal = self.draft.admit(&self.zhao.author.actor, changes).map(|_| ()).unwrap_err();
        assert_eq!(refusal.code(), code, "{refusal}");
        assert_eq!(refusal.missing_dependencies().is_some(), code == "gate.missing-dependencies");
        assert_eq!(self.draft.heads(), heads, "the draft moved");
        assert_eq!(self.draft.content().unwrap(), content, "the content changed");
        self.works_on();
    }

    /// A later edit, a snapshot, and a merge with a colleague who was offline.
    fn works_on(&self) {
        let mut phone = Phone { draft: self.draft.clone(), ..Phone::new(5, self.draft.genesis()) };
        phone.answers(1, Conformity::NotApplicable).expect("a later edit");
        phone.notes(1, "后来补记").expect("a later note");
        phone.receives(&self.li);
        let snapshot = phone.draft.snapshot().expect("a snapshot");
        let restored =
            Draft::restore(self.draft.genesis(), &snapshot, &phone.draft.heads()).expect("restored");
        assert_eq!(restored.content().unwrap(), phone.draft.content().unwrap());
    }
}

#[test]
fn the_forger_s_hand_writes_what_the_app_writes() {
    // Without this, every refusal below might be for clumsiness.
    let office = Office::new();
    let answer = Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER);
    let admission = office.admits(vec![answer]);
    assert_eq!(admission.accepted.len(), 1);
    assert_eq!(admission.draft.content().unwrap().answers.len(), 3);
    let mut zhao = office.zhao.clone();
    let change = zhao.answers(3, Conformity::Meets).unwrap();
    let (start, value) = (office.next_operation, format!("P75-0{}", 3));
    let at = clock(300 + 3 * 41_237).device.unix_ms();
    let text = format!(r#"{{"c":"meets","t":[{at},480,{}]}}"#, clock(300 + 3 * 41_237).monotonic_ms);
    let mut forged = office.forged(vec![Op::set(Some(genesis_op::ANSWERS), &value, &text)]);
    (forged.time, forged.start_op) = (at / 1000, start);
    assert_eq!(forged.encode(), change.bytes);
}
