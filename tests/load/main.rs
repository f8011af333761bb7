//! `zhian-load`: what the office stands, with client and server on the same machine.
//!
//! Every figure is printed beside its limit, measured in this run. Parcels are prepared before the clock starts;
//! the server is the real process on its real database and folder.

mod client;
mod figures;
mod generate;
mod intake;
mod office;
mod size;
mod wire;

/// Anything that stops a measurement.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

const USAGE: &str = "usage: zhian-load [wire|sealed|drafts|visits|photos|memory|all]";

fn main() -> Result<(), Failure> {
    let what = std::env::args().nth(1).unwrap_or_else(|| "all".to_owned());
    let chosen = |name: &str| what == name || what == "all";
    if !["wire", "sealed", "drafts", "visits", "photos", "memory", "all"].contains(&what.as_str()) {
        return Err(USAGE.into());
    }
    println!("{:<58} {:>19} {:>10} {:>8}", "figure", "measured", "limit", "ratio");
    if chosen("wire") {
        wire::exchanges()?;
    }
    if chosen("sealed") {
        intake::sealed()?;
    }
    if chosen("drafts") {
        intake::drafts()?;
    }
    if chosen("visits") {
        intake::whole_visits()?;
    }
    if chosen("photos") {
        intake::photos()?;
    }
    if chosen("memory") {
        size::memory_and_restart()?;
    }
    Ok(())
}
