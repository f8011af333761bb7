//! What a large office costs: memory, and the time to be back after a kill.

use crate::figures::{Limit, show};
use crate::intake::{run, sealed_jobs};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;
use zhian_tests::traffic::Failure;
use zhian_tests::traffic::office::{Prepared, Running};

const VISITS: u32 = 100_000;
const PAIRS: u16 = 8;
const ITEMS: usize = 40;

/// Memory with 100,000 sealed visits stored, and the restart after a kill with them.
pub fn memory_and_restart() -> Result<(), Failure> {
    let prepared = Prepared::new(PAIRS, VISITS / u32::from(PAIRS), ITEMS)?;
    let running = Running::start(prepared.path())?;
    let times = run(&running, &prepared, sealed_jobs(&prepared)?)?;
    show("sealed visit of 40 answers, 8 clients, 100,000 of them", times.per_second(), "/s", Limit::None);
    let (peak, now) = running.memory_mb()?;
    show("server memory with 100,000 visits stored, peak", peak, "MB", Limit::AtMost(100.0));
    show("server memory with 100,000 visits stored, at the end", now, "MB", Limit::AtMost(100.0));
    running.kill()?;

    let start = Instant::now();
    let running = Running::start(prepared.path())?;
    healthy(&running)?;
    show("restart after a kill with 100,000 visits", start.elapsed().as_secs_f64(), "s", Limit::AtMost(0.5));
    show("server memory after the restart", running.memory_mb()?.1, "MB", Limit::AtMost(100.0));
    Ok(())
}

fn healthy(running: &Running) -> Result<(), Failure> {
    let mut stream = TcpStream::connect(&running.host)?;
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", running.host)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") {
        Ok(())
    } else {
        Err(format!("the restarted server is not healthy: {answer}").into())
    }
}
