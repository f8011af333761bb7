#!/usr/bin/env bash
# Makes sure that this machine has what the build needs, installs what it may, and asks in one sentence for the rest.
#
#   tests/setup.sh build       a C compiler and the pinned Rust toolchain: enough for demo, test, bench, load
#   tests/setup.sh lint        the above with clippy, rustfmt and cargo-deny
#   tests/setup.sh fuzz        the above with a nightly toolchain and cargo-fuzz
#   tests/setup.sh seam        what `build` brings, with what encryption at rest is built with
#   tests/setup.sh kotlin      what `seam` brings, with a JDK and Maven
#   tests/setup.sh swift       what `seam` brings, with Swift in a folder of its own beside the system
#   tests/setup.sh mobile      what `build` brings, with the standard libraries of both kinds of phone
#   tests/setup.sh toolchain   prints the name of the toolchain to use, for RUSTUP_TOOLCHAIN; empty means the default
#
# Nothing is downloaded but packages of the system, of the Rust toolchain, of the crate registry and of Maven's.
set -euo pipefail
cd "$(dirname "$0")/.."

pinned="$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)"
cargo_deny_version=0.20.2
cargo_fuzz_version=0.13.2

say() { printf 'setup: %s\n' "$*" >&2; }
stop() { printf '\nsetup stops: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# Runs a long command with its output kept aside; shows the end of it only if it fails.
quietly() {
    local log
    log="$(mktemp)"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif has sudo && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

# Installs packages of Debian; where there is none, asks for what its first argument says.
ensure_packages() {
    local asked="$1"
    shift
    has apt-get || stop "please install $asked, then run the same command again."
    say "installing $* with apt-get"
    if ! { as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >&2 </dev/null; then
        stop "please run 'apt-get install $*' as root, then run the same command again."
    fi
}

# The linker and the C compiler build SQLite, zstd and ring from their sources.
ensure_compiler() {
    local needed=()
    has cc || needed+=(gcc libc6-dev)
    has make || needed+=(make)
    [ -e /etc/ssl/certs/ca-certificates.crt ] || ! has apt-get || needed+=(ca-certificates)
    [ ${#needed[@]} -gt 0 ] || return 0
    ensure_packages "${needed[*]} with the package manager of this system" "${needed[@]}"
}

version_of() { RUSTUP_TOOLCHAIN="$1" rustc --version 2>/dev/null | cut -d' ' -f2; }

# The name of an installed toolchain of exactly the pinned version; empty if a plain call of cargo uses it anyway.
# A machine may hold the very compiler under the name "stable" and be forbidden to install it under its number.
find_toolchain() {
    if ! has rustup; then
        [ "$(rustc --version 2>/dev/null | cut -d' ' -f2)" = "$pinned" ] || return 1
        return 0
    fi
    if [ "$(RUSTUP_AUTO_INSTALL=0 version_of "$pinned")" = "$pinned" ]; then
        echo "$pinned"
        return 0
    fi
    local name
    while read -r name _; do
        if [ "$(RUSTUP_AUTO_INSTALL=0 version_of "$name")" = "$pinned" ]; then
            echo "$name"
            return 0
        fi
    done < <(rustup toolchain list 2>/dev/null)
    return 1
}

ensure_toolchain() {
    has cargo || stop "Rust is missing: install rustup, the installer of the Rust project, then run the same command again."
    if find_toolchain >/dev/null; then return 0; fi
    has rustup || stop "Rust $pinned is needed and $(rustc --version 2>/dev/null || echo none) is here: install it with rustup, then run the same command again."
    say "installing Rust $pinned"
    quietly rustup toolchain install "$pinned" --profile minimal --no-self-update \
        || stop "Rust $pinned could not be installed: run 'rustup toolchain install $pinned' on a line that reaches the Rust servers, then run the same command again."
}

ensure_component() {
    local toolchain
    toolchain="$(find_toolchain)"
    if RUSTUP_TOOLCHAIN="$toolchain" cargo "$1" --version >/dev/null 2>&1; then return 0; fi
    say "adding $2 to the Rust toolchain"
    { has rustup && quietly rustup component add --toolchain "$toolchain" "$2"; } \
        || stop "$2 is missing: run 'rustup component add --toolchain $toolchain $2', then run the same command again."
}

# Installs a tool of the crate registry once; it stays in the folder that cargo installs to.
ensure_tool() {
    local toolchain have
    toolchain="$(find_toolchain)"
    have="$(RUSTUP_TOOLCHAIN="$toolchain" cargo "${1#cargo-}" --version 2>/dev/null | tr ' ' '\n' | grep -E '^[0-9]+\.' | head -n 1 || true)"
    [ "$have" != "$2" ] || return 0
    say "building $1 $2 from source; this takes some minutes and happens once"
    RUSTUP_TOOLCHAIN="$toolchain" quietly env -u CARGO_TARGET_DIR cargo install --locked --force --version "$2" "$1" \
        || stop "$1 could not be built: run 'cargo install --locked --version $2 $1' and see what it says, then run the same command again."
}

ensure_nightly() {
    if RUSTUP_AUTO_INSTALL=0 cargo +nightly --version >/dev/null 2>&1; then return 0; fi
    say "installing nightly Rust, which the fuzzer needs"
    { has rustup && quietly rustup toolchain install nightly --profile minimal --no-self-update; } \
        || stop "the fuzzer needs nightly Rust: run 'rustup toolchain install nightly', then run the same command again."
    has c++ || ensure_packages "a C++ compiler" g++
}

# SQLCipher stands on OpenSSL: the system's, see bindings/openssl.sh, or one that is built from its sources and configured by
# a Perl program, which wants more than the base system's Perl.
ensure_openssl() {
    if [ -f "/usr/lib/$(cc -print-multiarch 2>/dev/null)/libcrypto.a" ]; then return 0; fi
    if has apt-get && as_root true; then
        ensure_packages "OpenSSL with its headers" libssl-dev
        return 0
    fi
    if perl -MFindBin -MIPC::Cmd -MTime::Piece -e 1 2>/dev/null; then return 0; fi
    ensure_packages "OpenSSL with its headers, or Perl with its standard modules" libssl-dev
}

# Maven brings Kotlin itself; it wants a JDK of 17 or newer beside it.
ensure_java() {
    local major needed=()
    major="$(javac -version 2>/dev/null | sed -n 's/^javac \([0-9]*\).*/\1/p')"
    [ "${major:-0}" -ge 17 ] || needed+=(openjdk-17-jdk-headless)
    has mvn || needed+=(maven)
    [ ${#needed[@]} -gt 0 ] || return 0
    ensure_packages "a JDK of 17 or newer and Maven" "${needed[@]}"
}

# Swift lives in a folder of its own: see ios/swift-root.sh. These two make that folder and enter it.
ensure_swift() {
    local needed=()
    has mmdebstrap || needed+=(mmdebstrap)
    has bwrap || needed+=(bubblewrap)
    [ ${#needed[@]} = 0 ] || ensure_packages "mmdebstrap and bubblewrap (Debian or Ubuntu; on a Mac, Xcode brings Swift)" "${needed[@]}"
    ios/swift-root.sh >/dev/null
}

ensure_target() {
    local toolchain
    toolchain="$(find_toolchain)"
    has rustup || stop "the standard library for $1 comes with rustup: install it, then run the same command again."
    if rustup target list --installed --toolchain "${toolchain:-$pinned}" 2>/dev/null | grep -qx "$1"; then return 0; fi
    say "adding the standard library for $1"
    quietly rustup target add --toolchain "${toolchain:-$pinned}" "$1" \
        || stop "the standard library for $1 could not be had: run 'rustup target add --toolchain ${toolchain:-$pinned} $1', then run the same command again."
}

case "${1:-build}" in
    toolchain)
        if has cargo; then find_toolchain || true; fi
        ;;
    build)
        ensure_compiler
        ensure_toolchain
        ;;
    lint)
        ensure_compiler
        ensure_toolchain
        ensure_component fmt rustfmt
        ensure_component clippy clippy
        ensure_tool cargo-deny "$cargo_deny_version"
        ;;
    seam)
        ensure_compiler
        ensure_toolchain
        ensure_openssl
        ;;
    kotlin)
        ensure_compiler
        ensure_toolchain
        ensure_openssl
        ensure_java
        ;;
    swift)
        ensure_compiler
        ensure_toolchain
        ensure_openssl
        ensure_swift
        ;;
    mobile)
        ensure_compiler
        ensure_toolchain
        ensure_target aarch64-apple-ios
        ensure_target aarch64-linux-android
        ;;
    fuzz)
        ensure_compiler
        ensure_toolchain
        ensure_nightly
        ensure_tool cargo-fuzz "$cargo_fuzz_version"
        ;;
    *)
        stop "unknown step '$1': choose build, lint, seam, kotlin, swift, mobile, fuzz or toolchain."
        ;;
esac
