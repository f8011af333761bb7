#!/usr/bin/env bash
# Builds and tests the Swift package on Linux, as `make test-swift` does. Arguments go to `swift test`, e.g.
# `ios/test.sh --filter ContractTests`.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$(dirname "$here")"
say() { printf 'test-swift: %s\n' "$*"; }

if [ "$(uname)" != Linux ]; then
    echo "test-swift stops: these tests need Linux, with a server and phones in processes of their own; on a Mac run ios/build-xcframework.sh and build the app." >&2
    exit 1
fi
target="${CARGO_TARGET_DIR:-$PWD/target}"

built="$(bindings/host.sh)"
ios/generate.sh "$built/zhian-bindgen" "$built/libzhian_bindings.so"
# The same library must always make the same Swift.
again="$(mktemp -d)"
mkdir "$again/ZhianSeam" "$again/ZhianSeamFFI"
"$built/zhian-bindgen" swift "$built/libzhian_bindings.so" "$again" ios/uniffi.toml
diff -r "$again" ios/Engine/Generated
rm -rf "$again"

say "lint: swift format --strict, on all but what is generated"
# shellcheck disable=SC2046 # one path a line, none with a space
ios/in-swift swift format lint --strict --parallel --configuration ios/Engine/.swift-format \
    $(find ios/Engine -name '*.swift' -not -path '*/Generated/*' -not -path '*/.build/*')

say "building, warnings are errors"
export ZHIAN_CARGO_OUT="$built"
package=(--package-path ios/Engine --scratch-path "$target/swift/build")
ios/in-swift swift build "${package[@]}" --build-tests -Xswiftc -warnings-as-errors

say "running"
export ZHIAN_SERVER="$built/zhian-server" ZHIAN_REPOSITORY="$PWD"
export ZHIAN_SWIFT_PHONE="$target/swift/build/debug/swift-phone"
log="$target/swift/test.log"
status=0
ios/in-swift swift test "${package[@]}" --skip-build "$@" 2>&1 | tee "$log" || status=$?
# What could not be checked must not look like what was.
if grep -q '^SKIPPED' "$log"; then
    say "not checked:"
    grep '^SKIPPED' "$log" | sort -u
fi
exit "$status"
