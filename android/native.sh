#!/usr/bin/env bash
# Builds the engine's native library and the Kotlin that belongs to it.
#
#   android/native.sh host                 for this machine: library and Kotlin, for the tests on the JVM; prints where
#   android/native.sh android OUT          for phones: OUT/jniLibs/ABI/*.so, three ABIs, 16 KB pages; needs an NDK
#   android/native.sh kotlin OUT           for phones: the Kotlin that belongs to what `android` built, into OUT
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

# kotlin GENERATOR LIBRARY CONFIG OUT: writes OUT anew, so that nothing stale is ever compiled.
kotlin() {
    local raw source out="$4"
    raw="$(mktemp -d)"
    "$1" kotlin "$2" "$raw" "$3"
    source="$(find "$raw" -name '*.kt')"
    [ -f "$source" ] || stop "the generator wrote $(find "$raw" -name '*.kt' | wc -l) files where one was expected."
    rm -rf "$out.new"
    mkdir -p "$out.new/cn/zhian/engine" "$out.new/zhian/seam"
    awk -v screens="$out.new/cn/zhian/engine/Generated.kt" -v machinery="$out.new/zhian/seam/Seam.kt" \
        -f android/engine/split.awk "$source"
    rm -rf "$out" "$raw"
    mv "$out.new" "$out"
}

host() {
    local built
    built="$(bindings/host.sh)"
    kotlin "$built/zhian-bindgen" "$built/$library" android/engine/uniffi.toml "$target/kotlin/generated"
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
    # 16 KB pages: r28 aligns so by itself, older ones need to be told. Packed relocations: Android reads them since 6.0.
    # One kind of library lets the linker optimise it whole.
    RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,-z,max-page-size=16384 -C link-arg=-Wl,--pack-dyn-relocs=android" \
        cargo ndk --platform 26 -t arm64-v8a -t armeabi-v7a -t x86_64 -o "$1/jniLibs" \
        rustc --locked --profile phone -p zhian-bindings --lib --crate-type cdylib --features sqlcipher
}

# Any of the three libraries would do: they say the same of what crosses.
android_kotlin() {
    local built="$target/aarch64-linux-android/phone/libzhian_bindings.so"
    [ -f "$built" ] || stop "there is no library for phones yet: run 'android/native.sh android OUT' first."
    cargo build --locked --release -p zhian-bindgen
    kotlin "$target/release/zhian-bindgen" "$built" android/engine/uniffi-android.toml "$1"
}

case "${1:-}" in
    host) host ;;
    android) android "${2:?android/native.sh android OUT}" ;;
    kotlin) android_kotlin "${2:?android/native.sh kotlin OUT}" ;;
    *) stop "unknown step '${1:-}': choose host, android OUT or kotlin OUT." ;;
esac
