package cn.zhian.engine.contract

import cn.zhian.engine.DeviceActs
import cn.zhian.engine.Library
import cn.zhian.engine.Outcome
import cn.zhian.engine.Refusal
import cn.zhian.engine.Screens
import cn.zhian.engine.VisitActs
import cn.zhian.engine.ZhianEngine
import cn.zhian.engine.map
import cn.zhian.engine.support.Office
import cn.zhian.engine.support.repository
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.TestInstance
import java.io.RandomAccessFile
import java.nio.file.Files
import java.util.Base64
import kotlin.io.path.createDirectories
import kotlin.io.path.createTempDirectory
import kotlin.io.path.readText
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText
import kotlin.reflect.full.declaredMemberFunctions
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Runs `tests/contract/seam/cases.json`: what a call through the seam answers, the same in every language. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
    private val table =
        Json.parseToJsonElement(
            repository.resolve("tests/contract/seam/cases.json").readText(),
        ) as JsonObject
    private val steps = (table.getValue("steps") as JsonArray).map { it as JsonObject }
    private val cases = steps.filter { "case" in it }
    private val root = createTempDirectory("zhian-contract")
    private val office = Office(root.resolve("office"))
    private val driver = Driver()
    private val engines = mutableMapOf<String, ZhianEngine>()
    private val names =
        mutableMapOf(
            "files" to root.resolve("files").createDirectories().toString(),
            "phones" to root.resolve("phones").createDirectories().toString(),
            "checklist" to repository.resolve("core/checklists/p75.v1.json").toString(),
            "shipped" to repository.resolve("core/checklists").toString(),
        )

    @AfterAll
    fun everythingIsGone() {
        engines.values.forEach(ZhianEngine::close)
        office.close()
        root.toFile().deleteRecursively()
    }

    @TestFactory
    fun `what a call through the seam answers`(): List<DynamicTest> {
        for ((name, content) in table.getValue(
            "files",
        ) as JsonObject) {
            write("${names["files"]}/$name", content as JsonObject)
        }
        return steps.mapIndexed { number, step ->
            val name = (step["case"] as JsonPrimitive?)?.content ?: "step ${number + 1}: ${step.toString().take(80)}"
            dynamicTest(name) { run(step) }
        }
    }

    private fun run(raw: JsonObject) {
        cannot(raw)
        val step = filled(raw) as JsonObject
        when {
            "case" in step -> case(step)
            "office" in step -> keep(step, office.does((step.getValue("office") as JsonArray).map { text(it) }))
            "serve" in step -> serve((step.getValue("serve") as JsonPrimitive).boolean)
            "write" in step -> write(text(step.getValue("write")), step)
            "patch" in step -> patch(step)
            else -> error("tests/contract/seam/README.md names no step like $step")
        }
    }

    private fun cannot(step: JsonObject) {
        val why = ((step["cannot"] as JsonObject?)?.get("kotlin") as JsonPrimitive?)?.content ?: return
        println("SKIPPED in Kotlin: ${step["case"]}: $why")
        assumeTrue(false, why)
    }

    private fun serve(on: Boolean) {
        if (!on) return office.stop()
        office.serve()
        names["server"] = office.address
    }

    private fun case(step: JsonObject) =
        runBlocking {
            val phone = text(step.getValue("phone"))
            val given = step["with"] as JsonObject? ?: JsonObject(emptyMap())
            val outcome =
                when (val call = text(step.getValue("call"))) {
                    "open" -> open(phone, given)
                    "shut" -> Outcome.Done(checkNotNull(engines.remove(phone)).closeAndJoin())
                    "shutKeep" -> Outcome.Done(engines.getValue(phone).closeAndJoin())
                    else -> driver.call(engines.getValue(phone), call, given)
                }
            judge(step, outcome)
        }

    private fun judge(
        step: JsonObject,
        outcome: Outcome<*>,
    ) {
        val refused = step["refused"] as JsonObject?
        when (outcome) {
            is Outcome.Done -> {
                val view = Values.json(outcome.value)
                check(refused == null) { "it was to be refused with $refused, it gave $view" }
                val failures = Fragment.failures(step.getValue("gives"), view)
                assertTrue(failures.isEmpty(), failures.joinToString("\n"))
                keep(step, view)
            }

            is Outcome.Refused -> {
                check(refused != null) { "it was refused: ${outcome.why}" }
                refusedAs(refused, outcome.why)
            }
        }
    }

    private fun refusedAs(
        wanted: JsonObject,
        found: Refusal,
    ) {
        assertEquals(text(wanted.getValue("code")), found.code, "$found")
        assertTrue(found.sentence.isNotBlank() && found.detail.isNotBlank(), "$found")
        for ((name, value) in wanted["fields"] as JsonObject? ?: JsonObject(emptyMap())) {
            assertEquals(text(value), found.fields[name], "$found")
        }
    }

    private suspend fun open(
        phone: String,
        given: JsonObject,
    ): Outcome<Unit> =
        driver.open(phone, "${names["phones"]}/$phone", given).map { engine -> engines.put(phone, engine)?.close() ?: Unit }

    private fun write(
        path: String,
        content: JsonObject,
    ) {
        val file = root.fileSystem.getPath(path)
        content["text"]?.let { file.writeText(text(it)) }
        content["base64"]?.let { file.writeBytes(Base64.getDecoder().decode(text(it))) }
    }

    private fun patch(step: JsonObject) {
        val path = text(step.getValue("patch"))
        check(Files.exists(root.fileSystem.getPath(path))) { "there is no $path to patch" }
        RandomAccessFile(path, "rw").use { file ->
            file.seek((step.getValue("at") as JsonPrimitive).int.toLong())
            file.write(text(step.getValue("hex")).chunked(2).map { it.toInt(16).toByte() }.toByteArray())
        }
    }

    private fun keep(
        step: JsonObject,
        view: JsonElement,
    ) {
        for ((name, pointer) in step["keep"] as JsonObject? ?: return) {
            val found =
                text(pointer).split('/').drop(1).fold(view) { at, part ->
                    if (at is JsonArray) at[part.toInt()] else (at as JsonObject).getValue(part)
                }
            check(found is JsonPrimitive && found !is JsonNull) { "$pointer is $found, nothing to keep" }
            names[name] = found.content
        }
    }

    private fun filled(json: JsonElement): JsonElement =
        when (json) {
            is JsonObject -> JsonObject(json.mapValues { (_, inner) -> filled(inner) })
            is JsonArray -> JsonArray(json.map(::filled))
            is JsonPrimitive -> if (json.isString) JsonPrimitive(replaced(json.content)) else json
        }

    private fun replaced(text: String): String =
        PLACE.replace(text) { found -> checkNotNull(names[found.groupValues[1]]) { "nothing was kept as ${found.value}" } }

    private fun text(json: JsonElement): String = (json as JsonPrimitive).content

    @Test
    fun `every method has a case, and every one that can be refused for what it was given has bad input`() {
        val methods =
            listOf(Screens::class, VisitActs::class, DeviceActs::class, Library::class).flatMap {
                it.declaredMemberFunctions
            }
        val called = cases.groupBy { text(it.getValue("call")) }
        for (method in methods) {
            val own = called[method.name].orEmpty()
            assertTrue(own.any { "gives" in it }, "no case in which ${method.name} goes well")
            val takesText = method.name !in NEVER_REFUSED
            assertTrue(!takesText || own.any { "refused" in it }, "no case in which ${method.name} is refused")
        }
        assertTrue(cases.size >= 400, "${cases.size} cases")
        assertEquals(cases.size, cases.map { it["case"] }.toSet().size, "two cases have one name")
    }

    private companion object {
        val PLACE = Regex("\\$\\{([a-z0-9_]+)}")

        /** Nothing that they are given can be wrong; that a closed engine refuses them all is a case of its own. */
        val NEVER_REFUSED =
            setOf(
                "settings",
                "syncStatus",
                "lateWork",
                "quarantine",
                "doctor",
                "chooseLanguage",
                "acknowledgeQuarantine",
                "searchDirectory",
                "mediaPlan",
                "mediaBudget",
                "chooseMediaBudget",
                "riskLists",
            )
    }
}
