//! Whole requests that are refused.

use crate::world::{Phone, World, post};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use zhian_domain::id::{ContentHash, VisitId};
use zhian_protocol::limits::{
    BODY_BYTES_MAX, BODY_COMPRESSED_BYTES_MAX, HEAD_CHECKS_PER_REQUEST_MAX, PARCELS_PER_REQUEST_MAX,
    WANTED_PER_REQUEST_MAX,
};
use zhian_protocol::sync::{HeadCheck, PATH};
use zhian_protocol::{enrol, frame};

async fn world_and_phone() -> (World, Phone) {
    let world = World::new();
    let inspector = world.hires("示一");
    let phone = world.phone(inspector, 1).await;
    (world, phone)
}

#[tokio::test]
async fn an_address_that_does_not_exist_is_said_not_to_exist() {
    let world = World::new();
    let answered = world.asks(Request::get("/v1/nothing").body(Body::empty()).unwrap()).await;
    assert_eq!((answered.status, answered.code().as_str()), (StatusCode::NOT_FOUND, "request.no-such-route"));
}

#[tokio::test]
async fn a_wrong_method_is_named_as_such() {
    let world = World::new();
    for path in [PATH, enrol::PATH, "/v1/evidence", "/healthz"] {
        let answered = world.asks(Request::delete(path).body(Body::empty()).unwrap()).await;
        assert_eq!(
            (answered.status, answered.code().as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "request.method"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_refused_before_anything_else() {
    let world = World::new();
    for path in [PATH, enrol::PATH] {
        let request = Request::post(path).header("content-type", "application/json").body(Body::from("{}"));
        let answered = world.asks(request.unwrap()).await;
        assert_eq!(
            (answered.status, answered.code().as_str()),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "request.content-type")
        );
    }
}

#[tokio::test]
async fn missing_wrong_and_revoked_tokens_get_the_same_answer() {
    let (world, phone) = world_and_phone().await;
    let body = frame::write(&phone.request(Vec::new())).unwrap();
    let mut answers = Vec::new();
    answers.push(world.asks(post(PATH, None, body.clone())).await);
    answers.push(world.asks(post(PATH, Some("AAAAAAAAAAAAAAAAAAAAAA"), body.clone())).await);
    answers.push(world.asks(post(PATH, Some(&"A".repeat(5000)), body.clone())).await);
    zhian_server::admin::device::revoke(&world.office, &phone.device).unwrap();
    answers.push(world.asks(post(PATH, Some(&phone.token), body)).await);
    for answered in &answers {
        assert_eq!((answered.status, answered.code().as_str()), (StatusCode::UNAUTHORIZED, "auth.refused"));
        assert_eq!(answered.body, answers[0].body, "nothing tells the reasons apart");
    }
}

#[tokio::test]
async fn a_body_that_is_no_frame_is_refused_with_a_code() {
    let (world, phone) = world_and_phone().await;
    let cases = [
        (b"hello".to_vec(), "frame.not-compressed"),
        (Vec::new(), "frame.not-compressed"),
        (zstd::bulk::compress(b"hello", 1).unwrap(), "frame.malformed"),
    ];
    for (body, code) in cases {
        let answered = world.asks(post(PATH, Some(&phone.token), body)).await;
        assert_eq!((answered.status, answered.code().as_str()), (StatusCode::BAD_REQUEST, code));
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_whether_or_not_it_says_so_first() {
    let (world, phone) = world_and_phone().await;
    let large = vec![0; BODY_COMPRESSED_BYTES_MAX + 1];
    let mut announced = post(PATH, Some(&phone.token), large.clone());
    announced.headers_mut().insert("content-length", large.len().into());
    let streamed = post(PATH, Some(&phone.token), large);
    for request in [announced, streamed] {
        let answered = world.asks(request).await;
        assert_eq!(
            (answered.status, answered.code().as_str()),
            (StatusCode::PAYLOAD_TOO_LARGE, "request.body-too-large")
        );
    }
    let bomb = zstd::bulk::compress(&vec![0; BODY_BYTES_MAX + 1], 19).unwrap();
    let answered = world.asks(post(PATH, Some(&phone.token), bomb)).await;
    assert_eq!(
        (answered.status, answered.code().as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "frame.too-large")
    );
}

#[tokio::test]
async fn lists_at_the_limit_are_read_and_one_past_it_are_refused() {
    let (world, phone) = world_and_phone().await;
    let many = [
        (PARCELS_PER_REQUEST_MAX, 0, 0),
        (0, WANTED_PER_REQUEST_MAX, 0),
        (0, 0, HEAD_CHECKS_PER_REQUEST_MAX),
    ];
    for (push, want, checks) in many {
        for past in [0, 1] {
            let grown = |count: usize| if count == 0 { 0 } else { count + past };
            let mut request = phone.request(vec![vec![1]; grown(push)]);
            request.want = vec![ContentHash::of(b"x"); grown(want)];
            let check = HeadCheck { visit: VisitId::from_bytes([7; 16]), heads: [7; 8] };
            request.checks = vec![check; grown(checks)];
            let answered = phone.sends(&world, &request).await;
            if past == 0 {
                assert_eq!(answered.status, StatusCode::OK);
            } else {
                let found = (answered.status, answered.code());
                assert_eq!(found, (StatusCode::PAYLOAD_TOO_LARGE, "request.over-limit".to_owned()));
            }
        }
    }
}

#[tokio::test]
async fn a_device_without_a_common_version_is_told_to_update() {
    let (world, phone) = world_and_phone().await;
    let mut request = phone.request(Vec::new());
    (request.oldest, request.newest) = (7, 9);
    let answered = phone.sends(&world, &request).await;
    assert_eq!(
        (answered.status, answered.code().as_str()),
        (StatusCode::UPGRADE_REQUIRED, "request.version")
    );
}

#[tokio::test]
async fn refusals_come_in_the_form_that_the_client_reads() {
    let world = World::new();
    let plain = world.asks(Request::post(PATH).body(Body::empty()).unwrap()).await;
    assert_eq!(plain.header("content-type"), Some("application/json; charset=utf-8"));
    let request = Request::post(PATH).header("accept", frame::CONTENT_TYPE).body(Body::empty()).unwrap();
    let ours = world.asks(request).await;
    assert_eq!(ours.header("content-type"), Some(frame::CONTENT_TYPE));
    assert_eq!(plain.code(), ours.code());
}

#[tokio::test]
async fn health_and_figures_are_told_without_a_token_and_without_names() {
    let (world, mut phone) = world_and_phone().await;
    phone.syncs(&world, Vec::new()).await;
    let health = world.asks(Request::get("/healthz").body(Body::empty()).unwrap()).await;
    assert_eq!((health.status, health.body.as_slice()), (StatusCode::OK, br#"{"status":"ok"}"#.as_slice()));
    let metrics = world.asks(Request::get("/metrics").body(Body::empty()).unwrap()).await;
    let text = String::from_utf8(metrics.body).unwrap();
    assert!(text.contains(r#"zhian_requests_total{outcome="ok",route="sync"} 1"#), "{text}");
    assert!(text.contains("zhian_feed_end"), "{text}");
    assert!(!text.contains("示一") && !text.contains(&phone.token));
}

#[test]
fn every_code_of_the_server_has_a_sentence_in_both_languages() {
    let missing: Vec<&str> = zhian_server::ServerError::codes()
        .chain(zhian_server::admin::directory::CODES.iter().copied())
        .filter(|code| !zhian_protocol::explain::is_known(code))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}
