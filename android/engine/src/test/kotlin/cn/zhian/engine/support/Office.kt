package cn.zhian.engine.support

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** The repository that these tests belong to. */
val repository: Path = Path.of(property("zhian.repository")).toRealPath()

/** Folder of the native library. */
val library: Path = Path.of(property("zhian.library"))

private fun property(name: String): String =
    checkNotNull(System.getProperty(name)) { "run these tests with `make test-kotlin`: $name is not told" }

/** The office: the real server, and the commands of the people who run it. */
class Office(
    private val data: Path,
) : AutoCloseable {
    private val program =
        File(property("zhian.server")).also {
            check(it.canExecute()) { "there is no server at $it: `make test-kotlin` builds it first" }
        }
    private var server: Process? = null

    /** Where it listens, e.g. `http://127.0.0.1:40123`. */
    var address: String = ""
        private set

    /** Runs a command that must go well, and reads what it prints. */
    fun does(words: List<String>): JsonElement {
        val line = listOf(program.path, "--data", data.toString(), "--lang", "en") + words + "--json"
        val said = Files.createTempFile("office", ".out").toFile()
        val heard = Files.createTempFile("office", ".err").toFile()
        try {
            val ended =
                ProcessBuilder(line)
                    .redirectOutput(said)
                    .redirectError(heard)
                    .start()
                    .waitFor()
            check(ended == 0) { "${words.joinToString(" ")} ended with $ended: ${heard.readText()}${said.readText()}" }
            return Json.parseToJsonElement(said.readText().ifBlank { "null" })
        } finally {
            said.delete()
            heard.delete()
        }
    }

    /** One text of what a command printed. */
    fun asks(
        name: String,
        vararg words: String,
    ): String = ((does(words.toList()) as JsonObject).getValue(name) as JsonPrimitive).content

    /** Starts the server on a free port and waits until it says where it listens. */
    fun serve() {
        val log = data.resolveSibling("${data.fileName}.log").toFile()
        val line = listOf(program.path, "--data", data.toString(), "--lang", "en", "serve", "--listen", listen())
        val started =
            ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start()
        server = started
        val said = started.inputStream.bufferedReader().readLine() ?: ""
        address = "http://" + said.substringAfter("http://", "").trim()
        check(address.length > "http://".length) { "the server did not say where it listens: $said ${log.readText()}" }
    }

    /** A server that is opened again is where it was: phones remember its address. */
    private fun listen(): String = address.removePrefix("http://").ifEmpty { "127.0.0.1:0" }

    /** Stops the server as an administrator would. */
    fun stop() {
        val running = server ?: return
        server = null
        running.destroy()
        check(running.waitFor(20, TimeUnit.SECONDS)) { "the server did not stop within 20 s" }
    }

    /** Ends it at once, as a power cut would. */
    fun kill() {
        val running = server ?: return
        server = null
        running.destroyForcibly().waitFor()
    }

    override fun close() = kill()
}
