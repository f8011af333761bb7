// A phone in a process of its own, driven by lines: each line on standard input is a call as the contract writes it,
// `{"call": "answer", "with": {…}}`, each line on standard output its answer, `{"gives": …}` or `{"refused": {…}}`.
// `open` needs `request.dir`. It stands in for the app where a test must kill it, or must have two at once.
import Foundation
import Stage
import Zhian

struct DrivenPhone {
    private let ports = PortsByName()
    private var engine: Engine?

    mutating func answer(_ line: String) async -> JSON {
        do {
            return .object(["gives": try await does(try JSON(reading: Data(line.utf8)))])
        } catch let refused as EngineError {
            return .object(["refused": JSON(refusal: refused)])
        } catch {
            return .object(["fault": .text("\(error)")])
        }
    }

    private mutating func does(_ asked: JSON) async throws -> JSON {
        guard let call = asked["call"].text else { throw StageFault("no call in \(asked.line)") }
        switch call {
        case "open":
            engine = try await ports.open(asked["with"], phone: "own", dir: "")
            return .null
        case "shut":
            await engine?.close()
            engine = nil
            return .null
        default:
            guard let engine else { throw StageFault("open it first") }
            return try await Calls.call(call, asked["with"], on: engine, cancelled: asked["cancelled"] == .bool(true))
        }
    }
}

func serve() async {
    var phone = DrivenPhone()
    while let line = readLine() {
        let said = await phone.answer(line)
        FileHandle.standardOutput.write(Data((said.line + "\n").utf8))
    }
}

await serve()
