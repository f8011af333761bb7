//! Parcels: changes as they travel.
//!
//! The changes of a parcel are mostly a chain: each depends on the one before it, is by the same actor, and continues
//! its numbers. All of that is left out and put back at the other end, byte for byte; a change that is not like that
//! travels as it is. Hashes are not sent: they follow from the bytes, so a wrong reconstruction cannot go unseen.
//!
//! Layout, numbers in LEB128: version, count, then per change a byte of flags and
//! * raw: length, bytes;
//! * compact: unless left out, dependencies (count, hashes), actor (length, bytes), seq, first operation, others
//!   (count; length and bytes each); then the step in seconds from the change before, and length and bytes of the rest.
//!
//! Compression (zstd) is the business of whoever sends the parcel; this layout leaves it the repetitions it finds best.

use crate::change::ChangeHash;
use crate::encode::{frame, prefixed, signed, unsigned};
use crate::error::PackError;
use crate::limits::PARCEL_BYTES_MAX;
use crate::precheck::{self, Checked, Input};
use crate::refusal::Refusal;

/// Version of the layout.
const VERSION: u8 = 1;

mod flag {
    pub(super) const COMPACT: u8 = 1;
    /// It depends on the change before it and on nothing else.
    pub(super) const FOLLOWS: u8 = 2;
    pub(super) const SAME_ACTOR: u8 = 4;
    pub(super) const NEXT_SEQ: u8 = 8;
    pub(super) const NEXT_OPERATION: u8 = 16;
    pub(super) const SAME_OTHERS: u8 = 32;
    pub(super) const ALL: u8 = 63;
}

/// Packs changes in the order given. Nothing is refused: what is not a change travels as it is.
#[must_use]
pub fn pack<B: AsRef<[u8]>>(changes: &[B]) -> Vec<u8> {
    let mut out = vec![VERSION];
    unsigned(&mut out, changes.len() as u64);
    let mut before = Before::default();
    for bytes in changes {
        let bytes = bytes.as_ref();
        let checked = precheck::check(bytes).ok();
        let compact = checked.as_ref().and_then(|checked| compact(checked, bytes, &before));
        match compact {
            Some(compact) => out.extend_from_slice(&compact),
            None => {
                out.push(0);
                prefixed(&mut out, bytes);
            }
        }
        before = checked.map(|checked| Before::after(&checked)).unwrap_or_default();
    }
    out
}

/// Unpacks a parcel of at most `changes_max` changes and [`PARCEL_BYTES_MAX`] bytes.
///
/// The changes are not checked here beyond what unpacking needs: that is the gate's work. Errors: [`PackError`].
pub fn unpack(parcel: &[u8], changes_max: usize) -> Result<Vec<Vec<u8>>, PackError> {
    let mut input = Input(parcel);
    let version = input.byte().map_err(malformed)?;
    if version != VERSION {
        return Err(PackError::Version { found: version, known: VERSION });
    }
    let count = usize::try_from(input.unsigned().map_err(malformed)?).unwrap_or(usize::MAX);
    if count > changes_max {
        return Err(PackError::TooMany { found: count, limit: changes_max });
    }
    let (mut before, mut changes, mut total) = (Before::default(), Vec::new(), 0);
    for _ in 0..count {
        let bytes = one(&mut input, &before)?;
        total += bytes.len();
        if total > PARCEL_BYTES_MAX {
            return Err(PackError::TooLarge { limit: PARCEL_BYTES_MAX });
        }
        before = precheck::check(&bytes).map(|checked| Before::after(&checked)).unwrap_or_default();
        changes.push(bytes);
    }
    if input.0.is_empty() { Ok(changes) } else { Err(PackError::Malformed) }
}

/// What a change can be told apart from: the one before it in the parcel.
#[derive(Default)]
struct Before {
    hash: Option<ChangeHash>,
    actor: Vec<u8>,
    seq: u64,
    next_operation: u64,
    unix_s: i64,
    others: Vec<Vec<u8>>,
}

impl Before {
    fn after(checked: &Checked<'_>) -> Self {
        let envelope = &checked.envelope;
        Self {
            hash: Some(envelope.hash),
            actor: envelope.actor.clone(),
            seq: envelope.seq,
            next_operation: envelope.start_operation.wrapping_add(precheck::operations(checked)),
            unix_s: envelope.unix_s,
            others: checked.others.iter().map(|other| other.to_vec()).collect(),
        }
    }
}

/// The compact form; `None` if it would not give back the same bytes.
fn compact(checked: &Checked<'_>, bytes: &[u8], before: &Before) -> Option<Vec<u8>> {
    let envelope = &checked.envelope;
    let others_are_same = checked.others.iter().copied().eq(before.others.iter().map(Vec::as_slice));
    let mut flags = flag::COMPACT;
    let mut mark = |bit: u8, holds: bool| {
        if holds {
            flags |= bit;
        }
    };
    mark(flag::FOLLOWS, before.hash.is_some_and(|hash| envelope.dependencies == [hash]));
    mark(flag::SAME_ACTOR, envelope.actor == before.actor);
    mark(flag::NEXT_SEQ, envelope.seq == before.seq.wrapping_add(1));
    mark(flag::NEXT_OPERATION, envelope.start_operation == before.next_operation);
    mark(flag::SAME_OTHERS, others_are_same);
    let mut out = vec![flags];
    if flags & flag::FOLLOWS == 0 {
        unsigned(&mut out, envelope.dependencies.len() as u64);
        envelope.dependencies.iter().for_each(|hash| out.extend_from_slice(hash.as_bytes()));
    }
    if flags & flag::SAME_ACTOR == 0 {
        prefixed(&mut out, &envelope.actor);
    }
    if flags & flag::NEXT_SEQ == 0 {
        unsigned(&mut out, envelope.seq);
    }
    if flags & flag::NEXT_OPERATION == 0 {
        unsigned(&mut out, envelope.start_operation);
    }
    if flags & flag::SAME_OTHERS == 0 {
        unsigned(&mut out, checked.others.len() as u64);
        checked.others.iter().for_each(|other| prefixed(&mut out, other));
    }
    signed(&mut out, envelope.unix_s.wrapping_sub(before.unix_s));
    prefixed(&mut out, checked.rest);
    // The proof of the reconstruction is the reconstruction: numbers may have been written in another way.
    let rebuilt = one(&mut Input(&out), before).ok()?;
    (rebuilt == bytes).then_some(out)
}

fn one(input: &mut Input<'_>, before: &Before) -> Result<Vec<u8>, PackError> {
    let flags = input.byte().map_err(malformed)?;
    if flags == 0 {
        return Ok(input.prefixed(PARCEL_BYTES_MAX as u64).map_err(malformed)?.to_vec());
    }
    if flags & flag::COMPACT == 0 || flags & !flag::ALL != 0 {
        return Err(PackError::Malformed);
    }
    Ok(frame(&body(input, flags, before).map_err(malformed)?))
}

fn body(input: &mut Input<'_>, flags: u8, before: &Before) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::new();
    if flags & flag::FOLLOWS != 0 {
        unsigned(&mut out, 1);
        out.extend_from_slice(before.hash.ok_or(Refusal::Malformed)?.as_bytes());
    } else {
        let count = input.unsigned()?;
        unsigned(&mut out, count);
        for _ in 0..count {
            out.extend_from_slice(input.bytes(32)?);
        }
    }
    if flags & flag::SAME_ACTOR != 0 {
        prefixed(&mut out, &before.actor);
    } else {
        prefixed(&mut out, input.prefixed(u64::MAX)?);
    }
    let seq = if flags & flag::NEXT_SEQ != 0 { before.seq.wrapping_add(1) } else { input.unsigned()? };
    unsigned(&mut out, seq);
    let start = if flags & flag::NEXT_OPERATION != 0 { before.next_operation } else { input.unsigned()? };
    unsigned(&mut out, start);
    // The seconds stand before the other actors in a change, and after them in a parcel.
    let mut others = Vec::new();
    if flags & flag::SAME_OTHERS != 0 {
        unsigned(&mut others, before.others.len() as u64);
        before.others.iter().for_each(|other| prefixed(&mut others, other));
    } else {
        let count = input.unsigned()?;
        unsigned(&mut others, count);
        for _ in 0..count {
            prefixed(&mut others, input.prefixed(u64::MAX)?);
        }
    }
    signed(&mut out, before.unix_s.wrapping_add(input.signed()?));
    // No commit message: a change with one travels raw.
    unsigned(&mut out, 0);
    out.extend_from_slice(&others);
    out.extend_from_slice(input.prefixed(u64::MAX)?);
    Ok(out)
}

fn malformed(_: Refusal) -> PackError {
    PackError::Malformed
}
