//! A command line that cannot be read, said in the reader's language.

use crate::failure::{json, render};
use crate::style::Style;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Every code of a usage error.
#[cfg_attr(not(test), expect(dead_code, reason = "read by the test that every code has a sentence"))]
pub const CODES: &[&str] = &[
    "usage.unknown-command",
    "usage.missing-command",
    "usage.unknown-option",
    "usage.missing",
    "usage.bad-value",
    "usage.conflict",
    "usage.not-understood",
];

/// Exit code of a usage error.
pub const EXIT: u8 = 2;

const fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidSubcommand => "usage.unknown-command",
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "usage.missing-command"
        }
        ErrorKind::UnknownArgument => "usage.unknown-option",
        ErrorKind::MissingRequiredArgument => "usage.missing",
        ErrorKind::InvalidValue
        | ErrorKind::ValueValidation
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals
        | ErrorKind::InvalidUtf8 => "usage.bad-value",
        ErrorKind::ArgumentConflict => "usage.conflict",
        _ => "usage.not-understood",
    }
}

/// What exactly is wrong, from what the parser found: `--field`, or `P75 → meets, does-not-meet`.
fn detail(style: &Style, error: &clap::Error) -> String {
    let said = |kind| error.get(kind).map(text).filter(|text| !text.is_empty());
    let mut parts = Vec::new();
    for kind in [
        ContextKind::InvalidSubcommand,
        ContextKind::InvalidArg,
        ContextKind::PriorArg,
        ContextKind::InvalidValue,
    ] {
        parts.extend(said(kind));
    }
    let mut detail = parts.join("  ");
    if let Some(valid) = said(ContextKind::ValidValue) {
        detail.push_str(&format!("  {}{valid}", style.say("可用：", "use one of: ")));
    }
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        if let Some(near) = said(kind) {
            detail.push_str(&format!("  {}{near}", style.say("是不是：", "did you mean: ")));
        }
    }
    detail
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(many) => many.join(", "),
        ContextValue::StyledStrs(many) => many.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::None => String::new(),
        other => other.to_string(),
    }
}

/// The command of the line, as far as it was understood, so that its help can be named.
fn command_of(words: &[String], grammar: &clap::Command) -> String {
    let mut name = "zhian".to_owned();
    let mut at = grammar;
    for word in words.iter().skip(1) {
        if let Some(below) = at.find_subcommand(word) {
            name = format!("{name} {word}");
            at = below;
        }
    }
    name
}

/// A usage error as text or JSON.
#[must_use]
pub fn report(
    error: &clap::Error,
    words: &[String],
    grammar: &clap::Command,
    style: &Style,
    as_json: bool,
) -> String {
    let code = code(error.kind());
    let detail = detail(style, error);
    if as_json {
        return format!("{:#}\n", json(code, &detail, &[], EXIT));
    }
    let command = command_of(words, grammar);
    format!("{}  {command} --help\n", render(style, code, &detail, &[]))
}
