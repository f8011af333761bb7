import Dispatch
import ZhianSeam

/// The inspector's device: everything about visits, on this device, with or without a network.
///
/// Opened once and shared by all screens. Short calls take their turn on a thread of the actor's own; work that may take
/// long, or that waits for a person, runs beside them, so that a screen never waits for an exchange. Nothing ever runs
/// on the main actor.
///
/// One call is one screen or one act of a person, and does all of its act or nothing. An act is durable when the call
/// returns. Cancelling a task stops long work; a short act is always finished, so that a screen that goes away while
/// something is being saved loses nothing.
///
/// ```swift
/// let engine = try await Engine.open(
///     OpenRequest(dir: folder.path, app: "zhian-ios 0.1.0", language: nil, zoneMinutes: 480))
/// let home = try await engine.home()
/// ```
public actor Engine {
    nonisolated let seam: ZhianSeam.Engine
    nonisolated let underway = Underway()
    nonisolated let threads = DispatchQueue(label: "zhian.work", qos: .userInitiated, attributes: .concurrent)
    private nonisolated let executor = QueueExecutor(label: "zhian.calls")

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init(_ seam: ZhianSeam.Engine) {
        self.seam = seam
    }

    /// Frees the folder when nobody holds the engine any more.
    ///
    /// Threads that have just handed out a result may hold the seam a moment longer, so that waiting for the last of
    /// them would free the folder at any time.
    deinit {
        // Nothing in it can fail; the generated signature throws all the same.
        try? seam.shut()
    }

    /// Opens the data folder, with what the app brings.
    ///
    /// - Parameters:
    ///   - request: The folder, made if it is not there; the app; its language; the zone of the device.
    ///   - ports: What the app brings.
    /// - Throws: ``EngineError/folderInUse(_:)`` while another process has it open; `store.from-newer-app`,
    ///   `store.file`, `store.disk-full`, `engine.other-key`, `signer.*`; with a key store `host.failed`,
    ///   `host.bad-key`, `store.key-missing`, `store.wrong-key`, `store.not-encrypted`, `store.no-cipher`.
    public static func open(_ request: OpenRequest, ports: Ports = Ports()) async throws(EngineError) -> Engine {
        let opened = await beside(DispatchQueue.global(qos: .userInitiated)) {
            try ZhianSeam.Engine.open(
                request: request, signer: ports.signer, keyStore: ports.keyStore, transport: ports.transport,
                location: ports.location, surroundings: ports.surroundings)
        }
        return Engine(try opened.get())
    }

    /// Closes the data folder: stops long work, ends every stream, and returns when the folder is free.
    ///
    /// Later calls are refused with ``EngineError/closed(_:)``. Closing twice changes nothing.
    public func close() async {
        underway.stopAll()
        // Nothing in it can fail; the generated signature throws all the same.
        try? seam.shut()
        await underway.drain()
    }

    /// Texts are in this language from now on, and after the next start.
    ///
    /// - Throws: `store.*`.
    public func chooseLanguage(_ language: Language) throws(EngineError) {
        try told { try seam.chooseLanguage(language: language) }.get()
    }
}

extension Engine {
    /// Does long work on a thread of its own. Cancelling the task asks the work to stop.
    nonisolated func long<T: Sendable>(
        _ work: @escaping @Sendable (ZhianSeam.Engine, CancelToken) throws -> T
    ) async throws(EngineError) -> T {
        let token = try told { try CancelToken() }.get()
        let number = underway.begin(token)
        let seam = seam
        let done = await withTaskCancellationHandler {
            await beside(threads) { try work(seam, token) }
        } onCancel: {
            cancel(token)
        }
        underway.end(number)
        return try done.get()
    }

    /// Does an act that may wait, e.g. for a person who unlocks a key, on a thread of its own. It is always finished.
    nonisolated func waiting<T: Sendable>(
        _ work: @escaping @Sendable (ZhianSeam.Engine) throws -> T
    ) async throws(EngineError) -> T {
        let token = try told { try CancelToken() }.get()
        let number = underway.begin(token)
        let seam = seam
        let done = await beside(threads) { try work(seam) }
        underway.end(number)
        return try done.get()
    }
}

/// Does `work` on a thread of `queue` while the task waits, blocking none of Swift's.
func beside<T: Sendable>(
    _ queue: DispatchQueue, _ work: @escaping @Sendable () throws -> T
) async -> Result<T, EngineError> {
    await withCheckedContinuation { continuation in
        queue.async { continuation.resume(returning: told(work)) }
    }
}
