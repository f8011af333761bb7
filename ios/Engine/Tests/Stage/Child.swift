import Foundation
import Glibc

/// A driven phone in a process of its own: see `Tests/SwiftPhone`.
public final class Child: @unchecked Sendable {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var heard = Data()

    /// Starts one.
    public init() throws {
        guard let program = ProcessInfo.processInfo.environment["ZHIAN_SWIFT_PHONE"] else {
            throw StageFault("ZHIAN_SWIFT_PHONE names no program: run these tests with `make test-swift`")
        }
        process.executableURL = URL(fileURLWithPath: program)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit { kill() }

    /// Asks a call and does not wait for its answer.
    public func asks(_ call: String, _ with: JSON = .object([:])) throws {
        let line = JSON.object(["call": .text(call), "with": with]).line + "\n"
        try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
    }

    /// The next answer; none when the process has ended.
    public func hears() throws -> JSON? {
        while true {
            if let end = heard.firstIndex(of: UInt8(ascii: "\n")) {
                let line = heard[heard.startIndex..<end]
                heard = Data(heard[heard.index(after: end)...])
                return try JSON(reading: Data(line))
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            heard += more
        }
    }

    /// Asks a call and waits for its answer.
    public func does(_ call: String, _ with: JSON = .object([:])) throws -> JSON {
        try asks(call, with)
        guard let answer = try hears() else { throw StageFault("the phone ended during \(call)") }
        return answer
    }

    /// Ends it as the system ends an app: at once, without a word.
    public func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

extension Child {
    private var proc: String { "/proc/\(process.processIdentifier)" }

    /// Files and sockets that it holds open.
    public func handles() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: proc + "/fd").count }

    /// Its threads.
    public func threads() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: proc + "/task").count }

    /// Its memory that is really there.
    public func residentBytes() throws -> Int {
        let status = try String(contentsOfFile: proc + "/statm", encoding: .utf8).split(separator: " ")
        guard status.count > 1, let pages = Int(status[1]) else { throw StageFault("no statm") }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
