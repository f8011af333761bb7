//! A network that the app brings: a system proxy, a background session, a national TLS stack.

use super::HostError;
use std::sync::Arc;
use zhian_engine::adapter::HttpTransportError;
use zhian_engine::port::{self, TransportError};

/// Method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum HttpMethod {
    /// Read.
    Get,
    /// Ask without a body.
    Head,
    /// Create or exchange.
    Post,
    /// Continue an upload.
    Patch,
}

/// One header.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HttpHeader {
    /// Name, in lower case.
    pub name: String,
    /// Value.
    pub value: String,
}

/// One request to the office's server.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HttpRequest {
    /// Method.
    pub method: HttpMethod,
    /// Path with a leading slash, e.g. `/v1/sync`; it follows the address that [`Transport::turn_to`] was told.
    pub path: String,
    /// Headers.
    pub headers: Vec<HttpHeader>,
    /// Body; empty for none.
    pub body: Vec<u8>,
    /// Most bytes the body of the answer may have; stop reading there.
    pub reply_bytes_max: u64,
}

/// The server's answer, of whatever status.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HttpReply {
    /// Status code.
    pub status: u16,
    /// Headers.
    pub headers: Vec<HttpHeader>,
    /// Body, whole. One that was cut is [`HostError::Cut`].
    pub body: Vec<u8>,
}

/// Sends one request and waits for its answer. One that is not waited for any more may still end.
#[uniffi::export(foreign)]
pub trait Transport: Send + Sync {
    /// Sends to this server from now on: told at enrolment and at each start. `roots_pem` are the only roots to trust,
    /// PEM; empty for a server on this machine.
    fn turn_to(&self, url: String, roots_pem: String) -> Result<(), HostError>;

    /// An answer of any status is no error. Must give up by itself after a while, e.g. two minutes.
    fn send(&self, request: HttpRequest) -> Result<HttpReply, HostError>;
}

struct HostTransport(Arc<dyn Transport>);

/// The app's network as the engine's port.
pub(crate) fn host_transport(under: Arc<dyn Transport>) -> Arc<dyn port::Transport> {
    Arc::new(HostTransport(under))
}

impl port::Transport for HostTransport {
    fn send(&self, request: &port::HttpRequest) -> Result<port::HttpResponse, TransportError> {
        let reply = self.0.send(asked(request)).map_err(failed)?;
        let headers = reply.headers.into_iter().map(|one| (one.name.to_ascii_lowercase(), one.value));
        Ok(port::HttpResponse { status: reply.status, headers: headers.collect(), body: reply.body })
    }

    fn turn_to(&self, url: &str, roots_pem: &str) -> Result<(), HttpTransportError> {
        let told = self.0.turn_to(url.to_owned(), roots_pem.to_owned());
        told.map_err(|cause| HttpTransportError::Client { detail: cause.to_string() })
    }
}

fn asked(request: &port::HttpRequest) -> HttpRequest {
    let header = |(name, value): &(String, String)| HttpHeader { name: name.clone(), value: value.clone() };
    HttpRequest {
        method: match request.method {
            port::Method::Get => HttpMethod::Get,
            port::Method::Head => HttpMethod::Head,
            port::Method::Post => HttpMethod::Post,
            port::Method::Patch => HttpMethod::Patch,
        },
        path: request.path.clone(),
        headers: request.headers.iter().map(header).collect(),
        body: request.body.clone(),
        reply_bytes_max: request.response_bytes_max as u64,
    }
}

fn failed(cause: HostError) -> TransportError {
    match cause {
        HostError::Unreachable { detail } | HostError::Failed { detail } => {
            TransportError::Unreachable { detail }
        }
        HostError::Cut { detail } => TransportError::Cut { detail },
        HostError::Untrusted { detail } => TransportError::Untrusted { detail },
    }
}
