package cn.zhian.engine

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import zhian.seam.CancelToken
import zhian.seam.InternalException
import zhian.seam.ProgressObserver
import zhian.seam.ZhianException
import java.nio.charset.CharacterCodingException
import java.util.concurrent.locks.ReentrantReadWriteLock
import kotlin.concurrent.read
import kotlin.concurrent.write
import zhian.seam.Engine as Seam

/**
 * The three ways to call the seam: an act, long work, and watching. Blocking calls run on [io].
 *
 * The seam's object is shut, never destroyed by hand: a call that comes too late gets the engine's own refusal, and the
 * few bytes that are left go with the garbage.
 */
internal class Calls(
    private val seam: Seam,
    private val io: CoroutineDispatcher,
) {
    private val closing = Job()
    private val underWay = ReentrantReadWriteLock()

    /** One short act. It is not torn off: a coroutine that was cancelled meanwhile still waits for its end. */
    suspend fun <T> ask(act: Seam.() -> T): Outcome<T> = withContext(io) { now(act) }

    /** Long work, which stops soon after the coroutine is cancelled or the engine is closed, and leaves whole states. */
    suspend fun <T> work(
        onProgress: ((Progress) -> Unit)?,
        act: Seam.(ProgressObserver?, CancelToken) -> T,
    ): Outcome<T> {
        val reporter = onProgress?.let(::Reporter)
        // The token outlives the scope, because whoever cancels may still be at it when the work ends.
        return CancelToken().use { token ->
            coroutineScope {
                val onClose = closing.invokeOnCompletion { token.cancel() }
                // Unconfined: the token is cancelled by the very thread that cancels the coroutine, however busy others are.
                val stopper =
                    launch(Dispatchers.Unconfined) {
                        try {
                            awaitCancellation()
                        } finally {
                            token.cancel()
                        }
                    }
                try {
                    withContext(io) { now { act(reporter, token) } }
                } finally {
                    reporter?.over()
                    onClose.dispose()
                    stopper.cancel()
                }
            }
        }
    }

    /**
     * What [read] shows, now and whenever a change [concerns] it. Whoever is slow misses states in between, never the last.
     * Ends when the engine is closed.
     */
    fun <T> watch(
        concerns: (Change) -> Boolean,
        read: Seam.() -> T,
    ): Flow<Outcome<T>> =
        flow {
            val bell = Channel<Unit>(Channel.CONFLATED)
            val listener = Listener { change -> if (concerns(change)) bell.trySend(Unit) }
            when (val heard = now { observe(listener) }) {
                is Outcome.Refused -> {
                    emit(heard)
                }

                is Outcome.Done -> {
                    val onClose = closing.invokeOnCompletion { bell.close() }
                    try {
                        // Listening came first, so nothing is missed between this reading and the first change.
                        bell.trySend(Unit)
                        for (ring in bell) emit(now(read))
                    } finally {
                        onClose.dispose()
                        heard.value.use { it.stop() }
                    }
                }
            }
        }.distinctUntilChanged().conflate().flowOn(io)

    /** Refuses new calls, stops long work, ends flows. Does not wait. */
    fun close() {
        closing.complete()
        seam.shut()
    }

    /** Closes, and waits until the last call under way has ended: then the folder is free. */
    suspend fun closeAndJoin() {
        close()
        withContext(io) { underWay.write { } }
    }

    private fun <T> now(act: Seam.() -> T): Outcome<T> = underWay.read { outcome(::language) { seam.act() } }

    private fun language(): Language =
        try {
            seam.settings().language
        } catch (_: ZhianException) {
            Language.ZH
        }
}

/** Runs a call of the seam. What it throws becomes a refusal. */
internal inline fun <T> outcome(
    language: () -> Language,
    call: () -> T,
): Outcome<T> =
    try {
        Outcome.Done(call())
    } catch (refused: ZhianException.Refused) {
        Outcome.Refused(refused.asRefusal())
    } catch (unwritable: CharacterCodingException) {
        Outcome.Refused(ownRefusal("engine.bad-text", language(), unwritable))
    } catch (defect: InternalException) {
        Outcome.Refused(ownRefusal("engine.panicked", language(), defect))
    }

internal fun ZhianException.Refused.asRefusal(): Refusal =
    Refusal(code, sentence, detail, fields.associate { it.name to it.text })
