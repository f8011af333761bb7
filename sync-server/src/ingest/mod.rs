//! Taking in what devices push: verify, judge, store, answer.
//!
//! | you may | you may not |
//! |---|---|
//! | verify, judge and append | update or delete what was taken in; drop what may not be accepted |
//!
//! A request's parcels are examined first (signature, author, seal), then judged in order against the visits they
//! belong to, then stored as one unit. One bad parcel is set aside; the rest flows on.

mod examine;
mod hot;
mod judge;
pub mod standing;

pub(crate) use examine::CODES;
pub(crate) use hot::HotVisits;

use self::examine::{Examined, draft_visit, examine};
use self::judge::{Judge, Verdict};
use crate::db::{Intake, KnownDevice, Standing, Taken, Unit};
use crate::error::ServerError;
use crate::office::Office;
use std::collections::BTreeSet;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_protocol::parcel;
use zhian_protocol::sync::{Outcome, Receipt};

/// How often a request is judged again because its visits moved. Only another process can move them.
const ATTEMPTS: usize = 5;

/// Most characters of a reason in a receipt.
const DETAIL_CHARS_MAX: usize = 300;

/// What became of a push.
#[derive(Default)]
pub(crate) struct TakenIn {
    /// One receipt for each parcel, in the same order.
    pub(crate) receipts: Vec<Receipt>,
    /// The visits that its draft parcels are about, as far as that could be read.
    pub(crate) drafted: BTreeSet<VisitId>,
}

/// Takes in pushed parcels. Returns once all of them are durable.
pub(crate) fn take_in(
    office: &Office,
    pusher: &KnownDevice,
    push: Vec<Vec<u8>>,
) -> Result<TakenIn, ServerError> {
    if push.is_empty() {
        return Ok(TakenIn::default());
    }
    let digests: Vec<ContentHash> = push.iter().map(|bytes| parcel::name_of(bytes)).collect();
    let standings = office.db.standings(&digests)?;
    let (mut examined, mut drafted) = (Vec::with_capacity(push.len()), BTreeSet::new());
    for ((bytes, digest), standing) in push.into_iter().zip(&digests).zip(standings) {
        let one = match standing {
            Some(Standing::Durable(seq)) => {
                drafted.extend(draft_visit(&bytes));
                Examined::Known(seq)
            }
            // What was set aside is judged again: the reason may have gone.
            _ => examine(office, pusher, *digest, bytes)?,
        };
        if let Examined::Draft(draft) = &one {
            drafted.insert(draft.visit);
        }
        examined.push(one);
    }
    let _turn = office.hot.turn(examined.iter().filter_map(Examined::visit));
    for _ in 0..ATTEMPTS {
        let mut judge = Judge::new(office, pusher);
        let mut verdicts = Vec::with_capacity(examined.len());
        for one in &examined {
            verdicts.push(judge.judge(one)?);
        }
        let intakes: Vec<Intake> = verdicts.iter_mut().filter_map(Verdict::take_intake).collect();
        match office.db.append(intakes, office.clock.now())? {
            Unit::Done(taken) => {
                // Only now that the changes are durable may later ones build on them.
                judge.keep();
                return Ok(TakenIn { receipts: receipts(office, &digests, verdicts, taken), drafted });
            }
            Unit::Moved => judge.forget(),
        }
    }
    Err(ServerError::Contended)
}

fn receipts(
    office: &Office,
    digests: &[ContentHash],
    verdicts: Vec<Verdict>,
    taken: Vec<Taken>,
) -> Vec<Receipt> {
    let mut taken = taken.into_iter();
    let outcomes = verdicts.into_iter().map(|verdict| {
        let (kind, outcome) = match verdict {
            Verdict::Known(seq) => ("known", Outcome::Known(seq)),
            Verdict::Wait => ("waiting", Outcome::MissingDependencies),
            Verdict::Stored { kind, .. } => match taken.next() {
                Some(Taken::Known(seq)) => (kind, Outcome::Known(seq)),
                Some(Taken::Stored(seq)) => (kind, Outcome::Durable(seq)),
                None => (kind, Outcome::MissingDependencies),
            },
            Verdict::SetAside { code, detail, .. } => {
                taken.next();
                office.metrics.set_aside(&code);
                ("set-aside", Outcome::Quarantined { code, detail })
            }
            // The same parcel twice in one request: its first place has the answer.
            Verdict::Repeated => ("known", Outcome::MissingDependencies),
        };
        office.metrics.parcel(kind, outcome_word(&outcome));
        outcome
    });
    let outcomes: Vec<Outcome> = outcomes.collect();
    let first_of = |digest: &ContentHash| digests.iter().position(|one| one == digest);
    digests
        .iter()
        .enumerate()
        .map(|(place, digest)| {
            let first = first_of(digest).unwrap_or(place);
            let outcome = match outcomes.get(first) {
                Some(Outcome::Durable(seq)) if first != place => Outcome::Known(*seq),
                Some(outcome) => outcome.clone(),
                None => Outcome::MissingDependencies,
            };
            Receipt { digest: *digest, outcome }
        })
        .collect()
}

const fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Durable(_) => "durable",
        Outcome::Known(_) => "known",
        Outcome::MissingDependencies => "missing-dependencies",
        Outcome::Quarantined { .. } => "quarantined",
    }
}

/// A reason short enough to travel.
fn shortened(detail: &str) -> String {
    detail.chars().take(DETAIL_CHARS_MAX).collect()
}
