//! Where the story happens: a folder of its own, an office, a line, two phones.

use crate::narrate::Narrator;
use crate::plan::Who;
use crate::proxy::Line;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use zhian_tests::process::Office;
use zhian_tests::process::{Fault, on};
use zhian_tests::process::{Phone, Programs};

/// Marks a folder that the demo made. Only such a folder is ever written to.
const MARK: &str = ".zhian-demo";

/// What the user asked for.
#[derive(Debug, Default)]
pub struct Wishes {
    /// Folder for everything the demo makes.
    pub data: PathBuf,
    /// The user's own photographs.
    pub photos: Option<PathBuf>,
    /// Whether to tell it in Chinese.
    pub zh: bool,
}

/// Everything on the stage.
pub struct Stage {
    /// Tells the story.
    pub narrator: Narrator,
    /// The real programs.
    pub programs: Programs,
    /// Folder of this run.
    pub folder: PathBuf,
    /// The office; its server runs until it is dropped.
    pub office: Office,
    /// The mobile network.
    pub line: Line,
    /// The first officer's phone.
    pub first: Phone,
    /// The second officer's phone.
    pub second: Phone,
    /// The user's own photographs, used in order.
    pub own_photos: Vec<PathBuf>,
    /// Where the factory stands.
    pub place: (i32, i32),
}

impl Stage {
    /// The phone of an officer.
    pub const fn phone(&self, who: Who) -> &Phone {
        match who {
            Who::First => &self.first,
            Who::Second => &self.second,
        }
    }

    /// A file of this run, for photographs, bundles and handwriting.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join("camera").join(name)
    }

    /// The place as the client reads it.
    pub fn place_text(&self) -> String {
        let degrees = |e7: i32| format!("{}.{:07}", e7 / 10_000_000, e7 % 10_000_000);
        format!("{},{}", degrees(self.place.0), degrees(self.place.1))
    }
}

/// Makes the folder of a new run. Errors: the folder holds something that the demo did not make.
pub fn new_run(data: &Path) -> Result<PathBuf, Fault> {
    let mark = data.join(MARK);
    if data.exists() && !mark.exists() {
        let mut inside = std::fs::read_dir(data).map_err(on(data))?;
        if inside.next().is_some() {
            return Err(Fault::Usage(format!(
                "{} was not made by the demo and is left as it is. Choose another folder with --data. \
                 （该目录不是演示程序建立的，未作任何改动。请用 --data 另选目录。）",
                data.display()
            )));
        }
    }
    std::fs::create_dir_all(data).map_err(on(data))?;
    std::fs::write(&mark, "made by zhian-demo\n").map_err(on(&mark))?;
    let run = (1..)
        .map(|number: u32| data.join(format!("run-{number}")))
        .find(|path| !path.exists())
        .ok_or_else(|| Fault::File(format!("{}: no number is free", data.display())))?;
    let camera = run.join("camera");
    std::fs::create_dir_all(&camera).map_err(on(&camera))?;
    // Absolute, so that the commands shown at the end work from anywhere.
    std::fs::canonicalize(&run).map_err(on(&run))
}

/// JPEG files of a folder, by name.
pub fn jpegs_in(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(on(folder))? {
        let path = entry.map_err(on(folder))?.path();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if path.is_file() && matches!(ending.as_deref(), Some("jpg" | "jpeg")) {
            found.push(path);
        }
    }
    found.sort();
    // A file is evidence once: a copy under another name would be refused.
    let mut seen = BTreeSet::new();
    let mut own = Vec::new();
    for path in found {
        if seen.insert(Sha256::digest(std::fs::read(&path).map_err(on(&path))?).to_vec()) {
            own.push(path);
        }
    }
    if own.is_empty() {
        let text = format!("{} holds no JPEG file. （该目录没有 JPEG 照片。）", folder.display());
        return Err(Fault::Usage(text));
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_the_demo_did_not_make_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("thesis.txt"), "years of work").unwrap();
        assert!(matches!(new_run(dir.path()), Err(Fault::Usage(_))));
        assert!(!dir.path().join(MARK).exists());
    }

    #[test]
    fn a_photo_that_lies_there_twice_is_used_once() {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in [("b.JPG", "one"), ("a.jpg", "one"), ("c.jpeg", "two"), ("notes.txt", "no")] {
            std::fs::write(dir.path().join(name), bytes).unwrap();
        }
        let found = jpegs_in(dir.path()).unwrap();
        assert_eq!(found, [dir.path().join("a.jpg"), dir.path().join("c.jpeg")]);
    }

    #[test]
    fn each_run_has_a_folder_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("demo-data");
        let (first, second) = (new_run(&data).unwrap(), new_run(&data).unwrap());
        assert_ne!(first, second);
        assert!(first.is_dir() && second.is_dir());
    }
}
