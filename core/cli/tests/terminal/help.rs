//! Help and usage errors, in both languages.

use crate::zhian;
use unicode_width::UnicodeWidthStr;

#[test]
fn help_is_shown_in_the_language_that_was_asked_for() {
    let english = zhian(&["--help"]);
    assert_eq!(english.exit, 0);
    assert!(english.stdout.contains("Usage: zhian"), "{}", english.stdout);
    assert!(english.stdout.contains("Is everyone's work in?"));
    assert!(english.stdout.contains("Examples:"));
    let chinese = zhian(&["--lang", "zh", "--help"]);
    assert!(chinese.stdout.contains("用法：zhian"), "{}", chinese.stdout);
    assert!(chinese.stdout.contains("所有人的工作都到齐了吗？"));
    for english_word in ["Usage", "Options", "Commands", "Arguments", "default", "possible"] {
        assert!(!chinese.stdout.contains(english_word), "{english_word} in {}", chinese.stdout);
    }
}

#[test]
fn help_of_one_command_has_its_examples_aligned_by_width() {
    let help = zhian(&["answer", "--help", "--lang=zh"]).stdout;
    let starts: Vec<usize> = help
        .lines()
        .filter(|line| line.contains("  zhian answer"))
        .map(|line| line[..line.find("zhian").unwrap()].width())
        .collect();
    assert_eq!(starts.len(), 3, "{help}");
    assert!(starts.windows(2).all(|pair| pair[0] == pair[1]), "{help}");
}

#[test]
fn a_mistyped_command_is_refused_with_a_code_a_sentence_and_the_nearest_one() {
    let run = zhian(&["taks"]);
    assert_eq!(run.exit, 2);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("[usage.unknown-command]"), "{}", run.stderr);
    assert!(run.stderr.contains("tasks"), "{}", run.stderr);
    let run = zhian(&["--lang", "zh", "taks"]);
    assert!(run.stderr.contains("没有这个命令"), "{}", run.stderr);
}

#[test]
fn usage_errors_are_json_where_json_was_asked_for() {
    for (args, code) in [
        (&["--json"][..], "usage.missing-command"),
        (&["--json", "answer"], "usage.missing"),
        (&["--json", "tasks", "--nonsense"], "usage.unknown-option"),
        (&["--json", "tasks", "--show", "some"], "usage.bad-value"),
        (&["--json", "attach", "x.jpg", "--scene", "--item", "1"], "usage.conflict"),
        (&["--json", "directory", "search", "x", "--limit", "100000"], "usage.bad-value"),
    ] {
        let run = zhian(args);
        assert_eq!(run.exit, 2, "{args:?}");
        let refusal = run.refusal();
        assert_eq!(refusal["code"], code, "{args:?}");
        for language in ["zh", "en"] {
            assert!(refusal[language].as_str().is_some_and(|text| text.len() > 10), "{args:?} {refusal}");
        }
    }
}

#[test]
fn a_folder_without_a_device_is_refused_and_not_made() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("nothing");
    for command in [&["tasks"][..], &["sync"], &["show"], &["answer", "1", "meets"], &["doctor"], &["late"]] {
        let args = [&["--json", "--data", data.to_str().unwrap()], command].concat();
        let run = zhian(&args);
        assert_eq!(run.exit, 1, "{command:?}");
        assert_eq!(run.refusal()["code"], "engine.not-enrolled", "{command:?}");
        assert!(!data.exists(), "{command:?} made the folder");
    }
}

#[test]
fn without_any_data_folder_the_person_is_told_how_to_name_one() {
    let run = zhian(&["tasks"]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("[cli.no-data-folder]") && run.stderr.contains("--data"), "{}", run.stderr);
}

#[test]
fn enrolment_over_plain_http_with_another_machine_is_refused_before_anything_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("new");
    for (url, code) in [
        ("http://office.example", "transport.address"),
        ("https://office.example", "transport.roots"),
        ("not an address", "transport.address"),
    ] {
        let run =
            zhian(&["--json", "--data", data.to_str().unwrap(), "enrol", "--server", url, "--code", "X"]);
        assert_eq!(run.exit, 2, "{url}");
        assert_eq!(run.refusal()["code"], code, "{url}");
        assert!(!data.exists(), "{url}");
    }
}
