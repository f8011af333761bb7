//! The list at the front of a bundle.

use crate::EngineError;
use std::io::Read;
use zhian_domain::id::{ContentHash, EvidenceHash};
use zhian_protocol::limits::{EVIDENCE_BYTES_MAX, PARCEL_BYTES_MAX};

const MAGIC: [u8; 9] = *b"ZHIANBDL\x01";

/// Most entries of either list: a district's visits of a year.
const ENTRIES_MAX: u32 = 100_000;

/// Bytes of one entry of either list.
const PARCEL_ENTRY_BYTES: usize = 32 + 4;
const FILE_ENTRY_BYTES: usize = 32 + 8;

/// Longest manifest that is read.
const MANIFEST_BYTES_MAX: usize = 8 + ENTRIES_MAX as usize * (PARCEL_ENTRY_BYTES + FILE_ENTRY_BYTES);

/// What a bundle says it holds, in the order in which it holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Manifest {
    pub(super) parcels: Vec<(ContentHash, u32)>,
    pub(super) files: Vec<(EvidenceHash, u64)>,
}

fn bad(detail: impl Into<String>) -> EngineError {
    EngineError::Bundle { detail: detail.into() }
}

impl Manifest {
    /// Bytes of everything behind the manifest.
    pub(super) fn content_bytes(&self) -> u64 {
        let parcels: u64 = self.parcels.iter().map(|(_, size)| u64::from(*size)).sum();
        self.files.iter().fold(parcels, |sum, (_, size)| sum.saturating_add(*size))
    }

    /// The front of a bundle. Errors: `engine.bundle` if more is asked for than a bundle may hold.
    pub(super) fn write(&self) -> Result<Vec<u8>, EngineError> {
        let count = |length: usize| {
            u32::try_from(length)
                .ok()
                .filter(|count| *count <= ENTRIES_MAX)
                .ok_or_else(|| bad(format!("a bundle holds at most {ENTRIES_MAX} parcels and as many files")))
        };
        let mut list = count(self.parcels.len())?.to_be_bytes().to_vec();
        for (digest, size) in &self.parcels {
            list.extend_from_slice(digest.as_bytes());
            list.extend_from_slice(&size.to_be_bytes());
        }
        list.extend_from_slice(&count(self.files.len())?.to_be_bytes());
        for (hash, size) in &self.files {
            list.extend_from_slice(hash.as_bytes());
            list.extend_from_slice(&size.to_be_bytes());
        }
        let length = u32::try_from(list.len()).map_err(|_| bad("its list is too long"))?;
        let digest = ContentHash::of(&list);
        Ok([MAGIC.as_slice(), &length.to_be_bytes(), &list, digest.as_bytes()].concat())
    }

    /// Reads the front of a bundle. Errors: `engine.bundle`; nothing is reserved for what is merely announced.
    pub(super) fn read(from: &mut impl Read) -> Result<Self, EngineError> {
        if exactly(from, MAGIC.len())? != MAGIC {
            return Err(bad("it does not begin as a bundle does, or is of a newer version"));
        }
        let length = number(&exactly(from, 4)?) as usize;
        if length > MANIFEST_BYTES_MAX {
            return Err(bad(format!(
                "its list has {length} bytes, at most {MANIFEST_BYTES_MAX} are allowed"
            )));
        }
        let list = exactly(from, length)?;
        if exactly(from, 32)? != ContentHash::of(&list).as_bytes() {
            return Err(bad("its list is damaged"));
        }
        Self::parse(&list).ok_or_else(|| bad("its list cannot be read"))?.checked()
    }

    fn parse(list: &[u8]) -> Option<Self> {
        let (count, rest) = list.split_at_checked(4)?;
        let (parcels, rest) = rest.split_at_checked(number(count) as usize * PARCEL_ENTRY_BYTES)?;
        let (count, rest) = rest.split_at_checked(4)?;
        let (files, rest) = rest.split_at_checked(number(count) as usize * FILE_ENTRY_BYTES)?;
        if !rest.is_empty() {
            return None;
        }
        let parcel = |entry: &[u8]| {
            let (digest, size) = entry.split_at_checked(32)?;
            Some((ContentHash::from_slice(digest)?, number(size)))
        };
        let file = |entry: &[u8]| {
            let (hash, size) = entry.split_at_checked(32)?;
            Some((EvidenceHash::from_slice(hash)?, u64::from_be_bytes(size.try_into().ok()?)))
        };
        Some(Self {
            parcels: parcels.chunks(PARCEL_ENTRY_BYTES).map(parcel).collect::<Option<_>>()?,
            files: files.chunks(FILE_ENTRY_BYTES).map(file).collect::<Option<_>>()?,
        })
    }

    fn checked(self) -> Result<Self, EngineError> {
        let fits = self.parcels.len() <= ENTRIES_MAX as usize
            && self.files.len() <= ENTRIES_MAX as usize
            && self.parcels.iter().all(|(_, size)| *size as usize <= PARCEL_BYTES_MAX)
            && self.files.iter().all(|(_, size)| *size <= EVIDENCE_BYTES_MAX);
        if fits { Ok(self) } else { Err(bad("it holds more or larger things than are allowed")) }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.try_into().map_or(0, u32::from_be_bytes)
}

/// The next bytes, exactly so many. Errors: `engine.bundle` if the file ends before.
pub(super) fn exactly(from: &mut impl Read, count: usize) -> Result<Vec<u8>, EngineError> {
    let mut bytes = Vec::new();
    from.take(count as u64).read_to_end(&mut bytes).map_err(|cause| bad(cause.to_string()))?;
    if bytes.len() == count { Ok(bytes) } else { Err(bad("it ends too early")) }
}
