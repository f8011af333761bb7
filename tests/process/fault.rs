//! What stops the story: what was tried, what came out, and nothing hidden.

use std::fmt;
use std::path::Path;

/// The story cannot go on.
#[derive(Debug)]
pub enum Fault {
    /// The command line of the demo cannot be used.
    Usage(String),
    /// A command failed, or did something else than the story says.
    Command {
        /// The command as one could type it.
        line: String,
        /// Why that stops the story.
        why: String,
        /// What it printed to stdout.
        stdout: String,
        /// What it printed to stderr.
        stderr: String,
    },
    /// A file of the demo itself could not be used.
    File(String),
    /// Something does not hold that must.
    Broken(String),
}

/// Says what was done to which file when the system refused.
pub fn on(path: &Path) -> impl Fn(std::io::Error) -> Fault {
    let path = path.to_owned();
    move |cause| Fault::File(format!("{}: {cause}", path.display()))
}

impl Fault {
    /// 2 for a wrong command line, else 1.
    pub const fn exit(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::File(text) | Self::Broken(text) => f.write_str(text),
            Self::Command { line, why, stdout, stderr } => {
                write!(f, "$ {line}\n{why}")?;
                for (name, text) in [("stdout", stdout), ("stderr", stderr)] {
                    if !text.trim().is_empty() {
                        write!(f, "\n--- {name}\n{}", text.trim_end())?;
                    }
                }
                Ok(())
            }
        }
    }
}
