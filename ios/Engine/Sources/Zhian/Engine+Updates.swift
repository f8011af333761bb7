import ZhianSeam

/// What a screen shows, now and whenever it reads differently, whoever changed it.
///
/// The first element comes at once. Changes that come faster than they are read are one element; what comes last is
/// always what is stored last. A screen that cannot be read is a failure in the stream, and the next change reads it
/// again. A stream ends when the engine is closed, when its task is cancelled, or when nobody holds it.
extension Engine {
    /// The first screen.
    public nonisolated func homeUpdates() -> AsyncStream<Result<HomeView, EngineError>> {
        updates(homeChanges()) { try $0.home() }
    }

    /// How the exchange with the office stands.
    public nonisolated func syncStatusUpdates() -> AsyncStream<Result<SyncStatusView, EngineError>> {
        updates(syncChanges()) { try $0.syncStatus() }
    }

    /// A visit.
    public nonisolated func visitUpdates(_ visit: String) -> AsyncStream<Result<VisitView, EngineError>> {
        updates(visitChanges(visit)) { try $0.visit(visit: visit) }
    }

    /// One item of a visit.
    public nonisolated func itemUpdates(
        _ item: String, of visit: String
    ) -> AsyncStream<Result<ItemView, EngineError>> {
        updates(visitChanges(visit)) { try $0.item(visit: visit, item: item) }
    }

    /// The screen on which a visit is signed.
    public nonisolated func signingUpdates(_ visit: String) -> AsyncStream<Result<SigningView, EngineError>> {
        updates(visitChanges(visit)) { try $0.signing(visit: visit) }
    }

    /// Who is in.
    public nonisolated func whoIsInUpdates(_ visit: String) -> AsyncStream<Result<StatusView, EngineError>> {
        updates(visitChanges(visit)) { try $0.whoIsIn(visit: visit) }
    }

    /// Rings at once, and whenever tasks, drafts or what is not safe may read differently: read again what is shown.
    public nonisolated func homeChanges() -> AsyncStream<Void> { changes { $0.home } }

    /// Rings at once, and whenever the state of the exchange may read differently.
    public nonisolated func syncChanges() -> AsyncStream<Void> { changes { $0.sync } }

    /// Rings at once, and whenever anything about a visit may read differently.
    public nonisolated func visitChanges(_ visit: String) -> AsyncStream<Void> {
        changes { $0.everyVisit || $0.visits.contains(visit) }
    }

    private nonisolated func changes(_ isTouched: @escaping @Sendable (Change) -> Bool) -> AsyncStream<Void> {
        let (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // Whoever is rung reads afterwards, so what happens before the first ring is read too.
        guard let subscription = try? seam.observe(listener: Listener(bell, isTouched)) else {
            bell.finish()
            return rings
        }
        let underway = underway
        let number = underway.begin(bell)
        bell.onTermination = { _ in
            // Nothing in it can fail; the generated signature throws all the same.
            try? subscription.stop()
            underway.endBell(number)
        }
        bell.yield()
        return rings
    }

    private nonisolated func updates<T: Sendable & Equatable>(
        _ rings: AsyncStream<Void>, read: @escaping @Sendable (ZhianSeam.Engine) throws -> T
    ) -> AsyncStream<Result<T, EngineError>> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let reading = Task {
                var shown: Result<T, EngineError>?
                for await _ in rings {
                    let screen = await self.read(read)
                    if case .failure(.closed) = screen { break }
                    if screen != shown { continuation.yield(screen) }
                    shown = screen
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in reading.cancel() }
        }
    }

    private func read<T: Sendable>(_ screen: @Sendable (ZhianSeam.Engine) throws -> T) -> Result<T, EngineError> {
        told { try screen(seam) }
    }
}

/// Rings a bell on the engine's thread, and reads nothing there.
private final class Listener: ChangeListener {
    private let bell: AsyncStream<Void>.Continuation
    private let isTouched: @Sendable (Change) -> Bool

    init(_ bell: AsyncStream<Void>.Continuation, _ isTouched: @escaping @Sendable (Change) -> Bool) {
        self.bell = bell
        self.isTouched = isTouched
    }

    func onChange(change: Change) throws {
        if isTouched(change) { bell.yield() }
    }
}
