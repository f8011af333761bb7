//! The story as it is told: numbered steps, short lines, one language.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

/// Tells the story on stdout.
pub struct Narrator {
    zh: bool,
    coloured: bool,
    step: AtomicU32,
    started: Instant,
}

impl Narrator {
    /// A narrator in Chinese or English; in colour on a terminal, unless `NO_COLOR` is set.
    pub fn new(zh: bool) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let coloured = std::io::stdout().is_terminal() && !refused;
        Self { zh, coloured, step: AtomicU32::new(0), started: Instant::now() }
    }

    /// `zh` or `en`.
    pub const fn language(&self) -> &'static str {
        if self.zh { "zh" } else { "en" }
    }

    /// One of two texts.
    pub const fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        if self.zh { zh } else { en }
    }

    /// How long the story has taken so far.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn put(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{text}").and_then(|()| out.flush());
    }

    fn ink(&self, code: &str, text: &str) -> String {
        if self.coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The title.
    pub fn title(&self, text: &str) {
        self.put("");
        self.put(&self.ink("1", text));
        self.put(&self.ink("2", &"─".repeat(text.width())));
    }

    /// A new step.
    pub fn step(&self, zh: &str, en: &str) {
        let number = self.step.fetch_add(1, Ordering::Relaxed) + 1;
        let text = format!("{number:>2}  {}", self.pick(zh, en));
        self.put("");
        self.put(&self.ink("1", &text));
    }

    /// A line of the story.
    pub fn line(&self, text: &str) {
        self.put(&format!("    {text}"));
    }

    /// A line in one of two languages.
    pub fn say(&self, zh: &str, en: &str) {
        self.line(self.pick(zh, en));
    }

    /// Something that was checked and holds.
    pub fn holds(&self, zh: &str, en: &str) {
        self.put(&format!("  {} {}", self.ink("32", "✓"), self.pick(zh, en)));
    }

    /// A command as it was typed.
    pub fn typed(&self, line: &str) {
        self.put(&format!("    {}", self.ink("36", &format!("$ {line}"))));
    }

    /// What a command printed.
    pub fn quote(&self, text: &str) {
        for line in text.trim_end().lines() {
            let line = format!("{} {line}", self.ink("2", "│"));
            self.put(&format!("    {}", line.trim_end()));
        }
    }

    /// Names and values, aligned by what the eye sees.
    pub fn pairs(&self, pairs: &[(&str, String)]) {
        let widest = pairs.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
        for (name, value) in pairs {
            let pad = " ".repeat(widest - name.width());
            self.line(&format!("{}{pad}  {value}", self.ink("2", name)));
        }
    }
}

/// A size: `843 B`, `12.4 kB`, `3.1 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1000, bytes / 100 % 10),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}
