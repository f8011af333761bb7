package cn.zhian.engine

/**
 * How an act ended: done, or refused with everything as it was before.
 *
 * A refusal is no exception, because a screen has to say something about each: `when` over an outcome is complete with
 * these two. What *is* thrown: [kotlinx.coroutines.CancellationException] when the calling coroutine was cancelled, and
 * errors of the virtual machine.
 *
 * ```
 * when (val saved = engine.answer(input)) {
 *     is Outcome.Done -> show(saved.value)
 *     is Outcome.Refused -> say(saved.why.sentence)
 * }
 * ```
 */
sealed interface Outcome<out T> {
    /** It is done, and durable. */
    data class Done<out T>(
        /** What the screen shows now. */
        val value: T,
    ) : Outcome<T>

    /** It was refused or failed. Nothing of it was done. */
    data class Refused(
        /** Why. */
        val why: Refusal,
    ) : Outcome<Nothing>
}

/** Why a call was refused, for people and for programs. */
data class Refusal(
    /** Stable code, e.g. `engine.visit-sealed`. Programs decide by it. */
    val code: String,
    /** What it means and what to do, in the language of the engine. People read it. */
    val sentence: String,
    /** What exactly, for technicians: in English, with the words of the system below. */
    val detail: String,
    /** Values that make the sentence exact, by name, e.g. `item` = `P75-14`. */
    val fields: Map<String, String>,
)

/** A refusal where the caller asked for an exception: see [orThrow]. */
class RefusedException(
    /** Why. */
    val why: Refusal,
) : Exception("${why.code}: ${why.detail}")

/** The value, or null if it was refused. */
fun <T> Outcome<T>.orNull(): T? =
    when (this) {
        is Outcome.Done -> value
        is Outcome.Refused -> null
    }

/** The value. Errors: [RefusedException] if it was refused. */
fun <T> Outcome<T>.orThrow(): T =
    when (this) {
        is Outcome.Done -> value
        is Outcome.Refused -> throw RefusedException(why)
    }

/** The same outcome with another value. */
inline fun <T, R> Outcome<T>.map(change: (T) -> R): Outcome<R> =
    when (this) {
        is Outcome.Done -> Outcome.Done(change(value))
        is Outcome.Refused -> this
    }
