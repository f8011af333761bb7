//! One-time codes: `SELEC-SECRE-TSECR-ETSEC`, 20 characters that are hard to confuse, 75 bits of them secret.

use crate::db::{EnrolmentCode, Intake};
use crate::error::ServerError;
use crate::office::Office;
use crate::ports::draw;
use zhian_domain::id::{ContentHash, InspectorId};
use zhian_domain::time::Timestamp;

/// Without I, L, O and U, which are misread or misheard.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of the part that names the code.
const SELECTOR_CHARS: usize = 5;

/// Characters of a whole code, hyphens not counted.
const CODE_CHARS: usize = 20;

/// Wrong secrets after which a code is spent.
pub const CODE_MISSES_MAX: u32 = 5;

/// A code as it is handed to an officer. Shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCode {
    /// The code, in groups of five.
    pub text: String,
    /// Whose device it enrols.
    pub inspector: InspectorId,
    /// Last moment at which it can be used.
    pub expires: Timestamp,
}

/// Issues a code for an officer's next device.
pub fn issue(office: &Office, inspector: InspectorId, valid_ms: i64) -> Result<IssuedCode, ServerError> {
    if office.db.officer(&inspector)?.is_none() {
        return Err(ServerError::NotFound { what: "officer", name: inspector.to_string() });
    }
    let now = office.clock.now();
    let expires = now.plus_ms(valid_ms);
    let random: [u8; CODE_CHARS] = draw(office.entropy.as_ref())?;
    let letters: String = random
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)))
        .map(|byte| *byte as char)
        .collect();
    let (selector, secret) = split(&letters).ok_or(ServerError::Internal { detail: "code".to_owned() })?;
    let code = EnrolmentCode {
        secret_hash: secret_hash(&secret),
        selector,
        inspector,
        expires,
        misses: 0,
        used_by: None,
    };
    office.db.append(vec![Intake::Code(code)], now)?;
    let groups: Vec<&str> = (0..CODE_CHARS).step_by(5).filter_map(|at| letters.get(at..at + 5)).collect();
    Ok(IssuedCode { text: groups.join("-"), inspector, expires })
}

/// Selector and secret of a code as typed: spaces and hyphens are skipped, lower case is read as upper case, and the
/// four letters left out are read as what they are mistaken for. `None` if it cannot be a code.
pub(super) fn split(typed: &str) -> Option<(String, String)> {
    let letters: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            other => other,
        })
        .collect();
    let known = letters.bytes().all(|byte| ALPHABET.contains(&byte));
    if letters.len() != CODE_CHARS || !known {
        return None;
    }
    let (selector, secret) = letters.split_at_checked(SELECTOR_CHARS)?;
    Some((selector.to_owned(), secret.to_owned()))
}

/// What is kept of a secret.
pub(super) fn secret_hash(secret: &str) -> [u8; 32] {
    *ContentHash::of(secret.as_bytes()).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let expected = Some(("AB01V".to_owned(), "CDEFGHJKMNPQRST".to_owned()));
        assert_eq!(split("AB01V-CDEFG-HJKMN-PQRST"), expected);
        assert_eq!(
            split(" abolu cdefg hjkmn pqrst "),
            Some(("AB01V".to_owned(), "CDEFGHJKMNPQRST".to_owned()))
        );
        assert_eq!(split("AB01V-CDEFG-HJKMN-PQRS"), None);
        assert_eq!(split("AB01V-CDEFG-HJKMN-PQRS中"), None);
        assert_eq!(split(""), None);
    }
}
