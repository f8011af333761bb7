//! A directory of enterprises is read from CSV: good rows are kept, bad ones are listed by row and column.

use crate::db::{Intake, Taken, Unit};
use crate::{Office, ServerError};
use csv::ByteRecord;
use std::collections::HashMap;
use std::io::Read;
use zhian_domain::enterprise::UnitKind;
use zhian_domain::id::AuthorityId;
use zhian_domain::identifier::{RegionCode, Uscc};
use zhian_protocol::published::EnterpriseRecord;

/// Headings that [`import`] understands and the sample is written with, in this order; any order is read.
pub const HEADINGS: [&str; 8] =
    ["名称", "统一社会信用代码", "单位类型", "行政区划代码", "地址", "法定代表人", "电话", "产品"];

/// The same headings in English.
const HEADINGS_EN: [&str; 8] =
    ["name", "uscc", "kind", "region", "address", "legal_representative", "phone", "products"];

/// Columns that every row must fill.
const NEEDED: usize = 5;

/// Longest entry of a column, characters.
const ENTRY_CHARS_MAX: usize = 300;

/// Most product kinds of an enterprise.
const PRODUCTS_MAX: usize = 50;

/// Enterprises stored in one transaction.
const ROWS_AT_ONCE: usize = 500;

/// Bad rows that are listed; more are only counted.
const BAD_ROWS_MAX: usize = 10_000;

/// Every code of a bad row.
pub const CODES: &[&str] = &[
    "directory.missing",
    "directory.too-long",
    "directory.credit-code",
    "directory.kind",
    "directory.region",
    "directory.products",
    "directory.duplicate",
    "directory.encoding",
    "directory.columns",
];

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Line of the file on which the row begins, the heading being 1.
    pub line: u64,
    /// Heading of the column; empty where the row as a whole is at fault.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
    /// The whole row as it was, for a file of rejects.
    pub row: Vec<String>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Rows read, the heading not counted.
    pub rows: u64,
    /// Enterprises that are new or changed.
    pub stored: u64,
    /// Enterprises that were there already, word for word.
    pub unchanged: u64,
    /// Bad rows.
    pub bad: u64,
    /// The first of them, at most 10 000.
    pub bad_rows: Vec<BadRow>,
}

/// Reads a directory of an authority. Good rows are stored in portions; `progress` hears of the rows read so far.
///
/// Errors: [`ServerError::DirectoryHeading`] if a needed column is missing; then nothing is stored.
pub fn import(
    office: &Office,
    authority: &AuthorityId,
    file: impl Read,
    mut progress: impl FnMut(u64),
) -> Result<Imported, ServerError> {
    let unreadable = |cause: csv::Error| ServerError::File {
        path: "directory".to_owned(),
        action: "read",
        cause: std::io::Error::other(cause),
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(file);
    let mut record = ByteRecord::new();
    let has_heading = reader.read_byte_record(&mut record).map_err(unreadable)?;
    let columns = if has_heading { columns(&record)? } else { Columns::none()? };
    let mut import =
        Import { office, authority, done: Imported::default(), waiting: Vec::new(), seen: HashMap::new() };
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
        import.done.rows += 1;
        import.take(&columns, &record)?;
        if import.done.rows.is_multiple_of(ROWS_AT_ONCE as u64) {
            progress(import.done.rows);
        }
    }
    import.store()?;
    progress(import.done.rows);
    Ok(import.done)
}

/// Where each known column stands.
struct Columns {
    places: [Option<usize>; 8],
    count: usize,
}

impl Columns {
    fn none() -> Result<Self, ServerError> {
        Err(ServerError::DirectoryHeading { column: "名称 / name" })
    }
}

fn columns(heading: &ByteRecord) -> Result<Columns, ServerError> {
    let mut places = [None; 8];
    for (at, name) in heading.iter().enumerate() {
        let name = String::from_utf8_lossy(name);
        let name = name.trim_start_matches('\u{feff}').trim().trim_matches('"').to_lowercase();
        let known = HEADINGS.iter().zip(HEADINGS_EN).position(|(zh, en)| name == *zh || name == en);
        if let Some(place) = known.and_then(|known| places.get_mut(known)) {
            *place = place.or(Some(at));
        }
    }
    for (place, column) in places.iter().zip(HEADINGS).take(NEEDED) {
        if place.is_none() {
            return Err(ServerError::DirectoryHeading { column });
        }
    }
    Ok(Columns { places, count: heading.len() })
}

struct Import<'a> {
    office: &'a Office,
    authority: &'a AuthorityId,
    done: Imported,
    waiting: Vec<EnterpriseRecord>,
    /// Credit codes of this file with the line they stand on.
    seen: HashMap<String, u64>,
}

/// What is wrong, before it is known where: column, what was found, code, Chinese, English.
type Wrong = (usize, String, &'static str, String, String);

impl Import<'_> {
    fn take(&mut self, columns: &Columns, record: &ByteRecord) -> Result<(), ServerError> {
        let line = record.position().map_or(0, csv::Position::line);
        let row: Vec<String> =
            record.iter().map(|entry| String::from_utf8_lossy(entry).into_owned()).collect();
        if row.iter().all(|entry| entry.trim().is_empty()) {
            // Spreadsheets write empty lines at the end.
            self.done.rows -= 1;
            return Ok(());
        }
        match self.read(columns, record, &row, line) {
            Ok(enterprise) => {
                self.seen.insert(enterprise.uscc.clone(), line);
                self.waiting.push(enterprise);
                if self.waiting.len() >= ROWS_AT_ONCE { self.store() } else { Ok(()) }
            }
            Err(wrongs) => {
                self.done.bad += 1;
                for (column, found, code, zh, en) in wrongs {
                    if self.done.bad_rows.len() < BAD_ROWS_MAX {
                        let column = HEADINGS.get(column).copied().unwrap_or_default().to_owned();
                        let row = row.clone();
                        self.done.bad_rows.push(BadRow { line, column, found, code, zh, en, row });
                    }
                }
                Ok(())
            }
        }
    }

    /// The enterprise of a row, or everything that is wrong with it.
    fn read(
        &self,
        columns: &Columns,
        record: &ByteRecord,
        row: &[String],
        line: u64,
    ) -> Result<EnterpriseRecord, Vec<Wrong>> {
        if let Some(at) = record.iter().position(|entry| std::str::from_utf8(entry).is_err()) {
            let column = columns.places.iter().position(|place| *place == Some(at)).unwrap_or(usize::MAX);
            let zh = format!("第 {line} 行不是 UTF-8 编码，请在表格软件中另存为“CSV UTF-8”。");
            let en = format!("Line {line} is not UTF-8; save the file as \"CSV UTF-8\" in the spreadsheet.");
            return Err(vec![(column, String::new(), "directory.encoding", zh, en)]);
        }
        if row.len() > columns.count {
            let zh = format!("有 {} 列，表头只有 {} 列，多半是逗号没有加引号。", row.len(), columns.count);
            let en = format!(
                "It has {} columns, the heading has {}; a comma probably lacks quotation marks.",
                row.len(),
                columns.count
            );
            return Err(vec![(usize::MAX, String::new(), "directory.columns", zh, en)]);
        }
        let entry = |column: usize| {
            let place = columns.places.get(column).copied().flatten();
            place.and_then(|at| row.get(at)).map(|entry| entry.trim()).unwrap_or_default()
        };
        let mut wrongs = lengths(&entry);
        let uscc = credit_code(entry(1), &mut wrongs);
        let kind = kind(entry(2), &mut wrongs);
        let region = region(entry(3), &mut wrongs);
        let products = products(entry(7), &mut wrongs);
        if let Some(first) = uscc.as_ref().and_then(|uscc| self.seen.get(uscc.as_str())) {
            let zh = format!("与第 {first} 行的统一社会信用代码重复，保留第 {first} 行。");
            let en = format!("Line {first} has the same credit code; line {first} is kept.");
            wrongs.push((1, entry(1).to_owned(), "directory.duplicate", zh, en));
        }
        match (uscc, kind, region) {
            (Some(uscc), Some(kind), Some(region)) if wrongs.is_empty() => Ok(EnterpriseRecord {
                name: entry(0).to_owned(),
                uscc: uscc.as_str().to_owned(),
                kind: kind.code().to_owned(),
                region: region.as_str().to_owned(),
                address: entry(4).to_owned(),
                legal_representative: Some(entry(5).to_owned()).filter(|entry| !entry.is_empty()),
                phone: Some(entry(6).to_owned()).filter(|entry| !entry.is_empty()),
                products,
            }),
            _ => Err(wrongs),
        }
    }

    fn store(&mut self) -> Result<(), ServerError> {
        let authority = *self.authority;
        let unit: Vec<Intake> =
            self.waiting.drain(..).map(|record| Intake::Enterprise { authority, record }).collect();
        if let Unit::Done(taken) = self.office.db.append(unit, self.office.clock.now())? {
            for one in taken {
                match one {
                    Taken::Stored(_) => self.done.stored += 1,
                    Taken::Known(_) => self.done.unchanged += 1,
                }
            }
        }
        Ok(())
    }
}

fn lengths<'r>(entry: &impl Fn(usize) -> &'r str) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    for (column, heading) in HEADINGS.iter().enumerate() {
        let found = entry(column);
        let count = found.chars().count();
        if found.is_empty() && column < NEEDED {
            let zh = format!("“{heading}”为空，请填写。");
            let en = format!("Column {} is empty; fill it in.", HEADINGS_EN.get(column).unwrap_or(&""));
            wrongs.push((column, String::new(), "directory.missing", zh, en));
        } else if count > ENTRY_CHARS_MAX {
            let zh = format!("“{heading}”有 {count} 个字，最多 {ENTRY_CHARS_MAX} 个。");
            let en = format!("{count} characters; at most {ENTRY_CHARS_MAX} are allowed.");
            let start = found.chars().take(30).collect();
            wrongs.push((column, start, "directory.too-long", zh, en));
        }
    }
    wrongs
}

fn credit_code(found: &str, wrongs: &mut Vec<Wrong>) -> Option<Uscc> {
    if found.is_empty() {
        return None;
    }
    match Uscc::new(found) {
        Ok(uscc) => Some(uscc),
        Err(cause) => {
            let place = cause.position().map_or(String::new(), |at| format!("第 {at} 位"));
            let zh = format!("统一社会信用代码{place}有误，请对照营业执照核对。");
            let en = format!("The credit code is wrong: {cause}. Compare it with the licence.");
            wrongs.push((1, found.chars().take(30).collect(), "directory.credit-code", zh, en));
            None
        }
    }
}

fn kind(found: &str, wrongs: &mut Vec<Wrong>) -> Option<UnitKind> {
    if found.is_empty() {
        return None;
    }
    let zh_of = |kind: UnitKind| match kind {
        UnitKind::Producer => "生产单位",
        UnitKind::Wholesaler => "批发",
        UnitKind::Retailer => "零售",
        UnitKind::OnlineSeller => "网络自营",
        UnitKind::ProducerAndSeller => "兼营",
    };
    let known = UnitKind::ALL.into_iter().find(|kind| found == kind.code() || found == zh_of(*kind));
    if known.is_none() {
        let zh = "单位类型应为：生产单位、批发、零售、网络自营、兼营。".to_owned();
        let codes: Vec<&str> = UnitKind::ALL.iter().map(|kind| kind.code()).collect();
        let en = format!("The kind must be one of {}.", codes.join(", "));
        wrongs.push((2, found.chars().take(30).collect(), "directory.kind", zh, en));
    }
    known
}

fn region(found: &str, wrongs: &mut Vec<Wrong>) -> Option<RegionCode> {
    if found.is_empty() {
        return None;
    }
    match RegionCode::new(found) {
        Ok(region) => Some(region),
        Err(cause) => {
            let zh = "行政区划代码有误，应为 6、9 或 12 位数字。".to_owned();
            let en = format!("The region code is wrong: {cause}.");
            wrongs.push((3, found.chars().take(30).collect(), "directory.region", zh, en));
            None
        }
    }
}

fn products(found: &str, wrongs: &mut Vec<Wrong>) -> Vec<String> {
    let separators = ['；', ';', '、', '|'];
    let all: Vec<String> =
        found.split(separators).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    if all.len() > PRODUCTS_MAX {
        let zh = format!("有 {} 种产品，最多 {PRODUCTS_MAX} 种。", all.len());
        let en = format!("{} products; at most {PRODUCTS_MAX} are allowed.", all.len());
        wrongs.push((7, String::new(), "directory.products", zh, en));
    }
    all
}
