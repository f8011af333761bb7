package cn.zhian.engine.story

import cn.zhian.engine.AnswerInput
import cn.zhian.engine.Judgement
import cn.zhian.engine.orThrow
import cn.zhian.engine.support.Stage.Companion.opening
import kotlinx.coroutines.runBlocking
import java.nio.file.Path

/**
 * What a call costs in Kotlin: DIR VISIT ITEM, a data folder made for it. Prints one line of JSON, microseconds and for the
 * first screen milliseconds: from the first line of this program to what `home` shows, the virtual machine's start left out.
 */
object KotlinMeasures {
    /** Screens that are read before anything counts: an app is measured when it is at work, with what runs often compiled. */
    private const val WARM_UP = 2_000

    /** As in every language: so many of each kind do not count, and so many do. */
    private const val FIRST = 100
    private const val CALLS = 1_000
    private const val ANSWERS = 500

    @JvmStatic
    fun main(arguments: Array<String>) {
        val started = System.nanoTime()
        val (dir, visit, item) = arguments
        runBlocking {
            val engine = opening(Path.of(dir)).orThrow()
            engine.home().orThrow()
            val first = System.nanoTime() - started

            repeat(WARM_UP) { engine.item(visit, item).orThrow() }
            val calls = times(CALLS) { engine.settings().orThrow() }
            val judgements = listOf(Judgement.DOES_NOT_MEET, Judgement.MEETS)
            // Another answer each time, so that each is a change.
            val answers =
                times(ANSWERS) { number ->
                    engine.answer(AnswerInput(visit, item, judgements[number % 2], emptyList())).orThrow()
                }
            val items = times(CALLS) { engine.item(visit, item).orThrow() }
            engine.closeAndJoin()
            println(
                """{"call_p50_us":${calls.at(50)},"answer_p50_us":${answers.at(50)},"answer_p95_us":${answers.at(95)},""" +
                    """"item_p50_us":${items.at(50)},"first_screen_ms":${first / 1e6}}""",
            )
        }
    }

    private suspend fun times(
        count: Int,
        act: suspend (Int) -> Unit,
    ): List<Double> =
        (0 until FIRST + count)
            .map { number ->
                val from = System.nanoTime()
                act(number)
                (System.nanoTime() - from) / 1e3
            }.drop(FIRST)
            .sorted()

    private fun List<Double>.at(percent: Int): Double = this[(size - 1) * percent / 100]
}
