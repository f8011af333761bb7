//! The visit that two languages share: an officer with the Kotlin engine and one with the Swift engine, offline, one
//! disagreement, merged over the real server, and the same bytes on both phones and in the ledger.
//!
//! `zhian-two-phones KOTLIN SWIFT`: programs that answer calls line by line; see `tests/contract/seam/README.md`.

mod fill;
mod phone;

use fill::{DISPUTED, Hand, fetches, fills, settles};
use phone::Phone;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zhian_tests::process::{Fault, Office, Programs, on};

const CHECKLIST: &str = include_str!("../../core/checklists/p75.v1.json");
const OFFICERS: [(&str, &str); 2] = [("林青禾", "示例执法-0075"), ("江小满", "示例执法-0076")];
const ENTERPRISE: &str = "91120199MA70000268";
/// Items of the checklist that the first officer takes; the second takes the rest.
const FIRST_HALF: usize = 20;

fn main() -> ExitCode {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [kotlin, swift] = words.as_slice() else {
        eprintln!("zhian-two-phones KOTLIN SWIFT: two programs that answer calls line by line");
        return ExitCode::from(2);
    };
    match story(kotlin, swift) {
        Ok(()) => {
            println!("two-phones: both phones and the ledger hold the same bytes");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("two-phones stops: {fault}");
            ExitCode::from(fault.exit())
        }
    }
}

fn tells(text: &str) {
    println!("two-phones: {text}");
}

fn holds(what: &str, is_so: bool, seen: &Value) -> Result<(), Fault> {
    if is_so { Ok(()) } else { Err(Fault::Broken(format!("{what} does not hold: {seen}"))) }
}

fn story(kotlin: &Path, swift: &Path) -> Result<(), Fault> {
    let folder = tempfile::tempdir().map_err(|cause| Fault::File(cause.to_string()))?;
    let folder = folder.path();
    let mut office = Office::new(&Programs::beside_this_one()?.server, folder.join("office"), "en");
    let (task, visit) = founds(&mut office, folder)?;
    let mut first = Phone::start("Kotlin", OFFICERS[0].0, kotlin, folder.join("kotlin"))?;
    let mut second = Phone::start("Swift", OFFICERS[1].0, swift, folder.join("swift"))?;
    let address = office.opens()?;
    for phone in [&mut first, &mut second] {
        enrols(&office, phone, &format!("http://{address}"))?;
    }

    office.closes()?;
    tells("both have the task; the office is out of reach from here on");
    for phone in [&mut first, &mut second] {
        phone.does("checkIn", json!({ "input": { "task": task, "rightsTold": true } }))?;
        let report = phone.does("sync", json!({ "files": "always" }))?;
        holds(
            "an exchange without a line says so",
            !report["end"]["cut"]["reason"]["text"].is_null(),
            &report,
        )?;
    }
    let hand = Hand { visit: visit.clone(), folder: folder.to_owned() };
    let items = items(&first.does("visit", json!({ "visit": visit }))?);
    for (at, item) in items.iter().enumerate() {
        let phone = if at < FIRST_HALF { &mut first } else { &mut second };
        fills(phone, &hand, item, "meets")?;
    }
    fills(&mut first, &hand, DISPUTED, "meets")?;
    fills(&mut second, &hand, DISPUTED, "doesNotMeet")?;
    tells(&format!("{} answers on two phones, {DISPUTED} on both and not the same", items.len() + 1));
    // Neither has sent anything: what was said to be saved must outlive both processes.
    let mut first = first.dies_and_wakes()?;
    let mut second = second.dies_and_wakes()?;
    tells("both processes were killed and started again");

    office.opens()?;
    for phone in [&mut first, &mut second] {
        syncs(phone)?;
    }
    syncs(&mut first)?;
    for phone in [&mut first, &mut second] {
        let seen = phone.does("item", json!({ "visit": visit, "item": DISPUTED }))?;
        holds("both phones show both answers", seen["answers"].as_array().map(Vec::len) == Some(2), &seen)?;
        let fetched = fetches(phone, &hand, &items)?;
        tells(&format!("{}: {fetched} photographs of the colleague's fetched and checked", phone.name));
        let status = phone.does("whoIsIn", json!({ "visit": visit }))?;
        holds(
            "everyone's work is here and at the office",
            status["allHere"] == true && status["allAtOffice"] == true,
            &status,
        )?;
    }
    settles(&mut second, &hand)?;
    syncs(&mut second)?;
    syncs(&mut first)?;
    tells("the two agreed; the settled answer is on both phones");

    for phone in [&mut first, &mut second] {
        phone.does("sign", json!({ "visit": visit }))?;
        syncs(phone)?;
    }
    syncs(&mut first)?;
    first.does(
        "signParty",
        json!({ "input": { "visit": visit, "name": "示丙", "role": "legalRepresentative", "opinion": "属实",
                           "handwriting": hand.picture("hand", 1)? } }),
    )?;
    let signing = first.does("signing", json!({ "visit": visit }))?;
    holds("nothing stands between the visit and its seal", signing["canBeSealed"] == true, &signing)?;
    first.does("seal", json!({ "visit": visit }))?;
    syncs(&mut first)?;
    syncs(&mut second)?;
    compares(&office, &visit, folder, [&mut first, &mut second])
}

/// The office's records: the task, and the visit it begins.
fn founds(office: &mut Office, folder: &Path) -> Result<(String, String), Fault> {
    let written = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(on(&path))?;
        Ok::<_, Fault>(path.to_string_lossy().into_owned())
    };
    let csv = format!(
        "名称,统一社会信用代码,单位类型,行政区划代码,地址,法定代表人,电话,产品\n\
         示例市海棠轻骑电动车有限公司,{ENTERPRISE},producer,120199,示例市海棠区一路1号,示丙,000-88000001,电动自行车\n"
    );
    let (csv, checklist) = (written("directory.csv", &csv)?, written("p75.v1.json", CHECKLIST)?);
    office.does(&["init"])?;
    office.does(&["authority", "add", "--name", "示例市海棠区市场监督管理局", "--region", "120199"])?;
    for (name, certificate) in OFFICERS {
        office.does(&["officer", "add", "--name", name, "--certificate", certificate])?;
    }
    office.does(&["directory", "import", &csv])?;
    office.does(&["checklist", "publish", &checklist])?;
    let officers = OFFICERS.map(|(name, _)| name).join(",");
    let published = office.asks(&[
        "task",
        "publish",
        "--title",
        "质量安全主体责任日常检查",
        "--checklist",
        "P75",
        "--enterprise",
        ENTERPRISE,
        "--officers",
        &officers,
        "--due",
        "2099-01-01",
    ])?;
    match (published["id"].as_str(), published["visit"].as_str()) {
        (Some(task), Some(visit)) => Ok((task.to_owned(), visit.to_owned())),
        _ => Err(Fault::Broken(format!("the task was published without an id: {published}"))),
    }
}

fn enrols(office: &Office, phone: &mut Phone, address: &str) -> Result<(), Fault> {
    let code = office.asks(&["code", "new", phone.officer])?;
    let input =
        json!({ "code": code["code"], "label": phone.name, "serverUrl": address, "serverRootsPem": "" });
    phone.does("enrol", json!({ "input": input }))?;
    phone.does("pull", json!({})).map(drop)
}

fn syncs(phone: &mut Phone) -> Result<(), Fault> {
    let report = phone.does("sync", json!({ "files": "always" }))?;
    holds("an exchange ends well", report["end"] == "complete", &report)
}

/// Ids of every item, in order.
fn items(visit: &Value) -> Vec<String> {
    let sections = visit["sections"].as_array().into_iter().flatten();
    let rows = sections.flat_map(|section| section["items"].as_array().into_iter().flatten());
    rows.filter_map(|row| row["item"].as_str()).map(str::to_owned).collect()
}

/// The sealed bytes of both phones and of the office.
fn compares(office: &Office, visit: &str, folder: &Path, phones: [&mut Phone; 2]) -> Result<(), Fault> {
    let out = folder.join("office.sealed");
    let entry = office.asks(&["ledger", "export", "--visit", visit, "--out", &out.to_string_lossy()])?;
    let bytes = std::fs::read(&out).map_err(on(&out))?;
    let written: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    for phone in phones {
        let sealed = phone.does("sealedBytes", json!({ "visit": visit }))?;
        let same = sealed["payload"] == written.as_str()
            && sealed["digest"] == entry["digest"]
            && sealed["ledgerPosition"] == entry["ledger_position"]
            && sealed["parcel"] == entry["parcel"];
        holds(&format!("{} holds what the ledger holds", phone.name), same, &entry)?;
        let verified = phone.does("verify", json!({ "visit": visit }))?;
        tells(&format!("{}: {} bytes, ledger line {}", phone.name, bytes.len(), entry["ledger_position"]));
        holds("its own check finds nothing wrong", verified["problems"] == json!([]), &verified)?;
    }
    tells(&format!("digest {}", entry["digest"].as_str().unwrap_or_default()));
    Ok(())
}
