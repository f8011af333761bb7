//! What the regulator published comes in: checked against the office's key, every version kept, none ever replaced.

use super::batch::Batch;
use crate::content::{OFFICE_KEY, understood};
use crate::error::EngineError;
use zhian_protocol::content::ContentRecord;
use zhian_store::{ContentRow, Tx};

/// The record was altered on its way, or another one signed it.
const BAD_SIGNATURE: &str = "office.bad-signature";
/// It is signed, by a key that is not the pinned one.
const OTHER_KEY: &str = "office.other-key";
/// Nobody has told this device which key the office signs with.
const NO_KEY: &str = "office.no-key";
/// Other bytes came for a version that is here.
const VERSION_ALTERED: &str = "office.version-altered";
/// It is the office's and cannot be used by this program.
const NOT_UNDERSTOOD: &str = "office.not-understood";

impl Batch<'_> {
    /// Takes in one record. What is refused or not understood goes on record; the feed flows on.
    pub(super) fn content(&mut self, tx: &Tx<'_>, bytes: &[u8]) -> Result<bool, EngineError> {
        let Ok(record) = ContentRecord::read(bytes) else { return Ok(false) };
        let told = format!(
            "{} {} version {}, number {}, file {}",
            record.kind,
            record.id,
            record.version,
            record.sequence,
            record.hash()
        );
        let at = self.at.device;
        let Some(key) = pinned(tx, &record)? else {
            // Kept as it came: it is used once the key is known and has signed it.
            tx.append_alert(NO_KEY, &told, at)?;
            self.keep_content(tx, &record, bytes)?;
            return Ok(true);
        };
        if !record.is_signed_by(&key) {
            let other = record.office_key.as_ref().filter(|other| **other != key);
            let is_other = other.is_some_and(|other| record.is_signed_by(other));
            tx.append_alert(if is_other { OTHER_KEY } else { BAD_SIGNATURE }, &told, at)?;
            return Ok(true);
        }
        if let Some(known) = tx.content(&record.kind, &record.id, record.version)? {
            let is_genuine = ContentRecord::read(&known.bytes).is_ok_and(|one| one.is_signed_by(&key));
            if is_genuine {
                if known.hash != record.hash() {
                    tx.append_alert(VERSION_ALTERED, &told, at)?;
                }
                return Ok(true);
            }
            tx.remove_content(&record.kind, &record.id, record.version)?;
        }
        self.keep_content(tx, &record, bytes)?;
        if let Err(why) = understood(&record) {
            tx.append_alert(NOT_UNDERSTOOD, &format!("{told}: {why}"), at)?;
        }
        Ok(true)
    }

    fn keep_content(&mut self, tx: &Tx<'_>, record: &ContentRecord, bytes: &[u8]) -> Result<(), EngineError> {
        let row = ContentRow {
            kind: record.kind.clone(),
            id: record.id.clone(),
            version: record.version,
            hash: record.hash(),
            bytes: bytes.to_vec(),
        };
        if tx.insert_content(&row)? {
            self.brought.published += 1;
            self.content_changed = true;
        }
        Ok(())
    }
}

/// The pinned key. A device that was enrolled before there was one pins the first that signed what it came with.
fn pinned(tx: &Tx<'_>, record: &ContentRecord) -> Result<Option<Vec<u8>>, EngineError> {
    if let Some(key) = tx.note(OFFICE_KEY)? {
        return Ok(Some(key));
    }
    let Some(first) = record.office_key.clone().filter(|key| record.is_signed_by(key)) else {
        return Ok(None);
    };
    tx.put_note(OFFICE_KEY, &first)?;
    Ok(Some(first))
}
