import Observation
import Zhian

/// Lists of tasks, and finding one.
@MainActor @Observable
public final class TaskListModel {
    /// Which tasks are shown.
    public private(set) var filter: TaskFilter
    /// What is searched for; empty for the whole list.
    public private(set) var words = ""
    /// What it shows.
    public private(set) var screen: Screen<[TaskRowView]> = .loading
    /// Whether there are more than shown.
    public var hasMore: Bool { next != nil }

    private var next: TaskCursor?
    @ObservationIgnored private var asked = 0
    @ObservationIgnored private let engine: Engine

    /// A list of an engine's tasks.
    public init(engine: Engine, filter: TaskFilter = .open) {
        self.engine = engine
        self.filter = filter
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await _ in engine.homeChanges() { await load() }
    }

    /// Shows other tasks.
    public func show(_ filter: TaskFilter) async {
        self.filter = filter
        await load()
    }

    /// Shows only those that hold all of the words. The newest words win, whichever answer comes first.
    public func find(_ words: String) async {
        self.words = words
        await load()
    }

    /// Shows one more page. At the end of the list nothing changes.
    public func showMore() async {
        guard let after = next, let rows = screen.content else { return }
        let (engine, filter) = (engine, filter)
        let page = await ZhianModels.screen { () async throws(EngineError) in
            try await engine.tasks(TaskQuery(filter: filter, after: after, limit: 50))
        }
        guard next == after else { return }
        switch page {
        case .shown(let page):
            screen = .shown(rows + page.rows)
            next = page.next
        case .unreadable(let why): screen = .unreadable(why)
        case .loading: break
        }
    }

    private func load() async {
        asked += 1
        let own = asked
        let (engine, filter, words) = (engine, filter, words)
        let page = await ZhianModels.screen { () async throws(EngineError) in
            if words.isEmpty { return try await engine.tasks(.first(filter)) }
            return TaskPageView(rows: try await engine.findTasks(filter, words: words, limit: 100), next: nil)
        }
        guard own == asked else { return }
        next = page.content?.next
        switch page {
        case .shown(let page): screen = .shown(page.rows)
        case .unreadable(let why): screen = .unreadable(why)
        case .loading: break
        }
    }
}

/// One task, and arriving at its place.
@MainActor @Observable
public final class TaskModel {
    /// The task.
    public let task: String
    /// What it shows.
    public private(set) var screen: Screen<TaskView> = .loading
    /// Whether the officer has said that the certificate was shown and the rights were told.
    public var rightsTold = false
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// One task of an engine.
    public init(engine: Engine, task: String) {
        self.engine = engine
        self.task = task
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await _ in engine.homeChanges() { await load() }
    }

    /// Reads it once.
    public func load() async {
        let (engine, task) = (engine, task)
        screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.task(task) }
    }

    /// Arrives. Returns the visit's id; none if it was refused.
    public func checkIn(at position: PositionFix? = nil) async -> String? {
        let (engine, input) = (engine, CheckInInput(task: task, position: position, rightsTold: rightsTold))
        let visit = await attempt.act { () async throws(EngineError) in try await engine.checkIn(input) }
        return visit?.visit
    }
}
