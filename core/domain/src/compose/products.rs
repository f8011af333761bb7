//! Names of kinds of product, as data.

use crate::checklist::load::format::BilingualFormat;
use crate::checklist::load::second::format::{FieldFormat, ItemFormat};
use crate::checklist::load::text::{Seen, bilingual, chinese, count};
use crate::checklist::load::{parse, schema_2, version};
use crate::checklist::{Bilingual, ChecklistError, Fault, Place};
use crate::facts::ProductKind;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The names that come with Zhian.
pub const PRODUCTS_V1: &str = include_str!("../../../checklists/products.v1.json");

/// Most kinds of one file.
const KINDS_MAX: usize = 2_000;
/// Most further names of one kind.
const ALSO_MAX: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductsFormat {
    schema: u32,
    version: u32,
    products: Vec<ProductFormat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductFormat {
    id: String,
    name: BilingualFormat,
    #[serde(default)]
    also: Vec<String>,
}

/// One published version of the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductNames {
    /// Version, from 1.
    pub version: u32,
    /// Names by kind.
    pub names: BTreeMap<ProductKind, Bilingual>,
    /// Kinds by everything they are called: code, both names, and what registers call them besides. In lower case.
    pub called: BTreeMap<String, ProductKind>,
}

impl ProductNames {
    /// The name of a kind; its code where the names do not have it.
    #[must_use]
    pub fn name(&self, kind: &ProductKind) -> Bilingual {
        let code = || Bilingual { zh: kind.to_string(), en: kind.to_string() };
        self.names.get(kind).cloned().unwrap_or_else(code)
    }

    /// The kind that is called so, e.g. in the directory of enterprises: by its code or by any of its names.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&ProductKind> {
        self.called.get(&spoken(name))
    }
}

fn spoken(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Reads names of kinds of product. `file` is the name that errors give.
///
/// Errors: any of [`ChecklistError`], with the code of the kind as the item.
pub fn load_products(file: &str, json: &str) -> Result<ProductNames, ChecklistError> {
    let place = Place::file(file);
    let from: ProductsFormat = parse::<_, ItemFormat, FieldFormat>(file, json, &["products", "also"])?;
    schema_2(&place, from.schema)?;
    version(&place, from.version)?;
    count(&place.member("products"), from.products.len(), KINDS_MAX, "kinds")?;
    let mut seen = Seen::default();
    let (mut names, mut called) = (BTreeMap::new(), BTreeMap::new());
    for from in from.products {
        let here = place.item(&from.id);
        seen.add(&here, &from.id)?;
        let Some(kind) = ProductKind::new(&from.id) else {
            let expected = "1 to 48 of a-z, 0-9 and hyphen, beginning with a letter";
            return Err(here.refused(Fault::BadId { id: from.id, expected }));
        };
        let name = bilingual(&here, "name", from.name)?;
        let also_at = here.member("also");
        if from.also.len() > ALSO_MAX {
            return Err(also_at.refused(Fault::TooMany {
                unit: "names",
                found: from.also.len(),
                limit: ALSO_MAX,
            }));
        }
        from.also.iter().try_for_each(|also| chinese(&also_at, also))?;
        for one in [&from.id, &name.zh, &name.en].into_iter().chain(&from.also) {
            // One name for two kinds would make a checklist of the wrong product.
            if called.insert(spoken(one), kind.clone()).is_some_and(|other| other != kind) {
                return Err(also_at.refused(Fault::Duplicate { id: one.clone() }));
            }
        }
        names.insert(kind, name);
    }
    Ok(ProductNames { version: from.version, names, called })
}
