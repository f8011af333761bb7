//! HTTP by reqwest, trusting exactly the roots that came with enrolment.

use crate::port::{HttpRequest, HttpResponse, Method, Transport, TransportError};
use reqwest::blocking::{Client, Response};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Certificate, Url, redirect};
use std::io::Read;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// No connection after this long means there is no network worth waiting for.
const CONNECT_SECONDS_MAX: u64 = 10;

/// One request with its answer. 512 KiB at 100 kbit/s take 42 s; a page of the feed as long again.
const REQUEST_SECONDS_MAX: u64 = 120;

/// The address of the server or its roots cannot be used. The administrator who made the enrolment code can mend it.
#[derive(Debug, thiserror::Error)]
pub enum HttpTransportError {
    /// Not an address, or plain http to another machine.
    #[error("{url:?} is not an https address: {detail}")]
    Address {
        /// What was given.
        url: String,
        /// What is wrong.
        detail: String,
    },
    /// The roots are no PEM certificates, or https without any.
    #[error("the server's root certificates cannot be used: {detail}")]
    Roots {
        /// What is wrong.
        detail: String,
    },
    /// The HTTP client could not be built.
    #[error("the HTTP client cannot be started: {detail}")]
    Client {
        /// What it said.
        detail: String,
    },
}

impl HttpTransportError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] = &["transport.address", "transport.roots", "transport.client"];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Address { .. } => "transport.address",
            Self::Roots { .. } => "transport.roots",
            Self::Client { .. } => "transport.client",
        }
    }
}

struct Server {
    client: Client,
    base: Url,
}

/// The default transport. It knows no server until [`HttpTransport::point_at`].
#[derive(Default)]
pub struct HttpTransport {
    server: RwLock<Option<Arc<Server>>>,
}

impl HttpTransport {
    /// A transport for one server; see [`HttpTransport::point_at`].
    pub fn new(url: &str, roots_pem: &str) -> Result<Self, HttpTransportError> {
        let transport = Self::default();
        transport.point_at(url, roots_pem)?;
        Ok(transport)
    }

    /// Sends to this server from now on: `https://…` under the given roots only, or `http://` on this machine.
    ///
    /// Errors: [`HttpTransportError`]; the server before stays.
    pub fn point_at(&self, url: &str, roots_pem: &str) -> Result<(), HttpTransportError> {
        let base = checked_address(url)?;
        let client = client(&base, roots_pem)?;
        *self.server.write().unwrap_or_else(PoisonError::into_inner) =
            Some(Arc::new(Server { client, base }));
        Ok(())
    }
}

fn checked_address(url: &str) -> Result<Url, HttpTransportError> {
    let bad = |detail: &str| HttpTransportError::Address { url: url.to_owned(), detail: detail.to_owned() };
    let base = Url::parse(url).map_err(|cause| bad(&cause.to_string()))?;
    let on_this_machine = match base.host_str() {
        Some("localhost" | "127.0.0.1" | "[::1]") => true,
        Some(_) => false,
        None => return Err(bad("it names no host")),
    };
    match base.scheme() {
        "https" => Ok(base),
        "http" if on_this_machine => Ok(base),
        "http" => Err(bad("plain http is for this machine only")),
        _ => Err(bad("only http and https are spoken")),
    }
}

fn client(base: &Url, roots_pem: &str) -> Result<Client, HttpTransportError> {
    // Another part of the program may have chosen a provider before; then that one is used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let roots = Certificate::from_pem_bundle(roots_pem.as_bytes())
        .map_err(|cause| HttpTransportError::Roots { detail: cause.to_string() })?;
    if base.scheme() == "https" && roots.is_empty() {
        return Err(HttpTransportError::Roots { detail: "there is none".to_owned() });
    }
    Client::builder()
        .tls_certs_only(roots)
        .https_only(base.scheme() == "https")
        .redirect(redirect::Policy::none())
        .no_proxy()
        .connect_timeout(Duration::from_secs(CONNECT_SECONDS_MAX))
        .timeout(Duration::from_secs(REQUEST_SECONDS_MAX))
        .build()
        .map_err(|cause| HttpTransportError::Client { detail: cause.to_string() })
}

impl Transport for HttpTransport {
    fn turn_to(&self, url: &str, roots_pem: &str) -> Result<(), HttpTransportError> {
        self.point_at(url, roots_pem)
    }

    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let server = self.server.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(server) = server else {
            return Err(TransportError::Unreachable { detail: "no server is known yet".to_owned() });
        };
        let unreachable = |detail: String| TransportError::Unreachable { detail };
        let url = server.base.join(&request.path).map_err(|cause| unreachable(cause.to_string()))?;
        // A path such as //other-host/ would lead elsewhere, and the token with it.
        if url.origin() != server.base.origin() {
            return Err(unreachable(format!("{} leads to another server", request.path)));
        }
        let response = server
            .client
            .request(method(request.method), url)
            .headers(headers(&request.headers)?)
            .body(request.body.clone())
            .send()
            .map_err(|cause| failure(&cause))?;
        receive(response, request.response_bytes_max)
    }
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Head => reqwest::Method::HEAD,
        Method::Post => reqwest::Method::POST,
        Method::Patch => reqwest::Method::PATCH,
    }
}

fn headers(given: &[(String, String)]) -> Result<HeaderMap, TransportError> {
    let bad = |name: &str| TransportError::Unreachable { detail: format!("header {name} cannot be sent") };
    given
        .iter()
        .map(|(name, value)| {
            let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad(name))?;
            Ok((key, HeaderValue::from_str(value).map_err(|_| bad(name))?))
        })
        .collect()
}

fn receive(response: Response, limit: usize) -> Result<HttpResponse, TransportError> {
    let status = response.status().as_u16();
    let headers = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let mut body = Vec::new();
    response
        .take((limit as u64).saturating_add(1))
        .read_to_end(&mut body)
        .map_err(|cause| TransportError::Cut { detail: cause.to_string() })?;
    if body.len() > limit {
        return Err(TransportError::TooLarge { limit });
    }
    Ok(HttpResponse { status, headers, body })
}

fn failure(cause: &reqwest::Error) -> TransportError {
    let detail = chain(cause);
    // The TLS library's error is buried in the chain and has no public type there.
    if detail.contains("certificate") {
        TransportError::Untrusted { detail }
    } else if cause.is_connect() || cause.is_builder() {
        TransportError::Unreachable { detail }
    } else {
        TransportError::Cut { detail }
    }
}

fn chain(cause: &dyn std::error::Error) -> String {
    let mut text = cause.to_string();
    let mut next = cause.source();
    while let Some(inner) = next {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        next = inner.source();
    }
    text
}

#[cfg(test)]
mod tests;
