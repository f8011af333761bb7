import Foundation
import Stage
import Testing
import Zhian

@Suite("Stories of inspectors", .timeLimit(.minutes(3))) struct StoryTests {
    let lin = "林青禾"
    let jiang = "江小满"

    @Test(
        "Two phones without a network fill one visit, differ once, and the ledger holds what both hold, byte for byte")
    func twoPhonesOneVisit() async throws {
        let district = try District(officers: [lin, jiang])
        let line = try Relay(to: district.office.url)
        let first = try await Phone.enrolled(lin, in: district, url: line.url)
        let second = try await Phone.enrolled(jiang, in: district, url: line.url, language: .en)
        // Each phone must also learn of the other's key.
        _ = try await first.engine.sync()

        line.goesDown()
        let offline = try await first.engine.sync()
        #expect(offline.isCut)
        try await first.arrives(in: district)
        try await second.arrives(in: district)
        let visit = district.visit
        let disputed = try await first.engine.visit(visit).sections[0].items[0].item
        _ = try await second.engine.answer(AnswerInput(.doesNotMeet, item: disputed, of: visit))
        _ = try await second.engine.note("二层货架遮挡", item: disputed, of: visit)
        #expect(try await first.fills(visit, photoBytes: 200_000) == 40)

        try line.comesUp()
        line.breaks(afterBytes: 300_000)
        let cut = try await first.engine.sync()
        #expect(cut.isCut)
        #expect(line.cuts == 1)
        let whole = try await first.engine.sync()
        #expect(whole.end == .complete)
        #expect(whole.notSafe.allSafe)
        _ = try await second.engine.sync()
        _ = try await first.engine.sync()

        let differing = try await first.engine.item(disputed, of: visit)
        #expect(differing.standing == .differing)
        #expect(differing.answers.count == 2)
        await refuses("engine.unsettled") { _ = try await first.engine.sign(visit) }
        let settled = try await first.engine.settle(differing.goodAnswer(of: visit))
        #expect(settled.answers[0].settles.count == 2)
        try await first.fills(visit)
        try await exchange(first, second)

        let firstSigned = try await first.engine.sign(visit)
        let secondSigned = try await second.engine.sign(visit)
        #expect(firstSigned.contentDigest == secondSigned.contentDigest)
        try await exchange(second, first)
        let hand = try first.folder.photo("hand.jpg", shade: 240)
        _ = try await first.engine.signParty(
            PartySignatureInput(visit: visit, name: "示丙", role: .principal, opinion: "属实", handwriting: hand))
        let signing = try await first.engine.signing(visit)
        #expect(signing.obstacles == [])
        let sealed = try await first.engine.seal(visit)
        let digest = try #require(sealed.seal?.digest)
        try await exchange(first, second)

        try await agree(on: visit, digest: digest, first, second, district)
    }

    /// All three hold the same bytes: both phones and the ledger.
    private func agree(
        on visit: String, digest: String, _ first: Phone, _ second: Phone, _ district: District
    ) async throws {
        let exported = district.folder.at("visit.sealed")
        try district.office.does(["ledger", "export", "--visit", visit, "--out", exported])
        let ledger = try Data(contentsOf: URL(fileURLWithPath: exported))
        for phone in [first, second] {
            let bytes = try await phone.engine.sealedBytes(visit)
            #expect(bytes.digest == digest)
            #expect(bytes.payload == ledger, "\(phone.officer)")
            let check = try await phone.engine.verify(visit)
            #expect(check.problems == [])
            #expect(check.ledgerPosition != nil)
        }
        let shown = try await second.engine.sealedVisit(visit)
        #expect(shown.signatures.officers.count == 2)
        await refuses("engine.visit-sealed") { _ = try await second.engine.note("晚了", item: "P75-01", of: visit) }
        #expect(try await first.engine.purge(visit).files > 0)
    }

    /// Both exchange with the office, the first once more to hear of the second.
    private func exchange(_ one: Phone, _ other: Phone) async throws {
        for phone in [one, other] { #expect(try await phone.engine.sync().end == .complete) }
    }

    @Test("An app that is killed while it writes loses nothing that it was told is saved, and nothing is half there")
    func killedWhileWriting() async throws {
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        try await phone.arrives(in: district)
        let visit = district.visit
        let items = try await phone.engine.visit(visit).sections.flatMap(\.items).map(\.item)
        await phone.engine.close()

        let child = try Child()
        let dir = JSON.text(phone.folder.at("data"))
        #expect(try child.does("open", .object(["request": .object(["dir": dir])])) == .object(["gives": .null]))
        // Far more than are waited for: the end falls in the middle of a write.
        let words = String(repeating: "字", count: 300)
        // From a thread of its own, because a pipe holds less than all of it; its end finds nobody who takes it.
        Thread.detachNewThread {
            for number in 0..<400 {
                let note: [String: JSON] = [
                    "visit": .text(visit), "item": .text(items[number % items.count]),
                    "text": .text("\(number):\(words)"),
                ]
                guard (try? child.asks("note", .object(note))) != nil else { return }
            }
        }
        var acknowledged = 0
        while acknowledged < 90, let answer = try child.hears() {
            #expect(answer["gives"] != .null, "\(answer.line.prefix(200))")
            acknowledged += 1
        }
        child.kill()
        #expect(acknowledged == 90)

        let again = try await phone.reopened()
        #expect(try await again.engine.home().opened.damagedKeptAs == nil)
        for (place, item) in items.enumerated() {
            let note = try await again.engine.item(item, of: visit).note
            let number = try #require(
                note.split(separator: ":").first.flatMap { Int($0) }, "\(item): \(note.prefix(20))")
            #expect(note == "\(number):\(words)", "half a note")
            #expect(number % items.count == place)
            // The last one that was acknowledged for this item, or one that was written after it.
            #expect(number >= (acknowledged - 1 - place) / items.count * items.count + place)
        }
        #expect(try await again.engine.sync().notSafe.allSafe)
    }

    @Test("An app that is killed while it stores a photograph has it whole or not at all")
    func killedWhileStoring() async throws {
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        try await phone.arrives(in: district)
        await phone.engine.close()
        let child = try Child()
        let dir = JSON.text(phone.folder.at("data"))
        _ = try child.does("open", .object(["request": .object(["dir": dir])]))
        for shade in 0..<12 {
            let photo = try phone.folder.photo("\(shade).jpg", shade: UInt8(shade), padding: 3_000_000)
            let input: [String: JSON] = [
                "visit": .text(district.visit), "path": .text(photo), "purpose": .text("scene"),
                "method": .text("photo"), "original": .bool(true), "caption": .text("\(shade)"),
            ]
            try child.asks("attach", .object(["input": .object(input)]))  // twelve short lines: the pipe holds them
        }
        let stored = try (0..<4).map { _ in try #require(try child.hears())["gives"]["hash"].text }
        child.kill()

        let again = try await phone.reopened()
        let scene = try await again.engine.visit(district.visit).scene
        #expect(Set(stored).isSubset(of: Set(scene.map { Optional($0.hash) })))
        let check = try await again.engine.doctor()
        #expect(check.filesBad == [])
        #expect(check.filesChecked == UInt64(scene.count))
    }

    @Test("A second process is told that the folder is in use, and gets it when the first has ended")
    func twoProcesses() async throws {
        let folder = try Folder("shared")
        let request = OpenRequest(dir: folder.at("data"), app: "swift-tests 1", language: .en, zoneMinutes: 480)
        let child = try Child()
        let asked = JSON.object(["request": .object(["dir": .text(request.dir)])])
        #expect(try child.does("open", asked) == .object(["gives": .null]))
        do {
            _ = try await Engine.open(request)
            Issue.record("two processes have one folder open")
        } catch {
            guard case .folderInUse(let told) = error else { return #expect(error.code == "store.in-use") }
            #expect(told.sentence.isEmpty == false)
        }
        child.kill()
        let engine = try await Engine.open(request)
        let other = try Child()
        #expect(try other.does("open", asked)["refused"]["code"] == .text("store.in-use"))
        await engine.close()
        #expect(try other.does("open", asked) == .object(["gives": .null]))
    }

    @Test("Work travels by file between two phones without a network, and taking it in twice changes nothing")
    func workTravelsByFile() async throws {
        let district = try District(officers: [lin, jiang])
        let first = try await Phone.enrolled(lin, in: district)
        let second = try await Phone.enrolled(jiang, in: district)
        _ = try await first.engine.sync()
        try await first.arrives(in: district)
        _ = try await first.engine.answer(AnswerInput(.meets, item: "P75-02", of: district.visit))
        let photo = try first.folder.photo("p.jpg", shade: 3)
        let kept = try await first.engine.attach(.photo(photo, of: "P75-02", visit: district.visit))
        let path = first.folder.at("work.zhian")
        let written = try await first.engine.exportBundle(
            BundleInput(visits: [district.visit], withEvidence: true, to: path))
        #expect(written.files == 1)

        let taken = try await second.engine.importBundle(path)
        #expect(taken.changes > 0)
        #expect(taken.files == 1)
        #expect(try await second.engine.evidence(kept.hash, of: district.visit).file.bytes == kept.bytes)
        let twice = try await second.engine.importBundle(path)
        #expect(twice.changes == 0)
        #expect(twice.files == 0)
        await refuses("engine.bundle") { _ = try await second.engine.importBundle(photo) }
    }
}

extension SyncView {
    /// Whether the line was cut.
    var isCut: Bool {
        if case .cut = end { true } else { false }
    }
}

/// Expects that something is refused with a code.
func refuses(
    _ code: String, sourceLocation: SourceLocation = #_sourceLocation, _ act: () async throws -> Void
) async {
    do {
        try await act()
        Issue.record("not refused with \(code)", sourceLocation: sourceLocation)
    } catch let error as EngineError {
        #expect(error.code == code, sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
