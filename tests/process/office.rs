//! The office: the real server as a child process, and the commands of the people who run it.

use super::fault::{Fault, on};
use super::program::{Run, quoted, run, shown};
use serde_json::Value;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The office's data folder and, while it is open, its server.
pub struct Office {
    program: PathBuf,
    data: PathBuf,
    language: &'static str,
    server: Option<Child>,
    /// Where it listened last: phones remember its address.
    address: Option<SocketAddr>,
}

impl Office {
    /// An office that has a folder and nothing in it.
    pub fn new(program: &Path, data: PathBuf, language: &'static str) -> Self {
        Self { program: program.to_owned(), data, language, server: None, address: None }
    }

    fn words<S: Into<OsString> + Clone>(&self, args: &[S]) -> Vec<OsString> {
        let mut words: Vec<OsString> =
            vec!["--data".into(), self.data.clone().into(), "--lang".into(), self.language.into()];
        words.extend(args.iter().cloned().map(Into::into));
        words
    }

    /// Runs an administrator's command that must go well.
    pub fn does<S: Into<OsString> + Clone>(&self, args: &[S]) -> Result<Run, Fault> {
        let mut run = run(&self.program, &self.words(args), self.language)?.well()?;
        let own: Vec<OsString> = args.iter().cloned().map(Into::into).collect();
        run.line = shown(&self.program, &own);
        Ok(run)
    }

    /// Runs an administrator's command that must go well, and reads its JSON.
    pub fn asks<S: Into<OsString> + Clone>(&self, args: &[S]) -> Result<Value, Fault> {
        let mut words: Vec<OsString> = args.iter().cloned().map(Into::into).collect();
        words.push("--json".into());
        self.does(&words)?.json()
    }

    /// Starts the server and waits until it says where it listens: on a free port of this machine, or where it was before.
    pub fn opens(&mut self) -> Result<SocketAddr, Fault> {
        let log_path = self.data.with_extension("log");
        let log = File::create(&log_path).map_err(on(&log_path))?;
        let listen = self.address.map_or_else(|| "127.0.0.1:0".to_owned(), |address| address.to_string());
        let words = self.words(&["serve", "--listen", &listen]);
        let line = shown(&self.program, &words);
        let mut child = Command::new(&self.program)
            .args(&words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(on(&self.program))?;
        let mut said = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut said).map_err(on(&self.program))?;
        }
        self.server = Some(child);
        self.address = said.split("http://").nth(1).and_then(|text| text.trim().parse().ok());
        self.address.ok_or_else(|| Fault::Command {
            line,
            why: "the server did not say where it listens".to_owned(),
            stdout: said,
            stderr: std::fs::read_to_string(&log_path).unwrap_or_default(),
        })
    }

    /// Asks the server to stop, as an administrator would, and waits until it has.
    pub fn closes(&mut self) -> Result<(), Fault> {
        let Some(mut child) = self.server.take() else { return Ok(()) };
        let asked =
            Command::new("sh").args(["-c", "kill -TERM \"$1\"", "sh", &child.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            // It may have ended by itself; then there is nothing to ask.
            let _ = child.kill();
        }
        let status = child.wait().map_err(on(&self.program))?;
        if status.success() { Ok(()) } else { Err(Fault::Broken(format!("the server ended with {status}"))) }
    }

    /// Where the server keeps an evidence file.
    pub fn evidence_file(&self, hash: &str) -> PathBuf {
        self.data.join("evidence").join("files").join(hash.get(..2).unwrap_or_default()).join(hash)
    }

    /// A command line to paste, with this office's folder.
    pub fn line(&self, rest: &str) -> String {
        let (program, data) = (self.program.to_string_lossy(), self.data.to_string_lossy());
        format!("{} --data {} {rest}", quoted(&program), quoted(&data))
    }
}

impl Drop for Office {
    /// The server never outlives the story, however that ends.
    fn drop(&mut self) {
        if let Some(mut child) = self.server.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
