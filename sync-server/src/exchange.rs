//! One sync request: what came in is stored, what is new goes out.

use crate::auth::reader;
use crate::db::{KnownDevice, Page};
use crate::error::ServerError;
use crate::ingest::{self, standing};
use crate::office::Office;
use zhian_domain::id::VisitId;
use zhian_protocol::limits::FEED_BYTES_PER_PAGE_TARGET;
use zhian_protocol::sync::{HeadCheck, SyncRequest, SyncResponse};
use zhian_protocol::version::negotiate;

/// Answers one sync request of a known device. Everything that a receipt calls durable is on disk.
pub(crate) fn sync(
    office: &Office,
    device: &KnownDevice,
    request: SyncRequest,
) -> Result<SyncResponse, ServerError> {
    let version = negotiate(request.oldest, request.newest)?;
    request.check_limits()?;
    let now = office.clock.now();
    let skew_ms = request.device_unix_ms.saturating_sub(now.unix_ms());
    let pushed = request.push.len();
    let receipts = ingest::take_in(office, device, request.push)?;
    let reader = reader(device);
    let Page { entries: feed, cursor, more, rollback } = office.db.feed(&reader, request.cursor.as_ref())?;
    let wanted = office.db.wanted(&reader, &request.want, FEED_BYTES_PER_PAGE_TARGET)?;
    let differing = differing(office, device, &request.checks)?;
    tracing::debug!(
        device = %device.record.id, pushed, feed = feed.len(), seq = cursor.seq, skew_ms, rollback, "synced"
    );
    if rollback {
        tracing::warn!(device = %device.record.id, "a device read further than this server remembers");
    }
    let server_unix_ms = now.unix_ms();
    Ok(SyncResponse { version, server_unix_ms, receipts, feed, cursor, more, rollback, wanted, differing })
}

/// Visits of this device whose heads are not the server's.
fn differing(
    office: &Office,
    device: &KnownDevice,
    checks: &[HeadCheck],
) -> Result<Vec<VisitId>, ServerError> {
    let mut found = Vec::new();
    for check in checks {
        let Some(assignment) = office.db.assignment(&check.visit)? else {
            // Work on a visit that this server has never heard of: it was restored from a backup, or is another one.
            found.push(check.visit);
            continue;
        };
        if !assignment.everyone.contains(&device.record.inspector) {
            continue;
        }
        let heads = match office.db.heads(&check.visit)? {
            Some(heads) => Some(heads),
            None => standing::untouched_heads(office, &assignment)?,
        };
        if heads != Some(check.heads) {
            found.push(check.visit);
        }
    }
    Ok(found)
}
