#!/usr/bin/env bash
# Checks the Rust code as a phone would compile it: everything under `cfg` for iOS and for Android, types and borrows,
# without an SDK. Nothing is linked and C code is not compiled, so a library that runs on a phone comes from
# `make ios-native` and `make android-native` alone. Encryption at rest is left out: its OpenSSL wants a real compiler.
set -euo pipefail
cd "$(dirname "$0")/.."

fake="$PWD/ios/fake-cc"
# Any folder but `/` will do for an SDK that nothing is read from.
for target in aarch64-apple-ios aarch64-linux-android; do
    name="${target//-/_}"
    echo "check-mobile: $target"
    env "CC_$name=$fake" "AR_$name=$(command -v ar)" "SDKROOT=$PWD" RUSTFLAGS="-D warnings" \
        cargo check --locked -p zhian-bindings --lib --target "$target"
done
echo "check-mobile: clean"
