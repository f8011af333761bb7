//! Arguments of commands about one visit.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// A visit to work on.
#[derive(Debug, Args)]
pub struct OneVisit {
    /// Number or first characters of the task or visit; not needed while only one is open
    #[arg(value_name = "VISIT", env = "ZHIAN_VISIT", hide_env_values = true)]
    pub visit: Option<String>,
}

/// The same as an option, where the places are taken.
#[derive(Debug, Args)]
pub struct OnVisit {
    /// Number or first characters of the task or visit; not needed while only one is open
    #[arg(long, value_name = "VISIT", env = "ZHIAN_VISIT", hide_env_values = true)]
    pub visit: Option<String>,
}

/// Where something happened.
#[derive(Debug, Args)]
pub struct Place {
    /// Where: latitude,longitude in degrees (WGS-84)
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// How exact that is, metres
    #[arg(long, value_name = "METRES", default_value_t = 10, requires = "at")]
    pub accuracy: u32,
}

/// `zhian check-in`.
#[derive(Debug, Args)]
pub struct CheckIn {
    /// Number or first characters of the task
    #[arg(value_name = "TASK")]
    pub task: Option<String>,
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// You showed your certificate and told the party its rights
    #[arg(long)]
    pub rights_told: bool,
}

/// `zhian show`.
#[derive(Debug, Args)]
pub struct Show {
    /// Number or first characters of the task or visit; not needed while only one is open
    #[arg(value_name = "VISIT", env = "ZHIAN_VISIT", hide_env_values = true)]
    pub visit: Option<String>,
    /// One item, with how to check it and its legal basis
    #[arg(long, value_name = "ITEM")]
    pub item: Option<String>,
    /// Only what is still open
    #[arg(long, conflicts_with = "item")]
    pub open: bool,
}

/// `zhian answer`.
#[derive(Debug, Args)]
pub struct Answer {
    /// Item: P75-14, or just 14
    #[arg(value_name = "ITEM")]
    pub item: String,
    /// meets, fails, defective or na (符合、不符合、有缺陷、不适用)
    #[arg(value_name = "VALUE")]
    pub value: Option<String>,
    /// A field of the item; may be repeated
    #[arg(long, short, value_name = "FIELD=VALUE")]
    pub field: Vec<String>,
    /// Empty a field; may be repeated
    #[arg(long, value_name = "FIELD")]
    pub unset: Vec<String>,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian note`.
#[derive(Debug, Args)]
pub struct Note {
    /// Item: P75-14, or just 14
    #[arg(value_name = "ITEM")]
    pub item: String,
    /// The whole note; it replaces the present one
    #[arg(value_name = "TEXT")]
    pub text: String,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian finding`.
#[derive(Debug, Subcommand)]
pub enum Finding {
    /// Record a new finding
    Open(FindingOpen),
    /// Change the text of a finding
    Revise(FindingRevise),
    /// Take a finding back; it stays in the record
    Withdraw(FindingWithdraw),
}

/// `zhian finding open`.
#[derive(Debug, Args)]
pub struct FindingOpen {
    /// Item: P75-14, or just 14
    #[arg(value_name = "ITEM")]
    pub item: String,
    /// What you saw
    #[arg(value_name = "TEXT")]
    pub text: String,
    /// A key, B main, C general; otherwise as the checklist says
    #[arg(long, value_name = "A|B|C")]
    pub severity: Option<String>,
    /// Evidence for it, by the first characters of its hash; may be repeated
    #[arg(long, value_name = "HASH")]
    pub evidence: Vec<String>,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian finding revise`.
#[derive(Debug, Args)]
pub struct FindingRevise {
    /// First characters of the finding
    #[arg(value_name = "FINDING")]
    pub finding: String,
    /// The whole new text
    #[arg(value_name = "TEXT")]
    pub text: String,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian finding withdraw`.
#[derive(Debug, Args)]
pub struct FindingWithdraw {
    /// First characters of the finding
    #[arg(value_name = "FINDING")]
    pub finding: String,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian attach`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("purpose").required(true).args(["item", "scene"]))]
pub struct Attach {
    /// The file; it is copied, never moved or changed
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// It shows something about this item
    #[arg(long, value_name = "ITEM")]
    pub item: Option<String>,
    /// It shows the scene in general
    #[arg(long)]
    pub scene: bool,
    /// How it was taken: photo, video, audio, scan, screenshot or copy
    #[arg(long, value_name = "METHOD", default_value = "photo")]
    pub method: String,
    /// Short text shown under it
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub caption: String,
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian settle`.
#[derive(Debug, Args)]
pub struct Settle {
    /// Item: P75-14, or just 14
    #[arg(value_name = "ITEM")]
    pub item: String,
    /// What you agreed on: meets, fails, defective or na
    #[arg(value_name = "VALUE", conflicts_with = "take")]
    pub value: Option<String>,
    /// Take answer number N, as `zhian conflicts` lists them
    #[arg(long, value_name = "N")]
    pub take: Option<usize>,
    /// A field of the item; may be repeated
    #[arg(long, short, value_name = "FIELD=VALUE")]
    pub field: Vec<String>,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian sign`.
#[derive(Debug, Args)]
pub struct Sign {
    /// Number or first characters of the task or visit; not needed while only one is open
    #[arg(value_name = "VISIT", env = "ZHIAN_VISIT", hide_env_values = true)]
    pub visit: Option<String>,
    /// Image of your handwriting
    #[arg(long, value_name = "FILE")]
    pub handwriting: Option<PathBuf>,
}

/// `zhian party-sign`.
#[derive(Debug, Args)]
pub struct PartySign {
    /// Name as written in their papers
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// legal-representative, principal, qs-director, qs-officer or site-representative
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// Image of their handwriting
    #[arg(long, value_name = "FILE")]
    pub handwriting: PathBuf,
    /// What they say about the record
    #[arg(long, value_name = "TEXT", default_value = "以上笔录看过，属实。")]
    pub opinion: String,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}

/// `zhian refuse`.
#[derive(Debug, Args)]
pub struct Refuse {
    /// Why, in your words
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Audio or video of it
    #[arg(long, value_name = "FILE")]
    pub recording: PathBuf,
    /// refused, absent or unable
    #[arg(long, value_name = "KIND", default_value = "refused")]
    pub kind: String,
    /// Who should have signed
    #[arg(long, value_name = "NAME", default_value = "")]
    pub name: String,
    /// A witness: name, affiliation
    #[arg(long, value_name = "NAME, WHERE")]
    pub witness: Option<String>,
    /// On which visit.
    #[command(flatten)]
    pub on: OnVisit,
}
