//! Reading bodies within their limits, writing them quickly.

use crate::error::ServerError;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;
use zhian_protocol::frame::{self, CONTENT_TYPE};

/// How long a client may be silent in the middle of a body. Bad lines stutter; dead ones must not pile up.
pub(super) const SILENCE_MAX: Duration = Duration::from_secs(60);

/// A header as text.
pub(super) fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Refuses a body of another type than ours.
pub(super) fn expect_type(headers: &HeaderMap, expected: &'static str) -> Result<(), ServerError> {
    let found = text(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let media = found.split(';').next().unwrap_or_default().trim();
    if media.eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(ServerError::ContentType { found: found.chars().take(100).collect(), expected })
    }
}

/// The announced length of a body, if it is announced. Errors: announced over the limit, before a byte is read.
pub(super) fn check_length(headers: &HeaderMap, limit: usize) -> Result<Option<u64>, ServerError> {
    let announced =
        text(headers, header::CONTENT_LENGTH.as_str()).and_then(|value| value.parse::<u64>().ok());
    match announced {
        Some(length) if length > limit as u64 => Err(ServerError::BodyTooLarge { limit }),
        announced => Ok(announced),
    }
}

/// A whole body of at most `limit` bytes.
pub(super) async fn whole(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, ServerError> {
    check_length(headers, limit)?;
    let read = tokio::time::timeout(SILENCE_MAX * 5, Limited::new(body, limit).collect()).await;
    match read {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(cause)) if cause.is::<LengthLimitError>() => Err(ServerError::BodyTooLarge { limit }),
        Ok(Err(cause)) => Err(ServerError::BodyCut { detail: cause.to_string() }),
        Err(_) => Err(ServerError::BodyCut { detail: "it took too long".to_owned() }),
    }
}

/// Writes an answer as a body. Larger or smaller makes no difference to the reader of a frame.
pub(super) fn encode<M: minicbor::Encode<()>>(message: &M) -> Result<Vec<u8>, ServerError> {
    Ok(frame::write_quickly(message)?)
}

/// An answer in our own form.
pub(super) fn answer(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, CONTENT_TYPE), (header::CACHE_CONTROL, "no-store")], bytes).into_response()
}
