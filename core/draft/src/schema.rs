//! Third step of the gate: what a change may do, judged by the index alone.
//!
//! Every operation must act in a container that exists, refer only to operations the change knows, and write what
//! belongs there. What passes is what the app itself could have written, so the merge library never meets the inputs
//! on which it panics or writes a file that it cannot read.

use crate::change::{ActorId, hex};
use crate::decode::{Key, Operation, Value, action};
use crate::genesis::Origin;
use crate::history;
use crate::index::{Effects, Entry, Index, OpId, Place, Written, character_in};
use crate::limits::{RECORD_BYTES_MAX, TEXT_CHARS_MAX};
use crate::precheck::Checked;
use crate::record;
use crate::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Keys of a finding, all made together with it.
pub(crate) mod finding_key {
    pub(crate) const RECORD: &str = "record";
    pub(crate) const STATUS: &str = "status";
    pub(crate) const TEXT: &str = "text";
    pub(crate) const EVIDENCE: &str = "evidence";
}

/// Judges one change against everything known; adds it to the index if it is sound.
pub(crate) fn judge(
    origin: &Origin,
    index: &mut Index,
    checked: &Checked<'_>,
    operations: &[Operation<'_>],
) -> Result<(), Refusal> {
    let envelope = &checked.envelope;
    let actor = ActorId::from_slice(&envelope.actor).ok_or_else(|| Refusal::Record {
        place: Place::Authors.name(),
        detail: "an actor id has 16 bytes".to_owned(),
    })?;
    let entry = history::place(index, envelope, actor, operations.len() as u64)?;
    let actors = history::actor_numbers(index, checked, entry.actor)?;
    let mut judge = Judge { origin, index, entry: &entry, actor, actors, effects: Effects::default() };
    let mut typed: BTreeMap<Place, usize> = BTreeMap::new();
    for (counter, operation) in (entry.first_operation..).zip(operations) {
        judge.operation(counter, operation, &mut typed)?;
    }
    judge.finish()?;
    let effects = judge.effects;
    index.add(envelope, entry, effects);
    Ok(())
}

struct Judge<'a> {
    origin: &'a Origin,
    index: &'a Index,
    entry: &'a Entry,
    actor: ActorId,
    actors: Vec<usize>,
    effects: Effects,
}

impl Judge<'_> {
    fn operation(
        &mut self,
        counter: u64,
        operation: &Operation<'_>,
        typed: &mut BTreeMap<Place, usize>,
    ) -> Result<(), Refusal> {
        let id = OpId { actor: self.entry.actor, counter };
        let place = match operation.object {
            None => Place::Root,
            Some(object) => self.object(object, id)?,
        };
        match place {
            Place::Note(_) | Place::FindingText(_) => {
                if operation.insert {
                    let count = typed.entry(place).or_default();
                    *count += 1;
                    if *count > TEXT_CHARS_MAX {
                        return Err(Refusal::TextLength { limit: TEXT_CHARS_MAX });
                    }
                }
                self.in_text(id, place, operation)
            }
            _ => self.in_map(id, place, operation),
        }
    }

    /// The same operation, its actor numbered as in the index, if the change knows it: it made it earlier, or it is
    /// in a change that this one depends on.
    fn known(&self, named: OpId, by: OpId) -> Option<OpId> {
        let id = OpId { actor: *self.actors.get(named.actor)?, counter: named.counter };
        if id.actor == by.actor && id.counter >= self.entry.first_operation {
            return (id.counter < by.counter).then_some(id);
        }
        let holder = self.index.holder(id)?;
        (self.entry.clock.get(id.actor).copied().unwrap_or(0) >= holder.seq).then_some(id)
    }

    fn object(&self, named: OpId, by: OpId) -> Result<Place, Refusal> {
        let id = self.known(named, by).ok_or(Refusal::Object)?;
        let place = if id.actor == 0 {
            self.origin.place(id.counter)
        } else {
            self.index.object(id).or_else(|| self.effects.objects.get(&id).copied())
        };
        place.ok_or(Refusal::Object)
    }

    fn in_text(&mut self, id: OpId, place: Place, operation: &Operation<'_>) -> Result<(), Refusal> {
        let element = match operation.key {
            Key::Property(key) => return Err(misplaced_key(place, key)),
            Key::Head => None,
            Key::Element(named) => Some(self.character(named, id, place)?),
        };
        match (operation.action, operation.insert, element) {
            (action::SET, true, _) => {
                let is_character = matches!(operation.value, Value::Text(text) if text.chars().count() == 1);
                if !is_character {
                    return Err(Refusal::Value { place: place.name() });
                }
                if !operation.predecessors.is_empty() {
                    return Err(Refusal::Predecessor);
                }
                self.effects.insert_character(id, place);
                Ok(())
            }
            (action::DELETE, false, Some(element)) => {
                if operation.value != Value::Null {
                    return Err(Refusal::Value { place: place.name() });
                }
                match operation.predecessors.as_slice() {
                    [one] if self.known(*one, id) == Some(element) => Ok(()),
                    _ => Err(Refusal::Predecessor),
                }
            }
            (action, _, _) => Err(Refusal::Operation { action, place: place.name() }),
        }
    }

    fn character(&self, named: OpId, by: OpId, place: Place) -> Result<OpId, Refusal> {
        let id = self.known(named, by).ok_or(Refusal::Element)?;
        let found = self.index.character(id).or_else(|| character_in(&self.effects.runs, id));
        if found == Some(place) { Ok(id) } else { Err(Refusal::Element) }
    }

    fn in_map(&mut self, id: OpId, place: Place, operation: &Operation<'_>) -> Result<(), Refusal> {
        let Key::Property(key) = operation.key else {
            return Err(misplaced_key(place, "(a position)"));
        };
        if operation.insert {
            return Err(Refusal::Operation { action: operation.action, place: place.name() });
        }
        let slot = (place, Arc::from(key));
        let replaced = self.replaced(&slot, operation, id)?;
        let mark = match (place, operation.action) {
            (Place::Findings, action::MAKE_MAP) => self.open_finding(id, key)?,
            (Place::Finding(number), _) => self.in_finding(id, number, key, operation)?,
            (_, action::SET) => self.set(place, key, operation, &replaced)?,
            (_, action) => return Err(Refusal::Operation { action, place: place.name() }),
        };
        if !may_be_replaced(place, key) {
            self.first_time(&slot, place == Place::Findings)?;
        }
        self.effects.written.entry(slot).or_default().push(Written { id, mark });
        Ok(())
    }

    /// The earlier values of this key that the operation replaces.
    fn replaced(
        &self,
        slot: &(Place, Arc<str>),
        operation: &Operation<'_>,
        by: OpId,
    ) -> Result<Vec<Written>, Refusal> {
        let (before, here) = (self.index.written(slot), self.effects.written.get(slot));
        let mut seen = BTreeSet::new();
        operation
            .predecessors
            .iter()
            .map(|named| {
                let id = self.known(*named, by).ok_or(Refusal::Predecessor)?;
                let found = before.iter().chain(here.into_iter().flatten()).find(|one| one.id == id);
                if !seen.insert(id) {
                    return Err(Refusal::Predecessor);
                }
                found.copied().ok_or(Refusal::Predecessor)
            })
            .collect()
    }

    /// Whether a key is written for the first time, as far as this change knows. Two devices may record one thing at
    /// the same time, except a finding: its id is drawn, so a second one with the same id is no coincidence.
    fn first_time(&self, slot: &(Place, Arc<str>), unique: bool) -> Result<(), Refusal> {
        let seen = |written: &Written| {
            unique
                || self.index.holder(written.id).is_some_and(|holder| {
                    self.entry.clock.get(holder.actor).copied().unwrap_or(0) >= holder.seq
                })
        };
        if self.index.written(slot).iter().any(seen) || self.effects.written.contains_key(slot) {
            return Err(Refusal::Overwrite { place: slot.0.name() });
        }
        Ok(())
    }

    fn open_finding(&mut self, id: OpId, key: &str) -> Result<u64, Refusal> {
        if !is_hex(key, 32) {
            return Err(misplaced_key(Place::Findings, key));
        }
        let number = self.index.findings() + self.effects.findings;
        self.effects.findings += 1;
        self.effects.objects.insert(id, Place::Finding(number));
        Ok(0)
    }

    fn in_finding(
        &mut self,
        id: OpId,
        number: usize,
        key: &str,
        operation: &Operation<'_>,
    ) -> Result<u64, Refusal> {
        let place = Place::Finding(number);
        let is_new = number >= self.index.findings();
        match (key, operation.action) {
            (finding_key::RECORD, action::SET) => {
                let found = record::read_finding(text_of(place, operation)?);
                let item = found.map_err(|detail| unsound(place, detail))?.item;
                self.item(place, item.as_str())?;
            }
            (finding_key::STATUS, action::SET) => {
                let expected = if is_new { record::OPEN } else { record::WITHDRAWN };
                if text_of(place, operation)? != expected {
                    return Err(Refusal::Value { place: place.name() });
                }
            }
            (finding_key::TEXT, action::MAKE_TEXT) => {
                self.effects.objects.insert(id, Place::FindingText(number));
            }
            (finding_key::EVIDENCE, action::MAKE_MAP) => {
                self.effects.objects.insert(id, Place::FindingEvidence(number));
            }
            (
                finding_key::RECORD | finding_key::STATUS | finding_key::TEXT | finding_key::EVIDENCE,
                action,
            ) => {
                return Err(Refusal::Operation { action, place: place.name() });
            }
            _ => return Err(misplaced_key(place, key)),
        }
        Ok(0)
    }

    fn set(
        &mut self,
        place: Place,
        key: &str,
        operation: &Operation<'_>,
        replaced: &[Written],
    ) -> Result<u64, Refusal> {
        let sound = |result: Result<(), String>| result.map_err(|detail| unsound(place, detail));
        match place {
            Place::Authors => {
                if key != hex(self.actor.as_bytes()) {
                    return Err(misplaced_key(place, key));
                }
                sound(record::read_author(text_of(place, operation)?).map(|_| ()))?;
            }
            Place::Answers => {
                self.item(place, key)?;
                let answer = record::read_answer(text_of(place, operation)?)
                    .map_err(|detail| unsound(place, detail))?;
                let differing: BTreeSet<u64> = replaced.iter().map(|one| one.mark).collect();
                let listed: BTreeSet<u64> =
                    answer.settles.iter().map(|one| record::mark(&one.value)).collect();
                if differing.len() > 1 && !differing.is_subset(&listed) {
                    return Err(Refusal::Unsettled);
                }
                return Ok(record::mark(&answer.value));
            }
            Place::Evidence => {
                if !is_hex(key, 64) {
                    return Err(misplaced_key(place, key));
                }
                let found = record::read_evidence(text_of(place, operation)?)
                    .map_err(|detail| unsound(place, detail))?;
                if let Some(item) = found.item() {
                    self.item(place, item.as_str())?;
                }
            }
            Place::FindingEvidence(_) => {
                if !is_hex(key, 64) {
                    return Err(misplaced_key(place, key));
                }
                if operation.value != Value::True {
                    return Err(Refusal::Value { place: place.name() });
                }
            }
            Place::CheckIns | Place::OfficerSignatures | Place::PartySignatures | Place::Refusals => {
                let text = text_of(place, operation)?;
                sound(match place {
                    Place::CheckIns => record::read_check_in(text).map(|_| ()),
                    Place::OfficerSignatures => record::read_officer_signature(text).map(|_| ()),
                    Place::PartySignatures => record::read_party_signature(text).map(|_| ()),
                    _ => record::read_refusal(text).map(|_| ()),
                })?;
                let expected = match place {
                    Place::CheckIns => hex(self.actor.as_bytes()),
                    _ => record::key_of(text),
                };
                if key != expected {
                    return Err(misplaced_key(place, key));
                }
            }
            _ => return Err(Refusal::Operation { action: action::SET, place: place.name() }),
        }
        Ok(0)
    }

    fn item(&self, place: Place, id: &str) -> Result<(), Refusal> {
        self.origin.item(id).map(|_| ()).ok_or_else(|| misplaced_key(place, id))
    }

    /// What can only be said once every operation was seen.
    fn finish(&self) -> Result<(), Refusal> {
        let wrote = |place: Place, key: &str| self.effects.written.contains_key(&(place, Arc::from(key)));
        let declares = wrote(Place::Authors, &hex(self.actor.as_bytes()));
        if (self.entry.seq == 1) != declares {
            return Err(Refusal::Undeclared { actor: self.actor });
        }
        let made = self.index.findings()..self.index.findings() + self.effects.findings;
        let keys = [finding_key::RECORD, finding_key::STATUS, finding_key::TEXT, finding_key::EVIDENCE];
        for number in made {
            if !keys.iter().all(|key| wrote(Place::Finding(number), key)) {
                return Err(Refusal::FindingNotWhole);
            }
        }
        Ok(())
    }
}

/// Whether later values may replace earlier ones under this key.
fn may_be_replaced(place: Place, key: &str) -> bool {
    match place {
        Place::Answers => true,
        Place::Finding(_) => key == finding_key::STATUS,
        _ => false,
    }
}

fn text_of<'a>(place: Place, operation: &Operation<'a>) -> Result<&'a str, Refusal> {
    let Value::Text(text) = operation.value else {
        return Err(Refusal::Value { place: place.name() });
    };
    if text.len() > RECORD_BYTES_MAX {
        let detail = format!("it has {} bytes; {RECORD_BYTES_MAX} are allowed", text.len());
        return Err(unsound(place, detail));
    }
    Ok(text)
}

fn unsound(place: Place, detail: String) -> Refusal {
    Refusal::Record { place: place.name(), detail }
}

fn misplaced_key(place: Place, key: &str) -> Refusal {
    Refusal::Key { place: place.name(), key: key.chars().take(80).collect() }
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
