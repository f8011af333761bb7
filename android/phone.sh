#!/usr/bin/env bash
# A phone with the Kotlin engine, asked line by line: see KotlinPhone. `android/test.sh` compiles it.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
target="${CARGO_TARGET_DIR:-$here/../target}"
classes="$target/kotlin/maven"
[ -f "$classes/test.classpath" ] || { echo "phone stops: run 'make test-kotlin' first, which compiles it." >&2; exit 1; }
exec java -Xmx256m -Djna.library.path="${SEAM_BUILT:-$target/debug}" -Djna.nosys=true \
    -cp "$classes/test-classes:$classes/classes:$(cat "$classes/test.classpath")" cn.zhian.engine.story.KotlinPhone
