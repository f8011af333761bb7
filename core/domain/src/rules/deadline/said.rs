//! The sentences on how a term was counted.

use super::{Deadline, LastDay, TermUnit};
use crate::checklist::Bilingual;
use crate::rules::calendar::{Counted, DayKind};
use crate::rules::{day_words, say};
use chrono::NaiveDate;

/// How days were counted.
pub(super) fn days_said(
    rule: &Deadline,
    from: NaiveDate,
    length: u32,
    nominal: NaiveDate,
    counted: &Counted,
) -> Bilingual {
    let (first, last, term) = (day_words(from), day_words(counted.last), rule.unit.said(length));
    let mut zh = format!("{}不计入，自次日起计{}", first.zh, term.zh);
    let mut en = format!("{} is not counted; {} from the next day", first.en, term.en);
    if rule.unit == TermUnit::WorkingDay {
        let (skipped_zh, skipped_en) = skipped_said(counted);
        zh.push_str(&skipped_zh);
        en.push_str(&skipped_en);
    } else if nominal != counted.last {
        let ends = day_words(nominal);
        zh.push_str(&format!("，最后一日{}不是工作日，顺延至其后第一个工作日", ends.zh));
        en.push_str(&format!(
            "; the last day, {}, is not worked, so it moves to the next working day",
            ends.en
        ));
    } else if rule.last_day == LastDay::Exact {
        zh.push_str("，遇节假日不顺延");
        en.push_str("; holidays do not move its end");
    }
    say(format!("{zh}，期满日为{}。", last.zh), format!("{en}; the term ends with {}.", last.en))
}

fn skipped_said(counted: &Counted) -> (String, String) {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (kind, days) in &counted.skipped {
        match kind {
            DayKind::Weekend => {
                zh.push(format!("周末{days}天"));
                en.push(plural(*days, "weekend day"));
            }
            DayKind::Holiday { zh: name_zh, en: name_en } => {
                zh.push(format!("{name_zh}{days}天"));
                en.push(format!("{} of {name_en}", plural(*days, "day")));
            }
            DayKind::Weekday | DayKind::ShiftedWorkingDay => {}
        }
    }
    let mut said = (String::new(), String::new());
    if !zh.is_empty() {
        said = (format!("，跳过{}", zh.join("，")), format!(", passing over {}", en.join(" and ")));
    }
    if counted.shifted > 0 {
        said.0.push_str(&format!("，计入调休上班的周末{}天", counted.shifted));
        said.1.push_str(&format!(", counting {}", plural(counted.shifted, "worked weekend day")));
    }
    said
}

/// A count with its noun in English.
pub(super) fn plural(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
