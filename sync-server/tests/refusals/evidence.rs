//! Evidence uploads: resumed, shared, refused.

use crate::world::{Answered, Phone, World};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zhian_domain::id::{ContentHash, EvidenceHash, VisitId};
use zhian_domain::task::Task;
use zhian_protocol::evidence::{CHUNK_CONTENT_TYPE, PATH};
use zhian_protocol::limits::{CHUNK_BYTES_MAX, EVIDENCE_BYTES_MAX};

struct Scene {
    world: World,
    amina: Phone,
    bo: Phone,
    chen: Phone,
    task: Task,
}

async fn scene() -> Scene {
    let world = World::new();
    let (one, two, three) = (world.hires("示一"), world.hires("例二"), world.hires("样三"));
    let (amina, bo) = (world.phone(one, 1).await, world.phone(two, 2).await);
    let chen = world.phone(three, 3).await;
    let task = world.task(&[one, two]);
    Scene { world, amina, bo, chen, task }
}

fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|at| (at * 31 % 251) as u8).collect()
}

fn request(phone: &Phone, method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {}", phone.token))
        .header("tus-resumable", "1.0.0")
}

fn metadata(hash: &str, visit: &VisitId) -> String {
    format!("hash {},visit {}", STANDARD.encode(hash), STANDARD.encode(visit.to_string()))
}

impl Scene {
    async fn creates(&self, phone: &Phone, hash: &EvidenceHash, length: u64) -> Answered {
        self.creates_for(phone, &hash.to_string(), &self.task.visit(), &length.to_string()).await
    }

    async fn creates_for(&self, phone: &Phone, hash: &str, visit: &VisitId, length: &str) -> Answered {
        let request = request(phone, Method::POST, PATH)
            .header("upload-length", length)
            .header("upload-metadata", metadata(hash, visit));
        self.world.asks(request.body(Body::empty()).unwrap()).await
    }

    async fn sends(&self, phone: &Phone, hash: &EvidenceHash, offset: u64, piece: &[u8]) -> Answered {
        let digest = STANDARD.encode(ContentHash::of(piece).as_bytes());
        self.sends_as(phone, hash, offset, piece, Some(format!("sha256 {digest}"))).await
    }

    async fn sends_as(
        &self,
        phone: &Phone,
        hash: &EvidenceHash,
        offset: u64,
        piece: &[u8],
        checksum: Option<String>,
    ) -> Answered {
        let mut request = request(phone, Method::PATCH, &format!("{PATH}/{hash}"))
            .header("content-type", CHUNK_CONTENT_TYPE)
            .header("content-length", piece.len())
            .header("upload-offset", offset);
        if let Some(checksum) = checksum {
            request = request.header("upload-checksum", checksum);
        }
        self.world.asks(request.body(Body::from(piece.to_vec())).unwrap()).await
    }

    async fn asks(&self, phone: &Phone, hash: &EvidenceHash) -> Answered {
        let request = request(phone, Method::HEAD, &format!("{PATH}/{hash}"));
        self.world.asks(request.body(Body::empty()).unwrap()).await
    }

    async fn reads(&self, phone: &Phone, hash: &EvidenceHash, range: Option<&str>) -> Answered {
        let mut request = request(phone, Method::GET, &format!("{PATH}/{hash}"));
        if let Some(range) = range {
            request = request.header("range", range);
        }
        self.world.asks(request.body(Body::empty()).unwrap()).await
    }
}

fn refused(answered: &Answered) -> (u16, String) {
    (answered.status.as_u16(), answered.code())
}

#[tokio::test]
async fn a_file_arrives_in_pieces_and_is_read_back_by_the_colleague() {
    let scene = scene().await;
    let file = bytes(CHUNK_BYTES_MAX + 1000);
    let hash = EvidenceHash::of(&file);
    let created = scene.creates(&scene.amina, &hash, file.len() as u64).await;
    assert_eq!((created.status, created.header("upload-offset")), (StatusCode::CREATED, Some("0")));
    assert_eq!(created.header("location").unwrap(), format!("{PATH}/{hash}"));
    let first = scene.sends(&scene.amina, &hash, 0, &file[..CHUNK_BYTES_MAX]).await;
    assert_eq!(first.status, StatusCode::NO_CONTENT);
    assert_eq!(first.header("upload-offset").unwrap(), CHUNK_BYTES_MAX.to_string());
    assert_eq!(first.header("zhian-ledger-position"), None, "not durable as a whole yet");
    assert_eq!(refused(&scene.reads(&scene.bo, &hash, None).await), (404, "evidence.unknown".to_owned()));
    let last = scene.sends(&scene.amina, &hash, CHUNK_BYTES_MAX as u64, &file[CHUNK_BYTES_MAX..]).await;
    assert_eq!(last.header("zhian-ledger-position"), Some("1"));
    let read = scene.reads(&scene.bo, &hash, None).await;
    assert_eq!((read.status, read.body == file), (StatusCode::OK, true));
    let part = scene.reads(&scene.bo, &hash, Some("bytes=10-19")).await;
    assert_eq!((part.status, part.body.as_slice()), (StatusCode::PARTIAL_CONTENT, &file[10..20]));
    assert_eq!(part.header("content-range").unwrap(), format!("bytes 10-19/{}", file.len()));
    let beyond = scene.reads(&scene.bo, &hash, Some("bytes=9999999-")).await;
    assert_eq!(refused(&beyond), (416, "evidence.range".to_owned()));
    let again = scene.creates(&scene.bo, &hash, file.len() as u64).await;
    assert_eq!((again.status, again.header("zhian-ledger-position")), (StatusCode::OK, Some("1")));
}

#[tokio::test]
async fn what_arrived_before_a_cut_is_kept_across_a_restart() {
    let mut scene = scene().await;
    let file = bytes(300_000);
    let hash = EvidenceHash::of(&file);
    scene.creates(&scene.amina, &hash, file.len() as u64).await;
    let parts = vec![Ok(file[..100_000].to_vec()), Err(std::io::Error::other("the line broke"))];
    let body = Body::from_stream(futures_util::stream::iter(parts));
    let cut = request(&scene.amina, Method::PATCH, &format!("{PATH}/{hash}"))
        .header("content-type", CHUNK_CONTENT_TYPE)
        .header("upload-offset", 0)
        .body(body)
        .unwrap();
    assert_eq!(refused(&scene.world.asks(cut).await), (400, "request.body-cut".to_owned()));
    scene.world.restarts();
    let standing = scene.asks(&scene.amina, &hash).await;
    assert_eq!(standing.header("upload-offset"), Some("100000"));
    assert_eq!(standing.header("upload-length"), Some("300000"));
    let rest = scene.sends_as(&scene.amina, &hash, 100_000, &file[100_000..], None).await;
    assert_eq!(rest.header("zhian-ledger-position"), Some("1"));
}

#[tokio::test]
async fn a_checked_piece_that_is_cut_or_altered_leaves_nothing_behind() {
    let scene = scene().await;
    let file = bytes(1000);
    let hash = EvidenceHash::of(&file);
    scene.creates(&scene.amina, &hash, 1000).await;
    let wrong = format!("sha256 {}", STANDARD.encode([0; 32]));
    let altered = scene.sends_as(&scene.amina, &hash, 0, &file, Some(wrong)).await;
    assert_eq!(refused(&altered), (460, "evidence.checksum-differs".to_owned()));
    for bad in ["md5 AAAA", "sha256 AAAA", "sha256", ""] {
        let answered = scene.sends_as(&scene.amina, &hash, 0, &file, Some(bad.to_owned())).await;
        assert_eq!(refused(&answered), (400, "request.header".to_owned()), "{bad}");
    }
    assert_eq!(scene.asks(&scene.amina, &hash).await.header("upload-offset"), Some("0"));
}

#[tokio::test]
async fn pieces_out_of_order_or_twice_are_refused_and_the_place_is_told() {
    let scene = scene().await;
    let file = bytes(1000);
    let hash = EvidenceHash::of(&file);
    scene.creates(&scene.amina, &hash, 1000).await;
    let early = scene.sends(&scene.amina, &hash, 500, &file[500..]).await;
    assert_eq!(refused(&early), (409, "evidence.wrong-offset".to_owned()));
    scene.sends(&scene.amina, &hash, 0, &file[..500]).await;
    let twice = scene.sends(&scene.bo, &hash, 0, &file[..500]).await;
    assert_eq!(refused(&twice), (409, "evidence.wrong-offset".to_owned()), "two devices, one upload");
    assert_eq!(scene.asks(&scene.bo, &hash).await.header("upload-offset"), Some("500"));
    let done = scene.sends(&scene.bo, &hash, 500, &file[500..]).await;
    assert_eq!(done.header("zhian-ledger-position"), Some("1"), "the colleague finishes it");
}

#[tokio::test]
async fn bytes_past_the_announced_end_are_refused_and_nothing_is_written() {
    let scene = scene().await;
    let file = bytes(1000);
    let hash = EvidenceHash::of(&file);
    scene.creates(&scene.amina, &hash, 900).await;
    let past = scene.sends(&scene.amina, &hash, 0, &file).await;
    assert_eq!(refused(&past), (400, "evidence.past-end".to_owned()));
    assert_eq!(scene.asks(&scene.amina, &hash).await.header("upload-offset"), Some("0"));
}

#[tokio::test]
async fn bytes_that_do_not_give_the_hash_are_kept_aside_and_the_upload_starts_again() {
    let scene = scene().await;
    let file = bytes(1000);
    let hash = EvidenceHash::of(&file);
    scene.creates(&scene.amina, &hash, 1000).await;
    let wrong = vec![7; 1000];
    let answered = scene.sends(&scene.amina, &hash, 0, &wrong).await;
    assert_eq!(refused(&answered), (422, "evidence.hash-differs".to_owned()));
    let aside: Vec<_> =
        std::fs::read_dir(scene.world.folder.path().join("evidence/aside")).unwrap().collect();
    assert_eq!(std::fs::read(aside[0].as_ref().unwrap().path()).unwrap(), wrong);
    assert_eq!(scene.asks(&scene.amina, &hash).await.header("upload-offset"), Some("0"));
    let done = scene.sends(&scene.amina, &hash, 0, &file).await;
    assert_eq!(done.header("zhian-ledger-position"), Some("1"));
}

#[tokio::test]
async fn an_empty_file_is_complete_when_it_is_announced() {
    let scene = scene().await;
    let hash = EvidenceHash::of(b"");
    let created = scene.creates(&scene.amina, &hash, 0).await;
    assert_eq!((created.status, created.header("zhian-ledger-position")), (StatusCode::CREATED, Some("1")));
    assert_eq!(scene.reads(&scene.amina, &hash, None).await.body, b"");
    let not_empty = EvidenceHash::of(b"x");
    let answered = scene.creates(&scene.amina, &not_empty, 0).await;
    assert_eq!(refused(&answered), (422, "evidence.hash-differs".to_owned()));
}

#[tokio::test]
async fn files_at_the_limit_are_announced_and_one_byte_past_it_is_refused() {
    let scene = scene().await;
    let hash = EvidenceHash::of(b"large");
    assert_eq!(scene.creates(&scene.amina, &hash, EVIDENCE_BYTES_MAX).await.status, StatusCode::CREATED);
    let past = scene.creates(&scene.amina, &hash, EVIDENCE_BYTES_MAX + 1).await;
    assert_eq!(refused(&past), (413, "evidence.too-large".to_owned()));
    let piece = bytes(CHUNK_BYTES_MAX + 1);
    let answered = scene.sends(&scene.amina, &hash, 0, &piece).await;
    assert_eq!(refused(&answered), (413, "request.body-too-large".to_owned()));
}

#[tokio::test]
async fn nobody_outside_the_visit_sends_or_reads_its_files() {
    let scene = scene().await;
    let file = bytes(1000);
    let hash = EvidenceHash::of(&file);
    let unknown = (404, "evidence.unknown".to_owned());
    assert_eq!(refused(&scene.creates(&scene.chen, &hash, 1000).await), unknown);
    scene.creates(&scene.amina, &hash, 1000).await;
    assert_eq!(refused(&scene.sends(&scene.chen, &hash, 0, &file).await), unknown);
    scene.sends(&scene.amina, &hash, 0, &file).await;
    assert_eq!(refused(&scene.reads(&scene.chen, &hash, None).await), unknown);
    assert_eq!(scene.asks(&scene.chen, &hash).await.status, StatusCode::NOT_FOUND);
    let stranger = Request::get(format!("{PATH}/{hash}")).body(Body::empty()).unwrap();
    assert_eq!(refused(&scene.world.asks(stranger).await), (401, "auth.refused".to_owned()));
    // Knowing a hash from elsewhere gives no claim on the bytes: they must be shown.
    let own = scene.world.task(&[scene.chen.inspector]);
    let created = scene.creates_for(&scene.chen, &hash.to_string(), &own.visit(), "1000").await;
    assert_eq!((created.status, created.header("upload-offset")), (StatusCode::CREATED, Some("0")));
    assert_eq!(refused(&scene.reads(&scene.chen, &hash, None).await), unknown);
    let done = scene.sends(&scene.chen, &hash, 0, &file).await;
    assert_eq!(done.header("zhian-ledger-position"), Some("2"));
    assert_eq!(scene.reads(&scene.chen, &hash, None).await.body, file);
}

#[tokio::test]
async fn headers_and_names_that_make_no_sense_are_refused() {
    let scene = scene().await;
    let visit = scene.task.visit();
    let hash = EvidenceHash::of(b"x").to_string();
    let header = (400, "request.header".to_owned());
    for length in ["", "-1", "1e3", "99999999999999999999999"] {
        assert_eq!(
            refused(&scene.creates_for(&scene.amina, &hash, &visit, length).await),
            header,
            "{length}"
        );
    }
    for bad in ["../../etc/passwd", "", "abc"] {
        assert_eq!(refused(&scene.creates_for(&scene.amina, bad, &visit, "1").await), header, "{bad}");
    }
    let bare = request(&scene.amina, Method::POST, PATH).header("upload-length", 1);
    assert_eq!(refused(&scene.world.asks(bare.body(Body::empty()).unwrap()).await), header);
    for path in ["..%2F..%2Foffice.sqlite", "%00", "abc"] {
        let get = request(&scene.amina, Method::GET, &format!("{PATH}/{path}")).body(Body::empty());
        let answered = scene.world.asks(get.unwrap()).await;
        assert_eq!(refused(&answered), (404, "evidence.unknown".to_owned()), "{path}");
    }
    let old = Request::post(PATH).header("tus-resumable", "0.2.2").body(Body::empty()).unwrap();
    let answered = scene.world.asks(old).await;
    assert_eq!(refused(&answered), (412, "request.tus-version".to_owned()));
    assert_eq!(answered.header("tus-version"), Some("1.0.0"));
    let plain = request(&scene.amina, Method::PATCH, &format!("{PATH}/{hash}")).header("upload-offset", 0);
    let answered = scene.world.asks(plain.body(Body::empty()).unwrap()).await;
    assert_eq!(refused(&answered), (415, "request.content-type".to_owned()));
}

#[tokio::test]
async fn what_the_server_can_do_is_told_to_whoever_asks() {
    let world = World::new();
    let request = Request::builder().method(Method::OPTIONS).uri(PATH).body(Body::empty()).unwrap();
    let answered = world.asks(request).await;
    assert_eq!(answered.status, StatusCode::NO_CONTENT);
    assert_eq!(answered.header("tus-version"), Some("1.0.0"));
    assert_eq!(answered.header("tus-extension"), Some("creation,checksum"));
    assert_eq!(answered.header("tus-checksum-algorithm"), Some("sha256"));
    assert_eq!(answered.header("tus-max-size").unwrap(), EVIDENCE_BYTES_MAX.to_string());
}
