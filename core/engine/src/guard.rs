//! A defect that would end the program ends one action instead.

use crate::error::EngineError;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does `work`. A panic in it is the error `engine.panicked`, and nothing of the action is kept.
///
/// What the engine guards is replaced only after a commit, so what a panic leaves behind is whole.
pub fn guard<T>(work: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|cause| Err(EngineError::Panicked { detail: words(cause.as_ref()) }))
}

/// What a panic said.
fn words(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it said nothing".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_with_its_own_words() {
        let error = guard(|| -> Result<(), EngineError> { panic!("number {}", 7) }).unwrap_err();
        assert_eq!(error.code(), "engine.panicked");
        assert!(error.to_string().contains("number 7"));
    }
}
