//! `zhian-load`: what the office stands, with client and server on the same machine.
//!
//! Every figure is printed beside its limit, measured in this run. Parcels are prepared before the clock starts;
//! the server is the real process on its real database and folder.

mod figures;
mod intake;
mod size;
mod wire;

use zhian_tests::traffic::Failure;

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
