//! A device becomes an officer's.

use crate::content::OFFICE_KEY;
use crate::port::{HttpRequest, Method};
use crate::text::recordable;
use crate::{Engine, EngineError, Watch, view::IdentityView};
use zhian_domain::authority::Authority;
use zhian_protocol::enrol::{self, EnrolResponse, device_id, proof_message};
use zhian_protocol::limits::{BODY_BYTES_MAX, DEVICE_LABEL_BYTES_MAX, ENROLMENT_CODE_CHARS_MAX};
use zhian_protocol::published::AuthorityRecord;
use zhian_protocol::{frame, version};
use zhian_store::{Identity, PublishedKind};

/// A one-time code and what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolRequest {
    /// The one-time code.
    pub code: String,
    /// What the officer calls the device.
    pub label: String,
    /// Address of the server, remembered for the next start.
    pub server_url: String,
    /// Roots of the server's certificate, PEM; empty for a server on this machine.
    pub server_roots_pem: String,
}

impl Engine {
    /// Enrols this device with the office.
    ///
    /// A lost answer is no harm: the same code with the same key may be tried again until the office says otherwise.
    /// Errors: `engine.already-enrolled`, `engine.code-length`, `engine.label-length`, `transport.*`,
    /// `engine.cancelled`, and the office's own refusals.
    pub fn enrol(&self, request: &EnrolRequest, watch: &Watch) -> Result<IdentityView, EngineError> {
        if let Some(identity) = self.store.identity()? {
            return Err(EngineError::AlreadyEnrolled { inspector: identity.inspector });
        }
        let code = request.code.trim();
        let found = code.chars().count();
        if !(1..=ENROLMENT_CODE_CHARS_MAX).contains(&found) {
            return Err(EngineError::CodeLength { found, limit: ENROLMENT_CODE_CHARS_MAX });
        }
        let found = request.label.len();
        if !(1..=DEVICE_LABEL_BYTES_MAX).contains(&found) {
            return Err(EngineError::LabelLength { found, limit: DEVICE_LABEL_BYTES_MAX });
        }
        recordable("the name of the device", &request.label)?;
        self.config.transport.turn_to(&request.server_url, &request.server_roots_pem)?;
        let response = self.ask_to_enrol(code, &request.label, watch)?;
        let public_key = self.config.signer.public_key();
        if response.device != device_id(&public_key) {
            let detail = format!("device {} does not follow from this device's key", response.device);
            return Err(EngineError::Answer { detail });
        }
        let at = self.now();
        let office_key = response.office_key;
        let identity = Identity {
            device: response.device,
            inspector: response.inspector,
            authority: response.authority,
            public_key,
            server_url: request.server_url.clone(),
            token: response.token,
            server_roots_pem: request.server_roots_pem.clone(),
            enrolled_at: at.device,
        };
        self.write(&at, |tx| {
            // From now on nothing that another key signed is believed.
            if let Some(key) = &office_key {
                tx.put_note(OFFICE_KEY, key)?;
            }
            Ok(tx.put_identity(&identity)?)
        })?;
        self.identity()?.ok_or(EngineError::NotEnrolled)
    }

    fn ask_to_enrol(&self, code: &str, label: &str, watch: &Watch) -> Result<EnrolResponse, EngineError> {
        let signer = &self.config.signer;
        let public_key = signer.public_key();
        let proof = signer.sign(&proof_message(code, &public_key))?.to_vec();
        let message = enrol::EnrolRequest {
            oldest: version::OLDEST,
            newest: version::NEWEST,
            code: code.to_owned(),
            suite: signer.suite(),
            public_key,
            label: label.to_owned(),
            app: self.config.app.clone(),
            proof,
        };
        let request = HttpRequest {
            method: Method::Post,
            path: enrol::PATH.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            response_bytes_max: BODY_BYTES_MAX,
        };
        let (body, _) = self.post(request, frame::write(&message)?, watch)?;
        Ok(frame::read(&body)?)
    }

    /// Who this device belongs to; `None` before enrolment.
    pub fn identity(&self) -> Result<Option<IdentityView>, EngineError> {
        let Some(identity) = self.store.identity()? else { return Ok(None) };
        let roster = self.roster()?;
        let authority = self.store.published(PublishedKind::Authority, identity.authority.as_bytes())?;
        let authority_name = match authority {
            Some(published) => Some(Authority::try_from(AuthorityRecord::read(&published.bytes)?)?.name),
            None => None,
        };
        let inspector = roster.inspector(&identity.inspector);
        Ok(Some(IdentityView {
            device: identity.device,
            officer: roster.officer(&identity.inspector),
            credential_number: inspector.map(|one| one.credential.number.clone()),
            authority: identity.authority,
            authority_name,
            server_url: identity.server_url,
            server_roots_pem: identity.server_roots_pem,
        }))
    }
}
