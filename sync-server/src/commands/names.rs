//! How people name things: by id, by the beginning of one, by name.

use zhian_domain::id::{AuthorityId, DeviceId, InspectorId, TaskId, VisitId};
use zhian_domain::time::Timestamp;
use zhian_server::admin::authority;
use zhian_server::{Office, ServerError};

/// Fewest characters of the beginning of an id.
const BEGINNING_MIN: usize = 4;
/// Ids read at once.
const VISITS_AT_ONCE: usize = 1000;

/// The one thing whose id begins so, or whose name is exactly that.
fn one<I: Copy + ToString>(
    what: &'static str,
    given: &str,
    known: impl Iterator<Item = (I, String)>,
) -> Result<I, ServerError> {
    let begins = given.len() >= BEGINNING_MIN && given.chars().all(|letter| letter.is_ascii_hexdigit());
    let lower = given.to_lowercase();
    let fits: Vec<I> = known
        .filter(|(id, name)| {
            (!given.is_empty() && name == given) || (begins && id.to_string().starts_with(&lower))
        })
        .map(|(id, _)| id)
        .collect();
    match fits.as_slice() {
        [one] => Ok(*one),
        [] => Err(ServerError::NotFound { what, name: given.to_owned() }),
        several => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            let detail = format!("{given} may be any of {}; give more of the id", ids.join(", "));
            let zh = format!("“{given}”可能是 {}，请多写几位编号", ids.join("、"));
            Err(ServerError::Invalid { what, zh, detail })
        }
    }
}

pub fn officer(office: &Office, given: &str) -> Result<InspectorId, ServerError> {
    let known = office.db.officers()?.into_iter();
    one("officer", given.trim(), known.map(|entry| (entry.record.id, entry.record.name)))
}

pub fn device(office: &Office, given: &str) -> Result<DeviceId, ServerError> {
    let known = office.db.devices()?.into_iter();
    one("device", given.trim(), known.map(|device| (device.record.id, device.record.label)))
}

pub fn task(office: &Office, given: &str) -> Result<TaskId, ServerError> {
    let known = office.db.tasks()?.into_iter();
    one("task", given.trim(), known.map(|entry| (entry.record.id, entry.record.title)))
}

/// A visit of which anything is stored.
pub fn visit(office: &Office, given: &str) -> Result<VisitId, ServerError> {
    let given = given.trim();
    if let Ok(id) = given.to_lowercase().parse::<VisitId>() {
        return Ok(id);
    }
    let (mut known, mut after) = (Vec::new(), None);
    loop {
        let page = office.db.visits(after.as_ref(), VISITS_AT_ONCE)?;
        after = page.last().copied();
        known.extend(page.into_iter().map(|id| (id, String::new())));
        if after.is_none() {
            return one("visit", given, known.into_iter());
        }
    }
}

/// The named authority, or the only one there is.
pub fn authority(office: &Office, given: Option<&str>) -> Result<AuthorityId, ServerError> {
    match given {
        None => Ok(authority::find(office, None)?.id),
        Some(given) => {
            let known = office.db.authorities()?.into_iter();
            one("authority", given.trim(), known.map(|record| (record.id, record.name)))
        }
    }
}

/// China has one zone.
const ZONE_SECONDS: i32 = 8 * 3600;

/// The end of a day, or a minute of one.
pub fn moment(what: &'static str, given: &str) -> Result<Timestamp, ServerError> {
    use chrono::{FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};
    let given = given.trim();
    let end_of_day = |day: NaiveDate| day.and_hms_opt(23, 59, 59);
    let local = NaiveDateTime::parse_from_str(given, "%Y-%m-%d %H:%M")
        .ok()
        .or_else(|| NaiveDate::parse_from_str(given, "%Y-%m-%d").ok().and_then(end_of_day));
    let zone =
        FixedOffset::east_opt(ZONE_SECONDS).map(|zone| TimeDelta::seconds(zone.local_minus_utc().into()));
    match (local, zone) {
        (Some(local), Some(zone)) if local.checked_sub_signed(zone).is_some() => {
            Ok(Timestamp::from_unix_ms((local - zone).and_utc().timestamp_millis()))
        }
        _ => {
            let detail =
                format!("{given:?} is not a day like 2026-12-31 or a time like \"2026-12-31 17:00\"");
            let zh = format!("“{given}”有误，应如 2026-12-31 或 \"2026-12-31 17:00\"");
            Err(ServerError::Invalid { what, zh, detail })
        }
    }
}

/// A moment as people read it.
pub fn shown(at: Timestamp) -> String {
    at.display(480)
}
