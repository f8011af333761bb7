//! Who is who: this device, and the officers and devices that the office told of.

use crate::error::EngineError;
use crate::view::Officer;
use std::collections::HashMap;
use zhian_domain::authority::Inspector;
use zhian_domain::id::{DeviceId, InspectorId, VisitId};
use zhian_draft::{ActorId, Author};
use zhian_protocol::parcel::Suite;
use zhian_protocol::published::{DeviceRecord, InspectorRecord};
use zhian_store::{DeviceRow, Handle, PublishedKind, Source};

/// This device and its officer.
#[derive(Debug, Clone)]
pub(crate) struct Me {
    pub(crate) device: DeviceId,
    pub(crate) inspector: InspectorId,
    pub(crate) public_key: Vec<u8>,
    pub(crate) token: String,
    pub(crate) epoch: [u8; 16],
}

impl Me {
    /// Reads who this device is; `None` before enrolment.
    pub(crate) fn read<S: Source>(store: &Handle<S>) -> Result<Option<Self>, EngineError> {
        let Some(identity) = store.identity()? else { return Ok(None) };
        let epoch = store
            .install_epoch()?
            .ok_or_else(|| EngineError::Internal { detail: "this installation has no epoch".to_owned() })?;
        Ok(Some(Self {
            device: identity.device,
            inspector: identity.inspector,
            public_key: identity.public_key,
            token: identity.token,
            epoch,
        }))
    }

    /// Who edits a visit here.
    pub(crate) fn author(&self, visit: &VisitId) -> Author {
        let actor = ActorId::of(&self.public_key, visit, &self.epoch);
        Author { actor, inspector: self.inspector, device: self.device }
    }
}

/// A device that the office told of.
#[derive(Debug, Clone)]
pub(crate) struct KnownDevice {
    pub(crate) inspector: InspectorId,
    pub(crate) suite: u8,
    pub(crate) public_key: Vec<u8>,
    pub(crate) label: String,
    pub(crate) revoked: bool,
}

/// Officers and devices.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roster {
    inspectors: HashMap<InspectorId, Inspector>,
    devices: HashMap<DeviceId, KnownDevice>,
}

impl Roster {
    pub(crate) fn read<S: Source>(store: &Handle<S>) -> Result<Self, EngineError> {
        let mut roster = Self::default();
        for published in store.published_all(PublishedKind::Inspector)? {
            let inspector = Inspector::try_from(InspectorRecord::read(&published.bytes)?)?;
            roster.inspectors.insert(inspector.id, inspector);
        }
        for row in store.devices()? {
            roster.devices.insert(row.device, known(&row)?);
        }
        Ok(roster)
    }

    pub(crate) fn inspector(&self, id: &InspectorId) -> Option<&Inspector> {
        self.inspectors.get(id)
    }

    pub(crate) fn device(&self, id: &DeviceId) -> Option<&KnownDevice> {
        self.devices.get(id)
    }

    pub(crate) fn officer(&self, id: &InspectorId) -> Officer {
        Officer { id: *id, name: self.inspectors.get(id).map(|one| one.name.clone()) }
    }

    /// Owner, suite and key of a device, for checking signatures.
    pub(crate) fn key(&self, id: &DeviceId) -> Option<(InspectorId, Suite, Vec<u8>)> {
        let device = self.devices.get(id)?;
        Some((device.inspector, Suite::from_byte(device.suite)?, device.public_key.clone()))
    }
}

fn known(row: &DeviceRow) -> Result<KnownDevice, EngineError> {
    let record = DeviceRecord::read(&row.bytes)?;
    Ok(KnownDevice {
        inspector: row.inspector,
        suite: record.suite,
        public_key: row.public_key.clone(),
        label: record.label,
        revoked: row.revoked,
    })
}
