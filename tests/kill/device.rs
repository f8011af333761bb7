//! The real `zhian` program, killed without warning again and again: what it printed as saved is there.

use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use zhian_tests::{Chance, World};

/// How often the program is killed.
const KILLS: usize = 16;

const ITEMS: [&str; 2] = ["T01-2", "T01-4"];
const VALUES: [(&str, &str); 3] = [("meets", "meets"), ("fails", "does-not-meet"), ("na", "not-applicable")];

#[test]
fn every_answer_that_the_program_printed_as_saved_is_there_after_it_was_killed() {
    let zhian = built();
    let mut world = World::seeded(110);
    let (lin, chen, task) = world.pair_with_task();
    let server = Served::over(&world);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("device");
    let code = world.office.code_for(lin.inspector);
    must(&run(&zhian, &data, &["enrol", "--server", &server.url, "--code", &code, "--label", "终端"]));
    must(&run(&zhian, &data, &["sync"]));
    must(&run(&zhian, &data, &["check-in", &task.to_string(), "--rights-told"]));

    let mut chance = Chance::seeded(110, "kills");
    let mut stands = [None::<&str>; ITEMS.len()];
    let (mut told, mut silent) = (0, 0);
    for _ in 0..KILLS {
        let item = chance.below(ITEMS.len());
        let (word, code) = *chance.pick(&VALUES);
        let waits_for_a_line = chance.below(3) > 0;
        let printed = answers_and_is_killed(&zhian, &data, ITEMS[item], word, waits_for_a_line);
        let now = judged(&zhian, &data, ITEMS[item]);
        if printed {
            told += 1;
            assert_eq!(now.as_deref(), Some(code), "printed as saved and not there");
        } else {
            silent += 1;
            let whole = now.as_deref() == Some(code);
            assert!(whole || now.as_deref() == stands[item], "neither whole nor absent: {now:?}");
        }
        stands[item] =
            now.as_deref().and_then(|now| VALUES.iter().map(|(_, code)| *code).find(|code| *code == now));
    }
    assert!(told >= 5 && silent >= 2, "{told} told, {silent} silent");

    // What is there reaches the office and the colleague.
    must(&run(&zhian, &data, &["sync"]));
    world.sync_until_quiet(&[&chen]);
    let visit = zhian_domain::id::VisitId::of(&task, &world.small_checklist());
    for (item, stands) in ITEMS.into_iter().zip(stands) {
        let seen = match chen.sees_item(visit, item).answer {
            zhian_engine::view::AnswerView::One(given) => given.judged.map(|judged| judged.code()),
            zhian_engine::view::AnswerView::None => None,
            zhian_engine::view::AnswerView::Differing(_) => panic!("one officer does not differ"),
        };
        assert_eq!(seen, stands, "{item}");
    }
    server.stops();
}

/// The program beside this test's own: a run of the whole workspace has built both.
fn built() -> PathBuf {
    let tests = std::env::current_exe().expect("a program knows where it is");
    let zhian = tests.parent().and_then(Path::parent).expect("a target folder").join("zhian");
    assert!(
        zhian.exists(),
        "{} is missing: run `make test`, or `cargo build -p zhian-cli` first",
        zhian.display()
    );
    zhian
}

fn command(zhian: &Path, data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(zhian);
    command.env_clear().arg("--data").arg(data).arg("--lang").arg("en").args(words);
    command
}

fn run(zhian: &Path, data: &Path, words: &[&str]) -> Output {
    command(zhian, data, words).output().expect("the program runs")
}

fn must(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    out.into_owned()
}

/// Starts an answer and kills the program: after its first line, or at once. Whether it printed that it saved.
fn answers_and_is_killed(zhian: &Path, data: &Path, item: &str, word: &str, waits_for_a_line: bool) -> bool {
    let mut child = command(zhian, data, &["answer", item, word])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let line = if waits_for_a_line { lines.next().and_then(Result::ok) } else { None };
    child.kill().expect("it is killed");
    child.wait().expect("it is gone");
    // What was printed before the kill counts, whether we waited for it or not.
    let rest = lines.map_while(Result::ok);
    line.into_iter().chain(rest).any(|line| line.contains("saved"))
}

fn judged(zhian: &Path, data: &Path, item: &str) -> Option<String> {
    let shown = must(&run(zhian, data, &["show", "--item", item, "--json"]));
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    find(&shown, "judged").and_then(|judged| judged.as_str().map(str::to_owned))
}

/// The first value under a key, at any depth.
fn find<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => map.get(key).or_else(|| map.values().find_map(|inner| find(inner, key))),
        Value::Array(list) => list.iter().find_map(|inner| find(inner, key)),
        _ => None,
    }
}

/// The office's server on a port of this machine, beside the one in the process: one office, two doors.
struct Served {
    url: String,
    stop: tokio::sync::oneshot::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl Served {
    fn over(world: &World) -> Self {
        let state = Arc::clone(&world.office.state());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("an address")).expect("the test listens");
                let ended = zhian_server::launch(listener, state, async { drop(stopped.await) }).await;
                ended.expect("the server ends well");
            });
        });
        let url = format!("http://{}", told.recv().expect("an address"));
        Self { url, stop, thread }
    }

    fn stops(self) {
        drop(self.stop);
        self.thread.join().expect("the server ends");
    }
}
