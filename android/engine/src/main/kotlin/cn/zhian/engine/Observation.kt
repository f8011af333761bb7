package cn.zhian.engine

import kotlinx.coroutines.flow.Flow

/**
 * Screens that stay current, whoever changed them: this screen, another one, a colleague's work that an exchange brought, what
 * the regulator published meanwhile, pictures and clips that were fetched.
 *
 * Shape of every flow: the state now, then each newer state that differs, in order. Whoever collects slowly misses states
 * in between and always gets the last. A refusal is an element, not an exception: a visit that is unknown now may be known
 * after the next exchange. A flow ends when the engine is closed, and costs nothing while nobody collects it.
 */
interface Observation {
    /** [Screens.home], kept current. */
    fun observeHome(): Flow<Outcome<HomeView>>

    /** [Screens.visit], kept current. */
    fun observeVisit(visit: String): Flow<Outcome<VisitView>>

    /** [Screens.item], kept current. */
    fun observeItem(
        visit: String,
        item: String,
    ): Flow<Outcome<ItemView>>

    /** [Screens.whoIsIn], kept current. */
    fun observeWhoIsIn(visit: String): Flow<Outcome<StatusView>>

    /** [Screens.signing], kept current. */
    fun observeSigning(visit: String): Flow<Outcome<SigningView>>

    /** [Screens.syncStatus], kept current. */
    fun observeSyncStatus(): Flow<Outcome<SyncStatusView>>
}

internal class ObservationOf(
    private val calls: Calls,
) : Observation {
    override fun observeHome() = calls.watch({ it.home }) { home() }

    override fun observeVisit(visit: String) = calls.watch({ it.touches(visit) }) { visit(visit) }

    override fun observeItem(
        visit: String,
        item: String,
    ) = calls.watch({ it.touches(visit) }) { item(visit, item) }

    override fun observeWhoIsIn(visit: String) = calls.watch({ it.sync || it.touches(visit) }) { whoIsIn(visit) }

    override fun observeSigning(visit: String) = calls.watch({ it.touches(visit) }) { signing(visit) }

    override fun observeSyncStatus() = calls.watch({ it.sync }) { syncStatus() }
}

private fun Change.touches(visit: String): Boolean = everyVisit || visits.any { it.equals(visit, ignoreCase = true) }
