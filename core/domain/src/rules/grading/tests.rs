use super::*;
use crate::rules::shipped;

fn grading() -> Grading {
    Grading::load("grading.v1.json", shipped::GRADING_V1).unwrap()
}

fn visit(day: &str, cause: &str) -> PastVisit {
    PastVisit { day: day.parse().unwrap(), cause: cause.to_owned() }
}

#[test]
fn both_schemes_are_read_with_their_grades_best_first() {
    let grading = grading();
    let codes = |id: &str| {
        let scheme = grading.scheme(id).unwrap();
        scheme.grades.iter().map(|grade| grade.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes("credit"), ["A", "B", "C", "D"]);
    assert_eq!(codes("product-quality"), ["AA", "A", "B", "C"]);
    assert_eq!(grading.default, "credit");
}

#[test]
fn complaints_transfers_alarms_rechecks_and_requests_do_not_count_and_anything_else_does() {
    let grading = grading();
    let causes = ["complaint", "transfer", "monitoring", "recheck", "request"];
    let mut visits: Vec<PastVisit> = causes.iter().map(|cause| visit("2026-03-02", cause)).collect();
    visits.push(visit("2026-05-06", "plan"));
    visits.push(visit("2026-05-07", "a cause nobody published"));
    visits.push(visit("2025-12-31", "plan"));
    let quota = grading.visits_left("credit", Some("D"), 2026, &visits).unwrap();
    assert_eq!((quota.max, quota.counted, quota.free, quota.left), (Some(4), 2, 5, Some(2)));
    assert_eq!(quota.verified, Verified::Unsure);
    assert!(quota.reasons.iter().any(|one| one.zh == "2026-03-02的检查不计入上限：根据投诉举报开展的检查。"));
    assert!(
        quota
            .reasons
            .iter()
            .any(|one| one.zh == "“企业信用风险分类”D级（信用风险高），2026年上限4次，已计入2次，剩余2次。")
    );
    assert!(quota.basis.contains(&"OP54-exempt".to_owned()));
}

#[test]
fn a_passed_ceiling_leaves_nothing_and_says_by_how_much() {
    let visits = [visit("2026-01-05", "plan"), visit("2026-02-05", "campaign")];
    let quota = grading().visits_left("credit", Some("A"), 2026, &visits).unwrap();
    assert_eq!((quota.left, quota.over), (Some(0), 1));
    assert_eq!(quota.next_by, Some("2028-02-05".parse().unwrap()));
}

#[test]
fn without_a_grade_the_ceiling_is_unknown_and_the_visits_are_still_counted() {
    let quota = grading().visits_left("credit", None, 2026, &[visit("2026-01-05", "plan")]).unwrap();
    assert_eq!((quota.max, quota.left, quota.counted), (None, None, 1));
    assert_eq!(quota.missing, vec![MissingInput::Grade]);
}

#[test]
fn a_scheme_or_grade_that_nobody_published_is_refused() {
    let unknown = RuleError::UnknownGrade { scheme: "credit".into(), grade: "AA".into() };
    assert_eq!(grading().visits_left("credit", Some("AA"), 2026, &[]), Err(unknown));
    assert_eq!(grading().visits_left("x", None, 2026, &[]), Err(RuleError::UnknownScheme { id: "x".into() }));
}

#[test]
fn a_frequency_that_its_own_ceiling_forbids_is_refused() {
    let damaged = shipped::GRADING_V1.replacen(
        "\"frequency\": {\"visits\": 4, \"months\": 12",
        "\"frequency\": {\"visits\": 5, \"months\": 12",
        1,
    );
    let error = Grading::load("grading.v1.json", &damaged).unwrap_err();
    assert_eq!(
        error.to_string(),
        "grading.v1.json: credit: grades D.frequency: the frequency asks for more visits than the yearly maximum allows"
    );
}
