//! What every database must do.

mod content;
mod feed;
mod scene;
mod visits;

pub use scene::at;
use zhian_server::db::Db;

/// A sentence and the test that shows it.
type Clause = (&'static str, fn(&dyn Db));

/// Every sentence with the test that shows it.
pub const CONTRACT: &[Clause] = &[
    ("an empty office knows who it is and has nothing else", feed::an_empty_office),
    ("writing is possible and leaves nothing behind", feed::writing_is_possible),
    ("a unit is stored whole or not at all", feed::whole_or_not_at_all),
    ("sequence numbers follow each other and the running hash covers every line", feed::running_hash),
    ("sequence numbers have no gaps however many write at once", feed::no_gaps),
    ("a reader sees the lines of its authority, its officer and its device, each once", feed::audiences),
    ("a page ends at the limit and the next begins behind it", feed::pages),
    ("an unknown epoch, a place beyond the end and another head start the feed again", feed::rollback),
    ("the same parcel stored twice has one place", visits::parcel_twice),
    ("a parcel of a device that is revoked by then is taken in and marked", visits::revoked_device),
    ("a draft judged against another state is refused and leaves no row", visits::draft_moved),
    ("the same sealed visit appended twice has one position", visits::seal_twice),
    ("a second different seal is refused and leaves no row", visits::second_seal),
    ("the ledger is one chain of seals and files", visits::ledger_chain),
    ("what is set aside is kept once, with its bytes, and its readers hear of it", visits::aside_once),
    ("something accepted later stays in quarantine and is marked", visits::accepted_later),
    ("an officer who joins gets the earlier lines of the visit once", visits::joins),
    ("a task revision that is not the next one is refused", visits::revision_order),
    ("an enterprise that has not changed is not published again", visits::unchanged_enterprise),
    ("a code enrols one device, and the same device again", visits::one_code_one_device),
    ("a token finds its device until it has another, and revocation is seen", visits::tokens),
    ("content is wanted by digest only by who may see it", visits::wanted),
    ("a file belongs to a visit once it is complete, and its place is told", visits::files),
    ("content is numbered without gaps and travels with its signature", content::published_in_order),
    ("published content never changes, and a unit that tries leaves no row", content::never_changed),
    ("an authority that comes later gets all content, once", content::later_authority),
    ("the office has one key for ever", content::one_key),
    ("a standing computed again replaces the one before, unless the visit moved", visits::rebuilt),
];
