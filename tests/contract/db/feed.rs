//! The office as a whole, and what devices read of it.

use super::scene::*;
use std::sync::atomic::{AtomicU64, Ordering};
use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, InspectorId};
use zhian_protocol::limits::FEED_ENTRIES_PER_PAGE_MAX;
use zhian_protocol::sync::{Cursor, FeedKind, next_head};
use zhian_server::db::{Chapter, Db, Intake, Reader, Taken, Unit};

pub fn an_empty_office(db: &dyn Db) {
    let identity = db.identity().unwrap();
    assert_eq!((identity.epoch, identity.created), ([7; 16], at(1)));
    assert_eq!(db.counts().unwrap(), Default::default());
    let page = db.feed(&AMINA_READS, None).unwrap();
    assert!(page.entries.is_empty() && !page.more && !page.rollback);
    let nothing = Cursor { epoch: [7; 16], seq: 0, head: ContentHash::from_bytes([0; 32]) };
    assert_eq!(page.cursor, nothing);
    assert!(!db.feed(&AMINA_READS, Some(&nothing.mark())).unwrap().rollback);
    assert_eq!(db.chapter(&visit()).unwrap(), Chapter::default());
    assert_eq!(db.assignment(&visit()).unwrap(), None);
}

pub fn writing_is_possible(db: &dyn Db) {
    db.check_writable().unwrap();
    db.check_writable().unwrap();
    assert_eq!(db.counts().unwrap(), Default::default());
    assert_eq!(db.append(Vec::new(), at(1)).unwrap(), Unit::Done(Vec::new()));
}

pub fn whole_or_not_at_all(db: &dyn Db) {
    furnished(db);
    let before = db.counts().unwrap();
    let end_before = end(db);
    let unit = vec![Intake::Draft(draft(b"one", 0)), officer(AMINA), Intake::Draft(draft(b"two", 7))];
    assert_eq!(db.append(unit, at(20)).unwrap(), Unit::Moved);
    assert_eq!(db.counts().unwrap(), before);
    assert_eq!(end(db), end_before);
    // The next unit takes the numbers that were not used.
    assert_eq!(one(db, Intake::Draft(draft(b"one", 0))), Taken::Stored(end_before.seq + 1));
}

pub fn running_hash(db: &dyn Db) {
    furnished(db);
    let page = db.feed(&AMINA_READS, None).unwrap();
    let mut head = ContentHash::from_bytes([0; 32]);
    let sequence: Vec<u64> = page.entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(sequence, (1..=sequence.len() as u64).collect::<Vec<_>>(), "every line is for this reader");
    for entry in &page.entries {
        head = next_head(&head, entry.seq, entry.kind, &entry.digest);
    }
    assert_eq!(page.cursor.head, head);
}

pub fn no_gaps(db: &dyn Db) {
    const WRITERS: u64 = 8;
    const EACH: u64 = 25;
    one(db, authority());
    let seen = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let seen = &seen;
            scope.spawn(move || {
                for number in 0..EACH {
                    let mut id = [0; 16];
                    id[..8].copy_from_slice(&(writer * EACH + number + 100).to_be_bytes());
                    let Taken::Stored(seq) = one(db, officer(InspectorId::from_bytes(id))) else { panic!() };
                    // What was answered is visible, and nothing before it is missing.
                    let page = db.feed(&AMINA_READS, None).unwrap();
                    let sequence: Vec<u64> = page.entries.iter().map(|entry| entry.seq).collect();
                    assert_eq!(sequence, (1..=sequence.len() as u64).collect::<Vec<_>>());
                    assert!(sequence.contains(&seq));
                    seen.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(seen.load(Ordering::Relaxed), WRITERS * EACH);
    assert_eq!(end(db).seq, WRITERS * EACH + 1);
}

pub fn audiences(db: &dyn Db) {
    furnished(db);
    one(db, Intake::Draft(draft(b"one", 0)));
    let hers = kinds(db, &AMINA_READS);
    let his = kinds(db, &BO_READS);
    assert!(hers.contains(&FeedKind::Task) && hers.contains(&FeedKind::Draft));
    assert!(!his.contains(&FeedKind::Task) && !his.contains(&FeedKind::Draft));
    assert!(his.contains(&FeedKind::Checklist) && his.contains(&FeedKind::Device));
    let stranger = AuthorityId::from_bytes([9; 16]);
    let outside = Reader { authority: stranger, inspector: InspectorId::from_bytes([9; 16]), device: PHONE };
    assert!(kinds(db, &outside).is_empty());
    // The maker of a parcel gets the line without the body; the officer's other device gets both.
    let own = db.feed(&AMINA_READS, None).unwrap().entries.pop().unwrap();
    assert_eq!((own.digest, own.body), (ContentHash::of(b"one"), None));
    let second = Reader { device: DeviceId::from_bytes([8; 16]), ..AMINA_READS };
    assert_eq!(db.feed(&second, None).unwrap().entries.pop().unwrap().body, Some(b"one".to_vec()));
}

pub fn pages(db: &dyn Db) {
    one(db, authority());
    let many = FEED_ENTRIES_PER_PAGE_MAX;
    let officers = |range: std::ops::Range<usize>| {
        range
            .map(|number| {
                let mut id = [0; 16];
                id[..8].copy_from_slice(&(number as u64).to_be_bytes());
                officer(InspectorId::from_bytes(id))
            })
            .collect::<Vec<_>>()
    };
    stored(db, officers(1..many));
    let page = db.feed(&AMINA_READS, None).unwrap();
    assert_eq!((page.entries.len(), page.more), (many, false), "exactly at the limit");
    stored(db, officers(many..many + 1));
    let first = db.feed(&AMINA_READS, None).unwrap();
    assert_eq!((first.entries.len(), first.more), (many, true));
    let second = db.feed(&AMINA_READS, Some(&first.cursor.mark())).unwrap();
    assert_eq!((second.entries.len(), second.more, second.rollback), (1, false, false));
    assert_eq!(second.entries[0].seq, first.cursor.seq + 1);
    // Large bodies end a page early, but one always travels.
    let large = |number: u8| Intake::Checklist {
        hash: ContentHash::of(&[number]),
        id: "L".to_owned(),
        version: number.into(),
        title: "大".to_owned(),
        bytes: vec![number; 700 * 1024],
    };
    stored(db, vec![large(1), large(2)]);
    let third = db.feed(&AMINA_READS, Some(&second.cursor.mark())).unwrap();
    assert_eq!((third.entries.len(), third.more), (1, true));
}

pub fn rollback(db: &dyn Db) {
    furnished(db);
    let honest = end(db);
    assert!(!db.feed(&AMINA_READS, Some(&honest.mark())).unwrap().rollback);
    let foreign = [
        Cursor { epoch: [8; 16], ..honest },
        Cursor { seq: honest.seq + 1, ..honest },
        Cursor { seq: u64::MAX, ..honest },
        Cursor { head: ContentHash::of(b"x"), ..honest },
        Cursor { seq: 0, ..honest },
    ];
    let all = db.feed(&AMINA_READS, None).unwrap();
    for cursor in foreign {
        let page = db.feed(&AMINA_READS, Some(&cursor.mark())).unwrap();
        assert!(page.rollback, "{cursor:?}");
        assert_eq!((page.entries.len(), page.cursor), (all.entries.len(), honest));
    }
}
