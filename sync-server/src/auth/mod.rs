//! Who is asking: enrolment codes, device keys, bearer tokens.
//!
//! Every failure is the same answer, so that nobody learns from it which part was wrong.

pub mod code;
mod enrol;

pub use code::{CODE_MISSES_MAX, IssuedCode, issue};
pub(crate) use enrol::enrol;

use crate::db::{KnownDevice, Reader};
use crate::error::ServerError;
use crate::office::Office;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zhian_domain::id::ContentHash;

/// Random bytes of a token; 22 characters of base64url.
pub(crate) const TOKEN_BYTES: usize = 16;

/// The text of a token.
pub(crate) fn token_text(token: &[u8; TOKEN_BYTES]) -> String {
    URL_SAFE_NO_PAD.encode(token)
}

/// What is kept of a token: enough to know it again, not enough to use it.
pub(crate) fn token_hash(text: &str) -> [u8; 32] {
    *ContentHash::of(text.as_bytes()).as_bytes()
}

/// The device whose token this header carries. Errors: [`ServerError::Unauthorised`].
pub(crate) fn device(office: &Office, authorization: Option<&str>) -> Result<KnownDevice, ServerError> {
    let token = authorization
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(str::trim)
        .filter(|token| token.len() <= 64)
        .ok_or(ServerError::Unauthorised)?;
    // The look-up is by hash, so its time tells nothing about how much of a token was right.
    match office.db.device_of_token(&token_hash(token))? {
        Some(device) if !device.record.revoked => Ok(device),
        _ => Err(ServerError::Unauthorised),
    }
}

/// What a device may read.
pub(crate) fn reader(device: &KnownDevice) -> Reader {
    Reader { authority: device.authority, inspector: device.record.inspector, device: device.record.id }
}
