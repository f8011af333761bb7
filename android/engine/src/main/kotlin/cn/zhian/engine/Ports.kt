package cn.zhian.engine

/**
 * What the app brings. Each may be left out: then the key lies in the data folder, requests go by HTTPS under the roots
 * of the enrolment, the databases are in plain, and nobody knows of place, network and battery.
 *
 * Every method is called on a thread of the engine's or of the caller's, blocks it, and may be called on several at once.
 * Whatever it throws becomes an ordinary [Refusal]; a [HostFailure] says more exactly what happened. Do not call the
 * engine from inside a port.
 */
class Ports(
    /** The device's key. */
    val signer: Signer? = null,
    /** Where the key of the databases is kept. */
    val keyStore: KeyStore? = null,
    /** The network. */
    val transport: Transport? = null,
    /** Where the device is. */
    val location: Location? = null,
    /** Network and battery. */
    val surroundings: Surroundings? = null,
)

/** The device's key pair, which never leaves the device. Every signature is checked before it is used. */
interface Signer {
    /** Signature suite: 1 is Ed25519 (RFC 8032, over the message itself). Asked once, at opening. */
    val suite: UByte get() = 1u

    /** The public half. Shape: 32 bytes for suite 1. Asked once, at opening; never changes. */
    fun publicKey(): ByteArray

    /** Signs a message. Shape: 64 bytes. May ask the person to unlock; the act that needs it waits meanwhile. */
    fun sign(message: ByteArray): ByteArray
}

/** Keeps the key of the databases. With one, the databases are encrypted, if the library was built so. */
interface KeyStore {
    /** The kept key, 32 bytes; null if none was ever kept. Throw if it cannot be had *now*: never answer null then. */
    fun load(): ByteArray?

    /** Keeps a key for good, before this returns. Called once in the life of a data folder. */
    fun save(key: ByteArray)
}

/** A network that the app brings: a system proxy, a work profile, a national TLS stack. */
interface Transport {
    /**
     * Sends to [url] from now on; told at enrolment and at each start. [rootsPem] are the only roots to trust, PEM; empty
     * for a server on this machine.
     */
    fun turnTo(
        url: String,
        rootsPem: String,
    )

    /**
     * Sends one request and waits for its answer, of whatever status. Must give up by itself, e.g. after two minutes; an
     * answer that nobody waits for any more does no harm.
     *
     * Errors: [HostFailure.Unreachable], [HostFailure.Cut] also for a body that was cut, [HostFailure.Untrusted].
     */
    fun send(request: HttpRequest): HttpReply
}

/** Where the device is. Asked at arrival and with each capture that brings no position of its own. */
interface Location {
    /** The latest fix worth recording; null if there is none. An answer after 3 s is not waited for. */
    fun fix(): PositionFix?
}

/** Network and battery. Asked before an exchange whose files go only where it is cheap. */
interface Surroundings {
    /** How they are now. An answer after 3 s is not waited for. */
    fun conditions(): Conditions
}

/** What a port says when it cannot do what it was asked. */
sealed class HostFailure(
    detail: String,
    cause: Throwable?,
) : Exception(detail, cause) {
    /** No connection: no network, wrong address, server down. */
    class Unreachable(
        detail: String,
        cause: Throwable? = null,
    ) : HostFailure(detail, cause)

    /** The connection broke before the whole answer was here. */
    class Cut(
        detail: String,
        cause: Throwable? = null,
    ) : HostFailure(detail, cause)

    /** The server's certificate is not one that this device trusts. */
    class Untrusted(
        detail: String,
        cause: Throwable? = null,
    ) : HostFailure(detail, cause)

    /** Anything else. */
    class Failed(
        detail: String,
        cause: Throwable? = null,
    ) : HostFailure(detail, cause)
}
