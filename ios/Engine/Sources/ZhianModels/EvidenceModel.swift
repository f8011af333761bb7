import Observation
import Zhian

/// One evidence file, large, with its neighbours.
@MainActor @Observable
public final class EvidenceModel {
    /// The visit.
    public let visit: String
    /// The file that is shown.
    public private(set) var hash: String
    /// What it shows.
    public private(set) var screen: Screen<EvidenceScreen> = .loading
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// One evidence file of an engine's visit.
    public init(engine: Engine, visit: String, hash: String) {
        self.engine = engine
        self.visit = visit
        self.hash = hash
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await _ in engine.visitChanges(visit) { await load() }
    }

    /// Reads it once.
    public func load() async {
        let (engine, visit, hash) = (engine, visit, hash)
        let read = await ZhianModels.screen { () async throws(EngineError) in
            try await engine.evidence(hash, of: visit)
        }
        // The person may have turned the page meanwhile.
        if hash == self.hash { screen = read }
    }

    /// Turns to the file before; at the first one nothing changes.
    public func turnBack() async { await turn(to: screen.content?.before) }

    /// Turns to the file after; at the last one nothing changes.
    public func turnOn() async { await turn(to: screen.content?.after) }

    /// Fetches a colleague's file from the office.
    public func fetch() async {
        let (engine, visit, hash) = (engine, visit, hash)
        let fetched = await attempt.work { tell async throws(EngineError) in
            try await engine.fetchEvidence(hash, of: visit, progress: tell)
        }
        if fetched != nil { await load() }
    }

    private func turn(to other: String?) async {
        guard let other else { return }
        hash = other
        await load()
    }
}
