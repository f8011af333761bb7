//! What exactly an error is about, in the reader's language: which file, which item, how many.
//!
//! The code's sentence says what to do; this says about what. What only a technician can use, a system's or a
//! library's own words, is no part of it: that is shown with `--verbose`, and marked.

use crate::failure::{CliError, sentence};
use crate::lang::Both;
use crate::words::{self, short, size};
use std::io::ErrorKind;
use zhian_domain::checklist::Bilingual;
use zhian_domain::id::ItemId;
use zhian_domain::seal::SealObstacle;
use zhian_engine::adapter::HttpTransportError;
use zhian_engine::{EngineError, LibraryError};
use zhian_protocol::explain::{Language, is_known};

/// How much an error says beyond its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exactly {
    /// This much, for the person.
    Said(Both),
    /// The sentence says everything.
    Nothing,
    /// Something for a technician.
    Technical,
}

fn said(zh: impl Into<String>, en: impl Into<String>) -> Exactly {
    Exactly::Said(Both::new(zh, en))
}

fn same(text: impl Into<String>) -> Exactly {
    Exactly::Said(Both::same(text))
}

/// What exactly.
#[must_use]
pub fn of(error: &CliError) -> Exactly {
    match error {
        CliError::Engine(error) => of_engine(error),
        CliError::NoDataFolder => Exactly::Nothing,
        CliError::NotEnrolled { dir } => {
            let dir = dir.display();
            said(format!("数据目录 {dir}"), format!("data folder {dir}"))
        }
        CliError::Server { cause: HttpTransportError::Address { url, .. } } => same(url),
        CliError::Server { .. } => Exactly::Technical,
        CliError::File { path, cause } => file(&path.display().to_string(), cause.kind()),
        CliError::FileExists { path } => same(path.display().to_string()),
        CliError::NoSuch { what, text } => {
            let zh = thing_zh(what);
            said(format!("没有{zh}“{text}”"), format!("no {what} is called “{text}”"))
        }
        CliError::Ambiguous { text, candidates } => said(
            format!("“{text}”可能是：{}", candidates.join("、")),
            format!("“{text}” may be: {}", candidates.join(", ")),
        ),
        CliError::WhichVisit { found } => said(
            format!("有 {found} 个符合"),
            if *found == 1 { "1 fits".to_owned() } else { format!("{found} fit") },
        ),
        CliError::Value { what, text, expected } if text.is_empty() => {
            said(format!("{what} 可写：{}", expected.zh), format!("{what} may be: {}", expected.en))
        }
        CliError::Value { what, text, expected } => said(
            format!("{what} “{text}”，可写：{}", expected.zh),
            format!("{what} “{text}”, may be: {}", expected.en),
        ),
        CliError::NothingToSettle { item } => same(item),
        CliError::Stopped { left } => Exactly::Said(left.clone()),
    }
}

fn thing_zh(what: &str) -> &str {
    match what {
        "task" => "任务或检查",
        "item" => "检查项目",
        "finding" => "问题",
        "evidence" => "证据",
        "notice" => "通知",
        other => other,
    }
}

/// A file and, where it can be told in words, why it cannot be used.
fn file(path: &str, kind: ErrorKind) -> Exactly {
    match words::io_reason(kind) {
        Some(reason) => said(format!("{path}：{}", reason.zh), format!("{path}: {}", reason.en)),
        None => same(path),
    }
}

fn items(ids: &[ItemId]) -> Exactly {
    let ids: Vec<&str> = ids.iter().map(ItemId::as_str).collect();
    said(ids.join("、"), ids.join(", "))
}

fn length(found: usize, limit: usize) -> Exactly {
    said(
        format!("应为 1 至 {limit} 个字符，现有 {found} 个"),
        format!("1 to {limit} characters, not {found}"),
    )
}

fn of_engine(error: &EngineError) -> Exactly {
    match error {
        EngineError::Seal(refused) => obstacles(&refused.reasons),
        EngineError::Refused { code, zh, en, .. } if !is_known(code) && !zh.is_empty() => {
            // An office newer than this program brings its own sentences.
            said(format!("{zh} [{code}]"), format!("{en} [{code}]"))
        }
        EngineError::CodeLength { found, limit } | EngineError::LabelLength { found, limit } => {
            length(*found, *limit)
        }
        EngineError::UnknownTask { task } | EngineError::NotOnTask { task, .. } => {
            said(format!("任务 {}", short(task)), format!("task {}", short(task)))
        }
        EngineError::TaskWithdrawn { reason, .. } => {
            said(format!("撤回原因：{reason}"), format!("why: {reason}"))
        }
        EngineError::UnknownItem { item }
        | EngineError::NothingToSettle { item }
        | EngineError::BadAnswer { item, .. } => same(item.as_str()),
        EngineError::Unsettled { items: ids } | EngineError::TypedText { items: ids } => items(ids),
        EngineError::Empty { what } => said(empty_zh(what), *what),
        EngineError::Source { path, cause } | EngineError::BundleFile { path, cause } => {
            file(path, cause.kind())
        }
        EngineError::SourceSize { found, limit } => said(
            format!("文件 {}，上限 {}", size(*found), size(*limit)),
            format!("the file has {}, at most {} are allowed", size(*found), size(*limit)),
        ),
        EngineError::EvidenceElsewhere { evidence }
        | EngineError::EvidenceAltered { evidence }
        | EngineError::UnknownEvidence { evidence }
        | EngineError::EvidenceNotAtOffice { evidence } => {
            said(format!("证据 {}", short(evidence)), format!("evidence {}", short(evidence)))
        }
        EngineError::NotSafe { parcels, files, .. } => said(
            format!("服务器还缺 {parcels} 个数据包、{files} 个文件"),
            format!("the office still lacks parcels: {parcels}, files: {files}"),
        ),
        EngineError::Library(cause) => library(cause),
        // Their sentence says everything; an id would only be noise.
        EngineError::NotEnrolled
        | EngineError::RightsNotTold
        | EngineError::NotARecording
        | EngineError::ExchangeRunning
        | EngineError::Cancelled
        | EngineError::VisitSealed { .. }
        | EngineError::VisitNotSealed { .. }
        | EngineError::MovedOn { .. }
        | EngineError::NoNewerVersion { .. }
        | EngineError::AlreadyCheckedIn { .. }
        | EngineError::NotCheckedIn { .. }
        | EngineError::AlreadyEnrolled { .. }
        | EngineError::UnknownFinding { .. }
        | EngineError::UnknownChecklist { .. }
        | EngineError::UnknownVisit { .. } => Exactly::Nothing,
        _ => Exactly::Technical,
    }
}

fn obstacles(reasons: &[SealObstacle]) -> Exactly {
    let all = |language| {
        let lines = reasons.iter().map(|reason| words::obstacle(language, reason));
        lines.collect::<Vec<_>>()
    };
    said(all(Language::Zh).concat(), all(Language::En).join(" "))
}

fn library(cause: &LibraryError) -> Exactly {
    let details = cause.details();
    let joined = |between: &str, text: fn(&Bilingual) -> &str| {
        details.iter().map(text).collect::<Vec<_>>().join(between)
    };
    match cause {
        LibraryError::UnknownList { id } | LibraryError::MediumNotAtOffice { id } => same(id),
        LibraryError::NoQuiz { item } => same(item.as_str()),
        LibraryError::UnknownMedium { hash } => same(short(hash)),
        _ if details.is_empty() => Exactly::Technical,
        _ => said(joined("；", |line| &line.zh), joined("; ", |line| &line.en)),
    }
}

fn empty_zh(what: &str) -> &str {
    match what {
        "the list of visits" => "要导出的检查",
        "the reason why the party does not sign" => "未签名的原因",
        "the name of the witness" => "见证人的姓名",
        "the name of the person who signs" => "签名人的姓名",
        "the text of a finding" => "问题的内容",
        _ => "必填内容",
    }
}

/// What a recorded reason is, in one line: its sentence, or the bare code where this program knows none.
#[must_use]
pub fn reason(code: &str, language: Language) -> String {
    if is_known(code) { sentence(code, language).to_owned() } else { format!("[{code}]") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use zhian_domain::id::TaskId;

    fn no_latin_words(text: &str) -> bool {
        let latin: Vec<&str> =
            text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 3).collect();
        latin.is_empty()
    }

    #[test]
    fn what_a_person_can_meet_is_told_in_chinese_to_a_chinese_reader() {
        let gone = || std::io::Error::from(ErrorKind::NotFound);
        let item = || ItemId::new("P75-01").unwrap();
        for error in [
            CliError::file(Path::new("/a/b"))(gone()),
            CliError::NoSuch { what: "task", text: "9".to_owned() },
            CliError::NoSuch { what: "item", text: "9".to_owned() },
            CliError::NoSuch { what: "finding", text: "9".to_owned() },
            CliError::NoSuch { what: "evidence", text: "9".to_owned() },
            CliError::NoSuch { what: "notice", text: "9".to_owned() },
            CliError::Ambiguous {
                text: "ab".to_owned(), candidates: vec!["甲".to_owned(), "乙".to_owned()]
            },
            CliError::WhichVisit { found: 2 },
            EngineError::CodeLength { found: 70, limit: 64 }.into(),
            EngineError::UnknownTask { task: TaskId::from_bytes([1; 16]) }.into(),
            EngineError::Unsettled { items: vec![item(), item()] }.into(),
            EngineError::Source { path: "/a/b".to_owned(), cause: gone() }.into(),
            EngineError::SourceSize { found: 0, limit: 10 }.into(),
            EngineError::Empty { what: "the text of a finding" }.into(),
            EngineError::Empty { what: "the name of the witness" }.into(),
        ] {
            let Exactly::Said(both) = of(&error) else { panic!("nothing is said of {error}") };
            assert!(no_latin_words(&both.zh), "{}", both.zh);
            assert!(both.en.is_ascii() || both.en.contains(['“', '甲']), "{}", both.en);
        }
    }

    #[test]
    fn what_only_a_technician_can_use_is_kept_apart() {
        let error = EngineError::Answer { detail: "expected map at 17".to_owned() };
        assert_eq!(of(&error.into()), Exactly::Technical);
        assert_eq!(of(&EngineError::RightsNotTold.into()), Exactly::Nothing);
    }
}
