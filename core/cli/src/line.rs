//! The line to the office: HTTP whose answer nobody has to wait for once the person wants to stop.

use crate::interrupt::Interrupt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::thread;
use zhian_engine::port::{HttpRequest, HttpResponse, Transport, TransportError};

/// A transport that gives up a request when the person asks to stop.
///
/// On a bad line one piece of a photograph takes most of a minute. Giving it up is as safe as a cut line: whether the
/// office took it is asked at the next exchange.
pub struct Line {
    under: Arc<dyn Transport>,
    interrupt: Interrupt,
}

impl Line {
    /// Over this transport.
    #[must_use]
    pub fn new(under: Arc<dyn Transport>, interrupt: Interrupt) -> Self {
        Self { under, interrupt }
    }
}

fn given_up() -> TransportError {
    TransportError::Cut { detail: "the request was given up".to_owned() }
}

impl Transport for Line {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let (answers, heard) = mpsc::channel();
        if !self.interrupt.wakes(answers.clone()) {
            return Err(given_up());
        }
        let (under, request) = (Arc::clone(&self.under), request.clone());
        let asking = move || {
            // Whatever happens in there, the one who waits is answered.
            let answer = catch_unwind(AssertUnwindSafe(|| under.send(&request))).ok();
            // Nobody may be waiting any more.
            let _ = answers.send(answer);
        };
        match thread::Builder::new().name("request".to_owned()).spawn(asking) {
            Ok(_detached) => heard.recv().ok().flatten().unwrap_or_else(|| Err(given_up())),
            Err(cause) => Err(TransportError::Unreachable { detail: cause.to_string() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use zhian_engine::port::Method;

    /// Answers when it is let, or never.
    struct Office(Mutex<mpsc::Receiver<()>>);

    impl Transport for Office {
        fn send(&self, _: &HttpRequest) -> Result<HttpResponse, TransportError> {
            self.0
                .lock()
                .unwrap()
                .recv()
                .map_err(|_| TransportError::Unreachable { detail: String::new() })?;
            Ok(HttpResponse { status: 204, headers: Vec::new(), body: Vec::new() })
        }
    }

    struct Broken;

    impl Transport for Broken {
        #[allow(clippy::panic, reason = "this is the fault that is tried out")]
        fn send(&self, _: &HttpRequest) -> Result<HttpResponse, TransportError> {
            panic!("a defect below the port")
        }
    }

    fn request() -> HttpRequest {
        HttpRequest {
            method: Method::Get,
            path: "/healthz".to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            response_bytes_max: 10,
        }
    }

    #[test]
    fn an_answer_passes_through() {
        let (let_answer, may) = mpsc::channel();
        let line = Line::new(Arc::new(Office(Mutex::new(may))), Interrupt::default());
        let_answer.send(()).unwrap();
        assert_eq!(line.send(&request()).unwrap().status, 204);
    }

    #[test]
    fn a_request_that_fails_inside_is_a_cut_line_and_nobody_waits_for_ever() {
        let line = Line::new(Arc::new(Broken), Interrupt::default());
        assert!(matches!(line.send(&request()), Err(TransportError::Cut { .. })));
    }
}
