//! Which changes stand beside a seal instead of under it.

use crate::error::StoreError;
use crate::handle::{Handle, Writing};
use rusqlite::params;
use zhian_domain::id::ContentHash;

impl Handle<Writing<'_>> {
    /// Notes whether a change arrived after sealing; whether that was new. A seal may come after the changes it leaves
    /// out, and a change after the seal that covers it, so both directions happen.
    pub fn set_change_late(&self, hash: &ContentHash, late: bool) -> Result<bool, StoreError> {
        self.run("UPDATE change SET late = ?2 WHERE hash = ?1 AND late <> ?2", params![hash.as_bytes(), late])
            .map(|rows| rows > 0)
    }
}
