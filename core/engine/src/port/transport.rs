//! The network.

use crate::adapter::HttpTransportError;

/// Method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Read.
    Get,
    /// Ask without a body.
    Head,
    /// Create or exchange.
    Post,
    /// Continue an upload.
    Patch,
}

impl Method {
    /// The method as HTTP writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Patch => "PATCH",
        }
    }
}

/// One request to the office's server. The adapter knows where the server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Path with a leading slash, e.g. `/v1/sync`.
    pub path: String,
    /// Headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body; empty for none.
    pub body: Vec<u8>,
    /// Most bytes the answer's body may have. The adapter stops reading there.
    pub response_bytes_max: usize,
}

impl HttpRequest {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

/// The server's answer, of whatever status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body, whole: a body that was cut is [`TransportError::Cut`].
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// No whole answer came. Whether the server acted is unknown; everything sent is safe to send again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection: no network, wrong address, server down.
    #[error("the server cannot be reached: {detail}")]
    Unreachable {
        /// What the network said.
        detail: String,
    },
    /// The connection broke before the whole answer was here.
    #[error("the connection broke: {detail}")]
    Cut {
        /// What the network said.
        detail: String,
    },
    /// The server's certificate is not under the roots that came with enrolment, or the address is not https.
    #[error("the server is not the one this device was enrolled with: {detail}")]
    Untrusted {
        /// What the check said.
        detail: String,
    },
    /// The answer is larger than asked for.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// Most bytes that were allowed.
        limit: usize,
    },
}

impl TransportError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] =
        &["transport.unreachable", "transport.cut", "transport.untrusted", "transport.too-large"];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "transport.unreachable",
            Self::Cut { .. } => "transport.cut",
            Self::Untrusted { .. } => "transport.untrusted",
            Self::TooLarge { .. } => "transport.too-large",
        }
    }
}

/// Sends one request and waits for its answer.
pub trait Transport: Send + Sync {
    /// Errors: [`TransportError`]; an answer of any status is not an error.
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError>;

    /// Sends to this server from now on: told at enrolment and at each start. Who knows its server otherwise need not
    /// listen.
    ///
    /// Errors: `transport.address`, `transport.roots`, `transport.client`.
    fn turn_to(&self, _url: &str, _roots_pem: &str) -> Result<(), HttpTransportError> {
        Ok(())
    }
}
