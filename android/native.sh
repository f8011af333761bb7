#!/usr/bin/env bash
# Builds the engine's native library and the Kotlin that belongs to it.
#
#   android/native.sh host                 for this machine: library and Kotlin, for the tests on the JVM
#   android/native.sh android OUT          for phones: OUT/jniLibs/ABI/*.so, three ABIs, 16 KB pages; needs an NDK
#   android/native.sh kotlin OUT [android] only the Kotlin, into OUT; with `android` as Android wants it
#
# SEAM_PROFILE is the Cargo profile: `dev` unless told; phones are always built with `phone` if there is one, else `release`.
set -euo pipefail
cd "$(dirname "$0")/.."

target="${CARGO_TARGET_DIR:-target}"
profile="${SEAM_PROFILE:-dev}"
folder() { case "$1" in dev) echo debug ;; *) echo "$1" ;; esac; }
stop() { printf '\nnative stops: %s\n' "$*" >&2; exit 1; }
say() { printf 'native: %s\n' "$*" >&2; }

case "$(uname -s)" in
    Darwin) library=libzhian_bindings.dylib ;;
    *) library=libzhian_bindings.so ;;
esac

# The generator is slow to build and changes only with its version: it is kept.
generator() {
    local version kept
    version="$(sed -n '/^name = "uniffi_bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)"
    [ -n "$version" ] || stop "Cargo.lock names no uniffi_bindgen: is this the whole repository?"
    kept="$target/kotlin/uniffi-bindgen-$version"
    if [ ! -x "$kept" ]; then
        say "building the generator of Kotlin (once)"
        cargo build --locked -p zhian-bindings --features bindgen --bin uniffi-bindgen
        mkdir -p "$target/kotlin"
        cp "$target/debug/uniffi-bindgen" "$kept"
    fi
    echo "$kept"
}

# kotlin LIBRARY OUT [android]: writes OUT anew, so that nothing stale is ever compiled.
kotlin() {
    local bindgen raw source config=()
    bindgen="$(generator)"
    raw="$(mktemp -d)"
    if [ "${3:-}" = android ]; then config=(--config android/engine/uniffi-android.toml); else config=(--config android/engine/uniffi.toml); fi
    "$bindgen" generate "$1" --language kotlin --out-dir "$raw" --no-format "${config[@]}"
    source="$(find "$raw" -name '*.kt')"
    [ -f "$source" ] || stop "the generator wrote $(find "$raw" -name '*.kt' | wc -l) files where one was expected."
    rm -rf "$2.new"
    mkdir -p "$2.new/cn/zhian/engine" "$2.new/zhian/seam"
    awk -v screens="$2.new/cn/zhian/engine/Generated.kt" -v machinery="$2.new/zhian/seam/Seam.kt" \
        -f android/engine/split.awk "$source"
    rm -rf "$2" "$raw"
    mv "$2.new" "$2"
}

host() {
    generator >/dev/null
    say "building the library for this machine, profile $profile"
    cargo build --locked --profile "$profile" -p zhian-bindings --lib
    kotlin "$target/$(folder "$profile")/$library" "$target/kotlin/generated"
    say "library: $target/$(folder "$profile")/$library"
    say "Kotlin:  $target/kotlin/generated"
}

android() {
    local missing=()
    command -v cargo-ndk >/dev/null || missing+=("cargo-ndk (cargo install cargo-ndk)")
    for one in aarch64-linux-android armv7-linux-androideabi x86_64-linux-android; do
        rustup target list --installed 2>/dev/null | grep -qx "$one" || missing+=("the Rust target $one (rustup target add $one)")
    done
    [ -n "${ANDROID_NDK_HOME:-}" ] && [ -d "${ANDROID_NDK_HOME:-}" ] || missing+=("an NDK, r28 or newer, with ANDROID_NDK_HOME naming its folder")
    if [ ${#missing[@]} -gt 0 ]; then
        local list
        list="$(printf '%s; ' "${missing[@]}")"
        stop "for phones this machine lacks ${list%; }."
    fi
    # 16 KB pages: r28 aligns so by itself, older ones need to be told. Packed relocations: Android reads them since 6.0.
    RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,-z,max-page-size=16384 -C link-arg=-Wl,--pack-dyn-relocs=android" \
        cargo ndk --platform 26 -t arm64-v8a -t armeabi-v7a -t x86_64 -o "$1/jniLibs" \
        build --locked --release -p zhian-bindings --lib --features sqlcipher
}

case "${1:-}" in
    host) host ;;
    android) android "${2:?android/native.sh android OUT}" ;;
    kotlin)
        [ -f "$target/$(folder "$profile")/$library" ] || cargo build --locked --profile "$profile" -p zhian-bindings --lib
        kotlin "$target/$(folder "$profile")/$library" "${2:?android/native.sh kotlin OUT}" "${3:-}"
        ;;
    *) stop "unknown step '${1:-}': choose host, android OUT or kotlin OUT." ;;
esac
