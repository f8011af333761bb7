//! What the readers of published files found, in words: Chinese beside their English.

use zhian_domain::checklist::{Bilingual, ChecklistError, Fault, Place};
use zhian_domain::expression::ExpressionFault;
use zhian_protocol::explain::explain;

/// A fault without its place.
pub(super) fn of(error: &ChecklistError) -> Bilingual {
    match error {
        ChecklistError::Content { fault, .. } => Bilingual { zh: fault_zh(fault), en: fault.to_string() },
        ChecklistError::Shape { problem, .. } | ChecklistError::Syntax { problem, .. } => {
            Bilingual { zh: format!("{}（{problem}）", first_zh(error.code())), en: problem.clone() }
        }
        ChecklistError::TooLarge { bytes, limit, .. } => Bilingual {
            zh: format!("有{bytes}字节，最多读{limit}字节"),
            en: format!("has {bytes} bytes, at most {limit} are read"),
        },
    }
}

/// Where in the file; `None` where the file as a whole is meant.
pub(super) fn place(place: &Place) -> Option<Bilingual> {
    let parts = [
        ("部分", "section", &place.section),
        ("项目", "item", &place.item),
        ("字段", "field", &place.field),
        ("内容", "member", &place.member),
    ];
    let named: Vec<(&str, &str, &String)> =
        parts.into_iter().filter_map(|(zh, en, name)| Some((zh, en, name.as_ref()?))).collect();
    if named.is_empty() {
        return None;
    }
    let zh: Vec<String> = named.iter().map(|(zh, _, name)| format!("{zh} {name}")).collect();
    let en: Vec<String> = named.iter().map(|(_, en, name)| format!("{en} {name}")).collect();
    Some(Bilingual { zh: zh.join("，"), en: en.join(", ") })
}

/// What the sentence of a code says is wrong; what to do about it stands at the end of the report.
fn first_zh(code: &str) -> String {
    let sentence = explain(code).map_or("", |sentence| sentence.zh.as_str());
    sentence.split('。').next().unwrap_or_default().to_owned()
}

fn fault_zh(fault: &Fault) -> String {
    match fault {
        Fault::Schema { found, known } => format!("格式版本为{found}，本程序只认识到{known}"),
        Fault::List => "是列表，应为对象".to_owned(),
        Fault::Empty => "没有内容".to_owned(),
        Fault::TooMany { found, limit, .. } => format!("有{found}个，最多{limit}个"),
        Fault::Duplicate { id } => format!("“{id}”出现了两次"),
        Fault::BadId { id, .. } => format!("编号“{id}”的写法不对"),
        Fault::UnknownCode { code, expected } => match *expected {
            "an article of the law records" => format!("“{code}”不在法律条文记录中"),
            "explained in the legend" => format!("处置代码“{code}”没有说明"),
            "a picture or clip of the manifest" => format!("“{code}”不在媒体清单中"),
            _ => format!("“{code}”不是可用的代码"),
        },
        Fault::Language { .. } => "中文或者英文缺失，或者写反了".to_owned(),
        Fault::Typography { found, position, .. } => {
            format!("第{position}个字符“{found}”不该出现在这里（全角半角、空格或者看不见的字符）")
        }
        Fault::Reference { id, .. } => format!("所指的字段“{id}”不存在，或者类型不符"),
        Fault::Bounds { .. } | Fault::Contradiction { .. } | Fault::KindMember { .. } => {
            format!("{}（{fault}）", first_zh(code_of(fault)))
        }
        Fault::Expression(fault) => expression_zh(fault),
    }
}

const fn code_of(fault: &Fault) -> &'static str {
    match fault {
        Fault::Bounds { .. } => "checklist.bounds",
        Fault::Contradiction { .. } => "checklist.contradiction",
        _ => "checklist.kind-member",
    }
}

fn expression_zh(fault: &ExpressionFault) -> String {
    match fault {
        ExpressionFault::Syntax { problem } => format!("表达式读不懂（{problem}）"),
        ExpressionFault::UnknownName { name } => format!("表达式用到了未知的名称“{name}”"),
        ExpressionFault::NotAllowed { what } => format!("表达式用了不允许的写法：{what}"),
        ExpressionFault::Type { needed, found } => {
            format!("表达式的类型不符：需要{}，却是{}", type_zh(needed), type_zh(found))
        }
        ExpressionFault::NeverEqual { text, .. } => format!("与“{text}”的比较永远不会成立"),
        ExpressionFault::TooMuch { found, limit, .. } => {
            format!("表达式太长、太深，或者步骤太多：{found}，最多{limit}")
        }
        ExpressionFault::Cycle { by } => format!("条件绕成一圈，依赖自身：{by}"),
    }
}

fn type_zh(name: &str) -> &str {
    match name {
        "a number" => "数字",
        "a text" => "文本",
        "yes or no" | "a boolean" => "是或者否",
        "a date" => "日期",
        "a list" => "列表",
        other => other,
    }
}
