//! Calls into the merge library that may panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `work`; a panic becomes the sentence it panicked with.
///
/// The process's panic hook is left alone: it belongs to the program, which may log or count what it is told.
/// Whatever `work` was changing may be half done, so callers hand in copies and throw them away on an error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("a panic without words")
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_sentence() {
        assert_eq!(guarded(|| 1), Ok(1));
        assert_eq!(guarded(|| -> u8 { panic!("no {}", "way") }), Err("no way".to_owned()));
    }
}
