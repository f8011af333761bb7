import ZhianSeam

/// Told how far long work is: the newest only, one after the other, on a thread of the engine's. Return soon.
/// It may be told once more after the work has ended.
public typealias Telling = @Sendable (WorkProgress) -> Void

/// Work that may take long. Cancelling its task stops it soon, and leaves nothing half done.
extension Engine {
    /// Enrols this device with the office. A lost answer is no harm: the same code may be tried again.
    ///
    /// - Throws: `engine.already-enrolled`, `engine.code-length`, `engine.label-length`, `engine.bad-text`,
    ///   ``EngineError/network(_:)``, ``EngineError/signer(_:)``, ``EngineError/cancelled(_:)``, and the office's own
    ///   refusals.
    public nonisolated func enrol(_ input: EnrolInput) async throws(EngineError) -> IdentityView {
        try await long { try $0.enrol(input: input, cancel: $1) }
    }

    /// Sends everything the office has not acknowledged, takes everything new, and compares.
    ///
    /// A cut line or a cancelled task is no error: the report says how far it came. What was acknowledged is safe.
    ///
    /// - Parameters:
    ///   - files: When evidence files go along.
    ///   - progress: Told how far it is.
    /// - Throws: ``EngineError/notEnrolled(_:)``, `engine.exchange-running`, the office's refusal of this device,
    ///   `engine.answer-not-understood`, `store.*`.
    public nonisolated func sync(
        files: FilesRule = .always, progress: Telling? = nil
    ) async throws(EngineError) -> SyncView {
        try await long { try $0.sync(files: files, observer: Teller.of(progress), cancel: $1) }
    }

    /// Takes everything new without sending anything.
    ///
    /// - Throws: as ``sync(files:progress:)``.
    public nonisolated func pull(progress: Telling? = nil) async throws(EngineError) -> PullView {
        try await long { try $0.pull(observer: Teller.of(progress), cancel: $1) }
    }

    /// Attaches a file: copied, hashed as it is read, durable when this returns. The same file again changes nothing.
    ///
    /// - Throws: `engine.source`, `engine.source-size`, `engine.evidence-elsewhere`, `engine.unknown-item`,
    ///   `engine.unknown-evidence`, `engine.bad-position`, `engine.bad-text`, `store.disk-full`,
    ///   ``EngineError/cancelled(_:)``.
    public nonisolated func attach(
        _ input: AttachInput, progress: Telling? = nil
    ) async throws(EngineError) -> EvidenceView {
        try await long { try $0.attach(input: input, observer: Teller.of(progress), cancel: $1) }
    }

    /// Fetches a colleague's file from the office, checks it, and keeps it. One that is here is not fetched.
    ///
    /// - Throws: `engine.unknown-evidence`, `engine.evidence-not-at-office`, `engine.evidence-altered`,
    ///   ``EngineError/network(_:)``, `store.disk-full`, ``EngineError/cancelled(_:)``.
    public nonisolated func fetchEvidence(
        _ hash: String, of visit: String, progress: Telling? = nil
    ) async throws(EngineError) -> EvidenceView {
        try await long { try $0.fetchEvidence(visit: visit, hash: hash, observer: Teller.of(progress), cancel: $1) }
    }

    /// Fetches the pictures and clips that show how to check, each checked before it is shown, and frees what nothing
    /// names any more. One that cannot be fetched is in the report; the others are.
    ///
    /// - Parameters:
    ///   - input: Within how many bytes, and whether also where the network costs by the byte.
    ///   - progress: Told how far it is, in bytes.
    /// - Throws: ``EngineError/notEnrolled(_:)``, ``EngineError/network(_:)``, `store.disk-full`,
    ///   ``EngineError/cancelled(_:)``, the office's refusal of this device. What was fetched until then stays, whole, and
    ///   the next call goes on there.
    public nonisolated func fetchMedia(
        _ input: MediaInput = MediaInput(budgetBytes: nil, metered: false), progress: Telling? = nil
    ) async throws(EngineError) -> MediaReportView {
        try await long { try $0.fetchMedia(input: input, observer: Teller.of(progress), cancel: $1) }
    }

    /// Writes visits into a file for a colleague's phone. The file appears whole or not at all.
    ///
    /// - Throws: `engine.empty` without a visit, `engine.unknown-visit`, `engine.bundle-file`,
    ///   ``EngineError/cancelled(_:)``.
    public nonisolated func exportBundle(
        _ input: BundleInput, progress: Telling? = nil
    ) async throws(EngineError) -> ExportView {
        try await long { try $0.exportBundle(input: input, observer: Teller.of(progress), cancel: $1) }
    }

    /// Takes in a colleague's file. Taking it in again changes nothing.
    ///
    /// - Throws: `engine.bundle` for a file that is none or is cut, `engine.bundle-file`,
    ///   ``EngineError/cancelled(_:)``; what was taken in until then stays, whole.
    public nonisolated func importBundle(
        _ path: String, progress: Telling? = nil
    ) async throws(EngineError) -> ImportView {
        try await long { try $0.importBundle(path: path, observer: Teller.of(progress), cancel: $1) }
    }

    /// Checks every evidence file against its hash, and gathers alerts and what happened at opening. A missing or
    /// altered file is part of the report.
    ///
    /// - Throws: ``EngineError/cancelled(_:)``, `store.*`.
    public nonisolated func doctor(progress: Telling? = nil) async throws(EngineError) -> DoctorView {
        try await long { try $0.doctor(observer: Teller.of(progress), cancel: $1) }
    }

    /// Checks a sealed visit's bytes, signatures and files. What does not hold is in the report.
    ///
    /// - Throws: `engine.unknown-visit`, `engine.visit-not-sealed`, ``EngineError/cancelled(_:)``, `store.*`.
    public nonisolated func verify(_ visit: String, progress: Telling? = nil) async throws(EngineError) -> VerifyView {
        try await long { try $0.verify(visit: visit, observer: Teller.of(progress), cancel: $1) }
    }
}

private final class Teller: ProgressObserver {
    private let tell: Telling

    private init(_ tell: @escaping Telling) { self.tell = tell }

    static func of(_ tell: Telling?) -> Teller? { tell.map(Teller.init) }

    func onProgress(progress: ZhianSeam.Progress) throws { tell(progress) }
}
