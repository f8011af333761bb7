//! A visit on a composed checklist, from the first arrival to the sealed bytes.

use super::phone::*;
use super::regulator::*;
use crate::view::{ItemView, ReadingValue, VisitStanding};
use crate::*;
use zhian_domain::answer::{
    AnswerValue,
    Conformity::{DoesNotMeet, Meets},
    FieldValue,
};
use zhian_domain::id::VisitId;
use zhian_domain::person::PersonRole;
use zhian_protocol::canonical;

fn arrives(phone: &Phone) -> VisitId {
    phone.check_in(&CheckInRequest { task: task().id, position: None, rights_told: true }).unwrap().visit
}

fn exchange(one: &Phone, other: &Phone) {
    one.syncs();
    other.syncs();
    one.syncs();
}

fn shown(phone: &Phone, visit: &VisitId, item: &str) -> ItemView {
    phone.item(visit, &id(item)).unwrap()
}

fn fields(entries: &[(&str, FieldValue)]) -> AnswerValue {
    let fields = entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    AnswerValue { conformity: None, fields }
}

fn number(value: u32) -> FieldValue {
    FieldValue::Number(value.into())
}

fn text(value: &str) -> FieldValue {
    FieldValue::Text(value.to_owned())
}

#[test]
fn an_item_says_why_it_is_here_what_it_rests_on_what_may_follow_and_what_is_to_be_checked() {
    let (_, lin, _) = composed_district();
    let visit = arrives(&lin);
    let view = lin.visit(&visit).unwrap();
    let made_of = view.composition.as_ref().unwrap();
    let parts: Vec<_> = made_of.parts.iter().map(|part| part.id.as_str()).collect();
    assert!(["P75", "OLB", "TST", "A"].iter().all(|part| parts.contains(part)), "{parts:?}");
    assert!(made_of.parts.iter().all(|part| part.version > 0 && !part.because.zh.is_empty()));
    assert_eq!((made_of.law_version, view.law_version), (1, Some(1)));
    assert_eq!(view.law_day.to_string(), "2027-01-15");
    for item in view.sections.iter().flat_map(|section| &section.items) {
        assert!(item.because.is_some() && !item.item.how.is_empty(), "{}", item.item.id);
        for citation in &item.citations {
            let marked = citation.citation.words.zh.ends_with("（待核）");
            assert_eq!(marked, !citation.printable, "{}", citation.citation.words.zh);
            assert!(citation.summary.is_some(), "{}", citation.citation.id);
        }
        assert!(item.consequences.iter().all(|one| one.text.is_some()), "{}", item.item.id);
        let cited = item.consequences.iter().flat_map(|one| &one.citations);
        let of_sellers = cited.filter(|one| one.citation.id.starts_with("R76-")).count();
        assert_eq!(
            of_sellers, 0,
            "{}: a maker is not shown what Order 76 holds against sellers",
            item.item.id
        );
    }
    let system = shown(&lin, &visit, "P75-09");
    let third = system.consequences.iter().find(|one| one.code.0 == "R3").unwrap();
    let penalties: Vec<&str> = third.penalties.iter().map(|one| one.penalty.id.as_str()).collect();
    assert_eq!(penalties, ["R75P", "R75U"]);
    let citations = view.sections.iter().flat_map(|section| &section.items).flat_map(|item| &item.citations);
    let printable: std::collections::BTreeSet<bool> = citations.map(|one| one.printable).collect();
    assert_eq!(printable.len(), 2, "both kinds are there");
    let plate = shown(&lin, &visit, "TST-01");
    let leads = plate.consequences.iter().find(|one| one.code.0 == "L54").unwrap();
    assert!(leads.penalties.iter().any(|one| one.penalty.id == "L54" && one.penalty.range.is_some()));
    assert!(plate.consequences[0].penalties.is_empty(), "a reminder leads to none");
}

#[test]
fn an_item_that_the_answers_take_out_is_asked_counted_and_demanded_nowhere() {
    let (_, lin, _) = composed_district();
    let visit = arrives(&lin);
    let before = lin.visit(&visit).unwrap();
    let hidden = shown(&lin, &visit, "TST-02");
    assert_eq!((hidden.asked, hidden.open, hidden.evidence_needed), (false, false, 0));
    assert_eq!((before.asked.not_asked, before.outcome.not_asked), (1, 1));
    assert!(!before.open.open.contains(&id("TST-02")));
    lin.judges(&visit, "TST-01", DoesNotMeet);
    let asked = shown(&lin, &visit, "TST-02");
    assert_eq!((asked.asked, asked.open), (true, true));
    let during = lin.visit(&visit).unwrap();
    assert_eq!((during.asked.asked, during.counts.items), (before.asked.asked + 1, before.counts.items + 1));
    lin.judges(&visit, "TST-02", Meets);
    assert_eq!(lin.visit(&visit).unwrap().counts.answered, 2);
    lin.judges(&visit, "TST-01", Meets);
    let after = lin.visit(&visit).unwrap();
    assert_eq!((after.asked, after.counts.answered), (before.asked, 1));
    let kept = shown(&lin, &visit, "TST-02");
    assert!(!kept.asked && kept.answer != view::AnswerView::None, "the answer stays in the record");
}

#[test]
fn numbers_periods_and_identifiers_say_what_they_come_to_and_wrong_ones_stay_as_entered() {
    let (_, mut lin, _) = composed_district();
    let visit = arrives(&lin);
    let period = "2027-01-01..2027-01-04;2027-01-02";
    let good = [
        ("all", number(8)),
        ("good", number(6)),
        ("days", text(period)),
        ("code", text("91330000MA27X00006")),
    ];
    let view = lin.gives(&visit, "TST-03", fields(&good));
    let view::AnswerView::One(given) = &view.answer else { panic!("answered") };
    assert_eq!(given.judged, Some(Meets));
    let share = view.readings.iter().find(|one| one.field == "share").unwrap();
    let ReadingValue::Computed { value, unit } = &share.value else { panic!("computed") };
    assert_eq!((value.unwrap().to_string().as_str(), unit.as_deref()), ("75", Some("%")));
    let days = view.readings.iter().find(|one| one.field == "days").unwrap();
    let ReadingValue::Period { expected, present, missing, percent, .. } = &days.value else {
        panic!("period")
    };
    assert_eq!((expected.len(), present.len(), *percent), (4, 3, Some(75)));
    assert_eq!(missing, &["2027-01-02"]);

    let wrong =
        [("all", number(3)), ("good", number(5)), ("days", text("2027-1-1")), ("code", text("9133000"))];
    let view = lin.gives(&visit, "TST-03", fields(&wrong));
    let codes: Vec<_> = view.faults.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
    let expected =
        [("code", "field.bad-identifier"), ("days", "field.bad-period"), ("good", "field.constraint")];
    assert_eq!((codes.as_slice(), view.open), (expected.as_slice(), true));
    let constraint = view.faults.iter().find(|fault| fault.field == "good").unwrap();
    assert!(constraint.words.zh.contains("合格数") && constraint.words.en.contains("Good ones"));
    let identifier = view.faults.iter().find(|fault| fault.field == "code").unwrap();
    assert!(identifier.words.zh.contains("7 个字符"), "{}", identifier.words.zh);
    lin.opens();
    assert_eq!(shown(&lin, &visit, "TST-03"), view, "nothing was lost");

    let refused = AnswerRequest { visit, item: id("TST-03"), value: fields(&[("all", number(500))]) };
    let error = lin.answer(&refused).unwrap_err();
    assert_eq!(error.code(), "engine.bad-answer");
    assert!(error.to_string().contains("field.out-of-bounds"), "{error}");
    assert_eq!(shown(&lin, &visit, "TST-03"), view);
}

#[test]
fn a_composed_visit_is_filled_by_two_sealed_and_read_back_as_it_was() {
    let (_, lin, zhou) = composed_district();
    let visit = arrives(&lin);
    arrives(&zhou);
    lin.judges(&visit, "TST-01", DoesNotMeet);
    lin.judges(&visit, "TST-02", DoesNotMeet);
    // A second look: the first answer hides the second.
    lin.judges(&visit, "TST-01", Meets);
    let drawn = lin.quiz(&visit, &id("P75-09")).unwrap();
    let quiz = lin.answer_quiz(&visit, &id("P75-09"), &Default::default()).unwrap();
    assert_eq!(quiz.questions.len(), drawn.questions.len());
    let left = lin.visit(&visit).unwrap();
    assert!(left.open.later.contains(&id("A-13")), "due after the seal");
    // P75-09 failed with no right answer, which demands nothing more; everything else is answered.
    lin.answers_what_is_left(&visit);
    let open = lin.visit(&visit).unwrap().open;
    assert!(open.is_complete(), "{open:?}");
    exchange(&lin, &zhou);
    lin.sign(&SignRequest { visit, handwriting: None }).unwrap();
    zhou.sign(&SignRequest { visit, handwriting: None }).unwrap();
    let party = PartySignatureRequest {
        visit,
        name: "王示例".to_owned(),
        role: PersonRole::SiteRepresentative,
        opinion: "以上笔录看过，属实".to_owned(),
        handwriting: zhou.file("party.png", b"strokes"),
    };
    zhou.take_party_signature(&party).unwrap();
    exchange(&zhou, &lin);
    let sealed = lin.seal(&visit).unwrap();
    assert!(matches!(sealed.standing, VisitStanding::Sealed(_)));
    assert_eq!((sealed.asked.not_asked, sealed.outcome.not_asked), (1, 1));
    assert!(
        sealed.outcome.failed.iter().all(|one| one.item != id("TST-02")),
        "a hidden failure leads to nothing"
    );

    let bytes = lin.sealed_bytes(&visit).unwrap();
    let read = canonical::read_sealed(&bytes.payload).unwrap();
    assert_eq!(read.content.checklist, composed_task().checklist);
    assert!(read.content.answers.contains_key(&id("TST-02")), "it is in the record all the same");
    assert!(read.content.answers.contains_key(&id("P75-09")));
    assert!(lin.verify(&visit, &Watch::quiet()).unwrap().problems.is_empty());
    assert_eq!(
        lin.quiz(&visit, &id("P75-09")).unwrap(),
        quiz,
        "who was asked what can be read from the seal"
    );
    lin.syncs();
    zhou.syncs();
    assert_eq!(zhou.quiz(&visit, &id("P75-09")).unwrap(), quiz);
    assert_eq!(zhou.visit(&visit).unwrap().outcome, sealed.outcome);
}
