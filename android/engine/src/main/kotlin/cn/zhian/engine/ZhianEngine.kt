package cn.zhian.engine

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import zhian.seam.Engine as Seam

/**
 * The inspector's device. Open one for the whole app and share it: every call may come from any thread, at once.
 *
 * ```
 * when (val opened = ZhianEngine.open(request)) {
 *     is Outcome.Refused -> say(opened.why.sentence)
 *     is Outcome.Done -> opened.value.use { engine -> engine.observeHome().collect(::show) }
 * }
 * ```
 *
 * Calls run on the dispatcher that [open] was given and never block the calling thread; see [Screens], [VisitActs],
 * [DeviceActs], [Library] and [Observation] for them, and give your screens only the one that they need.
 */
class ZhianEngine private constructor(
    private val calls: Calls,
) : Screens by ScreensOf(calls),
    VisitActs by VisitActsOf(calls),
    DeviceActs by DeviceActsOf(calls),
    Library by LibraryOf(calls),
    Observation by ObservationOf(calls),
    AutoCloseable {
    /**
     * Closes the data folder: later calls are refused with `engine.closed`, flows end, long work stops. Does not wait;
     * the folder is free for another process when the last call under way has ended, see [closeAndJoin]. Twice is once.
     */
    override fun close() = calls.close()

    /** Closes, and waits until the last call under way has ended and the folder is free. */
    suspend fun closeAndJoin() = calls.closeAndJoin()

    companion object {
        init {
            keepNewsThreadAttached()
        }

        /**
         * Opens a data folder with what the app brings. The folder is made if it is not there; leave it out of backups.
         *
         * [io] is where calls block; long work holds one of its threads for as long as it takes.
         *
         * Errors: `store.in-use` while another process, or another engine of this one, has the folder open,
         * `store.from-newer-app`, `store.file`, `store.disk-full`, `engine.other-key`, `engine.bad-text`, `signer.*`;
         * with a key store `host.failed`, `host.bad-key`, `store.key-missing`, `store.wrong-key`, `store.not-encrypted`,
         * `store.no-cipher`. A damaged database is no error: home says what was set aside and what was lost.
         */
        suspend fun open(
            request: OpenRequest,
            ports: Ports = Ports(),
            io: CoroutineDispatcher = Dispatchers.IO,
        ): Outcome<ZhianEngine> {
            var seam: Seam? = null
            try {
                return withContext(io) {
                    outcome({ request.language ?: Language.ZH }) {
                        val opened =
                            Seam.open(
                                request,
                                ports.signer?.let(::SignerPort),
                                ports.keyStore?.let(::KeyStorePort),
                                ports.transport?.let(::TransportPort),
                                ports.location?.let(::LocationPort),
                                ports.surroundings?.let(::SurroundingsPort),
                            )
                        seam = opened
                        ZhianEngine(Calls(opened, io))
                    }
                }
            } catch (cancelled: CancellationException) {
                // Nobody will ever hold this engine, and its folder must not stay taken until the garbage is collected.
                seam?.shut()
                throw cancelled
            }
        }
    }
}
