//! Production licence numbers (全国工业产品生产许可证编号).

use super::{IdentifierError, IdentifierKind, Typed, text_identifier, typed};

const KIND: IdentifierKind = IdentifierKind::Xk;
/// Short names that stand in licences issued by a province; where a province has two, both are read and kept as given.
const PROVINCES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新";

/// A production licence number.
///
/// Shape: stored as `XK12-345-67890` or, from a province, `(津)XK12-345-67890`: trade (2), product (3), enterprise (5), with
/// half-width brackets and hyphens. Full-width and square brackets, dashes, and a number typed without any hyphens are
/// read as this form; hyphens in other places are refused, because then a digit is missing or too much.
/// Errors: length, characters, unknown province. There is no check digit: that the number exists must be looked up.
/// Source: marking rules under the 工业产品生产许可证管理条例.
///
/// ```
/// # use zhian_domain::identifier::XkNumber;
/// assert_eq!(XkNumber::new("（津）xk12－345－67890").unwrap().as_str(), "(津)XK12-345-67890");
/// assert_eq!(XkNumber::new("XK1234567890").unwrap().as_str(), "XK12-345-67890");
/// assert!(XkNumber::new("XK12-345-6789").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct XkNumber(String);

text_identifier!(XkNumber);

impl XkNumber {
    /// Checks and wraps a number.
    pub fn new(text: &str) -> Result<Self, IdentifierError> {
        let letters = typed(text);
        let mut rest = letters.as_slice();
        let mut stored = String::with_capacity(20);
        if let Some(province) = province(&mut rest, letters.len())? {
            stored.extend(['(', province, ')']);
        }
        for wanted in ['X', 'K'] {
            let letter = next(&mut rest, letters.len())?;
            if letter.read != wanted {
                return Err(letter.refused(KIND, if wanted == 'X' { "X of XK" } else { "K of XK" }));
            }
            stored.push(wanted);
        }
        let hyphenated = rest.iter().any(|letter| letter.read == '-');
        for (group, digits) in [2, 3, 5].into_iter().enumerate() {
            if group > 0 {
                if hyphenated {
                    let letter = next(&mut rest, letters.len())?;
                    if letter.read != '-' {
                        return Err(letter.refused(KIND, "a hyphen"));
                    }
                }
                stored.push('-');
            }
            for _ in 0..digits {
                let letter = next(&mut rest, letters.len())?;
                letter.digit(KIND)?;
                stored.push(letter.read);
            }
        }
        if rest.is_empty() { Ok(Self(stored)) } else { Err(length(letters.len())) }
    }

    /// Short name of the province that issued it; `None` for a national licence.
    #[must_use]
    pub fn province(&self) -> Option<char> {
        self.0.strip_prefix('(').and_then(|rest| rest.chars().next())
    }

    /// Trade (行业), 2 digits.
    #[must_use]
    pub fn trade(&self) -> &str {
        self.group(0)
    }

    /// Product (产品), 3 digits.
    #[must_use]
    pub fn product(&self) -> &str {
        self.group(1)
    }

    /// Enterprise (企业), 5 digits.
    #[must_use]
    pub fn enterprise(&self) -> &str {
        self.group(2)
    }

    fn group(&self, index: usize) -> &str {
        self.0.split_once("XK").and_then(|(_, digits)| digits.split('-').nth(index)).unwrap_or_default()
    }
}

fn length(found: usize) -> IdentifierError {
    IdentifierError::Length { kind: KIND, found, expected: "14, or 17 with a province," }
}

fn next(rest: &mut &[Typed], found: usize) -> Result<Typed, IdentifierError> {
    let (first, others) = rest.split_first().ok_or_else(|| length(found))?;
    *rest = others;
    Ok(*first)
}

fn province(rest: &mut &[Typed], found: usize) -> Result<Option<char>, IdentifierError> {
    if rest.first().is_none_or(|letter| letter.read != '(') {
        return Ok(None);
    }
    next(rest, found)?;
    let name = next(rest, found)?;
    if !PROVINCES.contains(name.read) {
        return Err(name.refused(KIND, "the short name of a province, e.g. 津,"));
    }
    let close = next(rest, found)?;
    if close.read != ')' {
        return Err(close.refused(KIND, "a closing bracket"));
    }
    Ok(Some(name.read))
}
