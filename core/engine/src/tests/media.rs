//! Pictures and clips: ahead, within a budget, checked, and there without a network.

use super::phone::*;
use super::regulator::*;
use crate::port::{Conditions, HostError, Network, Surroundings};
use crate::view::{HintView, MediumPlace};
use crate::*;
use std::sync::Arc;
use zhian_domain::id::ContentHash;
use zhian_domain::media::Medium;
use zhian_domain::media::{MEDIA_V1, MediaManifest};

fn bytes_of(file: &str) -> Vec<u8> {
    let path = format!("{}/../checklists/media/{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// The office has the files of these media.
fn has_media(office: &super::office::Office, wanted: impl Fn(&str) -> bool) {
    let manifest = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap();
    office.with(|books| {
        for medium in manifest.media.iter().filter(|one| wanted(&one.id)) {
            books.media.insert(medium.hash.to_string(), bytes_of(&medium.file));
        }
    });
}

fn fetch(phone: &Phone) -> Result<view::MediaReport, EngineError> {
    phone.fetch_media(&MediaRequest::default(), &Watch::quiet())
}

fn hints(phone: &Phone, item: &str) -> Vec<HintView> {
    phone.item(&composed_task().visit(), &id(item)).unwrap().hints
}

fn checks_in(phone: &Phone) {
    let request = CheckInRequest { task: task().id, position: None, rights_told: true };
    phone.check_in(&request).unwrap();
}

#[test]
fn hints_of_the_coming_visit_come_first_are_checked_and_are_there_without_a_network() {
    let (office, mut lin, _) = composed_district();
    has_media(&office, |_| true);
    checks_in(&lin);
    let plan = lin.media_plan(None).unwrap().plan;
    let visit = composed_task().visit();
    let is_coming = |one: &Medium| one.items.iter().any(|item| lin.item(&visit, item).is_ok());
    let coming: Vec<bool> = plan.fetch.iter().map(is_coming).collect();
    assert!(coming.iter().filter(|is| **is).count() >= 6);
    assert!(coming.is_sorted_by(|one, next| one >= next), "the items of the visit are served first");
    assert!(hints(&lin, "OLB-01").iter().all(|hint| hint.file == MediumPlace::Absent));
    let report = fetch(&lin).unwrap();
    assert_eq!(report.fetched_files, plan.fetch.len() as u64);
    assert!(report.failed.is_empty());
    office.with(|books| books.faults.cut_after = Some(0));
    lin.opens();
    let shown = hints(&lin, "OLB-01");
    assert!(!shown.is_empty());
    for hint in shown {
        let MediumPlace::Here { path } = &hint.file else { panic!("{} is not here", hint.medium.id) };
        hint.medium.check(&std::fs::read(path).unwrap()).unwrap();
        assert_eq!(lin.medium(&hint.medium.hash).unwrap(), hint);
    }
    assert_eq!(lin.media_plan(None).unwrap().plan.fetch, []);
}

#[test]
fn the_budget_holds_for_all_of_them_and_is_kept() {
    let (office, mut lin, _) = composed_district();
    has_media(&office, |_| true);
    lin.choose_media_budget(20_000).unwrap();
    let report = fetch(&lin).unwrap();
    assert!(report.fetched_bytes <= 20_000 && report.left_out_files > 0);
    lin.opens();
    assert_eq!(lin.media_budget().unwrap(), 20_000);
    let again = fetch(&lin).unwrap();
    let view = lin.media_plan(None).unwrap();
    assert!(view.here_bytes <= 20_000, "what is here counts: {again:?}");
}

/// Mobile data.
struct Paid;

impl Surroundings for Paid {
    fn conditions(&self) -> Result<Conditions, HostError> {
        Ok(Conditions { network: Network::Metered, charging: true, battery_percent: None })
    }
}

#[test]
fn on_a_network_paid_by_the_byte_nothing_is_fetched_unless_that_is_asked_for() {
    let (office, mut lin, _) = composed_district();
    has_media(&office, |_| true);
    let mut config = lin.config(&lin.dir.path().join("data"));
    config.host.surroundings = Some(Arc::new(Paid));
    lin.engine = None;
    lin.engine = Some(Engine::open(config).unwrap());
    assert!(lin.media_plan(None).unwrap().metered);
    let held = fetch(&lin).unwrap();
    assert!(held.held_back && held.fetched_files == 0, "{held:?}");
    let asked = MediaRequest { budget_bytes: None, metered: true };
    let report = lin.fetch_media(&asked, &Watch::quiet()).unwrap();
    assert!(!report.held_back && report.fetched_files > 0, "{report:?}");
}

#[test]
fn a_cut_leaves_no_half_picture_and_the_next_fetch_goes_on_where_it_was() {
    let (office, lin, _) = composed_district();
    has_media(&office, |_| true);
    let clip = MediaManifest::load("manifest.v1.json", MEDIA_V1)
        .unwrap()
        .media
        .into_iter()
        .max_by_key(|one| one.bytes);
    let clip = clip.unwrap();
    // As if the line had been cut after the first bytes.
    let whole = bytes_of(&clip.file);
    lin.store.media().append(&clip.hash, &whole[..100]).unwrap();
    assert_eq!(lin.medium(&clip.hash).unwrap().file, MediumPlace::Absent);
    let requests = office.with(|books| books.requests);
    office.with(|books| books.faults.cut_after = Some(requests));
    assert!(fetch(&lin).unwrap_err().code().starts_with("transport."));
    office.with(|books| books.faults.cut_after = None);
    assert_eq!(lin.media_plan(None).unwrap().begun_bytes, 100);
    fetch(&lin).unwrap();
    let MediumPlace::Here { path } = lin.medium(&clip.hash).unwrap().file else { panic!("it is here") };
    assert_eq!(std::fs::read(path).unwrap(), whole);
    let asked = office.with(|books| books.ranges.clone());
    assert!(asked.iter().any(|range| range.starts_with("bytes=100-")), "{asked:?}");
}

#[test]
fn a_torn_beginning_is_fetched_anew_and_other_bytes_are_never_shown() {
    let (office, lin, _) = composed_district();
    has_media(&office, |_| true);
    let manifest = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap();
    let (torn, bad, gone) = (&manifest.media[0], &manifest.media[1], &manifest.media[2]);
    lin.store.media().append(&torn.hash, b"torn by a loss of power").unwrap();
    office.with(|books| {
        let bytes = books.media.get_mut(&bad.hash.to_string()).unwrap();
        bytes[0] ^= 1;
        books.media.remove(&gone.hash.to_string());
    });
    let report = fetch(&lin).unwrap();
    let mut failed: Vec<_> = report.failed.iter().map(|one| (one.id.as_str(), one.code)).collect();
    failed.sort_unstable();
    let mut expected = [(bad.id.as_str(), "media.hash"), (gone.id.as_str(), "engine.medium-not-at-office")];
    expected.sort_unstable();
    assert_eq!(failed, expected);
    let place = |hash: &ContentHash| lin.medium(hash).unwrap().file;
    assert!(matches!(place(&torn.hash), MediumPlace::Here { .. }));
    assert_eq!((place(&bad.hash), place(&gone.hash)), (MediumPlace::Absent, MediumPlace::Absent));
    assert!(lin.alert_codes().contains(&"media.hash".to_owned()));
}

#[test]
fn what_no_manifest_names_any_more_is_freed_and_what_the_disk_altered_is_fetched_again() {
    let (office, lin, _) = composed_district();
    has_media(&office, |_| true);
    fetch(&lin).unwrap();
    let mut manifest: Vec<_> = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap().media;
    let altered = manifest.remove(1);
    let MediumPlace::Here { path } = lin.medium(&altered.hash).unwrap().file else { panic!("it is here") };
    std::fs::write(&path, b"altered").unwrap();
    assert_eq!(lin.medium(&altered.hash).unwrap().file, MediumPlace::Absent);
    assert_eq!(fetch(&lin).unwrap().fetched_files, 1);
    let first = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap().media[0].clone();
    let kept: String = one_medium(&first.id);
    office.publishes_record(&record("media", "media", 2, &kept));
    lin.syncs();
    let report = fetch(&lin).unwrap();
    assert!(report.freed_files > 5, "{report:?}");
    assert_eq!(lin.media_plan(None).unwrap().here_files, 1);
    assert_eq!(lin.medium(&altered.hash).unwrap_err().code(), "engine.unknown-medium");
}

/// The shipped manifest as version 2, cut down to its first medium.
fn one_medium(first: &str) -> String {
    let text = MEDIA_V1.replacen("\"version\": 1", "\"version\": 2", 1);
    let begin = text.find("\"media\"").unwrap();
    let open = begin + text[begin..].find('{').unwrap();
    let (mut depth, mut end) = (0, open);
    for (place, letter) in text[open..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            end = open + place;
            break;
        }
    }
    assert!(text[open..=end].contains(first));
    format!("{}]}}", &text[..=end])
}
