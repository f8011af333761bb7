#!/usr/bin/env bash
# On a Mac: ios/Engine/ZhianSeam.xcframework with the library for iPhones and for both simulators, and
# ios/Engine/Generated with its Swift side. Then the package opens in Xcode and builds without Rust.
#
# It was written beside a Linux machine and has never run: there is no Mac where the other checks run.
set -euo pipefail
cd "$(dirname "$0")/.."

target="${CARGO_TARGET_DIR:-$PWD/target}"
library=libzhian_bindings.a
out=ios/Engine/ZhianSeam.xcframework
export IPHONEOS_DEPLOYMENT_TARGET=17.0

rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios
for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios; do
    # The profile leaves the symbols in: the generator reads them, and Xcode strips the app.
    cargo rustc --locked -p zhian-bindings --lib --profile phone --features sqlcipher --target "$triple" \
        --crate-type staticlib
done
cargo build --locked --release -p zhian-bindgen
ios/generate.sh "$target/release/zhian-bindgen" "$target/aarch64-apple-ios/phone/$library"

# An XCFramework has one library for each kind of machine, so the two simulators become one.
mkdir -p "$target/swift/simulators"
lipo -create "$target/aarch64-apple-ios-sim/phone/$library" "$target/x86_64-apple-ios/phone/$library" \
    -output "$target/swift/simulators/$library"
rm -rf "$out"
xcodebuild -create-xcframework \
    -library "$target/aarch64-apple-ios/phone/$library" -headers ios/Engine/Generated/ZhianSeamFFI \
    -library "$target/swift/simulators/$library" -headers ios/Engine/Generated/ZhianSeamFFI \
    -output "$out"
echo "made $out; open ios/Engine in Xcode, or add it to an app as a local package"
