//! What the regulator publishes for the field.

use super::scene::*;
use zhian_domain::id::{AuthorityId, ContentHash, InspectorId};
use zhian_protocol::content::ContentRecord;
use zhian_protocol::published::AuthorityRecord;
use zhian_protocol::sync::FeedKind;
use zhian_server::db::{Db, Intake, OfficeSecret, Reader, Taken, Unit};

fn record(id: &str, version: u32, sequence: u64, file: &str) -> ContentRecord {
    ContentRecord {
        kind: "part".to_owned(),
        id: id.to_owned(),
        version,
        sequence,
        published_unix_ms: at(10).unix_ms(),
        file: file.as_bytes().to_vec(),
        suite: 1,
        office_key: None,
        signature: vec![7; 64],
    }
}

fn content(id: &str, version: u32, sequence: u64, file: &str) -> Intake {
    Intake::Content(record(id, version, sequence, file))
}

pub fn published_in_order(db: &dyn Db) {
    one(db, authority());
    let taken = stored(db, vec![content("A", 1, 1, "one"), content("B", 1, 2, "two")]);
    assert_eq!(taken, [Taken::Stored(1), Taken::Stored(2)]);
    assert_eq!(one(db, content("A", 3, 3, "three")), Taken::Stored(3));
    let entries = db.contents().unwrap();
    let named: Vec<(u64, &str, u32)> =
        entries.iter().map(|one| (one.sequence, one.id.as_str(), one.version)).collect();
    assert_eq!(named, [(1, "A", 1), (2, "B", 1), (3, "A", 3)]);
    assert_eq!((entries[0].hash, entries[0].published), (ContentHash::of(b"one"), at(10)));
    assert_eq!(
        db.content(3).unwrap(),
        Some(record("A", 3, 3, "three")),
        "the signature travels with the file"
    );
    assert_eq!(db.content(4).unwrap(), None);
    assert_eq!(db.counts().unwrap().contents, 3);
    let page = db.feed(&AMINA_READS, None).unwrap();
    let sent: Vec<ContentRecord> = page
        .entries
        .iter()
        .filter(|entry| entry.kind == FeedKind::Content.byte())
        .map(|entry| {
            let body = entry.body.as_ref().unwrap();
            assert_eq!(entry.digest, ContentHash::of(body));
            ContentRecord::read(body).unwrap()
        })
        .collect();
    assert_eq!(sent.iter().map(|one| one.sequence).collect::<Vec<_>>(), [1, 2, 3]);
}

pub fn never_changed(db: &dyn Db) {
    one(db, authority());
    one(db, content("A", 2, 1, "two"));
    let (before, end_before) = (db.counts().unwrap(), end(db));
    // The same bytes again are known, whatever sequence was made out for them.
    assert_eq!(one(db, content("A", 2, 9, "two")), Taken::Known(1));
    let refused = [
        ("other bytes under a known version", content("A", 2, 2, "other")),
        ("an older version", content("A", 1, 2, "one")),
        ("a gap", content("A", 3, 3, "three")),
        ("a place that is taken", content("A", 3, 1, "three")),
    ];
    for (what, intake) in refused {
        // Whatever stood before it in the unit is not stored either.
        let unit = vec![officer(InspectorId::from_bytes([9; 16])), intake];
        assert_eq!(db.append(unit, at(20)).unwrap(), Unit::Moved, "{what}");
        assert_eq!((db.counts().unwrap(), end(db)), (before, end_before), "{what}");
    }
    assert_eq!(one(db, content("A", 3, 2, "three")), Taken::Stored(2));
}

pub fn later_authority(db: &dyn Db) {
    one(db, authority());
    stored(db, vec![content("A", 1, 1, "one"), content("A", 2, 2, "two")]);
    let id = AuthorityId::from_bytes([8; 16]);
    let record = AuthorityRecord { id, name: "后来局".to_owned(), region: "120198".to_owned() };
    one(db, Intake::Authority(record.clone()));
    let reader = Reader { authority: id, inspector: InspectorId::from_bytes([8; 16]), device: OTHER };
    let contents = || {
        let page = db.feed(&reader, None).unwrap();
        page.entries
            .iter()
            .filter(|entry| entry.kind == FeedKind::Content.byte())
            .map(|entry| ContentRecord::read(entry.body.as_ref().unwrap()).unwrap().sequence)
            .collect::<Vec<_>>()
    };
    assert_eq!(contents(), [1, 2]);
    // A changed name is no new authority.
    one(db, Intake::Authority(AuthorityRecord { name: "改名局".to_owned(), ..record }));
    one(db, content("A", 3, 3, "three"));
    assert_eq!(contents(), [1, 2, 3]);
}

pub fn one_key(db: &dyn Db) {
    assert_eq!(db.office_key().unwrap(), None);
    assert_eq!(one(db, Intake::OfficeKey(OfficeSecret([3; 32]))), Taken::Stored(0));
    assert_eq!(one(db, Intake::OfficeKey(OfficeSecret([4; 32]))), Taken::Known(0));
    assert_eq!(db.office_key().unwrap(), Some(OfficeSecret([3; 32])));
    assert!(!format!("{:?}", db.office_key().unwrap()).contains('3'), "a secret is not printed");
}
