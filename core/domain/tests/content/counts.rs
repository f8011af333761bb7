//! As many lists, rows and questions as promised, under ids that stand once.

use crate::published;
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::quiz::{QUESTIONS_ASKED, QUIZ_V1, QuestionKind, QuizBank, QuizUnit};
use zhian_domain::risk::compare::{INDICATOR_ALIKE_MIN, compare};
use zhian_domain::risk::shipped::RISK_LISTS;
use zhian_domain::risk::{Mode, OwnList, RiskList};
use zhian_domain::rules::size::UnitPart;

fn lists() -> Vec<(&'static str, RiskList)> {
    RISK_LISTS.iter().map(|(file, json)| (*file, RiskList::load(file, json).unwrap())).collect()
}

fn bank() -> QuizBank {
    QuizBank::load("quiz.v1.json", QUIZ_V1).unwrap()
}

#[test]
fn every_list_in_the_folder_is_shipped_under_the_name_of_its_id_and_version() {
    let names: Vec<&str> = RISK_LISTS.iter().map(|(file, _)| *file).collect();
    let found = published("risks");
    assert_eq!(found.iter().map(|(file, _)| file.as_str()).collect::<Vec<_>>(), names);
    for (file, list) in lists() {
        assert_eq!(file, format!("{}.v{}.json", list.id.to_lowercase(), list.version));
    }
}

#[test]
fn at_least_ten_sample_lists_for_makers_and_sellers_have_twelve_rows_or_more_in_all_three_modes() {
    let lists = lists();
    assert!(lists.len() >= 10, "{} lists", lists.len());
    for part in [UnitPart::Making, UnitPart::Selling] {
        assert!(lists.iter().filter(|(_, list)| list.unit == part).count() >= 5);
    }
    for (file, list) in &lists {
        assert!(list.sample && list.rows.len() >= 12, "{file}: {} rows", list.rows.len());
        for mode in Mode::ALL {
            assert!(list.rows.iter().any(|row| row.mode == *mode), "{file} has nothing {}", mode.code());
        }
    }
}

#[test]
fn ids_of_lists_rows_and_questions_stand_once_in_all_files() {
    let (lists, bank) = (lists(), bank());
    let rows = lists.iter().flat_map(|(_, list)| list.rows.iter().map(|row| row.id.as_str()));
    let ids = lists.iter().map(|(_, list)| list.id.as_str()).chain(rows);
    let ids: Vec<&str> = ids.chain(bank.questions.iter().map(|one| one.id.as_str())).collect();
    let different: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(different.len(), ids.len());
}

#[test]
fn no_two_risks_of_a_list_are_so_alike_that_a_comparison_would_mix_them_up() {
    for (file, list) in lists() {
        for row in &list.rows {
            let mut own = OwnList::from(&list);
            own.rows.retain(|other| other.indicator != row.indicator.zh);
            let compared = compare(&list, &own);
            let found = compared.rows.iter().find(|one| one.sample.as_ref() == Some(&row.id)).unwrap();
            assert_eq!(found.verdict.code(), "missing", "{file}: {} at {INDICATOR_ALIKE_MIN} %", row.id);
        }
    }
}

#[test]
fn at_least_sixty_questions_of_every_kind_suit_both_orders_and_the_products() {
    let bank = bank();
    assert!(bank.questions.len() >= 60, "{} questions", bank.questions.len());
    for kind in QuestionKind::ALL {
        assert!(bank.questions.iter().filter(|one| one.kind == kind).count() >= 10, "{}", kind.code());
    }
    for part in [UnitPart::Making, UnitPart::Selling] {
        let general =
            bank.questions.iter().filter(|one| one.units.contains(&part) && one.products.is_empty());
        assert!(general.count() >= 4 * QUESTIONS_ASKED, "{part:?}");
    }
}

#[test]
fn five_questions_can_be_drawn_for_every_product_that_has_a_risk_list_and_one_is_about_it() {
    let bank = bank();
    for (file, list) in lists() {
        let unit = QuizUnit { part: list.unit, products: vec![list.product.clone()] };
        let draw = bank.draw(&unit, 1).unwrap();
        let about = |id: &&String| bank.question(id).unwrap().products.contains(&list.product);
        assert!(draw.questions.iter().any(|id| about(&id)), "{file}: no question on {}", list.product);
    }
}

#[test]
fn no_option_stands_out_by_being_right_more_often_than_chance_allows() {
    let bank = bank();
    let singles = bank.questions.iter().filter(|one| one.kind == QuestionKind::Single);
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    singles.clone().for_each(|one| *places.entry(one.right[0].as_str()).or_default() += 1);
    let most = places.values().max().copied().unwrap();
    assert!(
        most * 2 <= singles.count(),
        "one letter is right in more than half of the questions: {places:?}"
    );
}
