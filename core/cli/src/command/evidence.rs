//! Photos, recordings and documents.

use crate::args::Attach;
use crate::failure::CliError;
use crate::page::Output;
use crate::session::Session;
use crate::style::Ink;
use crate::words::size;
use crate::{input, json, select};
use zhian_domain::evidence::{CaptureMethod, EvidencePurpose};
use zhian_engine::AttachRequest;

/// `zhian attach`.
pub fn attach(session: &Session, args: &Attach) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let purpose = match &args.item {
        Some(text) => EvidencePurpose::Item(select::item(&session.engine.visit(&visit)?, text)?),
        None => EvidencePurpose::Scene,
    };
    let request = AttachRequest {
        visit,
        source: args.file.clone(),
        media_type: None,
        purpose,
        method: input::code("--method", &args.method, &CaptureMethod::ALL, CaptureMethod::code)?,
        position: input::position(&args.place)?,
        second_officer: None,
        original: true,
        derived_from: None,
        caption: args.caption.clone(),
    };
    let attached = session.engine.attach(&request, &session.watch());
    let file = args.file.display();
    let view = session.unless_stopped(
        attached,
        format!("文件没有添加为证据，原文件没有变化。需要时再运行：zhian attach {file} …"),
        format!("Nothing was added, and the file is as it was. To do it: zhian attach {file} …"),
    )?;
    let one = &view.evidence;
    let mut page = session.page();
    page.line(Some(Ink::Good), page.say("证据已保存。", "The evidence is saved."));
    if !one.readable {
        page.line(
            Some(Ink::Warn),
            page.say(
                "文件无法解码，已原样保存并注明。",
                "The file cannot be decoded; it is kept as it is and marked.",
            ),
        );
    }
    page.pairs(&[
        ("SHA-256", one.hash.to_string()),
        ("SM3", one.sm3.to_string()),
        (page.say("类型", "type"), format!("{}  {}", one.media_type, size(one.bytes))),
        (page.say("时间", "time"), one.at.display()),
    ]);
    Ok(page.done(json::evidence(&view)))
}
