//! Whom is inspected: enterprises and their sites.

use crate::id::{EnterpriseId, SiteId};
use crate::identifier::region::RegionCode;
use crate::identifier::uscc::Uscc;
use crate::place::Position;

/// What an enterprise does with the product (单位类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// 生产单位.
    Producer,
    /// 批发.
    Wholesaler,
    /// 零售.
    Retailer,
    /// 网络自营.
    OnlineSeller,
    /// 兼营: makes and sells.
    ProducerAndSeller,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Producer, Self::Wholesaler, Self::Retailer, Self::OnlineSeller, Self::ProducerAndSeller];

    /// Stable code used on the wire and in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Wholesaler => "wholesaler",
            Self::Retailer => "retailer",
            Self::OnlineSeller => "online-seller",
            Self::ProducerAndSeller => "producer-and-seller",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An enterprise as the directory knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enterprise {
    /// Its id, derived from the credit code by [`Enterprise::id_of`].
    pub id: EnterpriseId,
    /// Registered name.
    pub name: String,
    /// Unified social credit code (统一社会信用代码).
    pub uscc: Uscc,
    /// What it does.
    pub kind: UnitKind,
    /// Region of its main site.
    pub region: RegionCode,
    /// Registered address.
    pub address: String,
    /// 法定代表人, where known.
    pub legal_representative: Option<String>,
    /// Telephone, where known.
    pub phone: Option<String>,
    /// Product kinds made or sold, as plain names, for search and for choosing a checklist.
    pub products: Vec<String>,
}

impl Enterprise {
    /// The id of the enterprise with this credit code: the same on every device and server.
    #[must_use]
    pub fn id_of(uscc: &Uscc) -> EnterpriseId {
        EnterpriseId::from_bytes(crate::id::derived_id("zhian enterprise 1", &[uscc.as_str().as_bytes()]))
    }
}

/// A place where an enterprise makes, stores or sells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Whose it is.
    pub enterprise: EnterpriseId,
    /// 生产/经营地址.
    pub address: String,
    /// Where it is, if known.
    pub position: Option<Position>,
}
