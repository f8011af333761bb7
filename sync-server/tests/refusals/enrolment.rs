//! Who gets in, and who does not.

use crate::world::World;
use axum::http::StatusCode;
use ed25519_dalek::{Signer, SigningKey};
use zhian_protocol::enrol::{self, EnrolRequest, EnrolResponse, proof_message};
use zhian_protocol::frame;
use zhian_protocol::limits::DEVICE_LABEL_BYTES_MAX;
use zhian_server::auth;

const HOUR_MS: i64 = 3_600_000;

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

#[tokio::test]
async fn a_code_enrols_one_device_and_no_second_one() {
    let world = World::new();
    let code = auth::issue(&world.office, world.hires("示一"), HOUR_MS).unwrap().text;
    assert_eq!(world.enrols(&code, &key(1)).await.status, StatusCode::OK);
    let second = world.enrols(&code, &key(2)).await;
    assert_eq!((second.status, second.code().as_str()), (StatusCode::UNAUTHORIZED, "auth.refused"));
    assert_eq!(world.office.db.devices().unwrap().len(), 1);
}

#[tokio::test]
async fn a_device_whose_answer_was_lost_enrols_again_with_the_same_code_and_gets_a_new_token() {
    let world = World::new();
    let code = auth::issue(&world.office, world.hires("示一"), HOUR_MS).unwrap().text;
    let first: EnrolResponse = frame::read(&world.enrols(&code, &key(1)).await.body).unwrap();
    let again: EnrolResponse = frame::read(&world.enrols(&code, &key(1)).await.body).unwrap();
    assert_eq!(first.device, again.device);
    assert_ne!(first.token, again.token);
    assert_eq!(again.token.len(), 22);
}

#[tokio::test]
async fn a_code_past_its_time_is_refused_like_any_other() {
    let world = World::new();
    let code = auth::issue(&world.office, world.hires("示一"), HOUR_MS).unwrap().text;
    world.watch.passes(HOUR_MS + 1);
    let late = world.enrols(&code, &key(1)).await;
    assert_eq!((late.status, late.code().as_str()), (StatusCode::UNAUTHORIZED, "auth.refused"));
}

#[tokio::test]
async fn a_code_is_spent_after_a_few_wrong_guesses() {
    let world = World::new();
    let code = auth::issue(&world.office, world.hires("示一"), HOUR_MS).unwrap().text;
    let wrong = format!("{}-00000-00000-00000", &code[..5]);
    for _ in 0..auth::CODE_MISSES_MAX {
        assert_eq!(world.enrols(&wrong, &key(1)).await.code(), "auth.refused");
    }
    assert_eq!(world.enrols(&code, &key(1)).await.code(), "auth.refused", "even the right one");
}

#[tokio::test]
async fn codes_that_never_existed_or_are_no_codes_are_refused_alike() {
    let world = World::new();
    for code in ["00000-00000-00000-00000", "", "hello", "中文"] {
        assert_eq!(world.enrols(code, &key(1)).await.code(), "auth.refused", "{code}");
    }
    let long = world.enrols(&"0".repeat(65), &key(1)).await;
    assert_eq!((long.status, long.code().as_str()), (StatusCode::BAD_REQUEST, "request.field"));
}

#[tokio::test]
async fn a_key_that_the_device_does_not_hold_is_not_enrolled() {
    let world = World::new();
    let code = auth::issue(&world.office, world.hires("示一"), HOUR_MS).unwrap().text;
    let public_key = key(1).verifying_key().to_bytes().to_vec();
    let mut request = EnrolRequest {
        oldest: 1,
        newest: 1,
        code: code.clone(),
        suite: 1,
        proof: key(2).sign(&proof_message(&code, &public_key)).to_bytes().to_vec(),
        public_key: public_key.clone(),
        label: "测试机".to_owned(),
        app: "tests 1".to_owned(),
    };
    let ask = |request: &EnrolRequest| {
        world.asks(crate::world::post(enrol::PATH, None, frame::write(request).unwrap()))
    };
    assert_eq!(ask(&request).await.code(), "auth.refused");
    request.proof = key(1).sign(&proof_message(&code, &public_key)).to_bytes().to_vec();
    request.suite = 9;
    assert_eq!(ask(&request).await.code(), "auth.refused", "a suite nobody knows");
    request.suite = 1;
    request.label = "x".repeat(DEVICE_LABEL_BYTES_MAX + 1);
    assert_eq!(ask(&request).await.code(), "request.field");
    request.label.pop();
    assert_eq!(ask(&request).await.status, StatusCode::OK, "at the limit; nothing before spent the code");
}

#[tokio::test]
async fn a_revoked_device_does_not_come_back_with_its_old_key() {
    let world = World::new();
    let inspector = world.hires("示一");
    let phone = world.phone(inspector, 1).await;
    zhian_server::admin::device::revoke(&world.office, &phone.device).unwrap();
    let code = auth::issue(&world.office, inspector, HOUR_MS).unwrap().text;
    assert_eq!(world.enrols(&code, &key(1)).await.code(), "auth.refused");
    assert_eq!(world.enrols(&code, &key(2)).await.status, StatusCode::OK, "a new key may");
}
