//! Where a change stands: its place in its actor's chain, what it builds on, and the numbers of its operations.

use crate::change::ActorId;
use crate::index::{Entry, Index};
use crate::limits::{ACTORS_MAX, VISIT_CHANGES_MAX, VISIT_OPERATIONS_MAX};
use crate::precheck::{Checked, Envelope};
use crate::refusal::Refusal;

/// Checks sequence, dependencies and operation numbers.
pub(crate) fn place(
    index: &Index,
    envelope: &Envelope,
    actor: ActorId,
    operations: u64,
) -> Result<Entry, Refusal> {
    let number = index.actor(&envelope.actor).unwrap_or(index.actors());
    let last = index.last(number).map_or(0, |entry| entry.seq);
    if let Some(known) = index.at(number, envelope.seq) {
        let (known, found) = (known.hash, envelope.hash);
        return Err(Refusal::SequenceReused { actor, seq: envelope.seq, known, found });
    }
    if envelope.dependencies.is_empty() {
        return Err(Refusal::NoDependencies);
    }
    let missing: Vec<_> =
        envelope.dependencies.iter().filter(|hash| index.entry(hash).is_none()).copied().collect();
    if !missing.is_empty() {
        return Err(Refusal::MissingDependencies(missing));
    }
    if envelope.seq != last + 1 {
        return Err(Refusal::SequenceGap { actor, last, found: envelope.seq });
    }
    let mut clock: Vec<u64> = vec![0; index.actors().max(number + 1)];
    let mut before = 0;
    for dependency in envelope.dependencies.iter().filter_map(|hash| index.entry(hash)) {
        before = before.max(dependency.last_operation);
        for (known, seq) in clock.iter_mut().zip(&dependency.clock) {
            *known = (*known).max(*seq);
        }
    }
    let own = clock.get_mut(number).ok_or(Refusal::Chain)?;
    if *own != last {
        return Err(Refusal::Chain);
    }
    *own = envelope.seq;
    if envelope.start_operation != before + 1 {
        return Err(Refusal::StartOperation { expected: before + 1, found: envelope.start_operation });
    }
    not_full(index, number, operations)?;
    Ok(Entry {
        hash: envelope.hash,
        actor: number,
        seq: envelope.seq,
        first_operation: before + 1,
        last_operation: before + operations,
        clock,
    })
}

fn not_full(index: &Index, actor: usize, operations: u64) -> Result<(), Refusal> {
    let full = |what, limit: u64| Err(Refusal::VisitFull { what, limit });
    if index.changes() > VISIT_CHANGES_MAX {
        return full("changes", VISIT_CHANGES_MAX as u64);
    }
    if actor > ACTORS_MAX {
        return full("actors", ACTORS_MAX as u64);
    }
    if index.operations() + operations > VISIT_OPERATIONS_MAX {
        return full("operations", VISIT_OPERATIONS_MAX);
    }
    Ok(())
}

/// Numbers in the index for the actors as numbered in the change.
pub(crate) fn actor_numbers(index: &Index, checked: &Checked<'_>, own: usize) -> Result<Vec<usize>, Refusal> {
    let mut numbers = vec![own];
    for other in &checked.others {
        numbers.push(index.actor(other).ok_or(Refusal::Object)?);
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::ChangeHash;
    use crate::genesis::{Genesis, Origin};
    use crate::index::Effects;
    use zhian_domain::id::{ContentHash, ItemId, TaskId};

    struct Visit {
        index: Index,
        head: ChangeHash,
        operation: u64,
        made: u64,
    }

    impl Visit {
        fn new() -> Self {
            let items = vec![ItemId::new("A").unwrap()];
            let genesis = Genesis::new(TaskId::from_bytes([5; 16]), ContentHash::of(b"list"), items);
            let origin = Origin::of(&genesis).unwrap();
            let operation = origin.last_operation();
            Self { index: Index::of(&origin), head: origin.hash, operation, made: 0 }
        }

        /// One more change on top of everything.
        fn adds(&mut self, actor: u8, seq: u64, operations: u64) -> Result<(), Refusal> {
            self.made += 1;
            let mut hash = [actor; 32];
            hash.iter_mut().zip(self.made.to_be_bytes()).for_each(|(to, from)| *to = from);
            let envelope = Envelope {
                hash: ChangeHash::from_bytes(hash),
                dependencies: vec![self.head],
                actor: vec![actor; 16],
                seq,
                start_operation: self.operation + 1,
                unix_s: 0,
            };
            let entry = place(&self.index, &envelope, ActorId::from_bytes([actor; 16]), operations)?;
            self.index.add(&envelope, entry, Effects::default());
            self.head = envelope.hash;
            self.operation += operations;
            Ok(())
        }
    }

    fn full(what: &'static str, limit: u64) -> Result<(), Refusal> {
        Err(Refusal::VisitFull { what, limit })
    }

    #[test]
    fn a_visit_takes_changes_up_to_its_limit_and_not_one_more() {
        let mut visit = Visit::new();
        for seq in 1..=VISIT_CHANGES_MAX as u64 {
            assert_eq!(visit.adds(1, seq, 1), Ok(()));
        }
        let limit = VISIT_CHANGES_MAX as u64;
        assert_eq!(visit.adds(1, limit + 1, 1), full("changes", limit));
    }

    #[test]
    fn a_visit_takes_actors_up_to_its_limit_and_not_one_more() {
        let mut visit = Visit::new();
        let limit = u8::try_from(ACTORS_MAX).unwrap();
        for actor in 1..=limit {
            assert_eq!(visit.adds(actor, 1, 1), Ok(()));
        }
        assert_eq!(visit.adds(limit + 1, 1, 1), full("actors", ACTORS_MAX as u64));
        assert_eq!(visit.adds(limit, 2, 1), Ok(()), "those who are there go on");
    }

    #[test]
    fn a_visit_takes_operations_up_to_its_limit_and_not_one_more() {
        let mut visit = Visit::new();
        let left = VISIT_OPERATIONS_MAX - visit.operation;
        assert_eq!(visit.adds(1, 1, left), Ok(()));
        assert_eq!(visit.adds(1, 2, 1), full("operations", VISIT_OPERATIONS_MAX));
        assert_eq!(Visit::new().adds(1, 1, left + 1), full("operations", VISIT_OPERATIONS_MAX));
    }
}
