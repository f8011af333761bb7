import Foundation
import Zhian

/// A network whose requests wait at a gate until a test lets them pass: work that is certainly under way.
public final class Gate: Transport, @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false
    private var waiting = 0
    private let arrived = AsyncStream.makeStream(of: Void.self)

    /// A closed gate.
    public init() {}

    /// Turns to no server.
    public func turnTo(url: String, rootsPem: String) throws {}

    /// Waits at the gate, then finds no network.
    public func send(request: HTTPRequest) throws -> HTTPReply {
        arrived.continuation.yield()
        condition.lock()
        defer { condition.unlock() }
        while !isOpen { condition.wait() }
        throw HostError.Unreachable(detail: "no network behind the gate")
    }

    /// Returns when the next request stands at the gate.
    public func someoneWaits() async {
        for await _ in arrived.stream { return }
    }

    /// Lets everything pass from now on.
    public func opens() {
        condition.lock()
        isOpen = true
        condition.broadcast()
        condition.unlock()
    }
}
