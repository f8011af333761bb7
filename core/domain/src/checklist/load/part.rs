//! Parts of checklists: what a composition is made of.

use super::error::{ChecklistError, Fault, Place};
use super::second::format::{AppliesFormat, DocumentFormat};
use super::second::{self, COMPOSED};
use super::text::{Seen, count};
use super::{SCHEMA_NEWEST, SECTIONS_MAX, schema_of};
use crate::checklist::Checklist;
use crate::facts::{ProductKind, SizeClass};
use crate::id::ContentHash;
use crate::product::ProductClass;
use std::collections::BTreeSet;
use std::fmt;

pub(super) const CLASSES: &str = "licence, ccc or mandatory-standard";
pub(super) const PRODUCTS: &str = "a kind of product";

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// Everything that an Order asks of a producer or a seller.
    Base,
    /// What is added for a kind of product.
    Overlay,
    /// What is asked of the inspection itself.
    Conduct,
}

impl PartKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Base, Self::Overlay, Self::Conduct];

    /// Stable code used in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Overlay => "overlay",
            Self::Conduct => "conduct",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Units that a part applies to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applies {
    /// To makers.
    pub makers: bool,
    /// To sellers.
    pub sellers: bool,
    /// Only to units with one of these products; to all if empty.
    pub products: BTreeSet<ProductKind>,
    /// Only to units with a product of one of these classes; to all if empty.
    pub classes: BTreeSet<ProductClass>,
    /// Only to units of one of these sizes; to all if empty.
    pub sizes: BTreeSet<SizeClass>,
}

/// One published part, with the hash of its file. Equal if the files are.
#[derive(Clone)]
pub struct Part {
    pub(crate) checklist: Checklist,
    pub(crate) kind: PartKind,
    pub(crate) applies: Applies,
    pub(crate) hash: ContentHash,
    pub(crate) format: DocumentFormat,
}

impl Part {
    /// Its items, readable like any checklist.
    #[must_use]
    pub const fn checklist(&self) -> &Checklist {
        &self.checklist
    }

    /// What it is for.
    #[must_use]
    pub const fn kind(&self) -> PartKind {
        self.kind
    }

    /// Whom it applies to.
    #[must_use]
    pub const fn applies(&self) -> &Applies {
        &self.applies
    }

    /// SHA-256 of its file.
    #[must_use]
    pub const fn hash(&self) -> &ContentHash {
        &self.hash
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({} v{}, {})", self.checklist.id, self.checklist.version, self.hash)
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Part {}

/// Reads a part of schema 2. `file` is the name that errors give.
///
/// Errors: any of [`ChecklistError`]; a file of schema 1 and a composed checklist are no parts.
pub fn load_part(file: &str, json: &str) -> Result<Part, ChecklistError> {
    let place = Place::file(file);
    if let Some(found) = schema_of(json).filter(|found| *found != SCHEMA_NEWEST) {
        return Err(place.member("schema").refused(Fault::Schema { found, known: SCHEMA_NEWEST }));
    }
    let document = second::load(file, json)?;
    let Some((kind, applies)) = document.part else {
        let expected = "base, overlay or conduct";
        let fault = Fault::UnknownCode { code: document.format.kind, expected };
        return Err(place.member("kind").refused(fault));
    };
    let hash = ContentHash::of(json.as_bytes());
    Ok(Part { checklist: document.checklist, kind, applies, hash, format: document.format })
}

pub(super) fn kind(place: &Place, code: &str) -> Result<PartKind, ChecklistError> {
    PartKind::from_code(code).ok_or_else(|| {
        let expected = "base, overlay or conduct";
        place.member("kind").refused(Fault::UnknownCode { code: code.to_owned(), expected })
    })
}

/// Kind of the file and whom it applies to; `None` for a composed checklist.
pub(super) fn kind_and_applies(
    place: &Place,
    from: &DocumentFormat,
) -> Result<Option<(PartKind, Applies)>, ChecklistError> {
    let here = place.member("applies");
    if from.kind == COMPOSED {
        return match &from.applies {
            None => Ok(None),
            Some(_) => {
                let problem = "a composed checklist is for the unit it was composed for";
                Err(here.refused(Fault::Contradiction { problem }))
            }
        };
    }
    let kind = kind(place, &from.kind)?;
    match (&from.applies, kind) {
        (None, PartKind::Conduct) => {
            Ok(Some((kind, Applies { makers: true, sellers: true, ..Applies::default() })))
        }
        (Some(from), PartKind::Base | PartKind::Overlay) => Ok(Some((kind, applies(&here, from)?))),
        (None, _) => Err(here.refused(Fault::Empty)),
        (Some(_), PartKind::Conduct) => {
            let problem = "applies to every inspection and cannot choose";
            Err(here.refused(Fault::Contradiction { problem }))
        }
    }
}

fn applies(place: &Place, from: &AppliesFormat) -> Result<Applies, ChecklistError> {
    count(place, from.units.len(), 2, "kinds of unit")?;
    let mut applies = Applies::default();
    for unit in &from.units {
        match unit.as_str() {
            "producer" => applies.makers = true,
            "seller" => applies.sellers = true,
            _ => {
                let expected = "producer or seller";
                return Err(place.refused(Fault::UnknownCode { code: unit.clone(), expected }));
            }
        }
    }
    applies.products = codes(place, &from.products, PRODUCTS, ProductKind::new)?;
    applies.classes = codes(place, &from.classes, CLASSES, ProductClass::from_code)?;
    applies.sizes = codes(place, &from.sizes, "large, medium or small-or-micro", SizeClass::from_code)?;
    Ok(applies)
}

fn codes<T: Ord>(
    place: &Place,
    from: &[String],
    expected: &'static str,
    read: fn(&str) -> Option<T>,
) -> Result<BTreeSet<T>, ChecklistError> {
    if from.len() > SECTIONS_MAX {
        let (found, limit) = (from.len(), SECTIONS_MAX);
        return Err(place.refused(Fault::TooMany { unit: "codes", found, limit }));
    }
    let mut seen = Seen::default();
    let mut found = BTreeSet::new();
    for code in from {
        seen.add(place, code)?;
        found.insert(
            read(code).ok_or_else(|| place.refused(Fault::UnknownCode { code: code.clone(), expected }))?,
        );
    }
    Ok(found)
}
