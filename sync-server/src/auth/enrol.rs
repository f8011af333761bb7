//! A device becomes known: a one-time code, and proof that it holds the key it brings.

use super::code::{CODE_MISSES_MAX, secret_hash, split};
use super::{TOKEN_BYTES, token_hash, token_text};
use crate::db::{Enrolment, EnrolmentCode, Intake, Unit};
use crate::error::ServerError;
use crate::office::Office;
use crate::ports::draw;
use crate::signing;
use zhian_domain::id::DeviceId;
use zhian_protocol::enrol::{EnrolRequest, EnrolResponse, device_id, proof_message};
use zhian_protocol::limits::{DEVICE_LABEL_BYTES_MAX, ENROLMENT_CODE_CHARS_MAX};
use zhian_protocol::parcel::Suite;
use zhian_protocol::published::DeviceRecord;
use zhian_protocol::version::negotiate;

/// Longest key of any suite, bytes.
const PUBLIC_KEY_BYTES_MAX: usize = 128;

/// Enrols a device, or gives it a new token if the answer to its first request was lost.
pub(crate) fn enrol(office: &Office, request: &EnrolRequest) -> Result<EnrolResponse, ServerError> {
    let version = negotiate(request.oldest, request.newest)?;
    check_fields(request)?;
    let device = device_id(&request.public_key);
    let code = usable_code(office, &request.code, &device)?;
    let suite = Suite::from_byte(request.suite).ok_or(ServerError::Unauthorised)?;
    let message = proof_message(&request.code, &request.public_key);
    if !suite.verifies(&request.public_key, &message, &request.proof) {
        return Err(ServerError::Unauthorised);
    }
    // A key belongs to one officer for ever, and a revoked one never comes back.
    if let Some(known) = office.db.device(&device)?
        && (known.record.revoked || known.record.inspector != code.inspector)
    {
        return Err(ServerError::Unauthorised);
    }
    let officer = office.db.officer(&code.inspector)?.ok_or(ServerError::Unauthorised)?.record;
    let token = token_text(&draw::<TOKEN_BYTES>(office.entropy.as_ref())?);
    let now = office.clock.now();
    let record = DeviceRecord {
        id: device,
        inspector: code.inspector,
        suite: request.suite,
        public_key: request.public_key.clone(),
        label: request.label.clone(),
        revoked: false,
    };
    let enrolment = Enrolment {
        selector: code.selector,
        record,
        app: request.app.clone(),
        token_hash: token_hash(&token),
    };
    let office_key = signing::public_key(office)?;
    match office.db.append(vec![Intake::Enrol(enrolment)], now)? {
        Unit::Done(_) => {}
        Unit::Moved => return Err(ServerError::Unauthorised),
    }
    tracing::info!(%device, inspector = %code.inspector, "a device enrolled");
    let (inspector, authority) = (code.inspector, officer.authority);
    Ok(EnrolResponse {
        version,
        device,
        inspector,
        authority,
        token,
        server_unix_ms: now.unix_ms(),
        office_key: Some(office_key),
    })
}

fn check_fields(request: &EnrolRequest) -> Result<(), ServerError> {
    let too_long = [
        ("code", request.code.chars().count(), ENROLMENT_CODE_CHARS_MAX),
        ("label", request.label.len(), DEVICE_LABEL_BYTES_MAX),
        ("app", request.app.len(), DEVICE_LABEL_BYTES_MAX),
        ("public_key", request.public_key.len(), PUBLIC_KEY_BYTES_MAX),
    ];
    match too_long.into_iter().find(|(_, found, limit)| found > limit) {
        Some((field, ..)) => Err(ServerError::Field { field }),
        None => Ok(()),
    }
}

/// The code, if this device may use it now. A wrong secret is counted.
fn usable_code(office: &Office, typed: &str, device: &DeviceId) -> Result<EnrolmentCode, ServerError> {
    let now = office.clock.now();
    let (selector, secret) = split(typed).ok_or(ServerError::Unauthorised)?;
    let code = office.db.enrolment_code(&selector)?.ok_or(ServerError::Unauthorised)?;
    if code.misses >= CODE_MISSES_MAX || now > code.expires {
        return Err(ServerError::Unauthorised);
    }
    if secret_hash(&secret) != code.secret_hash {
        office.db.append(vec![Intake::CodeMissed { selector }], now)?;
        return Err(ServerError::Unauthorised);
    }
    match code.used_by {
        Some(other) if other != *device => Err(ServerError::Unauthorised),
        _ => Ok(code),
    }
}
