#!/usr/bin/env bash
# A phone with the Swift engine, asked line by line: see ios/README.md. `ios/test.sh` compiles it.
#
#   ios/phone.sh                             is asked line by line
#   ios/phone.sh measure DIR VISIT ITEM      measures what calls cost, with the build that `ios/measure.sh` makes
#
# SEAM_BUILT is the folder with the native library; the one that tests use unless told.
#
# It runs on the machine itself, with its network and its files, and not in a sandbox as Swift's compiler does: only its
# libraries come from Swift's folder. So whoever kills this process kills the phone, at once.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
target="${CARGO_TARGET_DIR:-$here/../target}"
program="$target/swift/build/debug/swift-phone"
made="make test-swift"
if [ "${1:-}" = measure ]; then
    program="$target/swift/measured/release/swift-phone"
    made="ios/measure.sh"
fi
[ -x "$program" ] || { echo "phone stops: run '$made' first, which compiles it." >&2; exit 1; }
root="$("$here/swift-root.sh")"
loader=("$root"/usr/lib64/ld-linux-*.so.* "$root"/usr/lib/ld-linux-*.so.*)
for one in "${loader[@]}"; do
    [ -x "$one" ] || continue
    # What is named first is found first, also before the folder that the program was linked in.
    libraries="${SEAM_BUILT:-$target/debug}:$(echo "$root"/usr/lib/*-linux-gnu):$root/usr/libexec/swift/lib/swift/linux"
    exec "$one" --library-path "$libraries" "$program" "$@"
done
echo "phone stops: $root holds no loader for this machine; delete the folder and run 'make test-swift' again." >&2
exit 1
