//! Whether everything that a checklist names exists: articles, consequences, media.

use super::load::{ChecklistError, Fault, Place};
use super::{Checklist, LegalBasis, Legend};
use crate::law::Law;
use std::collections::BTreeSet;

/// What a checklist may name.
#[derive(Clone, Copy)]
pub struct References<'a> {
    /// The law records.
    pub law: &'a Law,
    /// The consequences.
    pub legend: &'a Legend,
    /// Ids of pictures and clips.
    pub media: &'a BTreeSet<String>,
}

impl References<'_> {
    /// Everything that the checklist names and that does not exist, all at once. `file` is the name that errors give.
    #[must_use]
    pub fn unresolved(&self, file: &str, checklist: &Checklist) -> Vec<ChecklistError> {
        let mut found = Vec::new();
        for item in checklist.items() {
            let place = Place::file(file).item(item.id.as_str());
            let mut refuse = |member: &str, code: &str, expected| {
                let fault = Fault::UnknownCode { code: code.to_owned(), expected };
                found.push(place.member(member).refused(fault));
            };
            for id in item.basis.iter().map(LegalBasis::article_id) {
                if !self.law.articles.contains_key(&id) {
                    refuse("basis", &id, "an article of the law records");
                }
            }
            for code in &item.consequences {
                if !self.legend.consequences.contains_key(code) {
                    refuse("consequences", &code.0, "explained in the legend");
                }
            }
            for medium in &item.media {
                if !self.media.contains(medium) {
                    refuse("media", medium, "a picture or clip of the manifest");
                }
            }
        }
        found
    }
}
