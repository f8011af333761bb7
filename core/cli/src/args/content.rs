//! Arguments of commands about what the regulator published.

use super::OnVisit;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `zhian media`.
#[derive(Debug, Subcommand)]
pub enum Media {
    /// Show what would be fetched
    Plan(MediaPlan),
    /// Fetch pictures and clips ahead; continues where the line was cut
    Fetch(MediaFetch),
}

/// `zhian media plan`.
#[derive(Debug, Args)]
pub struct MediaPlan {
    /// What they may take in all, megabytes; otherwise the setting of this device
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u64).range(0..=1_000_000))]
    pub budget: Option<u64>,
}

/// `zhian media fetch`.
#[derive(Debug, Args)]
pub struct MediaFetch {
    /// What they may take in all, megabytes; kept as the setting of this device
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u64).range(0..=1_000_000))]
    pub budget: Option<u64>,
    /// Also over a network that is paid by the byte
    #[arg(long)]
    pub metered: bool,
}

/// `zhian quiz`.
#[derive(Debug, Args)]
pub struct Quiz {
    /// Item: P75-09, or just 9
    #[arg(value_name = "ITEM")]
    pub item: String,
    /// Chosen options of a question, by its number; may be repeated
    #[arg(long, short, value_name = "N=OPTIONS")]
    pub answer: Vec<String>,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian risks`.
#[derive(Debug, Subcommand)]
pub enum Risks {
    /// List the risk control lists
    List,
    /// Show one list
    Show(RiskShow),
    /// Make its daily, weekly or monthly forms
    Form(RiskForm),
    /// Hold an enterprise's own list against it
    Compare(RiskCompare),
}

/// `zhian risks show`.
#[derive(Debug, Args)]
pub struct RiskShow {
    /// Id of the list
    #[arg(value_name = "LIST")]
    pub list: String,
}

/// `zhian risks form`.
#[derive(Debug, Args)]
pub struct RiskForm {
    /// Id of the list
    #[arg(value_name = "LIST")]
    pub list: String,
    /// Which: daily, weekly or monthly
    #[arg(long, value_name = "WHICH", value_enum)]
    pub mode: FormMode,
    /// First day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: String,
    /// Last day; otherwise the first
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<String>,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormMode {
    /// Each day.
    Daily,
    /// Each week.
    Weekly,
    /// Each month.
    Monthly,
}

/// `zhian risks compare`.
#[derive(Debug, Args)]
pub struct RiskCompare {
    /// Id of the list
    #[arg(value_name = "LIST")]
    pub list: String,
    /// The enterprise's own list, as CSV
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `zhian rules`.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// How large is a unit?
    Size(RulesUnit),
    /// Must it appoint a quality safety director?
    Director(RulesUnit),
    /// When does a term end? Without a name: list them
    Deadline(RulesDeadline),
    /// How many visits of a year are left?
    Quota(RulesQuota),
}

/// What is known of a unit.
#[derive(Debug, Args)]
pub struct RulesUnit {
    /// producer, wholesaler, retailer, online-seller or producer-and-seller
    #[arg(long, value_name = "KIND")]
    pub kind: String,
    /// How it sells: wholesale or retail
    #[arg(long, value_name = "TRADE")]
    pub selling: Option<String>,
    /// Persons employed
    #[arg(long, value_name = "N")]
    pub staff: Option<u64>,
    /// Revenue of the last year, in units of 10,000 yuan
    #[arg(long, value_name = "N")]
    pub revenue: Option<u64>,
    /// Class of its products: licence, ccc, mandatory-standard or none; may be repeated
    #[arg(long, value_name = "CLASS")]
    pub class: Vec<String>,
    /// Region code
    #[arg(long, value_name = "CODE")]
    pub region: Option<String>,
}

/// `zhian rules deadline`.
#[derive(Debug, Args)]
pub struct RulesDeadline {
    /// Name of the term
    #[arg(value_name = "TERM")]
    pub term: Option<String>,
    /// Day on which it began, in Beijing time
    #[arg(long, value_name = "YYYY-MM-DD", requires = "term")]
    pub from: Option<String>,
    /// The extension was granted
    #[arg(long, requires = "term")]
    pub extended: bool,
}

/// `zhian rules quota`.
#[derive(Debug, Args)]
pub struct RulesQuota {
    /// Grade of the enterprise
    #[arg(long, value_name = "GRADE")]
    pub grade: Option<String>,
    /// Grading scheme; otherwise the published one
    #[arg(long, value_name = "SCHEME")]
    pub scheme: Option<String>,
    /// The year
    #[arg(long, value_name = "YYYY")]
    pub year: i32,
    /// A visit that was made, with its cause; may be repeated
    #[arg(long, value_name = "YYYY-MM-DD=CAUSE")]
    pub visit: Vec<String>,
}
