//! Requests to the office and what its refusals say.

use crate::engine::{Engine, lock};
use crate::error::EngineError;
use crate::port::{HttpRequest, HttpResponse, Method, TransportError};
use crate::roster::Me;
use crate::watch::Watch;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex};
use std::thread;
use zhian_protocol::frame;
use zhian_protocol::limits::BODY_BYTES_MAX;
use zhian_protocol::sync::Problem;

/// A request with this device's token.
pub(crate) fn request(me: &Me, method: Method, path: String) -> HttpRequest {
    HttpRequest {
        method,
        path,
        headers: vec![("authorization".to_owned(), format!("Bearer {}", me.token))],
        body: Vec::new(),
        response_bytes_max: BODY_BYTES_MAX,
    }
}

/// Adds a header.
pub(crate) fn with(mut request: HttpRequest, name: &str, value: impl Into<String>) -> HttpRequest {
    request.headers.push((name.to_owned(), value.into()));
    request
}

impl Engine {
    /// Sends a body and gives the answer's back. Errors: `transport.*`, or the office's refusal.
    pub(crate) fn post(
        &self,
        request: HttpRequest,
        body: Vec<u8>,
        watch: &Watch,
    ) -> Result<(Vec<u8>, Bytes), EngineError> {
        let up = body.len() as u64;
        let request = with(HttpRequest { body, ..request }, "content-type", frame::CONTENT_TYPE);
        let response = self.send(request, watch)?;
        if response.status != 200 {
            return Err(refused(&response));
        }
        let bytes = Bytes { up, down: response.body.len() as u64 };
        Ok((response.body, bytes))
    }

    /// Sends a request; given up at once when the work is stopped, which is as safe as a cut line: whether the office
    /// took it is asked at the next exchange.
    ///
    /// Errors: `transport.*`, `engine.cancelled`.
    pub(crate) fn send(&self, request: HttpRequest, watch: &Watch) -> Result<HttpResponse, EngineError> {
        let limit = request.response_bytes_max;
        let response = self.asked(request, watch)?;
        // A transport that somebody else brought may not keep to it.
        if response.body.len() > limit {
            return Err(TransportError::TooLarge { limit }.into());
        }
        Ok(response)
    }

    fn asked(&self, request: HttpRequest, watch: &Watch) -> Result<HttpResponse, EngineError> {
        let Some(token) = watch.token() else { return Ok(self.config.transport.send(&request)?) };
        let (waking, answer) = (token.wakes(), Arc::new(Mutex::new(None::<Answer>)));
        if token.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        let (transport, done, written) =
            (Arc::clone(&self.config.transport), waking.sender(), Arc::clone(&answer));
        let asking = move || {
            let said = catch_unwind(AssertUnwindSafe(|| transport.send(&request)));
            *lock(&written) = Some(said);
            // Nobody may be waiting any more.
            let _ = done.send(());
        };
        thread::Builder::new()
            .name("zhian-request".to_owned())
            .spawn(asking)
            .map_err(|cause| TransportError::Unreachable { detail: cause.to_string() })?;
        waking.wait();
        // An answer that came together with the wish to stop is still an answer.
        let answer = lock(&answer).take();
        match answer {
            Some(Ok(said)) => Ok(said?),
            Some(Err(defect)) => resume_unwind(defect),
            None => Err(EngineError::Cancelled),
        }
    }
}

/// What came of a request: an answer, no answer, or a defect below the port.
type Answer = Result<Result<HttpResponse, TransportError>, Box<dyn Any + Send>>;

/// Sizes of the bodies of one request and its answer, bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bytes {
    pub(crate) up: u64,
    pub(crate) down: u64,
}

/// The office's refusal, in its own words where it gave some.
pub(crate) fn refused(response: &HttpResponse) -> EngineError {
    let status = response.status;
    match frame::read::<Problem>(&response.body) {
        Ok(problem) => EngineError::Refused {
            status,
            code: problem.code,
            zh: problem.zh,
            en: problem.en,
            detail: problem.detail,
        },
        // A proxy on the way, or a server of another kind, speaks here.
        Err(_) => EngineError::Refused {
            status,
            code: "unknown".to_owned(),
            zh: String::new(),
            en: String::new(),
            detail: format!("the answer of {} bytes is not one of ours", response.body.len()),
        },
    }
}

/// Base64 with padding, as the upload headers ask for.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place)) & 63;
            let digit = ALPHABET.get(index as usize).copied().map_or('=', char::from);
            text.push(if place > group.len() { '=' } else { digit });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_the_standard_says() {
        for (plain, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(plain.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn a_refusal_keeps_the_offices_own_words_and_a_strange_one_is_not_guessed() {
        let problem = Problem {
            code: "frame.malformed".to_owned(),
            zh: "请。".to_owned(),
            en: "Do.".to_owned(),
            detail: "d".to_owned(),
        };
        let body = frame::write(&problem).unwrap();
        let error = refused(&HttpResponse { status: 400, headers: Vec::new(), body });
        assert_eq!(error.code(), "frame.malformed");
        let strange = HttpResponse { status: 502, headers: Vec::new(), body: b"<html>".to_vec() };
        assert_eq!(refused(&strange).code(), "unknown");
    }
}
