use super::*;
use crate::sample::Folder;
use sha2::{Digest, Sha256};

fn schema_of(conn: &Connection) -> Vec<(String, String)> {
    conn.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn a_database_of_any_released_schema_becomes_equal_to_a_fresh_one() {
    for schema in [&VISITS, &DIRECTORY] {
        let mut fresh = Connection::open_in_memory().unwrap();
        schema.migrate(&mut fresh).unwrap();
        for version in 1..=schema.known() {
            let mut old = Connection::open_in_memory().unwrap();
            schema.migrate_to(&mut old, version).unwrap();
            schema.migrate(&mut old).unwrap();
            assert_eq!(schema_of(&old), schema_of(&fresh), "{} from {version}", schema.database);
            assert_eq!(schema.version(&old).unwrap(), schema.known());
        }
    }
}

#[test]
fn a_released_migration_is_never_edited() {
    // A new migration adds a line here; an old line never changes.
    let released = include_str!("../../migrations/released.sha256");
    let mut found = String::new();
    for (folder, schema) in [("visits", &VISITS), ("directory", &DIRECTORY)] {
        for (number, sql) in (1..).zip(schema.steps) {
            let digest: String = Sha256::digest(sql).iter().map(|byte| format!("{byte:02x}")).collect();
            found += &format!("{digest}  {folder}/{number:04}\n");
        }
    }
    assert_eq!(found, released);
}

#[test]
fn every_table_of_visits_is_strict_numbered_once_and_has_an_index() {
    let mut conn = Connection::open_in_memory().unwrap();
    VISITS.migrate(&mut conn).unwrap();
    let list = "SELECT t.name, t.strict, t.wr, c.dflt_value,
                       (SELECT count(*) FROM pragma_index_list(t.name) AS i WHERE NOT i.partial)
                FROM pragma_table_list AS t LEFT JOIN pragma_table_info(t.name) AS c ON c.name = 'table_no'
                WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'";
    let mut numbers = Vec::new();
    let mut statement = conn.prepare(list).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let name: String = row.get(0).unwrap();
        assert!(row.get::<_, bool>(1).unwrap(), "{name} is not strict");
        assert!(!row.get::<_, bool>(2).unwrap(), "{name} has no row numbers");
        numbers.push(
            row.get::<_, Option<String>>(3).unwrap().unwrap_or_else(|| panic!("{name} has no table_no")),
        );
        assert!(row.get::<_, i64>(4).unwrap() > 0, "{name} has no index that could name its lost rows");
    }
    let count = numbers.len();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), count);
    assert_eq!(count, 17);
}

#[test]
fn data_of_a_newer_app_is_refused_and_left_as_it_is() {
    let folder = Folder::new();
    drop(folder.open());
    for (name, known) in [("visits.db", 4), ("directory.db", 1)] {
        let conn = Connection::open(folder.file(name)).unwrap();
        conn.pragma_update(None, "user_version", known + 1).unwrap();
        drop(conn);
        let before = std::fs::read(folder.file(name)).unwrap();
        let error = folder.try_open().err().unwrap();
        assert_eq!(error.code(), "store.from-newer-app");
        assert!(error.to_string().contains(&format!("schema {}", known + 1)), "{error}");
        assert_eq!(std::fs::read(folder.file(name)).unwrap(), before);
        let conn = Connection::open(folder.file(name)).unwrap();
        conn.pragma_update(None, "user_version", known).unwrap();
    }
    folder.open();
}
