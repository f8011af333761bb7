//! Sending a file that lies under its hash, whole or by range.

use super::Desk;
use super::body::text;
use crate::error::ServerError;
use crate::evidence::EvidenceStore;
use crate::office::Office;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body::Frame;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;
use zhian_domain::id::EvidenceHash;

/// Bytes read from a file at once when it is sent.
const READ_BYTES: usize = 256 * 1024;

/// Which files.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shelf {
    /// What devices brought.
    Evidence,
    /// What the regulator published.
    Media,
}

impl Shelf {
    pub(super) fn of(self, office: &Office) -> &dyn EvidenceStore {
        match self {
            Self::Evidence => office.evidence.as_ref(),
            Self::Media => office.media.as_ref(),
        }
    }
}

/// A file of `size` bytes, or the range of it that is asked for. Who may read it was settled before.
///
/// Errors: [`ServerError::Range`].
pub(super) fn answer(
    desk: &Desk,
    shelf: Shelf,
    hash: EvidenceHash,
    size: u64,
    headers: &HeaderMap,
) -> Result<Response, ServerError> {
    let range = match text(headers, header::RANGE.as_str()) {
        Some(asked) => Some(range_of(asked, size).ok_or(ServerError::Range { bytes: size })?),
        None => None,
    };
    let (start, end) = range.unwrap_or((0, size));
    let mut response = Response::new(Body::new(stream_out(desk, shelf, hash, start, end)));
    let length = end.saturating_sub(start);
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    out.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    out.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if range.is_some() {
        let last = end.saturating_sub(1);
        if let Ok(text) = HeaderValue::from_str(&format!("bytes {start}-{last}/{size}")) {
            out.insert(header::CONTENT_RANGE, text);
        }
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

/// Start and end (exclusive) of `bytes=a-b`, `bytes=a-` or `bytes=-n`. `None` if it lies outside or is several.
fn range_of(asked: &str, size: u64) -> Option<(u64, u64)> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let (start, end) = match (first.trim(), last.trim()) {
        ("", suffix) => (size.saturating_sub(suffix.parse::<u64>().ok().filter(|count| *count > 0)?), size),
        (first, "") => (first.parse().ok()?, size),
        (first, last) => (first.parse().ok()?, last.parse::<u64>().ok()?.saturating_add(1).min(size)),
    };
    (start < end).then_some((start, end))
}

/// Pieces of a file on their way out.
struct Pieces(mpsc::Receiver<std::io::Result<Bytes>>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

fn stream_out(desk: &Desk, shelf: Shelf, hash: EvidenceHash, start: u64, end: u64) -> Pieces {
    let (pieces, out) = mpsc::channel(2);
    let office = std::sync::Arc::clone(&desk.office);
    tokio::task::spawn_blocking(move || {
        let store = shelf.of(&office);
        let mut at = start;
        while at < end {
            let room = usize::try_from(end.saturating_sub(at)).unwrap_or(READ_BYTES).min(READ_BYTES);
            let piece = match store.read(&hash, at, room) {
                Ok(bytes) if bytes.is_empty() => {
                    Err(std::io::Error::other("the file is shorter than its row says"))
                }
                Ok(bytes) => Ok(Bytes::from(bytes)),
                Err(cause) => Err(std::io::Error::other(cause)),
            };
            at = at.saturating_add(piece.as_ref().map_or(0, |bytes| bytes.len() as u64));
            let failed = piece.is_err();
            // The reader may have gone away.
            if pieces.blocking_send(piece).is_err() || failed {
                return;
            }
        }
    });
    Pieces(out)
}

#[cfg(test)]
mod tests {
    use super::range_of;

    #[test]
    fn ranges_are_read_as_http_means_them() {
        assert_eq!(range_of("bytes=0-", 10), Some((0, 10)));
        assert_eq!(range_of("bytes=3-4", 10), Some((3, 5)));
        assert_eq!(range_of("bytes=3-99", 10), Some((3, 10)));
        assert_eq!(range_of("bytes=-4", 10), Some((6, 10)));
        assert_eq!(range_of("bytes=-99", 10), Some((0, 10)));
        for bad in ["bytes=10-", "bytes=5-4", "bytes=-0", "bytes=a-b", "0-4", "bytes=1-2,4-5"] {
            assert_eq!(range_of(bad, 10), None, "{bad}");
        }
    }
}
