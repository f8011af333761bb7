//! Checks of texts, ids and codes that every published file shares.

use super::error::{ChecklistError, Fault, Place};
use super::format::{BasisFormat, BilingualFormat};
use super::{BASIS_MAX, TEXT_CHARS_MAX};
use crate::checklist::{Bilingual, LegalBasis, Verified};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Refuses the second of two equal ids.
#[derive(Default)]
pub(crate) struct Seen(BTreeSet<String>);

impl Seen {
    pub(crate) fn add(&mut self, place: &Place, id: &str) -> Result<(), ChecklistError> {
        if self.0.insert(id.to_owned()) {
            Ok(())
        } else {
            Err(place.refused(Fault::Duplicate { id: id.to_owned() }))
        }
    }
}

/// Refuses an empty list and one that is too long.
pub(crate) fn count(
    place: &Place,
    found: usize,
    limit: usize,
    unit: &'static str,
) -> Result<(), ChecklistError> {
    match found {
        0 => Err(place.refused(Fault::Empty)),
        _ if found > limit => Err(place.refused(Fault::TooMany { unit, found, limit })),
        _ => Ok(()),
    }
}

pub(crate) fn bilingual(
    place: &Place,
    name: &str,
    text: BilingualFormat,
) -> Result<Bilingual, ChecklistError> {
    chinese(&place.member(format!("{name}.zh")), &text.zh)?;
    english(&place.member(format!("{name}.en")), &text.en)?;
    Ok(Bilingual { zh: text.zh, en: text.en })
}

/// `[a-z][a-z0-9-]*` of at most 32: ids of sections and fields, codes of options.
pub(crate) fn small_id(place: &Place, id: &str) -> Result<(), ChecklistError> {
    let made_well = id.len() <= 32
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if made_well {
        return Ok(());
    }
    Err(place.refused(Fault::BadId {
        id: id.to_owned(),
        expected: "1 to 32 of a-z, 0-9 and hyphen, beginning with a letter",
    }))
}

/// `[A-Z][A-Z0-9]*` of at most 16: instruments and checklists.
pub(crate) fn capital_code(place: &Place, code: &str) -> Result<(), ChecklistError> {
    let made_well = code.len() <= 16
        && code.starts_with(|first: char| first.is_ascii_uppercase())
        && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if made_well {
        return Ok(());
    }
    Err(place.refused(Fault::BadId {
        id: code.to_owned(),
        expected: "1 to 16 of A-Z and 0-9, beginning with a letter",
    }))
}

/// `R1` to `R6`, or the letter of a law and one to three digits of an article.
pub(crate) fn consequence(place: &Place, code: &str) -> Result<(), ChecklistError> {
    let made_well = match code.split_at_checked(1) {
        Some(("R", digits)) => matches!(digits, "1" | "2" | "3" | "4" | "5" | "6"),
        Some(("L" | "X" | "C" | "M" | "S", article)) => {
            (1..=3).contains(&article.len())
                && !article.starts_with('0')
                && article.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    };
    if made_well {
        return Ok(());
    }
    Err(place.refused(Fault::UnknownCode {
        code: code.to_owned(),
        expected: "a consequence: R1 to R6, or L, X, C, M or S with an article, e.g. L49",
    }))
}

pub(crate) fn verified(place: &Place, code: &str) -> Result<Verified, ChecklistError> {
    Verified::from_code(code).ok_or_else(|| {
        let expected = "S (source), P (partly), M (memory) or U (unsure)";
        place.refused(Fault::UnknownCode { code: code.to_owned(), expected })
    })
}

/// A capital code, a hyphen and more, e.g. `R75-10`, `OP54-items` or `PQL-49-2`: as instrument and article.
pub(crate) fn article_id(place: &Place, id: &str) -> Result<(String, String), ChecklistError> {
    let word = |text: &str| {
        !text.is_empty()
            && text
                .split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    if let Some((instrument, article)) = id.split_once('-')
        && id.len() <= 64
        && word(article)
    {
        capital_code(place, instrument)?;
        return Ok((instrument.to_owned(), article.to_owned()));
    }
    let expected = "the id of an article, e.g. R75-10";
    Err(place.refused(Fault::BadId { id: id.to_owned(), expected }))
}

/// A calendar day, written `2026-11-21`.
pub(crate) fn day(place: &Place, text: &str) -> Result<NaiveDate, ChecklistError> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| {
        let expected = "a day written like 2026-11-21";
        place.refused(Fault::BadId { id: text.to_owned(), expected })
    })
}

/// Citations, each once. An article is `*` where the instrument is meant as a whole.
pub(crate) fn basis(place: &Place, list: Vec<BasisFormat>) -> Result<Vec<LegalBasis>, ChecklistError> {
    if list.len() > BASIS_MAX {
        let fault = Fault::TooMany { unit: "citations", found: list.len(), limit: BASIS_MAX };
        return Err(place.member("basis").refused(fault));
    }
    let mut seen = Seen::default();
    let mut basis = Vec::with_capacity(list.len());
    for (index, entry) in list.into_iter().enumerate() {
        let member = |name: &str| place.member(format!("basis {}: {name}", index + 1));
        capital_code(&member("instrument"), &entry.instrument)?;
        article(&member("article"), &entry.article)?;
        let verified = verified(&member("verified"), &entry.verified)?;
        seen.add(&place.member("basis"), &format!("{}-{}", entry.instrument, entry.article))?;
        basis.push(LegalBasis { instrument: entry.instrument, article: entry.article, verified });
    }
    Ok(basis)
}

/// `3`, `10-12` or `*`.
fn article(place: &Place, article: &str) -> Result<(), ChecklistError> {
    if article.is_empty() {
        return Err(place.refused(Fault::Empty));
    }
    let number =
        |text: &str| text.parse::<u16>().ok().filter(|found| *found > 0 && found.to_string() == text);
    let made_well = match article.split_once('-') {
        None => article == "*" || number(article).is_some(),
        Some((from, to)) => matches!((number(from), number(to)), (Some(from), Some(to)) if from < to),
    };
    if made_well {
        return Ok(());
    }
    let expected = "an article: a number, two with a hyphen, or * for the whole instrument";
    Err(place.refused(Fault::UnknownCode { code: article.to_owned(), expected }))
}

pub(crate) fn chinese(place: &Place, text: &str) -> Result<(), ChecklistError> {
    common(place, text)?;
    if !text.chars().any(is_han) {
        return Err(place.refused(Fault::Language { expected: "Chinese" }));
    }
    let solid: Vec<(usize, char)> = text.chars().enumerate().filter(|(_, letter)| *letter != ' ').collect();
    for (index, (position, letter)) in solid.iter().enumerate() {
        let near_han = [index.checked_sub(1), Some(index + 1)]
            .into_iter()
            .flatten()
            .any(|near| solid.get(near).is_some_and(|(_, near)| is_han(*near)));
        if near_han && matches!(letter, ',' | '.' | ';' | ':' | '?' | '!' | '(' | ')' | '"' | '\'') {
            let problem = "where Chinese text needs the full-width mark";
            return Err(place.refused(Fault::Typography { found: *letter, position: position + 1, problem }));
        }
    }
    Ok(())
}

fn english(place: &Place, text: &str) -> Result<(), ChecklistError> {
    common(place, text)?;
    let foreign =
        |letter: char| is_han(letter) || matches!(letter, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
    if text.chars().any(foreign) || !text.chars().any(|letter| letter.is_ascii_alphabetic()) {
        return Err(place.refused(Fault::Language { expected: "English" }));
    }
    Ok(())
}

fn common(place: &Place, text: &str) -> Result<(), ChecklistError> {
    count(place, text.chars().count(), TEXT_CHARS_MAX, "characters")?;
    let last = text.chars().count() - 1;
    for (index, letter) in text.chars().enumerate() {
        let problem = match letter {
            _ if letter.is_control() => "which is a control character",
            '\u{200b}'..='\u{200f}' | '\u{feff}' => "which cannot be seen",
            _ if letter.is_whitespace() && (index == 0 || index == last) => "a blank at an end",
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => "where the half-width character is needed",
            _ => continue,
        };
        return Err(place.refused(Fault::Typography { found: letter, position: index + 1, problem }));
    }
    Ok(())
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
