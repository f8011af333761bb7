#!/usr/bin/env bash
# Builds the native library for iPhones where that can be done, and says in one sentence what is missing where it cannot.
set -euo pipefail
cd "$(dirname "$0")/.."
stop() { printf '\nios-native stops: %s\n' "$*" >&2; exit 1; }

[ "$(uname)" = Darwin ] || stop "a library for iPhones can only be linked on a Mac with Xcode; on this machine 'make check-mobile' checks the Rust code for iOS, and 'make test-swift' runs the Swift package."
command -v xcodebuild >/dev/null 2>&1 || stop "Xcode is missing: install it from the App Store, start it once, then run the same command again."
xcrun --sdk iphoneos --show-sdk-path >/dev/null 2>&1 || stop "Xcode has no iOS SDK selected: run 'sudo xcode-select -s /Applications/Xcode.app', then run the same command again."
command -v rustup >/dev/null 2>&1 || stop "rustup is missing: install it, the installer of the Rust project, then run the same command again."
exec ios/build-xcframework.sh
