#!/usr/bin/env bash
# Builds the engine's native library and the Kotlin that belongs to it.
#
#   android/native.sh host                 for this machine: library and Kotlin, for the tests on the JVM; prints where
#   android/native.sh android OUT          for phones: OUT/jniLibs/ABI/*.so, three ABIs, 16 KB pages; needs an NDK
#   android/native.sh kotlin OUT [android] only the Kotlin, into OUT; with `android` as Android wants it
#
# SEAM_PROFILE is the Cargo profile on this machine: see bindings/host.sh. Phones always get the profile `phone`.
set -euo pipefail
cd "$(dirname "$0")/.."

target="${CARGO_TARGET_DIR:-$PWD/target}"
stop() { printf '\nnative stops: %s\n' "$*" >&2; exit 1; }
say() { printf 'native: %s\n' "$*" >&2; }

case "$(uname -s)" in
    Darwin) library=libzhian_bindings.dylib ;;
    *) library=libzhian_bindings.so ;;
esac

# kotlin BUILT OUT [android]: writes OUT anew, so that nothing stale is ever compiled.
kotlin() {
    local raw source config=android/engine/uniffi.toml
    [ "${3:-}" != android ] || config=android/engine/uniffi-android.toml
    raw="$(mktemp -d)"
    "$1/zhian-bindgen" kotlin "$1/$library" "$raw" "$config"
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
    local built
    built="$(bindings/host.sh)"
    kotlin "$built" "$target/kotlin/generated"
    say "library: $built/$library"
    say "Kotlin:  $target/kotlin/generated"
    echo "$built"
}

android() {
    local missing=() list
    command -v cargo-ndk >/dev/null || missing+=("cargo-ndk (cargo install cargo-ndk)")
    for one in aarch64-linux-android armv7-linux-androideabi x86_64-linux-android; do
        rustup target list --installed 2>/dev/null | grep -qx "$one" || missing+=("the Rust target $one (rustup target add $one)")
    done
    [ -n "${ANDROID_NDK_HOME:-}" ] && [ -d "${ANDROID_NDK_HOME:-}" ] || missing+=("an NDK, r28 or newer, with ANDROID_NDK_HOME naming its folder")
    if [ ${#missing[@]} -gt 0 ]; then
        list="$(printf '%s; ' "${missing[@]}")"
        stop "for phones this machine lacks ${list%; }."
    fi
    # 16 KB pages: r28 aligns so by itself, older ones need to be told. One kind of library lets the linker optimise it whole.
    RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,-z,max-page-size=16384" \
        cargo ndk --platform 26 -t arm64-v8a -t armeabi-v7a -t x86_64 -o "$1/jniLibs" \
        rustc --locked --profile phone -p zhian-bindings --lib --crate-type cdylib --features sqlcipher
}

case "${1:-}" in
    host) host ;;
    android) android "${2:?android/native.sh android OUT}" ;;
    kotlin) kotlin "$(bindings/host.sh)" "${2:?android/native.sh kotlin OUT}" "${3:-}" ;;
    *) stop "unknown step '${1:-}': choose host, android OUT or kotlin OUT." ;;
esac
