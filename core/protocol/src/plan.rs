//! What to send next: pure planning, so that the loop that sends has no opinions.

use crate::limits::{CHUNK_BYTES_MAX, PARCELS_PER_REQUEST_MAX, PUSH_BYTES_TARGET};
use zhian_domain::id::{ContentHash, EvidenceHash};

/// A parcel waiting in the outbox, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The parcel.
    pub digest: ContentHash,
    /// Its size, bytes.
    pub bytes: usize,
}

/// The parcels of the next request: from the front, as many as fit, at least one if any waits.
#[must_use]
pub fn next_push(waiting: &[Waiting]) -> Vec<ContentHash> {
    let mut room = PUSH_BYTES_TARGET;
    let mut chosen = Vec::new();
    for one in waiting.iter().take(PARCELS_PER_REQUEST_MAX) {
        if one.bytes > room && !chosen.is_empty() {
            break;
        }
        room = room.saturating_sub(one.bytes);
        chosen.push(one.digest);
    }
    chosen
}

/// An evidence file whose bytes the server does not have yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upload {
    /// The file.
    pub hash: EvidenceHash,
    /// Its size, bytes.
    pub bytes: u64,
    /// Whether it belongs to a finding or a failed item.
    pub urgent: bool,
}

/// The order in which evidence is sent: what belongs to findings first, then small before large, so that the most
/// files are safe when the line is cut. Equal files keep an order by hash: same input, same plan.
#[must_use]
pub fn upload_order(mut uploads: Vec<Upload>) -> Vec<Upload> {
    uploads.sort_by_key(|upload| (!upload.urgent, upload.bytes, upload.hash));
    uploads
}

/// The next piece of a file to send from `offset`; `None` when nothing is left.
#[must_use]
pub fn next_chunk(offset: u64, bytes: u64) -> Option<std::ops::Range<u64>> {
    (offset < bytes).then(|| offset..bytes.min(offset.saturating_add(CHUNK_BYTES_MAX as u64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(sizes: &[usize]) -> Vec<Waiting> {
        let name = |index: usize| ContentHash::of(&index.to_be_bytes());
        sizes
            .iter()
            .enumerate()
            .map(|(index, bytes)| Waiting { digest: name(index), bytes: *bytes })
            .collect()
    }

    #[test]
    fn a_request_takes_the_oldest_parcels_that_fit() {
        let all = waiting(&[PUSH_BYTES_TARGET - 1, 1, 1]);
        assert_eq!(next_push(&all), vec![all[0].digest, all[1].digest]);
        assert_eq!(next_push(&[]), vec![]);
    }

    #[test]
    fn a_parcel_larger_than_the_target_travels_alone_instead_of_never() {
        let all = waiting(&[PUSH_BYTES_TARGET + 1, 1]);
        assert_eq!(next_push(&all), vec![all[0].digest]);
    }

    #[test]
    fn a_request_never_holds_more_parcels_than_allowed() {
        let all = waiting(&vec![1; PARCELS_PER_REQUEST_MAX + 1]);
        assert_eq!(next_push(&all).len(), PARCELS_PER_REQUEST_MAX);
    }

    #[test]
    fn findings_go_first_and_small_files_before_large_ones() {
        let upload =
            |byte, bytes, urgent| Upload { hash: EvidenceHash::from_bytes([byte; 32]), bytes, urgent };
        let ordered = upload_order(vec![upload(1, 10, false), upload(2, 90, true), upload(3, 20, true)]);
        assert_eq!(ordered, vec![upload(3, 20, true), upload(2, 90, true), upload(1, 10, false)]);
    }

    #[test]
    fn a_file_is_cut_into_chunks_that_cover_it_exactly() {
        let chunk = CHUNK_BYTES_MAX as u64;
        assert_eq!(next_chunk(0, chunk), Some(0..chunk));
        assert_eq!(next_chunk(0, chunk + 1), Some(0..chunk));
        assert_eq!(next_chunk(chunk, chunk + 1), Some(chunk..chunk + 1));
        assert_eq!(next_chunk(chunk + 1, chunk + 1), None);
        assert_eq!(next_chunk(0, 0), None);
    }
}
