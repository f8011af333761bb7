//! A hand-written encoder of changes, for those that the merge library refuses to write.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

use sha2::{Digest, Sha256};

/// An operation by actor (as numbered in the change, 0 is its own) and counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(pub u64, pub u64);

#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    Text(String),
    Head,
    Element(Id),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    Null,
    True,
    Int(i64),
    Counter(i64),
    Text(String),
    Bytes(Vec<u8>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Op {
    pub object: Option<Id>,
    pub key: Key,
    pub insert: bool,
    pub action: u64,
    pub value: Scalar,
    pub pred: Vec<Id>,
}

impl Op {
    pub fn set(object: Option<Id>, key: &str, value: &str) -> Self {
        let (key, value) = (Key::Text(key.to_owned()), Scalar::Text(value.to_owned()));
        Self { object, key, insert: false, action: 1, value, pred: Vec::new() }
    }

    pub fn make(object: Option<Id>, key: &str, action: u64) -> Self {
        Self { action, value: Scalar::Null, ..Self::set(object, key, "") }
    }

    pub fn insert(object: Id, key: Key, text: &str) -> Self {
        Self { key, insert: true, ..Self::set(Some(object), "", text) }
    }

    pub fn delete(object: Id, element: Id) -> Self {
        let pred = vec![element];
        Self {
            key: Key::Element(element),
            action: 3,
            value: Scalar::Null,
            pred,
            ..Self::set(Some(object), "", "")
        }
    }

    pub fn replacing(self, pred: &[Id]) -> Self {
        Self { pred: pred.to_vec(), ..self }
    }
}

/// A change as parts; `encode` makes a chunk with a right length and checksum of it.
#[derive(Debug, Clone)]
pub struct Forged {
    pub deps: Vec<[u8; 32]>,
    pub actor: Vec<u8>,
    pub seq: u64,
    pub start_op: u64,
    pub time: i64,
    pub message: String,
    pub others: Vec<Vec<u8>>,
    pub ops: Vec<Op>,
    pub extra: Vec<u8>,
}

impl Forged {
    pub fn encode(&self) -> Vec<u8> {
        chunk(1, &self.body(&columns(&self.ops)))
    }

    /// With columns of the forger's own making.
    pub fn body(&self, columns: &[(u32, Vec<u8>)]) -> Vec<u8> {
        let mut out = Vec::new();
        unsigned(&mut out, self.deps.len() as u64);
        let mut deps = self.deps.clone();
        deps.sort_unstable();
        deps.iter().for_each(|dep| out.extend_from_slice(dep));
        prefixed(&mut out, &self.actor);
        unsigned(&mut out, self.seq);
        unsigned(&mut out, self.start_op);
        signed(&mut out, self.time);
        prefixed(&mut out, self.message.as_bytes());
        unsigned(&mut out, self.others.len() as u64);
        self.others.iter().for_each(|other| prefixed(&mut out, other));
        unsigned(&mut out, columns.len() as u64);
        for (number, data) in columns {
            unsigned(&mut out, u64::from(*number));
            unsigned(&mut out, data.len() as u64);
        }
        columns.iter().for_each(|(_, data)| out.extend_from_slice(data));
        out.extend_from_slice(&self.extra);
        out
    }
}

/// A chunk with a right length and checksum.
pub fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut hashed = vec![kind];
    unsigned(&mut hashed, body.len() as u64);
    hashed.extend_from_slice(body);
    let hash: [u8; 32] = Sha256::digest(&hashed).into();
    let mut out = vec![0x85, 0x6f, 0x4a, 0x83];
    out.extend_from_slice(&hash[..4]);
    out.extend_from_slice(&hashed);
    out
}

/// Hash of a chunk: over all behind magic and checksum.
pub fn hash(chunk: &[u8]) -> [u8; 32] {
    Sha256::digest(chunk.get(8..).unwrap_or(&[])).into()
}

/// The chunk with length and checksum put right after its body was altered. `None` if it is too short for that.
pub fn repaired(altered: &[u8]) -> Option<Vec<u8>> {
    let kind = *altered.get(8)?;
    let length = altered.get(9..)?.iter().position(|byte| byte & 0x80 == 0)? + 1;
    Some(chunk(kind, altered.get(9 + length..)?))
}

/// The columns of operations, as the merge library writes them.
pub fn columns(ops: &[Op]) -> Vec<(u32, Vec<u8>)> {
    let ids = |id: &dyn Fn(&Op) -> Option<Id>| {
        let actors: Vec<_> = ops.iter().map(|op| id(op).map(|id| id.0)).collect();
        let counters: Vec<_> = ops.iter().map(|op| id(op).map(|id| id.1)).collect();
        (actors, counters)
    };
    let (object_actors, object_counters) = ids(&|op| op.object);
    let (key_actors, mut key_counters) = ids(&|op| match &op.key {
        Key::Element(id) => Some(*id),
        _ => None,
    });
    for (counter, op) in key_counters.iter_mut().zip(ops) {
        if op.key == Key::Head {
            *counter = Some(0);
        }
    }
    let key_texts: Vec<_> = ops
        .iter()
        .map(|op| match &op.key {
            Key::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    let actions: Vec<_> = ops.iter().map(|op| Some(op.action)).collect();
    let (metas, raw) = values(ops);
    let counts: Vec<_> = ops.iter().map(|op| Some(op.pred.len() as u64)).collect();
    let preds: Vec<Id> = ops.iter().flat_map(|op| op.pred.clone()).collect();
    let pred_actors: Vec<_> = preds.iter().map(|id| Some(id.0)).collect();
    let pred_counters: Vec<_> = preds.iter().map(|id| Some(id.1)).collect();
    let number = |out: &mut Vec<u8>, value: &u64| unsigned(out, *value);
    let step = |out: &mut Vec<u8>, value: &i64| signed(out, *value);
    let text = |out: &mut Vec<u8>, value: &String| prefixed(out, value.as_bytes());
    let all = vec![
        (0x01, runs(&object_actors, number)),
        (0x02, runs(&object_counters, number)),
        (0x11, runs(&key_actors, number)),
        (0x13, runs(&steps(&key_counters), step)),
        (0x15, runs(&key_texts, text)),
        (0x34, booleans(&ops.iter().map(|op| op.insert).collect::<Vec<_>>())),
        (0x42, runs(&actions, number)),
        (0x56, runs(&metas, number)),
        (0x57, raw),
        (0x70, runs(&counts, number)),
        (0x71, runs(&pred_actors, number)),
        (0x73, runs(&steps(&pred_counters), step)),
    ];
    all.into_iter().filter(|(_, data)| !data.is_empty()).collect()
}

fn values(ops: &[Op]) -> (Vec<Option<u64>>, Vec<u8>) {
    let (mut metas, mut raw) = (Vec::new(), Vec::new());
    for op in ops {
        let mut data = Vec::new();
        let kind = match &op.value {
            Scalar::Null => 0,
            Scalar::True => 2,
            Scalar::Int(value) => {
                signed(&mut data, *value);
                4
            }
            Scalar::Counter(value) => {
                signed(&mut data, *value);
                8
            }
            Scalar::Text(text) => {
                data.extend_from_slice(text.as_bytes());
                6
            }
            Scalar::Bytes(bytes) => {
                data.extend_from_slice(bytes);
                7
            }
        };
        metas.push(Some(((data.len() as u64) << 4) | kind));
        raw.extend(data);
    }
    (metas, raw)
}

fn steps(values: &[Option<u64>]) -> Vec<Option<i64>> {
    let mut before = 0_i64;
    values
        .iter()
        .map(|value| {
            value.map(|value| {
                let step = (value as i64).wrapping_sub(before);
                before = value as i64;
                step
            })
        })
        .collect()
}

/// Run-length encoding: a count and a value, a negative count and that many values, or 0 and a count of nothing.
pub fn runs<T: PartialEq>(values: &[Option<T>], one: impl Fn(&mut Vec<u8>, &T)) -> Vec<u8> {
    let mut out = Vec::new();
    if values.iter().all(Option::is_none) {
        return out;
    }
    let mut rest = values;
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|value| *value == first).count();
        match first {
            None => {
                signed(&mut out, 0);
                unsigned(&mut out, same as u64);
                rest = &rest[same..];
            }
            Some(value) if same > 1 => {
                signed(&mut out, same as i64);
                one(&mut out, value);
                rest = &rest[same..];
            }
            Some(_) => {
                let mut alone = 0;
                while alone < rest.len()
                    && rest[alone].is_some()
                    && rest.get(alone + 1).is_none_or(|next| *next != rest[alone])
                {
                    alone += 1;
                }
                signed(&mut out, -(alone as i64));
                rest[..alone].iter().flatten().for_each(|value| one(&mut out, value));
                rest = &rest[alone..];
            }
        }
    }
    out
}

fn booleans(values: &[bool]) -> Vec<u8> {
    let (mut out, mut current, mut count) = (Vec::new(), false, 0);
    for value in values {
        if *value == current {
            count += 1;
        } else {
            unsigned(&mut out, count);
            (current, count) = (*value, 1);
        }
    }
    unsigned(&mut out, count);
    out
}

fn prefixed(out: &mut Vec<u8>, bytes: &[u8]) {
    unsigned(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

pub fn unsigned(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

pub fn signed(out: &mut Vec<u8>, mut value: i64) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if (value == 0 && byte & 0x40 == 0) || (value == -1 && byte & 0x40 != 0) {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}
