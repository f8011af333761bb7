package cn.zhian.engine

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow

/** Long work as a screen follows it. */
sealed interface Work<out T> {
    /** It goes on. */
    data class GoingOn(
        /** How far it is. */
        val progress: Progress,
    ) : Work<Nothing>

    /** It ended. The last element. */
    data class Ended<out T>(
        /** How. */
        val outcome: Outcome<T>,
    ) : Work<T>
}

/**
 * Long work as a flow: how far it is, the newest only, then how it ended. Whoever stops collecting stops the work.
 *
 * ```
 * following { engine.sync(FilesRule.WHEN_CHEAP, it) }.collect { … }
 * ```
 */
fun <T> following(work: suspend (onProgress: (Progress) -> Unit) -> Outcome<T>): Flow<Work<T>> =
    channelFlow<Work<T>> {
        val outcome = work { trySend(Work.GoingOn(it)) }
        send(Work.Ended(outcome))
    }.buffer(Channel.CONFLATED)
