//! Pages and rows of a SQLite file, read without SQLite, so that no inner page and no schema is needed.
//!
//! Source: "The SQLite Database File Format", sections 1.6 and 2.1.

use super::log::Log;
use crate::cipher::{DatabaseKey, PageCipher, RESERVED_BYTES, SALT_BYTES, Salt};
use crate::error::StoreError;
use rusqlite::types::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// SQLite's default, and what every database of ours is made with.
pub(crate) const PAGE_BYTES: usize = 4096;

const INDEX_INNER: u8 = 0x02;
const TABLE_INNER: u8 = 0x05;
const INDEX_LEAF: u8 = 0x0a;
const TABLE_LEAF: u8 = 0x0d;

/// A damaged database with what its log adds.
pub(super) struct Pages {
    file: Option<File>,
    count: u32,
    log: Option<Log>,
    /// Pages whose latest copy is in the log, with its place there.
    logged: HashMap<u32, usize>,
    /// Of an encrypted database.
    cipher: Option<PageCipher>,
}

/// A row found on a page, or what is left of it.
pub(super) struct Found {
    pub(super) rowid: i64,
    pub(super) values: Option<Vec<Value>>,
    /// All of it comes from pages that are as they were written, as far as that can be told.
    pub(super) genuine: bool,
}

/// How a database is encrypted: its key, and the salt as it was noted beside it.
#[derive(Clone, Copy)]
pub(crate) struct Sealed<'a> {
    pub(crate) key: &'a DatabaseKey,
    pub(crate) noted_salt: Option<Salt>,
}

/// A page in plain.
struct Sheet {
    bytes: Vec<u8>,
    /// It is as it was written. Only an encrypted page can tell that it is not.
    genuine: bool,
}

impl Pages {
    /// Opens for reading only. Either file may be missing.
    pub(super) fn open(
        path: &Path,
        log: Option<Log>,
        sealed: Option<Sealed<'_>>,
    ) -> Result<Self, StoreError> {
        let unreadable = |cause| StoreError::io(path, cause);
        let file = match File::open(path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
            other => Some(other.map_err(unreadable)?),
        };
        let bytes = match &file {
            Some(file) => file.metadata().map_err(unreadable)?.len(),
            None => 0,
        };
        let in_file = u32::try_from(bytes / PAGE_BYTES as u64).unwrap_or(u32::MAX);
        let logged = log.as_ref().map(Log::pages).unwrap_or_default();
        let in_log = logged.keys().max().copied().unwrap_or(0);
        let mut pages = Self { file, count: in_file.max(in_log), log, logged, cipher: None };
        pages.cipher = sealed.map(|sealed| pages.cipher_of(&sealed));
        Ok(pages)
    }

    /// The cipher whose salt most pages agree with: the one in the file may be torn, the one beside it out of date.
    fn cipher_of(&self, sealed: &Sealed<'_>) -> PageCipher {
        let mut salts: Vec<Salt> = self.salts();
        salts.extend(sealed.noted_salt);
        let genuine = |cipher: &PageCipher| {
            let agrees = |page: &u32| self.raw(*page).is_some_and(|raw| cipher.is_genuine(*page, &raw));
            (1..=self.count).filter(agrees).count()
        };
        let ciphers = salts.into_iter().map(|salt| PageCipher::new(sealed.key, salt));
        // Without any salt nothing is genuine, and everything is still readable.
        ciphers.max_by_key(genuine).unwrap_or_else(|| PageCipher::new(sealed.key, [0; SALT_BYTES]))
    }

    /// What stands where the salt does, in the log and in the file.
    fn salts(&self) -> Vec<Salt> {
        let mut in_file = [0_u8; SALT_BYTES];
        let mut file = self.file.as_ref();
        let read = file.as_mut().is_some_and(|file| {
            file.seek(SeekFrom::Start(0)).is_ok() && file.read_exact(&mut in_file).is_ok()
        });
        let logged = self.logged.contains_key(&1).then(|| self.raw(1)).flatten();
        let in_log = logged.and_then(|page| page.first_chunk().copied());
        read.then_some(in_file).into_iter().chain(in_log).collect()
    }

    /// How much of a page is SQLite's.
    const fn usable(&self) -> usize {
        if self.cipher.is_some() { PAGE_BYTES - RESERVED_BYTES } else { PAGE_BYTES }
    }

    /// Page numbers, those in the log first and its latest first: of two copies of a row the newer is met first.
    pub(super) fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (1..=self.count).collect();
        order.sort_by_key(|page| {
            let place = self.logged.get(page).map_or(0, |place| place + 1);
            (std::cmp::Reverse(place), *page)
        });
        order
    }

    /// One page in plain; `None` if it lies outside or the disk refuses it.
    fn page(&self, number: u32) -> Option<Sheet> {
        let raw = self.raw(number)?;
        match &self.cipher {
            None => Some(Sheet { bytes: raw, genuine: true }),
            Some(cipher) => {
                Some(Sheet { genuine: cipher.is_genuine(number, &raw), bytes: cipher.read(number, &raw)? })
            }
        }
    }

    /// One page as it lies on the disk.
    fn raw(&self, number: u32) -> Option<Vec<u8>> {
        if let Some(place) = self.logged.get(&number) {
            return self.log.as_ref()?.page(*place).map(<[u8]>::to_vec);
        }
        let mut file = self.file.as_ref()?;
        let offset = u64::from(number.checked_sub(1)?) * PAGE_BYTES as u64;
        let mut bytes = vec![0_u8; PAGE_BYTES];
        file.seek(SeekFrom::Start(offset)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The rows on a page if it is a leaf of a table; else nothing.
    pub(super) fn rows(&self, number: u32) -> Vec<Found> {
        let Some(page) = self.page(number) else { return Vec::new() };
        let Some(node) = Node::of(number, &page.bytes).filter(|node| node.kind == TABLE_LEAF) else {
            return Vec::new();
        };
        let found = node.cells().filter_map(|cell| self.table_cell(cell));
        found.map(|found| Found { genuine: found.genuine && page.genuine, ..found }).collect()
    }

    fn table_cell(&self, cell: &[u8]) -> Option<Found> {
        let (length, rest) = varint(cell)?;
        let (rowid, rest) = varint(rest)?;
        let payload = self.payload(rest, length, self.usable() - 35);
        let genuine = payload.as_ref().is_none_or(|payload| payload.genuine);
        let values = payload.and_then(|payload| record(&payload.bytes));
        Some(Found { rowid: rowid.cast_signed(), values, genuine })
    }

    /// Bytes of a cell, gathered from its overflow pages; genuine if those are.
    fn payload(&self, local: &[u8], length: u64, local_max: usize) -> Option<Sheet> {
        let usable = self.usable();
        let length =
            usize::try_from(length).ok().filter(|bytes| *bytes <= self.count as usize * PAGE_BYTES)?;
        if length <= local_max {
            return Some(Sheet { bytes: local.get(..length)?.to_vec(), genuine: true });
        }
        let local_min = (usable - 12) * 32 / 255 - 23;
        let fitting = local_min + (length - local_min) % (usable - 4);
        let here = if fitting <= local_max { fitting } else { local_min };
        let (mut bytes, mut genuine) = (local.get(..here)?.to_vec(), true);
        let mut next = be32(local, here)?;
        while bytes.len() < length {
            let page = self.page(next).filter(|_| next != 0)?;
            next = be32(&page.bytes, 0)?;
            let wanted = (length - bytes.len()).min(usable - 4);
            bytes.extend_from_slice(page.bytes.get(4..4 + wanted)?);
            genuine &= page.genuine;
        }
        // A chain that ends elsewhere than the length says was put together from pages of another row.
        (next == 0).then_some(Sheet { bytes, genuine })
    }

    /// Row numbers that the indexes of each table name, as far as the schema and the indexes can be read.
    pub(super) fn indexed_rows(&self) -> Vec<(String, BTreeSet<i64>)> {
        let mut rows: Vec<(String, BTreeSet<i64>)> = Vec::new();
        let mut schema = Vec::new();
        self.walk(1, &mut HashSet::new(), &mut |kind, cell| {
            if kind == TABLE_LEAF {
                schema.extend(self.table_cell(cell).and_then(|found| found.values));
            }
        });
        for entry in schema {
            let [Value::Text(kind), _, Value::Text(table), Value::Integer(root), ..] = entry.as_slice()
            else {
                continue;
            };
            let Some(root) = u32::try_from(*root).ok().filter(|_| kind == "index") else { continue };
            let mut found = BTreeSet::new();
            self.walk(root, &mut HashSet::new(), &mut |kind, cell| {
                found.extend(self.index_cell(kind, cell));
            });
            match rows.iter_mut().find(|(name, _)| name == table) {
                Some((_, known)) => known.append(&mut found),
                None => rows.push((table.clone(), found)),
            }
        }
        rows
    }

    /// The row number at the end of an index entry.
    fn index_cell(&self, kind: u8, cell: &[u8]) -> Option<i64> {
        let cell = match kind {
            INDEX_INNER => cell.get(4..)?,
            INDEX_LEAF => cell,
            _ => return None,
        };
        let (length, rest) = varint(cell)?;
        let payload = self.payload(rest, length, (self.usable() - 12) * 64 / 255 - 23)?;
        match record(&payload.bytes)?.last()? {
            Value::Integer(rowid) => Some(*rowid),
            _ => None,
        }
    }

    /// Visits every cell below a root, as far as pages can be read. Depth is bounded by what a tree can have.
    fn walk(&self, root: u32, seen: &mut HashSet<u32>, each: &mut impl FnMut(u8, &[u8])) {
        let mut waiting = vec![root];
        while let Some(number) = waiting.pop() {
            if !seen.insert(number) {
                continue;
            }
            let Some(page) = self.page(number) else { continue };
            let Some(node) = Node::of(number, &page.bytes) else { continue };
            if matches!(node.kind, INDEX_INNER | TABLE_INNER) {
                waiting.extend(node.right);
                waiting.extend(node.cells().filter_map(|cell| be32(cell, 0)));
            }
            node.cells().for_each(|cell| each(node.kind, cell));
        }
    }
}

/// A page of a tree.
struct Node<'a> {
    kind: u8,
    page: &'a [u8],
    pointers: &'a [u8],
    right: Option<u32>,
}

impl<'a> Node<'a> {
    fn of(number: u32, page: &'a [u8]) -> Option<Self> {
        // The first page starts with the file's header.
        let start = if number == 1 { 100 } else { 0 };
        let head = page.get(start..)?;
        let kind = *head.first()?;
        let (head_bytes, right) = match kind {
            INDEX_INNER | TABLE_INNER => (12, Some(be32(head, 8)?)),
            INDEX_LEAF | TABLE_LEAF => (8, None),
            _ => return None,
        };
        let cells = usize::from(be16(head, 3)?);
        let pointers = head.get(head_bytes..head_bytes + cells * 2)?;
        Some(Self { kind, page, pointers, right })
    }

    /// From its start to the end of the page: where a cell ends follows from its content.
    fn cells(&self) -> impl Iterator<Item = &'a [u8]> {
        let page = self.page;
        self.pointers.chunks_exact(2).filter_map(move |two| page.get(usize::from(be16(two, 0)?)..))
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes)
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

/// A number of one to nine bytes, and what follows it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(9) {
        if index == 8 {
            return Some((value << 8 | u64::from(*byte), bytes.get(9..)?));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index + 1..)?));
        }
    }
    None
}

/// The values of a record; `None` unless its header and its length agree to the byte.
fn record(bytes: &[u8]) -> Option<Vec<Value>> {
    let (header_bytes, _) = varint(bytes)?;
    let header_bytes = usize::try_from(header_bytes).ok()?;
    let mut header = bytes.get(..header_bytes)?;
    header = varint(header)?.1;
    let mut body = bytes.get(header_bytes..)?;
    let mut values = Vec::new();
    while !header.is_empty() {
        let (serial, rest) = varint(header)?;
        header = rest;
        let length = match serial {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(serial).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            long => usize::try_from((long - 12) / 2).ok()?,
        };
        let (value, rest) = body.split_at_checked(length)?;
        body = rest;
        values.push(match serial {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            1..=6 => Value::Integer(integer(value)),
            7 => Value::Real(f64::from_be_bytes(value.try_into().ok()?)),
            text if text % 2 == 1 => Value::Text(String::from_utf8(value.to_vec()).ok()?),
            _ => Value::Blob(value.to_vec()),
        });
    }
    body.is_empty().then_some(values)
}

/// A signed big-endian number of up to eight bytes.
fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start = if negative { -1_i64 } else { 0 };
    bytes.iter().fold(start, |value, byte| value << 8 | i64::from(*byte))
}
