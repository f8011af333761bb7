//! Bad lines: what is sent once counts once, and a cut costs little.

use std::sync::Arc;
use zhian_domain::answer::Conformity::Meets;
use zhian_engine::port::{HttpRequest, HttpResponse, Method, TransportError};
use zhian_engine::view::SyncEnd;
use zhian_protocol::limits::CHUNK_BYTES_MAX;
use zhian_tests::{Door, Mishap, To, World};

#[test]
fn a_photo_taken_offline_reaches_the_office_once_even_if_the_receipt_is_lost() {
    let mut world = World::seeded(50);
    let (mut lin, _chen, task) = world.pair_with_task();
    lin.line.is_online(false);
    let visit = lin.starts(task);
    let photo = lin.photographs_large(visit, "T01-1", 30_000);
    lin.line.is_online(true);
    lin.line.next(To::Chunk, Mishap::LosesAnswer);
    assert!(matches!(lin.tries_to_sync().end, SyncEnd::Cut { .. }));
    assert!(!lin.is_all_safe(), "without a receipt nothing is safe");
    world.sync_until_quiet(&[&lin]);
    assert!(lin.is_all_safe());
    assert_eq!(
        world
            .office
            .evidence_entries(visit)
            .iter()
            .filter(|one| one.digest.as_bytes() == photo.as_bytes())
            .count(),
        1
    );
}

#[test]
fn a_push_that_arrives_twice_or_late_or_whose_receipts_are_lost_counts_once() {
    for (seed, mishap) in [
        (51, Mishap::ArrivesTwice),
        (52, Mishap::ArrivesLate),
        (53, Mishap::LosesAnswer),
        (54, Mishap::LosesRequest),
    ] {
        let mut world = World::seeded(seed);
        let (lin, chen, task) = world.pair_with_task();
        let visit = lin.starts(task);
        lin.answers(visit, "T01-2", Meets);
        lin.line.next(To::Sync, mishap);
        lin.tries_to_sync();
        lin.answers(visit, "T01-4", Meets);
        world.sync_until_quiet(&[&lin]);
        // What was late arrives now, long after its repetition.
        lin.line.clears();
        world.sync_until_quiet(&[&lin, &chen]);
        assert!(lin.is_all_safe(), "{mishap:?}");
        assert_eq!(chen.sees(visit).counts.answered, 2, "{mishap:?}");
        world.office.holds_the_same_draft_as(&lin, visit);
        assert_eq!(world.office.quarantine(), vec![], "{mishap:?}");
    }
}

#[test]
fn an_upload_that_is_cut_anywhere_costs_at_most_one_chunk_more() {
    let mut world = World::seeded(55);
    let (mut lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.syncs();
    let size = 2 * CHUNK_BYTES_MAX + 50_000;
    let cuts = [0, 1, 999, 65_536, CHUNK_BYTES_MAX - 1, CHUNK_BYTES_MAX];
    for (index, cut) in cuts.into_iter().enumerate() {
        let photo = lin.photographs_large(visit, "T01-1", size);
        let bytes = world.size_of(&lin, visit, &photo);
        drop(lin.line.takes_log());
        // One cut in each chunk, by as many exchanges as it takes.
        for _ in 0..=index % 3 {
            lin.line.next(To::Chunk, Mishap::CutsBodyAfter(cut));
        }
        let mut exchanges = 0;
        while lin.tries_to_sync().end != SyncEnd::Complete {
            exchanges += 1;
            assert!(exchanges <= 10, "the upload never ends after a cut at {cut}");
        }
        let sent: usize = lin
            .line
            .takes_log()
            .iter()
            .filter(|one| one.method == Method::Patch)
            .map(|one| one.bytes_up)
            .sum();
        let allowed = bytes as usize + (index % 3 + 1) * CHUNK_BYTES_MAX;
        assert!(sent <= allowed, "{sent} bytes sent for {bytes}, cut at {cut}");
        assert_eq!(world.office.file(&photo).map(|file| file.len() as u64), Some(bytes));
    }
    assert!(lin.is_all_safe());
}

/// A line that changes one byte of the file on its way and repairs the checksum of the chunk, as a broken proxy may.
struct AltersAByte {
    office: Arc<dyn Door>,
}

impl Door for AltersAByte {
    fn deliver(
        &self,
        request: &HttpRequest,
        body_bytes: Option<usize>,
    ) -> Result<HttpResponse, TransportError> {
        let mut request = request.clone();
        if request.method == Method::Patch && !request.body.is_empty() {
            request.body[0] ^= 1;
            let digest = zhian_domain::id::ContentHash::of(&request.body);
            let checksum = format!("sha256 {}", zhian_tests::base64(digest.as_bytes()));
            for (name, value) in &mut request.headers {
                if name == zhian_protocol::evidence::HEADER_CHECKSUM {
                    value.clone_from(&checksum);
                }
            }
        }
        self.office.deliver(&request, body_bytes)
    }
}

#[test]
fn a_file_that_arrives_with_another_hash_is_not_taken_and_is_sent_again_whole() {
    let mut world = World::seeded(56);
    let (mut lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.syncs();
    let photo = lin.photographs_large(visit, "T01-1", 30_000);
    lin.line.leads_to(Arc::new(AltersAByte { office: world.office.door() }));
    drop(lin.engine().sync(&zhian_engine::Watch::quiet()));
    assert!(!lin.is_all_safe());
    assert_eq!(world.office.file(&photo), None, "altered bytes are not evidence");
    assert!(world.office.evidence_entries(visit).is_empty());
    lin.line.leads_to(world.office.door());
    world.sync_until_quiet(&[&lin]);
    assert!(lin.is_all_safe());
    assert_eq!(world.office.evidence_entries(visit).len(), 1);
    assert_eq!(zhian_domain::id::EvidenceHash::of(&world.office.file(&photo).unwrap()), photo);
}

#[test]
fn a_photo_that_both_phones_hold_is_stored_once_and_safe_on_both() {
    let mut world = World::seeded(57);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.line.is_online(false);
    chen.line.is_online(false);
    let photo = lin.photographs_large(visit, "T01-1", 300_000);
    lin.hands_over(&[visit], &chen);
    chen.line.is_online(true);
    lin.line.is_online(true);
    // Both begin; Lin's line is cut after some of it, Chen finishes, Lin comes back.
    lin.line.next(To::Chunk, Mishap::CutsBodyAfter(100_000));
    lin.tries_to_sync();
    world.sync_until_quiet(&[&chen, &lin]);
    assert!(lin.is_all_safe() && chen.is_all_safe());
    let of_photo = |one: &zhian_server::db::LedgerEntry| one.digest.as_bytes() == photo.as_bytes();
    assert_eq!(world.office.evidence_entries(visit).iter().filter(|one| of_photo(one)).count(), 1);
}

#[test]
fn a_colleagues_photo_is_fetched_when_it_is_wanted_and_checked() {
    let mut world = World::seeded(58);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    let photo = lin.photographs_large(visit, "T01-1", 600_000);
    lin.line.next(To::Evidence, Mishap::LosesRequest);
    lin.tries_to_sync();
    chen.syncs();
    let early = chen.engine().fetch_evidence(&visit, &photo, &zhian_engine::Watch::quiet());
    assert_eq!(zhian_tests::deeds::refused(early), "engine.evidence-not-at-office");
    world.sync_until_quiet(&[&lin, &chen]);
    let fetched = chen.engine().fetch_evidence(&visit, &photo, &zhian_engine::Watch::quiet()).unwrap();
    let zhian_engine::view::FilePlace::Here { path } = fetched.file else { panic!("it is here") };
    assert_eq!(zhian_domain::id::EvidenceHash::of(&std::fs::read(path).unwrap()), photo);
    assert!(fetched.safe);
}

#[test]
fn nothing_to_do_is_one_round_trip_of_at_most_300_bytes() {
    let mut world = World::seeded(59);
    let (lin, chen, _task) = world.pair_with_task();
    world.sync_until_quiet(&[&lin, &chen]);
    let report = lin.syncs();
    assert_eq!(report.round_trips, 1);
    assert!(report.bytes_up <= 300, "{} bytes", report.bytes_up);
}
