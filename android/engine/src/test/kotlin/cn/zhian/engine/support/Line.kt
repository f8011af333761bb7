package cn.zhian.engine.support

import cn.zhian.engine.HostFailure
import cn.zhian.engine.HttpHeader
import cn.zhian.engine.HttpMethod
import cn.zhian.engine.HttpReply
import cn.zhian.engine.HttpRequest
import cn.zhian.engine.Transport
import java.io.IOException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpResponse
import java.util.Collections
import java.util.concurrent.CountDownLatch
import kotlin.random.Random
import java.net.http.HttpRequest as JavaRequest

/** A network of the app's own: the virtual machine's client, to a server on this machine. */
open class Line : Transport {
    private val client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()

    @Volatile private var url = ""

    override fun turnTo(
        url: String,
        rootsPem: String,
    ) {
        this.url = url
    }

    override fun send(request: HttpRequest): HttpReply {
        val body = JavaRequest.BodyPublishers.ofByteArray(request.body)
        val asked = JavaRequest.newBuilder(URI.create(url + request.path)).method(name(request.method), body)
        request.headers.filter { it.name !in SET_BY_THE_CLIENT }.forEach { asked.header(it.name, it.value) }
        val reply =
            try {
                client.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray())
            } catch (broken: IOException) {
                throw HostFailure.Unreachable("no answer", broken)
            }
        val headers = reply.headers().map().flatMap { (name, values) -> values.map { HttpHeader(name, it) } }
        return HttpReply(reply.statusCode().toUShort(), headers, reply.body())
    }

    private fun name(method: HttpMethod) = method.name

    private companion object {
        val SET_BY_THE_CLIENT = setOf("host", "content-length", "connection")
    }
}

/** A line that loses requests and answers. The same seed, the same losses. */
class BadLine(
    seed: Int,
) : Line() {
    private val chance = Random(seed)

    @Volatile var isBad = true
    var losses = 0
        private set

    override fun send(request: HttpRequest): HttpReply {
        if (!isBad) return super.send(request)
        return when (synchronized(chance) { chance.nextInt(3) }) {
            0 -> lost { throw HostFailure.Unreachable("the request is lost") }
            1 -> lost { super.send(request).let { throw HostFailure.Cut("the answer is lost") } }
            else -> super.send(request)
        }
    }

    private inline fun lost(how: () -> Nothing): Nothing {
        losses += 1
        how()
    }
}

/** A line on which no request ever gets an answer, until it is released. */
open class StuckLine : Line() {
    /** Open when somebody waits for an answer. */
    val asked = CountDownLatch(1)
    private val released = CountDownLatch(1)

    @Volatile var isStuck = false

    override fun send(request: HttpRequest): HttpReply {
        if (isStuck) {
            asked.countDown()
            released.await()
        }
        return super.send(request)
    }

    fun release() = released.countDown()
}

/** A line that answers so many requests for pictures and clips, and sticks at the next one. */
class SticksAtPictures(
    private val answered: Int,
) : StuckLine() {
    private val asking = Collections.synchronizedList(mutableListOf<String>())

    /** What was asked for, in order. */
    val paths: List<String> get() = asking.toList()

    override fun send(request: HttpRequest): HttpReply {
        if (request.path.startsWith("/v1/media/")) {
            if (asking.size == answered) isStuck = true
            asking += request.path
        }
        return super.send(request)
    }
}
