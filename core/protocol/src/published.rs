//! What the office publishes: records a phone pulls and never changes.
//!
//! A record is stored as the bytes that came, so that fields of a newer server survive.

use crate::frame::FrameError;
use minicbor::{Decode, Encode};
use zhian_domain::authority::{Authority, Credential, Inspector, Role};
use zhian_domain::enterprise::{Enterprise, UnitKind};
use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, EnterpriseId, InspectorId, SiteId, TaskId};
use zhian_domain::identifier::region::RegionCode;
use zhian_domain::identifier::uscc::Uscc;
use zhian_domain::task::{Task, TaskKind, TaskStanding};
use zhian_domain::time::Timestamp;

/// A published record could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("published {record}: {field} is not understood: {found}")]
pub struct RecordError {
    /// Which kind of record.
    pub record: &'static str,
    /// Which field.
    pub field: &'static str,
    /// What was found.
    pub found: String,
}

impl RecordError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] = &["published.not-understood"];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "published.not-understood"
    }
}

macro_rules! record_bytes {
    ($name:ident) => {
        impl $name {
            /// The record's bytes.
            pub fn write(&self) -> Result<Vec<u8>, FrameError> {
                minicbor::to_vec(self).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })
            }

            /// Reads a record's bytes. Errors: [`FrameError::Malformed`].
            pub fn read(bytes: &[u8]) -> Result<Self, FrameError> {
                minicbor::decode(bytes).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })
            }
        }
    };
}

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AuthorityRecord {
    /// Its id.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub id: AuthorityId,
    /// Its name.
    #[n(1)]
    pub name: String,
    /// Region code.
    #[n(2)]
    pub region: String,
}
record_bytes!(AuthorityRecord);

impl From<&Authority> for AuthorityRecord {
    fn from(authority: &Authority) -> Self {
        Self { id: authority.id, name: authority.name.clone(), region: authority.region.as_str().to_owned() }
    }
}

impl TryFrom<AuthorityRecord> for Authority {
    type Error = RecordError;
    fn try_from(record: AuthorityRecord) -> Result<Self, RecordError> {
        Ok(Self { id: record.id, name: record.name, region: region("authority", &record.region)? })
    }
}

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct InspectorRecord {
    /// Their id.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub id: InspectorId,
    /// The authority.
    #[cbor(n(1), with = "crate::wire::fixed")]
    pub authority: AuthorityId,
    /// Their name.
    #[n(2)]
    pub name: String,
    /// `inspector` or `supervisor`.
    #[n(3)]
    pub role: String,
    /// Certificate number.
    #[n(4)]
    pub credential_number: String,
    /// Last valid moment of the certificate, milliseconds since 1970.
    #[n(5)]
    pub credential_expires_unix_ms: Option<i64>,
}
record_bytes!(InspectorRecord);

impl From<&Inspector> for InspectorRecord {
    fn from(inspector: &Inspector) -> Self {
        Self {
            id: inspector.id,
            authority: inspector.authority,
            name: inspector.name.clone(),
            role: match inspector.role {
                Role::Inspector => "inspector",
                Role::Supervisor => "supervisor",
            }
            .to_owned(),
            credential_number: inspector.credential.number.clone(),
            credential_expires_unix_ms: inspector.credential.expires.map(Timestamp::unix_ms),
        }
    }
}

impl TryFrom<InspectorRecord> for Inspector {
    type Error = RecordError;
    fn try_from(record: InspectorRecord) -> Result<Self, RecordError> {
        let role = match record.role.as_str() {
            "inspector" => Role::Inspector,
            "supervisor" => Role::Supervisor,
            _ => return Err(RecordError { record: "inspector", field: "role", found: record.role }),
        };
        Ok(Self {
            id: record.id,
            authority: record.authority,
            name: record.name,
            role,
            credential: Credential {
                number: record.credential_number,
                expires: record.credential_expires_unix_ms.map(Timestamp::from_unix_ms),
            },
        })
    }
}

/// A device of an officer, with the key that its signatures are checked with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DeviceRecord {
    /// Its id.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub id: DeviceId,
    /// Whose it is.
    #[cbor(n(1), with = "crate::wire::fixed")]
    pub inspector: InspectorId,
    /// Byte of the signature suite.
    #[n(2)]
    pub suite: u8,
    /// Public key.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub public_key: Vec<u8>,
    /// What the officer calls it.
    #[n(4)]
    pub label: String,
    /// Whether it was revoked. Its older work is kept and marked.
    #[n(5)]
    pub revoked: bool,
}
record_bytes!(DeviceRecord);

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TaskRecord {
    /// Its id.
    #[cbor(n(0), with = "crate::wire::fixed")]
    pub id: TaskId,
    /// Its revision, from 1.
    #[n(1)]
    pub revision: u32,
    /// The authority.
    #[cbor(n(2), with = "crate::wire::fixed")]
    pub authority: AuthorityId,
    /// One line for lists.
    #[n(3)]
    pub title: String,
    /// [`TaskKind::code`].
    #[n(4)]
    pub kind: String,
    /// Whom to visit.
    #[cbor(n(5), with = "crate::wire::fixed")]
    pub enterprise: EnterpriseId,
    /// Its name when the task was published.
    #[n(6)]
    pub enterprise_name: String,
    /// Which place.
    #[cbor(n(7), with = "crate::wire::fixed")]
    pub site: SiteId,
    /// Address of the place.
    #[n(8)]
    pub site_address: String,
    /// The checklist version.
    #[cbor(n(9), with = "crate::wire::fixed")]
    pub checklist: ContentHash,
    /// Officers.
    #[cbor(n(10), with = "crate::wire::fixed_list")]
    pub inspectors: Vec<InspectorId>,
    /// When it must be done, milliseconds since 1970.
    #[n(11)]
    pub due_unix_ms: i64,
    /// Number of the approval form.
    #[n(12)]
    pub approval_number: Option<String>,
    /// Number of the inspection notice.
    #[n(13)]
    pub notice_number: Option<String>,
    /// Why it was withdrawn; absent while it stands.
    #[n(14)]
    pub withdrawn: Option<String>,
}
record_bytes!(TaskRecord);

impl From<&Task> for TaskRecord {
    fn from(task: &Task) -> Self {
        Self {
            id: task.id,
            revision: task.revision,
            authority: task.authority,
            title: task.title.clone(),
            kind: task.kind.code().to_owned(),
            enterprise: task.enterprise,
            enterprise_name: task.enterprise_name.clone(),
            site: task.site,
            site_address: task.site_address.clone(),
            checklist: task.checklist,
            inspectors: task.inspectors.clone(),
            due_unix_ms: task.due.unix_ms(),
            approval_number: task.approval_number.clone(),
            notice_number: task.notice_number.clone(),
            withdrawn: match &task.standing {
                TaskStanding::Active => None,
                TaskStanding::Withdrawn { reason } => Some(reason.clone()),
            },
        }
    }
}

impl TryFrom<TaskRecord> for Task {
    type Error = RecordError;
    fn try_from(record: TaskRecord) -> Result<Self, RecordError> {
        let kind = TaskKind::from_code(&record.kind).ok_or(RecordError {
            record: "task",
            field: "kind",
            found: record.kind,
        })?;
        Ok(Self {
            id: record.id,
            revision: record.revision,
            authority: record.authority,
            title: record.title,
            kind,
            enterprise: record.enterprise,
            enterprise_name: record.enterprise_name,
            site: record.site,
            site_address: record.site_address,
            checklist: record.checklist,
            inspectors: record.inspectors,
            due: Timestamp::from_unix_ms(record.due_unix_ms),
            approval_number: record.approval_number,
            notice_number: record.notice_number,
            standing: record
                .withdrawn
                .map_or(TaskStanding::Active, |reason| TaskStanding::Withdrawn { reason }),
        })
    }
}

/// An enterprise of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnterpriseRecord {
    /// Registered name.
    #[n(0)]
    pub name: String,
    /// Unified social credit code; the id follows from it.
    #[n(1)]
    pub uscc: String,
    /// [`UnitKind::code`].
    #[n(2)]
    pub kind: String,
    /// Region code.
    #[n(3)]
    pub region: String,
    /// Registered address.
    #[n(4)]
    pub address: String,
    /// Legal representative.
    #[n(5)]
    pub legal_representative: Option<String>,
    /// Telephone.
    #[n(6)]
    pub phone: Option<String>,
    /// Product kinds.
    #[n(7)]
    pub products: Vec<String>,
}
record_bytes!(EnterpriseRecord);

impl From<&Enterprise> for EnterpriseRecord {
    fn from(enterprise: &Enterprise) -> Self {
        Self {
            name: enterprise.name.clone(),
            uscc: enterprise.uscc.as_str().to_owned(),
            kind: enterprise.kind.code().to_owned(),
            region: enterprise.region.as_str().to_owned(),
            address: enterprise.address.clone(),
            legal_representative: enterprise.legal_representative.clone(),
            phone: enterprise.phone.clone(),
            products: enterprise.products.clone(),
        }
    }
}

impl TryFrom<EnterpriseRecord> for Enterprise {
    type Error = RecordError;
    fn try_from(record: EnterpriseRecord) -> Result<Self, RecordError> {
        let bad = |field, found: &str| RecordError { record: "enterprise", field, found: found.to_owned() };
        let uscc = Uscc::new(&record.uscc).map_err(|_| bad("uscc", &record.uscc))?;
        Ok(Self {
            id: Enterprise::id_of(&uscc),
            uscc,
            kind: UnitKind::from_code(&record.kind).ok_or_else(|| bad("kind", &record.kind))?,
            region: region("enterprise", &record.region)?,
            name: record.name,
            address: record.address,
            legal_representative: record.legal_representative,
            phone: record.phone,
            products: record.products,
        })
    }
}

fn region(record: &'static str, code: &str) -> Result<RegionCode, RecordError> {
    RegionCode::new(code).map_err(|_| RecordError { record, field: "region", found: code.to_owned() })
}
