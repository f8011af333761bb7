//! Work that travels between phones in a file.

use super::phone::*;
use crate::*;
use std::path::PathBuf;
use zhian_domain::answer::Conformity::Meets;

/// 周's visit with a photograph, written into a bundle without any network.
fn bundle() -> (std::sync::Arc<super::office::Office>, Phone, Phone, PathBuf) {
    let (office, lin, zhou) = district();
    let visit = zhou.checks_in();
    zhou.answers("T-1", Meets);
    zhou.attaches("a.bin", b"a photograph");
    let to = zhou.dir.path().join("visit.zhian");
    let request = ExportRequest { visits: vec![visit], with_evidence: true, to: to.clone() };
    let report = zhou.export_bundle(&request, &Watch::quiet()).unwrap();
    assert_eq!((report.parcels, report.files), (1, 1));
    assert_eq!(report.bytes, std::fs::metadata(&to).unwrap().len());
    (office, lin, zhou, to)
}

#[test]
fn a_colleagues_work_comes_by_file_and_either_phone_brings_it_to_the_office() {
    let (office, lin, zhou, file) = bundle();
    let report = lin.import_bundle(&file, &Watch::quiet()).unwrap();
    assert_eq!((report.changes, report.files, report.waiting), (3, 1, 0));
    let visit = task().visit();
    assert_eq!(lin.visit(&visit).unwrap().counts.answered, 1);
    assert_eq!((lin.not_safe().unwrap().changes, lin.not_safe().unwrap().files), (3, 1));
    assert!(lin.syncs().not_safe.is_all_safe());
    assert_eq!(office.with(|books| (books.parcels.len(), books.files.len())), (1, 1));
    // 周's own exchange finds it there already.
    let report = zhou.syncs();
    assert_eq!((report.parcels_acknowledged, office.with(|books| books.parcels.len())), (1, 1));
    assert!(report.not_safe.is_all_safe());
}

#[test]
fn the_same_bundle_again_changes_nothing() {
    let (_, lin, _zhou, file) = bundle();
    lin.import_bundle(&file, &Watch::quiet()).unwrap();
    let before = lin.visit(&task().visit()).unwrap();
    let report = lin.import_bundle(&file, &Watch::quiet()).unwrap();
    assert_eq!((report.changes, report.files, report.known), (0, 0, 1));
    assert_eq!(lin.visit(&task().visit()).unwrap(), before);
}

#[test]
fn a_bundle_never_replaces_a_file_and_needs_a_visit() {
    let (_, _, zhou, file) = bundle();
    let request = ExportRequest { visits: vec![task().visit()], with_evidence: false, to: file.clone() };
    assert_eq!(zhou.export_bundle(&request, &Watch::quiet()).unwrap_err().code(), "engine.bundle-file");
    let none = ExportRequest { visits: Vec::new(), ..request.clone() };
    assert_eq!(zhou.export_bundle(&none, &Watch::quiet()).unwrap_err().code(), "engine.empty");
    let token = CancelToken::default();
    token.cancel();
    let elsewhere = ExportRequest { to: zhou.dir.path().join("other.zhian"), with_evidence: true, ..request };
    let stopped = zhou.export_bundle(&elsewhere, &Watch::cancelled_by(token)).unwrap_err();
    assert_eq!(stopped.code(), "engine.cancelled");
    assert!(!elsewhere.to.exists() && !elsewhere.to.with_extension("part").exists());
}

#[test]
fn a_bundle_that_was_cut_or_harmed_anywhere_is_refused_and_harms_nothing() {
    let (_, lin, _zhou, file) = bundle();
    let whole = std::fs::read(&file).unwrap();
    let import = |bytes: &[u8]| {
        let path = lin.file("harmed.zhian", bytes);
        lin.import_bundle(&path, &Watch::quiet())
    };
    for cut in (0..whole.len()).step_by(7) {
        assert_eq!(import(&whole[..cut]).unwrap_err().code(), "engine.bundle", "cut at {cut}");
    }
    let front = 9 + 4 + 8 + 36 + 40 + 32;
    for at in 0..front {
        let mut harmed = whole.clone();
        harmed[at] ^= 0x41;
        assert_eq!(import(&harmed).unwrap_err().code(), "engine.bundle", "byte {at}");
    }
    assert_eq!(import(&[whole.as_slice(), b"more"].concat()).unwrap_err().code(), "engine.bundle");
    assert_eq!(
        lin.import_bundle(&lin.dir.path().join("absent"), &Watch::quiet()).unwrap_err().code(),
        "engine.bundle-file"
    );
    lin.import_bundle(&file, &Watch::quiet()).unwrap();
    assert_eq!(lin.visit(&task().visit()).unwrap().counts.evidence, 1);
}

#[test]
fn files_that_nobody_cites_stay_in_the_bundle() {
    let (_, lin, _zhou, file) = bundle();
    let other = Phone::new(&lin.office, 2);
    other.enrols();
    // This phone knows neither task nor devices: the parcel waits, its file is passed over.
    let report = other.import_bundle(&file, &Watch::quiet()).unwrap();
    assert_eq!((report.waiting, report.files, report.files_unknown), (1, 0, 1));
    assert_eq!(other.syncs().waiting, 0, "task and devices came, and the parcel was taken in");
    let report = other.import_bundle(&file, &Watch::quiet()).unwrap();
    assert_eq!((report.files, report.known), (1, 1));
    assert!(other.syncs().not_safe.is_all_safe());
}
