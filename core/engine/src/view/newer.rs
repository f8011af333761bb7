//! A visit and the newer version of its checklist.

use super::visit::{ItemView, Officer};
use zhian_domain::checklist::Bilingual;
use zhian_domain::id::{ContentHash, ItemId, VisitId};
use zhian_domain::versions::{Carry, Difference};

/// How a visit stands to the version that its task names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionStanding {
    /// It is on that version, or closed.
    Current,
    /// The task names another version by now. The visit stays on its own until somebody moves.
    NewerAsked,
    /// This device's officer moved on. It can be read and no longer edited here.
    MovedOn {
        /// The visit on the newer version.
        to: VisitId,
    },
}

/// What would become of the answers to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedAnswer {
    /// The item.
    pub item: ItemId,
    /// What it asks, as it was answered; `None` if neither version has it.
    pub ask: Option<Bilingual>,
    /// Whether this device's officer answered. A colleague's answer is carried over when the colleague moves.
    pub own: bool,
    /// Who answered.
    pub by: Vec<Officer>,
    /// What becomes of it.
    pub carry: Carry,
}

/// What a move would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewerVersionView {
    /// The visit as it is.
    pub visit: VisitId,
    /// The visit on the newer version.
    pub to: VisitId,
    /// Hash of the newer version.
    pub checklist: ContentHash,
    /// Its title.
    pub title: Bilingual,
    /// Its number.
    pub version: u32,
    /// Number of the version that the visit is on.
    pub older_version: u32,
    /// What differs, in the order of the newer version, removed items last.
    pub differences: Vec<Difference>,
    /// What becomes of each answer.
    pub answers: Vec<MovedAnswer>,
    /// Items of the newer version that will have no answer, in its order.
    pub to_answer: Vec<ItemId>,
    /// Who is at work on the newer version already.
    pub begun_by: Vec<Officer>,
}

/// Something answered under an older version and not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptItem {
    /// The visit on the older version.
    pub visit: VisitId,
    /// Title of that version.
    pub title: Bilingual,
    /// Its number.
    pub version: u32,
    /// Why it is not on the newer visit.
    pub because: Bilingual,
    /// The item as it was asked, with what was not taken over.
    pub item: ItemView,
}
