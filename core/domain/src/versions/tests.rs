use super::*;
use crate::answer::{Answer, AnswerState, AnswerValue, Conformity, FieldValue};
use crate::checklist::shipped::{P75_V1, P75_V2};
use crate::checklist::{Checklist, load};
use crate::id::{ContentHash, DeviceId, InspectorId, ItemId, TaskId};
use crate::time::{ClockReading, Timestamp};
use crate::visit::VisitContent;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn id(text: &str) -> ItemId {
    ItemId::new(text).unwrap()
}

fn changed(change: impl FnOnce(&mut Value)) -> Checklist {
    let mut value: Value = serde_json::from_str(P75_V2).unwrap();
    value["version"] = json!(3);
    change(&mut value);
    load("p75.v3.json", &value.to_string()).unwrap()
}

fn v1() -> Checklist {
    load("p75.v1.json", P75_V1).unwrap()
}

fn v2() -> Checklist {
    load("p75.v2.json", P75_V2).unwrap()
}

fn of(differences: &[Difference], item: &str) -> Vec<Change> {
    differences.iter().filter(|one| one.item == id(item)).map(|one| one.change.clone()).collect()
}

fn answer(value: AnswerValue) -> Answer {
    let at =
        ClockReading { device: Timestamp::from_unix_ms(1), offset_minutes: 480, monotonic_ms: 1, gnss: None };
    let (by, device) = (InspectorId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
    Answer { value, by, device, at, settles: Vec::new() }
}

fn judged(conformity: Conformity) -> AnswerState {
    AnswerState::One(answer(AnswerValue { conformity: Some(conformity), fields: BTreeMap::new() }))
}

fn visit(answers: impl IntoIterator<Item = (ItemId, AnswerState)>) -> VisitContent {
    let checklist = ContentHash::of(P75_V1.as_bytes());
    let mut content = VisitContent::empty(TaskId::from_bytes([9; 16]), checklist);
    content.answers.extend(answers);
    content
}

#[test]
fn nothing_differs_between_a_version_and_itself() {
    assert_eq!(diff(&v2(), &v2()), []);
}

#[test]
fn added_removed_reworded_moved_and_changed_items_are_told_apart_and_in_words() {
    let newer = changed(|value| {
        value["sections"][0]["items"][0]["ask"]["zh"] = json!("有成文、现行并经批准的质量安全管理制度");
        value["sections"][0]["items"][1]["severity"] = json!("A");
        value["sections"][0]["items"][1]["fields"] = json!([{"id": "asked", "label": {"zh": "询问人数", "en": "People asked"}, "kind": "number", "required": false}]);
        let moved = value["sections"][0]["items"].as_array_mut().unwrap().remove(5);
        value["sections"][1]["items"].as_array_mut().unwrap().push(moved);
        let mut added = value["sections"][0]["items"][2].clone();
        added["id"] = json!("P75-41");
        value["sections"][0]["items"].as_array_mut().unwrap().push(added);
        value["sections"][2]["items"].as_array_mut().unwrap().remove(0);
    });
    let found = diff(&v2(), &newer);
    assert_eq!(of(&found, "P75-01"), [Change::Reworded(vec![Wording::Ask])]);
    assert_eq!(of(&found, "P75-02"), [Change::DemandChanged(vec![Demand::Fields, Demand::Severity])]);
    assert_eq!(of(&found, "P75-06"), [Change::Moved]);
    assert_eq!(of(&found, "P75-41"), [Change::Added]);
    assert_eq!(of(&found, "P75-13"), [Change::Removed]);
    assert_eq!(found.len(), 5, "{found:?}");
    let words = |item: &str| found.iter().find(|one| one.item == id(item)).unwrap().words.clone();
    assert!(words("P75-01").zh.starts_with("措辞改变：原为“有成文且现行的"), "{}", words("P75-01").zh);
    assert_eq!(words("P75-02").zh, "要求改变：填写项、严重程度由 B 改为 A");
    assert_eq!(words("P75-02").en, "Demand changed: what is entered, severity from B to A");
    assert_eq!(words("P75-06").zh, "移动，现位于：人员（生产）");
}

#[test]
fn an_item_that_changed_places_within_its_section_is_the_only_one_that_moved() {
    let newer = changed(|value| value["sections"][0]["items"].as_array_mut().unwrap()[..6].rotate_left(1));
    let found = diff(&v2(), &newer);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(of(&found, "P75-01"), [Change::Moved]);
}

#[test]
fn moving_from_counts_to_periods_keeps_the_counts_as_answered_under_the_old_version() {
    let counts = AnswerValue {
        conformity: None,
        fields: [("expected", 30), ("present", 29)]
            .map(|(field, number)| (field.to_owned(), FieldValue::Number(number.into())))
            .into(),
    };
    let content = visit([
        (id("P75-16"), AnswerState::One(answer(counts))),
        (id("P75-01"), judged(Conformity::Meets)),
        (id("P75-02"), judged(Conformity::DoesNotMeet)),
    ]);
    let (old, new) = (v1(), v2());
    let preview = plan(&old, &new, &content);
    assert_eq!(preview.answers[&id("P75-01")], Carry::Over { reworded: false });
    let Carry::UnderOldVersion { because } = &preview.answers[&id("P75-16")] else { panic!() };
    assert_eq!(because.zh, "新版本的填写项容不下已填的内容。");
    assert!(preview.to_answer.contains(&id("P75-16")) && !preview.to_answer.contains(&id("P75-01")));
}

#[test]
fn a_judgement_that_the_newer_version_does_not_offer_is_not_carried_over() {
    let newer = changed(|value| {
        value["sections"][0]["items"][0]["judgement"] = json!({"entered": ["meets", "does-not-meet"]});
        value["sections"][0]["items"][1]["ask"]["zh"] = json!("责任制落到人");
    });
    let content = visit([
        (id("P75-01"), judged(Conformity::NotApplicable)),
        (id("P75-02"), judged(Conformity::Meets)),
        (id("P75-99"), judged(Conformity::Meets)),
    ]);
    let preview = plan(&v2(), &newer, &content);
    assert!(matches!(preview.answers[&id("P75-01")], Carry::UnderOldVersion { .. }));
    assert_eq!(preview.answers[&id("P75-02")], Carry::Over { reworded: true });
    assert!(matches!(preview.answers[&id("P75-99")], Carry::UnderOldVersion { .. }));
}
