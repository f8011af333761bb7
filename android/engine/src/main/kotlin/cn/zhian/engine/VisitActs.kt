package cn.zhian.engine

/**
 * Acts on a visit that is being filled. When one is done it is durable; when it is refused, nothing of it is there.
 *
 * Errors of every act: `engine.unknown-visit`, `engine.bad-id`, `engine.not-checked-in`, `engine.visit-sealed`,
 * `engine.bad-text` for characters that cannot be recorded, `store.disk-full` and other `store.*`, `engine.closed`.
 */
interface VisitActs {
    /**
     * Checks the officer of this device in, and begins the visit if nobody has here.
     *
     * Errors: `engine.rights-not-told`, `engine.unknown-task`, `engine.not-on-task`, `engine.unknown-checklist`,
     * `engine.task-withdrawn`, `engine.already-checked-in`, `engine.bad-position`.
     */
    suspend fun checkIn(input: CheckInInput): Outcome<VisitView>

    /**
     * Saves one whole answer; it replaces the one that stands. Gives the item as its screen shows it.
     *
     * Errors: `engine.bad-answer` names the field, `engine.unknown-item`, `draft.unsettled` while answers differ.
     */
    suspend fun answer(input: AnswerInput): Outcome<ItemView>

    /**
     * Settles differing answers with what the officers agreed on. Every answer it replaces stays in the record.
     *
     * Errors: `engine.nothing-to-settle` if they do not differ here, else as [answer].
     */
    suspend fun settle(input: AnswerInput): Outcome<ItemView>

    /**
     * Moves this officer's work to the version that the task names, and goes on there. Gives the visit on that version.
     *
     * Errors: `engine.no-newer-version`, `engine.moved-on`, `engine.not-on-task`, `engine.task-withdrawn`,
     * `engine.typed-text`, `engine.unknown-checklist`.
     */
    suspend fun moveToNewer(visit: String): Outcome<VisitView>

    /**
     * Saves what is typed so far as a note; kept on this device until [commitNote]. Call it with every pause in typing.
     *
     * Errors: `draft.too-long`, `engine.unknown-item`; what was typed before stays.
     */
    suspend fun typeNote(
        visit: String,
        item: String,
        text: String,
    ): Outcome<Unit>

    /** Records what was typed, when the officer leaves the field; without typed text nothing changes. Errors: `draft.too-long`, `engine.unknown-item`; what was typed stays. */
    suspend fun commitNote(
        visit: String,
        item: String,
    ): Outcome<ItemView>

    /** Records a whole note at once; what a colleague writes at the same time is merged. Errors: as [commitNote]. */
    suspend fun note(
        visit: String,
        item: String,
        text: String,
    ): Outcome<ItemView>

    /** Opens a finding. Errors: `engine.empty` without a text, `draft.too-long`, `engine.unknown-item`, `engine.unknown-evidence`. */
    suspend fun openFinding(input: FindingInput): Outcome<FindingView>

    /** Replaces the text of a finding. Errors: `engine.unknown-finding`, and as [openFinding]. */
    suspend fun reviseFinding(
        visit: String,
        finding: String,
        text: String,
    ): Outcome<FindingView>

    /** Takes a finding back; it stays in the record. Errors: `engine.unknown-finding`, `draft.not-the-author`. */
    suspend fun withdrawFinding(
        visit: String,
        finding: String,
    ): Outcome<FindingView>

    /** Notes that evidence supports a finding. Errors: `engine.unknown-finding`, `engine.unknown-evidence`. */
    suspend fun linkEvidence(
        visit: String,
        finding: String,
        hash: String,
    ): Outcome<FindingView>

    /**
     * The officer of this device signs what the visit holds now. [handwriting] is the path of a picture, where taken.
     *
     * Errors: `engine.unsettled` while answers differ, `engine.typed-text` while typed text is not recorded, `signer.*`,
     * `engine.source` if the picture cannot be read.
     */
    suspend fun sign(
        visit: String,
        handwriting: String? = null,
    ): Outcome<SignaturesView>

    /** Takes the signature of the enterprise's representative. Errors: `engine.empty` without a name, and as [sign]. */
    suspend fun signParty(input: PartySignatureInput): Outcome<SignaturesView>

    /**
     * Records that the party did not sign. Errors: `engine.empty` without a reason or with a nameless witness,
     * `engine.not-a-recording` for a picture, and as [sign].
     */
    suspend fun refuse(input: RefusalInput): Outcome<SignaturesView>

    /** Closes the visit for good. Errors: `engine.seal` with all obstacles at once, `engine.unsettled`, `engine.typed-text`, `engine.task-withdrawn`, `engine.not-on-task`. */
    suspend fun seal(visit: String): Outcome<VisitView>
}

internal class VisitActsOf(
    private val calls: Calls,
) : VisitActs {
    override suspend fun checkIn(input: CheckInInput) = calls.ask { checkIn(input) }

    override suspend fun moveToNewer(visit: String) = calls.ask { moveToNewer(visit) }

    override suspend fun answer(input: AnswerInput) = calls.ask { answer(input) }

    override suspend fun settle(input: AnswerInput) = calls.ask { settle(input) }

    override suspend fun typeNote(
        visit: String,
        item: String,
        text: String,
    ) = calls.ask { typeNote(visit, item, text) }

    override suspend fun commitNote(
        visit: String,
        item: String,
    ) = calls.ask { commitNote(visit, item) }

    override suspend fun note(
        visit: String,
        item: String,
        text: String,
    ) = calls.ask { note(visit, item, text) }

    override suspend fun openFinding(input: FindingInput) = calls.ask { openFinding(input) }

    override suspend fun reviseFinding(
        visit: String,
        finding: String,
        text: String,
    ) = calls.ask { reviseFinding(visit, finding, text) }

    override suspend fun withdrawFinding(
        visit: String,
        finding: String,
    ) = calls.ask { withdrawFinding(visit, finding) }

    override suspend fun linkEvidence(
        visit: String,
        finding: String,
        hash: String,
    ) = calls.ask { linkEvidence(visit, finding, hash) }

    override suspend fun sign(
        visit: String,
        handwriting: String?,
    ) = calls.ask { sign(visit, handwriting) }

    override suspend fun signParty(input: PartySignatureInput) = calls.ask { signParty(input) }

    override suspend fun refuse(input: RefusalInput) = calls.ask { refuse(input) }

    override suspend fun seal(visit: String) = calls.ask { seal(visit) }
}
