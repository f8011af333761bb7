import Dispatch
import Foundation
import ZhianSeam

/// Runs an actor's work on a thread of its own queue, so that a call that waits for a disk keeps nobody else waiting.
///
/// Swift's shared threads are as many as the processor has cores and must never be blocked.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}

/// What is under way, so that closing can stop it and wait for it.
final class Underway: Sendable {
    private struct State {
        var number: UInt64 = 0
        var tokens: [UInt64: CancelToken] = [:]
        var bells: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var isClosing = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let lock = NSLock()
    private nonisolated(unsafe) var state = State()

    /// Long work begins. It is stopped at once if the engine is closing.
    func begin(_ token: CancelToken) -> UInt64 {
        let (number, closing) = lock.withLock {
            state.number += 1
            state.tokens[state.number] = token
            return (state.number, state.isClosing)
        }
        if closing { cancel(token) }
        return number
    }

    /// Long work has ended.
    func end(_ number: UInt64) {
        let waiting = lock.withLock {
            state.tokens[number] = nil
            return state.tokens.isEmpty ? drained() : []
        }
        for one in waiting { one.resume() }
    }

    /// A stream begins that rings this bell.
    func begin(_ bell: AsyncStream<Void>.Continuation) -> UInt64 {
        let (number, closing) = lock.withLock {
            state.number += 1
            state.bells[state.number] = bell
            return (state.number, state.isClosing)
        }
        if closing { bell.finish() }
        return number
    }

    /// A stream has ended.
    func endBell(_ number: UInt64) {
        _ = lock.withLock { state.bells.removeValue(forKey: number) }
    }

    /// Stops everything that is under way, and everything that begins from now on.
    func stopAll() {
        let (tokens, bells) = lock.withLock {
            state.isClosing = true
            return (Array(state.tokens.values), Array(state.bells.values))
        }
        for token in tokens { cancel(token) }
        for bell in bells { bell.finish() }
    }

    /// Returns when no long work is under way.
    func drain() async {
        await withCheckedContinuation { continuation in
            let isIdle = lock.withLock {
                if !state.tokens.isEmpty { state.waiting.append(continuation) }
                return state.tokens.isEmpty
            }
            if isIdle { continuation.resume() }
        }
    }

    private func drained() -> [CheckedContinuation<Void, Never>] {
        defer { state.waiting = [] }
        return state.waiting
    }
}

/// Asks work to stop.
func cancel(_ token: CancelToken) {
    // A token has nothing to fail with; the generated signature throws all the same.
    try? token.cancel()
}
