//! Settings and storage: who this device belongs to, its language, what lies on it and what could be freed.

use crate::view::{FreeableView, SettingsView, StorageView};
use crate::{Engine, EngineError};
use zhian_protocol::explain::Language;
use zhian_store::VisitState;

/// Under which name the language is kept.
const LANGUAGE: &str = "settings.language";

impl Engine {
    /// Everything of the screen of settings. Errors: `store.*`.
    pub fn settings(&self) -> Result<SettingsView, EngineError> {
        Ok(SettingsView {
            identity: self.identity()?,
            language: self.language()?,
            app: self.config.app.clone(),
            dir: self.config.dir.clone(),
            encrypted: self.config.host.key_store.is_some(),
            storage: self.storage()?,
            opened: self.opened(),
        })
    }

    /// The language that was chosen on this device; `None` if none was.
    pub fn language(&self) -> Result<Option<Language>, EngineError> {
        Ok(match self.store.note(LANGUAGE)?.as_deref() {
            Some(b"zh") => Some(Language::Zh),
            Some(b"en") => Some(Language::En),
            // A newer app knows more of them.
            _ => None,
        })
    }

    /// The language to speak: the one given, else the one chosen here, else Chinese.
    pub fn spoken(&self, given: Option<Language>) -> Result<Language, EngineError> {
        Ok(given.or(self.language()?).unwrap_or(Language::Zh))
    }

    /// Keeps the language for the next start.
    pub fn choose_language(&self, language: Language) -> Result<(), EngineError> {
        let code: &[u8] = match language {
            Language::Zh => b"zh",
            Language::En => b"en",
        };
        let at = self.now();
        self.write(&at, |tx| Ok(tx.put_note(LANGUAGE, code)?))
    }

    fn storage(&self) -> Result<StorageView, EngineError> {
        let totals = self.store.evidence_totals()?;
        let sealed = self.store.visits(VisitState::Sealed)?;
        let mut freeable = Vec::new();
        for row in &sealed {
            let free = self.store.purgeable(&row.visit)?;
            if free.evidence.is_empty() {
                continue;
            }
            let task = self.store.task(&row.task)?.ok_or(EngineError::UnknownTask { task: row.task })?;
            freeable.push(FreeableView {
                visit: row.visit,
                title: task.title,
                enterprise_name: task.enterprise_name,
                files: free.evidence.len() as u64,
                bytes: free.bytes(),
            });
        }
        freeable.sort_by_key(|one| std::cmp::Reverse(one.bytes));
        Ok(StorageView {
            evidence_files: totals.files,
            evidence_bytes: totals.bytes,
            drafts: self.store.visits(VisitState::Draft)?.len() as u64,
            sealed: sealed.len() as u64,
            freeable,
        })
    }
}
