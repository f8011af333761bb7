# Splits the generated Kotlin in two: the plain types of screens and requests, which belong to the public package, and the
# machinery, which nobody outside this module may see.
#
#   awk -v screens=OUT/screens.kt -v machinery=OUT/machinery.kt -f split.awk GENERATED.kt

function put(text) { print text > (moving ? screens : machinery) }
function flush_doc(  i) { for (i = 1; i <= held; i++) put(doc[i]); held = 0 }

BEGIN {
    print "package cn.zhian.engine\n" > screens
}

# A documentation comment goes where the declaration below it goes.
/^\/\*\*/ { in_doc = 1 }
in_doc { doc[++held] = $0; if ($0 ~ /\*\//) in_doc = 0; next }
held && /^[ \t]*$/ { next }

!moving && /^(data class|enum class|sealed class) / && !/^sealed class [A-Za-z]*Exception/ {
    moving = 1
    moved++
    flush_doc()
    put($0)
    next
}
moving {
    # A type beside another names it with its package, which is not its package any more.
    gsub(/zhian\.seam\./, "")
    put($0)
    if ($0 == "}") { put(""); moving = 0 }
    next
}

/^package / { put($0); put("\nimport cn.zhian.engine.*"); next }
/^@file:Suppress/ { put("@file:Suppress(\"NAME_SHADOWING\", \"warnings\")"); next }
{
    flush_doc()
    sub(/^public /, "")
    if ($0 ~ /^(open class|abstract class|sealed class|class|interface|fun interface|object|fun|inline fun|typealias|val|var|const val) /)
        $0 = "internal " $0
    put($0)
}

END {
    if (!moved) { print "split.awk: no type was found: the generator's shape has changed" > "/dev/stderr"; exit 1 }
}
