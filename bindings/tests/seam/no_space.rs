//! A disk that is full: photographs stop first, then text, and what was there stays readable.

use crate::{District, attachment, code, enrol_input, open};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use zhian_bindings::FilesRule;

/// A small file system, until it is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where this process may not mount one.
    fn mounted(dir: &Path) -> Option<Self> {
        fs::create_dir_all(dir).unwrap();
        let words = ["-t", "tmpfs", "-o", "size=96m", "zhian-small"];
        runs(Command::new("mount").args(words).arg(dir)).then(|| Self(dir.to_owned()))
    }

    /// Leaves less free than text needs.
    fn fill(&self) {
        let filler = File::create(self.0.join("filler")).unwrap();
        let full = std::io::copy(&mut std::io::repeat(7), &mut &filler).unwrap_err();
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull, "{full}");
        filler.set_len(filler.metadata().unwrap().len() - (2 << 20)).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        runs(Command::new("umount").arg("-l").arg(&self.0));
    }
}

fn runs(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

#[test]
fn on_a_full_disk_photographs_are_refused_first_then_text_and_nothing_that_was_saved_is_lost() {
    let mut district = District::new(59);
    let dir = district.folder.path().join("small");
    let Some(disk) = SmallDisk::mounted(&dir) else {
        println!("SKIPPED: a full disk: this process may not mount a small file system to fill");
        return;
    };
    let officer = district.world.officer("林晓");
    let lin = open(&dir, 9, &district.world.office.door()).unwrap();
    lin.enrol(enrol_input(&district.world.office.code_for(officer)), None).unwrap();
    lin.sync(FilesRule::Always, None, None).unwrap();
    lin.check_in(crate::arrival(&district.task)).unwrap();
    let (visit, item) = (district.visit.clone(), "T01-1".to_owned());
    let noted = |text: &str| lin.note(visit.clone(), item.clone(), text.to_owned());
    // The last 64 MB are kept for text.
    let film = district.file("film.mp4", &vec![7; 48 << 20]);
    assert_eq!(code(lin.attach(attachment(&visit, &item, &film), None, None)), "store.disk-full");
    noted("通道畅通").unwrap();
    disk.fill();
    assert_eq!(code(noted("通道堵塞")), "store.disk-full");
    assert_eq!(code(lin.type_note(visit.clone(), item.clone(), "堵".to_owned())), "store.disk-full");
    assert!(!lin.home().unwrap().drafts.is_empty(), "a full disk is still read");
    let seen = lin.item(visit.clone(), item.clone()).unwrap();
    assert_eq!((seen.note.as_str(), seen.evidence.len()), ("通道畅通", 0));
    fs::remove_file(dir.join("filler")).unwrap();
    noted("通道畅通，已拍照").unwrap();
    lin.shut().unwrap();
    let again = open(&dir, 9, &district.world.office.door()).unwrap();
    assert_eq!(again.item(visit, item).unwrap().note, "通道畅通，已拍照");
    again.shut().unwrap();
}
