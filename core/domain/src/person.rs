//! People of the inspected enterprise.

use crate::id::EnterpriseId;

/// Part a person plays for the enterprise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonRole {
    /// 法定代表人.
    LegalRepresentative,
    /// 主要负责人, carries the overall responsibility.
    Principal,
    /// 质量安全总监.
    QsDirector,
    /// 质量安全员. Not to be confused with an enforcement officer.
    QsOfficer,
    /// 现场负责人 or another person authorised to be present and to sign.
    SiteRepresentative,
}

impl PersonRole {
    /// Every role, in order of rank.
    pub const ALL: [Self; 5] = [
        Self::LegalRepresentative,
        Self::Principal,
        Self::QsDirector,
        Self::QsOfficer,
        Self::SiteRepresentative,
    ];

    /// Stable code used on the wire and in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LegalRepresentative => "legal-representative",
            Self::Principal => "principal",
            Self::QsDirector => "qs-director",
            Self::QsOfficer => "qs-officer",
            Self::SiteRepresentative => "site-representative",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A person of an enterprise in a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The enterprise.
    pub enterprise: EnterpriseId,
    /// Name as written in their papers.
    pub name: String,
    /// Their part.
    pub role: PersonRole,
    /// Telephone, where given.
    pub phone: Option<String>,
}
