#!/usr/bin/env bash
# Builds the native library, the Kotlin and the server, then runs every test of android/engine on this machine's JVM.
# Arguments go to Maven, e.g. `android/test.sh -Dtest=ContractTest`.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf 'test-kotlin: %s\n' "$*"; }

target="${CARGO_TARGET_DIR:-$PWD/target}"
built="$(android/native.sh host)"

# The same library must always make the same Kotlin.
mv "$target/kotlin/generated" "$target/kotlin/generated.first"
android/native.sh host >/dev/null 2>&1
diff -r "$target/kotlin/generated.first" "$target/kotlin/generated"
rm -rf "$target/kotlin/generated.first"

say "ktlint, compiler with warnings as errors, tests"
# The compiler leaves the classes of what is gone, and the tests read every class that lies there.
rm -rf "$target/kotlin/maven/classes" "$target/kotlin/maven/test-classes"
log="$target/kotlin/test-kotlin.log"
status=0
mvn -B --no-transfer-progress -Dstyle.color=never -Dkotlin.compiler.daemon=false -f android/engine/pom.xml \
    -Dseam.target.dir="$target" -Dseam.library.dir="$built" "$@" test 2>&1 | tee "$log" || status=$?
# What could not be checked must not look like what was.
if grep -q '^SKIPPED' "$log"; then
    say "not checked:"
    grep '^SKIPPED' "$log" | sort -u
fi
exit "$status"
