//! From members to the cells of a row.

use crate::codes;
use crate::json::Json;
use crate::shape::{COMPUTED, ENTERED, Kind, Member};
use std::collections::BTreeMap;

/// What a cell is written as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Out {
    Text(String),
    Number(f64),
}

/// Cells of a row by technical name of their column; blank ones are left out.
pub(crate) type Cells = BTreeMap<String, Out>;

/// Writes the members of an object that are cells.
pub(crate) fn of_object(object: &Json, members: &[Member], prefix: &str, cells: &mut Cells) {
    for member in members {
        if let Some(value) = object.get(member.name) {
            of_member(value, member, &format!("{prefix}{}", member.name), cells);
        }
    }
}

fn of_member(value: &Json, member: &Member, name: &str, cells: &mut Cells) {
    match member.kind {
        Kind::Text | Kind::Id | Kind::Date => text(cells, name, value.as_text()),
        Kind::Code(codes) | Kind::Suggested(codes) => {
            text(cells, name, value.as_text().map(|code| codes.entry(code)).as_deref());
        }
        Kind::Codes(codes) => lines(cells, name, value.elements(), |one| {
            one.as_text().map(|code| codes.entry(code)).unwrap_or_default()
        }),
        Kind::Ids => lines(cells, name, value.elements(), |one| one.as_text().unwrap_or_default().to_owned()),
        Kind::Whole | Kind::Exact | Kind::ExactOrId => match value {
            #[expect(clippy::cast_precision_loss, reason = "arranged values have at most 53 bits")]
            Json::Whole(number) => {
                cells.insert(name.to_owned(), Out::Number(*number as f64));
            }
            other => text(cells, name, other.as_text()),
        },
        Kind::Flag => {
            let flag = match value {
                Json::Flag(true) => Some("yes"),
                Json::Flag(false) => Some("no"),
                _ => None,
            };
            text(cells, name, flag.map(|flag| codes::FLAG.entry(flag)).as_deref());
        }
        Kind::Both => {
            for language in ["zh", "en"] {
                text(cells, &format!("{name}.{language}"), value.get(language).and_then(Json::as_text));
            }
        }
        Kind::Steps => {
            for language in ["zh", "en"] {
                let name = format!("{name}.{language}");
                lines(cells, &name, value.elements(), |step| step.text_of(language).to_owned());
            }
        }
        Kind::Options(text_member) => {
            let all = value.elements();
            lines(cells, &format!("{name}.code"), all, |one| one.text_of("code").to_owned());
            for language in ["zh", "en"] {
                lines(cells, &format!("{name}.{language}"), all, |one| {
                    one.get(text_member).map(|text| text.text_of(language).to_owned()).unwrap_or_default()
                });
            }
        }
        Kind::Object(members) => of_object(value, members, &format!("{name}."), cells),
        Kind::Judgement => {
            of_object(value, std::slice::from_ref(&ENTERED), &format!("{name}."), cells);
            if let Some(computed) = value.get("computed") {
                of_object(computed, COMPUTED, &format!("{name}.computed."), cells);
            }
        }
        Kind::Rows(_) => {}
    }
}

fn text(cells: &mut Cells, name: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        cells.insert(name.to_owned(), Out::Text(text.to_owned()));
    }
}

fn lines(cells: &mut Cells, name: &str, all: &[Json], each: impl Fn(&Json) -> String) {
    let lines: Vec<String> = all.iter().map(each).collect();
    if lines.iter().any(|line| !line.is_empty()) {
        cells.insert(name.to_owned(), Out::Text(lines.join("\n")));
    }
}
