use super::*;
use crate::enterprise::UnitKind;
use crate::rules::shipped;
use crate::rules::size::SizeRule;
use ProductClass::{Ccc, Licence, MandatoryStandard};

fn answer(facts: &UnitFacts<'_>) -> DirectorAnswer {
    let rule = DirectorRule::load("director.v1.json", shipped::DIRECTOR_V1).unwrap();
    let sizes = SizeRule::load("size.v1.json", shipped::SIZE_V1).unwrap();
    rule.answer(&sizes, facts)
}

fn facts<'a>(kind: UnitKind, classes: &'a [ProductClass], region: Option<&'a RegionCode>) -> UnitFacts<'a> {
    UnitFacts { kind, selling: None, staff: Some(5), revenue_fen: Some(0), classes: Some(classes), region }
}

fn region(code: &str) -> RegionCode {
    RegionCode::new(code).unwrap()
}

#[test]
fn a_small_producer_needs_a_director_for_licence_or_ccc_but_not_for_a_mandatory_standard() {
    for (classes, expected) in [
        (&[Licence][..], Required::Yes),
        (&[Ccc, MandatoryStandard], Required::Yes),
        (&[MandatoryStandard], Required::No),
        (&[], Required::No),
    ] {
        let answer = answer(&facts(UnitKind::Producer, classes, None));
        assert_eq!((answer.director, answer.missing.len()), (expected, 0));
        assert_eq!(answer.officer == Required::Yes, !classes.is_empty());
        assert_eq!(answer.verified, Verified::Partly);
        assert_eq!(answer.basis, ["R75-3", "R75-5"]);
    }
    let medium = UnitFacts { staff: Some(300), ..facts(UnitKind::Producer, &[MandatoryStandard], None) };
    assert_eq!(answer(&medium).director, Required::Yes);
}

#[test]
fn a_small_seller_is_judged_by_the_reading_of_its_region_and_told_which_one() {
    let (liaoning, tianjin) = (region("210102"), region("120101"));
    let there = answer(&facts(UnitKind::Retailer, &[Ccc], Some(&liaoning)));
    assert_eq!((there.director, there.verified), (Required::Yes, Verified::Unsure));
    assert!(there.reasons.iter().any(|one| one.zh.contains("辽宁省工作指南的口径")));
    let here = answer(&facts(UnitKind::Retailer, &[Ccc], Some(&tianjin)));
    assert_eq!((here.director, here.officer), (Required::No, Required::Yes));
    assert!(here.reasons.iter().any(|one| one.zh == "120101所在地区没有登记口径，采用默认口径。"));
    assert_eq!(here.reasons.last().unwrap().zh, "销售方面：质量安全总监不要求配备；质量安全员应当配备。");
}

#[test]
fn a_seller_without_a_region_is_told_only_where_all_readings_agree() {
    let open = answer(&facts(UnitKind::Retailer, &[Ccc], None));
    assert_eq!((open.director, open.missing), (Required::Unknown, vec![MissingInput::Region]));
    let agreed = answer(&facts(UnitKind::Retailer, &[MandatoryStandard], None));
    assert_eq!((agreed.director, agreed.missing), (Required::No, vec![]));
}

#[test]
fn an_unknown_size_matters_only_where_the_rule_asks_for_it() {
    let facts = facts(UnitKind::Producer, &[Licence], None);
    let unsized_facts = UnitFacts { staff: None, revenue_fen: None, ..facts };
    assert_eq!(answer(&unsized_facts).director, Required::Yes);
    let standard = UnitFacts { classes: Some(&[MandatoryStandard]), ..unsized_facts };
    let open = answer(&standard);
    assert_eq!(open.director, Required::Unknown);
    assert_eq!(open.missing, vec![MissingInput::Staff, MissingInput::Revenue]);
    assert_eq!(open.officer, Required::Yes);
}

#[test]
fn unknown_classes_are_missing_and_never_taken_for_none() {
    let open = answer(&UnitFacts { classes: None, ..facts(UnitKind::Producer, &[], None) });
    assert_eq!((open.director, open.officer), (Required::Unknown, Required::Unknown));
    assert_eq!(open.missing, vec![MissingInput::Classes]);
}

#[test]
fn a_unit_that_makes_and_sells_must_appoint_if_either_part_must() {
    let tianjin = region("120000");
    let both = answer(&facts(UnitKind::ProducerAndSeller, &[Ccc], Some(&tianjin)));
    assert_eq!(both.director, Required::Yes);
    assert!(both.basis.contains(&"R75-5".to_owned()) && both.basis.contains(&"R76-5".to_owned()));
    assert!(both.reasons.iter().any(|one| one.zh.starts_with("销售方面：质量安全总监不要求配备")));
}

#[test]
fn the_nearest_region_wins_and_a_variant_that_does_not_exist_is_refused() {
    let nearer = shipped::DIRECTOR_V1.replace("\"region\": \"350000\"", "\"region\": \"210100\"");
    let rule = DirectorRule::load("d.json", &nearer).unwrap();
    let sizes = SizeRule::load("size.v1.json", shipped::SIZE_V1).unwrap();
    let of = |code: &str| {
        let region = region(code);
        rule.answer(&sizes, &facts(UnitKind::Retailer, &[Ccc], Some(&region))).director
    };
    assert_eq!((of("210102"), of("210202")), (Required::No, Required::Yes));
    let damaged =
        shipped::DIRECTOR_V1.replacen("\"variant\": \"all-licence-or-ccc\"", "\"variant\": \"x\"", 1);
    let error = DirectorRule::load("d.json", &damaged).unwrap_err();
    assert_eq!(
        error.to_string(),
        "d.json: 210000: seller.jurisdictions.variant: \"x\" is not a variant of this file"
    );
}
