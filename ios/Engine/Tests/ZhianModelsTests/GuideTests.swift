import Foundation
import Stage
import Testing
import Zhian
import ZhianModels

@MainActor @Suite("What a composed checklist says on its screens", .timeLimit(.minutes(3))) struct GuideTests {
    let lin = "林青禾"

    @Test("A visit says what its checklist is made of, and an item that the answers take out goes and comes")
    func askedAndNotAsked() async throws {
        let (phone, district) = try await visiting()
        let model = VisitModel(engine: phone.engine, visit: district.visit)
        let running = Task { await model.run() }
        try await until { model.screen.content != nil }
        let parts = Set(model.parts.map(\.id))
        #expect(parts.isSuperset(of: ["S76", "OEB", "OFS", "A"]))
        #expect(!parts.contains("P75"), "the shop makes nothing")
        #expect(model.parts.allSatisfy { !$0.because.isEmpty && $0.version > 0 })

        let all = try #require(model.screen.content).sections.flatMap(\.items)
        #expect(model.screen.content?.itemsAsked == UInt32(all.count))
        #expect(drawn(model) == all.map(\.item))
        let engine = phone.engine
        _ = try await engine.answer(AnswerInput(.notApplicable, item: "OFS-07", of: district.visit))
        try await until { model.screen.content?.itemsNotAsked == 1 }
        #expect(drawn(model) == all.map(\.item).filter { $0 != "OFS-08" }, "it depends on the answer to OFS-07")
        model.showsNotAsked = true
        #expect(drawn(model) == all.map(\.item))
        model.showsNotAsked = false

        _ = try await engine.answer(AnswerInput(.meets, item: "OFS-07", of: district.visit))
        try await until { row("OFS-08", model)?.asked == true }
        #expect(drawn(model) == all.map(\.item))
        _ = try await engine.answer(AnswerInput(.meets, item: "OFS-08", of: district.visit))
        _ = try await engine.answer(AnswerInput(.notApplicable, item: "OFS-07", of: district.visit))
        try await until { row("OFS-08", model)?.asked == false }
        #expect(drawn(model).contains("OFS-08"), "what somebody answered does not disappear")
        let item = ItemModel(engine: engine, visit: district.visit, item: "OFS-08")
        let looking = Task { await item.run() }
        try await until { item.screen.content != nil }
        #expect(!item.isAsked)
        #expect(item.judgement == .meets, "the answer stays")
        looking.cancel()
        await looking.value
        model.onlyOpen = true
        #expect(!drawn(model).contains("OFS-08"), "and it keeps nothing open")
        running.cancel()
        await running.value
    }

    @Test("An item says why it is here, how to check it, and what it rests on; what is not verified is marked 待核")
    func guidance() async throws {
        let (phone, district) = try await visiting()
        let model = ItemModel(engine: phone.engine, visit: district.visit, item: "OEB-06")
        let running = Task { await model.run() }
        try await until { model.screen.content != nil }
        let item = try #require(model.screen.content)
        #expect(model.isAsked)
        #expect(item.because?.contains("电动自行车") == true)
        #expect(model.steps.count >= 2)
        #expect(item.citations.count >= 1)
        #expect(item.limits.contains { $0.unit == "V" && !$0.standard.isEmpty })
        #expect(item.consequences.allSatisfy { $0.text != nil })
        let rows = try await phone.engine.visit(district.visit).sections.flatMap(\.items)
        var printable: Set<Bool> = []
        for row in rows {
            for citation in try await phone.engine.item(row.item, of: district.visit).citations {
                #expect(citation.text.contains("待核") != citation.printable, "\(citation.text)")
                printable.insert(citation.printable)
            }
        }
        #expect(printable == [true, false])

        #expect(model.hintsHere == [])
        #expect(model.hintsAbsent.map(\.id).contains("oeb-06-battery-label"))
        #expect(try await phone.engine.fetchMedia().failed == [])
        try await until { model.hintsAbsent == [] && model.hintsHere.count == item.hints.count }
        for hint in model.hintsHere {
            let path = try #require(hint.path)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == Int(hint.bytes))
            #expect(!hint.caption.isEmpty)
        }
        running.cancel()
        await running.value
    }

    @Test("A field says what it comes to and what is wrong with it, and what was entered stays as it was entered")
    func readingsAndFaults() async throws {
        let (phone, district) = try await visiting()
        let model = ItemModel(engine: phone.engine, visit: district.visit, item: "S76-14")
        let running = Task { await model.run() }
        try await until { model.screen.content != nil }
        model.enter("2026-11-5", in: "records")
        await model.saved()
        #expect(model.fault(of: "records")?.code == "field.bad-period")
        #expect(model.fault(of: "records")?.text.isEmpty == false)
        #expect(model.text(of: "records") == "2026-11-5")
        #expect(model.screen.content?.open == true)
        model.enter("2026-11-01..2026-11-30;2026-11-05", in: "records")
        await model.saved()
        #expect(model.fault(of: "records") == nil)
        guard case .period(let expected, let present, let missing, let percent) = model.reading(of: "records")?.value
        else { return #expect(model.reading(of: "records") != nil) }
        #expect(expected.count == 30)
        #expect(present.count == 29)
        #expect(missing == ["2026-11-05"])
        #expect(percent == 96)
        #expect(model.screen.content?.answers.first?.judged == .doesNotMeet, "one day is missing")
        running.cancel()
        await running.value

        let certificate = ItemModel(engine: phone.engine, visit: district.visit, item: "OEB-02")
        let looking = Task { await certificate.run() }
        try await until { certificate.screen.content != nil }
        certificate.enter("2024010", in: "ccc-number")
        await certificate.saved()
        #expect(certificate.fault(of: "ccc-number")?.code == "field.bad-identifier")
        guard case .identifier(let passes, let text) = certificate.reading(of: "ccc-number")?.value else {
            return #expect(certificate.reading(of: "ccc-number") != nil)
        }
        #expect(!passes)
        #expect(!text.isEmpty)
        looking.cancel()
        await looking.value
    }

    private func drawn(_ model: VisitModel) -> [String] { model.sections.flatMap(\.items).map(\.item) }

    private func row(_ item: String, _ model: VisitModel) -> ItemRowView? {
        model.screen.content?.sections.flatMap(\.items).first { $0.item == item }
    }

    private func visiting() async throws -> (Phone, District) {
        let district = try District.composed(officers: [lin], products: ["灭火器"])
        let phone = try await Phone.enrolled(lin, in: district)
        try await phone.arrives(in: district)
        return (phone, district)
    }
}
