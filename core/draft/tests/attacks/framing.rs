//! Chunks that are no plain changes, or not whole.

use crate::forge::{self, Forged, Op};
use crate::{ANSWER, Office, genesis_op};

fn change(office: &Office) -> Vec<u8> {
    office.forged(vec![Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER)]).encode()
}

fn body(chunk: &[u8]) -> &[u8] {
    let length = chunk[9..].iter().position(|byte| byte & 0x80 == 0).unwrap() + 1;
    &chunk[9 + length..]
}

#[test]
fn documents_compressed_changes_bundles_and_unknown_chunks_are_refused() {
    let office = Office::new();
    let change = change(&office);
    for kind in [0, 2, 3, 4, 255] {
        office.refuses_bytes(&[forge::chunk(kind, body(&change))], "gate.chunk-type");
    }
    office.refuses_bytes(&[office.draft.snapshot().unwrap()], "gate.chunk-type");
}

#[test]
fn a_deflate_bomb_is_refused_before_it_is_inflated() {
    let office = Office::new();
    // A stored-block stream that says it goes on; what is in it does not matter, it is never inflated.
    let bomb = vec![0_u8; 60_000];
    office.refuses_bytes(&[forge::chunk(2, &bomb)], "gate.chunk-type");
    // The same inside a column.
    let forged = office.forged(Vec::new());
    let columns = [(0x42 | 8, bomb)];
    office.refuses_bytes(&[forge::chunk(1, &forged.body(&columns))], "gate.columns");
}

#[test]
fn a_wrong_checksum_is_refused() {
    let office = Office::new();
    let change = change(&office);
    for position in [4, 7, 20, change.len() - 1] {
        let mut altered = change.clone();
        altered[position] ^= 1;
        office.refuses_bytes(&[altered], "gate.checksum");
    }
}

#[test]
fn other_magic_and_nothing_at_all_are_refused() {
    let office = Office::new();
    let mut altered = change(&office);
    altered[0] ^= 1;
    office.refuses_bytes(&[altered], "gate.magic");
    office.refuses_bytes(&[Vec::new()], "gate.magic");
}

#[test]
fn a_change_cut_anywhere_is_refused() {
    let office = Office::new();
    let change = change(&office);
    let actor = &office.zhao.author.actor;
    for end in 0..change.len() {
        assert!(office.draft.admit(actor, &[&change[..end]]).is_err(), "{end}");
        if let Some(repaired) = forge::repaired(&change[..end]) {
            assert!(office.draft.admit(actor, &[repaired]).is_err(), "{end} repaired");
        }
    }
}

#[test]
fn bytes_behind_a_change_are_refused() {
    let office = Office::new();
    let mut longer = change(&office);
    longer.push(0);
    office.refuses_bytes(&[longer], "gate.length");
    let op = Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER);
    let extra = Forged { extra: vec![1, 1, 1], ..office.forged(vec![op]) };
    office.refuses_bytes(&[extra.encode()], "gate.extra");
}

#[test]
fn a_commit_message_is_refused() {
    let office = Office::new();
    let op = Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER);
    let forged = Forged { message: "hello".to_owned(), ..office.forged(vec![op]) };
    office.refuses_bytes(&[forged.encode()], "gate.extra");
}

#[test]
fn unknown_repeated_or_unordered_columns_are_refused() {
    let office = Office::new();
    let op = Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER);
    let (forged, columns) = (office.forged(vec![op.clone()]), forge::columns(&[op]));
    let with = |columns: &[(u32, Vec<u8>)]| forge::chunk(1, &forged.body(columns));
    // Marks, and a kind that nobody knows.
    for (number, data) in [(0x94, vec![1]), (0xa5, vec![1, 1, b'x']), (0x103, vec![1, 1])] {
        office.refuses_bytes(&[with(&[&columns[..], &[(number, data)]].concat())], "gate.columns");
    }
    let mut unordered = columns.clone();
    unordered.swap(0, 1);
    office.refuses_bytes(&[with(&unordered)], "gate.columns");
    let repeated = [&columns[..1], &columns[..]].concat();
    office.refuses_bytes(&[with(&repeated)], "gate.columns");
}

#[test]
fn columns_of_different_lengths_are_refused() {
    let office = Office::new();
    let op = Op::set(Some(genesis_op::ANSWERS), "P75-01", ANSWER);
    let (forged, columns) = (office.forged(vec![op.clone()]), forge::columns(&[op]));
    for number in [0x01, 0x02, 0x15, 0x34, 0x56, 0x70] {
        let altered: Vec<_> = columns
            .iter()
            .map(|(one, data)| {
                // Two rows instead of one.
                let two = match number {
                    0x15 => vec![2, 1, b'x'],
                    0x34 => vec![2],
                    _ => vec![2, 0],
                };
                (*one, if *one == number { two } else { data.clone() })
            })
            .collect();
        office.refuses_bytes(&[forge::chunk(1, &forged.body(&altered))], "gate.columns");
    }
}
