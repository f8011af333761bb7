//! `serve`.

use super::args::{Log, Serve};
use super::open;
use super::say::Voice;
use std::io::Write;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use zhian_server::{Folder, ServerError, launch};

/// Stack of a thread that works on drafts: foreign changes are checked before they can nest deeply, and this is the
/// second line of defence.
const STACK_BYTES: usize = 8 * 1024 * 1024;

/// Threads that compute or wait for the disk. A few more than requests worked on at once.
const WORKERS_MAX: usize = 40;

/// The merge library opens a span for every document it loads; writing those out costs more than loading.
fn log_filter(asked: &str) -> String {
    if asked.contains("automerge") { asked.to_owned() } else { format!("{asked},automerge=off") }
}

/// Serves until SIGTERM or SIGINT.
pub fn serve(folder: &Folder, how: &Serve, voice: Voice) -> Result<(), ServerError> {
    let filter = EnvFilter::try_new(log_filter(&how.log_level)).map_err(|cause| {
        let zh = format!("“{}”有误，例如 info、debug、zhian_server=debug", how.log_level);
        ServerError::Invalid { what: "log level", zh, detail: cause.to_string() }
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Set once; a second subscriber would only be refused.
    let _set = match how.log {
        Log::Json => log.json().try_init(),
        Log::Text => log.try_init(),
    };
    let failed = |cause: std::io::Error| ServerError::Internal { detail: cause.to_string() };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(WORKERS_MAX)
        .thread_stack_size(STACK_BYTES)
        .build()
        .map_err(failed)?;
    let office = open(folder)?;
    runtime.block_on(async {
        let refused = |cause| ServerError::Listen { address: how.listen.clone(), cause };
        let listener = TcpListener::bind(&how.listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let (mut term, mut interrupt) = (
            signal(SignalKind::terminate()).map_err(failed)?,
            signal(SignalKind::interrupt()).map_err(failed)?,
        );
        // The one line that a script can wait for: it names the port that was really taken.
        let _gone =
            writeln!(std::io::stdout(), "{} http://{address}", voice.pick("正在监听", "listening on"));
        let _gone = std::io::stdout().flush();
        tracing::info!(%address, "serving");
        launch(listener, office, async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("shutting down");
        })
        .await
    })
    // The office is dropped here: its writer finishes what is queued and folds the log into the file.
}
