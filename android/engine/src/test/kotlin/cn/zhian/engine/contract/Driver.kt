package cn.zhian.engine.contract

import cn.zhian.engine.OpenRequest
import cn.zhian.engine.Outcome
import cn.zhian.engine.Ports
import cn.zhian.engine.ZhianEngine
import cn.zhian.engine.support.Hosts
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.reflect.full.callSuspendBy
import kotlin.reflect.full.instanceParameter
import kotlin.reflect.full.memberFunctions
import kotlin.reflect.typeOf

/** Calls of the engine by name, with arguments as the contract writes them. */
class Driver {
    private val hosts = Hosts()

    /** Opens a phone's folder: [dir], unless the request names another. */
    suspend fun open(
        phone: String,
        dir: String,
        given: JsonObject,
    ): Outcome<ZhianEngine> {
        fun behaviour(port: String) = (given[port] as JsonPrimitive?)?.content
        val defaults =
            mapOf(
                "dir" to JsonPrimitive(dir),
                "app" to JsonPrimitive("contract 1"),
                "zoneMinutes" to JsonPrimitive(480),
            )
        val request = JsonObject(defaults + (given.getValue("request") as JsonObject))
        val ports =
            Ports(
                hosts.signer(phone, behaviour("signer")),
                hosts.keyStore(phone, behaviour("keyStore")),
                hosts.transport(behaviour("transport")),
                hosts.location(behaviour("location")),
                hosts.surroundings(behaviour("surroundings")),
            )
        return ZhianEngine.open(Values.argument(OPEN_REQUEST, request) as OpenRequest, ports)
    }

    /** One call. An argument that the method does not have is a mistake of whoever asks. */
    suspend fun call(
        engine: ZhianEngine,
        call: String,
        given: Map<String, JsonElement>,
    ): Outcome<*> {
        val method = ZhianEngine::class.memberFunctions.single { it.name == call }
        val asked = method.parameters.filter { it != method.instanceParameter }
        val unknown = given.keys - asked.mapNotNull { it.name }.toSet()
        check(unknown.isEmpty()) { "$call has no parameter $unknown" }
        val arguments = asked.associateWith { Values.argument(it.type, given[it.name]) }
        return method.callSuspendBy(mapOf(checkNotNull(method.instanceParameter) to engine) + arguments) as Outcome<*>
    }

    private companion object {
        val OPEN_REQUEST = typeOf<OpenRequest>()
    }
}
