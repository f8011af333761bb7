//! Sync, enrolment, health and figures.

use super::Desk;
use super::body::{answer, encode, expect_type, text, whole};
use crate::error::ServerError;
use crate::{auth, exchange};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use std::time::Instant;
use zhian_protocol::enrol::EnrolRequest;
use zhian_protocol::frame;
use zhian_protocol::limits::BODY_COMPRESSED_BYTES_MAX;
use zhian_protocol::sync::SyncRequest;

/// Largest enrolment request: a key, a code and two labels.
const ENROL_BYTES_MAX: usize = 16 * 1024;

pub(super) async fn sync(
    State(desk): State<Desk>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ServerError> {
    let begun = Instant::now();
    let answered = answer_sync(&desk, headers, body).await;
    let outcome = answered.as_ref().map_or_else(ServerError::code, |_| "ok");
    desk.office.metrics.request("sync", outcome);
    desk.office.metrics.synced(begun.elapsed().as_secs_f64());
    answered
}

async fn answer_sync(desk: &Desk, headers: HeaderMap, body: Body) -> Result<Response, ServerError> {
    expect_type(&headers, frame::CONTENT_TYPE)?;
    let token = bearer(&headers);
    // Before the body: whoever is not known gets no memory.
    let device = desk.work(move |office| auth::device(office, token.as_deref())).await?;
    let body = whole(&headers, body, BODY_COMPRESSED_BYTES_MAX).await?;
    let bytes = desk.work(move |office| {
        let request: SyncRequest = frame::read(&body)?;
        drop(body);
        encode(&exchange::sync(office, &device, request)?)
    });
    Ok(answer(bytes.await?))
}

/// The value of the authorization header, owned, because the work happens on another thread.
pub(super) fn bearer(headers: &HeaderMap) -> Option<String> {
    text(headers, header::AUTHORIZATION.as_str()).map(str::to_owned)
}

pub(super) async fn enrol(
    State(desk): State<Desk>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ServerError> {
    let answered = answer_enrol(&desk, headers, body).await;
    let outcome = answered.as_ref().map_or_else(ServerError::code, |_| "ok");
    desk.office.metrics.request("enrol", outcome);
    answered
}

async fn answer_enrol(desk: &Desk, headers: HeaderMap, body: Body) -> Result<Response, ServerError> {
    expect_type(&headers, frame::CONTENT_TYPE)?;
    let body = whole(&headers, body, ENROL_BYTES_MAX).await?;
    let bytes = desk.work(move |office| {
        let request: EnrolRequest = frame::read(&body)?;
        encode(&auth::enrol(office, &request)?)
    });
    Ok(answer(bytes.await?))
}

/// 200 if records and evidence can be written now.
pub(super) async fn health(State(desk): State<Desk>) -> Result<Response, ServerError> {
    desk.work(|office| {
        office.db.check_writable()?;
        office.evidence.check_writable()?;
        office.media.check_writable()?;
        Ok(())
    })
    .await?;
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok((kind, r#"{"status":"ok"}"#).into_response())
}

pub(super) async fn metrics(State(desk): State<Desk>) -> Result<Response, ServerError> {
    let text = desk.work(|office| Ok(office.metrics.text(&office.db.counts()?))).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
