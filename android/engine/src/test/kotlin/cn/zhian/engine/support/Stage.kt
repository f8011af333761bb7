package cn.zhian.engine.support

import cn.zhian.engine.AnswerInput
import cn.zhian.engine.AttachInput
import cn.zhian.engine.CaptureMethod
import cn.zhian.engine.CheckInInput
import cn.zhian.engine.EnrolInput
import cn.zhian.engine.EvidencePurposeInput
import cn.zhian.engine.Judgement
import cn.zhian.engine.OpenRequest
import cn.zhian.engine.Outcome
import cn.zhian.engine.PartySignatureInput
import cn.zhian.engine.PersonRole
import cn.zhian.engine.Ports
import cn.zhian.engine.ZhianEngine
import cn.zhian.engine.orThrow
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.nio.file.Path
import java.util.Base64
import kotlin.io.path.createDirectories
import kotlin.io.path.createTempDirectory
import kotlin.io.path.readText
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText
import kotlin.test.assertIs

/** An office with two officers and one short visit for both, and the phones that take part. */
class Stage : AutoCloseable {
    /** Everything of this story lies here. */
    val folder: Path = createTempDirectory("zhian-story")
    val office = Office(folder.resolve("office"))
    private val files = folder.resolve("files").createDirectories()
    private val phones = mutableListOf<ZhianEngine>()

    /** The task of both officers, and its visit. Its checklist has two items; the second needs a picture. */
    val task: String
    val visit: String

    init {
        writeFiles()
        office.does(listOf("init"))
        office.does(listOf("authority", "add", "--name", "示例市海棠区市场监督管理局", "--region", "120199"))
        for ((name, certificate) in OFFICERS) {
            office.does(listOf("officer", "add", "--name", name, "--certificate", certificate))
        }
        office.does(listOf("directory", "import", file("directory.csv")))
        office.does(listOf("checklist", "publish", file("k10.v1.json")))
        val published = office.does(PUBLISH.split(' ')) as JsonObject
        task = (published.getValue("id") as JsonPrimitive).content
        visit = (published.getValue("visit") as JsonPrimitive).content
        office.serve()
    }

    private fun writeFiles() {
        val table = Json.parseToJsonElement(repository.resolve("tests/contract/seam/cases.json").readText()) as JsonObject
        for ((name, content) in table.getValue("files") as JsonObject) {
            val (kind, text) = (content as JsonObject).entries.single()
            val plain = (text as JsonPrimitive).content
            if (kind ==
                "text"
            ) {
                files.resolve(name).writeText(plain)
            } else {
                files.resolve(name).writeBytes(Base64.getDecoder().decode(plain))
            }
        }
    }

    /** One of the files of the contract. */
    fun file(name: String): String = files.resolve(name).toString()

    /** Data folder of a phone. */
    fun dir(phone: String): Path = folder.resolve(phone)

    /** Opens a phone's folder. */
    suspend fun opens(
        phone: String,
        ports: Ports = Ports(),
    ): ZhianEngine = opening(dir(phone), ports).orThrow().also { phones += it }

    /** Opens a phone's folder and enrols it for an officer. */
    suspend fun enrols(
        phone: String,
        officer: String,
        ports: Ports = Ports(),
    ): ZhianEngine {
        val engine = opens(phone, ports)
        val code = office.asks("code", "code", "new", officer)
        engine.enrol(EnrolInput(code, phone, office.address, "")).orThrow()
        engine.pull().orThrow()
        return engine
    }

    /** A phone that has begun the visit. */
    suspend fun begins(
        phone: String,
        officer: String,
        ports: Ports = Ports(),
    ): ZhianEngine {
        val engine = enrols(phone, officer, ports)
        engine.checkIn(CheckInInput(task, null, true)).orThrow()
        return engine
    }

    suspend fun ZhianEngine.answers(
        item: String,
        judgement: Judgement,
    ) = answer(AnswerInput(visit, item, judgement, emptyList())).orThrow()

    /** A picture of one item; `path` as the camera wrote it. */
    fun picture(
        item: String,
        path: String,
        method: CaptureMethod = CaptureMethod.PHOTO,
    ) = AttachInput(visit, path, null, EvidencePurposeInput.Item(item), method, null, null, true, null, "")

    /** What the enterprise's representative gives. */
    fun representative() = PartySignatureInput(visit, "示丙", PersonRole.LEGAL_REPRESENTATIVE, "属实", file("hand.jpg"))

    override fun close() {
        phones.forEach(ZhianEngine::close)
        office.close()
        folder.toFile().deleteRecursively()
    }

    companion object {
        const val LIN = "林青禾"
        const val JIANG = "江小满"
        private val OFFICERS = listOf(LIN to "示例执法-0075", JIANG to "示例执法-0076")
        private const val PUBLISH =
            "task publish --title 短表检查 --checklist K10 --enterprise 91120199MA70000268 " +
                "--officers $LIN,$JIANG --due 2099-01-01"

        /** Opens a folder as an app would. */
        suspend fun opening(
            dir: Path,
            ports: Ports = Ports(),
        ): Outcome<ZhianEngine> = ZhianEngine.open(OpenRequest(dir.toString(), "stories 1", null, 480), ports)

        /** The refusal of an outcome that must be one. */
        fun refusal(outcome: Outcome<*>) = assertIs<Outcome.Refused>(outcome).why
    }
}
