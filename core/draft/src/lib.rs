//! A visit being filled: one merge document per visit, behind our own types.
//!
//! | you may | you may not |
//! |---|---|
//! | change how intents become document edits, with a fixture per shape | store blobs, use lists for answers, drop unknown keys |
//! | add a rule to the gate, with an attack that shows it | hand a foreign change to the merge library by another way |
//!
//! The log of changes is the truth; a [`Draft`] and its snapshots are caches of it. Foreign changes enter through
//! [`Draft::admit`] only, which applies them to a copy: a refusal leaves the draft as it was.
//!
//! ```
//! # use zhian_draft::{ActorId, Author, Draft, Edit, Genesis};
//! # use zhian_domain::{answer::*, id::*, time::*};
//! # let genesis = Genesis::new(TaskId::from_bytes([7; 16]), ContentHash::of(b"list"), vec![ItemId::new("P75-01")?]);
//! # let inspector = InspectorId::from_bytes([1; 16]);
//! # let device = DeviceId::from_bytes([2; 16]);
//! # let at = ClockReading { device: Timestamp::from_unix_ms(0), offset_minutes: 480, monotonic_ms: 1, gnss: None };
//! let author = Author { actor: ActorId::of(b"device key", &genesis.visit(), &[0; 16]), inspector, device };
//! let mut draft = Draft::start(&genesis)?;
//! let meets = AnswerValue { conformity: Some(Conformity::Meets), ..AnswerValue::default() };
//! let edit = Edit::Answer { item: ItemId::new("P75-01")?, value: meets, at, settle: false };
//! let change = draft.record(&author, &edit)?.ok_or("nothing changed")?;
//!
//! // The colleague's phone started the same visit without a network.
//! let theirs = Draft::start(&genesis)?.admit(&author.actor, &[&change.bytes])?;
//! assert_eq!(theirs.draft.heads(), draft.heads());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod admit;
mod change;
mod content;
mod decode;
mod draft;
mod edit;
mod encode;
mod error;
mod genesis;
mod guard;
mod history;
mod index;
pub mod limits;
mod pack;
mod precheck;
mod record;
mod refusal;
mod schema;
mod write;

pub use admit::Admission;
pub use change::{ActorId, Change, ChangeHash};
pub use draft::Draft;
pub use edit::{Author, Edit};
pub use error::{DraftError, PackError};
pub use genesis::Genesis;
pub use pack::{pack, unpack};
pub use precheck::{Envelope, envelope};
pub use refusal::Refusal;
