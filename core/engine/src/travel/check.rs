//! Comparing heads with the office: which visits are due, and what was agreed on.
//!
//! One note per open visit holds its folded heads and whether the office has confirmed them, so that an exchange
//! over hundreds of visits loads none of them.

use crate::error::EngineError;
use zhian_domain::id::VisitId;
use zhian_draft::ChangeHash;
use zhian_protocol::sync::{HeadCheck, Print, fold_heads, short};
use zhian_store::{Handle, Source, Tx};

/// Start of the names of these notes; the visit follows.
const HEADS: &str = "heads.";

/// When every open visit was last compared, whatever was agreed on.
const COMPARED: &str = "compared-at";

/// Silent divergence is looked for this often.
const COMPARE_ALL_MS: i64 = 24 * 60 * 60 * 1000;

const PRINT_BYTES: usize = size_of::<Print>();

const AGREED: u8 = 1;
const DUE: u8 = 0;

fn name(visit: &VisitId) -> String {
    format!("{HEADS}{visit}")
}

/// The draft has other heads than before: they are due for a comparison.
pub(crate) fn heads_changed(tx: &Tx<'_>, visit: &VisitId, heads: &[ChangeHash]) -> Result<(), EngineError> {
    let print = short(&fold_heads(heads.iter().map(ChangeHash::as_bytes)));
    Ok(tx.put_note(&name(visit), &[print.as_slice(), &[DUE]].concat())?)
}

/// The visit is sealed: nothing of it is compared any more.
pub(crate) fn closed(tx: &Tx<'_>, visit: &VisitId) -> Result<(), EngineError> {
    Ok(tx.remove_note(&name(visit))?)
}

/// The office confirmed these heads. Heads that have changed since stay due.
pub(crate) fn agreed(tx: &Tx<'_>, check: &HeadCheck) -> Result<(), EngineError> {
    let name = name(&check.visit);
    let same = tx.note(&name)?.is_some_and(|note| note.starts_with(&check.heads));
    if same {
        tx.put_note(&name, &[check.heads.as_slice(), &[AGREED]].concat())?;
    }
    Ok(())
}

/// Everything is due again: the office's word does not hold any more.
pub(crate) fn forget_agreements(tx: &Tx<'_>) -> Result<(), EngineError> {
    for (visit, note) in tx.notes(HEADS)? {
        let heads = note.get(..PRINT_BYTES).unwrap_or_default();
        tx.put_note(&format!("{HEADS}{visit}"), &[heads, &[DUE]].concat())?;
    }
    Ok(())
}

/// Open visits to compare, at most `limit`: those that are due, and all of them once a day.
pub(crate) fn due<S: Source>(
    store: &Handle<S>,
    now_unix_ms: i64,
    limit: usize,
) -> Result<Vec<HeadCheck>, EngineError> {
    let last = store.note(COMPARED)?.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
    // A clock that was set back must not put the comparison off for ever.
    let all = last.is_some_and(|last| !(0..COMPARE_ALL_MS).contains(&now_unix_ms.saturating_sub(last)));
    let mut found = Vec::new();
    for (visit, note) in store.notes(HEADS)? {
        let (Ok(visit), Some((heads, [state]))) = (visit.parse(), note.split_first_chunk()) else {
            return Err(EngineError::Internal {
                detail: format!("the note of heads of {visit} cannot be read"),
            });
        };
        if (all || *state == DUE) && found.len() < limit {
            found.push(HeadCheck { visit, heads: *heads });
        }
    }
    Ok(found)
}

/// Every open visit was compared, or none was due.
pub(crate) fn compared(tx: &Tx<'_>, now_unix_ms: i64) -> Result<(), EngineError> {
    let last = tx.note(COMPARED)?.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
    let fresh = last.is_some_and(|last| (0..COMPARE_ALL_MS).contains(&now_unix_ms.saturating_sub(last)));
    if fresh { Ok(()) } else { Ok(tx.put_note(COMPARED, &now_unix_ms.to_be_bytes())?) }
}

/// Start of the names of notes on repairs; the visit follows.
const REPAIRED: &str = "repaired.";

/// A repair is tried for these heads.
pub(crate) fn note_repair(tx: &Tx<'_>, one: &HeadCheck) -> Result<(), EngineError> {
    Ok(tx.put_note(&format!("{REPAIRED}{}", one.visit), &one.heads)?)
}

/// Whether a repair was tried for these heads before.
pub(crate) fn was_repaired<S: Source>(store: &Handle<S>, one: &HeadCheck) -> Result<bool, EngineError> {
    let tried = store.note(&format!("{REPAIRED}{}", one.visit))?;
    Ok(tried.as_deref() == Some(one.heads.as_slice()))
}
