//! A day without a network: everything works but the exchange.

use crate::Terminal;
use crate::office::{FACTORY, OFFICER};
use unicode_width::UnicodeWidthStr;

fn arrived() -> Terminal {
    let terminal = Terminal::with_tasks(1);
    let run = terminal.run(&["check-in", "1", "--rights-told", "--at", "39.0842,117.2009"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    terminal
}

#[test]
fn the_list_of_tasks_aligns_although_names_are_wide() {
    let terminal = Terminal::with_tasks(2);
    for language in ["zh", "en"] {
        let text = terminal.run(&["--lang", language, "tasks"]).stdout;
        let rows: Vec<&str> = text.lines().filter(|line| line.contains("日常检查")).collect();
        assert_eq!(rows.len(), 2, "{text}");
        let starts: Vec<usize> = rows.iter().map(|line| line[..line.find("日常").unwrap()].width()).collect();
        assert_eq!(starts[0], starts[1], "{text}");
        assert!(!text.contains('\u{1b}'), "colour without a terminal: {text}");
    }
    let value = terminal.run(&["tasks", "--json"]).json();
    let first = &value["tasks"][0];
    assert_eq!((first["number"].as_u64(), first["enterprise"].as_str()), (Some(1), Some(FACTORY)));
    for member in ["task", "visit", "title", "due_unix_ms", "overdue", "withdrawn", "started"] {
        assert!(first.get(member).is_some(), "{member} is missing: {first}");
    }
}

#[test]
fn a_task_is_found_by_number_or_beginning_and_an_ambiguous_beginning_names_the_candidates() {
    let terminal = Terminal::with_tasks(2);
    let refused = |word: &str| terminal.run(&["--json", "check-in", word, "--rights-told"]).refusal();
    let ambiguous = refused("abab");
    assert_eq!(ambiguous["code"], "cli.ambiguous");
    assert!(ambiguous["detail"].as_str().unwrap().contains(FACTORY), "{ambiguous}");
    for word in ["9", "0", "ffff", "ab", "项目"] {
        assert_eq!(refused(word)["code"], "cli.no-such", "{word}");
    }
    assert_eq!(terminal.run(&["check-in", "ABAB01", "--rights-told"]).exit, 0);
}

#[test]
fn everything_but_the_exchange_works_without_a_network() {
    let terminal = arrived();
    let photo = terminal.file("photo.jpg", b"\xff\xd8\xff\xe0 not really a picture");
    let photo = photo.to_str().unwrap();
    let bundle = terminal.data().join("out.zhian");
    for args in [
        &["answer", "1", "meets"][..],
        &["answer", "P75-08", "符合", "--field", "officers=3"],
        &["answer", "16", "--field", "expected=30", "--field", "present=27"],
        &["note", "13", "清单张贴在车间入口"],
        &["attach", photo, "--item", "1", "--caption", "批准页"],
        &["finding", "open", "37", "返工品与成品混放"],
        &["show"],
        &["show", "--open"],
        &["show", "--item", "16"],
        &["conflicts"],
        &["status"],
        &["late"],
        &["quarantine"],
        &["doctor"],
        &["log"],
        &["tasks"],
        &["directory", "search", "晨星"],
        &["bundle", "export", bundle.to_str().unwrap()],
    ] {
        let run = terminal.run(args);
        assert_eq!(run.exit, 0, "{args:?}: {}{}", run.stdout, run.stderr);
        let as_json = [args, &["--json"]].concat();
        if args[0] != "bundle" && args[0] != "attach" {
            assert!(terminal.run(&as_json).json().is_object(), "{args:?}");
        }
    }
    let synced = terminal.run(&["sync"]);
    assert_eq!(synced.exit, 1);
    assert!(synced.stdout.contains("transport.unreachable"), "{}{}", synced.stdout, synced.stderr);
    let value = terminal.run(&["sync", "--json"]).json();
    assert_eq!(value["end"]["kind"], "cut");
    assert_eq!(value["not_safe"]["all_safe"], false);
    assert_eq!(value["not_safe"]["files"], 1);
}

#[test]
fn an_answer_keeps_what_was_not_named_and_says_what_is_still_missing() {
    let terminal = arrived();
    terminal.run(&["answer", "14", "meets"]);
    let value = terminal.run(&["answer", "14", "--field", "comparison=minor-gaps", "--json"]).json();
    assert_eq!(value["answers"][0]["value"]["conformity"], "meets");
    assert_eq!(value["answers"][0]["value"]["fields"]["comparison"], "minor-gaps");
    assert_eq!(value["answers"][0]["by"]["name"], OFFICER);
    assert_eq!(value["open"], false);
    let run =
        terminal.run(&["--lang", "zh", "answer", "16", "--field", "expected=30", "--field", "present=27"]);
    assert!(run.stdout.contains("不符合") && run.stdout.contains("证据待补"), "{}", run.stdout);
}

#[test]
fn bad_values_are_refused_with_what_may_be_typed_and_change_nothing() {
    let terminal = arrived();
    let before = terminal.run(&["show", "--json"]).stdout;
    for (args, code) in [
        (&["answer", "1", "perhaps"][..], "cli.value"),
        (&["answer", "1"], "cli.value"),
        (&["answer", "9", "meets"], "cli.value"),
        (&["answer", "8", "meets", "--field", "officers=many"], "cli.value"),
        (&["answer", "8", "meets", "--field", "officers=-1"], "cli.value"),
        (&["answer", "8", "meets", "--field", "nonsense=1"], "cli.value"),
        (&["answer", "8", "meets", "--field", "officers"], "cli.value"),
        (&["answer", "15", "meets", "--field", "updated=yesterday"], "cli.value"),
        (&["answer", "41", "meets"], "cli.no-such"),
        (&["answer", "1", "meets", "--visit", "7"], "cli.no-such"),
        (&["settle", "1", "meets"], "cli.nothing-to-settle"),
        (&["finding", "open", "1", "x", "--severity", "Z"], "cli.value"),
        (&["finding", "withdraw", "beef"], "cli.no-such"),
        (&["attach", "/nowhere/photo.jpg", "--scene"], "engine.source"),
        (&["attach", "/nowhere/photo.jpg", "--scene", "--at", "91,0"], "cli.value"),
        (&["check-in", "1", "--rights-told"], "engine.already-checked-in"),
        (&["bundle", "import", "/nowhere/bundle"], "engine.bundle-file"),
        (&["quarantine", "--seen", "5"], "cli.no-such"),
        (&["seal"], "engine.seal"),
        (&["verify"], "engine.visit-not-sealed"),
    ] {
        let refusal = terminal.run(&[args, &["--json"]].concat()).refusal();
        assert_eq!(refusal["code"], code, "{args:?}: {refusal}");
    }
    assert_eq!(terminal.run(&["show", "--json"]).stdout, before, "a refused command changed the visit");
}

#[test]
fn a_refusal_says_code_sentence_and_detail_in_the_readers_language() {
    let terminal = arrived();
    let chinese = terminal.run(&["--lang", "zh", "seal"]).stderr;
    assert!(chinese.contains("[engine.seal]") && chinese.contains("详情："), "{chinese}");
    assert!(chinese.contains("40 项未完成") && chinese.contains("须两名执法人员"), "{chinese}");
    let english = terminal.run(&["seal"]).stderr;
    assert!(english.contains("40 items open") && english.contains("Exactly:"), "{english}");
}

#[test]
fn check_in_without_showing_the_certificate_is_refused() {
    let terminal = Terminal::with_tasks(1);
    let refusal = terminal.run(&["check-in", "1", "--json"]).refusal();
    assert_eq!(refusal["code"], "engine.rights-not-told");
    assert_eq!(terminal.run(&["tasks", "--json"]).json()["tasks"][0]["started"], serde_json::Value::Null);
}

#[test]
fn a_bundle_is_never_written_over_a_file_that_exists() {
    let terminal = arrived();
    let file = terminal.file("keep.txt", b"keep me");
    let refusal = terminal.run(&["bundle", "export", file.to_str().unwrap(), "--json"]).refusal();
    assert_eq!(refusal["code"], "cli.file-exists");
    assert_eq!(std::fs::read(&file).unwrap(), b"keep me");
}

#[test]
fn the_visit_on_the_screen_fits_the_screen() {
    let terminal = arrived();
    terminal.run(&[
        "answer",
        "14",
        "meets",
        "--field",
        "comparison=no-gap",
        "--field",
        "gaps=缺充电器老化试验一项，其余齐全",
    ]);
    for language in ["zh", "en"] {
        let text = terminal.run(&["--lang", language, "show"]).stdout;
        assert!(text.contains(FACTORY), "{text}");
        let widest = text.lines().map(UnicodeWidthStr::width).max().unwrap();
        assert!(widest <= 110, "{widest} columns in {text}");
        assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
    }
}
