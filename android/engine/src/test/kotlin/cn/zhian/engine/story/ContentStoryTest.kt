package cn.zhian.engine.story

import cn.zhian.engine.AnswerInput
import cn.zhian.engine.AttachInput
import cn.zhian.engine.CheckInInput
import cn.zhian.engine.EvidencePurposeInput
import cn.zhian.engine.FieldInput
import cn.zhian.engine.FieldKind
import cn.zhian.engine.FieldView
import cn.zhian.engine.FilesRule
import cn.zhian.engine.ItemView
import cn.zhian.engine.Judgement
import cn.zhian.engine.MediaInput
import cn.zhian.engine.Ports
import cn.zhian.engine.Progress
import cn.zhian.engine.QuizAnswerInput
import cn.zhian.engine.QuizView
import cn.zhian.engine.Stage.DOWNLOAD
import cn.zhian.engine.SyncEnd
import cn.zhian.engine.ZhianEngine
import cn.zhian.engine.orThrow
import cn.zhian.engine.support.ChildJvm
import cn.zhian.engine.support.Shop
import cn.zhian.engine.support.Stage
import cn.zhian.engine.support.SticksAtPictures
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test
import java.nio.file.Path
import java.util.Collections
import kotlin.io.path.fileSize
import kotlin.io.path.writeText
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** A visit to a shop for electric bicycles on a composed checklist, from the pictures fetched ahead to the seal. */
class ContentStoryTest {
    @Test
    fun `pictures fetched ahead within a budget, stopped on a stuck line, go on with the next file and fetch none twice`() =
        runBlocking {
            Stage().use { stage ->
                val shop = Shop(stage)
                val line = SticksAtPictures(answered = ANSWERED)
                val lin = stage.enrols("lin", Stage.LIN, Ports(transport = line))
                lin.checkIn(CheckInInput(shop.task, null, true)).orThrow()
                lin.chooseMediaBudget(BUDGET_BYTES).orThrow()
                val plan = lin.mediaPlan().orThrow()
                assertTrue(plan.fetchBytes <= BUDGET_BYTES && plan.leftOutFiles > 0u, "$plan")

                val told = Collections.synchronizedList(mutableListOf<Progress>())
                val fetching = launch(Dispatchers.Default) { lin.fetchMedia(MediaInput(null, false)) { told += it } }
                line.asked.await()
                // The network never answers: this returns because Rust was told to stop, or not at all.
                withTimeout(LIMIT_MS) { fetching.cancelAndJoin() }
                assertTrue(fetching.isCancelled)
                assertEquals(ANSWERED.toULong(), lin.mediaPlan().orThrow().hereFiles)
                assertEquals(told.map { it.done }.sorted(), told.map { it.done })
                assertTrue(told.all { it.stage == DOWNLOAD && it.total == plan.fetchBytes }, "$told")

                line.isStuck = false
                line.release()
                val report = lin.fetchMedia(MediaInput(null, false)).orThrow()
                assertEquals(plan.fetchFiles, ANSWERED.toULong() + report.fetchedFiles)
                assertEquals(emptyList(), report.failed)
                assertEquals(1, line.paths.size - line.paths.distinct().size, "only what was cut is asked for again")
                val after = lin.mediaPlan().orThrow()
                assertEquals(0uL, after.fetchFiles)
                assertTrue(after.hereBytes <= BUDGET_BYTES, "$after")

                // Those of the coming visit came first, and are there without a network and after a new start.
                lin.closeAndJoin()
                stage.office.stop()
                val again = stage.opens("lin")
                for (hint in again.item(shop.visit, "OEB-01").orThrow().hints) {
                    assertEquals(hint.bytes.toLong(), Path.of(assertNotNull(hint.path)).fileSize())
                    assertEquals(hint, again.medium(hint.hash).orThrow())
                }
            }
        }

    @Test
    fun `a composed visit is quizzed, killed, filled, sealed by two, and read back by both`() =
        runBlocking {
            Stage().use { stage ->
                val shop = Shop(stage)
                var lin = stage.enrols("lin", Stage.LIN)
                val jiang = stage.enrols("jiang", Stage.JIANG)
                for (phone in listOf(lin, jiang)) phone.checkIn(CheckInInput(shop.task, null, true)).orThrow()
                val made = assertNotNull(lin.visit(shop.visit).orThrow().composition)
                assertEquals(setOf("S76", "OEB", "OXD", "A"), made.parts.map { it.id }.toSet())

                lin = drawsAndIsKilled(stage, shop, lin)
                val quiz = lin.answersTheQuiz(shop.visit)
                lin.hidesAnItem(shop.visit)
                lin.fillsWhatIsLeft(shop.visit, stage.folder)
                val open = lin.visit(shop.visit).orThrow().open
                assertEquals(emptyList(), open)

                sealTogether(stage, shop, lin, jiang)
                val sealed = lin.visit(shop.visit).orThrow()
                assertEquals(1u, sealed.itemsNotAsked)
                assertFalse(sealed.outcome.failed.any { it.item == "OXD-02" }, "what is not asked leads to nothing")
                assertContentEquals(
                    lin.sealedBytes(shop.visit).orThrow().payload,
                    jiang.sealedBytes(shop.visit).orThrow().payload,
                )
                assertEquals(emptyList(), lin.verify(shop.visit).orThrow().problems)
                val kept = jiang.item(shop.visit, "OXD-02").orThrow()
                assertEquals(
                    listOf(Judgement.DOES_NOT_MEET),
                    kept.answers.map { it.judged },
                    "it is in the record all the same",
                )
                assertEquals(quiz, jiang.quiz(shop.visit, QUIZ).orThrow(), "who was asked what can be read from the seal")
            }
        }

    /** Another process draws the quiz and is killed; the same five come back here. */
    private suspend fun drawsAndIsKilled(
        stage: Stage,
        shop: Shop,
        lin: ZhianEngine,
    ): ZhianEngine {
        lin.closeAndJoin()
        val child = ChildJvm(DrawsAQuiz::class.java.name, "${stage.dir("lin")}", shop.visit, QUIZ)
        val drawn = child.says.readLine().split(' ')
        child.kill()
        val again = stage.opens("lin")
        val quiz = again.quiz(shop.visit, QUIZ).orThrow()
        assertEquals(5, drawn.distinct().size)
        assertEquals(drawn, quiz.questions.map { it.id })
        assertTrue(quiz.percent == null && quiz.questions.all { it.outcome == null })
        return again
    }

    /** First whatever comes first, then what the result says is right. */
    private suspend fun ZhianEngine.answersTheQuiz(visit: String): QuizView {
        val asked = quiz(visit, QUIZ).orThrow().questions
        val guessed =
            answerQuiz(
                visit,
                QUIZ,
                asked.map { QuizAnswerInput(it.id, listOf(it.options.first().code)) },
            ).orThrow()
        val right = guessed.questions.map { QuizAnswerInput(it.id, assertNotNull(it.outcome).right) }
        val scored = answerQuiz(visit, QUIZ, right).orThrow()
        assertEquals(asked.map { it.id }, scored.questions.map { it.id })
        assertEquals(100u, scored.percent)
        return scored
    }

    private suspend fun ZhianEngine.judges(
        visit: String,
        item: String,
        judgement: Judgement?,
        fields: List<FieldInput> = emptyList(),
    ): ItemView = answer(AnswerInput(visit, item, judgement, fields)).orThrow()

    /** An answer brings an item in; it is answered; another answer takes it out again. */
    private suspend fun ZhianEngine.hidesAnItem(visit: String) {
        assertFalse(item(visit, "OXD-02").orThrow().asked)
        judges(visit, "OXD-01", Judgement.DOES_NOT_MEET)
        assertTrue(item(visit, "OXD-02").orThrow().let { it.asked && it.open })
        judges(visit, "OXD-02", Judgement.DOES_NOT_MEET)
        judges(visit, "OXD-01", Judgement.MEETS)
        val hidden = item(visit, "OXD-02").orThrow()
        assertTrue(!hidden.asked && !hidden.open && hidden.evidenceNeeded == 0u && hidden.answers.size == 1)
    }

    private suspend fun ZhianEngine.fillsWhatIsLeft(
        visit: String,
        folder: Path,
    ) {
        val rows = visit(visit).orThrow().sections.flatMap { it.items }
        for (row in rows.filter { it.asked }) {
            val item = item(visit, row.item).orThrow()
            if (!item.open || item.later) continue
            val judgement = if (item.computed) Judgement.NOT_APPLICABLE else Judgement.MEETS
            val fields = if (item.computed) emptyList() else item.fields.filter { it.required }.map(::entered)
            val answered = judges(visit, item.item, judgement, fields)
            repeat(answered.evidenceNeeded.toInt()) { number ->
                val file = folder.resolve("${item.item}-$number.bin").apply { writeText("$this") }
                val purpose = EvidencePurposeInput.Item(item.item)
                val method = answered.evidenceMethod
                attach(AttachInput(visit, "$file", null, purpose, method, null, null, true, null, "")).orThrow()
            }
        }
    }

    private fun entered(field: FieldView): FieldInput =
        when (val kind = field.kind) {
            is FieldKind.Number -> FieldInput(field.id, kind.min ?: "0")
            is FieldKind.Choice -> FieldInput(field.id, kind.options.first().code)
            is FieldKind.Text -> FieldInput(field.id, "已核对")
            else -> error("the story has nothing to enter in $field")
        }

    private suspend fun sealTogether(
        stage: Stage,
        shop: Shop,
        lin: ZhianEngine,
        jiang: ZhianEngine,
    ) {
        exchange(lin, jiang, lin)
        lin.sign(shop.visit).orThrow()
        jiang.sign(shop.visit).orThrow()
        exchange(jiang, lin)
        lin.signParty(stage.representative().copy(visit = shop.visit)).orThrow()
        lin.seal(shop.visit).orThrow()
        exchange(lin, jiang)
    }

    private suspend fun exchange(vararg phones: ZhianEngine) {
        for (phone in phones) assertEquals(SyncEnd.Complete, phone.sync(FilesRule.ALWAYS).orThrow().end)
    }

    private companion object {
        const val QUIZ = "S76-09"
        const val ANSWERED = 10
        const val BUDGET_BYTES = 150_000uL
        const val LIMIT_MS = 60_000L
    }
}
