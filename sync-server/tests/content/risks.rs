//! Forms from a risk list, and an enterprise's own list held against it.

use crate::desk::{Desk, shipped};

#[test]
fn the_forms_of_a_list_are_printed_and_written_as_text_and_workbook() {
    let desk = Desk::new();
    desk.publishes_all();
    let lists = desk.said(&["risks", "list"]);
    assert!(lists.as_array().unwrap().len() >= 10, "{lists}");
    let days = ["--from", "2026-11-02", "--to", "2026-11-15"];
    let form =
        |mode: &str| desk.said(&[&["risks", "form", "RL-EB-S", "--mode", mode], days.as_slice()].concat());
    assert_eq!(form("daily").as_array().unwrap().len(), 14);
    assert_eq!(form("weekly").as_array().unwrap().len(), 2);
    assert_eq!(form("monthly").as_array().unwrap().len(), 1);
    let told = desk.told("zh", &["risks", "form", "rl-eb-s", "--mode", "weekly", "--from", "2026-11-02"]);
    assert!(told.contains("风险管控措施") && told.contains("不得空白"), "{told}");
    for name in ["form.xlsx", "form.txt"] {
        let out = desk.path(name);
        let write =
            ["risks", "form", "RL-EB-S", "--mode", "daily", "--from", "2026-11-02", "--to", "2026-11-03"];
        let out = out.to_str().unwrap();
        assert_eq!(
            desk.said(&[write.as_slice(), &["--out", out]].concat())["forms"].as_array().unwrap().len(),
            2
        );
        assert!(std::fs::metadata(out).unwrap().len() > 500, "{name}");
        assert_eq!(
            desk.refused(&[write.as_slice(), &["--out", out]].concat())["code"],
            "admin.file",
            "not overwritten"
        );
    }
    let book = zhian_workbook::read_plain(&std::fs::read(desk.path("form.xlsx")).unwrap()).unwrap();
    assert_eq!(book[2][..3], ["No.", "Category of risk", "Risk indicator"].map(str::to_owned));
    let backwards =
        ["risks", "form", "RL-EB-S", "--mode", "daily", "--from", "2026-11-03", "--to", "2026-11-02"];
    assert_eq!(desk.refused(&backwards)["code"], "admin.invalid");
    assert_eq!(desk.refused(&["risks", "form", "RL-NO", "--mode", "daily"])["code"], "admin.not-found");
}

#[test]
fn an_own_list_is_compared_row_by_row_from_csv_workbook_and_json() {
    let desk = Desk::without_office();
    let sample = shipped().join("risks/rl-eb-s.v1.json");
    let sample = sample.to_str().unwrap();
    // The sample itself has everything.
    let same = desk.said(&["risks", "compare", sample, sample]);
    assert_eq!(
        (same["missing"].as_u64(), same["weaker"].as_u64(), same["extra"].as_u64()),
        (Some(0), Some(0), Some(0))
    );
    let value: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(sample).unwrap()).unwrap();
    let rows = value["rows"].as_array().unwrap();
    let daily = rows.iter().find(|row| row["mode"] == "daily").unwrap();
    let indicator = daily["indicator"]["zh"].as_str().unwrap();
    let csv = format!(
        "风险指标,风险管控措施,管控形式,责任人,颜色\n\"{indicator}\",看一看,月调度,,红\n门前积雪没有及时清扫,清扫,日管控,质量安全员,白\n"
    );
    let csv = desk.write("own.csv", &csv);
    let compared = desk.said(&["risks", "compare", &csv, sample]);
    let expected = (Some(1), Some(1), Some(rows.len() as u64 - 1));
    assert_eq!(
        (compared["weaker"].as_u64(), compared["extra"].as_u64(), compared["missing"].as_u64()),
        expected,
        "{compared}"
    );
    for (lang, words) in [("zh", "频次较低"), ("en", "less often")] {
        let told = desk.told(lang, &["risks", "compare", &csv, sample]);
        assert!(told.contains(words) && told.contains("颜色"), "{told}");
    }
    // Every cell at fault is told at once.
    let bad = desk.write("bad.csv", "风险指标,风险管控措施,管控形式\n,核对,日管控\n标识缺失,核对,每小时\n");
    let error = desk.refused(&["risks", "compare", &bad, sample]);
    assert_eq!(error["faults"].as_array().unwrap().len(), 2, "{error}");
    let not_a_book = desk.write("own.xlsx", "this is no workbook");
    assert_eq!(
        desk.refused(&["risks", "compare", &not_a_book, sample])["faults"][0]["code"],
        "workbook.not-xlsx"
    );
}
