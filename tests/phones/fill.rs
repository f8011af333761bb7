//! What the officers do on the spot: any item is filled from what its screen asks for.

use crate::phone::Phone;
use serde_json::{Value, json};
use std::path::PathBuf;
use zhian_tests::Chance;
use zhian_tests::process::{Fault, on};

/// The item on which the two do not agree at first.
pub const DISPUTED: &str = "P75-33";
/// Bytes of a photograph.
const PHOTO_BYTES: usize = 60_000;

/// The visit, and where cameras write.
pub struct Hand {
    /// The visit.
    pub visit: String,
    /// Folder of photographs.
    pub folder: PathBuf,
}

impl Hand {
    /// A JPEG that no other call makes.
    pub fn picture(&self, name: &str, number: u64) -> Result<PathBuf, Fault> {
        let path = self.folder.join(format!("{name}-{number}.jpg"));
        std::fs::write(&path, zhian_tests::jpeg(&mut Chance::seeded(number, name), PHOTO_BYTES))
            .map_err(on(&path))?;
        Ok(path)
    }
}

/// Answers an item, and attaches the photographs that it demands then.
pub fn fills(phone: &mut Phone, hand: &Hand, item: &str, judgement: &str) -> Result<(), Fault> {
    let screen = phone.does("item", json!({ "visit": hand.visit, "item": item }))?;
    let answered = phone.does("answer", json!({ "input": answer(hand, item, judgement, &screen) }))?;
    let needed = answered["evidenceNeeded"].as_u64().unwrap_or(0);
    let there = answered["evidence"].as_array().map_or(0, Vec::len) as u64;
    for number in there..needed {
        let input = json!({
            "visit": hand.visit, "path": hand.picture(&format!("{item}-{}", phone.name), number)?,
            "purpose": { "item": { "item": item } }, "method": answered["evidenceMethod"],
            "original": true, "caption": "",
        });
        phone.does("attach", json!({ "input": input }))?;
    }
    Ok(())
}

/// Fetches every photograph that is not on this phone. Returns how many.
pub fn fetches(phone: &mut Phone, hand: &Hand, items: &[String]) -> Result<usize, Fault> {
    let mut fetched = 0;
    for item in items {
        let screen = phone.does("item", json!({ "visit": hand.visit, "item": item }))?;
        for file in screen["evidence"].as_array().into_iter().flatten() {
            if file["place"] == "absent" {
                phone.does("fetchEvidence", json!({ "visit": hand.visit, "hash": file["hash"] }))?;
                fetched += 1;
            }
        }
    }
    Ok(fetched)
}

/// Settles the disputed item: it does not meet.
pub fn settles(phone: &mut Phone, hand: &Hand) -> Result<(), Fault> {
    let screen = phone.does("item", json!({ "visit": hand.visit, "item": DISPUTED }))?;
    phone.does("settle", json!({ "input": answer(hand, DISPUTED, "doesNotMeet", &screen) })).map(drop)
}

fn answer(hand: &Hand, item: &str, judgement: &str, screen: &Value) -> Value {
    let fields = screen["fields"].as_array().into_iter().flatten().filter_map(|field| {
        let text = entry(&field["kind"]);
        // Nothing is invented where nothing is asked for.
        let asked = field["required"] == true || screen["computed"] == true;
        (asked && !text.is_empty()).then(|| json!({ "field": field["id"], "text": text }))
    });
    let judgement = if screen["computed"] == true { Value::Null } else { json!(judgement) };
    json!({ "visit": hand.visit, "item": item, "judgement": judgement, "fields": fields.collect::<Vec<_>>() })
}

/// What a field takes; empty for one that is computed or shown by evidence.
fn entry(kind: &Value) -> String {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(number) = kind.get("number") {
        return text(&number["max"]).or_else(|| text(&number["min"])).unwrap_or_else(|| "3".to_owned());
    }
    if let Some(choice) = kind.get("choice") {
        return text(&choice["options"][0]["code"]).unwrap_or_default();
    }
    match kind.as_str() {
        Some("date") => "2026-09-30".to_owned(),
        Some("text") => "现场核对无误。".to_owned(),
        _ => String::new(),
    }
}
