package cn.zhian.engine

/**
 * Sentences for what is refused before it reaches the engine: text that no file can hold, and a defect that the seam
 * itself met. The words are the engine's own; a test compares them with its catalogue.
 */
internal val OWN_SENTENCES: Map<String, Map<Language, String>> =
    mapOf(
        "engine.bad-text" to
            mapOf(
                Language.ZH to "文字中有无法记录的字符，没有保存。请删去看不见的特殊字符后重试。",
                Language.EN to
                    "The text has a character that cannot be recorded, so it was not stored. " +
                    "Remove invisible special characters and try again.",
            ),
        "engine.panicked" to
            mapOf(
                Language.ZH to "程序内部出错，这一步没有保存，此前的内容都完好。请重试，反复出现时请联系技术支持。",
                Language.EN to
                    "The program failed inside. This step was not stored; everything before is whole. " +
                    "Try again, and tell support if it happens again.",
            ),
    )

internal fun ownRefusal(
    code: String,
    language: Language,
    cause: Exception,
): Refusal = Refusal(code, OWN_SENTENCES.getValue(code).getValue(language), cause.toString(), emptyMap())
