//! Risk lists and rules on the phone: thin, in words, without a network.

use super::regulator::*;
use crate::*;
use chrono::NaiveDate;
use zhian_domain::enterprise::UnitKind;
use zhian_domain::product::ProductClass;
use zhian_domain::risk::Mode;
use zhian_domain::rules::deadline::Start;
use zhian_domain::rules::grading::PastVisit;
use zhian_domain::rules::{MissingInput, Required};
use zhian_domain::time::Timestamp;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_list_gives_its_forms_and_an_own_list_is_held_against_it_row_by_row() {
    let (_, lin, _) = composed_district();
    let lists = lin.risk_lists().unwrap();
    assert!(lists.len() >= 10 && lists.iter().all(|list| list.sample));
    let list = lists.iter().find(|list| list.rows.iter().any(|row| row.mode == Mode::Daily)).unwrap();
    let request = RiskFormRequest {
        list: list.id.clone(),
        mode: Mode::Daily,
        from: day("2026-11-23"),
        to: day("2026-11-27"),
        closed_days: [day("2026-11-25")].into(),
    };
    let forms = lin.risk_forms(&request).unwrap();
    assert_eq!(forms.len(), 4, "a day without production has no form");
    assert!(forms[0].lines.iter().all(|line| list.row(&line.row).unwrap().mode == Mode::Daily));
    assert_eq!(lin.risk_list("RL-NONE").unwrap_err().code(), "engine.unknown-list");

    let first = &list.rows[0];
    let table = format!(
        "风险指标,风险管控措施,管控形式,责任人\n\"{}\",\"{}\",{},{}\n自行增加的一项,每天看一遍,日管控,质量安全员\n",
        first.indicator.zh,
        first.measure.zh,
        first.mode.phrase().zh,
        first.role.phrase().zh
    );
    let (compared, own) = lin.compare_risks(&list.id, &table).unwrap();
    assert_eq!((compared.count("covered"), compared.count("extra"), own.rows.len()), (1, 1, 2));
    assert_eq!(compared.count("missing"), list.rows.len() - 1);
    assert!(compared.rows.iter().all(|row| !row.words.zh.is_empty() && !row.words.en.is_empty()));
    assert_eq!(lin.compare_risks(&list.id, "a,b\n1,2\n").unwrap_err().code(), "risk.table");
}

#[test]
fn rules_answer_with_their_reasons_and_say_what_they_lack() {
    let (_, lin, _) = composed_district();
    let mut question = UnitQuestion {
        kind: UnitKind::Producer,
        selling: None,
        staff: Some(2_000),
        revenue_fen: None,
        classes: Some(vec![ProductClass::Licence]),
        region: None,
    };
    let sizes = lin.size_class(&question).unwrap();
    assert_eq!(sizes.len(), 1);
    assert_eq!(sizes[0].1.class.map(|class| class.code()), Some("large"));
    assert!(!sizes[0].1.reasons.is_empty());
    assert_eq!(lin.director_rule(&question).unwrap().director, Required::Yes);
    question.staff = None;
    let unknown = lin.size_class(&question).unwrap().remove(0).1;
    assert!(unknown.class.is_none() && unknown.missing.contains(&MissingInput::Staff));

    let visits = vec![PastVisit { day: day("2026-03-02"), cause: "plan".to_owned() }];
    let mut quota = QuotaQuestion { scheme: None, grade: None, year: 2026, visits };
    assert_eq!(lin.visit_quota(&quota).unwrap().left, None, "without a grade nothing is guessed");
    quota.grade = Some("Z".to_owned());
    assert_eq!(lin.visit_quota(&quota).unwrap_err().code(), "rules.unknown-grade");
    let scheme = lin.grading_schemes().unwrap().remove(0);
    quota.grade = Some(scheme.grades[0].code.clone());
    assert_eq!(lin.visit_quota(&quota).unwrap().counted, 1);
}

#[test]
fn a_term_that_touches_a_year_without_announced_holidays_is_provisional() {
    let (_, lin, _) = composed_district();
    let due = |unix_ms| {
        let start = Start { at: Timestamp::from_unix_ms(unix_ms), extended: false, pauses: Vec::new() };
        lin.deadline("file-decision", &start).unwrap()
    };
    assert!(!due(1_758_852_000_000).is_provisional());
    let late = due(1_798_000_000_000);
    assert!(late.is_provisional() && !late.how.zh.is_empty());
    assert_eq!(lin.deadlines().unwrap().iter().filter(|one| one.id == "file-decision").count(), 1);
}
