package cn.zhian.engine.story

import cn.zhian.engine.CheckInInput
import cn.zhian.engine.FilesRule
import cn.zhian.engine.HostFailure
import cn.zhian.engine.HttpReply
import cn.zhian.engine.HttpRequest
import cn.zhian.engine.Judgement
import cn.zhian.engine.Language
import cn.zhian.engine.Location
import cn.zhian.engine.OpenRequest
import cn.zhian.engine.Ports
import cn.zhian.engine.PositionFix
import cn.zhian.engine.Signer
import cn.zhian.engine.orThrow
import cn.zhian.engine.outcome
import cn.zhian.engine.support.Line
import cn.zhian.engine.support.OwnKey
import cn.zhian.engine.support.Stage
import cn.zhian.engine.support.Stage.Companion.opening
import cn.zhian.engine.support.Stage.Companion.refusal
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import zhian.seam.Engine
import zhian.seam.FfiConverterString
import zhian.seam.InternalException
import zhian.seam.RustBuffer
import zhian.seam.UniffiLib
import zhian.seam.UniffiRustCallStatus
import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What an app's own code does wrong is an error of one call, never the end of the app or of its data. */
class HostTest {
    private class Signs(
        private val key: OwnKey,
        var behaves: (ByteArray) -> ByteArray = key::sign,
    ) : Signer {
        override fun publicKey() = key.publicKey()

        override fun sign(message: ByteArray) = behaves(message)
    }

    @Test
    fun `whatever a signer throws is a refusal of the one act, and the next act goes well`() =
        runBlocking {
            Stage().use { stage ->
                val key = OwnKey()
                val signer = Signs(key)
                val lin = stage.begins("lin", Stage.LIN, Ports(signer = signer))
                val wrongs: List<Pair<String, (ByteArray) -> ByteArray>> =
                    listOf(
                        "signer.unavailable" to { _ -> error("boom") },
                        "signer.unavailable" to { _ -> throw HostFailure.Failed("the key is locked") },
                        "signer.unavailable" to { _ -> throw NotImplementedError("an error, no exception") },
                        "signer.unavailable" to { _ -> throw StackOverflowError() },
                        "signer.unavailable" to { _ -> throw InterruptedException("shutting down") },
                        "signer.unavailable" to { _ -> throw IllegalStateException("half a character: \uD83D") },
                        "signer.wrong" to { _ -> ByteArray(0) },
                        "signer.wrong" to { _ -> ByteArray(64) },
                        "signer.wrong" to { _ -> ByteArray(1 shl 20) },
                        "signer.wrong" to { message -> OwnKey().sign(message) },
                    )
                for ((code, wrong) in wrongs) {
                    signer.behaves = wrong
                    val why = refusal(lin.sign(stage.visit))
                    assertEquals(code, why.code, "$why")
                    assertEquals(false, lin.signing(stage.visit).orThrow().signedByMe)
                }
                signer.behaves = key::sign
                lin.sign(stage.visit).orThrow()
                assertEquals(true, lin.signing(stage.visit).orThrow().signedByMe)
            }
        }

    @Test
    fun `a place that is asked for and never answers is not waited for for ever`() =
        runBlocking {
            Stage().use { stage ->
                val never = CountDownLatch(1)
                val stuck =
                    object : Location {
                        override fun fix(): PositionFix? {
                            never.await()
                            return null
                        }
                    }
                val lin = stage.enrols("lin", Stage.LIN, Ports(location = stuck))
                val visit = lin.checkIn(CheckInInput(stage.task, null, true)).orThrow()
                val own = visit.participants.single { it.checkIns.isNotEmpty() }
                assertEquals(null, own.checkIns.single().position)
                never.countDown()
            }
        }

    @Test
    fun `a network that answers rubbish or too much is refused, and nothing is lost`() =
        runBlocking {
            Stage().use { stage ->
                val line = Rubbish()
                val lin = stage.begins("lin", Stage.LIN, Ports(transport = line))
                with(stage) { lin.answers("K10-01", Judgement.MEETS) }
                val replies: List<(HttpRequest) -> HttpReply> =
                    listOf(
                        { HttpReply(200u, emptyList(), ByteArray(0)) },
                        { HttpReply(200u, emptyList(), ByteArray(1_000) { it.toByte() }) },
                        { asked ->
                            HttpReply(
                                200u,
                                emptyList(),
                                ByteArray(asked.replyBytesMax.toInt().coerceAtMost(1 shl 24) + 1),
                            )
                        },
                        { HttpReply(599u, emptyList(), "not JSON".toByteArray()) },
                        { HttpReply(0u, emptyList(), ByteArray(0)) },
                        { throw NotImplementedError("no network in this build") },
                    )
                for (reply in replies) {
                    line.answers = reply
                    // A refusal or a report of a cut, never a loss.
                    lin.sync(FilesRule.ALWAYS)
                    assertTrue(
                        lin
                            .syncStatus()
                            .orThrow()
                            .notSafe.changes > 0u,
                    )
                }
                line.answers = null
                assertTrue(
                    lin
                        .sync(FilesRule.ALWAYS)
                        .orThrow()
                        .notSafe.allSafe,
                )
            }
        }

    private class Rubbish : Line() {
        @Volatile var answers: ((HttpRequest) -> HttpReply)? = null

        override fun send(request: HttpRequest): HttpReply = answers?.invoke(request) ?: super.send(request)
    }

    @Test
    fun `a panic in Rust is a refusal of the one act, and the next start is clean`() =
        runBlocking {
            Stage().use { stage ->
                val key = OwnKey()
                stage.begins("lin", Stage.LIN, Ports(signer = key)).closeAndJoin()
                // The generated interface without our adapter: an error that it does not catch leaves Rust an answer that
                // nobody wrote, and reading it fails. Our adapter exists so that no app can do this.
                val raw =
                    object : zhian.seam.Signer {
                        override fun publicKey() = key.publicKey()

                        override fun suite(): UByte = 1u

                        override fun sign(message: ByteArray): ByteArray = throw StackOverflowError("planted")
                    }
                val request = OpenRequest(stage.dir("lin").toString(), "stories 1", null, 480)
                val engine = Engine.open(request, raw, null, null, null, null)
                val unread = refusal(outcome({ Language.ZH }) { engine.sign(stage.visit, null) })
                assertEquals("signer.unavailable", unread.code, "$unread")
                // And an argument that is no argument, which no caller of the library can make: Rust panics on it.
                val why = refusal(outcome({ Language.ZH }) { engine.choosesNoLanguage() })
                assertEquals("engine.panicked", why.code, "$why")
                assertTrue(why.sentence.isNotBlank())
                // The same engine still shows everything, and closes.
                assertEquals(false, engine.signing(stage.visit).signedByMe)
                engine.shut()
                val lin = opening(stage.dir("lin"), Ports(signer = key)).orThrow()
                lin.use {
                    assertEquals(
                        null,
                        it
                            .home()
                            .orThrow()
                            .opened.damagedKeptAs,
                    )
                    it.sign(stage.visit).orThrow()
                }
                Unit
            }
        }

    // As the generated code calls it, which takes no such argument.
    private fun Engine.choosesNoLanguage(): Nothing =
        callWithHandle { handle ->
            val status = UniffiRustCallStatus()
            UniffiLib.uniffi_zhian_bindings_fn_method_engine_choose_language(handle, RustBuffer.ByValue(), status)
            assertTrue(status.isPanic())
            throw InternalException(FfiConverterString.lift(status.error_buf))
        }
}
