//! What content is made of, member by member, and the columns that hold it.
//!
//! One table for both directions: what can be written can be read back, in the same order.

use crate::codes::{self, Codes};

/// What a member is, and how its cell is read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A text of people, or an expression.
    Text,
    /// An id or a number of an article: a text in which no character may slip.
    Id,
    /// An id with suggestions.
    Suggested(&'static Codes),
    /// One code of a closed list.
    Code(&'static Codes),
    /// Several codes, one per line.
    Codes(&'static Codes),
    /// Several ids, one per line.
    Ids,
    /// A whole number.
    Whole,
    /// A number; with a fraction it is text in JSON.
    Exact,
    /// A number, or the id of a field that has one.
    ExactOrId,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// Chinese and English, a column each.
    Both,
    /// A list of texts in Chinese and English, one per line in a column each.
    Steps,
    /// Options: code and text, one per line in three columns. The text's member has this name.
    Options(&'static str),
    /// An object whose members have columns of their own.
    Object(&'static [Member]),
    /// Either [`ENTERED`] or [`COMPUTED`].
    Judgement,
    /// A list of objects, which have a sheet of their own.
    Rows(&'static [Member]),
}

/// How JSON says that nothing is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absent {
    /// It cannot: a value is needed. A list may be empty.
    Never,
    /// As `null`.
    Null,
    /// By leaving the member out.
    Omit,
    /// By leaving the member out where a list is empty.
    OmitEmpty,
    /// As `null` in a field of the kind `number`, else by leaving it out.
    NullInNumbers,
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub name: &'static str,
    /// Chinese name of the column.
    pub zh: &'static str,
    pub kind: Kind,
    pub absent: Absent,
    /// Width of the column, in characters of Latin text.
    pub width: u16,
}

const fn member(name: &'static str, zh: &'static str, kind: Kind, width: u16) -> Member {
    Member { name, zh, kind, absent: Absent::Never, width }
}

const fn or(member: Member, absent: Absent) -> Member {
    Member { absent, ..member }
}

use Absent::{Null, NullInNumbers, Omit, OmitEmpty};
use Kind::{
    Both, Date, Exact, ExactOrId, Flag, Id, Ids, Judgement, Object, Options, Rows, Steps, Suggested, Text,
    Whole,
};

pub(crate) static ENTERED: Member = member("entered", "可选判定", Kind::Codes(&codes::JUDGEMENT), 22);
pub(crate) static COMPUTED: &[Member] = &[
    member("field", "判定依据字段", Id, 16),
    member("at_least", "不低于", Exact, 10),
    member("verified", "阈值核实程度", Kind::Code(&codes::VERIFIED), 14),
];

const VERIFIED: Member = member("verified", "核实程度", Kind::Code(&codes::VERIFIED), 14);
const TITLE: Member = member("title", "标题", Both, 36);
const BASIS: Member = member("basis", "依据条文", Ids, 18);
const SCHEMA: Member = member("schema", "格式版本", Whole, 10);
const VERSION: Member = member("version", "内容版本", Whole, 10);
const ID: Member = member("id", "编号", Id, 16);

/// The schema alone, which decides how the rest is read.
pub(crate) static SCHEMA_ONLY: &[Member] = &[SCHEMA];

static APPLIES: &[Member] = &[
    member("units", "适用单位", Kind::Codes(&codes::UNIT), 18),
    or(member("products", "适用产品", Ids, 26), OmitEmpty),
    or(member("classes", "适用三类归属", Kind::Codes(&codes::CLASS), 26), OmitEmpty),
    or(member("sizes", "适用规模", Kind::Codes(&codes::SIZE), 18), OmitEmpty),
];
static EVIDENCE: &[Member] = &[
    member("when", "何时取证", Kind::Code(&codes::WHEN), 20),
    member("method", "取证方式", Kind::Code(&codes::METHOD), 16),
    member("count", "取证数量", Whole, 10),
];
static GATE: &[Member] = &[member("stage", "行为规范时点", Kind::Code(&codes::GATE), 22)];
static NOTE_OF_LAW: &[Member] = &[
    member("level", "核实程度", Kind::Code(&codes::VERIFIED), 14),
    member("by", "核实人", Text, 14),
    member("on", "核实日期", Date, 12),
    or(member("note", "核实说明", Both, 30), Null),
];
static RANGE: &[Member] = &[
    member("basis", "基数", Kind::Code(&codes::RANGE_BASIS), 20),
    member("min", "下限", Exact, 10),
    member("max", "上限", Exact, 10),
    member("unit", "单位", Kind::Code(&codes::RANGE_UNIT), 14),
];

pub(crate) static LIMITS: &[Member] = &[
    member("name", "限值名称", Both, 30),
    member("value", "限值", Exact, 10),
    member("unit", "单位", Id, 10),
    member("standard", "标准号及版本", Text, 22),
    VERIFIED,
];
pub(crate) static FIELDS: &[Member] = &[
    member("id", "字段编号", Id, 18),
    member("label", "名称", Both, 28),
    member("kind", "类型", Kind::Code(&codes::FIELD), 20),
    or(member("unit", "单位", Id, 10), NullInNumbers),
    member("required", "必填", Flag, 8),
    or(member("min", "最小值", Exact, 10), Omit),
    or(member("max", "最大值", Exact, 10), Omit),
    or(member("part", "分子字段", Id, 16), Omit),
    or(member("whole", "分母（字段或者数）", ExactOrId, 16), Omit),
    or(member("options", "选项", Options("label"), 22), Omit),
    or(member("check", "编号校验", Kind::Code(&codes::CHECK), 22), Omit),
    or(member("count", "期间个数", Whole, 10), Omit),
    or(member("value", "计算式", Text, 34), Omit),
    or(member("constraint", "约束", Text, 34), Null),
];
/// Fields of schema 1 have fewer members.
pub(crate) static FIELDS_1: &[Member] = &[
    member("id", "字段编号", Id, 18),
    member("label", "名称", Both, 28),
    member("kind", "类型", Kind::Code(&codes::FIELD), 20),
    member("required", "必填", Flag, 8),
    or(member("min", "最小值", Exact, 10), Omit),
    or(member("max", "最大值", Exact, 10), Omit),
    or(member("part", "分子字段", Id, 16), Omit),
    or(member("whole", "分母（字段或者数）", ExactOrId, 16), Omit),
    or(member("options", "选项", Options("label"), 22), Omit),
];
pub(crate) static ITEMS: &[Member] = &[
    ID,
    member("ask", "检查内容", Both, 44),
    member("how", "检查步骤（一行一步）", Steps, 44),
    BASIS,
    member("judgement", "判定", Judgement, 20),
    member("fields", "字段", Rows(FIELDS), 0),
    member("limits", "限值", Rows(LIMITS), 0),
    member("evidence", "取证", Object(EVIDENCE), 0),
    member("severity", "严重程度", Kind::Code(&codes::SEVERITY), 14),
    member("consequences", "后果代码", Ids, 12),
    member("media", "媒体", Ids, 26),
    or(member("when", "提问条件", Text, 34), Null),
    or(member("note", "说明", Both, 34), Null),
    or(member("gate", "时点", Object(GATE), 0), Omit),
];
/// Items of schema 1, once their one step is a list and their citations are ids with a tag.
pub(crate) static ITEMS_1: &[Member] = &[
    ID,
    member("ask", "检查内容", Both, 44),
    member("how", "检查步骤（一行一步）", Steps, 44),
    BASIS,
    member("judgement", "判定", Judgement, 20),
    member("fields", "字段", Rows(FIELDS_1), 0),
    member("evidence", "取证", Object(EVIDENCE), 0),
    member("severity", "严重程度", Kind::Code(&codes::SEVERITY), 14),
    member("consequences", "后果代码", Ids, 12),
];
pub(crate) static SECTIONS: &[Member] =
    &[member("id", "章节编号", Id, 18), TITLE, member("items", "检查项", Rows(ITEMS), 0)];
pub(crate) static SECTIONS_1: &[Member] =
    &[member("id", "章节编号", Id, 18), TITLE, member("items", "检查项", Rows(ITEMS_1), 0)];
pub(crate) static INSTRUMENTS: &[Member] = &[
    member("code", "法规代码", Id, 12),
    member("name", "名称", Both, 44),
    member("short", "简称", Both, 26),
    member("kind", "类别", Kind::Code(&codes::INSTRUMENT), 18),
];
pub(crate) static ARTICLES: &[Member] = &[
    ID,
    member("instrument", "法规代码", Id, 12),
    member("article", "条", Id, 12),
    or(member("paragraph", "款", Id, 8), Null),
    member("summary", "概要（自己的话）", Both, 50),
    or(member("in_force_from", "施行日期", Date, 12), Null),
    or(member("in_force_to", "失效日期", Date, 12), Null),
    or(member("superseded_by", "被替代为", Id, 14), Null),
    member("verified", "核实", Object(NOTE_OF_LAW), 0),
];
pub(crate) static PENALTIES: &[Member] = &[
    ID,
    member("articles", "条文", Ids, 16),
    member("condition", "情形", Both, 44),
    member("measures", "措施", Both, 44),
    or(member("range", "幅度", Object(RANGE), 0), Null),
    VERIFIED,
];
pub(crate) static CONSEQUENCES: &[Member] =
    &[member("code", "后果代码", Id, 12), member("text", "含义", Both, 44), BASIS];
pub(crate) static RISKS: &[Member] = &[
    ID,
    member("stage", "控制环节", Kind::Code(&codes::STAGE), 16),
    member("category", "风险类别", Both, 18),
    member("indicator", "风险指标", Both, 40),
    member("measure", "风险管控措施", Both, 44),
    member("mode", "管控形式", Kind::Code(&codes::MODE), 16),
    member("role", "责任人", Kind::Code(&codes::ROLE), 22),
    member("frequency", "频次", Both, 22),
    BASIS,
    VERIFIED,
    or(member("evidence", "留痕", Both, 22), Null),
];
pub(crate) static MEDIA: &[Member] = &[
    ID,
    member("file", "文件", Id, 34),
    member("type", "媒体类型", Id, 16),
    member("sha256", "SHA-256", Id, 30),
    member("bytes", "字节数", Whole, 10),
    member("caption", "说明文字", Both, 44),
    member("items", "用于检查项", Ids, 14),
    member("licence", "许可", Id, 14),
    member("origin", "来源", Both, 16),
];
pub(crate) static QUESTIONS: &[Member] = &[
    ID,
    member("kind", "题型", Kind::Code(&codes::QUESTION), 18),
    member("units", "适用单位", Kind::Codes(&codes::UNIT), 18),
    member("products", "适用产品", Ids, 22),
    member("ask", "题目", Both, 44),
    member("options", "选项", Options("text"), 34),
    member("right", "正确答案", Ids, 10),
    BASIS,
    member("explanation", "解析", Both, 44),
    VERIFIED,
    member("difficulty", "难度", Whole, 8),
];

pub(crate) static PRODUCTS: &[Member] =
    &[ID, member("name", "名称", Both, 36), or(member("also", "别名", Ids, 30), OmitEmpty)];

/// The outermost object of a checklist: of schema 2, of schema 1, and of the rest.
pub(crate) static CHECKLIST: &[Member] = &[
    SCHEMA,
    ID,
    VERSION,
    member("kind", "类别", Kind::Code(&codes::KIND), 22),
    TITLE,
    or(member("applies", "适用", Object(APPLIES), 0), Omit),
    member("sections", "章节", Rows(SECTIONS), 0),
];
pub(crate) static CHECKLIST_1: &[Member] =
    &[SCHEMA, ID, VERSION, TITLE, member("sections", "章节", Rows(SECTIONS_1), 0)];
pub(crate) static RISK_LIST: &[Member] = &[
    SCHEMA,
    ID,
    VERSION,
    member("sample", "示例", Flag, 8),
    TITLE,
    member("unit", "单位", Kind::Code(&codes::UNIT), 18),
    member("product", "产品", Suggested(&codes::PRODUCT), 24),
    member("rows", "行", Rows(RISKS), 0),
];
pub(crate) static LAW: &[Member] = &[
    SCHEMA,
    VERSION,
    member("instruments", "法规", Rows(INSTRUMENTS), 0),
    member("articles", "条文", Rows(ARTICLES), 0),
];
pub(crate) static PENALTY_FILE: &[Member] =
    &[SCHEMA, VERSION, member("penalties", "罚则", Rows(PENALTIES), 0)];
pub(crate) static LEGEND: &[Member] =
    &[SCHEMA, VERSION, member("consequences", "后果", Rows(CONSEQUENCES), 0)];
pub(crate) static QUIZ: &[Member] = &[SCHEMA, VERSION, member("questions", "题目", Rows(QUESTIONS), 0)];
pub(crate) static PRODUCT_FILE: &[Member] = &[SCHEMA, VERSION, member("products", "产品", Rows(PRODUCTS), 0)];
pub(crate) static MANIFEST: &[Member] = &[SCHEMA, VERSION, member("media", "媒体", Rows(MEDIA), 0)];

/// Columns of the sheet of files: what outermost objects hold beside their rows.
pub(crate) static FILES: &[Member] = &[
    member("kind", "类别", Kind::Code(&codes::KIND), 22),
    ID,
    SCHEMA,
    VERSION,
    or(TITLE, Omit),
    or(member("applies", "适用", Object(APPLIES), 0), Omit),
    or(member("sample", "示例", Flag, 8), Omit),
    or(member("unit", "单位", Kind::Code(&codes::UNIT), 18), Omit),
    or(member("product", "产品", Suggested(&codes::PRODUCT), 24), Omit),
];
