//! What every store of evidence must do.

use zhian_domain::id::{EvidenceHash, VisitId};
use zhian_server::evidence::{EvidenceError, EvidenceStore, UploadKey};

/// A sentence, and the function that shows it.
type Clause = (&'static str, fn(&dyn EvidenceStore));

/// A sentence about a restart, and the function that shows it.
type RestartClause = (&'static str, fn(Reopen<'_>));

/// Every sentence with the test that shows it.
pub const CONTRACT: &[Clause] = &[
    ("a file that never came is not here", not_here),
    ("pieces in order become a file under its hash", in_order),
    ("a piece at another place is refused, and the place is told", out_of_order),
    ("a file that is not whole is not completed", not_whole),
    ("bytes that do not give the hash never become a file, and the upload stands at 0 again", wrong_hash),
    ("more bytes than announced never become a file", too_many),
    ("an empty file is a file", empty),
    ("uploads of two visits do not touch each other", two_visits),
    ("a file that is completed again is the same file", twice),
    ("a file is read from any place, and is empty at its end", ranges),
    ("two devices that send the same pieces at once make one file", at_once),
    ("writing is possible and leaves nothing behind", writable),
];

/// Opens the same store once more, as after a restart.
pub type Reopen<'a> = &'a dyn Fn() -> Box<dyn EvidenceStore>;

/// Sentences about what survives the end of the process.
pub const ACROSS_RESTARTS: &[RestartClause] =
    &[("what arrived before a restart is there after it", survives)];

fn key(content: &[u8], visit: u8) -> UploadKey {
    UploadKey { hash: EvidenceHash::of(content), visit: VisitId::from_bytes([visit; 16]) }
}

fn content(count: usize) -> Vec<u8> {
    (0..count).map(|at| (at * 31 % 251) as u8).collect()
}

fn send(store: &dyn EvidenceStore, upload: &UploadKey, bytes: &[u8]) {
    assert_eq!(store.append(upload, 0, bytes).unwrap(), bytes.len() as u64);
    store.keep(upload).unwrap();
    store.complete(upload, bytes.len() as u64).unwrap();
}

fn not_here(store: &dyn EvidenceStore) {
    let upload = key(b"x", 1);
    assert_eq!(store.size(&upload.hash).unwrap(), None);
    assert_eq!(store.offset(&upload).unwrap(), 0);
    assert!(matches!(store.read(&upload.hash, 0, 10), Err(EvidenceError::Missing { .. })));
    store.keep(&upload).unwrap();
}

fn in_order(store: &dyn EvidenceStore) {
    let bytes = content(1_000_000);
    let upload = key(&bytes, 1);
    let mut at = 0;
    for piece in bytes.chunks(256 * 1024) {
        at = store.append(&upload, at, piece).unwrap();
        store.keep(&upload).unwrap();
        assert_eq!(store.offset(&upload).unwrap(), at);
        assert_eq!(store.size(&upload.hash).unwrap(), None, "not before it is whole");
    }
    store.complete(&upload, at).unwrap();
    assert_eq!(store.size(&upload.hash).unwrap(), Some(1_000_000));
    assert_eq!(store.read(&upload.hash, 0, 2_000_000).unwrap(), bytes);
    assert_eq!(store.offset(&upload).unwrap(), 0, "the upload is over");
}

fn out_of_order(store: &dyn EvidenceStore) {
    let bytes = content(100);
    let upload = key(&bytes, 1);
    for offset in [1, 50, u64::MAX] {
        let refused = store.append(&upload, offset, &bytes).unwrap_err();
        assert!(matches!(refused, EvidenceError::WrongOffset { have: 0, given, .. } if given == offset));
    }
    store.append(&upload, 0, &bytes[..60]).unwrap();
    let refused = store.append(&upload, 0, &bytes[..60]).unwrap_err();
    assert!(matches!(refused, EvidenceError::WrongOffset { have: 60, .. }));
    assert_eq!(store.offset(&upload).unwrap(), 60);
}

fn not_whole(store: &dyn EvidenceStore) {
    let bytes = content(100);
    let upload = key(&bytes, 1);
    let nothing = store.complete(&upload, 100).unwrap_err();
    assert!(matches!(nothing, EvidenceError::Incomplete { have: 0, expected: 100, .. }));
    store.append(&upload, 0, &bytes[..60]).unwrap();
    let part = store.complete(&upload, 100).unwrap_err();
    assert!(matches!(part, EvidenceError::Incomplete { have: 60, expected: 100, .. }));
    assert_eq!(store.append(&upload, 60, &bytes[60..]).unwrap(), 100, "it goes on");
}

fn wrong_hash(store: &dyn EvidenceStore) {
    let upload = key(b"what was announced", 1);
    for _ in 0..2 {
        store.append(&upload, 0, b"something else").unwrap();
        let refused = store.complete(&upload, 14).unwrap_err();
        assert!(
            matches!(refused, EvidenceError::HashDiffers { found, .. } if found == EvidenceHash::of(b"something else"))
        );
        assert_eq!(store.offset(&upload).unwrap(), 0);
        assert_eq!(store.size(&upload.hash).unwrap(), None);
    }
    send(store, &upload, b"what was announced");
}

fn too_many(store: &dyn EvidenceStore) {
    let upload = key(b"12345", 1);
    store.append(&upload, 0, b"12345").unwrap();
    assert!(store.complete(&upload, 4).is_err());
    assert_eq!(store.size(&upload.hash).unwrap(), None);
}

fn empty(store: &dyn EvidenceStore) {
    let upload = key(b"", 1);
    store.complete(&upload, 0).unwrap();
    assert_eq!(store.size(&upload.hash).unwrap(), Some(0));
    assert_eq!(store.read(&upload.hash, 0, 10).unwrap(), b"");
    let lie = key(b"not empty", 1);
    assert!(matches!(store.complete(&lie, 0), Err(EvidenceError::HashDiffers { .. })));
}

fn two_visits(store: &dyn EvidenceStore) {
    let (first, second) = (key(b"the same", 1), key(b"the same", 2));
    store.append(&first, 0, b"garbage!").unwrap();
    assert_eq!(store.offset(&second).unwrap(), 0);
    send(store, &second, b"the same");
    assert!(matches!(store.complete(&first, 8), Err(EvidenceError::HashDiffers { .. })));
    assert_eq!(store.read(&second.hash, 0, 100).unwrap(), b"the same");
}

fn twice(store: &dyn EvidenceStore) {
    let (first, second) = (key(b"the same", 1), key(b"the same", 2));
    send(store, &first, b"the same");
    send(store, &second, b"the same");
    assert_eq!(store.read(&first.hash, 0, 100).unwrap(), b"the same");
}

fn ranges(store: &dyn EvidenceStore) {
    let bytes = content(1000);
    let upload = key(&bytes, 1);
    send(store, &upload, &bytes);
    assert_eq!(store.read(&upload.hash, 10, 20).unwrap(), &bytes[10..30]);
    assert_eq!(store.read(&upload.hash, 990, 20).unwrap(), &bytes[990..]);
    assert_eq!(store.read(&upload.hash, 1000, 20).unwrap(), b"");
    assert_eq!(store.read(&upload.hash, 5000, 20).unwrap(), b"");
}

fn at_once(store: &dyn EvidenceStore) {
    let bytes = content(400_000);
    let upload = key(&bytes, 1);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut at = 0;
                while at < bytes.len() as u64 {
                    let end = bytes.len().min(at as usize + 10_000);
                    at = match store.append(&upload, at, &bytes[at as usize..end]) {
                        Ok(at) => at,
                        Err(EvidenceError::WrongOffset { have, .. }) => have,
                        Err(other) => panic!("{other}"),
                    };
                }
            });
        }
    });
    store.complete(&upload, bytes.len() as u64).unwrap();
    assert_eq!(store.read(&upload.hash, 0, 1_000_000).unwrap(), bytes);
}

fn writable(store: &dyn EvidenceStore) {
    store.check_writable().unwrap();
    store.check_writable().unwrap();
}

fn survives(reopen: Reopen<'_>) {
    let bytes = content(1000);
    let upload = key(&bytes, 1);
    let store = reopen();
    store.append(&upload, 0, &bytes[..600]).unwrap();
    store.keep(&upload).unwrap();
    drop(store);
    let store = reopen();
    assert_eq!(store.offset(&upload).unwrap(), 600);
    store.append(&upload, 600, &bytes[600..]).unwrap();
    store.complete(&upload, 1000).unwrap();
    drop(store);
    assert_eq!(reopen().read(&upload.hash, 0, 2000).unwrap(), bytes);
}
