//! Schema 1 says two things differently: how to check is one text, and a citation carries its own tag.

use crate::json::Json;

/// To the form of the tables: a list of one step, and citations such as `R75-3=S`.
pub(crate) fn lift(root: Json) -> Json {
    each_item(root, &|(name, value)| match (name.as_str(), value) {
        ("how", how @ Json::Object(_)) => (name, Json::List(vec![how])),
        ("basis", Json::List(basis)) => (name, Json::List(basis.into_iter().map(citation).collect())),
        (_, value) => (name, value),
    })
}

/// Back again.
pub(crate) fn lower(root: &Json) -> Json {
    each_item(root.clone(), &|(name, value)| match (name.as_str(), value) {
        ("how", Json::List(how)) if how.len() == 1 => (name, how.into_iter().next().unwrap_or(Json::Null)),
        ("basis", Json::List(basis)) => (name, Json::List(basis.into_iter().map(object).collect())),
        (_, value) => (name, value),
    })
}

fn citation(from: Json) -> Json {
    let Json::Object(members) = &from else { return from };
    let (instrument, article) = (from.text_of("instrument"), from.text_of("article"));
    let verified = from.text_of("verified");
    let fits = members.len() == 3
        && !instrument.contains(['-', '='])
        && !article.contains('=')
        && [instrument, article, verified].iter().all(|text| !text.is_empty());
    if fits { Json::text(format!("{instrument}-{article}={verified}")) } else { from }
}

fn object(from: Json) -> Json {
    let text = from.as_text().unwrap_or_default();
    let (article, verified) = text.rsplit_once('=').unwrap_or((text, ""));
    let (instrument, article) = article.split_once('-').unwrap_or((article, ""));
    Json::object([
        ("instrument", Json::text(instrument)),
        ("article", Json::text(article)),
        ("verified", Json::text(verified)),
    ])
}

fn each_item(root: Json, change: &dyn Fn((String, Json)) -> (String, Json)) -> Json {
    within(root, "sections", &|section| {
        within(section, "items", &|item| match item {
            Json::Object(members) => Json::Object(members.into_iter().map(change).collect()),
            other => other,
        })
    })
}

fn within(object: Json, list: &str, each: &dyn Fn(Json) -> Json) -> Json {
    let Json::Object(members) = object else { return object };
    let members = members.into_iter().map(|(name, value)| match value {
        Json::List(all) if name == list => (name, Json::List(all.into_iter().map(each).collect())),
        other => (name, other),
    });
    Json::Object(members.collect())
}
