//! Region codes (行政区划代码, GB/T 2260 and GB/T 10114).

use super::{IdentifierError, IdentifierKind, Typed, joined, text_identifier, typed};

const KIND: IdentifierKind = IdentifierKind::Region;
/// First two digits of every province, autonomous region, municipality and special administrative region.
const PROVINCES: [&str; 34] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
];
/// The whole country, as the codes of national bodies write it.
const NATION: &str = "100000";

/// How far down a region lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionLevel {
    /// 全国.
    Nation,
    /// 省、自治区、直辖市.
    Province,
    /// 地级.
    Prefecture,
    /// 县级.
    County,
    /// 乡级: towns and sub-districts.
    Town,
    /// 村级: villages and communities.
    Village,
}

/// A region code.
///
/// Shape: stored as 6 digits (to the county), 9 (to the town) or 12 (to the village). A longer code that ends in groups of
/// `000` is stored without them, so every region has one form: `120101000000` is `120101`. `100000` is the whole country.
/// Errors: length, characters, a province that does not exist, a part below a `00` that is not `00`.
/// Which counties exist changes every year and is data, not code: it is not checked.
/// Source: GB/T 2260 (6 digits), GB/T 10114 (9) and the statistical codes (12).
///
/// ```
/// # use zhian_domain::identifier::RegionCode;
/// let tianjin = RegionCode::new("120000").unwrap();
/// let heping = RegionCode::new("120101").unwrap();
/// assert!(heping.is_within(&tianjin) && !tianjin.is_within(&heping));
/// assert!(RegionCode::new("990000").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(String);

text_identifier!(RegionCode);

impl RegionCode {
    /// Checks and wraps a code.
    pub fn new(text: &str) -> Result<Self, IdentifierError> {
        let letters = typed(text);
        if !matches!(letters.len(), 6 | 9 | 12) {
            return Err(IdentifierError::Length { kind: KIND, found: letters.len(), expected: "6, 9 or 12" });
        }
        for letter in &letters {
            letter.digit(KIND)?;
        }
        let mut code = joined(&letters);
        while code.len() > NATION.len() && code.ends_with("000") {
            code.truncate(code.len() - 3);
        }
        if code == NATION {
            return Ok(Self(code));
        }
        check_parts(&code, &letters)?;
        Ok(Self(code))
    }

    /// Whether this region is `other` or lies in it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(other.prefix())
    }

    /// The digits that every region within this one starts with: `12` for `120000`, none for the whole country.
    #[must_use]
    pub fn prefix(&self) -> &str {
        let digits = match self.level() {
            RegionLevel::Nation => 0,
            RegionLevel::Province => 2,
            RegionLevel::Prefecture => 4,
            RegionLevel::County | RegionLevel::Town | RegionLevel::Village => self.0.len(),
        };
        self.0.get(..digits).unwrap_or_default()
    }

    /// How far down the region lies.
    #[must_use]
    pub fn level(&self) -> RegionLevel {
        match self.0.len() {
            12 => RegionLevel::Village,
            9 => RegionLevel::Town,
            _ if self.0 == NATION => RegionLevel::Nation,
            _ if self.0.ends_with("0000") => RegionLevel::Province,
            _ if self.0.ends_with("00") => RegionLevel::Prefecture,
            _ => RegionLevel::County,
        }
    }

    /// The first six digits: the county, or the region itself where it is larger.
    #[must_use]
    pub fn county_digits(&self) -> &str {
        self.0.get(..6).unwrap_or_default()
    }
}

/// Checks a code without its trailing groups of `000`.
fn check_parts(code: &str, letters: &[Typed]) -> Result<(), IdentifierError> {
    let part = |from: usize, to: usize| code.get(from..to).unwrap_or_default();
    let refused = |from: usize, to: usize, expected| {
        let position = letters.get(from).map_or(from + 1, |letter| letter.position);
        Err(IdentifierError::Part { kind: KIND, position, found: part(from, to).to_owned(), expected })
    };
    if !PROVINCES.contains(&part(0, 2)) {
        return refused(0, 2, "the number of a province");
    }
    if part(2, 4) == "00" && part(4, 6) != "00" {
        return refused(2, 4, "the number of a prefecture, which a county needs");
    }
    // Some cities have towns but no counties (441900003), so only the prefecture is asked for.
    if part(2, 4) == "00" && code.len() > 6 {
        return refused(2, 4, "the number of a prefecture, which a town needs");
    }
    if part(6, 9) == "000" && code.len() > 9 {
        return refused(6, 9, "the number of a town, which a village needs");
    }
    Ok(())
}
