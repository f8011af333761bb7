import Foundation

/// Something that a test needs and that is not as it must be.
public struct StageFault: Error, CustomStringConvertible {
    /// What.
    public let description: String

    /// A fault in words.
    public init(_ description: String) { self.description = description }
}

/// The office: the real server as a child process, and the commands of the people who run it.
public final class Office: @unchecked Sendable {
    /// Folder of its data.
    public let data: String
    /// Address of the running server; empty while there is none.
    public private(set) var url = ""
    private let program: String
    private var server: Program?

    /// An office in a folder that does not exist yet, with nothing running.
    public init(data: String) throws {
        guard let program = ProcessInfo.processInfo.environment["ZHIAN_SERVER"] else {
            throw StageFault("ZHIAN_SERVER names no server: run these tests with `make test-swift`")
        }
        self.program = program
        self.data = data
    }

    /// Runs an administrator's command that must go well, and reads what it prints.
    @discardableResult
    public func does(_ arguments: [String]) throws -> JSON {
        let complaints = data + ".complaints"
        let words = ["--data", data, "--lang", "en"] + arguments + ["--json"]
        let process = try Program(program, words, complaints: complaints)
        let printed = process.everything()
        guard process.ended() == 0 else {
            let why = try String(contentsOfFile: complaints, encoding: .utf8)
            throw StageFault("zhian-server \(arguments): \(why)")
        }
        return printed.isEmpty ? .null : try JSON(reading: printed)
    }

    /// Starts the server on a free port, or on `port`, and waits until it says where it listens.
    public func opens(port: String = "0") throws {
        let words = ["--data", data, "--lang", "en", "serve", "--listen", "127.0.0.1:\(port)"]
        let process = try Program(program, words, complaints: data + ".log")
        guard let said = try process.line() else { throw StageFault("the server ended: see \(data).log") }
        server = process
        let heard = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard let address = heard.first(where: { $0.hasPrefix("http://") }) else {
            throw StageFault("the server did not say where it listens: \(heard)")
        }
        url = String(address)
    }

    /// Asks the server to stop and waits until it has.
    public func closes() {
        server?.stops()
        server = nil
        url = ""
    }
}
