//! First step of the gate: sizes, run lengths and framing, without the merge library.
//!
//! A change of 137 bytes can claim a million operations, and a compressed one can inflate to gigabytes. So nothing of
//! a foreign change is expanded before its run lengths have been added up, which needs no memory.

use crate::change::ChangeHash;
use crate::limits::{CHANGE_BYTES_MAX, DEPENDENCIES_MAX, ROWS_MAX};
use crate::refusal::Refusal;
use sha2::{Digest, Sha256};

/// First bytes of every chunk of a merge document.
pub(crate) const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// Chunk type of a plain change.
pub(crate) const CHUNK_CHANGE: u8 = 1;

/// Most actors one change may refer to beside its own.
const OTHER_ACTORS_MAX: u64 = 256;

/// Longest actor id. Ours have 16 bytes, that of genesis one.
const ACTOR_BYTES_MAX: u64 = 64;

/// The column that says what each operation does.
pub(crate) const ACTION_COLUMN: u32 = 0x42;

/// Most columns; a plain change has at most 14 kinds.
const COLUMNS_MAX: u64 = 32;

/// What a change says of itself before its operations. Read from the bytes alone; nothing in it is proven but the hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its hash, computed from the bytes.
    pub hash: ChangeHash,
    /// Changes it depends on, ascending.
    pub dependencies: Vec<ChangeHash>,
    /// Its actor. 16 bytes for a device.
    pub actor: Vec<u8>,
    /// Its number in the actor's chain.
    pub seq: u64,
    /// Number of its first operation.
    pub start_operation: u64,
    /// When it was made as its device claims, seconds since 1970.
    pub unix_s: i64,
}

/// An envelope with what is needed to read the operations behind it.
pub(crate) struct Checked<'a> {
    pub(crate) envelope: Envelope,
    /// Other actors named, after the change's own.
    pub(crate) others: Vec<&'a [u8]>,
    /// Column kinds with their bytes, ascending.
    pub(crate) columns: Vec<(u32, &'a [u8])>,
    /// Everything behind the other actors, unparsed.
    pub(crate) rest: &'a [u8],
}

/// Reads and checks the envelope of one change, by the same rules as the gate's first step.
///
/// Errors: [`Refusal`] for a change that no gate would let in whatever it holds.
pub fn envelope(bytes: &[u8]) -> Result<Envelope, Refusal> {
    check(bytes).map(|checked| checked.envelope)
}

/// Checks framing, checksum, sizes and run lengths.
pub(crate) fn check(bytes: &[u8]) -> Result<Checked<'_>, Refusal> {
    if bytes.len() > CHANGE_BYTES_MAX {
        return Err(Refusal::ChangeSize { found: bytes.len(), limit: CHANGE_BYTES_MAX });
    }
    let mut input = Input(bytes);
    if input.take(MAGIC.len()).ok_or(Refusal::Magic)? != MAGIC {
        return Err(Refusal::Magic);
    }
    let checksum = input.bytes(4)?;
    let hashed = input.0;
    let chunk_type = input.byte()?;
    if chunk_type != CHUNK_CHANGE {
        return Err(Refusal::ChunkType { found: chunk_type });
    }
    if usize::try_from(input.unsigned()?).ok() != Some(input.0.len()) {
        return Err(Refusal::Length);
    }
    let hash: [u8; 32] = Sha256::digest(hashed).into();
    if !hash.starts_with(checksum) {
        return Err(Refusal::Checksum);
    }
    body(input, ChangeHash::from_bytes(hash))
}

fn body(mut input: Input<'_>, hash: ChangeHash) -> Result<Checked<'_>, Refusal> {
    let dependencies = dependencies(&mut input)?;
    let actor = input.prefixed(ACTOR_BYTES_MAX)?.to_vec();
    let seq = input.unsigned()?;
    let start_operation = input.unsigned()?;
    let unix_s = input.signed()?;
    if input.unsigned()? != 0 {
        // A commit message. None of our apps writes one, and nobody would see it.
        return Err(Refusal::Extra);
    }
    let count = input.unsigned()?;
    if count > OTHER_ACTORS_MAX {
        return Err(Refusal::RunLength { limit: OTHER_ACTORS_MAX });
    }
    let others = (0..count).map(|_| input.prefixed(ACTOR_BYTES_MAX)).collect::<Result<Vec<_>, _>>()?;
    let rest = input.0;
    let columns = columns(&mut input)?;
    if !input.0.is_empty() {
        return Err(Refusal::Extra);
    }
    let envelope = Envelope { hash, dependencies, actor, seq, start_operation, unix_s };
    Ok(Checked { envelope, others, columns, rest })
}

/// Number of operations, as the column that says what each of them does has it.
pub(crate) fn operations(checked: &Checked<'_>) -> u64 {
    let actions = checked.columns.iter().find(|(number, _)| *number == ACTION_COLUMN);
    // Checked before, when the columns were read.
    actions.and_then(|(_, data)| check_runs(ACTION_COLUMN & 7, data).ok()).unwrap_or(0)
}

fn dependencies(input: &mut Input<'_>) -> Result<Vec<ChangeHash>, Refusal> {
    let count = input.unsigned()?;
    if count > DEPENDENCIES_MAX as u64 {
        return Err(Refusal::Dependencies);
    }
    let mut found: Vec<ChangeHash> = Vec::new();
    for _ in 0..count {
        let hash = ChangeHash::from_slice(input.bytes(32)?).ok_or(Refusal::Malformed)?;
        if found.last().is_some_and(|last| *last >= hash) {
            return Err(Refusal::Dependencies);
        }
        found.push(hash);
    }
    Ok(found)
}

fn columns<'a>(input: &mut Input<'a>) -> Result<Vec<(u32, &'a [u8])>, Refusal> {
    let count = input.unsigned()?;
    if count > COLUMNS_MAX {
        return Err(Refusal::Columns);
    }
    let mut kinds = Vec::new();
    for _ in 0..count {
        let kind = u32::try_from(input.unsigned()?).map_err(|_| Refusal::Columns)?;
        let length = usize::try_from(input.unsigned()?).map_err(|_| Refusal::Malformed)?;
        // Bit 3 marks a compressed column, which only documents may have.
        if kind & 8 != 0 || kinds.last().is_some_and(|(last, _)| *last >= kind) {
            return Err(Refusal::Columns);
        }
        kinds.push((kind, length));
    }
    kinds
        .into_iter()
        .map(|(kind, length)| {
            let data = input.bytes(length)?;
            check_rows(kind & 7, data)?;
            Ok((kind, data))
        })
        .collect()
}

/// Kinds of column, the lowest three bits of its number.
pub(crate) mod kind {
    pub(crate) const GROUP: u32 = 0;
    pub(crate) const DELTA: u32 = 3;
    pub(crate) const BOOLEAN: u32 = 4;
    pub(crate) const STRING: u32 = 5;
    pub(crate) const VALUE: u32 = 7;
}

fn check_rows(kind: u32, data: &[u8]) -> Result<(), Refusal> {
    match kind {
        // Raw values: bounded by their own bytes.
        kind::VALUE => Ok(()),
        kind::BOOLEAN => {
            let (mut input, mut rows) = (Input(data), 0_u64);
            while !input.0.is_empty() {
                rows = rows.saturating_add(input.unsigned()?);
                within(rows)?;
            }
            Ok(())
        }
        _ => check_runs(kind, data).map(|_| ()),
    }
}

/// Rows of a run-length column.
fn check_runs(kind: u32, data: &[u8]) -> Result<u64, Refusal> {
    // A group column counts rows of other columns, so its values add up to a length as well.
    let (mut input, mut rows, mut grouped) = (Input(data), 0_u64, 0_u64);
    let counted = |value: u64| if kind == kind::GROUP { value } else { 0 };
    while !input.0.is_empty() {
        let run = input.signed()?;
        match run {
            1.. => {
                let value = one(&mut input, kind)?;
                rows = rows.saturating_add(run.unsigned_abs());
                grouped = grouped.saturating_add(run.unsigned_abs().saturating_mul(counted(value)));
            }
            0 => rows = rows.saturating_add(input.unsigned()?),
            _ => {
                within(run.unsigned_abs())?;
                for _ in 0..run.unsigned_abs() {
                    let value = one(&mut input, kind)?;
                    grouped = grouped.saturating_add(counted(value));
                }
                rows = rows.saturating_add(run.unsigned_abs());
            }
        }
        within(rows)?;
        within(grouped)?;
    }
    Ok(rows)
}

fn one(input: &mut Input<'_>, kind: u32) -> Result<u64, Refusal> {
    match kind {
        kind::DELTA => input.signed().map(|_| 0),
        kind::STRING => input.prefixed(CHANGE_BYTES_MAX as u64).map(|_| 0),
        _ => input.unsigned(),
    }
}

fn within(rows: u64) -> Result<(), Refusal> {
    if rows > ROWS_MAX { Err(Refusal::RunLength { limit: ROWS_MAX }) } else { Ok(()) }
}

/// Bytes not read yet. Every reading is bounds-checked.
pub(crate) struct Input<'a>(pub(crate) &'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        self.take(count).ok_or(Refusal::Malformed)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Refusal> {
        self.bytes(1)?.first().copied().ok_or(Refusal::Malformed)
    }

    /// Bytes preceded by their number, of which there are at most `limit`.
    pub(crate) fn prefixed(&mut self, limit: u64) -> Result<&'a [u8], Refusal> {
        let count = self.unsigned()?;
        if count > limit {
            return Err(Refusal::Malformed);
        }
        self.bytes(usize::try_from(count).map_err(|_| Refusal::Malformed)?)
    }

    /// Unsigned LEB128 of at most 64 bits.
    pub(crate) fn unsigned(&mut self) -> Result<u64, Refusal> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Refusal::Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Refusal::Malformed)
    }

    /// Signed LEB128 of at most 64 bits.
    pub(crate) fn signed(&mut self) -> Result<i64, Refusal> {
        let mut value = 0_i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = i64::from(byte & 0x7f);
            if shift == 63 && bits != 0 && bits != 0x7f {
                return Err(Refusal::Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                let unused = 64 - (shift + 7).min(64);
                // Spread the sign bit over what was not written.
                return Ok((value << unused) >> unused);
            }
        }
        Err(Refusal::Malformed)
    }
}
