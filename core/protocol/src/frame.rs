//! Bodies on the wire: CBOR under zstd with a shared dictionary, with a cap on the decompressed size.

use crate::dictionary::DICTIONARY;
use crate::limits::BODY_BYTES_MAX;
use std::io::Read;

/// Content type of a body.
pub const CONTENT_TYPE: &str = "application/zhian";

/// A body could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The body is larger than allowed once decompressed.
    #[error("the body holds more than {limit} bytes once decompressed")]
    TooLarge {
        /// The cap, bytes.
        limit: usize,
    },
    /// The body is not zstd.
    #[error("the body is not a zstd frame")]
    NotCompressed(#[source] std::io::Error),
    /// The body is not the expected message.
    #[error("the body is not the expected message: {detail}")]
    Malformed {
        /// What the reader found.
        detail: String,
    },
}

impl FrameError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] =
        &["frame.too-large", "frame.not-compressed", "frame.malformed"];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "frame.too-large",
            Self::NotCompressed(_) => "frame.not-compressed",
            Self::Malformed { .. } => "frame.malformed",
        }
    }
}

/// Compression levels: up to so many bytes, this level; the last one for everything larger.
///
/// Airtime is dearer than the phone's time, but not without end: level 19 takes about 0.25 µs a byte, which is a
/// millisecond for a few KiB and 7 ms for a sealed visit of 30 KiB that level 3 packs in 0.2 ms.
const LEVELS: [(usize, i32); 2] = [(4 * 1024, 19), (16 * 1024, 12)];
const LEVEL_LARGE: i32 = 3;
const LEVEL_QUICK: i32 = 1;

/// Writes a message as a body.
///
/// Errors: [`FrameError::TooLarge`] if the message does not fit, which is a defect of the planner.
pub fn write<M: minicbor::Encode<()>>(message: &M) -> Result<Vec<u8>, FrameError> {
    let plain =
        minicbor::to_vec(message).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })?;
    if plain.len() > BODY_BYTES_MAX {
        return Err(FrameError::TooLarge { limit: BODY_BYTES_MAX });
    }
    let level = LEVELS.iter().find(|(most, _)| plain.len() <= *most).map_or(LEVEL_LARGE, |(_, level)| *level);
    compress(&plain, level)
}

/// Writes a message as a body in the least time: a server's time is everybody's. Errors: as [`write()`], but for the size.
pub fn write_quickly<M: minicbor::Encode<()>>(message: &M) -> Result<Vec<u8>, FrameError> {
    let plain =
        minicbor::to_vec(message).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })?;
    compress(&plain, LEVEL_QUICK)
}

fn compress(plain: &[u8], level: i32) -> Result<Vec<u8>, FrameError> {
    zstd::bulk::Compressor::with_dictionary(level, DICTIONARY)
        .and_then(|mut compressor| compressor.compress(plain))
        .map_err(FrameError::NotCompressed)
}

/// Reads a body written by [`write()`].
///
/// Errors: [`FrameError`]; never allocates more than [`BODY_BYTES_MAX`], whatever the frame claims.
pub fn read<M: for<'b> minicbor::Decode<'b, ()>>(body: &[u8]) -> Result<M, FrameError> {
    let mut plain = Vec::new();
    let limit = BODY_BYTES_MAX;
    zstd::stream::read::Decoder::with_dictionary(body, DICTIONARY)
        .and_then(|decoder| decoder.take(limit as u64 + 1).read_to_end(&mut plain))
        .map_err(FrameError::NotCompressed)?;
    if plain.len() > limit {
        return Err(FrameError::TooLarge { limit });
    }
    minicbor::decode(&plain).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_at_the_limit_is_read_and_one_byte_past_it_is_refused() {
        // A CBOR byte string of this size carries a five-byte head.
        let at_limit = minicbor::bytes::ByteVec::from(vec![0; BODY_BYTES_MAX - 5]);
        let body = write(&at_limit).unwrap();
        assert_eq!(read::<minicbor::bytes::ByteVec>(&body).unwrap().len(), BODY_BYTES_MAX - 5);

        let past = minicbor::bytes::ByteVec::from(vec![0; BODY_BYTES_MAX - 4]);
        assert_eq!(write(&past).unwrap_err().code(), "frame.too-large");
        let bomb = zstd::bulk::compress(&minicbor::to_vec(&past).unwrap(), 3).unwrap();
        assert_eq!(read::<minicbor::bytes::ByteVec>(&bomb).unwrap_err().code(), "frame.too-large");
    }

    #[test]
    fn a_bomb_of_zeros_is_refused_without_being_unfolded() {
        let bomb = zstd::bulk::compress(&vec![0; 64 * BODY_BYTES_MAX], 19).unwrap();
        assert!(bomb.len() < 64 * 1024);
        assert_eq!(read::<u8>(&bomb).unwrap_err().code(), "frame.too-large");
    }

    #[test]
    fn foreign_bytes_are_refused_with_a_reason() {
        assert_eq!(read::<u8>(b"not a frame").unwrap_err().code(), "frame.not-compressed");
        let text = zstd::bulk::compress(b"hello", 3).unwrap();
        assert_eq!(read::<u8>(&text).unwrap_err().code(), "frame.malformed");
    }
}
