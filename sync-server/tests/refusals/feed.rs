//! What devices read: pages, cursors, rollback, joining later.

use crate::world::{Phone, World};
use zhian_domain::answer::Conformity::Meets;
use zhian_domain::id::{ContentHash, ItemId};
use zhian_draft::Draft;
use zhian_protocol::limits::FEED_ENTRIES_PER_PAGE_MAX;
use zhian_protocol::parcel::{ParcelKind, name_of};
use zhian_protocol::sync::{FeedEntry, FeedKind, SyncResponse};
use zhian_server::admin;

async fn reads_all(world: &World, phone: &mut Phone) -> Vec<FeedEntry> {
    let mut entries = Vec::new();
    loop {
        let response = phone.syncs(world, Vec::new()).await;
        entries.extend(response.feed);
        if !response.more {
            return entries;
        }
    }
}

fn count(entries: &[FeedEntry], kind: FeedKind) -> usize {
    entries.iter().filter(|entry| entry.kind == kind.byte()).count()
}

#[tokio::test]
async fn a_new_phone_reads_everything_that_is_for_it_once_and_in_order() {
    let world = World::new();
    let (one, two) = (world.hires("示一"), world.hires("例二"));
    world.task(&[one]);
    world.task(&[two]);
    let mut phone = world.phone(one, 1).await;
    let all = reads_all(&world, &mut phone).await;
    let kinds = [FeedKind::Authority, FeedKind::Inspector, FeedKind::Device, FeedKind::Checklist];
    assert_eq!(kinds.map(|kind| count(&all, kind)), [1, 2, 1, 1]);
    assert_eq!((count(&all, FeedKind::Task), count(&all, FeedKind::Enterprise)), (1, 3), "only the own task");
    assert!(all.is_sorted_by(|a, b| a.seq < b.seq));
    assert_eq!(reads_all(&world, &mut phone).await, vec![], "nothing twice");
}

#[tokio::test]
async fn a_long_feed_is_read_in_pages_without_a_gap_or_a_repetition() {
    let world = World::new();
    let mut directory = Vec::new();
    let many = FEED_ENTRIES_PER_PAGE_MAX as u32 * 2 + 7;
    admin::sample::write(&mut directory, many, 5).unwrap();
    admin::directory::import(&world.office, &world.authority, directory.as_slice(), |_| {}).unwrap();
    let mut phone = world.phone(world.hires("示一"), 1).await;
    let first = phone.syncs(&world, Vec::new()).await;
    assert!(first.more && first.feed.len() <= FEED_ENTRIES_PER_PAGE_MAX);
    assert_eq!(first.cursor.seq, first.feed.last().unwrap().seq);
    let mut all = first.feed;
    all.extend(reads_all(&world, &mut phone).await);
    assert!(all.is_sorted_by(|a, b| a.seq < b.seq));
    // The three of the world have codes of their own or the same; changed ones are published again.
    assert!(count(&all, FeedKind::Enterprise) >= many as usize);
}

#[tokio::test]
async fn a_cursor_of_another_or_a_restored_server_starts_the_feed_again_and_says_so() {
    let world = World::new();
    let mut phone = world.phone(world.hires("示一"), 1).await;
    let all = reads_all(&world, &mut phone).await;
    let honest = phone.cursor.unwrap();
    let mut foreign = [honest; 3];
    foreign[0].epoch = [9; 16];
    foreign[1].seq += 1;
    foreign[2].head = ContentHash::of(b"another history");
    for cursor in foreign {
        phone.cursor = Some(cursor);
        let response: SyncResponse = phone.syncs(&world, Vec::new()).await;
        assert!(response.rollback);
        assert_eq!(response.feed, all, "from the beginning");
        assert_eq!(response.cursor, honest);
    }
    assert!(!phone.syncs(&world, Vec::new()).await.rollback);
}

#[tokio::test]
async fn own_parcels_come_without_their_body_and_can_be_asked_for() {
    let world = World::new();
    let (one, two) = (world.hires("示一"), world.hires("例二"));
    let (mut amina, mut bo) = (world.phone(one, 1).await, world.phone(two, 2).await);
    let mut chen = world.phone(world.hires("样三"), 3).await;
    let task = world.task(&[one, two]);
    let payload = world.sealed(&task, [&amina, &bo], "一");
    let parcel = amina.parcel(ParcelKind::Sealed, &payload);
    amina.pushes(&world, &parcel).await;
    let digest = name_of(&parcel);
    let own = reads_all(&world, &mut amina).await;
    let own: Vec<_> = own.iter().filter(|entry| entry.kind == FeedKind::Sealed.byte()).collect();
    // The page that carried the receipt had the line already.
    assert_eq!(own.len(), 0);
    let theirs = reads_all(&world, &mut bo).await;
    let theirs = theirs.iter().find(|entry| entry.kind == FeedKind::Sealed.byte()).unwrap();
    assert_eq!((theirs.digest, theirs.body.as_ref()), (digest, Some(&parcel)));
    for (phone, expected) in [(&mut amina, 1), (&mut bo, 1), (&mut chen, 0)] {
        let mut request = phone.request(Vec::new());
        request.want = vec![digest, ContentHash::of(b"nothing")];
        let answered = phone.sends(&world, &request).await;
        let response: SyncResponse = zhian_protocol::frame::read(&answered.body).unwrap();
        assert_eq!(response.wanted.len(), expected);
        assert!(response.wanted.iter().all(|bytes| *bytes == parcel));
    }
}

#[tokio::test]
async fn an_officer_who_joins_later_gets_all_of_the_visit_with_its_signatures() {
    let world = World::new();
    let (one, two, three) = (world.hires("示一"), world.hires("例二"), world.hires("样三"));
    let (mut amina, bo) = (world.phone(one, 1).await, world.phone(two, 2).await);
    let mut chen = world.phone(three, 3).await;
    let task = world.task(&[one, two]);
    let genesis = world.genesis(&task);
    let mut draft = Draft::start(&genesis).unwrap();
    let change = amina.answers(&mut draft, &ItemId::new("T1-01").unwrap(), Meets, 1);
    let parcel = amina.packs(&genesis, &[&change]);
    let sealed = amina.parcel(ParcelKind::Sealed, &world.sealed(&task, [&amina, &bo], "一"));
    amina.syncs(&world, vec![parcel.clone(), sealed.clone()]).await;
    let before = reads_all(&world, &mut chen).await;
    assert_eq!((count(&before, FeedKind::Task), count(&before, FeedKind::Draft)), (0, 0));
    world.publishes(Some(&task.id), &[one, two, three]);
    let joined = reads_all(&world, &mut chen).await;
    let body = |kind: FeedKind| {
        joined.iter().find(|entry| entry.kind == kind.byte()).and_then(|entry| entry.body.clone())
    };
    assert_eq!(count(&joined, FeedKind::Task), 1);
    assert_eq!(body(FeedKind::Draft), Some(parcel));
    assert_eq!(body(FeedKind::Sealed), Some(sealed));
    assert_eq!(count(&joined, FeedKind::Ledger), 1);
    let others = reads_all(&world, &mut amina).await;
    assert_eq!((count(&others, FeedKind::Task), count(&others, FeedKind::Draft)), (1, 0), "nothing twice");
}

#[tokio::test]
async fn an_authority_that_is_added_later_gets_the_checklists_published_before() {
    let world = World::new();
    let second = admin::authority::add(&world.office, "样例区市场监督管理局", "120198").unwrap();
    let new = admin::officer::NewOfficer {
        authority: second.id,
        name: "虚四".to_owned(),
        role: zhian_domain::authority::Role::Inspector,
        credential_number: "示例-0004".to_owned(),
        credential_expires: None,
    };
    let officer = admin::officer::add(&world.office, &new).unwrap();
    let mut phone = world.phone(officer.id, 4).await;
    let all = reads_all(&world, &mut phone).await;
    assert_eq!((count(&all, FeedKind::Checklist), count(&all, FeedKind::Enterprise)), (1, 0));
}
