import Observation
import Zhian

/// A visit: sections, progress, open points.
@MainActor @Observable
public final class VisitModel {
    /// The visit.
    public let visit: String
    /// What it shows.
    public private(set) var screen: Screen<VisitView> = .loading
    /// Whether only items are shown that keep it from being complete.
    public var onlyOpen = false
    /// What was tried last.
    public let attempt = Attempt()

    /// Whether items are shown too that the present answers take out.
    public var showsNotAsked = false

    /// Sections with the items that are to be drawn; sections without any are left out.
    ///
    /// An item that the answers take out is left out unless it is wanted, or somebody answered it before: no answer
    /// disappears from the screen unseen.
    public var sections: [SectionView] {
        (screen.content?.sections ?? []).compactMap { section in
            let shown = section.items.filter { isDrawn($0) }
            return shown.isEmpty ? nil : SectionView(id: section.id, title: section.title, items: shown)
        }
    }

    /// Parts that the checklist is made of, each with why it is here; empty where somebody wrote it as it is.
    public var parts: [PartView] { screen.content?.composition?.parts ?? [] }

    @ObservationIgnored private let engine: Engine

    /// A visit of an engine.
    public init(engine: Engine, visit: String) {
        self.engine = engine
        self.visit = visit
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await visit in engine.visitUpdates(visit) { screen = Screen(visit) }
    }

    private func isDrawn(_ item: ItemRowView) -> Bool {
        if onlyOpen { return item.open }
        return item.asked || showsNotAsked || item.standing != .none
    }

    /// Keeps a photograph of the scene in general.
    public func attachScene(_ path: String, caption: String = "") async {
        let (engine, input) = (engine, AttachInput.scene(path, visit: visit, caption: caption))
        await attempt.work { tell async throws(EngineError) in try await engine.attach(input, progress: tell) }
    }
}

/// Who is in.
@MainActor @Observable
public final class WhoIsInModel {
    /// What it shows.
    public private(set) var screen: Screen<StatusView> = .loading

    @ObservationIgnored private let engine: Engine
    @ObservationIgnored private let visit: String

    /// Who is in on a visit of an engine.
    public init(engine: Engine, visit: String) {
        self.engine = engine
        self.visit = visit
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await status in engine.whoIsInUpdates(visit) { screen = Screen(status) }
    }
}

/// What happened in a visit.
@MainActor @Observable
public final class HistoryModel {
    /// What it shows, oldest first.
    public private(set) var screen: Screen<[EventView]> = .loading

    @ObservationIgnored private let engine: Engine
    @ObservationIgnored private let visit: String

    /// What happened in a visit of an engine.
    public init(engine: Engine, visit: String) {
        self.engine = engine
        self.visit = visit
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        let (engine, visit) = (engine, visit)
        for await _ in engine.visitChanges(visit) {
            screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.history(visit) }
        }
    }
}
