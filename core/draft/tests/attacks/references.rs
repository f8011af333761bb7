//! Objects, predecessors and characters that are not what they are said to be.

use crate::forge::{Forged, Id, Key, Op, Scalar};
use crate::support::*;
use crate::{ANSWER, Office, genesis_op};
use zhian_domain::answer::Conformity;

fn answer() -> Op {
    Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER)
}

#[test]
fn an_unknown_object_is_refused() {
    let office = Office::new();
    for object in [Id(1, 999), Id(0, 1), Id(0, 0), Id(1, 0), Id(0, u64::MAX)] {
        office.refuses(vec![Op::set(Some(object), "P75-01", ANSWER)], "gate.object");
    }
}

#[test]
fn a_scalar_is_no_object() {
    let office = Office::new();
    office.refuses(vec![Op::set(Some(genesis_op::TASK), "P75-01", ANSWER)], "gate.object");
}

#[test]
fn an_object_inside_itself_is_refused() {
    let office = Office::new();
    office.refuses(vec![Op::make(Some(office.own(0)), "x", 0)], "gate.object");
}

#[test]
fn an_unknown_predecessor_is_refused() {
    let office = Office::new();
    for pred in [Id(1, 999), Id(0, 1), Id(0, u64::from(u32::MAX)), Id(7, 1)] {
        office.refuses(vec![answer().replacing(&[pred])], "gate.predecessor");
    }
}

#[test]
fn an_operation_that_replaces_itself_is_refused() {
    let office = Office::new();
    office.refuses(vec![answer().replacing(&[office.own(0)])], "gate.predecessor");
}

#[test]
fn an_operation_that_replaces_a_later_one_is_refused() {
    let office = Office::new();
    office.refuses(vec![answer().replacing(&[office.own(1)]), answer()], "gate.predecessor");
}

#[test]
fn an_operation_that_replaces_one_of_another_key_is_refused() {
    let office = Office::new();
    let other = Op::set(Some(genesis_op::ANSWERS), "P75-02", ANSWER);
    office.refuses(vec![other, answer().replacing(&[office.own(0)])], "gate.predecessor");
    // A container that genesis made.
    office.refuses(vec![answer().replacing(&[genesis_op::ANSWERS])], "gate.predecessor");
}

#[test]
fn one_predecessor_twice_is_refused() {
    let office = Office::new();
    let twice = answer().replacing(&[office.own(0), office.own(0)]);
    office.refuses(vec![answer(), twice], "gate.predecessor");
}

#[test]
fn a_value_the_change_does_not_know_cannot_be_replaced() {
    // The office knows Li's answer, but the change does not depend on it: a device without it would be harmed.
    let mut office = Office::new();
    let forged = office.forged(Vec::new());
    let li = office.li.clone();
    office.draft = office.draft.admit(&li.author.actor, &[&li.made[0].bytes]).unwrap().draft;
    let theirs = Id(2, office.next_operation);
    let mut others = vec![vec![0], li.author.actor.as_bytes().to_vec()];
    others.sort();
    let ops = vec![Op::set(Some(genesis_op::ANSWERS), "P75-03", ANSWER).replacing(&[theirs])];
    office.refuses_bytes(&[Forged { others, ops, ..forged }.encode()], "gate.predecessor");
}

#[test]
fn an_unknown_character_is_refused() {
    let office = Office::new();
    let note = genesis_op::FIRST_NOTE;
    for element in [Id(1, 999), Id(1, 14), Id(0, u64::from(u32::MAX))] {
        office.refuses(vec![Op::insert(note, Key::Element(element), "x")], "gate.element");
        office.refuses(vec![Op::delete(note, element)], "gate.element");
    }
}

#[test]
fn a_character_that_follows_itself_or_a_later_one_is_refused() {
    let office = Office::new();
    let note = genesis_op::FIRST_NOTE;
    office.refuses(vec![Op::insert(note, Key::Element(office.own(0)), "x")], "gate.element");
    let later = Op::insert(note, Key::Element(office.own(1)), "x");
    office.refuses(vec![later, Op::insert(note, Key::Head, "y")], "gate.element");
}

#[test]
fn a_character_of_another_text_is_refused() {
    let office = Office::new();
    let other = Op::insert(Id(1, 15), Key::Head, "x");
    let op = Op::insert(genesis_op::FIRST_NOTE, Key::Element(office.own(0)), "y");
    office.refuses(vec![other, op], "gate.element");
}

#[test]
fn a_deletion_that_names_another_character_than_its_own_is_refused() {
    let office = Office::new();
    let note = genesis_op::FIRST_NOTE;
    let typed = [Op::insert(note, Key::Head, "x"), Op::insert(note, Key::Element(office.own(0)), "y")];
    for pred in [vec![], vec![office.own(1)], vec![office.own(0), office.own(1)], vec![office.own(2)]] {
        let delete = Op::delete(note, office.own(0)).replacing(&pred);
        office.refuses([&typed[..], &[delete]].concat(), "gate.predecessor");
    }
}

#[test]
fn a_map_key_inside_a_text_is_refused() {
    let office = Office::new();
    office.refuses(vec![Op::set(Some(genesis_op::FIRST_NOTE), "key", "value")], "gate.key");
}

#[test]
fn a_position_inside_a_map_is_refused() {
    let office = Office::new();
    office.refuses(vec![Op::insert(genesis_op::ANSWERS, Key::Head, "x")], "gate.key");
    let insert = Op { insert: true, ..answer() };
    office.refuses(vec![insert], "gate.operation");
}

#[test]
fn an_increment_of_a_text_is_refused() {
    let office = Office::new();
    let increment = Op { action: 5, value: Scalar::Int(1), ..answer() };
    office.refuses(vec![increment.clone()], "gate.operation");
    office.refuses(vec![answer(), increment.replacing(&[office.own(0)])], "gate.operation");
}

#[test]
fn deleting_an_answer_is_refused() {
    let office = Office::new();
    let delete = Op { action: 3, value: Scalar::Null, ..answer() };
    office.refuses(vec![answer(), delete.clone().replacing(&[office.own(0)])], "gate.operation");
    office.refuses(vec![delete], "gate.operation");
}

#[test]
fn deleting_replacing_or_shadowing_a_container_is_refused() {
    let office = Office::new();
    for key in ["answers", "notes", "findings", "meta", "anything"] {
        office.refuses(vec![Op::make(None, key, 0)], "gate.operation");
        office.refuses(vec![Op::set(None, key, "x")], "gate.operation");
        let replacing = Op::make(None, key, 0).replacing(&[genesis_op::ANSWERS]);
        office.refuses(vec![replacing], "gate.predecessor");
    }
    office.refuses(vec![Op::make(Some(genesis_op::NOTES), "P75-01", 4)], "gate.operation");
    office.refuses(vec![Op::set(Some(genesis_op::META), "task", "x")], "gate.operation");
    office.refuses(vec![Op::make(Some(genesis_op::ANSWERS), "P75-01", 0)], "gate.operation");
}

#[test]
fn lists_tables_counters_and_marks_have_no_place() {
    let office = Office::new();
    for action in [2, 6, 7, 8, u64::MAX] {
        office.refuses(vec![Op { action, ..answer() }], "gate.operation");
        let typed = Op { action, ..Op::insert(genesis_op::FIRST_NOTE, Key::Head, "x") };
        office.refuses(vec![typed], "gate.operation");
    }
}

#[test]
fn two_thousand_nested_maps_are_refused() {
    let office = Office::new();
    let mut ops = vec![Op::make(Some(genesis_op::FINDINGS), &"ab".repeat(16), 0)];
    for depth in 0..2_000 {
        ops.push(Op::make(Some(office.own(depth)), "m", 0));
    }
    office.refuses(ops, "gate.key");
}

#[test]
fn a_finding_that_is_not_whole_is_refused() {
    let office = Office::new();
    let record = r#"{"item":"P75-01","sev":"A","t":[1,480,2]}"#;
    let finding = Some(office.own(0));
    let parts = [
        Op::set(finding, "record", record),
        Op::set(finding, "status", "open"),
        Op::make(finding, "text", 4),
        Op::make(finding, "evidence", 0),
    ];
    let made = Op::make(Some(genesis_op::FINDINGS), &"ab".repeat(16), 0);
    for missing in 0..parts.len() {
        let mut ops = vec![made.clone()];
        ops.extend(parts.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, op)| op.clone()));
        office.refuses(ops, "gate.finding-not-whole");
    }
    let whole = [&[made][..], &parts[..]].concat();
    assert_eq!(office.admits(whole.clone()).draft.content().unwrap().findings.len(), 5);
    // Nothing more may be hung into it, and its record stays.
    office.refuses([&whole[..], &[Op::set(finding, "more", "x")]].concat(), "gate.key");
    office.refuses([&whole[..], &[Op::set(finding, "record", record)]].concat(), "gate.overwrite");
}

#[test]
fn a_colleague_s_finding_cannot_be_covered_by_another_of_the_same_id() {
    let office = Office::new();
    // Li's finding; the forger does not mention it as replaced.
    let id = "01".repeat(16);
    office.refuses(vec![Op::make(Some(genesis_op::FINDINGS), &id, 0)], "gate.overwrite");
}

#[test]
fn a_colleague_s_evidence_record_cannot_be_overwritten() {
    let office = Office::new();
    let mut zhao = office.zhao.clone();
    let photo = zhao.photographs(3, b"new").unwrap();
    let draft = office.draft.admit(&zhao.author.actor, &[&photo.bytes]).unwrap().draft;
    let mut li = Phone { draft, ..office.li.clone() };
    let again = zhian_domain::evidence::Evidence { caption: "别的".to_owned(), ..li.photo(3, b"new") };
    let error = li.draft.record(&li.author, &zhian_draft::Edit::Evidence(again)).unwrap_err();
    assert_eq!(error.code(), "draft.already-recorded");
}

#[test]
fn a_difference_cannot_be_brushed_aside_without_settling_it() {
    let genesis = genesis(4);
    let (mut li, mut wang) = (Phone::new(1, &genesis), Phone::new(2, &genesis));
    li.answers(1, Conformity::Meets);
    wang.answers(1, Conformity::DoesNotMeet);
    li.receives(&wang);
    // What a dishonest app would write: an ordinary answer in place of both.
    let mut deps: Vec<[u8; 32]> = li.draft.heads().iter().map(|head| *head.as_bytes()).collect();
    deps.sort_unstable();
    let wang_actor = wang.author.actor.as_bytes().to_vec();
    // The declaration is the second operation of a first change, so each answer is operation 18 of its actor.
    let both = [Id(0, 18), Id(2, 18)];
    let mut ops = vec![Op::set(Some(Id(1, 3)), "P75-01", ANSWER).replacing(&both)];
    let forged = |ops: Vec<Op>| Forged {
        deps: deps.clone(),
        actor: li.author.actor.as_bytes().to_vec(),
        seq: 2,
        start_op: 20,
        time: 0,
        message: String::new(),
        others: vec![vec![0], wang_actor.clone()],
        ops,
        extra: Vec::new(),
    };
    let refusal = li.draft.admit(&li.author.actor, &[forged(ops.clone()).encode()]).map(|_| ()).unwrap_err();
    assert_eq!(refusal.code(), "gate.unsettled");
    // Nor is it settled by listing only one of the two.
    let listing = |listed: &[&str]| {
        let by = "01".repeat(16);
        let listed: Vec<_> =
            listed.iter().map(|code| format!(r#"{{"c":"{code}","by":"{by}","t":[1,480,1]}}"#)).collect();
        Scalar::Text(format!(r#"{{"c":"meets","t":[1,480,1],"s":[{}]}}"#, listed.join(",")))
    };
    ops[0].value = listing(&["meets"]);
    let refusal = li.draft.admit(&li.author.actor, &[forged(ops.clone()).encode()]).map(|_| ()).unwrap_err();
    assert_eq!(refusal.code(), "gate.unsettled");
    ops[0].value = listing(&["meets", "does-not-meet"]);
    ops[0].pred.sort_by_key(|id| {
        if id.0 == 0 { *li.author.actor.as_bytes() } else { *wang.author.actor.as_bytes() }
    });
    let admission = li.draft.admit(&li.author.actor, &[forged(ops).encode()]).unwrap();
    assert!(admission.draft.content().unwrap().answers[&item(1)].settled().is_some());
}
