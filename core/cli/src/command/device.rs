//! This device and the office: enrolment, and what is not there yet.

use crate::args::{Common, Enrol};
use crate::failure::CliError;
use crate::json;
use crate::page::{Output, Page};
use crate::session::{Session, data_folder};
use crate::style::{Ink, Style};
use crate::words::{count, officer, short, size};
use serde_json::json;
use zhian_engine::adapter::HttpTransport;
use zhian_engine::view::SafetyView;
use zhian_engine::{EnrolRequest, Watch};

/// `zhian enrol`.
pub fn enrol(common: &Common, style: Style, args: &Enrol) -> Result<Output, CliError> {
    let roots = match &args.roots {
        Some(path) => std::fs::read_to_string(path).map_err(CliError::file(path))?,
        None => String::new(),
    };
    // An address that cannot be used is refused before a folder or a key is made.
    HttpTransport::new(&args.server, &roots).map_err(|cause| CliError::Server { cause })?;
    let session = Session::open_or_make(data_folder(common)?, common, style)?;
    session.point_at(&args.server, &roots)?;
    let label = args.label.clone().unwrap_or_else(|| style.say("终端", "terminal").to_owned());
    let request = EnrolRequest {
        code: args.code.trim().to_owned(),
        label,
        server_url: args.server.clone(),
        server_roots_pem: roots,
    };
    let identity = session.engine.enrol(&request, &Watch::quiet())?;
    let mut page = session.page();
    let who = officer(&identity.officer);
    page.line(Some(Ink::Good), page.say("本机已登记。", "This device is enrolled."));
    page.pairs(&[
        (page.say("执法人员", "officer"), who),
        (page.say("设备", "device"), short(&identity.device)),
        (page.say("服务器", "server"), args.server.clone()),
        (page.say("数据目录", "data folder"), session.dir.display().to_string()),
    ]);
    page.line(Some(Ink::Faint), page.say("下一步：zhian sync", "Next: zhian sync"));
    let value = json!({
        "device": identity.device.to_string(),
        "officer": json::officer(&identity.officer),
        "authority": { "id": identity.authority.to_string(), "name": identity.authority_name },
        "server": args.server,
        "data": session.dir.display().to_string(),
    });
    Ok(page.done(value))
}

/// One line that says what would be lost with this device.
pub fn tell_safety(page: &mut Page, safety: &SafetyView) {
    if safety.is_all_safe() {
        page.line(
            Some(Ink::Good),
            page.say("本机的工作已全部安全送达。", "All work of this device is safe at the office."),
        );
        return;
    }
    let style = page.style;
    let parts = [
        (safety.changes, count(&style, safety.changes, "处改动", "change", "changes")),
        (safety.seals, count(&style, safety.seals, "份封存记录", "seal", "seals")),
        (safety.files, count(&style, safety.files, "个文件", "file", "files")),
    ];
    let counted: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    if !counted.is_empty() {
        let bytes =
            if safety.file_bytes > 0 { format!(" ({})", size(safety.file_bytes)) } else { String::new() };
        let listed = counted.join(page.say("、", ", "));
        let text =
            format!("{}{listed}{bytes}", page.say("仅在本机，尚未送达：", "Only on this device so far: "));
        page.line(Some(Ink::Warn), &text);
    }
    if safety.quarantined > 0 {
        let text = format!(
            "{} {}",
            safety.quarantined,
            page.say("项搁置待查，尚无人处理。", "items set aside, not looked at yet.")
        );
        page.line(Some(Ink::Bad), &text);
    }
}
