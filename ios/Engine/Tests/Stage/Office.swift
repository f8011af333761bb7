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

/// The office of the stories: one authority, officers, a directory, a checklist, a task.
public struct District: Sendable {
    /// The office.
    public let office: Office
    /// Its folder.
    public let folder: Folder
    /// The visit that the published task leads to.
    public let visit: String
    /// The published task.
    public let task: String
    /// Credit code of its enterprise.
    public let enterprise: String

    private let officers: [String]

    /// Founds an office whose officers are on one task with the checklist P75.
    public init(officers: [String], checklist: String = "p75") throws {
        folder = try Folder("office")
        office = try Office(data: folder.at("office"))
        let repository = ProcessInfo.processInfo.environment["ZHIAN_REPOSITORY"] ?? ""
        try office.does(["init"])
        try office.does(["authority", "add", "--name", "示例市海棠区市场监督管理局", "--region", "120199"])
        for (number, name) in officers.enumerated() {
            try office.does(["officer", "add", "--name", name, "--certificate", "示例执法-01\(number)"])
        }
        try office.does(["officer", "add", "--role", "supervisor", "--name", "周临川", "--certificate", "示例执法-0001"])
        try office.does(["directory", "sample", "--count", "40", "--seed", "7", "--out", folder.at("d.csv")])
        try office.does(["directory", "import", folder.at("d.csv")])
        try office.does(["checklist", "publish", repository + "/core/checklists/\(checklist).v1.json"])
        let rows = try String(contentsOfFile: folder.at("d.csv"), encoding: .utf8).split(separator: "\n")
        let columns = rows[1].split(separator: ",")
        guard let uscc = columns.first(where: { $0.count == 18 && $0.hasPrefix("91") }) else {
            throw StageFault("no credit code in \(rows[1])")
        }
        let task = try office.does([
            "task", "publish", "--enterprise", String(uscc), "--checklist", checklist.uppercased(),
            "--officers", officers.joined(separator: ","), "--due", "2030-12-31", "--title", "质量安全日常检查",
        ])
        guard let id = task["id"].text, let visit = task["visit"].text else {
            throw StageFault("no task: \(task.line)")
        }
        self.task = id
        self.officers = officers
        enterprise = String(uscc)
        self.visit = visit
        try office.opens()
    }

    /// The task names another checklist from now on. The visit on it.
    public func asks(for checklist: String) throws -> String {
        let repository = ProcessInfo.processInfo.environment["ZHIAN_REPOSITORY"] ?? ""
        try office.does(["checklist", "publish", repository + "/core/checklists/\(checklist).v1.json"])
        let revised = try office.does([
            "task", "publish", "--revises", task, "--enterprise", enterprise, "--checklist", checklist.uppercased(),
            "--officers", officers.joined(separator: ","), "--due", "2030-12-31", "--title", "质量安全日常检查",
        ])
        guard let visit = revised["visit"].text else { throw StageFault("no visit: \(revised.line)") }
        return visit
    }

    /// A one-time code for an officer's next device.
    public func code(for officer: String) throws -> String {
        guard let code = try office.does(["code", "new", officer])["code"].text else { throw StageFault("no code") }
        return code
    }
}
