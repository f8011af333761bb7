//! Progress bars for long work: on a terminal, on stderr, and nowhere else.

use crate::style::Style;
use crate::words::size;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Arc, Mutex, PoisonError};
use zhian_engine::{CancelToken, Observer, Progress, Stage, Watch};

/// Draws the engine's progress as one line.
struct Bar {
    style: Style,
    shown: Mutex<Option<(Stage, ProgressBar)>>,
}

/// An observer for long work. It draws nothing where stderr is no terminal or JSON was asked for.
#[must_use]
pub fn watch(style: Style, as_json: bool) -> Watch {
    if as_json || !std::io::stderr().is_terminal() {
        return Watch::cancelled_by(CancelToken::default());
    }
    Watch::new(Arc::new(Bar { style, shown: Mutex::new(None) }), CancelToken::default())
}

impl Bar {
    const fn title(&self, stage: Stage) -> &'static str {
        let (zh, en) = match stage {
            Stage::Parcels => ("交换记录", "exchanging work"),
            Stage::Upload => ("上传证据", "sending evidence"),
            Stage::Download => ("下载证据", "fetching evidence"),
            Stage::Capture => ("读取文件", "reading the file"),
            Stage::Bundle => ("交换文件", "exchange file"),
            Stage::Check => ("核对文件", "checking files"),
        };
        self.style.say(zh, en)
    }

    fn bar(&self, stage: Stage, total: u64) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(look) = ProgressStyle::with_template("{prefix}  {bar:28}  {msg}") {
            bar.set_style(look.progress_chars("━╸─"));
        }
        bar.set_prefix(self.title(stage));
        bar
    }
}

impl Observer for Bar {
    fn on_progress(&self, progress: &Progress) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let same = matches!(&*shown, Some((stage, _)) if *stage == progress.stage);
        if !same {
            if let Some((_, old)) = shown.take() {
                old.finish_and_clear();
            }
            *shown = Some((progress.stage, self.bar(progress.stage, progress.total)));
        }
        if let Some((_, bar)) = &*shown {
            let counted = progress.stage == Stage::Parcels;
            let written = |amount| if counted { u64::to_string(&amount) } else { size(amount) };
            bar.set_length(progress.total);
            bar.set_position(progress.done);
            bar.set_message(format!("{} / {}", written(progress.done), written(progress.total)));
            if progress.done >= progress.total {
                bar.finish_and_clear();
            }
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Ok(mut shown) = self.shown.lock()
            && let Some((_, bar)) = shown.take()
        {
            bar.finish_and_clear();
        }
    }
}
