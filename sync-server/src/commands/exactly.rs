//! What exactly an error is about, in both languages. What a library said is no part of it: see `--verbose`.

use super::content;
use std::io::ErrorKind;
use zhian_server::ServerError;
use zhian_server::db::DbError;

/// Chinese and English; `None` where only technical words are left.
pub fn of(error: &ServerError) -> Option<(String, String)> {
    let same = |text: &str| Some((text.to_owned(), text.to_owned()));
    match error {
        ServerError::NotFound { what, name } if name.is_empty() => {
            Some((format!("还没有{}", thing_zh(what)), format!("there is no {what} yet")))
        }
        ServerError::NotFound { what, name } => {
            Some((format!("没有{}“{name}”", thing_zh(what)), format!("there is no {what} “{name}”")))
        }
        ServerError::Invalid { what, zh, detail } => {
            Some((format!("{}：{zh}", thing_zh(what)), format!("{what}: {detail}")))
        }
        ServerError::ChecklistFile { zh, detail } => Some((zh.clone(), detail.clone())),
        ServerError::Faulty(all) => {
            let told = content::lines(&all.faults);
            Some((told.zh.trim_start().to_owned(), told.en.trim_start().to_owned()))
        }
        ServerError::WouldOverwrite { files } => Some((files.join("、"), files.join(", "))),
        ServerError::File { path, cause, .. } => Some(place(path, cause.kind())),
        ServerError::Listen { address, cause } => Some(place(address, cause.kind())),
        ServerError::DirectoryHeading { column } => {
            Some((format!("缺少“{column}”一列"), format!("the column {column} is missing")))
        }
        ServerError::LedgerBroken(broken) => {
            let at = broken.position;
            Some((format!("从第 {at} 行起不符"), format!("it does not verify from line {at} on")))
        }
        ServerError::NotSealed { visit } => same(&visit.to_string()),
        ServerError::Stopped { rows } => {
            Some((format!("读到第 {rows} 行"), format!("rows read so far: {rows}")))
        }
        ServerError::Db(DbError::Missing { path } | DbError::Exists { path }) => same(path),
        ServerError::Db(DbError::Newer { found, known }) => Some((
            format!("数据格式为 {found}，本程序认识到 {known}"),
            format!("its schema is {found}, this program knows up to {known}"),
        )),
        _ => None,
    }
}

/// A file or address and, where it can be told in words, why it cannot be used.
fn place(name: &str, kind: ErrorKind) -> (String, String) {
    match reason(kind) {
        Some((zh, en)) => (format!("{name}：{zh}"), format!("{name}: {en}")),
        None => (name.to_owned(), name.to_owned()),
    }
}

const fn reason(kind: ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::NotFound => ("没有这个文件或目录", "there is no such file or folder"),
        ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        ErrorKind::AlreadyExists => ("文件已经存在，未覆盖", "it exists already and was not overwritten"),
        ErrorKind::IsADirectory => ("这是一个目录", "it is a folder"),
        ErrorKind::NotADirectory => ("路径中有一段不是目录", "a part of the path is no folder"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("空间不足", "no space is left"),
        ErrorKind::ReadOnlyFilesystem => ("这个磁盘只能读", "the disk is read-only"),
        ErrorKind::AddrInUse => ("已被另一个程序占用", "another program uses it"),
        ErrorKind::AddrNotAvailable => ("本机没有这个地址", "this machine has no such address"),
        ErrorKind::InvalidInput => ("写法不对，应如 127.0.0.1:7075", "it should look like 127.0.0.1:7075"),
        _ => return None,
    })
}

fn thing_zh(what: &str) -> &str {
    match what {
        "authority" => "部门",
        "officer" => "人员",
        "officers" => "人员",
        "device" => "设备",
        "task" => "任务",
        "visit" => "检查",
        "checklist" => "检查表",
        "enterprise" => "企业",
        "quarantined parcel" => "隔离内容",
        "name" => "名称",
        "title" => "标题",
        "reason" => "原因",
        "region" => "行政区划代码",
        "certificate" => "执法证号",
        "credit code" => "统一社会信用代码",
        "site address" => "生产经营地址",
        "approval number" => "审批表编号",
        "notice number" => "通知书编号",
        "kind" => "检查方式",
        "due" => "截止时间",
        "expires" => "执法证有效期",
        "log level" => "日志级别",
        "content" => "已发布内容",
        "checklist part" => "检查表部分",
        "law" => "法律条文",
        "risk list" => "风险清单",
        "product" => "产品",
        "size" => "规模",
        "classes" => "产品类别",
        "day" => "日期",
        "from" => "第一天",
        "to" => "最后一天",
        "days" => "日期范围",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_that_an_administrator_names_has_a_chinese_name() {
        // Each `what` of the sources: a new one without a Chinese name would be read in English.
        let sources = [
            include_str!("../admin/authority.rs"),
            include_str!("../admin/compose.rs"),
            include_str!("../admin/content/book.rs"),
            include_str!("../admin/content/diff.rs"),
            include_str!("../admin/risks.rs"),
            include_str!("compose.rs"),
            include_str!("content.rs"),
            include_str!("risks.rs"),
            include_str!("../admin/checklist.rs"),
            include_str!("../admin/device.rs"),
            include_str!("../admin/officer.rs"),
            include_str!("../admin/sealed.rs"),
            include_str!("../admin/task.rs"),
            include_str!("../auth/code.rs"),
            include_str!("lists.rs"),
            include_str!("names.rs"),
            include_str!("people.rs"),
            include_str!("serve.rs"),
            include_str!("work.rs"),
        ];
        let mut found = 0;
        for source in sources {
            for (begin, end) in
                [("what: \"", '"'), ("text(\"", '"'), ("optional(\"", '"'), ("moment(\"", '"')]
            {
                for named in source.split(begin).skip(1).filter_map(|rest| rest.split(end).next()) {
                    // The database's own error, which no administrator names anything in.
                    if named == "sealed visit" {
                        continue;
                    }
                    found += 1;
                    assert!(!thing_zh(named).is_ascii(), "{named:?} has no Chinese name");
                }
            }
        }
        assert!(found > 20, "only {found} were found: the search is broken");
    }

    #[test]
    fn a_file_in_the_way_is_told_with_its_path_and_why() {
        let error = ServerError::File {
            path: "/srv/out".to_owned(),
            action: "written",
            cause: ErrorKind::AlreadyExists.into(),
        };
        let (zh, en) = of(&error).unwrap();
        assert_eq!(zh, "/srv/out：文件已经存在，未覆盖");
        assert!(en.starts_with("/srv/out: "));
    }
}
