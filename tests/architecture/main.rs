//! Rules of the house that a compiler does not check.
//!
//! Each rule is a plain function from sources or documents to a list of faults, so it runs twice: over the tree, where
//! it must find nothing, and over a bad sample beside it, where it must find the fault. A rule that cannot fail is none.
//! The only list of files that may do more is [`purity::ADAPTERS`], and each of its entries must still be needed.

mod codes;
mod direction;
mod documents;
mod naming;
mod purity;
mod size;
mod tokens;
mod tree;

/// Fails with every fault on a line of its own.
fn assert_clean(rule: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{rule}: {} fault(s)\n  {}", faults.len(), faults.join("\n  "));
}
