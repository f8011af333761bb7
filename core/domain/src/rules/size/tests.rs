use super::said::money;
use super::*;
use crate::rules::shipped;

const YUAN: u64 = 100;

fn facts(kind: UnitKind, staff: Option<u64>, revenue_yuan: Option<u64>) -> UnitFacts<'static> {
    let revenue_fen = revenue_yuan.map(|yuan| yuan * YUAN);
    UnitFacts { kind, selling: None, staff, revenue_fen, classes: None, region: None }
}

fn rule() -> SizeRule {
    SizeRule::load("size.v1.json", shipped::SIZE_V1).unwrap()
}

fn class(kind: UnitKind, staff: u64, revenue_yuan: u64) -> Option<SizeClass> {
    let part = UnitPart::of(kind)[0];
    rule().size(part, &facts(kind, Some(staff), Some(revenue_yuan))).class
}

#[test]
fn a_unit_that_just_reaches_a_boundary_belongs_to_the_larger_class() {
    use SizeClass::{Large, Medium, SmallOrMicro};
    for (kind, staff_large, revenue_large, staff_medium, revenue_medium) in [
        (UnitKind::Producer, 1000, 400_000_000, 300, 20_000_000),
        (UnitKind::Wholesaler, 200, 400_000_000, 20, 50_000_000),
        (UnitKind::Retailer, 300, 200_000_000, 50, 5_000_000),
    ] {
        assert_eq!(class(kind, staff_large, 0), Some(Large));
        assert_eq!(class(kind, staff_large - 1, 0), Some(Medium));
        assert_eq!(class(kind, 0, revenue_large), Some(Large));
        assert_eq!(class(kind, 0, revenue_large - 1), Some(Medium));
        assert_eq!(class(kind, staff_medium, 0), Some(Medium));
        assert_eq!(class(kind, 0, revenue_medium), Some(Medium));
        assert_eq!(class(kind, staff_medium - 1, revenue_medium - 1), Some(SmallOrMicro));
    }
}

#[test]
fn a_missing_number_leaves_open_only_what_it_could_change() {
    let large = rule().size(UnitPart::Making, &facts(UnitKind::Producer, Some(1000), None));
    assert_eq!((large.class, large.missing), (Some(SizeClass::Large), vec![]));
    let open = rule().size(UnitPart::Making, &facts(UnitKind::Producer, Some(500), None));
    assert_eq!(open.class, None);
    assert_eq!(open.possible, BTreeSet::from([SizeClass::Medium, SizeClass::Large]));
    assert_eq!(open.missing, vec![MissingInput::Revenue]);
    assert_eq!(open.reasons[0].zh, "按生产单位标准，未提供上年营业收入，可能是中型至大型。");
}

#[test]
fn a_seller_of_unknown_trade_is_told_only_where_both_trades_agree() {
    let unsure = rule().size(UnitPart::Selling, &facts(UnitKind::OnlineSeller, Some(30), Some(0)));
    assert_eq!((unsure.class, unsure.missing), (None, vec![MissingInput::Selling]));
    let sure = rule().size(UnitPart::Selling, &facts(UnitKind::OnlineSeller, Some(10), Some(0)));
    assert_eq!(sure.class, Some(SizeClass::SmallOrMicro));
    let retail =
        UnitFacts { selling: Some(SellingTrade::Retail), ..facts(UnitKind::OnlineSeller, Some(30), Some(0)) };
    assert_eq!(rule().size(UnitPart::Selling, &retail).class, Some(SizeClass::SmallOrMicro));
}

#[test]
fn the_reason_names_the_numbers_and_the_boundary() {
    let answer = rule().size(UnitPart::Making, &facts(UnitKind::Producer, Some(320), Some(400_000_000)));
    assert_eq!(answer.reasons[0].zh, "按生产单位标准，营业收入4亿元，达到4亿元，为大型。");
    assert_eq!(
        answer.reasons[0].en,
        "As a producer, revenue of CNY 400,000,000 reaches CNY 400,000,000: large."
    );
    let small = rule().size(UnitPart::Making, &facts(UnitKind::Producer, Some(8), Some(1)));
    assert_eq!(small.reasons[0].zh, "按生产单位标准，从业人员300人、营业收入2000万元都没有达到，为小微型。");
    assert_eq!(money(12_345).zh, "123.45元");
    assert_eq!(answer.verified, Verified::Partly);
}
