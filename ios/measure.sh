#!/usr/bin/env bash
# Measures the Swift engine on a prepared data folder, and prints one line of JSON: see ios/README.md.
#
#   ios/measure.sh FOLDER VISIT ITEM    FOLDER is changed: the item is answered many times
#
# Both the library and the Swift are built as they are shipped: release, and the profile that SEAM_PROFILE names.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
folder="$(realpath "${1:?ios/measure.sh FOLDER VISIT ITEM}")"
visit="${2:?ios/measure.sh FOLDER VISIT ITEM}"
item="${3:?ios/measure.sh FOLDER VISIT ITEM}"
cd "$here/.."
say() { printf 'measure: %s\n' "$*" >&2; }

target="${CARGO_TARGET_DIR:-$PWD/target}"
SEAM_PROFILE="${SEAM_PROFILE:-release}"
export SEAM_PROFILE
say "building the library, profile $SEAM_PROFILE"
# Only the library: the generator and its output do not depend on the profile.
cargo build --locked --profile "$SEAM_PROFILE" -p zhian-bindings --lib >&2
cargo build --locked -p zhian-bindgen >&2
case "$SEAM_PROFILE" in dev) built="$target/debug" ;; *) built="$target/$SEAM_PROFILE" ;; esac
ios/generate.sh "$target/debug/zhian-bindgen" "$built/libzhian_bindings.so"

say "building the Swift, release"
export ZHIAN_CARGO_OUT="$built"
package=(--package-path ios/Engine --scratch-path "$target/swift/measured")
ios/in-swift swift build "${package[@]}" -c release --product swift-phone -Xswiftc -warnings-as-errors >&2
say "measuring"
ZHIAN_SWIFT_PHONE="$target/swift/measured/release/swift-phone" ios/phone.sh measure "$folder" "$visit" "$item"
