//! What the checklist of a visit is made of.

use crate::page::Page;
use crate::style::Ink;
use crate::words::of;
use zhian_engine::view::VisitView;

/// The parts with version and reason, and the law that is cited.
pub fn told(page: &mut Page, view: &VisitView) {
    let Some(made_of) = &view.composition else { return };
    let style = page.style;
    for part in &made_of.parts {
        let title = of(&style, &part.title);
        let because = of(&style, &part.because);
        page.indented(2, Some(Ink::Faint), &format!("{} v{}  {title}  {because}", part.id, part.version));
    }
    let text = match style.say("zh", "en") {
        "zh" => format!("法律记录第 {} 版，按 {} 有效的条文引用", made_of.law_version, made_of.law_day),
        _ => format!("Law records version {}, cited as in force on {}", made_of.law_version, made_of.law_day),
    };
    page.indented(2, Some(Ink::Faint), &text);
}
