//! Organisation codes (组织机构代码, GB 11714-1997).

use super::{IdentifierError, IdentifierKind, Typed, base36, joined, text_identifier, typed};

const KIND: IdentifierKind = IdentifierKind::Organisation;
const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
const EXPECTED: &str = "a digit or one of A to Z";

/// An organisation code: 8 characters and a check character.
///
/// Shape: stored as 9 of `0-9 A-Z` without the hyphen; the printed form `M000100Y-4` is read too. The last is `0-9` or `X`.
/// Errors: length, characters, check character.
/// Source: GB 11714-1997, weights 3 7 9 10 5 8 4 2, `11 - sum mod 11`, 10 as `X`, 11 as `0`. The check notices every
/// mistyped digit, but not a letter taken for a character whose value differs by 11, 22 or 33.
///
/// ```
/// # use zhian_domain::identifier::OrganisationCode;
/// assert_eq!(OrganisationCode::new("m000100y-4").unwrap().as_str(), "M000100Y4");
/// assert!(OrganisationCode::new("M000100Y5").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationCode(String);

text_identifier!(OrganisationCode);

impl OrganisationCode {
    /// Checks and wraps a code.
    pub fn new(text: &str) -> Result<Self, IdentifierError> {
        let mut letters = typed(text);
        if letters.len() == 10 && letters.get(8).is_some_and(|letter| letter.read == '-') {
            letters.remove(8);
        }
        if letters.len() != 9 {
            return Err(IdentifierError::Length { kind: KIND, found: letters.len(), expected: "9" });
        }
        check(&letters)?;
        Ok(Self(joined(&letters)))
    }

    /// The code that begins with these 8 characters.
    pub fn with_check(text: &str) -> Result<Self, IdentifierError> {
        let letters = typed(text);
        if letters.len() != 8 {
            return Err(IdentifierError::Length { kind: KIND, found: letters.len(), expected: "8" });
        }
        let mut code = joined(&letters);
        code.push(check_character(&letters)?);
        Ok(Self(code))
    }
}

/// Checks exactly nine characters, standing alone or inside a credit code.
pub(super) fn check(letters: &[Typed]) -> Result<(), IdentifierError> {
    let (body, last) = letters.split_at_checked(8).unwrap_or((letters, &[]));
    let expected = check_character(body)?;
    let Some(found) = last.first() else {
        return Err(IdentifierError::Length { kind: KIND, found: letters.len(), expected: "9" });
    };
    if !found.read.is_ascii_digit() && found.read != 'X' {
        return Err(found.refused(KIND, "a digit or X"));
    }
    if found.read == expected {
        return Ok(());
    }
    Err(IdentifierError::CheckCharacter {
        kind: KIND,
        position: found.position,
        found: found.given,
        expected,
    })
}

fn check_character(body: &[Typed]) -> Result<char, IdentifierError> {
    let mut sum = 0;
    for (letter, weight) in body.iter().zip(WEIGHTS) {
        sum += weight * base36(letter.read).ok_or_else(|| letter.refused(KIND, EXPECTED))?;
    }
    Ok(match 11 - sum % 11 {
        11 => '0',
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    })
}
