//! What the regulator publishes comes in, and nothing that another key signed.

use super::office::Office;
use super::phone::*;
use super::regulator::*;
use ed25519_dalek::SigningKey;
use std::sync::Arc;
use zhian_domain::law::ARTICLES_V1;
use zhian_domain::quiz::QUIZ_V1;

/// An office with a key, and a phone that was enrolled with it.
fn keyed() -> (Arc<Office>, Phone) {
    let office = Office::new();
    office.has_a_key();
    office.hires(2, "林一");
    let lin = Phone::new(&office, 2);
    lin.enrols();
    (office, lin)
}

fn law_version(phone: &Phone) -> Option<u32> {
    phone.content().unwrap().law.as_ref().map(|law| law.version)
}

/// The law records as another version of themselves.
fn law(version: u32) -> String {
    let text = ARTICLES_V1.replacen("\"version\": 1", &format!("\"version\": {version}"), 1);
    assert!(version == 1 || text != ARTICLES_V1);
    text
}

#[test]
fn everything_published_is_kept_and_the_newest_version_of_each_is_used_after_a_restart_too() {
    let (office, mut lin) = keyed();
    office.publishes_everything();
    let brought = lin.syncs().published_received;
    assert_eq!(law_version(&lin), Some(1));
    assert!(brought >= zhian_domain::content::shipped::all().count() as u64);
    office.publishes_record(&record("law", "law", 2, &law(2)));
    lin.syncs();
    assert_eq!(law_version(&lin), Some(2), "what was read before is read again");
    lin.opens();
    assert_eq!(law_version(&lin), Some(2));
    let kept = lin.store.contents().unwrap();
    assert_eq!(kept.iter().filter(|row| row.kind == "law").count(), 2, "the older version stays");
    assert_eq!(lin.alert_codes(), Vec::<String>::new());
}

#[test]
fn what_another_key_signed_or_somebody_altered_is_refused_and_on_record_and_the_feed_flows_on() {
    let (office, lin) = keyed();
    let mut altered = record("law", "law", 1, &law(1));
    altered.file.push(b' ');
    office.publishes_record(&altered);
    let mut other = record("law", "law", 2, &law(2));
    let stranger = SigningKey::from_bytes(&[0x33; 32]);
    sign(&mut other, &stranger);
    other.office_key = Some(stranger.verifying_key().to_bytes().to_vec());
    office.publishes_record(&other);
    office.publishes_record(&record("quiz", "quiz", 1, QUIZ_V1));
    lin.syncs();
    assert_eq!((law_version(&lin), lin.content().unwrap().banks.len()), (None, 1));
    let codes = lin.alert_codes();
    for code in ["office.bad-signature", "office.other-key"] {
        assert_eq!(codes.iter().filter(|one| *one == code).count(), 1, "{code}");
    }
    assert!(lin.store.contents().unwrap().iter().all(|row| row.kind == "quiz"));
}

#[test]
fn other_bytes_under_a_published_version_never_take_its_place() {
    let (office, lin) = keyed();
    office.publishes_record(&record("law", "law", 1, &law(1)));
    lin.syncs();
    office.publishes_record(&record("law", "law", 1, &format!("{} ", law(1))));
    // The same bytes again are no news.
    office.publishes_record(&ContentRecord { sequence: 1, ..record("law", "law", 1, &law(1)) });
    lin.syncs();
    assert_eq!(lin.alert_codes(), ["office.version-altered"]);
    assert_eq!(lin.store.contents().unwrap()[0].hash, zhian_domain::id::ContentHash::of(law(1).as_bytes()));
}

#[test]
fn what_is_not_understood_is_kept_and_the_version_before_it_is_used() {
    let (office, lin) = keyed();
    office.publishes_record(&record("law", "law", 1, &law(1)));
    office.publishes_record(&record("law", "law", 2, "{\"schema\": 7}"));
    office.publishes_record(&record("weather", "weather", 1, "{}"));
    // A file must be what the signed name says.
    office.publishes_record(&record("law", "law", 3, &law(1)));
    lin.syncs();
    assert_eq!(law_version(&lin), Some(1));
    assert_eq!(lin.alert_codes(), ["office.not-understood"; 3]);
    assert_eq!(lin.store.contents().unwrap().len(), 4, "a newer program may understand them");
}

#[test]
fn a_device_of_before_pins_the_first_key_it_sees_and_keeps_what_came_without_one() {
    let office = Office::new();
    office.hires(2, "林一");
    let lin = Phone::new(&office, 2);
    lin.enrols();
    office.publishes_record(&record("law", "law", 1, &law(1)));
    lin.syncs();
    assert_eq!((law_version(&lin), lin.alert_codes()), (None, vec!["office.no-key".to_owned()]));
    let mut telling = record("quiz", "quiz", 1, QUIZ_V1);
    telling.office_key = Some(public_key());
    office.publishes_record(&telling);
    lin.syncs();
    assert_eq!(law_version(&lin), Some(1), "what was kept is the office's, as can be told now");
    assert_eq!(lin.content().unwrap().banks.len(), 1);
}

use zhian_protocol::content::ContentRecord;
