#!/usr/bin/env bash
# A phone with the Kotlin engine in a process of its own. `android/test.sh` compiles it.
#
#   android/phone.sh                           is asked line by line: see KotlinPhone
#   android/phone.sh measure DIR VISIT ITEM    measures what calls cost: see KotlinMeasures
#
# SEAM_BUILT is the folder with the native library; the one that tests use unless told.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
target="${CARGO_TARGET_DIR:-$here/../target}"
classes="$target/kotlin/maven"
[ -f "$classes/test.classpath" ] || { echo "phone stops: run 'make test-kotlin' first, which compiles it." >&2; exit 1; }
program=KotlinPhone
if [ "${1:-}" = measure ]; then
    program=KotlinMeasures
    shift
fi
exec java -Xmx256m -Djna.library.path="${SEAM_BUILT:-$target/debug}" -Djna.nosys=true \
    -cp "$classes/test-classes:$classes/classes:$(cat "$classes/test.classpath")" "cn.zhian.engine.story.$program" "$@"
