package cn.zhian.engine

/**
 * One call, one screen: everything it shows, with texts already in the reader's language. Reading waits for nobody's
 * network and changes nothing. Ids are text in lower case hexadecimal, moments are milliseconds since 1970 (UTC) with their text
 * beside them, sizes are bytes.
 *
 * Errors of every call: `store.*` when something cannot be read (never shown as empty), `engine.closed`,
 * `engine.bad-text` for half a surrogate pair in an argument; `engine.bad-id` for an id that is none.
 */
interface Screens {
    /** The first screen: the first page of open tasks, drafts, what is not yet safe. */
    suspend fun home(): Outcome<HomeView>

    /** One page of a list of tasks, by due time. Errors: `engine.bad-id` for a cursor that is none. */
    suspend fun tasks(query: TaskQuery): Outcome<TaskPageView>

    /** Tasks whose title or enterprise holds all of the [words], by due time; at most [limit]. */
    suspend fun findTasks(
        filter: TaskFilter,
        words: String,
        limit: UInt,
    ): Outcome<List<TaskRowView>>

    /** One task with everything around it. Errors: `engine.unknown-task`. */
    suspend fun task(task: String): Outcome<TaskView>

    /** A visit: sections, progress, open points. Errors: `engine.unknown-visit`. */
    suspend fun visit(visit: String): Outcome<VisitView>

    /** One item: question, how to check, answer or both answers, note, evidence, findings. Errors: `engine.unknown-item`. */
    suspend fun item(
        visit: String,
        item: String,
    ): Outcome<ItemView>

    /** One evidence file, with what it belongs to and its neighbours. Errors: `engine.unknown-evidence`. */
    suspend fun evidence(
        visit: String,
        hash: String,
    ): Outcome<EvidenceScreen>

    /**
     * What moving a visit to the version that its task names would do. Changes nothing. Errors: `engine.no-newer-version`,
     * `engine.moved-on`, `engine.unknown-checklist`, `engine.visit-sealed`, `engine.unknown-visit`.
     */
    suspend fun newerVersion(visit: String): Outcome<NewerVersionView>

    /**
     * What was recorded under older versions and is not on this visit; empty for a visit that nobody moved to. Errors:
     * `engine.unknown-visit`.
     */
    suspend fun keptUnderOld(visit: String): Outcome<List<KeptItemView>>

    /** Who is in: per officer and device, what is here and what is at the office. Errors: `engine.unknown-visit`. */
    suspend fun whoIsIn(visit: String): Outcome<StatusView>

    /** Who signed what the visit holds now, and what stands between it and its seal. Errors: `engine.unknown-visit`. */
    suspend fun signing(visit: String): Outcome<SigningView>

    /** A visit that is closed for good. Errors: `engine.unknown-visit`, `engine.visit-not-sealed`. */
    suspend fun sealedVisit(visit: String): Outcome<SealedVisitView>

    /**
     * A sealed visit's bytes, to be compared or kept elsewhere. Errors: `engine.unknown-visit`,
     * `engine.visit-not-sealed`, `engine.seal-altered`.
     */
    suspend fun sealedBytes(visit: String): Outcome<SealedBytesView>

    /** What happened in a visit, oldest first. Errors: `engine.unknown-visit`. */
    suspend fun history(visit: String): Outcome<List<EventView>>

    /** How the exchange with the office stands, and what is not safe yet. */
    suspend fun syncStatus(): Outcome<SyncStatusView>

    /** Enterprises by part of a name or address, beginning of a credit code, pinyin initials; at most [limit], 1..=100. */
    suspend fun searchDirectory(
        words: String,
        limit: UInt,
    ): Outcome<List<EnterpriseView>>

    /** One enterprise; null if the directory does not have it. */
    suspend fun enterprise(id: String): Outcome<EnterpriseView?>

    /** Settings and storage: whose device this is, its language, what lies on it, what could be freed. */
    suspend fun settings(): Outcome<SettingsView>

    /** Work that arrived after sealing, of every visit. */
    suspend fun lateWork(): Outcome<List<LateWorkView>>

    /** What was set aside, here or by the office, newest first. */
    suspend fun quarantine(): Outcome<List<QuarantineView>>
}

internal class ScreensOf(
    private val calls: Calls,
) : Screens {
    override suspend fun home() = calls.ask { home() }

    override suspend fun tasks(query: TaskQuery) = calls.ask { tasks(query) }

    override suspend fun findTasks(
        filter: TaskFilter,
        words: String,
        limit: UInt,
    ) = calls.ask { findTasks(filter, words, limit) }

    override suspend fun task(task: String) = calls.ask { task(task) }

    override suspend fun visit(visit: String) = calls.ask { visit(visit) }

    override suspend fun item(
        visit: String,
        item: String,
    ) = calls.ask { item(visit, item) }

    override suspend fun evidence(
        visit: String,
        hash: String,
    ) = calls.ask { evidence(visit, hash) }

    override suspend fun newerVersion(visit: String) = calls.ask { newerVersion(visit) }

    override suspend fun keptUnderOld(visit: String) = calls.ask { keptUnderOld(visit) }

    override suspend fun whoIsIn(visit: String) = calls.ask { whoIsIn(visit) }

    override suspend fun signing(visit: String) = calls.ask { signing(visit) }

    override suspend fun sealedVisit(visit: String) = calls.ask { sealedVisit(visit) }

    override suspend fun sealedBytes(visit: String) = calls.ask { sealedBytes(visit) }

    override suspend fun history(visit: String) = calls.ask { history(visit) }

    override suspend fun syncStatus() = calls.ask { syncStatus() }

    override suspend fun searchDirectory(
        words: String,
        limit: UInt,
    ) = calls.ask { searchDirectory(words, limit) }

    override suspend fun enterprise(id: String) = calls.ask { enterprise(id) }

    override suspend fun settings() = calls.ask { settings() }

    override suspend fun lateWork() = calls.ask { lateWork() }

    override suspend fun quarantine() = calls.ask { quarantine() }
}
