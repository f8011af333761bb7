//! Which crate may name which: `domain <- {draft, protocol, store} <- engine <- cli`, and the server beside it.

use crate::tree::{self, Source};
use crate::{assert_clean, tokens};

/// Our packages, their folder, and which of our own each may use.
const MAY_USE: &[(&str, &str, &[&str])] = &[
    ("zhian-domain", "core/domain", &[]),
    ("zhian-draft", "core/draft", &["zhian-domain"]),
    ("zhian-protocol", "core/protocol", &["zhian-domain"]),
    ("zhian-store", "core/store", &["zhian-domain"]),
    ("zhian-workbook", "core/workbook", &["zhian-domain"]),
    ("zhian-engine", "core/engine", &["zhian-domain", "zhian-draft", "zhian-protocol", "zhian-store"]),
    ("zhian-cli", "core/cli", &["zhian-domain", "zhian-engine", "zhian-protocol"]),
    ("zhian-bindings", "bindings", &["zhian-domain", "zhian-engine", "zhian-protocol", "zhian-tests"]),
    ("zhian-bindgen", "bindings/bindgen", &[]),
    ("zhian-server", "sync-server", &["zhian-domain", "zhian-draft", "zhian-protocol", "zhian-workbook"]),
];

/// Foreign crates that only one of our packages may name, and the folders in which that holds.
const NAMED_ONCE: &[(&str, &str, &[&str])] = &[
    ("automerge", "core/draft", &["core", "sync-server", "bindings"]),
    ("rusqlite", "core/store", &["core", "bindings"]),
    ("reqwest", "core/engine", &["core", "sync-server", "bindings"]),
    ("uniffi", "bindings", &["core", "sync-server", "tests"]),
    ("uniffi_bindgen", "bindings/bindgen", &["core", "sync-server", "bindings", "tests"]),
    ("axum", "sync-server", &["core", "sync-server"]),
    ("clap", "core/cli", &["core"]),
    // Tests of the server write workbooks as nobody should.
    ("calamine", "core/workbook", &["core", "sync-server/src", "bindings"]),
    ("rust_xlsxwriter", "core/workbook", &["core", "sync-server/src", "bindings"]),
];

/// Names of every dependency in a manifest, whatever section and target it stands under.
fn dependencies(manifest: &toml::Table) -> Vec<String> {
    let mut found = Vec::new();
    for (key, value) in manifest {
        let Some(table) = value.as_table() else { continue };
        if key.ends_with("dependencies") {
            // A renamed dependency is known by its package.
            found.extend(table.iter().map(|(name, spec)| {
                spec.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned()
            }));
        } else if key == "target" {
            found.extend(table.values().filter_map(toml::Value::as_table).flat_map(dependencies));
        }
    }
    found
}

fn faults_of_manifest(package: &str, folder: &str, may_use: &[&str], manifest: &str) -> Vec<String> {
    let table: toml::Table = match manifest.parse() {
        Ok(table) => table,
        Err(cause) => return vec![format!("{folder}/Cargo.toml: {cause}")],
    };
    let mut faults = Vec::new();
    for name in dependencies(&table) {
        if name.starts_with("zhian-") && !may_use.contains(&name.as_str()) {
            faults.push(format!("{package} may not depend on {name}"));
        }
        for (foreign, only, within) in NAMED_ONCE {
            let inside = within.iter().any(|top| folder == *top || folder.starts_with(&format!("{top}/")));
            if name == *foreign && inside && folder != *only {
                faults.push(format!("{package} may not depend on {foreign}: only {only} does"));
            }
        }
    }
    faults
}

/// A crate can also be named through a path that leads out of another one, so sources are read as well.
fn faults_of_sources(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        for path in tokens::paths(&source.tokens) {
            for (foreign, only, within) in NAMED_ONCE {
                if path.has(foreign)
                    && path.segments.len() > 1
                    && source.is_in(within)
                    && !source.is_in(&[only])
                {
                    faults.push(format!(
                        "{}:{}: {} is named outside {only}",
                        source.path,
                        path.line,
                        path.text()
                    ));
                }
            }
            let named = MAY_USE.iter().find(|(name, ..)| path.starts_with(&name.replace('-', "_")));
            let owner = MAY_USE.iter().find(|(_, folder, _)| source.path.starts_with(&format!("{folder}/")));
            if let (Some((named, ..)), Some((package, _, may_use))) = (named, owner)
                && named != package
                && !may_use.contains(named)
            {
                faults.push(format!("{}:{}: {package} names {named}", source.path, path.line));
            }
        }
    }
    faults
}

#[test]
fn crates_depend_on_each_other_in_one_direction_only() {
    let faults: Vec<String> = MAY_USE
        .iter()
        .flat_map(|(package, folder, may_use)| {
            faults_of_manifest(package, folder, may_use, &tree::text(&format!("{folder}/Cargo.toml")))
        })
        .chain(faults_of_sources(tree::sources()))
        .collect();
    assert_clean("dependency direction", &faults);
}

#[test]
fn every_member_of_the_workspace_has_a_rule_and_its_folder() {
    let workspace: toml::Table = tree::text("Cargo.toml").parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let ruled: Vec<&str> = MAY_USE.iter().map(|(_, folder, _)| *folder).chain(["tests"]).collect();
    for member in members.iter().map(|member| member.as_str().unwrap()) {
        assert!(ruled.contains(&member), "{member} has no rule in tests/architecture/direction.rs");
        let manifest: toml::Table = tree::text(&format!("{member}/Cargo.toml")).parse().unwrap();
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        let rule = MAY_USE.iter().find(|(_, folder, _)| *folder == member);
        assert_eq!(name, rule.map_or("zhian-tests", |(package, ..)| *package));
    }
    assert_eq!(members.len(), ruled.len(), "a rule names a folder that is no member");
}

#[test]
fn a_dependency_against_the_direction_is_noticed() {
    let upward = "[dependencies]\nzhian-engine.workspace = true";
    assert_eq!(faults_of_manifest("zhian-domain", "core/domain", &[], upward).len(), 1);
    let hidden = "[target.'cfg(unix)'.dev-dependencies]\nstore = { package = \"zhian-store\" }";
    assert_eq!(faults_of_manifest("zhian-server", "sync-server", &["zhian-domain"], hidden).len(), 1);
    let foreign = "[dependencies]\nautomerge = \"1\"";
    assert_eq!(faults_of_manifest("zhian-engine", "core/engine", &[], foreign).len(), 1);
    assert_eq!(faults_of_manifest("zhian-draft", "core/draft", &[], foreign).len(), 0);
}

#[test]
fn a_name_against_the_direction_is_noticed() {
    let named = |path, text| faults_of_sources(&[Source::sample(path, text)]).len();
    assert_eq!(named("core/engine/src/a.rs", "use zhian_draft::automerge::Change;"), 1);
    assert_eq!(named("core/draft/src/a.rs", "use automerge::Change;"), 0);
    assert_eq!(named("core/cli/src/a.rs", "fn f() { zhian_store::open() }"), 1);
    assert_eq!(named("core/store/src/a.rs", "use zhian_store::open;"), 0);
    assert_eq!(named("core/engine/src/a.rs", "// automerge::Change\nuse zhian_draft::A;"), 0);
}
