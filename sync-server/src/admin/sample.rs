//! A fictional district for trying things out: names that nobody bears, credit codes that check.

use crate::ServerError;
use std::io::Write;
use zhian_domain::identifier::{OrganisationCode, RegionCode, Uscc};

/// Region codes of a county that does not exist: no county of Tianjin has the number 199.
const REGION: &str = "120199";

/// Characters that may stand in both codes.
const LETTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

const STREETS: &[&str] =
    &["演示一路", "演示二路", "样例大街", "虚构路", "例证街", "示范园区东路", "模拟工业园"];
const WORDS: &[&str] =
    &["示例甲", "示例乙", "示例丙", "样本", "虚构", "演示", "例证", "模拟", "试用", "范例", "假想", "练习"];
const SURNAMES: &[&str] = &["示", "例", "样", "虚", "演", "试", "范", "模"];
const GIVEN: &[&str] = &["一", "二", "三", "甲", "乙", "丙", "某", "某某"];

/// Trade word, legal form, kind of unit, products.
const TRADES: &[(&str, &str, &str, &str)] = &[
    ("电线电缆", "有限公司", "producer", "电线电缆；电源插头"),
    ("电动自行车", "有限公司", "producer", "电动自行车；充电器"),
    ("燃气灶具", "有限公司", "producer-and-seller", "家用燃气灶；燃气软管"),
    ("头盔", "有限公司", "producer", "电动自行车乘员头盔"),
    ("食品包装", "有限公司", "producer", "食品用塑料包装；食品用纸容器"),
    ("化工", "有限公司", "producer", "危险化学品"),
    ("儿童用品", "有限公司", "producer-and-seller", "儿童玩具；童车"),
    ("家电批发", "商行", "wholesaler", "家用电器；插座"),
    ("五金建材", "商行", "wholesaler", "电线电缆；开关插座"),
    ("超市", "有限公司", "retailer", "儿童玩具；家用电器；食品用塑料包装"),
    ("灯具", "经营部", "retailer", "灯具；电源适配器"),
    ("网络商贸", "有限公司", "online-seller", "充电器；移动电源"),
];

/// A sequence that depends on the seed alone (splitmix64), so that the same district can be made again.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % (count.max(1) as u64)).unwrap_or(0)
    }

    fn one<'a>(&mut self, of: &'a [&'a str]) -> &'a str {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }
}

/// Writes a fictional district as a directory file. Returns the number of enterprises.
pub fn write(out: impl Write, count: u32, seed: u64) -> Result<u32, ServerError> {
    let failed = |cause: csv::Error| ServerError::File {
        path: "directory".to_owned(),
        action: "written",
        cause: std::io::Error::other(cause),
    };
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(super::directory::HEADINGS).map_err(failed)?;
    let mut sequence = Sequence(seed);
    for number in 1..=count {
        let row = row(&mut sequence, number)?;
        csv.write_record(&row).map_err(failed)?;
    }
    csv.flush().map_err(|cause| ServerError::File {
        path: "directory".to_owned(),
        action: "written",
        cause,
    })?;
    Ok(count)
}

fn row(sequence: &mut Sequence, number: u32) -> Result<[String; 8], ServerError> {
    let invalid = |cause: zhian_domain::identifier::IdentifierError| ServerError::Internal {
        detail: cause.to_string(),
    };
    let (trade, form, kind, products) = TRADES.get(sequence.below(TRADES.len())).copied().unwrap_or_default();
    let region = RegionCode::new(REGION).map_err(invalid)?;
    let uscc = credit_code(sequence, number, &region).map_err(invalid)?;
    let name = format!("示例区{}{}{trade}{form}", sequence.one(WORDS), place_number(number));
    let street = sequence.one(STREETS);
    let address = format!("示例市示例区{street}{}号", sequence.below(900) + 1);
    let person = format!("{}{}", sequence.one(SURNAMES), sequence.one(GIVEN));
    // 555 numbers reach nobody.
    let phone = format!("022-555{:05}", sequence.below(100_000));
    Ok([
        name,
        uscc.as_str().to_owned(),
        kind.to_owned(),
        REGION.to_owned(),
        address,
        person,
        phone,
        products.to_owned(),
    ])
}

/// `0012` as Chinese digits, so that every name is its own.
fn place_number(number: u32) -> String {
    let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let text = format!("{number:04}");
    text.bytes().filter_map(|byte| digits.get(usize::from(byte.wrapping_sub(b'0')))).copied().collect()
}

fn credit_code(
    sequence: &mut Sequence,
    number: u32,
    region: &RegionCode,
) -> Result<Uscc, zhian_domain::identifier::IdentifierError> {
    // The number makes every code its own. `MA` begins codes given since 2015.
    let letter = LETTERS.get(sequence.below(LETTERS.len())).copied().unwrap_or(b'0');
    let mut left = usize::try_from(number).unwrap_or(0);
    let mut tail: Vec<char> = Vec::new();
    for _ in 0..5 {
        tail.push(LETTERS.get(left % LETTERS.len()).copied().unwrap_or(b'0').into());
        left /= LETTERS.len();
    }
    let tail: String = tail.into_iter().rev().collect();
    let organisation = OrganisationCode::with_check(&format!("MA{}{tail}", char::from(letter)))?;
    Uscc::of("91", region, &organisation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_enterprise_of_a_sample_district_has_its_own_valid_code_and_name() {
        let mut out = Vec::new();
        write(&mut out, 2_000, 7).unwrap();
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        let codes: BTreeSet<&str> = rows.iter().map(|row| &row[1]).collect();
        let names: BTreeSet<&str> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!((codes.len(), names.len()), (2_000, 2_000));
        for code in codes {
            assert!(Uscc::new(code).is_ok(), "{code}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_district() {
        let district = |seed| {
            let mut out = Vec::new();
            write(&mut out, 50, seed).unwrap();
            out
        };
        assert_eq!(district(3), district(3));
        assert_ne!(district(3), district(4));
    }
}
