//! How a refusal looks on the wire: a status, a stable code, a sentence in both languages.

use crate::db::DbError;
use crate::error::ServerError;
use crate::evidence::EvidenceError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use zhian_protocol::evidence::{HEADER_TUS, STATUS_CHECKSUM_MISMATCH, TUS_VERSION};
use zhian_protocol::explain::explain as sentence_of;
use zhian_protocol::frame::{self, FrameError};
use zhian_protocol::sync::Problem;

/// Carried from the handler to [`explain`], which knows how the client wants to read it.
#[derive(Clone)]
struct Refused(Problem);

pub(super) async fn no_such_route() -> ServerError {
    ServerError::NoSuchRoute
}

pub(super) async fn method_not_allowed() -> ServerError {
    ServerError::MethodNotAllowed
}

impl IntoResponse for ServerError {
    fn into_response(self) -> Response {
        let status = status_of(&self);
        let code = self.code();
        let detail = if status.is_server_error() {
            tracing::error!(code, error = %chain(&self), "a request failed");
            // What went wrong inside is for the log of the server, not for the wire.
            String::new()
        } else {
            tracing::debug!(code, error = %self, "a request was refused");
            self.to_string()
        };
        let sentence = sentence_of(code);
        let (zh, en) = sentence.map(|one| (one.zh.clone(), one.en.clone())).unwrap_or_default();
        let mut response = status.into_response();
        response.extensions_mut().insert(Refused(Problem { code: code.to_owned(), zh, en, detail }));
        let headers = response.headers_mut();
        match self {
            Self::Unauthorised => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::TusVersion { .. } => {
                headers.insert("tus-version", HeaderValue::from_static(TUS_VERSION));
            }
            Self::Range { bytes } => {
                if let Ok(value) = HeaderValue::from_str(&format!("bytes */{bytes}")) {
                    headers.insert(header::CONTENT_RANGE, value);
                }
            }
            _ => {}
        }
        response
    }
}

/// Writes the body of a refusal in the form the client reads; JSON for everyone else.
pub(super) async fn explain(request: Request, next: Next) -> Response {
    let ours = reads_our_bodies(request.headers());
    let is_upload = request.uri().path().starts_with(zhian_protocol::evidence::PATH);
    let mut response = next.run(request).await;
    if is_upload {
        response.headers_mut().insert(HEADER_TUS, HeaderValue::from_static(TUS_VERSION));
    }
    let Some(Refused(problem)) = response.extensions_mut().remove::<Refused>() else { return response };
    let framed = if ours { frame::write(&problem).ok() } else { None };
    let (body, kind) = match framed {
        Some(bytes) => (bytes, frame::CONTENT_TYPE),
        None => (as_json(&problem), "application/json; charset=utf-8"),
    };
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    *response.body_mut() = Body::from(body);
    response
}

fn reads_our_bodies(headers: &HeaderMap) -> bool {
    [header::ACCEPT, header::CONTENT_TYPE]
        .iter()
        .filter_map(|name| headers.get(name)?.to_str().ok())
        .any(|value| value.contains(frame::CONTENT_TYPE))
}

fn as_json(problem: &Problem) -> Vec<u8> {
    let Problem { code, zh, en, detail } = problem;
    serde_json::json!({ "code": code, "zh": zh, "en": en, "detail": detail }).to_string().into_bytes()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

fn status_of(error: &ServerError) -> StatusCode {
    match error {
        ServerError::Unauthorised => StatusCode::UNAUTHORIZED,
        ServerError::Version(_) => StatusCode::UPGRADE_REQUIRED,
        ServerError::OverLimit(_)
        | ServerError::BodyTooLarge { .. }
        | ServerError::EvidenceTooLarge { .. }
        | ServerError::Frame(FrameError::TooLarge { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
        ServerError::ContentType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ServerError::NoSuchRoute
        | ServerError::EvidenceUnknown
        | ServerError::NoSuchMedium
        | ServerError::NotFound { .. } => StatusCode::NOT_FOUND,
        ServerError::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ServerError::TusVersion { .. } => StatusCode::PRECONDITION_FAILED,
        ServerError::Frame(_)
        | ServerError::BodyCut { .. }
        | ServerError::Header { .. }
        | ServerError::Field { .. }
        | ServerError::EvidencePastEnd { .. }
        | ServerError::Invalid { .. }
        | ServerError::Checklist { .. }
        | ServerError::ChecklistFile { .. }
        | ServerError::Faulty(_)
        | ServerError::Compose(_)
        | ServerError::WouldOverwrite { .. }
        | ServerError::NotSealed { .. }
        | ServerError::Stopped { .. }
        | ServerError::DirectoryHeading { .. } => StatusCode::BAD_REQUEST,
        ServerError::EvidenceLengthDiffers { .. }
        | ServerError::Evidence(EvidenceError::WrongOffset { .. } | EvidenceError::Incomplete { .. }) => {
            StatusCode::CONFLICT
        }
        ServerError::Evidence(EvidenceError::HashDiffers { .. }) => StatusCode::UNPROCESSABLE_ENTITY,
        ServerError::ChecksumDiffers => {
            StatusCode::from_u16(STATUS_CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST)
        }
        ServerError::Range { .. } => StatusCode::RANGE_NOT_SATISFIABLE,
        ServerError::Db(DbError::DiskFull) | ServerError::Evidence(EvidenceError::DiskFull) => {
            StatusCode::INSUFFICIENT_STORAGE
        }
        ServerError::Db(DbError::Busy | DbError::Closed) | ServerError::Contended => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        ServerError::Db(_)
        | ServerError::Evidence(_)
        | ServerError::Entropy(_)
        | ServerError::Internal { .. }
        | ServerError::File { .. }
        | ServerError::LedgerBroken(_)
        | ServerError::Listen { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
