//! Progress of long work: one line on a terminal, on stderr, and nowhere else.

use crate::interrupt::Interrupt;
use crate::lang::pick;
use crate::style::Style;
use crate::words::size;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use unicode_width::UnicodeWidthStr;
use zhian_engine::{Observer, Progress, Stage, Watch};
use zhian_protocol::explain::Language;

/// Times a second that the line is drawn anew at most.
const DRAWN_PER_SECOND: u8 = 10;
/// How often the little wheel turns: it shows that the program lives while a slow line says nothing.
const TURN: Duration = Duration::from_millis(150);
/// Columns of the longest name of a stage.
const TITLE_COLUMNS: usize = 17;
/// Columns of `123.4 MB / 567.8 MB  100%`.
const FIGURES_COLUMNS: usize = 26;
/// Columns of the bar itself, narrowest and widest.
const BAR_COLUMNS: (usize, usize) = (8, 28);

/// Draws the engine's progress as one line, which it clears when it is dropped.
struct Bar {
    style: Style,
    line: ProgressBar,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    stage: Option<Stage>,
    stopping: bool,
}

/// An observer for long work that Ctrl-C stops. It draws nothing where stderr is no terminal or JSON was asked for.
#[must_use]
pub fn watch(style: Style, as_json: bool, interrupt: &Interrupt) -> Watch {
    if as_json || !std::io::stderr().is_terminal() {
        interrupt.listen(Box::new(move || {
            if !as_json {
                // A log that nobody reads is no reason to stop otherwise.
                let _ = writeln!(std::io::stderr(), "{}", stopping(&style));
            }
        }));
        return Watch::cancelled_by(interrupt.token());
    }
    let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(DRAWN_PER_SECOND));
    let bar = Arc::new(Bar { style, line, state: Mutex::default() });
    bar.begin();
    // Whoever draws is gone when the work is done; the keyboard must not keep the line alive.
    let screen = Arc::downgrade(&bar);
    interrupt.listen(Box::new(move || {
        if let Some(bar) = screen.upgrade() {
            bar.stopping();
        }
    }));
    Watch::new(bar, interrupt.token())
}

const fn stopping(style: &Style) -> &'static str {
    pick(
        style.language,
        "正在停在安全的位置；再按一次 Ctrl-C 立即结束",
        "stopping at a safe place; Ctrl-C again ends at once",
    )
}

fn title(style: &Style, stage: Stage) -> String {
    let (zh, en) = match stage {
        Stage::Parcels => ("交换记录", "exchanging work"),
        Stage::Upload => ("上传证据", "sending evidence"),
        Stage::Download => ("下载证据", "fetching evidence"),
        Stage::Capture => ("读取文件", "reading the file"),
        Stage::Bundle => ("交换文件", "exchange file"),
        Stage::Check => ("核对文件", "checking files"),
    };
    let text = style.say(zh, en);
    // Only English names differ in length; the bar stays where it is from one stage to the next.
    let columns = if style.language == Language::Zh { 0 } else { TITLE_COLUMNS };
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// The figures beside the bar, of one width whatever they say, so that nothing jumps.
fn figures(style: &Style, progress: &Progress) -> String {
    if progress.stage == Stage::Parcels {
        return format!("{} {}", progress.done, style.say("个已送达", "acknowledged"));
    }
    let percent = progress.done.saturating_mul(100).checked_div(progress.total).unwrap_or(100);
    format!("{:>8} / {:<8}  {percent:>3}%", size(progress.done), size(progress.total))
}

impl Bar {
    fn look(&self, template: &str) {
        if let Ok(look) = ProgressStyle::with_template(template) {
            self.line.set_style(look.progress_chars("━╸─").tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ "));
        }
    }

    fn begin(&self) {
        self.look("{spinner} {msg}");
        self.line.set_message(self.style.say("准备中", "getting ready"));
        self.line.enable_steady_tick(TURN);
    }

    fn enter(&self, stage: Stage) {
        if stage == Stage::Parcels {
            self.look("{spinner} {prefix}  {msg}");
        } else {
            let (least, most) = BAR_COLUMNS;
            let taken = TITLE_COLUMNS + FIGURES_COLUMNS + 7;
            let columns = self.style.columns.saturating_sub(taken).clamp(least, most);
            self.look(&format!("{{spinner}} {{prefix}}  {{bar:{columns}}}  {{msg}}"));
        }
        self.line.set_message("");
        self.line.set_prefix(title(&self.style, stage));
    }

    fn stopping(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopping = true;
        self.look("{spinner} {msg}");
        self.line.set_message(stopping(&self.style));
        self.line.tick();
    }
}

impl Observer for Bar {
    fn on_progress(&self, progress: &Progress) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.stopping {
            return;
        }
        if state.stage != Some(progress.stage) {
            state.stage = Some(progress.stage);
            self.enter(progress.stage);
        }
        self.line.set_length(progress.total);
        self.line.set_position(progress.done);
        self.line.set_message(figures(&self.style, progress));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: [Stage; 6] =
        [Stage::Parcels, Stage::Upload, Stage::Download, Stage::Capture, Stage::Bundle, Stage::Check];

    #[test]
    fn the_line_fits_a_screen_of_eighty_columns_and_the_bar_never_moves_sideways() {
        for language in [Language::Zh, Language::En] {
            let style = Style::plain(language, 80);
            let widths: Vec<usize> = STAGES.map(|stage| title(&style, stage).width()).into();
            assert!(widths[1..].iter().all(|width| *width == widths[1]), "{widths:?}");
            let widest = Progress {
                stage: Stage::Upload,
                subject: String::new(),
                done: 999_900_000,
                total: 999_900_000,
            };
            let begun = Progress { done: 0, ..widest.clone() };
            assert_eq!(figures(&style, &widest).width(), figures(&style, &begun).width());
            let (_, most) = BAR_COLUMNS;
            assert!(2 + widths[1] + 2 + most + 2 + figures(&style, &widest).width() <= 80);
        }
    }
}
