//! SQLite's write-ahead log, read without SQLite.
//!
//! SQLite ends the log at the first frame whose checksum fails and drops the rest without a word. That is right for
//! a commit that a loss of power cut short, and wrong for one flipped bit in the middle of acknowledged work. The
//! two can be told apart: commits are made durable one after the other, so a sound frame right behind a later commit
//! proves that everything before that commit had reached the disk.
//!
//! Source: "The SQLite Database File Format", section 4.

use super::page::PAGE_BYTES;
use std::collections::HashMap;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const FRAME_BYTES: usize = FRAME_HEADER_BYTES + PAGE_BYTES;

/// The log file, taken apart.
pub(super) struct Log {
    bytes: Vec<u8>,
    frames: Vec<Frame>,
    /// The header's own checksum holds.
    header_sound: bool,
}

struct Frame {
    page: u32,
    /// Size of the database in pages, in the last frame of a commit; else 0.
    commit: u32,
    /// Its checksum follows from the one before it, as stored.
    sound: bool,
}

/// Rolling checksum over pairs of words.
fn checksum(big_endian: bool, seed: (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let (mut a, mut b) = seed;
    let word = |four: &[u8]| {
        let four: [u8; 4] = four.try_into().unwrap_or_default();
        if big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    for eight in bytes.chunks_exact(8) {
        let (first, second) = eight.split_at(4);
        a = a.wrapping_add(word(first)).wrapping_add(b);
        b = b.wrapping_add(word(second)).wrapping_add(a);
    }
    (a, b)
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

impl Log {
    /// Takes a log apart; `None` if it holds nothing or is of another page size.
    pub(super) fn parse(bytes: Vec<u8>) -> Option<Self> {
        let header = bytes.get(..HEADER_BYTES)?;
        let magic = be32(header, 0)?;
        let big_endian = magic & 1 == 1;
        let own = checksum(big_endian, (0, 0), header.get(..24)?);
        let stored = (be32(header, 24)?, be32(header, 28)?);
        let sound_magic = magic & !1 == 0x377f_0682;
        let header_sound = sound_magic && own == stored && be32(header, 8)? as usize == PAGE_BYTES;
        let salt = header.get(16..24)?.to_vec();
        let mut before = stored;
        let mut frames = Vec::new();
        for frame in bytes.get(HEADER_BYTES..)?.chunks_exact(FRAME_BYTES) {
            let (head, page) = frame.split_at(FRAME_HEADER_BYTES);
            let follows = checksum(big_endian, before, head.get(..8)?);
            let follows = checksum(big_endian, follows, page);
            before = (be32(head, 16)?, be32(head, 20)?);
            frames.push(Frame {
                page: be32(head, 0)?,
                commit: be32(head, 4)?,
                // Frames of an earlier round of the same file carry another salt.
                sound: follows == before && head.get(8..16)? == salt,
            });
        }
        Some(Self { bytes, frames, header_sound })
    }

    /// The first frame that is harmed although later work relied on it; counted from 1, 0 is the header.
    pub(super) fn harmed(&self) -> Option<usize> {
        if !self.header_sound {
            // A header is made durable before the first commit that uses it.
            return self.frames.iter().any(|frame| frame.sound && frame.commit > 0).then_some(0);
        }
        let first_bad = self.frames.iter().position(|frame| !frame.sound)?;
        // Right behind it, not anywhere behind it: further on may lie what is left of an older, longer commit that a
        // loss of power cut short too. It carries the same salt, and its frames follow from each other.
        let relied_on = |pair: &[Frame]| match pair {
            [commit, next] => commit.sound && commit.commit > 0 && next.sound,
            _ => false,
        };
        self.frames.get(first_bad..)?.windows(2).any(relied_on).then_some(first_bad + 1)
    }

    /// Pages of the log with the place of the latest sound and committed copy of each.
    pub(super) fn pages(&self) -> HashMap<u32, usize> {
        let end = match (self.harmed(), self.frames.iter().position(|frame| !frame.sound)) {
            // What follows the first bad frame is left over from before, or was never committed.
            (None, Some(bad)) => {
                let sound = self.frames.get(..bad).unwrap_or_default();
                sound.iter().rposition(|frame| frame.commit > 0)
            }
            _ => self.frames.iter().rposition(|frame| frame.sound && frame.commit > 0),
        };
        let Some(end) = end else { return HashMap::new() };
        let frames = self.frames.iter().enumerate().take(end + 1);
        frames.filter(|(_, frame)| frame.sound).map(|(place, frame)| (frame.page, place)).collect()
    }

    /// The page in the frame at `place`.
    pub(super) fn page(&self, place: usize) -> Option<&[u8]> {
        let start = HEADER_BYTES + place * FRAME_BYTES + FRAME_HEADER_BYTES;
        self.bytes.get(start..start + PAGE_BYTES)
    }
}
