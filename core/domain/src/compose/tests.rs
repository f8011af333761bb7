use super::*;
use crate::checklist::shipped::PARTS;
use crate::checklist::{load, load_part};
use crate::enterprise::UnitKind;
use crate::facts::{ProductKind, SizeClass};
use crate::id::ItemId;
use crate::law::{ARTICLES_V1, load_articles};
use crate::product::ProductClass;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Vec<Part>> =
    LazyLock::new(|| PARTS.iter().map(|(file, json)| load_part(file, json).unwrap()).collect());
static LAW: LazyLock<Law> = LazyLock::new(|| load_articles("articles.v1.json", ARTICLES_V1).unwrap());
static NAMES: LazyLock<ProductNames> =
    LazyLock::new(|| load_products("products.v1.json", PRODUCTS_V1).unwrap());

fn sources() -> Sources<'static> {
    Sources { parts: &SHIPPED, law: &LAW, products: &NAMES }
}

fn day() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

fn facts(kind: UnitKind, products: &[&str]) -> Facts {
    let products = products.iter().map(|code| ProductKind::new(code).unwrap()).collect();
    Facts { kind, size: None, classes: None, products }
}

fn composed(facts: &Facts) -> Composed {
    compose(facts, &sources(), day()).unwrap()
}

fn parts(of: &Composed) -> Vec<&str> {
    of.checklist.composition().unwrap().parts.iter().map(|part| part.id.as_str()).collect()
}

fn holds_item(of: &Composed, id: &str) -> bool {
    of.checklist.item(&ItemId::new(id).unwrap()).is_some()
}

#[test]
fn a_shop_for_electric_bicycles_gets_the_sellers_list_its_overlay_and_the_rules_of_conduct() {
    let shop = composed(&facts(UnitKind::Retailer, &["electric-bicycle"]));
    assert_eq!(parts(&shop), ["S76", "OEB", "A"]);
    let ids: Vec<&str> = shop.checklist.items().map(|item| item.id.as_str()).collect();
    assert_eq!(ids.first(), Some(&"A-01"), "what comes before anybody enters comes first");
    let at = |id: &str| ids.iter().position(|one| *one == id).unwrap();
    assert!(at("A-04") < at("S76-01") && at("S76-38") < at("OEB-01") && at("OEB-01") < at("A-08"), "{ids:?}");
    assert_eq!(shop.checklist.title.zh, "现场检查清单（零售单位：电动自行车）");
}

#[test]
fn a_firm_that_makes_and_sells_gets_both_lists_and_the_overlays_of_both_sides() {
    let firm = composed(&facts(UnitKind::ProducerAndSeller, &["wire-cable"]));
    assert_eq!(parts(&firm), ["P75", "S76", "OWM", "OWS", "A"]);
    let maker = composed(&facts(UnitKind::Producer, &["wire-cable"]));
    assert_eq!(parts(&maker), ["P75", "OWM", "A"]);
}

#[test]
fn every_item_says_why_it_is_here_and_every_part_left_out_why_it_is_not() {
    let shop = composed(&Facts {
        classes: Some([ProductClass::Ccc].into()),
        ..facts(UnitKind::Retailer, &["electric-bicycle", "toy"])
    });
    let because = |id: &str| shop.checklist.because(&ItemId::new(id).unwrap()).unwrap().zh.as_str();
    assert_eq!(because("S76-01"), "单位是零售单位。");
    assert_eq!(because("OEB-03"), "单位是零售单位，产品有电动自行车。");
    assert_eq!(because("A-01"), "每次现场检查都要遵守检查行为规范。");
    assert_eq!(because("S76-26"), "单位是零售单位。该项的适用条件成立：产品类别有强制性认证产品。");
    for item in shop.checklist.items() {
        assert!(shop.checklist.because(&item.id).is_some(), "{} gives no reason", item.id);
    }
    let left_out = |id: &str| shop.left_out.iter().find(|one| one.id == id).unwrap().because.clone();
    assert_eq!(left_out("P75").zh, "本部分适用于生产单位，而被检查单位是零售单位。");
    assert_eq!(left_out("OWS").en, "The unit has none of these among its products: wires and cables.");
    assert_eq!(left_out("S76-25").zh, "该项的适用条件不成立：产品类别有强制性认证产品。");
    assert!(!holds_item(&shop, "S76-25"));
}

#[test]
fn what_is_not_known_of_a_unit_takes_no_item_away() {
    let unknown = composed(&facts(UnitKind::Retailer, &[]));
    assert!(holds_item(&unknown, "S76-25") && holds_item(&unknown, "S76-26"));
    let because = unknown.checklist.because(&ItemId::new("S76-25").unwrap()).unwrap();
    assert!(because.zh.contains("产品类别未登记"), "{}", because.zh);
    let none = composed(&Facts { classes: Some(BTreeSet::new()), ..facts(UnitKind::Retailer, &[]) });
    assert!(!holds_item(&none, "S76-25") && !holds_item(&none, "S76-26"));
}

#[test]
fn the_file_is_read_by_the_loader_of_visits_and_holds_what_was_composed() {
    let shop = composed(&facts(UnitKind::Wholesaler, &["power-bank", "fire-extinguisher", "gas-hose"]));
    assert_eq!(load("composed", &shop.json).as_ref(), Ok(&shop.checklist));
    assert_eq!(shop.hash, ContentHash::of(shop.json.as_bytes()));
    assert!(shop.checklist.id.starts_with('C') && shop.checklist.id.len() == 16, "{}", shop.checklist.id);
}

#[test]
fn citations_are_of_the_law_in_force_on_the_day_with_what_is_known_of_them() {
    let shop = composed(&facts(UnitKind::Retailer, &[]));
    let basis = |id: &str| shop.checklist.item(&ItemId::new(id).unwrap()).unwrap().basis.clone();
    assert!(basis("S76-01").iter().all(|one| one.verified == Verified::Source));
    assert!(basis("S76-14").iter().all(|one| !one.verified.is_printable()));
    let early = compose(&facts(UnitKind::Retailer, &[]), &sources(), "2023-05-04".parse().unwrap()).unwrap();
    let order = early.checklist.item(&ItemId::new("S76-01").unwrap()).unwrap();
    assert!(
        order.basis.iter().filter(|one| one.instrument == "R76").all(|one| one.verified == Verified::Unsure),
        "an Order that is not in force yet is never printed"
    );
    assert_ne!(early.hash, shop.hash);
}

#[test]
fn nothing_is_composed_for_a_unit_that_no_part_applies_to_or_from_two_files_of_one_version() {
    let only_conduct: Vec<Part> =
        SHIPPED.iter().filter(|part| part.kind == PartKind::Conduct).cloned().collect();
    let sources = Sources { parts: &only_conduct, ..sources() };
    let shop = facts(UnitKind::Retailer, &[]);
    assert_eq!(compose(&shop, &sources, day()), Err(ComposeError::NothingApplies));

    let mut doubled = SHIPPED.clone();
    let other = PARTS[1].1.replacen("主体责任", "主体责任义务", 1);
    doubled.push(load_part("s76.v2.json", &other).unwrap());
    let error = compose(&shop, &Sources { parts: &doubled, ..self::sources() }, day()).unwrap_err();
    assert_eq!(error, ComposeError::TwoOfOne { id: "S76".into(), version: 2 });
    assert!(ComposeError::CODES.contains(&error.code()));
}

#[test]
fn the_newest_version_of_a_part_is_taken() {
    let newer = PARTS[1].1.replacen("\"version\": 2", "\"version\": 3", 1);
    let mut parts = vec![load_part("s76.v3.json", &newer).unwrap()];
    parts.extend(SHIPPED.iter().cloned());
    let shop =
        compose(&facts(UnitKind::Retailer, &[]), &Sources { parts: &parts, ..sources() }, day()).unwrap();
    let used = &shop.checklist.composition().unwrap().parts;
    assert_eq!(used.iter().find(|part| part.id == "S76").unwrap().version, 3);
}

prop_compose! {
    fn any_facts()(
        kind in proptest::sample::select(UnitKind::ALL.to_vec()),
        size in proptest::option::of(proptest::sample::select(SizeClass::ALL.to_vec())),
        classes in proptest::option::of(proptest::sample::subsequence(ProductClass::ALL.to_vec(), 0..=3)),
        products in proptest::sample::subsequence(NAMES.names.keys().cloned().collect::<Vec<_>>(), 0..=20),
    ) -> Facts {
        Facts { kind, size, classes: classes.map(|all| all.into_iter().collect()), products: products.into_iter().collect() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_same_input_gives_the_same_bytes_in_whatever_order_parts_come(
        facts in any_facts(),
        order in Just((0..SHIPPED.len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let shuffled: Vec<Part> = order.iter().map(|at| SHIPPED[*at].clone()).collect();
        let one = composed(&facts);
        let other = compose(&facts, &Sources { parts: &shuffled, ..sources() }, day()).unwrap();
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(load("composed", &one.json).unwrap(), one.checklist);
    }

    #[test]
    fn no_item_stands_twice_and_every_item_and_part_is_here_or_left_out_with_a_reason(facts in any_facts()) {
        let found = composed(&facts);
        let ids: Vec<&ItemId> = found.checklist.items().map(|item| &item.id).collect();
        let once: BTreeSet<&ItemId> = ids.iter().copied().collect();
        prop_assert_eq!(once.len(), ids.len());
        let used = parts(&found);
        for part in SHIPPED.iter() {
            let out = |id: &str| found.left_out.iter().any(|left| left.id == id);
            let id = part.checklist.id.as_str();
            prop_assert!(used.contains(&id) != out(id), "{}", id);
            prop_assert_eq!(used.contains(&id), part.applies.to(&facts), "{}", id);
            for item in part.checklist.items().filter(|_| used.contains(&id)) {
                prop_assert!(once.contains(&item.id) != out(item.id.as_str()), "{}", item.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn facts_entered_in_another_order_and_law_read_again_give_the_same_hash(
        facts in any_facts(),
        order in Just(NAMES.names.keys().cloned().collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let entered = order.into_iter().filter(|kind| facts.products.contains(kind));
        let again = Facts { products: entered.collect(), ..facts.clone() };
        let law = load_articles("articles.v1.json", ARTICLES_V1).unwrap();
        let other = compose(&again, &Sources { law: &law, ..sources() }, day()).unwrap();
        prop_assert_eq!((other.hash, ContentHash::of(other.json.as_bytes())), (composed(&facts).hash, other.hash));
    }

    #[test]
    fn one_more_product_never_takes_an_item_away(
        facts in any_facts(),
        more in proptest::sample::select(NAMES.names.keys().cloned().collect::<Vec<_>>()),
    ) {
        let before = composed(&facts);
        let mut facts = facts;
        facts.products.insert(more);
        let after = composed(&facts);
        for item in before.checklist.items() {
            prop_assert!(after.checklist.item(&item.id).is_some(), "{} went", item.id);
        }
    }
}

/// A part, law records and names so small that the whole composition can be spelt out.
fn small() -> (Part, Law, ProductNames) {
    let part = r#"{"schema":2,"id":"T","version":3,"kind":"overlay","title":{"zh":"玩具","en":"Toys"},
      "applies":{"units":["seller"],"products":["toy"]},
      "sections":[{"id":"one","title":{"zh":"一","en":"One"},"items":[
        {"id":"T-01","ask":{"zh":"有合格证","en":"Is there a proof?"},"how":[{"zh":"看","en":"Look"}],"basis":["L-1"],
         "judgement":{"entered":["meets","does-not-meet"]},
         "fields":[{"id":"gap","label":{"zh":"间隙","en":"Gap"},"kind":"number","unit":"mm","required":true,"min":"0.50","max":null}],
         "evidence":{"when":"never","method":"photo","count":0},"severity":"C","consequences":["R1"],"media":[],"note":null,
         "when":"unit.classes.exists(c, c == 'ccc')"}]}]}"#;
    let law = r#"{"schema":2,"version":7,"instruments":[{"code":"L","name":{"zh":"法","en":"Law"},"short":{"zh":"法","en":"Law"},"kind":"law"}],
      "articles":[{"id":"L-1","instrument":"L","article":"1","paragraph":null,"summary":{"zh":"规定","en":"Rule"},"in_force_from":"2020-01-01",
        "in_force_to":null,"superseded_by":null,"verified":{"level":"P","by":"核对","on":"2026-11-21","note":null}}]}"#;
    let names = r#"{"schema":2,"version":1,"products":[{"id":"toy","name":{"zh":"玩具","en":"toys"}}]}"#;
    (
        load_part("t", part).unwrap(),
        load_articles("law", law).unwrap(),
        load_products("names", names).unwrap(),
    )
}

#[test]
fn a_product_is_found_by_everything_it_is_called_and_no_name_is_of_two_kinds() {
    let toy = ProductKind::new("toy").unwrap();
    for called in ["toy", "玩具", "Toys", " 儿童玩具 "] {
        assert_eq!(NAMES.find(called), Some(&toy), "{called}");
    }
    assert_eq!(NAMES.find("飞毯"), None);
    let two = r#"{"schema":2,"version":1,"products":[
        {"id":"a","name":{"zh":"甲","en":"A thing"},"also":["丙"]},{"id":"b","name":{"zh":"丙","en":"B thing"}}]}"#;
    let error = load_products("names", two).unwrap_err();
    assert_eq!(error.code(), "checklist.duplicate");
    assert!(error.to_string().contains("丙"), "{error}");
    let latin = two.replace(r#"["丙"]"#, r#"["no Chinese"]"#);
    assert_eq!(load_products("names", &latin).unwrap_err().code(), "checklist.language");
}

#[test]
fn the_bytes_of_a_composition_are_spelt_out_and_pinned() {
    let (part, law, names) = small();
    let sources = Sources { parts: std::slice::from_ref(&part), law: &law, products: &names };
    let shop = Facts { classes: Some([ProductClass::Ccc].into()), ..facts(UnitKind::Retailer, &["toy"]) };
    let made = compose(&shop, &sources, day()).unwrap();
    let expected = concat!(
        r#"{"schema":2,"id":"@ID","version":1,"kind":"composed","title":{"zh":"现场检查清单（零售单位：玩具）","en":"Checklist for a retailer: toys"},"#,
        r#""facts":{"kind":"retailer","classes":["ccc"],"products":["toy"]},"law":{"version":7,"day":"2026-11-21","verified":{"L-1":"P"}},"#,
        r#""parts":[{"id":"T","version":3,"sha256":"@HASH","kind":"overlay","title":{"zh":"玩具","en":"Toys"},"#,
        r#""because":{"zh":"单位是零售单位，产品有玩具。","en":"The unit is a retailer; its products include toys."}}],"#,
        r#""sections":[{"id":"t-one","title":{"zh":"一","en":"One"},"items":[{"id":"T-01","ask":{"zh":"有合格证","en":"Is there a proof?"},"#,
        r#""how":[{"zh":"看","en":"Look"}],"basis":["L-1"],"judgement":{"entered":["meets","does-not-meet"]},"#,
        r#""fields":[{"id":"gap","label":{"zh":"间隙","en":"Gap"},"kind":"number","required":true,"unit":"mm","min":"0.5"}],"#,
        r#""evidence":{"when":"never","method":"photo","count":0},"severity":"C","consequences":["R1"],"when":"unit.classes.exists(c, c == 'ccc')","#,
        r#""because":{"zh":"单位是零售单位，产品有玩具。该项的适用条件成立：产品类别有强制性认证产品。","#,
        r#""en":"The unit is a retailer; its products include toys. The condition of the item holds: there are products under CCC."}}]}]}"#,
    );
    let expected = expected.replace("@ID", &made.checklist.id).replace("@HASH", &part.hash().to_string());
    assert_eq!(made.json, expected);
    assert_eq!(made.hash.to_string(), "0bbecc6491934d8a7408c8d5df72079914203d70bfbc024dd2dd488645a471bc");
}
