//! Back on the road: both phones sync over a bad line, and everything is compared.

use crate::narrate::size;
use crate::plan::Who;
use crate::stage::Stage;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use zhian_tests::process::Phone;
use zhian_tests::process::{Fault, on};

/// Upload steps that pass before the line breaks: the first photograph is through, the second is not.
const STEPS_BEFORE_THE_CUT: u64 = 4;

/// What the exchange took.
pub struct Traffic {
    /// Bytes up the line, requests and all.
    pub up: u64,
    /// Bytes down the line.
    pub down: u64,
    /// How often the line broke.
    pub cuts: u64,
}

/// Both phones sync; the line breaks in the middle of a photograph.
pub fn sync_over_a_bad_line(stage: &Stage) -> Result<Traffic, Fault> {
    let told = &stage.narrator;
    told.step("回到有信号的地方：线路很差", "Back where there is a signal, on a bad line");
    stage.line.comes_up().map_err(on(&stage.folder))?;
    stage.line.breaks_after(STEPS_BEFORE_THE_CUT);
    let cut = stage.first.run(&["sync"])?;
    if stage.line.cuts() != 1 || cut.exit == 0 {
        return Err(cut.fault("the line should have broken in the middle of a photograph"));
    }
    told.say("线路在一张照片传到一半时断开：", "The line breaks in the middle of a photograph:");
    told.typed("zhian sync");
    told.quote(&format!("{}{}", cut.stdout, cut.stderr));
    told.say("再试一次，从断点继续，不重传：", "Once more; it goes on from there and sends nothing twice:");
    let rest = stage.first.does(&["sync"])?;
    told.typed(&rest.line);
    told.quote(&rest.stdout);
    told.line(if told.language() == "zh" {
        "随后第二台手机也同步。"
    } else {
        "Then the second phone syncs."
    });
    let other = stage.second.does(&["sync"])?;
    told.typed(&other.line);
    told.quote(&other.stdout);
    // The second phone's work reaches the first, and the other way round.
    stage.first.does(&["sync"])?;
    for phone in [&stage.first, &stage.second] {
        let status = phone.asks(&["status"])?;
        if status["not_safe"]["all_safe"] != true {
            return Err(Fault::Broken(format!("{}: not everything is safe: {status}", phone.officer)));
        }
    }
    told.holds(
        "两台手机都确认：所有工作已安全送达。",
        "Both phones say that all work is safe at the office.",
    );
    let (up, down) = stage.line.bytes();
    Ok(Traffic { up, down, cuts: stage.line.cuts() })
}

/// Takes the sealed visit out of the office and out of both phones, and compares the bytes. Returns how many.
pub fn compare_sealed(stage: &Stage, visit: &str, digest: &str) -> Result<usize, Fault> {
    let told = &stage.narrator;
    let at_office = stage.file("office.sealed");
    let out = at_office.to_string_lossy().into_owned();
    let beginning = visit.get(..8).unwrap_or(visit);
    let run = stage.office.does(&["ledger", "export", "--visit", beginning, "--out", &out])?;
    told.typed(&run.line.replace(&out, "office.sealed"));
    told.quote(&run.stdout.replace(&out, "office.sealed"));
    let mut copies = vec![at_office];
    for (phone, name) in [(&stage.first, "phone-a.sealed"), (&stage.second, "phone-b.sealed")] {
        let path = stage.file(name);
        let out = path.to_string_lossy().into_owned();
        let run = phone.does(&["export-sealed", &out])?;
        told.typed(&run.line.replace(&out, name));
        if copies.len() == 1 {
            told.quote(&run.stdout.replace(&out, name));
        }
        copies.push(path);
    }
    same_bytes(&copies, digest)
}

/// Errors: which copy differs from the first one and where, or that all of them give another digest.
fn same_bytes(copies: &[PathBuf], digest: &str) -> Result<usize, Fault> {
    let mut first: Option<(&PathBuf, Vec<u8>)> = None;
    for path in copies {
        let bytes = std::fs::read(path).map_err(on(path))?;
        let Some((one, expected)) = &first else {
            first = Some((path, bytes));
            continue;
        };
        if bytes != *expected {
            let same = bytes.iter().zip(expected).take_while(|(here, there)| here == there).count();
            return Err(Fault::Broken(format!(
                "{} ({} bytes) and {} ({} bytes) differ from byte {same} on",
                path.display(),
                bytes.len(),
                one.display(),
                expected.len()
            )));
        }
    }
    let Some((path, bytes)) = first else {
        return Err(Fault::Broken("there is nothing to compare".to_owned()));
    };
    must_have(path, digest)?;
    Ok(bytes.len())
}

/// Compares every file of both phones with the server's, byte for byte by SHA-256. Returns files and bytes.
pub fn compare_evidence(stage: &Stage) -> Result<(usize, u64), Fault> {
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    for who in [Who::First, Who::Second] {
        let visit = stage.phone(who).asks(&["show"])?;
        for file in files_of(&visit) {
            let hash = file["sha256"].as_str().unwrap_or_default().to_owned();
            if let Some(path) = file["path"].as_str() {
                must_have(Path::new(path), &hash)?;
            }
            known.insert(hash, file["bytes"].as_u64().unwrap_or(0));
        }
    }
    for (hash, bytes) in &known {
        let path = stage.office.evidence_file(hash);
        must_have(&path, hash)?;
        let found = std::fs::metadata(&path).map_err(on(&path))?.len();
        if found != *bytes {
            return Err(Fault::Broken(format!("{}: {found} bytes instead of {bytes}", path.display())));
        }
    }
    Ok((known.len(), known.values().sum()))
}

fn files_of(visit: &Value) -> Vec<&Value> {
    let items = visit["sections"].as_array().into_iter().flatten();
    let items = items.flat_map(|section| section["items"].as_array().into_iter().flatten());
    let of_items = items.flat_map(|item| item["evidence"].as_array().into_iter().flatten());
    let others = ["scene", "signature_files"];
    of_items.chain(others.iter().flat_map(|name| visit[*name].as_array().into_iter().flatten())).collect()
}

fn must_have(path: &Path, hash: &str) -> Result<(), Fault> {
    let bytes = std::fs::read(path).map_err(on(path))?;
    let found = hex(&Sha256::digest(&bytes));
    if found == hash {
        return Ok(());
    }
    Err(Fault::Broken(format!("{} has SHA-256 {found} instead of {hash}", path.display())))
}

/// Bytes as small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Each phone checks the sealed visit for itself: bytes, signatures, files, ledger.
pub fn verify(phone: &Phone, digest: &str) -> Result<u64, Fault> {
    let run = phone.does(&["verify", "--json"])?;
    let report = run.json()?;
    if report["holds"] != true || report["digest"] != digest {
        return Err(run.fault("the sealed visit does not hold"));
    }
    report["ledger_position"].as_u64().ok_or_else(|| run.fault("the phone knows no ledger position"))
}

/// Sizes for the totals.
pub fn traffic_told(traffic: &Traffic) -> String {
    format!("↑ {}  ↓ {}", size(traffic.up), size(traffic.down))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copies(contents: &[&[u8]]) -> (tempfile::TempDir, Vec<PathBuf>) {
        let dir = tempfile::tempdir().unwrap();
        let paths = contents.iter().enumerate().map(|(number, bytes)| {
            let path = dir.path().join(format!("{number}.sealed"));
            std::fs::write(&path, bytes).unwrap();
            path
        });
        let paths = paths.collect();
        (dir, paths)
    }

    #[test]
    fn one_byte_that_differs_stops_the_story_and_is_named() {
        let digest = hex(&Sha256::digest(b"sealed"));
        let (_dir, same) = copies(&[b"sealed", b"sealed", b"sealed"]);
        assert_eq!(same_bytes(&same, &digest).unwrap(), 6);
        let (_dir, differ) = copies(&[b"sealed", b"sealed", b"sealEd"]);
        let fault = same_bytes(&differ, &digest).unwrap_err().to_string();
        assert!(fault.contains("2.sealed") && fault.contains("from byte 4 on"), "{fault}");
        let (_dir, longer) = copies(&[b"sealed", b"sealed!"]);
        assert!(same_bytes(&longer, &digest).is_err());
    }

    #[test]
    fn equal_bytes_that_are_not_those_of_the_ledger_stop_the_story_too() {
        let (_dir, same) = copies(&[b"other", b"other"]);
        assert!(same_bytes(&same, &hex(&Sha256::digest(b"sealed"))).is_err());
    }
}
