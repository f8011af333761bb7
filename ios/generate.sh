#!/usr/bin/env bash
# Makes ios/Engine/Generated: the Swift side of the seam and its C header, from a library of `bindings` with its symbols.
#
#   ios/generate.sh GENERATOR LIBRARY    both as `bindings/host.sh` builds them
#
# The same library always makes the same files. They are never kept in the repository: see ios/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
generator="${1:?ios/generate.sh GENERATOR LIBRARY}"
library="${2:?ios/generate.sh GENERATOR LIBRARY}"

out=ios/Engine/Generated
new="${CARGO_TARGET_DIR:-$PWD/target}/swift/generated"
rm -rf "$new"
mkdir -p "$new/ZhianSeam" "$new/ZhianSeamFFI"
"$generator" swift "$library" "$new" ios/uniffi.toml

# Only what differs is replaced, so that nothing is compiled again for nothing.
if ! diff -qr "$new" "$out" >/dev/null 2>&1; then
    rm -rf "$out"
    cp -r "$new" "$out"
fi
