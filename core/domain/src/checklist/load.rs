//! Reads checklist files and the legend that goes with them.
//!
//! A file is either read whole or refused with the file, item and field at fault; nothing is guessed or left out.

mod error;
mod expressions;
mod field;
pub(crate) mod format;
mod item;
mod part;
pub(crate) mod second;
pub(crate) mod text;

#[cfg(test)]
mod tests;

pub use error::{ChecklistError, Fault, Place};
pub use part::{Applies, Part, PartKind, load_part};

use super::legend::{Consequence, Legend};
use super::{Checklist, ConsequenceCode, Origin, Section};
use crate::id::ItemId;
use format::{ChecklistFormat, FieldFormat, ItemFormat, LegendFormat};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use text::{Seen, bilingual, capital_code, consequence, count, small_id};

/// Oldest schema that this program reads, for ever: visits of every year are pinned to their files.
const SCHEMA: u32 = 1;
/// Newest schema that this program reads.
const SCHEMA_NEWEST: u32 = 2;
/// Largest file: 1 MiB, over ten times the base checklists.
const FILE_BYTES_MAX: usize = 1024 * 1024;
/// Most items in a checklist.
const ITEMS_MAX: usize = 500;
/// Most sections in a checklist, and most entries of a legend.
const SECTIONS_MAX: usize = 100;
/// Most characters in one text.
const TEXT_CHARS_MAX: usize = 500;
/// Most fields of an item.
const FIELDS_MAX: usize = 16;
/// Most characters of a unit of measurement.
const UNIT_CHARS_MAX: usize = 16;
/// Most steps that tell how an item is checked.
const STEPS_MAX: usize = 8;
/// Most limit values and most media of an item.
const EXTRAS_MAX: usize = 20;
/// Most options of a choice.
const OPTIONS_MAX: usize = 50;
/// Most citations of an item.
const BASIS_MAX: usize = 20;
/// Most consequences of an item.
const CONSEQUENCES_MAX: usize = 10;
/// Most pieces of evidence that an item may demand.
const EVIDENCE_COUNT_MAX: u32 = 20;

/// Reads a checklist of any schema, written or composed. `file` is the name that errors give.
///
/// Errors: any of [`ChecklistError`]. Instruments and consequences are checked for their form; that they are explained is
/// checked by [`Legend::explains`].
pub fn load(file: &str, json: &str) -> Result<Checklist, ChecklistError> {
    if schema_of(json) == Some(SCHEMA_NEWEST) {
        return second::load(file, json).map(|document| document.checklist);
    }
    let place = Place::file(file);
    let from: ChecklistFormat = parse::<_, ItemFormat, FieldFormat>(file, json, &LISTS)?;
    schema(&place, from.schema)?;
    capital_code(&place.member("id"), &from.id)?;
    version(&place, from.version)?;
    let title = bilingual(&place, "title", from.title)?;
    count(&place.member("sections"), from.sections.len(), SECTIONS_MAX, "sections")?;
    let items = from.sections.iter().map(|section| section.items.len()).sum();
    count(&place.member("items"), items, ITEMS_MAX, "items")?;

    let (mut section_ids, mut item_ids) = (Seen::default(), Seen::default());
    let mut sections = Vec::with_capacity(from.sections.len());
    for section in from.sections {
        let here = place.section(&section.id);
        small_id(&here, &section.id)?;
        section_ids.add(&here, &section.id)?;
        let title = bilingual(&here, "title", section.title)?;
        count(&here.member("items"), section.items.len(), ITEMS_MAX, "items")?;
        let mut items = Vec::with_capacity(section.items.len());
        for item in section.items {
            let here = place.item(&item.id);
            item_ids.add(&here, &item.id)?;
            let id = item_id(&here, &from.id, &item.id)?;
            items.push(item::item(&here, id, item)?);
        }
        sections.push(Section { id: section.id, title, items });
    }
    Ok(Checklist { id: from.id, version: from.version, title, sections, origin: Origin::Written })
}

/// The schema that a file says it follows; `None` where it says nothing readable.
fn schema_of(json: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Peek {
        schema: u32,
    }
    let peek: Peek = serde_json::from_str(json.strip_prefix('\u{feff}').unwrap_or(json)).ok()?;
    Some(peek.schema)
}

/// Reads a legend: what the codes of instruments and consequences stand for. `file` is the name that errors give.
pub fn load_legend(file: &str, json: &str) -> Result<Legend, ChecklistError> {
    if schema_of(json) == Some(SCHEMA_NEWEST) {
        return second::legend(file, json);
    }
    let place = Place::file(file);
    let from: LegendFormat = parse::<_, ItemFormat, FieldFormat>(file, json, &LISTS)?;
    schema(&place, from.schema)?;
    version(&place, from.version)?;
    count(&place.member("instruments"), from.instruments.len(), SECTIONS_MAX, "instruments")?;
    count(&place.member("consequences"), from.consequences.len(), SECTIONS_MAX, "consequences")?;
    let mut seen = Seen::default();
    let mut instruments = BTreeMap::new();
    for instrument in from.instruments {
        let here = place.member(format!("instrument {:?}", instrument.code));
        capital_code(&here, &instrument.code)?;
        seen.add(&here, &instrument.code)?;
        let name = bilingual(&place, &format!("instrument {:?}", instrument.code), instrument.name)?;
        instruments.insert(instrument.code, name);
    }
    let mut seen = Seen::default();
    let mut consequences = BTreeMap::new();
    for entry in from.consequences {
        let name = format!("consequence {:?}", entry.code);
        let here = place.member(name.clone());
        consequence(&here, &entry.code)?;
        seen.add(&here, &entry.code)?;
        let text = bilingual(&place, &name, entry.text)?;
        let basis = text::basis(&place.item(&entry.code), entry.basis)?;
        if let Some(unknown) = basis.iter().find(|basis| !instruments.contains_key(&basis.instrument)) {
            let expected = "an instrument of this legend";
            return Err(here.refused(Fault::UnknownCode { code: unknown.instrument.clone(), expected }));
        }
        consequences.insert(ConsequenceCode(entry.code), Consequence { text, basis });
    }
    Ok(Legend { version: from.version, instruments, consequences })
}

/// An item id begins with the id of its checklist, so that no two checklists can use one id for different questions.
fn item_id(place: &Place, checklist: &str, id: &str) -> Result<ItemId, ChecklistError> {
    let own = id.strip_prefix(checklist).and_then(|rest| rest.strip_prefix('-'));
    match (ItemId::new(id), own) {
        (Ok(id), Some(own)) if !own.is_empty() => Ok(id),
        _ => Err(place.refused(Fault::BadId {
            id: id.to_owned(),
            expected: "the id of the checklist, a hyphen, and more of A-Z, a-z, 0-9 and hyphen",
        })),
    }
}

fn schema(place: &Place, found: u32) -> Result<(), ChecklistError> {
    if found == SCHEMA {
        return Ok(());
    }
    Err(place.member("schema").refused(Fault::Schema { found, known: SCHEMA_NEWEST }))
}

/// Refuses every schema but 2: what came with it has no older form.
pub(crate) fn schema_2(place: &Place, found: u32) -> Result<(), ChecklistError> {
    if found == SCHEMA_NEWEST {
        return Ok(());
    }
    Err(place.member("schema").refused(Fault::Schema { found, known: SCHEMA_NEWEST }))
}

pub(crate) fn version(place: &Place, version: u32) -> Result<(), ChecklistError> {
    if version > 0 {
        return Ok(());
    }
    Err(place.member("version").refused(Fault::Bounds { problem: "must be at least 1" }))
}

/// Reads JSON of the shape `T`, whose items are `I` and whose fields are `F`. `lists` are the members that are lists.
pub(crate) fn parse<T, I, F>(file: &str, json: &str, lists: &[&str]) -> Result<T, ChecklistError>
where
    T: DeserializeOwned,
    I: DeserializeOwned,
    F: DeserializeOwned,
{
    if json.len() > FILE_BYTES_MAX {
        let (bytes, limit) = (json.len(), FILE_BYTES_MAX);
        return Err(ChecklistError::TooLarge { file: file.to_owned(), bytes, limit });
    }
    // Editors on some systems put a byte order mark in front; it is no part of the JSON.
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let read = serde_json::from_str(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        if !error.is_data() {
            let problem = without_position(&error);
            return ChecklistError::Syntax { file: file.to_owned(), line, column, problem };
        }
        let (place, problem) = match serde_json::from_str(json) {
            Ok(value) => locate::<I, F>(file, &value, &error),
            Err(_) => (Place::file(file), without_position(&error)),
        };
        ChecklistError::Shape { place: Box::new(place), line, column, problem }
    })?;
    if let Ok(value) = serde_json::from_str(json) {
        objects_are_objects(&Place::file(file), "", &value, lists)?;
    }
    Ok(read)
}

/// Members that are lists. Derived readers also take a list for an object and read its members by position; the published
/// format does not, because such a file changes its meaning with the next member.
const LISTS: [&str; 8] =
    ["sections", "items", "basis", "entered", "fields", "options", "consequences", "instruments"];

fn objects_are_objects(
    place: &Place,
    member: &str,
    value: &Value,
    lists: &[&str],
) -> Result<(), ChecklistError> {
    match value {
        Value::Array(list) if lists.contains(&member) => {
            for element in list {
                let id = element.get("id").and_then(Value::as_str).unwrap_or("without an id");
                let place = match member {
                    "items" => place.item(id),
                    "fields" => place.field(id),
                    _ => place.clone(),
                };
                objects_are_objects(&place, "element", element, lists)?;
            }
            Ok(())
        }
        Value::Array(_) if member.is_empty() => Err(place.refused(Fault::List)),
        Value::Array(_) => Err(place.member(member).refused(Fault::List)),
        Value::Object(members) => {
            members.iter().try_for_each(|(member, value)| objects_are_objects(place, member, value, lists))
        }
        _ => Ok(()),
    }
}

/// Finds the item and the field whose shape is wrong. The reader itself knows the line only.
fn locate<I: DeserializeOwned, F: DeserializeOwned>(
    file: &str,
    value: &Value,
    error: &serde_json::Error,
) -> (Place, String) {
    let place = Place::file(file);
    let list = |value: &Value, member: &str| {
        value.get(member).and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let name = |value: &Value, index: usize| {
        value.get("id").and_then(Value::as_str).map_or_else(|| format!("number {}", index + 1), str::to_owned)
    };
    for section in list(value, "sections") {
        for (index, item) in list(&section, "items").iter().enumerate() {
            let Err(error) = I::deserialize(item) else { continue };
            let place = place.item(&name(item, index));
            for (index, field) in list(item, "fields").iter().enumerate() {
                if let Err(error) = F::deserialize(field) {
                    return (place.field(&name(field, index)), error.to_string());
                }
            }
            return (place, error.to_string());
        }
    }
    (place, without_position(error))
}

/// The message without " at line 3 column 5", which is told apart.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).map_or_else(|| text.clone(), str::to_owned)
}
