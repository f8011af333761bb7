//! Arguments of commands about this device, the office and its lists.

use super::OnVisit;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `zhian enrol`.
#[derive(Debug, Args)]
pub struct Enrol {
    /// Address of the office's server
    #[arg(long, value_name = "URL")]
    pub server: String,
    /// One-time code from the office
    #[arg(long, value_name = "CODE")]
    pub code: String,
    /// Root certificates of the office, PEM; needed for https
    #[arg(long, value_name = "PEM")]
    pub roots: Option<PathBuf>,
    /// What to call this device
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
}

/// `zhian sync`.
#[derive(Debug, Args)]
pub struct Sync {
    /// Another address of the same office, for this time
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
}

/// `zhian tasks`.
#[derive(Debug, Args)]
pub struct Tasks {
    /// Which: open, done, withdrawn or all
    #[arg(long, value_name = "WHICH", value_enum, default_value = "open")]
    pub show: TaskChoice,
    /// Words in title, enterprise or address
    #[arg(long, value_name = "TEXT")]
    pub find: Option<String>,
}

/// Which tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TaskChoice {
    /// To be done.
    Open,
    /// Sealed.
    Done,
    /// Taken back.
    Withdrawn,
    /// Every one.
    All,
}

/// `zhian directory`.
#[derive(Debug, Subcommand)]
pub enum Directory {
    /// Search by name, address, credit code or pinyin initials
    Search(Search),
}

/// `zhian directory search`.
#[derive(Debug, Args)]
pub struct Search {
    /// Part of a name or address, beginning of a credit code, pinyin initials
    #[arg(value_name = "TEXT")]
    pub text: String,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub limit: u32,
}

/// `zhian quarantine`.
#[derive(Debug, Args)]
pub struct Quarantine {
    /// Mark a notice as seen, by its number
    #[arg(long, value_name = "N")]
    pub seen: Option<u64>,
}

/// `zhian bundle`.
#[derive(Debug, Subcommand)]
pub enum Bundle {
    /// Write a visit with its evidence into a file
    Export(BundleExport),
    /// Take in a file from a colleague
    Import(BundleImport),
}

/// `zhian bundle export`.
#[derive(Debug, Args)]
pub struct BundleExport {
    /// The file to write; must not exist
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Leave the photos and recordings out
    #[arg(long)]
    pub without_files: bool,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian bundle import`.
#[derive(Debug, Args)]
pub struct BundleImport {
    /// The file to read
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `zhian export-sealed`.
#[derive(Debug, Args)]
pub struct ExportSealed {
    /// The file to write; must not exist
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// With the signature of the device that sealed; without it every copy is the same
    #[arg(long)]
    pub parcel: bool,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian purge`.
#[derive(Debug, Args)]
pub struct Purge {
    /// Number or first characters of the task or visit
    #[arg(value_name = "VISIT", env = "ZHIAN_VISIT", hide_env_values = true)]
    pub visit: Option<String>,
    /// Do it; without this it only says what would be freed
    #[arg(long)]
    pub yes: bool,
}
