//! Ctrl-C: the first ends long work at a safe place, the second ends the program, and the next run completes.

use crate::Terminal;
use crate::office::{receipts, request, respond};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use zhian_protocol::evidence::{HEADER_LEDGER_POSITION, HEADER_OFFSET};
use zhian_protocol::sync;

/// An office that takes uploads, and that says of the first one that it came instead of answering.
struct SlowOffice {
    url: String,
    serving: JoinHandle<()>,
}

impl SlowOffice {
    /// Never answers the first piece of a file: it tells `came`, and holds the connection until the device hangs up.
    fn that_tells(came: Sender<()>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serving = thread::spawn(move || {
            let mut silent = Some(came);
            let mut held = Vec::new();
            loop {
                let (mut connection, _) = listener.accept().unwrap();
                let asked = request(&mut connection);
                let offset = |at: usize| format!("{HEADER_OFFSET}: {at}\r\n");
                match asked.method.as_str() {
                    "POST" if asked.path == sync::PATH => {
                        respond(&mut connection, 200, "", &receipts(&asked.body));
                    }
                    "POST" => respond(&mut connection, 201, &offset(0), b""),
                    "HEAD" => respond(&mut connection, 200, &offset(0), b""),
                    "PATCH" => match silent.take() {
                        Some(came) => {
                            held.push(connection);
                            came.send(()).unwrap();
                        }
                        None => {
                            let whole =
                                format!("{}{HEADER_LEDGER_POSITION}: 7\r\n", offset(asked.body.len()));
                            respond(&mut connection, 204, &whole, b"");
                            return;
                        }
                    },
                    other => panic!("nobody asked for {other} {}", asked.path),
                }
            }
        });
        Self { url, serving }
    }
}

fn starts(terminal: &Terminal, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_zhian"))
        .arg("--data")
        .arg(terminal.data())
        .args(args)
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn press_ctrl_c(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn arrived_with_a_photo() -> Terminal {
    let terminal = Terminal::with_tasks(1);
    assert_eq!(terminal.run(&["check-in", "1", "--rights-told"]).exit, 0);
    let photo = terminal.file("photo.jpg", &[0xff; 9000]);
    let run = terminal.run(&["attach", photo.to_str().unwrap(), "--scene", "--caption", "车间全景"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    terminal
}

#[test]
fn a_sync_stopped_in_the_middle_of_a_photo_says_what_is_safe_and_the_next_one_completes() {
    let terminal = arrived_with_a_photo();
    let (came, arrived) = channel();
    let office = SlowOffice::that_tells(came);
    let sync = starts(&terminal, &["--lang", "zh", "sync", "--server", &office.url]);
    arrived.recv().unwrap();
    press_ctrl_c(&sync);
    let ended = sync.wait_with_output().unwrap();
    let (said, complained) =
        (String::from_utf8(ended.stdout).unwrap(), String::from_utf8(ended.stderr).unwrap());
    assert_eq!(ended.status.code(), Some(130), "{said}{complained}");
    assert!(said.contains("已送达的不会丢失") && said.contains("继续：zhian sync"), "{said}");
    // The changes are through, the photograph is not: one line each.
    let line = |word: &str| said.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("{said}"));
    assert!(line("改动").contains("已送达"), "{said}");
    assert!(line("车间全景").contains("待发送"), "{said}");
    let again = terminal.run(&["sync", "--json", "--server", &office.url]);
    let report = again.json();
    assert_eq!(again.exit, 0, "{report:#}");
    assert_eq!(report["not_safe"]["all_safe"], true, "{report:#}");
    let files: Vec<_> =
        report["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "file").collect();
    assert_eq!(files.len(), 1, "{report:#}");
    assert_eq!(files[0]["fate"]["ledger_position"], 7);
    office.serving.join().unwrap();
}

#[test]
fn the_end_of_a_stopped_sync_is_json_where_json_was_asked_for() {
    let terminal = arrived_with_a_photo();
    let (came, arrived) = channel();
    let office = SlowOffice::that_tells(came);
    let sync = starts(&terminal, &["--json", "sync", "--server", &office.url]);
    arrived.recv().unwrap();
    press_ctrl_c(&sync);
    let ended = sync.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "a program reads no sentences");
    let report: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(report["end"]["kind"], "cancelled");
    assert_eq!(report["not_safe"]["files"], 1);
}

/// A pipe by name: reading from it waits for a writer, so that the test decides how far the work is.
fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_second_ctrl_c_ends_at_once_what_the_first_one_could_not() {
    let terminal = Terminal::with_tasks(1);
    let path = terminal.data().join("bundle.zhian");
    pipe(&path);
    let mut import = starts(&terminal, &["--lang", "zh", "bundle", "import", path.to_str().unwrap()]);
    // Opening waits until the program reads; it then waits for a whole beginning that never comes.
    let mut colleague = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    colleague.write_all(b"ZHI").unwrap();
    press_ctrl_c(&import);
    let mut told = String::new();
    BufReader::new(import.stderr.as_mut().unwrap()).read_line(&mut told).unwrap();
    assert!(told.contains("再按一次 Ctrl-C 立即结束"), "{told}");
    press_ctrl_c(&import);
    assert_eq!(import.wait().unwrap().code(), Some(130));
    assert_eq!(terminal.run(&["doctor"]).exit, 0, "nothing was harmed");
}

#[test]
fn an_import_that_was_stopped_says_how_to_go_on() {
    let terminal = arrived_with_a_photo();
    let bundle = terminal.data().join("out.zhian");
    assert_eq!(terminal.run(&["bundle", "export", bundle.to_str().unwrap()]).exit, 0);
    let bytes = std::fs::read(&bundle).unwrap();
    let path = terminal.data().join("pipe.zhian");
    pipe(&path);
    let mut import = starts(&terminal, &["--lang", "zh", "bundle", "import", path.to_str().unwrap()]);
    let mut colleague = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    colleague.write_all(&bytes[..8]).unwrap();
    press_ctrl_c(&import);
    let mut stderr = BufReader::new(import.stderr.take().unwrap());
    let mut told = String::new();
    stderr.read_line(&mut told).unwrap();
    assert!(told.contains("正在停"), "{told}");
    // The rest arrives only now: the work goes on to the next safe place and ends there. It need not read it all.
    let _ = colleague.write_all(&bytes[8..]);
    drop(colleague);
    assert_eq!(import.wait().unwrap().code(), Some(130));
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut stderr, &mut rest).unwrap();
    assert!(rest.contains("[engine.cancelled]") && rest.contains("继续：zhian bundle import"), "{rest}");
    assert_eq!(terminal.run(&["bundle", "import", bundle.to_str().unwrap()]).exit, 0);
}
