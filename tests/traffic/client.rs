//! A device as the office sees it: one connection kept open, requests one after another.

use super::Failure;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use zhian_domain::id::{EvidenceHash, VisitId};
use zhian_protocol::evidence;
use zhian_protocol::frame;
use zhian_protocol::sync::{self, Cursor, Outcome, SyncRequest, SyncResponse};

/// One connection of one device.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    token: String,
    cursor: Option<Cursor>,
}

impl Client {
    /// Connects to `host`, an address and port on this machine.
    pub async fn connect(host: &str, token: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // The connection ends with the sender; an error shows at the next request.
        tokio::spawn(connection);
        Ok(Self { sender, host: host.to_owned(), token: token.to_owned(), cursor: None })
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: Bytes,
    ) -> Result<(StatusCode, Bytes), Failure> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.host)
            .header("authorization", format!("Bearer {}", self.token));
        for (name, text) in headers {
            request = request.header(*name, text);
        }
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(Full::new(body))?).await?;
        let status = response.status();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }

    /// One sync with these parcels; every one of them must be durable or known afterwards.
    pub async fn push(&mut self, parcels: Vec<Vec<u8>>) -> Result<SyncResponse, Failure> {
        let request = SyncRequest {
            oldest: 1,
            newest: 1,
            cursor: self.cursor.map(|cursor| cursor.mark()),
            push: parcels,
            want: Vec::new(),
            device_unix_ms: 0,
            checks: Vec::new(),
        };
        let headers = [("content-type", frame::CONTENT_TYPE.to_owned())];
        let body = Bytes::from(frame::write(&request)?);
        let (status, body) = self.send(Method::POST, sync::PATH, &headers, body).await?;
        if status != StatusCode::OK {
            return Err(format!("sync was answered {status}").into());
        }
        let response: SyncResponse = frame::read(&body)?;
        self.cursor = Some(response.cursor);
        for receipt in &response.receipts {
            match &receipt.outcome {
                Outcome::Durable(_) | Outcome::Known(_) => {}
                other => return Err(format!("a prepared parcel was not taken in: {other:?}").into()),
            }
        }
        Ok(response)
    }

    /// Reads the feed to its end.
    pub async fn catch_up(&mut self) -> Result<(), Failure> {
        while self.push(Vec::new()).await?.more {}
        Ok(())
    }

    /// Sends one evidence file in one piece.
    pub async fn upload(&mut self, hash: &EvidenceHash, visit: &VisitId, file: Bytes) -> Result<(), Failure> {
        let metadata = format!(
            "hash {},visit {}",
            base64(hash.to_string().as_bytes()),
            base64(visit.to_string().as_bytes())
        );
        let create = [
            (evidence::HEADER_TUS, evidence::TUS_VERSION.to_owned()),
            (evidence::HEADER_LENGTH, file.len().to_string()),
            (evidence::HEADER_METADATA, metadata),
        ];
        let (status, _) = self.send(Method::POST, evidence::PATH, &create, Bytes::new()).await?;
        if !status.is_success() {
            return Err(format!("creating an upload was answered {status}").into());
        }
        let path = format!("{}/{hash}", evidence::PATH);
        let append = [
            (evidence::HEADER_TUS, evidence::TUS_VERSION.to_owned()),
            (evidence::HEADER_OFFSET, "0".to_owned()),
            ("content-type", evidence::CHUNK_CONTENT_TYPE.to_owned()),
        ];
        let (status, _) = self.send(Method::PATCH, &path, &append, file).await?;
        if status != StatusCode::NO_CONTENT {
            return Err(format!("sending a file was answered {status}").into());
        }
        Ok(())
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
