//! JSON that keeps its order and misses no repeated member, and the one form in which content is written.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Longest line, in characters, on which an object or a list is still written in one piece.
const LINE_CHARS_MAX: usize = 120;

/// A JSON value as published files use it: numbers are whole, everything finer is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Flag(bool),
    Whole(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn both(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::object([("zh", Self::text(zh)), ("en", Self::text(en))])
    }

    pub(crate) fn object<const N: usize>(members: [(&str, Self); N]) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(found, _)| found == name).map(|(_, value)| value),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a member; empty where there is none.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.get(name).and_then(Self::as_text).unwrap_or_default()
    }

    /// The elements of a list; of anything else none.
    pub(crate) fn elements(&self) -> &[Self] {
        match self {
            Self::List(elements) => elements,
            _ => &[],
        }
    }

    /// The elements of a member that is a list.
    pub(crate) fn list_of(&self, name: &str) -> &[Self] {
        self.get(name).map_or(&[], Self::elements)
    }

    /// UTF-8 with two blanks per level and a line end; what fits on a line stays on it.
    pub(crate) fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0, 0, true);
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, indent: usize, used: usize, outermost: bool) {
        let (open, close, parts): (_, _, Vec<(Option<&str>, &Self)>) = match self {
            Self::List(all) if !all.is_empty() => ('[', ']', all.iter().map(|one| (None, one)).collect()),
            Self::Object(all) if !all.is_empty() => {
                ('{', '}', all.iter().map(|(name, one)| (Some(name.as_str()), one)).collect())
            }
            _ => return self.write_flat(out),
        };
        if !outermost {
            let mut flat = String::new();
            self.write_flat(&mut flat);
            if used + flat.chars().count() <= LINE_CHARS_MAX {
                return out.push_str(&flat);
            }
        }
        out.push(open);
        let inner = indent + 2;
        let last = parts.len().saturating_sub(1);
        for (index, (name, part)) in parts.into_iter().enumerate() {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', inner));
            let mut used = inner + usize::from(index < last);
            if let Some(name) = name {
                let before = out.len();
                quote(out, name);
                out.push_str(": ");
                used += out.get(before..).map_or(0, |name| name.chars().count());
            }
            part.write(out, inner, used, false);
            if index < last {
                out.push(',');
            }
        }
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
        out.push(close);
    }

    fn write_flat(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Whole(number) => out.push_str(&number.to_string()),
            Self::Text(text) => quote(out, text),
            Self::List(all) => {
                out.push('[');
                for (index, one) in all.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    one.write_flat(out);
                }
                out.push(']');
            }
            Self::Object(all) => {
                out.push('{');
                for (index, (name, one)) in all.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    quote(out, name);
                    out.push_str(": ");
                    one.write_flat(out);
                }
                out.push('}');
            }
        }
    }
}

fn quote(out: &mut String, text: &str) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without fractions")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        i64::try_from(number).map(Json::Whole).map_err(|_| E::custom("a number is too large"))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Err(E::custom("a number with a fraction must be written as text"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = all.next_element()? {
            list.push(one);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Json, A::Error> {
        let mut members: Vec<(String, Json)> = Vec::new();
        while let Some((name, value)) = all.next_entry::<String, Json>()? {
            if members.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom(format!("member {name:?} stands here twice")));
            }
            members.push((name, value));
        }
        Ok(Json::Object(members))
    }
}
