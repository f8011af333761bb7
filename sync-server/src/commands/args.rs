//! What can be typed.

use super::args_content::{Checklist, Risks, UnitFacts};
use super::say::Said;
use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
示例 / Examples:
  zhian-server --data office init
  zhian-server --data office authority add --name 示例区市场监督管理局 --region 120199
  zhian-server --data office officer add --name 示一 --certificate 示例-0001
  zhian-server --data office code new 示一
  zhian-server directory sample --count 400 --seed 1 --out district.csv
  zhian-server --data office directory import district.csv --rejects rejects.csv
  zhian-server --data office checklist check core/checklists
  zhian-server --data office checklist publish core/checklists
  zhian-server --data office serve --listen 127.0.0.1:7075
  zhian-server --data office ledger verify
  zhian-server --data office ledger export --visit 4f2a90c1 --out visit.sealed

管理命令可以在服务运行时使用。 / Every command works while the server runs.";

/// 质安服务器：接收检查记录，记入台账 / Zhian's office: takes in records, keeps the ledger
#[derive(Debug, Parser)]
#[command(name = "zhian-server", version, after_help = EXAMPLES)]
pub struct Args {
    /// 数据目录 / Folder of the office's data
    #[arg(
        long,
        global = true,
        env = "ZHIAN_SERVER_DATA",
        default_value = "zhian-office",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// 输出 JSON / Print JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// 出错时显示技术信息 / Show what is technical about an error
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// 语言；不填时按 LANG / Language; from LANG if not given
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// 做什么 / What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What came of a command.
pub enum Done {
    /// It has said everything itself.
    Silently,
    /// It was carried out.
    Said(Said),
    /// It was carried out, and what it looked at has faults: the exit code says so.
    Faulty(Said),
}

/// Language of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 建立数据目录，不覆盖已有的 / Make a new office, never over an old one
    Init,
    /// 启动服务 / Serve devices
    Serve(Serve),
    /// 监管部门 / Authorities
    #[command(subcommand)]
    Authority(Authority),
    /// 人员 / Officers
    #[command(subcommand)]
    Officer(Officer),
    /// 登记码 / Enrolment codes
    #[command(subcommand)]
    Code(Code),
    /// 企业名录 / Directory of enterprises
    #[command(subcommand)]
    Directory(Directory),
    /// 检查表、法条、题库、媒体等发布内容 / Checklists, law, quiz, media: what is published
    #[command(subcommand)]
    Checklist(Checklist),
    /// 风险管控清单 / Risk control lists
    #[command(subcommand)]
    Risks(Risks),
    /// 任务 / Tasks
    #[command(subcommand)]
    Task(Task),
    /// 设备 / Devices
    #[command(subcommand)]
    Device(Device),
    /// 台账 / The ledger
    #[command(subcommand)]
    Ledger(Ledger),
    /// 隔离区：未接收、原样保存 / What was set aside and kept as it came
    #[command(subcommand)]
    Quarantine(Quarantine),
    /// 各次检查的进展 / How visits stand
    Visits(Limit),
    /// 重新计算全部汇总 / Compute every projection again
    Rebuild,
    /// 总体情况 / How much there is of everything
    Status,
}

/// Serve devices.
#[derive(Debug, Group)]
pub struct Serve {
    /// 监听地址；端口 0 为任选 / Address; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:7075", value_name = "ADDRESS")]
    pub listen: String,
    /// 日志格式 / Form of the log
    #[arg(long, value_enum, default_value = "text")]
    pub log: Log,
    /// 日志级别 / How much is logged, e.g. info, debug, zhian_server=debug
    #[arg(long, env = "ZHIAN_SERVER_LOG", default_value = "info")]
    pub log_level: String,
}

/// Form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Authorities.
#[derive(Debug, Subcommand)]
pub enum Authority {
    /// 新增 / Add one
    Add {
        /// 名称，如文书所印 / Name as printed on documents
        #[arg(long)]
        name: String,
        /// 行政区划代码 / Region code
        #[arg(long)]
        region: String,
    },
    /// 列出 / List them
    List,
}

/// Officers.
#[derive(Debug, Subcommand)]
pub enum Officer {
    /// 新增 / Add one
    Add {
        /// 姓名 / Name
        #[arg(long)]
        name: String,
        /// 执法证号 / Number of the enforcement certificate
        #[arg(long)]
        certificate: String,
        /// 执法证有效期至 / Last valid day of the certificate, e.g. 2028-12-31
        #[arg(long, value_name = "DAY")]
        expires: Option<String>,
        /// 角色 / Role
        #[arg(long, value_enum, default_value = "inspector")]
        role: Role,
        /// 部门编号；只有一个时可省略 / Authority; not needed if there is one
        #[arg(long, value_name = "ID")]
        authority: Option<String>,
    },
    /// 列出 / List them
    List,
}

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// 执法人员 / Fills and seals visits
    Inspector,
    /// 审核人 / Publishes tasks, reviews
    Supervisor,
}

/// Enrolment codes.
#[derive(Debug, Subcommand)]
pub enum Code {
    /// 生成一次性登记码 / Issue a one-time code for an officer's next device
    New {
        /// 人员：姓名、编号或编号开头 / Officer: name, id or beginning of the id
        officer: String,
        /// 有效小时数 / Hours it is valid
        #[arg(long, default_value_t = 72, value_parser = clap::value_parser!(u32).range(1..=8760))]
        hours: u32,
    },
}

/// Directory of enterprises.
#[derive(Debug, Subcommand)]
pub enum Directory {
    /// 导入 CSV；好行保存，坏行列出 / Import CSV; good rows are kept, bad ones listed
    #[command(after_help = "\
列 / Columns（中英文表头均可，顺序不限 / either heading, any order）:
  名称 name*                  统一社会信用代码 uscc*      单位类型 kind*
  行政区划代码 region*        地址 address*               电话 phone
  法定代表人 legal_representative                         产品 products（用“；”分隔）
单位类型 / Kinds: 生产单位 producer，批发 wholesaler，零售 retailer，
                  网络自营 online-seller，兼营 producer-and-seller")]
    Import {
        /// CSV 文件（UTF-8） / CSV file (UTF-8)
        file: PathBuf,
        /// 部门编号；只有一个时可省略 / Authority; not needed if there is one
        #[arg(long, value_name = "ID")]
        authority: Option<String>,
        /// 把坏的行写入此文件 / Write bad rows to this file
        #[arg(long, value_name = "FILE")]
        rejects: Option<PathBuf>,
    },
    /// 生成虚构的示例名录 / Make a fictional district
    Sample {
        /// 企业数量 / Number of enterprises
        #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=9_999_999))]
        count: u32,
        /// 种子；同一种子得到同一名录 / Seed; the same one makes the same district
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// 写入文件；不填时写到标准输出 / File; standard output if not given
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Tasks.
#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "one is made per run of the program")]
pub enum Task {
    /// 发布任务，或用 --revises 发布新修订 / Publish a task, or the next revision of one
    #[command(after_help = "\
示例 / Examples:
  zhian-server task publish --enterprise 91120199MA00000013 --size small-or-micro \\
      --officers 示一,例二 --due 2026-12-31
  zhian-server task publish --enterprise 91120199MA00000013 --checklist P75 \\
      --officers 示一,例二 --due 2026-12-31

不写 --checklist 时，按企业类型和产品，用最新的部分和当日有效的法律组合一份。
Without --checklist one is composed from the enterprise's kind and products, the newest
published parts and the law in force today.")]
    Publish(PublishTask),
    /// 撤回任务；已做的工作保留 / Withdraw a task; work already done is kept
    Withdraw {
        /// 任务编号或其开头 / Task id or its beginning
        task: String,
        /// 原因 / Why
        #[arg(long)]
        reason: String,
    },
    /// 列出 / List them
    List,
}

/// Publish a task.
#[derive(Debug, Group)]
pub struct PublishTask {
    /// 企业的统一社会信用代码 / Credit code of the enterprise
    #[arg(long, value_name = "USCC")]
    pub enterprise: String,
    /// 检查表编号（取最新版）或哈希；不填时按企业组合 / Checklist id (newest) or hash; composed if not given
    #[arg(long, value_name = "ID", conflicts_with_all = ["size", "classes", "product"])]
    pub checklist: Option<String>,
    /// 组合所依据的情况 / What the composition goes by
    #[command(flatten)]
    pub facts: UnitFacts,
    /// 人员，用逗号分隔 / Officers, separated by commas
    #[arg(long, value_delimiter = ',', required = true)]
    pub officers: Vec<String>,
    /// 截止 / Due: 2026-12-31 or "2026-12-31 17:00" (+08:00)
    #[arg(long, value_name = "TIME")]
    pub due: String,
    /// 检查方式 / Kind: routine, special, case, double-random, unannounced, recheck
    #[arg(long, default_value = "routine")]
    pub kind: String,
    /// 标题 / Title
    #[arg(long)]
    pub title: Option<String>,
    /// 生产经营地址，默认登记地址 / Site; the registered address if not given
    #[arg(long)]
    pub site: Option<String>,
    /// 审批表编号 / Number of the approval form
    #[arg(long)]
    pub approval: Option<String>,
    /// 通知书编号 / Number of the inspection notice
    #[arg(long)]
    pub notice: Option<String>,
    /// 部门编号；只有一个时可省略 / Authority; not needed if there is one
    #[arg(long, value_name = "ID")]
    pub authority: Option<String>,
    /// 要修订的任务 / The task this revises
    #[arg(long, value_name = "TASK")]
    pub revises: Option<String>,
}

/// Devices.
#[derive(Debug, Subcommand)]
pub enum Device {
    /// 停用设备；以前的工作保留 / Revoke a device; its older work is kept
    Revoke {
        /// 设备编号或其开头 / Device id or its beginning
        device: String,
    },
    /// 列出 / List them
    List,
}

/// The ledger.
#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// 显示 / Show lines
    Show {
        /// 从此位置之后 / After this position
        #[arg(long, default_value_t = 0)]
        after: u64,
        /// 最多行数 / Most lines
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// 从第一行起重新核对整条链 / Recompute the chain and say where it breaks
    Verify,
    /// 把封存记录逐字节写入文件 / Write a sealed visit's bytes to a file
    #[command(after_help = "\
示例 / Examples:
  zhian-server --data office visits
  zhian-server --data office ledger export --visit 4f2a90c1 --out visit.sealed
  sha256sum visit.sealed

文件的 SHA-256 就是台账里的摘要；手机上 zhian export-sealed 写出的与它逐字节相同。
The file's SHA-256 is the digest in the ledger. What zhian export-sealed writes on a
phone is the same, byte for byte.")]
    Export {
        /// 检查编号或其开头 / Visit id or its beginning
        #[arg(long, value_name = "ID")]
        visit: String,
        /// 要写的文件；不能已经存在 / File to write; must not exist
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// 连同封存设备的签名 / With the signature of the device that sealed
        #[arg(long)]
        parcel: bool,
    },
}

/// What was set aside.
#[derive(Debug, Subcommand)]
pub enum Quarantine {
    /// 列出 / List
    List(Limit),
    /// 取出原始字节 / Write the bytes as they came
    Get {
        /// 编号 / Digest
        digest: String,
        /// 写入文件 / File
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// How many lines.
#[derive(Debug, Clone, Copy, Group)]
pub struct Limit {
    /// 最多行数 / Most lines
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}
