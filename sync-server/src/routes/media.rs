//! Guidance pictures and clips, by hash, for every enrolled device.

use super::Desk;
use super::file::{self, Shelf};
use super::talk::bearer;
use crate::auth;
use crate::error::ServerError;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use zhian_domain::id::EvidenceHash;

/// What lies under a hash never changes, so whoever has it may keep it; it is for enrolled devices only.
const KEEP: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

pub(super) async fn read(
    State(desk): State<Desk>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ServerError> {
    let answered = answer_read(&desk, &path, &headers).await;
    let outcome = answered.as_ref().map_or_else(ServerError::code, |_| "ok");
    desk.office.metrics.request("media", outcome);
    answered
}

async fn answer_read(desk: &Desk, path: &str, headers: &HeaderMap) -> Result<Response, ServerError> {
    let token = bearer(headers);
    // Anything that is not a hash names no file; a device that is not known learns not even that.
    let hash = path.parse::<EvidenceHash>().ok();
    let (hash, size) = desk
        .work(move |office| {
            auth::device(office, token.as_deref())?;
            let hash = hash.ok_or(ServerError::NoSuchMedium)?;
            Ok((hash, office.media.size(&hash)?.ok_or(ServerError::NoSuchMedium)?))
        })
        .await?;
    let mut response = file::answer(desk, Shelf::Media, hash, size, headers)?;
    response.headers_mut().insert(header::CACHE_CONTROL, KEEP);
    Ok(response)
}
