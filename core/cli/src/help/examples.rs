//! Examples of every command: what it does in both languages, and the line to type.

use crate::lang::pick;
use unicode_width::UnicodeWidthStr;
use zhian_protocol::explain::Language;

/// Columns that examples keep to: those of the narrowest screen that is usual.
const COLUMNS: usize = 80;

/// Command, Chinese, English, line.
const EXAMPLES: &[(&str, &str, &str, &str)] = &[
    (
        "",
        "登记本机",
        "enrol this device",
        "zhian enrol --server https://zhian.example --roots ca.pem --code 7K2M-Q9XD",
    ),
    ("", "有什么任务", "what is to be done", "zhian tasks"),
    ("", "到场", "arrive", "zhian check-in 1 --at 39.0842,117.2009 --rights-told"),
    ("", "答复第 14 项", "answer item 14", "zhian answer 14 meets --field comparison=no-gap"),
    ("", "到齐了吗", "is everyone's work in?", "zhian status"),
    (
        "enrol",
        "正式服务器",
        "the office's server",
        "zhian enrol --server https://zhian.example --roots ca.pem --code 7K2M-Q9XD",
    ),
    (
        "enrol",
        "本机上的试用服务器",
        "a trial server on this machine",
        "zhian --data ./phone-a enrol --server http://127.0.0.1:8080 --code 7K2M-Q9XD",
    ),
    ("sync", "交换全部", "exchange everything", "zhian sync"),
    ("sync", "换一个地址", "by another address", "zhian sync --server http://127.0.0.1:8081"),
    ("tasks", "待办", "to be done", "zhian tasks"),
    ("tasks", "全部，供程序使用", "every one, for a program", "zhian tasks --show all --json"),
    ("directory search", "名称的一部分", "part of a name", "zhian directory search 示例电器"),
    ("directory search", "拼音首字母", "pinyin initials", "zhian directory search sldq"),
    ("directory search", "信用代码开头", "beginning of a credit code", "zhian directory search 91120"),
    ("check-in", "第 1 个任务", "task number 1", "zhian check-in 1 --at 39.0842,117.2009 --rights-told"),
    ("check-in", "编号开头", "by the beginning of its id", "zhian check-in 4f2a --rights-told"),
    ("show", "整次检查", "the whole visit", "zhian show"),
    ("show", "还缺什么", "what is still open", "zhian show --open"),
    ("show", "怎样检查第 16 项", "how to check item 16", "zhian show --item 16"),
    ("answer", "符合", "it meets", "zhian answer P75-02 meets"),
    (
        "answer",
        "不符合，带填写内容",
        "it fails, with a field",
        "zhian answer 23 不符合 --field compared=与出厂检验台账批号对不上",
    ),
    (
        "answer",
        "由数字算出结论",
        "judged from numbers",
        "zhian answer 16 --field expected=30 --field present=27",
    ),
    ("note", "写备注", "write a note", "zhian note 13 \"清单张贴在车间入口\""),
    (
        "finding open",
        "记录问题",
        "record what you saw",
        "zhian finding open 37 \"返工品与成品混放，无隔离标识\"",
    ),
    ("finding open", "附证据", "with evidence", "zhian finding open 37 \"无隔离标识\" --evidence 8f3c21d0"),
    ("finding revise", "修改文字", "change the text", "zhian finding revise 5be1 \"返工品 12 件与成品混放\""),
    ("finding withdraw", "撤回", "take it back", "zhian finding withdraw 5be1"),
    (
        "attach",
        "某个项目的照片",
        "a photo of an item",
        "zhian attach IMG_0042.jpg --item 13 --caption 清单照片",
    ),
    ("attach", "现场照片", "a photo of the scene", "zhian attach IMG_0001.jpg --scene --at 39.0842,117.2009"),
    ("conflicts", "列出", "list them", "zhian conflicts"),
    ("settle", "采用第 2 个答复", "take the second answer", "zhian settle 33 --take 2"),
    ("settle", "另作结论", "agree on another", "zhian settle 33 meets"),
    ("newer", "先看变化", "look first", "zhian newer"),
    ("move", "转到新版本", "move on", "zhian move"),
    ("kept", "列出", "list it", "zhian kept"),
    ("status", "本次检查", "of this visit", "zhian status"),
    ("sign", "用设备密钥签名", "by the device's key", "zhian sign"),
    ("sign", "附手写签名", "with handwriting", "zhian sign --handwriting my-name.png"),
    (
        "party-sign",
        "负责人签名",
        "the principal signs",
        "zhian party-sign --name 林某某 --role principal --handwriting name.png",
    ),
    (
        "refuse",
        "拒绝签名",
        "they refuse",
        "zhian refuse --reason 不认可第37项 --recording talk.m4a --witness \"周某某, 示例街道居委会\"",
    ),
    ("seal", "封存", "close it", "zhian seal"),
    ("late", "列出", "list it", "zhian late"),
    ("quarantine", "列出", "list it", "zhian quarantine"),
    ("quarantine", "标为已看", "mark as seen", "zhian quarantine --seen 3"),
    ("bundle export", "写文件", "write the file", "zhian bundle export for-colleague.zhian"),
    ("bundle import", "收下文件", "take it in", "zhian bundle import for-colleague.zhian"),
    ("export-sealed", "写文件", "write the file", "zhian export-sealed visit.sealed"),
    ("export-sealed", "第 1 个任务的", "of task number 1", "zhian export-sealed visit.sealed --visit 1"),
    ("purge", "先看能释放多少", "see how much", "zhian purge 1"),
    ("purge", "执行", "do it", "zhian purge 1 --yes"),
    ("quiz", "抽题", "draw the questions", "zhian quiz 9"),
    ("quiz", "作答", "answer them", "zhian quiz 9 --answer 1=A --answer 2=BD --answer 3=B"),
    ("media plan", "看要下载什么", "what would be fetched", "zhian media plan"),
    ("media fetch", "下载", "fetch", "zhian media fetch"),
    ("media fetch", "最多占用 20 MB", "within 20 MB", "zhian media fetch --budget 20"),
    ("risks list", "列出", "list them", "zhian risks list"),
    ("risks show", "查看", "show one", "zhian risks show RL-EB-S"),
    (
        "risks form",
        "一周的日管控记录",
        "a week of daily records",
        "zhian risks form RL-EB-S --mode daily --from 2026-11-23 --to 2026-11-27",
    ),
    ("risks compare", "比较", "compare", "zhian risks compare RL-EB-S own.csv"),
    ("rules size", "零售单位", "a retailer", "zhian rules size --kind retailer --staff 60 --revenue 900"),
    (
        "rules director",
        "生产许可证产品",
        "licensed products",
        "zhian rules director --kind producer --staff 30 --revenue 800 --class licence",
    ),
    ("rules deadline", "列出", "list them", "zhian rules deadline"),
    ("rules deadline", "计算", "compute one", "zhian rules deadline file-decision --from 2026-11-20"),
    (
        "rules quota",
        "B 级企业",
        "an enterprise of grade B",
        "zhian rules quota --grade B --year 2026 --visit 2026-03-02=plan",
    ),
    ("doctor", "检查本机", "check this device", "zhian doctor"),
    ("verify", "核对", "check it", "zhian verify 1"),
    ("log", "列出", "list it", "zhian log"),
];

/// The examples of a command, aligned, or none.
pub fn of(path: &str, language: Language) -> Option<String> {
    let found: Vec<(&str, &str)> = EXAMPLES
        .iter()
        .filter(|(known, ..)| *known == path)
        .map(|(_, zh, en, line)| (pick(language, zh, en), *line))
        .collect();
    let widest = found.iter().map(|(told, _)| told.width()).max()?;
    if found.iter().any(|(_, line)| 2 + widest + 2 + line.width() > COLUMNS) {
        // The line to type on a line of its own: it is copied whole.
        let lines = found.iter().map(|(told, line)| format!("  {told}\n    {line}"));
        return Some(lines.collect::<Vec<_>>().join("\n"));
    }
    let lines =
        found.iter().map(|(told, line)| format!("  {told}{}  {line}", " ".repeat(widest - told.width())));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// The lines to type of a command's examples.
#[cfg(test)]
pub fn commands(path: &str) -> Vec<String> {
    EXAMPLES.iter().filter(|(known, ..)| *known == path).map(|(.., line)| (*line).to_owned()).collect()
}
