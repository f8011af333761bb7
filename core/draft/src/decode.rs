//! Second step of the gate: the operations of a change, read without the merge library.
//!
//! Run lengths were checked before, so expanding a column costs at most [`crate::limits::ROWS_MAX`] rows.

use crate::index::OpId;
use crate::limits::ROWS_MAX;
use crate::precheck::{Checked, Input, kind};
use crate::refusal::Refusal;

/// Kinds of operation, as numbered in the bytes. All others have no place in a visit.
pub(crate) mod action {
    pub(crate) const MAKE_MAP: u64 = 0;
    pub(crate) const SET: u64 = 1;
    pub(crate) const DELETE: u64 = 3;
    pub(crate) const MAKE_TEXT: u64 = 4;
}

/// Column numbers of a change that holds neither marks nor anything unknown.
mod column {
    pub(super) const OBJECT_ACTOR: u32 = 0x01;
    pub(super) const OBJECT_COUNTER: u32 = 0x02;
    pub(super) const KEY_ACTOR: u32 = 0x11;
    pub(super) const KEY_COUNTER: u32 = 0x13;
    pub(super) const KEY_TEXT: u32 = 0x15;
    pub(super) const INSERT: u32 = 0x34;
    pub(super) const ACTION: u32 = crate::precheck::ACTION_COLUMN;
    pub(super) const VALUE_META: u32 = 0x56;
    pub(super) const VALUE: u32 = 0x57;
    pub(super) const PREDECESSORS: u32 = 0x70;
    pub(super) const PREDECESSOR_ACTOR: u32 = 0x71;
    pub(super) const PREDECESSOR_COUNTER: u32 = 0x73;
    pub(super) const ALL: [u32; 12] = [
        OBJECT_ACTOR,
        OBJECT_COUNTER,
        KEY_ACTOR,
        KEY_COUNTER,
        KEY_TEXT,
        INSERT,
        ACTION,
        VALUE_META,
        VALUE,
        PREDECESSORS,
        PREDECESSOR_ACTOR,
        PREDECESSOR_COUNTER,
    ];
}

/// Where in its object an operation acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key<'a> {
    /// Under this key of a map.
    Property(&'a str),
    /// At the beginning of a text.
    Head,
    /// At the character that this operation inserted.
    Element(OpId),
}

/// A value, as far as the gate tells values apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    True,
    Text(&'a str),
    Other,
}

/// One operation. Actors are numbered as in the change: 0 is its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operation<'a> {
    /// The operation that made the object; `None` for the root.
    pub(crate) object: Option<OpId>,
    pub(crate) key: Key<'a>,
    pub(crate) insert: bool,
    pub(crate) action: u64,
    pub(crate) value: Value<'a>,
    pub(crate) predecessors: Vec<OpId>,
}

/// Reads every operation. Errors: [`Refusal::Columns`] and relatives.
pub(crate) fn operations<'a>(checked: &Checked<'a>) -> Result<Vec<Operation<'a>>, Refusal> {
    if checked.columns.iter().any(|(number, _)| !column::ALL.contains(number)) {
        return Err(Refusal::Columns);
    }
    let data = |wanted: u32| {
        checked.columns.iter().find(|(number, _)| *number == wanted).map_or(&[][..], |(_, data)| *data)
    };
    let actions = numbers(data(column::ACTION))?;
    let rows = actions.len();
    if rows == 0 {
        return Err(Refusal::Empty);
    }
    let mut objects = Ids::read(data(column::OBJECT_ACTOR), &numbers(data(column::OBJECT_COUNTER))?, rows)?;
    let key_counters = deltas(data(column::KEY_COUNTER))?;
    let mut key_ids = Ids::read(data(column::KEY_ACTOR), &key_counters, rows)?;
    let mut key_texts = padded(texts(data(column::KEY_TEXT))?, rows)?;
    let mut inserts = booleans(data(column::INSERT), rows)?;
    let mut metas = padded(numbers(data(column::VALUE_META))?, rows)?;
    let mut raw = Input(data(column::VALUE));
    let mut counts = padded(numbers(data(column::PREDECESSORS))?, rows)?;
    let mut predecessors = Predecessors::read(&data)?;

    let mut found = Vec::with_capacity(rows);
    for action in actions {
        let object = match objects.next()? {
            (None, None) => None,
            (Some(actor), Some(counter)) => Some(OpId { counter, actor }),
            _ => return Err(Refusal::Columns),
        };
        let key = key(next(&mut key_texts)?, key_ids.next()?)?;
        let insert = inserts.next().ok_or(Refusal::Columns)?;
        let value = value(next(&mut metas)?.unwrap_or(0), &mut raw)?;
        let count = next(&mut counts)?.unwrap_or(0);
        let predecessors = predecessors.take(count)?;
        let action = action.ok_or(Refusal::Columns)?;
        found.push(Operation { object, key, insert, action, value, predecessors });
    }
    if !raw.0.is_empty() || !predecessors.is_done() {
        return Err(Refusal::Columns);
    }
    Ok(found)
}

fn key<'a>(text: Option<&'a str>, id: (Option<usize>, Option<u64>)) -> Result<Key<'a>, Refusal> {
    match (text, id) {
        (Some(text), (None, None)) => Ok(Key::Property(text)),
        (None, (None, Some(0))) => Ok(Key::Head),
        (None, (Some(actor), Some(counter))) => Ok(Key::Element(OpId { counter, actor })),
        _ => Err(Refusal::Columns),
    }
}

fn value<'a>(meta: u64, raw: &mut Input<'a>) -> Result<Value<'a>, Refusal> {
    let length = usize::try_from(meta >> 4).map_err(|_| Refusal::Malformed)?;
    let bytes = raw.bytes(length)?;
    Ok(match (meta & 15, length) {
        (0, 0) => Value::Null,
        (2, 0) => Value::True,
        (6, _) => Value::Text(std::str::from_utf8(bytes).map_err(|_| Refusal::Malformed)?),
        _ => Value::Other,
    })
}

/// Two columns that together name operations.
struct Ids {
    actors: std::vec::IntoIter<Option<u64>>,
    counters: std::vec::IntoIter<Option<u64>>,
}

impl Ids {
    fn read(actors: &[u8], counters: &[Option<u64>], rows: usize) -> Result<Self, Refusal> {
        Ok(Self { actors: padded(numbers(actors)?, rows)?, counters: padded(counters.to_vec(), rows)? })
    }

    fn next(&mut self) -> Result<(Option<usize>, Option<u64>), Refusal> {
        let actor =
            next(&mut self.actors)?.map(|actor| usize::try_from(actor).map_err(|_| Refusal::Malformed));
        Ok((actor.transpose()?, next(&mut self.counters)?))
    }
}

/// Two columns that hold the predecessors of all operations one after another.
struct Predecessors {
    actors: std::vec::IntoIter<Option<u64>>,
    counters: std::vec::IntoIter<Option<u64>>,
}

impl Predecessors {
    fn read<'a>(data: &impl Fn(u32) -> &'a [u8]) -> Result<Self, Refusal> {
        let actors = numbers(data(column::PREDECESSOR_ACTOR))?;
        let counters = deltas(data(column::PREDECESSOR_COUNTER))?;
        if actors.len() != counters.len() {
            return Err(Refusal::Columns);
        }
        Ok(Self { actors: actors.into_iter(), counters: counters.into_iter() })
    }

    fn take(&mut self, count: u64) -> Result<Vec<OpId>, Refusal> {
        (0..count)
            .map(|_| match (self.actors.next(), self.counters.next()) {
                (Some(Some(actor)), Some(Some(counter))) => {
                    let actor = usize::try_from(actor).map_err(|_| Refusal::Malformed)?;
                    Ok(OpId { counter, actor })
                }
                _ => Err(Refusal::Columns),
            })
            .collect()
    }

    fn is_done(&self) -> bool {
        self.actors.len() == 0
    }
}

fn next<T>(rows: &mut std::vec::IntoIter<Option<T>>) -> Result<Option<T>, Refusal> {
    rows.next().ok_or(Refusal::Columns)
}

/// A column of nothing is left out of the bytes; any other has exactly one row per operation.
fn padded<T>(mut column: Vec<Option<T>>, rows: usize) -> Result<std::vec::IntoIter<Option<T>>, Refusal> {
    if column.is_empty() {
        column.resize_with(rows, || None);
    }
    if column.len() == rows { Ok(column.into_iter()) } else { Err(Refusal::Columns) }
}

fn runs<'a, T: Clone>(
    data: &'a [u8],
    mut one: impl FnMut(&mut Input<'a>) -> Result<T, Refusal>,
) -> Result<Vec<Option<T>>, Refusal> {
    let (mut input, mut rows) = (Input(data), Vec::new());
    while !input.0.is_empty() {
        let run = input.signed()?;
        let length = if run == 0 { input.unsigned()? } else { run.unsigned_abs() };
        let total = (rows.len() as u64).saturating_add(length);
        if total > ROWS_MAX {
            return Err(Refusal::RunLength { limit: ROWS_MAX });
        }
        // At most ROWS_MAX.
        let total = usize::try_from(total).map_err(|_| Refusal::Malformed)?;
        match run {
            0 => rows.resize(total, None),
            1.. => {
                let value = one(&mut input)?;
                rows.resize(total, Some(value));
            }
            _ => {
                for _ in 0..length {
                    rows.push(Some(one(&mut input)?));
                }
            }
        }
    }
    Ok(rows)
}

fn numbers(data: &[u8]) -> Result<Vec<Option<u64>>, Refusal> {
    runs(data, |input| input.unsigned())
}

fn texts(data: &[u8]) -> Result<Vec<Option<&str>>, Refusal> {
    runs(data, |input| {
        let bytes = input.prefixed(data.len() as u64)?;
        std::str::from_utf8(bytes).map_err(|_| Refusal::Malformed)
    })
}

fn deltas(data: &[u8]) -> Result<Vec<Option<u64>>, Refusal> {
    let mut sum = 0_i64;
    runs(data, |input| input.signed())?
        .into_iter()
        .map(|step| {
            step.map(|step| {
                sum = sum.checked_add(step).ok_or(Refusal::Malformed)?;
                u64::try_from(sum).map_err(|_| Refusal::Malformed)
            })
            .transpose()
        })
        .collect()
}

fn booleans(data: &[u8], rows: usize) -> Result<std::vec::IntoIter<bool>, Refusal> {
    let (mut input, mut found, mut value) = (Input(data), Vec::new(), false);
    while !input.0.is_empty() {
        let length = usize::try_from(input.unsigned()?).map_err(|_| Refusal::Malformed)?;
        let total = found.len().saturating_add(length);
        if total > rows {
            return Err(Refusal::Columns);
        }
        found.resize(total, value);
        value = !value;
    }
    if found.len() == rows { Ok(found.into_iter()) } else { Err(Refusal::Columns) }
}

const _: () = assert!(kind::VALUE == column::VALUE & 7 && kind::GROUP == column::PREDECESSORS & 7);
