package cn.zhian.engine.support

import cn.zhian.engine.Conditions
import cn.zhian.engine.HostFailure
import cn.zhian.engine.HttpReply
import cn.zhian.engine.HttpRequest
import cn.zhian.engine.KeyStore
import cn.zhian.engine.Location
import cn.zhian.engine.Network
import cn.zhian.engine.PositionFix
import cn.zhian.engine.PositionProvider
import cn.zhian.engine.Signer
import cn.zhian.engine.Surroundings
import cn.zhian.engine.Transport
import java.security.KeyPairGenerator
import java.security.Signature

/** A key pair of the virtual machine's own. */
class OwnKey : Signer {
    private val pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair()

    // The last 32 bytes of the standard encoding are the key itself.
    override fun publicKey(): ByteArray =
        pair.public.encoded
            .takeLast(32)
            .toByteArray()

    override fun sign(message: ByteArray): ByteArray =
        Signature.getInstance("Ed25519").run {
            initSign(pair.private)
            update(message)
            sign()
        }
}

/** The behaviours that the contract names, for each port. */
class Hosts {
    private val keys = mutableMapOf<String, OwnKey>()
    private val kept = mutableMapOf<String, ByteArray>()

    fun signer(
        phone: String,
        behaviour: String?,
    ): Signer? {
        val own = keys.getOrPut(phone) { OwnKey() }
        return when (behaviour) {
            null -> null
            "own" -> own
            "other" -> OwnKey()
            "throws" -> signer({ error("boom") }, { error("boom") })
            "short" -> signer({ ByteArray(31) }, own::sign)
            "rubbish" -> signer(own::publicKey) { ByteArray(64) }
            "shortSignature" -> signer(own::publicKey) { ByteArray(3) }
            else -> unknown(behaviour)
        }
    }

    private fun signer(
        key: () -> ByteArray,
        signing: (ByteArray) -> ByteArray,
    ) = object : Signer {
        override fun publicKey() = key()

        override fun sign(message: ByteArray) = signing(message)
    }

    fun keyStore(
        phone: String,
        behaviour: String?,
    ): KeyStore? =
        when (behaviour) {
            null -> null
            "own" -> keyStore({ kept[phone] }) { kept[phone] = it }
            "throws" -> keyStore({ error("locked") }) { error("locked") }
            "short" -> keyStore({ ByteArray(16) }) { }
            "other" -> keyStore({ ByteArray(32) { 7 } }) { }
            else -> unknown(behaviour)
        }

    private fun keyStore(
        loading: () -> ByteArray?,
        saving: (ByteArray) -> Unit,
    ) = object : KeyStore {
        override fun load() = loading()

        override fun save(key: ByteArray) = saving(key)
    }

    fun transport(behaviour: String?): Transport? =
        when (behaviour) {
            null -> null
            "unreachable" -> transport { throw HostFailure.Unreachable("no network") }
            "rubbish" -> transport { HttpReply(200u, emptyList(), "rubbish".toByteArray()) }
            "throws" -> transport({ error("boom") }) { error("boom") }
            else -> unknown(behaviour)
        }

    private fun transport(
        turning: () -> Unit = {},
        sending: (HttpRequest) -> HttpReply,
    ) = object : Transport {
        override fun turnTo(
            url: String,
            rootsPem: String,
        ) = turning()

        override fun send(request: HttpRequest) = sending(request)
    }

    fun location(behaviour: String?): Location? =
        when (behaviour) {
            null -> null
            "harbour" -> location { PositionFix(389_012_345, 1_182_012_345, 12u, PositionProvider.GNSS, false) }
            "throws" -> location { error("boom") }
            "nowhere" -> location { PositionFix(1_230_000_000, 0, 12u, PositionProvider.GNSS, false) }
            else -> unknown(behaviour)
        }

    private fun location(fix: () -> PositionFix?) =
        object : Location {
            override fun fix() = fix()
        }

    fun surroundings(behaviour: String?): Surroundings? =
        when (behaviour) {
            null -> null
            "metered" -> surroundings { Conditions(Network.METERED, false, 80u) }
            "throws" -> surroundings { error("boom") }
            else -> unknown(behaviour)
        }

    private fun surroundings(conditions: () -> Conditions) =
        object : Surroundings {
            override fun conditions() = conditions()
        }

    private fun unknown(behaviour: String): Nothing = error("tests/contract/seam/README.md names no behaviour $behaviour")
}
