#!/usr/bin/env bash
# What the seam costs in each language, beside bare Rust, in one run: `make bench-seam`.
#
#   tests/seam/measure.sh                 every language that can be run here
#   LANGUAGES="rust kotlin" ROUNDS=7 …    some of them, more rounds
#
# One folder with 500 visits is prepared and copied for each. The programs take turns, round by round, each time in a fresh
# process; the median of the rounds stands in the table.
set -euo pipefail
cd "$(dirname "$0")/../.."

rounds="${ROUNDS:-5}"
languages="${LANGUAGES:-rust kotlin swift}"
# The same code for every language: what phones carry.
profile=phone
target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
say() { printf 'bench-seam: %s\n' "$*" >&2; }
stop() { printf '\nbench-seam stops: %s\n' "$*" >&2; exit 1; }

# --- How each language is run. Each prints one line of JSON for: DIR VISIT ITEM ------------------------------------------

# The library of the profile that phones have, for both languages.
library() {
    cargo rustc --locked --quiet --profile "$profile" -p zhian-bindings --lib --crate-type cdylib
}

build_rust() {
    cargo build --locked --quiet --profile "$profile" -p zhian-bindings --features measure --bin zhian-seam-measure
}
run_rust() {
    "$target/$profile/zhian-seam-measure" "$@"
}

build_kotlin() {
    tests/setup.sh kotlin
    library
    android/test.sh -DskipTests >/dev/null
}
run_kotlin() {
    SEAM_BUILT="$target/$profile" android/phone.sh measure "$@"
}

build_swift() {
    tests/setup.sh swift
    library
    ios/measure.sh "$target/$profile"
}
run_swift() {
    SEAM_BUILT="$target/$profile" ios/phone.sh measure "$@"
}

# -------------------------------------------------------------------------------------------------------------------------

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

ready=()
for language in $languages; do
    say "building $language"
    if "build_$language"; then ready+=("$language"); else say "SKIPPED: $language cannot be measured here"; fi
done
[ ${#ready[@]} -gt 0 ] || stop "there is nothing to measure."

say "preparing a phone with 500 visits"
cargo build --locked --quiet -p zhian-tests --bin zhian-seam-stage
staged="$("$target/debug/zhian-seam-stage" "$folder/staged")"
# text NAME: a text of the line that the stage printed
text() { printf '%s' "$staged" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
visit="$(text visit)"
item="$(text item)"
[ -n "$visit" ] && [ -n "$item" ] || stop "the stage printed $staged"

for round in $(seq "$rounds"); do
    for language in "${ready[@]}"; do
        # A fresh copy each time: every run begins with the same work in the folder.
        rm -rf "$folder/$language"
        cp -a "$folder/staged" "$folder/$language"
        sync -f "$folder/$language"
        line="$("run_$language" "$folder/$language" "$visit" "$item" | grep -a '^{' | tail -n 1)"
        [ -n "$line" ] || stop "$language printed no line of figures"
        say "round $round, $language: $line"
        printf '%s %s\n' "$language" "$line" >>"$folder/figures"
    done
done

awk -v rounds="$rounds" '
    # The middle one of the figures of a language.
    function median(language, name,    count, at, other, kept, sorted) {
        count = split(figures[language, name], sorted, " ")
        for (at = 2; at <= count; at++) {
            kept = sorted[at] + 0
            for (other = at - 1; other >= 1 && sorted[other] + 0 > kept; other--) sorted[other + 1] = sorted[other]
            sorted[other + 1] = kept
        }
        return sorted[int((count + 1) / 2)] + 0
    }
    function verdict(holds) { if (!holds) missed = 1; return holds ? "holds" : "MISSED" }
    function added(language, name, max,    more) {
        more = median(language, name) - median("rust", name)
        return sprintf("%+8.1f us  limit %5.0f us  %s", more, max, verdict(more <= max))
    }
    {
        if (!($1 in met)) { met[$1] = 1; order[++languages] = $1 }
        line = $0
        while (match(line, /"[a-z0-9_]+":[0-9.]+/)) {
            pair = substr(line, RSTART + 1, RLENGTH - 1)
            split(pair, part, "\":")
            figures[$1, part[1]] = figures[$1, part[1]] " " part[2]
            line = substr(line, RSTART + RLENGTH)
        }
    }
    END {
        printf "\nmedian of %d rounds, 500 visits\n", rounds
        printf "%-8s %12s %14s %14s %12s %16s\n", "", "call p50 us", "answer p50 us", "answer p95 us", "item p50 us", "first screen ms"
        for (at = 1; at <= languages; at++) {
            one = order[at]
            printf "%-8s %12.1f %14.1f %14.1f %12.1f %16.1f\n", one, median(one, "call_p50_us"), median(one, "answer_p50_us"),
                median(one, "answer_p95_us"), median(one, "item_p50_us"), median(one, "first_screen_ms")
        }
        more["kotlin"] = 200; more["swift"] = 50
        first["rust"] = 60; first["kotlin"] = 150; first["swift"] = 60
        printf "\n"
        for (at = 1; at <= languages; at++) {
            one = order[at]
            if (one in more && "rust" in met) {
                printf "%-8s added to a call    %s\n", one, added(one, "call_p50_us", more[one])
                printf "%-8s added to an answer  %s\n", one, added(one, "answer_p50_us", more[one])
                printf "%-8s added to an item    %s\n", one, added(one, "item_p50_us", more[one])
            }
            printf "%-8s an item             %8.1f us  limit  2000 us  %s\n", one, median(one, "item_p50_us"), verdict(median(one, "item_p50_us") <= 2000)
            printf "%-8s the first screen    %8.1f ms  limit %5.0f ms  %s\n", one, median(one, "first_screen_ms"), first[one], verdict(median(one, "first_screen_ms") <= first[one])
        }
        exit missed
    }' "$folder/figures"
