//! The real server under many clients, killed without warning again and again: every parcel with a receipt is there.

use std::sync::mpsc::{self, Receiver, Sender};
use zhian_domain::id::ContentHash;
use zhian_domain::id::EvidenceHash;
use zhian_protocol::parcel::name_of;
use zhian_protocol::sync::Outcome;
use zhian_server::db::Db;
use zhian_server::ledger::Verifier;
use zhian_tests::Chance;
use zhian_tests::traffic::client::Client;
use zhian_tests::traffic::generate::{draft_parcels, sealed_parcel};
use zhian_tests::traffic::office::{Prepared, Running, token};
use zhian_tests::traffic::{Failure, office};

/// How often the server is killed.
const KILLS: usize = 12;
const PAIRS: u16 = 6;
/// Most receipts given between two kills.
const RECEIPTS_MAX: usize = 60;

/// What one client has to send, in order, and how far the office has told it to be durable.
struct Desk {
    token: String,
    parcels: Vec<Vec<u8>>,
    receipted: usize,
}

fn desks(prepared: &Prepared) -> Result<Vec<Desk>, Failure> {
    let mut desks = Vec::new();
    for (pair, tasks) in prepared.pairs.iter().zip(&prepared.tasks) {
        let mut parcels = Vec::new();
        for task in tasks {
            parcels.extend(draft_parcels(pair, task, &prepared.checklist, 6, 3)?);
            let recording = (EvidenceHash::of(b"recording"), 9);
            parcels.push(sealed_parcel(pair, task, &prepared.checklist, recording)?);
        }
        desks.push(Desk { token: token(&pair.first), parcels, receipted: 0 });
    }
    Ok(desks)
}

/// Sends what is left until it is done or the line breaks; tells of each receipt after it has come. Returns how many came.
async fn send_until_cut(host: &str, token: &str, left: &[Vec<u8>], told: &Sender<()>) -> usize {
    let Ok(mut client) = Client::connect(host, token).await else { return 0 };
    for (came, parcel) in left.iter().enumerate() {
        if client.push(vec![parcel.clone()]).await.is_err() {
            return came;
        }
        // Nobody listens any more once the server is to be killed.
        let _unheard = told.send(());
    }
    left.len()
}

/// All clients at once; the server is killed after so many receipts. Returns how many receipts each client has.
fn send_and_kill(running: Running, desks: &[Desk], after: usize) -> Vec<usize> {
    let (told, heard): (Sender<()>, Receiver<()>) = mpsc::channel();
    std::thread::scope(|scope| {
        let clients: Vec<_> = desks
            .iter()
            .map(|desk| {
                let (host, told) = (running.host.clone(), told.clone());
                scope.spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    let left = &desk.parcels[desk.receipted..];
                    runtime.block_on(send_until_cut(&host, &desk.token, left, &told))
                })
            })
            .collect();
        drop(told);
        // Ends early when everybody is done.
        let _heard = heard.iter().take(after).count();
        running.kill().unwrap();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    })
}

/// Everything with a receipt is known to the office, at a place of its feed, without being sent to be stored again.
fn holds_what_it_said(running: &Running, desks: &[Desk]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for desk in desks {
            let mut client = Client::connect(&running.host, &desk.token).await.unwrap();
            for some in desk.parcels[..desk.receipted].chunks(64) {
                let answer = client.push(some.to_vec()).await.unwrap();
                for receipt in answer.receipts {
                    assert!(
                        matches!(receipt.outcome, Outcome::Known(1..)),
                        "{} had a receipt and was stored again: {:?}",
                        receipt.digest,
                        receipt.outcome
                    );
                }
            }
        }
    });
}

#[test]
fn every_parcel_with_a_receipt_is_there_after_the_office_was_killed_in_the_middle_of_its_work() {
    let prepared = Prepared::new(PAIRS, 20, 20).unwrap();
    let mut desks = desks(&prepared).unwrap();
    let mut chance = Chance::seeded(111, "office kills");
    for _ in 0..KILLS {
        let running = Running::start(prepared.path()).unwrap();
        holds_what_it_said(&running, &desks);
        let came = send_and_kill(running, &desks, 1 + chance.below(RECEIPTS_MAX));
        for (desk, came) in desks.iter_mut().zip(came) {
            desk.receipted += came;
        }
    }
    let receipted: usize = desks.iter().map(|desk| desk.receipted).sum();
    assert!(receipted >= KILLS, "{receipted} receipts");
    let unfinished = desks.iter().filter(|desk| desk.receipted < desk.parcels.len()).count();
    assert!(unfinished > 0, "the last kill came when nothing was left to do");

    let running = Running::start(prepared.path()).unwrap();
    holds_what_it_said(&running, &desks);
    running.kill().unwrap();
    let office = office::open(prepared.path()).unwrap();
    is_whole(office.db.as_ref());
    let names: Vec<ContentHash> =
        desks.iter().flat_map(|desk| &desk.parcels[..desk.receipted]).map(|bytes| name_of(bytes)).collect();
    for some in names.chunks(100) {
        assert!(office.db.standings(some).unwrap().iter().all(Option::is_some));
    }
}

/// The ledger verifies from its beginning.
fn is_whole(db: &dyn Db) {
    let mut verifier = Verifier::default();
    let mut after = 0;
    loop {
        let lines = db.ledger(after, 100).unwrap();
        let Some(last) = lines.last() else { return };
        after = last.position;
        for line in &lines {
            verifier.take(line).unwrap();
        }
    }
}
