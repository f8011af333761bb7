//! Writing the bytes of changes by hand: numbers, runs, and the chunk around them.

use crate::precheck::{CHUNK_CHANGE, MAGIC};
use sha2::{Digest, Sha256};

/// A chunk around the body of a change.
pub(crate) fn frame(body: &[u8]) -> Vec<u8> {
    let mut hashed = vec![CHUNK_CHANGE];
    unsigned(&mut hashed, body.len() as u64);
    hashed.extend_from_slice(body);
    let hash: [u8; 32] = Sha256::digest(&hashed).into();
    let mut out = MAGIC.to_vec();
    out.extend(hash.iter().take(4));
    out.extend_from_slice(&hashed);
    out
}

/// Bytes preceded by their number.
pub(crate) fn prefixed(out: &mut Vec<u8>, bytes: &[u8]) {
    unsigned(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Unsigned LEB128.
pub(crate) fn unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(low_bits(value) | 0x80);
        value >>= 7;
    }
    out.push(low_bits(value));
}

/// Signed LEB128.
pub(crate) fn signed(out: &mut Vec<u8>, mut value: i64) {
    // Done once what is left is nothing but the sign of what was written.
    while !(-64..64).contains(&value) {
        out.push(low_bits(value.cast_unsigned()) | 0x80);
        value >>= 7;
    }
    out.push(low_bits(value.cast_unsigned()));
}

fn low_bits(value: u64) -> u8 {
    u8::try_from(value & 0x7f).unwrap_or(0)
}

/// A run-length column: each value with the number of rows that have it; `None` for rows of nothing.
///
/// Neighbours must differ; single values that follow each other are written as one literal run.
pub(crate) fn runs(values: &[(u64, Option<Vec<u8>>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut literal: Vec<&[u8]> = Vec::new();
    let flush = |out: &mut Vec<u8>, literal: &mut Vec<&[u8]>| {
        if !literal.is_empty() {
            signed(out, -i64::try_from(literal.len()).unwrap_or(0));
            literal.drain(..).for_each(|value| out.extend_from_slice(value));
        }
    };
    for (count, value) in values {
        match value {
            Some(value) if *count == 1 => literal.push(value),
            Some(value) => {
                flush(&mut out, &mut literal);
                signed(&mut out, i64::try_from(*count).unwrap_or(0));
                out.extend_from_slice(value);
            }
            None => {
                flush(&mut out, &mut literal);
                signed(&mut out, 0);
                unsigned(&mut out, *count);
            }
        }
    }
    flush(&mut out, &mut literal);
    out
}
