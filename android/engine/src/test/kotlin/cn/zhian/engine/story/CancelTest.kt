package cn.zhian.engine.story

import cn.zhian.engine.FilesRule
import cn.zhian.engine.Judgement
import cn.zhian.engine.Outcome
import cn.zhian.engine.Ports
import cn.zhian.engine.Progress
import cn.zhian.engine.SyncEnd
import cn.zhian.engine.Work
import cn.zhian.engine.ZhianEngine
import cn.zhian.engine.following
import cn.zhian.engine.orThrow
import cn.zhian.engine.support.Stage
import cn.zhian.engine.support.StuckLine
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test
import java.io.RandomAccessFile
import java.util.Collections
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlin.time.measureTime

class CancelTest {
    @Test
    fun `a cancelled coroutine stops an exchange that waits for the network, and the next one goes on`() =
        runBlocking {
            Stage().use { stage ->
                val line = StuckLine()
                val lin = stage.begins("lin", Stage.LIN, Ports(transport = line))
                with(stage) { lin.answers("K10-01", Judgement.MEETS) }
                line.isStuck = true
                val exchange = launch(Dispatchers.Default) { lin.sync(FilesRule.ALWAYS) }
                line.asked.await()
                // The network never answers: this returns because Rust was told to stop, or not at all.
                val took = measureTime { withTimeout(LIMIT_MS) { exchange.cancelAndJoin() } }
                println(
                    "cancel: an exchange on a stuck line ended ${took.inWholeMilliseconds} ms after the coroutine was cancelled",
                )
                assertTrue(exchange.isCancelled)
                assertEquals(false, lin.syncStatus().orThrow().running)
                assertEquals(
                    false,
                    lin
                        .syncStatus()
                        .orThrow()
                        .notSafe.allSafe,
                )
                line.isStuck = false
                line.release()
                val report = lin.sync(FilesRule.ALWAYS).orThrow()
                assertEquals(SyncEnd.Complete, report.end)
                assertTrue(report.notSafe.allSafe)
            }
        }

    @Test
    fun `closing during a running exchange ends it, and the folder is free`() =
        runBlocking {
            Stage().use { stage ->
                val line = StuckLine()
                val lin = stage.begins("lin", Stage.LIN, Ports(transport = line))
                line.isStuck = true
                val exchange = async(Dispatchers.Default) { lin.sync(FilesRule.ALWAYS) }
                line.asked.await()
                withTimeout(LIMIT_MS) { lin.closeAndJoin() }
                when (val ended = withTimeout(LIMIT_MS) { exchange.await() }) {
                    is Outcome.Done -> {
                        assertEquals(SyncEnd.Cancelled, ended.value.end)
                    }

                    is Outcome.Refused -> {
                        assertTrue(
                            ended.why.code in setOf("engine.cancelled", "engine.closed"),
                            "${ended.why}",
                        )
                    }
                }
                val again = stage.opens("lin")
                assertEquals(
                    1,
                    again
                        .home()
                        .orThrow()
                        .drafts.size,
                )
                line.release()
            }
        }

    @Test
    fun `attaching that is cancelled leaves no half file, and its progress never runs backwards`() =
        runBlocking {
            Stage().use { stage ->
                val lin = stage.begins("lin", Stage.LIN)
                val film = stage.folder.resolve("film.bin")
                RandomAccessFile(film.toFile(), "rw").use { it.setLength(FILM_BYTES) }
                val told = Collections.synchronizedList(mutableListOf<Progress>())
                val attaching =
                    launch(Dispatchers.Default) {
                        lin.attach(stage.picture("K10-02", film.toString())) { progress ->
                            told += progress
                            coroutineContext.cancel()
                        }
                    }
                withTimeout(LIMIT_MS) { attaching.join() }
                assertTrue(attaching.isCancelled && told.isNotEmpty())
                assertEquals(told.map { it.done }.sorted(), told.map { it.done })
                assertEquals(emptyList(), lin.item(stage.visit, "K10-02").orThrow().evidence)
                assertEquals(emptyList(), lin.doctor().orThrow().filesBad)

                // Followed to its end, the last element says how it ended.
                val work = following { lin.attach(stage.picture("K10-02", film.toString()), it) }.toList()
                val ended = assertIs<Work.Ended<*>>(work.last())
                assertIs<Outcome.Done<*>>(ended.outcome)
                assertTrue(work.dropLast(1).all { it is Work.GoingOn })
            }
        }

    @Test
    fun `an engine whose opening was cancelled holds no folder`() =
        runBlocking {
            Stage().use { stage ->
                repeat(OPENINGS) { number ->
                    var opened: Outcome<ZhianEngine>? = null
                    val opening = launch(Dispatchers.Default) { opened = Stage.opening(stage.dir("lin")) }
                    // A different place in the opening each time.
                    repeat(number * number) { Thread.onSpinWait() }
                    opening.cancelAndJoin()
                    opened?.orThrow()?.closeAndJoin()
                    Stage.opening(stage.dir("lin")).orThrow().closeAndJoin()
                }
            }
        }

    private companion object {
        const val OPENINGS = 60
        const val LIMIT_MS = 60_000L
        const val FILM_BYTES = 256L * 1024 * 1024
    }
}
