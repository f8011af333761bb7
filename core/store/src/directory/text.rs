//! How names, addresses and queries are compared, and the tokens that rows are found by.

use pinyin::ToPinyinMulti;

/// Longest start of a credit code that is a token; longer ones are looked up in the index of codes.
///
/// 11 characters end inside the organisation code, where codes of one region begin to differ.
pub(super) const CODE_TOKEN_CHARS: usize = 11;

/// Most pairs of one word that are looked up; the rest of a very long word is left to the comparison of rows.
const PAIRS_MAX: usize = 24;

const TEXT: u64 = 0;
const INITIALS: u64 = 1 << 60;
const CODE: u64 = 2 << 60;

/// A text as it is compared: full-width forms narrowed, lower case, letters and digits only.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a query, each as it is compared.
pub(super) fn words(query: &str) -> Vec<String> {
    query.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect()
}

/// Which initials a character may be typed as: one bit for each of a-z and 0-9, several where it has several
/// readings (重庆 is "cq", 重量 is "zl", and nobody should have to know which one the computer chose).
fn initials_of(c: char) -> u64 {
    if c.is_ascii() {
        return initial_bit(c);
    }
    let Some(readings) = c.to_pinyin_multi() else { return 0 };
    readings
        .into_iter()
        .filter_map(|reading| reading.plain().chars().next())
        .map(initial_bit)
        .fold(0, |a, b| a | b)
}

fn initial_bit(c: char) -> u64 {
    match c {
        'a'..='z' => 1 << (u32::from(c) - u32::from('a')),
        '0'..='9' => 1 << (26 + u32::from(c) - u32::from('0')),
        _ => 0,
    }
}

/// The initials of a plain name, one set per character.
pub(super) fn initials(plain_name: &str) -> Vec<u64> {
    plain_name.chars().map(initials_of).collect()
}

/// Whether `word` can be read somewhere in the initials.
pub(super) fn initials_contain(initials: &[u64], word: &str) -> bool {
    let wanted: Vec<u64> = word.chars().map(initial_bit).collect();
    !wanted.is_empty()
        && initials
            .windows(wanted.len())
            .any(|here| here.iter().zip(&wanted).all(|(have, want)| have & want != 0))
}

fn single(kind: u64, c: u64) -> i64 {
    (kind | c).cast_signed()
}

fn pair(kind: u64, first: u64, second: u64) -> i64 {
    // A character has 21 bits, and no character of a plain text is 0: pairs and singles never meet.
    (kind | first << 21 | second).cast_signed()
}

/// The token of the start of a credit code; in base 37 so that starts of different lengths differ.
fn code_token(start: &str) -> i64 {
    let digit = |c: char| c.to_digit(36).map_or(0, |digit| u64::from(digit) + 1);
    (CODE | start.chars().fold(0, |value, c| value * 37 + digit(c))).cast_signed()
}

fn push_text(plain: &str, tokens: &mut Vec<i64>) {
    let mut before = None;
    for c in plain.chars().map(u64::from) {
        tokens.push(single(TEXT, c));
        tokens.extend(before.map(|before| pair(TEXT, before, c)));
        before = Some(c);
    }
}

/// The numbers of the bits in a set of initials, from 1.
fn letters(set: u64) -> impl Iterator<Item = u64> {
    (0..36_u64).filter(move |bit| set >> bit & 1 == 1).map(|bit| bit + 1)
}

/// Every token by which an enterprise is found, without repetition.
pub(super) fn tokens_of(plain_name: &str, address: &str, uscc: &str) -> Vec<i64> {
    let mut tokens = Vec::with_capacity(128);
    push_text(plain_name, &mut tokens);
    push_text(&plain(address), &mut tokens);
    let initials = initials(plain_name);
    for set in &initials {
        tokens.extend(letters(*set).map(|letter| single(INITIALS, letter)));
    }
    for two in initials.windows(2) {
        if let [first, second] = two {
            for first in letters(*first) {
                tokens.extend(letters(*second).map(|second| pair(INITIALS, first, second)));
            }
        }
    }
    let code = plain(uscc);
    let ends = code.char_indices().map(|(start, c)| start + c.len_utf8()).take(CODE_TOKEN_CHARS);
    tokens.extend(ends.filter_map(|end| code.get(..end)).map(code_token));
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// Tokens that a row must all have if `word` is part of its name or address.
pub(super) fn text_tokens(word: &str) -> Vec<i64> {
    let chars: Vec<u64> = word.chars().map(u64::from).collect();
    all_of(TEXT, &chars)
}

/// Tokens that a row must all have if `word` is part of its initials; `None` if no initials look like that.
pub(super) fn initials_tokens(word: &str) -> Option<Vec<i64>> {
    let chars: Option<Vec<u64>> = word.chars().map(|c| letters(initial_bit(c)).next()).collect();
    chars.map(|chars| all_of(INITIALS, &chars))
}

/// The token of a credit code that starts with `word`; `None` if it is too long for a token or no code.
pub(super) fn code_start_token(word: &str) -> Option<i64> {
    let fits = word.len() <= CODE_TOKEN_CHARS && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| code_token(word))
}

fn all_of(kind: u64, chars: &[u64]) -> Vec<i64> {
    let mut tokens: Vec<i64> = match chars {
        [only] => vec![single(kind, *only)],
        _ => chars
            .windows(2)
            .take(PAIRS_MAX)
            .filter_map(|two| match two {
                [first, second] => Some(pair(kind, *first, *second)),
                _ => None,
            })
            .collect(),
    };
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_punctuation_do_not_matter() {
        assert_eq!(plain("ＡＢＢ（安徽）电缆·3号"), "abb安徽电缆3号");
        assert_eq!(words(" 和平　电缆 （） "), ["和平", "电缆"]);
    }

    #[test]
    fn a_character_with_two_readings_is_found_by_both() {
        let name = initials("重庆电缆");
        assert!(initials_contain(&name, "cqdl"));
        assert!(initials_contain(&name, "zqdl"));
        assert!(initials_contain(&name, "dl"));
        assert!(!initials_contain(&name, "qc"));
        assert!(!initials_contain(&name, "cqdlx"));
    }

    #[test]
    fn no_two_kinds_of_token_meet() {
        let tokens =
            [single(TEXT, 97), single(INITIALS, 1), pair(TEXT, 97, 97), code_token("9"), code_token("91")];
        let distinct: std::collections::BTreeSet<i64> = tokens.into_iter().collect();
        assert_eq!(distinct.len(), tokens.len());
        assert!(tokens.iter().all(|token| *token > 0));
        assert_ne!(code_token("99999999999"), code_token("9999999999"));
    }

    #[test]
    fn every_row_has_the_tokens_its_own_parts_ask_for() {
        let (name, address, code) = (plain("和平电缆A1厂"), "合肥市包河区3号", "91340100MA2ABCDE3X");
        let row = tokens_of(&name, address, code);
        let holds = |tokens: Vec<i64>| tokens.iter().all(|token| row.binary_search(token).is_ok());
        for word in ["和", "平电缆", "a1", "包河", "区3", "和平电缆a1厂"] {
            assert!(holds(text_tokens(word)), "{word}");
        }
        assert!(holds(initials_tokens("hpdla1c").unwrap()));
        assert!(holds(vec![code_start_token("91340100ma2").unwrap()]));
        assert!(code_start_token("91340100ma2a").is_none());
        assert!(!holds(text_tokens("缆厂")));
    }
}
