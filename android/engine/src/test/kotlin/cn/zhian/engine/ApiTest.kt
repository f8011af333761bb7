package cn.zhian.engine

import org.junit.jupiter.api.Test
import java.io.File
import kotlin.reflect.KClass
import kotlin.reflect.KType
import kotlin.reflect.KVisibility
import kotlin.reflect.full.allSupertypes
import kotlin.reflect.full.declaredMembers
import kotlin.reflect.full.primaryConstructor
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What an app can see and name. */
class ApiTest {
    private val classes =
        File(
            ZhianEngine::class.java.protectionDomain.codeSource.location
                .toURI(),
        )

    private fun classesOf(folder: String): List<KClass<*>> =
        File(classes, folder)
            .listFiles { file -> file.extension == "class" }
            .orEmpty()
            .map { Class.forName("${folder.replace('/', '.')}.${it.nameWithoutExtension}", false, javaClass.classLoader) }
            .filterNot { it.isSynthetic || it.isAnonymousClass || it.isLocalClass }
            .filter { type -> type.getAnnotation(Metadata::class.java)?.kind == CLASS_KIND }
            .map { it.kotlin }

    private fun seen(type: KClass<*>): List<KType> {
        val members = type.declaredMembers.filter { it.visibility == KVisibility.PUBLIC }
        val constructed =
            type.primaryConstructor
                ?.takeIf {
                    it.visibility == KVisibility.PUBLIC
                }?.parameters
                .orEmpty()
                .map { it.type }
        return members.flatMap { member -> member.parameters.drop(1).map { it.type } + member.returnType } +
            constructed + type.allSupertypes
    }

    private fun parts(type: KType): List<KClass<*>> =
        listOfNotNull(type.classifier as? KClass<*>) + type.arguments.mapNotNull { it.type }.flatMap(::parts)

    @Test
    fun `nothing of the generated machinery can be named from outside, nor met in what can`() {
        val public = classesOf("cn/zhian/engine").filter { it.visibility == KVisibility.PUBLIC }
        assertTrue(public.size > 80, "only ${public.size} public classes were found: the test reads the wrong folder")
        val strange =
            public.flatMap { type -> seen(type).flatMap(::parts).map { type to it } }.filterNot { (_, met) ->
                val name = met.java.name
                ALLOWED.any(name::startsWith) || met.java.isArray || met.java.isPrimitive
            }
        assertEquals(emptyList(), strange)
    }

    @Test
    fun `every class of the machinery is internal`() {
        val machinery = classesOf("zhian/seam")
        assertTrue(machinery.size > 30, "${machinery.size} classes")
        // What is nested in an internal class cannot be reached either.
        val open = machinery.filter { it.visibility == KVisibility.PUBLIC && it.java.enclosingClass == null }
        assertEquals(emptyList(), open)
    }

    private companion object {
        const val CLASS_KIND = 1
        val ALLOWED = listOf("kotlin.", "kotlinx.coroutines.", "java.", "cn.zhian.engine.")
    }
}
