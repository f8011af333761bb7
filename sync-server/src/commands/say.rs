//! How results and refusals are shown: tables and sentences for people, JSON for programs.

use super::args::Lang;
use super::{content, exactly};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use std::time::Duration;
use unicode_width::UnicodeWidthStr;
use zhian_protocol::explain::explain;
use zhian_server::ServerError;

/// Times a second that a bar is drawn anew at most.
const DRAWN_PER_SECOND: u8 = 10;
/// How often the little wheel turns where the end is not known.
const TURN: Duration = Duration::from_millis(150);

/// Where and how to speak.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    lang: Lang,
    json: bool,
    verbose: bool,
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
    pub fn new(asked: Option<Lang>, json: bool, verbose: bool) -> Self {
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
        Self { lang: asked.unwrap_or_else(environment), json, verbose }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
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

    /// Says why a command was not carried out: code and sentence, about what exactly, and where asked for what the
    /// systems below said.
    pub fn refuse(&self, error: &ServerError) {
        let _gone = writeln!(std::io::stderr(), "{}", self.refusal(error));
    }

    fn refusal(&self, error: &ServerError) -> String {
        let code = error.code();
        let sentence = explain(code);
        let exactly = exactly::of(error);
        if self.json {
            let (zh, en) = sentence.map(|one| (one.zh.as_str(), one.en.as_str())).unwrap_or_default();
            let exactly = exactly.map(|(zh, en)| json!({ "zh": zh, "en": en }));
            let faults: Option<Vec<Value>> = match error {
                ServerError::Faulty(all) => Some(all.faults.iter().map(content::finding_json).collect()),
                _ => None,
            };
            let mut error =
                json!({ "code": code, "zh": zh, "en": en, "exactly": exactly, "detail": chain(error) });
            if let (Some(faults), Some(members)) = (faults, error.as_object_mut()) {
                members.insert("faults".to_owned(), json!(faults));
            }
            return pretty(&json!({ "error": error }));
        }
        let words = sentence.map(|one| self.pick(&one.zh, &one.en)).unwrap_or_default();
        let mut text = format!("{} [{code}]\n  {words}", self.pick("未完成", "Not done"));
        match exactly {
            Some((zh, en)) => {
                text.push_str(&format!("\n  {}{}", self.pick("详情：", "Exactly: "), self.pick(&zh, &en)));
            }
            None if !self.verbose => {
                let more = self.pick("加 --verbose 可看技术信息。", "--verbose shows what is technical.");
                text.push_str(&format!("\n  {more}"));
            }
            None => {}
        }
        if self.verbose {
            text.push_str(&format!("\n  {}{}", self.pick("技术信息：", "Technical: "), chain(error)));
        }
        text
    }

    /// A bar for long work that is counted; silent for programs and where nobody looks.
    pub fn bar(&self, total: Option<u64>, zh: &'static str, en: &'static str) -> ProgressBar {
        let form =
            if total.is_some() { "{prefix}  {bar:28}  {pos} / {len}" } else { "{spinner} {prefix}  {pos}" };
        self.drawn(total, form, self.pick(zh, en))
    }

    /// A bar for a file that is read; its message says how far, in rows.
    pub fn bytes_bar(&self, total: u64, zh: &'static str, en: &'static str) -> ProgressBar {
        self.drawn(Some(total), "{prefix}  {bar:28}  {percent:>3}%  {msg}", self.pick(zh, en))
    }

    /// Says that the wish to stop was heard.
    pub fn stopping(&self) {
        if !self.json {
            let text = self.pick(
                "正在停在安全的位置；再按一次 Ctrl-C 立即结束",
                "stopping at a safe place; Ctrl-C again ends at once",
            );
            let _gone = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// A number of rows.
    pub fn rows(&self, rows: u64) -> String {
        format!("{rows} {}", self.pick("行", "rows"))
    }

    fn drawn(&self, total: Option<u64>, form: &str, prefix: &str) -> ProgressBar {
        let seen = !self.json && std::io::stderr().is_terminal();
        let target = if seen {
            ProgressDrawTarget::stderr_with_hz(DRAWN_PER_SECOND)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(total, target);
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.set_prefix(prefix.to_owned());
        if seen && total.is_none() {
            bar.enable_steady_tick(TURN);
        }
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
