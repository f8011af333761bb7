//! The line between one phone and the office. It calls the real server in the same process, and has mishaps.

use crate::chance::Chance;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zhian_engine::port::{HttpRequest, HttpResponse, Method, Transport, TransportError};

/// Where requests arrive. The office is one; a test may stand another one in front of it.
pub trait Door: Send + Sync {
    /// Lets a request in. With `body_bytes` the line breaks after that many bytes of the body.
    fn deliver(
        &self,
        request: &HttpRequest,
        body_bytes: Option<usize>,
    ) -> Result<HttpResponse, TransportError>;
}

/// What can happen to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// It never arrives.
    LosesRequest,
    /// It arrives, its answer does not.
    LosesAnswer,
    /// The line breaks after so many bytes of the body.
    CutsBodyAfter(usize),
    /// It arrives twice; the second answer counts.
    ArrivesTwice,
    /// It is lost for now and arrives before some later request, when nobody waits for its answer.
    ArrivesLate,
}

/// Which requests a mishap waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The next one, whatever it is.
    Anything,
    /// `POST /v1/sync`.
    Sync,
    /// A chunk of a file.
    Chunk,
    /// Anything about a file.
    Evidence,
}

impl To {
    fn matches(self, request: &HttpRequest) -> bool {
        match self {
            Self::Anything => true,
            Self::Sync => request.path == zhian_protocol::sync::PATH,
            Self::Chunk => request.method == Method::Patch,
            Self::Evidence => request.path.starts_with(zhian_protocol::evidence::PATH),
        }
    }
}

/// One request as it went over the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Method.
    pub method: Method,
    /// Path.
    pub path: String,
    /// Bytes of the body that went over the line.
    pub bytes_up: usize,
    /// Status of the answer that arrived; `None` if none did.
    pub status: Option<u16>,
}

struct State {
    online: bool,
    script: VecDeque<(To, Mishap)>,
    weather: Option<Weather>,
    late: Vec<HttpRequest>,
    sent: Vec<Sent>,
    last_sync: Option<HttpRequest>,
}

struct Weather {
    chance: Chance,
    mishap_one_in: usize,
}

/// The line of one phone.
pub struct Line {
    door: Mutex<Arc<dyn Door>>,
    state: Mutex<State>,
}

impl Line {
    /// A good line to a door.
    #[must_use]
    pub fn to(door: Arc<dyn Door>) -> Arc<Self> {
        let state = State {
            online: true,
            script: VecDeque::new(),
            weather: None,
            late: Vec::new(),
            sent: Vec::new(),
            last_sync: None,
        };
        Arc::new(Self { door: Mutex::new(door), state: Mutex::new(state) })
    }

    /// The phone loses or finds its network.
    pub fn is_online(&self, online: bool) {
        self.state().online = online;
    }

    /// The next request of a kind has a mishap. Several wait in order.
    pub fn next(&self, to: To, mishap: Mishap) {
        self.state().script.push_back((to, mishap));
    }

    /// From now on one request in so many has a mishap, drawn from `chance`.
    pub fn weathers(&self, chance: Chance, mishap_one_in: usize) {
        self.state().weather = Some(Weather { chance, mishap_one_in });
    }

    /// The line is good again: mishaps that did not happen will not, and what is late arrives now.
    pub fn clears(&self) {
        let late = {
            let mut state = self.state();
            (state.online, state.weather) = (true, None);
            state.script.clear();
            std::mem::take(&mut state.late)
        };
        self.arrive(&late);
    }

    /// Leads somewhere else from now on.
    pub fn leads_to(&self, door: Arc<dyn Door>) {
        *self.door.lock().unwrap_or_else(PoisonError::into_inner) = door;
    }

    /// What went over the line since the last time this was asked.
    #[must_use]
    pub fn takes_log(&self) -> Vec<Sent> {
        std::mem::take(&mut self.state().sent)
    }

    /// The last exchange that went over the line, as it was sent.
    #[must_use]
    pub fn last_sync(&self) -> Option<HttpRequest> {
        self.state().last_sync.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn door(&self) -> Arc<dyn Door> {
        Arc::clone(&self.door.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn arrive(&self, late: &[HttpRequest]) {
        for request in late {
            // Nobody waits for this answer any more.
            drop(self.door().deliver(request, None));
        }
    }

    /// What happens to this request, and which late ones arrive before it.
    fn fate(&self, request: &HttpRequest) -> Result<(Option<Mishap>, Vec<HttpRequest>), TransportError> {
        let mut state = self.state();
        if !state.online {
            return Err(unreachable("no network"));
        }
        let scripted = state.script.iter().position(|(to, _)| to.matches(request));
        if let Some((_, mishap)) = scripted.and_then(|index| state.script.remove(index)) {
            return Ok((Some(mishap), Vec::new()));
        }
        let State { weather, late, .. } = &mut *state;
        let Some(Weather { chance, mishap_one_in }) = weather else { return Ok((None, Vec::new())) };
        let arriving = if chance.one_in(2) { std::mem::take(late) } else { Vec::new() };
        let mishap = chance.one_in(*mishap_one_in).then(|| match chance.below(5) {
            0 => Mishap::LosesRequest,
            1 => Mishap::LosesAnswer,
            2 => Mishap::CutsBodyAfter(chance.below(request.body.len() + 1)),
            3 => Mishap::ArrivesTwice,
            _ => Mishap::ArrivesLate,
        });
        Ok((mishap, arriving))
    }

    fn carry(
        &self,
        request: &HttpRequest,
        mishap: Option<Mishap>,
    ) -> (usize, Result<HttpResponse, TransportError>) {
        let whole = request.body.len();
        let door = self.door();
        match mishap {
            None => (whole, door.deliver(request, None)),
            Some(Mishap::LosesRequest) => (whole, Err(cut("the request was lost"))),
            Some(Mishap::LosesAnswer) => {
                drop(door.deliver(request, None));
                (whole, Err(cut("the answer was lost")))
            }
            Some(Mishap::CutsBodyAfter(bytes)) => {
                let bytes = bytes.min(whole);
                drop(door.deliver(request, Some(bytes)));
                (bytes, Err(cut("the line broke")))
            }
            Some(Mishap::ArrivesTwice) => {
                drop(door.deliver(request, None));
                (whole, door.deliver(request, None))
            }
            Some(Mishap::ArrivesLate) => {
                self.state().late.push(request.clone());
                (whole, Err(cut("the request is late")))
            }
        }
    }
}

impl Transport for Line {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let (mishap, arriving) = self.fate(request)?;
        self.arrive(&arriving);
        let (bytes_up, answer) = self.carry(request, mishap);
        let answer = answer.and_then(|answer| {
            let limit = request.response_bytes_max;
            if answer.body.len() > limit { Err(TransportError::TooLarge { limit }) } else { Ok(answer) }
        });
        let mut state = self.state();
        if request.path == zhian_protocol::sync::PATH {
            state.last_sync = Some(request.clone());
        }
        state.sent.push(Sent {
            method: request.method,
            path: request.path.clone(),
            bytes_up,
            status: answer.as_ref().ok().map(|answer| answer.status),
        });
        drop(state);
        answer
    }
}

fn cut(detail: &str) -> TransportError {
    TransportError::Cut { detail: detail.to_owned() }
}

fn unreachable(detail: &str) -> TransportError {
    TransportError::Unreachable { detail: detail.to_owned() }
}
