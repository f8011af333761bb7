//! The ledger cannot be rewritten, and what is computed from it can be computed again.

use crate::world::{Phone, World};
use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_domain::id::{ContentHash, ItemId};
use zhian_draft::Draft;
use zhian_protocol::parcel::ParcelKind;
use zhian_server::{Folder, admin, ingest};

async fn two(world: &World) -> [Phone; 2] {
    let (one, two) = (world.hires("示一"), world.hires("例二"));
    [world.phone(one, 1).await, world.phone(two, 2).await]
}

/// Several visits in every state there is.
async fn busy(world: &World) {
    let [mut amina, mut bo] = two(world).await;
    let both = [amina.inspector, bo.inspector];
    for round in 0..6_i64 {
        let task = world.task(&both);
        let genesis = world.genesis(&task);
        let (mut hers, mut his) = (Draft::start(&genesis).unwrap(), Draft::start(&genesis).unwrap());
        let item = ItemId::new("T1-01").unwrap();
        let first = amina.answers(&mut hers, &item, Meets, round);
        let second = bo.answers(&mut his, &item, DoesNotMeet, round);
        let heads = [ContentHash::from_bytes(*first.hash.as_bytes())];
        let seal = world.sealed_with(&task, [&amina, &bo], &format!("{round}"), &heads);
        let seal = amina.parcel(ParcelKind::Sealed, &seal);
        let hers = amina.packs(&genesis, &[&first]);
        let his = bo.packs(&genesis, &[&second]);
        let push = match round {
            0 => vec![hers],
            1 => vec![hers, his],
            2 => vec![hers, seal],
            3 => vec![seal, hers, his],
            4 => vec![seal],
            _ => vec![hers, his, b"not a parcel".to_vec(), seal],
        };
        amina.syncs(world, push).await;
        bo.syncs(world, Vec::new()).await;
    }
}

#[tokio::test]
async fn projections_computed_again_equal_the_ones_kept_while_working() {
    let world = World::new();
    busy(&world).await;
    let before = world.office.db.summaries(None, 100).unwrap();
    assert_eq!(before.len(), 6);
    assert!(before.iter().any(|one| one.conflicts == 1) && before.iter().any(|one| one.late_changes == 1));
    let path = Folder::new(world.folder.path()).database();
    let raw = rusqlite::Connection::open(path).unwrap();
    raw.execute_batch(
        "DELETE FROM visit_standing WHERE sealed = 0; UPDATE visit_standing SET answered = 99, late_changes = 7;
         DELETE FROM expected_evidence;
         INSERT INTO expected_evidence SELECT visit, zeroblob(32), 1 FROM visit_standing;",
    )
    .unwrap();
    assert_ne!(world.office.db.summaries(None, 100).unwrap(), before);
    assert_eq!(ingest::standing::rebuild(&world.office, |_| {}).unwrap(), 6);
    assert_eq!(world.office.db.summaries(None, 100).unwrap(), before);
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_the_ledger_and_what_it_names() {
    let world = World::new();
    busy(&world).await;
    let raw = rusqlite::Connection::open(Folder::new(world.folder.path()).database()).unwrap();
    let ledger = [
        "UPDATE ledger SET received_unix_ms = 0",
        "DELETE FROM ledger",
        "DELETE FROM ledger WHERE position = (SELECT max(position) FROM ledger)",
        "INSERT OR REPLACE INTO ledger SELECT 1, kind, digest, visit, device, 0, 0, head FROM ledger WHERE position = 1",
        "INSERT INTO ledger SELECT position + 100, kind, zeroblob(32), zeroblob(16), device, 0, 0, head FROM ledger",
        "UPDATE feed SET head = zeroblob(32)",
        "DELETE FROM feed WHERE seq = 1",
        "UPDATE item SET bytes = x'00'",
    ];
    for statement in ledger {
        let refused = raw.execute_batch(statement).unwrap_err().to_string();
        assert!(
            refused.contains("append-only") || refused.contains("never change"),
            "{statement}: {refused}"
        );
    }
    admin::ledger::verify(&world.office, |_| {}).unwrap();
}

#[tokio::test]
async fn a_ledger_altered_behind_the_triggers_is_found_out_at_the_line() {
    let world = World::new();
    busy(&world).await;
    let (lines, _) = admin::ledger::verify(&world.office, |_| {}).unwrap();
    assert_eq!(lines, 4);
    let raw = rusqlite::Connection::open(Folder::new(world.folder.path()).database()).unwrap();
    raw.execute_batch(
        "DROP TRIGGER ledger_is_not_updated; UPDATE ledger SET claimed_unix_ms = 1 WHERE position = 3;",
    )
    .unwrap();
    let broken = admin::ledger::verify(&world.office, |_| {}).unwrap_err();
    assert_eq!(broken.code(), "ledger.broken");
    assert!(broken.to_string().contains("position 3"), "{broken}");
}

#[tokio::test]
async fn sequence_numbers_stay_in_commit_order_when_a_command_writes_beside_the_server() {
    let world = World::new();
    let [mut amina, _] = two(&world).await;
    amina.syncs(&world, Vec::new()).await;
    let clock = std::sync::Arc::clone(&world.watch) as std::sync::Arc<dyn zhian_server::ports::Clock>;
    let chance = std::sync::Arc::new(zhian_server::ports::SystemEntropy);
    let beside = zhian_server::Office::open(&Folder::new(world.folder.path()), clock, chance).unwrap();
    for round in 0..5 {
        admin::authority::add(&beside, &format!("样例{round}区局"), "120198").unwrap();
        world.hires(&format!("示{round}"));
        let response = amina.syncs(&world, Vec::new()).await;
        assert_eq!((response.feed.len(), response.rollback), (1, false));
    }
}
