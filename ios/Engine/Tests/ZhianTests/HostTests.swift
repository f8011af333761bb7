import Foundation
import Stage
import Testing
import Zhian

/// What an app's own code does wrong is an error of one call, never the end of the app or of its data.
@Suite("What an app does wrong", .timeLimit(.minutes(2))) struct HostTests {
    private let lin = "林青禾"

    @Test("Whatever a signer does wrong is a refusal of the one act, and the next act goes well")
    func wrongSigners() async throws {
        let (key, stranger) = (try TestKey(), try TestKey())
        let signer = Signs(key)
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district, ports: Ports(signer: signer))
        try await phone.arrives(in: district)
        let visit = district.visit
        let wrongs: [(String, @Sendable (Data) throws -> Data)] = [
            ("signer.unavailable", { _ in throw Unexpected("boom") }),
            ("signer.unavailable", { _ in throw HostError.Failed(detail: "the key is locked") }),
            ("signer.unavailable", { _ in throw CancellationError() }),
            ("signer.unavailable", { _ in throw Unexpected("a\u{0}b \u{FFFD} 👩‍🔧") }),
            ("signer.wrong", { _ in Data() }),
            ("signer.wrong", { _ in Data(count: 64) }),
            ("signer.wrong", { _ in Data(count: 1 << 20) }),
            ("signer.wrong", { try stranger.sign(message: $0) }),
        ]
        for (number, (code, wrong)) in wrongs.enumerated() {
            signer.behaves(wrong)
            do {
                _ = try await phone.engine.sign(visit)
                Issue.record("an act without a signature: \(number)")
            } catch {
                #expect(error.code == code, "\(number): \(error)")
                guard case .signer(let told) = error else {
                    Issue.record("not of the signer: \(error)")
                    continue
                }
                #expect(!told.sentence.isEmpty)
                if number == 0 { #expect(told.detail.contains("boom"), "its words are kept for technicians") }
            }
            #expect(try await phone.engine.signing(visit).signedByMe == false)
        }
        signer.behaves { try key.sign(message: $0) }
        _ = try await phone.engine.sign(visit)
        #expect(try await phone.engine.signing(visit).signedByMe)
    }

    @Test("A place that is asked for and never answers is not waited for for ever")
    func stuckLocation() async throws {
        let district = try District(officers: [lin])
        let stuck = Stuck()
        let phone = try await Phone.enrolled(lin, in: district, ports: Ports(location: stuck))
        try await phone.arrives(in: district)
        let own = try await phone.engine.visit(district.visit).participants.first { !$0.checkIns.isEmpty }
        #expect(own?.checkIns.count == 1)
        #expect(own?.checkIns.first?.position == nil)
        stuck.answers()
    }

    @Test("A signer that waits for a person keeps home, settings and lists going, and its act is done in the end")
    func waitingSigner() async throws {
        let key = try TestKey()
        let signer = Signs(key)
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district, ports: Ports(signer: signer))
        try await phone.arrives(in: district)
        let (engine, visit) = (phone.engine, district.visit)
        let person = Waiting()
        signer.behaves {
            person.waits()
            return try key.sign(message: $0)
        }
        let signing = Task { try await engine.sign(visit) }
        await person.isWaitedFor()
        #expect(try await engine.home().openTasks == 1)
        #expect(try await engine.settings().identity != nil)
        #expect(try await engine.tasks(.first(.open)).rows.count == 1)
        person.comes()
        _ = try await signing.value
        #expect(try await engine.signing(visit).signedByMe)
    }

    @Test("A network that answers rubbish or too much is refused or cut, and nothing is lost")
    func rubbishNetwork() async throws {
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        try await phone.arrives(in: district)
        let network = Answers()
        let spoilt = try await phone.reopened(ports: Ports(transport: network))
        let answers: [@Sendable (HTTPRequest) throws -> HTTPReply] = [
            { _ in HTTPReply(status: 200, headers: [], body: Data()) },
            { _ in HTTPReply(status: 200, headers: [], body: Data((0..<1_000).map { UInt8(truncatingIfNeeded: $0) })) },
            { HTTPReply(status: 200, headers: [], body: Data(count: Int(min($0.replyBytesMax, 1 << 24)) + 1)) },
            { _ in HTTPReply(status: 599, headers: [], body: Data("not JSON".utf8)) },
            { _ in HTTPReply(status: 0, headers: [], body: Data()) },
            { _ in throw Unexpected("boom") },
            { _ in throw HostError.Cut(detail: "cut") },
        ]
        for (number, answer) in answers.enumerated() {
            network.answers(answer)
            do {
                let report = try await spoilt.engine.sync()
                #expect(report.end != .complete, "\(number)")
            } catch {
                #expect(!error.explanation.sentence.isEmpty, "\(number)")
                if case .defect = error { Issue.record("\(number): \(error)") }
            }
            #expect(try await spoilt.engine.syncStatus().notSafe.changes > 0, "\(number)")
        }
        let whole = try await spoilt.reopened()
        #expect(try await whole.engine.sync().notSafe.allSafe)
    }

    @Test("A panic in Rust is a refusal of the one act, and the next start is clean")
    func panicIsARefusal() async throws {
        let key = try TestKey(seed: 9)
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district, ports: Ports(signer: key))
        try await phone.arrives(in: district)
        await phone.engine.close()

        // In a process of its own: what is planted there stays for as long as the process.
        let child = try Child()
        let dir = JSON.object(["dir": .text(phone.folder.at("data"))])
        let open = JSON.object(["request": dir, "signer": .object(["seed": .int(9)])])
        #expect(try child.does("open", open) == .object(["gives": .null]))
        #expect(try child.does("plantPanic") == .object(["gives": .null]))
        let visit = JSON.object(["visit": .text(district.visit)])
        for _ in 0..<3 {
            let said = try child.does("sign", visit)
            #expect(said["refused"]["code"] == .text("engine.panicked"), "\(said.line.prefix(300))")
            #expect(said["refused"]["sentence"].text?.isEmpty == false)
        }
        // The same engine still shows everything, and closes.
        let shown = try child.does("signing", visit)
        #expect(shown["gives"]["signedByMe"] == .bool(false), "\(shown.line.prefix(300))")
        #expect(try child.does("shut") == .object(["gives": .null]))

        let again = try await phone.reopened(ports: Ports(signer: key))
        #expect(try await again.engine.home().opened.damagedKeptAs == nil)
        #expect(try await again.engine.sign(district.visit).officers.count == 1)
        #expect(try await again.engine.sync().notSafe.allSafe)
    }

    @Test("A photograph that does not fit on the disk is refused whole, and what was there stays")
    func noSpace() async throws {
        guard let disk = ProcessInfo.processInfo.environment["ZHIAN_SMALL_DISK"] else {
            print("SKIPPED a full disk: this bubblewrap cannot make a small one")
            return
        }
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district, parent: disk)
        try await phone.arrives(in: district)
        let (engine, visit) = (phone.engine, district.visit)
        _ = try await engine.note("通道畅通", item: "P75-02", of: visit)
        let film = try district.folder.sparse("film.bin", bytes: 64 << 20)
        await refuses("store.disk-full") { _ = try await engine.attach(.photo(film, of: "P75-02", visit: visit)) }
        #expect(try await engine.item("P75-02", of: visit).evidence == [])
        #expect(try await engine.item("P75-02", of: visit).note == "通道畅通")
        _ = try await engine.note("通道畅通，已拍照", item: "P75-02", of: visit)
        let again = try await phone.reopened()
        #expect(try await again.engine.item("P75-02", of: visit).note == "通道畅通，已拍照")
        #expect(try await again.engine.sync().notSafe.allSafe)
    }
}

/// A signer whose signing is what a test wants it to be.
private final class Signs: Signer, @unchecked Sendable {
    private let key: TestKey
    private let lock = NSLock()
    private var behaviour: @Sendable (Data) throws -> Data

    init(_ key: TestKey) {
        self.key = key
        behaviour = { try key.sign(message: $0) }
    }

    func behaves(_ behaviour: @escaping @Sendable (Data) throws -> Data) {
        lock.withLock { self.behaviour = behaviour }
    }

    func publicKey() throws -> Data { try key.publicKey() }
    func suite() throws -> UInt8 { 1 }
    func sign(message: Data) throws -> Data { try lock.withLock { behaviour }(message) }
}

/// A network whose answers are what a test wants them to be.
private final class Answers: Transport, @unchecked Sendable {
    private let lock = NSLock()
    private var behaviour: @Sendable (HTTPRequest) throws -> HTTPReply = { _ in throw HostError.Cut(detail: "none") }

    func answers(_ behaviour: @escaping @Sendable (HTTPRequest) throws -> HTTPReply) {
        lock.withLock { self.behaviour = behaviour }
    }

    func turnTo(url: String, rootsPem: String) throws {}
    func send(request: HTTPRequest) throws -> HTTPReply { try lock.withLock { behaviour }(request) }
}

/// A place that is not told until a test lets it.
private final class Stuck: Location {
    private let until = DispatchSemaphore(value: 0)

    func answers() { until.signal() }

    func fix() throws -> PositionFix? {
        until.wait()
        until.signal()
        return nil
    }
}

/// A person who is waited for until a test lets them come, and is there from then on.
private final class Waiting: Sendable {
    private let until = DispatchSemaphore(value: 0)
    private let asked = AsyncStream.makeStream(of: Void.self)

    func waits() {
        asked.continuation.yield()
        until.wait()
        until.signal()
    }

    func isWaitedFor() async {
        for await _ in asked.stream { return }
    }

    func comes() { until.signal() }
}
