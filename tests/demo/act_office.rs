//! In the office: authority, officers, directory, checklist, task, devices.

use crate::district;
use crate::narrate::Narrator;
use crate::proxy::Line;
use crate::stage::{Stage, Wishes, jpegs_in, new_run};
use std::fmt::Write;
use std::path::Path;
use zhian_domain::time::Timestamp;
use zhian_tests::process::Office;
use zhian_tests::process::{Fault, on};
use zhian_tests::process::{Phone, Programs};

/// All content that comes with Zhian.
const CONTENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/checklists");
/// The authority of the story.
const AUTHORITY: &str = "示例市海棠区市场监督管理局";
/// The officers of the story, with their certificates.
pub const OFFICERS: [(&str, &str); 2] = [("林青禾", "示例执法-0075"), ("江小满", "示例执法-0076")];
/// The supervisor of the story.
const SUPERVISOR: (&str, &str) = ("周临川", "示例执法-0001");
/// A place in the sea where there is no factory: 38.9° N, 118.2° E.
const PLACE: (i32, i32) = (389_012_345, 1_182_012_345);
const DAY_MS: i64 = 24 * 3600 * 1000;

/// Builds the stage: office, line and two phones.
pub fn set(wishes: &Wishes) -> Result<Stage, Fault> {
    let programs = Programs::beside_this_one()?;
    let own_photos = match &wishes.photos {
        Some(folder) => jpegs_in(folder)?,
        None => Vec::new(),
    };
    let narrator = Narrator::new(wishes.zh);
    let folder = new_run(&wishes.data)?;
    narrator.title(narrator.pick(
        "质安演示：一次真实的检查，两人，两台手机，没有网络，一本台账",
        "Zhian: one real visit, two inspectors, two phones, no network, one ledger",
    ));
    narrator.say(
        "人物、企业和照片都是虚构的；程序和数据都是真的。",
        "People, firms and photographs are invented; programs and data are real.",
    );
    narrator.line(&folder.display().to_string());
    let language = narrator.language();
    let mut office = Office::new(&programs.server, folder.join("office"), language);
    let address = found_office(&narrator, &mut office)?;
    let line = Line::open(address).map_err(on(&folder))?;
    let phone = |at: usize, name: &str| Phone {
        officer: OFFICERS[at].0,
        data: folder.join(name),
        program: programs.zhian.clone(),
        language,
    };
    let (first, second) = (phone(0, "phone-a"), phone(1, "phone-b"));
    Ok(Stage { narrator, programs, folder, office, line, first, second, own_photos, place: PLACE })
}

fn found_office(told: &Narrator, office: &mut Office) -> Result<std::net::SocketAddr, Fault> {
    told.step("建立机关：服务器、单位、人员", "The office: server, authority, people");
    office.does(&["init"])?;
    let address = office.opens()?;
    told.say("内置数据库，一个进程，无需其他服务。", "Embedded database, one process, no other service.");
    let authority = office.does(&["authority", "add", "--name", AUTHORITY, "--region", district::REGION])?;
    told.typed(&format!("zhian-server serve  →  http://{address}"));
    told.typed(&authority.line);
    let supervisor =
        ["officer", "add", "--role", "supervisor", "--name", SUPERVISOR.0, "--certificate", SUPERVISOR.1];
    told.typed(&office.does(&supervisor)?.line);
    for (name, certificate) in OFFICERS {
        let run = office.does(&["officer", "add", "--name", name, "--certificate", certificate])?;
        told.typed(&run.line);
    }
    Ok(address)
}

/// The directory comes in, the checklist and the task go out.
pub fn publish(stage: &Stage) -> Result<(), Fault> {
    let told = &stage.narrator;
    told.step("导入企业名录：400 家虚构企业", "The directory: 400 fictional enterprises");
    let rows = district::rows();
    let csv = stage.folder.join("district.csv");
    write_directory(&csv, &rows)?;
    let import = stage.office.asks(&["directory".as_ref(), "import".as_ref(), csv.as_os_str()])?;
    if import["stored"] != district::ENTERPRISES || import["bad"] != 2 {
        return Err(Fault::Broken(format!("400 good rows and 2 bad ones were to come in: {import}")));
    }
    told.typed("zhian-server directory import district.csv");
    told.line(told.pick("400 家入库；2 行有误，逐行列出：", "400 taken in; 2 bad rows, listed one by one:"));
    for bad in import["bad_rows"].as_array().into_iter().flatten() {
        let (text, line) = (bad[told.language()].as_str().unwrap_or_default(), &bad["line"]);
        let place = if told.language() == "zh" { format!("第{line}行") } else { format!("line {line}") };
        told.quote(&format!("{place}  {text}"));
    }
    told.step("发布内容和任务", "Content and task");
    let published = stage.office.does(&["checklist", "publish", CONTENT])?;
    told.typed("zhian-server checklist publish core/checklists");
    told.quote(published.stdout.lines().next().unwrap_or_default());
    told.line(told.pick(
        "检查表、法条、规则、风险清单、题库和图片，一次全部发布。任务的检查表按企业组合：",
        "Checklists, law, rules, risk lists, quiz and pictures, in one go. The task's checklist is composed for the enterprise:",
    ));
    let due = Timestamp::from_unix_ms(now_unix_ms() + 7 * DAY_MS).display(480);
    let due = due.get(..10).unwrap_or_default();
    let officers = OFFICERS.map(|(name, _)| name).join(",");
    let task = stage.office.does(&[
        "task",
        "publish",
        "--enterprise",
        &rows[0].uscc,
        "--size",
        "medium",
        "--classes",
        "ccc",
        "--officers",
        &officers,
        "--due",
        due,
        "--title",
        "质量安全主体责任日常检查",
        "--approval",
        "示例检批〔2026〕75号",
        "--notice",
        "示例检通〔2026〕75号",
    ])?;
    told.typed(&task.line);
    told.quote(&task.stdout);
    Ok(())
}

fn now_unix_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The district as a regulator's spreadsheet would write it, with two rows that nobody has looked at.
fn write_directory(path: &Path, rows: &[district::Row]) -> Result<(), Fault> {
    let mut text = "名称,统一社会信用代码,单位类型,行政区划代码,地址,法定代表人,电话,产品\n".to_owned();
    for row in rows {
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{}",
            row.name,
            row.uscc,
            row.kind,
            district::REGION,
            row.address,
            row.representative,
            row.phone,
            row.products
        );
    }
    // One mistyped credit code, one row without a name.
    let mistyped = rows[1].uscc.replace("MADEM001", "MADEM010");
    let region = district::REGION;
    let _ = writeln!(text, "示例错码商行,{mistyped},retailer,{region},示例市海棠区望海路900号,,,");
    let _ = writeln!(text, ",{},retailer,{region},示例市海棠区望海路901号,,,", rows[2].uscc);
    std::fs::write(path, text).map_err(on(path))
}

/// Both devices become known and pull what is there for them.
pub fn enrol(stage: &Stage) -> Result<(), Fault> {
    let told = &stage.narrator;
    told.step("登记两台设备，取回任务", "Two devices enrol and pull");
    for (phone, label) in [(&stage.first, "Phone A"), (&stage.second, "Phone B")] {
        let code = stage.office.asks(&["code", "new", phone.officer])?;
        let code = code["code"].as_str().unwrap_or_default().to_owned();
        let url = stage.line.url();
        let run = phone.does(&["enrol", "--server", &url, "--code", &code, "--label", label])?;
        if label == "Phone A" {
            told.typed(&run.line);
            told.quote(&run.stdout);
        }
    }
    // The second again, because each phone must also learn of the other's key.
    for phone in [&stage.first, &stage.second, &stage.first] {
        phone.does(&["sync"])?;
    }
    for phone in [&stage.first, &stage.second] {
        let run = phone.does(&["media", "fetch"])?;
        if phone.officer == stage.first.officer {
            told.typed(&run.line);
            told.quote(&run.stdout);
        }
    }
    let run = stage.first.does(&["tasks"])?;
    told.typed(&run.line);
    told.quote(&run.stdout);
    told.say(
        "名录也在手机上，拼音首字母即可查找：",
        "The directory is on the phone too; pinyin initials find a name:",
    );
    let run = stage.first.does(&["directory", "search", "slcxdq", "--limit", "3"])?;
    told.typed(&run.line);
    told.quote(&run.stdout);
    let found = stage.first.asks(&["directory", "search", "slcxdq", "--limit", "50"])?;
    let names = found["enterprises"].as_array().into_iter().flatten().map(|one| one["name"].as_str());
    if !names.into_iter().any(|name| name == Some(district::FACTORY)) {
        return Err(run.fault("the factory is not found by the initials of its name"));
    }
    Ok(())
}
