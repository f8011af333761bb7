//! Guidance pictures and clips: for enrolled devices, whole or by range, and nothing else by that road.

use crate::world::{Answered, World};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use ed25519_dalek::SigningKey;
use std::path::PathBuf;
use zhian_domain::id::ContentHash;
use zhian_protocol::enrol::EnrolResponse;
use zhian_protocol::frame;
use zhian_protocol::sync::SyncResponse;
use zhian_server::admin::content;
use zhian_server::auth;

fn shipped() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../core/checklists"))
}

async fn gets(world: &World, token: Option<&str>, name: &str, range: Option<&str>) -> Answered {
    let mut request = Request::builder().method(Method::GET).uri(format!("/v1/media/{name}"));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if let Some(range) = range {
        request = request.header("range", range);
    }
    world.asks(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_published_picture_is_fetched_by_its_hash_by_enrolled_devices_only() {
    let world = World::new();
    let phone = world.phone(world.hires("示一"), 1).await;
    let picture = std::fs::read(shipped().join("media/files/oeb-04-weighing.svg")).unwrap();
    let name = ContentHash::of(&picture).to_string();
    let token = Some(phone.token.as_str());
    assert_eq!(gets(&world, token, &name, None).await.code(), "request.no-such-medium", "not published yet");

    let gathered = content::gather(&[shipped()]).unwrap();
    let checked = content::check(Some(&world.office), gathered, None).unwrap();
    let done = content::publish(&world.office, checked).unwrap();
    assert!(done.media > 100, "{} media", done.media);

    let whole = gets(&world, token, &name, None).await;
    assert_eq!((whole.status, whole.body.as_slice()), (StatusCode::OK, picture.as_slice()));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let rest = gets(&world, token, &name, Some("bytes=100-")).await;
    assert_eq!((rest.status, rest.body.as_slice()), (StatusCode::PARTIAL_CONTENT, &picture[100..]));
    let past = gets(&world, token, &name, Some("bytes=9999999-")).await;
    assert_eq!((past.status, past.code()), (StatusCode::RANGE_NOT_SATISFIABLE, "evidence.range".to_owned()));

    for unknown in [ContentHash::of(b"nothing").to_string(), "x".to_owned(), "..%2Foffice.sqlite".to_owned()]
    {
        let answer = gets(&world, token, &unknown, None).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::NOT_FOUND, "request.no-such-medium".to_owned())
        );
    }
    for token in [None, Some("wrong")] {
        assert_eq!(gets(&world, token, &name, None).await.code(), "auth.refused");
        assert_eq!(gets(&world, token, "x", None).await.code(), "auth.refused");
    }
    // Evidence and media are two shelves: neither is reached by the road of the other.
    let request = Request::builder()
        .uri(format!("/v1/evidence/{name}"))
        .header("authorization", format!("Bearer {}", phone.token))
        .body(Body::empty())
        .unwrap();
    assert_eq!(world.asks(request).await.code(), "evidence.unknown");
}

/// The office's key as a device of a new officer learns it.
async fn learns(world: &World, name: &str, seed: u8) -> Vec<u8> {
    let code = auth::issue(&world.office, world.hires(name), 3_600_000).unwrap().text;
    let answered = world.enrols(&code, &SigningKey::from_bytes(&[seed; 32])).await;
    let response: EnrolResponse = frame::read(&answered.body).unwrap();
    response.office_key.expect("the key comes with enrolment")
}

#[tokio::test]
async fn what_a_device_learns_at_enrolment_verifies_everything_that_is_published() {
    let mut world = World::new();
    let key = learns(&world, "示一", 1).await;
    let gathered = content::gather(&[shipped()]).unwrap();
    let checked = content::check(Some(&world.office), gathered, None).unwrap();
    content::publish(&world.office, checked).unwrap();
    world.restarts();
    assert_eq!(learns(&world, "例二", 2).await, key, "one key for ever");
    let entries = world.office.db.contents().unwrap();
    assert!(entries.len() > 40, "{}", entries.len());
    for entry in entries {
        let record = world.office.db.content(entry.sequence).unwrap().unwrap();
        assert!(record.is_signed_by(&key), "{entry:?}");
    }
}

#[tokio::test]
async fn everything_that_is_shipped_reaches_a_phone_within_300_kb_media_left_aside() {
    const LIMIT: usize = 300_000;
    let world = World::new();
    let mut phone = world.phone(world.hires("示一"), 1).await;
    // What the phone has before: only the content is measured.
    while phone.syncs(&world, Vec::new()).await.more {}
    let gathered = content::gather(&[shipped()]).unwrap();
    let checked = content::check(Some(&world.office), gathered, None).unwrap();
    let published = content::publish(&world.office, checked).unwrap().files.len();
    let (mut bytes, mut pages, mut records) = (0, 0, 0);
    loop {
        let answered = phone.sends(&world, &phone.request(Vec::new())).await;
        bytes += answered.body.len();
        pages += 1;
        let response: SyncResponse = frame::read(&answered.body).unwrap();
        records += response.feed.len();
        phone.cursor = Some(response.cursor);
        if !response.more {
            break;
        }
    }
    assert_eq!(records, published);

    assert!(bytes <= LIMIT, "{bytes} bytes in {pages} pages");
}
