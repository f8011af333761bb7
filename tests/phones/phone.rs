//! An app's engine in a process of its own, asked line by line: a call as `tests/contract/seam` writes it, and its answer.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use zhian_tests::process::{Fault, on};

/// One phone. Its process ends when it is dropped.
pub struct Phone {
    /// What the story calls it, e.g. `Kotlin`.
    pub name: &'static str,
    /// The officer who holds it.
    pub officer: &'static str,
    program: PathBuf,
    dir: PathBuf,
    process: Child,
    asks: ChildStdin,
    hears: BufReader<ChildStdout>,
}

impl Phone {
    /// Starts the program and opens `dir` as the data folder of the phone.
    pub fn start(
        name: &'static str,
        officer: &'static str,
        program: &Path,
        dir: PathBuf,
    ) -> Result<Self, Fault> {
        let mut process = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(on(program))?;
        let (Some(asks), Some(hears)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(Fault::Broken(format!("{name} has no standard input or output")));
        };
        let hears = BufReader::new(hears);
        let mut phone = Self { name, officer, program: program.to_owned(), dir, process, asks, hears };
        phone.open()?;
        Ok(phone)
    }

    /// Opens the data folder.
    pub fn open(&mut self) -> Result<(), Fault> {
        let request = json!({ "dir": self.dir, "app": format!("{} 1", self.name), "zoneMinutes": 480 });
        self.does("open", json!({ "request": request })).map(drop)
    }

    /// Ends the process as a dead battery would, and starts it again.
    pub fn dies_and_wakes(self) -> Result<Self, Fault> {
        let (name, officer) = (self.name, self.officer);
        let (program, dir) = (self.program.clone(), self.dir.clone());
        drop(self);
        Self::start(name, officer, &program, dir)
    }

    /// Asks a call and waits for its whole answer.
    fn answer(&mut self, call: &str, with: &Value) -> Result<Value, Fault> {
        let line = format!("{}\n", json!({ "call": call, "with": with }));
        self.asks.write_all(line.as_bytes()).map_err(on(&self.program))?;
        self.asks.flush().map_err(on(&self.program))?;
        let mut said = String::new();
        self.hears.read_line(&mut said).map_err(on(&self.program))?;
        serde_json::from_str(&said).map_err(|cause| self.fault(call, &format!("{cause}: {said}")))
    }

    /// Asks a call that must go well; gives its view.
    pub fn does(&mut self, call: &str, with: Value) -> Result<Value, Fault> {
        let mut answer = self.answer(call, &with)?;
        match answer.get_mut("gives") {
            Some(view) => Ok(view.take()),
            None => Err(self.fault(call, &format!("with {with} it was refused: {answer}"))),
        }
    }

    fn fault(&self, call: &str, why: &str) -> Fault {
        Fault::Broken(format!("{}, {call}: {why}", self.name))
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        // One that has ended by itself cannot be killed, and need not be.
        let _ended = self.process.kill();
        let _status = self.process.wait();
    }
}
