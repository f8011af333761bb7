//! One sync request: what came in is stored, what is new goes out.

use crate::auth::reader;
use crate::db::{KnownDevice, Page};
use crate::error::ServerError;
use crate::ingest::{self, TakenIn, standing};
use crate::office::Office;
use std::collections::BTreeSet;
use zhian_domain::id::VisitId;
use zhian_protocol::limits::FEED_BYTES_PER_PAGE_TARGET;
use zhian_protocol::sync::{HeadCheck, Print, SyncRequest, SyncResponse, short};
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
    let TakenIn { receipts, drafted } = ingest::take_in(office, device, request.push)?;
    let reader = reader(device);
    let Page { entries: feed, cursor, more, rollback } = office.db.feed(&reader, request.cursor.as_ref())?;
    let wanted = office.db.wanted(&reader, &request.want, FEED_BYTES_PER_PAGE_TARGET)?;
    let (differing, heads) =
        (differing(office, device, &request.checks)?, heads_of_all(office, device, drafted)?);
    tracing::debug!(
        device = %device.record.id, pushed, feed = feed.len(), seq = cursor.seq, skew_ms, rollback, "synced"
    );
    if rollback {
        tracing::warn!(device = %device.record.id, "a device read further than this server remembers");
    }
    let server_unix_ms = now.unix_ms();
    Ok(SyncResponse {
        version,
        server_unix_ms,
        receipts,
        feed,
        cursor,
        more,
        rollback,
        wanted,
        differing,
        heads,
    })
}

/// How this server's heads of a visit stand to a device.
enum Heads {
    /// No task published here leads to the visit: the server was restored from a backup, or is another one.
    Unheard,
    /// The device's officer has no part in it.
    NotTheirs,
    /// None, if the checklist cannot carry a draft.
    Here(Option<Print>),
}

fn heads(office: &Office, device: &KnownDevice, visit: &VisitId) -> Result<Heads, ServerError> {
    let Some(assignment) = office.db.assignment(visit)? else { return Ok(Heads::Unheard) };
    if !assignment.everyone.contains(&device.record.inspector) {
        return Ok(Heads::NotTheirs);
    }
    let heads = match office.db.heads(visit)? {
        Some(heads) => Some(heads),
        None => standing::untouched_heads(office, &assignment)?,
    };
    Ok(Heads::Here(heads.map(|heads| short(&heads))))
}

/// The heads of the visits that a push was about.
fn heads_of_all(
    office: &Office,
    device: &KnownDevice,
    visits: BTreeSet<VisitId>,
) -> Result<Vec<HeadCheck>, ServerError> {
    let mut found = Vec::with_capacity(visits.len());
    for visit in visits {
        if let Heads::Here(Some(heads)) = heads(office, device, &visit)? {
            found.push(HeadCheck { visit, heads });
        }
    }
    Ok(found)
}

/// Visits of this device whose heads are not the server's.
fn differing(
    office: &Office,
    device: &KnownDevice,
    checks: &[HeadCheck],
) -> Result<Vec<VisitId>, ServerError> {
    let mut found = Vec::new();
    for check in checks {
        let differs = match heads(office, device, &check.visit)? {
            Heads::Unheard => true,
            Heads::NotTheirs => false,
            Heads::Here(heads) => heads != Some(check.heads),
        };
        if differs {
            found.push(check.visit);
        }
    }
    Ok(found)
}
