package cn.zhian.engine

/**
 * Files, the office, and looking after what lies on the device.
 *
 * Long work stops within about 100 ms when its coroutine is cancelled, and then throws the cancellation on: what was
 * acknowledged or stored until then stays, whole. `onProgress` is told the newest progress only, never backwards within a
 * stage, on a thread of the engine's, and never after the call has returned; it must return soon.
 *
 * Errors of every act: `store.*`, `engine.bad-id`, `engine.bad-text`, `engine.closed`, and `engine.cancelled` when the
 * engine was closed meanwhile.
 */
interface DeviceActs {
    /**
     * Attaches a file: copied, hashed as it is read, durable when this returns. The same file again changes nothing;
     * for another item it is refused, because one file proves one thing.
     * Progress: [Stage.CAPTURE], bytes.
     *
     * Errors: `engine.source`, `engine.source-size`, `engine.evidence-elsewhere`, `engine.unknown-item`,
     * `engine.unknown-evidence`, `engine.bad-position`, `store.disk-full`, `engine.not-checked-in`, `engine.visit-sealed`.
     */
    suspend fun attach(
        input: AttachInput,
        onProgress: ((Progress) -> Unit)? = null,
    ): Outcome<EvidenceView>

    /**
     * Fetches a colleague's file from the office, checks it, keeps it. One that is here is not fetched.
     * Progress: [Stage.DOWNLOAD], bytes.
     *
     * Errors: `engine.unknown-evidence`, `engine.evidence-not-at-office`, `engine.evidence-altered`, `transport.*`,
     * `store.disk-full`.
     */
    suspend fun fetchEvidence(
        visit: String,
        hash: String,
        onProgress: ((Progress) -> Unit)? = null,
    ): Outcome<EvidenceView>

    /**
     * Writes visits into a file for a colleague's phone. It appears whole or not at all. Progress: [Stage.BUNDLE], bytes.
     *
     * Errors: `engine.empty` without a visit, `engine.unknown-visit`, `engine.bundle-file`.
     */
    suspend fun exportBundle(
        input: BundleInput,
        onProgress: ((Progress) -> Unit)? = null,
    ): Outcome<ExportView>

    /**
     * Takes in a colleague's file; again changes nothing. Progress: [Stage.BUNDLE], bytes.
     *
     * Errors: `engine.bundle` for a file that is none or is cut, `engine.bundle-file`.
     */
    suspend fun importBundle(
        path: String,
        onProgress: ((Progress) -> Unit)? = null,
    ): Outcome<ImportView>

    /**
     * Enrols this device with the office. A lost answer is no harm: the same code may be tried again.
     *
     * Errors: `engine.already-enrolled`, `engine.code-length`, `engine.label-length`, `transport.*`, `signer.*`, and the
     * office's own refusals.
     */
    suspend fun enrol(input: EnrolInput): Outcome<IdentityView>

    /**
     * Sends everything the office has not acknowledged, takes everything new, and compares. A cut line is no error: the
     * report says how far it came. Progress: [Stage.PARCELS], [Stage.UPLOAD], [Stage.DOWNLOAD].
     *
     * Errors: `engine.not-enrolled`, `engine.exchange-running`, the office's refusal of this device,
     * `engine.answer-not-understood`.
     */
    suspend fun sync(
        files: FilesRule,
        onProgress: ((Progress) -> Unit)? = null,
    ): Outcome<SyncView>

    /** Takes everything new without sending anything. Errors and progress: as [sync]. */
    suspend fun pull(onProgress: ((Progress) -> Unit)? = null): Outcome<PullView>

    /**
     * Frees the files of a sealed visit that the office has whole; the seal stays readable. All or nothing.
     *
     * Errors: `engine.visit-not-sealed`, `engine.exchange-running`; `engine.not-safe` says how much is missing there.
     */
    suspend fun purge(visit: String): Outcome<PurgeView>

    /** Notes that someone looked at something that was set aside. Nothing is removed; twice changes nothing. */
    suspend fun acknowledgeQuarantine(number: ULong): Outcome<Unit>

    /**
     * Checks every evidence file against its hash, and gathers alerts and what happened at opening. A missing or altered
     * file is part of the report. Progress: [Stage.CHECK], bytes.
     */
    suspend fun doctor(onProgress: ((Progress) -> Unit)? = null): Outcome<DoctorView>

    /**
     * Checks a sealed visit's bytes, signatures and files. What does not hold is in the report. Progress: [Stage.CHECK],
     * bytes. Errors: `engine.unknown-visit`, `engine.visit-not-sealed`.
     */
    suspend fun verify(
        visit: String,
        onProgress: ((Progress) -> Unit)? = null,
    ): Outcome<VerifyView>

    /** Texts are in this language from now on, and after the next start. */
    suspend fun chooseLanguage(language: Language): Outcome<Unit>
}

internal class DeviceActsOf(
    private val calls: Calls,
) : DeviceActs {
    override suspend fun attach(
        input: AttachInput,
        onProgress: ((Progress) -> Unit)?,
    ) = calls.work(onProgress) { observer, cancel -> attach(input, observer, cancel) }

    override suspend fun fetchEvidence(
        visit: String,
        hash: String,
        onProgress: ((Progress) -> Unit)?,
    ) = calls.work(onProgress) { observer, cancel -> fetchEvidence(visit, hash, observer, cancel) }

    override suspend fun exportBundle(
        input: BundleInput,
        onProgress: ((Progress) -> Unit)?,
    ) = calls.work(onProgress) { observer, cancel -> exportBundle(input, observer, cancel) }

    override suspend fun importBundle(
        path: String,
        onProgress: ((Progress) -> Unit)?,
    ) = calls.work(onProgress) { observer, cancel -> importBundle(path, observer, cancel) }

    override suspend fun enrol(input: EnrolInput) = calls.work(null) { _, cancel -> enrol(input, cancel) }

    override suspend fun sync(
        files: FilesRule,
        onProgress: ((Progress) -> Unit)?,
    ) = calls.work(onProgress) { observer, cancel -> sync(files, observer, cancel) }

    override suspend fun pull(onProgress: ((Progress) -> Unit)?) =
        calls.work(onProgress) { observer, cancel -> pull(observer, cancel) }

    override suspend fun purge(visit: String) = calls.ask { purge(visit) }

    override suspend fun acknowledgeQuarantine(number: ULong) = calls.ask { acknowledgeQuarantine(number) }

    override suspend fun doctor(onProgress: ((Progress) -> Unit)?) =
        calls.work(onProgress) { observer, cancel -> doctor(observer, cancel) }

    override suspend fun verify(
        visit: String,
        onProgress: ((Progress) -> Unit)?,
    ) = calls.work(onProgress) { observer, cancel -> verify(visit, observer, cancel) }

    override suspend fun chooseLanguage(language: Language) = calls.ask { chooseLanguage(language) }
}
