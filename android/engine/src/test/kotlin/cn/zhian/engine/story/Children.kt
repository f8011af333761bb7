package cn.zhian.engine.story

import cn.zhian.engine.AttachInput
import cn.zhian.engine.CaptureMethod
import cn.zhian.engine.EvidencePurposeInput
import cn.zhian.engine.Outcome
import cn.zhian.engine.orThrow
import cn.zhian.engine.support.Stage.Companion.opening
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.runBlocking
import java.nio.file.Path

/** Notes on one item, each a number, printed when it is saved: DIR VISIT ITEM FIRST. Ends only when it is killed. */
object WritesNotes {
    @JvmStatic
    fun main(arguments: Array<String>) =
        runBlocking {
            val (dir, visit, item, first) = arguments
            val engine = opening(Path.of(dir)).orThrow()
            println("open")
            var number = first.toInt()
            while (true) {
                engine.note(visit, item, "第${number}次").orThrow()
                println(number)
                number += 1
            }
        }
}

/** Attaches one large file, and prints when it has begun: DIR VISIT ITEM FILE. */
object AttachesAFile {
    @JvmStatic
    fun main(arguments: Array<String>) =
        runBlocking {
            val (dir, visit, item, file) = arguments
            val engine = opening(Path.of(dir)).orThrow()
            val purpose = EvidencePurposeInput.Item(item)
            val input = AttachInput(visit, file, null, purpose, CaptureMethod.VIDEO, null, null, true, null, "")
            engine.attach(input) { println("at ${it.done}") }.orThrow()
            println("whole")
        }
}

/** Draws the quiz of an item and prints its questions: DIR VISIT ITEM. Ends only when it is killed. */
object DrawsAQuiz {
    @JvmStatic
    fun main(arguments: Array<String>): Unit =
        runBlocking {
            val (dir, visit, item) = arguments
            val engine = opening(Path.of(dir)).orThrow()
            println(
                engine
                    .quiz(visit, item)
                    .orThrow()
                    .questions
                    .joinToString(" ") { it.id },
            )
            awaitCancellation()
        }
}

/** Opens a folder and holds it until it is killed: DIR. */
object HoldsTheFolder {
    @JvmStatic
    fun main(arguments: Array<String>): Unit =
        runBlocking {
            when (val opened = opening(Path.of(arguments.single()))) {
                is Outcome.Done -> println("open")
                is Outcome.Refused -> println(opened.why.code)
            }
            awaitCancellation()
        }
}
