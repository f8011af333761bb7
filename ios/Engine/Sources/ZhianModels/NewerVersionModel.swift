import Observation
import Zhian

/// The newer version of a visit's checklist: what moving would do, and moving.
@MainActor @Observable
public final class NewerVersionModel {
    /// The visit.
    public let visit: String
    /// What it shows.
    public private(set) var screen: Screen<NewerVersionView> = .loading
    /// What was tried last.
    public let attempt = Attempt()

    /// Items whose answer is carried over although the question reads differently: somebody should look again.
    public var toLookAt: [MovedAnswerView] {
        (screen.content?.answers ?? []).filter { $0.fate == .carriedOverReworded }
    }

    @ObservationIgnored private let engine: Engine

    /// The newer version of a visit of an engine.
    public init(engine: Engine, visit: String) {
        self.engine = engine
        self.visit = visit
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        let (engine, visit) = (engine, visit)
        for await _ in engine.visitChanges(visit) {
            screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.newerVersion(visit) }
        }
    }

    /// Moves this officer's work. The visit that goes on; none if it was refused.
    public func move() async -> String? {
        let (engine, visit) = (engine, visit)
        return await attempt.act { () async throws(EngineError) in try await engine.moveToNewer(visit).visit }
    }
}

/// What stays under older versions of a visit's checklist.
@MainActor @Observable
public final class KeptUnderOldModel {
    /// What it shows.
    public private(set) var screen: Screen<[KeptItemView]> = .loading

    @ObservationIgnored private let engine: Engine
    @ObservationIgnored private let visit: String

    /// What stays beside a visit of an engine.
    public init(engine: Engine, visit: String) {
        self.engine = engine
        self.visit = visit
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        let (engine, visit) = (engine, visit)
        for await _ in engine.visitChanges(visit) {
            screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.keptUnderOld(visit) }
        }
    }
}
