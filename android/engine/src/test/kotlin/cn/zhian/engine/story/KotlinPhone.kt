package cn.zhian.engine.story

import cn.zhian.engine.Outcome
import cn.zhian.engine.ZhianEngine
import cn.zhian.engine.contract.Driver
import cn.zhian.engine.contract.Values
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * A phone in a process of its own, asked line by line: `{"call": "answer", "with": {…}}` on its standard input, and for each
 * a line with `{"gives": …}`, `{"refused": {…}}` or, for a mistake of whoever asks, `{"fault": "…"}` on its standard output.
 */
object KotlinPhone {
    private val driver = Driver()
    private var engine: ZhianEngine? = null

    @JvmStatic
    fun main(arguments: Array<String>) =
        runBlocking {
            // In UTF-8 on every machine, and each answer at once.
            val says = System.out.writer(Charsets.UTF_8)
            for (line in System.`in`.bufferedReader(Charsets.UTF_8).lineSequence()) {
                says.write(answer(line).toString() + "\n")
                says.flush()
            }
            engine?.closeAndJoin() ?: Unit
        }

    private suspend fun answer(line: String): JsonObject =
        try {
            val asked = Json.parseToJsonElement(line) as JsonObject
            val call = (asked.getValue("call") as JsonPrimitive).content
            said(does(call, asked["with"] as? JsonObject ?: JsonObject(emptyMap())))
        } catch (mistake: RuntimeException) {
            JsonObject(mapOf("fault" to JsonPrimitive(mistake.toString())))
        }

    private suspend fun does(
        call: String,
        with: JsonObject,
    ): Outcome<*> {
        if (call != "open") return driver.call(checkNotNull(engine) { "open it first" }, call, with)
        return when (val opened = driver.open("own", "", with)) {
            is Outcome.Refused -> opened
            is Outcome.Done -> Outcome.Done(Unit).also { engine = opened.value }
        }
    }

    private fun said(outcome: Outcome<*>): JsonObject =
        when (outcome) {
            is Outcome.Done -> JsonObject(mapOf("gives" to Values.json(outcome.value)))
            is Outcome.Refused -> JsonObject(mapOf("refused" to refusal(outcome)))
        }

    private fun refusal(refused: Outcome.Refused): JsonElement =
        JsonObject(
            mapOf(
                "code" to JsonPrimitive(refused.why.code),
                "sentence" to JsonPrimitive(refused.why.sentence),
                "detail" to JsonPrimitive(refused.why.detail),
            ),
        )
}
