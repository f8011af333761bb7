//! What every database must do.

use std::sync::atomic::{AtomicU64, Ordering};
use zhian_domain::id::{
    AuthorityId, ContentHash, DeviceId, EnterpriseId, EvidenceHash, InspectorId, SiteId, TaskId, VisitId,
};
use zhian_domain::time::Timestamp;
use zhian_draft::ActorId;
use zhian_protocol::limits::FEED_ENTRIES_PER_PAGE_MAX;
use zhian_protocol::published::{
    AuthorityRecord, DeviceRecord, EnterpriseRecord, InspectorRecord, TaskRecord,
};
use zhian_protocol::sync::{Cursor, FeedKind, next_head};
use zhian_server::db::{
    ActorKey, Chapter, Claim, Db, DraftIntake, EnrolmentCode, Enrolment, Facts, Intake, LedgerKind, Reader,
    SealIntake, SetAside, Standing, Taken, Unit,
};
use zhian_server::ledger::Verifier;

/// Every sentence with the test that shows it.
pub const CONTRACT: &[(&str, fn(&dyn Db))] = &[
    ("an empty office knows who it is and has nothing else", an_empty_office),
    ("writing is possible and leaves nothing behind", writing_is_possible),
    ("a unit is stored whole or not at all", whole_or_not_at_all),
    ("sequence numbers follow each other and the running hash covers every line", running_hash),
    ("sequence numbers have no gaps however many write at once", no_gaps),
    ("a reader sees the lines of its authority, its officer and its device, each once", audiences),
    ("a page ends at the limit and the next begins behind it", pages),
    ("an unknown epoch, a place beyond the end and another head start the feed again", rollback),
    ("the same parcel stored twice has one place", parcel_twice),
    ("a draft judged against another state is refused and leaves no row", draft_moved),
    ("the same sealed visit appended twice has one position", seal_twice),
    ("a second different seal is refused and leaves no row", second_seal),
    ("the ledger is one chain of seals and files", ledger_chain),
    ("what is set aside is kept once, with its bytes, and its readers hear of it", aside_once),
    ("something accepted later stays in quarantine and is marked", accepted_later),
    ("an officer who joins gets the earlier lines of the visit once", joins),
    ("a task revision that is not the next one is refused", revision_order),
    ("an enterprise that has not changed is not published again", unchanged_enterprise),
    ("a code enrols one device, and the same device again", one_code_one_device),
    ("a token finds its device until it has another, and revocation is seen", tokens),
    ("content is wanted by digest only by who may see it", wanted),
    ("a file belongs to a visit once it is complete, and its place is told", files),
    ("a standing computed again replaces the one before, unless the visit moved", rebuilt),
];

/// A moment of the test.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_unix_ms(1_800_000_000_000 + second * 1000)
}

const HOME: AuthorityId = AuthorityId::from_bytes([1; 16]);
const AMINA: InspectorId = InspectorId::from_bytes([2; 16]);
const BO: InspectorId = InspectorId::from_bytes([3; 16]);
const PHONE: DeviceId = DeviceId::from_bytes([4; 16]);
const OTHER: DeviceId = DeviceId::from_bytes([5; 16]);
const TASK: TaskId = TaskId::from_bytes([6; 16]);

fn checklist() -> ContentHash {
    ContentHash::of(b"checklist")
}

fn visit() -> VisitId {
    VisitId::of(&TASK, &checklist())
}

fn stored(db: &dyn Db, unit: Vec<Intake>) -> Vec<Taken> {
    match db.append(unit, at(10)).expect("it is stored") {
        Unit::Done(taken) => taken,
        Unit::Moved => panic!("it moved"),
    }
}

fn one(db: &dyn Db, intake: Intake) -> Taken {
    stored(db, vec![intake])[0]
}

fn authority() -> Intake {
    Intake::Authority(AuthorityRecord { id: HOME, name: "示例局".to_owned(), region: "120199".to_owned() })
}

fn officer(id: InspectorId) -> Intake {
    Intake::Officer(InspectorRecord {
        id,
        authority: HOME,
        name: "示一".to_owned(),
        role: "inspector".to_owned(),
        credential_number: "示例-1".to_owned(),
        credential_expires_unix_ms: None,
    })
}

fn code(selector: &str, inspector: InspectorId) -> Intake {
    Intake::Code(EnrolmentCode {
        selector: selector.to_owned(),
        secret_hash: [9; 32],
        inspector,
        expires: at(1000),
        misses: 0,
        used_by: None,
    })
}

fn enrol(selector: &str, id: DeviceId, inspector: InspectorId, token: u8) -> Intake {
    Intake::Enrol(Enrolment {
        selector: selector.to_owned(),
        record: DeviceRecord {
            id,
            inspector,
            suite: 1,
            public_key: vec![1; 32],
            label: "测试机".to_owned(),
            revoked: false,
        },
        app: "tests".to_owned(),
        token_hash: [token; 32],
    })
}

fn task(revision: u32, inspectors: &[InspectorId]) -> Intake {
    Intake::Task(TaskRecord {
        id: TASK,
        revision,
        authority: HOME,
        title: "示例任务".to_owned(),
        kind: "routine".to_owned(),
        enterprise: EnterpriseId::from_bytes([1; 16]),
        enterprise_name: "示例厂".to_owned(),
        site: SiteId::from_bytes([1; 16]),
        site_address: "示例路1号".to_owned(),
        checklist: checklist(),
        inspectors: inspectors.to_vec(),
        due_unix_ms: 0,
        approval_number: None,
        notice_number: None,
        withdrawn: None,
    })
}

/// An office with two officers, a device each, and a task for the first.
fn furnished(db: &dyn Db) {
    let bytes = b"checklist".to_vec();
    let (hash, id, title) = (checklist(), "T1".to_owned(), "检查表".to_owned());
    stored(db, vec![authority(), officer(AMINA), officer(BO)]);
    stored(db, vec![code("AAAAA", AMINA), enrol("AAAAA", PHONE, AMINA, 1)]);
    stored(db, vec![code("BBBBB", BO), enrol("BBBBB", OTHER, BO, 2)]);
    one(db, Intake::Checklist { hash, id, version: 1, title, bytes });
    one(db, task(1, &[AMINA]));
}

const AMINA_READS: Reader = Reader { authority: HOME, inspector: AMINA, device: PHONE };
const BO_READS: Reader = Reader { authority: HOME, inspector: BO, device: OTHER };

fn draft(name: &[u8], built_on: u64) -> DraftIntake {
    DraftIntake {
        digest: ContentHash::of(name),
        bytes: name.to_vec(),
        key: ActorKey { visit: visit(), actor: ActorId::from_bytes([1; 16]) },
        device: PHONE,
        built_on,
        after_seal: false,
        facts: Facts { answered: 1, heads: Some(ContentHash::of(name)), ..Facts::default() },
    }
}

fn seal(name: &[u8], parcel: &[u8]) -> SealIntake {
    SealIntake {
        digest: ContentHash::of(parcel),
        bytes: parcel.to_vec(),
        visit: visit(),
        device: PHONE,
        sealed: ContentHash::of(name),
        sealed_at: at(5),
        built_on: 0,
        facts: Facts { sealed: true, answered: 3, ..Facts::default() },
    }
}

fn aside(name: &[u8]) -> SetAside {
    SetAside {
        digest: ContentHash::of(name),
        bytes: name.to_vec(),
        author: Some(PHONE),
        pusher: OTHER,
        visit: Some(visit()),
        actor: Some(ActorId::from_bytes([1; 16])),
        code: "gate.columns".to_owned(),
        detail: "why".to_owned(),
    }
}

fn kinds(db: &dyn Db, reader: &Reader) -> Vec<FeedKind> {
    let page = db.feed(reader, None).expect("a page");
    page.entries.iter().map(|entry| FeedKind::from_byte(entry.kind).expect("a known kind")).collect()
}

fn end(db: &dyn Db) -> Cursor {
    let mut after = None;
    loop {
        let page = db.feed(&AMINA_READS, after.as_ref()).expect("a page");
        if !page.more {
            return page.cursor;
        }
        after = Some(page.cursor);
    }
}

fn an_empty_office(db: &dyn Db) {
    let identity = db.identity().unwrap();
    assert_eq!((identity.epoch, identity.created), ([7; 16], at(1)));
    assert_eq!(db.counts().unwrap(), Default::default());
    let page = db.feed(&AMINA_READS, None).unwrap();
    assert!(page.entries.is_empty() && !page.more && !page.rollback);
    let nothing = Cursor { epoch: [7; 16], seq: 0, head: ContentHash::from_bytes([0; 32]) };
    assert_eq!(page.cursor, nothing);
    assert!(!db.feed(&AMINA_READS, Some(&nothing)).unwrap().rollback);
    assert_eq!(db.chapter(&visit()).unwrap(), Chapter::default());
    assert_eq!(db.assignment(&visit()).unwrap(), None);
}

fn writing_is_possible(db: &dyn Db) {
    db.check_writable().unwrap();
    db.check_writable().unwrap();
    assert_eq!(db.counts().unwrap(), Default::default());
    assert_eq!(db.append(Vec::new(), at(1)).unwrap(), Unit::Done(Vec::new()));
}

fn whole_or_not_at_all(db: &dyn Db) {
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

fn running_hash(db: &dyn Db) {
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

fn no_gaps(db: &dyn Db) {
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

fn audiences(db: &dyn Db) {
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

fn pages(db: &dyn Db) {
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
    let second = db.feed(&AMINA_READS, Some(&first.cursor)).unwrap();
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
    let third = db.feed(&AMINA_READS, Some(&second.cursor)).unwrap();
    assert_eq!((third.entries.len(), third.more), (1, true));
}

fn rollback(db: &dyn Db) {
    furnished(db);
    let honest = end(db);
    assert!(!db.feed(&AMINA_READS, Some(&honest)).unwrap().rollback);
    let foreign = [
        Cursor { epoch: [8; 16], ..honest },
        Cursor { seq: honest.seq + 1, ..honest },
        Cursor { seq: u64::MAX, ..honest },
        Cursor { head: ContentHash::of(b"x"), ..honest },
        Cursor { seq: 0, ..honest },
    ];
    let all = db.feed(&AMINA_READS, None).unwrap();
    for cursor in foreign {
        let page = db.feed(&AMINA_READS, Some(&cursor)).unwrap();
        assert!(page.rollback, "{cursor:?}");
        assert_eq!((page.entries.len(), page.cursor), (all.entries.len(), honest));
    }
}

fn parcel_twice(db: &dyn Db) {
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

fn draft_moved(db: &dyn Db) {
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

fn seal_twice(db: &dyn Db) {
    furnished(db);
    let Taken::Stored(seq) = one(db, Intake::Sealed(seal(b"seal", b"by one"))) else { panic!() };
    assert_eq!(one(db, Intake::Sealed(seal(b"seal", b"by two"))), Taken::Known(seq));
    let chapter = db.chapter(&visit()).unwrap().sealed.unwrap();
    assert_eq!((chapter.sealed, chapter.parcel), (ContentHash::of(b"seal"), ContentHash::of(b"by one")));
    assert_eq!((chapter.seq, chapter.position), (seq, 1));
    assert_eq!(db.ledger(0, 10).unwrap().len(), 1);
    assert_eq!(db.sealed_parcel(&visit()).unwrap().unwrap().bytes, b"by one");
}

fn second_seal(db: &dyn Db) {
    furnished(db);
    one(db, Intake::Sealed(seal(b"seal", b"one")));
    let before = db.counts().unwrap();
    assert_eq!(db.append(vec![Intake::Sealed(seal(b"another", b"two"))], at(20)).unwrap(), Unit::Moved);
    assert_eq!(db.counts().unwrap(), before);
}

fn ledger_chain(db: &dyn Db) {
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

fn aside_once(db: &dyn Db) {
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

fn accepted_later(db: &dyn Db) {
    furnished(db);
    one(db, Intake::SetAside(aside(b"one")));
    let Taken::Stored(seq) = one(db, Intake::Draft(draft(b"one", 0))) else { panic!() };
    assert!(db.quarantine(10).unwrap()[0].accepted_later);
    assert_eq!(db.counts().unwrap().quarantined, 0);
    assert_eq!(db.standings(&[ContentHash::of(b"one")]).unwrap(), vec![Some(Standing::Durable(seq))]);
}

fn joins(db: &dyn Db) {
    furnished(db);
    one(db, Intake::Draft(draft(b"one", 0)));
    one(db, Intake::Sealed(SealIntake { built_on: 1, ..seal(b"seal", b"two") }));
    let before = db.feed(&BO_READS, None).unwrap().cursor;
    let hers_before = end(db);
    one(db, task(2, &[AMINA, BO]));
    let joined = db.feed(&BO_READS, Some(&before)).unwrap();
    let kinds: Vec<u8> = joined.entries.iter().map(|entry| entry.kind).collect();
    let expected = [FeedKind::Task, FeedKind::Draft, FeedKind::Sealed, FeedKind::Ledger];
    assert_eq!(kinds, expected.map(FeedKind::byte));
    assert_eq!(joined.entries[1].body, Some(b"one".to_vec()));
    let hers = db.feed(&AMINA_READS, Some(&hers_before)).unwrap();
    assert_eq!(hers.entries.len(), 1, "only the task for who was there");
    one(db, task(3, &[BO]));
    let everyone = db.assignment(&visit()).unwrap().unwrap().everyone;
    assert_eq!(everyone, [AMINA, BO], "work of an officer no longer named still counts");
}

fn revision_order(db: &dyn Db) {
    furnished(db);
    for revision in [0, 1, 3, u32::MAX] {
        assert_eq!(db.append(vec![task(revision, &[AMINA])], at(20)).unwrap(), Unit::Moved);
    }
    one(db, task(2, &[AMINA]));
    assert_eq!(db.task(&TASK).unwrap().unwrap().revision, 2);
    assert_eq!(db.tasks().unwrap().len(), 1);
}

fn unchanged_enterprise(db: &dyn Db) {
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

fn one_code_one_device(db: &dyn Db) {
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

fn tokens(db: &dyn Db) {
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

fn wanted(db: &dyn Db) {
    furnished(db);
    let digests: Vec<ContentHash> = [b"one".as_slice(), b"two", b"three"].map(ContentHash::of).to_vec();
    one(db, Intake::Draft(draft(b"one", 0)));
    one(db, Intake::Draft(draft(b"two", 1)));
    assert_eq!(db.wanted(&AMINA_READS, &digests, 1000).unwrap(), [b"one".to_vec(), b"two".to_vec()]);
    assert_eq!(db.wanted(&AMINA_READS, &digests, 1).unwrap(), [b"one".to_vec()], "one at least");
    assert!(db.wanted(&BO_READS, &digests, 1000).unwrap().is_empty());
}

fn files(db: &dyn Db) {
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

fn rebuilt(db: &dyn Db) {
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
