//! What the codes in checklists stand for.

use super::load::{ChecklistError, Fault, Place};
use super::{Bilingual, Checklist, ConsequenceCode, LegalBasis};
use std::collections::BTreeMap;

/// What may follow from a failed item, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// The sentence shown and printed. It names no amounts: those are not known well enough.
    pub text: Bilingual,
    /// Articles it rests on; empty for mere handling, such as a reminder on the spot.
    pub basis: Vec<LegalBasis>,
}

/// One published version of the legend: names of instruments, sentences for consequences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    /// Version, from 1.
    pub version: u32,
    /// Names of laws, regulations and orders by their code, e.g. `PQL`.
    pub instruments: BTreeMap<String, Bilingual>,
    /// Consequences by their code.
    pub consequences: BTreeMap<ConsequenceCode, Consequence>,
}

impl Legend {
    /// Checks that every code of a checklist is explained here. `file` is the checklist's name in errors.
    ///
    /// Errors: the first unknown instrument or consequence, with its item.
    pub fn explains(&self, file: &str, checklist: &Checklist) -> Result<(), ChecklistError> {
        let expected = "explained in the legend";
        for item in checklist.items() {
            let place = Place { file: file.to_owned(), item: Some(item.id.to_string()), ..Place::default() };
            let refused = |member: &str, code: &str| ChecklistError::Content {
                place: Box::new(Place { member: Some(member.to_owned()), ..place.clone() }),
                fault: Fault::UnknownCode { code: code.to_owned(), expected },
            };
            if let Some(basis) =
                item.basis.iter().find(|basis| !self.instruments.contains_key(&basis.instrument))
            {
                return Err(refused("basis", &basis.instrument));
            }
            if let Some(code) = item.consequences.iter().find(|code| !self.consequences.contains_key(code)) {
                return Err(refused("consequences", &code.0));
            }
        }
        Ok(())
    }
}
