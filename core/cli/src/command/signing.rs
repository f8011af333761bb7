//! Signatures, the refusal path, and the seal.

use super::show::signatures;
use crate::args::{OneVisit, PartySign, Refuse, Sign};
use crate::failure::CliError;
use crate::page::Output;
use crate::session::Session;
use crate::style::Ink;
use crate::{input, json, select};
use std::path::Path;
use zhian_domain::evidence::CaptureMethod;
use zhian_domain::id::VisitId;
use zhian_domain::person::PersonRole;
use zhian_domain::signature::{RefusalKind, Witness};
use zhian_engine::view::VisitStanding;
use zhian_engine::{PartySignatureRequest, RefuseRequest, SignRequest};

/// `zhian sign`.
pub fn sign(session: &Session, args: &Sign) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    session.engine.sign(&SignRequest { visit, handwriting: args.handwriting.clone() })?;
    told(session, visit, session.style.say("已签名。", "Signed."))
}

/// `zhian party-sign`.
pub fn party_sign(session: &Session, args: &PartySign) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    session.engine.take_party_signature(&PartySignatureRequest {
        visit,
        name: args.name.clone(),
        role: input::code("--role", &args.role, &PersonRole::ALL, PersonRole::code)?,
        opinion: args.opinion.clone(),
        handwriting: args.handwriting.clone(),
    })?;
    told(session, visit, session.style.say("当事人已签名。", "The party signed."))
}

/// `zhian refuse`.
pub fn refuse(session: &Session, args: &Refuse) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    session.engine.refuse(&RefuseRequest {
        visit,
        kind: input::code("--kind", &args.kind, &RefusalKind::ALL, RefusalKind::code)?,
        name: args.name.clone(),
        reason: args.reason.clone(),
        method: recorded_as(&args.recording),
        recording: args.recording.clone(),
        witness: args.witness.as_deref().map(witness),
    })?;
    told(
        session,
        visit,
        session.style.say("已记录未签名的情况。", "It is recorded that the party did not sign."),
    )
}

/// `NAME, WHERE`; a name alone is a witness too.
fn witness(text: &str) -> Witness {
    let (name, affiliation) = text.split_once([',', '，']).unwrap_or((text, ""));
    Witness { name: name.trim().to_owned(), affiliation: affiliation.trim().to_owned() }
}

fn recorded_as(path: &Path) -> CaptureMethod {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "mp4" | "mov" | "mkv" | "webm" | "avi" | "3gp" => CaptureMethod::Video,
        _ => CaptureMethod::Audio,
    }
}

fn told(session: &Session, visit: VisitId, what: &str) -> Result<Output, CliError> {
    let view = session.engine.visit(&visit)?;
    let mut page = session.page();
    page.line(Some(Ink::Good), what);
    signatures(&mut page, &view);
    let ready = view.obstacles.is_empty() && view.standing == VisitStanding::Draft;
    if ready {
        page.line(Some(Ink::Faint), page.say("可以封存：zhian seal", "It can be sealed: zhian seal"));
    }
    Ok(page.done(json::signatures(&view.signatures)))
}

/// `zhian seal`.
pub fn seal(session: &Session, args: &OneVisit) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.visit.as_deref())?;
    let view = session.engine.seal(&visit)?;
    let mut page = session.page();
    page.line(
        Some(Ink::Good),
        page.say("检查已封存，不再改动。", "The visit is sealed. Nothing changes it any more."),
    );
    if let VisitStanding::Sealed(seal) = &view.standing {
        let failed = view.outcome.failed.len();
        page.pairs(&[
            (page.say("封存摘要", "sealed digest"), seal.digest.to_string()),
            (page.say("签名覆盖", "signed content"), seal.content_digest.to_string()),
            (page.say("时间", "time"), seal.sealed_at.display()),
            (
                page.say("结果", "outcome"),
                format!(
                    "{} {} · {failed} {} · {} {}",
                    view.outcome.meets,
                    page.say("项符合", "meet"),
                    page.say("项不符合", "fail"),
                    view.outcome.not_applicable,
                    page.say("项不适用", "not applicable"),
                ),
            ),
        ]);
    }
    page.line(Some(Ink::Faint), page.say("有网络时：zhian sync", "When there is a network: zhian sync"));
    Ok(page.done(json::visit(&view)))
}
