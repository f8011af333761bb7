import Foundation
import Glibc

/// A driven phone in a process of its own: see `Tests/SwiftPhone`.
public final class Child: @unchecked Sendable {
    private let program: Program

    /// Starts one.
    public init() throws {
        guard let path = ProcessInfo.processInfo.environment["ZHIAN_SWIFT_PHONE"] else {
            throw StageFault("ZHIAN_SWIFT_PHONE names no program: run these tests with `make test-swift`")
        }
        program = try Program(path, [])
    }

    /// Asks a call and does not wait for its answer.
    public func asks(_ call: String, _ with: JSON = .object([:])) throws {
        let line = JSON.object(["call": .text(call), "with": with]).line + "\n"
        try program.hands(Array(line.utf8))
    }

    /// The next answer; none when the process has ended.
    public func hears() throws -> JSON? {
        try program.line().map { try JSON(reading: Data($0)) }
    }

    /// Asks a call and waits for its answer.
    public func does(_ call: String, _ with: JSON = .object([:])) throws -> JSON {
        try asks(call, with)
        guard let answer = try hears() else { throw StageFault("the phone ended during \(call)") }
        return answer
    }

    /// Ends it as the system ends an app: at once, without a word.
    public func kill() { program.kill() }
}

extension Child {
    private var proc: String { "/proc/\(program.number)" }

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
