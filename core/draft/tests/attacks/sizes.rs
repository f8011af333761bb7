//! Little bytes that claim to be much.

use crate::forge::{self, Forged, Op};
use crate::{ANSWER, Office, genesis_op};
use zhian_draft::Refusal;
use zhian_draft::limits::{BATCH_CHANGES_MAX, CHANGE_BYTES_MAX, ROWS_MAX};

fn answer() -> Op {
    Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER)
}

/// A change of an ordinary answer with one column replaced or added.
fn with_column(office: &Office, number: u32, data: Vec<u8>) -> Vec<u8> {
    let mut columns = forge::columns(&[answer()]);
    columns.retain(|(one, _)| *one != number);
    columns.push((number, data));
    columns.sort();
    forge::chunk(1, &office.forged(vec![answer()]).body(&columns))
}

fn run(length: i64, rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    forge::signed(&mut out, length);
    out.extend_from_slice(rest);
    out
}

#[test]
fn a_million_nulls_in_one_run_are_refused_before_they_are_expanded() {
    let office = Office::new();
    for rows in [ROWS_MAX + 1, 1_000_000, 100_000_000, u64::MAX >> 1] {
        let rows = i64::try_from(rows).unwrap();
        // Every column of the kind that repeats: actions, objects, keys, values.
        for number in [0x42, 0x02, 0x01, 0x11, 0x56] {
            office.refuses_bytes(&[with_column(&office, number, run(rows, &[1]))], "gate.run-length");
        }
        office.refuses_bytes(&[with_column(&office, 0x13, run(rows, &[1]))], "gate.run-length");
        office.refuses_bytes(&[with_column(&office, 0x15, run(rows, &[1, b'x']))], "gate.run-length");
        let mut nulls = vec![0];
        forge::unsigned(&mut nulls, rows as u64);
        office.refuses_bytes(&[with_column(&office, 0x02, nulls)], "gate.run-length");
        let mut booleans = Vec::new();
        forge::unsigned(&mut booleans, rows as u64);
        office.refuses_bytes(&[with_column(&office, 0x34, booleans)], "gate.run-length");
    }
}

#[test]
fn a_literal_run_longer_than_its_bytes_is_refused() {
    let office = Office::new();
    office.refuses_bytes(&[with_column(&office, 0x42, run(i64::MIN, &[]))], "gate.run-length");
    office.refuses_bytes(&[with_column(&office, 0x42, run(-5, &[1]))], "gate.malformed");
}

#[test]
fn predecessors_cannot_be_multiplied() {
    let office = Office::new();
    let mut many = vec![1];
    forge::unsigned(&mut many, 1_000_000);
    office.refuses_bytes(&[with_column(&office, 0x70, many)], "gate.run-length");
}

#[test]
fn as_many_rows_as_allowed_are_let_through_to_the_next_rule() {
    let office = Office::new();
    let at_limit = with_column(&office, 0x42, run(i64::try_from(ROWS_MAX).unwrap(), &[1]));
    // The other columns have one row each.
    office.refuses_bytes(&[at_limit], "gate.columns");
}

#[test]
fn a_change_one_byte_past_the_limit_is_refused() {
    let office = Office::new();
    let padded = |length: usize| {
        let plain = office.forged(vec![answer()]);
        let bare = plain.encode().len();
        // The length itself takes one byte more once it is large.
        let bytes = Forged { extra: vec![0; length - bare - 1], ..plain }.encode();
        assert_eq!(bytes.len(), length);
        bytes
    };
    office.refuses_bytes(&[padded(CHANGE_BYTES_MAX)], "gate.extra");
    office.refuses_bytes(&[padded(CHANGE_BYTES_MAX + 1)], "gate.change-size");
}

#[test]
fn a_batch_one_change_past_the_limit_is_refused() {
    let office = Office::new();
    let change = office.zhao.made[0].bytes.clone();
    let actor = &office.zhao.author.actor;
    let batch = vec![change; BATCH_CHANGES_MAX + 1];
    assert_eq!(office.draft.admit(actor, &batch[1..]).unwrap().known.len(), BATCH_CHANGES_MAX);
    let refusal = office.draft.admit(actor, &batch).map(|_| ()).unwrap_err();
    assert_eq!(refusal, Refusal::BatchSize { found: BATCH_CHANGES_MAX + 1, limit: BATCH_CHANGES_MAX });
}

#[test]
fn too_many_dependencies_are_refused() {
    let office = Office::new();
    let deps = |count: u8| (0..count).map(|number| [number; 32]).collect();
    let forged = |count| Forged { deps: deps(count), ..office.forged(vec![answer()]) }.encode();
    office.refuses_bytes(&[forged(64)], "gate.missing-dependencies");
    office.refuses_bytes(&[forged(65)], "gate.dependencies");
}

#[test]
fn a_change_without_operations_is_refused() {
    let office = Office::new();
    office.refuses(Vec::new(), "gate.empty");
}
