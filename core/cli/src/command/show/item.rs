//! One item: why it is here, how to check it, what it rests on, what may follow, how to see it.

use crate::input::expected_answer;
use crate::page::Page;
use crate::style::{Ink, Style};
use crate::words::{of, severity, size};
use zhian_engine::view::{ConsequenceView, ItemView, MediumPlace, ReadingValue};

/// Everything about an item but its answer.
pub fn told(page: &mut Page, view: &ItemView) {
    let style = page.style;
    let item = &view.item;
    page.heading(&format!("{}  {}", item.id, of(&style, &item.ask)));
    if !view.asked {
        let told = style.say(
            "按现有答复不问这一项；已有的答复保留在记录里，不计入结果。",
            "It is not asked under the present answers; an answer given before stays in the record and counts nowhere.",
        );
        page.line(Some(Ink::Faint), told);
    }
    if view.later {
        page.line(
            Some(Ink::Faint),
            style.say("封存后再办，不影响封存。", "It is due after sealing and does not stand in its way."),
        );
    }
    let basis: Vec<&str> = view.citations.iter().map(|one| of(&style, &one.citation.words)).collect();
    let mut pairs = Vec::new();
    if let Some(because) = &view.because {
        pairs.push((style.say("为何检查", "because"), of(&style, because).to_owned()));
    }
    pairs.extend([
        (style.say("检查方法", "how"), steps(&style, view)),
        (style.say("依据", "basis"), basis.join(style.say("、", ", "))),
        (style.say("级别", "severity"), severity(style.language, item.severity).to_owned()),
        (style.say("不符合时", "if failed"), consequences(&style, &view.consequences)),
        (style.say("可填", "may be"), expected_answer(style.language, item)),
    ]);
    if !item.limits.is_empty() {
        let limits: Vec<String> = item.limits.iter().map(|limit| limit_told(&style, limit)).collect();
        pairs.push((style.say("限值", "limits"), limits.join("\n")));
    }
    if let Some(note) = &item.note {
        pairs.push((style.say("说明", "remark"), of(&style, note).to_owned()));
    }
    page.pairs(&pairs);
    for citation in view.citations.iter().filter(|one| one.summary.is_some()) {
        let summary = citation.summary.as_ref().map_or("", |summary| of(&style, summary));
        let words = of(&style, &citation.citation.words);
        page.indented(2, Some(Ink::Faint), &format!("{words}{}{summary}", style.say("：", ": ")));
    }
    hints(page, view);
    for line in come_to(&style, view) {
        page.line(None, &line);
    }
}

fn steps(style: &Style, view: &ItemView) -> String {
    match view.item.how.as_slice() {
        [only] => of(style, only).to_owned(),
        several => {
            let lines = several.iter().enumerate();
            let lines: Vec<String> =
                lines.map(|(index, step)| format!("{}. {}", index + 1, of(style, step))).collect();
            lines.join("\n")
        }
    }
}

fn limit_told(style: &Style, limit: &zhian_domain::checklist::Limit) -> String {
    let unsure =
        if limit.verified.is_printable() { "" } else { style.say("（待核）", " (to be checked)") };
    format!("{} {} {} {}{unsure}", limit.standard, of(style, &limit.name), limit.value, limit.unit)
}

fn consequences(style: &Style, all: &[ConsequenceView]) -> String {
    let mut lines = Vec::new();
    for one in all {
        let text = one.text.as_ref().map_or("", |text| of(style, text));
        lines.push(format!("{} {text}", one.code.0).trim_end().to_owned());
        for penalty in &one.penalties {
            let unsure =
                if penalty.to_be_checked { style.say("（待核）", " (to be checked)") } else { "" };
            let measures = of(style, &penalty.penalty.measures);
            let range = zhian_engine::words::penalty_range(style.language, &penalty.penalty)
                .map_or_else(String::new, |range| format!(" [{range}]"));
            lines.push(format!("  {} {measures}{range}{unsure}", penalty.penalty.id));
        }
    }
    lines.join("\n")
}

fn hints(page: &mut Page, view: &ItemView) {
    let style = page.style;
    for hint in &view.hints {
        let place = match &hint.file {
            MediumPlace::Here { path } => path.display().to_string(),
            MediumPlace::Absent => style.say("尚未下载", "not fetched yet").to_owned(),
        };
        let kind = if hint.medium.kind.is_clip() { "▶" } else { "▣" };
        let caption = of(&style, &hint.medium.caption);
        page.indented(
            2,
            Some(Ink::Faint),
            &format!("{kind} {caption}  {} · {place}", size(hint.medium.bytes)),
        );
    }
}

/// What the fields come to, and what is wrong with them.
pub fn come_to(style: &Style, view: &ItemView) -> Vec<String> {
    let colon = style.say("：", ": ");
    let mut lines = Vec::new();
    for reading in &view.readings {
        let told = match &reading.value {
            ReadingValue::Computed { value: Some(value), unit } => {
                Some(format!("{value} {}", unit.as_deref().unwrap_or_default()).trim_end().to_owned())
            }
            ReadingValue::Computed { value: None, .. } => None,
            ReadingValue::Period { expected, present, missing, percent, .. } => {
                let share = percent.map_or_else(|| "—".to_owned(), |percent| format!("{percent}%"));
                let mut text = format!("{}/{} {share}", present.len(), expected.len());
                if !missing.is_empty() {
                    let gaps = missing.join(style.say("、", ", "));
                    text.push_str(&format!("{}{gaps}", style.say("，缺：", ", missing: ")));
                }
                Some(text)
            }
            // One that fails is told below.
            ReadingValue::Identifier { passes: true, said } => Some(of(style, said).to_owned()),
            ReadingValue::Identifier { passes: false, .. } => None,
        };
        lines.extend(told.map(|told| format!("{}{colon}{told}", of(style, &reading.label))));
    }
    lines.extend(view.faults.iter().map(|fault| format!("! {}  [{}]", of(style, &fault.words), fault.code)));
    lines
}
