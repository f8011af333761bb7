use super::*;
use std::io::Write;
use std::net::TcpListener;

/// Answers one connection with `answer` and gives the request head back.
fn answering(answer: Vec<u8>) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        stream.write_all(&answer).unwrap();
        String::from_utf8(head).unwrap()
    });
    (url, thread)
}

fn get(path: &str, limit: usize) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        path: path.to_owned(),
        headers: vec![("authorization".to_owned(), "Bearer t".to_owned())],
        body: Vec::new(),
        response_bytes_max: limit,
    }
}

#[test]
fn a_request_and_its_answer_travel_whole() {
    let (url, seen) =
        answering(b"HTTP/1.1 209 x\r\nUpload-Offset: 7\r\ncontent-length: 5\r\n\r\nhello".to_vec());
    let answer = HttpTransport::new(&url, "").unwrap().send(&get("/v1/x", 5)).unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (209, b"hello".as_slice()));
    assert_eq!(answer.header("upload-offset"), Some("7"));
    let head = seen.join().unwrap().to_lowercase();
    assert!(head.starts_with("get /v1/x http/1.1\r\n") && head.contains("authorization: bearer t"), "{head}");
}

#[test]
fn a_cut_or_oversized_answer_is_an_error_and_never_a_short_body() {
    let (url, _) = answering(b"HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\nhello".to_vec());
    let cut = HttpTransport::new(&url, "").unwrap().send(&get("/", 100)).unwrap_err();
    assert_eq!(cut.code(), "transport.cut");
    let (url, _) = answering(b"HTTP/1.1 200 x\r\ncontent-length: 5\r\n\r\nhello".to_vec());
    let large = HttpTransport::new(&url, "").unwrap().send(&get("/", 4)).unwrap_err();
    assert_eq!(large, TransportError::TooLarge { limit: 4 });
}

#[test]
fn a_redirect_is_an_answer_and_is_not_followed() {
    let answer = b"HTTP/1.1 302 x\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n".to_vec();
    let (url, _) = answering(answer);
    assert_eq!(HttpTransport::new(&url, "").unwrap().send(&get("/", 0)).unwrap().status, 302);
}

#[test]
fn a_server_that_is_not_there_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let transport = HttpTransport::new(&url, "").unwrap();
    assert_eq!(transport.send(&get("/", 0)).unwrap_err().code(), "transport.unreachable");
    assert_eq!(HttpTransport::default().send(&get("/", 0)).unwrap_err().code(), "transport.unreachable");
}

#[test]
fn plain_http_leaves_this_machine_never() {
    for url in
        ["http://192.0.2.1/", "http://zhian.example/", "http://localhost.evil.example/", "ftp://localhost/"]
    {
        let refused = HttpTransport::new(url, "").map(drop).unwrap_err();
        assert_eq!(refused.code(), "transport.address", "{url}");
    }
    let refused = HttpTransport::new("https://zhian.example/", "").map(drop).unwrap_err();
    assert_eq!(refused.code(), "transport.roots");
    assert!(HttpTransport::new("http://[::1]:9/", "").is_ok());
}

#[test]
fn the_token_goes_to_no_other_server() {
    let transport = HttpTransport::new("http://127.0.0.1:9/", "").unwrap();
    let error = transport.send(&get("//192.0.2.1/v1/sync", 0)).unwrap_err();
    assert!(
        matches!(&error, TransportError::Unreachable { detail } if detail.contains("another server")),
        "{error}"
    );
}
