//! Texts that may be recorded: what nobody can type or print is refused before it is signed for good.

use crate::error::EngineError;

/// Whether every character of `text` can be shown and printed. Errors: `engine.bad-text`.
pub(crate) fn recordable(what: &'static str, text: &str) -> Result<(), EngineError> {
    let is_strange = |one: char| one.is_control() && !matches!(one, '\n' | '\r' | '\t');
    match text.char_indices().find(|(_, one)| is_strange(*one)) {
        None => Ok(()),
        Some((position, _)) => Err(EngineError::BadText { what, position }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_tabs_are_recorded_and_a_nul_is_not() {
        assert!(recordable("the note", "一行\r\n又一行\t。").is_ok());
        let error = recordable("the note", "锈\0蚀").unwrap_err();
        assert!(matches!(error, EngineError::BadText { position: 3, .. }));
        assert_eq!(recordable("the note", "\u{1b}[31m").unwrap_err().code(), "engine.bad-text");
    }
}
