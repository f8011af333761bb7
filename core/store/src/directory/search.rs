//! Finding enterprises: first by the start of the name, then by postings, block by block.

use super::posting::{self, BLOCK_ROWS, RowSet, place};
use super::{COLUMNS, EnterpriseRow, SearchPage, SearchToken, row_of, text};
use rusqlite::{Connection, params};

/// Most rows that are fetched and compared for one page. One takes some 20 us, so that the work per page stays near
/// 20 ms whatever the query; the page then names a next one.
const COMPARED_MAX: usize = 1_000;

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Position {
    /// Among names that start with the query: after this plain name and row.
    ByName(String, i64),
    /// Among the others: after this row.
    ByRow(i64),
}

/// One word of a query, with the ways in which a row can match it.
struct Word {
    text: String,
    text_tokens: Vec<i64>,
    initials_tokens: Option<Vec<i64>>,
    code_token: Option<i64>,
    /// Rows whose code starts with a word too long for a token, in order.
    code_rows: Vec<i64>,
}

impl Word {
    fn new(conn: &Connection, word: String) -> rusqlite::Result<Self> {
        let code_token = text::code_start_token(&word);
        let long = code_token.is_none() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        Ok(Self {
            text_tokens: text::text_tokens(&word),
            initials_tokens: text::initials_tokens(&word),
            code_rows: if long { rows_by_code(conn, &word)? } else { Vec::new() },
            code_token,
            text: word,
        })
    }

    /// Rows of a block that may match: every row that does, and few others.
    fn candidates(&self, conn: &Connection, block: i64) -> rusqlite::Result<RowSet> {
        let mut found = holding_all(conn, &self.text_tokens, block)?;
        if let Some(tokens) = &self.initials_tokens {
            found.add(&holding_all(conn, tokens, block)?);
        }
        if let Some(token) = self.code_token {
            found.add(&posting::read(conn, token, block)?);
        }
        for (_, row) in self.code_rows.iter().map(|row| place(*row)).filter(|(at, _)| *at == block) {
            found.set(row, true);
        }
        Ok(found)
    }

    fn matches(&self, row: &Compared) -> bool {
        row.plain_name.contains(&self.text)
            || row.plain_address.contains(&self.text)
            || row.plain_code.starts_with(&self.text)
            || self.initials_tokens.is_some() && text::initials_contain(&row.initials, &self.text)
    }
}

/// A row in the form in which it is compared.
struct Compared {
    plain_name: String,
    plain_address: String,
    plain_code: String,
    initials: Vec<u64>,
}

impl Compared {
    fn new(row: &EnterpriseRow) -> Self {
        let plain_name = text::plain(&row.name);
        Self {
            initials: text::initials(&plain_name),
            plain_name,
            plain_address: text::plain(&row.address),
            plain_code: text::plain(&row.uscc),
        }
    }
}

fn rows_by_code(conn: &Connection, start: &str) -> rusqlite::Result<Vec<i64>> {
    let start = start.to_ascii_uppercase();
    // '[' follows 'Z': codes are upper case letters and digits.
    let mut rows: Vec<i64> = conn
        .prepare_cached("SELECT row_no FROM enterprise WHERE uscc >= ?1 AND uscc < ?1 || '['")?
        .query_map([start], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    rows.sort_unstable();
    Ok(rows)
}

fn holding_all(conn: &Connection, tokens: &[i64], block: i64) -> rusqlite::Result<RowSet> {
    let mut found = RowSet::full();
    for token in tokens {
        found.keep(&posting::read(conn, *token, block)?);
        if found.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// One page of a search. See [`super::Directory::search`].
pub(super) fn search(
    conn: &Connection,
    query: &str,
    after: Option<Position>,
    limit: usize,
) -> rusqlite::Result<SearchPage> {
    let words = text::words(query);
    if words.is_empty() {
        return everything(conn, after, limit);
    }
    // Only a single word has a start that a name can share.
    let start = if let [only] = words.as_slice() { Some(only.clone()) } else { None };
    let mut rows = Vec::new();
    let after_row = match (after, &start) {
        (Some(Position::ByRow(row)), _) => row,
        (Some(Position::ByName(name, row)), Some(start)) => {
            if let Some(next) = by_name(conn, start, (&name, row), limit, &mut rows)? {
                return Ok(SearchPage { rows, next: Some(SearchToken(next)) });
            }
            0
        }
        (_, Some(start)) => {
            if let Some(next) = by_name(conn, start, ("", 0), limit, &mut rows)? {
                return Ok(SearchPage { rows, next: Some(SearchToken(next)) });
            }
            0
        }
        (_, None) => 0,
    };
    let words = words.into_iter().map(|word| Word::new(conn, word)).collect::<Result<Vec<_>, _>>()?;
    let next = by_row(conn, &words, start.as_deref(), after_row, limit, &mut rows)?;
    Ok(SearchPage { rows, next: next.map(|row| SearchToken(Position::ByRow(row))) })
}

/// Names that start with the word, in the order of names; where to go on if there are more.
fn by_name(
    conn: &Connection,
    start: &str,
    after: (&str, i64),
    limit: usize,
    rows: &mut Vec<EnterpriseRow>,
) -> rusqlite::Result<Option<Position>> {
    let sql = format!(
        "SELECT {COLUMNS}, name_plain FROM enterprise
         WHERE name_plain >= ?1 AND name_plain < ?2 AND (name_plain, row_no) > (?3, ?4)
         ORDER BY name_plain, row_no LIMIT ?5"
    );
    let end = format!("{start}\u{10ffff}");
    let given = params![start, end, after.0, after.1, limit + 1];
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(9)?, row_of(row)?));
    let mut last = None;
    for found in conn.prepare_cached(&sql)?.query_map(given, read)? {
        let (row_no, name, row) = found?;
        if rows.len() == limit {
            return Ok(last);
        }
        last = Some(Position::ByName(name, row_no));
        rows.push(row);
    }
    Ok(None)
}

/// Other rows that match every word, in the order of rows; where to go on if there may be more.
fn by_row(
    conn: &Connection,
    words: &[Word],
    start: Option<&str>,
    after: i64,
    limit: usize,
    rows: &mut Vec<EnterpriseRow>,
) -> rusqlite::Result<Option<i64>> {
    let last: i64 = conn
        .prepare_cached("SELECT coalesce(max(row_no), 0) FROM enterprise")?
        .query_row([], |row| row.get(0))?;
    let sql = format!("SELECT {COLUMNS} FROM enterprise WHERE row_no = ?1");
    let mut fetch = conn.prepare_cached(&sql)?;
    let mut compared = 0;
    let (first_block, first_row) = place(after + 1);
    for block in first_block..=place(last).0 {
        let mut found = RowSet::full();
        for word in words {
            found.keep(&word.candidates(conn, block)?);
            if found.is_empty() {
                break;
            }
        }
        for place in found.rows(if block == first_block { first_row } else { 0 }) {
            let row_no = block * BLOCK_ROWS + i64::from(place);
            if rows.len() == limit || compared == COMPARED_MAX {
                return Ok(Some(row_no - 1));
            }
            compared += 1;
            // A posting without its row means that the index is torn: an error, not a shorter list.
            let row = fetch.query_row([row_no], row_of)?;
            let as_compared = Compared::new(&row);
            let shown_before = start.is_some_and(|start| as_compared.plain_name.starts_with(start));
            if !shown_before && words.iter().all(|word| word.matches(&as_compared)) {
                rows.push(row);
            }
        }
    }
    Ok(None)
}

fn everything(conn: &Connection, after: Option<Position>, limit: usize) -> rusqlite::Result<SearchPage> {
    let after = match after {
        Some(Position::ByRow(row)) => row,
        _ => 0,
    };
    let sql = format!("SELECT {COLUMNS} FROM enterprise WHERE row_no > ?1 ORDER BY row_no LIMIT ?2");
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row_of(row)?));
    let mut page = SearchPage::default();
    let mut last = after;
    for found in conn.prepare_cached(&sql)?.query_map(params![after, limit + 1], read)? {
        let (row_no, row) = found?;
        if page.rows.len() == limit {
            page.next = Some(SearchToken(Position::ByRow(last)));
            break;
        }
        last = row_no;
        page.rows.push(row);
    }
    Ok(page)
}
