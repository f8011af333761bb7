//! A district of 400 enterprises that do not exist, with credit codes that are valid.

use crate::photo::Dice;
use std::collections::BTreeSet;
use zhian_domain::identifier::{OrganisationCode, RegionCode, Uscc};

/// Region code of the district: it has the right shape and belongs to no place.
pub const REGION: &str = "120199";
/// Enterprises of the district.
pub const ENTERPRISES: usize = 400;

/// One row of the directory.
pub struct Row {
    /// Registered name.
    pub name: String,
    /// Credit code.
    pub uscc: String,
    /// `producer`, `retailer`, …
    pub kind: &'static str,
    /// Registered address.
    pub address: String,
    /// Legal representative.
    pub representative: String,
    /// Telephone, from the range that belongs to nobody.
    pub phone: String,
    /// Product kinds.
    pub products: String,
}

const WORDS: [&str; 24] = [
    "晨星", "海棠", "远帆", "青松", "云岭", "金穗", "银河", "白鹭", "锦程", "恒川", "瑞禾", "安澜", "启明",
    "长风", "雅集", "北辰", "芳洲", "铭远", "同舟", "朗润", "拓海", "宏图", "嘉木", "清和",
];
const TRADES: [(&str, &str, &str); 12] = [
    ("电器制造", "producer", "移动电源;插座开关"),
    ("燃气具", "producer", "家用燃气灶"),
    ("电线电缆", "producer", "电线电缆"),
    ("电动车", "retailer", "电动自行车;充电器"),
    ("儿童用品", "producer-and-seller", "童车;玩具"),
    ("建材", "wholesaler", "防水卷材;胶合板"),
    ("消防器材", "retailer", "灭火器;可燃气体探测器"),
    ("塑料包装", "producer", "食品用塑料包装"),
    ("五金商贸", "wholesaler", "压力锅;五金"),
    ("网络科技", "online-seller", "移动电源"),
    ("劳保用品", "retailer", "特种劳动防护用品"),
    ("化工", "producer", "危险化学品"),
];
const STREETS: [&str; 10] = [
    "望海路",
    "示范大道",
    "工业一路",
    "工业二路",
    "海棠街",
    "科创中路",
    "仓前路",
    "长桥街",
    "新河道",
    "学苑路",
];
const SURNAMES: [&str; 10] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈"];

/// The factory of the story: the first row of the directory.
pub const FACTORY: &str = "示例晨星电器制造有限公司";

/// The whole district. The same in each run.
pub fn rows() -> Vec<Row> {
    let region = RegionCode::new(REGION).expect("the region code has the right shape");
    let mut dice = Dice::new(75);
    let mut taken = BTreeSet::from([FACTORY.to_owned()]);
    (0..ENTERPRISES)
        .map(|number| {
            let (trade, kind, products) = TRADES[if number == 0 { 0 } else { number % TRADES.len() }];
            let street = STREETS[number % STREETS.len()];
            let name = if number == 0 { FACTORY.to_owned() } else { name(trade, &mut dice, &mut taken) };
            let organisation =
                OrganisationCode::with_check(&format!("MADEM{number:03}")).expect("letters and digits");
            Row {
                uscc: Uscc::of("91", &region, &organisation).expect("a valid code").to_string(),
                name,
                kind,
                address: format!("示例市海棠区{street}{}号", 1 + number / 2),
                representative: format!("{}某某", SURNAMES[number % SURNAMES.len()]),
                phone: format!("000-8800{number:04}"),
                products: products.to_owned(),
            }
        })
        .collect()
}

fn name(trade: &str, dice: &mut Dice, taken: &mut BTreeSet<String>) -> String {
    loop {
        let mut word = || WORDS[dice.below(24) as usize];
        let name = format!("示例{}{}{trade}有限公司", word(), word());
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_credit_code_of_the_district_is_valid_and_its_own() {
        let rows = rows();
        let codes: BTreeSet<_> = rows.iter().map(|row| Uscc::new(&row.uscc).unwrap()).collect();
        let names: BTreeSet<_> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!((rows.len(), codes.len(), names.len()), (400, 400, 400));
        assert!(codes.iter().all(|code| code.organisation().is_some()));
    }
}
