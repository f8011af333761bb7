// A phone in a process of its own, driven by lines: `ios/README.md` says what it reads and writes. It stands in for the
// app where a test must kill it, or must have two at once.
//
//   swift-phone                             answers calls, line by line, until its standard input ends
//   swift-phone measure FOLDER VISIT ITEM   measures the engine on a prepared data folder
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
            guard asked["with"]["request"]["dir"].text != nil else { throw StageFault("open wants a dir") }
            guard engine == nil else { throw StageFault("shut it first") }
            engine = try await ports.open(asked["with"], phone: "own", dir: "")
            return .null
        case "shut":
            await shut()
            return .null
        case "plantPanic":
            plantsPanic()
            return .null
        default:
            guard let engine else { throw StageFault("open it first") }
            return try await Calls.call(call, asked["with"], on: engine)
        }
    }

    mutating func shut() async {
        await engine?.close()
        engine = nil
    }
}

func serve() async {
    var phone = DrivenPhone()
    while let line = readLine() {
        let said = await phone.answer(line)
        FileHandle.standardOutput.write(Data((said.line + "\n").utf8))
    }
    await phone.shut()
}

let words = Array(CommandLine.arguments.dropFirst())
switch (words.first, words.count) {
case (nil, _):
    await serve()
case ("measure", 4):
    print(try await Measure(folder: words[1], visit: words[2], item: words[3]).run().line)
case ("first-screen", 2):
    try await Measure.firstScreen(words[1])
default:
    FileHandle.standardError.write(Data("swift-phone, or swift-phone measure FOLDER VISIT ITEM\n".utf8))
    exit(2)
}
