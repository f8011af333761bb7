//! The program as people run it: init, serve, commands beside it, an end on request.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(data: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhian-server"))
        .arg("--data")
        .arg(data)
        .args(["--json", "--lang", "en"])
        .args(args)
        .output()
        .unwrap()
}

fn said(data: &Path, args: &[&str]) -> serde_json::Value {
    let output = run(data, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refused(data: &Path, args: &[&str]) -> String {
    let output = run(data, args);
    assert!(!output.status.success(), "{args:?}");
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert!(error["error"]["zh"].as_str().unwrap().ends_with('。'));
    error["error"]["code"].as_str().unwrap().to_owned()
}

#[test]
fn an_office_is_made_furnished_served_and_ended_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("office");
    assert_eq!(refused(&data, &["status"]), "db.missing");
    said(&data, &["init"]);
    assert_eq!(refused(&data, &["init"]), "db.exists");
    let mut server = Command::new(env!("CARGO_BIN_EXE_zhian-server"))
        .arg("--data")
        .arg(&data)
        .args(["--lang", "en", "serve", "--listen", "127.0.0.1:0", "--log", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit('/').next().unwrap().to_owned();

    // Commands beside the running server.
    said(&data, &["authority", "add", "--name", "示例区局", "--region", "120199"]);
    let officers = ["示一", "例二"].map(|name| {
        said(&data, &["officer", "add", "--name", name, "--certificate", "示例-1"])["id"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    let code = said(&data, &["code", "new", "示一"])["code"].as_str().unwrap().to_owned();
    assert_eq!(code.len(), 23);
    let csv = folder.path().join("district.csv");
    said(&data, &["directory", "sample", "--count", "20", "--seed", "3", "--out", csv.to_str().unwrap()]);
    let imported = said(&data, &["directory", "import", csv.to_str().unwrap()]);
    assert_eq!((imported["stored"].as_u64(), imported["bad"].as_u64()), (Some(20), Some(0)));
    let checklist = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/checklists/p75.v1.json");
    assert_eq!(said(&data, &["checklist", "publish", checklist])["items"], 40);
    let text = std::fs::read_to_string(&csv).unwrap();
    let uscc = text.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    let both = officers.join(",");
    let publish = ["--enterprise", &uscc, "--checklist", "P75", "--officers", &both, "--due", "2026-12-31"];
    let task = said(&data, &[&["task", "publish"], publish.as_slice()].concat());
    said(&data, &["task", "withdraw", task["id"].as_str().unwrap(), "--reason", "企业搬迁"]);
    assert_eq!(refused(&data, &["task", "withdraw", "ffffffff", "--reason", "x"]), "admin.not-found");
    assert_eq!(said(&data, &["ledger", "verify"])["whole"], true);
    assert_eq!(said(&data, &["rebuild"])["visits"], 0);
    let out = folder.path().join("visit.sealed");
    for visit in ["ffffffff", "ffffffffffffffffffffffffffffffff", "", "not an id"] {
        let export = ["ledger", "export", "--visit", visit, "--out", out.to_str().unwrap()];
        assert_eq!(refused(&data, &export), "admin.not-found", "{visit:?}");
    }
    assert!(!out.exists(), "nothing is written for a visit that is not there");

    let mut stream = TcpStream::connect(&address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(r#"{"status":"ok"}"#), "{answer}");

    let asked = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert!(server.wait().unwrap().success());
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
    assert!(log.contains("shutting down") && !log.contains("示一"), "{log}");
    assert!(!data.join("office.sqlite-wal").exists(), "the log is folded into the file");
}

#[test]
fn help_is_in_both_languages_and_has_examples() {
    let output = Command::new(env!("CARGO_BIN_EXE_zhian-server")).arg("--help").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("启动服务 / Serve devices") && text.contains("directory import"), "{text}");
}

#[test]
fn a_refusal_is_chinese_for_a_chinese_reader_and_technical_words_only_where_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("office");
    said(&data, &["init"]);
    said(&data, &["authority", "add", "--name", "示例区局", "--region", "120199"]);
    let spoken = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_zhian-server"))
            .arg("--data")
            .arg(&data)
            .args(["--lang", "zh"])
            .args(args)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let checklist = folder.path().join("坏表.json");
    std::fs::write(&checklist, "{").unwrap();
    let checklist = checklist.to_str().unwrap();
    for (args, told) in [
        (&["ledger", "export", "--visit", "ffffffff", "--out", "x"][..], "没有检查“ffffffff”"),
        (&["code", "new", "无名"], "没有人员“无名”"),
        (&["authority", "add", "--name", "", "--region", "120199"], "名称：应为 1 至"),
        (&["authority", "add", "--name", "甲", "--region", "1"], "行政区划代码：“1”有误"),
        (&["checklist", "publish", checklist], "第 1 行第"),
        (&["directory", "import", "/nowhere.csv"], "/nowhere.csv：没有这个文件或目录"),
        (&["serve", "--listen", "127.0.0.1:0", "--log-level", "[["], "日志级别："),
    ] {
        let text = spoken(args);
        assert!(text.starts_with("未完成 [") && text.contains("详情：") && text.contains(told), "{text}");
        assert!(!text.contains("技术信息"), "{text}");
        let more = spoken(&[args, &["--verbose"]].concat());
        assert!(more.contains("技术信息："), "{more}");
    }
}

#[cfg(unix)]
#[test]
fn an_import_stopped_with_ctrl_c_keeps_what_was_stored_and_the_next_one_completes() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("office");
    said(&data, &["init"]);
    said(&data, &["authority", "add", "--name", "示例区局", "--region", "120199"]);
    let csv = folder.path().join("district.csv");
    said(&data, &["directory", "sample", "--count", "3000", "--seed", "3", "--out", csv.to_str().unwrap()]);
    let text = std::fs::read(&csv).unwrap();
    // A pipe by name, so that the test decides how far the file is.
    let pipe = folder.path().join("pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut import = Command::new(env!("CARGO_BIN_EXE_zhian-server"))
        .arg("--data")
        .arg(&data)
        .args(["--lang", "zh", "directory", "import"])
        .arg(&pipe)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut source = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    let (most, rest) = text.split_at(text.len() - 1000);
    // A pipe holds far less than this: when it is written, the importer has read nearly all of it.
    source.write_all(most).unwrap();
    assert!(Command::new("kill").args(["-INT", &import.id().to_string()]).status().unwrap().success());
    let mut stderr = BufReader::new(import.stderr.take().unwrap());
    let mut told = String::new();
    stderr.read_line(&mut told).unwrap();
    assert!(told.contains("再按一次 Ctrl-C 立即结束"), "{told}");
    // Only now comes the rest, which the importer no longer wants.
    let _unwanted = source.write_all(rest);
    drop(source);
    let status = import.wait().unwrap();
    let mut said_last = String::new();
    stderr.read_to_string(&mut said_last).unwrap();
    assert_eq!(status.code(), Some(130), "{said_last}");
    assert!(said_last.contains("[admin.stopped]") && said_last.contains("已保存的内容都在"), "{said_last}");
    let stored = said(&data, &["status"])["enterprises"].as_u64().unwrap();
    assert!(stored > 0 && stored < 3000, "{stored}");
    let again = said(&data, &["directory", "import", csv.to_str().unwrap()]);
    assert_eq!(again["unchanged"].as_u64(), Some(stored), "what was stored is not stored twice");
    assert_eq!(said(&data, &["status"])["enterprises"], 3000);
}
