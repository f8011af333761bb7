//! Names of things in both languages, for whoever shows them.

use crate::view::{EventKind, Officer};
use rust_decimal::Decimal;
use zhian_domain::answer::{Conformity, FieldValue};
use zhian_domain::checklist::{Bilingual, FieldKind, Item, Judgement, Severity};
use zhian_domain::completeness::{Completeness, FieldProblem};
use zhian_domain::enterprise::UnitKind;
use zhian_domain::evidence::CaptureMethod;
use zhian_domain::id::ItemId;
use zhian_domain::law::{Penalty, RangeBasis, RangeUnit};
use zhian_domain::person::PersonRole;
use zhian_domain::quiz::QuizRecord;
use zhian_domain::seal::SealObstacle;
use zhian_domain::signature::RefusalKind;
use zhian_domain::task::TaskKind;
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_protocol::explain::{Language, explain};

/// Characters of a hash or id that lists show: 8 are enough to tell some thousands apart.
pub const SHORT_CHARS: usize = 8;

/// The first characters of a hash or id.
#[must_use]
pub fn short(id: &impl ToString) -> String {
    id.to_string().chars().take(SHORT_CHARS).collect()
}

/// One of two texts of the checklist.
#[must_use]
pub fn of(language: Language, text: &Bilingual) -> &str {
    match language {
        Language::Zh => &text.zh,
        Language::En => &text.en,
    }
}

/// The range of a penalty as data: what it is reckoned from, least and greatest. Nothing proposes an amount.
#[must_use]
pub fn penalty_range(language: Language, penalty: &Penalty) -> Option<String> {
    let range = penalty.range.as_ref()?;
    let say = |zh: &'static str, en: &'static str| match language {
        Language::Zh => zh,
        Language::En => en,
    };
    let basis = match range.basis {
        RangeBasis::GoodsValue => say("货值金额", "value of the goods"),
        RangeBasis::Gains => say("违法所得", "unlawful gains"),
        RangeBasis::Fixed | RangeBasis::None => "",
    };
    let unit = match range.unit {
        RangeUnit::Times => say("倍", "times"),
        RangeUnit::Percent => "%",
        RangeUnit::Cny => say("元", "yuan"),
    };
    let bound = |bound: Option<Decimal>| bound.map_or_else(String::new, |one| one.to_string());
    Some(format!("{basis} {}..{} {unit}", bound(range.min), bound(range.max)).trim_start().to_owned())
}

/// The sentence of a code; a code without one is answered by the sentence of `unknown`.
#[must_use]
pub fn sentence(language: Language, code: &str) -> &'static str {
    explain(code).map_or("", |sentence| sentence.text(language))
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

/// A field's value as people read it.
#[must_use]
pub fn field_value(language: Language, item: &Item, field: &str, value: &FieldValue) -> String {
    match value {
        FieldValue::Number(number) => number.normalize().to_string(),
        FieldValue::Text(text) if field == crate::use_case::quiz::RECORD => quiz_record(language, text),
        FieldValue::Text(text) => text.clone(),
        FieldValue::Date(day) => day.to_string(),
        FieldValue::Choice(code) => {
            let asked = item.fields.iter().find(|one| one.id == field).map(|one| &one.kind);
            let Some(FieldKind::Choice { options }) = asked else { return code.clone() };
            let offered = options.iter().find(|(known, _)| known == code);
            offered.map_or_else(|| code.clone(), |(_, label)| of(language, label).to_owned())
        }
    }
}

/// A record of a quiz in a few words; any other text as it is.
fn quiz_record(language: Language, text: &str) -> String {
    let Ok(record) = QuizRecord::from_json(text) else { return text.to_owned() };
    let (version, asked, percent) = (record.draw.bank_version, record.draw.questions.len(), record.percent);
    match language {
        Language::Zh => format!("题库第 {version} 版，抽 {asked} 题，{percent} 分"),
        Language::En => format!("bank version {version}, {asked} questions, score {percent}"),
    }
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

/// What an enterprise does.
#[must_use]
pub const fn unit_kind(language: Language, kind: UnitKind) -> &'static str {
    match (kind, language) {
        (UnitKind::Producer, Language::Zh) => "生产单位",
        (UnitKind::Wholesaler, Language::Zh) => "批发",
        (UnitKind::Retailer, Language::Zh) => "零售",
        (UnitKind::OnlineSeller, Language::Zh) => "网络自营",
        (UnitKind::ProducerAndSeller, Language::Zh) => "兼营",
        (UnitKind::Producer, Language::En) => "producer",
        (UnitKind::Wholesaler, Language::En) => "wholesale",
        (UnitKind::Retailer, Language::En) => "retail",
        (UnitKind::OnlineSeller, Language::En) => "online",
        (UnitKind::ProducerAndSeller, Language::En) => "makes, sells",
    }
}

/// Why an enterprise is visited.
#[must_use]
pub const fn task_kind(language: Language, kind: TaskKind) -> &'static str {
    match (kind, language) {
        (TaskKind::Routine, Language::Zh) => "日常检查",
        (TaskKind::Routine, Language::En) => "routine",
        (TaskKind::Special, Language::Zh) => "专项检查",
        (TaskKind::Special, Language::En) => "special",
        (TaskKind::Case, Language::Zh) => "个案检查",
        (TaskKind::Case, Language::En) => "case",
        (TaskKind::DoubleRandom, Language::Zh) => "双随机抽查",
        (TaskKind::DoubleRandom, Language::En) => "double random",
        (TaskKind::Unannounced, Language::Zh) => "飞行检查",
        (TaskKind::Unannounced, Language::En) => "unannounced",
        (TaskKind::Recheck, Language::Zh) => "复查",
        (TaskKind::Recheck, Language::En) => "recheck",
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
        other => sentence(language, other.code()).to_owned(),
    }
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

/// Day and minute of a bare moment, in Beijing time, in which the offices work.
#[must_use]
pub fn day_and_minute(at: Timestamp) -> String {
    at.display(OFFICE_OFFSET_MINUTES).chars().take(16).collect()
}

/// Minutes east of UTC of the offices: China has one zone.
const OFFICE_OFFSET_MINUTES: i16 = 480;

/// Judgements that a person may choose for an item, in the order of the checklist.
///
/// One that is computed from a field is not chosen; only that the item does not apply is for a person to say.
#[must_use]
pub fn offered(item: &Item) -> Vec<Conformity> {
    match &item.judgement {
        Judgement::Entered { values } => values.clone(),
        Judgement::Computed { .. } => vec![Conformity::NotApplicable],
    }
}

/// One thing that keeps a visit from being complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPoint {
    /// The item.
    pub item: ItemId,
    /// What kind: `answer`, `evidence`, `differing`, `field` or `unknown-item`.
    pub kind: &'static str,
    /// What is to be done, in one line.
    pub text: String,
}

/// Everything that is open, in the order of the checklist within each kind.
#[must_use]
pub fn open_points(language: Language, open: &Completeness) -> Vec<OpenPoint> {
    let say = move |zh: &str, en: &str| match language {
        Language::Zh => zh.to_owned(),
        Language::En => en.to_owned(),
    };
    let plain = move |kind, zh: &'static str, en: &'static str| {
        move |item: &ItemId| OpenPoint { item: item.clone(), kind, text: say(zh, en) }
    };
    let mut found: Vec<OpenPoint> =
        open.open.iter().map(plain("answer", "尚未答复完整", "not answered completely")).collect();
    found.extend(open.conflicts.iter().map(plain(
        "differing",
        "答复不一致，须商定",
        "answers differ: settle them",
    )));
    found.extend(open.lacking_evidence.iter().map(|one| OpenPoint {
        item: one.item.clone(),
        kind: "evidence",
        text: say(
            &format!("需要证据 {} 份，现有 {} 份", one.needed, one.have),
            &format!("{} evidence files needed, {} there", one.needed, one.have),
        ),
    }));
    found.extend(open.bad_fields.iter().map(|one| OpenPoint {
        item: one.item.clone(),
        kind: "field",
        text: format!("{}{}{}", one.field, say("：", ": "), field_problem(language, &one.problem)),
    }));
    found.extend(open.unknown_items.iter().map(plain(
        "unknown-item",
        "检查表中没有这一项",
        "the checklist has no such item",
    )));
    found
}

/// What is wrong with an entered value.
#[must_use]
pub const fn field_problem(language: Language, problem: &FieldProblem) -> &'static str {
    match (problem, language) {
        (FieldProblem::Unknown, Language::Zh) => "没有这个填写项",
        (FieldProblem::Unknown, Language::En) => "there is no such field",
        (FieldProblem::WrongKind, Language::Zh) => "填写的类型不对",
        (FieldProblem::WrongKind, Language::En) => "a value of another kind is asked for",
        (FieldProblem::OutOfBounds, Language::Zh) => "超出允许范围",
        (FieldProblem::OutOfBounds, Language::En) => "outside its bounds",
        (FieldProblem::NotOffered, Language::Zh) => "不在可选范围内",
        (FieldProblem::NotOffered, Language::En) => "not one of the choices",
        (FieldProblem::Impossible, Language::Zh) => "两个数字相互矛盾",
        (FieldProblem::Impossible, Language::En) => "the two numbers contradict each other",
        (FieldProblem::BadIdentifier, Language::Zh) => "编号未通过校验",
        (FieldProblem::BadIdentifier, Language::En) => "the identifier fails its check",
        (FieldProblem::BadPeriod, Language::Zh) => "应有日期与缺失日期的写法不对，或者相互矛盾",
        (FieldProblem::BadPeriod, Language::En) => {
            "the dates expected and missing are miswritten or contradict each other"
        }
        (FieldProblem::Constraint, Language::Zh) => "不满足该填写项的条件",
        (FieldProblem::Constraint, Language::En) => "the condition of the field is not met",
    }
}

/// What happened, in a word or two, with the judgement it led to where there is one.
#[must_use]
pub fn event(language: Language, kind: EventKind) -> String {
    let say = |zh: &str, en: &str| match language {
        Language::Zh => zh.to_owned(),
        Language::En => en.to_owned(),
    };
    let judged = |what: String, judged: Option<Conformity>| match judged {
        None => what,
        Some(judged) => format!("{what}{}{}", say("：", ": "), conformity(language, judged)),
    };
    match kind {
        EventKind::Arrived => say("到场", "arrived"),
        EventKind::Answered(led_to) => judged(say("答复", "answered"), led_to),
        EventKind::Settled(led_to) => judged(say("商定", "settled"), led_to),
        EventKind::Captured(how) => method(language, how).to_owned(),
        EventKind::Found => say("发现问题", "found"),
        EventKind::OfficerSigned => say("执法人员签名", "officer signed"),
        EventKind::PartySigned(part) => format!("{} {}", role(language, part), say("签名", "signed")),
        EventKind::NotSigned(kind) => refusal(language, kind).to_owned(),
        EventKind::Sealed => say("封存", "sealed"),
    }
}
