//! Ctrl-C during long work: the first ends it at the next safe place, the second ends the program at once.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit code of work that was stopped from the keyboard: 128 and the number of SIGINT.
pub const EXIT: u8 = 130;

/// The wish to stop.
#[derive(Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens to the keyboard from now on. `told` hears of the first wish, so that the screen can say so.
    ///
    /// Where the system lets nobody listen, Ctrl-C ends the program as it always did: what was stored is whole.
    pub fn listen(told: impl Fn() + Send + 'static) -> Self {
        let stop = Self::default();
        let own = stop.clone();
        let _refused = ctrlc::set_handler(move || {
            if own.0.swap(true, Ordering::AcqRel) {
                std::process::exit(i32::from(EXIT));
            }
            told();
        });
        stop
    }

    /// Whether the person asked to stop.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// A reader that ends with an error once the person asked to stop.
    pub const fn reader<R: Read>(&self, from: R) -> Stoppable<'_, R> {
        Stoppable { from, stop: self }
    }
}

/// See [`Stop::reader`].
pub struct Stoppable<'s, R> {
    from: R,
    stop: &'s Stop,
}

impl<R: Read> Read for Stoppable<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = if self.stop.is_asked() { Ok(0) } else { self.from.read(into) };
        // Asked again behind the read: it may have waited long for its bytes.
        if self.stop.is_asked() { Err(io::Error::other("the work was stopped")) } else { read }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_ends_once_it_is_asked_to() {
        let stop = Stop::default();
        let mut reader = stop.reader([7_u8; 4].as_slice());
        let mut piece = [0; 2];
        assert_eq!(reader.read(&mut piece).unwrap(), 2);
        stop.0.store(true, Ordering::Release);
        assert!(reader.read(&mut piece).is_err());
    }
}
