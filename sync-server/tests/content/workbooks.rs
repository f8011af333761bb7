//! From published content to a spreadsheet and back.

use crate::bad_input::edited;
use crate::desk::{Desk, shipped, text_of};

#[test]
fn published_content_is_written_as_a_workbook_and_comes_back_without_a_change() {
    let desk = Desk::new();
    desk.publishes_all();
    let book = desk.path("book.xlsx");
    let book = text_of(&book);
    let written = desk.said(&["checklist", "export", "--out", book]);
    let left: Vec<&str> =
        written["left_out"].as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
    assert!(
        left.contains(&"calendar-2026@1") && left.contains(&"size@1"),
        "rules and calendars are told: {left:?}"
    );
    assert_eq!(
        desk.refused(&["checklist", "export", "--out", book])["code"],
        "admin.file",
        "not overwritten"
    );
    desk.said(&["checklist", "export", "--out", book, "--force"]);
    // Nothing differs from what is published.
    let checked = desk.said(&["checklist", "check", book]);
    let files = checked["files"].as_array().unwrap();
    assert!(files.len() > 30 && files.iter().all(|one| one["published"] == true), "{files:?}");
    let standing = desk.standing();
    let done = desk.said(&["checklist", "publish", book]);
    assert_eq!((done["published"].as_array().unwrap().len(), desk.standing()), (0, standing));
    let into = desk.path("content");
    let brought = desk.said(&["checklist", "import", book, "--into", text_of(&into)]);
    let count = brought["written"].as_array().unwrap().len();
    assert_eq!(count, written["files"].as_array().unwrap().len());
    let again = desk.said(&["checklist", "import", book, "--into", text_of(&into)]);
    assert_eq!(
        (again["written"].as_array().unwrap().len(), again["unchanged"].as_array().unwrap().len()),
        (0, count)
    );
    // Over the shipped files, which were laid out by hand, nothing is written either.
    let copy = desk.path("copy");
    for name in ["p75.v2.json", "law/articles.v1.json", "overlays/oeb.v1.json"] {
        let to = copy.join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(shipped().join(name), to).unwrap();
    }
    let over = desk.said(&["checklist", "import", book, "--into", text_of(&copy)]);
    assert_eq!(over["unchanged"].as_array().unwrap().len(), 3, "{over}");
}

#[test]
fn an_edited_workbook_becomes_the_next_version_and_is_published_from_the_workbook() {
    let desk = Desk::new();
    desk.publishes_all();
    let overlay = shipped().join("overlays/oeb.v1.json");
    let book = desk.path("book.xlsx");
    desk.said(&["checklist", "export", "--out", text_of(&book), text_of(&overlay)]);
    let new = desk.path("new.xlsx");
    std::fs::write(
        &new,
        edited(&std::fs::read(&book).unwrap(), |cells| {
            cells.set("文件 files", "version", 3, "2");
            cells.set("检查项 items", "severity", 3, "C 一般项");
        }),
    )
    .unwrap();
    let told = desk.told("zh", &["checklist", "diff", "OEB@1", text_of(&new)]);
    assert!(told.contains("改为 C"), "{told}");
    let done = desk.said(&["checklist", "publish", text_of(&new)]);
    assert_eq!((done["id"].as_str(), done["version"].as_u64()), (Some("OEB"), Some(2)));
    // Files that say something else are not overwritten unseen.
    let into = desk.path("content");
    desk.said(&["checklist", "import", text_of(&book), "--into", text_of(&into)]);
    let other = desk.path("other.xlsx");
    std::fs::write(
        &other,
        edited(&std::fs::read(&book).unwrap(), |cells| {
            cells.set("检查项 items", "severity", 3, "C 一般项");
        }),
    )
    .unwrap();
    let import = ["checklist", "import", text_of(&other), "--into", text_of(&into)];
    let error = desk.refused(&import);
    assert_eq!(error["code"], "admin.would-overwrite");
    assert!(error["exactly"]["zh"].as_str().unwrap().contains("overlays/oeb.v1.json"), "{error}");
    assert_eq!(
        desk.said(&[import.as_slice(), &["--force"]].concat())["written"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn a_form_made_for_odk_becomes_a_checklist_and_what_is_left_over_is_listed() {
    let desk = Desk::without_office();
    let form = desk.path("form.xlsx");
    let head = ["type", "name", "label::zh", "label::en", "hint::zh", "hint::en", "constraint"];
    let mut rows = vec![
        ["begin_group", "shop", "门店", "Shop", "", "", ""],
        ["integer", "staff", "从业人数", "Staff", "", "", ". >= 0"],
        ["select_multiple faults", "found", "发现的问题", "What was found", "", "", "count-selected(.) <= 2"],
        ["audio", "voice", "录音", "Recording", "", "", ""],
    ];
    rows.push(["end_group", "", "", "", "", "", ""]);
    std::fs::write(
        &form,
        crate::bad_input::book(&[
            ("survey", std::iter::once(head).chain(rows).map(|row| row.to_vec()).collect()),
            (
                "choices",
                vec![
                    vec!["list_name", "name", "label::zh", "label::en"],
                    vec!["faults", "brakes", "刹车失灵", "Brakes fail"],
                    vec!["faults", "lamp", "灯不亮", "No light"],
                ],
            ),
        ]),
    )
    .unwrap();
    let into = desk.path("content");
    let import =
        ["checklist", "import", text_of(&form), "--xlsform", "--id", "WS1", "--into", text_of(&into)];
    let brought = desk.said(&import);
    assert_eq!(brought["written"], serde_json::json!(["ws1.v1.json"]));
    let left = brought["left"].as_array().unwrap();
    let told = |code: &str, cell: &str| left.iter().any(|one| one["code"] == code && one["cell"] == cell);
    assert!(told("xlsform.expression", "G4"), "the constraint on several choices is told: {left:?}");
    assert!(left.iter().any(|one| one["code"] == "xlsform.type"), "{left:?}");
    let zh = desk.run("zh", &[import.as_slice(), &["--force"]].concat());
    assert!(String::from_utf8(zh.stdout).unwrap().contains("多选和计算值不能带约束"));
}
