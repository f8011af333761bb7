#!/usr/bin/env bash
# Adds up the summary lines of `cargo test` in a log. Fails if none is there, if a test failed, and in CI if one was skipped.
set -euo pipefail

log="${1:?usage: tests/summary.sh LOG}"
read -r runs passed failed skipped < <(awk '
    /^test result:/ {
        runs++
        for (i = 1; i <= NF; i++) {
            if ($(i + 1) ~ /^passed/) passed += $i
            if ($(i + 1) ~ /^failed/) failed += $i
            if ($(i + 1) ~ /^ignored/) skipped += $i
        }
    }
    END { print runs + 0, passed + 0, failed + 0, skipped + 0 }' "$log")

echo
echo "total: $passed passed, $failed failed, $skipped skipped"
if [ "$runs" = 0 ] || [ "$passed" = 0 ]; then
    echo "test stops: no test was run." >&2
    exit 1
fi
[ "$failed" = 0 ] || exit 1
if ! grep -q '^simulation: seeds 1\.\.501 ' "$log"; then
    echo "test stops: the 500 simulated worlds were not played." >&2
    exit 1
fi
if [ "$skipped" != 0 ] && [ "${CI:-}" = true ]; then
    echo "test stops: $skipped tests were skipped, which CI does not allow." >&2
    exit 1
fi
