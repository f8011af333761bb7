import Foundation
import Stage
import Testing
import Zhian
import ZhianSeam

@Suite("The engine under many hands", .timeLimit(.minutes(3))) struct EngineTests {
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

    @Test("Eight threads work on one engine beside an exchange: every act is there, or was refused with its code")
    func eightThreads() async throws {
        let (phone, district) = try await visiting()
        await phone.engine.close()
        // The actor lets short calls take turns, so this one goes to the library itself.
        let engine = try ZhianSeam.Engine.open(
            request: OpenRequest(dir: phone.folder.at("data"), app: "swift-tests 1", language: nil, zoneMinutes: 480),
            signer: nil, keyStore: nil, transport: nil, location: nil, surroundings: nil)
        let visit = district.visit
        let refused = try await onThreads(8) { thread -> [String] in
            var codes: [String] = []
            for round in 0..<25 {
                do {
                    switch thread {
                    case 0..<5:
                        let input = FindingInput(
                            visit: visit, item: "P75-02", severity: nil, text: "\(thread)-\(round)", evidence: [])
                        _ = try engine.openFinding(input: input)
                    case 5..<7: _ = try engine.sync(files: .never, observer: nil, cancel: nil)
                    default: _ = (try engine.home(), try engine.visit(visit: visit))
                    }
                } catch ZhianError.Refused(let code, _, _, _) { codes.append(code) }
            }
            return codes
        }
        #expect(Set(refused).subtracting(["engine.exchange-running"]) == [])
        let texts = try engine.visit(visit: visit).findings.map(\.text)
        let expected = (0..<5).flatMap { thread in (0..<25).map { "\(thread)-\($0)" } }
        #expect(Set(texts) == Set(expected))
        #expect(texts.count == expected.count)
        try engine.shut()
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
        // The network never answers: this returns because Rust was told to stop, or not at all.
        let report = try await exchange.value
        print("MEASURED an exchange on a dead line ended \(clock.now - before) after its task was cancelled")
        #expect(report.end == .cancelled)
        #expect(try await phone.engine.syncStatus().running == false)
        #expect(try await phone.engine.syncStatus().notSafe.allSafe == false)
        gate.opens()
        let whole = try await phone.reopened()
        #expect(try await whole.engine.sync().notSafe.allSafe)
    }

    @Test("Attaching whose task is cancelled while it copies leaves no half file, and the same file goes well again")
    func cancelWhileAttaching() async throws {
        let (phone, district) = try await visiting()
        let (engine, visit) = (phone.engine, district.visit)
        let film = try phone.folder.sparse("film.bin", bytes: 256 << 20)
        let (steps, told) = AsyncStream.makeStream(of: WorkProgress.self)
        let attaching = Task {
            _ = try await engine.attach(.photo(film, of: "P75-01", visit: visit)) { told.yield($0) }
        }
        for await step in steps {
            #expect(step.done < step.total, "the file is so large that this comes before its end")
            break
        }
        attaching.cancel()
        await refuses("engine.cancelled") { try await attaching.value }
        #expect(try await engine.item("P75-01", of: visit).evidence == [])
        #expect(try await engine.doctor().filesBad == [])
        #expect(try await engine.attach(.photo(film, of: "P75-01", visit: visit)).bytes == 256 << 20)
    }

    @Test("An engine that nobody holds any more frees its folder, also if who opened it has gone away")
    func droppedEngines() async throws {
        let folder = try Folder("dropped")
        let request = OpenRequest(dir: folder.at("data"), app: "swift-tests 1", language: .zh, zoneMinutes: 480)
        for _ in 0..<200 {
            let opening = Task { try await Zhian.Engine.open(request) }
            opening.cancel()
            try await opening.value.close()
            _ = try await Zhian.Engine.open(request).home()
        }
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

/// Does the same on that many threads at once, and gathers what each of them brings.
private func onThreads<T: Sendable>(_ count: Int, _ work: @escaping @Sendable (Int) throws -> [T]) async throws -> [T] {
    try await withThrowingTaskGroup(of: [T].self) { group in
        for number in 0..<count {
            group.addTask {
                try await withCheckedThrowingContinuation { done in
                    Thread.detachNewThread { done.resume(with: Result { try work(number) }) }
                }
            }
        }
        return try await group.reduce(into: []) { $0 += $1 }
    }
}
