//! A form made for ODK becomes a checklist that the domain accepts, and nothing of it is dropped unseen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test stops at the first surprise"
)]

mod support;

use serde_json::Value;
use support::*;
use zhian_domain::checklist::load_part;
use zhian_workbook::{Form, FormDefaults, export, import, import_form};

/// Rows of a sheet, the first of them headings.
fn sheet(name: &str, rows: &[&[&str]]) -> (String, std::collections::BTreeMap<(u32, u32), Put>) {
    let mut cells = std::collections::BTreeMap::new();
    for (row, of_row) in (1..).zip(rows) {
        for (column, found) in (1..).zip(*of_row) {
            if !found.is_empty() {
                cells.insert((row, column), text(found));
            }
        }
    }
    (name.to_owned(), cells)
}

const HEAD: &[&str] = &[
    "type",
    "name",
    "label::中文 (zh)",
    "label::English (en)",
    "hint::中文 (zh)",
    "hint::English (en)",
    "required",
    "relevant",
    "constraint",
    "calculation",
    "appearance",
];

/// A form as a county bureau might have made it for ODK. The bureau and the shop are made up.
fn odk_form(more: &[&[&str]]) -> Book {
    let mut survey: Vec<&[&str]> = vec![
        HEAD,
        &["start", "start"],
        &["begin_group", "shop", "门店", "Shop"],
        &[
            "text",
            "shop_name",
            "门店名称",
            "Name of the shop",
            "以招牌为准。",
            "As on the sign.",
            "yes",
            "",
            "string-length(.) >= 2",
        ],
        &["integer", "staff", "从业人数", "Staff", "", "", "yes", "", ". >= 0 and . <= 1000"],
        &["date", "opened", "开业日期", "Opened on", "", "", "no"],
        &["geopoint", "position", "位置", "Position"],
        &["end_group"],
        &["begin_group", "stock", "在售车辆", "Bicycles on sale", "", "", "", "${staff} > 0"],
        &["select_one yes_no", "sells", "是否销售电动自行车", "Are electric bicycles sold?", "", "", "yes"],
        &["note", "careful", "请逐辆核对。", "Check every bicycle."],
        &["integer", "checked", "抽查辆数", "Bicycles checked", "", "", "yes", "${sells} = 'yes'", ". > 0"],
        &[
            "integer",
            "failed",
            "不符合辆数",
            "Bicycles that failed",
            "",
            "",
            "yes",
            "${sells} = 'yes'",
            ". <= ${checked}",
        ],
        &[
            "calculate",
            "share",
            "不符合比例",
            "Share that failed",
            "",
            "",
            "",
            "${sells} = 'yes'",
            "",
            "${failed} * 100 div ${checked}",
        ],
        &[
            "select_multiple faults",
            "faults",
            "发现的问题",
            "Faults found",
            "",
            "",
            "no",
            "${failed} > 0 or not(${sells} = 'yes')",
        ],
        &[
            "decimal",
            "saddle",
            "鞍座长度",
            "Saddle length",
            "",
            "",
            "no",
            "selected(${faults}, 'saddle')",
            "",
            "",
            "numbers",
        ],
        &[
            "image",
            "plate",
            "铭牌照片",
            "Photo of the plate",
            "",
            "",
            "yes",
            "count-selected(${faults}) >= 2",
        ],
        &[
            "select_one conformity",
            "verdict",
            "整车符合标准",
            "Do the bicycles meet the standard?",
            "",
            "",
            "yes",
            "${shop_name} != ''",
        ],
        &["end_group"],
    ];
    survey.extend(more);
    Book {
        sheets: vec![
            sheet("survey", &survey),
            sheet(
                "choices",
                &[
                    &["list_name", "name", "label::中文 (zh)", "label::English (en)"],
                    &["yes_no", "yes", "是", "Yes"],
                    &["yes_no", "no", "否", "No"],
                    &["faults", "saddle", "鞍座过长", "Saddle too long"],
                    &["faults", "1", "脚踏缺失", "Pedals missing"],
                    &["conformity", "meets", "符合", "Meets"],
                    &["conformity", "does_not_meet", "不符合", "Does not meet"],
                ],
            ),
            sheet(
                "settings",
                &[
                    &["form_title::中文 (zh)", "form_title::English (en)", "version"],
                    &["电动自行车门店检查表", "Check of bicycle shops", "2"],
                ],
            ),
        ],
        merged: Vec::new(),
    }
}

fn defaults() -> FormDefaults {
    FormDefaults {
        id: "BIKE".to_owned(),
        makers: false,
        sellers: true,
        products: vec!["electric-bicycle".to_owned()],
        basis: vec!["PQL-33".to_owned()],
        severity: "B".to_owned(),
        consequences: vec!["R2".to_owned()],
    }
}

fn form(more: &[&[&str]]) -> Form {
    import_form(&odk_form(more).written(), &defaults()).unwrap_or_else(|errors| panic!("{:?}", told(&errors)))
}

fn item(form: &Form, id: &str) -> Value {
    let root: Value = serde_json::from_str(&form.part.json()).unwrap();
    let sections = root["sections"].as_array().unwrap();
    let mut items = sections.iter().flat_map(|section| section["items"].as_array().unwrap());
    items.find(|item| item["id"] == id).unwrap_or_else(|| panic!("{id} in {}", form.part.json())).clone()
}

fn left(form: &Form) -> Vec<String> {
    form.left.iter().map(|left| format!("{} {}", left.code(), left.at().a1())).collect()
}

#[test]
fn the_domain_accepts_the_checklist_of_a_form_with_all_its_expressions() {
    let form = form(&[]);
    let part = load_part(&form.part.file(), &form.part.json())
        .unwrap_or_else(|error| panic!("{error}\n{}", form.part.json()));
    assert_eq!(part.checklist().version, 2);
    assert_eq!(part.checklist().sections.len(), 2);
    assert_eq!(part.checklist().items().count(), 10);
}

#[test]
fn questions_become_items_with_their_fields_conditions_and_constraints() {
    let form = form(&[]);
    let name = item(&form, "BIKE-shop-name");
    assert_eq!(name["ask"]["zh"], "门店名称");
    assert_eq!(name["how"][0]["en"], "As on the sign.");
    assert_eq!(name["fields"][0]["constraint"], "size(value) >= 2");
    assert_eq!(name["fields"][0]["required"], true);
    assert_eq!(item(&form, "BIKE-staff")["fields"][0]["constraint"], "value >= 0 && value <= 1000");
    let sells = item(&form, "BIKE-sells");
    assert_eq!(sells["when"], "answers['BIKE-staff'].fields['staff'] > 0", "the condition of the group");
    assert_eq!(sells["fields"][0]["options"][0]["code"], "yes");
    let plate = item(&form, "BIKE-plate");
    assert_eq!(plate["evidence"]["when"], "always");
    assert!(plate["when"].as_str().unwrap().contains("== 'yes' ? 1 : 0)"), "{plate}");
    let verdict = item(&form, "BIKE-verdict");
    assert_eq!(verdict["judgement"]["entered"], serde_json::json!(["meets", "does-not-meet"]));
    assert!(verdict["fields"].as_array().unwrap().is_empty());
    assert!(
        verdict["when"].as_str().unwrap().ends_with("('shop-name' in answers['BIKE-shop-name'].fields)"),
        "{verdict}"
    );
    assert_eq!(
        item(&form, "BIKE-saddle")["when"],
        "(answers['BIKE-staff'].fields['staff'] > 0) && (answers['BIKE-faults'].fields['faults-saddle'] == 'yes')"
    );
}

#[test]
fn a_calculation_and_what_it_reads_become_one_item() {
    let form = form(&[]);
    let joined = item(&form, "BIKE-checked");
    let ids: Vec<_> =
        joined["fields"].as_array().unwrap().iter().map(|field| field["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["checked", "failed", "share"]);
    assert_eq!(joined["fields"][2]["value"], "((fields['failed'] * 100) / fields['checked'])");
    assert_eq!(joined["fields"][1]["constraint"], "value <= fields['checked']");
    assert_eq!(joined["note"]["zh"], "请逐辆核对。");
    assert!(
        item(&form, "BIKE-faults")["when"]
            .as_str()
            .unwrap()
            .contains("answers['BIKE-checked'].fields['failed'] > 0")
    );
}

#[test]
fn what_is_not_carried_over_as_it_was_is_listed_with_its_cell_and_reason() {
    let form = form(&[]);
    let found = left(&form);
    for expected in [
        "xlsform.recorded A2",
        "xlsform.renamed B4",
        "xlsform.loosened A5",
        "xlsform.loosened A7",
        "xlsform.column K16",
        "xlsform.renamed B5",
    ] {
        assert!(found.iter().any(|found| found == expected), "{expected} in {found:?}");
    }
    let column = form.left.iter().find(|left| left.code() == "xlsform.column").unwrap().sentence();
    assert!(column.zh.contains("appearance") && column.zh.contains("第16行"), "{}", column.zh);
}

#[test]
fn expressions_types_and_texts_without_a_counterpart_are_listed_and_the_rest_still_stands() {
    let form = form(&[
        &["date", "day", "检查日期", "Day", "", "", "", "", ". <= today()"],
        &["text", "code", "编号", "Code", "", "", "", "", "regex(., '^[0-9]{4}$')"],
        &["text", "mark", "标识", "Mark", "", "", "", "", "regex(., '^CCC') and regex(., '^.{3,20}$')"],
        &["calculate", "total", "", "", "", "", "", "", "", "${staff} + ${checked}"],
        &["integer", "odd", "奇数", "Odd", "", "", "", "${nobody} = 1", ". mod 2 = 1"],
        &["audio", "voice", "录音", "Voice"],
        &["select_one yes_no", "again", "复查", "Recheck", "", "", "", "${sells} = 'perhaps'"],
        &["text", "only", "只有中文", ""],
        &["note", "last", "完", "The end"],
        &["begin_repeat", "boxes", "箱", "Boxes"],
        &["text", "box", "箱号", "Box"],
        &["end_repeat"],
        &["text", "broken", "坏", "Broken", "", "", "", "${staff} >"],
        &["note", "end", "完", "The end"],
    ]);
    let found = left(&form);
    for expected in [
        "xlsform.expression I20",
        "xlsform.expression I21",
        "xlsform.expression J23",
        "xlsform.expression H24",
        "xlsform.expression I24",
        "xlsform.type A25",
        "xlsform.expression H26",
        "xlsform.untranslated A27",
        "xlsform.note A33",
        "xlsform.repeat A29",
        "xlsform.expression H32",
    ] {
        assert!(found.iter().any(|found| found == expected), "{expected} in {found:?}");
    }
    let clock = form.left.iter().find(|left| left.at().a1() == "I20").unwrap().sentence();
    assert!(clock.zh.contains("不读取时钟") && clock.en.contains("read no clock"), "{}", clock.en);
    let mark = item(&form, "BIKE-mark");
    assert_eq!(
        mark["fields"][0]["constraint"],
        "value.startsWith('CCC') && size(value) >= 3 && size(value) <= 20"
    );
    assert_eq!(item(&form, "BIKE-day")["fields"][0]["constraint"], Value::Null);
    assert!(!form.part.json().contains("箱号"), "what stands in a repeat is left with it");
}

#[test]
fn the_checklist_of_a_form_goes_through_the_workbook_to_be_completed() {
    let form = form(&[]);
    let again = import(&export(std::slice::from_ref(&form.part)).unwrap())
        .unwrap_or_else(|errors| panic!("{:?}", told(&errors)));
    assert_eq!(again.parts[0].json(), form.part.json());
    let unfinished =
        import_form(&odk_form(&[&["text", "only", "只有中文", ""]]).written(), &defaults()).unwrap();
    let errors = import(&export(&[unfinished.part]).unwrap()).unwrap_err();
    assert!(errors.iter().all(|error| error.code() == "workbook.missing"), "{:?}", told(&errors));
}

#[test]
fn a_form_that_cannot_be_read_is_refused_with_every_place() {
    let mut book = odk_form(&[
        &["begin_group", "open"],
        &["select_one nowhere", "lost", "丢", "Lost"],
        &["text", "staff", "重名", "Again"],
        &["text", ""],
    ]);
    book.sheet("survey").insert((6, 9), Put::Formula("=1+1"));
    let errors = import_form(&book.written(), &defaults()).unwrap_err();
    let found = told(&errors);
    for expected in [
        "workbook.formula survey!I6",
        "workbook.group survey!A20",
        "workbook.unknown-parent survey!A21",
        "workbook.duplicate survey!B22",
        "workbook.missing survey!B23",
    ] {
        assert!(found.iter().any(|found| found == expected), "{expected} in {found:?}");
    }
    let mut without = odk_form(&[]);
    without.sheets.retain(|(name, _)| name != "survey");
    assert_eq!(import_form(&without.written(), &defaults()).unwrap_err()[0].code(), "workbook.missing-sheet");
}

#[test]
fn hints_after_the_eighth_and_constraints_that_have_no_place_are_listed() {
    let heading = ["begin_group", "many", "许多", "Many"];
    let mut group: Vec<Vec<String>> = vec![heading.map(str::to_owned).to_vec()];
    // Questions that one calculation reads make one item, with a hint of each.
    for number in 1..=10 {
        let row = ["integer", &format!("n{number}"), "数量", "Count", "数一数。", "Count them.", "yes"];
        group.push(row.iter().map(|cell| (*cell).to_owned()).collect());
    }
    let sum: Vec<String> = (1..=10).map(|number| format!("${{n{number}}}")).collect();
    let row = ["calculate", "sum", "", "", "", "", "", "", ". < 100", &sum.join(" + ")];
    group.push(row.iter().map(|cell| (*cell).to_owned()).collect());
    group.push(vec!["end_group".to_owned()]);
    let rows: Vec<Vec<&str>> = group.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let form = import_form(&odk_form(&rows).written(), &defaults()).unwrap();
    let count = |code: &str| form.left.iter().filter(|one| one.code() == code).count();
    assert_eq!(count("xlsform.hint"), 2, "{:?}", form.left);
    let constraint = form.left.iter().find(|one| one.sentence().en.contains(". < 100"));
    assert!(constraint.unwrap().sentence().en.contains("take no constraint"), "{:?}", form.left);
}
