use super::*;
use crate::answer::Conformity;
use crate::checklist::shipped::{CHECKLISTS, LEGEND_V1, P75_V1, S76_V1};
use crate::checklist::{EvidenceWhen, FieldKind, Item, Judgement, PercentWhole, Severity, Verified};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// P75-16, the item with every computed thing in it.
const DAILY: &str = "/sections/2/items/3";

fn shipped(json: &str) -> Checklist {
    load("shipped", json).unwrap()
}

fn shipped_item(json: &str, id: &str) -> Item {
    shipped(json).item(&ItemId::new(id).unwrap()).unwrap().clone()
}

/// What the loader says to the producers' checklist with the value at `pointer` changed.
fn refused(pointer: &str, change: impl FnOnce(&mut Value)) -> (&'static str, String) {
    refused_in(P75_V1, pointer, change, |json| load("p75.v1.json", json).map(drop))
}

fn refused_in(
    json: &str,
    pointer: &str,
    change: impl FnOnce(&mut Value),
    read: impl Fn(&str) -> Result<(), ChecklistError>,
) -> (&'static str, String) {
    let mut value: Value = serde_json::from_str(json).unwrap();
    read(&value.to_string()).expect("the undamaged file is read");
    change(value.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} leads nowhere")));
    let error = read(&value.to_string()).expect_err("the damaged file is refused");
    assert!(ChecklistError::CODES.contains(&error.code()), "{} is not listed", error.code());
    (error.code(), error.to_string())
}

fn set(value: Value) -> impl FnOnce(&mut Value) {
    move |old| *old = value
}

/// Sets a member of the daily-control item and expects this code and the end of the message.
fn daily(member: &str, value: Value, code: &str, message: &str) {
    let found = refused(&format!("{DAILY}{member}"), set(value));
    assert_eq!(found, (code_of(code), format!("p75.v1.json: item P75-16: {message}")), "{member}");
}

fn code_of(code: &str) -> &'static str {
    ChecklistError::CODES.iter().find(|known| *known == &code).expect("a known code")
}

mod content;
mod second;
mod shape;
mod shipped;
