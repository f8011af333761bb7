//! Reads law records and penalties: whole, or refused with the record and member at fault.

use super::{
    Article, Instrument, InstrumentKind, Law, Penalties, Penalty, Range, RangeBasis, RangeUnit, Verification,
};
use crate::checklist::load::format::{BilingualFormat, Exact};
use crate::checklist::load::second::format::{FieldFormat, ItemFormat};
use crate::checklist::load::text::{Seen, article_id, bilingual, capital_code, count, day, verified};
use crate::checklist::load::{parse, schema_2, version};
use crate::checklist::{ChecklistError, Fault, Place};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Most records of one file.
const RECORDS_MAX: usize = 20_000;
const LISTS: [&str; 3] = ["instruments", "articles", "penalties"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawFormat {
    schema: u32,
    version: u32,
    instruments: Vec<InstrumentFormat>,
    articles: Vec<ArticleFormat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentFormat {
    code: String,
    name: BilingualFormat,
    short: BilingualFormat,
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleFormat {
    id: String,
    instrument: String,
    article: String,
    paragraph: Option<String>,
    summary: BilingualFormat,
    in_force_from: Option<String>,
    in_force_to: Option<String>,
    superseded_by: Option<String>,
    verified: VerificationFormat,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerificationFormat {
    level: String,
    by: String,
    on: String,
    note: Option<BilingualFormat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PenaltiesFormat {
    schema: u32,
    version: u32,
    penalties: Vec<PenaltyFormat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PenaltyFormat {
    id: String,
    articles: Vec<String>,
    condition: BilingualFormat,
    measures: BilingualFormat,
    range: Option<RangeFormat>,
    verified: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeFormat {
    basis: String,
    min: Option<Exact>,
    max: Option<Exact>,
    unit: String,
}

/// Reads law records. `file` is the name that errors give.
///
/// Errors: any of [`ChecklistError`], with the id of the article as the item.
pub fn load_articles(file: &str, json: &str) -> Result<Law, ChecklistError> {
    let place = Place::file(file);
    let from: LawFormat = parse::<_, ItemFormat, FieldFormat>(file, json, &LISTS)?;
    schema_2(&place, from.schema)?;
    version(&place, from.version)?;
    count(&place.member("instruments"), from.instruments.len(), RECORDS_MAX, "instruments")?;
    count(&place.member("articles"), from.articles.len(), RECORDS_MAX, "articles")?;
    let mut seen = Seen::default();
    let mut instruments = BTreeMap::new();
    for from in from.instruments {
        let here = place.item(&from.code);
        capital_code(&here, &from.code)?;
        seen.add(&here, &from.code)?;
        let kind = InstrumentKind::from_code(&from.kind).ok_or_else(|| {
            let expected = "law, regulation, order, rule, opinion or standard";
            here.member("kind").refused(Fault::UnknownCode { code: from.kind.clone(), expected })
        })?;
        let name = bilingual(&here, "name", from.name)?;
        let short = bilingual(&here, "short", from.short)?;
        instruments.insert(from.code, Instrument { name, short, kind });
    }
    let mut seen = Seen::default();
    let mut articles = BTreeMap::new();
    for from in from.articles {
        let here = place.item(&from.id);
        seen.add(&here, &from.id)?;
        let article = article(&here, from, &instruments)?;
        articles.insert(article.id.clone(), article);
    }
    chains(&place, &articles)?;
    Ok(Law { version: from.version, instruments, articles })
}

fn article(
    place: &Place,
    from: ArticleFormat,
    instruments: &BTreeMap<String, Instrument>,
) -> Result<Article, ChecklistError> {
    let (instrument, _) = article_id(place, &from.id)?;
    let begins = format!("{}-{}", from.instrument, from.article);
    let paragraph = from.paragraph.as_ref().map_or_else(String::new, |paragraph| format!("-{paragraph}"));
    // More may follow, such as the year of a version: two versions of one article have two ids.
    if instrument != from.instrument || !from.id.starts_with(&format!("{begins}{paragraph}")) {
        let expected = "the instrument, a hyphen, the article, and its paragraph if it has one";
        return Err(place.refused(Fault::BadId { id: from.id, expected }));
    }
    if !instruments.contains_key(&from.instrument) {
        let expected = "an instrument of this file";
        return Err(place
            .member("instrument")
            .refused(Fault::UnknownCode { code: from.instrument, expected }));
    }
    let date = |name: &str, text: &Option<String>| match text {
        Some(text) => day(&place.member(name), text).map(Some),
        None => Ok(None),
    };
    let in_force_from = date("in_force_from", &from.in_force_from)?;
    let in_force_to = date("in_force_to", &from.in_force_to)?;
    if let (Some(first), Some(last)) = (in_force_from, in_force_to)
        && first > last
    {
        let problem = "ends before it begins";
        return Err(place.member("in_force_to").refused(Fault::Bounds { problem }));
    }
    let summary = bilingual(place, "summary", from.summary)?;
    let level = verified(&place.member("verified"), &from.verified.level)?;
    if from.verified.by.trim().is_empty() {
        return Err(place.member("verified.by").refused(Fault::Empty));
    }
    let on = day(&place.member("verified.on"), &from.verified.on)?;
    let note = from.verified.note.map(|note| bilingual(place, "verified.note", note)).transpose()?;
    Ok(Article {
        id: from.id,
        instrument: from.instrument,
        article: from.article,
        paragraph: from.paragraph,
        summary,
        in_force_from,
        in_force_to,
        superseded_by: from.superseded_by,
        verified: Verification { level, by: from.verified.by, on, note },
    })
}

/// Whatever took an article's place is on record, begins later, and no two articles give way to the same one.
fn chains(place: &Place, articles: &BTreeMap<String, Article>) -> Result<(), ChecklistError> {
    let mut followers = Seen::default();
    for article in articles.values() {
        let Some(next) = &article.superseded_by else { continue };
        let here = place.item(&article.id).member("superseded_by");
        let Some(next) = articles.get(next) else {
            let expected = "an article of this file";
            return Err(here.refused(Fault::UnknownCode { code: next.clone(), expected }));
        };
        followers.add(&here, &next.id)?;
        let follows = match (article.in_force_to, next.in_force_from) {
            (Some(last), Some(first)) => last < first,
            _ => false,
        };
        if !follows {
            let problem = "needs a last day, and a successor that begins after it";
            return Err(here.refused(Fault::Bounds { problem }));
        }
    }
    Ok(())
}

/// Reads penalties. `file` is the name that errors give.
///
/// Errors: any of [`ChecklistError`], with the id of the penalty as the item. That its articles are on record is told by
/// [`Penalties::unknown_articles`].
pub fn load_penalties(file: &str, json: &str) -> Result<Penalties, ChecklistError> {
    let place = Place::file(file);
    let from: PenaltiesFormat = parse::<_, ItemFormat, FieldFormat>(file, json, &LISTS)?;
    schema_2(&place, from.schema)?;
    version(&place, from.version)?;
    count(&place.member("penalties"), from.penalties.len(), RECORDS_MAX, "penalties")?;
    let mut seen = Seen::default();
    let mut penalties = BTreeMap::new();
    for from in from.penalties {
        let here = place.item(&from.id);
        capital_code(&here, &from.id)?;
        seen.add(&here, &from.id)?;
        count(&here.member("articles"), from.articles.len(), RECORDS_MAX, "articles")?;
        for id in &from.articles {
            article_id(&here.member("articles"), id)?;
        }
        let condition = bilingual(&here, "condition", from.condition)?;
        let measures = bilingual(&here, "measures", from.measures)?;
        let range = from.range.map(|from| range(&here.member("range"), &from)).transpose()?;
        let verified = verified(&here.member("verified"), &from.verified)?;
        let penalty =
            Penalty { id: from.id.clone(), articles: from.articles, condition, measures, range, verified };
        penalties.insert(from.id, penalty);
    }
    Ok(Penalties { version: from.version, penalties })
}

fn range(place: &Place, from: &RangeFormat) -> Result<Range, ChecklistError> {
    let unknown =
        |code: &str, expected| place.refused(Fault::UnknownCode { code: code.to_owned(), expected });
    let basis = match from.basis.as_str() {
        "goods-value" => RangeBasis::GoodsValue,
        "gains" => RangeBasis::Gains,
        "fixed" => RangeBasis::Fixed,
        "none" => RangeBasis::None,
        other => return Err(unknown(other, "goods-value, gains, fixed or none")),
    };
    let unit = match from.unit.as_str() {
        "times" => RangeUnit::Times,
        "percent" => RangeUnit::Percent,
        "CNY" => RangeUnit::Cny,
        other => return Err(unknown(other, "times, percent or CNY")),
    };
    let (min, max) = (from.min.map(|min| min.0), from.max.map(|max| max.0));
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        return Err(place.refused(Fault::Bounds { problem: "has a least value above its greatest" }));
    }
    Ok(Range { basis, min, max, unit })
}
