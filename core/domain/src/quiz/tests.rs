use super::*;
use proptest::prelude::*;

const BANK: &str = QUIZ_V1;

fn bank() -> QuizBank {
    QuizBank::load("quiz.v1.json", BANK).unwrap()
}

fn unit(part: UnitPart, products: &[&str]) -> QuizUnit {
    QuizUnit { part, products: products.iter().map(|one| (*one).to_owned()).collect() }
}

fn seller_of_bicycles() -> QuizUnit {
    unit(UnitPart::Selling, &["electric-bicycle"])
}

/// The right answer to every drawn question.
fn all_right(bank: &QuizBank, draw: &Draw) -> Answers {
    draw.questions.iter().map(|id| (id.clone(), bank.question(id).unwrap().right.clone())).collect()
}

fn refused(from: &str, to: &str) -> String {
    let damaged = BANK.replacen(from, to, 1);
    assert_ne!(damaged, BANK);
    QuizBank::load("q.json", &damaged).unwrap_err().to_string()
}

#[test]
fn the_same_seed_gives_the_same_questions_and_another_seed_others() {
    let bank = bank();
    let draw = bank.draw(&seller_of_bicycles(), 1).unwrap();
    assert_eq!(bank.draw(&seller_of_bicycles(), 1).unwrap(), draw);
    let others: std::collections::BTreeSet<Vec<String>> =
        (0..50).map(|seed| bank.draw(&seller_of_bicycles(), seed).unwrap().questions).collect();
    assert!(others.len() > 45, "only {} different draws of 50", others.len());
}

#[test]
fn a_bank_with_too_few_questions_for_a_unit_is_told() {
    let mut bank = bank();
    bank.questions.truncate(4);
    let refused = bank.draw(&seller_of_bicycles(), 1).unwrap_err();
    assert!(matches!(refused, QuizError::TooFew { found: 0..5, needed: 5 }));
}

#[test]
fn where_general_questions_run_out_more_on_the_products_are_asked() {
    let mut bank = bank();
    let mut general = 0;
    bank.questions.retain(|question| {
        general += usize::from(question.products.is_empty() && question.units.contains(&UnitPart::Selling));
        !question.products.is_empty() || general <= 1
    });
    let draw = bank.draw(&seller_of_bicycles(), 3).unwrap();
    let about = |id: &String| !bank.question(id).unwrap().products.is_empty();
    assert_eq!(draw.questions.iter().filter(|id| about(id)).count(), 4);
}

#[test]
fn the_score_counts_right_answers_of_five_and_an_open_one_is_not_right() {
    let bank = bank();
    let draw = bank.draw(&seller_of_bicycles(), 7).unwrap();
    let mut answers = all_right(&bank, &draw);
    assert_eq!(score(&bank, &draw, &answers).unwrap().percent, 100);
    answers.remove(&draw.questions[0]);
    answers.insert(draw.questions[1].clone(), vec![]);
    let score = score(&bank, &draw, &answers).unwrap();
    assert_eq!((score.percent, score.right, score.asked), (60, 3, 5));
    assert_eq!(score.answers[0].chosen, None);
    assert_eq!(score.answers[1].chosen, Some(vec![]));
}

#[test]
fn a_multiple_question_is_all_or_nothing_and_the_order_of_choice_does_not_matter() {
    let bank = bank();
    let multiple = bank.questions.iter().find(|one| one.kind == QuestionKind::Multiple).unwrap();
    let draw = Draw {
        bank: bank.hash,
        bank_version: 1,
        seed: 0,
        unit: seller_of_bicycles(),
        questions: vec![multiple.id.clone()],
    };
    let given = |chosen: Vec<String>| {
        score(&bank, &draw, &Answers::from([(multiple.id.clone(), chosen)])).unwrap().percent
    };
    let mut right = multiple.right.clone();
    right.reverse();
    assert_eq!(given(right.clone()), 100);
    right.pop();
    assert_eq!(given(right), 0);
}

#[test]
fn answers_to_other_questions_options_or_banks_are_refused() {
    let bank = bank();
    let draw = bank.draw(&seller_of_bicycles(), 7).unwrap();
    let given = |id: &str, chosen: &[&str]| {
        let chosen = chosen.iter().map(|one| (*one).to_owned()).collect();
        score(&bank, &draw, &Answers::from([(id.to_owned(), chosen)])).unwrap_err().code()
    };
    let single = draw
        .questions
        .iter()
        .find(|id| bank.question(id).unwrap().kind != QuestionKind::Multiple)
        .expect("a question with one right option");
    assert_eq!(given("Q-X", &["A"]), "quiz.not-asked");
    assert_eq!(given(single, &["Z"]), "quiz.not-offered");
    assert_eq!(given(single, &["A", "A"]), "quiz.not-offered");
    assert_eq!(given(single, &["A", "B"]), "quiz.too-many-chosen");
    let other = QuizBank { hash: ContentHash::of(b"other"), ..bank.clone() };
    assert_eq!(score(&other, &draw, &Answers::new()).unwrap_err().code(), "quiz.other-bank");
}

#[test]
fn a_record_is_written_read_and_verified_and_any_alteration_is_noticed() {
    let bank = bank();
    let draw = bank.draw(&seller_of_bicycles(), u64::MAX).unwrap();
    let mut answers = all_right(&bank, &draw);
    answers.remove(&draw.questions[4]);
    let (record, score) = QuizRecord::of(&bank, draw, answers).unwrap();
    assert_eq!(score.percent, 80);
    let text = record.to_json();
    let read = QuizRecord::from_json(&text).unwrap();
    assert_eq!(read, record);
    assert_eq!(read.verify(&bank), Ok(score));
    let altered = |change: &dyn Fn(&mut QuizRecord)| {
        let mut altered = record.clone();
        change(&mut altered);
        altered.verify(&bank).unwrap_err().code()
    };
    assert_eq!(altered(&|record| record.percent = 100), "quiz.other-score");
    assert_eq!(altered(&|record| record.draw.seed = 1), "quiz.other-questions");
    assert_eq!(altered(&|record| record.draw.questions.swap(0, 1)), "quiz.other-questions");
    assert_eq!(altered(&|record| record.draw.unit.products.clear()), "quiz.other-questions");
    assert_eq!(altered(&|record| drop(record.answers.pop_first())), "quiz.other-score");
    assert_eq!(altered(&|record| record.draw.bank = ContentHash::of(b"x")), "quiz.other-bank");
}

#[test]
fn the_form_of_a_record_never_changes() {
    let draw = Draw {
        bank: ContentHash::from_bytes([0xab; 32]),
        bank_version: 1,
        seed: 1_234,
        unit: unit(UnitPart::Selling, &["toy"]),
        questions: vec!["Q-001".into(), "Q-007".into()],
    };
    let record =
        QuizRecord { draw, answers: Answers::from([("Q-001".into(), vec!["A".into()])]), percent: 50 };
    let expected = format!(
        r#"{{"schema":1,"bank":"{}","bank_version":1,"seed":"00000000000004d2","unit":"seller","products":["toy"],"asked":[{{"id":"Q-001","chosen":["A"]}},{{"id":"Q-007","chosen":null}}],"score":50}}"#,
        "ab".repeat(32)
    );
    assert_eq!(QuizRecord::from_json(&expected), Ok(record.clone()));
    let (written, expected): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(&record.to_json()).unwrap(), serde_json::from_str(&expected).unwrap());
    assert_eq!(written, expected);
}

#[test]
fn a_text_that_is_no_record_is_refused_with_the_member_at_fault() {
    let (record, _) = {
        let bank = bank();
        let draw = bank.draw(&seller_of_bicycles(), 5).unwrap();
        QuizRecord::of(&bank, draw, Answers::new()).unwrap()
    };
    for (member, value) in [
        ("schema", serde_json::json!(2)),
        ("bank", serde_json::json!("00")),
        ("seed", serde_json::json!("+000000000000001")),
        ("unit", serde_json::json!("shop")),
        ("asked", serde_json::json!([{"id": "Q-001"}])),
        ("score", serde_json::json!(101)),
    ] {
        let mut text: serde_json::Value = serde_json::from_str(&record.to_json()).unwrap();
        text[member] = value;
        let problem = format!("{member} is missing or wrong");
        assert_eq!(QuizRecord::from_json(&text.to_string()), Err(QuizError::Unreadable { problem }));
    }
    assert_eq!(QuizRecord::from_json(&" ".repeat(20_000)).unwrap_err().code(), "quiz.unreadable");
}

#[test]
fn a_bank_that_contradicts_itself_is_refused_with_question_and_field() {
    assert_eq!(
        refused("\"right\": [\"A\"]", "\"right\": [\"A\", \"B\"]"),
        "q.json: Q-001: right: the number of right options does not fit the kind"
    );
    assert_eq!(
        refused("\"right\": [\"A\"]", "\"right\": [\"Z\"]"),
        "q.json: Q-001: right 1: \"Z\" is not an option of the question"
    );
    assert_eq!(
        refused("{\"code\": \"B\"", "{\"code\": \"C\""),
        "q.json: Q-001: options C.code: \"C\" is not the next of A, B, C and so on"
    );
    assert_eq!(refused("\"Q-002\"", "\"Q-001\""), "q.json: Q-001: id: \"Q-001\" stands here twice");
}

proptest! {
    #[test]
    fn a_draw_has_five_different_questions_for_the_unit_and_some_on_its_products(
        seed: u64,
        selling: bool,
        products in proptest::collection::vec(
            prop::sample::select(vec!["electric-bicycle", "toy", "wire-cable", "cement", "helmet", "no-such-product"]), 0..4),
    ) {
        let bank = bank();
        let part = if selling { UnitPart::Selling } else { UnitPart::Making };
        let unit = unit(part, &products);
        let draw = bank.draw(&unit, seed).unwrap();
        let asked: Vec<&Question> = draw.questions.iter().map(|id| bank.question(id).unwrap()).collect();
        let different: std::collections::BTreeSet<&String> = draw.questions.iter().collect();
        prop_assert_eq!(different.len(), QUESTIONS_ASKED);
        prop_assert!(asked.iter().all(|one| one.units.contains(&part)));
        let fits = |one: &Question| one.products.iter().any(|product| unit.products.contains(product));
        prop_assert!(asked.iter().all(|one| one.products.is_empty() || fits(one)));
        let there = bank.questions.iter().filter(|one| one.units.contains(&part) && fits(one)).count();
        prop_assert_eq!(asked.iter().filter(|one| fits(one)).count(), there.min(PRODUCT_QUESTIONS));
        let mut turned = unit.clone();
        turned.products.reverse();
        turned.products.extend(unit.products.clone());
        prop_assert_eq!(bank.draw(&turned, seed).unwrap(), draw);
    }
}
