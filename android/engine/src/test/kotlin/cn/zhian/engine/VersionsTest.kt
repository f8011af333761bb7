package cn.zhian.engine

import cn.zhian.engine.support.repository
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Test
import org.w3c.dom.Element
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What is written in two places says the same in both. */
class VersionsTest {
    private val android = repository.resolve("android")
    private val pom =
        DocumentBuilderFactory
            .newInstance()
            .newDocumentBuilder()
            .parse(android.resolve("engine/pom.xml").toFile())
            .documentElement

    private fun Element.all(name: String) =
        getElementsByTagName(name).let { list ->
            List(list.length) {
                list.item(it) as Element
            }
        }

    private val catalog =
        android
            .resolve("gradle/libs.versions.toml")
            .readLines()
            .dropWhile { it != "[versions]" }
            .drop(1)
            .takeWhile { !it.startsWith("[") }
            .mapNotNull { Regex("([a-z-]+) = \"(.+)\"").matchEntire(it)?.destructured }
            .associate { (name, version) -> name to version }

    @Test
    fun `Maven and Gradle build with the same versions`() {
        val properties =
            pom
                .all("properties")
                .single()
                .childNodes
                .let { list -> List(list.length) { list.item(it) } }
                .filterIsInstance<Element>()
                .associate { it.tagName to it.textContent.trim() }
        for (name in listOf("kotlin", "coroutines", "jna", "junit", "serialization")) {
            assertEquals(properties.getValue("$name.version"), catalog[name], name)
        }
        assertEquals(properties.getValue("jvm.target"), catalog["jvm-target"])
        val ktlint = pom.all("plugin").single { it.all("artifactId").first().textContent == "ktlint-maven-plugin" }
        assertEquals(ktlint.all("version").first().textContent, catalog["ktlint"])
    }

    @Test
    fun `the Kotlin that is generated is written for the Kotlin that compiles it`() {
        for (file in listOf("uniffi.toml", "uniffi-android.toml")) {
            val line = android.resolve("engine/$file").readLines().single { it.startsWith("kotlin_target_version") }
            assertEquals(catalog["kotlin"], line.substringAfter('"').substringBefore('"'), file)
        }
    }

    @Test
    fun `ktlint is told where the sources are, or it reads none and is content`() {
        val build = pom.all("build").single()
        for (name in listOf("sourceDirectory", "testSourceDirectory")) {
            val folder = build.all(name).single { it.parentNode == build }.textContent
            assertTrue(
                android
                    .resolve("engine/$folder")
                    .toFile()
                    .walk()
                    .any { it.extension == "kt" },
                "$folder has no Kotlin",
            )
        }
    }

    @Test
    fun `sentences of our own are the engine's`() {
        val catalogue = Json.parseToJsonElement(repository.resolve("core/protocol/messages.json").readText()) as JsonObject
        for ((code, words) in OWN_SENTENCES) {
            val told = catalogue.getValue(code) as JsonObject
            assertEquals((told.getValue("zh") as JsonPrimitive).content, words[Language.ZH])
            assertEquals((told.getValue("en") as JsonPrimitive).content, words[Language.EN])
        }
    }
}
