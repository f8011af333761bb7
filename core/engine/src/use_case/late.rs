//! Work that arrived after sealing.

use crate::view::LateWorkView;
use crate::visit::{known_seal, pinned_task};
use crate::{Engine, EngineError};
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::id::{DeviceId, EvidenceHash, ItemId};
use zhian_store::{VisitRow, VisitState};

impl Engine {
    /// Work kept beside sealed visits, by visit and device. It is never merged into what was sealed.
    pub fn late_work(&self) -> Result<Vec<LateWorkView>, EngineError> {
        let mut found = Vec::new();
        for row in self.store.visits(VisitState::Sealed)? {
            found.extend(self.late_work_of(&row)?);
        }
        Ok(found)
    }

    pub(crate) fn late_work_of(&self, row: &VisitRow) -> Result<Vec<LateWorkView>, EngineError> {
        let mut by_device: BTreeMap<DeviceId, u64> = BTreeMap::new();
        for change in self.store.late_changes(&row.visit)? {
            *by_device.entry(change.device).or_default() += 1;
        }
        if by_device.is_empty() {
            return Ok(Vec::new());
        }
        let (items, evidence) = self.late_content(row)?;
        let (roster, title) = (self.roster()?, pinned_task(&self.store, row)?.title);
        Ok(by_device
            .into_iter()
            .map(|(device, changes)| LateWorkView {
                visit: row.visit,
                title: title.clone(),
                officer: roster.device(&device).map(|known| roster.officer(&known.inspector)),
                device,
                changes,
                items: items.get(&device).cloned().unwrap_or_default().into_iter().collect(),
                evidence: evidence.get(&device).cloned().unwrap_or_default().into_iter().collect(),
            })
            .collect())
    }

    /// What would read differently with the late work, by the device it is from where that can be told.
    fn late_content(
        &self,
        row: &VisitRow,
    ) -> Result<(ByDevice<ItemId>, ByDevice<EvidenceHash>), EngineError> {
        let (mut items, mut evidence) = (ByDevice::new(), ByDevice::new());
        let Some(seal) = known_seal(&self.store, &row.visit)? else { return Ok((items, evidence)) };
        // The document holds everything that came, late work included; what was sealed is read from the seal.
        let whole = self.held(row)?.content;
        let sealed = &seal.read.content;
        for (item, state) in &whole.answers {
            let known = sealed.answers.get(item).map_or(&[][..], |state| state.all());
            for answer in state.all().iter().filter(|answer| !known.contains(answer)) {
                items.entry(answer.device).or_default().insert(item.clone());
            }
        }
        for (item, note) in &whole.notes {
            if sealed.notes.get(item) != Some(note) {
                // Who wrote which character of a merged text is not told apart: every late device may have.
                for change in self.store.late_changes(&row.visit)? {
                    items.entry(change.device).or_default().insert(item.clone());
                }
            }
        }
        for file in whole.evidence.values().filter(|file| !sealed.evidence.contains_key(&file.hash)) {
            evidence.entry(file.device).or_default().insert(file.hash);
        }
        Ok((items, evidence))
    }
}

type ByDevice<T> = BTreeMap<DeviceId, BTreeSet<T>>;
