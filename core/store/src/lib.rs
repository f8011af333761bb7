//! The phone's database and evidence files.
//!
//! | you may | you may not |
//! |---|---|
//! | add a migration, and queries beside their table | edit a released migration |
//! | hand out bytes exactly as they were stored | free the space of evidence that has no receipt |
//! | set a damaged file aside and say so | delete it, or return an error as "empty" |
//!
//! Two databases and a folder of files lie in one data folder: `visits.db` (the inspector's own work, checked at
//! each start), `directory.db` (the enterprise directory, to be had again from the office) and `evidence/`.
//!
//! [`Store`] reads; [`Store::write`] runs one user action as one transaction and hands out a [`Tx`], the only
//! place where writing methods exist; [`Store::read`] hands out a [`Snapshot`] for several reads that must agree.
//! All three have the same reading methods.

mod cipher;
mod damage;
pub mod directory;
mod error;
mod files;
mod handle;
mod lock;
mod media;
mod migrate;
mod open;
mod rows;
mod space;

#[cfg(test)]
mod sample;

pub use cipher::{DatabaseKey, Rest};
pub use damage::{LostRow, SalvageReport};
pub use error::{CODES, StoreError};
pub use files::{EvidenceFiles, EvidenceWriter, OrphanFile};
pub use handle::{Handle, Reading, Shared, Snapshot, Source, Store, Tx, Writing};
pub use media::MediaFiles;
pub use open::{ClaimedFolder, OpenReport, StoreOptions};
pub use rows::alert::Alert;
pub use rows::change::{Change, ChangeOrigin, LateChange, NewChange};
pub use rows::content::ContentRow;
pub use rows::evidence::{EvidenceRow, EvidenceTotals, FileState};
pub use rows::meta::{Identity, ServerCursor};
pub use rows::notice::{NewNotice, Notice};
pub use rows::outbox::{ItemKind, Outbound, OutboxCount, OutboxItem, OutboxTotals};
pub use rows::parcel::{Parcel, ParcelOrigin};
pub use rows::peer::{DeviceShare, Peer};
pub use rows::published::{DeviceRow, Published, PublishedKind};
pub use rows::purge::{PurgeReport, Purgeable};
pub use rows::receipt::{ForgetReceipts, Receipt, ReceiptOutcome};
pub use rows::sealed::Sealed;
pub use rows::snapshot::VisitSnapshot;
pub use rows::task::{TaskCounts, TaskCursor, TaskFilter, TaskLine, TaskPage, TaskRow};
pub use rows::visit::{VisitRow, VisitState, VisitSummary};
pub use space::{DiskSpace, Space, WriteKind};
