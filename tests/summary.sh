#!/usr/bin/env bash
# Adds up what every runner said of its tests, from the logs that `make test` keeps. Fails if a part did not run, if a test
# failed, and in CI if one was skipped.
#
#   tests/summary.sh TARGET    TARGET is the folder that cargo builds into
set -euo pipefail
target="${1:?usage: tests/summary.sh TARGET}"
stop() { printf 'test stops: %s\n' "$*" >&2; exit 1; }

# Each prints: passed failed skipped.
of_cargo() {
    awk '/^test result:/ {
        for (i = 1; i < NF; i++) {
            if ($(i + 1) ~ /^passed/) passed += $i
            if ($(i + 1) ~ /^failed/) failed += $i
            if ($(i + 1) ~ /^ignored/) skipped += $i
        }
    } END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}
of_maven() {
    sed -n 's/^.*Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\)$/\1 \2 \3 \4/p' "$1" |
        tail -n 1 | awk '{ print $1 - $2 - $3 - $4, $2 + $3, $4 } END { if (!NR) print 0, 0, 0 }'
}
of_swift() {
    # What a test could not check it says itself; what the language cannot even say is no test of it.
    awk '/ Test ".*" passed after / { passed++ } / Test ".*" failed after / { failed++ } /^SKIPPED/ && !/^SKIPPED contract: / { skipped++ }
        END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}
of_phones() { if grep -q '^two-phones: both phones and the ledger hold the same bytes$' "$1"; then echo 1 0 0; else echo 0 1 0; fi; }

echo
total_failed=0 total_skipped=0
part() {
    local name="$1" reader="$2" log="$target/$3" passed=0 failed=0 skipped=0
    [ -f "$log" ] || stop "$name was not run: there is no $log."
    read -r passed failed skipped < <("$reader" "$log")
    printf '%-28s %5d passed, %d failed, %d skipped\n' "$name" "$passed" "$failed" "$skipped"
    [ "$passed" != 0 ] || [ "$failed" != 0 ] || stop "$name ran no test."
    total_failed=$((total_failed + failed)) total_skipped=$((total_skipped + skipped))
}
part "Rust" of_cargo test.log
part "Rust, encrypted databases" of_cargo test-cipher.log
part "Kotlin" of_maven kotlin/test-kotlin.log
part "Swift" of_swift swift/test.log
part "Kotlin and Swift, one visit" of_phones two-phones.log

[ "$total_failed" = 0 ] || stop "$total_failed tests failed."
grep -q '^simulation: seeds 1\.\.501 ' "$target/test.log" || stop "the 500 simulated worlds were not played."
if [ "$total_skipped" != 0 ] && [ "${CI:-}" = true ]; then
    stop "$total_skipped tests were skipped, which CI does not allow."
fi
