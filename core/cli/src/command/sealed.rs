//! A sealed visit's bytes, written to a file.

use crate::args::ExportSealed;
use crate::failure::CliError;
use crate::page::Output;
use crate::select;
use crate::session::Session;
use crate::style::Ink;
use crate::words::size;
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// `zhian export-sealed`.
pub fn export(session: &Session, args: &ExportSealed) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let sealed = session.engine.sealed_bytes(&visit)?;
    let bytes = if args.parcel { &sealed.parcel_bytes } else { &sealed.payload };
    write_new(&args.file, bytes)?;
    let mut page = session.page();
    let what = if args.parcel {
        page.say(
            "封存记录连同本机签名已写入文件。",
            "The sealed visit is written with its parcel's signature.",
        )
    } else {
        page.say("封存记录已逐字节写入文件。", "The sealed visit is written, byte for byte.")
    };
    page.line(Some(Ink::Good), what);
    let unknown = page.say("尚未入账", "not in the ledger yet").to_owned();
    let position = sealed.ledger_position.map_or(unknown, |position| position.to_string());
    page.pairs(&[
        (page.say("文件", "file"), format!("{}  {}", args.file.display(), size(bytes.len() as u64))),
        (page.say("封存摘要", "sealed digest"), sealed.digest.to_string()),
        (page.say("台账位置", "ledger line"), position),
    ]);
    if !args.parcel {
        let file = args.file.display();
        let text = format!("{}sha256sum {file}", page.say("自己核对：", "Check it yourself: "));
        page.line(Some(Ink::Faint), &text);
    }
    Ok(page.done(json!({
        "visit": visit.to_string(), "file": args.file.display().to_string(), "bytes": bytes.len(),
        "digest": sealed.digest.to_string(), "parcel": sealed.parcel.to_string(),
        "device": sealed.device.to_string(), "ledger_position": sealed.ledger_position,
        "with_parcel": args.parcel,
    })))
}

/// Writes a file that does not exist yet; what is half written does not stay.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(CliError::FileExists { path: path.to_owned() });
        }
        Err(cause) => return Err(CliError::file(path)(cause)),
    };
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|cause| {
        // Our own file, just made; if it cannot be removed either, the error still says which one it is.
        let _ = std::fs::remove_file(path);
        CliError::file(path)(cause)
    })
}
