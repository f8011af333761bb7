package cn.zhian.engine

import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native
import zhian.seam.HostException
import zhian.seam.uniffiCallbackInterfaceChangeListener
import zhian.seam.uniffiCallbackInterfaceProgressObserver
import java.util.concurrent.atomic.AtomicBoolean
import zhian.seam.ChangeListener as SeamChangeListener
import zhian.seam.KeyStore as SeamKeyStore
import zhian.seam.Location as SeamLocation
import zhian.seam.ProgressObserver as SeamProgressObserver
import zhian.seam.Signer as SeamSigner
import zhian.seam.Surroundings as SeamSurroundings
import zhian.seam.Transport as SeamTransport

/**
 * Calls the app. Whatever comes back crosses as an exception that the seam knows.
 *
 * Errors too, not only exceptions: what the generated code does not catch would end in the JNI layer, and Rust would read
 * an answer that nobody wrote. For the same reason the words are made fit for UTF-8 first.
 */
private inline fun <T> hosted(act: () -> T): T =
    try {
        act()
    } catch (said: HostFailure) {
        throw said.crossing()
    } catch (thrown: Throwable) {
        throw HostException.Failed(wellFormed(thrown.toString()))
    }

private fun HostFailure.crossing(): HostException {
    val detail = wellFormed(listOfNotNull(message, cause?.toString()).joinToString(": "))
    return when (this) {
        is HostFailure.Unreachable -> HostException.Unreachable(detail)
        is HostFailure.Cut -> HostException.Cut(detail)
        is HostFailure.Untrusted -> HostException.Untrusted(detail)
        is HostFailure.Failed -> HostException.Failed(detail)
    }
}

/** Half a surrogate pair cannot cross; a question mark stands for it in what only technicians read. */
private fun wellFormed(text: String): String = String(text.toByteArray())

internal class SignerPort(
    private val app: Signer,
) : SeamSigner {
    override fun publicKey(): ByteArray = hosted { app.publicKey() }

    override fun suite(): UByte = hosted { app.suite }

    override fun sign(message: ByteArray): ByteArray = hosted { app.sign(message) }
}

internal class KeyStorePort(
    private val app: KeyStore,
) : SeamKeyStore {
    override fun load(): ByteArray? = hosted { app.load() }

    override fun save(key: ByteArray) = hosted { app.save(key) }
}

internal class TransportPort(
    private val app: Transport,
) : SeamTransport {
    override fun turnTo(
        url: String,
        rootsPem: String,
    ) = hosted { app.turnTo(url, rootsPem) }

    override fun send(request: HttpRequest): HttpReply = hosted { app.send(request) }
}

internal class LocationPort(
    private val app: Location,
) : SeamLocation {
    override fun fix(): PositionFix? = hosted { app.fix() }
}

internal class SurroundingsPort(
    private val app: Surroundings,
) : SeamSurroundings {
    override fun conditions(): Conditions = hosted { app.conditions() }
}

/** Hears what reads differently now. */
internal class Listener(
    private val hear: (Change) -> Unit,
) : SeamChangeListener {
    override fun onChange(change: Change) = hosted { hear(change) }
}

/** Tells how far some work is, until [over]. */
internal class Reporter(
    private val tell: (Progress) -> Unit,
) : SeamProgressObserver {
    private val isOver = AtomicBoolean(false)

    /** Nothing more is told: the engine may have one more to tell after the work. */
    fun over() = isOver.set(true)

    override fun onProgress(progress: Progress) =
        hosted {
            if (!isOver.get()) tell(progress)
        }
}

/**
 * Keeps the engine's one news thread attached to the virtual machine from its first call until it ends: attaching anew
 * costs more than a call. As a daemon, so that an engine somebody forgot to close does not keep a process alive.
 */
internal fun keepNewsThreadAttached() {
    val stay = CallbackThreadInitializer(true, false, "zhian-news")
    Native.setCallbackThreadInitializer(uniffiCallbackInterfaceChangeListener.onChange, stay)
    Native.setCallbackThreadInitializer(uniffiCallbackInterfaceProgressObserver.onProgress, stay)
}
