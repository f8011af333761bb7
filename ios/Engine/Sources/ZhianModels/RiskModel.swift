import Observation
import Zhian

/// The published risk control lists.
@MainActor @Observable
public final class RiskListsModel {
    /// What it shows; empty where none was published.
    public private(set) var screen: Screen<[RiskListRowView]> = .loading

    @ObservationIgnored private let engine: Engine

    /// The lists on an engine's device.
    public init(engine: Engine) { self.engine = engine }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        let engine = engine
        for await _ in engine.homeChanges() {
            screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.riskLists() }
        }
    }
}

/// One risk control list, its forms, and an enterprise's own list held against it.
@MainActor @Observable
public final class RiskModel {
    /// Id of the list.
    public let list: String
    /// What it shows.
    public private(set) var screen: Screen<RiskListView> = .loading
    /// The forms that were made last, oldest first; none before some were made, or where they were refused.
    public private(set) var forms: [CheckFormView]?
    /// What the last comparison found; none before there was one, or where the table could not be read.
    public private(set) var comparison: ComparisonView?
    /// What is wrong with the table that was compared last, cell by cell, in words; empty where nothing is.
    public private(set) var faults: [String] = []
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// One list on an engine's device.
    public init(engine: Engine, list: String) {
        self.engine = engine
        self.list = list
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        let (engine, list) = (engine, list)
        for await _ in engine.homeChanges() {
            screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.riskList(list) }
        }
    }

    /// Makes the forms for a range of days.
    ///
    /// - Parameters:
    ///   - mode: Daily, weekly or monthly.
    ///   - from: First day, `2026-11-21`.
    ///   - to: Last day, included.
    ///   - closedDays: Days without production or opening; they get no form.
    public func makeForms(_ mode: FormMode, from: String, to: String, closedDays: [String] = []) async {
        let engine = engine
        let input = RiskFormInput(list: list, mode: mode, from: from, to: to, closedDays: closedDays)
        forms = await attempt.act { () async throws(EngineError) in try await engine.riskForms(input) }
    }

    /// Holds an enterprise's own list against this one. `table` is the text of a CSV file.
    public func compare(with table: String) async {
        let (engine, list) = (engine, list)
        comparison = await attempt.act { () async throws(EngineError) in
            try await engine.compareRisks(list, with: table)
        }
        let told = comparison == nil ? attempt.notice?["faults"] : nil
        faults = told?.split(separator: "\n").map(String.init) ?? []
    }

    /// Rows of the last comparison with one verdict, in order.
    public func rows(_ verdict: RiskVerdict) -> [ComparedRowView] {
        (comparison?.rows ?? []).filter { $0.verdict == verdict }
    }
}
