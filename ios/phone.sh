#!/usr/bin/env bash
# A phone with the Swift engine, asked line by line: see ios/README.md. `ios/test.sh` compiles it.
#
#   ios/phone.sh                             the phone of the tests
#   ZHIAN_SWIFT_PHONE=PROGRAM ios/phone.sh   another build of it
#
# It runs on the machine itself, with its network and its files, and not in a sandbox as Swift's compiler does: only its
# libraries come from Swift's folder. So whoever kills this process kills the phone, at once.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
target="${CARGO_TARGET_DIR:-$here/../target}"
program="${ZHIAN_SWIFT_PHONE:-$target/swift/build/debug/swift-phone}"
[ -x "$program" ] || { echo "phone stops: run 'make test-swift' first, which compiles it." >&2; exit 1; }
root="$("$here/swift-root.sh")"
loader=("$root"/usr/lib64/ld-linux-*.so.* "$root"/usr/lib/ld-linux-*.so.*)
for one in "${loader[@]}"; do
    [ -x "$one" ] || continue
    exec "$one" --library-path "$(echo "$root"/usr/lib/*-linux-gnu):$root/usr/libexec/swift/lib/swift/linux" "$program" "$@"
done
echo "phone stops: $root holds no loader for this machine; delete the folder and run 'make test-swift' again." >&2
exit 1
