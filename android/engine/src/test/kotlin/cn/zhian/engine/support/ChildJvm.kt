package cn.zhian.engine.support

import java.io.BufferedReader
import java.nio.file.Path

/** Another process with the engine in it, which can be killed without warning. */
class ChildJvm(
    main: String,
    vararg arguments: String,
) : AutoCloseable {
    private val process: Process =
        ProcessBuilder(
            listOf(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djna.library.path=$library",
                "-Djna.nosys=true",
                "-cp",
                System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path"),
                main,
            ) + arguments,
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()

    /** What it prints, line by line. */
    val says: BufferedReader = process.inputStream.bufferedReader()

    /** Ends it between two instructions, as a dead battery would. What it had said before can still be read. */
    fun kill() {
        // Not by the process itself: that would close what it has printed along with it.
        process.toHandle().destroyForcibly()
        process.waitFor()
    }

    override fun close() = kill()
}
