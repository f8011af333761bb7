use super::*;
use proptest::prelude::*;

/// A public code, long printed on the web site of its holder.
const REAL: &str = "91350100M000100Y43";
const USCC_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

fn region(code: &str) -> RegionCode {
    RegionCode::new(code).unwrap()
}

fn fails_at<T: std::fmt::Debug>(result: Result<T, IdentifierError>) -> (&'static str, Option<usize>) {
    let error = result.unwrap_err();
    (error.code(), error.position())
}

/// `text` with the character at `index` replaced.
fn replaced(text: &str, index: usize, by: char) -> String {
    text.chars().enumerate().map(|(at, old)| if at == index { by } else { old }).collect()
}

#[test]
fn a_real_public_credit_code_passes_and_its_parts_can_be_read() {
    let code = Uscc::new(REAL).unwrap();
    assert_eq!(code.as_str(), REAL);
    assert_eq!(code.registrar(), '9');
    assert_eq!(code.region(), Some(region("350100")));
    assert_eq!(code.organisation(), Some(OrganisationCode::new("M000100Y-4").unwrap()));
}

#[test]
fn what_an_inspector_types_or_pastes_is_read_as_the_stored_form() {
    for text in [
        "91350100m000100y43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        " 9135 0100 M000\u{a0}100Y 43\n\u{200b}",
    ] {
        assert_eq!(Uscc::new(text).unwrap().as_str(), REAL, "{text:?}");
    }
    for text in
        ["(津)XK12-345-67890", "（津）xk12－345－67890", "〔津〕XK1234567890", "( 津 ) XK12—345—67890"]
    {
        assert_eq!(XkNumber::new(text).unwrap().as_str(), "(津)XK12-345-67890", "{text:?}");
    }
    assert_eq!(CccNumber::new("２０２１0111 06123456").unwrap().as_str(), "2021011106123456");
    assert_eq!(RegionCode::new("１２０１０１").unwrap().as_str(), "120101");
}

#[test]
fn the_letter_o_is_refused_and_not_taken_for_a_zero() {
    let error = Uscc::new("9135O100M000100Y43").unwrap_err();
    assert!(matches!(error, IdentifierError::Character { position: 5, found: 'O', .. }), "{error}");
    assert!(error.to_string().contains("other than I, O, S, V, Z"), "{error}");
}

#[test]
fn a_wrong_credit_code_says_what_is_wrong_and_where() {
    assert_eq!(fails_at(Uscc::new("91350100M000100Y4")), ("identifier.length", None));
    assert_eq!(fails_at(Uscc::new("")), ("identifier.length", None));
    assert_eq!(fails_at(Uscc::new("91350100M000100Y433")), ("identifier.length", None));
    assert_eq!(fails_at(Uscc::new("91350100M000100Y4津")), ("identifier.character", Some(18)));
    assert_eq!(
        Uscc::new("91350100M000100Y44"),
        Err(IdentifierError::CheckCharacter {
            kind: IdentifierKind::Uscc,
            position: 18,
            found: '4',
            expected: '3'
        })
    );
    // White space counts in positions, so that a screen marks the right character of what was typed.
    assert_eq!(fails_at(Uscc::new("9135 0100 M000 100Y 44")), ("identifier.check-character", Some(22)));
    assert_eq!(fails_at(Uscc::with_check("91A50100M000100Y4")), ("identifier.character", Some(3)));
}

#[test]
fn a_wrong_organisation_code_inside_a_right_credit_code_is_found_except_for_individual_businesses() {
    let error = Uscc::with_check("91350100M000100Y5").unwrap_err();
    assert_eq!(
        error,
        IdentifierError::CheckCharacter {
            kind: IdentifierKind::Organisation,
            position: 17,
            found: '5',
            expected: '4'
        }
    );
    let individual = Uscc::with_check("92350100M000100Y5").unwrap();
    assert_eq!(Uscc::new(individual.as_str()), Ok(individual.clone()));
    assert_eq!(individual.organisation(), None);
    assert_eq!(individual.registrar(), '9');
}

#[test]
fn a_credit_code_can_be_composed_for_a_firm_that_does_not_exist() {
    let organisation = OrganisationCode::with_check("MA0ZZAN1");
    assert!(organisation.is_ok());
    // Z cannot stand in a credit code although it can in an organisation code.
    let refused = Uscc::of("91", &region("120101"), &organisation.unwrap());
    assert_eq!(fails_at(refused), ("identifier.character", Some(12)));

    let organisation = OrganisationCode::with_check("MA0DEMA1").unwrap();
    let code = Uscc::of("91", &region("120101001"), &organisation).unwrap();
    assert_eq!(Uscc::new(code.as_str()), Ok(code.clone()));
    assert_eq!((code.region(), code.organisation()), (Some(region("120101")), Some(organisation)));
}

#[test]
fn an_organisation_code_says_what_is_wrong_and_where() {
    assert_eq!(OrganisationCode::with_check("M000100Y").unwrap().as_str(), "M000100Y4");
    assert_eq!(fails_at(OrganisationCode::new("M000100Y")), ("identifier.length", None));
    assert_eq!(fails_at(OrganisationCode::new("M000-100Y4")), ("identifier.length", None));
    assert_eq!(fails_at(OrganisationCode::new("M0*0100Y4")), ("identifier.character", Some(3)));
    assert_eq!(fails_at(OrganisationCode::new("M000100Y-A")), ("identifier.character", Some(10)));
    assert_eq!(fails_at(OrganisationCode::new("M000100Y-X")), ("identifier.check-character", Some(10)));
}

#[test]
fn both_forms_of_licence_number_are_read_and_taken_apart() {
    let national = XkNumber::new("XK16-204-00123").unwrap();
    assert_eq!(national.province(), None);
    assert_eq!((national.trade(), national.product(), national.enterprise()), ("16", "204", "00123"));
    let provincial = XkNumber::new("（津）XK16-204-00123").unwrap();
    assert_eq!(provincial.province(), Some('津'));
    assert_eq!((provincial.trade(), provincial.product(), provincial.enterprise()), ("16", "204", "00123"));
}

#[test]
fn a_wrong_licence_number_says_what_is_wrong_and_where() {
    for (text, code, position) in [
        ("", "identifier.length", None),
        ("XK16-204-0012", "identifier.length", None),
        ("XK16-204-001234", "identifier.length", None),
        ("(津", "identifier.length", None),
        ("QS16-204-00123", "identifier.character", Some(1)),
        ("XQ16-204-00123", "identifier.character", Some(2)),
        ("XK1-6204-00123", "identifier.character", Some(4)),
        ("XK16204-00123", "identifier.character", Some(5)),
        ("XK16-2O4-00123", "identifier.character", Some(7)),
        ("(火)XK16-204-00123", "identifier.character", Some(2)),
        ("(津XK16-204-00123", "identifier.character", Some(3)),
    ] {
        assert_eq!(fails_at(XkNumber::new(text)), (code, position), "{text:?}");
    }
}

#[test]
fn a_ccc_number_is_sixteen_digits_and_short_ones_are_refused() {
    let number = CccNumber::new("2021011106123456").unwrap();
    assert_eq!(
        (number.year(), number.body(), number.class(), number.serial()),
        (2021, "01", "1106", "123456")
    );
    assert_eq!(fails_at(CccNumber::new("20210111061234")), ("identifier.length", None));
    assert_eq!(fails_at(CccNumber::new("202101110612345A")), ("identifier.character", Some(16)));
    assert_eq!(fails_at(CccNumber::new("2001011106123456")), ("identifier.part", Some(1)));
    assert!(CccNumber::new("2002011106123456").is_ok());
    assert!(CccNumber::new("2099011106123456").is_ok());
    assert_eq!(fails_at(CccNumber::new("2100011106123456")), ("identifier.part", Some(1)));
}

#[test]
fn a_region_contains_itself_and_what_lies_below_it_and_nothing_else() {
    let nation = region("100000");
    let tianjin = region("120000");
    let heping = region("120101");
    let street = region("120101001");
    let community = region("120101001002");
    for (inner, outer) in [
        (&heping, &tianjin),
        (&street, &heping),
        (&community, &street),
        (&community, &tianjin),
        (&tianjin, &nation),
    ] {
        assert!(inner.is_within(outer) && inner.is_within(inner), "{inner} in {outer}");
        assert!(!outer.is_within(inner), "{outer} in {inner}");
    }
    assert!(!heping.is_within(&region("120102")));
    assert!(!region("130102").is_within(&tianjin));
    assert!(region("441900003").is_within(&region("441900")), "a city without counties has towns");
    assert!(!region("350200").is_within(&region("350100")));
}

#[test]
fn a_region_has_one_stored_form_and_knows_its_level() {
    assert_eq!(region("120101000000"), region("120101"));
    assert_eq!(region("120000000"), region("120000"));
    assert_eq!(region("120101001000").as_str(), "120101001");
    for (code, level, prefix) in [
        ("100000", RegionLevel::Nation, ""),
        ("120000", RegionLevel::Province, "12"),
        ("120100", RegionLevel::Prefecture, "1201"),
        ("120101", RegionLevel::County, "120101"),
        ("120101001", RegionLevel::Town, "120101001"),
        ("120101001002", RegionLevel::Village, "120101001002"),
    ] {
        assert_eq!((region(code).level(), region(code).prefix()), (level, prefix), "{code}");
    }
    assert_eq!(region("120101001").county_digits(), "120101");
}

#[test]
fn a_wrong_region_code_says_what_is_wrong_and_where() {
    for (text, code, position) in [
        ("12010", "identifier.length", None),
        ("1201010", "identifier.length", None),
        ("12O101", "identifier.character", Some(3)),
        ("990101", "identifier.part", Some(1)),
        ("100001", "identifier.part", Some(1)),
        ("120001", "identifier.part", Some(3)),
        ("120000001", "identifier.part", Some(3)),
        ("120101000002", "identifier.part", Some(7)),
    ] {
        assert_eq!(fails_at(RegionCode::new(text)), (code, position), "{text:?}");
    }
}

#[test]
fn every_error_has_a_code_that_is_listed() {
    for error in [
        Uscc::new("").unwrap_err(),
        Uscc::new("*1350100M000100Y43").unwrap_err(),
        Uscc::new("91350100M000100Y44").unwrap_err(),
        RegionCode::new("990000").unwrap_err(),
    ] {
        assert!(IdentifierError::CODES.contains(&error.code()));
        assert!(error.to_string().starts_with(error.kind().en()), "{error}");
    }
}

fn organisation() -> impl Strategy<Value = OrganisationCode> {
    "[0-9A-HJ-NP-RT-UWXY]{8}".prop_map(|body| OrganisationCode::with_check(&body).unwrap())
}

fn credit_code() -> impl Strategy<Value = Uscc> {
    ("9[123]|5[123]|1[123]|Y1|N1", "[1-6][1-5][0-9]{4}", organisation())
        .prop_map(|(prefix, region, body)| Uscc::with_check(&format!("{prefix}{region}{body}")).unwrap())
}

proptest! {
    #[test]
    fn every_single_wrong_character_of_a_credit_code_is_noticed(code in credit_code(), index in 0..18_usize) {
        prop_assert_eq!(Uscc::new(code.as_str()), Ok(code.clone()));
        for other in USCC_ALPHABET.chars().filter(|other| code.as_str().chars().nth(index) != Some(*other)) {
            prop_assert!(Uscc::new(&replaced(code.as_str(), index, other)).is_err());
        }
    }

    #[test]
    fn every_exchange_of_neighbours_in_a_credit_code_is_noticed(code in credit_code(), index in 0..17_usize) {
        let mut letters: Vec<char> = code.as_str().chars().collect();
        letters.swap(index, index + 1);
        let swapped: String = letters.into_iter().collect();
        prop_assert_eq!(Uscc::new(&swapped).is_err(), swapped != code.as_str());
    }

    #[test]
    fn a_wrong_character_of_an_organisation_code_is_noticed_unless_its_value_differs_by_eleven(
        code in organisation(), index in 0..8_usize
    ) {
        let old = code.as_str().chars().nth(index).and_then(|old| old.to_digit(36)).unwrap();
        for other in ('0'..='9').chain('A'..='Z') {
            let value = other.to_digit(36).unwrap();
            let noticed = OrganisationCode::new(&replaced(code.as_str(), index, other)).is_err();
            prop_assert_eq!(noticed, value.abs_diff(old) % 11 != 0, "{} {}", code, other);
        }
    }

    #[test]
    fn no_text_at_all_breaks_a_constructor_and_what_is_read_is_read_again(text in "\\PC{0,24}|[0-9XK()津-]{0,20}") {
        fn stays<T: std::str::FromStr<Err = IdentifierError> + ToString + PartialEq + std::fmt::Debug>(text: &str) {
            if let Ok(first) = text.parse::<T>() {
                assert_eq!(first.to_string().parse::<T>(), Ok(first));
            }
        }
        stays::<Uscc>(&text);
        stays::<OrganisationCode>(&text);
        stays::<XkNumber>(&text);
        stays::<CccNumber>(&text);
        stays::<RegionCode>(&text);
    }

    #[test]
    fn licence_numbers_survive_full_width_typing(digits in "[0-9]{10}", province in prop::option::of("[京津沪渝粤]")) {
        let front = province.map(|name| format!("（{name}）")).unwrap_or_default();
        let (trade, rest) = digits.split_at(2);
        let (product, enterprise) = rest.split_at(3);
        let number = XkNumber::new(&format!("{front}ＸＫ{trade}－{product}－{enterprise}")).unwrap();
        prop_assert_eq!((number.trade(), number.product(), number.enterprise()), (trade, product, enterprise));
        prop_assert_eq!(XkNumber::new(&format!("{front}xk{digits}")), Ok(number));
    }

    #[test]
    fn a_region_is_within_another_exactly_if_its_prefix_says_so(a in "1[1-3]0[1-4]0[1-9]", b in "1[1-3]0[1-4]00") {
        let (a, b) = (region(&a), region(&b));
        prop_assert_eq!(a.is_within(&b), a.as_str().starts_with(b.prefix()));
        prop_assert_eq!(a.is_within(&b), a.as_str()[..4] == b.as_str()[..4]);
    }
}
