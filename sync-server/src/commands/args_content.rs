//! What can be typed about published content and risk lists.

use clap::{Args as Group, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What is published.
#[derive(Debug, Subcommand)]
pub enum Checklist {
    /// 检查文件，一次列出全部错误；有错误时退出码为 1 / Check files and tell every fault at once; exit code 1 if there is one
    Check {
        /// JSON 文件、文件夹或 xlsx 工作簿 / JSON files, folders or an xlsx workbook
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// 图片和短片所在的文件夹 / Folder of pictures and clips, if not beside the manifest
        #[arg(long, value_name = "DIR")]
        media: Option<PathBuf>,
    },
    /// 把工作簿写成 JSON 文件，或导入 XLSForm / Write a workbook as JSON files, or bring in an XLSForm
    Import(Import),
    /// 写出工作簿供编辑；不写路径时用已发布的最新内容 / Write a workbook to edit; of what is published if no path is given
    Export {
        /// 要写的工作簿 / Workbook to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// 覆盖已有的文件 / Overwrite an existing file
        #[arg(long)]
        force: bool,
        /// JSON 文件或文件夹 / JSON files or folders
        paths: Vec<PathBuf>,
    },
    /// 逐项比较两个版本 / Compare two versions item by item
    #[command(after_help = "\
两边都可以是文件、文件夹、工作簿，或已发布内容的 编号@版本。
Either side is a file, a folder, a workbook, or ID@VERSION of something published.

示例 / Examples:
  zhian-server --data office checklist diff OEB@1 oeb.v2.json
  zhian-server --data office checklist diff law@1 law@2")]
    Diff {
        /// 旧版 / Old version
        old: String,
        /// 新版 / New version
        new: String,
    },
    /// 检查后一次全部发布，或一个也不发布 / Check, then publish everything or nothing
    Publish {
        /// JSON 文件、文件夹或 xlsx 工作簿 / JSON files, folders or an xlsx workbook
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// 图片和短片所在的文件夹 / Folder of pictures and clips, if not beside the manifest
        #[arg(long, value_name = "DIR")]
        media: Option<PathBuf>,
    },
    /// 看一家企业会用到哪些部分和检查项，不发布 / Show what an enterprise would be asked and why; nothing is published
    Compose {
        /// 企业的统一社会信用代码 / Credit code of the enterprise
        enterprise: String,
        /// 情况 / What is known
        #[command(flatten)]
        facts: UnitFacts,
        /// 按哪一天的法律 / The day whose law is cited, e.g. 2026-12-31; today if not given
        #[arg(long, value_name = "DAY")]
        day: Option<String>,
        /// 部门编号；只有一个时可省略 / Authority; not needed if there is one
        #[arg(long, value_name = "ID")]
        authority: Option<String>,
    },
    /// 列出已发布的内容 / List what is published
    List,
}

/// What a composition goes by, besides the directory.
#[derive(Debug, Clone, Default, Group)]
pub struct UnitFacts {
    /// 规模：large、medium、small-or-micro / Size
    #[arg(long, value_name = "SIZE")]
    pub size: Option<String>,
    /// 产品类别，用逗号分隔：licence、ccc、mandatory-standard、none / Product classes, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "CLASS")]
    pub classes: Option<Vec<String>>,
    /// 名录之外的产品，名称或代码 / A product besides those of the directory, by name or code
    #[arg(long, value_name = "PRODUCT")]
    pub product: Vec<String>,
}

/// Bring something in.
#[derive(Debug, Group)]
#[command(after_help = "\
示例 / Examples:
  zhian-server checklist import book.xlsx --into content
  zhian-server checklist import form.xlsx --xlsform --id WS1 --units seller \\
      --basis R76-10 --severity B --into content")]
pub struct Import {
    /// xlsx 工作簿 / xlsx workbook
    pub book: PathBuf,
    /// 写到哪个文件夹 / Folder to write to
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// 覆盖内容不同的文件 / Overwrite files that say something else
    #[arg(long)]
    pub force: bool,
    /// 这是 XLSForm（survey、choices） / It is an XLSForm of survey and choices
    #[arg(long, requires = "id")]
    pub xlsform: bool,
    /// 新检查表的编号 / Id of the new checklist
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// 适用于：maker、seller / For makers, sellers
    #[arg(long, value_delimiter = ',', default_value = "maker,seller")]
    pub units: Vec<Unit>,
    /// 适用的产品代码；不填为基础表 / Kinds of product; a base checklist if there are none
    #[arg(long, value_delimiter = ',')]
    pub products: Vec<String>,
    /// 每项的依据，法条编号 / Articles that every item rests on
    #[arg(long, value_delimiter = ',', default_value = "PQL-15")]
    pub basis: Vec<String>,
    /// 严重程度 A、B、C / Severity
    #[arg(long, default_value = "B", value_parser = ["A", "B", "C"])]
    pub severity: String,
    /// 处置代码 / Consequence codes
    #[arg(long, value_delimiter = ',', default_value = "R2")]
    pub consequences: Vec<String>,
}

/// Half of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// 生产单位 / Makers
    Maker,
    /// 销售单位 / Sellers
    Seller,
}

/// Risk control lists.
#[derive(Debug, Subcommand)]
pub enum Risks {
    /// 由清单生成日管控、周排查、月调度表 / Make the daily, weekly or monthly form of a list
    Form {
        /// 清单编号或 JSON 文件 / Id of a published list, or a JSON file
        list: String,
        /// 形式 / Mode
        #[arg(long, value_enum)]
        mode: Mode,
        /// 第一天；不填为今天 / First day; today if not given
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// 最后一天；不填为第一天 / Last day; the first day if not given
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        /// 写入 xlsx 或文本文件 / Write to an xlsx or a text file
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// 用示例清单对照企业自己的清单 / Hold an enterprise's own list against a sample
    Compare {
        /// 企业的清单：xlsx、CSV 或 JSON / The enterprise's list: xlsx, CSV or JSON
        own: PathBuf,
        /// 示例清单编号或 JSON 文件 / Id of the sample, or a JSON file
        list: String,
    },
    /// 列出已发布的清单 / List the published lists
    List,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// 日管控 / Daily control
    Daily,
    /// 周排查 / Weekly screening
    Weekly,
    /// 月调度 / Monthly dispatch
    Monthly,
}
