//! Visits, the ledger, quarantine, people, files.

use super::scene::*;
use zhian_domain::id::{ContentHash, EvidenceHash};
use zhian_draft::ActorId;
use zhian_protocol::published::EnterpriseRecord;
use zhian_protocol::sync::FeedKind;
use zhian_server::db::{
    ActorKey, Chapter, Claim, Db, DraftIntake, Facts, Intake, LedgerKind, SealIntake, Standing, Taken, Unit,
};
use zhian_server::ledger::Verifier;

pub fn parcel_twice(db: &dyn Db) {
    furnished(db);
    let Taken::Stored(seq) = one(db, Intake::Draft(draft(b"one", 0))) else { panic!() };
    assert_eq!(one(db, Intake::Draft(draft(b"one", 0))), Taken::Known(seq));
    let both = [ContentHash::of(b"one"), ContentHash::of(b"never")];
    assert_eq!(db.standings(&both).unwrap(), vec![Some(Standing::Durable(seq)), None]);
    let log = db.draft_log(&visit()).unwrap();
    assert_eq!((log.len(), log[0].bytes.as_slice(), log[0].device), (1, b"one".as_slice(), PHONE));
    assert_eq!(db.visits(None, 10).unwrap(), vec![visit()]);
    assert_eq!(db.heads(&visit()).unwrap(), Some(ContentHash::of(b"one")));
}

pub fn revoked_device(db: &dyn Db) {
    furnished(db);
    one(db, Intake::Draft(draft(b"one", 0)));
    assert_eq!(db.summary(&visit()).unwrap().unwrap().from_revoked, 0);
    one(db, Intake::Revoke(PHONE));
    one(db, Intake::Draft(draft(b"two", 1)));
    one(db, Intake::Sealed(SealIntake { built_on: 2, ..seal(b"seal", b"parcel") }));
    let summary = db.summary(&visit()).unwrap().unwrap();
    assert_eq!((summary.sealed, summary.from_revoked), (true, 2));
}

pub fn draft_moved(db: &dyn Db) {
    furnished(db);
    one(db, Intake::Draft(draft(b"one", 0)));
    assert_eq!(db.append(vec![Intake::Draft(draft(b"two", 0))], at(20)).unwrap(), Unit::Moved);
    one(db, Intake::Draft(draft(b"two", 1)));
    one(db, Intake::Sealed(SealIntake { built_on: 2, ..seal(b"seal", b"parcel") }));
    let unaware = draft(b"three", 2);
    assert_eq!(db.append(vec![Intake::Draft(unaware.clone())], at(20)).unwrap(), Unit::Moved);
    assert_eq!(db.chapter(&visit()).unwrap().draft_parcels, 2);
    one(db, Intake::Draft(DraftIntake { after_seal: true, ..unaware }));
    let order: Vec<Vec<u8>> = db.draft_log(&visit()).unwrap().into_iter().map(|one| one.bytes).collect();
    assert_eq!(order, [b"one".to_vec(), b"two".to_vec(), b"three".to_vec()]);
}

pub fn seal_twice(db: &dyn Db) {
    furnished(db);
    let Taken::Stored(seq) = one(db, Intake::Sealed(seal(b"seal", b"by one"))) else { panic!() };
    assert_eq!(one(db, Intake::Sealed(seal(b"seal", b"by two"))), Taken::Known(seq));
    let chapter = db.chapter(&visit()).unwrap().sealed.unwrap();
    assert_eq!((chapter.sealed, chapter.parcel), (ContentHash::of(b"seal"), ContentHash::of(b"by one")));
    assert_eq!((chapter.seq, chapter.position), (seq, 1));
    assert_eq!(db.ledger(0, 10).unwrap().len(), 1);
    assert_eq!(db.sealed_parcel(&visit()).unwrap().unwrap().bytes, b"by one");
}

pub fn second_seal(db: &dyn Db) {
    furnished(db);
    one(db, Intake::Sealed(seal(b"seal", b"one")));
    let before = db.counts().unwrap();
    assert_eq!(db.append(vec![Intake::Sealed(seal(b"another", b"two"))], at(20)).unwrap(), Unit::Moved);
    assert_eq!(db.counts().unwrap(), before);
}

pub fn ledger_chain(db: &dyn Db) {
    furnished(db);
    one(db, Intake::Sealed(seal(b"seal", b"one")));
    for number in 0..5 {
        let hash = EvidenceHash::of(&[number]);
        let claim = Claim { hash, visit: visit(), bytes: 1, device: PHONE, position: None };
        stored(
            db,
            vec![Intake::Announce(claim), Intake::Complete { hash, visits: vec![visit()], device: PHONE }],
        );
    }
    let mut verifier = Verifier::default();
    let lines = db.ledger(0, 100).unwrap();
    for line in &lines {
        verifier.take(line).unwrap();
    }
    assert_eq!(verifier.end().0, 6);
    assert_eq!((lines[0].kind, lines[1].kind), (LedgerKind::Sealed, LedgerKind::Evidence));
    assert_eq!((lines[0].claimed, lines[0].received), (at(5), at(10)));
    assert_eq!(db.ledger(4, 1).unwrap(), vec![lines[4]]);
}

pub fn aside_once(db: &dyn Db) {
    furnished(db);
    assert!(matches!(one(db, Intake::SetAside(aside(b"bad"))), Taken::Stored(_)));
    let before = end(db);
    assert!(matches!(one(db, Intake::SetAside(aside(b"bad"))), Taken::Known(_)));
    assert_eq!(end(db), before);
    let all = db.quarantine(10).unwrap();
    assert_eq!((all.len(), all[0].author, all[0].pusher), (1, Some(PHONE), OTHER));
    assert_eq!(db.quarantined_bytes(&ContentHash::of(b"bad")).unwrap(), Some(b"bad".to_vec()));
    assert!(kinds(db, &AMINA_READS).contains(&FeedKind::Quarantine), "a participant");
    assert!(kinds(db, &BO_READS).contains(&FeedKind::Quarantine), "the device that sent it");
    let key = ActorKey { visit: visit(), actor: ActorId::from_bytes([1; 16]) };
    assert_eq!(db.actor_set_aside(&key).unwrap().as_deref(), Some("gate.columns"));
    let another = ActorKey { actor: ActorId::from_bytes([2; 16]), ..key };
    assert_eq!(db.actor_set_aside(&another).unwrap(), None);
    let standing = db.standings(&[ContentHash::of(b"bad")]).unwrap().remove(0).unwrap();
    assert!(matches!(standing, Standing::SetAside { code, .. } if code == "gate.columns"));
}

pub fn accepted_later(db: &dyn Db) {
    furnished(db);
    one(db, Intake::SetAside(aside(b"one")));
    let Taken::Stored(seq) = one(db, Intake::Draft(draft(b"one", 0))) else { panic!() };
    assert!(db.quarantine(10).unwrap()[0].accepted_later);
    assert_eq!(db.counts().unwrap().quarantined, 0);
    assert_eq!(db.standings(&[ContentHash::of(b"one")]).unwrap(), vec![Some(Standing::Durable(seq))]);
}

pub fn joins(db: &dyn Db) {
    furnished(db);
    one(db, Intake::Draft(draft(b"one", 0)));
    one(db, Intake::Sealed(SealIntake { built_on: 1, ..seal(b"seal", b"two") }));
    let before = db.feed(&BO_READS, None).unwrap().cursor;
    let hers_before = end(db);
    one(db, task(2, &[AMINA, BO]));
    let joined = db.feed(&BO_READS, Some(&before.mark())).unwrap();
    let kinds: Vec<u8> = joined.entries.iter().map(|entry| entry.kind).collect();
    let expected = [FeedKind::Task, FeedKind::Draft, FeedKind::Sealed, FeedKind::Ledger];
    assert_eq!(kinds, expected.map(FeedKind::byte));
    assert_eq!(joined.entries[1].body, Some(b"one".to_vec()));
    let hers = db.feed(&AMINA_READS, Some(&hers_before.mark())).unwrap();
    assert_eq!(hers.entries.len(), 1, "only the task for who was there");
    one(db, task(3, &[BO]));
    let everyone = db.assignment(&visit()).unwrap().unwrap().everyone;
    assert_eq!(everyone, [AMINA, BO], "work of an officer no longer named still counts");
}

pub fn revision_order(db: &dyn Db) {
    furnished(db);
    for revision in [0, 1, 3, u32::MAX] {
        assert_eq!(db.append(vec![task(revision, &[AMINA])], at(20)).unwrap(), Unit::Moved);
    }
    one(db, task(2, &[AMINA]));
    assert_eq!(db.task(&TASK).unwrap().unwrap().revision, 2);
    assert_eq!(db.tasks().unwrap().len(), 1);
}

pub fn unchanged_enterprise(db: &dyn Db) {
    one(db, authority());
    let record = EnterpriseRecord {
        name: "示例区示例厂".to_owned(),
        uscc: "91350100M000100Y43".to_owned(),
        kind: "producer".to_owned(),
        region: "120199".to_owned(),
        address: "示例路1号".to_owned(),
        legal_representative: None,
        phone: None,
        products: vec!["电线".to_owned()],
    };
    let intake = |record: &EnterpriseRecord| Intake::Enterprise { authority: HOME, record: record.clone() };
    assert!(matches!(one(db, intake(&record)), Taken::Stored(_)));
    assert!(matches!(one(db, intake(&record)), Taken::Known(_)));
    let changed = EnterpriseRecord { address: "示例路2号".to_owned(), ..record };
    assert!(matches!(one(db, intake(&changed)), Taken::Stored(_)));
    let uscc = zhian_domain::identifier::Uscc::new(&changed.uscc).unwrap();
    let id = zhian_domain::enterprise::Enterprise::id_of(&uscc);
    assert_eq!(db.enterprise(&HOME, &id).unwrap(), Some(changed));
    assert_eq!(db.counts().unwrap().enterprises, 1);
}

pub fn one_code_one_device(db: &dyn Db) {
    stored(db, vec![authority(), officer(AMINA), code("AAAAA", AMINA)]);
    one(db, Intake::CodeMissed { selector: "AAAAA".to_owned() });
    assert_eq!(db.enrolment_code("AAAAA").unwrap().unwrap().misses, 1);
    one(db, enrol("AAAAA", PHONE, AMINA, 1));
    assert_eq!(db.append(vec![enrol("AAAAA", OTHER, AMINA, 2)], at(20)).unwrap(), Unit::Moved);
    one(db, enrol("AAAAA", PHONE, AMINA, 3));
    let code = db.enrolment_code("AAAAA").unwrap().unwrap();
    assert_eq!(code.used_by, Some(PHONE));
    assert_eq!(db.enrolment_code("ZZZZZ").unwrap(), None);
    assert_eq!(db.append(vec![enrol("ZZZZZ", OTHER, AMINA, 4)], at(20)).unwrap(), Unit::Moved);
}

pub fn tokens(db: &dyn Db) {
    furnished(db);
    let known = db.device_of_token(&[1; 32]).unwrap().unwrap();
    assert_eq!((known.record.id, known.authority, known.enrolled), (PHONE, HOME, at(10)));
    assert_eq!(db.device_of_token(&[9; 32]).unwrap(), None);
    one(db, enrol("AAAAA", PHONE, AMINA, 7));
    assert_eq!(db.device_of_token(&[1; 32]).unwrap(), None);
    assert!(matches!(one(db, Intake::Revoke(PHONE)), Taken::Stored(_)));
    assert!(matches!(one(db, Intake::Revoke(PHONE)), Taken::Known(_)));
    assert!(db.device_of_token(&[7; 32]).unwrap().unwrap().record.revoked);
    assert_eq!(db.devices().unwrap().len(), 2);
    assert_eq!(db.officer(&AMINA).unwrap().unwrap().devices, 1);
}

pub fn wanted(db: &dyn Db) {
    furnished(db);
    let digests: Vec<ContentHash> = [b"one".as_slice(), b"two", b"three"].map(ContentHash::of).to_vec();
    one(db, Intake::Draft(draft(b"one", 0)));
    one(db, Intake::Draft(draft(b"two", 1)));
    assert_eq!(db.wanted(&AMINA_READS, &digests, 1000).unwrap(), [b"one".to_vec(), b"two".to_vec()]);
    assert_eq!(db.wanted(&AMINA_READS, &digests, 1).unwrap(), [b"one".to_vec()], "one at least");
    assert!(db.wanted(&BO_READS, &digests, 1000).unwrap().is_empty());
}

pub fn files(db: &dyn Db) {
    furnished(db);
    let hash = EvidenceHash::of(b"photo");
    let claim = Claim { hash, visit: visit(), bytes: 5, device: PHONE, position: None };
    let unexpected = Facts { evidence: vec![(hash, 5), (EvidenceHash::of(b"more"), 6)], ..Facts::default() };
    one(db, Intake::Draft(DraftIntake { facts: unexpected, ..draft(b"one", 0) }));
    assert!(matches!(one(db, Intake::Announce(Claim { bytes: 4, ..claim })), Taken::Stored(_)));
    one(db, Intake::Announce(claim));
    assert_eq!(db.claims(&hash).unwrap(), vec![claim], "the newest announcement holds");
    assert_eq!(db.open_claims().unwrap(), vec![claim]);
    let arrived = |db: &dyn Db| {
        let summary = db.summary(&visit()).unwrap().unwrap();
        (summary.evidence_arrived, summary.evidence_expected)
    };
    assert_eq!(arrived(db), (0, 2));
    let complete = || Intake::Complete { hash, visits: vec![visit()], device: PHONE };
    assert_eq!(one(db, complete()), Taken::Stored(1));
    assert_eq!(one(db, complete()), Taken::Known(1));
    assert_eq!(arrived(db), (1, 2));
    assert_eq!(db.open_claims().unwrap(), vec![]);
    one(db, Intake::Announce(Claim { bytes: 99, ..claim }));
    assert_eq!(db.claims(&hash).unwrap()[0].bytes, 5, "a complete file has one size");
    let told = kinds(db, &AMINA_READS);
    assert!(told.contains(&FeedKind::EvidenceStored) && told.contains(&FeedKind::Ledger));
}

pub fn rebuilt(db: &dyn Db) {
    furnished(db);
    let expected = vec![(EvidenceHash::of(b"photo"), 5)];
    let facts = Facts { evidence: expected, ..draft(b"one", 0).facts };
    one(db, Intake::Draft(DraftIntake { facts, ..draft(b"one", 0) }));
    let facts = Facts { answered: 9, ..Facts::default() };
    let again = |built_on| Intake::Rebuilt { visit: visit(), built_on, facts: facts.clone() };
    assert_eq!(db.append(vec![again(Chapter::default())], at(20)).unwrap(), Unit::Moved);
    one(db, again(db.chapter(&visit()).unwrap()));
    let summary = db.summary(&visit()).unwrap().unwrap();
    assert_eq!((summary.answered, summary.evidence_expected), (9, 0));
    one(db, Intake::ForgetStrays);
    assert_eq!(db.summaries(None, 10).unwrap(), vec![summary]);
    assert_eq!(db.summaries(Some(&visit()), 10).unwrap(), vec![]);
}
