//! What is inspected: products, the three classes of the two Orders, and permits.

use crate::identifier::ccc::CccNumber;
use crate::identifier::xk::XkNumber;
use crate::time::Timestamp;

/// The three product classes of Orders 75 and 76, article 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProductClass {
    /// Under production licence (生产许可证).
    Licence,
    /// Under compulsory certification (CCC).
    Ccc,
    /// Touching health, life or property, with a mandatory national standard (强制性国家标准).
    MandatoryStandard,
}

/// A product an enterprise makes or sells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Name.
    pub name: String,
    /// Specification and model.
    pub model: Option<String>,
    /// Standard applied.
    pub standard: Option<String>,
    /// The classes it falls under; empty if none.
    pub classes: Vec<ProductClass>,
}

/// A licence or certificate that lets a product be made or sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permit {
    /// Production licence.
    Licence {
        /// Its number.
        number: XkNumber,
        /// Last moment of validity.
        expires: Timestamp,
    },
    /// Compulsory certificate. Its standing must be looked up online; the number alone proves nothing.
    Ccc {
        /// Its number.
        number: CccNumber,
        /// Last moment of validity, where printed.
        expires: Option<Timestamp>,
    },
}

impl Permit {
    /// Whether the permit has run out at `at`.
    #[must_use]
    pub fn is_expired(&self, at: Timestamp) -> bool {
        match self {
            Self::Licence { expires, .. } => at > *expires,
            Self::Ccc { expires, .. } => expires.is_some_and(|expires| at > expires),
        }
    }
}
