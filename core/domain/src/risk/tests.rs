use super::compare::{Verdict, Weakness, compare};
use super::form::{FormRequest, SelfFinding, forms};
use super::table::{TABLE_ROWS_MAX, read_table};
use super::*;
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::BTreeSet;

const LIST: &str = include_str!("../../../checklists/risks/rl-eb-s.v1.json");

fn list() -> RiskList {
    RiskList::load("rl-eb-s.v1.json", LIST).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn refused(from: &str, to: &str) -> String {
    let damaged = LIST.replacen(from, to, 1);
    assert_ne!(damaged, LIST);
    RiskList::load("l.json", &damaged).unwrap_err().to_string()
}

mod comparing {
    use super::*;

    fn own() -> OwnList {
        OwnList::from(&list())
    }

    fn verdicts(own: &OwnList) -> Vec<Verdict> {
        compare(&list(), own).rows.into_iter().map(|row| row.verdict).collect()
    }

    #[test]
    fn a_list_covers_itself_whatever_the_order_of_its_rows() {
        let mut turned = own();
        turned.rows.reverse();
        for own in [own(), turned] {
            let compared = compare(&list(), &own);
            assert_eq!(compared.count("covered"), list().rows.len());
            assert_eq!(compared.rows.len(), list().rows.len());
            assert!(compared.rows.iter().all(|row| row.alike == 100));
        }
    }

    #[test]
    fn a_row_that_was_left_out_is_missing_and_one_of_their_own_is_extra() {
        let mut own = own();
        own.rows.remove(0);
        let mut added = own.rows[0].clone();
        (added.row, added.indicator) = (99, "店铺招牌夜间照明损坏".to_owned());
        own.rows.push(added);
        let compared = compare(&list(), &own);
        assert!(matches!(compared.rows[0].verdict, Verdict::Missing { .. }));
        let extra = compared.rows.last().unwrap();
        assert_eq!((extra.sample.clone(), extra.own, extra.verdict.code()), (None, Some(99), "extra"));
        assert_eq!(extra.words.zh, "第99行“店铺招牌夜间照明损坏”：示例没有，企业自行增加。");
        assert_eq!(compared.count("covered"), list().rows.len() - 1);
        assert!(compared.summary.zh.contains("缺少1项，自增1项"));
    }

    #[test]
    fn an_empty_list_misses_everything() {
        let found = verdicts(&OwnList::default());
        assert!(found.iter().all(|one| *one == Verdict::Missing { closest: None }));
        assert_eq!(found.len(), list().rows.len());
    }

    #[test]
    fn a_less_frequent_mode_is_weaker_and_a_more_frequent_one_is_not() {
        let (first, third) = (&list().rows[0], &list().rows[2]);
        assert_eq!((first.mode, third.mode), (Mode::Daily, Mode::Monthly));
        let mut own = own();
        (own.rows[0].mode, own.rows[0].role) = (Some(Mode::Weekly), Some(ResponsibleRole::Director));
        (own.rows[2].mode, own.rows[2].role) = (Some(Mode::Daily), Some(ResponsibleRole::Officer));
        let found = verdicts(&own);
        let weaker = Weakness::LessFrequent { sample: Mode::Daily, own: Mode::Weekly };
        assert_eq!(found[0], Verdict::Weaker(vec![weaker]));
        assert_eq!(found[2], Verdict::Covered);
    }

    #[test]
    fn a_lower_role_and_what_is_not_stated_are_weaker() {
        let mut own = own();
        own.rows[1].role = Some(ResponsibleRole::Officer);
        own.rows[2].mode = None;
        (own.rows[3].role, own.rows[3].role_text) = (None, "仓管李某".to_owned());
        let compared = compare(&list(), &own);
        assert_eq!(
            compared.rows[1].verdict,
            Verdict::Weaker(vec![Weakness::LowerRole {
                sample: ResponsibleRole::Director,
                own: ResponsibleRole::Officer
            }])
        );
        assert_eq!(
            compared.rows[2].verdict,
            Verdict::Weaker(vec![Weakness::ModeNotStated { sample: Mode::Monthly }])
        );
        assert!(compared.rows[3].words.zh.contains("责任人“仓管李某”看不出是哪一个岗位，示例为质量安全员"));
    }

    #[test]
    fn a_measure_without_a_clause_or_a_figure_of_the_sample_is_weaker_and_says_which() {
        let mut sample = list();
        sample.rows[0].measure.zh = "每班测量3次鞍座长度，超过350 mm的立即下架".to_owned();
        let mut own = OwnList::from(&sample);
        let found = |own: &OwnList| compare(&sample, own).rows[0].verdict.clone();
        assert_eq!(found(&own), Verdict::Covered);
        own.rows[0].measure = "每班测量1次鞍座长度，超过350 mm的立即下架".to_owned();
        assert_eq!(found(&own), Verdict::Weaker(vec![Weakness::FigureLacks { figure: "3次".to_owned() }]));
        own.rows[0].measure = "每班测量3次鞍座长度".to_owned();
        let Verdict::Weaker(weaknesses) = found(&own) else { panic!("covered") };
        assert!(
            weaknesses
                .contains(&Weakness::MeasureLacks {
                    clause: "超过350 mm的立即下架".to_owned(), within: 0
                })
        );
        assert_eq!(weaknesses[0].words().zh, "措施没有体现“超过350 mm的立即下架”（文字相同部分0%，不足50%）");
    }

    #[test]
    fn a_reworded_indicator_still_matches_and_an_unsure_one_is_left_to_people() {
        let mut sample = list();
        sample.rows.truncate(1);
        sample.rows[0].indicator.zh = "合格证、整车编码、铭牌三者不一致".to_owned();
        let with = |indicator: &str| {
            let mut own = OwnList::from(&sample);
            own.rows[0].indicator = indicator.to_owned();
            compare(&sample, &own)
        };
        assert_eq!(with("整车编码与合格证、铭牌不一致").rows[0].own, Some(2));
        let unsure = with("电池铭牌与说明书不一致");
        assert!(matches!(unsure.rows[0].verdict, Verdict::Missing { closest: Some((2, 20..50)) }));
        assert!(unsure.rows[0].words.zh.contains("请核对是否同一风险"));
        assert_eq!(unsure.count("extra"), 1);
    }

    proptest! {
        #[test]
        fn every_row_of_both_lists_appears_exactly_once(
            keep in proptest::collection::vec(any::<bool>(), 13),
            texts in proptest::collection::vec("[一二三四五证书编码铭牌电池]{1,12}", 0..6),
        ) {
            let mut own = own();
            let mut keep = keep.into_iter();
            own.rows.retain(|_| keep.next().unwrap_or(true));
            for (index, text) in texts.into_iter().enumerate() {
                let mut row = OwnList::from(&list()).rows[0].clone();
                (row.row, row.indicator) = (100 + index, text);
                own.rows.push(row);
            }
            let compared = compare(&list(), &own);
            let samples: Vec<String> = compared.rows.iter().filter_map(|row| row.sample.clone()).collect();
            let expected: Vec<String> = list().rows.iter().map(|row| row.id.clone()).collect();
            prop_assert_eq!(samples, expected);
            let mut owns: Vec<usize> = compared.rows.iter().filter_map(|row| row.own).collect();
            owns.sort_unstable();
            let mut expected: Vec<usize> = own.rows.iter().map(|row| row.row).collect();
            expected.sort_unstable();
            prop_assert_eq!(owns, expected);
            prop_assert_eq!(compare(&list(), &own), compared);
        }
    }
}

mod forming {
    use super::*;

    fn finding(mode: Mode, found: &str, closed: Option<&str>) -> SelfFinding {
        let text = format!("{} {found}", mode.code());
        SelfFinding { row: None, mode, found: day(found), text, closed: closed.map(day) }
    }

    fn made(
        mode: Mode,
        from: &str,
        to: &str,
        closed: &[&str],
        findings: &[SelfFinding],
    ) -> Vec<form::CheckForm> {
        let closed_days: BTreeSet<NaiveDate> = closed.iter().map(|text| day(text)).collect();
        let request = FormRequest { from: day(from), to: day(to), closed_days: &closed_days, findings };
        forms(&list(), mode, &request).unwrap()
    }

    #[test]
    fn each_open_day_gets_a_daily_form_with_every_daily_row_and_a_closed_day_none() {
        let forms = made(Mode::Daily, "2026-11-01", "2026-11-05", &["2026-11-03"], &[]);
        let days: Vec<String> = forms.iter().map(|form| form.from.to_string()).collect();
        assert_eq!(days, ["2026-11-01", "2026-11-02", "2026-11-04", "2026-11-05"]);
        let daily: Vec<String> =
            list().rows.iter().filter(|row| row.mode == Mode::Daily).map(|row| row.id.clone()).collect();
        let asked: Vec<String> = forms[0].lines.iter().map(|line| line.row.clone()).collect();
        assert_eq!(asked, daily);
        assert_eq!(forms[0].role, ResponsibleRole::Officer);
        assert_eq!(forms[0].title.zh, "每日工业产品质量安全检查记录（2026-11-01）");
    }

    #[test]
    fn a_weekly_form_runs_from_monday_to_sunday_and_carries_daily_findings_open_at_its_end() {
        let findings = [
            finding(Mode::Daily, "2026-11-20", None),
            finding(Mode::Daily, "2026-11-10", None),
            finding(Mode::Daily, "2026-11-17", Some("2026-11-22")),
            finding(Mode::Daily, "2026-11-17", Some("2026-11-23")),
            finding(Mode::Daily, "2026-11-23", None),
            finding(Mode::Weekly, "2026-11-17", None),
        ];
        let forms = made(Mode::Weekly, "2026-11-18", "2026-11-22", &[], &findings);
        assert_eq!(forms.len(), 1);
        assert_eq!((forms[0].from, forms[0].to), (day("2026-11-16"), day("2026-11-22")));
        let carried: Vec<String> = forms[0].carried.iter().map(|one| one.found.to_string()).collect();
        assert_eq!(carried, ["2026-11-10", "2026-11-17", "2026-11-20"]);
        assert_eq!(forms[0].role, ResponsibleRole::Director);
    }

    #[test]
    fn a_monthly_form_carries_weekly_findings_and_closed_days_do_not_spare_it() {
        let findings = [finding(Mode::Weekly, "2026-01-30", None), finding(Mode::Daily, "2026-02-01", None)];
        let forms = made(Mode::Monthly, "2026-01-31", "2026-02-01", &["2026-02-01"], &findings);
        let months: Vec<String> = forms.iter().map(|form| form.to.to_string()).collect();
        assert_eq!(months, ["2026-01-31", "2026-02-28"]);
        assert!(forms.iter().all(|form| form.carried.len() == 1 && form.carried[0].mode == Mode::Weekly));
        assert_eq!(forms[1].title.zh, "每月工业产品质量安全调度会议纪要（2026年2月）");
    }

    #[test]
    fn a_range_that_is_empty_too_long_or_at_the_end_of_the_calendar_is_refused() {
        let none = BTreeSet::new();
        let asked = |from: NaiveDate, to: NaiveDate| {
            let request = FormRequest { from, to, closed_days: &none, findings: &[] };
            forms(&list(), Mode::Weekly, &request).map(|forms| forms.len())
        };
        let first = day("2026-01-01");
        let last = first + chrono::Days::new(u64::from(form::RANGE_DAYS_MAX) - 1);
        assert_eq!(asked(first, last), Ok(58));
        assert!(asked(first, last + chrono::Days::new(1)).is_err());
        assert_eq!(asked(last, first).unwrap_err().code(), "risk.range");
        let last = NaiveDate::MAX.pred_opt().unwrap();
        let end = FormRequest { from: last, to: last, closed_days: &none, findings: &[] };
        assert_eq!(forms(&list(), Mode::Daily, &end).unwrap().len(), 1);
        assert_eq!(forms(&list(), Mode::Monthly, &end).unwrap_err().code(), "risk.range");
    }
}

mod importing {
    use super::*;

    fn table(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    fn faults(rows: &[&[&str]]) -> Vec<String> {
        let error = read_table(&table(rows)).unwrap_err();
        assert_eq!(error.code(), "risk.table");
        let RiskError::Table { faults, .. } = error else { panic!("another error") };
        faults.iter().map(|fault| fault.words().zh).collect()
    }

    #[test]
    fn the_official_layout_of_a_list_is_read_back_without_loss() {
        let official = list().official();
        let texts = |row: &Vec<crate::checklist::Bilingual>| row.iter().map(|cell| cell.zh.clone()).collect();
        let mut rows: Vec<Vec<String>> = vec![texts(&official.headings)];
        rows.extend(official.rows.iter().map(texts));
        assert_eq!(read_table(&rows).unwrap(), OwnList::from(&list()));
        rows[0] = official.headings.iter().map(|cell| cell.en.clone()).collect();
        assert_eq!(read_table(&rows).unwrap(), OwnList::from(&list()));
    }

    #[test]
    fn headings_may_stand_lower_in_another_order_and_in_other_words() {
        let read = read_table(&table(&[
            &["某某车行风险清单"],
            &[],
            &["管控方式", "责任岗位", "风险点", "防控措施", "得分"],
            &["每日", "质量安全员（李某）", "充电线缆破损", "每日巡查，破损的更换", "5"],
            &["", "", "", "", ""],
            &["周排查", "张某", "灭火器过期", "", ""],
        ]))
        .unwrap();
        assert_eq!(read.rows.len(), 2);
        assert_eq!(
            (read.rows[0].row, read.rows[0].mode, read.rows[0].role),
            (4, Some(Mode::Daily), Some(ResponsibleRole::Officer))
        );
        assert_eq!((read.rows[1].row, read.rows[1].role, read.rows[1].role_text.as_str()), (6, None, "张某"));
        assert_eq!(read.ignored_columns, [("E".to_owned(), "得分".to_owned())]);
    }

    #[test]
    fn a_merged_cell_of_the_category_goes_on_downwards_and_is_told() {
        let read = read_table(&table(&[
            &["风险类别", "风险指标", "风险管控措施"],
            &["电池", "鼓包", "隔离"],
            &["", "漏液", "隔离"],
        ]))
        .unwrap();
        assert_eq!(read.rows[1].category, "电池");
        assert_eq!(read.carried_down, [(3, "A".to_owned())]);
    }

    #[test]
    fn all_faults_are_told_at_once_by_row_and_column() {
        let found = faults(&[
            &["风险指标", "风险管控措施", "管控形式", "措施"],
            &["", "隔离", "每班"],
            &["过热", "断电", "周"],
            &["过 热", "断电。", "周"],
        ]);
        assert_eq!(
            found,
            [
                "第1行D列（风险管控措施）：“风险管控措施”重复",
                "第2行A列（风险指标）：没有内容",
                "第2行C列（管控形式）：“每班”不是日管控、周排查或者月调度",
                "第4行A列（风险指标）：“过 热”重复",
            ]
        );
    }

    #[test]
    fn cells_that_are_too_long_or_hold_control_characters_are_told_with_their_column() {
        let long = "长".repeat(501);
        let found = faults(&[&["风险指标", "风险管控措施"], &["鼓包", &long], &["漏液", "隔\u{7}离"]]);
        assert_eq!(found[0], "第2行B列（风险管控措施）：有501个字符，最多500个字符");
        assert!(found[1].starts_with("第3行B列（风险管控措施）：第2个字符"));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_table_without_headings_without_rows_or_with_too_many_is_refused() {
        assert_eq!(faults(&[&["a", "b"]])[0], "表格：前10行中没有找到“风险指标”和“风险管控措施”的表头");
        assert_eq!(faults(&[&["风险指标", "风险管控措施"]]), ["表格：没有内容"]);
        let mut rows: Vec<&[&str]> = vec![&["风险指标", "风险管控措施"]];
        rows.resize(TABLE_ROWS_MAX, &["", ""]);
        rows[1] = &["鼓包", "隔离"];
        assert!(read_table(&table(&rows)).is_ok());
        rows.push(&["", ""]);
        assert_eq!(faults(&rows), ["表格：有5001行，最多5000行"]);
    }

    proptest! {
        #[test]
        fn any_table_is_read_or_refused(rows in proptest::collection::vec(proptest::collection::vec("\\PC{0,6}|风险指标|措施|日", 0..5), 0..14)) {
            match read_table(&rows) {
                Ok(list) => prop_assert!(list.rows.iter().all(|row| !row.indicator.is_empty())),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }
}

#[test]
fn a_row_whose_role_is_not_that_of_its_mode_is_refused_with_file_row_and_field() {
    assert_eq!(
        refused("\"role\": \"officer\"", "\"role\": \"director\""),
        "l.json: RL-EB-S-01: role: the responsible person is not the one of the mode"
    );
}

#[test]
fn a_row_id_of_another_list_and_a_row_that_stands_twice_are_refused() {
    assert_eq!(
        refused("\"RL-EB-S-02\"", "\"RL-WC-S-02\""),
        "l.json: RL-WC-S-02: id: \"RL-WC-S-02\" is not the id of the list, a hyphen and a number"
    );
    assert_eq!(
        refused("\"RL-EB-S-02\"", "\"RL-EB-S-01\""),
        "l.json: RL-EB-S-01: id: \"RL-EB-S-01\" stands here twice"
    );
    assert_eq!(refused("（示例）", ""), "l.json: title.zh: the title of a sample must say 示例");
    assert_eq!(
        refused("\"stage\": \"purchase\"", "\"stage\": \"buying\""),
        "l.json: RL-EB-S-01: stage: \"buying\" is not a known stage"
    );
}

#[test]
fn the_official_layout_has_the_seven_columns_of_the_orders_in_their_order() {
    let headings: Vec<String> = list().official().headings.into_iter().map(|one| one.zh).collect();
    let official = ["序号", "风险类别", "风险指标", "风险管控措施", "管控形式", "责任人", "备注"];
    let kept: Vec<&str> = headings.iter().map(String::as_str).filter(|one| official.contains(one)).collect();
    assert_eq!(kept, official);
    assert!(list().official().rows.iter().all(|row| row.len() == COLUMNS.len()));
}

#[test]
fn every_code_of_stage_mode_and_role_is_read_back() {
    assert!(Stage::ALL.iter().all(|one| Stage::from_code(one.code()) == Some(*one)));
    assert!(Mode::ALL.iter().all(|one| Mode::from_code(one.code()) == Some(*one)));
    assert!(ResponsibleRole::ALL.iter().all(|one| ResponsibleRole::from_code(one.code()) == Some(*one)));
    assert_eq!(ResponsibleRole::Director.person_role(), crate::person::PersonRole::QsDirector);
}
