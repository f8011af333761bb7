package cn.zhian.engine.story

import cn.zhian.engine.CheckInInput
import cn.zhian.engine.FilesRule
import cn.zhian.engine.Judgement
import cn.zhian.engine.MediaInput
import cn.zhian.engine.Outcome
import cn.zhian.engine.orThrow
import cn.zhian.engine.support.Shop
import cn.zhian.engine.support.Stage
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

class ObserverTest {
    @Test
    fun `ten thousand changes reach an observer in order and coalesced, and the last always arrives`() =
        runBlocking {
            Stage().use { stage ->
                val lin = stage.begins("lin", Stage.LIN)
                val seen = mutableListOf<Int>()
                val slow = mutableListOf<Int>()
                val isDone = CompletableDeferred<Unit>()
                val notes = lin.observeItem(stage.visit, "K10-01").map { it.orThrow().noteDraft?.toInt() ?: 0 }
                val quick = launch(Dispatchers.Default) { notes.onEach { seen += it }.first { it == CHANGES } }
                val late =
                    launch(Dispatchers.Default) {
                        notes
                            .onEach {
                                slow += it
                                // Draws its first state for as long as all the others take.
                                isDone.await()
                            }.first { it == CHANGES }
                    }
                for (number in 1..CHANGES) lin.typeNote(stage.visit, "K10-01", "$number").orThrow()
                isDone.complete(Unit)
                withTimeout(LIMIT_MS) {
                    quick.join()
                    late.join()
                }
                assertEquals(CHANGES, seen.last())
                assertEquals(seen.sorted().distinct(), seen, "a state came out of order or twice")
                assertTrue(slow.size <= 4, "a slow observer was given ${slow.size} states: $slow")
                println("observers: $CHANGES changes were ${seen.size} states for a quick one, ${slow.size} for a slow one")
            }
        }

    @Test
    fun `home, a visit and the state of the exchange are told what an exchange brought`() =
        runBlocking {
            Stage().use { stage ->
                val lin = stage.begins("lin", Stage.LIN)
                val jiang = stage.begins("jiang", Stage.JIANG)
                lin.sync(FilesRule.ALWAYS).orThrow()
                jiang.sync(FilesRule.ALWAYS).orThrow()
                val firsts = List(3) { CompletableDeferred<Unit>() }
                // Jiang only looks. Lin works elsewhere.
                val home =
                    async {
                        jiang.observeHome().map { it.orThrow() }.onEach { firsts[0].complete(Unit) }.first {
                            it.drafts
                                .single()
                                .counts
                                ?.answered == 1u
                        }
                    }
                val visit =
                    async {
                        jiang
                            .observeVisit(
                                stage.visit.uppercase(),
                            ).map { it.orThrow() }
                            .onEach { firsts[1].complete(Unit) }
                            .first {
                                it.counts.answered == 1u
                            }
                    }
                val before =
                    jiang
                        .syncStatus()
                        .orThrow()
                        .lastEnded
                        ?.unixMs ?: 0
                val status =
                    async {
                        jiang.observeSyncStatus().map { it.orThrow() }.onEach { firsts[2].complete(Unit) }.first {
                            !it.running && (it.lastEnded?.unixMs ?: 0) > before
                        }
                    }
                firsts.forEach { it.await() }
                with(stage) { lin.answers("K10-01", Judgement.MEETS) }
                lin.sync(FilesRule.ALWAYS).orThrow()
                jiang.sync(FilesRule.ALWAYS).orThrow()
                withTimeout(LIMIT_MS) {
                    assertEquals(1u, visit.await().counts.answered)
                    home.await()
                    status.await()
                }
                Unit
            }
        }

    @Test
    fun `a flow ends when the engine is closed, and one that begins later says why it has nothing`() =
        runBlocking {
            Stage().use { stage ->
                val engine = stage.opens("lin")
                val first = CompletableDeferred<Unit>()
                val states = async(Dispatchers.Default) { engine.observeHome().onEach { first.complete(Unit) }.toList() }
                first.await()
                engine.close()
                assertIs<Outcome.Done<*>>(withTimeout(LIMIT_MS) { states.await() }.first())
                val later = engine.observeHome().toList().single()
                assertEquals("engine.closed", Stage.refusal(later).code)
            }
        }

    @Test
    fun `a visit that is unknown is an element of its flow, and becomes a visit when it has begun`() =
        runBlocking {
            Stage().use { stage ->
                val lin = stage.enrols("lin", Stage.LIN)
                val unknown = CompletableDeferred<String>()
                val begun =
                    async(Dispatchers.Default) {
                        lin
                            .observeVisit(stage.visit)
                            .onEach { if (it is Outcome.Refused) unknown.complete(it.why.code) }
                            .first { it is Outcome.Done }
                    }
                assertEquals("engine.unknown-visit", unknown.await())
                lin.checkIn(CheckInInput(stage.task, null, true)).orThrow()
                withTimeout(LIMIT_MS) { begun.await() }
                Unit
            }
        }

    @Test
    fun `an open item is told the law when it arrives, and its pictures when they are fetched`() =
        runBlocking {
            Stage().use { stage ->
                val lin = stage.begins("lin", Stage.LIN)
                val bare = CompletableDeferred<Unit>()
                val cited =
                    async(Dispatchers.Default) {
                        lin.observeItem(stage.visit, "K10-01").map { it.orThrow().citations.single() }.first {
                            if (it.summary == null) bare.complete(Unit)
                            it.summary != null
                        }
                    }
                bare.await()
                val before = lin.home().orThrow().openTasks
                val looked = CompletableDeferred<Unit>()
                val told =
                    async(Dispatchers.Default) {
                        val open = lin.observeHome().map { it.orThrow().openTasks }
                        open.onEach { looked.complete(Unit) }.first { it > before }
                    }
                looked.await()
                val shop = Shop(stage)
                lin.pull().orThrow()
                withTimeout(LIMIT_MS) {
                    assertTrue(bare.isCompleted && "《" in cited.await().text, "${cited.await()}")
                    told.await()
                }

                lin.checkIn(CheckInInput(shop.task, null, true)).orThrow()
                val unseen = CompletableDeferred<Unit>()
                val seen =
                    async(Dispatchers.Default) {
                        lin.observeItem(shop.visit, "OEB-01").map { it.orThrow().hints }.first { hints ->
                            if (hints.all { it.path == null }) unseen.complete(Unit)
                            hints.all { it.path != null }
                        }
                    }
                unseen.await()
                lin.fetchMedia(MediaInput(null, true)).orThrow()
                assertEquals(2, withTimeout(LIMIT_MS) { seen.await() }.size)
            }
        }

    private companion object {
        const val CHANGES = 10_000

        /** Nothing is judged by the clock: this only ends a test that would hang. */
        const val LIMIT_MS = 60_000L
    }
}
