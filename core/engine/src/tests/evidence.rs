//! Evidence files: kept as they were captured, sent, fetched, freed.

use super::phone::*;
use crate::view::FilePlace;
use crate::*;
use zhian_domain::answer::Conformity;
use zhian_domain::evidence::EvidencePurpose;
use zhian_domain::id::{EvidenceHash, ItemId};

#[test]
fn a_file_is_named_by_its_bytes_and_chained_to_the_one_before() {
    let (_, lin, _) = district();
    lin.checks_in();
    let first = lin.attaches("a.bin", b"first");
    let second = lin.attaches("b.bin", b"second");
    assert_eq!(first.evidence.hash, EvidenceHash::of(b"first"));
    assert_eq!(second.evidence.previous, Some(first.evidence.hash));
    let FilePlace::Here { path } = &first.file else { panic!("the file is here") };
    assert_eq!(std::fs::read(path).unwrap(), b"first");
    assert_eq!(first.evidence.bytes, 5);
    assert_eq!(lin.not_safe().unwrap().files, 2);
}

#[test]
fn the_same_file_twice_is_one_evidence_and_on_another_visit_it_is_refused() {
    let (office, lin, _) = district();
    lin.checks_in();
    let first = lin.attaches("a.bin", b"same");
    assert_eq!(lin.attaches("again.bin", b"same"), first);
    assert_eq!(lin.not_safe().unwrap().files, 1);
    let mut other = task();
    other.id = zhian_domain::id::TaskId::from_bytes([0x78; 16]);
    office.publishes_task(&other);
    lin.syncs();
    lin.check_in(&CheckInRequest { task: other.id, position: None, rights_told: true }).unwrap();
    let request = AttachRequest { visit: other.visit(), ..lin.attach_request("c.bin", b"same") };
    assert_eq!(lin.attach(&request, &Watch::quiet()).unwrap_err().code(), "engine.evidence-elsewhere");
}

#[test]
fn a_file_for_an_item_that_is_unknown_is_refused_before_it_is_copied_and_one_file_does_not_serve_two_items() {
    let (_office, mut lin, _) = district();
    lin.checks_in();
    lin.attaches("a.bin", b"same");
    let nowhere = EvidencePurpose::Item(ItemId::new("NONE-1").unwrap());
    let request = AttachRequest { purpose: nowhere, ..lin.attach_request("b.bin", b"for nothing") };
    assert_eq!(lin.attach(&request, &Watch::quiet()).unwrap_err().code(), "engine.unknown-item");
    let request = AttachRequest { purpose: EvidencePurpose::Scene, ..lin.attach_request("c.bin", b"same") };
    assert_eq!(lin.attach(&request, &Watch::quiet()).unwrap_err().code(), "engine.evidence-elsewhere");
    assert_eq!(lin.not_safe().unwrap().files, 1);
    lin.opens();
    assert_eq!(lin.opened().orphan_files, 0);
}

#[test]
fn a_file_that_cannot_be_kept_leaves_nothing() {
    let (_, lin, _) = district();
    let visit = lin.checks_in();
    let attach = |request: &AttachRequest| lin.attach(request, &Watch::quiet()).unwrap_err().code();
    assert_eq!(attach(&lin.attach_request("empty", b"")), "engine.source-size");
    let absent = AttachRequest { source: lin.dir.path().join("absent"), ..lin.attach_request("x", b"x") };
    assert_eq!(attach(&absent), "engine.source");
    *lin.disk.full_for_files.lock().unwrap() = true;
    assert_eq!(attach(&lin.attach_request("a", b"a")), "store.disk-full");
    lin.answers("T-1", Conformity::Meets);
    *lin.disk.full_for_files.lock().unwrap() = false;
    let token = CancelToken::default();
    token.cancel();
    let stopped = lin.attach(&lin.attach_request("a", b"a"), &Watch::cancelled_by(token)).unwrap_err();
    assert_eq!(stopped.code(), "engine.cancelled");
    assert_eq!(lin.visit(&visit).unwrap().counts.evidence, 0);
    lin.attaches("a", b"a");
}

#[test]
fn a_photograph_that_cannot_be_shown_is_kept_and_marked() {
    let (_, lin, _) = district();
    lin.checks_in();
    let cut = lin.attaches("cut.jpg", b"\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\0\0\0");
    assert_eq!((cut.evidence.media_type.as_str(), cut.evidence.readable), ("image/jpeg", false));
    let whole = lin.attaches("whole.jpg", b"\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\0\0\0\xff\xd9");
    assert!(whole.evidence.readable);
}

#[test]
fn a_colleagues_photograph_is_fetched_on_demand_and_checked() {
    let (office, lin, zhou) = district();
    let visit = lin.checks_in();
    let bytes: Vec<u8> = (0..600_000_u32).map(|at| (at % 251) as u8).collect();
    let hash = lin.attaches("a.jpg", &bytes).evidence.hash;
    let fetch = || zhou.fetch_evidence(&visit, &hash, &Watch::quiet());
    lin.checks_in_again_is_refused();
    lin.syncs_without_files();
    zhou.syncs();
    assert_eq!(fetch().unwrap_err().code(), "engine.evidence-not-at-office");
    assert_eq!(zhou.status(&visit).unwrap().participants[0].devices[0].bytes_missing_here, 600_000);
    lin.syncs();
    office.with(|books| books.files.get_mut(&hash.to_string()).unwrap()[7] ^= 1);
    assert_eq!(fetch().unwrap_err().code(), "engine.evidence-altered");
    office.with(|books| books.files.get_mut(&hash.to_string()).unwrap()[7] ^= 1);
    let FilePlace::Here { path } = fetch().unwrap().file else { panic!("the file is here") };
    assert_eq!(std::fs::read(path).unwrap(), bytes);
}

impl Phone {
    fn checks_in_again_is_refused(&self) {
        let again = CheckInRequest { task: task().id, position: None, rights_told: true };
        assert_eq!(self.check_in(&again).unwrap_err().code(), "engine.already-checked-in");
    }

    /// The line holds for the exchange of parcels and is cut at the first file.
    fn syncs_without_files(&self) {
        self.office.with(|books| books.faults.cut_after = Some(books.requests + 1));
        assert!(matches!(self.syncs().end, view::SyncEnd::Cut { .. }));
        self.office.with(|books| books.faults.cut_after = None);
    }
}

#[test]
fn a_file_that_changed_on_the_disk_is_set_aside_and_the_next_one_travels() {
    let (office, lin, _) = district();
    lin.checks_in();
    let bad = lin.attaches("a.bin", b"0123456789");
    let good = lin.attaches("b.bin", b"another file");
    let FilePlace::Here { path } = &bad.file else { panic!("the file is here") };
    std::fs::write(path, b"0123456780").unwrap();
    let report = lin.syncs();
    assert_eq!((report.files_acknowledged, report.quarantined), (1, 1));
    assert!(office.with(|books| books.files.contains_key(&good.evidence.hash.to_string())));
    assert_eq!(lin.quarantine().unwrap()[0].code, "engine.evidence-altered");
    let doctor = lin.doctor(&Watch::quiet()).unwrap();
    assert_eq!((doctor.files_checked, doctor.files_bad[0].code), (2, "engine.evidence-altered"));
}

#[test]
fn an_upload_that_was_cut_goes_on_where_it_stood() {
    let (office, lin, _) = district();
    lin.checks_in();
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|at| (at % 253) as u8).collect();
    lin.attaches("a.jpg", &bytes);
    office.with(|books| books.faults.cut_after = Some(books.requests + 4));
    let cut = lin.syncs();
    assert!(matches!(cut.end, view::SyncEnd::Cut { code: "transport.cut", .. }));
    assert_eq!((cut.not_safe.files, cut.not_safe.file_bytes), (1, 1_000_000 - 2 * 256 * 1024));
    office.with(|books| books.faults.cut_after = None);
    let done = lin.syncs();
    assert_eq!(done.file_bytes_sent, 1_000_000 - 2 * 256 * 1024);
    assert!(done.not_safe.is_all_safe());
}
