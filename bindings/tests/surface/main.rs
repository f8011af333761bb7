//! What crosses the seam, read from the sources: the document of it, and the rules it keeps.

// Test code through and through: what it cannot do without it may unwrap, index and panic about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod read;
mod use_cases;

use read::{Kind, Member, Surface};
use std::path::{Path, PathBuf};

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, sorted.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

fn surface() -> Surface {
    Surface::of(&sources(&here().join("src")))
}

#[test]
fn the_document_of_the_surface_is_what_the_code_says() {
    let kept = std::fs::read_to_string(here().join("surface.txt")).unwrap_or_default();
    let made = surface().to_string();
    if kept == made {
        return;
    }
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("surface.txt");
    std::fs::write(&beside, &made).unwrap();
    let differs = kept.lines().zip(made.lines()).position(|(old, new)| old != new);
    panic!(
        "bindings/surface.txt is not what the code says, from line {}. If the change is meant, keep the new one:\n  \
         cp {} bindings/surface.txt",
        differs.map_or(kept.lines().count().min(made.lines().count()), |line| line) + 1,
        beside.display()
    );
}

#[test]
fn every_exported_function_returns_a_result_with_the_one_error() {
    let surface = surface();
    let mut count = 0;
    for one in &surface.items {
        let error = match one.kind {
            Kind::Object => "ZhianError",
            Kind::Port => "HostError",
            _ => continue,
        };
        for member in &one.members {
            count += 1;
            let right = member.text.contains("-> Result<") && member.text.ends_with(&format!(", {error}>"));
            assert!(right, "{}: {}", one.name, member.text);
        }
    }
    assert!(count > 40, "only {count} functions were found: the search is broken");
}

#[test]
fn no_field_is_called_message_and_no_type_of_ours_shines_through() {
    for one in &surface().items {
        for Member { text, .. } in &one.members {
            let is_data = !matches!(one.kind, Kind::Object | Kind::Port);
            let named =
                text.starts_with("message:") || text.contains("(message:") || text.contains(", message:");
            assert!(!(is_data && named), "{}: {text}", one.name);
            assert!(!text.contains("zhian_"), "{}: {text}", one.name);
        }
    }
}

#[test]
fn everything_that_crosses_says_what_it_is() {
    for one in &surface().items {
        assert!(!one.docs.is_empty(), "{} says nothing", one.name);
        for member in &one.members {
            assert!(!member.docs.is_empty(), "{}: {} says nothing", one.name, member.text);
        }
    }
}

#[test]
fn a_type_that_crosses_is_in_the_document_with_its_fields_and_docs() {
    let sample = "
        /// A thing.
        #[derive(uniffi::Record)]
        pub struct Thing {
            /// Its id.
            pub id: Option<String>,
        }
        #[uniffi::export]
        impl Engine {
            /// Does it.
            pub fn act(&self, input: Thing) -> Result<(), ZhianError> { Ok(()) }
        }
        coded! {
            /// A grade.
            Grade = a::Grade {
                /// Good.
                Good,
            }
        }";
    let made = Surface::of(&[(PathBuf::from("a.rs"), sample.to_owned())]).to_string();
    for line in [
        "record Thing",
        "    id: Option<String>",
        "        Its id.",
        "    act(input: Thing) -> Result<(), ZhianError>",
        "enum Grade",
        "    Good",
    ] {
        assert!(made.lines().any(|one| one == line), "{line}\n{made}");
    }
}
