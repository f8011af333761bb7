import Foundation
import Stage
import Testing
import Zhian

@Suite("A shop of electric bicycles, inspected with what the regulator published", .timeLimit(.minutes(4)))
struct ContentStoryTests {
    let lin = "林青禾"
    let jiang = "江小满"
    let quizItem = "S76-09"

    @Test("Pictures come through a bad line, the visit is filled without one, and the ledger holds the composed visit")
    func shopIsInspected() async throws {
        let district = try District.composed(officers: [lin, jiang])
        let line = try Relay(to: district.office.url)
        var first = try await Phone.enrolled(lin, in: district, url: line.url)
        let second = try await Phone.enrolled(jiang, in: district)
        _ = try await first.engine.sync()
        try await first.arrives(in: district)
        try await second.arrives(in: district)
        let made = try #require(try await first.engine.visit(district.visit).composition)
        #expect(made.parts.map(\.id).contains("OEB") && made.parts.map(\.id).contains("S76"))
        #expect(made.lawVersion == 1)

        first = try await fetchesThroughCutAndStop(first, over: line)
        line.goesDown()
        try await showsAndMendsHints(first, of: district.visit, over: line)
        let percent = try await isQuizzed(first, on: district.visit)
        try await closes(first, second, district, over: line)
        // Who was asked what can be read from the closed visit, also by the colleague.
        for phone in [first, second] {
            #expect(try await phone.engine.quiz(of: quizItem, visit: district.visit).percent == percent)
        }
    }

    /// Fetches the pictures and clips: the line is cut once, the work is cancelled once, the app starts anew once.
    private func fetchesThroughCutAndStop(_ phone: Phone, over line: Relay) async throws -> Phone {
        let all = try await phone.engine.mediaPlan()
        #expect(all.fetchFiles > 100)
        line.breaks(afterBytes: 10_000)
        do {
            _ = try await phone.engine.fetchMedia()
            Issue.record("fetched over a cut line")
        } catch {
            guard case .network(let told) = error else { throw error }
            #expect(!told.sentence.isEmpty)
        }
        #expect(line.cuts == 1)
        let cut = try await phone.engine.mediaPlan()
        #expect(cut.hereFiles > 0)
        #expect(cut.hereFiles + cut.fetchFiles == all.fetchFiles)

        line.goesDead(afterBytes: 120_000)
        let fetching = Task { try await phone.engine.fetchMedia() }
        await line.isDead()
        let clock = ContinuousClock()
        let before = clock.now
        fetching.cancel()
        // The line never answers: this returns because Rust was told to stop, or not at all.
        await refuses("engine.cancelled") { _ = try await fetching.value }
        print("MEASURED a fetch on a dead line ended \(clock.now - before) after its task was cancelled")
        line.goesOn()

        let again = try await phone.reopened()
        let left = try await again.engine.mediaPlan()
        #expect(left.hereFiles >= cut.hereFiles)
        let report = try await again.engine.fetchMedia()
        #expect(report.failed == [])
        #expect(report.fetchedFiles == left.fetchFiles, "what was fetched before is not fetched again")
        #expect(left.hereFiles + report.fetchedFiles == all.fetchFiles)
        return again
    }

    /// Without a network every hint is there; one that the disk altered is not shown, and is fetched again later.
    private func showsAndMendsHints(_ phone: Phone, of visit: String, over line: Relay) async throws {
        let engine = phone.engine
        let rows = try await engine.visit(visit).sections.flatMap(\.items)
        var hints: [HintView] = []
        for row in rows { hints += try await engine.item(row.item, of: visit).hints }
        #expect(hints.count > 20)
        #expect(hints.allSatisfy { $0.path != nil })
        #expect(hints.contains { $0.moves }, "a clip among the pictures")
        let hint = try #require(hints.first { $0.id == "oeb-06-battery-label" })
        #expect(try await engine.medium(hint.hash) == hint)
        let file = URL(fileURLWithPath: try #require(hint.path))
        let whole = try Data(contentsOf: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try Data("altered".utf8).write(to: file)
        #expect(try await engine.medium(hint.hash).path == nil)
        try line.comesUp()
        #expect(try await engine.fetchMedia().fetchedFiles == 1)
        line.goesDown()
        let mended = try #require(try await engine.medium(hint.hash).path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: mended)) == whole)
    }

    /// The quiz on site: what was drawn stays, and what was answered is scored. Its percent.
    private func isQuizzed(_ phone: Phone, on visit: String) async throws -> UInt32? {
        let engine = phone.engine
        await refuses("engine.no-quiz") { _ = try await engine.quiz(of: "S76-01", visit: visit) }
        let drawn = try await engine.quiz(of: quizItem, visit: visit)
        #expect(drawn.questions.count == 5)
        #expect(drawn.questions.allSatisfy { $0.outcome == nil }, "no answer is told before")
        #expect(try await engine.quiz(of: quizItem, visit: visit) == drawn, "nobody draws until the questions suit")
        let key = try QuizKey()
        let answers = drawn.questions.dropLast().map {
            QuizAnswerInput(question: $0.id, chosen: key.right($0))
        }
        await refuses("quiz.not-asked") {
            let stray = QuizAnswerInput(question: "Q-000", chosen: ["A"])
            _ = try await engine.answerQuiz(answers + [stray], of: quizItem, visit: visit)
        }
        #expect(try await engine.quiz(of: quizItem, visit: visit) == drawn, "nothing was scored")
        let scored = try await engine.answerQuiz(answers, of: quizItem, visit: visit)
        #expect(scored.percent == 80)
        #expect(scored.questions.map { $0.outcome?.isRight } == [true, true, true, true, false])
        #expect(scored.questions.last?.outcome?.chosen == nil, "it was passed over")
        #expect(try await engine.item(quizItem, of: visit).answers.first?.judged == .meets)
        return scored.percent
    }

    /// The visit is filled, signed by both and by the party, and closed; the ledger holds the same bytes.
    private func closes(_ first: Phone, _ second: Phone, _ district: District, over line: Relay) async throws {
        let visit = district.visit
        try await first.fills(visit)
        let filled = try await first.engine.visit(visit)
        #expect(filled.counts.openItems == 0)
        #expect(filled.itemsLater > 0, "some items are due after the seal only")
        try line.comesUp()
        for phone in [first, second, first] { #expect(try await phone.engine.sync().end == .complete) }
        _ = try await first.engine.sign(visit)
        _ = try await second.engine.sign(visit)
        for phone in [second, first] { #expect(try await phone.engine.sync().end == .complete) }
        let hand = try first.folder.photo("hand.jpg", shade: 240)
        _ = try await first.engine.signParty(
            PartySignatureInput(visit: visit, name: "示丙", role: .principal, opinion: "属实", handwriting: hand))
        #expect(try await first.engine.signing(visit).obstacles == [])
        let sealed = try await first.engine.seal(visit)
        #expect(sealed.composition == filled.composition)
        for phone in [first, second] { #expect(try await phone.engine.sync().end == .complete) }

        let exported = district.folder.at("visit.sealed")
        try district.office.does(["ledger", "export", "--visit", visit, "--out", exported])
        let ledger = try Data(contentsOf: URL(fileURLWithPath: exported))
        for phone in [first, second] {
            #expect(try await phone.engine.sealedBytes(visit).payload == ledger, "\(phone.officer)")
            #expect(try await phone.engine.verify(visit).problems == [])
        }
    }
}
