//! What the regulator published, as far as the office signed it and this program understands it: read once, then kept.

use crate::engine::{Engine, lock};
use crate::error::{EngineError, LibraryError};
use std::collections::BTreeMap;
use std::sync::Arc;
use zhian_domain::checklist::Legend;
use zhian_domain::compose::ProductNames;
use zhian_domain::content::{Content, ContentKind, read};
use zhian_domain::law::{Law, Penalties};
use zhian_domain::media::MediaManifest;
use zhian_domain::quiz::QuizBank;
use zhian_domain::risk::RiskList;
use zhian_domain::rules::calendar::{Calendar, Calendars};
use zhian_domain::rules::deadline::Deadlines;
use zhian_domain::rules::director::DirectorRule;
use zhian_domain::rules::grading::Grading;
use zhian_domain::rules::size::SizeRule;
use zhian_protocol::content::ContentRecord;
use zhian_store::{ContentRow, Handle, Source};

/// Note: the key that the office signs with, pinned at enrolment or where it was seen first.
pub(crate) const OFFICE_KEY: &str = "office-key";

/// The newest version of everything, and every version of the quiz bank: a quiz is checked against its own.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) law: Option<Law>,
    pub(crate) penalties: Option<Penalties>,
    pub(crate) legend: Option<Legend>,
    pub(crate) products: Option<ProductNames>,
    pub(crate) media: Option<MediaManifest>,
    pub(crate) size: Option<SizeRule>,
    pub(crate) director: Option<DirectorRule>,
    pub(crate) deadlines: Option<Deadlines>,
    pub(crate) grading: Option<Grading>,
    /// Newest first.
    pub(crate) banks: Vec<QuizBank>,
    pub(crate) risks: BTreeMap<String, RiskList>,
    pub(crate) calendars: Calendars,
}

/// A record's file, read.
///
/// Errors: why this program cannot use it, in words for support; a newer one may.
pub(crate) fn understood(record: &ContentRecord) -> Result<Content, String> {
    let ContentRecord { kind, id, version, .. } = record;
    let known = ContentKind::from_code(kind).ok_or_else(|| format!("kind {kind:?} is not known here"))?;
    let json = std::str::from_utf8(&record.file).map_err(|_| "it is not UTF-8".to_owned())?;
    let file = format!("{kind} {id}.v{version}");
    let content = read(known, &file, json).map_err(|cause| format!("{}: {cause}", cause.code()))?;
    // What is signed is the name, and what is used is the file: they must say the same.
    if content.id() != *id || content.version() != *version {
        return Err(format!("the file calls itself {} version {}", content.id(), content.version()));
    }
    Ok(content)
}

impl Shelf {
    /// Reads everything of the store that the pinned key signed.
    fn read<S: Source>(store: &Handle<S>) -> Result<Self, EngineError> {
        let mut shelf = Self::default();
        let Some(key) = store.note(OFFICE_KEY)? else { return Ok(shelf) };
        let mut calendars = Vec::new();
        let mut taken: Option<(String, String)> = None;
        // The newest version comes first; one that is not understood gives way to the one before.
        for row in store.contents()? {
            let name = (row.kind.clone(), row.id.clone());
            let is_bank = row.kind == ContentKind::Quiz.code();
            // Parts are put together at the office.
            if row.kind == ContentKind::Part.code() || (taken.as_ref() == Some(&name) && !is_bank) {
                continue;
            }
            if let Some(content) = usable(&row, &key) {
                shelf.put(content, &mut calendars);
                taken = Some(name);
            }
        }
        shelf.calendars = Calendars::new(calendars);
        Ok(shelf)
    }

    fn put(&mut self, content: Content, calendars: &mut Vec<Calendar>) {
        match content {
            Content::Part(_) => {}
            Content::Law(law) => self.law = Some(law),
            Content::Penalties(penalties) => self.penalties = Some(penalties),
            Content::Legend(legend) => self.legend = Some(legend),
            Content::Products(products) => self.products = Some(products),
            Content::Media(manifest) => self.media = Some(manifest),
            Content::Size(rule) => self.size = Some(rule),
            Content::Director(rule) => self.director = Some(rule),
            Content::Deadlines(deadlines) => self.deadlines = Some(deadlines),
            Content::Grading(grading) => self.grading = Some(grading),
            Content::Quiz(bank) => self.banks.push(bank),
            Content::RiskList(list) => drop(self.risks.insert(list.id.clone(), list)),
            Content::Calendar(calendar) => calendars.push(calendar),
        }
    }
}

fn usable(row: &ContentRow, key: &[u8]) -> Option<Content> {
    let record = ContentRecord::read(&row.bytes).ok()?;
    if !record.is_signed_by(key) {
        return None;
    }
    understood(&record).ok()
}

/// Something that was published, or `engine.no-content` with its kind.
pub(crate) fn published<T>(found: Option<&T>, kind: ContentKind) -> Result<&T, EngineError> {
    Ok(found.ok_or(LibraryError::NoContent { kind: kind.code() })?)
}

/// The shelf as it was last read, until something new is published.
#[derive(Default)]
pub(crate) struct KeptShelf {
    /// Counts what was published since the start.
    round: u64,
    shelf: Option<Arc<Shelf>>,
}

impl Engine {
    /// What the regulator published.
    pub(crate) fn content(&self) -> Result<Arc<Shelf>, EngineError> {
        let round = {
            let kept = lock(&self.shelf);
            if let Some(shelf) = kept.shelf.as_ref() {
                return Ok(Arc::clone(shelf));
            }
            kept.round
        };
        let shelf = Arc::new(Shelf::read(&self.store)?);
        let mut kept = lock(&self.shelf);
        // What was published while this was read is not on it: then it answers this once and is not kept.
        if kept.round == round {
            kept.shelf = Some(Arc::clone(&shelf));
        }
        Ok(shelf)
    }

    /// Something new was published.
    pub(crate) fn forget_content(&self) {
        {
            let mut kept = lock(&self.shelf);
            kept.round = kept.round.wrapping_add(1);
            kept.shelf = None;
        }
        self.bell.ring(crate::changes::Changes::everything());
    }
}
