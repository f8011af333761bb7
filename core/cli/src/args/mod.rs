//! The grammar of the command line. Chinese texts and examples are in `help`, joined on the same names.

mod content;
mod office;
mod visit;

pub use content::{
    FormMode, Media, MediaFetch, MediaPlan, Quiz, RiskCompare, RiskForm, RiskShow, Risks, Rules,
    RulesDeadline, RulesQuota, RulesUnit,
};
pub use office::{
    Bundle, BundleExport, BundleImport, Directory, Enrol, ExportSealed, Purge, Quarantine, Search, Sync,
    TaskChoice, Tasks,
};
pub use visit::{
    Answer, Attach, CheckIn, Finding, FindingOpen, FindingRevise, FindingWithdraw, Note, OnVisit, OneVisit,
    PartySign, Place, Refuse, Settle, Show, Sign,
};

use crate::style::Colour;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Inspect with your colleague, with or without a network.
#[derive(Debug, Parser)]
#[command(name = "zhian", version, disable_help_flag = true, disable_version_flag = true)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Common {
    /// Folder of this device's work; one folder is one device
    #[arg(long, global = true, value_name = "DIR", env = "ZHIAN_DATA", hide_env_values = true)]
    pub data: Option<PathBuf>,
    /// Language: zh or en
    #[arg(long, global = true, value_name = "LANG", value_enum)]
    pub lang: Option<LanguageName>,
    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// List everything, and what is technical about an error
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value = "auto")]
    pub color: Colour,
    /// Show this help
    #[arg(long, short, global = true, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
    /// Show the version
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    pub version: Option<bool>,
}

/// A language by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageName {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make this device known to the office, with a one-time code
    Enrol(Enrol),
    /// Exchange work with the office; continues where the line was cut
    Sync(Sync),
    /// List the tasks on this device
    Tasks(Tasks),
    /// Look up enterprises without a network
    #[command(subcommand)]
    Directory(Directory),
    /// Arrive at a task: place, time, certificate shown
    CheckIn(CheckIn),
    /// Show a visit: sections, answers, what is open
    Show(Show),
    /// Answer one item
    Answer(Answer),
    /// Write the note on an item
    Note(Note),
    /// Findings: what does not meet an item
    #[command(subcommand)]
    Finding(Finding),
    /// Add a photo, recording or document as evidence
    Attach(Attach),
    /// Show items whose answers differ
    Conflicts(OneVisit),
    /// Settle an item whose answers differ
    Settle(Settle),
    /// Show what moving to the newer checklist would do
    Newer(OneVisit),
    /// Move your work to the newer checklist
    Move(OneVisit),
    /// Show what stays under an older checklist
    Kept(OneVisit),
    /// Is everyone's work in?
    Status(OneVisit),
    /// Sign the visit as its officer
    Sign(Sign),
    /// Take the signature of the enterprise's representative
    PartySign(PartySign),
    /// Record that the party did not sign
    Refuse(Refuse),
    /// Close the visit for good
    Seal(OneVisit),
    /// Show work that arrived after sealing
    Late,
    /// Show what was set aside, and mark it as seen
    Quarantine(Quarantine),
    /// Exchange work with a colleague by file
    #[command(subcommand)]
    Bundle(Bundle),
    /// Write a sealed visit's bytes into a file
    ExportSealed(ExportSealed),
    /// Free the space of files the office has
    Purge(Purge),
    /// Draw and answer the quiz of an item
    Quiz(Quiz),
    /// Pictures and clips that show how to check
    #[command(subcommand)]
    Media(Media),
    /// Risk control lists: show, make forms, compare
    #[command(subcommand)]
    Risks(Risks),
    /// Rules of supervision: size, director, deadlines, visits left
    #[command(subcommand)]
    Rules(Rules),
    /// Check this device: database, files, alerts
    Doctor,
    /// Check a sealed visit: hashes, signatures, ledger
    Verify(OneVisit),
    /// Show what happened in a visit, in order of time
    Log(OneVisit),
}
