#!/usr/bin/env bash
# Lets the Kotlin engine and the Swift engine make one visit together. `make test-kotlin` and `make test-swift` build both.
set -euo pipefail
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-$PWD/target}"
built="$(bindings/host.sh)"
"$built/zhian-two-phones" android/phone.sh ios/phone.sh 2>&1 | tee "$target/two-phones.log"
