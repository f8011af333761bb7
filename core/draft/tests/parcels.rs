//! Changes as they travel: the same bytes come out, and little travels.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

#[path = "support/forge.rs"]
mod forge;
mod support;

use forge::{Forged, Op};
use proptest::prelude::*;
use support::*;
use zhian_domain::answer::Conformity;
use zhian_draft::limits::PARCEL_BYTES_MAX;
use zhian_draft::*;

fn bytes_of(phone: &Phone) -> Vec<Vec<u8>> {
    phone.made.iter().map(|change| change.bytes.clone()).collect()
}

#[test]
fn a_new_visit_of_forty_answers_travels_in_a_kilobyte_and_one_answer_in_two_hundred_bytes() {
    let genesis = genesis(40);
    let mut li = Phone::new(1, &genesis);
    li.arrives();
    for number in 1..=40 {
        li.answers(number, Conformity::ALL[(number * 7 / 3) % 4]);
    }
    let parcel = pack(&bytes_of(&li));
    let sent = zstd::bulk::compress(&parcel, 3).unwrap();
    println!("41 changes: {} bytes packed, {} compressed", parcel.len(), sent.len());
    assert!(sent.len() <= 1_100, "{}", sent.len());
    li.made.clear();
    li.answers(7, Conformity::Defective);
    let parcel = pack(&bytes_of(&li));
    println!("one answer: {} bytes packed", parcel.len());
    assert!(parcel.len() <= 200, "{}", parcel.len());
}

#[test]
fn changes_of_two_phones_that_merged_come_out_as_they_went_in() {
    let genesis = genesis(5);
    let (mut li, wang) = (busy(1, &genesis), busy(2, &genesis));
    li.receives(&wang);
    li.answers(3, Conformity::Meets);
    let all: Vec<_> = li.draft.changes().unwrap().into_iter().map(|change| change.bytes).collect();
    assert_eq!(unpack(&pack(&all), all.len()).unwrap(), all);
}

#[test]
fn what_is_odd_or_no_change_at_all_travels_as_it_is() {
    let li = busy(1, &genesis(5));
    let good = li.made[0].bytes.clone();
    let mut flipped = good.clone();
    flipped[30] ^= 1;
    let forged = Forged {
        deps: vec![*li.made[0].hash.as_bytes()],
        actor: vec![1; 16],
        seq: u64::MAX,
        start_op: u64::MAX,
        time: i64::MIN,
        message: "with a message".to_owned(),
        others: Vec::new(),
        ops: vec![Op::set(None, "x", "y")],
        extra: vec![1, 2],
    };
    let extreme = Forged { message: String::new(), extra: Vec::new(), ..forged.clone() };
    let odd = vec![
        good.clone(),
        flipped,
        Vec::new(),
        vec![0; 100],
        forged.encode(),
        extreme.encode(),
        extreme.encode(),
        good,
        forge::chunk(1, &[0x80; 40]),
    ];
    assert_eq!(unpack(&pack(&odd), odd.len()).unwrap(), odd);
}

#[test]
fn limits_hold_and_one_past_them_is_refused() {
    let li = busy(1, &genesis(5));
    let all = bytes_of(&li);
    let parcel = pack(&all);
    assert!(unpack(&parcel, all.len()).is_ok());
    let refused = unpack(&parcel, all.len() - 1).unwrap_err();
    assert_eq!(refused, PackError::TooMany { found: all.len(), limit: all.len() - 1 });
    let blocks = |last: usize| {
        let mut blocks = vec![vec![0; 1 << 20]; (PARCEL_BYTES_MAX >> 20) - 1];
        blocks.push(vec![0; last]);
        blocks
    };
    assert!(unpack(&pack(&blocks(1 << 20)), 100).is_ok());
    assert_eq!(unpack(&pack(&blocks((1 << 20) + 1)), 100).unwrap_err().code(), "parcel.too-large");
    assert_eq!(unpack(&[2, 0], 1).unwrap_err(), PackError::Version { found: 2, known: 1 });
    assert_eq!(unpack(&[1, 0, 0], 1).unwrap_err(), PackError::Malformed);
    for end in 0..parcel.len() {
        assert!(unpack(&parcel[..end], all.len()).is_err(), "{end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_come_out_as_they_went_in(changes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20)) {
        prop_assert_eq!(unpack(&pack(&changes), 20).unwrap(), changes);
    }

    #[test]
    fn altered_changes_come_out_as_they_went_in(alter in prop::collection::vec((0_usize..14, 9_usize..150, any::<u8>(), any::<bool>()), 0..20)) {
        let mut changes = bytes_of(&busy(1, &genesis(5)));
        for (which, at, to, repair) in alter {
            let count = changes.len();
            let change = &mut changes[which % count];
            if let Some(byte) = change.get_mut(at) {
                *byte = to;
            }
            if repair && let Some(repaired) = forge::repaired(change) {
                *change = repaired;
            }
        }
        prop_assert_eq!(unpack(&pack(&changes), 20).unwrap(), changes);
    }

    #[test]
    fn any_parcel_ends_with_changes_or_an_error(parcel in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut parcel = parcel;
        if let Some(first) = parcel.first_mut() {
            *first = 1;
        }
        if let Ok(changes) = unpack(&parcel, 100) {
            prop_assert!(changes.len() <= 100);
        }
    }
}
