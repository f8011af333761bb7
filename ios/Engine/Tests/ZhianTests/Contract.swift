import Foundation
import Stage
import Zhian

/// Runs the contract of the seam step by step: see `tests/contract/seam/README.md`.
struct Contract {
    /// What does not hold, each with its case.
    private(set) var failures: [String] = []
    /// Cases that were run.
    private(set) var run = 0
    /// Cases that this language cannot say, each with the reason.
    private(set) var skipped: [String] = []
    /// Calls that some case makes.
    private(set) var called: Set<String> = []

    private let files: Folder
    private let phones: Folder
    private let office: Office
    private let ports = PortsByName()
    private var engines: [String: Engine] = [:]
    private var kept: [String: JSON]
    private let contract: JSON

    init() throws {
        let repository = ProcessInfo.processInfo.environment["ZHIAN_REPOSITORY"] ?? ""
        let file = URL(fileURLWithPath: repository + "/tests/contract/seam/cases.json")
        contract = try JSON(reading: try Data(contentsOf: file))
        files = try Folder("files")
        phones = try Folder("phones")
        office = try Office(data: phones.at("office"))
        kept = [
            "files": .text(files.path), "phones": .text(phones.path),
            "checklist": .text(District.shipped + "/p75.v1.json"), "shipped": .text(District.shipped),
        ]
        for (name, content) in contract["files"].members {
            _ = try files.write(name, try Self.bytes(content))
        }
    }

    /// Runs every step.
    mutating func runAll() async throws {
        for step in contract["steps"].elements {
            let step = try filled(step)
            if step["call"].text != nil { try await runCase(step) } else { try stage(step) }
        }
        for engine in engines.values { await engine.close() }
        office.closes()
    }

    // MARK: Steps

    private mutating func stage(_ step: JSON) throws {
        if step["office"] != .null {
            let printed = try office.does(step["office"].elements.compactMap(\.text))
            try keep(step, from: printed)
        } else if case .bool(let serves) = step["serve"] {
            if serves { try office.opens() } else { office.closes() }
            if serves { kept["server"] = .text(office.url) }
        } else if let path = step["write"].text {
            try Self.bytes(step).write(to: URL(fileURLWithPath: path))
        } else if let path = step["patch"].text, let offset = step["at"].int, let digits = step["hex"].text {
            guard let file = FileHandle(forUpdatingAtPath: path) else { throw StageFault("no file \(path)") }
            try file.seek(toOffset: UInt64(offset))
            try file.write(contentsOf: try Self.bytes(hex: digits))
            try file.close()
        } else {
            throw StageFault("a step that this runner does not know: \(step.line)")
        }
    }

    private mutating func runCase(_ step: JSON) async throws {
        guard let name = step["case"].text, let phone = step["phone"].text, let call = step["call"].text else {
            throw StageFault("a case without name, phone or call: \(step.line)")
        }
        called.insert(call)
        if let why = step["cannot"]["swift"].text {
            skipped.append("\(name): \(why)")
            return
        }
        run += 1
        do {
            let view = try await does(call, step, phone: phone)
            if step["refused"] != .null {
                failures.append("\(name): not refused, gave \(view.line.prefix(300))")
                return
            }
            // `gives` may be null, which is what a call without a view gives.
            if let fault = Fragment.fault(step["gives"], view) { failures.append("\(name): \(fault)") }
            try keep(step, from: view)
        } catch let error as EngineError {
            if let fault = Self.fault(step["refused"], error) { failures.append("\(name): \(fault)") }
        }
    }

    private mutating func does(_ call: String, _ step: JSON, phone: String) async throws -> JSON {
        switch call {
        case "open":
            engines[phone] = try await ports.open(step["with"], phone: phone, dir: phones.at(phone))
            return .null
        case "shut":
            await engines.removeValue(forKey: phone)?.close()
            return .null
        case "shutKeep":
            await engines[phone]?.close()
            return .null
        default:
            guard let engine = engines[phone] else { throw StageFault("\(phone) is not open") }
            return try await Calls.call(call, step["with"], on: engine)
        }
    }

    private static func fault(_ expected: JSON, _ error: EngineError) -> String? {
        let told = error.explanation
        guard let code = expected["code"].text else { return "refused with \(told.code): \(told.detail)" }
        if told.code != code { return "refused with \(told.code) instead of \(code): \(told.detail)" }
        if told.sentence.isEmpty || told.detail.isEmpty { return "\(code) says nothing" }
        for (name, text) in expected["fields"].members where told[name] != text.text {
            return "\(code) has \(name) = \(told[name] ?? "nothing") instead of \(text.line)"
        }
        return nil
    }

    private mutating func keep(_ step: JSON, from view: JSON) throws {
        for (name, pointer) in step["keep"].members {
            guard let pointer = pointer.text, let value = view.at(pointer) else {
                throw StageFault("nothing at \(pointer.line) of \(view.line.prefix(300))")
            }
            kept[name] = value
        }
    }

    // MARK: Values

    private func filled(_ value: JSON) throws -> JSON {
        switch value {
        case .text(let text): return try filled(text: text)
        case .array(let elements): return .array(try elements.map(filled))
        case .object(let members):
            if case .array(let times)? = members["$times"], times.count == 2, let text = times[0].text,
                let count = times[1].int
            {
                return .text(String(repeating: text, count: Int(count)))
            }
            return .object(try members.mapValues(filled))
        default: return value
        }
    }

    private func filled(text: String) throws -> JSON {
        guard text.contains("${") else { return .text(text) }
        var filled = ""
        var rest = Substring(text)
        while let start = rest.range(of: "${"), let end = rest[start.upperBound...].range(of: "}") {
            let name = String(rest[start.upperBound..<end.lowerBound])
            guard let value = kept[name] else { throw StageFault("nobody kept \(name)") }
            // A value that is the whole text stays what it is, e.g. a number.
            if start.lowerBound == text.startIndex, end.upperBound == text.endIndex { return value }
            filled += rest[..<start.lowerBound] + (value.text ?? value.line)
            rest = rest[end.upperBound...]
        }
        return .text(filled + rest)
    }

    private static func bytes(_ content: JSON) throws -> Data {
        if let text = content["text"].text { return Data(text.utf8) }
        guard let coded = content["base64"].text, let data = Data(base64Encoded: coded) else {
            throw StageFault("neither text nor base64")
        }
        return data
    }

    private static func bytes(hex digits: String) throws -> Data {
        var bytes = Data()
        var rest = Substring(digits)
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { throw StageFault("no digits: \(digits)") }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}

/// Whether a view is as a fragment of it says.
enum Fragment {
    /// What does not hold; none if everything does.
    static func fault(_ expected: JSON, _ found: JSON, at path: String = "") -> String? {
        switch (expected, found) {
        case (.object(let members), _) where members.keys.contains { $0.hasPrefix("$") }:
            return check(members, found, path)
        case (.object(let members), .object(let there)):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                guard let own = there[name] else { return "\(path)/\(name) is not there" }
                if let fault = fault(value, own, at: "\(path)/\(name)") { return fault }
            }
            return nil
        case (.array(let wanted), .array(let there)):
            guard wanted.count == there.count else {
                return "\(path) has \(there.count) elements instead of \(wanted.count)"
            }
            return zip(wanted, there).enumerated().lazy
                .compactMap { index, pair in fault(pair.0, pair.1, at: "\(path)/\(index)") }.first
        default:
            return expected == found ? nil : "\(path) is \(found.line.prefix(200)) instead of \(expected.line)"
        }
    }

    private static func check(_ checks: [String: JSON], _ found: JSON, _ path: String) -> String? {
        for (word, wanted) in checks.sorted(by: { $0.key < $1.key }) where !holds(word, wanted, found) {
            return "\(path) is \(found.line.prefix(200)), which is not \(word) \(wanted.line)"
        }
        return nil
    }

    private static func holds(_ word: String, _ wanted: JSON, _ found: JSON) -> Bool {
        switch (word, found) {
        case ("$count", .array(let elements)): Int64(elements.count) == wanted.int
        case ("$count", .text(let text)): Int64(text.unicodeScalars.count) == wanted.int
        case ("$has", .array(let elements)): elements.contains { fault(wanted, $0) == nil }
        case ("$none", .array(let elements)): !elements.contains { fault(wanted, $0) == nil }
        case ("$text", .text(let text)): wanted.text.map(text.contains) ?? false
        case ("$hex", .text(let text)): isHex(text, bytes: wanted.int ?? -1)
        case ("$above", .int(let number)): wanted.int.map { number > $0 } ?? false
        case ("$some", _): found != .null && found != .text("") && found != .array([])
        default: false
        }
    }

    private static func isHex(_ text: String, bytes: Int64) -> Bool {
        Int64(text.utf8.count) == bytes * 2 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }
}
