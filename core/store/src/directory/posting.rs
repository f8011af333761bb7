//! Which rows hold a token: blocks of 16,384 rows, as a list while few, as a bitmap when many.

use rusqlite::types::Type;
use rusqlite::{Connection, Transaction};

/// Rows of a block.
pub(super) const BLOCK_ROWS: i64 = 1 << 14;
const WORDS: usize = 256;
const BITMAP_BYTES: usize = WORDS * 8;

/// A set of rows within one block.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct RowSet([u64; WORDS]);

/// The block of a row and its place in it.
pub(super) fn place(row_no: i64) -> (i64, u16) {
    let place = row_no.rem_euclid(BLOCK_ROWS);
    (row_no.div_euclid(BLOCK_ROWS), u16::try_from(place).unwrap_or(0))
}

impl RowSet {
    pub(super) const fn empty() -> Self {
        Self([0; WORDS])
    }

    pub(super) const fn full() -> Self {
        Self([u64::MAX; WORDS])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn set(&mut self, row: u16, present: bool) {
        if let Some(word) = self.0.get_mut(usize::from(row) / 64) {
            let bit = 1 << (row % 64);
            if present { *word |= bit } else { *word &= !bit }
        }
    }

    pub(super) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// Rows of the set in order, from `first` on.
    pub(super) fn rows(&self, first: u16) -> impl Iterator<Item = u16> {
        let words = self.0.iter().enumerate().skip(usize::from(first) / 64);
        words
            .flat_map(|(index, word)| {
                let base = u16::try_from(index * 64).unwrap_or(u16::MAX);
                (0..64_u16).filter(move |bit| word >> bit & 1 == 1).map(move |bit| base + bit)
            })
            .filter(move |row| *row >= first)
    }

    fn parse(bytes: &[u8]) -> rusqlite::Result<Self> {
        let mut set = Self::empty();
        if bytes.len() == BITMAP_BYTES {
            for (word, eight) in set.0.iter_mut().zip(bytes.chunks_exact(8)) {
                *word = u64::from_le_bytes(eight.try_into().unwrap_or_default());
            }
            return Ok(set);
        }
        let two = bytes.chunks_exact(2);
        if bytes.len() > BITMAP_BYTES || !two.remainder().is_empty() {
            return Err(rusqlite::Error::FromSqlConversionFailure(
                0,
                Type::Blob,
                format!("a posting of {} bytes", bytes.len()).into(),
            ));
        }
        two.for_each(|two| set.set(u16::from_le_bytes(two.try_into().unwrap_or_default()), true));
        Ok(set)
    }

    fn bytes(&self) -> Vec<u8> {
        if self.len() * 2 < BITMAP_BYTES {
            return self.rows(0).flat_map(u16::to_le_bytes).collect();
        }
        self.0.iter().flat_map(|word| word.to_le_bytes()).collect()
    }
}

/// The rows of a block that hold a token.
pub(super) fn read(conn: &Connection, token: i64, block: i64) -> rusqlite::Result<RowSet> {
    let mut statement = conn.prepare_cached("SELECT rows FROM posting WHERE token = ?1 AND block = ?2")?;
    let mut rows = statement.query((token, block))?;
    match rows.next()? {
        Some(row) => RowSet::parse(row.get_ref(0)?.as_blob()?),
        None => Ok(RowSet::empty()),
    }
}

/// Changes to postings, gathered over many rows and written in the order of the table.
#[derive(Default)]
pub(super) struct Pending(Vec<(i64, i64, u16, bool)>);

/// When so many changes are gathered they are written, to bound memory: about 12 MB.
const PENDING_MAX: usize = 500_000;

impl Pending {
    /// Row `row_no` gains or loses `tokens`.
    pub(super) fn note(&mut self, row_no: i64, tokens: &[i64], present: bool) {
        let (block, row) = place(row_no);
        self.0.extend(tokens.iter().map(|token| (*token, block, row, present)));
    }

    pub(super) fn is_large(&self) -> bool {
        self.0.len() >= PENDING_MAX
    }

    /// Writes what was gathered.
    pub(super) fn flush(&mut self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        // Stable: of two changes to one row the later one stands last.
        self.0.sort_by_key(|(token, block, ..)| (*token, *block));
        let mut put = tx.prepare_cached(
            "INSERT INTO posting (token, block, rows) VALUES (?1, ?2, ?3)
             ON CONFLICT (token, block) DO UPDATE SET rows = excluded.rows",
        )?;
        let mut remove = tx.prepare_cached("DELETE FROM posting WHERE token = ?1 AND block = ?2")?;
        for group in self.0.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some((token, block, ..)) = group.first() else { continue };
            let mut set = read(tx, *token, *block)?;
            group.iter().for_each(|(_, _, row, present)| set.set(*row, *present));
            if set.is_empty() {
                remove.execute((token, block))?;
            } else {
                put.execute((token, block, set.bytes()))?;
            }
        }
        self.0.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_survives_being_written_as_list_and_as_bitmap() {
        for count in [0_u16, 1, 1023, 1024, 1025, 16_384] {
            let mut set = RowSet::empty();
            (0..count).for_each(|row| set.set(row.wrapping_mul(7) % 16_384, true));
            let bytes = set.bytes();
            assert!(bytes.len() <= BITMAP_BYTES);
            assert!(RowSet::parse(&bytes).unwrap() == set, "{count}");
        }
    }

    #[test]
    fn a_torn_posting_is_an_error_and_not_an_empty_set() {
        assert!(RowSet::parse(&[1, 2, 3]).is_err());
        assert!(RowSet::parse(&[0; BITMAP_BYTES + 2]).is_err());
    }

    #[test]
    fn rows_come_in_order_from_where_a_page_ended() {
        let mut set = RowSet::empty();
        for row in [3, 63, 64, 9000, 16_383] {
            set.set(row, true);
        }
        assert_eq!(set.rows(64).collect::<Vec<_>>(), [64, 9000, 16_383]);
        assert_eq!(place(16_384 * 2 + 5), (2, 5));
    }
}
