//! What was checked is published: media first, then every file in one transaction.

use super::check::{Checked, Ready, What};
use super::{Faults, Finding};
use crate::db::{Intake, Taken, Unit};
use crate::evidence::UploadKey;
use crate::{Office, ServerError, signing};
use std::path::Path;
use zhian_domain::id::{ContentHash, EvidenceHash, VisitId};
use zhian_domain::media::Medium;
use zhian_protocol::content::ContentRecord;

/// How often it is tried again where somebody else publishes at the same moment.
const TRIES: usize = 5;

/// Media belong to no visit.
const NO_VISIT: VisitId = VisitId::from_bytes([0; 16]);

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Its name.
    pub file: String,
    /// [`zhian_domain::content::ContentKind::code`], or `checklist`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// SHA-256 of the file.
    pub hash: ContentHash,
    /// Place among all published content; `None` for a checklist.
    pub sequence: Option<u64>,
    /// Items of a checklist or part.
    pub items: Option<usize>,
    /// The same bytes were published before: nothing was done.
    pub was_known: bool,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// Each file, in the order of publication.
    pub files: Vec<Outcome>,
    /// Pictures and clips that are new to the office.
    pub media: usize,
    /// Their bytes.
    pub media_bytes: u64,
    /// What is worth knowing.
    pub warnings: Vec<Finding>,
}

/// Publishes everything that was checked, or nothing.
///
/// Errors: [`ServerError::Faulty`] with every fault.
pub fn publish(office: &Office, checked: Checked) -> Result<Done, ServerError> {
    if !checked.faults.is_empty() {
        return Err(ServerError::Faulty(Box::new(Faults { faults: checked.faults })));
    }
    let mut done = Done { warnings: checked.warnings, ..Done::default() };
    // Files before rows: a file without a manifest is harmless, a manifest without its files is a promise not kept.
    for (medium, path) in checked.ready.iter().flat_map(|ready| &ready.media) {
        keep(office, medium, path)?;
        done.media += 1;
        done.media_bytes = done.media_bytes.saturating_add(medium.bytes);
    }
    let key = signing::key(office)?;
    for _ in 0..TRIES {
        let now = office.clock.now();
        let mut next = office.db.contents()?.last().map_or(0, |last| last.sequence).saturating_add(1);
        let mut unit = Vec::with_capacity(checked.ready.len());
        for ready in &checked.ready {
            let What::Content(_) = &ready.what else {
                unit.push(checklist(ready));
                continue;
            };
            let (kind, id, version) = ready.key();
            let mut record = ContentRecord {
                kind: kind.to_owned(),
                id,
                version,
                sequence: next,
                published_unix_ms: now.unix_ms(),
                file: ready.json.clone().into_bytes(),
                suite: 0,
                signature: Vec::new(),
                office_key: None,
            };
            signing::sign(&key, &mut record);
            unit.push(Intake::Content(record));
            next = next.saturating_add(u64::from(!ready.is_published));
        }
        if let Unit::Done(taken) = office.db.append(unit, now)? {
            done.files =
                checked.ready.iter().zip(taken).map(|(ready, taken)| outcome(ready, taken)).collect();
            return Ok(done);
        }
    }
    // Somebody else published another file under one of the versions after they were checked, or goes on publishing.
    Err(ServerError::Contended)
}

/// A checklist as visits pin it.
pub(crate) fn checklist_intake(id: &str, version: u32, title: &str, json: &str) -> Intake {
    Intake::Checklist {
        hash: ContentHash::of(json.as_bytes()),
        id: id.to_owned(),
        version,
        title: title.to_owned(),
        bytes: json.as_bytes().to_vec(),
    }
}

fn checklist(ready: &Ready) -> Intake {
    let title = match &ready.what {
        What::Checklist(checklist) => checklist.title.zh.as_str(),
        What::Content(_) => "",
    };
    let (_, id, version) = ready.key();
    checklist_intake(&id, version, title, &ready.json)
}

fn outcome(ready: &Ready, taken: Taken) -> Outcome {
    let (kind, id, version) = ready.key();
    let (place, was_known) = match taken {
        Taken::Stored(place) => (place, false),
        Taken::Known(place) => (place, true),
    };
    let (sequence, items) = match &ready.what {
        What::Content(content) => match content.as_ref() {
            zhian_domain::content::Content::Part(part) => {
                (Some(place), Some(part.checklist().items().count()))
            }
            _ => (Some(place), None),
        },
        What::Checklist(checklist) => (None, Some(checklist.items().count())),
    };
    let hash = ContentHash::of(ready.json.as_bytes());
    Outcome { file: ready.name.clone(), kind, id, version, hash, sequence, items, was_known }
}

/// Takes a picture or clip into the office's folder. Its bytes are checked there once more.
fn keep(office: &Office, medium: &Medium, path: &Path) -> Result<(), ServerError> {
    let failed = |cause| ServerError::File { path: path.display().to_string(), action: "read", cause };
    let bytes = std::fs::read(path).map_err(failed)?;
    let upload = UploadKey { hash: EvidenceHash::from_bytes(*medium.hash.as_bytes()), visit: NO_VISIT };
    // What an interrupted publication left is gone over again from where it stands.
    let have = office.media.offset(&upload)?;
    let rest = usize::try_from(have).ok().and_then(|have| bytes.get(have..)).unwrap_or_default();
    office.media.append(&upload, have, rest)?;
    office.media.complete(&upload, medium.bytes)?;
    Ok(())
}
