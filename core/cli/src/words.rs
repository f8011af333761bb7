//! Names of things in both languages, and how times, sizes and hashes are written.

use crate::lang::Both;
use crate::style::{Ink, Style};
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue};
use zhian_domain::checklist::{Bilingual, FieldKind, Item, Severity};
use zhian_domain::evidence::CaptureMethod;
use zhian_domain::person::PersonRole;
use zhian_domain::seal::SealObstacle;
use zhian_domain::signature::RefusalKind;
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_engine::view::Officer;
use zhian_protocol::explain::Language;

/// Characters of a hash or id that lists show: 8 are enough to tell some thousands apart.
pub const SHORT_CHARS: usize = 8;

/// The first characters of a hash or id.
#[must_use]
pub fn short(id: &impl ToString) -> String {
    id.to_string().chars().take(SHORT_CHARS).collect()
}

/// One of two texts of the checklist.
#[must_use]
pub fn of<'a>(style: &Style, text: &'a Bilingual) -> &'a str {
    style.say(&text.zh, &text.en)
}

/// A judgement, as the checklist's columns name it.
#[must_use]
pub const fn conformity(language: Language, judged: Conformity) -> &'static str {
    match (judged, language) {
        (Conformity::Meets, Language::Zh) => "符合",
        (Conformity::Meets, Language::En) => "meets",
        (Conformity::DoesNotMeet, Language::Zh) => "不符合",
        (Conformity::DoesNotMeet, Language::En) => "fails",
        (Conformity::Defective, Language::Zh) => "有缺陷",
        (Conformity::Defective, Language::En) => "defective",
        (Conformity::NotApplicable, Language::Zh) => "不适用",
        (Conformity::NotApplicable, Language::En) => "n/a",
    }
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

/// A field's value as people read it.
#[must_use]
pub fn field_value(style: &Style, item: &Item, field: &str, value: &FieldValue) -> String {
    match value {
        FieldValue::Number(number) => number.normalize().to_string(),
        FieldValue::Text(text) => text.clone(),
        FieldValue::Date(day) => day.to_string(),
        FieldValue::Choice(code) => {
            let options = item.fields.iter().find(|one| one.id == field).map(|one| &one.kind);
            match options {
                Some(FieldKind::Choice { options }) => options
                    .iter()
                    .find(|(known, _)| known == code)
                    .map_or_else(|| code.clone(), |(_, label)| of(style, label).to_owned()),
                _ => code.clone(),
            }
        }
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
            Some(format!("{label}{colon}{}", field_value(style, item, &field.id, entered)))
        })
        .collect();
    parts.join(joint)
}

/// A severity with its letter.
#[must_use]
pub const fn severity(language: Language, severity: Severity) -> &'static str {
    match (severity, language) {
        (Severity::Key, Language::Zh) => "A 重点",
        (Severity::Key, Language::En) => "A key",
        (Severity::Main, Language::Zh) => "B 主要",
        (Severity::Main, Language::En) => "B main",
        (Severity::General, Language::Zh) => "C 一般",
        (Severity::General, Language::En) => "C general",
    }
}

/// A person's part in the enterprise.
#[must_use]
pub const fn role(language: Language, role: PersonRole) -> &'static str {
    match (role, language) {
        (PersonRole::LegalRepresentative, Language::Zh) => "法定代表人",
        (PersonRole::LegalRepresentative, Language::En) => "legal representative",
        (PersonRole::Principal, Language::Zh) => "主要负责人",
        (PersonRole::Principal, Language::En) => "principal",
        (PersonRole::QsDirector, Language::Zh) => "质量安全总监",
        (PersonRole::QsDirector, Language::En) => "quality safety director",
        (PersonRole::QsOfficer, Language::Zh) => "质量安全员",
        (PersonRole::QsOfficer, Language::En) => "quality safety officer",
        (PersonRole::SiteRepresentative, Language::Zh) => "现场负责人",
        (PersonRole::SiteRepresentative, Language::En) => "site representative",
    }
}

/// Why the party did not sign.
#[must_use]
pub const fn refusal(language: Language, kind: RefusalKind) -> &'static str {
    match (kind, language) {
        (RefusalKind::Refused, Language::Zh) => "拒绝签名",
        (RefusalKind::Refused, Language::En) => "refused",
        (RefusalKind::Absent, Language::Zh) => "不在场",
        (RefusalKind::Absent, Language::En) => "absent",
        (RefusalKind::Unable, Language::Zh) => "无法签名",
        (RefusalKind::Unable, Language::En) => "unable",
    }
}

/// How evidence was taken.
#[must_use]
pub const fn method(language: Language, method: CaptureMethod) -> &'static str {
    match (method, language) {
        (CaptureMethod::Photo, Language::Zh) => "拍照",
        (CaptureMethod::Photo, Language::En) => "photo",
        (CaptureMethod::Video, Language::Zh) => "录像",
        (CaptureMethod::Video, Language::En) => "video",
        (CaptureMethod::Audio, Language::Zh) => "录音",
        (CaptureMethod::Audio, Language::En) => "audio",
        (CaptureMethod::Scan, Language::Zh) => "扫描",
        (CaptureMethod::Scan, Language::En) => "scan",
        (CaptureMethod::Screenshot, Language::Zh) => "截屏",
        (CaptureMethod::Screenshot, Language::En) => "screenshot",
        (CaptureMethod::Copy, Language::Zh) => "复制",
        (CaptureMethod::Copy, Language::En) => "copy",
    }
}

/// An officer's name, or the beginning of their id where the office has not told it.
#[must_use]
pub fn officer(officer: &Officer) -> String {
    officer.name.clone().unwrap_or_else(|| short(&officer.id))
}

/// What stands between a visit and its seal, in one line.
#[must_use]
pub fn obstacle(language: Language, obstacle: &SealObstacle) -> String {
    let zh = language == Language::Zh;
    match obstacle {
        SealObstacle::Incomplete(missing) => {
            let (open, lacking) = (missing.open.len(), missing.lacking_evidence.len());
            let (differ, bad) = (missing.conflicts.len(), missing.bad_fields.len());
            if zh {
                format!("{open} 项未完成，{lacking} 项缺证据，{differ} 项答复不一致，{bad} 处数值不合要求。")
            } else {
                format!("{open} items open, {lacking} lack evidence, {differ} differ, {bad} bad values.")
            }
        }
        SealObstacle::TooFewCheckedIn { found } if zh => format!("须两名执法人员到场，现有 {found} 名。"),
        SealObstacle::TooFewCheckedIn { found } => {
            format!("Two officers must have checked in; {found} did.")
        }
        SealObstacle::TooFewOfficerSignatures { found, stale } if zh => {
            format!("须两名执法人员签名，有效签名 {found} 个，内容改动后须重签 {} 个。", stale.len())
        }
        SealObstacle::TooFewOfficerSignatures { found, stale } => format!(
            "Two officers must have signed the present content; {found} did, {} must sign again.",
            stale.len()
        ),
        other => crate::failure::sentence(other.code(), language).to_owned(),
    }
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

/// Day and minute in the device's zone: `2026-11-21 10:32`.
#[must_use]
pub fn moment(at: &ClockReading) -> String {
    at.display().chars().take(16).collect()
}

/// Day and second in the device's zone: `2026-11-21 10:32:05`.
#[must_use]
pub fn second(at: &ClockReading) -> String {
    at.display().chars().take(19).collect()
}

/// A count with its noun. English has a plural; Chinese has none.
#[must_use]
pub fn count(style: &Style, count: u64, zh: &str, one: &str, many: &str) -> String {
    let noun = style.say(zh, if count == 1 { one } else { many });
    format!("{count} {noun}")
}

/// Day and minute of a bare moment, in Beijing time, in which the offices work.
#[must_use]
pub fn day_and_minute(at: Timestamp) -> String {
    at.display(OFFICE_OFFSET_MINUTES).chars().take(16).collect()
}

/// Minutes east of UTC of the offices: China has one zone.
const OFFICE_OFFSET_MINUTES: i16 = 480;

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
