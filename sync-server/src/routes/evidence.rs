//! Evidence files in the manner of tus 1.0, and reading them by range.

use super::Desk;
use super::body::{SILENCE_MAX, check_length, expect_type, text, whole};
use super::file::{self, Shelf};
use super::talk::bearer;
use crate::auth;
use crate::db::KnownDevice;
use crate::error::ServerError;
use crate::evidence::UploadKey;
use crate::evidence::upload::{self, Progress};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt;
use zhian_domain::id::{EvidenceHash, VisitId};
use zhian_protocol::evidence::{
    CHUNK_CONTENT_TYPE, HEADER_CHECKSUM, HEADER_LEDGER_POSITION, HEADER_LENGTH, HEADER_METADATA,
    HEADER_OFFSET, HEADER_TUS, PATH, TUS_VERSION,
};
use zhian_protocol::limits::{CHUNK_BYTES_MAX, EVIDENCE_BYTES_MAX};

/// Bytes gathered from the line before they are written.
const PIECE_BYTES: usize = 64 * 1024;

/// What this server can do.
pub(super) async fn options() -> Response {
    let size = EVIDENCE_BYTES_MAX.to_string();
    let headers = [
        ("tus-version", TUS_VERSION),
        ("tus-extension", "creation,checksum"),
        ("tus-checksum-algorithm", "sha256"),
        ("tus-max-size", size.as_str()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

async fn device(desk: &Desk, headers: &HeaderMap) -> Result<KnownDevice, ServerError> {
    // A client that names no version is taken to mean this one.
    if let Some(found) = text(headers, HEADER_TUS).filter(|found| *found != TUS_VERSION) {
        return Err(ServerError::TusVersion { found: found.chars().take(20).collect() });
    }
    let token = bearer(headers);
    desk.work(move |office| auth::device(office, token.as_deref())).await
}

/// Anything that is not a hash names no file.
fn hash(path: &str) -> Result<EvidenceHash, ServerError> {
    path.parse().map_err(|_| ServerError::EvidenceUnknown)
}

fn number(headers: &HeaderMap, name: &'static str) -> Result<u64, ServerError> {
    let read = text(headers, name).filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()));
    read.and_then(|value| value.parse().ok()).ok_or(ServerError::Header { name })
}

fn decoded(base64: &str) -> Option<Vec<u8>> {
    STANDARD.decode(base64.trim()).ok()
}

/// `hash …,visit …`, each in base64; other keys are skipped.
fn metadata(headers: &HeaderMap) -> Result<UploadKey, ServerError> {
    let bad = ServerError::Header { name: HEADER_METADATA };
    let Some(line) = text(headers, HEADER_METADATA) else { return Err(bad) };
    let value = |key: &str| {
        let (_, value) =
            line.split(',').filter_map(|pair| pair.trim().split_once(' ')).find(|(one, _)| *one == key)?;
        String::from_utf8(decoded(value)?).ok()
    };
    let hash = value("hash").and_then(|text| text.parse::<EvidenceHash>().ok());
    let visit = value("visit").and_then(|text| text.parse::<VisitId>().ok());
    match (hash, visit) {
        (Some(hash), Some(visit)) => Ok(UploadKey { hash, visit }),
        _ => Err(bad),
    }
}

fn checksum(headers: &HeaderMap) -> Result<Option<[u8; 32]>, ServerError> {
    let Some(line) = text(headers, HEADER_CHECKSUM) else { return Ok(None) };
    let read = line.strip_prefix("sha256 ").and_then(decoded).and_then(|bytes| bytes.try_into().ok());
    read.map(Some).ok_or(ServerError::Header { name: HEADER_CHECKSUM })
}

fn value(number: u64) -> HeaderValue {
    HeaderValue::from(number)
}

fn told(status: StatusCode, progress: &Progress) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static(HEADER_OFFSET), value(progress.offset));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(position) = progress.position {
        headers.insert(HeaderName::from_static(HEADER_LEDGER_POSITION), value(position));
    }
    response
}

pub(super) async fn create(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, ServerError> {
    let device = device(&desk, &headers).await?;
    let bytes = number(&headers, HEADER_LENGTH)?;
    let key = metadata(&headers)?;
    let (progress, is_new) = desk.work(move |office| upload::announce(office, &device, key, bytes)).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = told(status, &progress);
    if let Ok(location) = HeaderValue::from_str(&format!("{PATH}/{}", key.hash)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

pub(super) async fn ask(
    State(desk): State<Desk>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ServerError> {
    let device = device(&desk, &headers).await?;
    let hash = hash(&path)?;
    let progress = desk.work(move |office| upload::progress(office, &device, &hash)).await?;
    let mut response = told(StatusCode::OK, &progress);
    response.headers_mut().insert(HeaderName::from_static(HEADER_LENGTH), value(progress.bytes));
    Ok(response)
}

pub(super) async fn send(
    State(desk): State<Desk>,
    Path(path): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ServerError> {
    let device = device(&desk, &headers).await?;
    let hash = hash(&path)?;
    expect_type(&headers, CHUNK_CONTENT_TYPE)?;
    let offset = number(&headers, HEADER_OFFSET)?;
    let checksum = checksum(&headers)?;
    let asked = device.clone();
    let progress = desk.work(move |office| upload::progress(office, &asked, &hash)).await?;
    let limit = if checksum.is_some() { CHUNK_BYTES_MAX } else { usize::MAX };
    let announced = check_length(&headers, limit)?;
    upload::check_room(&progress, offset, announced.unwrap_or(0))?;
    let progress = match checksum {
        Some(expected) => {
            let piece = whole(&headers, body, limit).await?;
            desk.work(move |office| {
                upload::check_piece(&piece, &expected)?;
                let progress = upload::take(office, progress, offset, &piece)?;
                upload::settle(office, &device, progress)
            })
            .await?
        }
        None => {
            // A task of its own: when the line is cut the handler ends, and what has arrived must still be kept.
            let task = tokio::spawn(stream_in(desk, device, progress, body));
            task.await.map_err(|cause| ServerError::Internal { detail: cause.to_string() })??
        }
    };
    Ok(told(StatusCode::NO_CONTENT, &progress))
}

/// Writes a body as it arrives. What arrived before a cut is kept.
async fn stream_in(
    desk: Desk,
    device: KnownDevice,
    mut progress: Progress,
    mut body: Body,
) -> Result<Progress, ServerError> {
    let mut cut = None;
    loop {
        let (piece, end) = gather(&mut body, &mut cut).await;
        if !piece.is_empty() {
            progress =
                desk.work(move |office| upload::take(office, progress, progress.offset, &piece)).await?;
        }
        if end {
            break;
        }
    }
    let settled = desk.work(move |office| upload::settle(office, &device, progress)).await?;
    match cut {
        Some(detail) => Err(ServerError::BodyCut { detail }),
        None => Ok(settled),
    }
}

/// The next piece of a body, and whether it was the last.
async fn gather(body: &mut Body, cut: &mut Option<String>) -> (Vec<u8>, bool) {
    let mut piece = Vec::new();
    while piece.len() < PIECE_BYTES {
        match tokio::time::timeout(SILENCE_MAX, body.frame()).await {
            Ok(Some(Ok(frame))) => {
                if let Some(data) = frame.data_ref() {
                    piece.extend_from_slice(data);
                }
            }
            Ok(None) => return (piece, true),
            Ok(Some(Err(cause))) => {
                *cut = Some(cause.to_string());
                return (piece, true);
            }
            Err(_) => {
                *cut = Some("the line fell silent".to_owned());
                return (piece, true);
            }
        }
    }
    (piece, false)
}

pub(super) async fn read(
    State(desk): State<Desk>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ServerError> {
    let device = device(&desk, &headers).await?;
    let hash = hash(&path)?;
    let size = desk.work(move |office| upload::readable_size(office, &device, &hash)).await?;
    let mut response = file::answer(&desk, Shelf::Evidence, hash, size, &headers)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
