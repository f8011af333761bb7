//! A checklist is put together for one enterprise, from what is published and the law of a day.

use super::content::{Newest, newest};
use crate::db::Intake;
use crate::{Office, ServerError};
use chrono::{DateTime, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::checklist::Part;
use zhian_domain::compose::{Composed, ProductNames, Sources, compose};
use zhian_domain::content::Content;
use zhian_domain::enterprise::UnitKind;
use zhian_domain::facts::{Facts, SizeClass};
use zhian_domain::law::Law;
use zhian_domain::product::ProductClass;
use zhian_domain::time::Timestamp;
use zhian_protocol::published::EnterpriseRecord;

/// China has one zone.
const ZONE_MS: i64 = 8 * 3_600_000;

/// What the directory does not know of an enterprise, and somebody says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wish {
    /// Its size.
    pub size: Option<SizeClass>,
    /// The classes of its products; `None` where nobody knows.
    pub classes: Option<BTreeSet<ProductClass>>,
    /// Products besides those of the directory: names or ids.
    pub products: Vec<String>,
    /// The day whose law is cited; today if not given.
    pub day: Option<NaiveDate>,
}

/// A checklist for an enterprise, and how it came about.
#[derive(Debug, Clone)]
pub struct ForUnit {
    /// The checklist with its file, and what was left out.
    pub composed: Composed,
    /// What was known.
    pub facts: Facts,
    /// The day whose law is cited.
    pub day: NaiveDate,
    /// Products of the directory that stand for no kind of product: nothing was added for them.
    pub unknown_products: Vec<String>,
    /// Names of the kinds of product.
    pub names: ProductNames,
}

/// The day in China at a moment.
pub fn day_of(at: Timestamp) -> Result<NaiveDate, ServerError> {
    let local = at.unix_ms().saturating_add(ZONE_MS);
    let moment = DateTime::from_timestamp_millis(local);
    moment
        .map(|moment| moment.date_naive())
        .ok_or_else(|| ServerError::Internal { detail: "the clock shows no day of the calendar".to_owned() })
}

/// Composes the checklist of an enterprise.
///
/// Errors: [`ServerError::NotFound`] if there is no law or no part yet; [`ServerError::Compose`]; an unknown product that
/// somebody asked for is [`ServerError::Invalid`], one of the directory is told in [`ForUnit::unknown_products`].
pub fn for_unit(office: &Office, enterprise: &EnterpriseRecord, wish: &Wish) -> Result<ForUnit, ServerError> {
    let published = newest(office)?;
    let (law, names, parts) = sources(&published)?;
    let kind = UnitKind::from_code(&enterprise.kind).ok_or_else(|| ServerError::Internal {
        detail: format!("the directory holds the unknown kind {:?}", enterprise.kind),
    })?;
    let (mut products, mut unknown_products) = (BTreeSet::new(), Vec::new());
    for name in &enterprise.products {
        match names.find(name) {
            Some(kind) => drop(products.insert(kind.clone())),
            None => unknown_products.push(name.clone()),
        }
    }
    for name in &wish.products {
        products.insert(names.find(name).cloned().ok_or_else(|| ServerError::Invalid {
            what: "product",
            zh: format!("“{name}”不在产品名称表中"),
            detail: format!("{name:?} is not among the names of products"),
        })?);
    }
    let facts = Facts { kind, size: wish.size, classes: wish.classes.clone(), products };
    let day = match wish.day {
        Some(day) => day,
        None => day_of(office.clock.now())?,
    };
    let composed = compose(&facts, &Sources { parts: &parts, law, products: &names }, day)?;
    Ok(ForUnit { composed, facts, day, unknown_products, names })
}

/// The checklist as it is published.
pub(crate) fn intake(composed: &Composed) -> Intake {
    let checklist = &composed.checklist;
    Intake::Checklist {
        hash: composed.hash,
        id: checklist.id.clone(),
        version: checklist.version,
        title: checklist.title.zh.clone(),
        bytes: composed.json.clone().into_bytes(),
    }
}

fn sources(published: &[Newest]) -> Result<(&Law, ProductNames, Vec<Part>), ServerError> {
    let missing = |what| ServerError::NotFound { what, name: String::new() };
    let law = published.iter().find_map(|one| match &one.content {
        Content::Law(law) => Some(law),
        _ => None,
    });
    let names = published.iter().find_map(|one| match &one.content {
        Content::Products(names) => Some(names.clone()),
        _ => None,
    });
    let parts: Vec<Part> = published
        .iter()
        .filter_map(|one| match &one.content {
            Content::Part(part) => Some(part.as_ref().clone()),
            _ => None,
        })
        .collect();
    if parts.is_empty() {
        return Err(missing("checklist part"));
    }
    // Without names, products are called by their codes.
    let names = names.unwrap_or(ProductNames { version: 0, names: BTreeMap::new(), called: BTreeMap::new() });
    Ok((law.ok_or_else(|| missing("law"))?, names, parts))
}
