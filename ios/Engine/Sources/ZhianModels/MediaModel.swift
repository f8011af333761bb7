import Observation
import Zhian

/// Pictures and clips that show how to check: what is here, what would be fetched, and fetching it ahead.
@MainActor @Observable
public final class MediaModel {
    /// What is here and what would be fetched within the budget; an unreadable plan is never drawn as nothing to fetch.
    public private(set) var screen: Screen<MediaPlanView> = .loading
    /// What another budget would bring, while a person tries one; none while nobody does.
    public private(set) var trial: MediaPlanView?
    /// What the last fetch did that was begun here; none before there was one, or where it was stopped.
    public private(set) var report: MediaReportView?
    /// What was tried last; it shows how far a fetch is, and stops it.
    public let attempt = Attempt()

    /// Whether the last fetch was held back because the network costs by the byte: ``fetch(metered:)`` may be told to go on.
    public var isHeldBack: Bool { report?.heldBack ?? false }

    /// Whether some file does not fit the budget.
    public var leavesOut: Bool { (screen.content?.leftOutFiles ?? 0) > 0 }

    @ObservationIgnored private var weighed: UInt64?
    @ObservationIgnored private let engine: Engine

    /// The pictures and clips of an engine.
    public init(engine: Engine) { self.engine = engine }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await _ in engine.homeChanges() { await load() }
    }

    /// Reads it once.
    public func load() async {
        let engine = engine
        screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.mediaPlan() }
    }

    // MARK: The budget

    /// Shows what a budget would bring, e.g. while a slider is moved. Nothing is kept, and the newest budget wins, whichever
    /// answer comes first.
    public func weigh(budgetBytes: UInt64) async {
        weighed = budgetBytes
        let engine = engine
        let plan = await attempt.act { () async throws(EngineError) in
            try await engine.mediaPlan(budgetBytes: budgetBytes)
        }
        if weighed == budgetBytes { trial = plan }
    }

    /// Keeps a budget for every fetch from now on. Frees nothing that is here.
    public func choose(budgetBytes: UInt64) async {
        let engine = engine
        await attempt.act { () async throws(EngineError) in try await engine.chooseMediaBudget(bytes: budgetBytes) }
        (weighed, trial) = (nil, nil)
        await load()
    }

    // MARK: Fetching

    /// Fetches what is planned. `attempt.stop()` stops it; what was fetched until then stays, and the next fetch goes on
    /// there.
    ///
    /// - Parameter metered: Whether to fetch although the network costs by the byte.
    public func fetch(metered: Bool = false) async {
        let engine = engine
        report = await attempt.work { tell async throws(EngineError) in
            try await engine.fetchMedia(MediaInput(budgetBytes: nil, metered: metered), progress: tell)
        }
        // A fetch that was cut or stopped rings no bell, and what it brought is here all the same.
        await load()
    }
}
