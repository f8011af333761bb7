//! How alike two Chinese texts are, by their pairs of neighbouring characters.
//!
//! Deliberately simple: whoever reads "62 %" can count the shared pairs with a pencil. It knows no meaning, so its results
//! are shown to people as what they are, a similarity of texts.

use std::collections::BTreeMap;

/// Little words that carry no content and would make any two texts alike.
const FILLERS: [&str; 14] =
    ["应当", "或者", "以及", "并且", "进行", "的", "了", "和", "与", "及", "或", "并", "应", "在"];

/// A text without marks, blanks, case, width and little words, as its pairs of neighbouring characters with their counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pairs {
    counts: BTreeMap<(char, char), u32>,
    total: u32,
}

impl Pairs {
    pub(super) fn of(text: &str) -> Self {
        let letters: Vec<char> = normalised(text).chars().collect();
        let mut pairs = Self::default();
        // A single character is its own pair, so that it is still like itself.
        let single = letters.first().copied().filter(|_| letters.len() == 1).map(|letter| (letter, letter));
        let neighbours = letters.iter().copied().zip(letters.iter().copied().skip(1));
        for pair in neighbours.chain(single) {
            *pairs.counts.entry(pair).or_default() += 1;
            pairs.total += 1;
        }
        pairs
    }

    fn shared(&self, other: &Self) -> u32 {
        let of_both =
            |(pair, count): (&(char, char), &u32)| other.counts.get(pair).map(|have| *have.min(count));
        self.counts.iter().filter_map(of_both).sum()
    }

    /// Twice the shared pairs of all pairs, in percent, rounded down: 100 for equal texts, 0 for texts without a common pair.
    pub(super) fn alike(&self, other: &Self) -> u8 {
        percent(2 * self.shared(other), self.total + other.total)
    }

    /// How much of this text stands in the other one, in percent, rounded down. 100 for a text without content.
    pub(super) fn within(&self, other: &Self) -> u8 {
        if self.total == 0 { 100 } else { percent(self.shared(other), self.total) }
    }
}

fn percent(part: u32, whole: u32) -> u8 {
    let share = part.saturating_mul(100).checked_div(whole).unwrap_or(0);
    u8::try_from(share).unwrap_or(100)
}

/// Half-width, lower case, letters, digits and Chinese characters only, without [`FILLERS`].
pub(super) fn normalised(text: &str) -> String {
    let mut plain: String = text
        .chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, '%' | '℃' | '≥' | '≤'))
        .collect();
    for filler in FILLERS {
        plain = plain.replace(filler, "");
    }
    plain
}

fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

/// The clauses of a sentence: between commas, semicolons, colons and full stops. Enumerations with 、 stay whole.
pub(super) fn clauses(text: &str) -> Vec<&str> {
    text.split(['，', '；', '。', '：', ',', ';'])
        .map(str::trim)
        .filter(|clause| !normalised(clause).is_empty())
        .collect()
}

/// The figures of a text with what directly follows them, e.g. `30分`, `100%`, `3次`: a limit lives in them.
pub(super) fn figures(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().map(half_width).collect();
    let mut found: Vec<String> = Vec::new();
    let mut figure = String::new();
    for letter in letters.into_iter().chain([' ']) {
        let is_part = letter.is_ascii_digit() || (letter == '.' && !figure.is_empty());
        if is_part {
            figure.push(letter);
        } else if !figure.is_empty() {
            let unit = if letter.is_alphanumeric() || matches!(letter, '%' | '℃') { letter } else { ' ' };
            let whole = format!("{}{unit}", figure.trim_end_matches('.')).trim_end().to_owned();
            if !found.contains(&whole) {
                found.push(whole);
            }
            figure.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> u8 {
        Pairs::of(one).alike(&Pairs::of(other))
    }

    #[test]
    fn equal_texts_are_wholly_alike_whatever_their_marks_width_and_little_words() {
        assert_eq!(alike("证书被暂停或者撤销", "证书 被暂停、撤销。"), 100);
        assert_eq!(alike("ＣＣＣ标志", "ccc标志"), 100);
        assert_eq!(alike("甲", "甲"), 100);
    }

    #[test]
    fn texts_without_a_common_pair_are_not_alike_and_empty_ones_neither() {
        assert_eq!(alike("证书", "仓库"), 0);
        assert_eq!(alike("", ""), 0);
        assert_eq!(alike("甲", "乙"), 0);
    }

    #[test]
    fn a_part_is_found_whole_in_a_longer_text() {
        let part = Pairs::of("拒收并退回");
        assert_eq!(part.within(&Pairs::of("不一致的拒收退回供货者")), 100);
        assert_eq!(part.within(&Pairs::of("登记入库")), 0);
    }

    #[test]
    fn clauses_end_at_commas_and_figures_keep_what_they_count() {
        assert_eq!(
            clauses("逐辆核对编码、型号，不符的拒收；写明单号。"),
            ["逐辆核对编码、型号", "不符的拒收", "写明单号"]
        );
        assert_eq!(figures("每30分钟测1次，100%检验，不超过0.5 mm"), ["30分", "1次", "100%", "0.5"]);
        assert_eq!(figures("没有数字"), Vec::<String>::new());
    }

    #[test]
    fn likeness_does_not_depend_on_the_order_of_the_two() {
        let (one, other) = ("铭牌与合格证不一致", "合格证与铭牌、编码不一致");
        assert_eq!(alike(one, other), alike(other, one));
        assert!((50..100).contains(&alike(one, other)), "{}", alike(one, other));
    }
}
