//! HTTP on one screen. Each handler translates a request into one call and its answer back.

mod body;
mod evidence;
mod file;
mod media;
mod problem;
mod serve;
mod talk;

pub use serve::launch;

use crate::office::{Office, State};
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use std::sync::Arc;
use tokio::sync::Semaphore;
use zhian_protocol::{content, enrol, evidence as upload, sync};

/// Requests worked on at once; more wait. Bounds the memory of unfolded bodies.
const REQUESTS_AT_ONCE: usize = 32;

/// The whole service as a router.
pub fn app(state: State) -> Router {
    let file = format!("{}/{{hash}}", upload::PATH);
    Router::new()
        .route(sync::PATH, post(talk::sync))
        .route(enrol::PATH, post(talk::enrol))
        .route(upload::PATH, post(evidence::create).options(evidence::options))
        .route(
            &file,
            get(evidence::read).head(evidence::ask).patch(evidence::send).options(evidence::options),
        )
        .route(&format!("{}{{hash}}", content::MEDIA_PATH), get(media::read))
        .route("/healthz", get(talk::health))
        .route("/metrics", get(talk::metrics))
        .fallback(problem::no_such_route)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(from_fn(problem::explain))
        .with_state(Desk { office: state, permits: Arc::new(Semaphore::new(REQUESTS_AT_ONCE)) })
}

/// What handlers share: the office, and how much of it is busy.
#[derive(Clone)]
pub(crate) struct Desk {
    office: Arc<Office>,
    permits: Arc<Semaphore>,
}

impl Desk {
    /// Does work that computes or waits for the disk, off the threads that serve connections.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Office) -> Result<T, crate::ServerError> + Send + 'static,
    ) -> Result<T, crate::ServerError> {
        let failed = |detail: String| crate::ServerError::Internal { detail };
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|cause| failed(cause.to_string()))?;
        let office = Arc::clone(&self.office);
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&office)
        });
        done.await.map_err(|cause| failed(cause.to_string()))?
    }
}
