//! A bad line: a relay that delays everything, lets little through, and breaks in the middle of a photograph.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long everything takes one way: a weak mobile cell.
const DELAY: Duration = Duration::from_millis(25);
/// Bytes passed on at once; with the delay this is some 2.5 MB/s at best.
const PIECE: usize = 64 * 1024;
/// How an upload step begins.
const UPLOAD: &[u8] = b"PATCH ";

/// The relay and what it has seen.
pub struct Line {
    state: Arc<State>,
    address: SocketAddr,
    /// Takes connections; `None` while there is no network, when nothing listens at the address.
    taking: Mutex<Option<JoinHandle<()>>>,
}

struct State {
    server: SocketAddr,
    /// Upload steps still to let through before the line breaks; `u64::MAX` for a line that holds.
    uploads_left: AtomicU64,
    bytes_up: AtomicU64,
    bytes_down: AtomicU64,
    cuts: AtomicU64,
    stop: AtomicBool,
}

impl Line {
    /// Opens a line to a server on this machine; it holds until told otherwise.
    pub fn open(server: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            server,
            uploads_left: AtomicU64::new(u64::MAX),
            bytes_up: AtomicU64::new(0),
            bytes_down: AtomicU64::new(0),
            cuts: AtomicU64::new(0),
            stop: AtomicBool::new(false),
        });
        let taking = Mutex::new(Some(take(listener, Arc::clone(&state))));
        Ok(Self { state, address, taking })
    }

    /// Address of the near end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// No network from now on: nothing listens at the address any more.
    pub fn goes_down(&self) {
        let taking = self.taking.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(taking) = taking {
            self.state.stop.store(true, Ordering::Release);
            // One last connection wakes the listener, which then sees that it is over.
            let _ = TcpStream::connect(self.address);
            let _ = taking.join();
        }
    }

    /// The network is back, at the same address.
    pub fn comes_up(&self) -> io::Result<()> {
        let mut taking = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        if taking.is_none() {
            self.state.stop.store(false, Ordering::Release);
            *taking = Some(take(TcpListener::bind(self.address)?, Arc::clone(&self.state)));
        }
        Ok(())
    }

    /// The line will break in the body of the upload step after `steps` more whole ones.
    pub fn breaks_after(&self, steps: u64) {
        self.state.uploads_left.store(steps, Ordering::Release);
    }

    /// How often it broke.
    pub fn cuts(&self) -> u64 {
        self.state.cuts.load(Ordering::Acquire)
    }

    /// Bytes that went to the server and back.
    pub fn bytes(&self) -> (u64, u64) {
        (self.state.bytes_up.load(Ordering::Acquire), self.state.bytes_down.load(Ordering::Acquire))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.goes_down();
    }
}

/// Takes connections until told to stop; then the listener is gone.
fn take(listener: TcpListener, relay: Arc<State>) -> JoinHandle<()> {
    thread::spawn(move || {
        for client in listener.incoming() {
            if relay.stop.load(Ordering::Acquire) {
                return;
            }
            if let Ok(client) = client {
                let relay = Arc::clone(&relay);
                thread::spawn(move || relay.serve(client));
            }
        }
    })
}

impl State {
    fn serve(&self, client: TcpStream) {
        let Ok(server) = TcpStream::connect(self.server) else { return };
        let (Ok(client_in), Ok(server_in)) = (client.try_clone(), server.try_clone()) else { return };
        thread::scope(|scope| {
            scope.spawn(|| {
                let _ = self.pass_down(server_in, &client);
                let _ = client.shutdown(Shutdown::Both);
            });
            let _ = self.pass_up(client_in, &server);
            let _ = server.shutdown(Shutdown::Both);
        });
    }

    fn pass_down(&self, mut from: TcpStream, mut to: &TcpStream) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        loop {
            let read = from.read(&mut piece)?;
            if read == 0 {
                return Ok(());
            }
            thread::sleep(DELAY);
            to.write_all(&piece[..read])?;
            self.bytes_down.fetch_add(read as u64, Ordering::AcqRel);
        }
    }

    fn pass_up(&self, mut from: TcpStream, mut to: &TcpStream) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        let mut breaking = false;
        loop {
            let read = from.read(&mut piece)?;
            if read == 0 {
                return Ok(());
            }
            thread::sleep(DELAY);
            if breaking {
                // Half of this piece still arrives: the cut falls inside the photograph.
                to.write_all(&piece[..read / 2])?;
                self.bytes_up.fetch_add((read / 2) as u64, Ordering::AcqRel);
                self.cuts.fetch_add(1, Ordering::AcqRel);
                self.uploads_left.store(u64::MAX, Ordering::Release);
                return from.shutdown(Shutdown::Both);
            }
            to.write_all(&piece[..read])?;
            self.bytes_up.fetch_add(read as u64, Ordering::AcqRel);
            if piece[..read].starts_with(UPLOAD) {
                breaking = self.counts_down();
            }
        }
    }

    /// Counts an upload step; true if this is the one that breaks.
    fn counts_down(&self) -> bool {
        let count = |left: u64| if left == u64::MAX { None } else { left.checked_sub(1) };
        let before = self.uploads_left.fetch_update(Ordering::AcqRel, Ordering::Acquire, count);
        before == Err(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that swallows what it gets and reports how much when the client is done.
    fn sink() -> (SocketAddr, thread::JoinHandle<Vec<usize>>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let counted = thread::spawn(move || {
            let mut counts = Vec::new();
            for connection in listener.incoming().take(2) {
                let mut swallowed = Vec::new();
                let _ = connection.unwrap().read_to_end(&mut swallowed);
                counts.push(swallowed.len());
            }
            counts
        });
        (address, counted)
    }

    #[test]
    fn the_line_breaks_inside_the_body_of_the_chosen_upload_and_holds_afterwards() {
        let (server, counted) = sink();
        let line = Line::open(server).unwrap();
        line.breaks_after(0);
        let body = [b"PATCH /v1/evidence HTTP/1.1\r\n\r\n".as_slice(), &[7; 400_000]].concat();
        let mut first = TcpStream::connect(line.address).unwrap();
        let _ = first.write_all(&body);
        let mut rest = Vec::new();
        let _ = first.read_to_end(&mut rest);
        let mut second = TcpStream::connect(line.address).unwrap();
        second.write_all(&body).unwrap();
        second.shutdown(Shutdown::Write).unwrap();
        let counts = counted.join().unwrap();
        assert!(counts[0] > 0 && counts[0] < body.len(), "{counts:?}");
        assert_eq!(counts[1], body.len());
        assert_eq!(line.cuts(), 1);
    }
}
