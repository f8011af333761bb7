package cn.zhian.engine.contract

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.int
import kotlinx.serialization.json.long

/** Whether a view holds what the contract says of it. */
object Fragment {
    /** What does not hold, each with its place; empty if all does. */
    fun failures(
        wanted: JsonElement,
        found: JsonElement,
        at: String = "",
    ): List<String> =
        when {
            wanted is JsonObject && wanted.keys.any { it.startsWith("$") } -> {
                wanted.flatMap { (word, rule) ->
                    check(word, rule, found, at)
                }
            }

            wanted is JsonObject && found is JsonObject -> {
                wanted.flatMap { (name, inner) -> named(name, inner, found, at) }
            }

            wanted is JsonArray && found is JsonArray && wanted.size == found.size -> {
                wanted.indices.flatMap { failures(wanted[it], found[it], "$at/$it") }
            }

            wanted is JsonPrimitive && found is JsonPrimitive && same(wanted, found) -> {
                emptyList()
            }

            else -> {
                listOf("$at: ${brief(wanted)} was expected, ${brief(found)} was found")
            }
        }

    private fun named(
        name: String,
        wanted: JsonElement,
        found: JsonObject,
        at: String,
    ): List<String> {
        val inner = found[name] ?: return listOf("$at has no $name, it has ${found.keys}")
        return failures(wanted, inner, "$at/$name")
    }

    // A text is never a number, and null is null.
    private fun same(
        wanted: JsonPrimitive,
        found: JsonPrimitive,
    ) = wanted.isString == found.isString && wanted.content == found.content && (wanted is JsonNull) == (found is JsonNull)

    private fun check(
        word: String,
        rule: JsonElement,
        found: JsonElement,
        at: String,
    ): List<String> {
        val holds =
            when (word) {
                "\$count" -> {
                    size(found) == (rule as JsonPrimitive).int
                }

                "\$has" -> {
                    found is JsonArray && found.any { failures(rule, it).isEmpty() }
                }

                "\$none" -> {
                    found is JsonArray && found.none { failures(rule, it).isEmpty() }
                }

                "\$text" -> {
                    found is JsonPrimitive && found.isString && (rule as JsonPrimitive).content in found.content
                }

                "\$hex" -> {
                    found is JsonPrimitive &&
                        Regex("[0-9a-f]{${2 * (rule as JsonPrimitive).int}}").matches(found.content)
                }

                "\$above" -> {
                    found is JsonPrimitive && found !is JsonNull && !found.isString &&
                        found.long > (rule as JsonPrimitive).long
                }

                "\$some" -> {
                    found != JsonNull && size(found) != 0
                }

                else -> {
                    error("tests/contract/seam/README.md names no check $word")
                }
            }
        return if (holds) emptyList() else listOf("$at: $word ${brief(rule)} does not hold for ${brief(found)}")
    }

    private fun size(found: JsonElement): Int? =
        when (found) {
            is JsonArray -> found.size
            is JsonPrimitive -> if (found.isString) found.content.codePointCount(0, found.content.length) else null
            is JsonObject -> null
        }

    private fun brief(json: JsonElement): String = json.toString().let { if (it.length > 400) it.take(400) + "…" else it }
}
