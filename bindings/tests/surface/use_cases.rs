//! What a terminal can do, the apps can: every use case of the engine is called by the seam.

use crate::{here, sources};
use std::collections::BTreeSet;
use syn::{ImplItem, Item, Type, Visibility};

/// Use cases that the seam reaches by another one, and which.
const REACHED_BY: &[(&str, &str)] = &[
    ("answer", "answer_typed"),
    ("settle", "settle_typed"),
    ("sync", "sync_with"),
    ("identity", "home"),
    ("not_safe", "sync_status"),
    ("language", "spoken"),
    ("alerts", "doctor"),
    ("visits", "home"),
];

/// Names of the engine's public methods below `use_case/`.
fn use_cases() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in sources(&here().join("../core/engine/src/use_case")) {
        let file = syn::parse_file(&text).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        for item in file.items {
            let Item::Impl(block) = item else { continue };
            let of_engine = matches!(&*block.self_ty, Type::Path(one) if one.path.is_ident("Engine"));
            if block.trait_.is_some() || !of_engine {
                continue;
            }
            found.extend(block.items.iter().filter_map(|inside| match inside {
                ImplItem::Fn(one) if matches!(one.vis, Visibility::Public(_)) => {
                    Some(one.sig.ident.to_string())
                }
                _ => None,
            }));
        }
    }
    found
}

fn is_called(name: &str, seam: &str) -> bool {
    seam.contains(&format!("engine.{name}("))
}

#[test]
fn every_use_case_of_the_engine_is_within_reach_of_the_apps() {
    let found = use_cases();
    assert!(found.len() > 35, "only {} use cases were found: the search is broken", found.len());
    let seam: String = sources(&here().join("src")).into_iter().map(|(_, text)| text).collect();
    for name in &found {
        let other = REACHED_BY.iter().find(|(one, _)| one == name).map(|(_, by)| *by);
        let reached = is_called(name, &seam) || other.is_some_and(|by| is_called(by, &seam));
        assert!(reached, "no method of the seam calls engine.{name}");
    }
    for (name, by) in REACHED_BY {
        assert!(found.contains(*name) && found.contains(*by), "{name} or {by} is no use case any more");
        assert!(!is_called(name, &seam), "{name} is called itself: take it off the list");
    }
}

#[test]
fn a_use_case_that_nobody_calls_is_noticed() {
    assert!(is_called("seal", "self.call(|engine, reader| engine.seal(&visit.parse()?))"));
    assert!(!is_called("seal", "self.call(|engine, _| engine.sealed_bytes(&visit.parse()?))"));
}
