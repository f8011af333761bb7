#!/usr/bin/env bash
# Builds the program that measures the Swift engine, optimised: `make bench-seam` calls this, then
# `SEAM_BUILT=FOLDER ios/phone.sh measure DIR VISIT ITEM`, which prints one line of JSON: see ios/README.md.
#
#   ios/measure.sh FOLDER    FOLDER holds libzhian_bindings.so, of whatever profile is to be measured
set -euo pipefail
built="$(realpath "${1:?ios/measure.sh FOLDER}")"
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-$PWD/target}"

cargo build --locked --quiet -p zhian-bindgen
ios/generate.sh "$target/debug/zhian-bindgen" "$built/libzhian_bindings.so"
export ZHIAN_CARGO_OUT="$built"
ios/in-swift swift build --package-path ios/Engine --scratch-path "$target/swift/measured" -c release \
    --product swift-phone -Xswiftc -warnings-as-errors >&2
