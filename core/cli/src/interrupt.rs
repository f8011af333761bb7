//! Ctrl-C during long work: the first ends it at the next safe place, the second ends the program at once.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use zhian_engine::CancelToken;

/// Exit code of work that was stopped from the keyboard, as shells expect it: 128 and the number of SIGINT.
pub const EXIT: u8 = 130;

/// Told when the person asks to stop, on another thread.
type Told = Box<dyn FnMut() + Send>;

/// The wish to stop, shared by the keyboard, the engine's token and a request under way.
#[derive(Clone, Default)]
pub struct Interrupt {
    token: CancelToken,
    /// Wakes whoever waits for an answer of the network.
    waiting: Arc<Mutex<Option<Wake>>>,
    told: Arc<Mutex<Option<Told>>>,
}

/// Wakes somebody.
pub type Wake = Box<dyn Fn() + Send>;

impl Interrupt {
    /// The token that long work is given.
    #[must_use]
    pub fn token(&self) -> CancelToken {
        self.token.clone()
    }

    /// Whether the person asked to stop.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Listens to the keyboard from now on. `told` hears of the first wish, so that the screen can say so.
    ///
    /// Where the system lets nobody listen, Ctrl-C ends the program as it always did: what was stored is whole.
    pub fn listen(&self, told: Told) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
        let own = self.clone();
        let _refused = ctrlc::set_handler(move || own.ask());
    }

    /// The person asks to stop; asking again ends the program.
    fn ask(&self) {
        if self.token.is_cancelled() {
            let mut out = std::io::stderr();
            if out.is_terminal() {
                // The shell's prompt begins on a line of its own.
                let _ = out.write_all(b"\n");
            }
            std::process::exit(i32::from(EXIT));
        }
        self.token.cancel();
        if let Some(told) = self.told.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            told();
        }
        if let Some(wake) = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take() {
            wake();
        }
    }

    /// Whom to wake if the person asks to stop. False if they did already: then nothing should begin.
    pub fn wakes<T: Send + 'static>(&self, sender: Sender<Option<T>>) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody listens any more once the answer came.
        *waiting = Some(Box::new(move || drop(sender.send(None))));
        !self.token.is_cancelled()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn the_first_wish_sets_the_token_tells_the_screen_and_wakes_who_waits() {
        let interrupt = Interrupt::default();
        let (screen, heard) = mpsc::channel();
        *interrupt.told.lock().unwrap() = Some(Box::new(move || screen.send(()).unwrap()));
        let (answer, waiting) = mpsc::channel::<Option<u8>>();
        assert!(interrupt.wakes(answer));
        assert!(!interrupt.is_asked());
        interrupt.ask();
        assert!(interrupt.token().is_cancelled() && interrupt.is_asked());
        assert_eq!(heard.recv(), Ok(()));
        assert_eq!(waiting.recv(), Ok(None));
    }

    #[test]
    fn nothing_begins_after_the_wish_to_stop() {
        let interrupt = Interrupt::default();
        interrupt.ask();
        let (answer, _waiting) = mpsc::channel::<Option<u8>>();
        assert!(!interrupt.wakes(answer));
    }
}
