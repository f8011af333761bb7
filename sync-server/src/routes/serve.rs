//! Running the service on a listener.

use crate::error::ServerError;
use crate::office::State;
use axum::serve::ListenerExt;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long running requests may take to finish once a shutdown is asked for.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is done, then finishes the requests that are running.
///
/// The listener and the end belong to the caller. Errors: the listener failed.
pub async fn launch(
    listener: TcpListener,
    state: State,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServerError> {
    let (asked, was_asked) = oneshot::channel();
    // Answers are small and final: waiting for more to send would only add latency.
    let listener = listener.tap_io(|stream| {
        let _unchanged = stream.set_nodelay(true);
    });
    let service = axum::serve(listener, super::app(state)).with_graceful_shutdown(async move {
        shutdown.await;
        // Nobody listens if the service has ended by itself.
        let _told = asked.send(());
    });
    let overdue = async {
        if was_asked.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = async { service.await } => ended.map_err(|cause| ServerError::Internal { detail: cause.to_string() }),
        () = overdue => {
            tracing::warn!("requests were still running when the grace period ended");
            Ok(())
        }
    }
}
