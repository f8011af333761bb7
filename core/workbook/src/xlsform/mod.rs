//! Forms made for ODK (XLSForm) as checklists: the common subset, and a list of everything that was left.
//!
//! | XLSForm | checklist |
//! |---|---|
//! | `text`, `integer`, `decimal`, `date` | an item with a field |
//! | `select_one` | a field of options; the judgement itself where every choice is a code of one |
//! | `select_multiple` | a field of yes and no for each choice |
//! | `image` | an item that asks for a photograph |
//! | `geopoint` | a field of text |
//! | `note` | the remark of the item that follows |
//! | `begin_group` … `end_group` | a section; its condition joins that of each item |
//! | `calculate` | a computed field, in one item with the questions that it reads |
//! | `relevant`, `constraint`, `required` | condition, constraint, required; expressions as [`cel`] has it |
//! | `hint` | how to check |
//!
//! A form knows neither law nor severity: both are handed in, to be edited in the workbook afterwards.

mod build;
mod cel;
mod item;
mod left;
mod survey;
mod xpath;

pub use left::{Because, LeftOver};

use crate::error::WorkbookError;
use crate::findings::Findings;
use crate::part::{FileKind, Part};
use crate::{grid, json::Json};

/// What a form does not say and a checklist needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormDefaults {
    /// Id of the checklist: 1 to 16 of A-Z and 0-9, beginning with a letter.
    pub id: String,
    /// Whether it is for makers.
    pub makers: bool,
    /// Whether it is for sellers.
    pub sellers: bool,
    /// Kinds of product that it is for; a base checklist if there are none.
    pub products: Vec<String>,
    /// Articles that every item rests on.
    pub basis: Vec<String>,
    /// `A`, `B` or `C`, for every item.
    pub severity: String,
    /// Consequence codes of every item.
    pub consequences: Vec<String>,
}

/// A form as a checklist.
#[derive(Debug)]
pub struct Form {
    /// The checklist: schema 2, an overlay, or a base where no products are named.
    pub part: Part,
    /// Everything that was not carried over as it was, in the order of the form.
    pub left: Vec<LeftOver>,
}

/// Reads a form of survey, choices and settings, as made for ODK.
///
/// Errors: what makes the form unreadable, all at once; what is readable but has no place in a checklist is in
/// [`Form::left`].
pub fn import_form(bytes: &[u8], defaults: &FormDefaults) -> Result<Form, Vec<WorkbookError>> {
    let mut findings = Findings::default();
    let (names, grids) = grid::read(bytes, is_form, &mut findings).map_err(|error| vec![error])?;
    let mut survey = survey::read(&grids, &mut findings);
    let sections = build::sections(&mut survey, defaults, &mut findings);
    findings.into_result()?;
    for sheet in names.into_iter().filter(|name| !is_form(name)) {
        let at = crate::At { sheet: sheet.clone(), row: 1, column: 1 };
        survey.left.push(LeftOver::Column { at, column: sheet });
    }
    let root = root(&survey, defaults, sections);
    let kind = if defaults.products.is_empty() { FileKind::Base } else { FileKind::Overlay };
    survey.left.sort_by(|one, other| one.at().cmp(other.at()));
    Ok(Form { part: Part::of(kind, 2, root), left: survey.left })
}

fn is_form(name: &str) -> bool {
    ["survey", "choices", "settings"].contains(&name.trim().to_lowercase().as_str())
}

fn root(survey: &survey::Survey, defaults: &FormDefaults, sections: Vec<Json>) -> Json {
    let kind = if defaults.products.is_empty() { "base" } else { "overlay" };
    let units = [("producer", defaults.makers), ("seller", defaults.sellers)];
    let units = Json::texts(units.into_iter().filter(|(_, is_for)| *is_for).map(|(unit, _)| unit));
    let mut applies = vec![("units".to_owned(), units)];
    if !defaults.products.is_empty() {
        applies.push(("products".to_owned(), Json::texts(defaults.products.clone())));
    }
    Json::object([
        ("schema", Json::Whole(2)),
        ("id", Json::text(defaults.id.clone())),
        ("version", Json::Whole(i64::from(survey.version.unwrap_or(1)))),
        ("kind", Json::text(kind)),
        ("title", Json::both(survey.title.zh.clone(), survey.title.en.clone())),
        ("applies", Json::Object(applies)),
        ("sections", Json::List(sections)),
    ])
}
