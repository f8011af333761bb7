//! Signatures, the refusal path, and the seal.

use crate::engine::Engine;
use crate::error::ZhianError;
use crate::request::{PartySignatureInput, RefusalInput};
use crate::view::{self, SignaturesView, VisitView};
use zhian_engine::SignRequest;

#[uniffi::export]
impl Engine {
    /// The officer of this device signs what the visit holds now; `handwriting` is the path of a picture, where taken.
    ///
    /// Errors: `engine.unsettled` while answers differ, `engine.typed-text` while typed text is not recorded,
    /// `signer.*`, `engine.not-checked-in`, `engine.visit-sealed`, `engine.source`.
    pub fn sign(&self, visit: String, handwriting: Option<String>) -> Result<SignaturesView, ZhianError> {
        self.call(|engine, reader| {
            let request = SignRequest { visit: visit.parse()?, handwriting: handwriting.map(Into::into) };
            Ok(view::signatures(reader, &engine.sign(&request)?))
        })
    }

    /// Takes the signature of the enterprise's representative. Errors: `engine.empty` without a name, `engine.bad-text`,
    /// and as [`Self::sign`].
    pub fn sign_party(&self, input: PartySignatureInput) -> Result<SignaturesView, ZhianError> {
        self.call(|engine, reader| {
            Ok(view::signatures(reader, &engine.take_party_signature(&input.try_into()?)?))
        })
    }

    /// Records that the party did not sign.
    ///
    /// Errors: `engine.empty` without a reason or with a nameless witness, `engine.not-a-recording` for a picture, and
    /// as [`Self::sign`].
    pub fn refuse(&self, input: RefusalInput) -> Result<SignaturesView, ZhianError> {
        self.call(|engine, reader| Ok(view::signatures(reader, &engine.refuse(&input.try_into()?)?)))
    }

    /// Closes the visit for good.
    ///
    /// Errors: `engine.seal` with all obstacles at once, `engine.unsettled`, `engine.typed-text`,
    /// `engine.task-withdrawn`, `engine.visit-sealed`, `engine.not-on-task`, `engine.not-checked-in`.
    pub fn seal(&self, visit: String) -> Result<VisitView, ZhianError> {
        self.call(|engine, reader| Ok(view::visit(reader, &engine.seal(&visit.parse()?)?)))
    }
}
