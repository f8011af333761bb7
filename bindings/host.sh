#!/usr/bin/env bash
# Builds what the apps' tests need on this machine, once for both languages, and prints the folder that holds it: the
# library of the seam with encryption at rest, as phones have it; the generator of its Kotlin and its Swift; the server.
#
# SEAM_PROFILE is the Cargo profile: `dev` unless told, which checks more and shares what `make test` has built.
set -euo pipefail
cd "$(dirname "$0")/.."
profile="${SEAM_PROFILE:-dev}"
. bindings/openssl.sh

printf 'native: building the library, its generator and the server, profile %s (the first time takes some minutes)\n' "$profile" >&2
# The whole workspace, and one test: with fewer packages or without a test other features would be chosen, and everything built
# again for them.
cargo build --locked --profile "$profile" --workspace --lib --bins --test surface --features zhian-bindings/sqlcipher >&2

target="${CARGO_TARGET_DIR:-$PWD/target}"
case "$profile" in dev) echo "$target/debug" ;; *) echo "$target/$profile" ;; esac
