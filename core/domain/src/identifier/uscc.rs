//! Unified social credit codes (统一社会信用代码, GB 32100-2015).

use super::organisation::{self, OrganisationCode};
use super::region::RegionCode;
use super::{IdentifierError, IdentifierKind, Typed, joined, text_identifier, typed};

const KIND: IdentifierKind = IdentifierKind::Uscc;
/// Values 0 to 30. I, O, S, V and Z are left out because they look like other characters.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const EXPECTED: &str = "a digit or a capital letter other than I, O, S, V, Z";

/// A unified social credit code.
///
/// Shape: 18 of `0-9 A-Z` without `I O S V Z`: registrar (1), kind of body (1), region (6 digits), subject, normally the
/// organisation code (9), check character (1).
/// Errors: length, characters, either check character. The outer check notices every single wrong character and every
/// exchange of neighbours. The inner organisation code is checked for bodies registered by staffing offices (`1`), civil
/// affairs (`5`) and market regulators (`9`), except individual businesses (`92`): those never held organisation codes,
/// so their subject part need not be one, and refusing a code that is printed on a licence would be worse than a missed slip.
/// Registrars keep being added to the standard, so none is refused.
/// Source: GB 32100-2015.
///
/// ```
/// # use zhian_domain::identifier::Uscc;
/// let code = Uscc::new("９１350100m000100y43").unwrap();
/// assert_eq!(code.as_str(), "91350100M000100Y43");
/// assert!(Uscc::new("91350100M000100Y34").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uscc(String);

text_identifier!(Uscc);

impl Uscc {
    /// Checks and wraps a code.
    pub fn new(text: &str) -> Result<Self, IdentifierError> {
        let letters = typed(text);
        if letters.len() != 18 {
            return Err(IdentifierError::Length { kind: KIND, found: letters.len(), expected: "18" });
        }
        let (body, last) = letters.split_at_checked(17).unwrap_or((&letters, &[]));
        let expected = check_character(body)?;
        for letter in last {
            value(*letter)?;
            if letter.read != expected {
                let (position, found) = (letter.position, letter.given);
                return Err(IdentifierError::CheckCharacter { kind: KIND, position, found, expected });
            }
        }
        check_parts(body)?;
        Ok(Self(joined(&letters)))
    }

    /// The code that begins with these 17 characters, so that examples can have valid codes of firms that do not exist.
    ///
    /// Errors: as [`Uscc::new`]; the organisation code inside must already be right.
    pub fn with_check(text: &str) -> Result<Self, IdentifierError> {
        let letters = typed(text);
        if letters.len() != 17 {
            return Err(IdentifierError::Length { kind: KIND, found: letters.len(), expected: "17" });
        }
        let last = check_character(&letters)?;
        check_parts(&letters)?;
        let mut code = joined(&letters);
        code.push(last);
        Ok(Self(code))
    }

    /// The code of a body with this prefix (registrar and kind, e.g. `91`), region (first 6 digits) and organisation code.
    ///
    /// Errors: as [`Uscc::new`]; an organisation code with `I O S V Z` cannot stand in a credit code.
    pub fn of(
        prefix: &str,
        region: &RegionCode,
        organisation: &OrganisationCode,
    ) -> Result<Self, IdentifierError> {
        Self::with_check(&format!("{prefix}{}{organisation}", region.county_digits()))
    }

    /// Registrar (登记管理部门), e.g. `9` market regulation, `5` civil affairs.
    #[must_use]
    pub fn registrar(&self) -> char {
        self.0.chars().next().unwrap_or('0')
    }

    /// Region of the registrar, where its six digits are a region code; some registrars use numbers of their own.
    #[must_use]
    pub fn region(&self) -> Option<RegionCode> {
        self.0.get(2..8).and_then(|digits| RegionCode::new(digits).ok())
    }

    /// The subject part as an organisation code, where it is one.
    #[must_use]
    pub fn organisation(&self) -> Option<OrganisationCode> {
        self.0.get(8..17).and_then(|code| OrganisationCode::new(code).ok())
    }
}

fn value(letter: Typed) -> Result<usize, IdentifierError> {
    ALPHABET.chars().position(|known| known == letter.read).ok_or_else(|| letter.refused(KIND, EXPECTED))
}

fn check_character(body: &[Typed]) -> Result<char, IdentifierError> {
    let mut sum = 0;
    for (letter, weight) in body.iter().zip(WEIGHTS) {
        sum += weight * value(*letter)?;
    }
    Ok(ALPHABET.chars().nth((31 - sum % 31) % 31).unwrap_or('0'))
}

fn check_parts(body: &[Typed]) -> Result<(), IdentifierError> {
    for letter in body.iter().skip(2).take(6) {
        letter.digit(KIND)?;
    }
    let mut prefix = body.iter().map(|letter| letter.read);
    let holds_organisation_code = match (prefix.next(), prefix.next()) {
        (Some('9'), kind) => kind != Some('2'),
        (registrar, _) => matches!(registrar, Some('1' | '5')),
    };
    match body.get(8..17) {
        Some(subject) if holds_organisation_code => organisation::check(subject),
        _ => Ok(()),
    }
}
