//! A directory from a spreadsheet: good rows are kept, bad ones named by row and column.

use crate::world::World;
use zhian_server::admin::directory::{HEADINGS, Imported, import};
use zhian_server::admin::sample;

const GOOD: &str = "示例区甲厂,91350100M000100Y43,生产单位,120199,示例路1号,,,";

fn reads(world: &World, text: &str) -> Imported {
    import(&world.office, &world.authority, text.as_bytes(), |_| {}).unwrap()
}

fn heading() -> String {
    HEADINGS.join(",")
}

fn codes(done: &Imported) -> Vec<(u64, &str, &str)> {
    done.bad_rows.iter().map(|bad| (bad.line, bad.column.as_str(), bad.code)).collect()
}

#[test]
fn good_rows_are_kept_and_every_fault_of_a_bad_row_is_named() {
    let world = World::new();
    let text = format!(
        "{}\n{GOOD}\n,91350100M000100Y34,饭店,999999,,,,\n示例区乙厂,,producer,120199,示例路2号,,,\n",
        heading()
    );
    let done = reads(&world, &text);
    assert_eq!((done.rows, done.stored, done.bad), (3, 1, 2));
    let expected = [
        (3, "名称", "directory.missing"),
        (3, "地址", "directory.missing"),
        (3, "统一社会信用代码", "directory.credit-code"),
        (3, "单位类型", "directory.kind"),
        (3, "行政区划代码", "directory.region"),
        (4, "统一社会信用代码", "directory.missing"),
    ];
    assert_eq!(codes(&done), expected);
    for bad in &done.bad_rows {
        assert!(bad.zh.ends_with('。') && bad.en.ends_with('.'), "{bad:?}");
        assert!(zhian_protocol::explain::is_known(bad.code), "{}", bad.code);
    }
}

#[test]
fn a_mark_at_the_beginning_english_headings_any_order_and_quotes_are_read() {
    let world = World::new();
    let text = "\u{feff}\"uscc\",name,address,region,kind,remark\n\
                91350100m000100y43,\"示例区\"\"甲\"\"厂\",\"示例路,1号\",120199,producer,x\n";
    let done = reads(&world, text);
    assert_eq!((done.stored, done.bad), (1, 0), "{done:?}");
}

#[test]
fn the_second_row_with_a_code_is_named_with_the_first() {
    let world = World::new();
    let done = reads(&world, &format!("{}\n{GOOD}\n{GOOD}\n", heading()));
    assert_eq!((done.stored, codes(&done)), (1, vec![(3, "统一社会信用代码", "directory.duplicate")]));
    assert!(done.bad_rows[0].zh.contains("第 2 行"));
}

#[test]
fn the_same_file_again_changes_nothing() {
    let world = World::new();
    let text = format!("{}\n{GOOD}\n", heading());
    assert_eq!(reads(&world, &text).stored, 1);
    let before = world.office.db.counts().unwrap();
    let again = reads(&world, &text);
    assert_eq!((again.stored, again.unchanged), (0, 1));
    assert_eq!(world.office.db.counts().unwrap(), before);
}

#[test]
fn other_encodings_stray_commas_and_empty_lines_are_told_apart() {
    let world = World::new();
    let mut bytes = format!("{}\n{GOOD}\n,,,,,,,\n", heading()).into_bytes();
    bytes.extend_from_slice(b"\xca\xbe\xc0\xfd,91350100M000100Y43,producer,120199,x,,,\n");
    bytes
        .extend_from_slice("示例区丙厂,91350100M000100Y43,producer,120199,示例路,1号,某,1,电线\n".as_bytes());
    let done = import(&world.office, &world.authority, bytes.as_slice(), |_| {}).unwrap();
    assert_eq!((done.rows, done.stored), (3, 1));
    assert_eq!(codes(&done), [(4, "名称", "directory.encoding"), (5, "", "directory.columns")]);
}

#[test]
fn a_file_without_a_needed_column_or_without_anything_stores_nothing() {
    let world = World::new();
    let before = world.office.db.counts().unwrap();
    for text in ["", "名称,地址\n示例,示例\n", "hello"] {
        let refused = import(&world.office, &world.authority, text.as_bytes(), |_| {}).unwrap_err();
        assert_eq!(refused.code(), "directory.heading");
    }
    assert_eq!(world.office.db.counts().unwrap(), before);
}

#[test]
fn entries_at_the_limit_are_read_and_one_character_past_it_are_refused() {
    let world = World::new();
    let row = |count: usize| GOOD.replace("示例区甲厂", &"厂".repeat(count));
    assert_eq!(reads(&world, &format!("{}\n{}\n", heading(), row(300))).stored, 1);
    let past = reads(&world, &format!("{}\n{}\n", heading(), row(301)));
    assert_eq!(codes(&past), [(2, "名称", "directory.too-long")]);
}

#[test]
fn a_large_directory_is_read_in_portions_and_says_how_far_it_is() {
    let world = World::new();
    let mut file = Vec::new();
    sample::write(&mut file, 5_000, 9).unwrap();
    let mut heard = Vec::new();
    let done = import(&world.office, &world.authority, file.as_slice(), |rows| heard.push(rows)).unwrap();
    assert_eq!((done.rows, done.bad, done.stored + done.unchanged), (5_000, 0, 5_000));
    assert!(heard.len() >= 10 && heard.is_sorted() && heard.last() == Some(&5_000));
}
