//! The directory of enterprises, searched.

use crate::{Engine, EngineError, view::EnterpriseView};
use zhian_domain::enterprise::Enterprise;
use zhian_domain::id::EnterpriseId;
use zhian_protocol::published::EnterpriseRecord;
use zhian_store::directory::EnterpriseRow;

/// Most enterprises of one search.
const FOUND_MAX: u32 = 100;

impl Engine {
    /// Searches by part of a name or address, credit code prefix or pinyin initials; at most `limit` (1..=100) of them.
    ///
    /// Errors: `store.*`; an unreadable directory is never shown as an empty one.
    pub fn search_directory(&self, words: &str, limit: u32) -> Result<Vec<EnterpriseView>, EngineError> {
        let limit = limit.clamp(1, FOUND_MAX);
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let room = limit.saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
            let page = self.store.directory().search(words, after.as_ref(), room)?;
            for row in &page.rows {
                found.push(view(row)?);
            }
            after = page.next;
            // A page may be empty and still name a next one: the work of each is bounded.
            if after.is_none() || found.len() >= limit as usize {
                return Ok(found);
            }
        }
    }

    /// One enterprise; `None` if the directory does not have it.
    pub fn enterprise(&self, id: &EnterpriseId) -> Result<Option<EnterpriseView>, EngineError> {
        self.store.directory().enterprise(id)?.as_ref().map(view).transpose()
    }
}

fn view(row: &EnterpriseRow) -> Result<EnterpriseView, EngineError> {
    Ok(EnterpriseView { enterprise: Enterprise::try_from(EnterpriseRecord::read(&row.bytes)?)? })
}
