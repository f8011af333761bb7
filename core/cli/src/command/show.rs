//! A visit on the screen: whole, one item, or only what is open.

use crate::args::Show;
use crate::failure::CliError;
use crate::page::{Output, Page};
use crate::select;
use crate::session::Session;
use crate::style::Ink;
use crate::table::{Cell, Table};
use crate::words::{
    conformity, conformity_ink, fields, method, moment, of, officer, refusal, role, second, severity, short,
    size,
};
use crate::{json, words};
use zhian_domain::finding::FindingStatus;
use zhian_domain::id::InspectorId;
use zhian_engine::view::{
    AnswerView, EvidenceView, FilePlace, FindingView, GivenAnswer, ItemView, VersionStanding, VisitStanding,
    VisitView,
};

mod item;
mod made_of;

/// `zhian show`.
pub fn show(session: &Session, args: &Show) -> Result<Output, CliError> {
    let id = select::visit(&session.engine, args.visit.as_deref())?;
    let view = session.engine.visit(&id)?;
    let mut page = session.page();
    if let Some(text) = &args.item {
        let item = session.engine.item(&id, &select::item(&view, text)?)?;
        one_item(&mut page, &item, &view);
        return Ok(page.done(json::item(&item)));
    }
    head(&mut page, &view);
    for section in &view.sections {
        let items: Vec<&ItemView> = section.items.iter().filter(|item| !args.open || item.open).collect();
        if !items.is_empty() {
            page.heading(of(&session.style, &section.title));
            items_table(&mut page, &items);
        }
    }
    if !args.open {
        findings(&mut page, &view.findings);
        scene(&mut page, &view.scene);
        signatures(&mut page, &view);
    }
    foot(&mut page, &view);
    Ok(page.done(json::visit(&view)))
}

fn head(page: &mut Page, view: &VisitView) {
    let style = page.style;
    page.line(Some(Ink::Strong), &view.enterprise_name);
    let standing = match &view.standing {
        VisitStanding::Draft => page.say("检查中", "being filled").to_owned(),
        VisitStanding::Sealed(seal) => {
            let place = seal.ledger_position.map_or_else(
                || page.say("尚未入账", "not in the ledger yet").to_owned(),
                |position| format!("{} {position}", page.say("台账第", "ledger position")),
            );
            format!(
                "{} {} · {} · {place}",
                page.say("已封存", "sealed"),
                moment(&seal.sealed_at),
                short(&seal.digest)
            )
        }
    };
    let people: Vec<String> = view
        .participants
        .iter()
        .map(|one| {
            let mark =
                if one.check_ins.is_empty() { page.say("（未到场）", " (not here yet)") } else { "" };
            format!("{}{mark}", officer(&one.officer))
        })
        .collect();
    page.pairs(&[
        (page.say("任务", "task"), format!("{}  {}", short(&view.task), view.title)),
        (page.say("地址", "address"), view.site_address.clone()),
        (page.say("检查表", "checklist"), of(&style, &view.checklist_title).to_owned()),
        (page.say("执法人员", "officers"), people.join(page.say("、", ", "))),
        (page.say("状态", "state"), standing),
    ]);
    match view.version {
        VersionStanding::Current => {}
        VersionStanding::NewerAsked => {
            let text = page.say(
                "任务已改用新版检查表；本次检查仍在原版本上。先看 zhian newer，再决定 zhian move。",
                "The task names a newer checklist; this visit stays on its own. See zhian newer, then zhian move.",
            );
            page.line(Some(Ink::Warn), text);
        }
        VersionStanding::MovedOn { to } => {
            let text = format!("{} {}", page.say("已转到新版本，检查", "Moved on, to visit"), short(&to));
            page.line(Some(Ink::Warn), &text);
        }
    }
    made_of::told(page, view);
    if let Some(reason) = &view.withdrawn {
        let text = format!("{}{reason}", page.say("任务已撤回：", "The task was withdrawn: "));
        page.line(Some(Ink::Warn), &text);
    }
}

fn items_table(page: &mut Page, items: &[&ItemView]) {
    let mut table = Table::new(["", "", "", "", ""]).flexible(3);
    for view in items {
        if !view.asked {
            let told =
                format!("{}  {}", page.say("现在不问", "not asked now"), of(&page.style, &view.item.ask));
            let faint = |text: &str| Cell::inked(Ink::Faint, text);
            table.row([faint("·"), faint(view.item.id.as_str()), faint("—"), faint(&told), "".into()]);
            continue;
        }
        let mark = match (view.open, view.later) {
            (true, _) => Cell::inked(Ink::Warn, "○"),
            (false, true) if matches!(view.answer, AnswerView::None) => Cell::inked(Ink::Faint, "◷"),
            (false, _) => Cell::inked(Ink::Good, "●"),
        };
        table.row([
            mark,
            view.item.id.as_str().into(),
            judged_cell(page, &view.answer),
            summary(page, view).into(),
            evidence_cell(view),
        ]);
    }
    page.table(&table);
    for view in items {
        if let AnswerView::Differing(answers) = &view.answer {
            both(page, view, answers);
        }
    }
}

fn judged_cell(page: &Page, answer: &AnswerView) -> Cell {
    match answer {
        AnswerView::None => Cell::inked(Ink::Faint, "—"),
        AnswerView::Differing(_) => Cell::inked(Ink::Warn, page.say("不一致", "differs")),
        AnswerView::One(given) => given.judged.map_or_else(
            || Cell::inked(Ink::Warn, page.say("待补", "unfinished")),
            |judged| Cell::inked(conformity_ink(judged), conformity(page.style.language, judged)),
        ),
    }
}

fn summary(page: &Page, view: &ItemView) -> String {
    let style = page.style;
    let mut text = of(&style, &view.item.ask).to_owned();
    if let AnswerView::One(given) = &view.answer {
        let entered = fields(&style, &view.item, &given.value);
        if !entered.is_empty() {
            text.push_str(&format!("\n{entered}"));
        }
    }
    for told in item::come_to(&style, view) {
        text.push_str(&format!("\n{told}"));
    }
    if !view.note.is_empty() {
        text.push_str(&format!("\n{}{}", page.say("备注：", "Note: "), view.note));
    }
    text
}

fn evidence_cell(view: &ItemView) -> Cell {
    let have = u32::try_from(view.evidence.len()).unwrap_or(u32::MAX);
    match (have, view.evidence_needed) {
        (0, 0) => "".into(),
        (have, 0) => format!("▣ {have}").into(),
        (have, needed) if have >= needed => format!("▣ {have}/{needed}").into(),
        (have, needed) => Cell::inked(Ink::Warn, format!("▣ {have}/{needed}")),
    }
}

/// Both answers to an item where they differ, numbered for `zhian settle --take`.
pub fn both(page: &mut Page, view: &ItemView, answers: &[GivenAnswer]) {
    let style = page.style;
    let mut table = Table::new(["", "", "", "", ""]).flexible(4);
    for (index, given) in answers.iter().enumerate() {
        table.row([
            format!("   {})", index + 1).into(),
            judged_given(page, given),
            officer(&given.by).into(),
            Cell::inked(Ink::Faint, second(&given.at)),
            fields(&style, &view.item, &given.value).into(),
        ]);
    }
    page.table(&table);
}

fn judged_given(page: &Page, given: &GivenAnswer) -> Cell {
    given.judged.map_or_else(
        || Cell::inked(Ink::Warn, page.say("待补", "unfinished")),
        |judged| Cell::inked(conformity_ink(judged), conformity(page.style.language, judged)),
    )
}

/// One item with how to check it, its legal basis, and everything that stands.
pub fn one_item(page: &mut Page, view: &ItemView, visit: &VisitView) {
    item::told(page, view);
    match &view.answer {
        AnswerView::None => page.line(Some(Ink::Warn), page.say("尚未答复。", "Not answered yet.")),
        AnswerView::One(given) => standing_answer(page, view, given, visit),
        AnswerView::Differing(answers) => {
            page.line(Some(Ink::Warn), page.say("答复不一致：", "The answers differ:"));
            both(page, view, answers);
        }
    }
    if !view.note.is_empty() {
        page.pairs(&[(page.say("备注", "note"), view.note.clone())]);
    }
    findings(page, &view.findings);
    scene_named(page, page.say("证据", "Evidence"), &view.evidence);
}

fn standing_answer(page: &mut Page, view: &ItemView, given: &GivenAnswer, visit: &VisitView) {
    let style = page.style;
    let named = |id: InspectorId| {
        let known = visit.participants.iter().find(|one| one.officer.id == id);
        known.map_or_else(|| short(&id), |one| officer(&one.officer))
    };
    let label =
        if given.settles.is_empty() { page.say("答复", "answer") } else { page.say("商定", "settled") };
    let mut table = Table::new(["", "", "", "", ""]).flexible(4);
    table.row([
        Cell::inked(Ink::Faint, label),
        judged_given(page, given),
        officer(&given.by).into(),
        Cell::inked(Ink::Faint, second(&given.at)),
        fields(&style, &view.item, &given.value).into(),
    ]);
    for old in &given.settles {
        let judged = old.value.conformity.map_or("—", |judged| conformity(style.language, judged));
        table.row([
            Cell::inked(Ink::Faint, page.say("协商前", "before")),
            judged.into(),
            named(old.by).into(),
            Cell::inked(Ink::Faint, second(&old.at)),
            fields(&style, &view.item, &old.value).into(),
        ]);
    }
    page.table(&table);
}

fn findings(page: &mut Page, findings: &[FindingView]) {
    if findings.is_empty() {
        return;
    }
    page.heading(page.say("发现的问题", "Findings"));
    let style = page.style;
    let mut table = Table::new(["", "", "", "", ""]).flexible(4);
    for view in findings {
        let one = &view.finding;
        let open = one.status == FindingStatus::Open;
        let text = if open {
            one.text.clone()
        } else {
            format!("{}{}", page.say("（已撤回）", "(withdrawn) "), one.text)
        };
        table.row([
            Cell::inked(Ink::Strong, short(&one.id)),
            one.item.as_str().into(),
            severity(style.language, one.severity).into(),
            officer(&view.by).into(),
            if open { text.into() } else { Cell::inked(Ink::Faint, text) },
        ]);
    }
    page.table(&table);
}

fn scene(page: &mut Page, files: &[EvidenceView]) {
    scene_named(page, page.say("现场", "The scene"), files);
}

fn scene_named(page: &mut Page, title: &'static str, files: &[EvidenceView]) {
    if files.is_empty() {
        return;
    }
    page.heading(title);
    let mut table = Table::new(["", "", "", "", "", "", ""]).right(2).flexible(6);
    for view in files {
        let one = &view.evidence;
        let safe = if view.safe {
            Cell::inked(Ink::Good, page.say("已送达", "safe"))
        } else {
            Cell::inked(Ink::Warn, page.say("未送达", "not safe yet"))
        };
        let mut about = one.caption.clone();
        if !one.readable {
            about.push_str(page.say("（无法解码，原样保存）", " (cannot be decoded; kept as it is)"));
        }
        if !matches!(view.file, FilePlace::Here { .. }) {
            about.push_str(page.say("（文件不在本机）", " (file not on this device)"));
        }
        table.row([
            Cell::inked(Ink::Strong, short(&one.hash)),
            method(page.style.language, one.method).into(),
            size(one.bytes).into(),
            officer(&view.maker).into(),
            Cell::inked(Ink::Faint, moment(&one.at)),
            safe,
            about.into(),
        ]);
    }
    page.table(&table);
}

/// Who signed, and whether the signatures cover what the visit holds now.
pub fn signatures(page: &mut Page, view: &VisitView) {
    let all = &view.signatures;
    if all.officers.is_empty() && all.party.is_empty() && all.refusals.is_empty() {
        return;
    }
    page.heading(page.say("签名", "Signatures"));
    let style = page.style;
    let state = |current: bool| {
        if current {
            Cell::inked(Ink::Good, style.say("有效", "current"))
        } else {
            Cell::inked(Ink::Warn, style.say("内容已改，须重签", "stale: the content changed, sign again"))
        }
    };
    let mut table = Table::new(["", "", "", ""]);
    for one in &all.officers {
        let part = style.say("执法人员", "officer");
        table.row([officer(&one.officer).into(), part.into(), moment(&one.at).into(), state(one.current)]);
    }
    for one in &all.party {
        let part = role(style.language, one.signature.role);
        let name = one.signature.name.as_str();
        table.row([name.into(), part.into(), moment(&one.signature.at).into(), state(one.current)]);
    }
    for one in &all.refusals {
        let text = format!("{}: {}", refusal(style.language, one.refusal.kind), one.refusal.reason);
        let at = moment(&one.refusal.at);
        table.row([one.refusal.name.as_str().into(), text.into(), at.into(), state(one.current)]);
    }
    page.table(&table);
}

fn foot(page: &mut Page, view: &VisitView) {
    let style = page.style;
    let counts = &view.counts;
    page.heading(&format!(
        "{}/{} {} · {} {} · {} {} · {} {} · {} {}",
        counts.answered,
        counts.items,
        style.say("已答复", "answered"),
        counts.open_items,
        style.say("未完成", "open"),
        counts.conflicts,
        style.say("不一致", "differing"),
        counts.findings,
        style.say("问题", "findings"),
        counts.evidence,
        style.say("证据", "files"),
    ));
    let asked = &view.asked;
    if asked.not_asked > 0 || asked.later > 0 {
        let text = format!(
            "{} {} · {} {}",
            asked.not_asked,
            style.say("项不问", "not asked"),
            asked.later,
            style.say("项封存后再办", "due after sealing"),
        );
        page.line(Some(Ink::Faint), &text);
    }
    for obstacle in &view.obstacles {
        let text = format!(
            "{} {}",
            style.say("封存前：", "Before sealing:"),
            words::obstacle(style.language, obstacle)
        );
        page.line(Some(Ink::Warn), &text);
    }
    if view.late_changes > 0 {
        let told = style.say(
            "处改动在封存后到达，另行保存，见 zhian late。",
            "changes arrived after sealing; see zhian late.",
        );
        page.line(Some(Ink::Warn), &format!("{} {told}", view.late_changes));
    }
    if matches!(view.standing, VisitStanding::Sealed(_)) && view.outcome.needs_formal_handling() {
        let told = style.say("有重点项不符合，须转正式处理。", "A key item failed: formal handling follows.");
        page.line(Some(Ink::Bad), told);
    }
}
