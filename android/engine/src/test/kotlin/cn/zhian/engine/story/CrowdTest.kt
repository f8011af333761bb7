package cn.zhian.engine.story

import cn.zhian.engine.AnswerInput
import cn.zhian.engine.FilesRule
import cn.zhian.engine.FindingInput
import cn.zhian.engine.Judgement
import cn.zhian.engine.Outcome
import cn.zhian.engine.ZhianEngine
import cn.zhian.engine.orThrow
import cn.zhian.engine.support.Stage
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import java.io.File
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class CrowdTest {
    @Test
    fun `eight threads work on one engine, and every act is there or was refused by its code`() {
        Stage().use { stage ->
            val lin = runBlocking { stage.begins("lin", Stage.LIN) }
            val start = CyclicBarrier(THREADS)
            val pool = Executors.newFixedThreadPool(THREADS)
            val work =
                (0 until THREADS).map { thread ->
                    pool.submit {
                        start.await()
                        runBlocking { repeat(ROUNDS) { round -> acts(stage, lin, thread, round) } }
                    }
                }
            work.forEach { it.get(120, TimeUnit.SECONDS) }
            pool.shutdown()
            runBlocking {
                val findings = lin.visit(stage.visit).orThrow().findings
                val texts = findings.map { it.text }.toSet()
                val expected = (0 until THREADS / 2).flatMap { thread -> (0 until ROUNDS).map { "第${thread}人第${it}条" } }
                assertEquals(expected.toSet(), texts)
                lin.sync(FilesRule.ALWAYS).orThrow()
                assertTrue(
                    lin
                        .syncStatus()
                        .orThrow()
                        .notSafe.allSafe,
                )
            }
        }
    }

    private suspend fun acts(
        stage: Stage,
        engine: ZhianEngine,
        thread: Int,
        round: Int,
    ) {
        when {
            thread < THREADS / 2 -> {
                val text = "第${thread}人第${round}条"
                engine.openFinding(FindingInput(stage.visit, "K10-01", null, text, emptyList())).orThrow()
            }

            thread == THREADS / 2 -> {
                val judgement = if (round % 2 == 0) Judgement.MEETS else Judgement.DOES_NOT_MEET
                engine.answer(AnswerInput(stage.visit, "K10-02", judgement, emptyList())).orThrow()
            }

            thread == THREADS / 2 + 1 -> {
                // An exchange runs beside it all; a second one at a time is refused.
                val ended = engine.sync(FilesRule.NEVER)
                if (ended is Outcome.Refused) assertEquals("engine.exchange-running", ended.why.code)
            }

            else -> {
                engine.home().orThrow()
                engine.visit(stage.visit).orThrow()
            }
        }
    }

    @Test
    fun `a thousand engines opened and closed leave no handle, no thread and no memory behind`() =
        runBlocking {
            Stage().use { stage ->
                repeat(WARM_UP) { stage.opensAndCloses() }
                val before = usage()
                repeat(OPENINGS) { stage.opensAndCloses() }
                val after = usage()
                println("leaks: $OPENINGS openings; before $before, after $after")
                assertTrue(after.handles <= before.handles + 8, "$before, then $after")
                assertTrue(after.threads <= before.threads + 8, "$before, then $after")
                assertTrue(after.residentKib <= before.residentKib + 96 * 1024, "$before, then $after")
            }
        }

    private suspend fun Stage.opensAndCloses() {
        val engine = Stage.opening(dir("lin")).orThrow()
        // With a listener, so that the news thread is there and has to go.
        engine.observeHome().first()
        engine.closeAndJoin()
    }

    private data class Usage(
        val handles: Int,
        val threads: Int,
        val residentKib: Int,
    )

    private fun usage(): Usage {
        // What is left of a closed engine goes with the garbage; its cleaner is a thread of its own.
        repeat(5) {
            System.gc()
            System.runFinalization()
        }
        val status =
            File("/proc/self/status").readLines().associate {
                it.substringBefore(':') to
                    it.substringAfter(':').trim()
            }
        return Usage(
            File("/proc/self/fd").list().orEmpty().size,
            status.getValue("Threads").toInt(),
            status.getValue("VmRSS").substringBefore(' ').toInt(),
        )
    }

    private companion object {
        const val THREADS = 8
        const val ROUNDS = 25
        const val WARM_UP = 100
        const val OPENINGS = 1_000
    }
}
