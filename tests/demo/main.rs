//! `zhian-demo`: one real visit from task to ledger, told while the real programs do it.

mod act_field;
mod act_line;
mod act_office;
mod district;
mod exif;
mod narrate;
mod photo;
mod plan;
mod proxy;
mod stage;

use narrate::size;
use stage::{Stage, Wishes};
use std::path::PathBuf;
use std::process::ExitCode;
use zhian_tests::process::Fault;
use zhian_tests::process::quoted;

const HELP: &str = "\
zhian-demo: one real visit, two inspectors, two phones, no network, one ledger.
质安演示：一次真实的检查，两人，两台手机，没有网络，一本台账。

  --data DIR      folder for everything the demo makes, default demo-data / 演示数据目录，默认 demo-data
  --photos DIR    use your own JPEG files / 使用您自己的 JPEG 照片
  --lang zh|en    language, otherwise from LANG / 语言，默认依 LANG
  --quick         accepted for scripts; the demo never waits for effect / 供脚本使用，演示从不故意停顿
  --help          this text / 本说明

  zhian-demo --data demo-data --lang zh
  zhian-demo --photos ~/Pictures/factory";

fn main() -> ExitCode {
    let told = read(std::env::args().skip(1).collect()).and_then(|wishes| match wishes {
        Some(wishes) => tell(&wishes),
        None => {
            println!("{HELP}");
            Ok(())
        }
    });
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\n✗ The demo stops here. / 演示在此停止。\n{fault}");
            ExitCode::from(fault.exit())
        }
    }
}

/// Reads the command line; `None` if only help was asked for.
fn read(args: Vec<String>) -> Result<Option<Wishes>, Fault> {
    let language = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let zh = language.is_some_and(|name| name.to_lowercase().starts_with("zh"));
    let mut wishes = Wishes { data: PathBuf::from("demo-data"), zh, ..Wishes::default() };
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let (name, inline) = match arg.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (arg.clone(), None),
        };
        let mut value = || {
            inline.clone().or_else(|| args.next()).ok_or_else(|| {
                Fault::Usage(format!("{name} needs a value; see --help. （{name} 缺少值，请看 --help。）"))
            })
        };
        match name.as_str() {
            "--help" | "-h" => return Ok(None),
            "--quick" => {}
            "--data" => wishes.data = value()?.into(),
            "--photos" => wishes.photos = Some(value()?.into()),
            "--lang" => match value()?.as_str() {
                "zh" => wishes.zh = true,
                "en" => wishes.zh = false,
                other => {
                    return Err(Fault::Usage(format!(
                        "--lang is zh or en, not {other}. （--lang 只能是 zh 或 en。）"
                    )));
                }
            },
            other => {
                return Err(Fault::Usage(format!(
                    "{other} is not understood; see --help. （无法识别 {other}，请看 --help。）"
                )));
            }
        }
    }
    Ok(Some(wishes))
}

fn tell(wishes: &Wishes) -> Result<(), Fault> {
    let mut stage = act_office::set(wishes)?;
    act_office::publish(&stage)?;
    act_office::enrol(&stage)?;
    act_field::arrive(&stage)?;
    act_field::fill(&stage)?;
    act_field::disagree_and_settle(&stage)?;
    let digest = act_field::sign_and_seal(&stage)?;
    let traffic = act_line::sync_over_a_bad_line(&stage)?;
    ledger(&stage, &digest)?;
    let (files, bytes) = act_line::compare_evidence(&stage)?;
    stage.narrator.holds(
        "服务器上每个证据文件与手机上的逐字节相同（SHA-256 重新计算）。",
        "Every evidence file of the server equals the phones', byte for byte (SHA-256 computed again).",
    );
    frugal(&stage, &traffic, bytes)?;
    stage.office.closes()?;
    let told = &stage.narrator;
    told.step("合计", "In all");
    let cuts = traffic.cuts;
    told.pairs(&[
        (
            told.pick("证据", "evidence"),
            if told.language() == "zh" {
                format!("{files} 个文件，{}", size(bytes))
            } else {
                format!("{files} files, {}", size(bytes))
            },
        ),
        (
            told.pick("线路", "line"),
            format!("{}  {} {cuts}", act_line::traffic_told(&traffic), told.pick("断线", "cuts:")),
        ),
        (told.pick("用时", "elapsed"), format!("{:.1} s", told.elapsed().as_secs_f64())),
    ]);
    next(&stage);
    Ok(())
}

/// What a cut and everything beside the evidence may cost at most: one upload step and some parcels.
const EXTRA_BYTES_MAX: u64 = 256 * 1024 + 64 * 1024;

/// The cut cost at most one upload step: what went up is the evidence and little else.
fn frugal(stage: &Stage, traffic: &act_line::Traffic, evidence: u64) -> Result<(), Fault> {
    let extra = traffic.up.saturating_sub(evidence);
    if extra > EXTRA_BYTES_MAX {
        return Err(Fault::Broken(format!(
            "{extra} bytes went up beside the evidence, at most {EXTRA_BYTES_MAX} should"
        )));
    }
    let (up, evidence, extra) = (size(traffic.up), size(evidence), size(extra));
    stage.narrator.holds(
        &format!("上行共 {up}，其中证据 {evidence}：断线连同全部记录只多用了 {extra}。"),
        &format!(
            "{up} went up for {evidence} of evidence: the cut and all records together cost {extra} more."
        ),
    );
    Ok(())
}

/// The ledger's lines about the visit, and each phone's own check.
fn ledger(stage: &Stage, digest: &str) -> Result<(), Fault> {
    let told = &stage.narrator;
    told.step("台账", "The ledger");
    let lines = stage.office.asks(&["ledger", "show", "--limit", "1000"])?;
    let sealed = lines.as_array().into_iter().flatten().find(|line| line["digest"] == digest);
    let Some(sealed) = sealed else {
        return Err(Fault::Broken(format!("the ledger holds no line with {digest}: {lines}")));
    };
    told.typed("zhian-server ledger show --json");
    told.quote(&format!("{sealed:#}"));
    told.holds(
        "台账里的封存摘要与两台手机上的相同。",
        "The sealed digest in the ledger is the one on both phones.",
    );
    let whole = stage.office.does(&["ledger", "verify"])?;
    told.typed(&whole.line);
    told.quote(&whole.stdout);
    let position = sealed["position"].as_u64();
    for phone in [&stage.first, &stage.second] {
        if Some(act_line::verify(phone, digest)?) != position {
            return Err(Fault::Broken(format!("{}: the phone names another ledger position", phone.officer)));
        }
    }
    let run = stage.first.does(&["verify"])?;
    told.typed(&run.line);
    told.quote(&run.stdout);
    told.step("逐字节比较", "Byte for byte");
    let visit = sealed["visit"].as_str().unwrap_or_default();
    let bytes = act_line::compare_sealed(stage, visit, digest)?;
    told.holds(
        &format!("服务器与两台手机的封存记录逐字节相同：三份，各 {bytes} 字节，SHA-256 即台账摘要。"),
        &format!(
            "The sealed visit of the office and of both phones is the same, byte for byte: \
             three copies of {bytes} bytes, whose SHA-256 is the digest in the ledger."
        ),
    );
    Ok(())
}

/// What to try next, ready to paste.
fn next(stage: &Stage) {
    let told = &stage.narrator;
    told.step("接下来可以试试", "What to try next");
    let zhian = quoted(&stage.programs.zhian.to_string_lossy());
    let phone = format!("{zhian} --data {}", quoted(&stage.first.data.to_string_lossy()));
    for (zh, en, line) in [
        ("整次检查", "the whole visit", format!("{phone} show 1")),
        ("按时间看发生了什么", "what happened, in order", format!("{phone} log")),
        ("重新核对封存记录", "check the sealed visit again", format!("{phone} verify")),
        ("用中文", "in Chinese", format!("{phone} --lang zh show 1")),
        ("台账", "the ledger", stage.office.line("ledger show")),
        ("再启动服务器", "start the server again", stage.office.line("serve --listen 127.0.0.1:7075")),
    ] {
        told.say(&format!("# {zh}"), &format!("# {en}"));
        told.line(&line);
    }
    told.line("");
}
