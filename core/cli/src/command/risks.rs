//! Risk control lists.

use crate::args::{FormMode, RiskCompare, RiskForm, RiskShow, Risks};
use crate::failure::CliError;
use crate::input::day;
use crate::page::Output;
use crate::session::Session;
use crate::style::Ink;
use crate::table::{Cell, Table};
use crate::words::of;
use serde_json::json;
use zhian_domain::checklist::Bilingual;
use zhian_domain::risk::Mode;
use zhian_domain::risk::compare::Verdict;
use zhian_domain::risk::form::ZERO_RISK;
use zhian_engine::RiskFormRequest;

/// `zhian risks`.
pub fn risks(session: &Session, command: &Risks) -> Result<Output, CliError> {
    match command {
        Risks::List => list(session),
        Risks::Show(args) => show(session, args),
        Risks::Form(args) => form(session, args),
        Risks::Compare(args) => compare(session, args),
    }
}

fn list(session: &Session) -> Result<Output, CliError> {
    let lists = session.engine.risk_lists()?;
    let mut page = session.page();
    let style = page.style;
    if lists.is_empty() {
        page.line(
            None,
            page.say("本机还没有风险管控清单，请先同步。", "No risk list is here yet. Sync first."),
        );
    }
    let mut table = Table::new(["", "", "", ""]).flexible(3);
    for one in &lists {
        let mark = if one.sample { style.say("示例", "sample") } else { "" };
        let rows = format!("{} {}", one.rows.len(), style.say("行", "rows"));
        table.row([
            one.id.as_str().into(),
            rows.into(),
            Cell::inked(Ink::Faint, mark),
            of(&style, &one.title).into(),
        ]);
    }
    page.table(&table);
    let all = lists.iter().map(|one| {
        json!({ "id": one.id, "version": one.version, "sample": one.sample, "zh": one.title.zh, "en": one.title.en,
                "product": one.product, "rows": one.rows.len() })
    });
    let value = json!({ "lists": all.collect::<Vec<_>>() });
    Ok(page.done(value))
}

fn texts(text: &Bilingual) -> serde_json::Value {
    json!({ "zh": text.zh, "en": text.en })
}

fn show(session: &Session, args: &RiskShow) -> Result<Output, CliError> {
    let list = session.engine.risk_list(&args.list)?;
    let mut page = session.page();
    let style = page.style;
    page.heading(of(&style, &list.title));
    for row in &list.rows {
        let phrases = [row.stage.phrase(), row.mode.phrase(), row.role.phrase()];
        let [stage, mode, role] = phrases.map(|phrase| style.say(phrase.zh, phrase.en));
        let unsure =
            if row.verified.is_printable() { "" } else { style.say("（待核）", " (to be checked)") };
        page.line(Some(Ink::Strong), &format!("{}  {}{unsure}", row.id, of(&style, &row.indicator)));
        let kind = of(&style, &row.category);
        page.indented(
            3,
            Some(Ink::Faint),
            &format!("{stage} · {kind} · {mode} · {role} · {}", of(&style, &row.frequency)),
        );
        page.indented(3, None, of(&style, &row.measure));
    }
    let rows = list.rows.iter().map(|row| {
        json!({ "id": row.id, "stage": row.stage.code(), "mode": row.mode.code(), "role": row.role.code(),
                "category": texts(&row.category), "indicator": texts(&row.indicator), "measure": texts(&row.measure),
                "frequency": texts(&row.frequency), "basis": row.basis, "verified": row.verified.code() })
    });
    let value = json!({ "id": list.id, "version": list.version, "sample": list.sample, "rows": rows.collect::<Vec<_>>() });
    Ok(page.done(value))
}

fn form(session: &Session, args: &RiskForm) -> Result<Output, CliError> {
    let from = day("--from", &args.from)?;
    let to = args.to.as_deref().map_or(Ok(from), |text| day("--to", text))?;
    let mode = match args.mode {
        FormMode::Daily => Mode::Daily,
        FormMode::Weekly => Mode::Weekly,
        FormMode::Monthly => Mode::Monthly,
    };
    let request = RiskFormRequest {
        list: args.list.clone(),
        mode,
        from,
        to,
        closed_days: std::collections::BTreeSet::new(),
    };
    let forms = session.engine.risk_forms(&request)?;
    let mut page = session.page();
    let style = page.style;
    for form in &forms {
        page.heading(of(&style, &form.title));
        let role = form.role.phrase();
        page.line(Some(Ink::Faint), style.say(role.zh, role.en));
        let mut table = Table::new(["", "", ""]).right(0).flexible(2);
        for line in &form.lines {
            let text = format!("{}\n{}", of(&style, &line.indicator), of(&style, &line.measure));
            table.row([line.number.to_string().into(), of(&style, &line.category).into(), text.into()]);
        }
        page.table(&table);
        page.line(Some(Ink::Faint), style.say(ZERO_RISK.zh, ZERO_RISK.en));
    }
    let all = forms.iter().map(|form| {
        let lines = form.lines.iter().map(|line| json!({ "number": line.number, "row": line.row }));
        json!({ "title": texts(&form.title), "from": form.from.to_string(), "to": form.to.to_string(),
                "role": form.role.code(), "lines": lines.collect::<Vec<_>>() })
    });
    let value = json!({ "forms": all.collect::<Vec<_>>() });
    Ok(page.done(value))
}

fn compare(session: &Session, args: &RiskCompare) -> Result<Output, CliError> {
    let table = crate::input::text_file(&args.file)?;
    let (comparison, own) = session.engine.compare_risks(&args.list, &table)?;
    let mut page = session.page();
    let style = page.style;
    for row in &comparison.rows {
        let ink = match row.verdict {
            Verdict::Covered => Ink::Good,
            Verdict::Weaker(_) => Ink::Warn,
            Verdict::Missing { .. } => Ink::Bad,
            Verdict::Extra => Ink::Faint,
        };
        page.line(Some(ink), of(&style, &row.words));
    }
    page.heading(of(&style, &comparison.summary));
    for (column, heading) in &own.ignored_columns {
        let told = page.say("没有用到的列：", "Column that was not used: ");
        page.line(Some(Ink::Faint), &format!("{told}{column} {heading}"));
    }
    let rows = comparison.rows.iter().map(|row| {
        json!({ "sample": row.sample, "own": row.own, "alike": row.alike, "verdict": row.verdict.code(),
                "words": texts(&row.words) })
    });
    let value = json!({ "sample": comparison.sample, "version": comparison.version,
                        "summary": texts(&comparison.summary), "rows": rows.collect::<Vec<_>>() });
    Ok(page.done(value))
}
