//! "Is everyone's work in?", and what would be lost with this device.

use crate::roster::Roster;
use crate::travel::queue;
use crate::view::{DeviceStatus, ParticipantStatus, SafetyView, StatusView};
use crate::visit::pinned_task;
use crate::{Engine, EngineError};
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::id::{DeviceId, InspectorId, VisitId};
use zhian_draft::unpack;
use zhian_protocol::draft_push::DraftPush;
use zhian_protocol::limits::CHANGES_PER_PUSH_MAX;
use zhian_protocol::parcel::Parcel;
use zhian_store::{FileState, ItemKind, Outbound, OutboxItem, ParcelOrigin};

/// Outbox rows read in one piece.
const OUTBOX_ROWS: u32 = 512;

type ByDevice = BTreeMap<DeviceId, DeviceStatus>;

impl Engine {
    /// Whether everyone's work on a visit is here and at the office. Errors: `engine.unknown-visit`.
    pub fn status(&self, visit: &VisitId) -> Result<StatusView, EngineError> {
        let row = self.visit_row(visit)?;
        let (task, roster, me) = (pinned_task(&self.store, &row)?, self.roster()?, self.me()?);
        let seen = self.see(visit)?;
        let mut devices = ByDevice::new();
        self.count_changes(visit, &mut devices)?;
        self.count_files(visit, &mut devices)?;
        let parcels_waiting = self.count_waiting(visit, &mut devices)?;
        for check_in in &seen.content.check_ins {
            devices.entry(check_in.device).or_insert_with(|| empty(check_in.device));
        }
        let arrived: BTreeSet<InspectorId> = seen.content.check_ins.iter().map(|one| one.inspector).collect();
        let mut owners: BTreeMap<InspectorId, Vec<DeviceStatus>> =
            task.inspectors.iter().map(|inspector| (*inspector, Vec::new())).collect();
        let mut strangers = Vec::new();
        for (device, status) in devices {
            let named = self.named(&roster, status, device == me.device);
            match self.owner(&roster, &device)? {
                Some(inspector) => owners.entry(inspector).or_default().push(named),
                None => strangers.push(named),
            }
        }
        let silent: Vec<InspectorId> = task
            .inspectors
            .iter()
            .copied()
            .filter(|one| !arrived.contains(one) && owners.get(one).is_none_or(Vec::is_empty))
            .collect();
        let all: Vec<&DeviceStatus> = owners.values().flatten().chain(&strangers).collect();
        let here = |one: &&DeviceStatus| one.changes_missing_here == 0 && one.files_missing_here == 0;
        let at_office = |one: &&DeviceStatus| one.changes_not_at_office == 0 && one.files_not_at_office == 0;
        let all_here = silent.is_empty()
            && parcels_waiting == 0
            && all.iter().all(here)
            && task.inspectors.iter().all(|one| arrived.contains(one));
        let all_at_office = all.iter().all(at_office) && self.seals_at_office(visit)?;
        Ok(StatusView {
            visit: *visit,
            participants: participants(&roster, &task, &arrived, owners),
            unknown_devices: strangers,
            parcels_waiting,
            silent,
            all_here,
            all_at_office,
        })
    }

    fn owner(&self, roster: &Roster, device: &DeviceId) -> Result<Option<InspectorId>, EngineError> {
        let me = self.me()?;
        Ok(match roster.device(device) {
            Some(known) => Some(known.inspector),
            None => (*device == me.device).then_some(me.inspector),
        })
    }

    fn named(&self, roster: &Roster, status: DeviceStatus, this_one: bool) -> DeviceStatus {
        let known = roster.device(&status.device);
        DeviceStatus {
            label: known.map(|one| one.label.clone()),
            revoked: known.is_some_and(|one| one.revoked),
            this_one,
            ..status
        }
    }

    fn count_changes(&self, visit: &VisitId, devices: &mut ByDevice) -> Result<(), EngineError> {
        for share in self.store.shares(visit)? {
            devices.entry(share.device).or_insert_with(|| empty(share.device)).changes_here = share.changes;
        }
        let mut not_sent = self.store.unsigned_changes(visit)?;
        for digest in self.store.parcel_digests(visit)? {
            let item = Outbound::Draft(digest);
            let from_office =
                self.store.parcel(&digest)?.is_some_and(|one| one.origin == ParcelOrigin::Server);
            let acknowledged = self.store.receipt(&item)?.is_some() || from_office;
            // Queued again after a rollback: what was safe there is not any more.
            if !acknowledged || self.store.outbox_item(&item)?.is_some() {
                not_sent.extend(self.store.changes_in_parcel(&digest)?);
            }
        }
        for change in not_sent {
            devices.entry(change.device).or_insert_with(|| empty(change.device)).changes_not_at_office += 1;
        }
        Ok(())
    }

    fn count_files(&self, visit: &VisitId, devices: &mut ByDevice) -> Result<(), EngineError> {
        for row in self.store.evidence_of(visit)? {
            let status = devices.entry(row.device).or_insert_with(|| empty(row.device));
            // What was purged was here, is at the office, and is not missed.
            if row.file == FileState::Absent {
                status.files_missing_here += 1;
                status.bytes_missing_here += row.size;
            }
            if !row.server_complete {
                status.files_not_at_office += 1;
                status.bytes_not_at_office += row.size.saturating_sub(row.server_offset);
            }
        }
        Ok(())
    }

    /// Parcels of this visit that wait; their changes are known to exist and are not here.
    fn count_waiting(&self, visit: &VisitId, devices: &mut ByDevice) -> Result<u64, EngineError> {
        let mut parcels = 0;
        for digest in queue::waiting(&self.store)? {
            let stored = self.store.parcel(&digest)?.filter(|one| one.visit == *visit);
            let Some((device, Some(bytes))) = stored.map(|one| (one.device, one.bytes)) else { continue };
            parcels += 1;
            let push = Parcel::read(&bytes).ok().and_then(|parcel| DraftPush::read(parcel.payload).ok());
            let changes = push.and_then(|push| unpack(&push.packed, CHANGES_PER_PUSH_MAX).ok());
            let status = devices.entry(device).or_insert_with(|| empty(device));
            // Not readable before its device is known: at least one, or it would not travel.
            status.changes_missing_here += changes.map_or(1, |changes| changes.len() as u64);
        }
        Ok(parcels)
    }

    fn seals_at_office(&self, visit: &VisitId) -> Result<bool, EngineError> {
        for seal in self.store.seals(visit)? {
            if self.store.outbox_item(&Outbound::Sealed(seal.parcel))?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What would be lost with this device, over all visits. Counted from rows.
    pub fn not_safe(&self) -> Result<SafetyView, EngineError> {
        let totals = self.store.outbox_totals()?;
        let mut view = SafetyView {
            changes: totals.unsigned.items,
            seals: totals.sealed.items,
            ..SafetyView::default()
        };
        for item in self.outbox(ItemKind::Draft)? {
            let Outbound::Draft(digest) = item.item else { continue };
            view.changes += self.store.changes_in_parcel(&digest)?.len() as u64;
        }
        for item in self.outbox(ItemKind::Evidence)? {
            let Outbound::Evidence(hash) = item.item else { continue };
            let sent = self.store.evidence(&hash)?.map_or(0, |row| row.server_offset);
            view.files += 1;
            view.file_bytes += item.size.saturating_sub(sent);
        }
        let open = |notice: &zhian_store::Notice| notice.own && notice.acknowledged.is_none();
        view.quarantined = self.notices()?.iter().filter(|notice| open(notice)).count() as u64;
        Ok(view)
    }

    fn outbox(&self, kind: ItemKind) -> Result<Vec<OutboxItem>, EngineError> {
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let page = self.store.outbox_of(kind, after, OUTBOX_ROWS)?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.position;
            found.extend(page);
        }
    }
}

fn participants(
    roster: &Roster,
    task: &zhian_domain::task::Task,
    arrived: &BTreeSet<InspectorId>,
    owners: BTreeMap<InspectorId, Vec<DeviceStatus>>,
) -> Vec<ParticipantStatus> {
    owners
        .into_iter()
        .map(|(inspector, devices)| ParticipantStatus {
            officer: roster.officer(&inspector),
            on_task: task.names(&inspector),
            checked_in: arrived.contains(&inspector),
            devices,
        })
        .collect()
}

fn empty(device: DeviceId) -> DeviceStatus {
    DeviceStatus {
        device,
        label: None,
        this_one: false,
        revoked: false,
        changes_here: 0,
        changes_missing_here: 0,
        changes_not_at_office: 0,
        files_missing_here: 0,
        bytes_missing_here: 0,
        files_not_at_office: 0,
        bytes_not_at_office: 0,
    }
}
