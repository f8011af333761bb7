//! The first change of a visit: the same bytes on every phone, holding every container there will ever be.

use crate::change::ChangeHash;
use crate::decode::action::{MAKE_MAP, MAKE_TEXT, SET};
use crate::encode::{frame, prefixed, runs, signed, unsigned};
use crate::error::DraftError;
use crate::guard::guarded;
use crate::index::{OpId, Place};
use crate::limits::ITEMS_MAX;
use crate::precheck;
use automerge::{ActorId as LibraryActor, Automerge, ObjId, ReadDoc, TextEncoding};
use std::collections::HashMap;
use zhian_domain::checklist::Checklist;
use zhian_domain::id::{ContentHash, ItemId, TaskId, VisitId};

/// Shape of the document this app writes.
pub(crate) const SCHEMA: &str = "1";

/// The actor of the genesis change. One byte, so that naming its containers is cheap, and so that no device can have it.
pub(crate) const GENESIS_ACTOR: &[u8] = &[0];

/// Containers of the root, in the order in which genesis makes them: the first is made by operation 1.
const CONTAINERS: [(&str, Place); 10] = [
    ("meta", Place::Meta),
    ("authors", Place::Authors),
    ("answers", Place::Answers),
    ("notes", Place::Notes),
    ("findings", Place::Findings),
    ("evidence", Place::Evidence),
    ("check_ins", Place::CheckIns),
    ("officer_signatures", Place::OfficerSignatures),
    ("party_signatures", Place::PartySignatures),
    ("refusals", Place::Refusals),
];

/// Scalars in `meta`, in the order in which they are written.
const META_KEYS: [&str; 3] = ["schema", "task", "checklist"];

/// Everything the first change of a visit is derived from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genesis {
    task: TaskId,
    checklist: ContentHash,
    items: Vec<ItemId>,
}

impl Genesis {
    /// Of a task and the checklist version it pins, whose file has this hash.
    #[must_use]
    pub fn of(task: TaskId, checklist_hash: ContentHash, checklist: &Checklist) -> Self {
        Self::new(task, checklist_hash, checklist.items().map(|item| item.id.clone()).collect())
    }

    /// From its parts; items in the order of the checklist.
    #[must_use]
    pub fn new(task: TaskId, checklist_hash: ContentHash, items: Vec<ItemId>) -> Self {
        Self { task, checklist: checklist_hash, items }
    }

    /// The task.
    #[must_use]
    pub fn task(&self) -> TaskId {
        self.task
    }

    /// Hash of the checklist version.
    #[must_use]
    pub fn checklist(&self) -> ContentHash {
        self.checklist
    }

    /// The visit it leads to.
    #[must_use]
    pub fn visit(&self) -> VisitId {
        VisitId::of(&self.task, &self.checklist)
    }

    /// Items that can be answered, in the order of the checklist.
    #[must_use]
    pub fn items(&self) -> &[ItemId] {
        &self.items
    }

    fn last_operation(&self) -> u64 {
        (CONTAINERS.len() + META_KEYS.len() + self.items.len()) as u64
    }

    /// Hash of the first change. Every draft of the visit contains it.
    ///
    /// Errors: [`DraftError::Genesis`].
    pub fn hash(&self) -> Result<ChangeHash, DraftError> {
        Ok(Origin::of(self)?.hash)
    }
}

/// A genesis with what follows from it: its bytes, their hash, and where its containers are.
pub(crate) struct Origin {
    pub(crate) genesis: Genesis,
    pub(crate) hash: ChangeHash,
    bytes: Vec<u8>,
    items: HashMap<String, usize>,
}

impl Origin {
    /// Builds the genesis change. Errors: [`DraftError::Genesis`] for no, too many or repeated items.
    pub(crate) fn of(genesis: &Genesis) -> Result<Self, DraftError> {
        let bad = |detail: String| DraftError::Genesis { detail };
        if genesis.items.is_empty() || genesis.items.len() > ITEMS_MAX {
            return Err(bad(format!("it has {} items; 1 to {ITEMS_MAX} are allowed", genesis.items.len())));
        }
        let mut items = HashMap::new();
        for (position, item) in genesis.items.iter().enumerate() {
            if items.insert(item.as_str().to_owned(), position).is_some() {
                return Err(bad(format!("item {item} appears twice")));
            }
        }
        let bytes = frame(&body(genesis));
        let hash = precheck::envelope(&bytes).map_err(|cause| bad(cause.to_string()))?.hash;
        Ok(Self { genesis: genesis.clone(), hash, bytes, items })
    }

    /// A document with this change and nothing else.
    pub(crate) fn document(&self) -> Result<Automerge, DraftError> {
        let failed = |detail: String| DraftError::Library { detail };
        guarded(|| {
            let change = automerge::Change::try_from(&self.bytes[..]).map_err(|cause| cause.to_string())?;
            let mut document = empty_document();
            document.apply_changes([change]).map_err(|cause| cause.to_string())?;
            Ok(document)
        })
        .map_err(failed)?
        .map_err(failed)
    }

    /// Position of an item in the checklist.
    pub(crate) fn item(&self, id: &str) -> Option<usize> {
        self.items.get(id).copied()
    }

    /// Last operation number of the genesis change.
    pub(crate) fn last_operation(&self) -> u64 {
        self.genesis.last_operation()
    }

    /// What the genesis operation with this number made, if a container.
    pub(crate) fn place(&self, counter: u64) -> Option<Place> {
        let position = usize::try_from(counter).ok()?.checked_sub(1)?;
        if let Some((_, place)) = CONTAINERS.get(position) {
            return Some(*place);
        }
        let item = position.checked_sub(CONTAINERS.len() + META_KEYS.len())?;
        (item < self.genesis.items.len()).then_some(Place::Note(item))
    }
}

/// The library's name of a container made by genesis. `None` for places made later, and for the root.
pub(crate) fn genesis_object(place: Place) -> Option<ObjId> {
    let counter = match place {
        Place::Note(item) => CONTAINERS.len() + META_KEYS.len() + item + 1,
        _ => CONTAINERS.iter().position(|(_, one)| *one == place)? + 1,
    };
    Some(object(OpId { counter: counter as u64, actor: 0 }, GENESIS_ACTOR))
}

/// The library's name of an object made by an operation of an actor.
pub(crate) fn object(id: OpId, actor: &[u8]) -> ObjId {
    // The third part is a hint that the library checks and looks up again where it is wrong.
    ObjId::Id(id.counter, LibraryActor::from(actor), 0)
}

/// The genesis change without its frame, written by hand: it must be the same whatever the library's version, and it is
/// needed to know a visit, long before its document is.
fn body(genesis: &Genesis) -> Vec<u8> {
    let meta = [SCHEMA.to_owned(), genesis.task.to_string(), genesis.checklist.to_string()];
    let (containers, scalars) = (CONTAINERS.len() as u64, meta.len() as u64);
    let (notes, rows) = (genesis.items.len() as u64, genesis.last_operation());
    let number = |value: u64| {
        let mut out = Vec::new();
        unsigned(&mut out, value);
        Some(out)
    };
    let operation_of = |place: Place| {
        let position = CONTAINERS.iter().position(|(_, one)| *one == place);
        number(position.map_or(0, |position| position as u64 + 1))
    };
    let names = CONTAINERS.iter().map(|(name, _)| *name);
    let keys = names.chain(META_KEYS).chain(genesis.items.iter().map(ItemId::as_str));
    let key = |key: &str| {
        let mut out = Vec::new();
        prefixed(&mut out, key.as_bytes());
        (1, Some(out))
    };
    let text = |text: &String| (1, number((text.len() as u64) << 4 | 6));
    let mut value_kinds = vec![(containers, number(0))];
    value_kinds.extend(meta.iter().map(text));
    value_kinds.push((notes, number(0)));
    let mut inserts = Vec::new();
    unsigned(&mut inserts, rows);
    // In ascending order of their numbers, which are those of `decode`.
    let columns: [(u64, Vec<u8>); 8] = [
        (0x01, runs(&[(containers, None), (scalars + notes, number(0))])),
        (
            0x02,
            runs(&[
                (containers, None),
                (scalars, operation_of(Place::Meta)),
                (notes, operation_of(Place::Notes)),
            ]),
        ),
        (0x15, runs(&keys.map(key).collect::<Vec<_>>())),
        (0x34, inserts),
        (0x42, runs(&[(containers, number(MAKE_MAP)), (scalars, number(SET)), (notes, number(MAKE_TEXT))])),
        (0x56, runs(&value_kinds)),
        (0x57, meta.concat().into_bytes()),
        (0x70, runs(&[(rows, number(0))])),
    ];
    let mut out = Vec::new();
    unsigned(&mut out, 0); // it depends on nothing
    prefixed(&mut out, GENESIS_ACTOR);
    unsigned(&mut out, 1); // seq
    unsigned(&mut out, 1); // first operation
    signed(&mut out, 0); // time
    unsigned(&mut out, 0); // message
    unsigned(&mut out, 0); // other actors
    unsigned(&mut out, columns.len() as u64);
    for (kind, data) in &columns {
        unsigned(&mut out, *kind);
        unsigned(&mut out, data.len() as u64);
    }
    columns.iter().for_each(|(_, data)| out.extend_from_slice(data));
    out
}

/// A document with nothing in it, whose next edit would be by genesis.
fn empty_document() -> Automerge {
    Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit).with_actor(LibraryActor::from(GENESIS_ACTOR))
}

/// Whether the library finds an object under this name. Used where a wrong answer would be an empty text.
pub(crate) fn exists(document: &Automerge, object: &ObjId) -> bool {
    document.object_type(object).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use automerge::ObjType;
    use automerge::ROOT;
    use automerge::transaction::{CommitOptions, Transactable};

    /// The same change made through the library's own interface.
    fn by_the_library(genesis: &Genesis) -> Vec<u8> {
        let mut document = empty_document();
        let mut tx = document.transaction();
        for (name, _) in CONTAINERS {
            tx.put_object(ROOT, name, ObjType::Map).unwrap();
        }
        let meta = genesis_object(Place::Meta).unwrap();
        tx.put(&meta, "schema", SCHEMA).unwrap();
        tx.put(&meta, "task", genesis.task.to_string()).unwrap();
        tx.put(&meta, "checklist", genesis.checklist.to_string()).unwrap();
        let notes = genesis_object(Place::Notes).unwrap();
        for item in &genesis.items {
            tx.put_object(&notes, item.as_str(), ObjType::Text).unwrap();
        }
        tx.commit_with(CommitOptions::default().with_time(0));
        document.get_last_local_change().unwrap().raw_bytes().to_vec()
    }

    #[test]
    fn genesis_written_by_hand_is_what_the_library_writes() {
        for count in [1, 2, 40, 130, ITEMS_MAX] {
            let items = (0..count).map(|number| ItemId::new(&format!("I-{number}")).unwrap()).collect();
            let genesis = Genesis::new(TaskId::from_bytes([5; 16]), ContentHash::of(b"list"), items);
            let origin = Origin::of(&genesis).unwrap();
            assert_eq!(origin.bytes, by_the_library(&genesis), "{count} items");
            let saved = origin.document().unwrap().save();
            assert_eq!(Automerge::load(&saved).unwrap().get_heads()[0].0, *origin.hash.as_bytes());
        }
    }

    #[test]
    fn every_container_is_where_it_is_said_to_be() {
        let items = vec![ItemId::new("A").unwrap(), ItemId::new("B").unwrap()];
        let genesis = Genesis::new(TaskId::from_bytes([5; 16]), ContentHash::of(b"list"), items);
        let origin = Origin::of(&genesis).unwrap();
        let document = origin.document().unwrap();
        let places = CONTAINERS.iter().map(|(_, place)| *place).chain([Place::Note(0), Place::Note(1)]);
        for place in places {
            let object = genesis_object(place).unwrap();
            assert!(exists(&document, &object));
            let ObjId::Id(counter, _, _) = object else { panic!() };
            assert_eq!(origin.place(counter), Some(place));
        }
        for counter in [0, 11, 12, 13, 16] {
            assert_eq!(origin.place(counter), None);
        }
    }
}
