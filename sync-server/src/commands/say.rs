//! How results and refusals are shown: tables and sentences for people, JSON for programs.

use super::args::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use unicode_width::UnicodeWidthStr;
use zhian_protocol::explain::explain;
use zhian_server::ServerError;

/// Where and how to speak.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    lang: Lang,
    json: bool,
}

/// What a command has to say: the same in both forms.
pub struct Said {
    /// For programs.
    pub json: Value,
    /// For people, in Chinese.
    pub zh: String,
    /// For people, in English.
    pub en: String,
}

impl Voice {
    /// The language that was asked for, or that of the environment.
    pub fn new(asked: Option<Lang>, json: bool) -> Self {
        let environment = || {
            let value = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            if value.is_some_and(|value| value.to_lowercase().starts_with("zh")) {
                Lang::Zh
            } else {
                Lang::En
            }
        };
        Self { lang: asked.unwrap_or_else(environment), json }
    }

    /// One of two texts.
    pub fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Says the result of a command.
    pub fn say(&self, said: &Said) {
        let text = if self.json { pretty(&said.json) } else { self.pick(&said.zh, &said.en).to_owned() };
        // A reader that has gone away is no fault of the command.
        let _gone = writeln!(std::io::stdout(), "{}", text.trim_end());
    }

    /// Says why a command was not carried out.
    pub fn refuse(&self, error: &ServerError) {
        let code = error.code();
        let detail = chain(error);
        let sentence = explain(code);
        let text = if self.json {
            let (zh, en) = sentence.map(|one| (one.zh.as_str(), one.en.as_str())).unwrap_or_default();
            pretty(&json!({ "error": { "code": code, "zh": zh, "en": en, "detail": detail } }))
        } else {
            let words = sentence.map(|one| self.pick(&one.zh, &one.en).to_owned()).unwrap_or_default();
            format!("{words}\n  {detail}\n  [{code}]")
        };
        let _gone = writeln!(std::io::stderr(), "{text}");
    }

    /// A bar for long work; silent for programs and where nobody looks.
    pub fn bar(&self, total: Option<u64>, zh: &'static str, en: &'static str) -> ProgressBar {
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        if self.json || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let form = if total.is_some() { "{msg} {bar:30} {pos}/{len} {eta}" } else { "{msg} {pos} {spinner}" };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.set_message(self.pick(zh, en));
        bar
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// A table whose columns line up, Chinese characters being two cells wide.
pub fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (cell, width) in cells.zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        line.trim_end().to_owned()
    };
    let mut text = line(&mut headings.iter().copied());
    for row in rows {
        text.push('\n');
        text.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    text
}
