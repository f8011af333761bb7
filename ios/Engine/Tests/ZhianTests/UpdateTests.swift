import Foundation
import Stage
import Testing
import Zhian

@Suite("What screens are told", .timeLimit(.minutes(3))) struct UpdateTests {
    private func visiting() async throws -> (Phone, District) {
        let district = try District(officers: ["林青禾"])
        let phone = try await Phone.enrolled("林青禾", in: district)
        try await phone.arrives(in: district)
        return (phone, district)
    }

    @Test("A stream begins with what is there, and goes on with what anybody changes")
    func beginsAndGoesOn() async throws {
        let (phone, district) = try await visiting()
        var visits = phone.engine.visitUpdates(district.visit).makeAsyncIterator()
        #expect(try await visits.next()?.get().counts.answered == 0)
        _ = try await phone.engine.answer(AnswerInput(.meets, item: "P75-02", of: district.visit))
        #expect(try await visits.next()?.get().counts.answered == 1)
        var homes = phone.engine.homeUpdates().makeAsyncIterator()
        #expect(try await homes.next()?.get().drafts.first?.counts?.answered == 1)
        var statuses = phone.engine.syncStatusUpdates().makeAsyncIterator()
        #expect(try await statuses.next()?.get().notSafe.allSafe == false)
        _ = try await phone.engine.sync()
        // What happens fast may be told in one: the last state always comes.
        while let status = try await statuses.next()?.get(), !status.notSafe.allSafe || status.running {}
        #expect(try await phone.engine.syncStatus().notSafe.allSafe)
    }

    @Test("Ten thousand changes are few elements, in order, and the last state always arrives")
    func tenThousandChanges() async throws {
        let (phone, district) = try await visiting()
        let (engine, visit) = (phone.engine, district.visit)
        let count = 10_000
        let reading = Task { () -> [Int] in
            var seen: [Int] = []
            for await item in engine.itemUpdates("P75-01", of: visit) {
                let typed = Int(try item.get().noteDraft ?? "0") ?? -1
                seen.append(typed)
                if typed == count { break }
            }
            return seen
        }
        // One that draws its first state for as long as all the others take.
        let (drawn, hasDrawn) = AsyncStream.makeStream(of: Void.self)
        let slow = Task { () -> [Int] in
            var seen: [Int] = []
            for await item in engine.itemUpdates("P75-01", of: visit) {
                seen.append(Int(try item.get().noteDraft ?? "0") ?? -1)
                if seen.count == 1 { for await _ in drawn {} }
                if seen.last == count { break }
            }
            return seen
        }
        for number in 1...count { try await engine.typeNote("\(number)", item: "P75-01", of: visit) }
        hasDrawn.finish()
        let late = try await slow.value
        #expect(late == late.sorted())
        #expect(late.last == count)
        #expect(late.count <= 4, "a slow screen is given the newest, not a queue: \(late)")
        let seen = try await reading.value
        #expect(seen == Set(seen).sorted(), "states come in order, and none twice")
        #expect(seen.last == count)
        print("MEASURED \(count) changes reached a screen as \(seen.count) elements")
    }

    @Test("A change of one visit wakes no screen of another")
    func othersSleep() async throws {
        let (phone, district) = try await visiting()
        let other = String(repeating: "ab", count: 16)
        var rings = phone.engine.visitChanges(other).makeAsyncIterator()
        _ = await rings.next()
        var own = phone.engine.visitChanges(district.visit).makeAsyncIterator()
        _ = await own.next()
        _ = try await phone.engine.answer(AnswerInput(.meets, item: "P75-02", of: district.visit))
        _ = await own.next()
        await phone.engine.close()
        // The stream ends by closing; had the change rung it, that ring would come first.
        let woken: Void? = await rings.next()
        #expect(woken == nil)
    }

    @Test("A screen that cannot be read is told as such, and the stream goes on")
    func unreadable() async throws {
        let district = try District(officers: ["林青禾"])
        let phone = try await Phone.enrolled("林青禾", in: district)
        var visits = phone.engine.visitUpdates(district.visit).makeAsyncIterator()
        let first = await visits.next()
        guard case .failure(let cause)? = first else { return #expect(first == nil) }
        #expect(cause.code == "engine.unknown-visit")
        try await phone.arrives(in: district)
        #expect(try await visits.next()?.get().visit == district.visit)
    }

    @Test("Streams end when the engine is closed, when their task is cancelled, and when nobody holds them")
    func streamsEnd() async throws {
        let (phone, district) = try await visiting()
        let engine = phone.engine
        let cancelled = Task { for await _ in engine.homeUpdates() {} }
        cancelled.cancel()
        await cancelled.value
        for _ in 0..<50 {
            var dropped = engine.visitUpdates(district.visit).makeAsyncIterator()
            _ = await dropped.next()
        }
        let (begun, began) = AsyncStream.makeStream(of: Void.self)
        let closed = Task {
            for await _ in engine.visitUpdates(district.visit) { began.yield() }
        }
        for await _ in begun { break }
        await engine.close()
        await closed.value
        let late = Task { for await _ in engine.homeUpdates() {} }
        await late.value
    }
}
