//! Requests to the office and what its refusals say.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::port::{HttpRequest, HttpResponse, Method};
use crate::roster::Me;
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
    pub(crate) fn post(&self, request: HttpRequest, body: Vec<u8>) -> Result<(Vec<u8>, Bytes), EngineError> {
        let request = with(HttpRequest { body, ..request }, "content-type", frame::CONTENT_TYPE);
        let response = self.config.transport.send(&request)?;
        if response.status != 200 {
            return Err(refused(&response));
        }
        let bytes = Bytes { up: request.body.len() as u64, down: response.body.len() as u64 };
        Ok((response.body, bytes))
    }
}

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
