import Observation
import Zhian

/// The first screen: open tasks, drafts, what is not yet safe.
@MainActor @Observable
public final class HomeModel {
    /// What it shows.
    public private(set) var screen: Screen<HomeView> = .loading
    /// Open tasks so far: the first page, and those that were asked for.
    public var tasks: [TaskRowView] { (screen.content?.tasks.rows ?? []) + further }
    /// Whether there are more than shown.
    public var hasMore: Bool { next != nil }
    /// What was tried last.
    public let attempt = Attempt()

    private var further: [TaskRowView] = []
    private var next: TaskCursor?
    @ObservationIgnored private let engine: Engine

    /// The first screen of an engine.
    public init(engine: Engine) { self.engine = engine }

    /// Shows what there is until the task is cancelled: `.task { await model.run() }`.
    public func run() async {
        for await home in engine.homeUpdates() {
            screen = Screen(home)
            // The list has changed under the further pages: they are asked for again when they are scrolled to.
            further = []
            next = screen.content?.tasks.next
        }
    }

    /// Shows one more page of open tasks. At the end of the list nothing changes.
    public func showMore() async {
        guard let after = next else { return }
        let engine = engine
        let page = await attempt.act { () async throws(EngineError) in
            try await engine.tasks(TaskQuery(filter: .open, after: after, limit: 50))
        }
        guard let page, next == after else { return }
        further += page.rows
        next = page.next
    }
}
