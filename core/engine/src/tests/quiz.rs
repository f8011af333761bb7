//! The quiz asked on site.

use super::phone::*;
use super::regulator::*;
use crate::view::{AnswerView, QuizView};
use crate::*;
use zhian_domain::answer::{AnswerValue, FieldValue};
use zhian_domain::id::VisitId;
use zhian_domain::quiz::{Answers, QUIZ_V1, QuizBank};

fn arrives(phone: &Phone) -> VisitId {
    phone.check_in(&CheckInRequest { task: task().id, position: None, rights_told: true }).unwrap().visit
}

/// The right answers to the first `right` questions; the others are passed over.
fn answers(view: &QuizView, right: usize) -> Answers {
    let bank = QuizBank::load("quiz.v1.json", QUIZ_V1).unwrap();
    let asked = view.questions.iter().take(right);
    asked.map(|one| (one.id.clone(), bank.question(&one.id).unwrap().right.clone())).collect()
}

#[test]
fn the_same_five_questions_come_back_after_a_kill_and_the_right_answers_show_only_afterwards() {
    let (office, mut lin, _) = composed_district();
    let visit = arrives(&lin);
    let first = lin.quiz(&visit, &id("P75-09")).unwrap();
    assert_eq!((first.questions.len(), first.score.is_none()), (5, true));
    assert!(first.questions.iter().all(|one| one.outcome.is_none()));
    lin.opens();
    // A newer bank does not change what was drawn.
    office.publishes_record(&record(
        "quiz",
        "quiz",
        2,
        &QUIZ_V1.replacen("\"version\": 1", "\"version\": 2", 1),
    ));
    lin.syncs();
    assert_eq!(lin.quiz(&visit, &id("P75-09")).unwrap(), first);
    let done = lin.answer_quiz(&visit, &id("P75-09"), &answers(&first, 4)).unwrap();
    assert_eq!(done.score.as_ref().map(|score| (score.percent, score.right)), Some((80, 4)));
    assert!(done.questions.iter().all(|one| one.outcome.is_some()));
    let AnswerView::One(given) = lin.item(&visit, &id("P75-09")).unwrap().answer else { panic!("answered") };
    assert_eq!(given.value.fields["score"], FieldValue::Number(80.into()));
    let shown = words::field_value(
        zhian_protocol::explain::Language::Zh,
        &lin.item(&visit, &id("P75-09")).unwrap().item,
        "quiz",
        &given.value.fields["quiz"],
    );
    assert_eq!(shown, "题库第 1 版，抽 5 题，80 分");
}

#[test]
fn a_colleague_sees_what_was_asked_and_two_quizzes_are_an_ordinary_difference() {
    let (_, lin, zhou) = composed_district();
    let visit = arrives(&lin);
    arrives(&zhou);
    let (mine, theirs) =
        (lin.quiz(&visit, &id("P75-09")).unwrap(), zhou.quiz(&visit, &id("P75-09")).unwrap());
    assert_ne!(mine.questions, theirs.questions, "each phone draws by its own seed");
    let done = lin.answer_quiz(&visit, &id("P75-09"), &answers(&mine, 5)).unwrap();
    zhou.answer_quiz(&visit, &id("P75-09"), &answers(&theirs, 2)).unwrap();
    lin.syncs();
    zhou.syncs();
    lin.syncs();
    let shown = zhou.item(&visit, &id("P75-09")).unwrap();
    let AnswerView::Differing(both) = &shown.answer else { panic!("they differ") };
    let value = both.iter().find(|one| one.value.fields["score"] == FieldValue::Number(100.into())).unwrap();
    let value = value.value.clone();
    zhou.settle(&SettleRequest { visit, item: id("P75-09"), value }).unwrap();
    assert_eq!(zhou.quiz(&visit, &id("P75-09")).unwrap(), done);
}

#[test]
fn a_score_that_the_quiz_does_not_give_and_a_quiz_on_another_item_are_refused() {
    let (_, lin, _) = composed_district();
    let visit = arrives(&lin);
    assert_eq!(lin.quiz(&visit, &id("P75-01")).unwrap_err().code(), "engine.no-quiz");
    let drawn = lin.quiz(&visit, &id("P75-09")).unwrap();
    lin.answer_quiz(&visit, &id("P75-09"), &answers(&drawn, 1)).unwrap();
    let AnswerView::One(given) = lin.item(&visit, &id("P75-09")).unwrap().answer else { panic!("answered") };
    let mut value: AnswerValue = given.value.clone();
    value.fields.insert("score".to_owned(), FieldValue::Number(100.into()));
    let better = AnswerRequest { visit, item: id("P75-09"), value };
    assert_eq!(lin.answer(&better).unwrap_err().code(), "quiz.other-score");
    let stray: Answers = [("Q-none".to_owned(), vec!["A".to_owned()])].into();
    assert_eq!(lin.answer_quiz(&visit, &id("P75-09"), &stray).unwrap_err().code(), "quiz.not-asked");
    let AnswerView::One(still) = lin.item(&visit, &id("P75-09")).unwrap().answer else { panic!("answered") };
    assert_eq!(still.value, given.value, "nothing was lost");
}

#[test]
fn without_a_published_bank_the_score_is_entered_by_hand() {
    let (_, lin, _) = district();
    lin.checks_in();
    assert_eq!(lin.quiz(&task().visit(), &item("T-1")).unwrap_err().code(), "engine.no-quiz");
    assert_eq!(lin.risk_list("RL-EB-S").unwrap_err().code(), "engine.unknown-list");
    assert_eq!(lin.deadlines().unwrap_err().code(), "engine.no-content");
}
