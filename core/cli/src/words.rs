//! How times, sizes and counts are written, and the names of things, which are the engine's.

use crate::lang::Both;
use crate::style::{Ink, Style};
use zhian_domain::answer::{AnswerValue, Conformity};
use zhian_domain::checklist::{Bilingual, Item};
use zhian_engine::words::field_value;

pub use zhian_engine::words::{
    conformity, day_and_minute, method, moment, obstacle, officer, refusal, role, second, severity, short,
    unit_kind,
};

/// One of two texts of the checklist.
#[must_use]
pub fn of<'a>(style: &Style, text: &'a Bilingual) -> &'a str {
    style.say(&text.zh, &text.en)
}

/// The colour of a judgement.
#[must_use]
pub const fn conformity_ink(judged: Conformity) -> Ink {
    match judged {
        Conformity::Meets => Ink::Good,
        Conformity::DoesNotMeet | Conformity::Defective => Ink::Bad,
        Conformity::NotApplicable => Ink::Faint,
    }
}

/// Reads a judgement as people type it, in either language.
#[must_use]
pub fn read_conformity(text: &str) -> Option<Conformity> {
    match text.trim().to_lowercase().as_str() {
        "meets" | "yes" | "y" | "符合" | "是" => Some(Conformity::Meets),
        "does-not-meet" | "fails" | "fail" | "no" | "n" | "不符合" | "否" => {
            Some(Conformity::DoesNotMeet)
        }
        "defective" | "有缺陷" => Some(Conformity::Defective),
        "not-applicable" | "na" | "n/a" | "不适用" | "无此项" => Some(Conformity::NotApplicable),
        _ => None,
    }
}

/// The fields of an answer in one line, labels first.
#[must_use]
pub fn fields(style: &Style, item: &Item, value: &AnswerValue) -> String {
    let joint = style.say("；", "; ");
    let colon = style.say("：", ": ");
    let parts: Vec<String> = item
        .fields
        .iter()
        .filter_map(|field| {
            let entered = value.fields.get(&field.id)?;
            let label = of(style, &field.label);
            Some(format!("{label}{colon}{}", field_value(style.language, item, &field.id, entered)))
        })
        .collect();
    parts.join(joint)
}

/// Why the system refused a file, in words people use; `None` where it has only words of its own.
#[must_use]
pub fn io_reason(kind: std::io::ErrorKind) -> Option<Both> {
    use std::io::ErrorKind;
    let (zh, en) = match kind {
        ErrorKind::NotFound => ("没有这个文件或目录", "there is no such file or folder"),
        ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        ErrorKind::AlreadyExists => ("文件已经存在", "it exists already"),
        ErrorKind::IsADirectory => ("这是一个目录", "it is a folder"),
        ErrorKind::NotADirectory => ("路径中有一段不是目录", "a part of the path is no folder"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("空间不足", "no space is left"),
        ErrorKind::ReadOnlyFilesystem => ("这个磁盘只能读", "the disk is read-only"),
        ErrorKind::UnexpectedEof => ("文件不完整", "it ends too early"),
        ErrorKind::InvalidData => ("内容不是文本（UTF-8）", "it is not text (UTF-8)"),
        _ => return None,
    };
    Some(Both::new(zh, en))
}

/// A count with its noun. English has a plural; Chinese has none.
#[must_use]
pub fn count(style: &Style, count: u64, zh: &str, one: &str, many: &str) -> String {
    let noun = style.say(zh, if count == 1 { one } else { many });
    format!("{count} {noun}")
}

/// A size: `843 B`, `12.4 kB`, `3.1 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut tenths = bytes / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS.get(unit).unwrap_or(&"TB"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use zhian_protocol::explain::Language;

    #[test]
    fn sizes_read_as_people_say_them() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(999), "999 B");
        assert_eq!(size(12_432), "12.4 kB");
        assert_eq!(size(3_145_728), "3.1 MB");
    }

    #[test]
    fn a_judgement_is_read_in_both_languages_and_by_its_code() {
        for judged in Conformity::ALL {
            assert_eq!(read_conformity(judged.code()), Some(judged));
            assert_eq!(read_conformity(conformity(Language::Zh, judged)), Some(judged));
            assert_eq!(read_conformity(conformity(Language::En, judged)), Some(judged));
        }
        assert_eq!(read_conformity("maybe"), None);
    }
}
