import Foundation
import Stage
import Testing
import Zhian
import ZhianModels

@MainActor @Suite("Risk control lists and rules", .timeLimit(.minutes(3))) struct RegulatorTests {
    let lin = "林青禾"

    @Test("A list gives its forms for a range of days, without those on which nobody works")
    func forms() async throws {
        let (phone, _) = try await pulled()
        let lists = RiskListsModel(engine: phone.engine)
        let model = RiskModel(engine: phone.engine, list: "RL-EB-S")
        let running = [Task { await lists.run() }, Task { await model.run() }]
        try await until { lists.screen.content != nil && model.screen.content != nil }
        let row = try #require(lists.screen.content?.first { $0.id == "RL-EB-S" })
        #expect(lists.screen.content?.count ?? 0 >= 10)
        #expect(row.sample, "it says that it is no regulator's list")
        #expect(model.screen.content?.list == row)
        #expect(model.screen.content?.rows.count == Int(row.rows))

        await model.makeForms(.daily, from: "2026-11-23", to: "2026-11-27", closedDays: ["2026-11-25"])
        #expect(model.forms?.map(\.from) == ["2026-11-23", "2026-11-24", "2026-11-26", "2026-11-27"])
        #expect(model.forms?.allSatisfy { !$0.lines.isEmpty && !$0.role.isEmpty } == true)
        await model.makeForms(.monthly, from: "2026-11-01", to: "2026-11-30")
        #expect(model.forms?.count == 1)
        await model.makeForms(.weekly, from: "2026-11-27", to: "2026-11-23")
        #expect(model.forms == nil)
        #expect(model.attempt.notice?.code == "risk.range")
        await model.makeForms(.weekly, from: "2026-11-31", to: "2026-12-01")
        #expect(model.attempt.notice?.code == "engine.bad-input")
        for one in running {
            one.cancel()
            await one.value
        }
    }

    @Test("An own list is compared row by row; a table that cannot be read says cell by cell what is wrong with it")
    func comparison() async throws {
        let (phone, _) = try await pulled()
        let model = RiskModel(engine: phone.engine, list: "RL-EB-S")
        let running = Task { await model.run() }
        try await until { model.screen.content != nil }
        let rows = try #require(model.screen.content).rows
        let (first, second) = (rows[0], rows[3])
        #expect(second.mode == first.mode)
        let table = """
            风险指标,风险管控措施,管控形式,责任人,颜色
            "\(first.indicator)","\(first.measure)",\(first.mode),\(first.role),红
            "\(second.indicator)",看一看,月调度,,
            门前积雪没有及时清扫,清扫,日管控,质量安全员,白
            """
        await model.compare(with: table)
        #expect(model.attempt.notice == nil)
        #expect(model.rows(.covered).map(\.sample) == [first.id])
        #expect(model.rows(.weaker).map(\.sample) == [second.id])
        #expect(model.rows(.extra).map(\.own) == [4])
        #expect(model.rows(.missing).count == rows.count - 2)
        #expect(model.comparison?.rows.allSatisfy { !$0.text.isEmpty } == true)
        #expect(model.comparison?.ignoredColumns == ["颜色"])
        #expect(model.comparison?.summary.isEmpty == false)

        let bad = "风险指标,风险管控措施,管控形式\n,核对,日管控\n标识缺失,核对,每小时\n"
        await model.compare(with: bad)
        #expect(model.comparison == nil)
        #expect(model.attempt.notice?.code == "risk.table")
        #expect(model.faults.count == 2)
        #expect(model.faults[0].hasPrefix("第2行A列（风险指标）："))
        #expect(model.faults[1].hasPrefix("第3行C列（"))
        try await phone.engine.chooseLanguage(.en)
        await model.compare(with: bad)
        #expect(model.faults.count == 2)
        #expect(model.faults[0].hasPrefix("row 2, column A ("))
        await model.compare(with: "a,b\n1,2\n")
        #expect(model.faults.count == 1, "no headings are one fault of the whole table")
        await model.compare(with: table)
        #expect(model.faults == [])
        #expect(model.rows(.extra).count == 1)
        running.cancel()
        await running.value
    }

    @Test("Rules answer about a unit with their reasons, and say what they lack and what they cannot read")
    func unit() async throws {
        let (phone, _) = try await pulled()
        let model = RulesModel(engine: phone.engine)
        let older = Task { await model.ask(about: UnitInput("producer")) }
        try await until { model.unit != nil }
        await model.ask(about: UnitInput("producer", staff: 2_000, classes: ["licence"]))
        await older.value
        #expect(model.sizes.content?.map(\.part) == [.making])
        #expect(model.sizes.content?.first?.size == .large)
        #expect(model.sizes.content?.first?.why.reasons.isEmpty == false)
        #expect(model.director.content?.director == .yes)
        #expect(model.director.content?.basis.isEmpty == false)
        await model.ask(about: UnitInput("producer", classes: ["licence"]))
        #expect(model.sizes.content?.first?.size == nil)
        #expect(model.sizes.content?.first?.why.missing.isEmpty == false)
        #expect(model.director.content?.director == .yes, "every producer under licence must have one")
        await model.ask(about: UnitInput("producer-and-seller"))
        #expect(model.sizes.content?.map(\.part) == [.making, .selling])
        #expect(model.director.content?.director == .unknown, "its products are not known")
        await model.ask(about: UnitInput("retailer", region: "不是代码"))
        guard case .unreadable(let why) = model.sizes else { return #expect(model.sizes.content == nil) }
        #expect(why.code == "engine.bad-input")
    }

    @Test("A term ends on a day, marked where that may still change, and visits are counted against a grade")
    func termsAndVisits() async throws {
        let (phone, _) = try await pulled()
        let model = RulesModel(engine: phone.engine)
        let running = Task { await model.run() }
        try await until { model.deadlines.content != nil && model.schemes.content != nil }
        #expect(model.deadlines.content?.count { $0.id == "file-decision" } == 1)
        // Friday 2025-09-26, ten o'clock: the fifteen working days run through the holidays of October and the two days
        // that were shifted for them, which are announced.
        await model.count("file-decision", fromUnixMs: 1_758_852_000_000)
        #expect(model.due?.day == "2025-10-23")
        #expect(!model.isProvisional)
        #expect(model.due?.how.isEmpty == false)
        await model.count("file-decision", fromUnixMs: 1_798_000_000_000)
        #expect(model.isProvisional, "the holidays of 2027 are not announced")
        await model.count("preservation-report", fromUnixMs: 1_758_852_000_000, extended: true)
        #expect(model.due == nil && !model.isProvisional)
        #expect(model.attempt.notice?.code == "rules.no-extension")

        let scheme = try #require(model.schemes.content?.first)
        let visits = ["2026-03-02", "2025-03-02"].map { PastVisitInput(day: $0, cause: "plan") }
        let asked = { QuotaInput(scheme: nil, grade: $0, year: 2026, visits: visits) }
        await model.countVisits(asked(scheme.grades[0].code))
        #expect(model.quota?.counted == 1, "the other one is of another year")
        #expect(model.quota?.max == scheme.grades[0].yearlyMax)
        await model.countVisits(asked(nil))
        #expect(model.quota != nil && model.quota?.left == nil, "without a grade nothing is guessed")
        await model.countVisits(asked("Z"))
        #expect(model.quota == nil)
        #expect(model.attempt.notice?.code == "rules.unknown-grade")
        running.cancel()
        await running.value
    }

    @Test("On a device that never pulled, rules cannot be read, and that is not shown as no rules")
    func nothingPulled() async throws {
        let phone = try await Phone.new(lin)
        let model = RulesModel(engine: phone.engine)
        await model.load()
        guard case .unreadable(let why) = model.deadlines else { return #expect(model.deadlines.content == nil) }
        #expect(why.code == "engine.no-content")
        let media = MediaModel(engine: phone.engine)
        await media.load()
        #expect(media.screen.content?.fetchFiles == 0)
        await media.fetch()
        #expect(media.attempt.notice == nil, "there is nothing to fetch")
        #expect(media.report?.fetchedFiles == 0)
        let list = RiskModel(engine: phone.engine, list: "RL-EB-S")
        let running = Task { await list.run() }
        try await until { list.screen != .loading }
        guard case .unreadable(let unknown) = list.screen else { return #expect(list.screen.content == nil) }
        #expect(unknown.code == "engine.unknown-list")
        running.cancel()
        await running.value
    }

    private func pulled() async throws -> (Phone, District) {
        let district = try District.composed(officers: [lin])
        return (try await Phone.enrolled(lin, in: district), district)
    }
}
