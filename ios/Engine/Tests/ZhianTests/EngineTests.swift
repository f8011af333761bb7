import Foundation
import Stage
import Testing
import Zhian

@Suite("The engine under many hands", .timeLimit(.minutes(5))) struct EngineTests {
    /// A phone with an open visit.
    private func visiting(ports: Ports = Ports()) async throws -> (Phone, District) {
        let district = try District(officers: ["林青禾"])
        let phone = try await Phone.enrolled("林青禾", in: district, ports: ports)
        try await phone.arrives(in: district)
        return (phone, district)
    }

    @Test("Eight tasks work on one engine, each on its own item, and every act of each is there")
    func eightTasks() async throws {
        let (phone, district) = try await visiting()
        let (engine, visit) = (phone.engine, district.visit)
        let items = try await engine.visit(visit).sections.flatMap(\.items).map(\.item)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for round in 0..<25 {
                        _ = try await engine.note("\(task)-\(round)", item: items[task], of: visit)
                        _ = try await engine.home()
                        let shown = try await engine.item(items[task], of: visit)
                        #expect(shown.note == "\(task)-\(round)", "nobody else writes this note")
                    }
                }
            }
            try await group.waitForAll()
        }
        for task in 0..<8 { #expect(try await engine.item(items[task], of: visit).note == "\(task)-24") }
    }

    @Test("Cancelling a task stops an exchange that waits for the network, soon and without an error")
    func cancelReachesRust() async throws {
        let gate = Gate()
        let (phone, _) = try await reopened(with: gate)
        let exchange = Task { try await phone.engine.sync() }
        await gate.someoneWaits()
        let clock = ContinuousClock()
        let before = clock.now
        exchange.cancel()
        let report = try await exchange.value
        let waited = clock.now - before
        #expect(report.end == .cancelled)
        // The engine promises 100 ms; a machine that runs other tests beside may be slower to wake a thread.
        #expect(waited < .seconds(1), "it took \(waited)")
        print("MEASURED cancel of a waiting exchange: \(waited)")
        gate.opens()
    }

    @Test("Closing while an exchange runs stops it, and the folder is free when closing has ended")
    func closeDuringCall() async throws {
        let gate = Gate()
        let (phone, _) = try await reopened(with: gate)
        let engine = phone.engine
        let exchange = Task { () async -> Result<SyncView, EngineError> in
            do throws(EngineError) { return .success(try await engine.sync()) } catch { return .failure(error) }
        }
        await gate.someoneWaits()
        await engine.close()
        switch await exchange.value {
        case .success(let report): #expect(report.end == .cancelled)
        case .failure(let cause): #expect(cause.code == "engine.cancelled")
        }
        gate.opens()
        await refuses("engine.closed") { _ = try await engine.home() }
        let again = try await phone.reopened()
        #expect(try await again.engine.home().drafts.count == 1)
    }

    /// A phone with a visit, whose network is a gate from now on.
    private func reopened(with gate: Gate) async throws -> (Phone, District) {
        let (phone, district) = try await visiting()
        _ = try await phone.engine.note("未发送", item: "P75-01", of: district.visit)
        return (try await phone.reopened(ports: Ports(transport: gate)), district)
    }

    @Test("Long work whose task is cancelled before it begins does nothing; a short act is finished all the same")
    func cancelledBefore() async throws {
        let (phone, district) = try await visiting()
        let (engine, visit) = (phone.engine, district.visit)
        let photo = try phone.folder.photo("p.jpg", shade: 9, padding: 2_000_000)
        let attached = await Task { () async -> EngineError? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(EngineError) {
                _ = try await engine.attach(.photo(photo, of: "P75-01", visit: visit))
                return nil
            } catch { return error }
        }.value
        guard case .cancelled = attached else { return #expect(attached?.code == "engine.cancelled") }
        #expect(try await engine.item("P75-01", of: visit).evidence == [])
        let typed = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await engine.typeNote("还在", item: "P75-01", of: visit)
        }
        try await typed.value
        #expect(try await engine.item("P75-01", of: visit).noteDraft == "还在")
    }

    @Test("Progress grows, never exceeds its total, and its end is told")
    func progressGrows() async throws {
        let (phone, district) = try await visiting()
        let photo = try phone.folder.photo("p.jpg", shade: 5, padding: 9_000_000)
        let (steps, told) = AsyncStream.makeStream(of: WorkProgress.self)
        let kept = try await phone.engine.attach(.scene(photo, visit: district.visit)) { told.yield($0) }
        // The last state is told soon after the work, on the engine's own thread.
        var last: UInt64 = 0
        for await step in steps {
            #expect(step.stage == .capture)
            #expect(step.done >= last)
            #expect(step.done <= step.total)
            last = step.done
            if last == kept.bytes { break }
        }
        #expect(last == kept.bytes)
    }

    @Test("A port that throws anything at all is an ordinary error with its words, and the act is not half done")
    func throwingPorts() async throws {
        let key = try TestKey()
        let (phone, district) = try await visiting(ports: Ports(signer: key))
        let again = try await phone.reopened(ports: Ports(signer: BoomLater(key)))
        do {
            _ = try await again.engine.note("x", item: "P75-01", of: district.visit)
            Issue.record("an act without a signature")
        } catch {
            guard case .signer(let told) = error else { return #expect(error.code == "signer.unavailable") }
            #expect(told.detail.contains("boom"))
            #expect(!told.sentence.isEmpty)
        }
        #expect(try await again.engine.item("P75-01", of: district.visit).note == "")
        let whole = try await again.reopened(ports: Ports(signer: key))
        #expect(try await whole.engine.note("y", item: "P75-01", of: district.visit).note == "y")
    }

    @Test("Opening and closing a thousand times leaves no handles and no memory behind")
    func noLeaks() async throws {
        let folder = try Folder("leaks")
        let child = try Child()
        let open = JSON.object(["request": .object(["dir": .text(folder.at("data"))])])
        func once() throws {
            #expect(try child.does("open", open) == .object(["gives": .null]))
            #expect(try child.does("home")["gives"]["openTasks"] == .int(0))
            #expect(try child.does("shut") == .object(["gives": .null]))
        }
        // The first rounds fill caches of the allocator and of SQLite that stay.
        for _ in 0..<100 { try once() }
        let (handles, threads, bytes) = (try child.handles(), try child.threads(), try child.residentBytes())
        for _ in 0..<900 { try once() }
        #expect(try child.handles() <= handles)
        #expect(try child.threads() <= threads + 4, "Swift's own threads come and go")
        let grown = try child.residentBytes() - bytes
        #expect(grown < 8 << 20, "\(grown) bytes more after 900 rounds")
        print("MEASURED 900 times open and close: \(grown / 1024) KiB more, \(handles) handles")
    }
}

/// A key that opens and then cannot sign.
private final class BoomLater: Signer {
    private let key: TestKey

    init(_ key: TestKey) { self.key = key }

    func publicKey() throws -> Data { try key.publicKey() }
    func suite() throws -> UInt8 { 1 }
    func sign(message: Data) throws -> Data { throw Unexpected("boom") }
}
