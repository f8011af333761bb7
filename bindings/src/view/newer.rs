//! A visit and the newer version of its checklist.

use super::OfficerView;
use super::item::{ItemView, item};
use crate::reader::Reader;
use zhian_domain::versions::Carry;
use zhian_engine::view;

/// How a visit stands to the version that its task names.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum VersionStanding {
    /// It is on that version, or closed.
    Current,
    /// The task names another version by now. The visit stays on its own until somebody moves.
    NewerAsked,
    /// This device's officer moved on. It can be read and no longer edited here.
    MovedOn {
        /// The visit on the newer version.
        to: String,
    },
}

/// One difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DifferenceView {
    /// The item.
    pub item: String,
    /// What differs, in words.
    pub text: String,
}

/// What becomes of the answers to one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum AnswerFate {
    /// It is carried over as it is.
    CarriedOver,
    /// It is carried over, and the question reads differently: somebody should look again.
    CarriedOverReworded,
    /// It stays as answered under the old version.
    StaysUnderOldVersion,
    /// A colleague gave it: it is carried over when the colleague moves.
    WithColleague,
}

/// What would become of the answers to one item.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct MovedAnswerView {
    /// The item.
    pub item: String,
    /// What it asks; empty if neither version has it.
    pub ask: String,
    /// Who answered.
    pub by: Vec<OfficerView>,
    /// What becomes of it.
    pub fate: AnswerFate,
    /// Why it stays; none if it does not.
    pub because: Option<String>,
}

/// What moving to the newer version would do.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewerVersionView {
    /// The visit as it is.
    pub visit: String,
    /// The visit on the newer version.
    pub to: String,
    /// Hash of the newer version.
    pub checklist: String,
    /// Its title.
    pub checklist_title: String,
    /// Its number.
    pub version: u32,
    /// Number of the version that the visit is on.
    pub older_version: u32,
    /// What differs.
    pub differences: Vec<DifferenceView>,
    /// What becomes of each answer.
    pub answers: Vec<MovedAnswerView>,
    /// Items of the newer version that will have no answer.
    pub to_answer: Vec<String>,
    /// Who is at work on the newer version already.
    pub begun_by: Vec<OfficerView>,
}

/// Something answered under an older version and not taken over.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct KeptItemView {
    /// The visit on the older version.
    pub visit: String,
    /// Title of that version.
    pub checklist_title: String,
    /// Its number.
    pub version: u32,
    /// Why it is not on the newer visit.
    pub because: String,
    /// The item as it was asked, with what was not taken over.
    pub item: ItemView,
}

pub(super) fn standing(shown: view::VersionStanding) -> VersionStanding {
    match shown {
        view::VersionStanding::Current => VersionStanding::Current,
        view::VersionStanding::NewerAsked => VersionStanding::NewerAsked,
        view::VersionStanding::MovedOn { to } => VersionStanding::MovedOn { to: to.to_string() },
    }
}

fn answer(reader: Reader, shown: &view::MovedAnswer) -> MovedAnswerView {
    let (fate, because) = match &shown.carry {
        Carry::UnderOldVersion { because } => (AnswerFate::StaysUnderOldVersion, Some(reader.of(because))),
        Carry::Over { .. } if !shown.own => (AnswerFate::WithColleague, None),
        Carry::Over { reworded: true } => (AnswerFate::CarriedOverReworded, None),
        Carry::Over { reworded: false } => (AnswerFate::CarriedOver, None),
    };
    MovedAnswerView {
        item: shown.item.to_string(),
        ask: shown.ask.as_ref().map_or_else(String::new, |ask| reader.of(ask)),
        by: shown.by.iter().map(|one| reader.officer(one)).collect(),
        fate,
        because,
    }
}

/// What moving would do.
pub(crate) fn newer_version(reader: Reader, shown: &view::NewerVersionView) -> NewerVersionView {
    NewerVersionView {
        visit: shown.visit.to_string(),
        to: shown.to.to_string(),
        checklist: shown.checklist.to_string(),
        checklist_title: reader.of(&shown.title),
        version: shown.version,
        older_version: shown.older_version,
        differences: shown
            .differences
            .iter()
            .map(|one| DifferenceView { item: one.item.to_string(), text: reader.of(&one.words) })
            .collect(),
        answers: shown.answers.iter().map(|one| answer(reader, one)).collect(),
        to_answer: shown.to_answer.iter().map(ToString::to_string).collect(),
        begun_by: shown.begun_by.iter().map(|one| reader.officer(one)).collect(),
    }
}

/// Something that stays under an older version.
pub(crate) fn kept(reader: Reader, shown: &view::KeptItem) -> KeptItemView {
    KeptItemView {
        visit: shown.visit.to_string(),
        checklist_title: reader.of(&shown.title),
        version: shown.version,
        because: reader.of(&shown.because),
        item: item(reader, &shown.item),
    }
}
