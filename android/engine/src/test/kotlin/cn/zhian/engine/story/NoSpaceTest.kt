package cn.zhian.engine.story

import cn.zhian.engine.orThrow
import cn.zhian.engine.support.Stage
import cn.zhian.engine.support.Stage.Companion.refusal
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import java.io.RandomAccessFile
import kotlin.io.path.createDirectories
import kotlin.test.assertEquals

class NoSpaceTest {
    private fun runs(vararg words: String): Boolean =
        ProcessBuilder(*words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor() == 0

    @Test
    fun `a photograph that does not fit is refused whole, and what was there stays`() =
        runBlocking {
            Stage().use { stage ->
                val dir = stage.dir("lin").createDirectories()
                val isSmall = runs("mount", "-t", "tmpfs", "-o", "size=96m", "zhian-small", "$dir")
                if (!isSmall) println("SKIPPED: a full disk: this process may not mount a small file system to fill")
                assumeTrue(isSmall, "a small file system cannot be mounted here")
                try {
                    val lin = stage.begins("lin", Stage.LIN)
                    lin.note(stage.visit, "K10-01", "通道畅通").orThrow()
                    val film = stage.folder.resolve("film.bin")
                    RandomAccessFile(film.toFile(), "rw").use { it.setLength(64L * 1024 * 1024) }
                    val why = refusal(lin.attach(stage.picture("K10-02", "$film")))
                    assertEquals("store.disk-full", why.code, "$why")
                    assertEquals(emptyList(), lin.item(stage.visit, "K10-02").orThrow().evidence)
                    assertEquals("通道畅通", lin.item(stage.visit, "K10-01").orThrow().note)
                    lin.note(stage.visit, "K10-01", "通道畅通，已拍照").orThrow()
                    lin.closeAndJoin()
                } finally {
                    runs("umount", "-l", "$dir")
                }
            }
        }
}
