//! Any published file, read by its kind.

use super::ContentKind;
use crate::checklist::{self, ChecklistError, Legend, Part};
use crate::compose::{ProductNames, load_products};
use crate::id::ContentHash;
use crate::law::{Law, Penalties, load_articles, load_penalties};
use crate::media::MediaManifest;
use crate::published::ContentError;
use crate::quiz::QuizBank;
use crate::risk::RiskList;
use crate::rules::calendar::Calendar;
use crate::rules::deadline::Deadlines;
use crate::rules::director::DirectorRule;
use crate::rules::grading::Grading;
use crate::rules::size::SizeRule;
use serde_json::Value;

/// A published file, read.
#[derive(Debug, Clone)]
pub enum Content {
    /// A part of checklists.
    Part(Box<Part>),
    /// Instruments and articles.
    Law(Law),
    /// Penalty ranges.
    Penalties(Penalties),
    /// Consequence codes.
    Legend(Legend),
    /// Names of kinds of product.
    Products(ProductNames),
    /// A risk control list.
    RiskList(RiskList),
    /// The quiz bank.
    Quiz(QuizBank),
    /// The manifest of media.
    Media(MediaManifest),
    /// Size classes.
    Size(SizeRule),
    /// Who must appoint a director.
    Director(DirectorRule),
    /// Deadlines.
    Deadlines(Deadlines),
    /// Grading schemes.
    Grading(Grading),
    /// One year of holidays.
    Calendar(Calendar),
}

/// A published file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A part, the law, a legend or the names of products.
    #[error(transparent)]
    Checklist(#[from] ChecklistError),
    /// Anything else.
    #[error(transparent)]
    Content(#[from] ContentError),
}

impl Refused {
    /// Stable code: that of the cause.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Checklist(cause) => cause.code(),
            Self::Content(cause) => cause.code(),
        }
    }
}

/// Reads a file of a kind. `file` is the name that errors give.
///
/// Errors: [`Refused`]; a file is read whole or not at all.
pub fn read(kind: ContentKind, file: &str, json: &str) -> Result<Content, Refused> {
    Ok(match kind {
        ContentKind::Part => Content::Part(Box::new(checklist::load_part(file, json)?)),
        ContentKind::Law => Content::Law(load_articles(file, json)?),
        ContentKind::Penalties => Content::Penalties(load_penalties(file, json)?),
        ContentKind::Legend => Content::Legend(checklist::load_legend(file, json)?),
        ContentKind::Products => Content::Products(load_products(file, json)?),
        ContentKind::RiskList => Content::RiskList(RiskList::load(file, json)?),
        ContentKind::Quiz => Content::Quiz(QuizBank::load(file, json)?),
        ContentKind::Media => Content::Media(MediaManifest::load(file, json)?),
        ContentKind::Size => Content::Size(SizeRule::load(file, json)?),
        ContentKind::Director => Content::Director(DirectorRule::load(file, json)?),
        ContentKind::Deadlines => Content::Deadlines(Deadlines::load(file, json)?),
        ContentKind::Grading => Content::Grading(Grading::load(file, json)?),
        // What the bytes must be is settled by the signature under which the file was published.
        ContentKind::Calendar => {
            Content::Calendar(Calendar::load(file, json, &ContentHash::of(json.as_bytes()))?)
        }
    })
}

/// The kind of a file by what it holds; `None` if it is no published file of schema 2.
#[must_use]
pub fn detect(json: &str) -> Option<ContentKind> {
    const BY_MEMBER: [(&str, ContentKind); 12] = [
        ("sections", ContentKind::Part),
        ("rows", ContentKind::RiskList),
        ("articles", ContentKind::Law),
        ("penalties", ContentKind::Penalties),
        ("consequences", ContentKind::Legend),
        ("questions", ContentKind::Quiz),
        ("media", ContentKind::Media),
        ("products", ContentKind::Products),
        ("kinds", ContentKind::Size),
        ("producer", ContentKind::Director),
        ("deadlines", ContentKind::Deadlines),
        ("schemes", ContentKind::Grading),
    ];
    let value: Value = serde_json::from_str(json.strip_prefix('\u{feff}').unwrap_or(json)).ok()?;
    let members = value.as_object()?;
    if members.get("schema").and_then(Value::as_u64) != Some(crate::published::SCHEMA) {
        return None;
    }
    if members.contains_key("holidays") {
        return Some(ContentKind::Calendar);
    }
    BY_MEMBER.into_iter().find(|(member, _)| members.contains_key(*member)).map(|(_, kind)| kind)
}

impl Content {
    /// What it holds.
    #[must_use]
    pub const fn kind(&self) -> ContentKind {
        match self {
            Self::Part(_) => ContentKind::Part,
            Self::Law(_) => ContentKind::Law,
            Self::Penalties(_) => ContentKind::Penalties,
            Self::Legend(_) => ContentKind::Legend,
            Self::Products(_) => ContentKind::Products,
            Self::RiskList(_) => ContentKind::RiskList,
            Self::Quiz(_) => ContentKind::Quiz,
            Self::Media(_) => ContentKind::Media,
            Self::Size(_) => ContentKind::Size,
            Self::Director(_) => ContentKind::Director,
            Self::Deadlines(_) => ContentKind::Deadlines,
            Self::Grading(_) => ContentKind::Grading,
            Self::Calendar(_) => ContentKind::Calendar,
        }
    }

    /// Permanent id: of a part or a risk list its own, of a calendar `calendar-2026`, of everything else the code of its kind.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Part(part) => part.checklist().id.clone(),
            Self::RiskList(list) => list.id.clone(),
            Self::Calendar(calendar) => format!("calendar-{}", calendar.year),
            other => other.kind().code().to_owned(),
        }
    }

    /// Version, from 1.
    #[must_use]
    pub const fn version(&self) -> u32 {
        match self {
            Self::Part(part) => part.checklist().version,
            Self::Law(law) => law.version,
            Self::Penalties(penalties) => penalties.version,
            Self::Legend(legend) => legend.version,
            Self::Products(products) => products.version,
            Self::RiskList(list) => list.version,
            Self::Quiz(bank) => bank.version,
            Self::Media(manifest) => manifest.version,
            Self::Size(rules) => rules.version,
            Self::Director(rule) => rule.version,
            Self::Deadlines(deadlines) => deadlines.version,
            Self::Grading(grading) => grading.version,
            Self::Calendar(calendar) => calendar.version,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::shipped;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_shipped_file_is_read_under_the_kind_that_is_found_in_it() {
        let mut names = BTreeSet::new();
        for file in shipped::all() {
            assert_eq!(detect(file.json), Some(file.kind), "{}", file.file);
            let content = read(file.kind, file.file, file.json).unwrap();
            assert_eq!(content.kind(), file.kind);
            assert!(names.insert((file.kind, content.id(), content.version())), "{}", file.file);
        }
        let kinds: BTreeSet<ContentKind> = names.iter().map(|(kind, _, _)| *kind).collect();
        assert_eq!(kinds, ContentKind::ALL.into_iter().collect());
    }

    #[test]
    fn what_is_no_published_file_has_no_kind() {
        for json in ["", "[]", "{}", "{\"schema\": 1, \"sections\": []}", "{\"schema\": 2}"] {
            assert_eq!(detect(json), None, "{json}");
        }
    }
}
