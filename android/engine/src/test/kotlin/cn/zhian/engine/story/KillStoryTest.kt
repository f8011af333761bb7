package cn.zhian.engine.story

import cn.zhian.engine.orThrow
import cn.zhian.engine.support.ChildJvm
import cn.zhian.engine.support.Stage
import cn.zhian.engine.support.Stage.Companion.opening
import cn.zhian.engine.support.Stage.Companion.refusal
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import java.io.RandomAccessFile
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class KillStoryTest {
    private val noted = Regex("第(\\d+)次")

    @Test
    fun `a note that was said to be saved is there after the process was killed, and no half note ever`() =
        runBlocking {
            Stage().use { stage ->
                stage.begins("lin", Stage.LIN).closeAndJoin()
                var next = 0
                repeat(KILLS) { round ->
                    val child =
                        ChildJvm(WritesNotes::class.java.name, "${stage.dir("lin")}", stage.visit, "K10-01", "$next")
                    assertEquals("open", child.says.readLine())
                    // A different place in the work each time.
                    repeat(3 + 7 * round) { next = child.says.readLine().toInt() }
                    child.kill()
                    // What it still said before it died counts as well.
                    child.says.forEachLine { line -> line.toIntOrNull()?.let { next = it } }
                    val engine = stage.opens("lin")
                    val note = engine.item(stage.visit, "K10-01").orThrow().note
                    val found = checkNotNull(noted.matchEntire(note)) { "not a whole note: $note" }.groupValues[1].toInt()
                    assertTrue(found == next || found == next + 1, "$next was said to be saved, $found is there")
                    assertEquals(
                        null,
                        engine
                            .settings()
                            .orThrow()
                            .opened.damagedKeptAs,
                    )
                    engine.closeAndJoin()
                    next = found + 1
                }
            }
        }

    @Test
    fun `a file that was being attached when the process was killed is whole or absent`() =
        runBlocking {
            Stage().use { stage ->
                stage.begins("lin", Stage.LIN).closeAndJoin()
                val film = stage.folder.resolve("film.bin")
                RandomAccessFile(film.toFile(), "rw").use { it.setLength(FILM_BYTES) }
                val child =
                    ChildJvm(AttachesAFile::class.java.name, "${stage.dir("lin")}", stage.visit, "K10-02", "$film")
                val first = child.says.readLine()
                assertTrue(first.startsWith("at "), first)
                child.kill()
                val engine = stage.opens("lin")
                val kept = engine.item(stage.visit, "K10-02").orThrow().evidence
                assertTrue(kept.isEmpty() || kept.single().bytes == FILM_BYTES.toULong(), "$kept")
                val health = engine.doctor().orThrow()
                assertEquals(emptyList(), health.filesBad)
                // The same file again, to its end.
                val whole = engine.attach(stage.picture("K10-02", film.toString())).orThrow()
                assertEquals(FILM_BYTES.toULong(), whole.bytes)
            }
        }

    @Test
    fun `a folder that another process holds is not opened, and is free when that one is gone`() =
        runBlocking {
            Stage().use { stage ->
                val child = ChildJvm(HoldsTheFolder::class.java.name, "${stage.dir("lin")}")
                assertEquals("open", child.says.readLine())
                val why = refusal(opening(stage.dir("lin")))
                assertEquals("store.in-use", why.code)
                assertTrue(why.sentence.isNotBlank())
                child.kill()
                stage.opens("lin").closeAndJoin()
            }
        }

    private companion object {
        const val KILLS = 8
        const val FILM_BYTES = 96L * 1024 * 1024
    }
}
