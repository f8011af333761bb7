package cn.zhian.engine

/**
 * What the regulator published, as far as it came to this device with an exchange: pictures and clips that show how to
 * check, the quiz, risk control lists, and the rules of supervision. All of it works without a network but [fetchMedia].
 *
 * Texts are in the reader's language. A day is `2026-11-21` and a day in Beijing; a moment is milliseconds since 1970 (UTC).
 * Sizes are bytes, money is in fen. None means that something is not known: it is never zero and never no. What is still to be
 * checked (待核) says so and belongs in no formal document. No answer proposes an amount.
 *
 * Errors of every call: `store.*` when something cannot be read (never shown as empty), `engine.bad-text`, `engine.closed`.
 */
interface Library {
    /**
     * What [fetchMedia] would fetch now, those of coming visits first. [budgetBytes] is what all of them may take; without it
     * [mediaBudget]. Everything is zero before a pull has brought the catalogue.
     */
    suspend fun mediaPlan(budgetBytes: ULong? = null): Outcome<MediaPlanView>

    /** Bytes that pictures and clips may take on this device; 50,000,000 where nobody chose. */
    suspend fun mediaBudget(): Outcome<ULong>

    /** Keeps the budget, bytes, for the next start too. What is here already stays, also where it is more. */
    suspend fun chooseMediaBudget(bytes: ULong): Outcome<Unit>

    /**
     * Fetches pictures and clips, each checked against its hash before it is shown, and frees what nothing names any more.
     * Items, visits and home are told when some have come. What cannot be had is in the report; the others come.
     *
     * Stops within about 100 ms when its coroutine is cancelled, and then throws the cancellation on. What was fetched until a stop or
     * an error stays, and the next call goes on there, also in the middle of a file.
     * Progress: [Stage.DOWNLOAD], bytes of all files of this call.
     *
     * Errors: `engine.not-enrolled`, `transport.*`, `store.disk-full`, the office's refusal of this device, and
     * `engine.cancelled` when the engine was closed meanwhile.
     */
    suspend fun fetchMedia(
        input: MediaInput,
        onProgress: ((Progress) -> Unit)? = null,
    ): Outcome<MediaReportView>

    /**
     * One picture or clip by the SHA-256 of its file, read whole once more: what the disk altered has no path, and is fetched
     * again. Errors: `engine.unknown-medium`, `engine.bad-id`.
     */
    suspend fun medium(hash: String): Outcome<HintView>

    /**
     * The quiz of an item: five questions, drawn for it once on this device and the same ever after, also when the app was
     * killed. With its result once it was answered, by whomever; the right options come with the result, not before.
     *
     * Errors: `engine.no-quiz` for an item that has none, `engine.no-content` before a bank was pulled, `quiz.too-few`,
     * `engine.unknown-visit`, `engine.unknown-item`, `engine.bad-id`; `engine.visit-sealed` for a sealed visit that holds none.
     */
    suspend fun quiz(
        visit: String,
        item: String,
    ): Outcome<QuizView>

    /**
     * Scores the answers to the questions of [quiz], and records score and quiz as the answer to the item. A question that
     * [answers] does not name was passed over, which is not right. Once more replaces the answer, with the same questions.
     *
     * Errors: as [quiz] and [VisitActs.answer]; `quiz.not-asked`, `quiz.not-offered`, `quiz.too-many-chosen`: nothing was scored.
     */
    suspend fun answerQuiz(
        visit: String,
        item: String,
        answers: List<QuizAnswerInput>,
    ): Outcome<QuizView>

    /** Every published risk control list, by id; empty before a pull has brought some. */
    suspend fun riskLists(): Outcome<List<RiskListRowView>>

    /** One risk control list with its rows. Errors: `engine.unknown-list`. */
    suspend fun riskList(list: String): Outcome<RiskListView>

    /**
     * The forms of a list for a range of days: one for each open day, calendar week (Monday to Sunday) or month that it touches.
     *
     * Errors: `engine.unknown-list`, `engine.bad-input` for a day that is none, `risk.range` for a range that ends before it
     * begins or is longer than 400 days.
     */
    suspend fun riskForms(input: RiskFormInput): Outcome<List<CheckFormView>>

    /**
     * Holds an enterprise's own list against a published one, row by row. [table] is the text of a CSV file with a line of
     * headings, separated by commas, semicolons or tabs. A reading of words, not of meaning: people decide.
     *
     * Errors: `engine.unknown-list`; `risk.table`, whose field `faults` names every faulty cell in the reader's language, one a line.
     */
    suspend fun compareRisks(
        list: String,
        table: String,
    ): Outcome<ComparisonView>

    /** How large a unit is, under each Order that it is looked at. Errors: `engine.no-content`, `engine.bad-input`. */
    suspend fun sizeClass(input: UnitInput): Outcome<List<SizeView>>

    /** Whether a unit must appoint a director and officers of quality safety. Errors: as [sizeClass]. */
    suspend fun directorRule(input: UnitInput): Outcome<DirectorView>

    /** Every deadline of the rules, in their order. Errors: `engine.no-content`. */
    suspend fun deadlines(): Outcome<List<DeadlineView>>

    /**
     * When a term ends; provisional where it touches a year whose holidays are not announced, or not here.
     *
     * Errors: `engine.no-content`, `rules.unknown-deadline`, `rules.no-extension`, `rules.out-of-range`.
     */
    suspend fun deadline(
        id: String,
        input: TermInput,
    ): Outcome<DueView>

    /** The grading schemes, the default first. Errors: `engine.no-content`. */
    suspend fun gradingSchemes(): Outcome<List<SchemeView>>

    /**
     * How many visits of a year are left to an enterprise.
     *
     * Errors: `engine.no-content`, `engine.bad-input` for a day that is none, `rules.unknown-scheme`, `rules.unknown-grade`.
     */
    suspend fun visitQuota(input: QuotaInput): Outcome<QuotaView>
}

internal class LibraryOf(
    private val calls: Calls,
) : Library {
    override suspend fun mediaPlan(budgetBytes: ULong?) = calls.ask { mediaPlan(budgetBytes) }

    override suspend fun mediaBudget() = calls.ask { mediaBudget() }

    override suspend fun chooseMediaBudget(bytes: ULong) = calls.ask { chooseMediaBudget(bytes) }

    override suspend fun fetchMedia(
        input: MediaInput,
        onProgress: ((Progress) -> Unit)?,
    ) = calls.work(onProgress) { observer, cancel -> fetchMedia(input, observer, cancel) }

    override suspend fun medium(hash: String) = calls.ask { medium(hash) }

    override suspend fun quiz(
        visit: String,
        item: String,
    ) = calls.ask { quiz(visit, item) }

    override suspend fun answerQuiz(
        visit: String,
        item: String,
        answers: List<QuizAnswerInput>,
    ) = calls.ask { answerQuiz(visit, item, answers) }

    override suspend fun riskLists() = calls.ask { riskLists() }

    override suspend fun riskList(list: String) = calls.ask { riskList(list) }

    override suspend fun riskForms(input: RiskFormInput) = calls.ask { riskForms(input) }

    override suspend fun compareRisks(
        list: String,
        table: String,
    ) = calls.ask { compareRisks(list, table) }

    override suspend fun sizeClass(input: UnitInput) = calls.ask { sizeClass(input) }

    override suspend fun directorRule(input: UnitInput) = calls.ask { directorRule(input) }

    override suspend fun deadlines() = calls.ask { deadlines() }

    override suspend fun deadline(
        id: String,
        input: TermInput,
    ) = calls.ask { deadline(id, input) }

    override suspend fun gradingSchemes() = calls.ask { gradingSchemes() }

    override suspend fun visitQuota(input: QuotaInput) = calls.ask { visitQuota(input) }
}
