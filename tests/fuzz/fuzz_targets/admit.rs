//! Foreign changes at the gate: valid ones altered, and forged ones. Whatever is let in must do no harm.
//!
//! A panic inside the gate is part of its work and is caught there; one that escapes ends the run.
#![no_main]

#[path = "../../../core/draft/tests/support/forge.rs"]
mod forge;
#[path = "../../../core/draft/tests/support/mod.rs"]
mod support;

use arbitrary::{Arbitrary, Unstructured};
use forge::{Forged, Id, Key, Op, Scalar};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock};
use support::{Phone, busy, genesis, item};
use zhian_domain::answer::Conformity;
use zhian_draft::{ActorId, Change, Draft, Edit};

/// The visit as it stands when the foreign changes come.
struct World {
    /// Two officers' work, merged, and the first half of the third one's.
    draft: Draft,
    /// The third one: a phone whose changes may be altered on the way.
    sender: Phone,
    /// How many of the sender's changes are known.
    known: usize,
    /// A colleague who works without a network meanwhile.
    colleague: Phone,
    /// What the colleague made since.
    meanwhile: Vec<Change>,
}

static WORLD: OnceLock<World> = OnceLock::new();
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());
static PANIC_PLACES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn world() -> &'static World {
    WORLD.get_or_init(|| {
        // The fuzzer's own hook ends the process at the first panic, caught or not. This one notes it; what escapes
        // still ends the process, below.
        std::panic::set_hook(Box::new(|info| {
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            if let Ok(mut places) = PANIC_PLACES.lock()
                && places.insert(place)
            {
                eprintln!("panicked: {info}");
            }
            if let Ok(mut last) = LAST_PANIC.lock() {
                *last = info.to_string();
            }
        }));
        let genesis = genesis(4);
        let (mut li, wang) = (busy(1, &genesis), busy(2, &genesis));
        li.receives(&wang);
        let mut sender = busy(3, &genesis);
        let known = sender.made.len();
        let first: Vec<_> = sender.made.iter().map(|change| change.bytes.clone()).collect();
        let draft = li.draft.admit(&sender.author.actor, &first).unwrap().draft;
        sender.draft = draft.clone();
        sender.answers(1, Conformity::DoesNotMeet);
        sender.notes(2, "通道被货物堵住。已拍照");
        sender.finds(0x23, 4, "标签缺项");
        sender.photographs(4, &[4, 4]);
        sender.notes(3, "abc");
        sender.notes(3, "axc");
        let mut colleague = Phone { draft: draft.clone(), ..Phone::new(4, &genesis) };
        colleague.made.clear();
        colleague.answers(1, Conformity::NotApplicable);
        colleague.notes(2, "地面有大量积水。");
        colleague.finds(0x24, 3, "无台账");
        let meanwhile = colleague.made.clone();
        World { draft, sender, known, colleague, meanwhile }
    })
}

/// One alteration of a change's bytes.
#[derive(Debug, Arbitrary)]
enum Alteration {
    Set { at: u16, to: u8 },
    Insert { at: u16, bytes: Vec<u8> },
    Remove { at: u16, count: u8 },
    Add { at: u16, by: i8 },
    Swap { at: u16, with: u16 },
}

#[derive(Debug, Arbitrary)]
struct Altered {
    first: u8,
    count: u8,
    alterations: Vec<(u8, Alteration)>,
}

#[derive(Debug, Arbitrary)]
enum Text {
    Answer(u8),
    Finding,
    Open,
    Withdrawn,
    Author,
    Character(char),
    Free(String),
}

#[derive(Debug, Arbitrary)]
enum Where {
    Answers,
    Notes,
    Findings,
    Evidence,
    Authors,
    CheckIns,
    Meta,
    Root,
    Note(u8),
    Own(u8),
    Any(u8, u8),
}

#[derive(Debug, Arbitrary)]
enum At {
    Item(u8),
    Hex32(u8),
    Hex64(u8),
    Record,
    Status,
    Text,
    Evidence,
    Head,
    Own(u8),
    Any(u8, u8),
    Free(String),
}

#[derive(Debug, Arbitrary)]
struct ForgedOp {
    place: Where,
    at: At,
    insert: bool,
    action: u8,
    value: Text,
    null: bool,
    pred: Vec<(u8, u8)>,
    pred_is_element: bool,
}

#[derive(Debug, Arbitrary)]
struct ForgedChange {
    ops: Vec<ForgedOp>,
    seq: Option<u8>,
    start: Option<u32>,
    deps: u8,
    message: bool,
}

#[derive(Debug, Arbitrary)]
enum Case {
    Altered(Altered),
    Forged(Vec<ForgedChange>),
    Raw(Vec<u8>),
}

fuzz_target!(|data: &[u8]| {
    let Ok(case) = Case::arbitrary(&mut Unstructured::new(data)) else { return };
    let world = world();
    let outcome = std::panic::catch_unwind(|| run(world, &case));
    if outcome.is_err() {
        let last = LAST_PANIC.lock().map(|last| last.clone()).unwrap_or_default();
        eprintln!("a panic escaped: {last}\n{case:?}");
        std::process::abort();
    }
});

fn run(world: &World, case: &Case) {
    let actor = world.sender.author.actor;
    let changes = match case {
        Case::Altered(altered) => alter(world, altered),
        Case::Forged(forged) => forge_all(world, forged),
        Case::Raw(body) => vec![forge::chunk(1, body)],
    };
    let before = world.draft.heads();
    let admission = world.draft.admit(&actor, &changes);
    assert_eq!(world.draft.heads(), before, "the gate changed the draft it was asked about");
    let Ok(admission) = admission else { return };
    for change in &admission.accepted {
        assert!(admission.draft.contains(&change.hash));
    }
    // What the phone really made is known to do no harm, and looking costs a hundred times the admission.
    let altered = admission.accepted.iter().any(|change| !world.sender.made.contains(change));
    if altered {
        unharmed(world, &actor, admission.draft, &admission.accepted);
    }
}

/// Everything a draft is for still works with the changes in it.
fn unharmed(world: &World, actor: &ActorId, draft: Draft, accepted: &[Change]) {
    let content = draft.content().expect("content");
    let snapshot = draft.snapshot().expect("snapshot");
    let restored = Draft::restore(draft.genesis(), &snapshot, &draft.heads()).expect("restore");
    assert_eq!(restored.content().expect("restored content"), content);
    let log: Vec<_> = draft.changes().expect("changes");
    let replayed = Draft::replay(draft.genesis(), log.iter().map(|change| &change.bytes)).expect("replay");
    assert_eq!(replayed.heads(), draft.heads());

    // A colleague who knows nothing of it merges, in either order.
    let meanwhile: Vec<_> = world.meanwhile.iter().map(|change| &change.bytes[..]).collect();
    let came: Vec<_> = accepted.iter().map(|change| &change.bytes[..]).collect();
    let colleague = world.colleague.author.actor;
    match (restored.admit(&colleague, &meanwhile), world.colleague.draft.admit(actor, &came)) {
        (Ok(here), Ok(there)) => {
            assert_eq!(here.draft.heads(), there.draft.heads());
            assert_eq!(here.draft.content().expect("here"), there.draft.content().expect("there"));
            edits(world, here.draft);
        }
        // Two findings with one id.
        (Err(here), Err(there)) => {
            assert_eq!((here.code(), there.code()), ("gate.overwrite", "gate.overwrite"))
        }
        (here, there) => panic!("{:?} {:?}", here.map(|_| ()), there.map(|_| ())),
    }
    edits(world, draft);
}

fn edits(world: &World, draft: Draft) {
    let mut phone = Phone { draft, ..world.colleague.clone() };
    phone.author.actor = ActorId::from_bytes([0xee; 16]);
    let at = phone.now();
    let value = support::with_fields(Conformity::Defective);
    for number in 1..=2 {
        phone.edit(Edit::Answer { item: item(number), value: value.clone(), at, settle: true });
        phone.notes(number, "后来补记");
    }
    phone.draft.snapshot().expect("a snapshot after a later edit");
}

fn alter(world: &World, altered: &Altered) -> Vec<Vec<u8>> {
    let made = &world.sender.made[world.known..];
    let first = usize::from(altered.first) % 2 * (usize::from(altered.first) % made.len());
    let count = 1 + usize::from(altered.count) % made.len();
    let mut changes: Vec<Vec<u8>> =
        made.iter().skip(first).take(count).map(|change| change.bytes.clone()).collect();
    let originals: Vec<[u8; 32]> = changes.iter().map(|bytes| forge::hash(bytes)).collect();
    for (which, alteration) in altered.alterations.iter().take(16) {
        let which = usize::from(*which) % changes.len();
        apply(&mut changes[which], alteration);
    }
    // Later ones follow the altered ones, as an attacker would have them do.
    for position in 0..changes.len() {
        if let Some(repaired) = forge::repaired(&changes[position]) {
            changes[position] = repaired;
        }
        let (old, new) = (originals[position], forge::hash(&changes[position]));
        for later in &mut changes[position + 1..] {
            if let Some(at) = later.windows(32).position(|window| window == old) {
                later[at..at + 32].copy_from_slice(&new);
            }
        }
    }
    changes
}

fn apply(bytes: &mut Vec<u8>, alteration: &Alteration) {
    // Behind magic, checksum, type and length: those are put right again.
    let spot = |at: u16, bytes: &Vec<u8>| 11 + usize::from(at) % (bytes.len().max(12) - 11);
    match alteration {
        Alteration::Set { at, to } => {
            let at = spot(*at, bytes);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = *to;
            }
        }
        Alteration::Add { at, by } => {
            let at = spot(*at, bytes);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = byte.wrapping_add_signed(*by);
            }
        }
        Alteration::Insert { at, bytes: more } => {
            let at = spot(*at, bytes).min(bytes.len());
            bytes.splice(at..at, more.iter().copied());
        }
        Alteration::Remove { at, count } => {
            let at = spot(*at, bytes).min(bytes.len());
            let end = (at + usize::from(*count)).min(bytes.len());
            bytes.drain(at..end);
        }
        Alteration::Swap { at, with } => {
            let (at, with) = (spot(*at, bytes), spot(*with, bytes));
            if at < bytes.len() && with < bytes.len() {
                bytes.swap(at, with);
            }
        }
    }
}

fn forge_all(world: &World, forged: &[ForgedChange]) -> Vec<Vec<u8>> {
    let mut heads: Vec<[u8; 32]> = world.draft.heads().iter().map(|head| *head.as_bytes()).collect();
    let mut seq = world.known as u64;
    let mut start = highest_operation(&world.draft) + 1;
    let mut out = Vec::new();
    for change in forged.iter().take(6) {
        seq += 1;
        let ops: Vec<Op> = change.ops.iter().take(40).map(|op| op_of(op, start)).collect();
        let mut deps = heads.clone();
        if change.deps % 8 == 7 {
            deps.push(*world.draft.genesis().hash().unwrap().as_bytes());
        }
        let one = Forged {
            deps,
            actor: world.sender.author.actor.as_bytes().to_vec(),
            seq: change.seq.map_or(seq, u64::from),
            start_op: change.start.map_or(start, u64::from),
            time: 0,
            message: if change.message { "m".to_owned() } else { String::new() },
            others: others(),
            ops,
            extra: Vec::new(),
        };
        let bytes = one.encode();
        heads = vec![forge::hash(&bytes)];
        start += one.ops.len() as u64;
        out.push(bytes);
    }
    out
}

/// Actors a forged change may name: genesis and the two officers whose work is known.
fn others() -> Vec<Vec<u8>> {
    static OTHERS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    OTHERS
        .get_or_init(|| {
            let mut all = vec![vec![0]];
            for number in [1, 2] {
                all.push(Phone::new(number, &genesis(4)).author.actor.as_bytes().to_vec());
            }
            all.sort();
            all
        })
        .clone()
}

fn highest_operation(draft: &Draft) -> u64 {
    static HIGHEST: OnceLock<u64> = OnceLock::new();
    *HIGHEST.get_or_init(|| {
        // Found by asking the gate: it says which number is next.
        let heads = draft.heads().iter().map(|head| *head.as_bytes()).collect();
        let actor = ActorId::from_bytes([0xdd; 16]);
        let forged = Forged {
            deps: heads,
            actor: actor.as_bytes().to_vec(),
            seq: 1,
            start_op: u64::from(u32::MAX),
            time: 0,
            message: String::new(),
            others: Vec::new(),
            ops: vec![Op::set(None, "x", "x")],
            extra: Vec::new(),
        };
        match draft.admit(&actor, &[forged.encode()]) {
            Err(zhian_draft::Refusal::StartOperation { expected, .. }) => expected - 1,
            other => panic!("{:?}", other.map(|_| ())),
        }
    })
}

fn op_of(op: &ForgedOp, start: u64) -> Op {
    let any = |actor: u8, counter: u8| Id(u64::from(actor % 4), u64::from(counter));
    let own = |counter: u8| Id(0, start + u64::from(counter % 48));
    let object = match op.place {
        Where::Root => None,
        Where::Meta => Some(Id(1, 1)),
        Where::Authors => Some(Id(1, 2)),
        Where::Answers => Some(Id(1, 3)),
        Where::Notes => Some(Id(1, 4)),
        Where::Findings => Some(Id(1, 5)),
        Where::Evidence => Some(Id(1, 6)),
        Where::CheckIns => Some(Id(1, 7)),
        Where::Note(number) => Some(Id(1, 14 + u64::from(number % 4))),
        Where::Own(counter) => Some(own(counter)),
        Where::Any(actor, counter) => Some(any(actor, counter)),
    };
    let key = match &op.at {
        At::Item(number) => Key::Text(item(usize::from(number % 5)).to_string()),
        At::Hex32(byte) => Key::Text(format!("{byte:02x}").repeat(16)),
        At::Hex64(byte) => Key::Text(format!("{byte:02x}").repeat(32)),
        At::Record => Key::Text("record".to_owned()),
        At::Status => Key::Text("status".to_owned()),
        At::Text => Key::Text("text".to_owned()),
        At::Evidence => Key::Text("evidence".to_owned()),
        At::Head => Key::Head,
        At::Own(counter) => Key::Element(own(*counter)),
        At::Any(actor, counter) => Key::Element(any(*actor, *counter)),
        At::Free(text) => Key::Text(text.clone()),
    };
    let value = match &op.value {
        _ if op.null => Scalar::Null,
        Text::Answer(kind) => {
            let code = ["meets", "does-not-meet", "defective", "not-applicable"][usize::from(kind % 4)];
            Scalar::Text(format!(r#"{{"c":"{code}","t":[1,480,2]}}"#))
        }
        Text::Finding => Scalar::Text(r#"{"item":"P75-01","sev":"A","t":[1,480,2]}"#.to_owned()),
        Text::Open => Scalar::Text("open".to_owned()),
        Text::Withdrawn => Scalar::Text("withdrawn".to_owned()),
        Text::Author => Scalar::True,
        Text::Character(character) => Scalar::Text(character.to_string()),
        Text::Free(text) => Scalar::Text(text.clone()),
    };
    let mut pred: Vec<Id> = op.pred.iter().take(4).map(|(actor, counter)| any(*actor, *counter)).collect();
    if op.pred_is_element
        && let Key::Element(id) = key
    {
        pred = vec![id];
    }
    Op { object, key, insert: op.insert, action: u64::from(op.action % 8), value, pred }
}
