//! What the gate remembers of the changes in a document: enough to judge the next one without asking the library.

use crate::change::ChangeHash;
use crate::genesis::{GENESIS_ACTOR, Origin};
use crate::precheck::Envelope;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// An operation: its number, and its actor by position in some list of actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OpId {
    pub(crate) actor: usize,
    pub(crate) counter: u64,
}

/// A container of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    Root,
    Meta,
    Authors,
    Answers,
    Notes,
    Findings,
    Evidence,
    CheckIns,
    OfficerSignatures,
    PartySignatures,
    Refusals,
    /// The note of an item, by position in the checklist.
    Note(usize),
    /// A finding, by order of arrival here.
    Finding(usize),
    FindingText(usize),
    FindingEvidence(usize),
}

impl Place {
    /// Its name in messages.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Root => "the root",
            Self::Meta => "meta",
            Self::Authors => "authors",
            Self::Answers => "answers",
            Self::Notes => "notes",
            Self::Findings => "findings",
            Self::Evidence => "evidence",
            Self::CheckIns => "check_ins",
            Self::OfficerSignatures => "officer_signatures",
            Self::PartySignatures => "party_signatures",
            Self::Refusals => "refusals",
            Self::Note(_) => "a note",
            Self::Finding(_) => "a finding",
            Self::FindingText(_) => "the text of a finding",
            Self::FindingEvidence(_) => "the evidence of a finding",
        }
    }
}

/// What is remembered of one change.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) hash: ChangeHash,
    pub(crate) actor: usize,
    pub(crate) seq: u64,
    pub(crate) first_operation: u64,
    pub(crate) last_operation: u64,
    /// By actor, the number of its last change among this one and all before it; missing means none.
    pub(crate) clock: Vec<u64>,
}

/// One value written under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) id: OpId,
    /// Equal for equal answers; 0 elsewhere.
    pub(crate) mark: u64,
}

/// Characters inserted into one text by consecutive operations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) length: u64,
    pub(crate) place: Place,
}

/// What one change adds to the index.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) objects: HashMap<OpId, Place>,
    pub(crate) written: HashMap<(Place, Arc<str>), Vec<Written>>,
    pub(crate) runs: BTreeMap<OpId, Run>,
    pub(crate) findings: usize,
}

impl Effects {
    /// Adds one inserted character, extending the run it continues.
    pub(crate) fn insert_character(&mut self, id: OpId, place: Place) {
        if let Some((first, run)) = self.runs.range_mut(..id).next_back()
            && first.actor == id.actor
            && first.counter + run.length == id.counter
            && run.place == place
        {
            run.length += 1;
        } else {
            self.runs.insert(id, Run { length: 1, place });
        }
    }
}

/// Everything the gate remembers of one document.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    entries: HashMap<ChangeHash, Arc<Entry>>,
    /// Actors by number; 0 is genesis.
    actors: Vec<Arc<[u8]>>,
    /// Changes of each actor in order.
    chains: Vec<Vec<Arc<Entry>>>,
    objects: HashMap<OpId, Place>,
    written: HashMap<(Place, Arc<str>), Vec<Written>>,
    runs: BTreeMap<OpId, Run>,
    findings: usize,
    operations: u64,
    /// Changes on which no other depends.
    heads: BTreeSet<ChangeHash>,
}

impl Index {
    /// Of a document that holds nothing but genesis.
    pub(crate) fn of(origin: &Origin) -> Self {
        let entry = Arc::new(Entry {
            hash: origin.hash,
            actor: 0,
            seq: 1,
            first_operation: 1,
            last_operation: origin.last_operation(),
            clock: vec![1],
        });
        Self {
            entries: HashMap::from([(origin.hash, Arc::clone(&entry))]),
            actors: vec![Arc::from(GENESIS_ACTOR)],
            chains: vec![vec![entry]],
            objects: HashMap::new(),
            written: HashMap::new(),
            runs: BTreeMap::new(),
            findings: 0,
            operations: origin.last_operation(),
            heads: BTreeSet::from([origin.hash]),
        }
    }

    pub(crate) fn entry(&self, hash: &ChangeHash) -> Option<&Entry> {
        self.entries.get(hash).map(Arc::as_ref)
    }

    /// Changes on which no other depends, ascending.
    pub(crate) fn heads(&self) -> Vec<ChangeHash> {
        self.heads.iter().copied().collect()
    }

    /// Number of changes, genesis included.
    pub(crate) fn changes(&self) -> usize {
        self.entries.len()
    }

    /// Number of operations, those of genesis included.
    pub(crate) fn operations(&self) -> u64 {
        self.operations
    }

    /// Number of actors, genesis included.
    pub(crate) fn actors(&self) -> usize {
        self.actors.len()
    }

    /// Number of findings made so far; the next one gets this number.
    pub(crate) fn findings(&self) -> usize {
        self.findings
    }

    /// Number of an actor.
    pub(crate) fn actor(&self, id: &[u8]) -> Option<usize> {
        self.actors.iter().position(|one| one.as_ref() == id)
    }

    /// The actor's last change.
    pub(crate) fn last(&self, actor: usize) -> Option<&Entry> {
        self.chains.get(actor)?.last().map(Arc::as_ref)
    }

    /// The actor's change with this number.
    pub(crate) fn at(&self, actor: usize, seq: u64) -> Option<&Entry> {
        let position = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.chains.get(actor)?.get(position).map(Arc::as_ref)
    }

    /// The change that holds an operation.
    pub(crate) fn holder(&self, id: OpId) -> Option<&Entry> {
        let chain = self.chains.get(id.actor)?;
        let position = chain.partition_point(|entry| entry.last_operation < id.counter);
        chain.get(position).map(Arc::as_ref).filter(|entry| entry.first_operation <= id.counter)
    }

    /// The container that an operation of a device made.
    pub(crate) fn object(&self, id: OpId) -> Option<Place> {
        self.objects.get(&id).copied()
    }

    /// Every value ever written under a key.
    pub(crate) fn written(&self, slot: &(Place, Arc<str>)) -> &[Written] {
        self.written.get(slot).map_or(&[], Vec::as_slice)
    }

    /// The text in which an operation inserted a character.
    pub(crate) fn character(&self, id: OpId) -> Option<Place> {
        character_in(&self.runs, id)
    }

    /// Remembers a change that was found sound.
    pub(crate) fn add(&mut self, envelope: &Envelope, entry: Entry, effects: Effects) {
        if entry.actor >= self.actors.len() {
            self.actors.push(Arc::from(&envelope.actor[..]));
            self.chains.push(Vec::new());
        }
        for dependency in &envelope.dependencies {
            self.heads.remove(dependency);
        }
        self.heads.insert(entry.hash);
        let entry = Arc::new(entry);
        if let Some(chain) = self.chains.get_mut(entry.actor) {
            chain.push(Arc::clone(&entry));
        }
        self.operations += entry.last_operation + 1 - entry.first_operation;
        self.entries.insert(entry.hash, entry);
        self.objects.extend(effects.objects);
        self.runs.extend(effects.runs);
        self.findings += effects.findings;
        for (slot, written) in effects.written {
            self.written.entry(slot).or_default().extend(written);
        }
    }
}

/// The text of the run that holds this operation.
pub(crate) fn character_in(runs: &BTreeMap<OpId, Run>, id: OpId) -> Option<Place> {
    let (first, run) = runs.range(..=id).next_back()?;
    (first.actor == id.actor && id.counter < first.counter + run.length).then_some(run.place)
}
