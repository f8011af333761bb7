//! Everything that comes with Zhian, byte for byte as published, in the order in which files build on each other.

use super::ContentKind;
use crate::checklist::shipped::{LEGEND_V2, PARTS};
use crate::compose::PRODUCTS_V1;
use crate::law::{ARTICLES_V1, PENALTIES_V1};
use crate::media::MEDIA_V1;
use crate::quiz::QUIZ_V1;
use crate::risk::shipped::RISK_LISTS;
use crate::rules::shipped::{CALENDARS, DEADLINES_V1, DIRECTOR_V1, GRADING_V1, SIZE_V1};

/// A shipped file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// What it holds.
    pub kind: ContentKind,
    /// Its name.
    pub file: &'static str,
    /// Its content.
    pub json: &'static str,
}

/// Every shipped file.
pub fn all() -> impl Iterator<Item = Shipped> {
    let one = |kind, file, json| Shipped { kind, file, json };
    let single = [
        one(ContentKind::Law, "articles.v1.json", ARTICLES_V1),
        one(ContentKind::Penalties, "penalties.v1.json", PENALTIES_V1),
        one(ContentKind::Legend, "legend.v2.json", LEGEND_V2),
        one(ContentKind::Products, "products.v1.json", PRODUCTS_V1),
        one(ContentKind::Media, "manifest.v1.json", MEDIA_V1),
        one(ContentKind::Quiz, "quiz.v1.json", QUIZ_V1),
        one(ContentKind::Size, "size.v1.json", SIZE_V1),
        one(ContentKind::Director, "director.v1.json", DIRECTOR_V1),
        one(ContentKind::Deadlines, "deadlines.v1.json", DEADLINES_V1),
        one(ContentKind::Grading, "grading.v1.json", GRADING_V1),
    ];
    let parts = PARTS.iter().map(move |(file, json)| one(ContentKind::Part, file, json));
    let risks = RISK_LISTS.iter().map(move |(file, json)| one(ContentKind::RiskList, file, json));
    let calendars = CALENDARS.iter().map(move |year| one(ContentKind::Calendar, year.file, year.json));
    let mut all: Vec<Shipped> = single.into_iter().chain(parts).chain(risks).chain(calendars).collect();
    let order = |kind| ContentKind::ALL.iter().position(|one| *one == kind);
    all.sort_by_key(|file| order(file.kind));
    all.into_iter()
}
