package cn.zhian.engine.contract

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.long
import kotlin.reflect.KClass
import kotlin.reflect.KType
import kotlin.reflect.full.declaredMemberProperties
import kotlin.reflect.full.primaryConstructor

/** What crosses the seam, as the contract writes it. */
object Values {
    /** Any view as JSON. */
    @OptIn(ExperimentalUnsignedTypes::class)
    fun json(value: Any?): JsonElement =
        when (value) {
            null, Unit -> JsonNull
            is String -> JsonPrimitive(value)
            is Boolean -> JsonPrimitive(value)
            is Number -> JsonPrimitive(value)
            is UByte -> JsonPrimitive(value.toLong())
            is UShort -> JsonPrimitive(value.toLong())
            is UInt -> JsonPrimitive(value.toLong())
            is ULong -> JsonPrimitive(value.toLong())
            is ByteArray -> JsonPrimitive(value.joinToString("") { "%02x".format(it) })
            is Enum<*> -> JsonPrimitive(camel(value.name))
            is List<*> -> JsonArray(value.map(::json))
            else -> record(value)
        }

    private fun record(value: Any): JsonElement {
        val type = value::class
        val isVariant = type.java.superclass != Any::class.java
        val name = type.simpleName.orEmpty().replaceFirstChar(Char::lowercase)
        if (type.objectInstance != null) return JsonPrimitive(name)
        val fields = JsonObject(type.declaredMemberProperties.associate { it.name to json(it.getter.call(value)) })
        return if (isVariant) JsonObject(mapOf(name to fields)) else fields
    }

    /** An argument of a type, from JSON. What is missing is null. */
    fun argument(
        type: KType,
        json: JsonElement?,
    ): Any? {
        val given = json ?: JsonNull
        if (given == JsonNull) {
            check(type.isMarkedNullable) { "an argument of type $type is missing" }
            return null
        }
        val wanted = type.classifier as KClass<*>
        return when {
            wanted == String::class -> text(given)
            wanted == Boolean::class -> (given as JsonPrimitive).boolean
            wanted == Int::class -> (given as JsonPrimitive).int
            wanted == Short::class -> (given as JsonPrimitive).int.toShort()
            wanted == Long::class -> (given as JsonPrimitive).long
            wanted == UInt::class -> (given as JsonPrimitive).int.toUInt()
            wanted == ULong::class -> (given as JsonPrimitive).long.toULong()
            wanted == List::class -> (given as JsonArray).map { argument(checkNotNull(type.arguments.single().type), it) }
            wanted.java.isEnum -> wanted.java.enumConstants.single { camel((it as Enum<*>).name) == text(given) }
            wanted.isSealed -> variant(wanted, given)
            else -> built(wanted, given as JsonObject)
        }
    }

    private fun variant(
        wanted: KClass<*>,
        given: JsonElement,
    ): Any {
        val (name, fields) = if (given is JsonObject) given.entries.single().toPair() else text(given) to null
        val one = wanted.sealedSubclasses.single { it.simpleName?.replaceFirstChar(Char::lowercase) == name }
        return one.objectInstance ?: built(one, fields as JsonObject)
    }

    private fun built(
        wanted: KClass<*>,
        given: JsonObject,
    ): Any {
        val constructor = checkNotNull(wanted.primaryConstructor) { "$wanted cannot be made" }
        val unknown = given.keys - constructor.parameters.mapNotNull { it.name }.toSet()
        check(unknown.isEmpty()) { "$wanted has no $unknown" }
        return constructor.callBy(constructor.parameters.associateWith { argument(it.type, given[it.name]) })
    }

    private fun text(given: JsonElement): String {
        if (given is JsonPrimitive) return given.content
        val made = given as JsonObject
        made["\$times"]?.let { times ->
            val (what, often) = times as JsonArray
            return (what as JsonPrimitive).content.repeat((often as JsonPrimitive).int)
        }
        check("\$surrogate" in made) { "no text: $given" }
        return "half a character: \uD83D"
    }

    /** `DOES_NOT_MEET` is `doesNotMeet` in the contract. */
    private fun camel(name: String): String =
        name
            .lowercase()
            .split('_')
            .joinToString("") { it.replaceFirstChar(Char::uppercase) }
            .replaceFirstChar(Char::lowercase)
}
