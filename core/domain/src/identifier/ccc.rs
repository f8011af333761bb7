//! Numbers of compulsory product certificates (强制性产品认证证书编号, CCC).

use super::{IdentifierError, IdentifierKind, joined, text_identifier, typed};

const KIND: IdentifierKind = IdentifierKind::Ccc;
/// Compulsory certification began in 2002.
const YEAR_MIN: u32 = 2002;
/// Without a clock there is no "this year"; this only catches slips.
const YEAR_MAX: u32 = 2099;

/// A CCC certificate number.
///
/// Shape: 16 digits: year (4, 2002 to 2099), certification body (2), product class (4), serial (6).
/// Errors: length, characters, year. Some early certificates bear shorter numbers. They are refused here, because a number
/// with a digit left out could not be told from them; an inspector who meets one writes it into a text answer.
/// There is no check digit: whether the certificate is valid, suspended or withdrawn must be looked up.
/// Source: numbering of the certification bodies.
///
/// ```
/// # use zhian_domain::identifier::CccNumber;
/// let number = CccNumber::new("2021 0111 0612 3456").unwrap();
/// assert_eq!((number.year(), number.body(), number.class(), number.serial()), (2021, "01", "1106", "123456"));
/// assert!(CccNumber::new("202101110612345").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CccNumber(String);

text_identifier!(CccNumber);

impl CccNumber {
    /// Checks and wraps a number.
    pub fn new(text: &str) -> Result<Self, IdentifierError> {
        let letters = typed(text);
        if letters.len() != 16 {
            return Err(IdentifierError::Length { kind: KIND, found: letters.len(), expected: "16" });
        }
        let mut year = 0;
        for (index, letter) in letters.iter().enumerate() {
            let digit = letter.digit(KIND)?;
            if index < 4 {
                year = year * 10 + digit;
            }
        }
        let number = Self(joined(&letters));
        if (YEAR_MIN..=YEAR_MAX).contains(&year) {
            return Ok(number);
        }
        let position = letters.first().map_or(1, |letter| letter.position);
        let found = year.to_string();
        Err(IdentifierError::Part { kind: KIND, position, found, expected: "a year from 2002 to 2099" })
    }

    /// Year of issue.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.part(0, 4).parse().unwrap_or(0)
    }

    /// Certification body, 2 digits.
    #[must_use]
    pub fn body(&self) -> &str {
        self.part(4, 6)
    }

    /// Product class, 4 digits.
    #[must_use]
    pub fn class(&self) -> &str {
        self.part(6, 10)
    }

    /// Serial, 6 digits.
    #[must_use]
    pub fn serial(&self) -> &str {
        self.part(10, 16)
    }

    fn part(&self, from: usize, to: usize) -> &str {
        self.0.get(from..to).unwrap_or_default()
    }
}
