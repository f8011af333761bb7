//! Moving: the officer's own work is recorded anew on the visit of the newer version.

use super::{Move, moved_note};
use crate::drafts::{Held, summary};
use crate::edit::{Seen, insert_own};
use crate::engine::{Engine, lock};
use crate::error::EngineError;
use crate::evidence::evidence_row;
use crate::roster::Me;
use crate::travel::check;
use crate::view::VisitView;
use std::collections::BTreeSet;
use std::sync::Arc;
use zhian_domain::answer::{Answer, AnswerState};
use zhian_domain::checklist::Checklist;
use zhian_domain::evidence::{Evidence, EvidencePurpose};
use zhian_domain::finding::{Finding, FindingStatus};
use zhian_domain::id::{EvidenceHash, FindingId, InspectorId, ItemId, VisitId};
use zhian_domain::task::TaskStanding;
use zhian_domain::time::ClockReading;
use zhian_domain::versions::{Carry, plan};
use zhian_domain::visit::VisitContent;
use zhian_draft::{Author, Change, Draft, Edit};
use zhian_store::{FileState, Tx};

impl Engine {
    /// Moves this officer's work to the version that the task names, and goes on there.
    ///
    /// Answers, notes, findings and evidence that the newer version can hold are recorded there, each with its own time;
    /// everything else stays on the older visit and is shown as answered under the old version. Signatures are given anew.
    /// Errors: `engine.no-newer-version`, `engine.moved-on`, `engine.not-checked-in`, `engine.not-on-task`,
    /// `engine.task-withdrawn`, `engine.typed-text`, `engine.unknown-checklist`, `engine.visit-sealed`.
    pub fn move_to_newer(&self, visit: &VisitId) -> Result<VisitView, EngineError> {
        self.check_text_is_recorded(visit)?;
        let me = self.me()?;
        let Move { from, to, task } = self.move_of(visit)?;
        if !task.names(&me.inspector) {
            return Err(EngineError::NotOnTask { task: task.id, inspector: me.inspector });
        }
        if let TaskStanding::Withdrawn { reason } = &task.standing {
            return Err(EngineError::TaskWithdrawn { task: task.id, reason: reason.clone() });
        }
        if to.state == zhian_store::VisitState::Sealed {
            return Err(EngineError::VisitSealed { visit: to.visit });
        }
        let sources = self.sources(&from)?;
        let arrived = |older: &Held| older.content.check_ins.iter().any(|one| own(&me, one.inspector));
        if !sources.first().is_some_and(arrived) {
            return Err(EngineError::NotCheckedIn { visit: *visit, inspector: me.inspector });
        }
        let mut drafts = lock(&self.drafts);
        let at = self.now();
        let held = drafts.get(&self.store, &to)?;
        let load = Load::of(&me, &held.checklist, &sources, at);
        let (after, changes) = carried(&me, held, &load)?;
        // Should it fail, the visit may have no row; a draft in memory without one would be taken for started.
        drafts.forget(&to.visit);
        let last_seq = self.write_visit(&at, &to.visit, |tx| {
            tx.insert_visit(&to)?;
            let mut last_seq = after.last_seq;
            for change in &changes {
                last_seq = insert_own(tx, &me, &to.visit, change)?;
            }
            for evidence in load.evidence.iter().filter(|one| after.content.evidence.contains_key(&one.hash))
            {
                self.take_along(tx, &me, &to.visit, evidence, at)?;
            }
            tx.put_visit_summary(&to.visit, &summary(&after.checklist, &after.content))?;
            check::heads_changed(tx, &to.visit, &after.draft.heads())?;
            tx.put_note(&moved_note(&from.visit), to.visit.as_bytes())?;
            Ok(last_seq)
        })?;
        let seen =
            Seen { row: to, content: Arc::clone(&after.content), checklist: Arc::clone(&after.checklist) };
        drafts.put(seen.row.visit, Held { last_seq, ..after });
        drop(drafts);
        self.bell.ring(crate::changes::Changes::of_visit(from.visit));
        self.scene(&seen)?.visit()
    }

    /// A file belongs to the newer visit from now on, and the office is told so.
    fn take_along(
        &self,
        tx: &Tx<'_>,
        me: &Me,
        to: &VisitId,
        evidence: &Evidence,
        at: ClockReading,
    ) -> Result<(), EngineError> {
        tx.insert_evidence(&evidence_row(to, evidence, FileState::Absent))?;
        tx.move_evidence(&evidence.hash, to)?;
        if evidence.device == me.device {
            tx.send_evidence_again(&evidence.hash, at.device)?;
        }
        Ok(())
    }
}

fn own(me: &Me, inspector: InspectorId) -> bool {
    inspector == me.inspector
}

/// What an officer takes along.
struct Load {
    edits: Vec<Edit>,
    /// Files among it.
    evidence: Vec<Evidence>,
    /// Which evidence supports which finding, whoever made either.
    links: BTreeSet<(FindingId, EvidenceHash)>,
    at: ClockReading,
}

impl Load {
    /// From the visits on older versions, nearest first: what a nearer one has of an item is newer.
    fn of(me: &Me, newer: &Checklist, sources: &[Held], at: ClockReading) -> Self {
        let mut load = Self { edits: Vec::new(), evidence: Vec::new(), links: BTreeSet::new(), at };
        let (mut answered, mut noted) = (BTreeSet::new(), BTreeSet::new());
        let (mut found, mut taken) = (BTreeSet::new(), BTreeSet::new());
        for older in sources {
            let content = older.content.as_ref();
            let arrival =
                content.check_ins.iter().find(|one| own(me, one.inspector) && one.device == me.device);
            if load.edits.is_empty() {
                load.edits.extend(arrival.cloned().map(Edit::CheckIn));
            }
            load.answers(me, newer, older, &mut answered);
            load.notes(me, newer, content, &mut noted);
            for evidence in content.evidence.values().filter(|one| is_own_file(me, newer, one)) {
                if taken.insert(evidence.hash) {
                    load.edits.push(Edit::Evidence(evidence.clone()));
                    load.evidence.push(evidence.clone());
                }
            }
            for finding in content.findings.values() {
                load.links.extend(finding.evidence.iter().map(|evidence| (finding.id, *evidence)));
                let is_own = own(me, finding.by) && finding.device == me.device;
                if is_own && newer.item(&finding.item).is_some() && found.insert(finding.id) {
                    load.finding(finding);
                }
            }
        }
        load
    }

    fn answers(&mut self, me: &Me, newer: &Checklist, older: &Held, answered: &mut BTreeSet<ItemId>) {
        let content = older.content.as_ref();
        let plan = plan(&older.checklist, newer, content);
        for (item, state) in &content.answers {
            if !answered.insert(item.clone()) || !matches!(plan.answers.get(item), Some(Carry::Over { .. })) {
                continue;
            }
            if let Some(answer) = answer_by(me, state) {
                let (value, at) = (answer.value.clone(), answer.at);
                self.edits.push(Edit::Answer { item: item.clone(), value, at, settle: false });
            }
        }
    }

    /// A note is everybody's. So that it is not written twice, whoever answers for the item takes it along; without an answer,
    /// the first of those who arrived, in the order of their ids.
    fn notes(&mut self, me: &Me, newer: &Checklist, content: &VisitContent, noted: &mut BTreeSet<ItemId>) {
        for (item, text) in &content.notes {
            let answers = content.answers.get(item).map_or(&[][..], AnswerState::all);
            let by_answer = answers.iter().map(|answer| answer.by).min();
            let by_arrival = || content.check_ins.iter().map(|one| one.inspector).min();
            let takes = by_answer.or_else(by_arrival).is_some_and(|one| own(me, one));
            if takes && newer.item(item).is_some() && noted.insert(item.clone()) {
                self.edits.push(Edit::Note { item: item.clone(), text: text.clone(), at: self.at });
            }
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let as_new = Finding { status: FindingStatus::Open, evidence: BTreeSet::new(), ..finding.clone() };
        self.edits.push(Edit::OpenFinding(as_new));
        if finding.status == FindingStatus::Withdrawn {
            self.edits.push(Edit::WithdrawFinding { id: finding.id, at: self.at });
        }
    }
}

/// The officer's own answer among those that stand.
fn answer_by<'a>(me: &Me, state: &'a AnswerState) -> Option<&'a Answer> {
    state.all().iter().find(|answer| own(me, answer.by))
}

/// Whether a file was taken on this device and has a place in the newer version. Files of signatures belong to those.
fn is_own_file(me: &Me, newer: &Checklist, evidence: &Evidence) -> bool {
    let has_place = match &evidence.purpose {
        EvidencePurpose::Item(item) => newer.item(item).is_some(),
        other => other.is_content(),
    };
    own(me, evidence.maker) && evidence.device == me.device && has_place
}

/// The newer visit with the load in it, and the changes that brought it there.
fn carried(me: &Me, held: Held, load: &Load) -> Result<(Held, Vec<Change>), EngineError> {
    let author = me.author(&held.draft.visit());
    let began = held.draft.authors()?.values().any(|(_, device)| *device == me.device);
    let (mut draft, mut changes) =
        if began { after_work(&author, &held, load)? } else { beside_work(&author, &held, load)? };
    for (finding, evidence) in links(load, &draft.content()?) {
        let edit = Edit::LinkEvidence { finding, evidence, at: load.at };
        changes.extend(draft.record(&author, &edit)?);
    }
    let content = Arc::new(draft.content()?);
    let beside = held.beside + changes.len();
    Ok((Held { draft, content, beside, ..held }, changes))
}

/// This device has not written in the newer visit: its work is recorded as if nobody had, and then merged.
fn beside_work(author: &Author, held: &Held, load: &Load) -> Result<(Draft, Vec<Change>), EngineError> {
    let mut alone = Draft::start(held.draft.genesis())?;
    let changes = recorded(&mut alone, author, &load.edits)?;
    let mut draft = held.draft.clone();
    for some in changes.chunks(zhian_draft::limits::BATCH_CHANGES_MAX) {
        let bytes: Vec<&[u8]> = some.iter().map(|change| change.bytes.as_slice()).collect();
        draft = draft.admit(&author.actor, &bytes)?.draft;
    }
    Ok((draft, changes))
}

/// This device has written in the newer visit already, so its work follows that: what stands there is newer and stays.
fn after_work(author: &Author, held: &Held, load: &Load) -> Result<(Draft, Vec<Change>), EngineError> {
    let there = &held.content;
    let is_new = |edit: &&Edit| match edit {
        Edit::CheckIn(one) => !there
            .check_ins
            .iter()
            .any(|other| other.inspector == one.inspector && other.device == one.device),
        Edit::Answer { item, .. } => !there.answers.contains_key(item),
        Edit::Note { item, .. } => !there.notes.contains_key(item),
        Edit::Evidence(one) => !there.evidence.contains_key(&one.hash),
        Edit::OpenFinding(one) => !there.findings.contains_key(&one.id),
        Edit::WithdrawFinding { id, .. } => !there.findings.contains_key(id),
        _ => true,
    };
    let edits: Vec<Edit> = load.edits.iter().filter(is_new).cloned().collect();
    let mut draft = held.draft.clone();
    let changes = recorded(&mut draft, author, &edits)?;
    Ok((draft, changes))
}

fn recorded(draft: &mut Draft, author: &Author, edits: &[Edit]) -> Result<Vec<Change>, EngineError> {
    let mut changes = Vec::new();
    for edit in edits {
        changes.extend(draft.record(author, edit)?);
    }
    Ok(changes)
}

/// Links whose two ends are in the newer visit and that are not there yet.
fn links(load: &Load, content: &VisitContent) -> Vec<(FindingId, EvidenceHash)> {
    let missing = |(finding, evidence): &&(FindingId, EvidenceHash)| {
        content.evidence.contains_key(evidence)
            && content.findings.get(finding).is_some_and(|one| !one.evidence.contains(evidence))
    };
    load.links.iter().filter(missing).copied().collect()
}
