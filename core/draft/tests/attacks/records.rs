//! Values of the wrong type, records that cannot be read, keys that do not belong.

use crate::forge::{Key, Op, Scalar};
use crate::{ANSWER, Office, genesis_op};
use zhian_draft::limits::{RECORD_BYTES_MAX, TEXT_CHARS_MAX};

fn answer(value: Scalar) -> Op {
    Op { value, ..Op::set(Some(genesis_op::ANSWERS), "P75-01", "") }
}

#[test]
fn scalars_of_the_wrong_type_are_refused() {
    let office = Office::new();
    for value in
        [Scalar::Null, Scalar::True, Scalar::Int(1), Scalar::Counter(1), Scalar::Bytes(ANSWER.into())]
    {
        office.refuses(vec![answer(value)], "gate.value");
    }
    let linked = Op { value: Scalar::True, ..Op::set(Some(genesis_op::EVIDENCE), &"ab".repeat(32), "") };
    office.refuses(vec![linked], "gate.value");
}

#[test]
fn records_that_cannot_be_read_are_refused() {
    let office = Office::new();
    for text in [
        "",
        "{",
        "[]",
        "null",
        r#"{"c":"meets"}"#,
        r#"{"c":"perhaps","t":[1,480,1]}"#,
        r#"{"c":"meets","t":[1,480]}"#,
        r#"{"c":"meets","t":[1,1441,1]}"#,
        r#"{"c":"meets","t":[1,480,-1]}"#,
        r#"{"f":{"a":{"n":"many"}},"t":[1,480,1]}"#,
        r#"{"f":{"a":{"d":"2026-02-30"}},"t":[1,480,1]}"#,
        r#"{"c":"meets","t":[1,480,1],"s":[{"c":"meets","by":"xy","t":[1,480,1]}]}"#,
    ] {
        office.refuses(vec![answer(Scalar::Text(text.to_owned()))], "gate.record");
    }
    let deep = format!(r#"{{"c":"meets","t":[1,480,1],"x":{}{}}}"#, "[".repeat(5_000), "]".repeat(5_000));
    office.refuses(vec![answer(Scalar::Text(deep))], "gate.record");
}

#[test]
fn keys_of_a_newer_app_survive_and_are_passed_over() {
    let office = Office::new();
    let text = r#"{"c":"meets","t":[1,480,1],"mood":{"of":["the","day"]}}"#;
    let admission = office.admits(vec![answer(Scalar::Text(text.to_owned()))]);
    assert!(admission.draft.content().is_ok());
    let changes = admission.draft.changes().unwrap();
    let needle = br#""mood":{"of":["the","day"]}"#;
    let survives = |bytes: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(changes.iter().any(|change| survives(&change.bytes)));
}

#[test]
fn a_record_is_refused_one_byte_past_its_limit() {
    let office = Office::new();
    let of = |length: usize| {
        let frame = r#"{"c":"meets","t":[1,480,1],"x":""}"#;
        let filling = "x".repeat(length - frame.len());
        let text = format!(r#"{{"c":"meets","t":[1,480,1],"x":"{filling}"}}"#);
        assert_eq!(text.len(), length);
        vec![answer(Scalar::Text(text))]
    };
    assert_eq!(office.admits(of(RECORD_BYTES_MAX)).accepted.len(), 1);
    office.refuses(of(RECORD_BYTES_MAX + 1), "gate.record");
}

#[test]
fn an_answer_to_an_item_that_is_not_in_the_checklist_is_refused() {
    let office = Office::new();
    for key in ["P75-05", "P75-1", "", "p75-01"] {
        office.refuses(vec![Op::set(Some(genesis_op::ANSWERS), key, ANSWER)], "gate.key");
    }
}

#[test]
fn evidence_under_a_key_that_is_no_hash_is_refused() {
    let office = Office::new();
    let record = format!(
        r#"{{"sm3":"{}","n":1,"media":"image/jpeg","for":"scene","how":"photo","app":"a","t":[1,480,1],"orig":true,"ok":true}}"#,
        "00".repeat(32)
    );
    for key in ["ab", &"AB".repeat(32), &"zz".repeat(32), &"ab".repeat(33)] {
        office.refuses(vec![Op::set(Some(genesis_op::EVIDENCE), key, &record)], "gate.key");
    }
    assert_eq!(
        office.admits(vec![Op::set(Some(genesis_op::EVIDENCE), &"ab".repeat(32), &record)]).accepted.len(),
        1
    );
    let elsewhere = record.replace(r#""scene""#, r#"{"item":"P75-99"}"#);
    office.refuses(vec![Op::set(Some(genesis_op::EVIDENCE), &"ab".repeat(32), &elsewhere)], "gate.key");
}

#[test]
fn a_signature_under_a_key_that_is_not_its_own_is_refused() {
    let office = Office::new();
    let record = format!(r#"{{"over":"{}","t":[1,480,1],"sig":"00"}}"#, "00".repeat(32));
    let op = Op::set(Some(genesis_op::OFFICER_SIGNATURES), &"ab".repeat(16), &record);
    office.refuses(vec![op], "gate.key");
}

#[test]
fn nobody_arrives_in_another_s_name() {
    let office = Office::new();
    let record = r#"{"t":[1,480,1],"cert":"1","told":true}"#;
    let li = office.li.author.actor.to_string();
    office.refuses(vec![Op::set(Some(genesis_op::CHECK_INS), &li, record)], "gate.key");
    let me = office.zhao.author.actor.to_string();
    let admission = office.admits(vec![Op::set(Some(genesis_op::CHECK_INS), &me, record)]);
    let arrivals = admission.draft.content().unwrap().check_ins;
    assert!(arrivals.iter().any(|one| one.inspector == office.zhao.author.inspector));
}

#[test]
fn a_text_holds_single_characters_only() {
    let office = Office::new();
    for text in ["", "ab", "👨‍👩‍👧"] {
        office.refuses(vec![Op::insert(genesis_op::FIRST_NOTE, Key::Head, text)], "gate.value");
    }
    let object = Op { value: Scalar::Null, ..Op::insert(genesis_op::FIRST_NOTE, Key::Head, "") };
    office.refuses(vec![object], "gate.value");
}

#[test]
fn a_text_is_refused_one_character_past_the_limit() {
    let office = Office::new();
    let typed = |count: usize| {
        let mut ops = vec![Op::insert(genesis_op::FIRST_NOTE, Key::Head, "字")];
        for position in 1..count as u64 {
            ops.push(Op::insert(genesis_op::FIRST_NOTE, Key::Element(office.own(position - 1)), "字"));
        }
        ops
    };
    let admission = office.admits(typed(TEXT_CHARS_MAX));
    let notes = admission.draft.content().unwrap().notes;
    assert_eq!(notes[&crate::support::item(1)].chars().filter(|one| *one == '字').count(), TEXT_CHARS_MAX);
    office.refuses(typed(TEXT_CHARS_MAX + 1), "gate.text-length");
}
