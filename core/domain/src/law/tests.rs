use super::*;
use crate::checklist::ChecklistError;
use serde_json::{Value, json};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn shipped() -> Law {
    load_articles("articles.v1.json", ARTICLES_V1).unwrap()
}

fn refused(change: impl FnOnce(&mut Value)) -> (&'static str, String) {
    let mut value: Value = serde_json::from_str(ARTICLES_V1).unwrap();
    change(&mut value);
    let error = load_articles("law", &value.to_string()).unwrap_err();
    assert!(ChecklistError::CODES.contains(&error.code()));
    (error.code(), error.to_string())
}

#[test]
fn the_version_in_force_on_the_day_of_the_act_is_cited() {
    let law = shipped();
    for (asked, on, cited) in [
        ("CSL-21", "2025-12-31", "CSL-21"),
        ("CSL-21", "2026-01-01", "CSL-23"),
        ("CSL-23", "2025-12-31", "CSL-21"),
        ("CSL-23", "2026-11-21", "CSL-23"),
        ("R75-10", "2023-05-05", "R75-10"),
    ] {
        assert_eq!(law.in_force(asked, day(on)).unwrap().id, cited, "{asked} on {on}");
    }
    let early = law.in_force("R75-10", day("2023-05-04")).unwrap_err();
    assert_eq!(early, LawError::NotInForce { id: "R75-10".into(), day: day("2023-05-04") });
    assert_eq!(law.in_force("R75-99", day("2026-11-21")).unwrap_err().code(), "law.unknown");
}

#[test]
fn what_nobody_verified_says_so_and_is_never_printed() {
    let law = shipped();
    let on = day("2026-11-21");
    let known = law.cite("R75-3", on).unwrap();
    assert_eq!((known.words.zh.as_str(), known.is_printable()), ("《总局令第75号》第3条", true));
    let partly = law.cite("R75-10", on).unwrap();
    assert_eq!((partly.words.zh.as_str(), partly.is_printable()), ("《总局令第75号》第10条（待核）", false));
    assert_eq!(partly.words.en, "Order 75, art. 10 (to be checked)");
    let word = law.cite("OP54-items", on).unwrap();
    assert!(!word.words.zh.contains("items"), "{}", word.words.zh);
    for article in law.articles.values() {
        assert_eq!(article.is_printable(), article.verified.level == Verified::Source);
        let zh = law.words(article).words.zh;
        assert_eq!(zh.contains("待核"), !article.is_printable(), "{zh}");
    }
    let missing = LegalBasis { instrument: "R75".into(), article: "99".into(), verified: Verified::Source };
    let cited = law.citations(&[missing], on);
    assert!(!cited[0].is_printable());
    assert_eq!(cited[0].words.zh, "R75-99（待核）");
}

#[test]
fn every_penalty_and_every_successor_refers_to_an_article_on_record() {
    let law = shipped();
    let penalties = load_penalties("penalties.v1.json", PENALTIES_V1).unwrap();
    assert_eq!(penalties.unknown_articles(&law), BTreeSet::new());
    let unsure = &penalties.penalties["R75U"];
    assert!(unsure.range.is_some());
    assert_eq!(unsure.printable_range(), None, "a range that nobody verified is not printed");
    assert!(penalties.penalties["L49"].printable_range().is_some());
}

#[test]
fn records_that_contradict_themselves_are_refused_with_their_id() {
    let at = |value: &mut Value, id: &str, member: &str, to: Value| {
        let articles = value["articles"].as_array_mut().unwrap();
        articles.iter_mut().find(|article| article["id"] == id).unwrap()[member] = to;
    };
    for (member, to, code, words) in [
        ("superseded_by", json!("CSL-99"), "checklist.unknown-code", "item CSL-21: superseded_by"),
        ("superseded_by", json!("CSL-21"), "checklist.bounds", "a successor that begins after it"),
        ("in_force_to", Value::Null, "checklist.bounds", "needs a last day"),
        ("in_force_to", json!("2010-01-01"), "checklist.bounds", "ends before it begins"),
        ("in_force_from", json!("2017-6-1"), "checklist.bad-id", "a day written like"),
        ("instrument", json!("NOPE"), "checklist.bad-id", "CSL-21"),
        ("article", json!("22"), "checklist.bad-id", "CSL-21"),
    ] {
        let (found, message) = refused(|value| at(value, "CSL-21", member, to));
        assert_eq!(found, code, "{message}");
        assert!(message.contains(words), "{message}");
    }
    assert_eq!(refused(|value| value["schema"] = json!(1)).0, "checklist.schema");
}
