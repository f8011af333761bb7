//! In the factory, without a network: two officers, two phones, one checklist.

use crate::exif::Shot;
use crate::photo::{self, Scene};
use crate::plan::{self, DISPUTED, Entry, FINDING, FOUND, Who};
use crate::stage::Stage;
use chrono::NaiveDate;
use std::path::PathBuf;
use zhian_domain::quiz::{QuestionKind, QuizBank};
use zhian_domain::time::Timestamp;
use zhian_tests::process::{Fault, on};
use zhian_tests::process::{Phone, Run};

/// The bank that the office published.
const QUIZ: &str = include_str!("../../core/checklists/quiz/quiz.v1.json");
/// Item that is judged by a quiz.
const QUIZZED: &str = "P75-09";

/// What one officer did.
#[derive(Default)]
struct Done {
    answers: usize,
    notes: usize,
    photos: usize,
}

/// The network is gone; both arrive.
pub fn arrive(stage: &Stage) -> Result<(), Fault> {
    let told = &stage.narrator;
    told.step("没有网络", "No network");
    stage.line.goes_down();
    let run = stage.first.run(&["sync"])?;
    if run.exit == 0 {
        return Err(run.fault("the network is down, and the exchange says that it went well"));
    }
    told.typed("zhian sync");
    told.quote(&format!("{}{}", run.stdout, run.stderr));
    told.step("到场：亮证、告知、定位", "Arrival: certificate shown, rights told, position taken");
    let refused = stage.first.run(&["check-in", "1"])?;
    if refused.exit == 0 {
        return Err(refused.fault("a check-in without showing the certificate was let through"));
    }
    told.say("先试一次不亮证：", "First, what happens without showing the certificate:");
    told.typed("zhian check-in 1");
    told.quote(&format!("{}{}", refused.stdout, refused.stderr));
    for who in [Who::First, Who::Second] {
        let phone = stage.phone(who);
        let run = phone.does(&["check-in", "1", "--rights-told", "--at", &stage.place_text()])?;
        if who == Who::First {
            told.typed(&run.line);
            told.quote(&run.stdout);
        }
    }
    told.line(
        &told
            .pick(
                "两人各自在自己的手机上开始了同一次检查，彼此没有网络。",
                "Both started the same visit, each on an own phone, without a network between them.",
            )
            .replace('\n', " "),
    );
    Ok(())
}

/// Both fill their part at the same time.
pub fn fill(stage: &Stage) -> Result<(), Fault> {
    let told = &stage.narrator;
    let items = stage.first.asks(&["show"])?["counts"]["items"].clone();
    told.step(&format!("分头检查，{items} 个项目"), &format!("Each takes a part of the {items} items"));
    let entries: Vec<Entry> =
        [plan::entries(), plan::overlay(), plan::conduct()].into_iter().flatten().collect();
    let day = today()?;
    let own = |who: Who| {
        // The user's photographs are dealt out alternately, so that each phone has its own.
        let parity = usize::from(who == Who::Second);
        stage
            .own_photos
            .iter()
            .enumerate()
            .filter(move |(at, _)| at % 2 == parity)
            .map(|(_, path)| path.clone())
    };
    let (first, second) = std::thread::scope(|scope| {
        let entries = &entries;
        let second =
            scope.spawn(move || officer_fills(stage, Who::Second, day, entries, own(Who::Second).collect()));
        let first = officer_fills(stage, Who::First, day, entries, own(Who::First).collect());
        (first, second.join())
    });
    let second = second.map_err(|_| Fault::Broken("the second officer's work ended abruptly".to_owned()))?;
    for (phone, done) in [(&stage.first, first?), (&stage.second, second?)] {
        let text = if stage.narrator.language() == "zh" {
            format!(
                "{}：{} 个答复，{} 条备注，{} 张照片",
                phone.officer, done.answers, done.notes, done.photos
            )
        } else {
            format!(
                "{}: {} answers, {} notes, {} photos",
                phone.officer, done.answers, done.notes, done.photos
            )
        };
        told.line(&text);
    }
    told.say(
        "例如一个由数字算出结论的项目，和一个不符合的项目：",
        "For example an item judged from numbers, and one that fails:",
    );
    for (phone, item) in [(&stage.first, "P75-16"), (&stage.second, "P75-34")] {
        let run = phone.does(&["show", "--item", item])?;
        told.typed(&run.line);
        told.quote(&run.stdout);
    }
    quiz(stage)?;
    finding(stage)
}

/// The day in Beijing, where records are counted by days.
fn today() -> Result<NaiveDate, Fault> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let text = Timestamp::from_unix_ms(i64::try_from(now.as_millis()).unwrap_or(0)).display(480);
    let day = text.get(..10).and_then(|day| day.parse().ok());
    day.ok_or_else(|| Fault::Broken(format!("{text} begins with no day")))
}

/// Five questions to the firm's officers; four are answered as the bank has it.
fn quiz(stage: &Stage) -> Result<(), Fault> {
    let told = &stage.narrator;
    told.step("现场抽问：抽五题", "A quiz on the spot: five questions are drawn");
    let bank = QuizBank::load("quiz.v1.json", QUIZ).map_err(|cause| Fault::Broken(cause.to_string()))?;
    let drawn = stage.first.asks(&["quiz", QUIZZED])?;
    let mut words = vec!["quiz".to_owned(), QUIZZED.to_owned()];
    for (at, question) in drawn["questions"].as_array().into_iter().flatten().enumerate() {
        let id = question["id"].as_str().unwrap_or_default();
        let known = bank.questions.iter().find(|one| one.id == id);
        let known =
            known.ok_or_else(|| Fault::Broken(format!("no question of the bank is called {id:?}")))?;
        let is_right = |code: &String| known.right.contains(code);
        let wanted =
            known.options.iter().map(|option| &option.code).filter(|code| is_right(code) != (at == 4));
        // A single choice takes one option, also where it is a wrong one.
        let chosen = if known.kind == QuestionKind::Multiple { usize::MAX } else { 1 };
        let chosen: String = wanted.take(chosen).map(String::as_str).collect();
        words.extend(["--answer".to_owned(), format!("{}={chosen}", at + 1)]);
    }
    let run = stage.first.does(&words)?;
    told.typed(&run.line);
    let lines: Vec<&str> = run.stdout.lines().collect();
    told.quote(&lines.get(lines.len().saturating_sub(9)..).unwrap_or_default().join("\n"));
    Ok(())
}

fn officer_fills(
    stage: &Stage,
    who: Who,
    day: NaiveDate,
    entries: &[Entry],
    own: Vec<PathBuf>,
) -> Result<Done, Fault> {
    let phone = stage.phone(who);
    let mut done = Done::default();
    let mut own = own.into_iter();
    for (scene, caption) in
        plan::SCENES.iter().filter(|(by, ..)| *by == who).map(|(_, scene, text)| (*scene, *text))
    {
        attach(stage, phone, &["--scene"], scene, caption, own.next(), &mut done)?;
    }
    for entry in entries.iter().filter(|entry| entry.who == who) {
        let item = entry.item;
        let mut words = vec!["answer".to_owned(), item.to_owned()];
        if !entry.value.is_empty() {
            words.push(entry.value.to_owned());
        }
        words.extend(entry.fields.iter().flat_map(|field| ["--field".to_owned(), (*field).to_owned()]));
        if let Some(records) = &entry.records {
            words.extend(["--field".to_owned(), format!("records={}", records.typed(day))]);
        }
        phone.does(&words)?;
        done.answers += 1;
        if !entry.note.is_empty() {
            phone.does(&["note", item, entry.note])?;
            done.notes += 1;
        }
        for (scene, caption) in entry.photos {
            attach(
                stage,
                phone,
                &["--item", item, "--method", entry.method],
                *scene,
                caption,
                own.next(),
                &mut done,
            )?;
        }
    }
    Ok(done)
}

/// Takes a photograph, or one of the user's own, and attaches it. Scenes are drawn anew for each photograph.
fn attach(
    stage: &Stage,
    phone: &Phone,
    purpose: &[&str],
    scene: Scene,
    caption: &str,
    own: Option<PathBuf>,
    done: &mut Done,
) -> Result<(), Fault> {
    done.photos += 1;
    let model = if phone.data == stage.first.data { "Phone A" } else { "Phone B" };
    let path = match own {
        Some(path) => path,
        None => {
            let path =
                stage.file(&format!("{}-{:02}.jpg", model.replace(' ', "-").to_lowercase(), done.photos));
            let seed = done.photos as u64 + if model == "Phone A" { 100 } else { 200 };
            photo::take(&path, scene, seed, &shot(stage, model)).map_err(on(&path))?;
            path
        }
    };
    let path = path.to_string_lossy().into_owned();
    let place = stage.place_text();
    let mut words = vec!["attach", path.as_str(), "--caption", caption, "--at", place.as_str()];
    words.extend(purpose);
    phone.does(&words)?;
    Ok(())
}

fn shot(stage: &Stage, model: &str) -> Shot {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let text = Timestamp::from_unix_ms(i64::try_from(now.as_millis()).unwrap_or(0)).display(480);
    Shot {
        taken: text.chars().take(19).map(|c| if c == '-' { ':' } else { c }).collect(),
        zone: "+08:00".to_owned(),
        latitude_e7: stage.place.0,
        longitude_e7: stage.place.1,
        make: "Zhian Demo".to_owned(),
        model: model.to_owned(),
    }
}

/// One finding, supported by the photograph of its item.
fn finding(stage: &Stage) -> Result<(), Fault> {
    let told = &stage.narrator;
    let item = stage.second.asks(&["show", "--item", FOUND])?;
    let hash = item["evidence"][0]["sha256"].as_str().unwrap_or_default().to_owned();
    let Some(beginning) = hash.get(..8) else {
        return Err(Fault::Broken(format!("item {FOUND} has no photograph: {item}")));
    };
    let run = stage.second.does(&["finding", "open", FOUND, FINDING, "--evidence", beginning])?;
    told.typed(&run.line);
    told.quote(&run.stdout);
    Ok(())
}

/// The phones exchange by file, the difference shows, people settle it.
pub fn disagree_and_settle(stage: &Stage) -> Result<(), Fault> {
    let told = &stage.narrator;
    let before = stage.first.asks(&["status"])?;
    if before["all_here"] != false {
        return Err(Fault::Broken(format!(
            "the first phone says that all is in, which it cannot know: {before}"
        )));
    }
    told.step("用文件交换（仍然没有网络）", "Exchange by file, still without a network");
    hand_over(stage, Who::Second, "b-to-a.zhian", true, true)?;
    hand_over(stage, Who::First, "a-to-b.zhian", true, false)?;
    told.step("两人对一个项目的看法不同", "They do not agree on one item");
    for phone in [&stage.first, &stage.second] {
        let found = phone.asks(&["conflicts"])?;
        let items: Vec<_> =
            found["conflicts"].as_array().into_iter().flatten().map(|one| &one["item"]).collect();
        if items != [DISPUTED] {
            return Err(Fault::Broken(format!("exactly {DISPUTED} should differ, not {items:?}")));
        }
    }
    let run = stage.first.does(&["conflicts"])?;
    told.typed(&run.line);
    told.quote(&run.stdout);
    told.holds(
        "两台手机显示同样的两个答复，谁的都没有丢。",
        "Both phones show the same two answers; neither is lost.",
    );
    told.say(
        "两人一起回到2号线看过，商定为不符合。",
        "They walk back to line 2 together and agree that it fails.",
    );
    settle(stage)
}

fn settle(stage: &Stage) -> Result<(), Fault> {
    let told = &stage.narrator;
    let run = stage.first.does(&["settle", DISPUTED, "fails"])?;
    told.typed(&run.line);
    told.quote(&run.stdout);
    hand_over(stage, Who::First, "settled.zhian", false, false)?;
    told.step("所有人的工作都到齐了吗？", "Is everyone's work in?");
    let run = stage.second.does(&["status"])?;
    told.typed(&run.line);
    told.quote(&run.stdout);
    let after = stage.second.asks(&["status"])?;
    if after["all_here"] != true {
        return Err(run.fault("both exchanged everything, and the phone says that something is missing"));
    }
    let open = stage.second.asks(&["show"])?;
    let figures = &open["counts"];
    if figures["open_items"] != 0 || figures["conflicts"] != 0 {
        return Err(Fault::Broken(format!("the visit is not complete: {figures} {}", open["open"])));
    }
    told.holds(
        "所有项目全部完成，没有缺证据，没有不一致；送达等封存后再办。",
        "All items are complete; nothing lacks evidence, nothing differs. Service is due after sealing.",
    );
    Ok(())
}

/// A bundle from one phone to the other.
fn hand_over(stage: &Stage, from: Who, name: &str, with_files: bool, told: bool) -> Result<(), Fault> {
    let to = if from == Who::First { Who::Second } else { Who::First };
    let file = stage.file(name).to_string_lossy().into_owned();
    let mut words = vec!["bundle", "export", file.as_str()];
    if !with_files {
        words.push("--without-files");
    }
    let export = stage.phone(from).does(&words)?;
    let import = stage.phone(to).does(&["bundle", "import", &file])?;
    if told {
        show_short(stage, &export, name);
        show_short(stage, &import, name);
    }
    Ok(())
}

/// A command with its file's name instead of the long path.
fn show_short(stage: &Stage, run: &Run, name: &str) {
    let long = stage.file(name).to_string_lossy().into_owned();
    stage.narrator.typed(&run.line.replace(&long, name));
    stage.narrator.quote(&run.stdout.replace(&long, name));
}

/// Everybody signs, and both phones seal the same bytes.
pub fn sign_and_seal(stage: &Stage) -> Result<String, Fault> {
    let told = &stage.narrator;
    told.step("签名", "Signatures");
    let mut pictures = Vec::new();
    for (seed, name) in [(1, "sign-a.png"), (2, "sign-b.png"), (3, "sign-party.png")] {
        let path = stage.file(name);
        photo::handwriting(&path, seed).map_err(on(&path))?;
        pictures.push(path.to_string_lossy().into_owned());
    }
    stage.first.does(&["sign", "--handwriting", &pictures[0]])?;
    stage.first.does(&[
        "party-sign",
        "--name",
        "冯某某",
        "--role",
        "principal",
        "--handwriting",
        &pictures[2],
    ])?;
    hand_over(stage, Who::First, "signed-a.zhian", true, false)?;
    let run = stage.second.does(&["sign", "--handwriting", &pictures[1]])?;
    told.typed("zhian sign --handwriting sign-b.png");
    told.quote(&run.stdout);
    told.step("封存", "The seal");
    hand_over(stage, Who::Second, "signed-b.zhian", true, false)?;
    let run = stage.first.does(&["seal"])?;
    told.typed(&run.line);
    told.quote(&run.stdout);
    let sealed = stage.second.asks(&["seal"])?;
    let other = stage.first.asks(&["show"])?;
    let digest = sealed["sealed"]["digest"].as_str().unwrap_or_default().to_owned();
    if digest.is_empty() || other["sealed"]["digest"] != sealed["sealed"]["digest"] {
        return Err(run.fault(format!("the two phones sealed different bytes: {}", sealed["sealed"])));
    }
    told.holds(
        "两台手机各自封存，字节完全相同。",
        "Each phone sealed by itself, and the bytes are the same.",
    );
    let refused = stage.second.run(&["answer", "2", "fails"])?;
    if refused.exit == 0 {
        return Err(refused.fault("a sealed visit could be changed"));
    }
    told.typed("zhian answer 2 fails");
    told.quote(&format!("{}{}", refused.stdout, refused.stderr));
    Ok(digest)
}
