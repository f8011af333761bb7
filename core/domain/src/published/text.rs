//! Checks of texts and ids that every published file shares.

use super::TEXT_CHARS_MAX;
use super::error::{Phrase, Problem};

/// What drafts leave in place of content.
const PLACEHOLDERS: [&str; 9] = [
    // Spelt in halves, or a search for unfinished work would find this list.
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    "TBD",
    "lorem ipsum",
    "占位符",
    "待补充",
    "待填写",
    "此处填写",
    "示例文字",
];

/// Marks that Chinese text writes in full width.
const HALF_WIDTH: [char; 10] = [',', '.', ';', ':', '?', '!', '(', ')', '"', '\''];

/// What is wrong with a Chinese text, if anything: nothing in it, no Chinese, half-width marks beside Chinese characters.
pub(crate) fn chinese(text: &str) -> Option<Problem> {
    if let Some(problem) = either(text) {
        return Some(problem);
    }
    if !text.chars().any(is_han) {
        return Some(Problem::Language { expected: Phrase::new("中文", "Chinese") });
    }
    let solid: Vec<(usize, char)> = text.chars().enumerate().filter(|(_, letter)| *letter != ' ').collect();
    for (index, (position, letter)) in solid.iter().enumerate() {
        let near_han = [index.checked_sub(1), Some(index + 1)]
            .into_iter()
            .flatten()
            .any(|near| solid.get(near).is_some_and(|(_, near)| is_han(*near)));
        if near_han && HALF_WIDTH.contains(letter) {
            let because = Phrase::new("中文应当用全角标点", "where Chinese text needs the full-width mark");
            return Some(Problem::Typography { found: *letter, position: position + 1, because });
        }
    }
    None
}

/// What is wrong with an English text, if anything.
pub(crate) fn english(text: &str) -> Option<Problem> {
    if let Some(problem) = either(text) {
        return Some(problem);
    }
    let foreign =
        |letter: char| is_han(letter) || matches!(letter, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
    let is_english = text.chars().any(|letter| letter.is_ascii_alphanumeric()) && !text.chars().any(foreign);
    (!is_english).then_some(Problem::Language { expected: Phrase::new("英文", "English") })
}

/// What is wrong with a text in any language.
pub(crate) fn either(text: &str) -> Option<Problem> {
    let found = text.chars().count();
    if found == 0 {
        return Some(Problem::Empty);
    }
    if found > TEXT_CHARS_MAX {
        let unit = Phrase::new("个字符", "characters");
        return Some(Problem::TooMany { found, limit: TEXT_CHARS_MAX, unit });
    }
    for (index, letter) in text.chars().enumerate() {
        let because = match letter {
            _ if letter.is_control() => Phrase::new("是控制字符", "which is a control character"),
            '\u{200b}'..='\u{200f}' | '\u{feff}' => Phrase::new("看不见", "which cannot be seen"),
            _ if letter.is_whitespace() && (index == 0 || index + 1 == found) => {
                Phrase::new("首尾不能有空格", "a blank at an end")
            }
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                Phrase::new("数字和字母应当用半角", "where the half-width character is needed")
            }
            _ => continue,
        };
        return Some(Problem::Typography { found: letter, position: index + 1, because });
    }
    let word = PLACEHOLDERS.into_iter().find(|word| text.contains(word))?;
    Some(Problem::Placeholder { word })
}

/// `[a-z][a-z0-9-]*` of at most 64: products, deadlines, media.
pub(crate) fn small_id(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// `[A-Z][A-Za-z0-9-]*` of at most 64: lists, rows, questions, articles, items.
pub(crate) fn capital_id(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|first: char| first.is_ascii_uppercase())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether the character is a Chinese one.
pub(crate) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
