//! What a cell can hold as text and give back the same.

use crate::json::Json;
use chrono::NaiveDate;

/// Most characters of a cell that are read: what Excel holds.
pub(crate) const CELL_CHARS_MAX: usize = 32_767;
/// Most characters of one text in content: half of what a cell holds, so that several lines find room.
const TEXT_CHARS_MAX: usize = 4_000;

/// Why a text would not come back the same from a cell; `None` if it would.
pub(crate) fn unfit(text: &str) -> Option<&'static str> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return Some("too long");
    }
    if text.trim() != text {
        return Some("a blank at an end");
    }
    text.chars().any(is_invisible).then_some("a character that cannot be seen")
}

/// Control characters, marks without width, and what XML cannot carry.
pub(crate) fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The text with full-width letters, digits and signs in half width, if it has any.
pub(crate) fn half_width(text: &str) -> Option<String> {
    let half = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        other => other,
    };
    let converted: String = text.chars().map(half).collect();
    (converted != text).then_some(converted)
}

/// A plain decimal: digits, a point with digits behind it, a minus in front.
pub(crate) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match digits.split_once('.') {
        None => all(digits),
        Some((whole, fraction)) => all(whole) && all(fraction),
    }
}

/// A decimal as JSON: whole where the text is one and a spreadsheet holds it, else text.
pub(crate) fn exact(text: &str) -> Json {
    match text.parse::<i64>() {
        Ok(whole) if whole.to_string() == text && whole.abs() <= crate::part::WHOLE_MAX => Json::Whole(whole),
        _ => Json::text(text),
    }
}

/// A day written like `2026-11-21`.
pub(crate) fn is_day(text: &str) -> bool {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|day| day.to_string() == text)
}

/// The day that a number of days stands for in a spreadsheet; `None` if it has a time or is no day after 1900-02-28,
/// before which spreadsheets disagree.
pub(crate) fn day_of_serial(serial: f64, since_1904: bool) -> Option<String> {
    let (least, epoch) = if since_1904 {
        (0.0, NaiveDate::from_ymd_opt(1904, 1, 1)?)
    } else {
        (61.0, NaiveDate::from_ymd_opt(1899, 12, 30)?)
    };
    if serial.fract() != 0.0 || !(least..=2_958_465.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within bounds")]
    let days = serial as u64;
    epoch.checked_add_days(chrono::Days::new(days)).map(|day| day.to_string())
}

/// A number of a cell as a decimal; `None` if it has more digits than a spreadsheet shows.
pub(crate) fn decimal(number: f64) -> Option<String> {
    if !number.is_finite() || number.abs() >= 1e15 {
        return None;
    }
    let text = number.to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).count()
        - usize::from(text.trim_start_matches('-').starts_with("0."));
    (digits <= 15 && is_decimal(&text) && text != "-0").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_days_is_the_day_that_spreadsheets_show_in_both_systems() {
        assert_eq!(day_of_serial(45_051.0, false).as_deref(), Some("2023-05-05"));
        assert_eq!(day_of_serial(43_589.0, true).as_deref(), Some("2023-05-05"));
        assert_eq!(day_of_serial(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(day_of_serial(60.0, false), None, "a day that never was");
        assert_eq!(day_of_serial(45_051.5, false), None, "a time of day");
        assert_eq!(day_of_serial(f64::NAN, false), None);
        assert_eq!(day_of_serial(3e9, false), None);
    }

    #[test]
    fn a_number_is_read_only_with_the_digits_that_a_spreadsheet_shows() {
        assert_eq!(decimal(0.5).as_deref(), Some("0.5"));
        assert_eq!(decimal(-350.0).as_deref(), Some("-350"));
        assert_eq!(decimal(0.1 + 0.2), None);
        assert_eq!(decimal(1e20), None);
        assert_eq!(decimal(f64::INFINITY), None);
        assert_eq!(decimal(-0.0), None);
    }

    #[test]
    fn decimals_are_digits_with_at_most_one_point_between_them() {
        for good in ["0", "350", "-3", "0.50", "00.5"] {
            assert!(is_decimal(good), "{good}");
        }
        for bad in ["", "-", ".5", "5.", "1e3", "+1", "1 000", "１", "1.2.3"] {
            assert!(!is_decimal(bad), "{bad}");
        }
        assert_eq!(exact("350"), Json::Whole(350));
        assert_eq!(exact("0.50"), Json::text("0.50"));
        assert_eq!(exact("007"), Json::text("007"));
    }
}
