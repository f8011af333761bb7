#!/usr/bin/env bash
# Makes ios/Engine/Generated: the Swift side of the seam and its C header, from the Rust library of this machine.
#
#   ios/generate.sh [LIBRARY]    LIBRARY is an unstripped library of `bindings`; without one it is built (debug)
#
# The same library always makes the same files. They are never kept in the repository: see ios/README.md.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$(dirname "$here")"

target="${CARGO_TARGET_DIR:-$PWD/target}"
out=ios/Engine/Generated

# The generator is slow to build and changes only with its version: it is kept. It comes before the library, because it
# is built from the same crate with more in it, and the library that stays must be the one without.
version="$(sed -n '/^name = "uniffi_bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)"
bindgen="$target/seam/uniffi-bindgen-swift-$version"
if [ ! -x "$bindgen" ]; then
    echo "generate: building the generator of Swift (once)" >&2
    cargo build --locked --quiet -p zhian-bindings --features bindgen --bin uniffi-bindgen-swift
    mkdir -p "$target/seam"
    cp "$target/debug/uniffi-bindgen-swift" "$bindgen"
fi
if [ $# -gt 0 ]; then
    library="$1"
else
    cargo build --locked --quiet -p zhian-bindings --lib
    case "$(uname)" in
        Darwin) library="$target/debug/libzhian_bindings.dylib" ;;
        *) library="$target/debug/libzhian_bindings.so" ;;
    esac
fi

new="$target/swift/generated"
rm -rf "$new"
mkdir -p "$new/ZhianSeam" "$new/ZhianSeamFFI"
"$bindgen" --config ios/uniffi.toml "$library" "$new/ZhianSeam" --swift-sources
"$bindgen" --config ios/uniffi.toml "$library" "$new/ZhianSeamFFI" --headers
"$bindgen" --config ios/uniffi.toml "$library" "$new/ZhianSeamFFI" --modulemap --module-name ZhianSeamFFI --modulemap-filename module.modulemap

# Only what differs is replaced, so that nothing is compiled again for nothing.
if ! diff -qr "$new" "$out" >/dev/null 2>&1; then
    rm -rf "$out"
    cp -r "$new" "$out"
fi
