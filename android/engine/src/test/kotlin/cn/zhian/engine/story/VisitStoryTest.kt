package cn.zhian.engine.story

import cn.zhian.engine.AnswerInput
import cn.zhian.engine.AnswerStanding
import cn.zhian.engine.FilesRule
import cn.zhian.engine.Judgement
import cn.zhian.engine.Ports
import cn.zhian.engine.SyncEnd
import cn.zhian.engine.ZhianEngine
import cn.zhian.engine.orThrow
import cn.zhian.engine.support.BadLine
import cn.zhian.engine.support.OwnKey
import cn.zhian.engine.support.Stage
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import kotlin.io.path.readBytes
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class VisitStoryTest {
    /** Exchanges until one comes through whole, as a phone does on a bad line. Gives how many were cut. */
    private suspend fun ZhianEngine.getsThrough(): Int {
        repeat(TRIES_MAX) { tries ->
            if (sync(FilesRule.ALWAYS).orThrow().let { it.end == SyncEnd.Complete && it.notSafe.allSafe }) return tries
        }
        error("no exchange came through in $TRIES_MAX tries")
    }

    @Test
    fun `two phones fill a visit offline, differ, settle, sign and seal over a bad line, and all hold the same bytes`() =
        runBlocking {
            Stage().use { stage ->
                val line = BadLine(seed = 75).apply { isBad = false }
                val lin = stage.begins("lin", Stage.LIN, Ports(signer = OwnKey(), transport = line))
                val jiang = stage.begins("jiang", Stage.JIANG)
                line.isBad = true

                // Both offline, one item seen differently, one picture.
                with(stage) {
                    lin.answers("K10-01", Judgement.MEETS)
                    jiang.answers("K10-01", Judgement.DOES_NOT_MEET)
                    lin.answers("K10-02", Judgement.MEETS)
                }
                lin.attach(stage.picture("K10-02", stage.file("extinguisher.jpg"))).orThrow()

                var cuts = lin.getsThrough()
                jiang.getsThrough()
                cuts += lin.getsThrough()
                val differing = lin.item(stage.visit, "K10-01").orThrow()
                assertEquals(AnswerStanding.DIFFERING, differing.standing)
                assertEquals(setOf(Judgement.MEETS, Judgement.DOES_NOT_MEET), differing.answers.map { it.judged }.toSet())

                lin.settle(AnswerInput(stage.visit, "K10-01", Judgement.MEETS, emptyList())).orThrow()
                cuts += lin.getsThrough()
                jiang.getsThrough()
                lin.sign(stage.visit).orThrow()
                jiang.sign(stage.visit).orThrow()
                jiang.getsThrough()
                cuts += lin.getsThrough()
                lin.signParty(stage.representative()).orThrow()
                val sealed = lin.seal(stage.visit).orThrow()
                cuts += lin.getsThrough()
                jiang.getsThrough()
                assertTrue(line.losses > 3 && cuts > 0, "the line was not bad: ${line.losses} losses, $cuts cut exchanges")

                val here = lin.sealedBytes(stage.visit).orThrow()
                val there = jiang.sealedBytes(stage.visit).orThrow()
                val ledger = stage.folder.resolve("ledger.sealed")
                stage.office.does(listOf("ledger", "export", "--visit", stage.visit, "--out", "$ledger"))
                assertEquals(sealed.seal?.digest, here.digest)
                assertContentEquals(here.payload, there.payload)
                assertContentEquals(here.payload, ledger.readBytes())
                assertEquals(emptyList(), lin.verify(stage.visit).orThrow().problems)
            }
        }

    private companion object {
        const val TRIES_MAX = 40
    }
}
