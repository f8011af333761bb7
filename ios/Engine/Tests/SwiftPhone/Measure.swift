import Foundation
import Glibc
import Stage
import Zhian

/// What the engine costs a Swift app, on a prepared data folder: see `ios/README.md`.
struct Measure {
    let folder: String
    let visit: String
    let item: String

    /// Measures, and answers with the figures.
    func run() async throws -> JSON {
        // The first of all, so that nothing has read the folder before.
        let first = try Self.start(folder)
        let engine = try await Engine.open(Self.request(folder))
        let (visit, item) = (visit, item)
        let calls = try await Self.times(1_000) { _ in _ = try await engine.settings() }
        let answers = try await Self.times(500) { round in
            // Another answer each time, so that each is a change.
            let judgement: Judgement = round.isMultiple(of: 2) ? .doesNotMeet : .meets
            _ = try await engine.answer(AnswerInput(judgement, item: item, of: visit))
        }
        let items = try await Self.times(1_000) { _ in _ = try await engine.item(item, of: visit) }
        await engine.close()
        return .object([
            "call_p50_us": Self.us(calls, 50), "answer_p50_us": Self.us(answers, 50),
            "answer_p95_us": Self.us(answers, 95), "item_p50_us": Self.us(items, 50),
            "first_screen_ms": .double(Double(first / 10_000) / 100),
        ])
    }

    /// From the start of a process, as who starts it sees it, to its first screen.
    private static func start(_ folder: String) throws -> UInt64 {
        let began = now()
        let words = try command() + ["first-screen", folder]
        let program = try Program(words[0], Array(words.dropFirst()))
        guard let line = try program.line(), let shown = UInt64(String(decoding: line, as: UTF8.self)) else {
            throw StageFault("no first screen on \(folder)")
        }
        program.ended()
        return shown - began
    }

    /// Opens a folder, shows the first screen and says when that was. In a process of its own.
    static func firstScreen(_ folder: String) async throws {
        let engine = try await Engine.open(request(folder))
        _ = try await engine.home()
        let shown = now()
        FileHandle.standardOutput.write(Data("\(shown)\n".utf8))
        await engine.close()
    }

    private static func request(_ folder: String) -> OpenRequest {
        OpenRequest(dir: folder, app: "swift-measure 1", language: .zh, zoneMinutes: 480)
    }

    /// How this process was started, up to its own arguments: a loader may stand before the program.
    private static func command() throws -> [String] {
        let words = try Data(contentsOf: URL(fileURLWithPath: "/proc/self/cmdline")).split(separator: 0)
        return words.map { String(decoding: $0, as: UTF8.self) }.prefix { $0 != "measure" }.map { $0 }
    }

    /// Nanoseconds of a clock that all processes of the machine share.
    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Nanoseconds of each round, shortest first, after some that do not count.
    private static func times(_ rounds: Int, _ act: (Int) async throws -> Void) async throws -> [UInt64] {
        for round in 0..<100 { try await act(round) }
        var all: [UInt64] = []
        for round in 0..<rounds {
            let before = now()
            try await act(round)
            all.append(now() - before)
        }
        return all.sorted()
    }

    private static func us(_ times: [UInt64], _ percent: Int) -> JSON {
        .double(Double(times[(times.count - 1) * percent / 100] / 10) / 100)
    }
}
