//! The real programs, run as a person would run them.

use super::fault::Fault;
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The two programs of Zhian.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The inspector's terminal client.
    pub zhian: PathBuf,
    /// The office's server.
    pub server: PathBuf,
}

impl Programs {
    /// Finds both beside this program. Errors: which one is not there, and how to build it.
    pub fn beside_this_one() -> Result<Self, Fault> {
        let own = std::env::current_exe().map_err(|cause| Fault::File(cause.to_string()))?;
        let folder = own.parent().unwrap_or(Path::new("."));
        let find = |name: &str| {
            let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
            if path.is_file() {
                return Ok(path);
            }
            Err(Fault::File(format!(
                "{} is not there. Build it first: cargo build -p zhian-cli -p zhian-server, or run make demo. \
                 （找不到该程序，请先构建，或运行 make demo。）",
                path.display()
            )))
        };
        Ok(Self { zhian: find("zhian")?, server: find("zhian-server")? })
    }
}

/// One run of a program.
pub struct Run {
    /// The line as one could type it.
    pub line: String,
    /// Exit code; -1 if a signal ended it.
    pub exit: i32,
    /// What it printed.
    pub stdout: String,
    /// What it complained.
    pub stderr: String,
}

impl Run {
    /// A fault about this run.
    pub fn fault(&self, why: impl Into<String>) -> Fault {
        let (line, why) = (self.line.clone(), why.into());
        Fault::Command { line, why, stdout: self.stdout.clone(), stderr: self.stderr.clone() }
    }

    /// Stops the story unless the run went well.
    pub fn well(self) -> Result<Self, Fault> {
        if self.exit == 0 { Ok(self) } else { Err(self.fault(format!("exit code {}", self.exit))) }
    }

    /// What it printed, as JSON.
    pub fn json(&self) -> Result<Value, Fault> {
        serde_json::from_str(&self.stdout).map_err(|cause| self.fault(format!("no JSON came out: {cause}")))
    }
}

/// Runs a program to its end, without a terminal and in a clean environment of our choosing.
pub fn run(program: &Path, args: &[OsString], language: &str) -> Result<Run, Fault> {
    let line = shown(program, args);
    let Output { status, stdout, stderr } = Command::new(program)
        .args(args)
        .env("LANG", if language == "zh" { "zh_CN.UTF-8" } else { "en_US.UTF-8" })
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("ZHIAN_LANG")
        .env_remove("ZHIAN_DATA")
        .env_remove("ZHIAN_VISIT")
        .env("COLUMNS", "112")
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Fault::File(format!("{}: {cause}", program.display())))?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Run { line, exit: status.code().unwrap_or(-1), stdout: text(stdout), stderr: text(stderr) })
}

/// A command line as one could type it into a shell.
pub fn shown(program: &Path, args: &[OsString]) -> String {
    let program = program.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words = args.iter().map(|word| quoted(&word.to_string_lossy()));
    std::iter::once(program).chain(words).collect::<Vec<_>>().join(" ")
}

/// A word as a shell needs it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A phone: a data folder and the client.
#[derive(Debug, Clone)]
pub struct Phone {
    /// Its officer.
    pub officer: &'static str,
    /// Its data folder.
    pub data: PathBuf,
    /// The client.
    pub program: PathBuf,
    /// `zh` or `en`.
    pub language: &'static str,
}

impl Phone {
    /// Runs a command on this phone.
    pub fn run<S: Into<OsString> + Clone>(&self, args: &[S]) -> Result<Run, Fault> {
        let mut words: Vec<OsString> =
            vec!["--data".into(), self.data.clone().into(), "--lang".into(), self.language.into()];
        words.extend(args.iter().cloned().map(Into::into));
        let mut run = run(&self.program, &words, self.language)?;
        // Shown without what is the same each time.
        let own: Vec<OsString> = args.iter().cloned().map(Into::into).collect();
        if run.exit == 0 {
            run.line = shown(&self.program, &own);
        }
        Ok(run)
    }

    /// Runs a command that must go well.
    pub fn does<S: Into<OsString> + Clone>(&self, args: &[S]) -> Result<Run, Fault> {
        self.run(args)?.well()
    }

    /// Runs a command that must go well, and reads its JSON.
    pub fn asks<S: Into<OsString> + Clone>(&self, args: &[S]) -> Result<Value, Fault> {
        let mut words: Vec<OsString> = args.iter().cloned().map(Into::into).collect();
        words.push("--json".into());
        self.does(&words)?.json()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_can_be_pasted_into_a_shell() {
        let args: Vec<OsString> = ["note", "13", "it's 清单", "--json"].map(Into::into).into();
        assert_eq!(shown(Path::new("/x/zhian"), &args), "zhian note 13 'it'\\''s 清单' --json");
        assert_eq!(quoted(""), "''");
    }
}
