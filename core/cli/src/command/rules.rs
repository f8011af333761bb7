//! The rules of supervision, asked.

use crate::args::{Rules, RulesDeadline, RulesQuota, RulesUnit};
use crate::failure::CliError;
use crate::input::{bad, code, day};
use crate::lang::Both;
use crate::page::{Output, Page};
use crate::session::Session;
use crate::style::Ink;
use crate::table::Table;
use crate::words::of;
use serde_json::{Value, json};
use zhian_domain::checklist::{Bilingual, Verified};
use zhian_domain::enterprise::UnitKind;
use zhian_domain::product::ProductClass;
use zhian_domain::rules::deadline::Start;
use zhian_domain::rules::grading::PastVisit;
use zhian_domain::rules::size::UnitPart;
use zhian_domain::rules::{BEIJING_OFFSET_MINUTES, MissingInput, Required, SellingTrade, standing_words};
use zhian_domain::time::Timestamp;
use zhian_engine::{QuotaQuestion, UnitQuestion};

/// Fen in 10,000 yuan.
const FEN_PER_WAN: u64 = 1_000_000;

/// `zhian rules`.
pub fn rules(session: &Session, command: &Rules) -> Result<Output, CliError> {
    match command {
        Rules::Size(args) => size(session, args),
        Rules::Director(args) => director(session, args),
        Rules::Deadline(args) => deadline(session, args),
        Rules::Quota(args) => quota(session, args),
    }
}

fn question(args: &RulesUnit) -> Result<UnitQuestion, CliError> {
    let selling = args.selling.as_deref().map(|text| match text {
        "wholesale" | "批发" => Ok(SellingTrade::Wholesale),
        "retail" | "零售" => Ok(SellingTrade::Retail),
        other => Err(bad("--selling", other, Both::same("wholesale | retail"))),
    });
    let none = args.class.iter().any(|class| class == "none");
    let classes = args.class.iter().filter(|class| *class != "none");
    let classes: Vec<ProductClass> = classes
        .map(|class| code("--class", class, &ProductClass::ALL, ProductClass::code))
        .collect::<Result<_, _>>()?;
    let region = args.region.as_deref().map(|text| {
        text.parse().map_err(|_| bad("--region", text, Both::new("6 位行政区划代码", "a region code")))
    });
    Ok(UnitQuestion {
        kind: code("--kind", &args.kind, &UnitKind::ALL, UnitKind::code)?,
        selling: selling.transpose()?,
        staff: args.staff,
        revenue_fen: args.revenue.map(|wan| wan.saturating_mul(FEN_PER_WAN)),
        classes: (none || !classes.is_empty()).then_some(classes),
        region: region.transpose()?,
    })
}

/// Reasons, what is missing, and how well the rule is known.
fn reasons(page: &mut Page, reasons: &[Bilingual], missing: &[MissingInput], verified: Verified) {
    let style = page.style;
    for reason in reasons {
        page.indented(2, None, of(&style, reason));
    }
    if !missing.is_empty() {
        let needed: Vec<&str> =
            missing.iter().map(|one| one.phrase()).map(|one| style.say(one.zh, one.en)).collect();
        let told = style.say("还需要：", "Still needed: ");
        page.indented(2, Some(Ink::Warn), &format!("{told}{}", needed.join(style.say("、", ", "))));
    }
    if let Some(standing) = standing_words(verified) {
        page.indented(2, Some(Ink::Warn), of(&style, &standing));
    }
}

fn texts(sentences: &[Bilingual]) -> Vec<Value> {
    sentences.iter().map(|one| json!({ "zh": one.zh, "en": one.en })).collect()
}

fn size(session: &Session, args: &RulesUnit) -> Result<Output, CliError> {
    let answers = session.engine.size_class(&question(args)?)?;
    let mut page = session.page();
    let style = page.style;
    let mut all = Vec::new();
    for (part, answer) in &answers {
        let (code, part_name) = match part {
            UnitPart::Making => ("making", style.say("生产", "making")),
            UnitPart::Selling => ("selling", style.say("销售", "selling")),
        };
        let class = answer.class.map(|class| class.code());
        let told = match class {
            Some("large") => style.say("大型", "large"),
            Some("medium") => style.say("中型", "medium"),
            Some(_) => style.say("小微型", "small or micro"),
            None => style.say("尚不能确定", "cannot be told yet"),
        };
        page.heading(&format!("{part_name}{}{told}", style.say("：", ": ")));
        reasons(&mut page, &answer.reasons, &answer.missing, answer.verified);
        all.push(json!({ "part": code, "class": class, "reasons": texts(&answer.reasons),
                         "verified": answer.verified.code() }));
    }
    Ok(page.done(json!({ "sizes": all })))
}

fn director(session: &Session, args: &RulesUnit) -> Result<Output, CliError> {
    let answer = session.engine.director_rule(&question(args)?)?;
    let mut page = session.page();
    let style = page.style;
    let told = |required: Required| match required {
        Required::Yes => style.say("应当配备", "must be appointed"),
        Required::No => style.say("不要求配备", "need not be appointed"),
        Required::Unknown => style.say("尚不能确定", "cannot be told yet"),
    };
    page.pairs(&[
        (style.say("质量安全总监", "quality safety director"), told(answer.director).to_owned()),
        (style.say("质量安全员", "quality safety officer"), told(answer.officer).to_owned()),
    ]);
    reasons(&mut page, &answer.reasons, &answer.missing, answer.verified);
    let known = |required: Required| match required {
        Required::Yes => Some(true),
        Required::No => Some(false),
        Required::Unknown => None,
    };
    let value = json!({ "director": known(answer.director), "officer": known(answer.officer), "basis": answer.basis,
                        "reasons": texts(&answer.reasons), "verified": answer.verified.code() });
    Ok(page.done(value))
}

fn deadline(session: &Session, args: &RulesDeadline) -> Result<Output, CliError> {
    let mut page = session.page();
    let style = page.style;
    let Some(term) = &args.term else {
        let all = session.engine.deadlines()?;
        let mut table = Table::new(["", ""]).flexible(1);
        for one in &all {
            table.row([one.id.as_str().into(), of(&style, &one.event).into()]);
        }
        page.table(&table);
        let list = all.iter().map(|one| json!({ "id": one.id, "zh": one.event.zh, "en": one.event.en }));
        let value = json!({ "deadlines": list.collect::<Vec<_>>() });
        return Ok(page.done(value));
    };
    let expected = || bad("--from", "", Both::same("YYYY-MM-DD"));
    let first = day("--from", args.from.as_deref().ok_or_else(expected)?)?;
    // Noon in Beijing: the day counts, not the minute; terms of hours begin there.
    let noon = first.and_hms_opt(12, 0, 0).ok_or_else(expected)?.and_utc().timestamp_millis();
    let at = Timestamp::from_unix_ms(noon - i64::from(BEIJING_OFFSET_MINUTES) * 60_000);
    let due = session.engine.deadline(term, &Start { at, extended: args.extended, pauses: Vec::new() })?;
    page.heading(&format!("{}{}", style.say("最后一日：", "Last day: "), due.day));
    page.line(None, of(&style, &due.how));
    if due.is_provisional() {
        page.line(Some(Ink::Warn), style.say("以上日期为暂定。", "The date is provisional."));
    }
    reasons(&mut page, &[], &[], due.verified);
    if let Some(extension) = &due.extension {
        let told = style.say("还可以延长：", "It may be extended: ");
        page.line(Some(Ink::Faint), &format!("{told}{}", of(&style, &extension.needs)));
    }
    let value = json!({ "day": due.day.to_string(), "unix_ms": due.at.unix_ms(), "provisional": due.is_provisional(),
                        "how": { "zh": due.how.zh, "en": due.how.en }, "article": due.article,
                        "verified": due.verified.code() });
    Ok(page.done(value))
}

fn quota(session: &Session, args: &RulesQuota) -> Result<Output, CliError> {
    let visits = args.visit.iter().map(|text| {
        let (made, cause) = text.split_once('=').unwrap_or((text, "plan"));
        Ok(PastVisit { day: day("--visit", made)?, cause: cause.to_owned() })
    });
    let question = QuotaQuestion {
        scheme: args.scheme.clone(),
        grade: args.grade.clone(),
        year: args.year,
        visits: visits.collect::<Result<_, CliError>>()?,
    };
    let answer = session.engine.visit_quota(&question)?;
    let mut page = session.page();
    let style = page.style;
    let left = answer.left.map_or_else(|| style.say("未知", "unknown").to_owned(), |left| left.to_string());
    page.heading(&format!("{}{left}", style.say("剩余次数：", "Visits left: ")));
    reasons(&mut page, &answer.reasons, &answer.missing, answer.verified);
    let value = json!({ "left": answer.left, "max": answer.max, "counted": answer.counted, "free": answer.free,
                        "over": answer.over, "next_by": answer.next_by.map(|day| day.to_string()),
                        "reasons": texts(&answer.reasons), "verified": answer.verified.code() });
    Ok(page.done(value))
}
