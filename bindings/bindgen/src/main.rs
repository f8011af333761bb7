//! Writes the Kotlin or the Swift that belongs to a library of the seam.
//!
//! A program of its own, so that making it needs no second build of the engine. The same library and the same
//! configuration always make the same files.

use camino::Utf8PathBuf;
use std::process::ExitCode;
use uniffi_bindgen::bindings::{
    GenerateOptions, SwiftBindingsOptions, TargetLanguage, generate, generate_swift_bindings,
};

const USAGE: &str = "zhian-bindgen kotlin|swift LIBRARY OUT CONFIG: LIBRARY is an unstripped library of `bindings`, \
                     OUT the folder to write into, CONFIG a file such as ios/uniffi.toml";
/// Name of the C module that the Swift side imports.
const SWIFT_MODULE: &str = "ZhianSeamFFI";

#[expect(clippy::print_stderr, reason = "a program says on its standard error why it stops")]
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let written = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["kotlin", library, out, config] => kotlin(library.into(), out.into(), config.into()),
        ["swift", library, out, config] => swift(library, out.into(), config),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("zhian-bindgen stops: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Why nothing, or not all, was written: in the words of the generator.
type Written = Result<(), String>;

fn kotlin(source: Utf8PathBuf, out_dir: Utf8PathBuf, config: Utf8PathBuf) -> Written {
    generate(GenerateOptions {
        languages: vec![TargetLanguage::Kotlin],
        source,
        out_dir,
        config_override: Some(config),
        crate_filter: None,
        metadata_no_deps: true,
        format: false,
    })
    .map_err(|why| format!("{why:#}"))
}

/// The sources into `OUT/ZhianSeam`, header and module map into `OUT/ZhianSeamFFI`.
fn swift(library: &str, out: Utf8PathBuf, config: &str) -> Written {
    for is_header in [false, true] {
        generate_swift_bindings(SwiftBindingsOptions {
            generate_swift_sources: !is_header,
            generate_headers: is_header,
            generate_modulemap: is_header,
            source: library.into(),
            out_dir: out.join(if is_header { SWIFT_MODULE } else { "ZhianSeam" }),
            xcframework: false,
            module_name: Some(SWIFT_MODULE.to_owned()),
            modulemap_filename: Some("module.modulemap".to_owned()),
            metadata_no_deps: true,
            link_frameworks: Vec::new(),
            config: Some(config.into()),
        })
        .map_err(|why| format!("{why:#}"))?;
    }
    Ok(())
}
