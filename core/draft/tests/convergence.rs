//! Whatever three phones do, and in whatever order it reaches the others, all end with the same visit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod support;

use proptest::prelude::*;
use support::*;
use zhian_domain::answer::Conformity;
use zhian_domain::id::{ContentHash, FindingId};
use zhian_draft::*;

/// One thing that happens on one of the phones.
#[derive(Debug, Clone)]
enum Step {
    Answers(usize, usize),
    Settles(usize),
    Notes(usize, String),
    Finds(u8),
    Revises(u8, String),
    Withdraws(u8),
    Photographs(u8),
    Links(u8, u8),
    Signs,
    /// Receives the first so many changes that another phone made and holds.
    Receives(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1_usize..5, 0_usize..4).prop_map(|(item, code)| Step::Answers(item, code)),
        1 => (1_usize..5).prop_map(Step::Settles),
        2 => (1_usize..5, "[一-七a-c😀]{0,12}").prop_map(|(item, text)| Step::Notes(item, text)),
        1 => (0_u8..40).prop_map(Step::Finds),
        1 => (0_u8..40, "[一-七]{0,8}").prop_map(|(id, text)| Step::Revises(id, text)),
        1 => (0_u8..40).prop_map(Step::Withdraws),
        1 => (0_u8..4).prop_map(Step::Photographs),
        1 => (0_u8..40, 0_u8..4).prop_map(|(id, photo)| Step::Links(id, photo)),
        1 => Just(Step::Signs),
        3 => (0_usize..3, 0_usize..30).prop_map(|(from, count)| Step::Receives(from, count)),
    ]
}

fn perform(phones: &mut [Phone], who: usize, step: &Step) {
    let content = phones[who].draft.content().unwrap();
    let found =
        |id: u8| content.findings.keys().nth(usize::from(id) % content.findings.len().max(1)).copied();
    let at = phones[who].now();
    let phone = &mut phones[who];
    match step {
        Step::Answers(number, code) => {
            let value = judged(Conformity::ALL[*code]);
            let differ = content.answers.get(&item(*number)).is_some_and(|state| state.settled().is_none());
            phone.edit(Edit::Answer { item: item(*number), value, at, settle: differ });
        }
        Step::Settles(number) => {
            let value = judged(Conformity::Defective);
            phone.edit(Edit::Answer { item: item(*number), value, at, settle: true });
        }
        Step::Notes(number, text) => drop(phone.notes(*number, text)),
        Step::Finds(id) => {
            // Drawn ids do not collide between phones.
            let id = id % 40 + 40 * phone.author.inspector.as_bytes()[0];
            if !content.findings.contains_key(&FindingId::from_bytes([id; 16])) {
                phone.finds(id, 1, "所见");
            }
        }
        Step::Revises(id, text) => {
            if let Some(id) = found(*id) {
                phone.edit(Edit::ReviseFinding { id, text: text.clone(), at });
            }
        }
        Step::Withdraws(id) => {
            if let Some(id) = found(*id)
                && content.findings[&id].by == phone.author.inspector
            {
                phone.edit(Edit::WithdrawFinding { id, at });
            }
        }
        Step::Photographs(number) => {
            let photo = phone.photo(1, &[*number]);
            if !content.evidence.contains_key(&photo.hash) {
                phone.edit(Edit::Evidence(photo));
            }
        }
        Step::Links(id, number) => {
            if let Some(finding) = found(*id) {
                let evidence = zhian_domain::id::EvidenceHash::of(&[*number]);
                phone.edit(Edit::LinkEvidence { finding, evidence, at });
            }
        }
        Step::Signs => drop(phone.signs(ContentHash::of(&[u8::try_from(who).unwrap()]))),
        Step::Receives(from, count) => receive(phones, who, *from, *count),
    }
}

/// Hands over the first so many changes of what another phone holds, actor by actor, as sync does.
fn receive(phones: &mut [Phone], to: usize, from: usize, count: usize) {
    let held: Vec<Change> = phones[from].draft.changes().unwrap().into_iter().take(count).collect();
    let mut at = 0;
    while at < held.len() {
        let actor = held[at].actor;
        let same = held[at..].iter().take_while(|change| change.actor == actor).count();
        let bytes: Vec<_> = held[at..at + same].iter().map(|change| &change.bytes[..]).collect();
        phones[to].draft = phones[to].draft.admit(&actor, &bytes).unwrap().draft;
        at += same;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn three_phones_that_hear_of_everything_agree_on_everything(
        steps in prop::collection::vec((0_usize..3, step()), 1..60),
        order in Just(vec![0_usize, 1, 2]).prop_shuffle(),
    ) {
        let genesis = genesis(4);
        let mut phones: Vec<_> = (1..=3).map(|number| Phone::new(number, &genesis)).collect();
        for (who, step) in &steps {
            perform(&mut phones, *who, step);
        }
        // Twice round, each from each: then everybody has heard of everything.
        for _ in 0..2 {
            for to in &order {
                for from in &order {
                    receive(&mut phones, *to, *from, usize::MAX);
                }
            }
        }
        let (heads, content) = (phones[0].draft.heads(), phones[0].draft.content().unwrap());
        for phone in &phones {
            prop_assert_eq!(&phone.draft.heads(), &heads);
            prop_assert_eq!(&phone.draft.content().unwrap(), &content);
            let restored = Draft::restore(&genesis, &phone.draft.snapshot().unwrap(), &heads).unwrap();
            prop_assert_eq!(&restored.content().unwrap(), &content);
        }
    }
}
