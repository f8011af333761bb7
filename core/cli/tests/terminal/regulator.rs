//! What the regulator published, on a terminal without a network: lists, rules, pictures, quiz.

use crate::Terminal;

/// No word of another language for a reader of Chinese but codes, ids and what may be typed.
fn reads_well(text: &str) {
    for filler in ["None", "null", "Some(", "UnitPart", "Verified"] {
        assert!(!text.contains(filler), "{filler}: {text}");
    }
    assert!(!text.contains('\u{1b}'), "colour without a terminal: {text}");
}

#[test]
fn risk_lists_are_shown_made_into_forms_and_held_against_an_own_list() {
    let terminal = Terminal::with_content();
    let zh = |args: &[&str]| {
        let run = terminal.run(&[&["--lang", "zh"], args].concat());
        assert_eq!(run.exit, 0, "{args:?}: {}", run.stderr);
        reads_well(&run.stdout);
        run.stdout
    };
    assert_eq!(zh(&["risks", "list"]).lines().filter(|line| line.contains("示例")).count(), 16);
    let shown = zh(&["risks", "show", "RL-TY-S"]);
    assert!(shown.contains("RL-TY-S-12") && shown.contains("日管控") && shown.contains("待核"), "{shown}");
    let week = ["--from", "2026-11-16", "--to", "2026-11-22"];
    let form = zh(&[&["risks", "form", "RL-TY-S", "--mode", "weekly"], week.as_slice()].concat());
    assert!(form.contains("2026-11-16至2026-11-22") && form.contains("未发现风险"), "{form}");

    let own = terminal.file("own.csv", "风险点,管控措施,管控形式\n玩具没有认证标志,抽查,月\n".as_bytes());
    let own = own.to_str().unwrap();
    let compared = zh(&["risks", "compare", "RL-TY-S", own]);
    assert!(compared.contains("缺少") && compared.contains("企业自行增加"), "{compared}");
    let json = terminal.run(&["--json", "risks", "compare", "RL-TY-S", own]).json();
    assert!(json["rows"].as_array().is_some_and(|rows| rows.len() > 12), "{json}");

    let faulty = terminal.file("faulty.csv", "风险点,管控措施,管控形式\n,抽查,年\n".as_bytes());
    let faulty = faulty.to_str().unwrap();
    let run = terminal.run(&["--lang", "zh", "risks", "compare", "RL-TY-S", faulty]);
    assert_eq!(run.exit, 1);
    assert!(run.stderr.contains("risk.table") && run.stderr.contains("第2行A列"), "{}", run.stderr);
    assert!(run.stderr.contains("第2行C列"), "every faulty cell at once: {}", run.stderr);
    for (args, code) in [
        (&["risks", "show", "RL-NO"][..], "engine.unknown-list"),
        (
            &["risks", "form", "RL-TY-S", "--mode", "weekly", "--from", "2026-11-22", "--to", "2026-11-16"],
            "risk.range",
        ),
        (&["risks", "form", "RL-TY-S", "--mode", "yearly", "--from", "2026-11-22"], "usage.bad-value"),
    ] {
        assert_eq!(terminal.run(&[&["--json"], args].concat()).refusal()["code"], code, "{args:?}");
    }
}

#[test]
fn rules_answer_with_their_reasons_and_say_what_is_provisional_and_to_be_checked() {
    let terminal = Terminal::with_content();
    let unit = ["--kind", "producer", "--staff", "400", "--revenue", "50000", "--class", "ccc"];
    for (language, large, yes, checked) in
        [("zh", "大型", "应当配备", "待核"), ("en", "large", "must be appointed", "checked")]
    {
        let of = |what: &str| {
            let run = terminal.run(&[&["--lang", language, "rules", what], unit.as_slice()].concat());
            assert_eq!(run.exit, 0, "{}", run.stderr);
            reads_well(&run.stdout);
            run.stdout
        };
        assert!(of("size").contains(large));
        let director = of("director");
        assert!(director.contains(yes) && director.contains(checked), "{director}");
    }
    let sizes = terminal.run(&[&["--json", "rules", "size"], unit.as_slice()].concat()).json();
    assert_eq!(
        (&sizes["sizes"][0]["part"], &sizes["sizes"][0]["class"]),
        (&"making".into(), &"large".into())
    );
    let deadline =
        |from: &str| terminal.run(&["--json", "rules", "deadline", "file-decision", "--from", from]).json();
    assert_eq!(
        (&deadline("2025-09-25")["day"], &deadline("2025-09-25")["provisional"]),
        (&"2025-10-22".into(), &false.into())
    );
    assert_eq!(deadline("2027-09-25")["provisional"], true, "the holidays of 2027 are not announced");
    let quota = [
        "rules",
        "quota",
        "--scheme",
        "credit",
        "--grade",
        "B",
        "--year",
        "2026",
        "--visit",
        "2026-03-02=plan",
    ];
    assert_eq!(terminal.run(&[&["--json"], quota.as_slice()].concat()).json()["left"], 0);
    for (args, code) in [
        (&["rules", "deadline", "no-such", "--from", "2026-01-01"][..], "rules.unknown-deadline"),
        (&["rules", "deadline", "file-decision", "--from", "2026-02-30"], "cli.value"),
        (&["rules", "quota", "--grade", "Z", "--year", "2026"], "rules.unknown-grade"),
    ] {
        assert_eq!(terminal.run(&[&["--json"], args].concat()).refusal()["code"], code, "{args:?}");
    }
}

#[test]
fn pictures_are_planned_briefly_or_in_full_and_a_list_of_before_has_no_quiz() {
    let terminal = Terminal::with_content();
    let brief = terminal.run(&["--lang", "zh", "media", "plan"]).stdout;
    assert!(brief.contains("另有 112 个"), "{brief}");
    let full = terminal.run(&["--lang", "zh", "-v", "media", "plan"]).stdout;
    assert!(full.lines().count() > 122 && !full.contains("另有"), "{full}");
    let plan = terminal.run(&["--json", "media", "plan", "--budget", "0"]).json();
    assert_eq!(
        (plan["fetch"].as_array().unwrap().len(), plan["left_out"].as_array().unwrap().len()),
        (0, 122)
    );
    assert_eq!(terminal.run(&["check-in", "1", "--rights-told"]).exit, 0);
    assert_eq!(terminal.run(&["--json", "quiz", "9"]).refusal()["code"], "engine.no-quiz");
}

#[test]
fn without_published_content_each_command_says_so_and_nothing_looks_empty_by_mistake() {
    let terminal = Terminal::with_tasks(1);
    for args in [
        &["rules", "size", "--kind", "producer"][..],
        &["rules", "deadline"],
        &["rules", "quota", "--grade", "B", "--year", "2026"],
    ] {
        assert_eq!(
            terminal.run(&[&["--json"], args].concat()).refusal()["code"],
            "engine.no-content",
            "{args:?}"
        );
    }
    let none = terminal.run(&["--lang", "zh", "risks", "list"]);
    assert!(none.exit == 0 && !none.stdout.trim().is_empty(), "an empty list says that it is empty");
}
