import Observation
import Zhian

/// What a person tries to do on a screen: whether it is under way, how far it is, and why it was refused.
@MainActor @Observable
public final class Attempt {
    /// Whether something is under way.
    public var isUnderway: Bool { running > 0 }
    /// How far long work is; none where nothing is known.
    public private(set) var progress: WorkProgress?
    /// Why the last thing was refused; none if it was not. A screen sets it to none when the person has read it.
    public var notice: Explanation?

    private var running = 0
    @ObservationIgnored private var stops: [Int: @Sendable () -> Void] = [:]
    @ObservationIgnored private var number = 0

    init() {}

    /// Stops long work that is under way. What was acknowledged or stored until then stays.
    public func stop() {
        for stop in stops.values { stop() }
    }

    /// Does one act. None if it was refused; ``notice`` then says why.
    @discardableResult
    func act<T: Sendable>(_ act: @Sendable () async throws(EngineError) -> T) async -> T? {
        running += 1
        defer { running -= 1 }
        notice = nil
        do { return try await act() } catch { return refused(error) }
    }

    /// Does long work that can be stopped, and shows how far it is.
    @discardableResult
    func work<T: Sendable>(
        _ work: @escaping @Sendable (@escaping Telling) async throws(EngineError) -> T
    ) async -> T? {
        running += 1
        number += 1
        let own = number
        notice = nil
        let (steps, teller) = AsyncStream.makeStream(of: WorkProgress.self, bufferingPolicy: .bufferingNewest(1))
        let task = Task { () async -> Result<T, EngineError> in
            do throws(EngineError) { return .success(try await work { teller.yield($0) }) } catch {
                return .failure(error)
            }
        }
        stops[own] = { task.cancel() }
        let drawing = Task { for await step in steps { progress = step } }
        let done = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        teller.finish()
        await drawing.value
        stops[own] = nil
        running -= 1
        if running == 0 { progress = nil }
        switch done {
        case .success(let value): return value
        case .failure(let cause): return refused(cause)
        }
    }

    private func refused<T>(_ cause: EngineError) -> T? {
        // Who stopped it knows that it was stopped.
        if case .cancelled = cause { return nil }
        notice = cause.explanation
        return nil
    }
}
