#!/usr/bin/env bash
# A phone with the Swift engine, asked line by line: see ios/README.md. `ios/test.sh` compiles it.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
target="${CARGO_TARGET_DIR:-$here/../target}"
program="$target/swift/build/debug/swift-phone"
[ -x "$program" ] || { echo "phone stops: run 'make test-swift' first, which compiles it." >&2; exit 1; }
ZHIAN_SWIFT_NET=host exec "$here/in-swift" "$program" "$@"
