//! The ledger's arithmetic: how one line follows from the one before, and where a chain breaks.
//!
//! | you may | you may not |
//! |---|---|
//! | verify and append | update or delete a line; put a name or a text into one |

use crate::db::{LedgerEntry, LedgerKind};
use zhian_domain::id::{ContentHash, DeviceId, VisitId};
use zhian_domain::time::Timestamp;

/// The head before the first line.
pub const FIRST_HEAD: ContentHash = ContentHash::from_bytes([0; 32]);

/// A line that is not chained yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewEntry {
    /// What kind of thing.
    pub kind: LedgerKind,
    /// Its digest.
    pub digest: ContentHash,
    /// The visit.
    pub visit: VisitId,
    /// The device that brought it.
    pub device: DeviceId,
    /// When it was made, as its makers claim.
    pub claimed: Timestamp,
    /// When the server received it.
    pub received: Timestamp,
}

impl NewEntry {
    /// The line that follows a chain of this length and head.
    #[must_use]
    pub fn after(self, position: u64, head: &ContentHash) -> LedgerEntry {
        let position = position.saturating_add(1);
        let Self { kind, digest, visit, device, claimed, received } = self;
        let head = next_head(head, position, &self);
        LedgerEntry { position, kind, digest, visit, device, claimed, received, head }
    }
}

/// The running hash after one more line: every column is in it, so that none can be altered unseen.
fn next_head(head: &ContentHash, position: u64, entry: &NewEntry) -> ContentHash {
    let mut bytes = b"zhian ledger 1\n".to_vec();
    bytes.extend_from_slice(head.as_bytes());
    bytes.extend_from_slice(&position.to_be_bytes());
    bytes.push(entry.kind.byte());
    bytes.extend_from_slice(entry.digest.as_bytes());
    bytes.extend_from_slice(entry.visit.as_bytes());
    bytes.extend_from_slice(entry.device.as_bytes());
    bytes.extend_from_slice(&entry.claimed.unix_ms().to_be_bytes());
    bytes.extend_from_slice(&entry.received.unix_ms().to_be_bytes());
    ContentHash::of(&bytes)
}

/// Where a chain stops being one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the ledger breaks at position {position}: {found}")]
pub struct Break {
    /// The first line that does not follow.
    pub position: u64,
    /// What is wrong with it.
    pub found: String,
}

/// Checks lines one after the other, so that a ledger of any length is verified in little memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verifier {
    position: u64,
    head: ContentHash,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { position: 0, head: FIRST_HEAD }
    }
}

impl Verifier {
    /// Takes the next line. Errors: [`Break`] at the first that does not follow.
    pub fn take(&mut self, entry: &LedgerEntry) -> Result<(), Break> {
        let expected = self.position.saturating_add(1);
        if entry.position != expected {
            let found = format!("position {} stands where {expected} is due", entry.position);
            return Err(Break { position: expected, found });
        }
        let LedgerEntry { kind, digest, visit, device, claimed, received, .. } = *entry;
        let again =
            NewEntry { kind, digest, visit, device, claimed, received }.after(self.position, &self.head);
        if again.head != entry.head {
            let found = format!("its running hash is {}, its contents give {}", entry.head, again.head);
            return Err(Break { position: expected, found });
        }
        self.position = expected;
        self.head = entry.head;
        Ok(())
    }

    /// How many lines were taken and the head after the last.
    #[must_use]
    pub const fn end(&self) -> (u64, ContentHash) {
        (self.position, self.head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(digest: u8) -> NewEntry {
        NewEntry {
            kind: LedgerKind::Sealed,
            digest: ContentHash::from_bytes([digest; 32]),
            visit: VisitId::from_bytes([digest; 16]),
            device: DeviceId::from_bytes([9; 16]),
            claimed: Timestamp::from_unix_ms(1),
            received: Timestamp::from_unix_ms(2),
        }
    }

    #[test]
    fn the_running_hash_never_changes_its_form() {
        let first = entry(7).after(0, &FIRST_HEAD);
        assert_eq!(
            first.head.to_string(),
            ContentHash::of(
                &[
                    b"zhian ledger 1\n".as_slice(),
                    &[0; 32],
                    &[0, 0, 0, 0, 0, 0, 0, 1],
                    &[1],
                    &[7; 32],
                    &[7; 16],
                    &[9; 16],
                    &[0, 0, 0, 0, 0, 0, 0, 1],
                    &[0, 0, 0, 0, 0, 0, 0, 2],
                ]
                .concat()
            )
            .to_string()
        );
    }

    #[test]
    fn a_chain_verifies_and_any_altered_column_breaks_it_where_it_was_altered() {
        let first = entry(1).after(0, &FIRST_HEAD);
        let second = entry(2).after(1, &first.head);
        let alterations: [fn(&mut LedgerEntry); 6] = [
            |line| line.kind = LedgerKind::Evidence,
            |line| line.digest = ContentHash::from_bytes([3; 32]),
            |line| line.visit = VisitId::from_bytes([3; 16]),
            |line| line.device = DeviceId::from_bytes([3; 16]),
            |line| line.claimed = Timestamp::from_unix_ms(3),
            |line| line.received = Timestamp::from_unix_ms(3),
        ];
        for alter in alterations {
            let mut altered = second;
            alter(&mut altered);
            let mut verifier = Verifier::default();
            verifier.take(&first).unwrap();
            assert_eq!(verifier.take(&altered).unwrap_err().position, 2);
        }
        let mut verifier = Verifier::default();
        verifier.take(&first).unwrap();
        verifier.take(&second).unwrap();
        assert_eq!(verifier.end(), (2, second.head));
    }

    #[test]
    fn a_missing_line_is_noticed() {
        let first = entry(1).after(0, &FIRST_HEAD);
        let second = entry(2).after(1, &first.head);
        assert_eq!(Verifier::default().take(&second).unwrap_err().position, 1);
    }
}
