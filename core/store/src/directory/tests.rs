use super::*;
use crate::Store;
use crate::sample::{Allowance, Folder, at};
use std::collections::BTreeSet;

fn enterprise(n: u32, name: &str, address: &str, uscc: &str) -> EnterpriseRow {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    EnterpriseRow {
        id: EnterpriseId::from_bytes(id),
        revision: 1,
        name: name.to_owned(),
        uscc: uscc.to_owned(),
        region: "340111".to_owned(),
        address: address.to_owned(),
        kind: "producer".to_owned(),
        bytes: vec![1, 2, 3],
    }
}

fn district() -> Vec<EnterpriseRow> {
    [
        ("和平电缆有限公司", "示例省甲市包河区和平路3号", "91340100MA2AAAAA1X"),
        ("安徽和平线缆制造厂", "示例省甲市蜀山区工业园A座", "91340100MA2AAAAA2X"),
        ("重庆示例电线股份有限公司", "示例省乙市渝中区电缆街18号", "91500103MA5BBBBB3X"),
        ("ＡＢＣ（示例）电气有限公司", "示例省甲市庐阳区", "91340103MA8CCCCC4X"),
        ("长城电缆经营部", "示例省丙市和平区", "92120101MA0DDDDD5X"),
    ]
    .into_iter()
    .zip(1..)
    .map(|((name, address, uscc), n)| enterprise(n, name, address, uscc))
    .collect()
}

fn filled(folder: &Folder, rows: &[EnterpriseRow]) -> Store {
    let store = folder.begun();
    let changes: Vec<_> = rows.iter().cloned().map(DirectoryChange::Put).collect();
    store.directory().apply(&changes, |_| {}).unwrap();
    store
}

/// Names found, page by page, in order.
fn found(store: &Store, text: &str) -> Vec<String> {
    found_by(store, text, 2)
}

fn found_by(store: &Store, text: &str, limit: u32) -> Vec<String> {
    let mut names = Vec::new();
    let mut after = None;
    loop {
        let page = store.directory().search(text, after.as_ref(), limit).unwrap();
        names.extend(page.rows.into_iter().map(|row| row.name));
        let Some(next) = page.next else { return names };
        // A token survives being written and read.
        after = Some(next.to_string().parse().unwrap());
    }
}

#[test]
fn a_part_of_the_name_is_found_from_one_character_up_and_names_that_start_with_it_come_first() {
    let folder = Folder::new();
    let store = filled(&folder, &district());
    assert_eq!(found(&store, "和"), ["和平电缆有限公司", "安徽和平线缆制造厂", "长城电缆经营部"]);
    assert_eq!(found(&store, "和平电缆"), ["和平电缆有限公司"]);
    assert_eq!(found(&store, "线缆制"), ["安徽和平线缆制造厂"]);
    assert_eq!(found(&store, "平和"), Vec::<String>::new());
}

#[test]
fn address_credit_code_and_pinyin_initials_find_too() {
    let folder = Folder::new();
    let store = filled(&folder, &district());
    assert_eq!(found(&store, "蜀山区"), ["安徽和平线缆制造厂"]);
    assert_eq!(found(&store, "91500103ma5"), ["重庆示例电线股份有限公司"]);
    assert_eq!(found(&store, "91340100MA2AAAAA2x"), ["安徽和平线缆制造厂"]);
    assert_eq!(found(&store, "92"), ["长城电缆经营部"]);
    assert_eq!(found(&store, "hpdl"), ["和平电缆有限公司"]);
    assert_eq!(found(&store, "PXL"), ["安徽和平线缆制造厂"]);
    // 重庆 and 长城 both have two readings.
    assert_eq!(found(&store, "cqsl"), ["重庆示例电线股份有限公司"]);
    assert_eq!(found(&store, "ccdl"), ["长城电缆经营部"]);
    assert_eq!(found(&store, "zcdl"), ["长城电缆经营部"]);
}

#[test]
fn several_words_must_all_match_each_wherever_it_does() {
    let folder = Folder::new();
    let store = filled(&folder, &district());
    assert_eq!(found(&store, "和平 电缆"), ["和平电缆有限公司", "长城电缆经营部"]);
    assert_eq!(found(&store, "和平　9134"), ["和平电缆有限公司", "安徽和平线缆制造厂"]);
    assert_eq!(found(&store, "dl 包河"), ["和平电缆有限公司"]);
}

#[test]
fn width_case_and_punctuation_of_a_query_do_not_matter() {
    let folder = Folder::new();
    let store = filled(&folder, &district());
    for query in ["abc示例", "ＡＢＣ(示例)", "Abc（示例）电气"] {
        assert_eq!(found(&store, query), ["ＡＢＣ（示例）电气有限公司"], "{query}");
    }
    assert_eq!(found(&store, " （） ").len(), 5, "without any word: every enterprise");
}

#[test]
fn every_query_made_of_a_row_finds_that_row_once_and_nothing_that_does_not_match() {
    let folder = Folder::new();
    let parts = ["和平", "电缆", "安徽", "重庆", "长城", "A1", "示例", "有限公司", "厂"];
    let rows: Vec<EnterpriseRow> = (0..400_u32)
        .map(|n| {
            let pick = |step: u32| parts[(n * step + n / 9) as usize % parts.len()];
            let name = format!("{}{}{}{n}", pick(1), pick(2), pick(5));
            enterprise(n, &name, &format!("甲市{}路{n}号", pick(7)), &format!("91340100MA{n:06}XX"))
        })
        .collect();
    let store = filled(&folder, &rows);
    let mut queries = BTreeSet::new();
    for row in rows.iter().step_by(23) {
        let chars: Vec<char> = row.name.chars().collect();
        for length in 1..=4 {
            queries.extend(chars.windows(length).map(|part| part.iter().collect::<String>()));
        }
        queries.insert(row.uscc[..14].to_owned());
    }
    for query in queries {
        let word = text::plain(&query);
        let matches = |row: &&EnterpriseRow| {
            let name = text::plain(&row.name);
            name.contains(&word)
                || text::plain(&row.address).contains(&word)
                || text::plain(&row.uscc).starts_with(&word)
                || text::initials_contain(&text::initials(&name), &word)
        };
        let mut expected: Vec<String> = rows.iter().filter(matches).map(|row| row.name.clone()).collect();
        let mut got = found_by(&store, &query, 50);
        expected.sort();
        got.sort();
        assert_eq!(got, expected, "{query}");
    }
}

#[test]
fn a_new_revision_is_found_by_its_new_name_only_and_an_old_one_changes_nothing() {
    let folder = Folder::new();
    let store = filled(&folder, &district());
    let mut renamed = district().remove(0);
    renamed.revision = 3;
    renamed.name = "昌盛电缆有限公司".to_owned();
    assert_eq!(store.directory().apply(&[DirectoryChange::Put(renamed.clone())], |_| {}).unwrap(), 1);
    assert_eq!(found(&store, "昌盛"), ["昌盛电缆有限公司"]);
    assert_eq!(found(&store, "hpdl"), Vec::<String>::new());
    assert_eq!(found(&store, "和平路"), ["昌盛电缆有限公司"], "the address stayed");
    let mut older = renamed.clone();
    older.revision = 2;
    older.name = "旧名".to_owned();
    assert_eq!(store.directory().apply(&[DirectoryChange::Put(older)], |_| {}).unwrap(), 0);
    assert_eq!(store.directory().enterprise(&renamed.id).unwrap(), Some(renamed));
}

#[test]
fn a_removed_enterprise_is_not_found_and_an_older_page_does_not_bring_it_back() {
    let folder = Folder::new();
    let store = filled(&folder, &district());
    let first = district().remove(0);
    let remove = DirectoryChange::Remove { id: first.id, revision: 2 };
    assert_eq!(store.directory().apply(&[remove], |_| {}).unwrap(), 1);
    assert_eq!(store.directory().apply(&[DirectoryChange::Put(first.clone())], |_| {}).unwrap(), 0);
    assert_eq!(found(&store, "hpdl"), Vec::<String>::new());
    assert_eq!(store.directory().count().unwrap(), 4);
    let again = EnterpriseRow { revision: 3, ..first };
    assert_eq!(store.directory().apply(&[DirectoryChange::Put(again)], |_| {}).unwrap(), 1);
    assert_eq!(found(&store, "hpdl"), ["和平电缆有限公司"]);
}

#[test]
fn a_credit_code_that_moves_to_another_id_leaves_one_enterprise() {
    let folder = Folder::new();
    let store = filled(&folder, &district());
    let moved = EnterpriseRow { id: EnterpriseId::from_bytes([7; 16]), ..district().remove(0) };
    store.directory().apply(&[DirectoryChange::Put(moved)], |_| {}).unwrap();
    assert_eq!(found(&store, "hpdl"), ["和平电缆有限公司"]);
    assert_eq!(store.directory().count().unwrap(), 5);
}

#[test]
fn a_load_that_fails_is_not_applied_at_all_and_reports_progress_when_it_succeeds() {
    let folder = Folder::new();
    drop(folder.begun());
    let store = folder.open_with(Allowance::new(1, std::io::ErrorKind::StorageFull)).unwrap();
    let changes: Vec<_> = district().into_iter().map(DirectoryChange::Put).collect();
    let refused = store.directory().apply(&changes, |_| {});
    assert_eq!(refused.err().map(|error| error.code()), Some("store.disk-full"));
    assert_eq!(store.directory().count().unwrap(), 0);
    drop(store);
    let store = folder.open();
    let mut seen = Vec::new();
    assert_eq!(store.directory().apply(&changes, |count| seen.push(count)).unwrap(), 5);
    assert_eq!(seen.last(), Some(&5));
}

#[test]
fn an_unreadable_index_is_an_error_and_never_an_empty_page() {
    let folder = Folder::new();
    let store = filled(&folder, &district());
    let break_it = |sql: &str| {
        let held = store.directory().writer.enter().unwrap();
        held.conn().execute(sql, []).unwrap();
    };
    break_it("UPDATE posting SET rows = x'010203'");
    let error = store.directory().search("平电", None, 10).err().unwrap();
    assert_eq!(error.code(), "store.unreadable");
    break_it("UPDATE posting SET rows = x'0900'");
    let error = store.directory().search("平电", None, 10).err().unwrap();
    assert_eq!(error.code(), "store.damaged", "a posting names a row that is gone");
    drop(store);
    let (store, report) = folder.try_open().unwrap();
    assert!(report.directory_lost, "it is set aside at the next start");
    assert_eq!(store.directory().count().unwrap(), 0);
}

#[test]
fn a_lost_directory_is_reported_until_the_engine_has_begun_to_pull_it_again() {
    let folder = Folder::new();
    drop(filled(&folder, &district()));
    std::fs::write(folder.file("directory.db"), vec![3; 20_000]).unwrap();
    for _ in 0..2 {
        let (store, report) = folder.try_open().unwrap();
        assert!(report.directory_lost);
        assert_eq!(store.directory().count().unwrap(), 0);
    }
    assert_eq!(std::fs::read(folder.file("directory.db.damaged-1000")).unwrap(), vec![3; 20_000]);
    let store = folder.open();
    store
        .write(|tx| {
            tx.forget_cursor()?;
            tx.clear_directory_lost()
        })
        .unwrap();
    drop(store);
    assert!(!folder.try_open().unwrap().1.directory_lost);
    std::fs::remove_file(folder.file("directory.db")).unwrap();
    assert!(folder.try_open().unwrap().1.directory_lost, "removed by hand is lost too");
}

#[test]
fn a_crash_between_losing_the_directory_and_noting_it_does_not_hide_the_loss() {
    let folder = Folder::new();
    drop(filled(&folder, &district()));
    std::fs::remove_file(folder.file("directory.db")).unwrap();
    drop(Directory::open(folder.path(), Allowance::new(9, std::io::ErrorKind::Other), at(1), None).unwrap());
    assert!(folder.try_open().unwrap().1.directory_lost);
}

#[test]
fn a_token_that_is_not_ours_is_refused() {
    for text in ["", "x1", "r", "r-1", "r99999999999999999999", "n5", "nx.名"] {
        assert_eq!(
            text.parse::<SearchToken>().err().map(|error| error.code()),
            Some("store.page-token"),
            "{text}"
        );
    }
}
