//! What a command prints: text and JSON of the same thing, made together.

use crate::style::{Ink, Style};
use crate::table::{Table, wrap};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// The result of a command.
#[derive(Debug)]
pub struct Output {
    /// Text for people.
    pub text: String,
    /// The same for programs.
    pub json: Value,
    /// Exit code: 0 done, 1 done but something is not as it should be.
    pub exit: u8,
}

/// Collects the text of a command.
#[derive(Debug)]
pub struct Page {
    /// Language, colour and width.
    pub style: Style,
    text: String,
}

impl Page {
    /// An empty page.
    #[must_use]
    pub const fn new(style: Style) -> Self {
        Self { style, text: String::new() }
    }

    /// Text in the reader's language.
    #[must_use]
    pub const fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.style.say(zh, en)
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(Some(Ink::Strong), text);
    }

    /// A line that is wrapped where the screen ends, in the colour of its meaning.
    pub fn line(&mut self, ink: Option<Ink>, text: &str) {
        self.indented(0, ink, text);
    }

    /// A line that stands further in.
    pub fn indented(&mut self, indent: usize, ink: Option<Ink>, text: &str) {
        for piece in wrap(text, self.style.columns.saturating_sub(indent)) {
            let piece = ink.map_or_else(|| piece.clone(), |ink| self.style.ink(ink, &piece));
            self.text.push_str(&" ".repeat(if piece.is_empty() { 0 } else { indent }));
            self.text.push_str(&piece);
            self.text.push('\n');
        }
    }

    /// Lines of `label  value`, the values aligned.
    pub fn pairs(&mut self, pairs: &[(&str, String)]) {
        let widest = pairs.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
        let mut table = Table::new(["", ""]).flexible(1);
        for (label, value) in pairs {
            let label = format!("{label}{}", " ".repeat(widest - label.width()));
            table.row([crate::table::Cell::inked(Ink::Faint, label), value.as_str().into()]);
        }
        self.table(&table);
    }

    /// A table.
    pub fn table(&mut self, table: &Table) {
        self.text.push_str(&table.render(&self.style));
    }

    /// The finished result.
    #[must_use]
    pub fn done(self, json: Value) -> Output {
        Output { text: self.text, json, exit: 0 }
    }

    /// The finished result of a command that found something wrong.
    #[must_use]
    pub fn done_with(self, json: Value, exit: u8) -> Output {
        Output { text: self.text, json, exit }
    }
}
