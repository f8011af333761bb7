import Foundation
import Glibc

/// A bad line between phones and the office: it breaks where it is told to, or is not there at all.
public final class Relay: @unchecked Sendable {
    private let lock = NSLock()
    private let server: UInt16
    private var listener: Int32 = -1
    private var sockets: Set<Int32> = []
    private var bytesLeft = Int.max
    private var broken = 0
    private let flow = NSCondition()
    private var bytesUntilStall = Int.max
    private var isStalled = false
    private let stalls = AsyncStream.makeStream(of: Void.self)
    /// Port of the near end.
    private var port: UInt16 = 0

    /// A line to a server on this machine, e.g. `http://127.0.0.1:7075`; it holds until told otherwise.
    public init(to url: String) throws {
        guard let port = url.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw StageFault("no port in \(url)")
        }
        server = port
        try comesUp()
    }

    deinit { goesDown() }

    /// The line goes dead after that many bytes towards the phones: nothing passes, and nothing is refused. It goes on with
    /// ``goesOn()`` and not before; each test that lets it go dead says when it goes on.
    public func goesDead(afterBytes bytes: Int) {
        flow.withLock { bytesUntilStall = bytes }
    }

    /// Returns when the line has gone dead.
    public func isDead() async {
        for await _ in stalls.stream { return }
    }

    /// Everything that was held back passes.
    public func goesOn() {
        flow.lock()
        isStalled = false
        bytesUntilStall = Int.max
        flow.broadcast()
        flow.unlock()
    }

    /// Address of the near end.
    public var url: String { "http://127.0.0.1:\(port)" }
    /// How often it broke.
    public var cuts: Int { lock.withLock { broken } }

    /// The line breaks once after that many bytes towards the office, in the middle of whatever is sent; then it holds.
    public func breaks(afterBytes bytes: Int) {
        lock.withLock { bytesLeft = bytes }
    }

    /// No network from now on: nothing listens at the address any more.
    public func goesDown() {
        let (listening, open) = lock.withLock {
            defer {
                listener = -1
                sockets = []
            }
            return (listener, sockets)
        }
        for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
        guard listening >= 0 else { return }
        shutdown(listening, Int32(SHUT_RDWR))
        close(listening)
    }

    /// The network is back, at the same address.
    public func comesUp() throws {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = Self.loopback(port)
        let bound = Self.with(&address) { bind(made, $0, $1) }
        guard made >= 0, bound == 0, listen(made, 16) == 0 else { throw StageFault("no port: \(errno)") }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(made, $0, &length) }
        }
        lock.withLock {
            port = UInt16(bigEndian: address.sin_port)
            listener = made
        }
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(made, nil, nil)
                guard client >= 0, let self else { return }
                self.carry(client)
            }
        }
    }

    private func carry(_ client: Int32) {
        let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(server)
        guard Self.with(&address, { connect(far, $0, $1) }) == 0 else {
            close(client)
            close(far)
            return
        }
        lock.withLock { sockets.formUnion([client, far]) }
        let ends = Ends(client, far)
        Thread.detachNewThread { self.pass(from: client, to: far, counting: true, ends) }
        Thread.detachNewThread { self.pass(from: far, to: client, counting: false, ends) }
    }

    private func pass(from source: Int32, to target: Int32, counting: Bool, _ ends: Ends) {
        var piece = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let read = recv(source, &piece, piece.count, 0)
            guard read > 0 else { break }
            let (allowed, isCut) = counting ? spend(read) : (read, false)
            if !counting { waitWhileDead(read) }
            var sent = 0
            while sent < allowed {
                let step = piece[sent..<allowed].withUnsafeBytes {
                    send(target, $0.baseAddress, allowed - sent, Int32(MSG_NOSIGNAL))
                }
                if step <= 0 { break }
                sent += step
            }
            if isCut || sent < allowed { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
        ends.close { one in lock.withLock { _ = sockets.remove(one) } }
    }

    /// Counts what is to pass towards a phone, and holds it while the line is dead.
    private func waitWhileDead(_ bytes: Int) {
        flow.lock()
        defer { flow.unlock() }
        if bytesUntilStall != Int.max, !isStalled {
            bytesUntilStall -= bytes
            if bytesUntilStall <= 0 {
                isStalled = true
                stalls.continuation.yield()
            }
        }
        while isStalled { flow.wait() }
    }

    /// How much of `bytes` may pass, and whether the line breaks then.
    private func spend(_ bytes: Int) -> (Int, Bool) {
        lock.withLock {
            guard bytesLeft != Int.max else { return (bytes, false) }
            if bytes < bytesLeft {
                bytesLeft -= bytes
                return (bytes, false)
            }
            defer { bytesLeft = Int.max }
            broken += 1
            return (bytesLeft, true)
        }
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }

    private static func with(_ address: inout sockaddr_in, _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32)
        -> Int32
    {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// The two sockets of one connection, closed when both directions have ended.
private final class Ends: @unchecked Sendable {
    private let lock = NSLock()
    private let both: [Int32]
    private var running = 2

    init(_ one: Int32, _ other: Int32) { both = [one, other] }

    func close(_ forget: (Int32) -> Void) {
        let isLast = lock.withLock {
            running -= 1
            return running == 0
        }
        guard isLast else { return }
        for one in both {
            forget(one)
            Glibc.close(one)
        }
    }
}
