import Foundation
import Glibc

/// A program in a process of its own, with pipes to it.
///
/// Foundation's `Process` hands the signal mask of a worker thread on to what it starts, which then never hears that it
/// should stop. This one begins with no signal blocked, as a shell starts programs.
public final class Program: @unchecked Sendable {
    private static let starting = NSLock()
    private let pid: pid_t
    private let input: Int32
    private let output: Int32
    private let lock = NSLock()
    private var heard: [UInt8] = []
    private var status: Int32?

    /// Starts a program.
    ///
    /// - Parameter complaints: A file that takes what it complains of; without one, this process' standard error does.
    public init(_ path: String, _ arguments: [String], complaints: String? = nil) throws {
        // What a program that has ended does not take is an error here, and never the end of this process.
        signal(SIGPIPE, SIG_IGN)
        // Another program that is started between the two calls would hold the ends of these pipes open.
        Self.starting.lock()
        defer { Self.starting.unlock() }
        let (toChild, fromChild) = (try Self.pipe(), try Self.pipe())
        defer {
            close(toChild.read)
            close(fromChild.write)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild.read, 0)
        posix_spawn_file_actions_adddup2(&actions, fromChild.write, 1)
        if let complaints {
            posix_spawn_file_actions_addopen(&actions, 2, complaints, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var started: pid_t = 0
        let fault = posix_spawn(&started, path, &actions, &attributes, &words, environ)
        guard fault == 0 else {
            close(toChild.write)
            close(fromChild.read)
            throw StageFault("\(path) does not start: \(String(cString: strerror(fault)))")
        }
        (pid, input, output) = (started, toChild.write, fromChild.read)
    }

    deinit {
        kill()
        close(input)
        close(output)
    }

    /// Number of the process.
    public var number: Int32 { pid }

    /// Writes to its standard input, all of it.
    public func hands(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard written > 0 else { throw StageFault("process \(pid) takes nothing any more: errno \(errno)") }
            rest = rest.dropFirst(written)
        }
    }

    /// The next line that it prints; none when it has ended. One thread reads at a time.
    public func line() throws -> [UInt8]? {
        while true {
            if let end = heard.firstIndex(of: UInt8(ascii: "\n")) {
                defer { heard = Array(heard[(end + 1)...]) }
                return Array(heard[..<end])
            }
            let more = read()
            if more.isEmpty { return nil }
            heard += more
        }
    }

    /// Everything that it still prints.
    public func everything() -> Data {
        while true {
            let more = read()
            if more.isEmpty { break }
            heard += more
        }
        defer { heard = [] }
        return Data(heard)
    }

    /// Asks it to end and waits until it has. How it ended, as ``ended()`` says it.
    @discardableResult
    public func stops() -> Int32 {
        signals(SIGTERM)
        return ended()
    }

    /// Ends it as the system ends an app: at once, without a word.
    public func kill() {
        signals(SIGKILL)
        _ = ended()
    }

    /// Waits until it has ended. Its own code, or minus the signal that ended it.
    @discardableResult
    public func ended() -> Int32 {
        lock.withLock {
            if let status { return status }
            var raw: Int32 = 0
            while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
            let signal = raw & 0x7F
            let code = signal == 0 ? (raw >> 8) & 0xFF : -signal
            status = code
            return code
        }
    }

    private func signals(_ signal: Int32) {
        lock.withLock {
            // Once it was waited for, its number may belong to somebody else.
            if status == nil { _ = Glibc.kill(pid, signal) }
        }
    }

    private func read() -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(output, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            return Array(piece.prefix(max(count, 0)))
        }
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw StageFault("no pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
