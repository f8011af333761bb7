//! Sequence, dependencies, operation numbers, actors.

use crate::forge::{self, Forged, Id, Op};
use crate::support::*;
use crate::{ANSWER, Office, genesis_op};
use zhian_domain::answer::Conformity;
use zhian_domain::id::{ContentHash, TaskId};
use zhian_draft::*;

fn answer() -> Vec<Op> {
    vec![Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER)]
}

#[test]
fn a_gap_in_the_sequence_is_refused() {
    let office = Office::new();
    office.refuses_bytes(&[Forged { seq: 5, ..office.forged(answer()) }.encode()], "gate.sequence-gap");
}

#[test]
fn a_first_change_with_number_five_is_refused() {
    let office = Office::new();
    let stranger = ActorId::from_bytes([0x77; 16]);
    let forged = Forged { seq: 5, actor: stranger.as_bytes().to_vec(), ..office.forged(answer()) };
    let refusal = office.draft.admit(&stranger, &[forged.encode()]).map(|_| ()).unwrap_err();
    assert_eq!(refusal, Refusal::SequenceGap { actor: stranger, last: 0, found: 5 });
}

#[test]
fn number_zero_is_refused() {
    let office = Office::new();
    office.refuses_bytes(&[Forged { seq: 0, ..office.forged(answer()) }.encode()], "gate.sequence-gap");
}

#[test]
fn a_number_used_before_for_something_else_is_refused_by_both_names() {
    let office = Office::new();
    let forged = Forged { seq: 2, ..office.forged(answer()) }.encode();
    office.refuses_bytes(std::slice::from_ref(&forged), "gate.sequence-reused");
    let refusal = office.draft.admit(&office.zhao.author.actor, &[&forged]).map(|_| ()).unwrap_err();
    let expected = Refusal::SequenceReused {
        actor: office.zhao.author.actor,
        seq: 2,
        known: office.zhao.made[1].hash,
        found: ChangeHash::from_bytes(forge::hash(&forged)),
    };
    assert_eq!(refusal, expected);
}

#[test]
fn one_number_twice_in_a_batch_is_refused() {
    let office = Office::new();
    let twin = Forged { time: 1, ..office.forged(answer()) };
    office.refuses_bytes(&[office.forged(answer()).encode(), twin.encode()], "gate.sequence-reused");
}

#[test]
fn a_cloned_phone_is_told_from_its_original() {
    let genesis = genesis(4);
    let mut phone = Phone::new(1, &genesis);
    phone.answers(1, Conformity::Meets);
    let mut office = Draft::start(&genesis).unwrap();
    let mut clone = phone.clone();
    phone.answers(2, Conformity::Meets);
    clone.answers(2, Conformity::DoesNotMeet);
    let all: Vec<_> = phone.made.iter().map(|change| &change.bytes[..]).collect();
    office = office.admit(&phone.author.actor, &all).unwrap().draft;
    let other = &clone.made[1].bytes;
    let refusal = office.admit(&phone.author.actor, &[other]).map(|_| ()).unwrap_err();
    assert_eq!(refusal.code(), "gate.sequence-reused");
    // With another install epoch it is another actor, and welcome.
    let mut anew = Phone { draft: office.clone(), ..Phone::new(1, &genesis) };
    anew.author.actor = ActorId::of(&[1; 32], &genesis.visit(), &[2; 16]);
    anew.answers(2, Conformity::DoesNotMeet);
    assert!(office.admit(&anew.author.actor, &[&anew.made[0].bytes]).is_ok());
}

#[test]
fn a_change_that_depends_on_nothing_is_refused() {
    let office = Office::new();
    let forged = Forged { deps: Vec::new(), start_op: 1, ..office.forged(answer()) };
    office.refuses_bytes(&[forged.encode()], "gate.no-dependencies");
}

#[test]
fn two_thousand_orphans_are_not_kept() {
    let office = Office::new();
    let orphans: Vec<_> = (0..2_000_u64)
        .map(|number| {
            let mut dep = [0xee; 32];
            dep[..8].copy_from_slice(&number.to_be_bytes());
            Forged { deps: vec![dep], seq: 3 + number, ..office.forged(answer()) }.encode()
        })
        .collect();
    office.refuses_bytes(&orphans, "gate.missing-dependencies");
}

#[test]
fn missing_dependencies_are_named() {
    let office = Office::new();
    let forged = Forged { deps: vec![[0xee; 32]], ..office.forged(answer()) };
    let refusal = office.draft.admit(&office.zhao.author.actor, &[forged.encode()]).map(|_| ()).unwrap_err();
    assert_eq!(refusal.missing_dependencies(), Some(&[ChangeHash::from_bytes([0xee; 32])][..]));
}

#[test]
fn a_change_that_skips_its_actor_s_previous_one_is_refused() {
    let office = Office::new();
    let genesis = *office.draft.genesis().hash().unwrap().as_bytes();
    let forged = Forged { deps: vec![genesis], start_op: 18, ..office.forged(answer()) };
    office.refuses_bytes(&[forged.encode()], "gate.chain");
}

#[test]
fn repeated_dependencies_are_refused() {
    let office = Office::new();
    let mut forged = office.forged(answer());
    forged.deps.push(forged.deps[0]);
    office.refuses_bytes(&[forged.encode()], "gate.dependencies");
}

#[test]
fn the_highest_start_operation_is_refused_so_that_later_edits_do_not_overflow() {
    let office = Office::new();
    for start_op in [u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX, office.next_operation + 1] {
        let forged = Forged { start_op, ..office.forged(answer()) };
        office.refuses_bytes(&[forged.encode()], "gate.start-operation");
    }
}

#[test]
fn a_start_operation_below_that_of_what_it_depends_on_is_refused() {
    let office = Office::new();
    for start_op in [0, 1, office.next_operation - 1] {
        let forged = Forged { start_op, ..office.forged(answer()) };
        office.refuses_bytes(&[forged.encode()], "gate.start-operation");
    }
}

#[test]
fn another_device_s_actor_is_refused() {
    let office = Office::new();
    let actor = office.li.author.actor.as_bytes().to_vec();
    let seq = 15;
    office.refuses_bytes(&[Forged { actor, seq, ..office.forged(answer()) }.encode()], "gate.actor");
}

#[test]
fn a_colleague_s_genuine_change_handed_in_by_another_device_is_refused() {
    let office = Office::new();
    office.refuses_bytes(&[office.li.made[0].bytes.clone()], "gate.actor");
}

#[test]
fn the_actor_of_genesis_and_actors_of_other_lengths_are_refused() {
    let office = Office::new();
    for actor in [vec![0], Vec::new(), vec![3; 15], vec![3; 17]] {
        let forged = Forged { actor, seq: 1, others: Vec::new(), ..office.forged(answer()) };
        office.refuses_bytes(&[forged.encode()], "gate.actor");
    }
}

#[test]
fn a_change_replayed_into_another_visit_finds_nothing_to_stand_on() {
    let office = Office::new();
    let items = (1..=4).map(item).collect();
    let other = Genesis::new(TaskId::from_bytes([8; 16]), ContentHash::of(b"checklist P75 version 1"), items);
    let elsewhere = Draft::start(&other).unwrap();
    let zhao = &office.zhao;
    let refusal = elsewhere.admit(&zhao.author.actor, &[&zhao.made[0].bytes]).map(|_| ()).unwrap_err();
    assert_eq!(refusal.code(), "gate.missing-dependencies");
    assert_ne!(ActorId::of(&[3; 32], &other.visit(), &[1; 16]), zhao.author.actor);
}

#[test]
fn a_first_change_must_say_whose_it_is_and_a_later_one_must_not() {
    let office = Office::new();
    let stranger = ActorId::from_bytes([0x77; 16]);
    let forged = Forged { seq: 1, actor: stranger.as_bytes().to_vec(), ..office.forged(answer()) };
    let refusal = office.draft.admit(&stranger, &[forged.encode()]).map(|_| ()).unwrap_err();
    assert_eq!(refusal.code(), "gate.undeclared");
    let me = office.zhao.author.actor.to_string();
    let author = format!(r#"{{"by":"{}","dev":"{}"}}"#, "01".repeat(16), "81".repeat(16));
    office.refuses(vec![Op::set(Some(genesis_op::AUTHORS), &me, &author)], "gate.overwrite");
}

#[test]
fn nobody_declares_for_another_actor() {
    let office = Office::new();
    let author = format!(r#"{{"by":"{}","dev":"{}"}}"#, "01".repeat(16), "81".repeat(16));
    let op = Op::set(Some(genesis_op::AUTHORS), &"77".repeat(16), &author);
    office.refuses(vec![op], "gate.key");
}

#[test]
fn an_actor_nobody_knows_cannot_be_referred_to() {
    let office = Office::new();
    let others = vec![vec![0], vec![0x99; 16]];
    let ops = vec![Op::set(Some(Id(2, 3)), "P75-01", ANSWER)];
    office.refuses_bytes(&[Forged { others, ..office.forged(ops.clone()) }.encode()], "gate.object");
    office.refuses(ops, "gate.object");
}
