//! Who inspects: the authority, its officers and their certificates.

use crate::id::{AuthorityId, InspectorId};
use crate::identifier::region::RegionCode;
use crate::time::Timestamp;

/// A market regulator (市场监管部门) and the region it answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its id.
    pub id: AuthorityId,
    /// Its name as printed on documents.
    pub name: String,
    /// Its jurisdiction: every region whose code starts with this one.
    pub region: RegionCode,
}

/// What a person may do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Fills and seals visits; must hold an enforcement certificate.
    Inspector,
    /// Publishes tasks, reviews what came in.
    Supervisor,
}

/// An enforcement certificate (执法证). Its number varies by place, so it is free text with an expiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Number as printed.
    pub number: String,
    /// Last moment at which it is valid; `None` where the certificate names none.
    pub expires: Option<Timestamp>,
}

impl Credential {
    /// Whether the certificate is still valid at `at`.
    #[must_use]
    pub fn is_valid(&self, at: Timestamp) -> bool {
        self.expires.is_none_or(|expires| at <= expires)
    }
}

/// An enforcement officer (执法人员).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspector {
    /// Their id.
    pub id: InspectorId,
    /// The authority they work for.
    pub authority: AuthorityId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their certificate.
    pub credential: Credential,
}
