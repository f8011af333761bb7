import Observation
import Zhian

/// The rules of supervision, asked: how large a unit is, whether it must appoint a director, when a term ends, how many
/// visits are left. Every answer carries its reasons in words, and what is not known is never guessed.
@MainActor @Observable
public final class RulesModel {
    /// What was known of the unit that was asked about last; none before one was.
    public private(set) var unit: UnitInput?
    /// How large that unit is under each Order; loading before one was asked about.
    public private(set) var sizes: Screen<[SizeView]> = .loading
    /// Whether that unit must appoint a director and officers; loading before one was asked about.
    public private(set) var director: Screen<DirectorView> = .loading
    /// Every deadline of the rules.
    public private(set) var deadlines: Screen<[DeadlineView]> = .loading
    /// When the term ends that was counted last; none before one was, or where it was refused.
    public private(set) var due: DueView?
    /// The grading schemes, the default first.
    public private(set) var schemes: Screen<[SchemeView]> = .loading
    /// How many visits are left, as was asked last; none before it was, or where it was refused.
    public private(set) var quota: QuotaView?
    /// What was tried last.
    public let attempt = Attempt()

    /// Whether the day of ``due`` may still change: a year it touches is not announced, or not on this device. Drawn as a
    /// mark beside the day.
    public var isProvisional: Bool { due?.provisional ?? false }

    @ObservationIgnored private let engine: Engine

    /// The rules on an engine's device.
    public init(engine: Engine) { self.engine = engine }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await _ in engine.homeChanges() { await load() }
    }

    /// Reads deadlines and schemes once.
    public func load() async {
        let engine = engine
        deadlines = await ZhianModels.screen { () async throws(EngineError) in try await engine.deadlines() }
        schemes = await ZhianModels.screen { () async throws(EngineError) in try await engine.gradingSchemes() }
    }

    /// Asks about a unit as it is known now. The newest facts win, whichever answer comes first.
    public func ask(about unit: UnitInput) async {
        self.unit = unit
        let engine = engine
        let sizes = await ZhianModels.screen { () async throws(EngineError) in try await engine.sizeClass(unit) }
        let director = await ZhianModels.screen { () async throws(EngineError) in
            try await engine.directorRule(unit)
        }
        guard unit == self.unit else { return }
        self.sizes = sizes
        self.director = director
    }

    /// Counts a term.
    ///
    /// - Parameters:
    ///   - deadline: Id of the deadline.
    ///   - startUnixMs: When the term begins, milliseconds since 1970.
    ///   - extended: Whether it was extended.
    public func count(_ deadline: String, fromUnixMs startUnixMs: Int64, extended: Bool = false) async {
        let (engine, term) = (engine, TermInput(startUnixMs: startUnixMs, extended: extended))
        due = await attempt.act { () async throws(EngineError) in try await engine.deadline(deadline, term) }
    }

    /// Counts the visits of a year against an enterprise's grade.
    public func countVisits(_ input: QuotaInput) async {
        let engine = engine
        quota = await attempt.act { () async throws(EngineError) in try await engine.visitQuota(input) }
    }
}
