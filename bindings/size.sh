#!/usr/bin/env bash
# Builds the library as phones carry it, without and with encryption, and prints each size beside its limit, then by crate.
#
#   bindings/size.sh          both libraries, and the crates of both
#   bindings/size.sh bloat    the same by `cargo bloat` too (cargo install cargo-bloat), which knows Rust crates only
set -euo pipefail
cd "$(dirname "$0")/.."

target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
rows=24
say() { printf 'size: %s\n' "$*" >&2; }
stop() { printf '\nsize stops: %s\n' "$*" >&2; exit 1; }
for tool in nm strip; do
    command -v "$tool" >/dev/null || stop "$tool is missing: install binutils, then run the same command again."
done
kept="$(mktemp -d)"
trap 'rm -rf "$kept"' EXIT

# build NAME [cargo arguments]: keeps the library with its symbols as NAME.so and stripped as NAME.stripped
build() {
    local name="$1"
    shift
    say "building $name, profile phone (several minutes the first time)"
    # Packed relocations: as android/native.sh asks an NDK's linker for.
    cargo rustc --locked --quiet -p zhian-bindings --lib --profile phone --crate-type cdylib "$@" -- \
        -C link-arg=-Wl,-z,pack-relative-relocs
    cp "$target/phone/libzhian_bindings.so" "$kept/$name.so"
    strip -o "$kept/$name.stripped" "$kept/$name.so"
}

# limit NAME BYTES_MAX
limit() {
    local bytes packed verdict=holds
    bytes="$(stat -c %s "$kept/$1.stripped")"
    packed="$(gzip -9 -c "$kept/$1.stripped" | wc -c)"
    [ "$bytes" -le "$2" ] || verdict=MISSED
    awk -v name="$1" -v bytes="$bytes" -v packed="$packed" -v max="$2" -v verdict="$verdict" 'BEGIN {
        printf "%-12s %6.2f MB stripped (%.2f MB packed)   limit %5.2f MB   %s\n", name, bytes / 1e6, packed / 1e6, max / 1e6, verdict
    }'
    [ "$verdict" = holds ]
}

# Functions of C have no crate in their names: the archives that build scripts made say whose they are.
# c_names NAME: of the library of that name; only the encrypted one holds OpenSSL, which shares names with ring.
c_names() {
    find "$target/phone/build" -name '*.a' | while read -r archive; do
        local of
        case "$archive" in
            *sqlite3*) of='SQLite' ;;
            *libcrypto*) [ "$1" = encrypted ] || continue; of='OpenSSL' ;;
            *libssl*) continue ;;
            *zstd*) of='zstd' ;;
            *ring*) of='ring' ;;
            *) of="$(basename "$archive" .a)" ;;
        esac
        nm --defined-only -f posix "$archive" 2>/dev/null | awk -v of="$of" 'NF > 2 { print "C", $1, of " (C)" }'
    done
}

# crates NAME: bytes of code and data by crate. Tables and texts without a symbol of their own are the last line.
crates() {
    local bytes
    bytes="$(stat -c %s "$kept/$1.stripped")"
    printf '\n%s by crate, largest first\n' "$1"
    { c_names "$1"; nm -C -S -t d --defined-only "$kept/$1.so"; } | awk -v bytes="$bytes" '
        # The first crate that a name tells which is not part of the standard library.
        function crate(name,    rest, word, before, std) {
            rest = name
            before = ""
            while (match(rest, /[A-Za-z_][A-Za-z0-9_]*::/)) {
                word = substr(rest, RSTART, RLENGTH - 2)
                if (RSTART > 1) before = substr(rest, RSTART - 1, 1)
                if (before != ":") {
                    if (word !~ /^(core|alloc|std|hashbrown|backtrace_rs|gimli|addr2line|rustc_demangle|compiler_builtins)$/) return word
                    std = 1
                }
                before = ":"
                rest = substr(rest, RSTART + RLENGTH)
            }
            if (std) return "std"
            if (name ~ /^(uniffi|ffi|UNIFFI)_/) return "zhian_bindings"
            return ""
        }
        $1 == "C" { owner[$2] = $3 " " $4; next }
        NF < 4 || $3 ~ /^[bB]$/ || seen[$1]++ { next }
        {
            name = $4
            for (at = 5; at <= NF; at++) name = name " " $at
            of = crate(name)
            if (of == "") of = ($4 in owner) ? owner[$4] : "other"
            total[of] += $2
            named += $2
        }
        END {
            total["(without a symbol: tables, texts, unwinding, relocations)"] = bytes - named
            for (of in total) printf "%d\t%s\n", total[of], of
        }' | sort -rn | awk -F '\t' -v rows="$rows" -v bytes="$bytes" '
        NR <= rows { printf "  %8.1f KB  %5.1f %%  %s\n", $1 / 1000, 100 * $1 / bytes, $2; next }
        { rest += $1; more++ }
        END { if (more) printf "  %8.1f KB  %5.1f %%  %d others\n", rest / 1000, 100 * rest / bytes, more }'
}

# cargo bloat builds for itself, as one crate of three types, over which the linker would not optimise: it is given a
# cargo that makes the one library.
bloat() {
    command -v cargo-bloat >/dev/null || stop "cargo-bloat is missing: run 'cargo install cargo-bloat', then the same command again."
    cat >"$kept/cargo" <<'WRAP'
#!/usr/bin/env bash
if [ "$1" = build ]; then shift; exec cargo rustc "$@" --crate-type cdylib; fi
exec cargo "$@"
WRAP
    chmod +x "$kept/cargo"
    CARGO="$kept/cargo" cargo-bloat bloat --profile phone -p zhian-bindings --lib --crates -n "$rows" "$@"
}

build plain
build encrypted --features sqlcipher
status=0
limit plain 5000000 || status=1
limit encrypted 10000000 || status=1
crates plain
crates encrypted
if [ "${1:-}" = bloat ]; then bloat --features sqlcipher; fi
exit "$status"
